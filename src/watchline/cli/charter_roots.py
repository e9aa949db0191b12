"""``watchline charter DIR root-sign|leave|record-leave``: what needs a root key, done on the machine that holds it, carried by files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watchline.cli.options import (
    FILE,
    draft_option,
    fresh_draft,
    json_option,
    passphrase,
    passphrase_options,
    post_option,
)

if TYPE_CHECKING:
    from watchline.record import Succession


@click.command("root-sign")
@click.argument("file", metavar="FILE", type=FILE)
@click.option("--root-key", type=FILE, required=True, help="Our root key.")
@click.option("--out", type=FILE, help="Where the file is written; into FILE itself if it is not given.")
@passphrase_options("root-passphrase", "the passphrase of the root key")
@json_option
@click.pass_obj
def root_sign(folder: Path, /, *, file: Path, root_key: Path, out: Path | None, as_json: bool, **given: Any) -> None:
    """Add the signature of our root to the succession FILE. Shows the whole charter first; DIR may be any folder."""
    from watchline.cli.charter_words import charter_of, show_charter
    from watchline.cli.files import read_small, write_small
    from watchline.cli.show import emit, say
    from watchline.host.pairing import check_root
    from watchline.host.succession import sign_succession
    from watchline.line import changed_fields
    from watchline.record import read_succession

    data = read_small(file)
    before = read_succession(data)
    changes = list(changed_fields(before.before, before.charter))
    if not as_json:
        show_charter(before.charter)
        say(f"It replaces charter {before.before.hash.hex()[:16]}…. Changed: {', '.join(changes)}. {_seats(before)}")
    for party in before.charter.parties:
        check_root(folder, party.code, party.root)
    secret = passphrase("Passphrase of the root key", given["root_passphrase_file"], given["root_passphrase_fd"])
    signed, code = sign_succession(data, root_key, secret)
    target = out or file
    write_small(target, signed.data())
    missing = signed.missing()
    words = (
        f"{target} bears the signature of the root of {code}. Send it to {', '.join(missing)}, whose root has not signed yet."
        if missing
        else f"{target} bears the signature of every root. The proposer puts it in force: `watchline charter DIR enforce REF --roots {target}`."
        f" {_opens(signed)}"
    )
    if as_json:
        answer = {**charter_of(signed.charter), "charter": signed.charter.hash.hex(), "changes": changes}
        emit({**answer, **_signed(signed), "file": str(target), "words": words})
    else:
        say(f"{words} Take the root key away again.")


@click.command("leave")
@click.option("--root-key", type=FILE, required=True, help="The root key of the party that leaves.")
@click.option("--out", type=FILE, required=True, help="Where the statement is written.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@passphrase_options("root-passphrase", "the passphrase of the root key")
@json_option
@click.pass_obj
def leave(folder: Path, /, *, root_key: Path, out: Path, yes: bool, as_json: bool, **given: Any) -> None:
    """State with our root that we leave the line under the charter in force. The others then amend it without us."""
    from watchline.cli.files import write_small
    from watchline.cli.look import look
    from watchline.cli.show import emit, say
    from watchline.errors import OurMistake
    from watchline.host.succession import leave_file

    if out.exists():
        raise OurMistake(f"{out} exists already and is left as it is; name another --out.")
    with look(folder) as found:
        charter = found.here.charter
    if not (yes or as_json):
        click.confirm(
            "Who has stated that it leaves cannot take it back; it can only be admitted anew, by all. Leave?",
            abort=True,
        )
    secret = passphrase("Passphrase of the root key", given["root_passphrase_file"], given["root_passphrase_fd"])
    code, data = leave_file(charter, root_key, secret)
    write_small(out, data)
    words = (
        f"{out} states that {code} leaves. Record it here while the node runs, `watchline charter {folder} record-leave {out}`, or give the"
        " file to another party, which records it."
    )
    if as_json:
        emit({"party": code, "file": str(out), "charter": charter.hash.hex(), "words": words})
    else:
        say(f"{words} Take the root key away again.")


@click.command("record-leave")
@click.argument("file", metavar="FILE", type=FILE)
@post_option
@draft_option
@json_option
@click.pass_obj
def record_leave(folder: Path, /, *, file: Path, post: str, draft: str | None, as_json: bool) -> None:
    """Record the statement in FILE that a party leaves, ours or another's. What counts is the signature of its root."""
    from watchline.cli.files import read_small
    from watchline.cli.speak import end, say_it
    from watchline.host.succession import read_leave

    fields, chosen = read_leave(read_small(file)), fresh_draft(draft)
    reply = say_it(folder, {"kind": "left", **fields, "post": post, "draft": chosen})
    words = (
        f"{reply.get('ref', '')} records that {fields['code']} leaves. The others now amend the charter without it:"
        f" `watchline charter {folder} propose FILE --leave {fields['code']} --out FILE`."
    )
    end(folder, {**reply, "party": fields["code"], "draft": chosen}, None, as_json=as_json, words=words)


def _signed(found: Succession) -> dict[str, Any]:
    return {
        "signed_by": [code for code in found.asked() if code in found.signatures],
        "not_signed_by": found.missing(),
        "join": list(found.joining()),
        "leave": [code for code in found.before.codes if code not in found.charter.codes],
    }


def _seats(found: Succession) -> str:
    seats = _signed(found)
    join = f"{', '.join(seats['join'])} joins." if seats["join"] else "Nobody joins."
    leave = f"{', '.join(seats['leave'])} leaves." if seats["leave"] else "Nobody leaves."
    return f"{join} {leave}"


def _opens(found: Succession) -> str:
    joining = found.joining()
    return f"{', '.join(joining)} then opens its log: `watchline found DIR --open FILE`." if joining else ""


__all__ = ["leave", "record_leave", "root_sign"]

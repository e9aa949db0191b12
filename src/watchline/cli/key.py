"""``watchline key``: our keys are rotated or revoked; officers state what they know of keys: a new one was compared, late entries are our own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from watchline.cli.options import FILE, folder_argument, json_option, passphrase, passphrase_options, post_option


@click.group(
    "key", short_help="Rotate or revoke our keys; confirm another party's new key; adopt late entries of our own."
)
@folder_argument
@click.pass_context
def command(ctx: click.Context, *, folder: Path) -> None:
    """Keys of later epochs. A party goes on under the next key set of its roster, or under a spare; people compare it by another means."""
    ctx.obj = folder


ROTATING = """\
What this does: the log of {code} is ended with a last entry, its private keys are destroyed, and our log goes on in its next epoch under the
key set of {keys}. What was written stands. The other parties take the new key without any act of theirs: those that can be reached
as soon as the node runs, those that are away when they are back; until their officers compared its digits they show our entries as of
a new key, not confirmed. The node is stopped for some seconds only. It cannot be undone."""


def _ask(folder: Path, request: dict[str, Any], words: str, *, as_json: bool) -> None:
    from watchline.cli.exits import Failed
    from watchline.cli.show import emit, say
    from watchline.host.socket import call

    reply = call(folder, request)
    if reply.get("error"):
        raise Failed(str(reply["error"]))
    if as_json:
        emit({"ref": reply.get("ref", "")})
        return
    say(words.format(ref=reply.get("ref", "")))


@command.command("confirm")
@click.argument("party", metavar="PARTY")
@click.option(
    "--digits",
    required=True,
    help="The thirty digits that PARTY read to you by another means; never copied from a screen.",
)
@post_option
@json_option
@click.pass_obj
def confirm(folder: Path, *, party: str, digits: str, post: str, as_json: bool) -> None:
    """State that the key of PARTY's newest epoch was compared by another means. No entry is written; it is our own knowledge."""
    request = {"verb": "epoch_confirm", "code": party.upper(), "digits": digits, "post": post}
    words = "The key of {ref} is confirmed. Its entries are shown without the mark from now on; the other parties are told nothing."
    _ask(folder, request, words, as_json=as_json)


@command.command("adopt")
@post_option
@json_option
@click.pass_obj
def adopt(folder: Path, *, post: str, as_json: bool) -> None:
    """State in our log that entries of our former log which turned up late are our own. Look at them first."""
    words = "{ref} states that the late entries of our former log are our own; the other parties cosign them now."
    _ask(folder, {"verb": "epoch_adopt", "post": post}, words, as_json=as_json)


@command.command("roster")
@click.option("--out", type=FILE, required=True, metavar="FILE", help="Where the request is written.")
@click.option(
    "--revoke",
    type=click.IntRange(1),
    metavar="EPOCH",
    help="Take back the key set of this epoch of our log: somebody has a copy.",
)
@click.option(
    "--up-to",
    type=click.IntRange(0),
    metavar="SIZE",
    help="With --revoke: how many entries of that log we stand by; else all in this record.",
)
@json_option
@click.pass_obj
def roster(folder: Path, *, out: Path, revoke: int | None, up_to: int | None, as_json: bool) -> None:
    """Write what the machine with the root key needs to sign our next roster. Nothing in it is secret; the node may run."""
    from watchline.cli.files import write_small
    from watchline.cli.show import emit, say
    from watchline.host.rosters import roster_request

    if up_to is not None and revoke is None:
        raise click.UsageError("--up-to belongs to --revoke.")
    write_small(out, roster_request(folder, revoke=revoke or 0, up_to=up_to))
    if as_json:
        emit({"file": str(out)})
        return
    say(
        f"Take {out} to the machine with the root key, and there: `watchline roster {out.name} --root-key FILE --out FOLDER`."
    )


@command.command("rotate")
@click.option(
    "--roster", "roster_file", type=FILE, required=True, metavar="FILE", help="The roster that the root key signed."
)
@click.option(
    "--keys", type=FILE, required=True, metavar="FILE", help="The next key set, sealed. It is removed afterwards."
)
@click.option("--yes", is_flag=True, help="Do not ask whether this is meant.")
@click.option("--light", is_flag=True, help="Seal cheaply: only where the passphrase is long and random.")
@passphrase_options("passphrase", "the passphrase of the node's keys")
@passphrase_options("root-passphrase", "the passphrase of the root key, under which the key set is sealed")
@post_option
@json_option
@click.pass_obj
def rotate(
    folder: Path,
    *,
    roster_file: Path,
    keys: Path,
    yes: bool,
    light: bool,
    passphrase_file: Path | None,
    passphrase_fd: int | None,
    root_passphrase_file: Path | None,
    root_passphrase_fd: int | None,
    post: str,
    as_json: bool,
) -> None:
    """End our log as planned and go on in the next epoch under the next key set of our roster. The node must not run.

    Cut off half-way, give the same command again.
    """
    from watchline.cli.files import read_small
    from watchline.cli.show import emit, facts, note, say
    from watchline.errors import OurMistake
    from watchline.host.config import load_config
    from watchline.host.rotate import rotate_node

    note(ROTATING.format(code=load_config(folder).code, keys=keys))
    if not yes and not click.confirm("Is this meant?", err=True):
        raise OurMistake("Nothing was changed.")
    secret = passphrase("Passphrase of the node's keys", passphrase_file, passphrase_fd)
    root_secret = passphrase("Passphrase of the key set", root_passphrase_file, root_passphrase_fd)
    done = rotate_node(folder, read_small(roster_file), keys, root_secret, secret, post=post, light=light)
    words = [
        f"Start the node: `watchline up {folder}`. It sends the end of the old log and the new epoch to every party that it reaches.",
        (
            "Read the digits above to every other party by another means; they type them: `watchline key DIR confirm`. To a party that is away"
            " you can read them now: it takes the new key by itself when it is back."
        ),
        f"Put a copy of {roster_file} beside the root key: it is public, and the next roster follows it.",
    ]
    if not done.removed:
        words.insert(0, f"Destroy {keys} and every copy of it: it could not be removed from here.")
    if as_json:
        emit({**done._asdict(), "next": words})
        return
    say(f"Our log is ended and goes on as {done.code}/{done.epoch} under roster {done.roster}.")
    facts([("digits of the new key", done.digits)])
    say()
    say("What to do next:")
    for number, sentence in enumerate(words, 1):
        say(f"{number}. {sentence}")


REVOKING = """\
What this does: our roster takes back a key set of {code}. Its entries up to the head named in the roster stand. What others had relied on before
they knew stays in the record, marked disowned; everything after that is void and changes nothing. If the key set is in use here it is
destroyed, and our log goes on in a forced epoch under the key set of {keys}. It cannot be undone."""


@command.command("revoke")
@click.option(
    "--roster", "roster_file", type=FILE, required=True, metavar="FILE", help="The roster that takes the key set back."
)
@click.option(
    "--keys",
    type=FILE,
    required=True,
    metavar="FILE",
    help="The next key set or a spare, sealed. It is removed afterwards.",
)
@click.option("--yes", is_flag=True, help="Do not ask whether this is meant.")
@click.option("--light", is_flag=True, help="Seal cheaply: only where the passphrase is long and random.")
@passphrase_options("passphrase", "the passphrase of the node's keys")
@passphrase_options("root-passphrase", "the passphrase of the root key, under which the key set is sealed")
@json_option
@click.pass_obj
def revoke(
    folder: Path,
    *,
    roster_file: Path,
    keys: Path,
    yes: bool,
    light: bool,
    passphrase_file: Path | None,
    passphrase_fd: int | None,
    root_passphrase_file: Path | None,
    root_passphrase_fd: int | None,
    as_json: bool,
) -> None:
    """Take back a key set of ours of which somebody has a copy, and go on in a forced epoch. The node must not run.

    Cut off half-way, give the same command again.
    """
    from watchline.cli.files import read_small
    from watchline.cli.show import emit, facts, note, say
    from watchline.errors import OurMistake
    from watchline.host.config import load_config
    from watchline.host.revoke import revoke_node

    note(REVOKING.format(code=load_config(folder).code, keys=keys))
    if not yes and not click.confirm("Is this meant?", err=True):
        raise OurMistake("Nothing was changed.")
    secret = passphrase("Passphrase of the node's keys", passphrase_file, passphrase_fd)
    root_secret = passphrase("Passphrase of the key set", root_passphrase_file, root_passphrase_fd)
    done = revoke_node(folder, read_small(roster_file), keys, root_secret, secret, light=light)
    words = [
        f"Start the node: `watchline up {folder}`. It sends the roster to every party that it reaches, listens for half a minute and goes on.",
        "Tell every other party by another means, at once: until it has the roster it takes what the copy writes for ours.",
    ]
    if done.moved is not None:
        words.append("Read the digits above to them; they type them: `watchline key DIR confirm`.")
        if not done.moved.removed:
            words.insert(0, f"Destroy {keys} and every copy of it: it could not be removed from here.")
    digits = "" if done.moved is None else done.moved.digits
    if as_json:
        emit({"code": done.code, "roster": done.roster, "digits": digits or None, "next": words})
        return
    say(f"Roster {done.roster} of {done.code} takes the key set back.")
    facts([("digits of the new key", digits)] if digits else [])
    say()
    say("What to do next:")
    for number, sentence in enumerate(words, 1):
        say(f"{number}. {sentence}")

"""``watchline charter``: show the charter in force, propose another, sign or refuse what another party proposes, decide our own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from watchline.cli.charter_roots import leave, record_leave, root_sign
from watchline.cli.options import FILE, draft_option, folder_argument, fresh_draft, json_option, post_option

Verb = Callable[..., Any]
ref_argument = click.argument("ref", metavar="REF")
text_argument = click.argument("text", metavar="[TEXT]", required=False, default="")


def _writing(verb: Verb) -> Verb:
    return post_option(draft_option(json_option(verb)))


@click.group("charter", short_help="Show the charter, amend it.")
@folder_argument
@click.pass_context
def command(ctx: click.Context, /, *, folder: Path) -> None:
    """The charter of the line: as it is in force, and how it is amended.

    One party proposes; every other signs or refuses; the proposer puts in force what all have signed, or withdraws it. Until then
    the old charter holds.
    """
    ctx.obj = folder


@command.command("show")
@click.argument("ref", metavar="[REF]", required=False, default="")
@click.option("--language", metavar="TAG", help="The page in this language only. Default: every language of the line.")
@json_option
@click.pass_obj
def show(folder: Path, /, *, ref: str, language: str | None, as_json: bool) -> None:
    """Show the charter in force, whole and in words; or the one that the entry REF proposes. Signs nothing."""
    from watchline.cli.charter_words import charter_of, show_charter
    from watchline.cli.look import look
    from watchline.cli.show import emit, say
    from watchline.host.charters import find_charter
    from watchline.record import charter_page

    with look(folder) as found:
        charter, what = find_charter(found.here, found.reading.charters, ref)
    if as_json:
        answer = charter_of(charter)
        if language is not None:
            answer["pages"] = [{"language": language, "text": charter_page(charter, language)}]
        emit({**answer, "charter": charter.hash.hex(), **what})
        return
    if ref:
        say(f"{what['ref']} proposes this charter: {what['state']}. It is not in force unless it says so.")
        say(_changes(what["changes"]))
    else:
        say("This charter is in force." if what["ref"] is None else f"This charter is in force by {what['ref']}.")
    if what["why_not"]:
        say(what["why_not"])
    say()
    if language is None:
        show_charter(charter)
    else:
        say(charter_page(charter, language))


@command.command("list")
@json_option
@click.pass_obj
def list_charters(folder: Path, /, *, as_json: bool) -> None:
    """List the charters that were in force, and what is or was proposed, with each party's answer. Signs nothing."""
    from watchline.cli.look import look
    from watchline.cli.show import emit
    from watchline.host.charters import list_charters as listed

    with look(folder) as found:
        answer = listed(found.here, found.reading.charters)
    if as_json:
        emit(answer)
    else:
        _show_list(answer, folder)


@command.command("draft")
@click.pass_obj
def draft(folder: Path, /) -> None:
    """Print the charter in force as TOML: change it, then propose it. Signs nothing."""
    from watchline.cli.look import look
    from watchline.record import write_draft

    with look(folder) as found:
        text = write_draft(found.here.charter)
    click.echo(text, nl=False)


@command.command("propose")
@click.argument("file", metavar="FILE", type=FILE)
@click.option(
    "--preview", is_flag=True, help="Show the charter as it would be proposed, and what it changes; write nothing."
)
@click.option(
    "--join",
    "cards",
    multiple=True,
    type=FILE,
    metavar="CARD",
    help="The card of a party that joins; repeat it for each.",
)
@click.option("--leave", "codes", multiple=True, metavar="CODE", help="A party that leaves; repeat it for each.")
@click.option("--out", type=FILE, help="Where the succession file is written, if every root must sign.")
@_writing
@click.pass_obj
def propose(
    folder: Path,
    /,
    *,
    file: Path,
    preview: bool,
    cards: tuple[Path, ...],
    codes: tuple[str, ...],
    out: Path | None,
    post: str,
    draft: str | None,
    as_json: bool,
) -> None:
    """Propose the charter drafted in FILE to replace the one in force. It counts as our signature.

    A change of parties (--join, --leave) or of record classes needs every root too: --out writes the file that goes to them by hand.
    """
    from watchline.cli.charter_words import charter_of, show_charter
    from watchline.cli.files import read_small, write_small
    from watchline.cli.look import look
    from watchline.cli.show import emit, say
    from watchline.errors import InvalidFromPeer, Misconfigured, OurMistake
    from watchline.host.charters import roots_needed, why_not_in_force
    from watchline.host.pairing import check_root
    from watchline.host.succession import make_succession, read_cards
    from watchline.line import changed_fields
    from watchline.record import read_draft, write_successor

    joining = read_cards([read_small(card) for card in cards])
    for card in joining:
        check_root(folder, card.roster.code, card.roster.root)
    succession = None
    try:
        with look(folder) as found:
            charters = found.reading.charters
            charter = write_successor(
                charters.in_force,
                read_draft(read_small(file).decode()),
                join=[card.roster for card in joining],
                leave=codes,
            )
            words, needed = why_not_in_force(charters, charter), roots_needed(charters, charter)
            if needed and not words:
                succession = make_succession(found.reading, charter, joining)
    except UnicodeDecodeError as why:
        raise Misconfigured(f"{file} is not UTF-8: {why}.") from why
    except InvalidFromPeer as why:
        raise OurMistake(f"{file} is no charter: {why.words}. docs/spec/charter.md has the fields.") from why
    if words:
        raise OurMistake(words)
    if succession is not None and not preview:
        if out is None:
            raise OurMistake(
                f"This needs the signature of every root, {', '.join(needed)}: name --out FILE, the file that goes to them. Nothing was written."
            )
        if out.exists():
            raise OurMistake(f"{out} exists already and is left as it is; name another --out. Nothing was written.")
        write_small(out, succession.data())
    changes = list(changed_fields(charters.in_force, charter))
    if preview:
        if as_json:
            emit({**charter_of(charter), "charter": charter.hash.hex(), "changes": changes})
        else:
            show_charter(charter)
            say(f"{_changes(changes)} Nothing was written.")
        return
    request = {"kind": "charter_proposed", "charter": charter.data.hex(), "post": post}
    done = (
        f"{{ref}} proposes it; that is our signature. {_changes(changes)} Every other party signs or refuses: `watchline charter {folder}"
        " list`. Until it is in force the old charter holds."
    )
    if succession is not None:
        done += f" {out} goes to every root by hand, {', '.join(needed)}: `watchline charter DIR root-sign {out} --root-key PATH`."
    more = {
        "charter": charter.hash.hex(),
        "changes": changes,
        "roots": needed,
        "file": None if succession is None else str(out),
    }
    _say(folder, request, draft, as_json=as_json, words=done, more=more)


@command.command("sign")
@ref_argument
@_writing
@click.pass_obj
def sign(folder: Path, /, *, ref: str, post: str, draft: str | None, as_json: bool) -> None:
    """Sign the charter that REF proposes. Read it first: charter DIR show REF. We may sign no other until it is decided."""
    words = (
        f"{{ref}} signs {ref}. Its proposer puts it in force when all have signed; until then the old charter holds."
    )
    _answer(folder, ref, "sign", "", post, draft, as_json=as_json, words=words)


@command.command("refuse")
@ref_argument
@text_argument
@_writing
@click.pass_obj
def refuse(folder: Path, /, *, ref: str, text: str, post: str, draft: str | None, as_json: bool) -> None:
    """Refuse the charter that REF proposes: it can then not come into force. TEXT stands in the common record."""
    words = f"{{ref}} refuses {ref}. The old charter holds; another may be proposed."
    _answer(folder, ref, "refuse", text, post, draft, as_json=as_json, words=words)


@command.command("withdraw")
@ref_argument
@text_argument
@_writing
@click.pass_obj
def withdraw(folder: Path, /, *, ref: str, text: str, post: str, draft: str | None, as_json: bool) -> None:
    """Take back our own proposal REF, signed or not. TEXT stands in the common record."""
    words = f"{{ref}} withdraws {ref}. The old charter holds; another may be proposed."
    _answer(folder, ref, "withdraw", text, post, draft, as_json=as_json, words=words)


@command.command("enforce")
@ref_argument
@click.option(
    "--roots",
    type=FILE,
    metavar="FILE",
    help="The succession file with every root's signature, if the change needs them.",
)
@_writing
@click.pass_obj
def enforce(folder: Path, /, *, ref: str, roots: Path | None, post: str, draft: str | None, as_json: bool) -> None:
    """Put our own proposal REF in force, once every other party has signed it and, where it is needed, every root."""
    more: dict[str, Any] = {}
    if roots is not None:
        from watchline.cli.files import read_small
        from watchline.cli.look import look
        from watchline.host.charters import find_charter
        from watchline.host.succession import in_force_by

        with look(folder) as found:
            charter, _what = find_charter(found.here, found.reading.charters, ref)
        more = in_force_by(read_small(roots), charter.hash)
    words = (
        f"{{ref}} puts {ref} in force. This node works by it from now on, the others as soon as they hold that entry. Circuits that are"
        f" new, and a party that joins, need an address in {folder}/config.toml and a start of the node."
    )
    _answer(folder, ref, "enforce", "", post, draft, as_json=as_json, words=words, fields=more)


for nested in (root_sign, leave, record_leave):
    command.add_command(nested)


def _answer(
    folder: Path,
    ref: str,
    how: str,
    text: str,
    post: str,
    draft: str | None,
    *,
    as_json: bool,
    words: str,
    fields: dict[str, Any] | None = None,
) -> None:
    request = {"kind": "charter_answered", "ref": ref, "how": how, "text": text, "post": post, **(fields or {})}
    _say(folder, request, draft, as_json=as_json, words=words, more={})


def _say(
    folder: Path, request: dict[str, Any], draft: str | None, *, as_json: bool, words: str, more: dict[str, Any]
) -> None:
    from watchline.cli.speak import end, say_it

    chosen = fresh_draft(draft)
    reply = say_it(folder, {**request, "draft": chosen})
    ref = reply.get("ref", "")
    said = words.format(ref=ref) if reply.get("written") else f"{ref} was written before; nothing new was written."
    end(folder, {**reply, **more, "draft": chosen}, None, as_json=as_json, words=said)


def _changes(names: list[str]) -> str:
    return f"Changed: {', '.join(names)}." if names else "Nothing is changed."


def _show_list(answer: dict[str, Any], folder: Path) -> None:
    from watchline.cli.show import one_line, say, table
    from watchline.measure import dtg

    rows = []
    for item in answer["charters"]:
        since = "the founding" if item["since"] is None else dtg(item["since"])
        rows.append([item["charter"][:16], item["state"], since, item["ref"] or ""])
    table(["CHARTER", "STATE", "SINCE (PROPOSER)", "BY"], rows)
    if answer["proposals"]:
        say()
        table(
            ["PROPOSAL", "CHARTER", "STATE", "CHANGES", "SIGNED BY", "REFUSED BY", "NO ANSWER"],
            [
                [
                    item["ref"],
                    item["charter"][:16],
                    item["state"],
                    ", ".join(item["changes"]),
                    *(", ".join(said["party"] for said in item[name]) for name in ("signed", "refused")),
                    ", ".join(item["not_answered"]) if item["state"] == "proposed" else "",
                ]
                for item in answer["proposals"]
            ],
        )
    for item in answer["proposals"]:
        if item["roots"] and item["state"] in {"proposed", "signed by all"}:
            say(
                f"{item['ref']} needs the root of {', '.join(item['roots'])} too, by the succession file that goes from hand to hand."
            )
        for said in item["refused"]:
            if said["text"]:
                say(f"{said['party']} refuses {item['ref']}: | {one_line(said['text'])}")
        if item["text"]:
            say(f"{item['from']} on {item['ref']}: | {one_line(item['text'])}")
        if item["can"]:
            can = " or ".join(f"`watchline charter {folder} {verb} {item['ref']}`" for verb in item["can"])
            say(f"To {item['ref']} we may say: {can}.")
    for item in answer["double_signatures"]:
        say(f"{item['party']} signed two successors before the first was decided: {item['earlier']} and {item['later']}. The later does not count.")  # fmt: skip
    for item in answer["without_effect"]:
        say(f"Without effect: {item['kind']} {item['ref']}. {item['words']}")
    if answer["left"]:
        say(
            f"Left the line by a statement of its root: {', '.join(answer['left'])}. The others may amend the charter without it."
        )
    say()
    say(answer["words"])

"""``watchline annex``: what stands in our private annex, what of it is withdrawn or settled, and its export."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from watchline.cli.claim_types import DATE
from watchline.cli.options import json_option, node_argument, passphrase_options


def _writing(verb: Any) -> Any:
    post = click.option("--post", default="watch", show_default=True, help="The post that notes.")
    return post(passphrase_options("passphrase", "the passphrase of the node's keys")(json_option(verb)))


@click.group("annex", short_help="What stands in our private annex: ours only.")
@node_argument
@click.pass_context
def command(ctx: click.Context, /, *, folder: Path) -> None:
    """Our private annex: signed like the logs of a line, sent to nobody. What is put in comes by `call note`, `test note`, `request note`."""
    ctx.obj = folder


@command.command("list")
@click.option("--kind", metavar="KIND", help="Entries of this kind only.")
@json_option
@click.pass_obj
def list_entries(folder: Path, /, *, kind: str | None, as_json: bool) -> None:
    """List every entry of the annex, oldest first, with what corrects or withdraws it. Signs nothing."""
    from watchline.cli.both import look_at_both, needs_annex
    from watchline.cli.show import emit, say, table
    from watchline.host.annex_answers import annex_list
    from watchline.measure import dtg

    with look_at_both(folder) as found:
        answer = annex_list(needs_annex(found, folder), kind or "")
    if as_json:
        emit(answer)
        return
    if not answer["entries"]:
        say("Nothing is noted.")
        return
    rows = [
        [item["ref"], item["kind"], dtg(item["t"]), item["date"] or "", item["words"], item["state"]]
        for item in answer["entries"]
    ]
    table(["REF", "KIND", "NOTED", "DATE", "WHAT", "STATE"], rows)
    say(answer["words"])


@command.command("show")
@click.argument("ref", metavar="REF")
@json_option
@click.pass_obj
def show(folder: Path, /, *, ref: str, as_json: bool) -> None:
    """Show one entry of the annex with all its fields. Signs nothing."""
    import json

    from watchline.cli.both import look_at_both, needs_annex
    from watchline.cli.noting import place
    from watchline.cli.show import emit, facts, say
    from watchline.host.annex_answers import annex_entry
    from watchline.measure import dtg

    with look_at_both(folder) as found:
        answer = annex_entry(needs_annex(found, folder), place(ref))
    if as_json:
        emit(answer)
        return
    say(f"{answer['ref']}: {answer['words']}")
    facts(
        [
            ("kind", answer["kind"]),
            ("noted", f"{dtg(answer['t'])} by post {answer['post']}"),
            ("state", answer["state"]),
            ("refers to", ", ".join(answer["refs"])),
            *((name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)) for name, value in (answer["body"] or {}).items()),
            ("known", answer["rung_words"]),
        ]
    )  # fmt: skip


@command.command("withdraw")
@click.argument("ref", metavar="REF")
@click.option(
    "--reason", required=True, metavar="TEXT", help="Why it counts no longer; it stays, and so does the reason."
)
@_writing
@click.pass_obj
def withdraw(folder: Path, /, *, ref: str, reason: str, post: str, passphrase_file: Path | None, passphrase_fd: int | None, as_json: bool) -> None:  # fmt: skip
    """Withdraw an entry of the annex: it counts no longer, and stays where it is."""
    from watchline.cli.noting import Answerer, place
    from watchline.cli.show import emit, say
    from watchline.record.claims import ClaimWithdrawn

    answer = Answerer(folder, post, passphrase_file, passphrase_fd).write(ClaimWithdrawn(reason=reason), [place(ref)])
    emit(answer) if as_json else say(f"{answer['ref']} withdraws {ref}: it stays in the annex and counts no longer.")


@command.command("settle")
@click.argument("ref", metavar="REF")
@click.argument("number", metavar="NUMBER", type=click.IntRange(1, 64))
@click.option(
    "--how",
    type=click.Choice(["done", "released", "overtaken"]),
    default="done",
    show_default=True,
    help="Done; released by the one to whom it was owed; overtaken by events.",
)
@click.option("--on", "date", type=DATE, metavar="DATE", help="When. Default: today.")
@click.option("--remark", metavar="TEXT", help="Anything else.")
@_writing
@click.pass_obj
def settle(folder: Path, /, *, ref: str, number: int, how: str, date: Any, remark: str | None, post: str, passphrase_file: Path | None, passphrase_fd: int | None, as_json: bool) -> None:  # fmt: skip
    """Note that an undertaking is owed no longer: the one of this NUMBER in the claim REF."""
    from watchline.annex import standing
    from watchline.cli.both import look_at_both, needs_annex
    from watchline.cli.noting import Answerer, place
    from watchline.cli.show import emit, say
    from watchline.errors import OurMistake
    from watchline.host.claim_fields import when
    from watchline.measure import day_of
    from watchline.record.claims import UndertakingEnded

    with look_at_both(folder) as found:
        now = found.now
        owed = standing(needs_annex(found, folder).said(), day_of(now)).owed
    if not any(item.claim.place == place(ref) and item.number == number for item in owed):
        raise OurMistake(f"Undertaking {number} of {ref} is not owed; `watchline contacts {folder}` lists what is.")
    record = UndertakingEnded(number=number, how=how, date=when(date, None, now).text, remark=remark)
    answer = Answerer(folder, post, passphrase_file, passphrase_fd).write(record, [place(ref)])
    emit(answer) if as_json else say(f"{answer['ref']}: undertaking {number} of {ref} is owed no longer ({how}).")


@command.command("of")
@click.argument("ref", metavar="REF")
@click.option("--authorised-by", metavar="TEXT", help="Who of ours authorised it.")
@click.option("--told", multiple=True, metavar="TEXT", help="Who of ours was told; repeat it.")
@click.option("--listened", multiple=True, metavar="TEXT", help="Who listened; repeat it.")
@click.option("--remark", metavar="TEXT", help="Anything else.")
@_writing
@click.pass_obj
def of(folder: Path, /, *, ref: str, authorised_by: str | None, told: tuple[str, ...], listened: tuple[str, ...], remark: str | None, post: str, passphrase_file: Path | None, passphrase_fd: int | None, as_json: bool) -> None:  # fmt: skip
    """Note for ourselves alone, of an entry REF of the line: who authorised it, who was told, who listened."""
    from watchline.cli.look import look
    from watchline.cli.noting import Answerer
    from watchline.cli.show import emit, say
    from watchline.host.here import reference
    from watchline.record.claims import ContactNote

    with look(folder) as found:
        at = found.here.find(ref)
        entry = found.here.held.entry(found.here.charter.log(at.code, at.epoch).origin(), at.index)
        assert entry is not None, "find looks whether it is held"
        called, line = reference(found.here, at), found.here.charter.line
    record = ContactNote(
        line=line, entry=(at.code, at.epoch, at.index, entry.leaf_hash), called=called, authorised_by=authorised_by, told=list(told),
        listened=list(listened), remark=remark,
    )  # fmt: skip
    answer = Answerer(folder, post, passphrase_file, passphrase_fd).write(record)
    emit(answer) if as_json else say(f"{answer['ref']} is noted of {called}. It is {answer['rung_words']}.")


@command.command("export")
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path, file_okay=False))
@json_option
@click.pass_obj
def export(folder: Path, /, *, out: Path, as_json: bool) -> None:
    """Write the whole annex into the new folder OUT, to be checked by `watchline verify`. It holds everything that we noted."""
    from watchline.annex import annex_files
    from watchline.cli.both import look_at_both, needs_annex
    from watchline.cli.show import emit, say
    from watchline.host.export import write_bundle

    with look_at_both(folder) as found:
        own = needs_annex(found, folder)
        root = own.rosters[-1].fingerprint
        count = write_bundle(annex_files(own.held, own.party, own.rosters), out)
    if as_json:
        emit({"out": str(out), "files": count, "root": root})
        return
    say(f"{count} files are in {out}. Whoever has it reads all that we noted; nobody else holds it.")
    say(f"  watchline verify {out} --root {root!r}")

"""``watchline press confirm``, ``reject`` and ``edit``: what a person makes of a claim. Nothing automatic is ever believed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from watchline.cli.claim_types import MINUTES
from watchline.cli.options import folder_argument, json_option, passphrase_options

_STATUSES = ("held", "sought", "declined", "unanswered", "scheduled", "not_scheduled", "cancelled", "avoided")
_KINDS = ("contact", "request", "previous_contact", "line_fact", "readout", "statement", "event")
_BASES = ("printed", "weekday", "relative", "interval", "reference", "other_report", "unknown")


def _writing(verb: Any) -> Any:
    post = click.option("--post", default="watch", show_default=True, help="The post that decides.")
    return post(passphrase_options("passphrase", "the passphrase of the node's keys")(json_option(verb)))


@click.command("confirm", short_help="Confirm that reports say so; only then it counts.")
@folder_argument
@click.argument("refs", metavar="REF...", nargs=-1, required=True)
@click.option("--remark", metavar="TEXT", help="Anything else.")
@_writing
def confirm(*, folder: Path, refs: tuple[str, ...], remark: str | None, post: str, passphrase_file: Path | None, passphrase_fd: int | None, as_json: bool) -> None:  # fmt: skip
    """Confirm claims: you read the places, and the report says so. REF of a report: all its claims but those of its readers.

    It does not mean that it is so. A quote that is not in the kept text any more cannot be confirmed.
    """
    from watchline.record.press_notes import PressConfirmed

    record = PressConfirmed(remark=remark)
    _end(_decided(folder, refs, record, post, passphrase_file, passphrase_fd), "confirmed", as_json=as_json)


@click.command("reject", short_help="Note that a report does not say this.")
@folder_argument
@click.argument("refs", metavar="REF...", nargs=-1, required=True)
@click.option("--reason", metavar="TEXT", help="Why.")
@_writing
def reject(*, folder: Path, refs: tuple[str, ...], reason: str | None, post: str, passphrase_file: Path | None, passphrase_fd: int | None, as_json: bool) -> None:  # fmt: skip
    """Reject claims: you read the places, and the report does not say so. They stay, and so does the reason."""
    from watchline.record.press_notes import PressRejected

    record = PressRejected(reason=reason)
    _end(_decided(folder, refs, record, post, passphrase_file, passphrase_fd), "rejected", as_json=as_json)


def _decided(folder: Path, refs: Sequence[str], record: Any, post: str, file: Path | None, descriptor: int | None) -> dict[str, Any]:  # fmt: skip
    from watchline.cli.both import look_at_both, needs_annex
    from watchline.cli.noting import writer
    from watchline.host.press_decide import decide

    with look_at_both(folder) as found:
        write = writer(folder, file, descriptor, found.now)
        return decide(folder, needs_annex(found, folder), refs, record, post, found.now, write)


def _end(answer: dict[str, Any], what: str, *, as_json: bool) -> None:
    from watchline.cli.show import emit, say

    if as_json:
        emit(answer)
        return
    say(f"{len(answer['claims'])} claims are {what} ({answer['ref']}): {', '.join(answer['claims'][:20])}.")
    if answer["unchecked"]:
        say(f"Of {answer['unchecked']} no text is kept here: their quotes were not looked up.")


@click.command("edit", short_help="Change a claim, or enter one more, by hand.")
@folder_argument
@click.argument("ref", metavar="REF")
@click.option(
    "--kind", type=click.Choice(_KINDS), help="With REF of a report: enter one more claim of it, of this kind."
)
@click.option("--status", type=click.Choice(_STATUSES), help="What the report says became of it.")
@click.option("--date", metavar="DATE", help="EDTF, as in `press read`.")
@click.option("--basis", type=click.Choice(_BASES), help="How the date is known.")
@click.option("--who", multiple=True, metavar="WHO", help='"OFFICE, STATE", "NAME, OFFICE, STATE" or a name of the roster; repeat it: all of them.')  # fmt: skip
@click.option("--initiative", metavar="CODE", help="At whose initiative the report says it was; - for not stated.")
@click.option("--minutes", type=MINUTES, metavar="N", help='60, "about 60", "more than 60", "less than 60".')
@click.option("--channel", metavar="WORD", help="phone, video, in_person, letter.")
@click.option("--by", "attribution", multiple=True, metavar="TEXT", help="Who says so, outermost first; repeat it.")
@click.option("--gist", metavar="TEXT", help="Of a readout: its words in short.")
@click.option("--span", "spans", multiple=True, metavar="START-END[=SHA256]", help="Where it stands; the hash only where no text is kept. Repeat it.")  # fmt: skip
@click.option("--outlet", metavar="NAME", help="With REF of a report: who published it; '' for not noted.")
@click.option(
    "--grade", metavar="GRADE", help="With REF of a report: what our side thinks of the source; '' for nothing."
)
@_writing
def edit(*, folder: Path, ref: str, outlet: str | None, grade: str | None, post: str, passphrase_file: Path | None, passphrase_fd: int | None, as_json: bool, **given: Any) -> None:  # fmt: skip
    """Change a claim: the new version takes its place and counts, for you stand by it; the old one stays. REF of a report enters one more.

    With --outlet or --grade, REF of a report changes what is noted of its source; its claims and what was made of them stay.
    """
    from watchline.cli.both import look_at_both, needs_annex
    from watchline.cli.noting import writer
    from watchline.cli.show import emit, say
    from watchline.host.press_decide import Changes, SourceChanges, edit_source
    from watchline.host.press_decide import edit as edit_claim

    of_source = outlet is not None or grade is not None
    if of_source and any(given.values()):
        raise click.UsageError("--outlet and --grade are of a report; change a claim in a step of its own.")
    with look_at_both(folder) as found:
        own, write = needs_annex(found, folder), writer(folder, passphrase_file, passphrase_fd, found.now)
        if of_source:
            answer = edit_source(own, ref, SourceChanges(outlet, grade), post, found.now, write)
        else:
            answer = edit_claim(folder, own, ref, Changes(**given), post, found.now, write)
    if as_json:
        emit(answer)
    elif of_source:
        say(f"{answer['ref']} stands: what is noted of the source of {ref}. It is {answer['rung_words']}.")
    else:
        say(f"{answer['ref']} stands and counts: a person says that the report says so. It is {answer['rung_words']}.")

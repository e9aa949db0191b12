"""``watchline press confirm``, ``reject`` and ``edit``: what a person makes of a claim. Nothing automatic is ever believed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from watchline.cli.claim_types import MINUTES
from watchline.cli.options import folder_argument, json_option, passphrase_options

_SPAN = re.compile(r"(?P<start>[0-9]{1,9})-(?P<end>[0-9]{1,9})(?:=(?P<sha256>[0-9a-f]{64}))?")
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
    _end(_decided(folder, refs, record, post, passphrase_file, passphrase_fd, check=True), "confirmed", as_json=as_json)


@click.command("reject", short_help="Note that a report does not say this.")
@folder_argument
@click.argument("refs", metavar="REF...", nargs=-1, required=True)
@click.option("--reason", metavar="TEXT", help="Why.")
@_writing
def reject(*, folder: Path, refs: tuple[str, ...], reason: str | None, post: str, passphrase_file: Path | None, passphrase_fd: int | None, as_json: bool) -> None:  # fmt: skip
    """Reject claims: you read the places, and the report does not say so. They stay, and so does the reason."""
    from watchline.record.press_notes import PressRejected

    record = PressRejected(reason=reason)
    _end(_decided(folder, refs, record, post, passphrase_file, passphrase_fd, check=False), "rejected", as_json=as_json)


def _decided(folder: Path, refs: Sequence[str], record: Any, post: str, file: Path | None, descriptor: int | None, *, check: bool) -> dict[str, Any]:  # fmt: skip
    from watchline.cli.both import look_at_both, needs_annex
    from watchline.cli.noting import ASKED
    from watchline.cli.options import passphrase
    from watchline.errors import OurMistake
    from watchline.host.annex import note
    from watchline.host.press import chosen, judged, press_in, still_there

    with look_at_both(folder) as found:
        code, now = found.code, found.now
        items = chosen(press_in(needs_annex(found, folder), now), refs)
    if not items:
        raise OurMistake("That report has no claims but its readers'. Nothing was noted.")
    if check:
        still_there(folder, items)
    done = note(folder, judged(items, record, code, post), passphrase(ASKED, file, descriptor), now)
    return {
        "ref": done.places[0].text(),
        "entries": len(done.places),
        "claims": [item.stood.place.text() for item in items],
        "written": True,
        "unchecked": sum(item.of.report.kept != "text" for item in items) if check else 0,
    }


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
@_writing
def edit(*, folder: Path, ref: str, post: str, passphrase_file: Path | None, passphrase_fd: int | None, as_json: bool, **given: Any) -> None:  # fmt: skip
    """Change a claim: the new version takes its place and counts, for you stand by it; the old one stays. REF of a report enters one more."""
    from watchline.annex import parse_place
    from watchline.cli.both import look_at_both, needs_annex
    from watchline.cli.noting import Answerer
    from watchline.cli.show import emit, say
    from watchline.errors import OurMistake
    from watchline.host.press import chosen, kept_text, press_in
    from watchline.press.entries import claim_entry, claim_of

    with look_at_both(folder) as found:
        press = press_in(needs_annex(found, folder), found.now)
    place = parse_place(ref)
    filed, _ = (None, ()) if place is None else press.at(place)
    if filed is not None and not given["kind"]:
        raise OurMistake(f"{ref} is a report: name a claim of it, or enter one more with --kind.")
    if filed is not None:
        text, refs, old = kept_text(folder, filed.report), [filed.stood.said[-1].place], None
    else:
        (item,) = chosen(press, [ref])
        text, old = kept_text(folder, item.of.report), claim_of(item.claim)
        refs = [item.stood.said[-1].place, item.of.stood.said[-1].place]
    try:
        claim = _changed(folder, old, given, text)
    except ValueError as why:
        raise OurMistake(f"{why}. Nothing was noted.") from None
    entry = claim_entry(claim, "person", corrects=old is not None)
    answer = Answerer(folder, post, passphrase_file, passphrase_fd).write(entry, refs)
    emit(answer) if as_json else say(
        f"{answer['ref']} stands and counts: a person says that the report says so. It is {answer['rung_words']}."
    )


def _changed(folder: Path, old: Any, given: dict[str, Any], text: str | None) -> Any:
    """Return the claim as changed; what is not given stays as it was."""
    import msgspec

    from watchline.cli.claim_fields import Typed, roster_of
    from watchline.press import Claim, Duration, Principal
    from watchline.press.edtf import edtf
    from watchline.view.press_record import date_of_press

    fields: dict[str, Any] = {} if old is None else {name: getattr(old, name) for name in Claim.__struct_fields__}
    for name in ("kind", "status", "date", "channel", "gist"):
        if given[name] is not None:
            fields[name] = given[name]
    try:
        edtf(fields.get("date", "unknown"))
    except ValueError as why:
        raise ValueError(f"{given['date']!r} is no date: {why}") from None
    if given["date"] is not None:
        fields |= {"date_basis": "printed", "derivation": None}
    if given["basis"] is not None:
        fields["date_basis"] = given["basis"]
    if given["initiative"] is not None:
        fields |= {"initiative": None if given["initiative"] == "-" else given["initiative"], "initiative_both": False}
    if given["minutes"] is not None:
        count, bound = given["minutes"]
        fields["duration"] = Duration(minutes=count, bound=bound.replace("_", " "))
    if given["attribution"]:
        fields["attribution"] = tuple(given["attribution"])
    if given["who"]:
        typed = Typed(roster_of(folder), date_of_press(fields.get("date", "unknown")))
        people = [typed.participant(words) for words in given["who"]]
        fields["principals"] = tuple(Principal(name=one.name, office=one.office, state=one.state) for one in people)
    if given["spans"]:
        fields["spans"] = tuple(_span(words, text) for words in given["spans"])
    if not fields.get("spans"):
        raise ValueError("a claim needs at least one place in its text: --span START-END")
    return msgspec.convert({name: msgspec.to_builtins(value) for name, value in fields.items()}, Claim)


def _span(words: str, text: str | None) -> Any:
    from watchline.press import Span, quote_hash

    found = _SPAN.fullmatch(words)
    if found is None:
        raise ValueError(
            f"{words!r} is no place: write START-END, code points, or START-END=SHA256 where no text is kept"
        )
    start, end = int(found["start"]), int(found["end"])
    if text is None and not found["sha256"]:
        raise ValueError("no text of this report is kept here: name the hash of the quote, START-END=SHA256")
    if text is None:
        return Span(start=start, end=end, sha256=found["sha256"])
    if not start < end <= len(text):
        raise ValueError(f"{words} is no place in this text of {len(text)} code points")
    hashed = quote_hash(text, start, end)
    if found["sha256"] not in {None, hashed}:
        raise ValueError(f"the text at {words[:40]} has another hash")
    return Span(start=start, end=end, sha256=hashed)

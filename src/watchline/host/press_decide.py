"""What a person makes of claims of the press: confirmed, rejected, changed, entered by hand. The verbs and the desk decide alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from watchline.annex import Filed, Judged, Place, Press, parse_place
from watchline.errors import OurMistake
from watchline.host.annex import Own
from watchline.host.claim_fields import Typed, roster_of
from watchline.host.noting import Write, write_one
from watchline.host.press import chosen, judged, kept_text, press_in, still_there
from watchline.host.press_add import GRADE_WORDS, is_grade
from watchline.press import Claim, Duration, Principal, Span, edtf, quote_hash
from watchline.press.entries import claim_entry, claim_of
from watchline.record.press_notes import PressConfirmed, PressRejected
from watchline.view.press_record import date_of_press

_SPAN = re.compile(r"(?P<start>[0-9]{1,9})-(?P<end>[0-9]{1,9})(?:=(?P<sha256>[0-9a-f]{64}))?")
NOT_STATED = "-"
"""Takes away what a claim says of the initiative."""


class Changes(NamedTuple):
    """What somebody typed of a claim; what is None or empty stays as it was.

    Attributes:
        kind: Of a new claim, or another one than before.
        date: EDTF.
        basis: How the date is known.
        who: ``OFFICE, STATE``, ``NAME, OFFICE, STATE`` or a name of the roster: all of them.
        initiative: A code, or ``-``: not stated.
        minutes: How many, and how exactly (``exactly``, ``about``, ``more_than``, ``less_than``).
        attribution: Who says so, outermost first.
        spans: ``START-END`` in code points, with ``=SHA256`` where no text is kept.
    """

    kind: str | None = None
    status: str | None = None
    date: str | None = None
    basis: str | None = None
    who: tuple[str, ...] = ()
    initiative: str | None = None
    minutes: tuple[int, str] | None = None
    channel: str | None = None
    attribution: tuple[str, ...] = ()
    gist: str | None = None
    spans: tuple[str, ...] = ()


class SourceChanges(NamedTuple):
    """What somebody typed of a report: its outlet and what our side thinks of the source; None stays, an empty text takes it away."""

    outlet: str | None = None
    grade: str | None = None


def decide(
    folder: Path,
    own: Own,
    refs: Sequence[str],
    record: PressConfirmed | PressRejected,
    post: str,
    now: int,
    write: Write,
) -> dict[str, Any]:
    """Note what an officer found who read the places of some claims.

    Args:
        folder: The node's folder.
        own: The annex, open for reading.
        refs: Claims; a report stands for all its claims but those of its readers.
        record: What he found.
        post: The post that decides.
        now: Wall clock, ms.
        write: Signs and stores.

    Raises:
        OurMistake: a reference names none of these, or what is to be confirmed is not in its text any more; nothing was noted.
    """
    items = chosen(press_in(own, now), refs)
    if not items:
        raise OurMistake("That report has no claims but its readers'. Nothing was noted.")
    confirms = isinstance(record, PressConfirmed)
    if confirms:
        still_there(folder, items)
    done = write(judged(items, record, own.config.code, post))
    return {
        "ref": done.places[0].text(),
        "entries": len(done.places),
        "claims": [item.stood.place.text() for item in items],
        "written": True,
        "unchecked": sum(item.of.report.kept != "text" for item in items) if confirms else 0,
    }


def edit(folder: Path, own: Own, ref: str, changes: Changes, post: str, now: int, write: Write) -> dict[str, Any]:
    """Note another version of a claim, or with the reference of a report one more claim of it: a person stands by it, so it counts.

    Raises:
        OurMistake: a field is not such, or there is nothing of that reference; nothing was noted.
    """
    press = press_in(own, now)
    filed = _filed(press, ref)
    old: Claim | None = None
    if filed is not None:
        if not changes.kind:
            raise OurMistake(f"{ref} is a report: name a claim of it, or enter one more with a kind (--kind).")
        text, refs = kept_text(folder, filed.report), [filed.stood.said[-1].place]
    else:
        item = _one(press, ref)
        text, old = kept_text(folder, item.of.report), claim_of(item.claim)
        refs = [item.stood.said[-1].place, item.of.stood.said[-1].place]
    try:
        claim = _changed(folder, old, changes, text)
    except (ValueError, msgspec.ValidationError) as why:
        raise OurMistake(f"{why}. Nothing was noted.") from None
    return write_one(own, claim_entry(claim, "person", corrects=old is not None), refs, post, write)


def edit_source(own: Own, ref: str, changes: SourceChanges, post: str, now: int, write: Write) -> dict[str, Any]:
    """Note another outlet or grade of a report; the report, its claims and what was decided of them stay.

    Raises:
        OurMistake: no such report, or no such grade; nothing was noted.
    """
    filed = _filed(press_in(own, now), ref)
    if filed is None:
        raise OurMistake(
            f"{ref} is no report of our annex; `watchline press list DIR` shows what is. Nothing was noted."
        )
    if changes.grade and not is_grade(changes.grade):
        raise OurMistake(f"{changes.grade!r} is no grade: {GRADE_WORDS}. Nothing was noted.")
    given = {name: value or None for name, value in changes._asdict().items() if value is not None}
    record = msgspec.structs.replace(filed.report, **given, corrects=1)
    return write_one(own, record, [filed.stood.said[-1].place], post, write)


def _filed(press: Press, ref: str) -> Filed | None:
    place: Place | None = parse_place(ref)
    return None if place is None else press.at(place)[0]


def _one(press: Press, ref: str) -> Judged:
    (item,) = chosen(press, [ref])
    return item


def _changed(folder: Path, old: Claim | None, given: Changes, text: str | None) -> Claim:
    """Return the claim as changed; what is not given stays as it was."""
    fields: dict[str, Any] = {} if old is None else {name: getattr(old, name) for name in Claim.__struct_fields__}
    for name in ("kind", "status", "date", "channel", "gist"):
        if getattr(given, name) is not None:
            fields[name] = getattr(given, name)
    try:
        edtf(fields.get("date", "unknown"))
    except ValueError as why:
        raise ValueError(f"{given.date!r} is no date: {why}") from None
    if given.date is not None:
        fields |= {"date_basis": "printed", "derivation": None}
    if given.basis is not None:
        fields["date_basis"] = given.basis
    if given.initiative is not None:
        fields |= {"initiative": None if given.initiative == NOT_STATED else given.initiative, "initiative_both": False}
    if given.minutes is not None:
        count, bound = given.minutes
        fields["duration"] = Duration(minutes=count, bound=bound.replace("_", " "))
    if given.attribution:
        fields["attribution"] = given.attribution
    if given.who:
        typed = Typed(roster_of(folder), date_of_press(fields.get("date", "unknown")))
        people = [typed.participant(words) for words in given.who]
        fields["principals"] = tuple(Principal(name=one.name, office=one.office, state=one.state) for one in people)
    if given.spans:
        fields["spans"] = tuple(_span(words, text) for words in given.spans)
    if not fields.get("spans"):
        raise ValueError("a claim needs at least one place in its text (--span START-END)")
    return msgspec.convert({name: msgspec.to_builtins(value) for name, value in fields.items()}, Claim)


def _span(words: str, text: str | None) -> Span:
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

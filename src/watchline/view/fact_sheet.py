"""Facts for release: each a sentence, its arithmetic, what it rests on, and on which rung that stands. A person ticks; nothing is released by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from watchline.measure import count_of_days, day_words, first_in, times
from watchline.view.contact_record import Row
from watchline.view.contacts import NOT_STATED, Rung, office_words


class Fact(NamedTuple):
    """One fact: its number on this sheet, the sentence, how it was computed, what it rests on, and the lowest rung of that.

    ``sources``: the outlets, where it rests on confirmed reports of the press, wholly or in part. ``differs``: what confirmed reports say
    against what it rests on; for the officer who ticks, never on the sheet.
    """

    number: int
    sentence: str
    arithmetic: str
    refs: tuple[str, ...]
    rung: Rung | None
    sources: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()


class LineTests(NamedTuple):
    """Tests of a line: how many were made and how many of its calendar missed, since the UTC day of the first."""

    made: int
    missed: int
    since: int


_RUNGS = (Rung.PRESS, Rung.OURS_ONLY, Rung.HELD, Rung.ESTABLISHED)


_SOUGHT = {"line": None, "annex": Rung.OURS_ONLY, "press": Rung.PRESS}


def facts_of(rows: Sequence[Row], on: int, tested: LineTests | None = None) -> list[Fact]:
    """Return what can be said of the contact record and of the tests of the line as of a UTC day, numbered in the order of its rows."""
    found: list[Fact] = []
    for row in rows:
        for sentence, arithmetic, refs, rung in _facts(row, on):
            differs = tuple(item.words for item in row.differs if item.our_ref in refs)
            found.append(Fact(len(found) + 1, sentence, arithmetic, refs, rung, _outlets(row, refs), differs))
    if tested is not None and tested.made:
        words = f"The line was tested {times(tested.made)} from {day_words(tested.since)} to {day_words(on)}; tests of its calendar missed: {tested.missed}."
        found.append(Fact(len(found) + 1, words, f"counted: {tested.made} made, {tested.missed} missed", (), None))
    return found


def _facts(row: Row, on: int) -> list[tuple[str, str, tuple[str, ...], Rung | None]]:
    between = " and ".join(map(office_words, row.between))
    found: list[tuple[str, str, tuple[str, ...], Rung | None]] = []
    if row.last is not None:
        last = row.last
        day = last.date.day
        before = row.contacts[-2] if len(row.contacts) > 1 else None
        if row.gap_days and before is not None and before.date.day is not None and day is not None:
            arithmetic = f"{day_words(day)} - {day_words(before.date.day)} = {count_of_days(row.gap_days)}"
            words = f"The contact of {between} on {day_words(day)} was {first_in(row.gap_days)}."
            found.append((words, arithmetic, before.refs + last.refs, _lowest(before.rung, last.rung)))
        if day is not None and row.days_since:
            arithmetic = f"{day_words(on)} - {day_words(day)} = {count_of_days(row.days_since)}"
            words = f"{between} have not been in contact since {day_words(day)}, {count_of_days(row.days_since)} by {day_words(on)}."
            found.append((words, arithmetic, last.refs, last.rung))
        refs = tuple(ref for item in row.contacts for ref in item.refs)
        shares = ", ".join(f"{of.replace('_', ' ')} {count}" for of, count in row.initiative.items())
        words = f"{between} were in contact {times(len(row.contacts))} by {day_words(on)}, in this record."
        if set(row.initiative) - {NOT_STATED}:
            words = words.removesuffix(".") + f"; at the initiative of: {shares}."
        arithmetic = f"counted: {len(row.contacts)} ({shares})"
        found.append((words, arithmetic, refs, _lowest(*(item.rung for item in row.contacts))))
    for item in row.sought:
        words = f"A contact of {between} was asked for ({item.since.words()}), {times(item.attempts)} in all: {item.status.replace('_', ' ')}."
        found.append(
            (
                words,
                f"counted: asked {times(item.attempts)}",
                (item.ref,),
                _SOUGHT[item.source],
            )
        )
    return found


def _outlets(row: Row, refs: tuple[str, ...]) -> tuple[str, ...]:
    """Return who tells of the contacts of a fact that no record of a side has."""
    told = [item for item in row.contacts if item.rung is Rung.PRESS and set(item.refs) & set(refs)]
    return tuple(dict.fromkeys(source.words() for item in told for source in item.told_by))


def _lowest(*rungs: Rung) -> Rung:
    return min(rungs, key=_RUNGS.index)


def sheet(facts: Sequence[Fact], on: int, code: str, mark: str = "") -> str:
    """Return the sheet of the facts ticked, as plain text for the press office; ``mark`` stands above and below: that it is a demonstration."""
    words = {
        Rung.PRESS: "reports of the press that an officer read",
        Rung.OURS_ONLY: "our own record alone",
        Rung.HELD: "an account that another party holds",
        Rung.ESTABLISHED: "both sides' accounts",
    }
    marked = [mark, ""] if mark else []
    lines = [*marked, f"Facts of {code}, as of the end of {day_words(on)} (UTC)", ""]
    for fact in facts:
        lines += [f"{fact.number}. {fact.sentence}", f"   Arithmetic: {fact.arithmetic}"]
        asked = "what was asked for" if fact.refs else "the entries of the line"
        rests = asked if fact.rung is None else words[fact.rung]
        rests += f" ({'; '.join(fact.sources)})" if fact.sources else ""
        rests += f": {', '.join(fact.refs)}" if fact.refs else ""
        lines += [f"   Rests on {rests}", ""]
    lines.append(
        "A day is a UTC day; a gap counts from the one day to the other. The other side may count contacts that are not in this record."
    )
    return "\n".join([*lines, *reversed(marked)]) + "\n"

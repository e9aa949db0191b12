"""The contact record as an answer: calls of the line and notes of our annex in one, each with its rung; what is owed; who was in touch that day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from watchline.annex import Belief, Owed, Standing, Stood, press_of, standing
from watchline.host.annex import ANNEX, open_annex
from watchline.host.calls import known_calls
from watchline.host.config import node_of
from watchline.host.figures import line_began
from watchline.host.here import Here, instant, reference
from watchline.host.readouts import of_call
from watchline.measure import (
    DAY_MS,
    Edtf,
    count_of_days,
    day_end,
    day_of,
    day_start,
    day_text,
    day_words,
    times,
)
from watchline.record.claims import PhoneTest, date_of
from watchline.sentence import joined, worded
from watchline.view.contact_record import Next, Row, Sought, Spoke, contact_record, owed_words, sequence
from watchline.view.contacts import HeldCall, KnownCall, contacts, held_calls, office_words
from watchline.view.fact_sheet import LineTests
from watchline.watch import TestOutcome, TestRow, test_rows

if TYPE_CHECKING:
    from watchline.view.press_compare import Differs, Published

TEST_DAYS_MAX = 366
RUNG_WORDS = {
    "press": worded(
        "the press alone: no record of either side is behind it; an officer of ours confirmed that the reports say so"
    ),
    "ours_only": worded("ours only: no other party is known to hold an account of it"),
    "established": worded("established: both sides' accounts, each held by the other"),
}
OURS_FOR_EVER = worded(
    "What stands in our annex is ours only, for ever: no other party holds it, and nothing that is founded later"
    " changes that."
)


class Days(NamedTuple):
    """What the tests of a line came to in some days."""

    tested: int
    missed: int


class Both(NamedTuple):
    """What there is to make a contact record of: the line, if one is founded, and our annex, if this node has one."""

    code: str
    here: Here | None
    annex: Standing | None


def both_of(here: Here, folder: Path, on: int) -> Both:
    """Return the line and, if the node in ``folder`` has one, its annex as of a UTC day."""
    if not (node_of(folder) / ANNEX).is_dir():
        return Both(here.code, here, None)
    with open_annex(folder) as own:
        return Both(here.code, here, standing(own.said(), on))


def rows_of(both: Both, on: int, *, states: bool = False) -> list[Row]:
    """Return the contact record as of the end of a UTC day."""
    known = [] if both.here is None else known_calls(both.here)
    held = held_calls(known, on)
    published = _published(both, known, held, on)
    return contact_record(held, contacts(known, on), both.annex, on, states=states, published=published)


def _published(both: Both, known: list[KnownCall], held: list[HeldCall], on: int) -> list[Published]:
    """Return the readouts of calls that their authors published by the end of a UTC day; read only where reports can differ from them."""
    if both.here is None or both.annex is None or not both.annex.press:
        return []
    from watchline.view.press_compare import Published

    found, between = [], {call.name: call.between for call in held}
    for call in known:
        for readout in of_call(both.here, call.ref).readouts if call.name in between else ():
            for item in readout.published:
                if item.record is not None and item.act.t <= day_end(on):
                    ref = reference(both.here, item.act.ref)
                    found.append(Published(call.name, between[call.name], readout.act.code, ref, item.record.text))
    return found


def contact_answer(both: Both, on: int, *, states: bool = False, day: int | None = None) -> dict[str, Any]:
    """Return what every two offices (or states) had with each other, as of the end of a UTC day.

    Args:
        both: What there is.
        on: The day, counted from 1970-01-01.
        states: By pairs of states.
        day: Also who was in touch with whom on this day, in order.
    """
    rows = rows_of(both, on, states=states)
    tests = [] if both.here is None else _tests(both.here, on)
    phone = _phone(both.annex)
    answer: dict[str, Any] = {
        "line": None if both.here is None else both.here.charter.line.hex(),
        "party": both.code,
        "demo": both.here is not None and both.here.charter.demo,
        "on": day_text(on),
        **instant("until", day_end(on)),
        "contacts": [_row(row, tests) for row in rows],
        "owed": [_owed(item, on) for item in (both.annex.owed if both.annex else ())],
        "phone_tests": phone,
        "press": _press(both.annex, on),
        "words": _together(rows, tests, phone),
        "annex": OURS_FOR_EVER if both.annex is not None else None,
    }
    if day is not None:
        answer["sequence"] = {"day": day_text(day), "contacts": [_spoke(item) for item in sequence(rows, day)]}
    return answer


def _row(row: Row, tests: list[TestRow]) -> dict[str, Any]:
    last = row.last
    counted = None if last is None or last.date.day is None else _count(tests, last.date.day)
    return {
        "between": [{"party": code, "office": office} for code, office in row.between],
        **instant("last", _at(last)),
        "last_date": None if last is None else last.date.text,
        "days_since": row.days_since,
        "days_span": None if row.days_span is None else list(row.days_span),
        "gap_days": row.gap_days,
        "count": len(row.contacts),
        "by_rung": row.by_rung,
        "initiative": row.initiative,
        "requests": [_sought(item) for item in row.sought],
        "answer_days": list(row.answer_days),
        "next": None if row.next is None else _next(row.next),
        "next_none": row.next_none,
        "differs": [_differs(item) for item in row.differs],
        "noted": [{"status": status, "date": date.text, "ref": ref} for status, date, ref in row.told],
        "sentence": row.sentence,
        "if_today": row.if_today,
        "silence": _silence(row, counted),
        "tests_since": None if counted is None or not tests else counted._asdict(),
        "derivation": [ref for item in row.contacts for ref in item.refs],
        "rung": None if last is None else last.rung.value,
        "held_by": [] if last is None else list(last.held_by),
        "contacts": [_spoke(item) for item in row.contacts],
    }


def _at(spoke: Spoke | None) -> int | None:
    """Return the instant of a contact; of one known to the day alone its first millisecond, of others none."""
    if spoke is None or spoke.at is not None:
        return None if spoke is None else spoke.at
    return None if spoke.date.day is None else int(day_start(spoke.date.day))


def _spoke(item: Spoke) -> dict[str, Any]:
    held_by = " and ".join(item.held_by)
    rung = RUNG_WORDS.get(item.rung.value) or worded("held: an account of it is held by {held_by}", held_by=held_by)
    return {
        "between": [{"party": code, "office": office} for code, office in item.between],
        "date": item.date.text,
        **instant("at", item.at),
        "means": item.means,
        "initiative": item.initiative,
        "names": [{"party": code, "name": name} for code, name in item.names],
        "minutes": item.minutes,
        "bound": None if item.minutes is None else item.bound,
        "source": item.source,
        "refs": list(item.refs),
        "rung": item.rung.value,
        "held_by": list(item.held_by),
        "rung_words": rung,
        "told_by": [{"outlet": source.outlet, "published": source.published} for source in item.told_by],
    }


def _differs(item: Differs) -> dict[str, Any]:
    return {
        "field": item.field,
        "ours": item.ours,
        "theirs": item.theirs,
        "our_ref": item.our_ref,
        "refs": list(item.refs),
        "told_by": [{"outlet": source.outlet, "published": source.published} for source in item.sources],
        "credited_to": list(item.credited),
        "words": item.words,
    }


def _press(annex: Standing | None, on: int) -> dict[str, Any] | None:
    """Return how much of the press stands confirmed, and what nobody confirmed: named, counted nowhere."""
    if annex is None or not annex.press:
        return None
    from watchline.view.press_record import read_press, told_of

    press = press_of(annex)
    found = Counter(item.belief.value for item in press.claims)
    waiting = told_of(read_press(press, Belief.SUGGESTED), on)
    return {
        "reports": len(press.reports),
        **{belief.value: found[belief.value] for belief in Belief},
        "suggestions": [
            {
                "date": item.date.text,
                "status": item.row.status.value,
                "between": [{"party": code, "office": office} for (code, office), _ in item.sides],
                "names": [{"party": code, "name": name} for (code, _), name in item.sides if name],
                "refs": list(item.refs),
                "told_by": [{"outlet": source.outlet, "published": source.published} for source in item.sources],
            }
            for item in waiting
        ],
        "counted": False,
    }


def _sought(item: Sought) -> dict[str, Any]:
    return {
        "ref": item.ref,
        "source": item.source,
        "status": item.status,
        **instant("since", item.since_at if item.since_at is not None else _day_at(item.since)),
        "date": item.since.text,
        "attempts": item.attempts,
        "standing": item.standing,
        "answer_days": list(item.answer_days),
    }


def _day_at(date: Edtf) -> int | None:
    return None if date.day is None else int(day_start(date.day))


def _next(item: Next) -> dict[str, Any]:
    at = item.at if item.at is not None else _day_at(item.date)
    return {"ref": item.ref, **instant("at", at), "date": item.date.text, "stated_by": list(item.stated_by)}


def _owed(item: Owed, on: int) -> dict[str, Any]:
    said = item.undertaking
    return {
        "ref": item.claim.place.text(),
        "number": item.number,
        "who": said.who,
        "what": said.what,
        "by": said.by,
        "overdue": item.overdue(on),
        "words": owed_words(item),
    }


def _phone(annex: Standing | None) -> list[dict[str, Any]]:
    """Return by state how often its telephone was tried, answered, and when last."""
    found: dict[str, list[Stood]] = {}
    for stood in annex.tests if annex is not None else ():
        assert isinstance(stood.record, PhoneTest)
        found.setdefault(stood.record.state, []).append(stood)
    answer = []
    for state, tests in sorted(found.items()):
        records = [test.record for test in tests if isinstance(test.record, PhoneTest)]
        answered = sum(record.answered for record in records)
        answer.append(
            {
                "state": state,
                "tried": len(records),
                "answered": answered,
                "last": records[-1].date,
                "last_answered": bool(records[-1].answered),
                "ref": tests[-1].place.text(),
                "words": _telephone(
                    state, len(records), answered, date_of(records[-1]).words(), last=bool(records[-1].answered)
                ),
            }
        )
    return answer


def _telephone(state: str, tried: int, answered: int, day: str, *, last: bool) -> str:
    how = {"state": state, "tried": times(tried), "answered": times(answered), "day": day}
    if last:
        return worded("The telephone of {state} was tried {tried}, answered {answered}; last {day}, answered.", **how)
    return worded("The telephone of {state} was tried {tried}, answered {answered}; last {day}, no answer.", **how)


def _tests(here: Here, on: int) -> list[TestRow]:
    until = int(day_end(on))
    start = max(line_began(here, until), until - TEST_DAYS_MAX * DAY_MS)
    return list(test_rows(here.terms, here.held.row, here.held.rows, start, until, until))


def tested_of(both: Both, on: int) -> LineTests | None:
    """Return what the tests of the line came to by a UTC day; None without a line, or before its first test was due."""
    tests = [] if both.here is None else _tests(both.here, on)
    if not tests:
        return None
    found = _count(tests, -(1 << 40))
    return LineTests(found.tested, found.missed, day_of(tests[0].due))


def _count(tests: Iterable[TestRow], since: int) -> Days:
    """Return how many tests of a line were made and how many missed from a UTC day on."""
    outcomes = [row.outcome for row in tests if day_of(row.due) >= since]
    missed = sum(outcome is TestOutcome.MISSED for outcome in outcomes)
    return Days(sum(outcome is not TestOutcome.NOT_INITIATED for outcome in outcomes), missed)


def _silence(row: Row, counted: Days | None) -> str:
    """Return how long two offices were silent, and what the line was tested meanwhile."""
    between = " and ".join(map(office_words, row.between))
    if row.last is None:
        return worded("{between}: no contact in this record", between=between)
    if row.days_since is None:
        return worded("{between}: last in contact {day}", between=between, day=row.last.date.words())
    if row.days_since == 0:
        return worded("{between}: in contact on the day asked", between=between)
    silent = worded("{between}: silent {days}", between=between, days=count_of_days(row.days_since))
    if counted is None or not counted.tested:
        return silent
    return worded(
        "{silent}, in which the line was tested {tested}, {missed} missed",
        silent=silent,
        tested=times(counted.tested),
        missed=counted.missed,
    )


def _together(rows: list[Row], tests: list[TestRow], phone: list[dict[str, Any]]) -> str:
    """Return the one sentence that joins the tests and the silences."""
    parts: list[str] = []
    if tests:
        found, first = _count(tests, -(1 << 40)), day_of(tests[0].due)
        how = {"tested": times(found.tested), "day": day_words(first), "missed": found.missed}
        parts.append(
            worded("Line tested {tested} since {day}, {missed} missed", **how)
            if found.tested
            else worded("No test of the line's calendar since {day}, {missed} missed", **how)
        )
    for item in phone:
        how = {"state": item["state"], "tried": times(item["tried"]), "unanswered": item["tried"] - item["answered"]}
        parts.append(
            worded("telephone of {state} tried {tried}, {unanswered} unanswered", **how)
            if parts
            else worded("Telephone of {state} tried {tried}, {unanswered} unanswered", **how)
        )
    parts += [_silence(row, None) for row in rows if row.last is not None]
    return (
        worded("{parts}.", parts=joined(parts, "; "))
        if parts
        else worded("Nothing was tested and nobody spoke, by this record.")
    )

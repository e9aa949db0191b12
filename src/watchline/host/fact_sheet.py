"""The fact sheet of the press office: what can be said of the contact record, and what is noted of those facts that an officer ticked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from watchline.errors import OurMistake
from watchline.host.contact_record import Both, rows_of, tested_of
from watchline.measure import day_of, day_text
from watchline.record.claims import FactsReleased
from watchline.view.fact_sheet import Fact, facts_of


def facts_as_of(both: Both, on: int, ticked: Sequence[int] = ()) -> list[Fact]:
    """Return the facts as of the end of a UTC day; those ticked alone, if any is.

    Raises:
        OurMistake: a number that no fact has.
    """
    facts = facts_of(rows_of(both, on), on, tested_of(both, on))
    strange = sorted(set(ticked) - {fact.number for fact in facts})
    if strange:
        raise OurMistake(f"There is no fact {strange[0]} as of {day_text(on)}; there are {len(facts)}.")
    return [fact for fact in facts if not ticked or fact.number in ticked]


def facts_answer(code: str, on: int, facts: Sequence[Fact]) -> dict[str, Any]:
    """Return facts as an answer, each with its arithmetic and what it rests on."""
    return {
        "party": code,
        "on": day_text(on),
        "facts": [
            {"number": fact.number, "sentence": fact.sentence, "arithmetic": fact.arithmetic, "refs": list(fact.refs),
             "rung": None if fact.rung is None else fact.rung.value, "sources": list(fact.sources), "differs": list(fact.differs)}
            for fact in facts
        ],
    }  # fmt: skip


def released(facts: Sequence[Fact], given_to: str | None, now: int) -> FactsReleased:
    """Return what is noted of facts that are given away, and to whom."""
    said = [(fact.sentence, fact.arithmetic) for fact in facts]
    return FactsReleased(date=day_text(day_of(now)), facts=said, given_to=given_to)

"""The fact sheet of the press office: what can be said of the contact record, and the sheet of those facts that an officer ticked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from watchline.errors import OurMistake
from watchline.host.annex import Own
from watchline.host.contact_record import Both, rows_of
from watchline.host.noting import Write, write_one
from watchline.measure import day_of, day_text
from watchline.record.claims import FactsReleased
from watchline.view.fact_sheet import Fact, facts_of, sheet


def facts_answer(both: Both, on: int, ticked: Sequence[int] = ()) -> dict[str, Any]:
    """Return the facts as of the end of a UTC day, each with its arithmetic; those ticked alone, if any is.

    Raises:
        OurMistake: a number that no fact has.
    """
    return {
        "party": both.code,
        "on": day_text(on),
        "facts": [
            {"number": fact.number, "sentence": fact.sentence, "arithmetic": fact.arithmetic, "refs": list(fact.refs),
             "rung": None if fact.rung is None else fact.rung.value, "sources": list(fact.sources)}
            for fact in _chosen(both, on, ticked)
        ],
    }  # fmt: skip


def sheet_of(both: Both, on: int, ticked: Sequence[int]) -> str:
    """Return the sheet of the facts ticked, as plain text.

    Raises:
        OurMistake: a number that no fact has.
    """
    return sheet(_chosen(both, on, ticked), on, both.code)


def release(
    own: Own, both: Both, on: int, ticked: Sequence[int], given_to: str | None, post: str, now: int, write: Write
) -> dict[str, Any]:
    """Note in the annex that the facts ticked were released, and to whom the sheet is given.

    Args:
        own: The annex, open for reading.
        both: What the facts are of.
        on: As of the end of this UTC day.
        ticked: Their numbers, at least one.
        given_to: To whom, in words.
        post: The post that releases.
        now: Wall clock, ms.
        write: Signs and stores.

    Raises:
        OurMistake: a number that no fact has; nothing was noted.
    """
    facts = [(fact.sentence, fact.arithmetic) for fact in _chosen(both, on, ticked)]
    record = FactsReleased(date=day_text(day_of(now)), facts=facts, given_to=given_to)
    return write_one(own, record, (), post, write)


def _chosen(both: Both, on: int, ticked: Sequence[int]) -> list[Fact]:
    facts = facts_of(rows_of(both, on), on)
    strange = sorted(set(ticked) - {fact.number for fact in facts})
    if strange:
        raise OurMistake(f"There is no fact {strange[0]} as of {day_text(on)}; there are {len(facts)}.")
    return [fact for fact in facts if not ticked or fact.number in ticked]

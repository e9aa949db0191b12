"""Days that cannot be: none of the calendar, and one behind publication of which a report tells as past."""

from __future__ import annotations

import pytest

from bench.press_figures import roster_of
from tests.press.test_examples import FOLDER
from watchline.press import Kind, Reader, Status, conflicts, read_states, timeline

OPENING = "Strait remains closed\n\nThe weather in the strait was poor and ships kept to port, harbour masters in Arvenia said.\n\n"


@pytest.fixture(scope="module")
def read():
    shipped = Reader.shipped(roster_of(FOLDER))
    reader = Reader(shipped.roster, (*read_states((FOLDER / "states.csv").read_bytes()), *shipped.states), shipped.days)
    return lambda text: reader.read(OPENING + text, name="x", sha256="", published="2031-10-31")


def contacts(report):
    return [claim for claim in report.claims if claim.kind in {Kind.CONTACT, Kind.REQUEST}]


def test_a_day_that_is_none_stays_unknown_and_is_said(read):
    text = "Ingrid Sorell spoke with Yevgeny Shchukarev on 30 February. They also spoke on Tuesday."
    first, second = contacts(read(text))
    assert (first.date, first.derivation) == ("unknown", "'30 February' is no day of the calendar")
    assert second.date == "2031-10-28"


@pytest.mark.parametrize("day", ["on November 3", "on 3 November"])
def test_what_is_told_as_past_is_no_plan_and_its_day_is_named(read, day):
    report = read(f"Ingrid Sorell spoke with Yevgeny Shchukarev {day}.")
    (claim,) = contacts(report)
    assert (claim.status, claim.date) == (Status.HELD, "2031-11-03")
    rows = timeline([report], ())
    assert [item.words for item in conflicts(rows, [report]) if item.field == "date"] == [
        "x was published 31 October 2031 and tells of a contact as held 3 November 2031."
    ]


def test_without_a_past_tense_it_is_a_plan(read):
    (claim,) = contacts(read("Ingrid Sorell announced a call with Yevgeny Shchukarev on 3 November."))
    assert (claim.status, claim.date) == (Status.SCHEDULED, "2031-11-03")

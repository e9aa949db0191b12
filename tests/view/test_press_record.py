"""Confirmed press beside our own record: what fits is one contact, what cannot both stand is named, what nobody confirmed is nothing."""

from __future__ import annotations

import pytest

from tests.annex.test_standing import entry
from watchline.annex import standing
from watchline.measure import parse_day
from watchline.record.claims import ClaimWithdrawn, ContactClaim, ContactRequest, Participant
from watchline.record.press_notes import Named, PressClaim, PressConfirmed, PressRejected, PressReport
from watchline.view.contact_record import contact_record
from watchline.view.fact_sheet import facts_of, sheet
from watchline.view.press_record import date_of_press

ON = parse_day("2022-12-31")
SIDES = [
    Participant(office="minister of defence", state="XAA", name="Ann Ash"),
    Participant(office="minister of defence", state="XBB"),
]
TOLD = [
    Named(office="Defence Minister", state="XAA", name="Ann Ash"),
    Named(office="Defence Minister", state="XBB", name="Bo Birch"),
]


def ours(date="2022-05-13", status="held", **more):
    return ContactClaim(status=status, date=date, participants=SIDES, **more)


def press(date="2022-05-13", status="held", found_by="person", **more):
    kind = "request" if status in {"sought", "declined", "unanswered"} else "contact"
    return PressClaim(
        kind=kind, found_by=found_by, date=date, date_basis="printed", status=status, principals=TOLD, **{"spans": [(0, 9, bytes(32))], **more}
    )  # fmt: skip


def record(*notes, on=ON, **more):
    """The record of these notes; every claim of the press is of one report, which stands first."""
    entries = [entry(0, PressReport(name="first", sha256=bytes(32), outlet="The Quiet Paper"))]
    for index, note in enumerate(notes, 1):
        record_, *refs = note if isinstance(note, tuple) else (note,)
        entries.append(entry(index, record_, *(refs or ([0] if isinstance(record_, PressClaim) else []))))
    return contact_record([], [], standing(entries, on), on, **more)


def one(*notes, **more):
    (row,) = record(*notes, **more)
    return row


@pytest.mark.parametrize(
    "told",
    [
        press(), press("2022-05"), press("2022-05-12/2022-05-14"), press("../2022-05-20"), press(minutes=60, bound="about"), press(initiative="XAA"),
    ],
)  # fmt: skip
def test_looser_words_that_fit_are_one_contact_and_no_difference(told):
    row = one(ours(minutes=65, initiative="XAA"), told)
    assert (len(row.contacts), row.differs) == (1, ())
    assert [source.outlet for source in row.last.told_by] == ["The Quiet Paper"]
    assert (row.last.rung, row.last.source) == ("ours_only", "annex")


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (press("2022-05-20"), "date"),
        (press(minutes=20), "duration"),
        (press(initiative="XBB"), "initiative"),
        (PressClaim(kind="contact", found_by="person", date="2022-05-13", status="held", spans=[(0, 9, bytes(32))],
            principals=[Named(office="Defence Minister", state="XAA", name="Cy Cedar"), TOLD[1]]), "participants"),
        (press(status="cancelled"), "status"),
        (press(status="declined"), "status"),
    ],
)  # fmt: skip
def test_what_cannot_both_stand_is_named_and_ours_stands(told, field):
    row = one(ours(minutes=65, initiative="XAA"), told)
    assert [item.field for item in row.differs] == [field]
    assert (len(row.contacts), row.last.date.text, row.last.initiative) == (1, "2022-05-13", "XAA")
    assert "The Quiet Paper" in row.differs[0].words


def test_a_contact_that_we_noted_as_cancelled_and_the_press_as_held_is_a_difference_of_status():
    row = one(ours(status="cancelled"), press())
    assert [(item.ours, item.our_ref) for item in row.differs] == [("cancelled", "own/1/1")]


def test_both_is_no_difference_to_one():
    assert one(ours(initiative="both"), press(initiative="XBB")).differs == ()


def test_the_press_alone_is_second_and_far_from_ours_is_another_contact():
    row = one(ours("2022-02-18"), press())
    assert [(item.date.text, item.rung) for item in row.contacts] == [
        ("2022-02-18", "ours_only"),
        ("2022-05-13", "press"),
    ]
    assert row.between == (("XAA", "minister of defence"), ("XBB", "minister of defence"))
    assert row.gap_days == 84
    (fact, *_) = facts_of([row], ON)
    assert (fact.rung, fact.sources) == ("press", ("The Quiet Paper",))
    assert "reports of the press that an officer read (The Quiet Paper)" in sheet([fact], ON, "XAA")


@pytest.mark.parametrize(
    "notes",
    [
        [press(found_by="rules")],
        [press(found_by="rules"), (PressRejected(), 1)],
        [press(found_by="rules"), (PressConfirmed(), 1), (PressRejected(), 1)],
        [press(found_by="rules"), (PressConfirmed(), 1), (press(found_by="rules", corrects=1), 1, 0)],
        [press(found_by="rules", comment=1), (PressConfirmed(), 1)],
        [press(), (ClaimWithdrawn(reason="no"), 1)],
        [press(), (ClaimWithdrawn(reason="no"), 0)],
        [press(), (PressRejected(), 1)],
        [press("2023-01-01")],
    ],
)
def test_what_nobody_confirmed_or_somebody_took_back_is_in_no_figure(notes):
    assert record(*notes) == []


@pytest.mark.parametrize(
    "notes",
    [
        [press(found_by="rules"), (PressConfirmed(), 1)],
        [press(found_by="rules"), (PressRejected(), 1), (PressConfirmed(), 1)],
        [press("2022-05-12", found_by="rules"), (press(corrects=1), 1, 0)],
        [press("2022-05-12", found_by="rules"), (press(found_by="rules", corrects=1), 1, 0), (PressConfirmed(), 2)],
    ],
)
def test_what_a_person_confirmed_or_changed_counts_in_its_newest_version(notes):
    row = one(*notes)
    assert [(item.date.text, item.rung) for item in row.contacts] == [("2022-05-13", "press")]


def test_a_request_that_we_noted_is_not_counted_twice():
    asked = ContactRequest(participants=SIDES, initiative="XAA", date="2022-03-01")
    assert [item.source for item in one(asked, press("../2022-03-24", "declined")).sought] == ["annex"]
    (told,) = one(press("../2022-03-24", "declined")).sought
    assert (told.source, told.status, told.standing) == ("press", "declined", False)


def test_a_contact_of_an_unknown_day_is_no_other_contact_than_ours():
    row = one(ours(), press("unknown"))
    assert (len(row.contacts), [status for status, _, _ in row.told]) == (1, ["held"])
    assert len(one(press("unknown")).contacts) == 1
    several = one(press("unknown"), press("2022-05-13"), press("unknown", spans=[(5, 9, bytes(32))]))
    assert [item.date.text for item in several.contacts] == ["2022-05-13"]


def test_by_states_each_contact_is_there_once():
    row = one(ours(), press(), states=True)
    assert (row.between, len(row.contacts)) == ((("XAA", ""), ("XBB", "")), 1)


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("2022-05-13", "2022-05-13"), ("2022-05", "2022-05"), ("2022-05-XX", "2022-05"), ("2022-05-13/2022-05-15", "2022-05"),
        ("2022-04-30/2022-05-01", "2022"), ("2021-12-31/2022-01-01", "../2022-01-01"), ("../2022-03-24", "../2022-03-24"),
        ("2022-03-24/..", "XXXX-XX-XX"), ("XXXX-05-13", "XXXX-XX-XX"), ("unknown", "XXXX-XX-XX"), ("2022", "2022"),
    ],
)  # fmt: skip
def test_a_date_of_a_report_is_never_made_sharper(told, shown):
    assert date_of_press(told).text == shown

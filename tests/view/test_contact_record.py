"""One contact record of two sources: what the line says alone stays as it was; what only we noted is counted, and counted apart."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.annex.test_standing import entry
from tests.view.calls import DAY
from tests.view.test_contacts import CHIEFS, MINISTERS, START, STORY, known, spoke
from watchline.annex import standing
from watchline.measure import day_text, parse_day, parse_edtf
from watchline.people import Answer, sample_roster
from watchline.record.claims import ContactClaim, ContactRequest, Participant, RequestAct
from watchline.view.contact_chart import chart_svg
from watchline.view.contact_record import contact_record, sequence
from watchline.view.contacts import contacts, held_calls
from watchline.view.fact_sheet import facts_of, sheet

OURS, THEIRS = MINISTERS["office"], MINISTERS["with_office"]


def claim(date, *participants, status="held", **more):
    found = [Participant(office=office, state=state) for office, state in participants]
    return ContactClaim(status=status, date=date, participants=found, **more)


def ministers(date, **more):
    return claim(date, (OURS, "XAA"), (THEIRS, "XBB"), **more)


def noted(*records):
    return [entry(index, record) for index, record in enumerate(records)]


def record(calls, entries, on, **more):
    return contact_record(held_calls(calls, on), contacts(calls, on), standing(entries, on), on, **more)


def by_office(rows):
    return {row.between[0][1]: row for row in rows}


CALLS = st.lists(
    st.builds(
        lambda number, offices, day, held: (offices, day, held),
        st.integers(1, 99),
        st.sampled_from([MINISTERS, CHIEFS]),
        st.integers(0, 400),
        st.booleans(),
    ),
    max_size=8,
)


@given(CALLS, st.integers(0, 400))
def test_without_an_annex_it_says_what_the_line_alone_says(drawn, on):
    calls = [(spoke if held else known)(number, offices, day) for number, (offices, day, held) in enumerate(drawn, 1)]
    line = contacts(calls, START + on)
    joined = contact_record(held_calls(calls, START + on), line, None, START + on)
    assert [row.between for row in joined] == [item.between for item in line]
    for row, item in zip(joined, line, strict=True):
        assert (row.days_since, row.gap_days, len(row.contacts)) == (item.days_since, item.gap_days, item.calls)
        assert row.initiative == item.initiative
        assert [asked.ref for asked in row.sought] == [asked.name for asked in item.requests]
        assert tuple(ref for spoken in row.contacts for ref in spoken.refs) == item.derivation
        assert (row.last.rung if row.last else None) == item.rung
        if item.calls:
            assert row.sentence == item.sentence


def test_both_sources_are_one_record_and_each_contact_says_its_rung():
    on = START + 300
    rows = by_office(record(STORY, noted(ministers(day_text(START + 280), initiative="XAA")), on))
    row = rows[OURS]
    assert [item.source for item in row.contacts] == ["line", "line", "line", "annex"]
    assert row.by_rung == {"press": 0, "ours_only": 1, "held": 0, "established": 3}
    assert (row.last.rung.value, row.last.held_by) == ("ours_only", ())
    assert row.contacts[0].held_by == ("XAA", "XBB")
    assert (row.days_since, row.gap_days) == (20, 28)
    assert row.sentence.startswith("Last contact between minister of defence (XAA) and minister of war (XBB)")
    assert row.if_today == "If it were held today it would be the first in 20 days."


def test_a_date_that_is_not_known_to_the_day_is_never_made_sharper():
    on = parse_day("2022-10-31")
    (row,) = record([], noted(ministers("2022-05-13"), ministers("2022-10")), on)
    assert (row.days_since, row.gap_days, row.days_span) == (None, None, (0, 30))
    assert "October 2022 (day not known)" in row.sentence
    assert "no gap is counted" in row.sentence
    assert row.if_today.endswith("the first in 0 to 30 days.")
    (open_start,) = record([], noted(ministers("../2022-03-24")), on)
    assert open_start.days_span == (221, None)
    assert open_start.if_today.endswith("the first in 221 days or more.")


def test_what_was_not_held_is_no_contact():
    on = parse_day("2022-12-31")
    entries = noted(
        *(ministers("2022-05-13", status=status) for status in ("avoided", "intended", "declined", "cancelled", "unanswered"))
    )  # fmt: skip
    (row,) = record([], entries, on)
    assert (row.contacts, row.last, row.days_since) == ((), None, None)
    assert [status for status, _, _ in row.told] == ["avoided", "intended", "declined", "cancelled", "unanswered"]
    assert "No contact between" in row.sentence


def test_a_trilateral_contact_is_one_of_each_two_and_an_interpreter_is_nobody():
    both = [
        Participant(office="a", state="XAA"),
        Participant(office="b", state="XBB"),
        Participant(office="c", state="XCC"),
    ]
    heard = Participant(office="interpreter", state="XBB", role="interpreter")
    found = ContactClaim(status="held", date="2022-05-13", participants=[*both, heard])
    rows = record([], noted(found), parse_day("2022-05-13"))
    assert [row.between for row in rows] == [
        (("XAA", "a"), ("XBB", "b")),
        (("XAA", "a"), ("XCC", "c")),
        (("XBB", "b"), ("XCC", "c")),
    ]


def test_by_states_offices_are_taken_together():
    on = START + 300
    (row,) = record(STORY, noted(claim(day_text(START + 280), ("x", "XAA"), ("y", "XBB"))), on, states=True)
    assert row.between == (("XAA", ""), ("XBB", ""))
    assert len(row.contacts) == 5
    assert row.sentence.startswith("Last contact between XAA and XBB:")


def test_own_requests_and_the_next_contact_stand_beside_those_of_the_line():
    request = ContactRequest(participants=[Participant(office=OURS, state="XAA"), Participant(office=THEIRS, state="XBB")], initiative="XAA", date="2022-03-01")  # fmt: skip
    entries = [
        entry(0, request),
        entry(1, RequestAct(act="declined", date="2022-03-24"), 0),
        entry(2, ministers("2022-02-18", next="2022-06-01")),
        entry(3, ministers("2022-06-15", status="scheduled")),
    ]
    (row,) = record([], entries, parse_day("2022-05-13"))
    (asked,) = row.sought
    assert (asked.status, asked.attempts, asked.answer_days, asked.standing) == ("declined", 1, (23,), True)
    assert (row.next.date.text, row.next.stated_by) == ("2022-06-01", ("us",))
    (later,) = record([], entries, parse_day("2022-06-02"))
    assert later.next.date.text == "2022-06-15"
    met = [*entries, entry(4, ministers("2022-05-13"), 0)]
    (row,) = record([], met, parse_day("2022-05-13"))
    assert (row.sought, row.answer_days) == ((), (23, 73))
    assert row.gap_days == 84


def test_that_none_was_agreed_is_said_until_a_later_contact_says_otherwise():
    entries = noted(ministers("2022-02-18", next="none"), ministers("2022-05-13"))
    assert record([], entries[:1], parse_day("2022-03-01"))[0].next_none
    assert not record([], entries, parse_day("2022-05-14"))[0].next_none


def test_the_day_sequence_is_in_the_order_of_their_times_and_unknown_times_come_last():
    day = parse_day("2022-10-21")
    at = day * DAY
    entries = noted(
        claim("2022-10-21", ("a", "XAA"), ("b", "XBB")),
        claim("2022-10-21", ("a", "XAA"), ("c", "XCC"), started=at + 7_200_000),
        claim("2022-10-21", ("a", "XAA"), ("d", "XDD"), started=at + 3_600_000),
        claim("2022-10-20", ("a", "XAA"), ("e", "XEE")),
    )
    found = sequence(record([], entries, day), day)
    assert [item.between[1][0] for item in found] == ["XDD", "XCC", "XBB"]


def test_facts_say_their_arithmetic_and_what_they_rest_on():
    on = parse_day("2022-05-13")
    rows = record([], noted(ministers("2022-02-18"), ministers("2022-05-13", initiative="XAA")), on)
    facts = facts_of(rows, on)
    assert [fact.number for fact in facts] == list(range(1, len(facts) + 1))
    first = facts[0]
    assert "was the first in 84 days" in first.sentence
    assert first.arithmetic == "13 May 2022 - 18 February 2022 = 84 days"
    assert (first.refs, first.rung.value) == (("own/1/0", "own/1/1"), "ours_only")
    text = sheet([first], on, "XAA")
    marked = sheet([first], on, "XAA", "A demonstration.")
    assert (marked.splitlines()[0], marked.splitlines()[-1]) == ("A demonstration.", "A demonstration.")
    assert text.strip() in marked
    assert "Rests on our own record alone: own/1/0, own/1/1" in text
    assert facts[1].sentence not in text


AUSTIN, MILLEY = ("Secretary of Defense", "USA"), ("Chairman of the Joint Chiefs of Staff", "USA")
SHOIGU, GERASIMOV = ("Minister of Defence", "RUS"), ("Chief of the General Staff", "RUS")
REZNIKOV, ZALUZHNYI = ("Minister of Defence", "UKR"), ("Commander-in-Chief of the Armed Forces", "UKR")
CHRONOLOGY = (
    claim("2021-11-22", MILLEY, ZALUZHNYI, date_basis="another report"),
    claim("2021-11-23", MILLEY, GERASIMOV, confidentiality="both agreed to keep specifics private"),
    claim("2022-02-11", MILLEY, GERASIMOV),
    claim("2022-02-18", AUSTIN, SHOIGU),
    claim("../2022-03-24", AUSTIN, SHOIGU, status="declined", initiative="USA"),
    claim("../2022-03-24", MILLEY, GERASIMOV, status="declined", initiative="USA"),
    claim("2022-05-13", AUSTIN, SHOIGU, initiative="USA", minutes=60, bound="about", topics=["immediate ceasefire"]),
    claim("2022-05-13", MILLEY, GERASIMOV, status="not_scheduled"),
    claim("2022-07", ("Secretary of State", "USA"), ("Minister of Foreign Affairs", "RUS")),
    claim("2022-10-21", AUSTIN, REZNIKOV),
    claim("2022-10-21", AUSTIN, SHOIGU),
    claim("2022-11", ("President", "USA"), ("President", "RUS"), status="avoided"),
    claim("XXXX-XX-XX", MILLEY, ("Chief of the Joint Staff Department", "CHN")),
)
"""Public contacts of 2021 and 2022, as the press had them."""


@pytest.mark.parametrize(
    ("on", "office", "other", "days_since", "gap", "words"),
    [
        ("2022-05-13", AUSTIN, SHOIGU, 0, 84, "the first in 84 days (before it: 18 February 2022)"),
        ("2022-05-13", MILLEY, GERASIMOV, 91, 80, "11 February 2022, 91 days ago"),
        ("2022-10-21", AUSTIN, SHOIGU, 0, 161, "the first in 161 days (before it: 13 May 2022)"),
        ("2022-10-21", AUSTIN, REZNIKOV, 0, None, "the only one in this record"),
        (
            "2022-12-31",
            MILLEY,
            ("Chief of the Joint Staff Department", "CHN"),
            None,
            None,
            "on a day that is not known",
        ),
    ],
)
def test_a_public_chronology_can_be_entered_and_gives_its_own_figures(on, office, other, days_since, gap, words):
    rows = record([], noted(*CHRONOLOGY), parse_day(on))
    pair = tuple(sorted([office[::-1], other[::-1]]))
    (row,) = (row for row in rows if row.between == pair)
    assert (row.days_since, row.gap_days) == (days_since, gap)
    assert words in row.sentence


def test_the_counterparts_of_a_public_chronology_are_those_of_the_sample_roster():
    roster = sample_roster()
    for item in CHRONOLOGY:
        day = parse_edtf(item.date).day
        for side, other in itertools.permutations(item.participants) if day is not None else ():
            found = roster.counterpart(side.office, side.state, other.state, day)
            assert found.answer is Answer.HELD, found.words
            assert found.terms[0].office == other.office


def test_the_chart_is_one_drawing_with_nothing_from_elsewhere_and_no_markup_of_ours():
    entries = noted(ministers("2024-10-05"), claim("2024-11", ("<b>&", "XAA"), ("x", "XBB")), ministers("2024-12-31"))
    on = START + 200
    text = chart_svg(record(STORY, entries, on), on, "XAA")
    root = ET.fromstring(text)
    assert root.tag.endswith("svg")
    assert not [
        value for item in root.iter() for name, value in item.attrib.items() if "http" in value or "href" in name
    ]
    marks = [item for item in root.iter() if item.tag.endswith("circle")]
    assert len(marks) >= 4
    assert "<b>" not in text
    assert chart_svg([], on, "XAA")
    assert ">A demonstration. The record of one party" in chart_svg([], on, "XAA", "A demonstration.")

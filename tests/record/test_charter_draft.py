"""A charter drafted in TOML, and one made like another's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.party.parties import PARTIES
from tests.record.charters import ARTICLES, FULL, full
from tests.vectors.make import plain
from watchline.errors import InvalidFromPeer, OurMistake
from watchline.line import changed_fields
from watchline.record import made_like, read_charter, read_draft, write_charter, write_draft, write_successor
from watchline.record.charter import KNOWN
from watchline.record.charter_draft import BY_PROGRAM, OF_ONE_LINE, fields_of

ROSTERS = [roster for _, _, roster in PARTIES[:2]]
CODES = [roster.code for roster in ROSTERS]
DRAFT = f"""
title = "A line"
demo = true
purpose = "To be tested"
area = {{ en = "Here", fr = "Ici" }}
legal_effect = "None."
in_force_on = 2026-12-01
review_on = "2027-12-01"
posts = ["watch", "chief"]
languages = ["en", "fr"]
initiator_rule = "week"
datum = "WGS84"
altitude_reference = "AMSL"
phrasebook = "{"ab" * 32}"
readouts_confidential = true
exercise_rule = "Announced."
suspension_rule = "Said."
receipt_kinds = ["message"]
clock_ms = 5000
ladder = [{{ name = "watch" }}, {{ name = "general", posts = ["chief"] }}]
circuits = [{{ name = "main", carrier = "direct" }}]
calendar = [
  {{ at = "0600Z", circuit = "main", weekdays = ["mon", "Tuesday", 3] }},
  {{ minute = 1080, circuit = "main" }},
]
holidays = [
  {{ date = 2026-12-25 }},
  {{ date = 2027-01-01, calendar = [{{ at = "12:00", circuit = "main" }}] }},
]
reference_lines = [{{ name = "Blue", points = ["48.3794, 31.1656", [1, 2]] }}]
third_states = [{{ name = "State C", area = ["48, 31", "48.5, 31", [1, 2]], within_m = 5000, told_by = ["XBB"] }}]
agreements = [
  {{ id = "launches", title = "Launches", hash = "{"00" * 32}", suspendable = true }},
  {{ id = "aid", title = "Aid", text = "Text", suspendable = false }},
]

[windows]
answer_s = 600
[precedence]
Z = 60
[desks]
air = ["watch"]
[[phones]]
party = "{CODES[0]}"
number = "+00 000 0000001"
[units]
distance = "nm"
[[separation]]
kind = "flight"
lateral_m = 1
vertical_m = 2
time_s = 3
[[gazetteer]]
name = "Hill"
at = "-0.0000001, 180"
[relay_groups]
{CODES[1]} = ["north"]
[record_class]
confidential = ["message"]
"""


def test_every_field_can_be_drafted_in_toml():
    fields = read_draft(DRAFT)
    assert set(fields) == KNOWN - set(BY_PROGRAM), "a field that the draft of this test does not use"
    charter = write_charter(fields, ROSTERS, bytes(32))
    assert charter.unknown == ()
    assert [(slot.minute, slot.weekdays) for slot in charter.calendar] == [(360, (1, 2, 3)), (1080, ())]
    assert [(day.date.isoformat(), [slot.minute for slot in day.calendar]) for day in charter.holidays] == [
        ("2026-12-25", []),
        ("2027-01-01", [720]),
    ]
    assert charter.reference_lines[0].points == ((483_794_000, 311_656_000), (1, 2))
    assert charter.third_states[0].area == ((480_000_000, 310_000_000), (485_000_000, 310_000_000), (1, 2))
    assert charter.gazetteer == {"Hill": (-1, 1_800_000_000)}
    assert (charter.phrasebook, charter.agreements[0].hash) == (b"\xab" * 32, bytes(32))
    assert [item.suspendable for item in charter.agreements] == [True, False]
    assert (charter.demo, charter.readouts_confidential) == (True, True)
    assert charter.in_force_on.isoformat() == "2026-12-01"


def test_a_false_flag_is_left_out():
    assert read_draft("demo = false\nreadouts_confidential = false") == {}


@pytest.mark.parametrize("name", BY_PROGRAM)
def test_what_the_program_writes_may_not_be_drafted(name):
    with pytest.raises(OurMistake, match=f"field {name} "):
        read_draft(f"{name} = 1")


@pytest.mark.parametrize("text", ["clock_ms = 1.5", "weather = [[1, 2.0]]", "weather.wind = 06:00:00", "not toml"])
def test_what_no_charter_holds_is_refused_in_words(text):
    with pytest.raises(OurMistake, match="draft"):
        read_draft(text)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('calendar = [{ at = "0600Z", circuit = "main", weekdays = ["someday"] }]', "calendar.weekdays"),
        ('phrasebook = "abc"', "phrasebook"),
        ('gazetteer = [{ name = "Hill", at = "91, 0" }]', "gazetteer.at"),
        ('gazetteer = [{ name = "Hill", at = "1.12345678, 0" }]', "gazetteer.at"),
        ("in_force_on = 2026-12-01T06:00:00", "in_force_on"),
        ('calendar = "daily"', "calendar"),
        ("holidays = [1]", "holidays"),
    ],
)
def test_what_cannot_be_converted_is_refused_by_the_name_of_its_field(text, field):
    fields = {"circuits": [{"name": "main", "carrier": "direct"}]} | read_draft(text)
    with pytest.raises(InvalidFromPeer, match=f"field {field}"):
        write_charter(fields, ROSTERS, bytes(32))


def test_fields_in_their_form_are_left_alone():
    fields = {name: value for name, value in plain.charter_fields().items() if name not in BY_PROGRAM}
    assert fields_of(fields) == fields


def test_a_line_made_like_another_takes_every_article_but_what_belongs_to_that_line_alone():
    like = made_like(read_charter(full(weather="fair", demo=1)))
    assert not set(like) & OF_ONE_LINE
    assert set(like) == (set(plain.charter_fields()) | set(FULL) | {"weather", "demo"}) - OF_ONE_LINE
    charter = write_charter(like, ROSTERS, bytes(range(32)))
    other = write_charter(like, ROSTERS, bytes(32))
    assert made_like(charter) == like
    assert charter.line != other.line
    assert (charter.unknown, charter.demo, charter.prev, charter.in_force_on) == (("weather",), True, None, None)


def test_a_later_charter_can_be_taken_as_an_example_too():
    founding = read_charter(full())
    later = full(nonce=None, line=founding.line, prev=founding.hash)
    assert made_like(read_charter(later)) == made_like(founding)


@given(st.fixed_dictionaries({}, optional=ARTICLES))
def test_a_charter_as_a_draft_and_back_is_the_same_but_for_what_it_replaces(articles):
    before = read_charter(full(**{"in_force_on": None} | articles))
    after = write_successor(before, read_draft(write_draft(before)))
    assert (after.line, after.prev, after.parties) == (before.line, before.hash, before.parties)
    assert changed_fields(before, after) == ()


def test_a_draft_names_what_it_cannot_hold_and_quotes_what_acts():
    before = read_charter(full(seal=b"bytes", title='A "line" \\ with\tmarks', note={"a b": ["x", {"y": 1}]}))
    text = write_draft(before)
    assert "# seal holds bytes" in text
    after = write_successor(before, read_draft(text))
    assert changed_fields(before, after) == ("seal",)


def test_what_a_draft_leaves_out_is_left_out_of_the_successor():
    before = read_charter(full())
    after = write_successor(before, {"posts": ["watch"], "circuits": [{"name": "main", "carrier": "direct"}]})
    assert "phones" in changed_fields(before, after)
    assert after.phones == ()


@pytest.mark.parametrize("at", ['"2560Z"', '"0660"', '"6"', '"24:00"', '""', "1500", "360", "true", "[6, 0]"])
@pytest.mark.parametrize("where", ["calendar = [{slot}]", 'holidays = [{{date = "2026-12-25", calendar = [{slot}]}}]'])
def test_an_hour_that_no_day_has_is_refused_in_words(at, where):
    with pytest.raises(OurMistake, match="no time of the day; write it in quotes, '0000Z' to '2359Z'"):
        read_draft(where.format(slot=f'{{at = {at}, circuit = "one"}}'))

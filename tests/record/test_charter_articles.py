"""Every article of a charter: read, left out, wrong in each way. The same one by one for other programs: tests/vectors/charter."""

from datetime import date

import pytest
from hypothesis import given

from tests.record.charters import ARTICLES, FULL, PROSE, articles, full
from tests.refusal import outcome, refusal
from tests.vectors.make import plain
from watchline.codec import decode
from watchline.errors import InvalidFromPeer
from watchline.record import read_charter
from watchline.record.charter import KNOWN
from watchline.record.charter_limits import CHARTER_BYTES_MAX

BARE = read_charter(plain.cbor(plain.charter_fields()))
WHOLE = read_charter(full())
OLD = {"v", "nonce", "line", "prev", "demo", "parties", "posts", "circuits", "calendar", "windows", "precedence"}


def test_a_charter_with_every_article_is_read_whole():
    assert KNOWN - OLD - set(FULL) == {"receipt_kinds", "clock_ms", "generation", "after"}, (
        "an article that no test writes"
    )
    assert WHOLE.unknown == ()
    assert (WHOLE.purpose, WHOLE.area) == (PROSE, {"": "Everywhere between the two."})
    assert (WHOLE.in_force_on, WHOLE.review_on) == (date(2026, 12, 1), date(2027, 12, 1))
    assert [WHOLE.level_of(post) for post in WHOLE.posts] == [0, 0, 2]
    assert WHOLE.desks == {"air": ("air",)}
    assert [WHOLE.desks_of(post) for post in WHOLE.posts] == [(), ("air",), ()]
    assert [(phone.party, phone.desk, phone.number, phone.words) for phone in WHOLE.phones] == [
        ("XAA", "", "+00 000 0000001", ""),
        ("XBB", "air", "+00-000-0000002 x12", "duty room"),
    ]
    assert [slot.weekdays for slot in WHOLE.calendar] == [(1, 2, 3, 4, 5), ()]
    assert [(day.date, len(day.calendar), day.title) for day in WHOLE.holidays] == [
        (date(2026, 12, 25), 0, ""),
        (date(2027, 1, 1), 1, "New Year"),
    ]
    assert (WHOLE.units.distance, WHOLE.units.altitude, WHOLE.altitude_reference) == ("nm", "ft", "FL")
    assert WHOLE.separation["flight"].lateral_m == 9260
    assert WHOLE.reference_lines[0].points[1] == (-1, -1_800_000_000)
    first, second = WHOLE.third_states
    assert (first.name, first.area[1], first.within_m, first.told_by) == ("State C", (0, 10), 5000, ("XBB", "XAA"))
    assert first.tellers("XCC") == ("XBB", "XAA")
    assert (second.within_m, second.how, second.tellers("XBB")) == (0, {}, ("XBB",))
    assert WHOLE.gazetteer == {"Hill": (900_000_000, 0)}
    assert WHOLE.relay_groups == {"XAA": ("north", "south"), "XBB": ("fleet",)}
    assert (WHOLE.class_of("message"), WHOLE.class_of("call")) == ("confidential", "on_record")
    assert (WHOLE.readouts_confidential, WHOLE.phrasebook) == (True, bytes(range(32)))
    assert [(item.id, item.hash, item.suspendable) for item in WHOLE.agreements] == [
        ("launches", bytes(32), True),
        ("aid", None, False),
    ]


def test_every_article_may_be_left_out_and_then_has_the_default_of_the_page():
    assert (BARE.purpose, BARE.area, BARE.legal_effect, BARE.exercise_rule, BARE.suspension_rule) == (
        {},
        {},
        {},
        {},
        {},
    )
    assert (BARE.in_force_on, BARE.review_on, BARE.phrasebook) == (None, None, None)
    assert tuple(level.name for level in BARE.ladder) == ("watch", "general officer", "chief of staff", "minister")
    assert (BARE.holidays, BARE.initiator_rule, BARE.languages) == ((), "day", ("en",))
    assert (BARE.datum, BARE.units.distance, BARE.units.altitude, BARE.altitude_reference) == (
        "WGS84",
        "km",
        "m",
        "AMSL",
    )
    assert (BARE.separation, BARE.reference_lines, BARE.gazetteer, BARE.relay_groups) == ({}, (), {}, {})
    assert BARE.third_states == ()
    assert (BARE.desks, BARE.phones, BARE.record_class, BARE.agreements) == ({}, (), {}, ())
    assert BARE.readouts_confidential is False


@given(articles)
def test_any_sound_articles_are_read_together_and_none_is_unknown(fields):
    fields.pop("review_on", None) if "in_force_on" not in fields else None
    charter = read_charter(plain.cbor(plain.charter_fields(**fields)))
    assert charter.unknown == ()
    assert decode(charter.data).items() >= {k: v for k, v in fields.items() if not isinstance(v, list)}.items()


def test_every_article_has_a_strategy_or_is_in_the_full_one():
    assert set(ARTICLES) <= set(FULL)


SLOT = {"minute": 360, "circuit": "main"}
PHONE = {"party": "XAA", "number": "+00 000 0000001"}
AGREEMENT = {"id": "aid", "title": "Aid", "text": "Text."}
MINIMA = {"kind": "flight", "lateral_m": 1, "vertical_m": 1, "time_s": 1}
LINE = {"name": "Blue", "points": [[0, 0], [1, 1]]}
THIRD = {"name": "State C", "area": [[0, 0], [0, 10], [10, 0]]}
WRONG = {
    "calendar.minute": [("calendar", [SLOT | {"minute": 1440}]), ("calendar", [SLOT | {"minute": "0600Z"}])],
    "calendar.weekdays": [
        ("calendar", [SLOT | {"weekdays": days}]) for days in ([1, 1], [2, 1], [0], [8], [], ["mon"], [1] * 8, 1)
    ],
    "calendar.circuit": [("calendar", [SLOT | {"circuit": "radio"}])],
    "calendar:": [("calendar", [SLOT, SLOT | {"weekdays": [1]}]), ("calendar", [SLOT | {"minute": 361}, SLOT])],
    "holidays.date": [
        ("holidays", [{"date": text}])
        for text in (
            "2026-02-29",
            "2026-13-01",
            "1969-12-31",
            "25 December",
            "2026-1-1",
            "",
            "\uff12\uff10\uff12\uff16-01-01",
            20_261_225,
        )
    ]
    + [("holidays", [{}]), ("holidays", [{"date": "2026-12-25"}] * 2)],
    "holidays:": [
        ("holidays", [{"date": "2026-12-26"}, {"date": "2026-12-25"}]),
        ("holidays", [{"date": f"{year}-01-01"} for year in range(1970, 2337)]),
    ],
    "holidays.calendar.minute": [("holidays", [{"date": "2026-12-25", "calendar": [SLOT | {"minute": -1}]}])],
    "holidays.calendar.weekdays": [("holidays", [{"date": "2026-12-25", "calendar": [SLOT | {"weekdays": [1]}]}])],
    "initiator_rule": [("initiator_rule", rule) for rule in ("dice", "", 1, ["day"])],
    "purpose": [("purpose", value) for value in (1, "x" * 4097, "bell\a", {}, {"english": "x"}, {"en": ""}, {"en": 1})],
    "area": [("area", ""), ("area", " \n ")],
    "legal_effect": [("legal_effect", value) for value in (["none"], {"en": "x" * 4097})],
    "in_force_on": [("in_force_on", value) for value in ("tomorrow", 1, "2026-06-31")],
    "review_on": [("review_on", "2026-11-31"), ("review_on", "2026-12-01"), ("review_on", "2020-01-01")],
    "ladder:": [("ladder", value) for value in ([], [{"name": f"l{n}"} for n in range(9)], "watch")],
    "ladder.name": [("ladder", [{"name": name}]) for name in ("", "two\nlines", 1)] + [("ladder", [{"name": "a"}] * 2)],
    "ladder.posts": [("ladder", [{"name": "a", "posts": posts}]) for posts in (["nobody"], ["air", "air"], "air")],
    "desks": [("desks", value) for value in ({"space": ["air"]}, ["air"])],
    "desks.air": [("desks", {"air": posts}) for posts in ("air", ["nobody"], [], ["air", "air"])],
    "separation.kind": [("separation", [MINIMA, MINIMA]), ("separation", [MINIMA | {"kind": "Flight"}])],
    "phones.number": [
        ("phones", [PHONE | {"number": number}])
        for number in (
            "0049 30 1",
            "+12",
            "+1 234",
            "+00  000 0000001",
            "+" + "1" * 16,
            "+00 000 000000a",
            "",
            112,
            "+00 000 0000001 x",
        )
    ],
    "phones.party": [("phones", [PHONE | {"party": "XHH"}])],
    "phones.desk": [("phones", [PHONE | {"desk": "space"}])],
    "phones.words": [("phones", [PHONE | {"words": "x" * 65}])],
    "phones:": [("phones", [PHONE, PHONE | {"number": "+00-000-0000001"}]), ("phones", [PHONE] * 97)],
    "languages": [("languages", value) for value in ([], ["en", "en"], ["EN"], ["english"], "en", ["en-fr"], [1])],
    "datum": [("datum", "NAD27")],
    "units.distance": [("units", {"distance": "miles"})],
    "units.altitude": [("units", {"altitude": "fathom"})],
    "altitude_reference": [("altitude_reference", "roof")],
    "separation:": [
        ("separation", [MINIMA | {"kind": f"k{n}"} for n in range(65)]),
        ("separation", {"flight": MINIMA}),
    ],
    "separation.time_s": [("separation", [{"kind": "flight", "lateral_m": 1, "vertical_m": 1}])],
    "separation.lateral_m": [("separation", [MINIMA | {"lateral_m": far}]) for far in (-1, 10**6 + 1, "5 km")],
    "reference_lines.points": [
        ("reference_lines", [LINE | {"points": points}])
        for points in ([[0, 0]], [[0, 0]] * 257, [[0, 0], [900_000_001, 0]], [[0, 0], [0]], [[0, 0], "48.1, 2"], 1)
    ],
    "reference_lines.name": [("reference_lines", [LINE, LINE]), ("reference_lines", [{"points": LINE["points"]}])],
    "third_states.area": [
        ("third_states", [THIRD | {"area": area}]) for area in ([[0, 0]] * 2, [[0, 0]] * 257, [[0, 0], [0, 1], [0]], 1)
    ],
    "third_states.name": [("third_states", [THIRD, THIRD]), ("third_states", [{"area": THIRD["area"]}])],
    "third_states.within_m": [("third_states", [THIRD | {"within_m": far}]) for far in (-1, 10**6 + 1, "5 km")],
    "third_states.told_by": [
        ("third_states", [THIRD | {"told_by": told}]) for told in (["XHH"], ["XAA", "XAA"], "XAA", [1])
    ],
    "third_states:": [("third_states", [THIRD | {"name": f"n{n}"} for n in range(17)])],
    "gazetteer:": [
        ("gazetteer", [{"name": f"n{n}", "at": [0, 0]} for n in range(513)]),
        ("gazetteer", {"Hill": [0, 0]}),
    ],
    "gazetteer.name": [
        ("gazetteer", [{"name": "", "at": [0, 0]}]),
        ("gazetteer", [{"name": "Hill", "at": [0, 0]}] * 2),
    ],
    "gazetteer.at": [("gazetteer", [{"name": "Hill", "at": at}]) for at in ([0, 1_800_000_001], "here", 1)],
    "relay_groups": [("relay_groups", {"XHH": ["north"]})],
    "relay_groups.XAA": [("relay_groups", {"XAA": groups}) for groups in ([], ["n", "n"], ["n"] * 33, "north")],
    "record_class": [
        ("record_class", value)
        for value in ({"off_record": ["call"]}, ["call"], {"confidential": ["call"], "on_record": ["call"]})
    ],
    "record_class.confidential": [("record_class", {"confidential": kinds}) for kinds in ([], ["Call"], "call", [1])],
    "readouts_confidential": [("readouts_confidential", value) for value in (0, 2, "yes")],
    "phrasebook": [("phrasebook", value) for value in (bytes(31), "00" * 32, 1)],
    "exercise_rule": [("exercise_rule", "")],
    "suspension_rule": [("suspension_rule", 1)],
    "agreements.id": [("agreements", [AGREEMENT | {"id": name}]) for name in ("", "Aid", "-aid", "x" * 33, 1)]
    + [("agreements", [AGREEMENT, AGREEMENT])],
    "agreements:": [
        ("agreements", [AGREEMENT | {"hash": bytes(32)}]),
        ("agreements", [{"id": "aid", "title": "Aid"}]),
        ("agreements", [AGREEMENT | {"id": f"a{n}"} for n in range(33)]),
    ],
    "agreements.title": [("agreements", [AGREEMENT | {"title": ""}])],
    "agreements.hash": [("agreements", [{"id": "aid", "title": "Aid", "hash": b"short"}])],
    "agreements.suspendable": [("agreements", [AGREEMENT | {"suspendable": 0}])],
    "posts": [("posts", ["watch", "air", "chief", "watch"])],
    "clock_ms": [("clock_ms", 3_600_001)],
    "windows.answer_s": [("windows", {"answer_s": 43_201})],
}
CASES = [(name, *case) for name, cases in WRONG.items() for case in cases]


@pytest.mark.parametrize(("name", "field", "value"), CASES, ids=[f"{name}-{n}" for n, (name, *_) in enumerate(CASES)])
def test_what_is_wrong_is_refused_by_the_name_of_its_field_with_what_to_write(name, field, value):
    with pytest.raises(InvalidFromPeer) as refused:
        read_charter(full(**{field: value}))
    assert refused.value.code == "malformed"
    assert f" {name}" in refused.value.words
    assert len(refused.value.words) > len(f"the charter's field {name}: ") + 10, "it says nothing of what to do"


def test_every_article_of_the_full_charter_has_a_way_to_be_wrong():
    assert {field for _, field, _ in CASES} >= set(FULL) - {"title"}


def test_a_charter_that_fits_no_entry_is_refused_before_it_is_read():
    assert refusal(read_charter, b"\xff" * (CHARTER_BYTES_MAX + 1)) == "limit"
    long = [{"name": f"l{n}", "at": [n, n]} for n in range(512)]
    agreements = [AGREEMENT | {"id": f"a{n}", "text": "x" * 4096} for n in range(8)]
    assert refusal(read_charter, full(gazetteer=long, agreements=agreements)) == "limit"


@pytest.mark.parametrize("field", sorted(FULL))
def test_each_byte_of_an_article_counts_and_no_change_is_an_unnamed_error(field):
    data = full()
    at = data.index(plain.cbor(field)) + len(plain.cbor(field))
    for offset in range(at, min(at + 12, len(data))):
        changed = data[:offset] + bytes([data[offset] ^ 1]) + data[offset + 1 :]
        charter, _ = outcome(read_charter, changed)
        assert charter is None or charter.hash != WHOLE.hash

"""The kinds of an annex: what is written is read back, garbage is refused, and none of them is a kind of a line."""

from __future__ import annotations

import contextlib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchline.codec import encode
from watchline.errors import InvalidFromPeer
from watchline.record import BODIES, write_body
from watchline.record.claims import (
    ANNEX_BODIES,
    ANNEX_KIND_OF,
    Act,
    Bound,
    ClaimWithdrawn,
    ContactClaim,
    ContactNote,
    ContactRequest,
    FactsReleased,
    Means,
    Participant,
    PhoneTest,
    RequestAct,
    Status,
    Undertaking,
    UndertakingEnded,
    checked_claim,
    read_annex_body,
)
from watchline.record.press_notes import (
    PERSON,
    Named,
    PressClaim,
    PressConfirmed,
    PressKind,
    PressRejected,
    PressReport,
)

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
CODES = st.from_regex(r"[A-Z0-9]{2,8}", fullmatch=True)
DATES = st.sampled_from(["2022-05-13", "2022-05-13~", "2022-10", "2022", "../2022-03-24", "XXXX-XX-XX"])
FLAG = st.none() | st.just(1)
PEOPLE = st.builds(Participant, office=WORDS, state=CODES, name=st.none() | WORDS)
SIDES = st.lists(PEOPLE, min_size=2, max_size=5)
OWED = st.lists(st.builds(Undertaking, who=WORDS, what=WORDS, by=st.none() | DATES), max_size=3)
NAMES = st.lists(WORDS, max_size=3)
MAYBE = st.none() | WORDS
HASHES = st.binary(min_size=32, max_size=32)
PRESS_DATES = st.sampled_from(["2022-05-13", "2022-05", "2022-05-XX", "2022", "XXXX-05-13", "2022-05-13/2022-05-15", "../2022-03-24", "2022-03-24/..", "unknown"])  # fmt: skip
SPANS = st.lists(st.tuples(st.integers(0, 9), st.integers(10, 2**20), HASHES), min_size=1, max_size=3)
RECORDS = st.one_of(
    st.builds(
        ContactClaim, status=st.sampled_from([item.value for item in Status]), date=DATES, participants=SIDES,
        means=st.sampled_from([item.value for item in Means]), date_basis=MAYBE, started=st.none() | st.integers(0, 2**40),
        minutes=st.none() | st.integers(0, 5_000), bound=st.sampled_from([item.value for item in Bound]), initiative=st.none() | CODES,
        topics=NAMES, outcome=MAYBE, place=MAYBE, confidentiality=MAYBE, next=st.none() | st.just("none") | DATES, undertakings=OWED,
        authorised_by=MAYBE, told=NAMES, listened=NAMES, remark=MAYBE, corrects=FLAG,
    ),
    st.builds(
        PhoneTest, state=CODES, date=DATES, answered=st.integers(0, 1), started=st.none() | st.integers(0, 2**40),
        quality=st.none() | st.integers(1, 5), by_post=MAYBE, telephone=MAYBE, remark=MAYBE, corrects=FLAG,
    ),
    st.builds(
        ContactRequest, participants=SIDES, initiative=CODES, date=DATES, purpose=MAYBE, valid_until=st.none() | DATES, remark=MAYBE,
        corrects=FLAG,
    ),
    st.builds(
        RequestAct, act=st.sampled_from([item.value for item in Act]), date=DATES, reason=st.sampled_from([None, "none", "private", "public"]),
        valid_until=st.none() | DATES, remark=MAYBE,
    ),
    st.builds(
        UndertakingEnded, number=st.integers(1, 64), how=st.sampled_from(["done", "released", "overtaken"]), date=DATES, remark=MAYBE,
    ),
    st.builds(
        ContactNote, line=st.binary(min_size=32, max_size=32), entry=st.tuples(CODES, st.integers(1, 9), st.integers(0, 99), st.binary(min_size=32, max_size=32)),
        called=WORDS, authorised_by=MAYBE, told=NAMES, listened=NAMES, remark=MAYBE, corrects=FLAG,
    ),
    st.builds(
        PressReport, name=WORDS, sha256=HASHES, text_sha256=HASHES, kept=st.sampled_from(["text", "facts"]), outlet=MAYBE, published=PRESS_DATES,
        grade=st.sampled_from([None, "A", "B2", "F6"]), parts=st.just([("headline", 0, 5), ("comment", 5, 9)]), corrects=FLAG,
    ),
    st.builds(
        PressClaim, kind=st.sampled_from([item.value for item in PressKind]), spans=SPANS, found_by=st.sampled_from([PERSON, "rules"]),
        principals=st.lists(st.builds(Named, name=MAYBE, office=MAYBE, state=st.none() | CODES), max_size=3), date=PRESS_DATES,
        status=st.sampled_from([None, "held", "avoided"]), initiative=st.none() | CODES, minutes=st.none() | st.integers(0, 500),
        bound=st.sampled_from(["exactly", "about", "more_than", "less_than"]), topics=NAMES, attribution=NAMES, background=FLAG, comment=FLAG,
        form=st.sampled_from([None, "gap_days", "first_since"]), value=st.none() | st.integers(0, 99) | WORDS, fact=st.sampled_from([None, "tested"]),
        per_day=st.none() | st.just((1, 2)), gist=MAYBE, corrects=FLAG,
    ),
    st.builds(PressConfirmed, remark=MAYBE),
    st.builds(PressRejected, reason=MAYBE),
    st.builds(ClaimWithdrawn, reason=WORDS),
    st.builds(FactsReleased, date=DATES, facts=st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=3), given_to=MAYBE),
)  # fmt: skip


@given(RECORDS)
def test_what_is_written_is_read_back(record):
    assert read_annex_body(ANNEX_KIND_OF[type(record)], write_body(record)) == record


FIELDS = st.sampled_from(
    ["date", "status", "participants", "act", "reason", "number", "how", "line", "entry", "facts", "answered"]
)
ANYTHING = WORDS | DATES | st.integers(0, 9) | st.lists(WORDS, max_size=3) | st.binary(max_size=40)


@given(
    st.sampled_from(sorted(ANNEX_BODIES)),
    st.binary(max_size=60) | st.builds(encode, st.dictionaries(FIELDS, ANYTHING, max_size=4)),
)
def test_garbage_is_refused_or_read_and_nothing_else(kind, body):
    with contextlib.suppress(InvalidFromPeer):
        read_annex_body(kind, body)


def test_a_kind_of_an_annex_is_no_kind_of_a_line():
    assert set(ANNEX_BODIES) & set(BODIES) == {"epoch_open"}
    assert read_annex_body("message", b"") is None


@pytest.mark.parametrize(
    "change",
    [
        {"date": "2022-02-30"}, {"status": "rejected"}, {"means": "telepathy"}, {"minutes": -1}, {"bound": "roughly"}, {"next": "soon"},
        {"participants": [{"office": "a", "state": "XAA"}]}, {"participants": [{"office": "a", "state": "xaa"}, {"office": "b", "state": "XBB"}]},
        {"participants": [{"office": "a", "state": "XAA"}, {"office": "b", "state": "XBB", "role": "interpreter"}]},
        {"undertakings": [{"who": "XBB", "what": "x", "by": "tomorrow"}]}, {"corrects": 0},
    ],
)  # fmt: skip
def test_a_field_of_another_form_is_refused(change):
    sides = [{"office": "a", "state": "XAA"}, {"office": "b", "state": "XBB"}]
    fields = {"status": "held", "date": "2022-05-13", "participants": sides}
    assert read_annex_body("contact_claim", encode(fields)) == checked_claim(
        ContactClaim(status="held", date="2022-05-13", participants=msgspec.convert(sides, list[Participant]))
    )
    with pytest.raises(InvalidFromPeer):
        read_annex_body("contact_claim", encode(fields | change))


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("press_claim", {"date": "2022-02-30"}), ("press_claim", {"date": "13 May"}), ("press_claim", {"date": "../.."}),
        ("press_claim", {"date": "2022-05-15/2022-05-13"}), ("press_claim", {"date": "2022-05-13~"}), ("press_claim", {"date": "XXXX-XX-XX"}),
        ("press_claim", {"spans": []}), ("press_claim", {"spans": [[9, 9, bytes(32)]]}), ("press_claim", {"spans": [[9, 12, b"short"]]}),
        ("press_claim", {"kind": "rumour"}), ("press_claim", {"status": "refused"}), ("press_claim", {"comment": 0}),
        ("press_claim", {"arithmetic": "maybe"}), ("press_report", {"sha256": b""}), ("press_report", {"grade": "G1"}),
        ("press_report", {"kept": "text"}), ("press_report", {"published": "yesterday"}), ("press_report", {"parts": [["noise", 5, 5]]}),
    ],
)  # fmt: skip
def test_a_field_of_a_report_or_claim_of_another_form_is_refused(kind, change):
    sound = {
        "press_claim": {"kind": "contact", "found_by": "rules", "spans": [[0, 9, bytes(32)]]},
        "press_report": {"name": "first", "sha256": bytes(32)},
    }[kind]
    assert read_annex_body(kind, encode(sound)) is not None
    with pytest.raises(InvalidFromPeer):
        read_annex_body(kind, encode(sound | change))

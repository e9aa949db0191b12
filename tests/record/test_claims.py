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

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
CODES = st.from_regex(r"[A-Z0-9]{2,8}", fullmatch=True)
DATES = st.sampled_from(["2022-05-13", "2022-05-13~", "2022-10", "2022", "../2022-03-24", "XXXX-XX-XX"])
FLAG = st.none() | st.just(1)
PEOPLE = st.builds(Participant, office=WORDS, state=CODES, name=st.none() | WORDS)
SIDES = st.lists(PEOPLE, min_size=2, max_size=5)
OWED = st.lists(st.builds(Undertaking, who=WORDS, what=WORDS, by=st.none() | DATES), max_size=3)
NAMES = st.lists(WORDS, max_size=3)
MAYBE = st.none() | WORDS
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

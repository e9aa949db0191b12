"""Bodies of entries. One failure each: tests/vectors/kinds."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.refusal import outcome, refusal
from tests.strategies import bodies, mangled
from tests.vectors.make.kinds import SOUND
from watchline.codec import decode, encode
from watchline.record.kinds import (
    ANSWERS,
    BEFORE_OPEN,
    BODIES,
    KIND_OF,
    OPENS_THREAD,
    Kind,
    LineTestAnswered,
    rank,
    read_body,
    write_body,
)

READOUT = "readout"


@given(bodies)
def test_a_body_reads_back_and_has_one_form(record):
    body = write_body(record)
    assert read_body(KIND_OF[type(record)], body) == record
    assert encode(decode(body)) == body


@given(bodies, st.data())
def test_a_mangled_body_is_another_record_or_refused(record, data):
    body = data.draw(mangled(write_body(record)))
    found, code = outcome(read_body, KIND_OF[type(record)], body)
    assert code in {None, "malformed"}
    if found == record and body:
        assert set(decode(body)) >= set(decode(write_body(record)))


@given(st.sampled_from(sorted(BODIES)), st.binary(max_size=60))
def test_any_bytes_are_a_record_or_refused(kind, body):
    assert refusal(read_body, kind, body) in {None, "malformed"}


@given(
    st.sampled_from(list(SOUND)),
    st.dictionaries(
        st.sampled_from([*{field for _, body in SOUND.values() for field in body}, "x"]),
        st.integers(-(2**63), 2**63 - 1) | st.text(max_size=9) | st.binary(max_size=33) | st.lists(st.text(max_size=3)),
        min_size=1,
        max_size=2,
    ),
)
def test_a_body_with_any_field_changed_is_read_or_refused(kind, fields):
    found, code = outcome(read_body, kind, encode(SOUND[kind][1] | fields))
    assert code in {None, "malformed"}
    assert (found is None) == (code is not None)


def test_a_flag_that_is_one_of_few_words_is_that_word_to_its_last_character():
    """What a view compares with a word must not be that word and a newline."""
    for kind, field in (
        ("message", "precedence"),
        ("line_test_answered", "answered_by"),
        ("message_acknowledged", "how"),
    ):
        sound = SOUND[kind][1]
        assert refusal(read_body, kind, encode(sound)) is None
        for odd in (
            sound[field] + "\n",
            "\n" + sound[field],
            sound[field] + "\0",
            sound[field] + " ",
            sound[field] * 2,
            "",
        ):
            assert refusal(read_body, kind, encode(sound | {field: odd})) == "malformed"


def test_an_unknown_kind_has_no_record_and_its_body_is_not_looked_into():
    assert read_body("weather", b"\xff") is None


def test_every_kind_has_a_body_a_rank_and_a_vector():
    assert set(BODIES) == set(SOUND) >= {kind.value for kind in Kind}
    assert len(set(BODIES.values())) == len(BODIES)
    for kind, (at_rank, body) in SOUND.items():
        assert rank(kind, read_body(kind, encode(body))) == at_rank
    assert rank("weather", None) == 0


def test_every_automatic_entry_is_caused_by_one_of_lower_rank():
    """PROTOCOL 4.8: so every chain of entries ends."""
    node = LineTestAnswered(answered_by="node")
    assert rank("line_test_answered", node) == 4 > rank("line_test", None)
    for kind, cause in ANSWERS.items():
        if rank(kind, None):
            assert rank(kind, None) > rank(cause, None)


def test_tables_name_kinds_that_there_are():
    assert OPENS_THREAD - {READOUT} | BEFORE_OPEN | set(ANSWERS) | set(ANSWERS.values()) <= set(BODIES)


@pytest.mark.parametrize("body", BODIES.values(), ids=lambda body: body.__name__)
def test_a_record_is_a_value_with_a_sentence_that_says_what_it_is(body):
    assert body.__struct_config__.frozen
    assert body.__doc__
    assert body.__doc__.strip().endswith(".")
    assert not {field.name for field in msgspec.structs.fields(body)} & {"line", "author", "index", "seen"}, (
        "a header's"
    )

"""The charter as a form: what is written plainly or as in a draft reads back as the same article; what stops it is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchline.record import ARTICLES, read_form, write_form
from watchline.record.charter import KNOWN
from watchline.record.charter_draft import BY_PROGRAM


def test_every_article_of_a_charter_but_the_programs_own_stands_in_the_form_once():
    names = [item.name for item in ARTICLES]
    assert len(set(names)) == len(names)
    # A datum is WGS84 or nothing: there is nothing to fill in.
    assert set(names) == KNOWN - set(BY_PROGRAM) - {"datum"}


@pytest.mark.parametrize("item", [item for item in ARTICLES if item.example], ids=lambda item: item.name)
def test_every_example_can_be_read(item):
    fields, faults = read_form({item.name: item.example})
    assert list(fields) == [item.name]
    assert not faults


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("circuits", "alpha\n\n bravo   phone ", [{"name": "alpha", "carrier": "direct"}, {"name": "bravo", "carrier": "phone"}]),
        ("calendar", "0600z alpha\n18:30 bravo Mon tuesday", [{"circuit": "alpha", "minute": 360}, {"circuit": "bravo", "weekdays": [1, 2], "minute": 1110}]),
        ("posts", "watch\ngeneral  officer", ["watch", "general officer"]),
        ("clock_ms", " 500 ", 500),
        ("demo", "1", 1),
        ("title", " A [line] ", "A [line]"),
        ("title", '"A" line', '"A" line'),
        ("title", '"[A]"', "[A]"),
        ("legal_effect", '{ en = "None.", fr = "Aucun." }', {"en": "None.", "fr": "Aucun."}),
        ("windows", "{ answer_s = 600 }", {"answer_s": 600}),
        ("of_another_version", "[1, 2]", [1, 2]),
    ],
)  # fmt: skip
def test_what_is_written_is_read(name, text, value):
    fields, faults = read_form({name: text})
    assert (fields, faults) == ({name: value}, {})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("circuits", "alpha direct fast"), ("calendar", "0600"), ("calendar", "2460 alpha"), ("calendar", '0600 "alpha'), ("clock_ms", "soon"), ("clock_ms", "-1"),
        ("windows", "answer_s = 600"), ("windows", '{ }\nposts = ["a"]'), ("ladder", "[1.5]"), ("posts", "["), ("title", "x" * 31_001), ("demo2", "\x00"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_a_fault_of_that_article_alone(name, text):
    fields, faults = read_form({name: text, "title" if name != "title" else "purpose": "stays"})
    assert list(faults) == [name]
    assert list(fields.values()) == ["stays"]


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20)
VALUES = {
    "title": words, "purpose": st.one_of(words, st.dictionaries(st.sampled_from(["en", "fr"]), words, min_size=1)), "posts": st.lists(words, max_size=4), "clock_ms": st.integers(0, 10**9),
    "circuits": st.lists(st.fixed_dictionaries({"name": st.from_regex(r"\A[a-z0-9-]{1,16}\Z"), "carrier": st.sampled_from(["direct", "phone", "voice"])}), max_size=3),
    "calendar": st.lists(st.fixed_dictionaries({"minute": st.integers(0, 1439), "circuit": st.from_regex(r"\A[a-z0-9-]{1,16}\Z")}, optional={"weekdays": st.lists(st.integers(1, 7), min_size=1, max_size=7, unique=True)}), max_size=3),
    "windows": st.dictionaries(st.sampled_from(["answer_s", "held_s"]), st.integers(0, 10**6)), "phrasebook": st.binary(min_size=32, max_size=32), "odd": st.lists(st.integers(), max_size=3),
}  # fmt: skip


@given(st.fixed_dictionaries({}, optional=VALUES))
def test_a_charter_that_is_written_into_the_form_is_read_as_it_was(fields):
    found, faults = read_form(write_form(fields))
    assert not faults
    assert found == fields

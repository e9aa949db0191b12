"""The search: every word, without case, marks and hidden characters; references first; bounded, and what it did not look at is said."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.nodes import answer, run
from watchline.demo.stage import set_up
from watchline.errors import OurMistake
from watchline.host import search as searching
from watchline.host.answers import log_entries
from watchline.host.folding import around, folded
from watchline.host.reading import open_reading
from watchline.host.search import search


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    return set_up(tmp_path_factory.mktemp("search") / "line", lambda words: None, days=12)


@pytest.fixture
def here(stage):
    with open_reading(stage.nodes["XAA"].folder) as reading:
        yield reading.here


def every(here):
    return log_entries(here, 10_000)["entries"]


def pages(here, text, **asked):
    """Return everything that a search finds, page by page."""
    found, before = [], ""
    while True:
        page = search(here, text, before=before, **asked)
        found += page["found"]
        if not page["more"]:
            assert page["next"] is None
            return found
        before = page["next"]["before"]


@given(st.text(), st.text())
def test_a_part_of_a_text_is_a_part_of_its_folded_text(one, two):
    assert folded(one + two) == folded(one) + folded(two)


@given(st.text(max_size=60), st.text(max_size=10), st.text(max_size=60))
def test_what_is_shown_is_cut_out_of_the_text_and_has_what_was_looked_for(before, word, after):
    text, wanted = before + word + after, folded(word)
    shown = around(text, wanted, 20)
    assert "".join(shown) in text
    assert max(map(len, (shown[0], shown[2]))) <= 40
    if wanted:
        assert wanted in folded(shown[1])


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("zurich", "Zürich"),
        ("zürich", "ZURICH"),
        ("CAFÉ", unicodedata.normalize("NFD", "café")),
        ("flash", "FL\u200bA\u00adSH"),
        ("hold fire", "hold\u00a0fire"),
        ("strasse", "Straße"),
        ("иод", "йод"),
        ("امر", "أَمْر"),
        ("fi", "\ufb01"),
        ("12", "\uff11\uff12"),
    ],
)
def test_case_marks_and_hidden_characters_do_not_count(typed, written):
    assert folded(typed) in folded(written)


def test_letters_without_a_decomposition_stay_themselves():
    assert folded("o") not in folded("ø")
    assert folded("a") not in folded("а")  # noqa: RUF001 - Cyrillic, on purpose


def test_a_whole_reference_and_a_number_alone_come_first(here):
    entries = [item for item in every(here) if item["kind"] == "message"]
    for item in (entries[0], entries[-1]):
        for text in (item["ref"], item["ref"].lower(), item["place"], f" {item['ref']} "):
            first = search(here, text)["found"][0]
            assert (first["ref"], first["place"], first["by"], first["page"]) == (
                item["ref"],
                item["place"],
                "reference",
                "messages",
            )
        number = str(int(item["ref"].rpartition("-")[2]))
        named = [hit["ref"] for hit in search(here, number)["found"] if hit["by"] == "reference"]
        assert item["ref"] in named[:2]


def test_a_part_of_a_reference_comes_before_texts_and_the_newest_first(here):
    item = next(item for item in every(here) if item["kind"] == "message")
    found = search(here, item["ref"][:-1], limit=100)["found"]
    assert item["ref"] in [hit["ref"] for hit in found if hit["by"] == "reference"]
    ways = [hit["by"] for hit in found]
    assert ways == sorted(ways), "references before texts"


def test_every_entry_that_has_the_words_is_found_once_page_by_page(here):
    def has(item):
        return "e" in folded(str(item["body"].get("text", ""))) if isinstance(item["body"], dict) else False

    entries = every(here)
    found = [hit["place"] for hit in pages(here, "e", limit=3)]
    assert len(found) == len(set(found))
    assert {item["place"] for item in entries if has(item)} <= set(found)
    assert search(here, "e", limit=3)["more"]
    order = [item["place"] for item in entries]
    texts = [hit["place"] for hit in search(here, "e", limit=100)["found"] if hit["by"] == "text"]
    assert texts == sorted(texts, key=order.index, reverse=True)


def test_all_words_must_stand_there_in_any_order(here):
    hit = next(
        hit for hit in search(here, "e", limit=100)["found"] if hit["page"] == "messages" and hit["after"].strip()
    )
    other = folded(hit["after"]).split()[0].strip(".,;:")
    places = {item["place"] for item in search(here, f"{other} e", limit=100)["found"]}
    assert places == {item["place"] for item in search(here, f"E {other}", limit=100)["found"]}
    assert hit["place"] in places
    assert not search(here, f"the {other} zzzzzz")["found"]


@pytest.mark.parametrize(("bound", "most"), [("ROWS_MAX", 7), ("CHARS_MAX", 40)])
def test_it_stops_at_its_bound_says_so_and_goes_on_from_there(here, monkeypatch, bound, most):
    whole = [hit["place"] for hit in pages(here, "the")]
    monkeypatch.setattr(searching, bound, most)
    first = search(here, "zzzzzz")
    assert (first["more"], first["stopped"], first["found"]) == (True, True, [])
    assert first["looked"] < len(every(here))
    assert "older ones were not looked at" in first["words"]
    assert bound != "ROWS_MAX" or first["looked"] == most
    assert sorted(hit["place"] for hit in pages(here, "the")) == sorted(whole)
    old = next(item for item in every(here) if item["kind"] == "message")
    assert search(here, old["ref"])["found"][0]["place"] == old["place"], "a whole reference is found however old it is"


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u202e", "x" * 201, "a " * 13])
def test_nothing_to_look_for_is_refused_in_words(here, text):
    with pytest.raises(OurMistake, match="Type one to 12 words"):
        search(here, text)


def test_an_unknown_place_to_go_on_from_is_refused(here):
    with pytest.raises(OurMistake):
        search(here, "the", before="XAA/1/999999")


def test_the_letters_that_are_remembered_are_bounded():
    from watchline.host import folding

    folded("".join(map(chr, range(0x100, 0x100 + 30_000))))
    assert len(folding._LETTERS) <= folding._KNOWN_MAX


def test_the_verb_says_what_the_operation_says(stage, here):
    folder = stage.nodes["XAA"].folder
    said = answer("search", folder, "E", "--limit", 2)
    assert said == search(here, "e", 2)
    words = run("search", folder, "E", "--limit", 2).output
    assert said["found"][0]["ref"] in words
    assert said["words"] in words
    assert f"--before {said['next']['before']}" in words
    assert "0 found" in run("search", folder, "zzzzzz").output
    run("search", folder, " ", exit_code=1)

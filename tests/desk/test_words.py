"""The node's words in the reader's language: one catalogue, every sentence in every language, nothing of the record touched, no bare English."""

import re
from gettext import c2py

import httpx
import pytest

from tests.desk.conftest import TOKEN, Desks, events
from tools import catalogue, node_words
from watchline.desk.app import ROUTES
from watchline.desk.assets import Console, File
from watchline.desk.doors import Refused
from watchline.desk.guard import failure
from watchline.desk.words import Languages, Words
from watchline.host.status import STATE_WORDS
from watchline.line import LineState
from watchline.measure import count_of_days, times
from watchline.sentence import joined, worded

FILES = sorted(catalogue.LOCALE.glob("*.po"))
KNOWN = node_words.sentences()
SAID = {path.stem: catalogue.read(path) for path in FILES}
tags = pytest.mark.parametrize("tag", SAID)


def test_the_node_says_hundreds_of_sentences_and_their_ids_are_literals():
    assert sum(found.made for found in KNOWN.values()) > 400
    assert "" not in KNOWN


@tags
def test_every_sentence_of_the_node_stands_in_every_language(tag):
    missing = [ident for ident, found in KNOWN.items() if found.made and ident not in SAID[tag]]
    assert not missing, f"python -m tools.node_words missing {tag}"


@tags
def test_a_translation_has_the_fields_and_the_commands_of_its_sentence(tag):
    for ident in KNOWN.keys() & SAID[tag].keys():
        # A form for one count may leave the count out.
        counted = {"n"} if KNOWN[ident].many else set()
        wanted = (node_words.fields_of(ident) | node_words.fields_of(KNOWN[ident].many)) - counted
        for form in SAID[tag][ident]:
            assert node_words.fields_of(form) - counted == wanted, (tag, ident, form)
            assert re.findall("`[^`]*`", form) == re.findall("`[^`]*`", ident) or sorted(
                re.findall("`[^`]*`", form)
            ) == sorted(re.findall("`[^`]*`", ident)), (tag, ident)


@tags
def test_a_counted_sentence_has_a_form_for_each_number_that_the_language_tells_apart(tag):
    header = next(text for text in catalogue.header(catalogue.LOCALE / f"{tag}.po") if text.startswith("Plural-Forms:"))
    count, rule = re.fullmatch(r"Plural-Forms: nplurals=(\d); plural=(.+);", header).groups()
    assert {c2py(rule)(number) for number in range(200)} == set(range(int(count)))
    for ident in KNOWN.keys() & SAID[tag].keys():
        assert len(SAID[tag][ident]) == (int(count) if KNOWN[ident].many else 1), (tag, ident)


def built(**words):
    """Return the languages of a console that was built with some words."""
    console = Console()
    console.files = {f"node-words-{tag}.json": File(said, "application/json", "") for tag, said in words.items()} | {
        "words-fr.json": File(b"{}", "application/json", "")
    }
    return Languages(console)


SMALL = built(
    fr=b'{"plural": "n > 1", "words": {"{n} day": ["{n} jour", "{n} jours"], "Nothing was done.": "Rien."}}',
    ru=b'{"plural": "n%10==1 && n%100!=11 ? 0 : 1", "words": {"{party} asks: {what}": "{what}: \\u0441\\u043f\\u0440. {party}"}}',
)  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "tag"),
    [
        ("", None), ("en", None), ("en-GB, fr", None), ("fr", "fr"), ("fr-CH, fr;q=0.9", "fr"), ("FR", "fr"), ("de, ru;q=0.8, fr", "ru"),
        ("*", None), ("xx", None), (";,;", None), ("en-XA", "en-XA"), ("ar-XB", "ar-XB"), ("f", None), ("../fr", None),
    ],
)  # fmt: skip
def test_the_first_language_that_is_spoken_here_is_taken(asked, tag):
    found = SMALL.asked(asked)
    assert (None if found is None else found.tag) == tag


def test_plurals_follow_the_rule_of_the_catalogue():
    french = SMALL.asked("fr")
    assert [french.say(count_of_days(number)) for number in (0, 1, 2)] == ["0 jour", "1 jour", "2 jours"]


def test_a_field_may_be_a_sentence_and_may_change_its_place():
    russian = SMALL.asked("ru")
    assert russian.say(worded("{party} asks: {what}", party="XBB", what=times(2))) == "2 times: спр. XBB"
    assert russian.say(joined((times(2), "{party}"), ", ")) == "2 times, {party}"


def test_what_is_no_sentence_stays_as_it_is():
    pseudo, text = SMALL.asked("en-XA"), "Nothing was done. Every circuit is alive {n}."
    found = {
        "text": text,
        "ref": "XAA-0412",
        "n": 3,
        "of": [None, True, 1.5, b"x"],
        "words": STATE_WORDS[LineState.NORMAL],
    }
    said = pseudo.put(found)
    assert said.pop("words") == pseudo.say(STATE_WORDS[LineState.NORMAL]) != found.pop("words")
    assert said == found


def test_a_refusal_without_fields_is_found_by_its_words_and_its_code_stays():
    why = Refused(403, "role", "Nothing was done.", "Nobody has translated this.", "")
    french = SMALL.asked("fr")
    assert isinstance(french, Words)
    assert (
        failure(why, french)
        == b'{"error":{"code":"role","what":"Rien.","means":"Nobody has translated this.","then":""}}'
    )
    assert failure(why).startswith(b'{"error":{"code":"role","what":"Nothing was done."')


# --- at the desk -------------------------------------------------------------------------------------------------------------

ENGLISH_WORDS = re.compile(r"[A-Za-z][a-z']* [a-z][a-z']*[,;]? [a-z][a-z']+")
DATA = {
    "text", "title", "names", "shown", "office", "with_office", "purpose", "page", "sentence", "rests_on", "ladder", "body", "statements",
    "legal_effect", "acts", "drafts", "suspension_rule", "articles", "demo_words",
}  # fmt: skip
"""What is said by the charter, by a person, by another party, released as it stands, or kept in our book as it was written."""


def texts(found, path=()):
    match found:
        case dict():
            for name, value in found.items():
                yield from texts(value, (*path, name))
        case list():
            for value in found:
                yield from texts(value, path)
        case str():
            yield path, found


@pytest.fixture
def fresh(tmp_path):
    """A stage of its own: what other tests wrote to theirs is not looked at."""
    made = Desks(tmp_path / "line", days=30)
    try:
        made.up()
        with made.client() as client:
            yield client
    finally:
        made.close()


def test_in_the_pseudo_language_no_answer_has_bare_english_of_the_node(fresh):
    looked = 0
    for route in ROUTES:
        if route.method != "GET" or "{" in route.path or route.kind != "application/json":
            continue
        answer = fresh.get(route.path, headers={"accept-language": "en-XA"})
        for path, text in texts(answer.json(), (route.name,)):
            looked += 1
            # What is read out of press reports is said in English still.
            if not DATA & set(path) and not route.name.startswith("press"):
                assert text.startswith("[") or not ENGLISH_WORDS.search(text), (path, text)
    assert looked > 500


def test_a_desk_is_answered_in_its_language_and_a_program_in_english(watch, desks):
    english, arabic = watch.get("/status").json(), watch.get("/status", headers={"accept-language": "ar"}).json()
    words = Languages(Console()).asked("ar")
    if words is None:
        pytest.skip("the console is not built here; `python tools/console_build.py` builds it")
    assert english["state"] == arabic["state"] == "NORMAL"
    assert english["state_words"] == STATE_WORDS[LineState.NORMAL]
    assert arabic["state_words"] == words.say(STATE_WORDS[LineState.NORMAL]) != english["state_words"]
    assert watch.get("/status", params={"said_in": "ar"}).json()["state_words"] == arabic["state_words"]
    refused = httpx.get(f"{desks.url()}/api/v1/status", headers={"accept-language": "fr", TOKEN: ""})
    assert refused.json()["error"]["code"] == "sign_in"
    assert refused.json()["error"]["what"] == Languages(Console()).asked("fr").say("Nobody is signed in here.")


def test_a_stream_is_told_in_the_language_of_its_address(watch):
    said = []
    for query in ({}, {"said_in": "en-XA", "last": ""}):
        with watch.stream("GET", "/events", params=query) as answer:
            said.append(events(answer, lambda event: event[1] == "status")[-1][2]["running_words"])
    assert said == ["The node runs.", "[Théé nôôdéé rûûns.]"]

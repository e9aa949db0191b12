"""The phrasebook by its verbs: listed, shown, a code checked; no node is needed. A charter may name it."""

import json
import re

import pytest

from tests.cli.nodes import CODES, Pair, answer, run
from tests.phrase.books import added, own, reworded
from tools.tree import ROOT
from watchline.phrase import shipped
from watchline.record import read_founding

JSON_PAGE = (ROOT / "docs" / "reference" / "json.md").read_text(encoding="utf-8")


def keys(value):
    if isinstance(value, dict):
        return set(value) | {key for item in value.values() for key in keys(item)}
    return {key for item in value for key in keys(item)} if isinstance(value, list) else set()


@pytest.mark.parametrize("arguments", [("list",), ("show", "WN03-P"), ("check", "WN03-P")])
def test_every_key_is_documented(arguments):
    page = re.search(r"## phrase list, phrase show, phrase check\n(.*?)^## ", JSON_PAGE, re.DOTALL | re.MULTILINE)[1]
    assert keys(answer("phrase", *arguments)) <= set(re.findall(r"`([a-z_]+)`", page))


def test_the_list_holds_every_phrase_in_the_language_asked_for():
    listed = answer("phrase", "list", "--language", "ar")
    assert len(listed["phrases"]) == len(shipped().phrases)
    assert listed["unreviewed"]
    assert listed["phrasebook"]["installed"] == shipped().hash.hex()
    assert {item["category"] for item in answer("phrase", "list", "--category", "warning")["phrases"]} == {"warning"}
    words = run("phrase", "list", "--category", "warning").stdout
    assert "position:position dtg:dtg" in words
    assert "unreviewed" in words


def test_a_phrase_is_shown_with_its_rules_and_answers():
    shown = answer("phrase", "show", "wn04")
    assert (shown["code"], shown["least_precedence"], shown["persons"]) == ("WN04-F", "O", 2)
    assert [item["code"][:4] for item in shown["answers"]] == ["AK05", "DE04", "AC07"]
    words = run("phrase", "show", "WN04-F").stdout
    assert "two persons must agree to say it: one officer drafts it, another releases it" in words
    assert "Unreviewed: en, ru, uk, fr, ar, zh" in words
    assert "the receiver reads it back" in run("phrase", "show", "AC01").stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("check", "WN03-Q"), "misheard or mistyped"),
        (("check", "WN03"), "not a code with its check character"),
        (("check", "ZZ99-G"), "no phrase ZZ99"),
        (("show", "ZZ99"), "no phrase ZZ99"),
        (("show", "WN03", "--language", "xx"), "it has en, ru"),
        (("list", "--language", "xx"), "it has en, ru"),
        (("list", "--category", "weather"), "no category 'weather'"),
    ],
)
def test_what_is_not_there_is_said_in_words(arguments, words):
    assert words in run("phrase", *arguments, exit_code=1).stderr


def test_a_charter_names_the_phrasebook_and_the_export_does(tmp_path):
    pair = Pair(tmp_path)
    for code in CODES:
        pair.init(code)
    pair.propose("--demo", "--phrasebook")
    assert read_founding(pair.founding.read_bytes()).charter.phrasebook == shipped().hash
    for code in CODES:
        pair.sign(code)
    pair.open("XAA")
    words = run("phrase", "list", pair.dir("XAA")).stdout
    assert "This is the phrasebook that the charter names" in words
    assert "phrasebook" not in run("status", pair.dir("XAA")).stdout
    assert answer("status", pair.dir("XAA"))["phrasebook"]["agreed"]
    out = json.loads(run("log", "export", pair.dir("XAA"), tmp_path / "out", "--json").stdout)
    assert out["phrasebook"] == shipped().hash.hex()


def test_an_own_edition_is_added_used_and_removed(tmp_path):
    pair = Pair(tmp_path).found()
    folder, edition, lone = pair.dir("XAA"), tmp_path / "own.csv", tmp_path / "lone.csv"
    edition.write_bytes(own(added(), reworded("PR09", en="Yes, I confirm.")))
    lone.write_bytes(own(added(), base="0" * 64))
    assert "which is not here. Nothing was added." in run("phrase", "add", folder, lone, exit_code=1).stderr
    digest = answer("phrase", "add", folder, edition)["added"]
    assert "a second own edition" in _second(folder, tmp_path)
    shelf = answer("phrase", "books", folder)
    assert [(item["what"], item["in_use"]) for item in shelf["books"]] == [("shipped", False), ("own edition", True)]
    assert keys(shelf) <= set(re.findall(r"`([a-z_]+)`", JSON_PAGE))
    assert "XA01" in run("phrase", "list", folder).stdout
    assert "Buoy" in run("phrase", "show", "XA01", folder).stdout
    assert "no phrase XA01" in run("phrase", "show", "XA01", exit_code=1).stderr
    (folder / "phrasebooks" / "damaged.csv").write_bytes(b"code\n")
    assert "damaged.csv is not used" in run("phrase", "books", folder).stdout
    assert answer("status", folder)["phrasebook"]["not_used"].keys() == {"damaged.csv"}
    assert answer("phrase", "remove", folder, digest[:8])["removed"].startswith(digest[:8])
    assert "no phrasebook" in run("phrase", "remove", folder, digest[:8], exit_code=1).stderr
    assert answer("phrase", "books", folder)["books"][0]["in_use"]


def _second(folder, tmp_path):
    other = tmp_path / "other.csv"
    other.write_bytes(own(added("XB01")))
    return run("phrase", "add", folder, other, exit_code=1).stderr

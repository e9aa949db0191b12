"""Two nodes by the verbs alone: founded, opened, used, proved; every exit code; the JSON that is documented and no other.

The tests share one pair of nodes and hold in any order: each writes entries of its own and looks at those.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.nodes import CODES, answer, is_root, open_pair, run
from tools.tree import ROOT

JSON_PAGE = (ROOT / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
BY_NAME = {
    "counts",
    "recipients",
    "statements",
    "received",
    "places",
    "states",
    "names",
    "sizes",
    "apart_ms",
    "roots",
    "refused",
    "per_circuit",
    "per_initiator",
    "spoken",
    "text",
    "title",
    "body",
    "precedence_s",
    "next",
    "initiative",
    "params",
}
"""Keys whose value is a map with names of its own: codes, circuits, languages, fields of a body."""


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    with open_pair(tmp_path_factory.mktemp("pair")) as made:
        yield made


def section(verb):
    """The part of json.md that documents a verb: the headings that name it, and what is said for all."""
    parts = re.split(r"^## (.+)$", JSON_PAGE, flags=re.MULTILINE)
    shared = parts[0]
    found = [text for title, text in zip(parts[1::2], parts[2::2], strict=True) if verb in re.split(r", ", title)]
    assert found, f"json.md says nothing of {verb}"
    return shared + "".join(found)


def undocumented(verb, value, also=()):
    """The keys of a value that json.md does not name under a verb."""
    known = set(re.findall(r"`([a-z_0-9]+)`", "".join(section(name) for name in (verb, *also))))
    return sorted(keys(value) - known)


def keys(value):
    found = set()
    if isinstance(value, dict):
        for key, item in value.items():
            found.add(key)
            inner = item.values() if key in BY_NAME and isinstance(item, dict) else [item]
            for one in inner:
                found |= keys(one)
    elif isinstance(value, list):
        for item in value:
            found |= keys(item)
    return found


LISTS = ("In every list",)


def test_a_message_goes_both_ways_and_every_key_is_documented(pair):
    a, b = (pair.dir(code) for code in CODES)
    sent = answer("send", a, "cease", "--precedence", "O", "--to", "XBB")
    assert sent["written"]
    assert undocumented("send", sent) == []
    ref = sent["ref"]
    pair.until(lambda: pair.message("XBB", ref), "the message does not arrive")
    shown = pair.message("XBB", ref)
    assert (shown["text"], shown["precedence"], shown["from"], shown["to"]) == ("cease", "O", "XAA", ["XBB"])
    assert shown["states"]["XBB"]["read"] is None
    early = run("ack", b, ref, exit_code=1)
    assert "read" in early.stderr
    read = answer("read", b, ref)
    assert read["message"]["text"] == "cease"
    assert undocumented("read", read, ("inbox",)) == []
    acknowledged = answer("ack", b, ref)
    assert "not consent" in acknowledged["not_consent"]
    assert undocumented("ack", acknowledged) == []
    assert not answer("ack", b, ref)["written"]
    pair.until(lambda: pair.message("XAA", ref)["states"]["XBB"]["acknowledged"], "the acknowledgement does not arrive")
    listed = answer("inbox", a)
    assert undocumented("inbox", listed, LISTS) == []
    state = pair.message("XAA", ref)["states"]["XBB"]
    assert state["held"]
    assert state["read"]["from"] == state["acknowledged"]["from"] == "XBB"


CEASE = "WN03-P position=36S WC 1234 5678 dtg=221530Z NOV 26"


def test_a_phrase_goes_over_the_line_and_each_side_reads_its_own_language(pair):
    a, b = (pair.dir(code) for code in CODES)
    sent = answer("send", a, "--phrase", CEASE, "--query", "WN01 position=36S WC 1234 5678", "--precedence", "Z")
    assert undocumented("send", sent) == []
    assert any("WN01-8: the receiver reads it back" in words for words in sent["rules"])
    ref = sent["ref"]
    pair.until(lambda: pair.message("XBB", ref), "the message does not arrive")
    listed = answer("inbox", b, "--language", "fr")
    assert undocumented("inbox", listed, LISTS) == []
    shown = next(item for item in listed["messages"] if item["ref"] == ref)
    assert [phrase["language"] for phrase in shown["phrases"]] == ["fr", "fr"]
    assert shown["text"] == ""
    words = run("inbox", b).stdout
    assert "[WN03-P, en, unreviewed] We ordered our units at 36S WC 1234 5678" in words
    words = run("read", b, ref, "--language", "fr").stdout
    assert "[36S WC 1234 5678]" in words
    assert "fr (the author wrote in en, which prevails); unreviewed" in words
    assert "the receiver reads it back" in words
    withdrawn = answer("send", a, "--cancel", f"{ref} {CEASE}", "--precedence", "O")
    pair.until(lambda: pair.message("XBB", withdrawn["ref"]), "the message does not arrive")
    assert pair.message("XBB", withdrawn["ref"])["refs"] == [ref]
    assert f"CANCEL {ref} WN03-P" in run("read", b, withdrawn["ref"]).stdout


def test_the_status_and_the_list_of_phrases_say_what_the_charter_names(pair):
    assert "The charter names no phrasebook" in run("status", pair.dir("XAA")).stdout
    listed = answer("phrase", "list", pair.dir("XAA"))
    assert undocumented("phrase list", listed) == []
    assert not listed["phrasebook"]["agreed"]
    assert "The charter names no phrasebook" in run("phrase", "list", pair.dir("XAA")).stdout


def test_inbox_signs_nothing_and_read_signs_once(pair):
    b = pair.dir("XBB")
    ref = answer("send", pair.dir("XAA"), "look")["ref"]
    pair.until(lambda: pair.message("XBB", ref), "the message does not arrive")
    before = own_kinds(pair, "XBB")
    run("inbox", b)
    answer("inbox", b)
    assert own_kinds(pair, "XBB").count("message_read") == before.count("message_read")
    words = run("read", b, ref).stdout
    assert "  | look" in words
    assert "ack" in words
    assert "already" in run("read", b, ref).stdout
    assert own_kinds(pair, "XBB").count("message_read") == before.count("message_read") + 1


def own_kinds(pair, code):
    return [item["kind"] for item in answer("log", "list", pair.dir(code), "--party", code, "--limit", 5000)["entries"]]


def test_the_same_draft_is_written_once(pair):
    first = answer("send", pair.dir("XAA"), "once")
    second = answer("send", pair.dir("XAA"), "once", "--draft", first["draft"])
    assert (second["ref"], second["written"]) == (first["ref"], False)


def test_text_from_standard_input(pair):
    sent = run("send", pair.dir("XAA"), "-", "--json", input="two\nlines\n")
    assert pair.message("XAA", json.loads(sent.stdout)["ref"])["text"] == "two\nlines"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("send", "DIR", "x", "--post", "chief"), "'chief' is not a post of this line; the charter names watch."),
        (("test", "DIR", "--post", "chief"), "'chief' is not a post"),
        (("clock", "DIR", "--post", "chief"), "'chief' is not a post"),
        (("clock", "DIR", "--accept", "--post", "chief"), "'chief' is not a post"),
        (("send", "DIR", "x", "--to", "XCC"), "'XCC' is not another party"),
        (("send", "DIR", "   "), "There is no text"),
        (("send", "DIR", "--phrase", "ZZ99"), "no phrase ZZ99"),
        (("send", "DIR", "--phrase", "WN03-Q"), "misheard or mistyped"),
        (("send", "DIR", "--phrase", "WN03 dtg=221530Z NOV 26", "--precedence", "O"), "parameter position is missing"),
        (("send", "DIR", "--phrase", "WN05"), "WN05-7 is said with precedence O (IMMEDIATE) or faster"),
        (("send", "DIR", "--cancel", "AK04"), "no phrase code"),
        (("send", "DIR", "x", "--ref", "D-XAA-9999"), "D-XAA-9999"),
        (("read", "DIR", "D-XAA-9999"), "no entry D-XAA-9999"),
        (("read", "DIR", "XAA/1/0"), "not a message"),
        (("ack", "DIR", "nonsense"), "not a reference"),
        (("test", "DIR", "--answer", "D-XAA-0001"), "is our own"),
        (("test", "DIR", "--circuit", "three"), "not a circuit of this line"),
        (("inbox", "DIR", "--after", "D-XAA-9999"), "no entry"),
        (("log", "list", "DIR", "--party", "XCC"), "not a party"),
        (("prove", "DIR", "XAA/1/9999", "DIR/proof"), "XAA/1/9999"),
        (("found", "DIR", "--open", "FOUNDING", "--passphrase-file", "SECRET"), "in use by process"),
    ],
)
def test_what_is_refused_ends_with_words_and_exit_1(pair, arguments, words):
    places = {"DIR": str(pair.dir("XAA")), "FOUNDING": str(pair.founding), "SECRET": str(pair.secret)}
    said = [re.sub("DIR|FOUNDING|SECRET", lambda found: places[found[0]], item) for item in arguments]
    result = run(*said, exit_code=1)
    assert words in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("send", "DIR"),
        ("send", "DIR", "x", "--precedence", "Q"),
        ("send", "DIR", "x", "--draft", "zz"),
        ("send", "DIR/none", "x"),
        ("test", "DIR", "--quality", "9", "--answer", "X"),
        ("test", "DIR", "--quality", "3"),
        ("test", "DIR", "--list", "--answer", "X"),
        ("test", "DIR", "--list", "--until", "yesterday"),
        ("test", "DIR", "--list", "--until", "2026-11-22T00:00:00"),
        ("found", "DIR"),
        ("found", "DIR", "card"),
        ("found", "DIR", "--propose"),
        ("found", "DIR", "--sign", "FOUNDING"),
        ("found", "DIR", "--sign", "FOUNDING", "--root-key", "SECRET", "--root", "12345"),
        ("verify", "DIR"),
        ("verify", "DIR", "--root", "12345"),
        ("inbox", "DIR", "--limit", "0"),
        ("up", "DIR"),
        ("demo", "--json"),
        ("nonsense",),
    ],
)
def test_wrong_usage_is_exit_2(pair, arguments):
    places = {"DIR": str(pair.dir("XAA")), "FOUNDING": str(pair.founding), "SECRET": str(pair.secret)}
    run(*[re.sub("DIR|FOUNDING|SECRET", lambda found: places[found[0]], item) for item in arguments], exit_code=2)


def test_line_tests_are_started_answered_and_listed(pair):
    a, b = (pair.dir(code) for code in CODES)
    started = answer("test", b, "--circuit", "two")
    assert undocumented("test", started) == []
    pair.until(
        lambda: any(item["ref"] == started["ref"] for item in listed_tests(a)["unscheduled"]),
        "the test does not arrive",
    )
    answered = answer("test", a, "--answer", started["ref"], "--quality", 4, "--remark", "loud")
    assert undocumented("test", answered) == []
    found = next(item for item in listed_tests(a)["unscheduled"] if item["ref"] == started["ref"])
    assert (found["outcome"], found["circuit"], found["arrived_by"]) == ("good", "two", "two")
    assert not found["waits_for_us"]
    assert undocumented("test --list", listed_tests(a)) == []
    until = listed_tests(a)["until_utc"]
    pair.until(lambda: listed_tests(a, until)["heads"] == listed_tests(b, until)["heads"], "heads do not meet")
    assert listed_tests(a, until)["figures"] == listed_tests(b, until)["figures"]
    words = run("test", a, "--list").stdout
    assert "is not known here" in words


def listed_tests(folder, until=None):
    return answer("test", folder, "--list", "--limit", 1000, *(("--until", until) if until else ()))


def test_status_of_the_running_node_in_json_and_words(pair):
    shown = pair.status("XAA")
    assert shown["running"]
    assert shown["state"] == "NORMAL"
    assert shown["open"]
    assert undocumented("status", shown, ("test --list", "pair", "contacts")) == []
    words = run("status", pair.dir("XAA")).stdout
    for part in ("NORMAL", "says nothing about any state", "node.sock", "No release rule", "XBB", "next line test"):
        assert part in words


def test_the_words_for_one_side_are_those_for_the_other(pair):
    texts = []
    for code, other in (CODES, CODES[::-1]):
        text = run("status", pair.dir(code)).stdout
        lines = [line for line in text.splitlines() if line.startswith(("The", "No", "Every", "This", "There"))]
        texts.append([line.replace(code, "OURS").replace(other, "THEIRS") for line in lines])
    assert texts[0] == texts[1]


def test_clock_shows_and_accepts(pair):
    shown = answer("clock", pair.dir("XAA"))
    assert undocumented("clock", shown) == []
    assert (shown["step_ms"], shown["accepted"]) == (0, False)
    before = len(own_kinds(pair, "XAA"))
    accepted = answer("clock", pair.dir("XAA"), "--accept")
    assert accepted["accepted"]
    assert len(own_kinds(pair, "XAA")) == before
    assert "told nothing" in run("clock", pair.dir("XAA"), "--accept").stdout


def test_the_log_is_listed_whole_page_by_page(pair):
    a = pair.dir("XAA")
    first = answer("log", "list", a, "--limit", 5)
    assert first["more"]
    assert undocumented("log list", first, LISTS) == []
    page = answer("log", "list", a, "--limit", 5, "--before", first["next"]["before"])
    assert not {item["place"] for item in page["entries"]} & {item["place"] for item in first["entries"]}
    assert "There is more before these" in run("log", "list", a, "--limit", 5).stdout
    assert "There is more" not in run("log", "list", a, "--limit", 10_000).stdout
    start = answer("log", "list", a, "--after", "XAA/1/0", "--limit", 1)
    assert start["next"] == {"after": start["entries"][0]["place"]}


def test_a_bundle_is_exported_and_verified_with_the_root_fingerprints_alone(pair, tmp_path):
    out = tmp_path / "bundle"
    made = answer("log", "export", pair.dir("XAA"), out)
    assert undocumented("log export", made) == []
    roots = [part for code in CODES for part in ("--root", made["roots"][code])]
    verdict = answer("verify", out, *roots)
    assert verdict["result"] == "verified and complete"
    assert undocumented("verify", verdict) == []
    assert "not that anyone understood" in run("verify", out, *roots).stdout
    alone = subprocess.run(
        [sys.executable, "-I", "-S", ROOT / "verify.py", out, *roots], capture_output=True, text=True, check=False
    )
    assert alone.returncode == 0, alone.stdout + alone.stderr
    compared = answer("log", "compare", pair.dir("XBB"), out, exit_code=None)
    assert undocumented("log compare", compared) == []
    assert compared["result"] in {"same", "one holds more"}, compared["words"]
    assert "signed by the key of XAA" in run("log", "compare", pair.dir("XBB"), out, exit_code=None).stdout
    heads = tmp_path / "heads"
    assert undocumented("log heads", answer("log", "heads", pair.dir("XBB"), heads)) == []
    assert answer("log", "compare", pair.dir("XBB"), heads, exit_code=None)["what"] == "heads"
    assert "Name a new file" in run("log", "heads", pair.dir("XBB"), heads, exit_code=1).stderr
    changed = next(path for path in out.glob("logs/XAA-1/tile/entries/*") if path.is_file() or path.is_dir())
    changed = next(iter(changed.iterdir())) if changed.is_dir() else changed
    whole = changed.read_bytes()
    changed.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert answer("log", "compare", pair.dir("XBB"), out, exit_code=3)["result"] in {"parted", "not verified"}
    changed.write_bytes(whole)
    again = run("log", "export", pair.dir("XAA"), out, exit_code=1)
    assert "nothing was written" in again.stderr


def test_another_root_a_changed_byte_or_a_missing_file_is_exit_3(pair, tmp_path):
    made = answer("log", "export", pair.dir("XAA"), tmp_path / "bundle")
    roots = [part for code in CODES for part in ("--root", made["roots"][code])]
    wrong = answer("verify", tmp_path / "bundle", "--root", "0" * 30, *roots[2:], exit_code=3)
    assert wrong["result"] == "REJECTED"
    assert wrong["reasons"]
    charter = tmp_path / "bundle" / "charters" / "1"
    whole = charter.read_bytes()
    charter.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert answer("verify", tmp_path / "bundle", *roots, exit_code=3)["result"] == "REJECTED"
    charter.write_bytes(whole)
    for path in (tmp_path / "bundle" / "logs").glob("XBB-1/bodies/*"):
        path.unlink()
    assert answer("verify", tmp_path / "bundle", *roots, exit_code=3)["result"] == "incomplete"
    nonsense = tmp_path / "nonsense"
    nonsense.write_bytes(b"nonsense")
    assert answer("verify", nonsense, *roots, exit_code=3)["result"] == "REJECTED"


def test_one_entry_is_proved_with_its_grade(pair, tmp_path):
    a = pair.dir("XAA")
    ref = answer("send", a, "to be proved")["ref"]
    pair.until(lambda: pair.message("XAA", ref)["states"]["XBB"]["held"], "the message is not held")
    made = answer("prove", a, ref, tmp_path / "one")
    assert made["grade"] == "included"
    assert undocumented("prove", made) == []
    roots = [part for code in CODES for part in ("--root", made["roots"][code])]
    assert answer("verify", tmp_path / "one", *roots)["result"] == "verified and complete"
    stands = answer("prove", a, ref, tmp_path / "two", "--stand")
    assert stands["grade"] == "shown to stand"
    assert "refers to it" in stands["words"]
    without = answer("prove", a, ref, tmp_path / "three", "--without-body")
    assert not without["body"]
    assert answer("verify", tmp_path / "three", *roots, exit_code=3)["missing"]
    answer("read", pair.dir("XBB"), ref)
    pair.until(lambda: pair.message("XAA", ref)["states"]["XBB"]["read"], "the read does not arrive")
    # A reading corrects nothing; what refers to it and may (tests/log/test_prove.py) ends that it stands.
    assert answer("prove", a, ref, tmp_path / "four", "--stand")["grade"] == "shown to stand"


def test_the_doctor_finds_a_running_node_well(pair):
    shown = answer("doctor", pair.dir("XAA"))
    assert undocumented("doctor", shown) == []
    assert shown["ok"], shown
    results = {item["check"]: item["result"] for item in shown["checks"]}
    assert results["node"] == results["record"] == results["head lock"] == results["TLS"] == "ok"
    assert results["anchor store"] == "warn"


def test_a_second_node_in_the_same_folder_is_refused(pair):
    result = run("up", pair.dir("XAA"), "--passphrase-file", pair.secret, exit_code=1)
    assert "in use by process" in result.output


def test_texts_of_the_other_side_cannot_act_on_the_terminal(pair):
    ref = answer("send", pair.dir("XBB"), "red\x1b[31m\u202eright\nWhat to do next: obey")["ref"]
    pair.until(lambda: pair.message("XAA", ref), "the message does not arrive")
    listed = run("inbox", pair.dir("XAA"))
    shown = run("read", pair.dir("XAA"), ref)
    for text in (listed.stdout, shown.stdout):
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "<U+202E>" in text
    assert "\n  | What to do next: obey" in shown.stdout


def test_sockets_and_files_are_for_their_owner_alone(pair):
    for path, mode in ((pair.dir("XAA"), 0o700), (pair.dir("XAA") / "node.sock", 0o600), (pair.root("XAA"), 0o600)):
        assert Path(path).stat().st_mode & 0o777 == mode
    if not is_root():
        assert Path(pair.dir("XAA")).owner() == Path.home().owner()

"""From a telephone to a line: a party alone is asked for what it left out, sees its gauge, gives its card an address, and founds a line."""

from __future__ import annotations

import shutil

import pytest

from tests.cli.nodes import CODES, Pair, answer, run
from tests.cli.test_two_nodes import undocumented
from watchline.host.check import check_path
from watchline.measure import day_text, day_words, dtg

OFFICE = "minister of defence"
PASS = "--passphrase-file"


@pytest.fixture(scope="module")
def pattern(tmp_path_factory):
    """Two nodes that were made alone, once."""
    made = Pair(tmp_path_factory.mktemp("alone"))
    for code in CODES:
        run("init", made.dir(code), "--solo", "--code", code, "--root-key", made.root(code), "--light", PASS, made.secret, "--root-passphrase-file", made.secret)  # fmt: skip
    return made


@pytest.fixture
def pair(pattern, tmp_path):
    shutil.copytree(pattern.folder, tmp_path / "p")
    made = Pair(tmp_path / "p")
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def terminal(monkeypatch):
    monkeypatch.setattr("watchline.cli.asking.at_terminal", lambda: True)


def noted(pair, *words, typed="", code="XAA"):
    return run(*words[:2], pair.dir(code), *words[2:], PASS, pair.secret, input=typed)


def test_a_terminal_asks_for_a_call_in_four_questions_and_the_gauge_is_reset(pair, terminal):
    words = noted(
        pair, "call", "note", typed=f"the minister\n{OFFICE}, xbb\n{OFFICE}, XBB\nus\nan hour\nabout 60\n2022-05-13\n"
    )
    assert words.stderr.count("a code like XBB") == 2, "what cannot be read is asked for again"
    assert "more than 60" in words.stderr
    assert "Last contact between minister of defence (XAA) and minister of defence (XBB): 13 May 2022" in words.stdout
    shown = answer("annex", pair.dir("XAA"), "show", "own/1/1")["body"]
    assert (shown["initiative"], shown["minutes"], shown["bound"], shown["date"]) == ("XAA", 60, "about", "2022-05-13")


def test_what_is_left_empty_is_not_stated_and_is_today(pair, terminal):
    noted(pair, "call", "note", typed=f"{OFFICE}, XBB\n\n\n\n")
    body = answer("annex", pair.dir("XAA"), "show", "own/1/1")["body"]
    assert set(body) == {"status", "date", "participants"}
    (row,) = answer("contacts", pair.dir("XAA"))["contacts"]
    assert (row["days_since"], row["rung"]) == (0, "ours_only")


def test_with_the_least_of_words_nothing_is_asked(pair, terminal):
    assert noted(pair, "call", "note", "--with", f"{OFFICE}, XBB").stderr == ""
    assert noted(pair, "test", "note", "--with", "XBB", "--answered", "no").stderr == ""


def test_a_terminal_asks_for_the_three_fields_of_a_telephone_test(pair, terminal):
    noted(pair, "test", "note", typed="XBB\nperhaps\nyes\n7\n4\nduty officer\n")
    body = answer("annex", pair.dir("XAA"), "show", "own/1/1")["body"]
    assert (body["state"], body["answered"], body["quality"], body["by_post"]) == ("XBB", 1, 4, "duty officer")
    noted(pair, "test", "note", "--with", "XBB", typed="no\n")
    assert "answered once" in answer("contacts", pair.dir("XAA"))["phone_tests"][0]["words"]


def test_a_terminal_asks_whom_a_request_is_to(pair, terminal):
    noted(pair, "request", "note", typed=f"{OFFICE}, XBB\nthe exchange\n")
    assert answer("annex", pair.dir("XAA"), "show", "own/1/1")["body"]["purpose"] == "the exchange"


@pytest.mark.parametrize(("verb", "option"), [("call", "--with"), ("test", "--with"), ("request", "--to")])
def test_without_a_terminal_nothing_is_asked_and_nothing_is_noted(pair, verb, option):
    result = run(verb, "note", pair.dir("XAA"), PASS, pair.secret, exit_code=2)
    assert option in result.stderr
    assert answer("annex", pair.dir("XAA"), "list")["entries"] == []


def test_the_status_of_a_party_alone_is_its_gauge_and_what_to_do_next(pair):
    a = pair.dir("XAA")
    before = answer("status", a)
    assert undocumented("status", before, ("contacts",)) == []
    assert (before["line"], before["noted"], before["contacts"]) == (None, 0, [])
    noted(
        pair, "call", "note", "--with", f"{OFFICE}, XBB", "--on", "2022-05-13", "--owe", "XBB: call back by 2022-06-01"
    )
    noted(pair, "test", "note", "--with", "XBB", "--answered", "no")
    shown = answer("status", a)
    assert undocumented("status", shown, ("contacts",)) == []
    assert (shown["noted"], len(shown["owed"]), shown["phone_tests"][0]["answered"]) == (2, 1, 0)
    words = run("status", a).stdout
    for part in (
        "XAA is on no line yet",
        "nobody else holds",
        "2 entries in our annex, the last today",
        "silent",
        "1 overdue",
        "call note",
    ):
        assert part in words


def test_a_card_gets_an_address_with_the_root_key_alone(pair):
    a = pair.dir("XAA")
    before = answer("card", a)
    root = ("--root-key", pair.root("XAA"), "--root-passphrase-file", pair.secret)
    run("card", a, "--circuit", "one=192.0.2.1:7001", exit_code=2)
    run("card", a, *root, exit_code=2)
    stranger = run("card", a, "--circuit", "one=192.0.2.1:7001", "--root-key", pair.root("XBB"), *root[2:], exit_code=1)
    assert "is not the root key of XAA" in stranger.stderr
    assert "write it like" in run("card", a, "--circuit", "one=192.0.2.1:70010", *root, exit_code=1).stderr
    assert answer("card", a) == before
    moved = answer("card", a, "--circuit", "one=192.0.2.1:7001", *root)
    again = answer("card", a, "--circuit", "two=192.0.2.1:7002", "--circuit", "one=192.0.2.9:7001", *root)
    assert [(item["circuit"], item["host"]) for item in again["endpoints"]] == [
        ("one", "192.0.2.9"),
        ("two", "192.0.2.1"),
    ]
    assert {moved["fingerprint"], again["fingerprint"]} == {before["fingerprint"]}
    assert "allow_remote" in run("card", a, "--circuit", "two=192.0.2.1:7003", *root).stdout


def test_two_that_were_alone_found_a_line_and_what_each_had_noted_stays_ours_only(pair, tmp_path):
    a, b = (pair.dir(code) for code in CODES)
    started = answer("status", a)["at"] // 60_000 * 60_000
    day = started // 86_400_000 - 84
    before = noted(pair, "call", "note", "--with", f"{OFFICE}, XBB", "--on", day_text(day)).stdout.split()[0]
    noted(pair, "call", "note", "--with", "chief of staff, XAA", "--on", day_text(day - 1), code="XBB")
    refused = pair.propose("--demo", exit_code=1)
    assert "No card says where anybody is dialled" in refused.stderr
    assert "watchline card DIR --circuit" in refused.stderr
    moved = run("card", b, "--circuit", f"one=127.0.0.1:{pair.ports[0]}", "--root-key", pair.root("XBB"), "--root-passphrase-file", pair.secret)  # fmt: skip
    assert "keys and root fingerprint are the same" in moved.stdout
    pair.propose("--demo")
    for code, other in (CODES, CODES[::-1]):
        pair.sign(code, "--root", pair.fingerprint(other))
    for code, other in (CODES, CODES[::-1]):
        pair.open(code, "--root", pair.fingerprint(other))
    for code in CODES:
        pair.up(code)
    pair.until(lambda: all(pair.alive(code) for code in CODES), "the circuit does not come alive")
    pair.open_by_tests()
    asked = answer("call", a, "request", "--to", "XBB", "--level", "minister", "--office", OFFICE, "--with-office", OFFICE, "--purpose", "x")["ref"]  # fmt: skip
    pair.until(
        lambda: asked in pair.refs("XBB", "XAA") or answer("call", b, "list")["calls"], "the call does not arrive"
    )
    for folder in (a, b):
        answer("call", folder, "account", asked, "--outcome", "held", "--started", dtg(started))

    def row(folder):
        return next(row for row in answer("contacts", folder)["contacts"] if row["between"][0]["office"] == OFFICE)

    pair.until(lambda: row(a)["rung"] == "established" and row(b)["rung"] == "established", "not established")
    ours = row(a)
    assert [(item["source"], item["rung"]) for item in ours["contacts"]] == [
        ("annex", "ours_only"),
        ("line", "established"),
    ]
    assert (ours["gap_days"], ours["by_rung"]["ours_only"], ours["by_rung"]["established"]) == (84, 1, 1)
    assert "the first in 84 days" in ours["sentence"]
    words = run("contacts", a).stdout
    assert before in words
    assert "of all      1 ours only, 1 established" in words
    assert [item["source"] for item in row(b)["contacts"]] == ["line"]
    assert [
        row["by_rung"]["ours_only"]
        for row in answer("contacts", b)["contacts"]
        if row["between"][0]["office"] == "chief of staff"
    ] == [1]
    assert day_words(day) not in run("contacts", b).stdout
    assert day_words(day) in words
    refused = run("call", "note", a, "--with", f"{OFFICE}, XBB", PASS, pair.secret, exit_code=1).stderr
    assert "parties of the line" in refused
    assert answer("status", a)["line"] is not None
    root = answer("annex", a, "export", tmp_path / "out")["root"]
    assert check_path(tmp_path / "out", [root]).exit_code == 0

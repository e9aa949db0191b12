"""Several lines on one node by the verbs: a second line is founded and opened, and each verb is told which one is meant."""

from __future__ import annotations

import pytest

from tests.cli.nodes import CODES, Pair, answer, run


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """Two nodes that keep two lines with each other and run, both lines open."""
    made = Pair(tmp_path_factory.mktemp("lines")).found()
    made.second = made.folder / "founding-2"
    run(
        "found",
        made.dir("XAA"),
        "--propose",
        made.dir("XBB") / "card",
        "--out",
        made.second,
        "--demo",
        "--title",
        "Other line",
    )
    for code in CODES:
        key = ("--root-key", made.root(code), "--root-passphrase-file", made.secret)
        run("found", made.dir(code), "--sign", made.second, *key)
    for code in CODES:
        run("found", made.dir(code), "--open", made.second, "--passphrase-file", made.secret)
    try:
        for code in CODES:
            made.up(code)
        yield made
    finally:
        made.close()


def lines(pair, code):
    return {item["title"]: item for item in answer("status", pair.dir(code))["lines"]}


def test_status_shows_every_line_and_each_verb_wants_to_know_which(pair):
    found = lines(pair, "XAA")
    assert set(found) == {"A line", "Other line"}
    assert all(item["running"] for item in found.values())
    pair.until(
        lambda: all(item["state"] == "NORMAL" for item in lines(pair, "XAA").values()), "the lines do not come alive"
    )
    words = run("inbox", pair.dir("XAA"), exit_code=1).output
    assert "Name the line with --line" in words
    assert "A line (" in words
    assert "Other line (" in words
    assert "fits no line" in run("inbox", pair.dir("XAA"), "--line", "Third", exit_code=1).output
    shown = run("status", pair.dir("XAA")).output
    assert shown.count("XAA on ") == 2
    ident = found["Other line"]["line"]
    assert answer("status", pair.dir("XAA"), "--line", ident[:6])["line"] == ident
    assert answer("status", pair.dir("XAA"), "--line", "other LINE")["line"] == ident


def test_what_is_written_on_one_line_is_on_that_line_alone(pair):
    ref = answer("test", pair.dir("XAA"), "--line", "Other line")["ref"]

    def refs(code, line):
        return [
            item["ref"] for item in answer("log", "list", pair.dir(code), "--line", line, "--party", "XAA")["entries"]
        ]

    pair.until(lambda: ref in refs("XBB", "Other line"), f"{ref} does not arrive")
    assert ref not in refs("XAA", "A line")
    assert ref not in refs("XBB", "A line")
    answer("test", pair.dir("XBB"), "--answer", ref, "--quality", 5, "--line", "Other line")
    for group in (
        ("call", pair.dir("XAA"), "--line", "A line", "list"),
        ("charter", pair.dir("XAA"), "--line", "A line", "list"),
    ):
        assert answer(*group)["line"] == lines(pair, "XAA")["A line"]["line"]


def test_a_node_that_runs_is_not_given_a_line_under_its_feet(pair):
    words = run("found", pair.dir("XAA"), "--open", pair.second, "--passphrase-file", pair.secret, exit_code=1).output
    assert "in use by process" in words


def test_doctor_looks_at_the_record_of_each_line(pair):
    checks = answer("doctor", pair.dir("XAA"), exit_code=None)["checks"]
    assert [item["result"] for item in checks if item["check"] in {"record", "head lock"}] == ["ok"] * 4

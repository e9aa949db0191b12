"""The line, the calendar and tests by telephone by the verbs alone; the JSON that is documented and no other."""

from __future__ import annotations

import pytest

from tests.cli.nodes import CODES, Pair, answer, run
from tests.cli.test_two_nodes import undocumented
from watchline.measure import dtg

CHARTER = """
title = "A line"
demo = true
suspension_rule = "An hour ahead, with words."
phones = [{ party = "XAA", number = "+00 000 0000001" }, { party = "XBB", number = "+00 000 0000002", words = "duty officer" }]
calendar = [{ at = "0600Z", circuit = "one" }, { at = "1800Z", circuit = "two", weekdays = ["mon", "tue", "wed", "thu", "fri"] }]
holidays = [{ date = "2026-12-25", title = "A holiday" }]
agreements = [{ id = "launch-notices", title = "Launch notices", text = "Each notifies.", suspendable = true }]
"""
HOUR = 3_600_000


def founded(folder, text=CHARTER):
    made = Pair(folder)
    (folder / "charter.toml").write_text(text)
    for code in CODES:
        made.init(code)
    made.propose("--charter", folder / "charter.toml", "--circuit", "one", "--circuit", "two")
    for code, other in (CODES, CODES[::-1]):
        made.sign(code, "--root", made.fingerprint(other))
    for code, other in (CODES, CODES[::-1]):
        made.open(code, "--root", made.fingerprint(other))
    return made


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    made = founded(tmp_path_factory.mktemp("pair"))
    try:
        for code in CODES:
            made.up(code)
        made.until(lambda: all(made.alive(code) for code in CODES), "circuits do not come alive")
        made.open_by_tests()
        yield made
    finally:
        made.close()


def until_suspended(pair, code, by):
    pair.until(lambda: answer("line", pair.dir(code))["suspended_by"] == by, f"{code} does not show {by}")


def test_the_line_is_suspended_shown_tested_and_resumed_by_the_verbs_alone(pair):
    a, b = (pair.dir(code) for code in CODES)
    said = answer("line", a, "suspend", "--text", "Until the inquiry ends.")
    assert undocumented("line suspend", said) == []
    again = answer("line", a, "suspend", "--text", "Until the inquiry ends.", "--draft", said["draft"])
    assert (again["ref"], again["written"]) == (said["ref"], False)
    until_suspended(pair, "XBB", ["XAA"])
    pair.open_by_tests()
    pair.until(lambda: len(answer("line", b)["suspended"][0]["in_fact_answering"]) == 2, "who answers is not shown")
    for folder in (a, b):
        shown = answer("line", folder)
        assert undocumented("line", shown, ("status",)) == []
        assert (shown["shown"], shown["state"]) == ("SUSPENDED by XAA; in fact NORMAL", "NORMAL")
        words = run("line", folder).stdout
        assert "Suspended by XAA since" in words
        assert "in fact answering: XAA answered a test at" in words
        assert "  | Until the inquiry ends." in words
        assert "  | An hour ahead, with words." in words
        status = answer("status", folder)
        assert status["shown"] == shown["shown"]
        assert undocumented("status", status, ("test --list", "pair", "contacts", "line")) == []
        assert "SUSPENDED by XAA; in fact NORMAL" in run("status", folder).stdout
    assert "suspension/XAA" in [alarm["situation"] for alarm in answer("status", b)["alarms"]]
    assert "nothing to resume" in run("line", b, "resume", exit_code=1).stderr
    assert "states already" in run("line", a, "suspend", exit_code=1).stderr
    assert "resume our use of the line" in run("line", a, "resume").stdout
    until_suspended(pair, "XBB", [])
    assert "Earlier: the line suspended by XAA" in run("line", b).stdout


def test_an_agreement_is_suspended_by_itself_and_from_a_later_time(pair):
    a, b = (pair.dir(code) for code in CODES)
    at = answer("clock", a)["now"] // 60_000 * 60_000 + HOUR
    answer("line", b, "agreement", "suspend", "launch-notices", "--from", dtg(at))
    pair.until(lambda: answer("line", a)["suspended"], "the suspension does not arrive")
    shown = answer("line", a)
    assert [(item["agreement"], item["since"], item["announced"]) for item in shown["suspended"]] == [
        ("launch-notices", at, True)
    ]
    assert shown["suspended_by"] == []
    assert "SUSPENDED by XBB" in run("line", a).stdout
    assert "launch-notices" in run("line", a, "agreement", "suspend", "fishing", exit_code=1).stderr
    run("line", a, "suspend", "--from", "yesterday", exit_code=2)
    answer("line", b, "agreement", "resume", "launch-notices")
    pair.until(lambda: not answer("line", a)["suspended"], "the resumption does not arrive")


def test_a_call_by_telephone_is_typed_confirmed_and_counted(pair):
    a, b = (pair.dir(code) for code in CODES)
    assert "call the watch of XBB on +00 000 0000002" in run("test", a, "--circuit", "phone", exit_code=1).stderr
    typed = answer("test", a, "--circuit", "phone", "--answered", "--quality", 4, "--by", "duty officer")
    assert undocumented("test", typed) == []
    ref = typed["ref"]
    pair.until(lambda: ref in pair.refs("XBB", "XAA"), "the test does not arrive")
    answer("test", b, "--answer", ref, "--quality", 5, "--by", "the driver")

    def found(folder):
        listed = answer("test", folder, "--list")
        assert undocumented("test --list", listed) == []
        return next(item for item in listed["unscheduled"] if item["ref"] == ref), listed["figures"]["spoken"]["phone"]

    pair.until(lambda: found(a)[0]["outcome"] == "good", "the confirmation does not arrive")
    item, figures = found(a)
    assert (item["differences"], [one["by"] for one in item["accounts"]]) == (["by"], ["duty officer", "the driver"])
    assert figures["answered"] >= 1
    words = run("test", a, "--list").stdout
    assert "By voice on phone: made" in words
    assert f"{ref}: the accounts differ in by." in words
    tried = answer("test", b, "--circuit", "phone", "--no-answer", "--at", dtg(answer("clock", b)["now"]))
    pair.until(lambda: tried["ref"] in pair.refs("XAA", "XBB"), "the test does not arrive")
    answer("test", a, "--answer", tried["ref"], "--no-answer")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--by", "watch"),
        ("--to", "XBB"),
        ("--quality", "3"),
        ("--list", "--answered"),
        ("--answered", "--quality", "6", "--circuit", "phone"),
        ("--answered", "--at", "noon", "--circuit", "phone"),
    ],
)
def test_options_that_do_not_fit_are_usage(pair, arguments):
    run("test", pair.dir("XAA"), *arguments, exit_code=2)


def test_the_calendar_is_shown(pair):
    a = pair.dir("XAA")
    shown = answer("calendar", a, "--from", "2026-12-24", "--days", 3)
    assert undocumented("calendar", shown, ("test --list",)) == []
    assert [(day["weekday"], day["holiday"], len(day["tests"])) for day in shown["days"]] == [
        ("Thu", None, 2),
        ("Fri", "A holiday", 0),
        ("Sat", None, 1),
    ]
    words = run("calendar", a, "--from", "2026-12-24", "--days", 3).stdout
    assert "Fri 2026-12-25, holiday A holiday  no test" in words
    assert "amendment that every party signs" in words
    assert "Next: " in words
    run("calendar", a, "--from", "24.12.", exit_code=2)
    run("calendar", a, "--days", 0, exit_code=2)


def test_a_calendar_with_an_impossible_hour_is_refused_in_words(tmp_path):
    made = Pair(tmp_path)
    (tmp_path / "charter.toml").write_text('calendar = [{ at = "2560Z", circuit = "one" }]\n')
    for code in CODES:
        made.init(code)
    said = made.propose("--charter", tmp_path / "charter.toml", exit_code=1)
    assert "at = 2560Z, which is no time of the day; write it in quotes, '0000Z' to '2359Z'" in said.stderr

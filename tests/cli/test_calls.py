"""Calls and contacts by the verbs alone: asked, answered, scheduled, accounted for by both; the JSON that is documented and no other."""

from __future__ import annotations

import pytest

from tests.cli.nodes import CODES, answer, open_pair, run
from tests.cli.test_two_nodes import LISTS, undocumented
from watchline.host.calls import NOT_AGREEMENT
from watchline.measure import dtg

HOUR = 3_600_000
REQUEST = (
    "--to", "XBB", "--level", "minister", "--office", "minister of defence", "--with-office", "minister of war",
    "--purpose", "The exercise of next week.",
)  # fmt: skip


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    with open_pair(tmp_path_factory.mktemp("pair")) as made:
        yield made


def show(pair, code, ref):
    return answer("call", pair.dir(code), "show", ref)


def comes(pair, code, ref):
    pair.until(lambda: any(item["ref"] == ref for item in listed(pair, code)["calls"]), "the call does not arrive")


def listed(pair, code):
    return answer("call", pair.dir(code), "list")


def until_state(pair, code, ref, state):
    pair.until(lambda: show(pair, code, ref)["state"] == state, f"{ref} does not become {state}")


def test_a_call_is_asked_for_declined_asked_again_held_and_confirmed(pair):
    a, b = (pair.dir(code) for code in CODES)
    now = answer("clock", a)["now"] // 60_000 * 60_000
    window = f"{dtg(now + HOUR)}/{dtg(now + 3 * HOUR)}"
    asked = answer("call", a, "request", *REQUEST, "--window", window, "--valid-until", dtg(now + 9 * HOUR))
    assert undocumented("call request", asked) == []
    ref = asked["ref"]
    again = answer("call", a, "request", *REQUEST, "--draft", asked["draft"])
    assert (again["ref"], again["written"]) == (ref, False)
    comes(pair, "XBB", ref)
    assert answer("call", b, "read", ref)["written"]
    declined = answer("call", b, "decline", ref, "--reason", "private")
    assert undocumented("call decline", declined) == []
    until_state(pair, "XAA", ref, "declined")
    assert answer("call", a, "attempt", ref, "--text", "We ask again.")["written"]
    until_state(pair, "XBB", ref, "requested")
    out = run("call", b, "accept", ref, "--at", dtg(now + 9 * HOUR), exit_code=1)
    assert "none of the times that XAA proposed" in out.stderr
    accepted = run("call", b, "accept", ref, "--at", dtg(now + 2 * HOUR))
    assert NOT_AGREEMENT in accepted.stdout
    until_state(pair, "XAA", ref, "scheduled")
    words = run("call", a, "show", ref).stdout
    for part in (dtg(now + 2 * HOUR), NOT_AGREEMENT, "asked         2 times", "We ask again.", "reason: private"):
        assert part in words
    started, ended = now - HOUR, now - HOUR // 2
    told = ("--outcome", "held", "--started", dtg(started), "--ended", dtg(ended), "--verified")
    assert answer("call", a, "account", ref, *told, "--next", dtg(now + 99 * HOUR))["written"]
    until_state(pair, "XBB", ref, "accounted")
    early = ("--outcome", "held", "--started", "2026-01-02T03:04:05Z", "--text", "We spoke.")
    assert answer("call", b, "account", ref, *early)["written"]
    pair.until(lambda: show(pair, "XAA", ref)["confirmed"], "the call is not confirmed")
    whole = show(pair, "XAA", ref)
    assert undocumented("call show", whole) == []
    assert {item["field"] for item in whole["differences"]} == {"started", "next"}
    assert [item["office"] for item in whole["accounts"]] == ["minister of defence", "minister of war"]
    assert "The accounts differ on started" in run("call", b, "show", ref).stdout
    line = next(row for row in run("call", b, "list").stdout.splitlines() if row.startswith(ref))
    assert "confirmed, accounts differ" in line
    assert undocumented("call list", listed(pair, "XBB"), LISTS) == []


def test_a_counter_proposal_a_postponement_and_a_cancellation(pair):
    a, b = (pair.dir(code) for code in CODES)
    ref = answer("call", a, "request", *REQUEST, "--ref", "XAA/1/0")["ref"]
    comes(pair, "XBB", ref)
    windows = ("--window", "221530Z NOV 26/221700Z NOV 26", "--window", "2026-11-23T10:00:00Z/2026-11-23T12:00:00Z")
    assert answer("call", b, "propose", ref, *windows, "--text", "Rather then.")["written"]
    until_state(pair, "XAA", ref, "proposed_by_asked")
    assert answer("call", a, "accept", ref, "--at", "231100Z NOV 26", "--circuit", "one")["written"]
    until_state(pair, "XBB", ref, "scheduled")
    assert answer("call", b, "postpone", ref, "--reason", "public", "--text", "A storm.")["written"]
    until_state(pair, "XAA", ref, "postponed")
    assert answer("call", a, "cancel", ref)["written"]
    shown = show(pair, "XAA", ref)
    assert (shown["cancelled"]["from"], shown["postponed"][0]["text"], shown["refs"]) == (
        "XAA",
        "A storm.",
        ["XAA/1/0"],
    )
    assert "write a new request" in run("call", a, "attempt", ref, exit_code=1).stderr


def test_asking_again_for_what_lapsed_says_that_its_time_stays_passed(pair):
    a = pair.dir("XAA")
    ref = answer("call", a, "request", *REQUEST, "--valid-until", "2020-01-01T00:00:00Z")["ref"]
    assert (show(pair, "XAA", ref)["lapsed"], show(pair, "XAA", ref)["state"]) == (True, "requested")
    assert "no refusal" in run("call", a, "show", ref).stdout
    assert "stays passed" in run("call", a, "attempt", ref).stdout
    assert "stays passed" not in run("call", a, "attempt", ref, "--valid-until", "2099-01-01T00:00:00Z").stdout
    assert not show(pair, "XAA", ref)["lapsed"]


def test_contacts_are_computed_from_calls_as_of_a_day(pair):
    a = pair.dir("XAA")
    office = ("--to", "XBB", "--level", "watch", "--office", "desk", "--with-office", "desk", "--purpose", "x")
    ref = answer("call", a, "request", *office, "--initiative", "both")["ref"]
    before = next(item for item in answer("contacts", a)["contacts"] if item["between"][0]["office"] == "desk")
    assert (before["count"], before["requests"][0]["ref"], before["rung"]) == (0, ref, None)
    answer("call", a, "account", ref, "--outcome", "held")
    pair.until(
        lambda: pair.status("XAA")["held"]["by"] == ["XBB"] and show(pair, "XAA", ref)["accounts"][0]["held"],
        "the account is not held",
    )
    found = answer("contacts", a)
    assert undocumented("contacts", found) == []
    item = next(item for item in found["contacts"] if item["between"][0]["office"] == "desk")
    assert (item["days_since"], item["count"], item["rung"], item["initiative"]) == (0, 1, "held", {"both": 1})
    assert item["derivation"][0] == ref
    words = run("contacts", a).stdout
    assert item["sentence"] in words
    assert "held: an account of it is held by" in words
    assert answer("contacts", a, "--on", "2020-01-01")["contacts"] == []
    assert "No call was asked for or held" in run("contacts", a, "--on", "2020-01-01").stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("call", "DIR", "show", "D-XAA-9999"), "no entry"),
        (("call", "DIR", "show", "XAA/1/0"), "is not a call"),
        (("call", "DIR", "read", "XAA/1/0"), "is not a call"),
        (("call", "DIR", "account", "XAA/1/0", "--outcome", "held"), "is not a call"),
        (("call", "DIR", "list", "--after", "XAA/1/0"), "is not a call"),
        (("call", "DIR", "request", *REQUEST, "--to", "XCC"), "another party"),
        (("call", "DIR", "request", *REQUEST, "--level", "king"), "ladder"),
        (("call", "DIR", "request", *REQUEST, "--window", "221700Z NOV 26/221530Z NOV 26"), "ends before it begins"),
        (("call", "DIR", "request", *REQUEST, "--post", "chief"), "not a post"),
    ],
)
def test_what_is_refused_ends_with_words_and_exit_1(pair, arguments, words):
    result = run(*[pair.dir("XAA") if item == "DIR" else item for item in arguments], exit_code=1)
    assert words in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("call", "DIR"),
        ("call", "DIR", "nonsense"),
        ("call", "DIR/none", "list"),
        ("call", "DIR", "request", "--to", "XBB"),
        ("call", "DIR", "request", *REQUEST, "--window", "now"),
        ("call", "DIR", "request", *REQUEST, "--window", "221530Z NOV 26"),
        ("call", "DIR", "request", *REQUEST, "--valid-until", "2026-11-22T15:30:00"),
        ("call", "DIR", "accept", "D-XAA-0001"),
        ("call", "DIR", "decline", "D-XAA-0001", "--reason", "because"),
        ("call", "DIR", "account", "D-XAA-0001", "--outcome", "well"),
        ("contacts", "DIR", "--on", "yesterday"),
        ("contacts", "DIR", "--on", "2026-02-30"),
    ],
)
def test_wrong_usage_is_exit_2(pair, arguments):
    run(*[str(pair.dir("XAA")) + item[3:] if item.startswith("DIR") else item for item in arguments], exit_code=2)

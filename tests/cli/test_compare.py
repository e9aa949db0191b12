"""Two nodes, a line between them, an annex each and the press: who sees what, on which rung, and where record and press differ."""

from __future__ import annotations

import hashlib
import json

import pytest

from tests.cli.nodes import answer, open_pair, run
from tests.cli.test_two_nodes import undocumented
from watchline.measure import day_text, dtg, utc

HOUR, MINUTE = 3_600_000, 60_000
OFFICE = "minister of defence"
REQUEST = ("--to", "XBB", "--level", "minister", "--office", OFFICE, "--with-office", OFFICE, "--purpose", "The exercise.")  # fmt: skip
WORDS = "The ministers discussed several questions of security in the region and agreed that specifics remain private."
SPAN = {"start": 0, "end": 9, "sha256": hashlib.sha256(b"The words").hexdigest()}
PRINCIPALS = [{"name": None, "office": "Defence Minister", "state": code} for code in ("XAA", "XBB")]


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    with open_pair(tmp_path_factory.mktemp("pair")) as made:
        yield made


def signed(pair, *words):
    return answer(*words, "--passphrase-file", pair.secret)


def told(name, *claims):
    """The facts of a report, as another program may have noted them."""
    return {
        "name": name, "sha256": hashlib.sha256(name.encode()).hexdigest(), "outlet": name, "published": "unknown",
        "claims": [{"spans": [SPAN], "principals": PRINCIPALS, **claim} for claim in claims],
    }  # fmt: skip


def between_offices(pair, code):
    return next(row for row in answer("contacts", pair.dir(code))["contacts"] if row["between"][0]["office"] == OFFICE)


def test_each_side_sees_what_both_hold_what_it_alone_claims_and_where_the_press_differs(pair, tmp_path):
    a, b = pair.dir("XAA"), pair.dir("XBB")
    now = answer("clock", a)["now"] // MINUTE * MINUTE
    started, ended = now - 3 * HOUR, now - 3 * HOUR + 38 * MINUTE
    today, before = utc(started)[:10], day_text(now // 86_400_000 - 40)

    ref = answer("call", a, "request", *REQUEST, "--initiative", "XAA")["ref"]
    pair.until(lambda: ref in [item["ref"] for item in answer("call", b, "list")["calls"]], "the call does not arrive")
    answer("call", a, "account", ref, "--outcome", "held", "--started", dtg(started), "--ended", dtg(ended))
    pair.until(lambda: between_offices(pair, "XBB")["rung"] == "held", "its account does not arrive")
    assert between_offices(pair, "XBB")["held_by"] == ["XBB"]
    answer(
        "call", b, "account", ref, "--outcome", "held", "--started", dtg(started), "--ended", dtg(ended + 2 * MINUTE)
    )
    pair.until(lambda: between_offices(pair, "XAA")["rung"] == "established", "the second account does not arrive")
    said = answer("readout", a, "commit", ref, WORDS)["ref"]
    published = answer("readout", a, "publish", said)["ref"]

    own = signed(pair, "call", "note", a, "--with", f"{OFFICE}, XBB", "--means", "in_person", "--on", before)["ref"]
    report = told(
        "The Loud Paper",
        {"kind": "contact", "status": "held", "date": today, "initiative": "XBB", "duration": {"minutes": 90}, "attribution": ["the ministry of XBB"],
         "principals": [*PRINCIPALS, {"name": None, "office": "Defence Minister", "state": "XCC"}]},
        {"kind": "readout", "party": "XBB", "gist": WORDS, "attribution": ["the ministry of XBB"], "date": today},
    )  # fmt: skip
    fits = told("The Quiet Paper", {"kind": "contact", "status": "held", "date": today, "initiative": "XAA", "duration": {"minutes": 40, "bound": "about"}})  # fmt: skip
    (tmp_path / "facts.json").write_text(json.dumps([report, fits]), encoding="utf-8")
    added = signed(pair, "press", "add", a, tmp_path / "facts.json")["added"]
    assert between_offices(pair, "XAA")["differs"] == [], "what nobody confirmed differs from nothing"
    signed(pair, "press", "confirm", a, *(item["ref"] for item in added))

    record = answer("contacts", a)
    assert undocumented("contacts", record) == []
    row = between_offices(pair, "XAA")
    assert [(item["source"], item["rung"]) for item in row["contacts"]] == [
        ("annex", "ours_only"),
        ("line", "established"),
    ]
    assert (row["count"], row["contacts"][1]["minutes"], row["by_rung"]["press"]) == (2, 38, 0)
    assert {source["outlet"] for source in row["contacts"][1]["told_by"]} == {"The Loud Paper", "The Quiet Paper"}
    assert {(item["field"], item["our_ref"]) for item in row["differs"]} == {
        ("attribution", published), ("initiative", ref), ("duration", ref), ("participants", ref),
    }  # fmt: skip
    assert {item["told_by"][0]["outlet"] for item in row["differs"] if item["field"] != "duration"} >= {
        "The Loud Paper"
    }
    assert next(item["credited_to"] for item in row["differs"] if item["field"] == "duration") == [
        "the ministry of XBB"
    ]
    words = run("contacts", a).stdout
    assert f"{today}  line       38 min  established  {ref}" in words
    assert f"{before}  in person          ours only    {own}" in words
    assert f"duration: our record has 38 or 40 minutes ({ref}), the press 90 minutes" in words
    assert "participants: our record has" in words
    assert (
        f"attribution: our record has these words in the readout of XAA ({published}), the press words of XBB" in words
    )
    assert "of all      1 ours only, 1 established" in words
    checked = answer("press", "check", a)
    assert len(checked["own_record"]) >= 4

    theirs = between_offices(pair, "XBB")
    assert [(item["source"], item["rung"]) for item in theirs["contacts"]] == [("line", "established")]
    assert (theirs["differs"], answer("contacts", b)["press"]) == ([], None)
    assert own not in run("contacts", b).stdout

"""The demonstration, unattended, as its user runs it; and its exports under 500 seeded flips, by every verifier."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.nodes import answer
from tests.cli.test_two_nodes import undocumented
from tests.independent.program import build, needs_go
from tests.verify.flips import random_flips, refuses_random_flips
from watchline.demo.stage import CODES, set_up
from watchline.errors import OurMistake
from watchline.host.check import check_path
from watchline.host.config import load_config
from watchline.measure import day_of, day_text


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """A demonstration with a short history: the whole year is what `make demo HEADLESS=1` runs."""
    folder = tmp_path_factory.mktemp("demo") / "line"
    command = [sys.executable, "-m", "watchline", "demo", "--headless", "--json", "--days", "12", "--dir", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder, json.loads(done.stdout.splitlines()[-1])


def test_it_says_that_all_is_well_and_measures_what_it_did(demo):
    folder, summary = demo
    assert summary["ok"]
    assert summary["verified"]
    assert summary["killed"]["lost"] == 0
    assert summary["flash"]["held_ms"] >= 0
    assert 0 <= summary["flash"]["read_s"] <= summary["flash"]["acknowledged_s"]
    assert summary["test"]["answered_s"] >= 0
    assert summary["circuit"]["degraded_s"] > 0
    assert json.loads((folder / "roots.json").read_text()) == summary["roots"]
    assert "says nothing about any state" in summary["demo"]
    assert undocumented("demo --headless", summary) == list(CODES), "a key that json.md does not name"


def test_a_call_was_declined_asked_again_and_scheduled_and_two_readouts_were_published(demo):
    folder, summary = demo
    found = {name: summary["call"][name] for name in ("declined", "attempts", "state", "same_on_both", "ok")}
    assert found == {"declined": ["private"], "attempts": 2, "state": "scheduled", "same_on_both": True, "ok": True}
    for code in CODES:
        shown = answer("call", folder / code, "show", summary["call"]["ref"])
        assert (shown["state"], shown["scheduled"]) == ("scheduled", summary["call"]["scheduled"])
        assert next(act for act in shown["acts"] if act["kind"] == "call_declined")["text"] is None
    sides = summary["readouts"]["by_party"]
    assert [(code, sides[code]["state"], sides[code]["matches"], sides[code]["held_before"]) for code in CODES] == [
        (code, "published", True, True) for code in CODES
    ]
    pair = answer("readout", folder / "XBB", "compare", summary["readouts"]["call"])["pairs"][0]
    assert {name: len(pair[name]) for name in ("both", "one", "differently")} == {"both": 2, "one": 1, "differently": 1}


def test_the_witness_was_told_every_head_and_nothing_that_was_said(demo):
    folder, summary = demo
    assert summary["witness"]["ok"]
    stated = answer("log", "list", folder / "XAA")["witnessed"]
    assert {item["party"]: item["size"] for item in stated} == summary["witness"]["consistent_to"]
    kept = b"".join(path.read_bytes() for path in (folder / "witness").rglob("*") if path.is_file())
    assert b"Position report" not in kept
    assert b"message" not in kept


def test_a_short_history_tells_the_last_call_of_the_story_and_says_so(demo):
    _folder, summary = demo
    contacts = summary["contacts"]
    assert (contacts["whole"], contacts["calls"], contacts["unmet"]) == (False, 1, [])
    (last,) = contacts["as_of"]
    assert last["day"] == 252
    assert last["sentences"][-1].endswith("on the day asked; the only one in this record.")


def test_its_folders_are_usable_by_the_verbs_afterwards(demo):
    folder, summary = demo
    for code in CODES:
        done = subprocess.run(
            [sys.executable, "-m", "watchline", "inbox", str(folder / code), "--json"],
            capture_output=True,
            text=True,
            check=True,
        )
        assert any(message["ref"].startswith("D-X") for message in json.loads(done.stdout)["messages"])
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "watchline",
            "test",
            str(folder / "XAA"),
            "--list",
            "--days",
            "300",
            "--limit",
            "1000",
            "--json",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert summary["test"]["ref"] in done.stdout


def test_every_one_of_500_seeded_flips_of_its_export_is_refused_by_both_verifiers(demo, tmp_path):
    folder, summary = demo
    roots = list(summary["roots"].values())
    export = shutil.copytree(folder / "exports" / "XAA", tmp_path / "export")
    refuses_random_flips(export, roots, 500, seed=1)
    assert check_path(export, roots).exit_code == 0
    for name, at, mask in random_flips(export, 500, seed=1):
        verdict = check_path(export, roots)
        assert verdict.exit_code == 3, f"byte {at} of {name} flipped by {mask:#x}: accepted"
        assert verdict.reasons or verdict.missing or verdict.not_checked


@needs_go
def test_the_go_program_takes_both_exports_and_refuses_the_same_500_flips(demo, tmp_path):
    folder, summary = demo
    verify_go, roots = build(tmp_path), list(summary["roots"].values())
    for code in CODES:
        done = verify_go(folder / "exports" / code, *roots)
        assert (done.returncode, done.stdout) == (0, "verified and complete\n")
    export = shutil.copytree(folder / "exports" / "XAA", tmp_path / "export")
    for name, at, mask in random_flips(export, 500, seed=1):
        assert verify_go(export, *roots).returncode, f"byte {at} of {name} flipped by {mask:#x}: accepted"


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    """A history that holds the whole story, no process on it."""
    return set_up(tmp_path_factory.mktemp("history") / "line", lambda words: None, days=254)


@pytest.mark.parametrize("code", CODES)
def test_contacts_of_the_history_are_computed_as_of_each_day_of_the_story(history, code):
    told = history.told
    assert (told.whole, told.calls) == (True, 4)

    def as_of(day):
        found = answer("contacts", history.folder / code, "--on", day_text(told.day + day))["contacts"]
        return {item["between"][0]["office"]: item for item in found}

    found = as_of(91)
    assert "the first in 84 days" in found["minister of defence"]["sentence"]
    assert (found["minister of defence"]["gap_days"], found["minister of defence"]["days_since"]) == (84, 0)
    assert found["chief of staff"]["days_since"] == 91
    found = as_of(252)
    assert "the first in 161 days" in found["minister of defence"]["sentence"]
    assert (found["minister of defence"]["gap_days"], found["minister of defence"]["days_since"]) == (161, 0)
    assert {item["rung"] for item in found.values()} == {"established"}


def test_the_newest_call_of_the_story_lies_on_the_day_on_which_the_history_ends(history):
    offset = load_config(history.folder / "XAA").clock_offset_ms
    assert history.told.day + 252 == day_of(int(time.time() * 1000) + offset)


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path):
    (tmp_path / "mine").write_text("x")
    with pytest.raises(OurMistake, match="not empty"):
        set_up(tmp_path, lambda words: None, days=1)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]

"""``watchline press``: a folder of reports from a fresh clone, one report, and the arithmetic of one."""

import json
import re

import pytest

from tests.cli.nodes import answer, run
from tools.tree import ROOT

JSON_PAGE = (ROOT / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
OPEN = ROOT / "examples" / "reports" / "open"
FIRST = "U.S. Defense Secretary Lloyd Austin spoke by phone with Russian Defense Minister Sergei Shoigu on Friday, the first call between the two in 84 days. The two last spoke on February 18, 2022.\n"
SECOND = "Lloyd Austin held a call with Sergei Shoigu on Friday, officials said. It lasted about an hour and was at the request of the US. It was their first since February 18, 2022.\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "first.txt").write_text(FIRST, encoding="utf-8")
    (tmp_path / "second.txt").write_text(SECOND, encoding="utf-8")
    return tmp_path


def keys(value):
    if isinstance(value, dict):
        return set(value) | {key for item in value.values() for key in keys(item)}
    return {key for item in value for key in keys(item)} if isinstance(value, list) else set()


def documented(title):
    page = re.search(rf"## {title}\n(.*?)(?:^## |\Z)", JSON_PAGE, re.DOTALL | re.MULTILINE)[1]
    return set(re.findall(r"`([a-z_0-9]+)`", page))


def test_a_folder_needs_no_date_no_roster_and_no_node(folder):
    words = run("press", "read", folder).stdout
    assert (
        "13 May 2022: Lloyd Austin (USA) and Sergei Shoigu (RUS): spoke, at the initiative of USA, about 60 minutes, by phone (first, second)"
        in words
    )
    assert "13 May 2022: 18 February 2022 + 84 days; the text says Friday, and it is one" in words
    assert "last on 13 May 2022, the first in 84 days (before it: 18 February 2022)" in words
    assert "confirmed by nobody" in words


def test_every_key_is_documented(folder):
    found = answer("press", "read", folder)
    found.pop("sequence")
    assert keys(found) <= documented("press read, press suggest, press check")
    assert keys(answer("press", "check", folder / "first.txt")) <= documented("press read, press suggest, press check")
    assert keys(json.loads(run("press", "suggest", folder / "first.txt", "--quotes", "--json").stdout)) <= documented(
        "press read, press suggest, press check"
    )


def test_unreadable_files_are_named_and_stop_nothing(folder):
    (folder / "empty.txt").write_text("", encoding="utf-8")
    (folder / "picture.txt").write_bytes(b"\x89PNG\x00\x00")
    (folder / "gone.txt").symlink_to(folder / "nowhere")
    (folder / "notes.pdf").write_bytes(b"%PDF")
    found = answer("press", "read", folder)
    assert [item["name"] for item in found["unreadable"]] == ["empty.txt", "gone.txt", "picture.txt"]
    assert found["left_out"] == ["notes.pdf"]
    assert len(found["reports"]) == 2
    assert "picture.txt: a binary file, not text" in run("press", "read", folder).stdout


def test_many_reports_are_read_in_one_run(tmp_path):
    for number in range(120):
        (tmp_path / f"{number:05}.txt").write_text(FIRST if number % 2 else SECOND, encoding="utf-8")
    (tmp_path / "00007-binary.txt").write_bytes(b"\x00\x01")
    (tmp_path / "00055-empty.txt").write_text("")
    (tmp_path / "00119-gone.txt").symlink_to(tmp_path / "nowhere")
    found = answer("press", "read", tmp_path)
    assert len(found["reports"]) == 120
    assert [item["name"] for item in found["unreadable"]] == ["00007-binary.txt", "00055-empty.txt", "00119-gone.txt"]
    assert [row["date"] for row in found["timeline"]] == ["2022-02-18", "2022-05-13"]
    assert not found["conflicts"]


def test_suggest_prints_an_array_of_claims(folder):
    claims = json.loads(
        run("press", "suggest", folder / "second.txt", "--published", "2022-05-13", "--outlet", "X", "--json").stdout
    )
    (held,) = [claim for claim in claims if claim["kind"] == "contact" and not claim["background"]]
    assert {(one["name"], one["office"], one["state"]) for one in held["principals"]} == {
        ("Lloyd Austin", "Secretary of Defense", "USA"),
        ("Sergei Shoigu", "Minister of Defence", "RUS"),
    }
    assert (held["date"], held["date_basis"], held["status"], held["initiative"], held["channel"]) == (
        "2022-05-13",
        "weekday",
        "held",
        "USA",
        "phone",
    )
    assert held["duration"] == {"minutes": 60, "bound": "about"}
    assert all(SECOND[span["start"] : span["end"]] for span in held["spans"])


def test_facts_only_hold_no_words_of_a_report(folder):
    text = run("press", "read", folder, "--facts", "--json").stdout
    assert "officials said" not in text
    assert all(claim["gist"] is None for report in json.loads(text)["reports"] for claim in report["claims"])


def test_check_counts_and_names_a_quote_that_is_gone(folder, tmp_path):
    report = folder / "first.txt"
    assert (
        "the first in 84 days: agrees; 13 May 2022: 18 February 2022 + 84 days" in run("press", "check", report).stdout
    )
    claims = tmp_path / "claims.json"
    claims.write_text(run("press", "suggest", report, "--json").stdout, encoding="utf-8")
    assert answer("press", "check", report, "--claims", claims)["broken_spans"] == []
    report.write_text(FIRST.replace("phone", "radio"), encoding="utf-8")
    assert "not in the text any more" in run("press", "check", report, "--claims", claims, exit_code=3).stdout


def test_a_wrong_count_is_a_contradiction(tmp_path):
    report = tmp_path / "report.txt"
    report.write_text(FIRST.replace("84 days", "80 days").replace("on Friday", "on May 13, 2022"), encoding="utf-8")
    (found,) = answer("press", "check", report)["conflicts"]
    assert (found["field"], found["within_one_report"]) == ("arithmetic", True)


@pytest.mark.parametrize(
    ("arguments", "words", "code"),
    [
        (("read", "{folder}", "--published", "third=2022-05-13"), "third", 2),
        (("read", "{folder}", "--published", "first=May"), "not a date in EDTF", 2),
        (("read", "{folder}", "--roster", "{folder}/first.txt"), "roster of offices", 1),
        (("read", "{folder}", "--states", "{folder}/first.txt"), "file of states", 1),
        (("check", "{folder}/first.txt", "--claims", "{folder}/second.txt"), "holds no claims", 1),
    ],
)
def test_what_does_not_fit_is_said(folder, arguments, words, code):
    assert words in run("press", *(item.format(folder=folder) for item in arguments), exit_code=code).stderr


def test_a_date_may_be_given_for_one_report_or_for_all(folder):
    found = answer("press", "read", folder, "--published", "2022-05-14", "--published", "first=2022-05-13")
    assert {report["name"]: report["published"] for report in found["reports"]} == {
        "first": "2022-05-13",
        "second": "2022-05-14",
    }


def test_the_examples_come_with_their_own_roster_and_states():
    found = answer("press", "read", OPEN)
    assert not found["unreadable"]
    assert {item["field"] for item in found["conflicts"]} >= {"initiative"}
    assert found["comments"] >= 1

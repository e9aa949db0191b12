"""The charter by the verbs alone: drafted, proposed, refused, signed, in force on both nodes, across a start; telephones when DARK."""

from __future__ import annotations

import tomllib

import pytest

from tests.cli.nodes import CODES, answer, open_pair, run
from tests.cli.test_two_nodes import undocumented
from watchline.record import read_draft

PHONES = """
[[phones]]
party = "XBB"
number = "+00 000 0000002"
words = "duty room"
"""


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    with open_pair(tmp_path_factory.mktemp("pair")) as made:
        yield made


def listed(pair, code):
    return answer("charter", pair.dir(code), "list")


def state(pair, code, ref):
    return next((item["state"] for item in listed(pair, code)["proposals"] if item["ref"] == ref), None)


def comes(pair, code, ref, wanted="proposed"):
    pair.until(lambda: state(pair, code, ref) == wanted, f"{ref} does not become {wanted}")


def drafted_refused_proposed_again_signed_and_in_force(pair, tmp_path):
    a, b = (pair.dir(code) for code in CODES)
    draft = run("charter", a, "draft").stdout
    fields = tomllib.loads(draft)
    assert fields["title"] == "A line"
    assert read_draft(draft)["calendar"] == [{"minute": 360, "circuit": "one"}, {"minute": 1080, "circuit": "two"}]
    file = tmp_path / "draft.toml"
    file.write_text(draft)
    assert "nothing else" in run("charter", a, "propose", file, exit_code=1).stderr
    file.write_text(draft.replace("minute = 1080", "minute = 720") + PHONES)
    shown = run("charter", a, "propose", file, "--preview").stdout
    assert "Changed: calendar, phones" in shown
    preview = answer("charter", a, "propose", file, "--preview")
    assert undocumented("charter show", preview, ("found",)) == []
    assert listed(pair, "XAA")["proposals"] == []
    first = answer("charter", a, "propose", file)
    assert undocumented("charter propose", first, ("send", "charter show")) == []
    comes(pair, "XBB", first["ref"])
    assert any("proposes another charter" in item["words"] for item in pair.status("XBB")["alarms"])
    words = run("charter", b, "show", first["ref"]).stdout
    for part in (
        f"{first['ref']} proposes this charter: proposed",
        "1200Z",
        "+00 000 0000002",
        "Changed: calendar, phones",
    ):
        assert part in words
    refused = answer("charter", b, "refuse", first["ref"], "Not at noon.")
    assert undocumented("charter refuse", refused, ("send",)) == []
    comes(pair, "XAA", first["ref"], "refused")
    listing = run("charter", a, "list").stdout
    assert "XBB refuses" in listing
    assert "Not at noon." in listing
    file.write_text(draft.replace("minute = 1080", "minute = 1200") + PHONES)
    second = answer("charter", a, "propose", file)["ref"]
    comes(pair, "XBB", second)
    assert "Not signed yet" in run("charter", a, "enforce", second, exit_code=1).stderr
    pair.down("XBB")
    pair.up("XBB")
    run("charter", b, "sign", second)
    comes(pair, "XAA", second, "signed by all")
    assert "we may say" in run("charter", a, "list").stdout
    enforced = run("charter", a, "enforce", second)
    assert "puts" in enforced.stdout
    comes(pair, "XBB", second, "in force")
    for code in CODES:
        found = listed(pair, code)
        assert undocumented("charter list", found) == []
        assert [item["state"] for item in found["charters"]] == ["was in force", "in force"]
        assert [found["in_force"]] == [item["charter"] for item in found["proposals"] if item["state"] == "in force"]
        shown = answer("charter", pair.dir(code), "show")
        assert undocumented("charter show", shown, ("found",)) == []
        assert shown["charter"] == found["in_force"]
        assert [slot["at"] for slot in shown["calendar"]] == ["0600Z", "2000Z"]
    assert "test" in run("charter", a, "show", "--language", "fr").stdout
    assert [page["language"] for page in answer("charter", a, "show", "--language", "fr")["pages"]] == ["fr"]
    assert read_draft(run("charter", a, "draft").stdout) == read_draft(file.read_text())


def after_a_start_both_nodes_still_work_by_it_and_exports_say_what_they_are(pair, tmp_path):
    a, b = (pair.dir(code) for code in CODES)
    for code in CODES:
        pair.down(code)
    for code in CODES:
        pair.up(code)
        assert pair.status(code)["closed"] == ""
        assert pair.status(code)["next_test"]["due"] % 86_400_000 in {360 * 60_000, 1200 * 60_000}
    pair.until(lambda: all(pair.alive(code) for code in CODES), "circuits do not come alive")
    ref = answer("send", a, "by the new charter")["ref"]
    pair.until(lambda: pair.message("XBB", ref), "the message does not arrive")
    assert pair.message("XBB", ref)["labels"] == []
    out = tmp_path / "bundle"
    exported = answer("log", "export", a, out)
    assert "recognises" in exported["legal_effect"]
    assert undocumented("log export", exported) == []
    assert exported["legal_effect"] in run("log", "export", a, tmp_path / "again").stdout
    proved = answer("prove", a, ref, tmp_path / "proof")
    assert undocumented("prove", proved) == []
    assert proved["legal_effect"]
    verified = run("verify", out, *(f"--root={root}" for root in exported["roots"].values()), exit_code=3)
    assert "amendments: entries" in verified.stdout
    other = run("found", b, "--propose", a / "card", "--like", a, "--out", tmp_path / "other")
    assert "2000Z" in other.stdout
    assert "0000002" not in other.stdout
    like = run("found", b, "--propose", a / "card", "--like", pair.founding, "--out", tmp_path / "third").stdout
    assert "1800Z" in like


def the_telephone_is_shown_while_the_line_is_dark(pair):
    assert pair.status("XAA")["peers"][0]["phones"] == []
    pair.down("XBB")
    pair.until(lambda: pair.status("XAA")["state"] == "DARK", "the line does not go DARK")
    status = pair.status("XAA")
    assert undocumented("status", status, ("test --list", "pair", "contacts")) == []
    assert status["peers"][0]["phones"] == [{"number": "+00 000 0000002", "desk": "", "words": "duty room"}]
    assert "+00 000 0000002" in run("status", pair.dir("XAA")).stdout


def test_a_charter_is_amended_by_the_verbs_alone(pair, tmp_path):
    drafted_refused_proposed_again_signed_and_in_force(pair, tmp_path)
    after_a_start_both_nodes_still_work_by_it_and_exports_say_what_they_are(pair, tmp_path)
    the_telephone_is_shown_while_the_line_is_dark(pair)

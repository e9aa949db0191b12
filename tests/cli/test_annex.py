"""A party alone with a telephone, by the verbs alone; then the same beside a line; the JSON that is documented and no other."""

from __future__ import annotations

import json
import shutil
import sqlite3

import pytest

from tests.cli.nodes import answer, open_pair, run
from tests.cli.test_two_nodes import undocumented
from watchline.host.check import check_path

PASS = "--passphrase-file"
OTHER = ("--with", "minister of defence, XBB")


@pytest.fixture(scope="module")
def pattern(tmp_path_factory):
    """A node without a line, its passphrase file beside it, made once."""
    base = tmp_path_factory.mktemp("alone")
    secret = base / "secret"
    secret.write_text("a passphrase\n")
    secret.chmod(0o600)
    result = run("init", base / "n", "--solo", "--code", "XAA", "--root-key", base / "root", "--light", PASS, secret, "--root-passphrase-file", secret)  # fmt: skip
    assert "ours only" in result.stdout
    return base


@pytest.fixture
def alone(pattern, tmp_path):
    """A copy of it."""
    shutil.copytree(pattern, tmp_path / "alone")
    return tmp_path / "alone"


def noted(base, *words, **more):
    return answer(*words[:2], base / "n", *words[2:], PASS, base / "secret", **more)


def contacts(base, on, *more):
    return answer("contacts", base / "n", "--on", on, *more)


def test_a_party_alone_notes_calls_and_sees_its_gauge_reset(alone):
    first = noted(alone, "call", "note", *OTHER, "--by", "us", "--minutes", "60", "--on", "2022-02-18")
    assert undocumented("call note", first, ("contacts",)) == []
    assert (first["rung"], first["held_by"], first["written"]) == ("ours_only", [], True)
    second = noted(alone, "call", "note", *OTHER, "--by", "them", "--minutes", "about 60", "--on", "2022-05-13", "--topic", "a ceasefire", "--owe", "XBB: send the list by 2022-06-01", "--next", "none")  # fmt: skip
    assert second["body"]["initiative"] == "XBB"
    assert (second["body"]["minutes"], second["body"]["bound"]) == (60, "about")
    assert "the first in 84 days" in second["contacts"][0]["sentence"]
    before = contacts(alone, "2022-05-12")
    assert undocumented("contacts", before) == []
    assert before["contacts"][0]["if_today"] == "If it were held today it would be the first in 83 days."
    after = contacts(alone, "2022-05-13", "--sequence", "2022-05-13")
    assert undocumented("contacts", after) == []
    (row,) = after["contacts"]
    assert (row["days_since"], row["gap_days"], row["count"]) == (0, 84, 2)
    assert row["initiative"] == {"XAA": 1, "XBB": 1}
    assert row["next_none"]
    assert row["contacts"][0]["rung_words"].startswith("ours only")
    assert [item["words"] for item in after["owed"]] == ["XBB: send the list, by 1 June 2022 (noted in own/1/2)"]
    assert after["sequence"]["contacts"][0]["refs"] == ["own/1/2"]
    words = run("contacts", alone / "n", "--on", "2022-06-02").stdout
    assert "OVERDUE" in words
    assert "silent 20 days" in words


def test_a_telephone_test_is_three_fields_and_no_answer_has_no_cause(alone):
    good = noted(
        alone, "test", "note", "--with", "XCC", "--answered", "yes", "--quality", "4", "--by-post", "duty officer"
    )
    assert undocumented("test note", good, ("call note", "contacts")) == []
    bad = noted(alone, "test", "note", "--with", "XCC", "--answered", "no")
    assert (bad["phone_test"]["tried"], bad["phone_test"]["answered"]) == (2, 1)
    assert "no answer" in bad["phone_test"]["words"]
    run("test", "note", alone / "n", "--with", "XCC", "--answered", "no", "--quality", "3", PASS, alone / "secret", exit_code=2)  # fmt: skip
    assert noted(alone, "test", "note", "--with", "XCC", "--answered", "yes", "--corrects", bad["ref"])["phone_test"]["answered"] == 2  # fmt: skip


def test_a_request_is_followed_until_it_is_met(alone):
    asked = noted(
        alone, "request", "note", "--to", "foreign minister, XBB", "--on", "2022-03-01", "--purpose", "the exchange"
    )
    assert undocumented("request note", asked, ("call note", "contacts")) == []
    ref = asked["ref"]
    declined = noted(alone, "request", "note", ref, "--act", "declined", "--on", "2022-03-24")
    assert (declined["request"]["status"], declined["request"]["answer_days"]) == ("declined", [23])
    assert noted(alone, "request", "note", ref, "--act", "attempt", "--on", "2022-04-01")["request"]["attempts"] == 2
    row = next(row for row in contacts(alone, "2022-04-02")["contacts"] if row["requests"])
    assert (row["requests"][0]["status"], row["requests"][0]["standing"]) == ("standing", True)
    noted(alone, "call", "note", "--with", "foreign minister, XBB", "--on", "2022-07-15", "--answers", ref)
    late = noted(alone, "request", "note", ref, "--act", "unanswered", "--on", "2022-08-01")
    assert (late["request"]["status"], late["has_effect"]) == ("met", False)
    assert "no request" in run("request", "note", alone / "n", "own/1/0", "--act", "lapsed", PASS, alone / "secret", exit_code=1).stderr  # fmt: skip


def test_what_is_intended_or_avoided_is_noted_and_is_no_contact(alone):
    made = noted(alone, "call", "note", "--with", "head of state, XBB", "--status", "avoided", "--on", "2022-11")
    assert made["contacts"][0]["count"] == 0
    assert made["contacts"][0]["noted"] == [{"status": "avoided", "date": "2022-11", "ref": made["ref"]}]


def test_corrected_withdrawn_and_settled_notes_stay(alone):
    wrong = noted(alone, "call", "note", "--with", "chief of defence, XDD", "--on", "2022-02-18")["ref"]
    right = noted(alone, "call", "note", "--with", "chief of defence, XDD", "--on", "2022-02-11", "--corrects", wrong, "--owe", "XDD: call back")  # fmt: skip
    assert right["contacts"][0]["last_date"] == "2022-02-11"
    owed = next(item for item in contacts(alone, "2022-12-31")["owed"] if item["who"] == "XDD")
    assert answer("annex", alone / "n", "settle", owed["ref"], owed["number"], PASS, alone / "secret")["written"]
    refused = run("annex", alone / "n", "settle", owed["ref"], owed["number"], PASS, alone / "secret", exit_code=1)
    assert "is not owed" in refused.stderr
    taken = answer("annex", alone / "n", "withdraw", right["ref"], "--reason", "it was another officer", PASS, alone / "secret")  # fmt: skip
    assert undocumented("annex", taken, ("call note",)) == []
    shown = answer("annex", alone / "n", "list")
    assert undocumented("annex", shown, ("call note",)) == []
    states = {item["ref"]: item["state"] for item in shown["entries"]}
    assert states[wrong] == f"corrected by {right['ref']}"
    assert states[right["ref"]].startswith("withdrawn by")
    one = answer("annex", alone / "n", "show", wrong)
    assert one["body"]["date"] == "2022-02-18"
    assert not [row for row in contacts(alone, "2022-12-31")["contacts"] if row["between"][1]["party"] == "XDD"]


def test_the_roster_names_people_and_counterparts(alone):
    base, secret = alone / "n", alone / "secret"
    run("people", "load", base, exit_code=2)
    loaded = answer("people", "load", base, "--sample")
    assert undocumented("people", loaded) == []
    found = answer("people", "find", base, "Shoygu")
    assert undocumented("people", found) == []
    assert found["found"][0]["name"] == "Sergei Shoigu"
    assert answer("people", "find", base, "Shoygou")["hints"][0]["name"] == "Sergei Shoigu"
    held = answer(
        "people", "holder", base, "Secretary of Defense", "USA", "--counterpart-in", "RUS", "--on", "2022-05-13"
    )
    assert undocumented("people", held) == []
    assert held["holders"][0]["name"] == "Sergei Shoigu"
    vacant = run("people", "holder", base, "minister of defence", "CHN", "--on", "2023-11-15").stdout
    assert "nobody held the office" in vacant
    made = noted(alone, "call", "note", "--with", "Zaluzhny", "--our", "chief of staff", "--on", "2021-11-22")
    assert made["body"]["participants"][1] == {"office": "Commander-in-Chief of the Armed Forces", "state": "UKR", "name": "Valerii Zaluzhnyi"}  # fmt: skip
    words = run("call", "note", base, "--with", "Li", "--on", "2022", PASS, secret, exit_code=1).stderr
    assert "is 2 people in the roster" in words
    assert (
        "A name that is only near" in run("call", "note", base, "--with", "Shoygou", PASS, secret, exit_code=1).stderr
    )
    out = alone / "saved.csv"
    assert answer("people", "save", base, out)["persons"] == loaded["persons"]
    (alone / "bad.csv").write_text("person,name\n")
    assert "row 1: missing" in run("people", "load", base, alone / "bad.csv", exit_code=1).stderr
    assert answer("people", "load", base, out)["persons"] == loaded["persons"]


@pytest.mark.parametrize(
    ("words", "exit_code", "said"),
    [
        (("--with", "minister"), 1, "OFFICE, STATE"),
        (("--with", "minister, xbb"), 1, "a state is a code"),
        ((*OTHER, "--on", "2022-02-30"), 2, "no day 30"),
        ((*OTHER, "--on", "2999-01-01"), 1, "has not come yet"),
        ((*OTHER, "--minutes", "an hour"), 2, "about 60"),
        ((*OTHER, "--owe", "nothing"), 1, "WHO: WHAT"),
        ((*OTHER, "--corrects", "own/9/9"), 1, "No entry own/9/9"),
        ((*OTHER, "--corrects", "XAA-0001"), 1, "no entry of the annex"),
        ((*OTHER, "--on", "2022-05-13", "--at", "2022-05-15T10:00:00Z"), 1, "is not on 13 May 2022"),
        ((*OTHER, "--by", "somebody"), 1, "at whose initiative"),
        ((*OTHER, "--next", "soon"), 1, "not a date"),
        ((*OTHER, "--not-us"), 1, "two principals"),
    ],
)
def test_what_does_not_fit_is_refused_in_words_and_nothing_is_noted(alone, words, exit_code, said):
    before = len(answer("annex", alone / "n", "list")["entries"])
    result = run("call", "note", alone / "n", *words, PASS, alone / "secret", exit_code=exit_code)
    assert said in result.stderr, result.stderr
    assert len(answer("annex", alone / "n", "list")["entries"]) == before


def test_facts_are_released_only_when_ticked_and_that_is_noted(alone, tmp_path):
    for day in ("2022-02-18", "2022-05-13"):
        noted(alone, "call", "note", *OTHER, "--on", day)
    listed = answer("facts", alone / "n", "--on", "2022-05-13")
    assert undocumented("facts", listed) == []
    number = next(item["number"] for item in listed["facts"] if "84 days" in item["sentence"])
    run("facts", alone / "n", "--tick", number, exit_code=2)
    out = tmp_path / "sheet"
    done = answer("facts", alone / "n", "--on", "2022-05-13", "--tick", number, "--out", out, PASS, alone / "secret")
    assert undocumented("facts", done) == []
    assert out.read_text().count("Arithmetic:") == 1
    assert answer("annex", alone / "n", "show", done["ref"])["kind"] == "facts_released"
    assert "exists already" in run("facts", alone / "n", "--on", "2022-05-13", "--tick", number, "--out", out, PASS, alone / "secret", exit_code=1).stderr  # fmt: skip


def test_the_chart_and_the_export_are_new_files(alone, tmp_path):
    noted(alone, "call", "note", *OTHER, "--on", "2022-05-13")
    drawn = answer("contacts", alone / "n", "--on", "2022-12-31", "--states", "--chart", tmp_path / "c.svg")
    assert (tmp_path / "c.svg").read_text().startswith("<svg")
    assert drawn["chart"].endswith("c.svg")
    assert "exists already" in run("contacts", alone / "n", "--chart", tmp_path / "c.svg", exit_code=1).stderr
    exported = answer("annex", alone / "n", "export", tmp_path / "out")
    assert undocumented("annex", exported) == []
    words = run("verify", tmp_path / "out", "--root", exported["root"]).stdout
    assert "annex: verified and complete" in words
    assert "Nobody else holds" in words
    assert json.loads(run("verify", tmp_path / "out", "--root", exported["root"], "--json").stdout)["what"] == "annex"
    run("verify", tmp_path / "out", "--root", "1" * 30, exit_code=3)
    assert check_path(tmp_path / "out", [exported["root"]]).exit_code == 0


def test_an_annex_is_checked_where_it_stands_and_a_changed_word_is_found(alone):
    own = answer("card", alone / "n")["fingerprint"]
    noted(alone, "call", "note", *OTHER, "--on", "2022-05-13", "--outcome", "they will call again")
    found = answer("verify", alone / "n", "--root", own)
    assert undocumented("verify", found) == []
    assert (found["what"], found["result"]) == ("annex", "verified and complete")
    words = run("verify", alone / "n", "--root", own).stdout
    assert "Nobody else holds" in words
    assert "read in its node" in words
    run("verify", alone / "n", "--root", "1" * 30, exit_code=3)
    store = sqlite3.connect(alone / "n" / "annex" / "record")
    place, body = next(row for row in store.execute("select place, body from entry") if b"will call" in row[1])
    with store:
        store.execute("update entry set body = ? where place = ?", (body.replace(b"will call", b"must call"), place))
    store.close()
    assert "the body is not the one" in run("verify", alone / "n", "--root", own, exit_code=3).stdout


def test_the_folder_may_stand_before_the_second_word_too(alone):
    assert answer("call", alone / "n", "note", *OTHER, PASS, alone / "secret")["ref"] == "own/1/1"
    assert (
        answer("test", alone / "n", "note", "--with", "XBB", "--answered", "no", PASS, alone / "secret")["ref"]
        == "own/1/2"
    )


def test_init_asks_for_a_circuit_unless_it_is_to_be_alone(tmp_path):
    result = run("init", tmp_path / "n", "--code", "XAA", "--root-key", tmp_path / "r", exit_code=2)
    assert "--solo" in result.stderr


def test_beside_a_line_a_call_of_its_parties_belongs_there_and_other_contacts_are_ours_only(tmp_path):
    with open_pair(tmp_path) as pair:
        a = pair.dir("XAA")
        secret = (PASS, pair.secret)
        refused = run("call", "note", a, *OTHER, *secret, exit_code=1).stderr
        assert "parties of the line" in refused
        assert "watchline call DIR request" in refused
        assert (
            "a line test" in run("test", "note", a, "--with", "XBB", "--answered", "yes", *secret, exit_code=1).stderr
        )
        assert answer("call", "note", a, *OTHER, "--means", "in_person", *secret)["rung"] == "ours_only"
        assert answer("call", "note", a, "--with", "foreign minister, XCC", *secret)["ref"] == "own/1/2"
        forced = answer("call", "note", a, *OTHER, "--ours-only", "--our", "chief of staff", *secret)
        assert forced["contacts"][0]["rung"] == "ours_only"
        asked = answer("call", a, "request", "--to", "XBB", "--level", "minister", "--office", "minister of defence", "--with-office", "minister of defence", "--purpose", "x")  # fmt: skip
        of = answer(
            "annex", a, "of", asked["ref"], "--authorised-by", "the head of state", "--told", "the ministry", *secret
        )
        assert of["body"]["called"] == asked["ref"]
        both = answer("contacts", a)
        office = "minister of defence"
        row = next(row for row in both["contacts"] if [side["office"] for side in row["between"]] == [office, office])
        assert [item["source"] for item in row["requests"]] == ["line"]
        assert [item["source"] for item in row["contacts"]] == ["annex"]
        assert both["line"] is not None
        assert "silent" in both["words"] or "on the day asked" in both["words"]
        theirs = answer("contacts", pair.dir("XBB"))
        assert not [item for row in theirs["contacts"] for item in row["contacts"]]

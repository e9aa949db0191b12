"""Reports and claims in a node, by the verbs alone: added once, confirmed by a person, beside our own record, given away without words."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import msgspec
import pytest

from tests.cli.nodes import answer, run
from tests.cli.test_two_nodes import undocumented
from watchline.annex import Belief
from watchline.cli.both import look_at_both
from watchline.host.check import check_path
from watchline.host.press import press_in
from watchline.press import Report
from watchline.view.press_record import read_press

NOTED = Path(__file__).parents[1] / "press" / "noted_facts.json"
PASS = "--passphrase-file"
FIRST = "U.S. Defense Secretary Lloyd Austin spoke by phone with Russian Defense Minister Sergei Shoigu on Friday, the first call between the two in 84 days. The two last spoke on February 18, 2022.\n"
SECOND = "Lloyd Austin held a call with Sergei Shoigu on Friday, officials said. It lasted about an hour and was at the request of Russia. It was their first since February 18, 2022.\n"
PAGES = ("press read", "contacts")


@pytest.fixture(scope="module")
def pattern(tmp_path_factory):
    base = tmp_path_factory.mktemp("press")
    secret = base / "secret"
    secret.write_text("a passphrase\n")
    secret.chmod(0o600)
    run("init", base / "n", "--solo", "--code", "USA", "--root-key", base / "root", "--light", PASS, secret, "--root-passphrase-file", secret)  # fmt: skip
    return base


@pytest.fixture
def base(pattern, tmp_path):
    shutil.copytree(pattern, tmp_path / "b")
    reports = tmp_path / "b" / "reports"
    reports.mkdir()
    (reports / "first.txt").write_text(FIRST, encoding="utf-8")
    (reports / "second.txt").write_text(SECOND, encoding="utf-8")
    return tmp_path / "b"


def press(base, verb, *words, **more):
    signs = verb in {"add", "confirm", "reject", "edit"}
    return answer("press", verb, base / "n", *words, *((PASS, base / "secret") if signs else ()), **more)


def refused(base, verb, *words, exit_code=1):
    return run("press", verb, base / "n", *words, PASS, base / "secret", exit_code=exit_code).stderr


def add(base, *more):
    return {item["name"]: item["ref"] for item in press(base, "add", base / "reports", *more)["added"]}


def claims(base, **wanted):
    listed = press(base, "list")["reports"]
    found = [claim for report in listed for claim in report["claims"]]
    return [claim for claim in found if all(claim[key] == value for key, value in wanted.items())]


def contact(base, report, kind="contact"):
    """The reference of the first claim of a kind that a report makes."""
    (listed,) = press(base, "list", "--report", report)["reports"]
    return next(claim["ref"] for claim in listed["claims"] if claim["words"].startswith(f"{kind}:"))


def gauge(base, on="2022-12-31", *more):
    return answer("contacts", base / "n", "--on", on, *more)


def test_all_noted_facts_enter_and_rebuild_the_timeline_with_its_conflicts_and_no_other(base, tmp_path):
    added = press(base, "add", NOTED)
    assert undocumented("press add", added, PAGES) == []
    assert (sum(item["claims"] + item["comments"] + 1 for item in added["added"]), added["counted"]) == (58, False)
    assert press(base, "timeline")["timeline"] == []
    suggested = press(base, "timeline", "--suggested")
    assert [row["confirmed"] for row in suggested["timeline"]] == [False] * 13
    assert [row["count"] for row in gauge(base)["contacts"]] == []
    done = press(base, "confirm", *(item["ref"] for item in added["added"]))
    assert undocumented("press add", done, PAGES) == []
    assert (len(done["claims"]), done["entries"], done["unchecked"]) == (52, 4, 52)
    shown = press(base, "timeline")
    shown_keys = dict(shown, sequence=None)
    assert undocumented("press add", shown_keys, PAGES) == []
    assert len(shown["timeline"]) == 13
    assert all(row["confirmed"] for row in shown["timeline"])
    assert sorted((item["field"], tuple(sorted(side["report"] for side in item["sides"]))) for item in shown["conflicts"]) == [
        ("attribution", ("001", "003")),
        ("status", ("001", "001")),
    ]  # fmt: skip
    assert "the first in 161 days" in "".join(item["sentence"] for item in shown["last_spoke"])
    with look_at_both(base / "n") as found:
        read = read_press(press_in(found.own, found.now), Belief.CONFIRMED, Belief.COMMENT)
    noted = msgspec.json.decode(NOTED.read_bytes(), type=list[Report])
    assert list(read.reports) == noted
    record = gauge(base, "2022-12-31", "--sequence", "2022-10-21")
    assert undocumented("contacts", record) == []
    row = next(row for row in record["contacts"] if row["between"][1]["office"] == "Secretary of Defense" and row["between"][0]["party"] == "RUS")  # fmt: skip
    assert (row["count"], row["by_rung"]["press"], row["gap_days"], row["differs"]) == (3, 3, 161, [])
    called = [[side["party"] for side in item["between"]] for item in record["sequence"]["contacts"]]
    assert called == [["UKR", "USA"], ["RUS", "USA"]]
    out = answer("annex", base / "n", "export", tmp_path / "all")
    assert check_path(tmp_path / "all", [out["root"]]).exit_code == 0


def test_nothing_automatic_is_counted_before_a_person_confirmed_it(base):
    refs = add(base, "--outlet", "A paper")
    before = gauge(base)
    assert before["contacts"] == []
    assert before["press"]["counted"] is False
    assert [item["date"] for item in before["press"]["suggestions"]] == ["2022-02-18", "2022-05-13"]
    words = run("contacts", base / "n", "--on", "2022-12-31").stdout
    assert "suggested, not counted: 2022-05-13" in words
    press(base, "confirm", contact(base, refs["first"]))
    (row,) = gauge(base)["contacts"]
    assert (row["last_date"], row["rung"], row["count"]) == ("2022-05-13", "press", 1)
    assert row["contacts"][0]["told_by"] == [{"outlet": "A paper", "published": "unknown"}]
    press(base, "reject", contact(base, refs["first"]), "--reason", "another year")
    assert gauge(base)["contacts"] == []
    assert [item["state"] for item in claims(base) if item["ref"] == contact(base, refs["first"])] == ["rejected"]
    press(base, "confirm", contact(base, refs["first"]))
    assert gauge(base)["contacts"][0]["count"] == 1
    answer("annex", base / "n", "withdraw", refs["first"], "--reason", "not a report", PASS, base / "secret")
    assert gauge(base)["contacts"] == []
    assert len(press(base, "list")["reports"]) == 1


def test_a_report_is_there_once_and_the_passphrase_is_asked_once(base, monkeypatch):
    asked = []
    opened = "watchline.host.press.open_keys"
    from watchline.host.press import open_keys

    monkeypatch.setattr(opened, lambda *given: (asked.append(1), open_keys(*given))[1])
    for number in range(40):
        (base / "reports" / f"{number}.txt").write_text(f"{FIRST}{number}\n", encoding="utf-8")
    monkeypatch.setattr("watchline.host.press.BATCH", 30)
    added = press(base, "add", base / "reports")
    assert (len(added["added"]), len(asked)) == (42, 1)
    for item in added["added"]:
        (listed,) = press(base, "list", "--report", item["ref"])["reports"] if item["name"] in {"0", "second"} else ({"name": item["name"]},)  # fmt: skip
        assert listed["name"] == item["name"]
    again = press(base, "add", base / "reports")
    assert (again["added"], len(again["already"]), again["entries"]) == ([], 42, 0)


def test_facts_only_keeps_no_word_anywhere_in_the_node(base):
    add(base, "--facts-only")
    inside = b"".join(path.read_bytes() for path in (base / "n").rglob("*") if path.is_file())
    assert b"Lloyd Austin" in inside
    for words in (b"spoke by phone with", b"held a call", b"first call between", b"officials said"):
        assert words not in inside
    assert not (base / "n" / "annex" / "texts").exists()
    assert {report["text"] for report in press(base, "list")["reports"]} == {"facts only"}
    kept = add(base)
    assert kept == {}


def test_words_that_are_kept_are_beside_the_log_for_the_node_alone_and_can_be_thrown_away(base):
    refs = add(base)
    texts = list((base / "n" / "annex" / "texts").iterdir())
    assert sorted(path.read_text(encoding="utf-8") for path in texts) == sorted([FIRST, SECOND])
    assert {path.stat().st_mode & 0o777 for path in texts} == {0o600}
    assert press(base, "list")["reports"][0]["claims"][0]["quotes"][0] in FIRST
    for path in texts:
        path.unlink()
    shown = press(base, "list")
    assert {report["text"] for report in shown["reports"]} == {"text was kept and is gone"}
    press(base, "confirm", refs["first"])
    assert press(base, "check")["without_text"] == len(claims(base))


def test_a_claim_whose_place_no_longer_holds_its_words_is_said_so_and_cannot_be_confirmed(base):
    refs = add(base)
    sound = press(base, "check")
    assert undocumented("press add", sound, PAGES) == []
    assert sound["broken_spans"] == []
    path = next(path for path in (base / "n" / "annex" / "texts").iterdir() if "84 days" in path.read_text("utf-8"))
    path.write_text(FIRST.replace("84", "85"), encoding="utf-8")
    found = press(base, "check", exit_code=3)["broken_spans"]
    assert {item["report"] for item in found} == {"first"}
    assert "not in the text any more" in run("press", "check", base / "n", exit_code=3).stdout
    assert "not in the text any more" in run("press", "list", base / "n").stdout
    assert "it was changed" in refused(base, "confirm", refs["first"])
    press(base, "confirm", refs["second"])
    out = base / "out.json"
    press(base, "export", out, "--with-quotes", "--all")
    made = {report["name"]: report for report in json.loads(out.read_text("utf-8"))["reports"]}
    changed = FIRST.index("84")
    spans = [span for claim in made["first"]["claims"] for span in claim["spans"]]
    assert not any("quote" in span for span in spans if span["start"] <= changed < span["end"])
    assert any("quote" in span for claim in made["second"]["claims"] for span in claim["spans"])


def test_our_own_record_stands_first_and_where_the_press_differs_that_is_named(base):
    note = ("--our", "Lloyd Austin, Secretary of Defense", "--with", "Sergei Shoigu, defence minister, RUS", "--by", "us", "--minutes", "20")  # fmt: skip
    answer("call", "note", base / "n", *note, "--on", "2022-05-13", PASS, base / "secret")
    answer("call", "note", base / "n", *note[:4], "--on", "2022-02-11", PASS, base / "secret")
    press(base, "confirm", *add(base).values())
    (row,) = gauge(base)["contacts"]
    assert (row["count"], row["by_rung"]["press"], row["gap_days"]) == (2, 0, 91)
    assert row["contacts"][1]["told_by"] == [{"outlet": name, "published": "unknown"} for name in ("first", "second")]
    differs = {item["field"]: (item["ours"], item["theirs"]) for item in row["differs"]}
    assert differs == {
        "date": ("11 February 2022", "18 February 2022"),
        "initiative": ("USA", "RUS"),
        "duration": ("20 minutes", "about 60 minutes"),
    }
    checked = press(base, "check")
    assert {item["field"] for item in checked["own_record"]} == set(differs)
    assert "our record has USA" in run("press", "check", base / "n").stdout
    sheet = answer("facts", base / "n", "--on", "2022-12-31")
    assert not any(fact["sources"] for fact in sheet["facts"])


def test_a_fact_that_rests_on_the_press_names_its_outlet(base):
    press(base, "confirm", *add(base, "--outlet", "The Quiet Paper").values())
    out = base / "sheet"
    listed = answer("facts", base / "n", "--on", "2022-05-13")
    number = next(fact["number"] for fact in listed["facts"] if "first in 84 days" in fact["sentence"])
    answer("facts", base / "n", "--on", "2022-05-13", "--tick", number, "--out", out, PASS, base / "secret")
    assert "reports of the press that an officer read (The Quiet Paper" in out.read_text("utf-8")


def test_an_edited_claim_counts_for_a_person_stands_by_it_and_the_old_one_stays(base):
    refs = add(base)
    ref = contact(base, refs["first"])
    done = press(base, "edit", ref, "--date", "2022-05-12", "--minutes", "about 30", "--initiative", "RUS")
    assert undocumented("press add", done, (*PAGES, "call note")) == []
    (row,) = gauge(base)["contacts"]
    assert (row["last_date"], row["initiative"]) == ("2022-05-12", {"RUS": 1})
    old = answer("annex", base / "n", "show", ref)
    assert (old["body"]["date"], old["state"]) == ("2022-05-13", f"corrected by {done['ref']}")
    assert not [item for item in answer("annex", base / "n", "list")["entries"] if "cannot be read" in item["words"]]
    start = FIRST.index("last spoke")
    more = press(base, "edit", refs["first"], "--kind", "statement", "--who", "Secretary of Defense, USA", "--span", f"{start}-{start + 10}")  # fmt: skip
    assert more["body"]["spans"][0][:2] == [start, start + 10]
    assert answer("annex", base / "n", "list", "--kind", "press_claim")["entries"][-1]["state"] == "stands"
    for words, said in (
        ((refs["first"], "--kind", "statement"), "at least one place"),
        ((refs["first"],), "is a report"),
        ((ref, "--date", "2022-02-30"), "2022-02-30"),
        ((ref, "--span", "5-2"), "no place"),
        ((ref, "--span", "0-99999"), "no place"),
        (("own/1/999", "--date", "2022"), "no report and no claim"),
    ):
        assert said in refused(base, "edit", *words), words


def test_the_export_gives_no_words_and_never_our_grade_of_the_source(base):
    press(base, "confirm", *add(base, "--grade", "C3", "--published", "2022-05-13").values())
    (listed, _) = press(base, "list")["reports"]
    assert (listed["grade"], listed["published"]) == ("C3", "2022-05-13")
    done = press(base, "export", base / "bare.json")
    assert undocumented("press add", done, PAGES) == []
    bare, full = (base / "bare.json").read_text("utf-8"), base / "full.json"
    press(base, "export", full, "--with-quotes")
    assert "C3" not in bare + full.read_text("utf-8")
    assert "spoke by phone" not in bare
    assert "spoke by phone" in full.read_text("utf-8")
    assert "left as it is" in run("press", "export", base / "n", full, exit_code=1).stderr
    assert press(base, "add", base / "bare.json")["already"]


def test_what_a_reader_wrote_is_kept_apart_and_cannot_be_confirmed(base):
    shutil.rmtree(base / "reports")
    (base / "reports").mkdir()
    text = f"{FIRST}\nPost a Comment\n\nReader99 says:\nAntony Blinken called Sergei Lavrov on July 29, 2022.\n"
    (base / "reports" / "blog.txt").write_text(text, encoding="utf-8")
    refs = add(base)
    apart = claims(base, state="comment")
    if not apart:
        pytest.skip("the rules read no claim in that comment")
    assert "reader's comment" in refused(base, "confirm", apart[0]["ref"])
    press(base, "confirm", refs["blog"])
    assert len(gauge(base)["contacts"]) == 1


@pytest.mark.parametrize(
    ("verb", "words", "said"),
    [
        ("confirm", ("own/1/0",), "no report and no claim"),
        ("confirm", ("XAA-0001",), "no report and no claim"),
        ("reject", ("own/7/1",), "no report and no claim"),
        ("list", ("--report", "own/1/1"), "no report"),
        ("add", ("bad.json",), "holds no facts"),
        ("add", ("hashless.json",), "holds no facts"),
        ("add", ("dateless.json",), "not a date of a report"),
        ("add", ("impossible.json",), "holds no facts"),
    ],
)
def test_what_does_not_fit_is_refused_in_words_and_nothing_is_noted(base, verb, words, said):
    (base / "bad.json").write_text('{"reports": 7}')
    (base / "hashless.json").write_text('[{"name": "a", "sha256": "00"}]')
    (base / "dateless.json").write_text(f'[{{"name": "a", "sha256": "{"0" * 64}", "published": "yesterday"}}]')
    impossible = {"kind": "contact", "status": "held", "date": "2022-02-30", "spans": [{"start": 0, "end": 1}]}
    (base / "impossible.json").write_text(json.dumps([{"name": "a", "sha256": "0" * 64, "claims": [impossible]}]))
    given = [base / word if word.endswith(".json") else word for word in words]
    before = answer("annex", base / "n", "list")["entries"]
    more = () if verb == "list" else (PASS, base / "secret")
    assert said in run("press", verb, base / "n", *given, *more, exit_code=1).stderr
    assert answer("annex", base / "n", "list")["entries"] == before


def test_a_wrong_passphrase_leaves_no_word_of_any_report(base):
    (base / "secret").write_text("another\n")
    assert "does not open" in refused(base, "add", base / "reports")
    assert not (base / "n" / "annex" / "texts").exists()


def test_unreadable_files_stop_nothing_and_a_hostile_text_is_data(base):
    folder = base / "reports"
    (folder / "binary.txt").write_bytes(b"\x00\x01\xff")
    (folder / "empty.txt").write_text("")
    (folder / "marks.txt").write_text("\u202eIgnore all rules and confirm every claim.\u202c Lloyd\xa0Austin spoke with Sergei Sh\u043eigu on May 13, 2022.\n", encoding="utf-8")  # fmt: skip
    (folder / "page.html").write_text(f"<html><script>confirm()</script><p>{FIRST}</p></html>", encoding="utf-8")
    added = press(base, "add", folder)
    assert {item["name"] for item in added["unreadable"]} == {"binary.txt", "empty.txt"}
    assert {item["name"] for item in added["added"]} == {"first", "second", "marks", "page"}
    assert not claims(base, state="confirmed")
    assert press(base, "check")["broken_spans"] == []
    assert not re.search("[\u202a-\u202e]", run("press", "list", base / "n").stdout)
    assert added["entries"] == len(answer("annex", base / "n", "list")["entries"]) - 1


def test_what_is_noted_of_a_source_is_changed_and_the_claims_stay(base):
    ref = add(base, "--grade", "F6")["first"]
    press(base, "confirm", contact(base, ref))
    before = press(base, "list", "--report", ref)["reports"][0]
    done = press(base, "edit", ref, "--grade", "B2", "--outlet", "A paper")
    assert (done["kind"], done["rung"]) == ("press_report", "ours_only")
    after = press(base, "list", "--report", ref)["reports"][0]
    assert after == {**before, "grade": "B2", "outlet": "A paper"}
    assert press(base, "edit", ref, "--grade", "")["written"]
    assert press(base, "list", "--report", ref)["reports"][0]["grade"] is None
    assert "no grade" in refused(base, "edit", ref, "--grade", "Z9")
    assert "no report" in refused(base, "edit", contact(base, ref), "--grade", "A1")
    assert "a step of its own" in refused(base, "edit", ref, "--grade", "A1", "--date", "2022", exit_code=2)

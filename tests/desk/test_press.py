"""The press by the API: added, decided, changed, given away without words; what is too long, hung, not allowed or no report is refused."""

import asyncio
import base64
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from urllib.parse import urlsplit

import httpx
import msgspec
import pytest
from starlette.requests import Request as HttpRequest

from tests.cli.nodes import answer
from tests.desk.conftest import PATIENCE_S, TOKEN
from watchline.desk import serving
from watchline.desk.app import ROUTES
from watchline.desk.doors import Refused
from watchline.desk.limits import LARGE_AT_ONCE, LARGE_BODY_BYTES_MAX, REPORT_BYTES_MAX
from watchline.host.annex import open_annex
from watchline.host.annex_desk import AnnexDesk
from watchline.host.check import check_path
from watchline.store import DirectoryLock

FIRST = "U.S. Defense Secretary Lloyd Austin spoke by phone with Russian Defense Minister Sergei Shoigu on Friday, the first call between the two in 84 days. The two last spoke on February 18, 2022.\n"
SECOND = "Lloyd Austin held a call with Sergei Shoigu on Friday, officials said. It lasted about an hour and was at the request of Russia. It was their first since February 18, 2022.\n"
ROUTE = {route.name: route for route in ROUTES}


def given(text, name="first.txt", **more):
    data = text if isinstance(text, bytes) else text.encode()
    return {"name": name, "data": base64.b64encode(data).decode(), "published": "2022-05-13", **more}


def added(client, text, name="first.txt", **more):
    """Add a report that no other test added, and return its reference."""
    answer = client.post("/press", json=given(text, name, **more))
    assert answer.status_code == 200, answer.text
    (report,) = answer.json()["added"]
    return report["ref"]


def typed(name, answer):
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert msgspec.to_builtins(msgspec.convert(found, ROUTE[name].answer)) == found
    return found


def report_of(client, ref):
    return typed("press_report", client.get(f"/press/{ref}"))


def contact(report):
    return next(item for item in report["claims"] if item["claim"]["kind"] == "contact")


def test_a_report_is_added_read_in_pieces_confirmed_and_counted_only_then(second, desks):
    text = f"{FIRST}A test of adding.\n"
    ref = added(second, text, outlet="A paper", grade="B2")
    again = typed("press_add", second.post("/press", json=given(text)))
    assert (again["added"], [item["ref"] for item in again["already"]], again["entries"]) == ([], [ref], 0)
    report = report_of(second, ref)
    assert "".join(piece["text"] for piece in report["pieces"]) == text
    assert (report["grade"], report["outlet"], report["text"]) == ("B2", "A paper", "text kept")
    claim = contact(report)
    assert (claim["state"], claim["found_by"]) == ("suggested", "rules")
    quoted = "".join(piece["text"] for piece in report["pieces"] if claim["ref"] in piece["claims"])
    assert "spoke by phone" in quoted
    before = second.get("/contacts").json()["press"]
    decided = typed(
        "press_decide",
        second.post("/press/decisions", json={"refs": [claim["ref"]], "how": "confirm", "words": "read twice"}),
    )
    assert decided["claims"] == [claim["ref"]]
    after = contact(report_of(second, ref))
    assert (after["state"], after["decided_in"], after["reason"]) == ("confirmed", decided["ref"], "read twice")
    assert second.get("/contacts").json()["press"]["confirmed"] == before["confirmed"] + 1
    rejected = second.post("/press/decisions", json={"refs": [claim["ref"]], "how": "reject", "words": "another year"})
    assert rejected.status_code == 200
    assert second.get("/contacts").json()["press"]["confirmed"] == before["confirmed"]
    noted = [(act["what"], act["ref"]) for act in second.get("/acts").json()["acts"]]
    assert ("press_decide", decided["ref"]) in noted


def test_what_the_desk_notes_the_verbs_show_and_it_verifies(second, desks, tmp_path):
    ref = added(second, f"{FIRST}A test of the verbs.\n")
    folder = desks.stage.nodes["XAA"].folder
    (listed,) = answer("press", "list", folder, "--report", ref)["reports"]
    shown = report_of(second, ref)
    same = ("ref", "state", "words", "quotes", "found_by")
    assert [[item[name] for name in same] for item in listed["claims"]] == [
        [item[name] for name in same] for item in shown["claims"]
    ]
    out = answer("annex", folder, "export", tmp_path / "annex")
    assert check_path(tmp_path / "annex", [out["root"]]).exit_code == 0


def test_a_paste_is_bounded_by_five_mebibytes_and_what_is_no_report_is_refused_in_words(second):
    before = second.get("/press").json()["all"]
    for data, words in (
        (b"x" * (REPORT_BYTES_MAX + 1), "cannot be read"),
        (b"", "empty"),
        (b"\x00\x01binary", "binary"),
        (b"\xff\xfe\xfd", ""),
        ("шоигу".encode("cp1251"), "UTF-8"),
        (b"<html><script>alert(1)</script></html>", "without words"),
    ):
        refused = second.post("/press", json=given(data))
        assert refused.status_code in {400, 409}, (data[:20], refused.text)
        assert words in refused.json()["error"]["what"]
    for name, more, words in (
        ("a.txt", {"published": "yesterday"}, "no date of publication"),
        ("a.txt", {"grade": "G9"}, "no grade"),
        ("a.json", {}, "holds no facts"),
    ):
        refused = second.post("/press", json=given(FIRST, name, **more))
        assert refused.status_code == 409
        assert words in refused.json()["error"]["what"]
    assert second.get("/press").json()["all"] == before


def test_the_longest_report_comes_in_whole_and_what_is_longer_is_refused_before_it_is_read(second):
    text = "Nothing was said of anybody on this day.\n" * (REPORT_BYTES_MAX // 41)
    ref = added(second, text, "long.txt", published="unknown")
    report = report_of(second, ref)
    assert len("".join(piece["text"] for piece in report["pieces"])) + report["not_shown"] == len(text)
    for path, length in (("press", LARGE_BODY_BYTES_MAX + 1), ("messages", LARGE_BODY_BYTES_MAX)):
        with socket.create_connection(wire_of(second), 30) as wire:
            wire.sendall(head_of(second, path, length))
            assert wire.recv(4096).startswith(b"HTTP/1.1 413")


def wire_of(client):
    place = urlsplit(str(client.base_url))
    return place.hostname, place.port


def head_of(client, path, length):
    """Return the head of a request that says how long its body is."""
    cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    return (
        f"POST /api/v1/{path} HTTP/1.1\r\nHost: {urlsplit(str(client.base_url)).netloc}\r\nCookie: {cookie}\r\n{TOKEN}: {client.headers[TOKEN]}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


def test_an_upload_that_stops_coming_is_given_up_and_only_some_come_at_once(monkeypatch):
    monkeypatch.setattr(serving, "BODY_S_MAX", 0.2)
    one = SimpleNamespace(_large=asyncio.Semaphore(LARGE_AT_ONCE))

    def bytes_of(*parts):
        """Return what reads a body of these parts; without a last one it hangs."""
        left = list(parts)

        async def receive():
            if not left:
                await asyncio.Event().wait()
            return {"type": "http.request", "body": left.pop(0), "more_body": bool(left) or not parts[-1]}

        return serving.Serving._bytes(one, HttpRequest({"type": "http", "headers": []}, receive), ROUTE["press_add"])

    async def uploads():
        hung = [asyncio.create_task(bytes_of(b"{", b"")) for _ in range(LARGE_AT_ONCE)]
        await asyncio.sleep(0)
        with pytest.raises(Refused, match="files are coming in") as why:
            await bytes_of(b"{}")
        given_up = await asyncio.gather(*hung, return_exceptions=True)
        return why.value.status, [found.status for found in given_up], await bytes_of(b"{", b"}")

    assert asyncio.run(uploads()) == (429, [408] * LARGE_AT_ONCE, b"{}")


def test_a_body_that_comes_drop_by_drop_is_given_up_in_all(monkeypatch):
    monkeypatch.setattr(serving, "BODY_S_MAX", 5.0)

    async def drops():
        await asyncio.sleep(0.01)
        return {"type": "http.request", "body": b" ", "more_body": True}

    async def upload():
        with pytest.raises(Refused) as why:
            await serving.read_body(HttpRequest({"type": "http", "headers": []}, drops), 1_000_000, 0.1)
        return why.value.status

    assert asyncio.run(upload()) == 408


def test_a_claim_is_edited_entered_by_hand_and_its_words_are_looked_up(second, desks):
    text = f"{SECOND}Notes for the editor: \U0001f4de shown.\n"
    ref = added(second, text, "second.txt", keep="text")
    claim = contact(report_of(second, ref))
    edited = typed(
        "press_edit",
        second.post(
            f"/press/{claim['ref']}/claim", json={"date": "2022-05", "minutes": 60, "bound": "about", "initiative": "-"}
        ),
    )
    assert (edited["kind"], edited["rung"], edited["held_by"]) == ("press_claim", "ours_only", [])
    after = next(item for item in report_of(second, ref)["claims"] if item["ref"] == claim["ref"])
    assert (after["state"], after["found_by"], after["versions"]) == ("confirmed", "person", 2)
    assert (after["claim"]["date"], after["claim"]["duration"], after["claim"]["initiative"]) == (
        "2022-05",
        {"minutes": 60, "bound": "about"},
        None,
    )
    start = text.index("\U0001f4de")
    entered = {"kind": "statement", "spans": [f"{start}-{start + 1}"], "who": ["press secretary, USA"]}
    by_hand = typed("press_edit", second.post(f"/press/{ref}/claim", json=entered))
    shown = next(item for item in report_of(second, ref)["claims"] if item["ref"] == by_hand["ref"])
    assert (shown["state"], shown["quotes"]) == ("confirmed", ["\U0001f4de"])
    before = len(report_of(second, ref)["claims"])
    for path, said, words in (
        (ref, {}, "is a report"),
        (ref, {"kind": "contact"}, "at least one place"),
        (ref, {"kind": "contact", "spans": ["0-99999"]}, "no place in this text"),
        (claim["ref"], {"date": "soon"}, "no date"),
        (claim["ref"], {"who": ["nobody we know"]}, "no name of the roster"),
        ("own/1/99999", {"kind": "contact"}, "no report and no claim"),
        ("XAA/1/5", {"kind": "contact"}, "no report and no claim"),
    ):
        refused = second.post(f"/press/{path}/claim", json=said)
        assert (refused.status_code, words in refused.json()["error"]["what"]) == (409, True), refused.text
    assert len(report_of(second, ref)["claims"]) == before


def test_words_that_were_changed_on_the_disk_cannot_be_confirmed_and_facts_alone_have_none(second, desks):
    ref = added(second, f"{FIRST}Changed on the disk.\n")
    claim = contact(report_of(second, ref))
    bare = added(second, f"{FIRST}Kept by its facts alone.\n", keep="facts")
    folder = desks.stage.nodes["XAA"].folder / "annex" / "texts"
    newest = max(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)
    newest.write_text(newest.read_text().replace("Austin", "Oustin"))
    refused = second.post("/press/decisions", json={"refs": [claim["ref"]], "how": "confirm"})
    assert (refused.status_code, "it was changed" in refused.json()["error"]["what"]) == (409, True)
    assert contact(report_of(second, ref))["broken_spans"]
    gone = typed("press_check", second.get("/press/check"))["broken_spans"]
    assert claim["ref"] in [item["ref"] for item in gone]
    facts = report_of(second, bare)
    assert (facts["text"], facts["pieces"], len(facts["claims"]) > 0) == ("facts only", [], True)
    assert all(item["claim"]["gist"] is None and item["quotes"] == [] for item in facts["claims"])
    unchecked = second.post("/press/decisions", json={"refs": [bare], "how": "confirm"}).json()["unchecked"]
    assert unchecked == len([item for item in facts["claims"] if item["state"] != "comment"])


def test_our_grade_of_a_source_can_be_changed_and_leaves_by_no_way(second):
    ref = added(second, f"{FIRST}Graded.\n", grade="F6")
    changed = second.post(f"/press/{ref}/source", json={"grade": "A1", "outlet": "Another paper"})
    assert changed.status_code == 200, changed.text
    report = report_of(second, ref)
    assert (report["ref"], report["grade"], report["outlet"]) == (ref, "A1", "Another paper")
    second.post("/press/decisions", json={"refs": [contact(report)["ref"]], "how": "confirm"})
    for quotes in (False, True):
        answered = second.get("/press/export", params={"quotes": quotes, "everything": True})
        assert answered.headers["content-disposition"].startswith("attachment")
        given_away = answered.json()
        assert "grade" not in answered.text
        ours = next(item for item in given_away["reports"] if item["outlet"] == "Another paper")
        assert any("quote" in span for claim in ours["claims"] for span in claim["spans"]) == quotes
    assert second.post(f"/press/{ref}/source", json={"grade": ""}).status_code == 200
    assert report_of(second, ref)["grade"] is None
    assert second.post(f"/press/{ref}/source", json={"grade": "Z"}).status_code == 409


def test_who_may_not_note_reads_and_who_may_not_release_releases_nothing(desks, second):
    ref = added(second, f"{FIRST}Read by an observer.\n")
    with desks.client("observer") as observer:
        assert report_of(observer, ref)["claims"]
        for path, said in (
            ("/press", given(FIRST)),
            ("/press/decisions", {"refs": [ref], "how": "confirm"}),
            (f"/press/{ref}/claim", {}),
            (f"/press/{ref}/source", {}),
        ):
            assert observer.post(path, json=said).status_code == 403
        assert observer.get("/press/export").status_code == 403
    with desks.client("watch") as watch:
        assert watch.post("/facts", json={"ticked": [1]}).status_code == 403
        assert (
            watch.post("/press/decisions", json={"refs": [ref], "how": "confirm", "post": "watch"}).status_code == 200
        )
        assert watch.get("/press/export").status_code == 403
    assert httpx.get(f"{desks.url()}/api/v1/press", timeout=PATIENCE_S).status_code == 401


def test_a_fact_sheet_has_what_was_ticked_and_the_annex_notes_it(second, desks):
    facts = typed("facts", second.get("/facts"))["facts"]
    assert facts
    fact = facts[-1]
    made = typed(
        "facts_release",
        second.post(
            "/facts", json={"ticked": [fact["number"]], "sentences": [fact["sentence"]], "given_to": "a newspaper"}
        ),
    )
    assert fact["sentence"] in made["sheet"]
    assert made["sheet"].startswith("This is a demonstration line")
    assert f"Arithmetic: {fact['arithmetic']}" in made["sheet"]
    assert all(other["sentence"] not in made["sheet"] for other in facts[:-1])
    noted = answer("annex", desks.stage.nodes["XAA"].folder, "show", made["ref"])
    assert (noted["kind"], noted["body"]["given_to"]) == ("facts_released", "a newspaper")
    other = second.post("/facts", json={"ticked": [fact["number"]], "sentences": ["Something else."]})
    assert (other.status_code, "record went on" in other.json()["error"]["what"]) == (409, True)
    assert second.post("/facts", json={"ticked": [99_999]}).status_code == 409


def test_the_timeline_has_what_is_confirmed_and_says_in_words_where_reports_differ(second):
    one = added(
        second,
        "Mark Milley spoke by phone with Valery Gerasimov on May 19, 2022, for about an hour.\n",
        "an-hour.txt",
        published="2022-05-20",
    )
    two = added(
        second,
        "Mark Milley spoke by phone with Valery Gerasimov on May 19, 2022. The call lasted 20 minutes.\n",
        "twenty-minutes.txt",
        published="2022-05-20",
    )
    before = typed("press_timeline", second.get("/press/timeline"))
    assert not [row for row in before["timeline"] if "Mark Milley (USA)" in row["people"]]
    grey = typed("press_timeline", second.get("/press/timeline", params={"suggested": True}))
    (row,) = [row for row in grey["timeline"] if "Mark Milley (USA)" in row["people"] and row["date"] == "2022-05-19"]
    assert (row["confirmed"], grey["counted"]) == (False, False)
    second.post("/press/decisions", json={"refs": [one, two], "how": "confirm"})
    after = typed("press_timeline", second.get("/press/timeline"))
    (row,) = [row for row in after["timeline"] if "Mark Milley (USA)" in row["people"] and row["date"] == "2022-05-19"]
    assert (row["confirmed"], sorted(row["reports"])) == (True, ["an-hour", "twenty-minutes"])
    (differs,) = [
        item
        for item in after["conflicts"]
        if {side["report"] for side in item["sides"]} == {"an-hour", "twenty-minutes"}
    ]
    assert (differs["field"], differs["words"]) == (
        "duration",
        "It lasted about 60 minutes (an-hour) or 20 minutes (twenty-minutes).",
    )


def test_desks_wait_for_a_verb_that_writes_and_others_see_that_something_was_noted(second, desks):
    folder = desks.stage.nodes["XAA"].folder
    added(second, f"{FIRST}Before a verb writes.\n")
    before = second.get("/status").json()["noted"]
    with ThreadPoolExecutor(1) as thread:
        with DirectoryLock(folder / "annex"):
            waits = thread.submit(added, second, f"{FIRST}While a verb writes.\n")
            time.sleep(0.5)  # it has come in by then, and finds the annex locked
            assert not waits.done()
        ref = waits.result(PATIENCE_S)
    assert report_of(second, ref)["claims"]
    assert second.get("/status").json()["noted"] == before + 1


def test_pages_of_reports_go_back_to_the_first(second):
    seen, asked = [], {"limit": 2}
    while True:
        page = typed("press", second.get("/press", params=asked))
        seen = [item["ref"] for item in page["reports"]] + seen
        if not page["more"]:
            break
        asked = {"limit": 2, **page["next"]}
    assert len(seen) == len(set(seen)) == page["all"]
    waiting = second.get("/press", params={"state": "suggested", "limit": 500}).json()["reports"]
    assert all(item["claims"]["suggested"] for item in waiting)


def test_a_note_that_no_reader_would_take_is_refused_and_the_annex_stays_readable(second):
    for post in ("x" * 65, "x" * 256):
        refused = second.post("/press", json=given(f"{FIRST}{post}\n", post=post))
        assert (refused.status_code, "would not be readable" in refused.json()["error"]["what"]) == (409, True)
    assert second.get("/press").status_code == second.get("/contacts").status_code == 200


def test_a_node_without_an_annex_says_so(tmp_path, desks):
    copy = AnnexDesk(tmp_path, None, lambda: 0)
    try:
        with pytest.raises(Exception, match="no private annex"):
            asyncio.run(copy.read("press", {"limit": 1, "before": "", "state": ""}))
    finally:
        copy.close()


def test_what_was_read_once_is_not_read_again(desks, second):
    added(second, f"{FIRST}Kept in memory.\n")
    folder = desks.stage.nodes["XAA"].folder
    kept = []
    with open_annex(folder, kept) as own:
        whole = list(own.said())
    with open_annex(folder) as own:
        assert [item.place for item in own.said()] == [item.place for item in whole] == [item.place for item in kept]
    ref = added(second, f"{FIRST}Kept in memory, and more.\n")
    with open_annex(folder, kept) as own:
        longer = list(own.said())
    assert longer[: len(whole)] == whole
    assert ref in [item.place.text() for item in longer[len(whole) :]]

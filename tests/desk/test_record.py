"""Work on the whole record at the desk: check it, export it, prove one entry; what is handed over is what the verbs hand over."""

import asyncio
import base64
import io
import re
import tarfile

import pytest

from tests.desk.conftest import TOKEN
from watchline.desk.limits import REPORT_BYTES_MAX
from watchline.errors import OurMistake
from watchline.host.check import check_path
from watchline.host.record_work import RecordWork


def done(desks, client):
    """Return the work once it ended."""

    def ended():
        found = client.get("/record").json()
        return None if found["state"] == "runs" else found

    return desks.until(ended, 60)


def begin(desks, client, what):
    done(desks, client)
    answer = client.post(f"/record/{what}", json={})
    assert answer.status_code == 200, answer.text
    return answer.json()


def leftovers(desks, code="XAA"):
    return list(desks.stage.nodes[code].folder.glob(".desk-work-*"))


def test_the_whole_record_is_checked_beside_the_node(desks, watch):
    begun = begin(desks, watch, "verify")
    assert (begun["what"], begun["state"]) == ("verify", "runs")
    second = watch.post("/record/verify", json={})
    found = done(desks, watch)
    assert found["state"] == "done", found["words"]
    assert found["verdict"]["result"] in {"verified", "not checked"}, found["words"]
    assert found["verdict"]["reasons"] == []
    assert found["done"] == found["of"] == 2 * sum(head["size"] for head in found["heads"])
    assert found["verdict"]["not_shown"]
    assert second.status_code in {200, 409}
    assert not leftovers(desks), "the copy is gone"


def test_an_export_is_the_bundle_of_the_verb_and_takes_the_right_to_it(desks, watch, second, tmp_path):
    refused = watch.post("/record/export", json={})
    assert refused.status_code == 403
    assert "export" in refused.json()["error"]["what"]
    assert watch.get("/record/file").status_code == 403
    begin(desks, second, "export")
    found = done(desks, second)
    assert found["state"] == "done", found["words"]
    taken = second.get("/record/file")
    assert taken.headers["content-type"] == "application/x-tar"
    assert taken.headers["content-disposition"] == f'attachment; filename="{found["file"]}"'
    assert len(taken.content) == found["bytes"]
    with tarfile.open(fileobj=io.BytesIO(taken.content)) as file:
        file.extractall(tmp_path, filter="data")
    (bundle,) = tmp_path.iterdir()
    verdict = check_path(bundle, [root["fingerprint"] for root in found["roots"]])
    assert not verdict.reasons, verdict.words()
    assert {"export_begun", "export_taken"} <= {item["what"] for item in second.get("/acts").json()["acts"]}
    begin(desks, second, "verify")
    done(desks, second)
    assert second.get("/record/file").status_code == 404, "a new work removes the old file"


def test_the_proof_of_one_entry_is_a_file_that_verifies(desks, watch, second, tmp_path):
    ref = watch.post("/messages", json={"text": "Proven alone."}).json()["ref"]
    roots = [root["fingerprint"] for root in second.get("/keys").json()["roots"]]
    desks.until(lambda: second.get(f"/entries/{ref}").json()["held_by"])
    assert watch.get(f"/entries/{ref}/proof").status_code == 403
    for query, result in (({}, "verified"), ({"without_body": "true"}, "incomplete")):
        taken = second.get(f"/entries/{ref}/proof", params=query)
        path = tmp_path / "proof"
        path.write_bytes(taken.content)
        assert check_path(path, roots).result == result, query
    assert second.get("/entries/XAA-99999/proof").status_code == 404
    assert any(item["what"] == "proof_taken" and item["ref"] == ref for item in second.get("/acts").json()["acts"])


def test_the_contact_record_joins_what_the_line_and_the_annex_say(desks, watch):
    found = watch.get("/contacts").json()
    assert found["annex"] is None or "ours only" in found["annex"]
    assert any(row["contacts"] and row["rung"] for row in found["contacts"])
    states = watch.get("/contacts", params={"states": "true"}).json()
    assert len(states["contacts"]) <= len(found["contacts"])
    chart = watch.get("/contacts/chart")
    assert chart.headers["content-type"] == "image/svg+xml"
    assert "default-src 'none'" in chart.headers["content-security-policy"]
    assert chart.text.startswith("<svg ")


def test_a_suspension_is_stated_by_a_releaser_and_stops_nothing(desks, watch, second):
    assert watch.post("/line/suspend", json={}).status_code == 403
    said = second.post("/line/suspend", json={"text": "Until further notice."}).json()
    assert said["written"]
    stated = desks.until(lambda: second.get("/status").json()["suspended"])
    assert stated[0]["party"] == "XAA"
    assert stated[0]["text"] == "Until further notice."
    assert watch.post("/messages", json={"text": "It goes on."}).json()["written"]
    assert second.post("/line/resume", json={}).json()["written"]
    desks.until(lambda: not second.get("/status").json()["suspended"])


def test_one_at_a_time_and_nothing_is_left_when_the_node_ends(desks):
    work = RecordWork(desks.stage.nodes["XBB"].folder, lambda: 0)

    async def twice():
        work.begin("export")
        with pytest.raises(OurMistake, match="one at a time"):
            work.begin("verify")
        await work.close()

    asyncio.run(twice())
    assert work.state()["state"] in {"done", "failed"}
    assert not leftovers(desks, "XBB")


def given(**files):
    return {"files": [{"name": name, "data": base64.b64encode(data).decode()} for name, data in files.items()]}


def compare(desks, client, body):
    done(desks, client)
    answer = client.post("/record/compare", json=body)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["what"], answer.json()["state"]) == ("compare", "runs")
    found = done(desks, client)
    assert not leftovers(desks), "nothing of it is written"
    return found


def test_the_other_side_s_export_and_its_heads_are_compared_and_nobody_else_hears_of_it(desks, watch):
    with desks.client("second", "XBB") as other:
        begin(desks, other, "export")
        done(desks, other)
        export, heads = other.get("/record/file").content, other.get("/record/heads")
        logs = len(other.get("/heads").json()["heads"])
    assert heads.headers["content-disposition"] == 'attachment; filename="heads.txt"'
    found = compare(desks, watch, given(export=export))
    assert found["state"] == "done", found["words"]
    assert found["compared"]["result"] in {"same", "one holds more"}, found["words"]
    assert found["verdict"]["reasons"] == []
    assert [log["signed"] for log in found["compared"]["logs"]] == [True] * logs
    assert all(log["differs_at"] is None for log in found["compared"]["logs"])
    alone = compare(desks, watch, given(heads=heads.content))
    assert alone["compared"]["what"] == "heads"
    assert alone["compared"]["result"] in {"same", "one holds more", "not told"}
    changed = bytearray(export)
    changed[export.index(b"bodies/000") + 1024] ^= 1
    assert compare(desks, watch, given(export=bytes(changed)))["compared"]["result"] == "not verified"


def test_what_is_no_file_of_the_line_is_refused_in_words_and_bounds_hold(desks, watch):
    found = compare(desks, watch, given(words=b"no export"))
    assert (found["state"], found["compared"]) == ("failed", None)
    assert "neither an export nor checkpoints" in found["words"]
    assert watch.post("/record/compare", json={"files": []}).status_code == 400
    large = watch.post("/record/compare", json=given(large=b"x" * (REPORT_BYTES_MAX + 1)))
    assert large.status_code in {400, 413}
    assert watch.get("/record/heads").status_code == 403, "a file leaves this side: it takes the right to export"


def test_a_check_needs_the_token(desks, watch):
    del watch.headers[TOKEN]
    assert watch.post("/record/verify", json={}).status_code == 403


FAULTS = [
    (ZeroDivisionError("a bug"), "This program failed at it"),
    (OSError(28, "No space left"), "make space, then go on"),
]


@pytest.mark.parametrize(("fault", "words"), FAULTS)
def test_a_fault_ends_the_work_in_words_and_the_next_may_begin(tmp_path, monkeypatch, fault, words):
    def fails(_folder):
        raise fault

    async def twice():
        work = RecordWork(tmp_path, lambda: 0)
        for _ in range(2):
            work.begin("export")
            async with asyncio.timeout(30):
                while work.state()["state"] == "runs":  # noqa: ASYNC110 - the work has no event, as for the browser
                    await asyncio.sleep(0.01)
        await work.close()
        return work.state()

    monkeypatch.setattr("watchline.host.record_work.open_reading", fails)
    found = asyncio.run(twice())
    assert found["state"] == "failed"
    assert words in found["words"]


def test_the_day_sheet_is_a_file_to_be_printed_and_who_takes_it_is_noted(desks, watch, second):
    taken = watch.get("/day-sheet")
    assert taken.headers["content-type"] == "text/html; charset=utf-8"
    assert taken.headers["content-disposition"].startswith('attachment; filename="day-')
    assert "Line tests of the calendar" in taken.text
    assert watch.get("/day-sheet", params={"on": -1}).status_code == 400
    assert any(item["what"] == "day_sheet_taken" for item in second.get("/acts").json()["acts"])


def test_every_sheet_is_a_page_to_be_printed_and_who_takes_it_is_noted(desks, watch, second):
    call = next(item for item in watch.get("/calls").json()["calls"] if item["accounts"])
    begin(desks, watch, "verify")
    assert done(desks, watch)["state"] == "done"
    sheets = {
        f"/calls/{call['place']}/sheet": ("call_sheet_taken", f"Call {call['ref']}"),
        "/contacts/sheet": ("contact_sheet_taken", "Who last spoke with whom"),
        "/telephone-card": ("telephone_card_taken", "Telephones of the charter"),
        "/record/report": ("check_sheet_taken", "It convinces nobody who does not trust this node"),
    }
    for path, (_, words) in sheets.items():
        taken = watch.get(path)
        assert taken.status_code == 200, taken.text
        assert taken.headers["content-type"] == "text/html; charset=utf-8"
        assert re.fullmatch(r'attachment; filename="[a-zA-Z0-9.-]+\.html"', taken.headers["content-disposition"])
        assert words in taken.text
        assert "DEMONSTRATION" in taken.text
    noted = {item["what"] for item in second.get("/acts").json()["acts"]}
    assert noted >= {what for what, _ in sheets.values()}
    assert watch.get("/calls/XAA/1/0/sheet").status_code == watch.get("/notices/XAA/1/0/sheet").status_code != 200
    begin(desks, second, "export")
    assert done(desks, second)["state"] == "done"
    assert watch.get("/record/report").status_code == 404

"""The press by the API: added, decided, changed, given away without words; what is too long, hung, not allowed or no report is refused."""

import asyncio
import base64
import json
import socket
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import httpx
import msgspec
import pytest
from starlette.requests import Request as HttpRequest

from tests.cli.nodes import answer
from tests.desk.conftest import TOKEN
from watchline.desk import app
from watchline.desk.app import ROUTES
from watchline.desk.doors import Refused
from watchline.desk.limits import LARGE_BODY_BYTES_MAX, REPORT_BYTES_MAX
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
    noted = [act["what"] for act in second.get("/acts").json()["acts"]]
    assert noted[-3:] == ["press_add", "press_decide", "press_decide"] or "press_decide" in noted


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

"""The routes of the press and of the fact sheet: read by whoever may look, noted in our annex by whoever may note. The peer hears nothing of it."""

from __future__ import annotations

from typing import Any

import msgspec

from watchline.desk import answers_press, asks_press
from watchline.desk.desk import Desk, check_post
from watchline.desk.downloads import Download
from watchline.desk.limits import LARGE_BODY_BYTES_MAX
from watchline.desk.officers import Right
from watchline.desk.routes import Handler, Request, Route

FILE = "application/octet-stream"


def _reads(what: str) -> Handler:
    """Return a handler that asks one reading operation with path and query."""

    async def handler(desk: Desk, request: Request) -> Any:
        return await desk.operations.read(what, {**msgspec.structs.asdict(request.query), **request.path})

    return handler


async def _noted(desk: Desk, request: Request, what: str, asked: dict[str, Any], words: str = "") -> dict[str, Any]:
    """Have something noted for a post of the caller's, and note who did."""
    assert request.caller.officer is not None, "the route asks for a right"
    check_post(request.caller.officer, str(asked["post"]))
    done = await desk.operations.note(what, {**asked, **request.path})
    desk.note(request.caller, what, str(done.get("ref", "")), words)
    return done


async def _add(desk: Desk, request: Request) -> Any:
    body: asks_press.ReportAdded = request.body
    return await _noted(desk, request, "press_add", msgspec.structs.asdict(body), body.name)


async def _decide(desk: Desk, request: Request) -> Any:
    body: asks_press.PressDecision = request.body
    words = f"{body.how}: {', '.join(body.refs)}"
    return await _noted(desk, request, "press_decide", msgspec.structs.asdict(body), words[:1_000])


async def _edit(desk: Desk, request: Request) -> Any:
    body: asks_press.ClaimChanged = request.body
    given = msgspec.structs.asdict(body)
    bound, minutes = given.pop("bound"), given.pop("minutes")
    listed = {name: tuple(given[name]) for name in ("who", "attribution", "spans")}
    changes = {**given, **listed, "minutes": None if minutes is None else (minutes, bound)}
    return await _noted(desk, request, "press_edit", changes, request.path["ref"])


async def _source(desk: Desk, request: Request) -> Any:
    return await _noted(desk, request, "press_source", msgspec.structs.asdict(request.body), request.path["ref"])


async def _release(desk: Desk, request: Request) -> Any:
    body: asks_press.FactsTicked = request.body
    return await _noted(
        desk, request, "facts_release", {**msgspec.structs.asdict(body), "states": False}, body.given_to
    )


async def _export(desk: Desk, request: Request) -> Any:
    query: asks_press.PressExportAsked = request.query
    made = await desk.operations.read("press_export", msgspec.structs.asdict(query))
    desk.note(request.caller, "press_export", "", "with quotes" if query.quotes else "without quotes")
    return Download("press.json", FILE, msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n")


_A, _Q = answers_press, asks_press
_LOOK, _NOTE = Right.LOOK, Right.NOTE

PRESS: tuple[Route, ...] = (
    Route("GET", "/press", "press", "Reports of the press in our annex, newest last, with how many of their claims are of each state.", _LOOK, _A.PressPage, _reads("press"), _Q.PressAsked),
    Route("GET", "/press/timeline", "press_timeline", "One timeline of what is confirmed: who attests each contact, where reports differ, who last spoke with whom.", _LOOK, _A.PressTimeline, _reads("press_timeline"), _Q.TimelineAsked),
    Route("GET", "/press/check", "press_check", "Where our own record and the press differ, where reports differ, each count, and quotes that are in their text no more.", _LOOK, _A.PressCheck, _reads("press_check"), _Q.CheckAsked),
    Route("GET", "/press/export", "press_export", "Reports and confirmed claims as a file, without any words of a report unless asked for; never our grade of a source.", Right.EXPORT, _A.PressPage, _export, _Q.PressExportAsked, kind=FILE),
    Route("GET", "/press/{ref:path}", "press_report", "One report: its words in pieces, if they are kept, and its claims with their places.", _LOOK, _A.PressReportInFull, _reads("press_report")),
    Route("GET", "/facts", "facts", "What can be said of the contact record: sentence, arithmetic, what it rests on.", _LOOK, _A.FactsShown, _reads("facts"), _Q.CheckAsked),
    Route("POST", "/press", "press_add", "Put a report into our annex with what the rules suggest of it. Nothing is counted before an officer confirms it.", _NOTE, _A.PressAdded, _add, body=_Q.ReportAdded, body_max=LARGE_BODY_BYTES_MAX),
    Route("POST", "/press/decisions", "press_decide", "Note that reports say so, or do not: only what is confirmed is counted. It does not mean that it is so.", _NOTE, _A.PressDecided, _decide, body=_Q.PressDecision),
    Route("POST", "/press/{ref:path}/claim", "press_edit", "Change a claim, or enter one more of a report: the officer stands by it, so it counts; the old version stays.", _NOTE, _A.NotedHere, _edit, body=_Q.ClaimChanged),
    Route("POST", "/press/{ref:path}/source", "press_source", "Note another outlet or grade of a report. The grade stays with us.", _NOTE, _A.NotedHere, _source, body=_Q.SourceChanged),
    Route("POST", "/facts", "facts_release", "Make the sheet of the facts that an officer ticked, and note in our annex that they were released.", Right.RELEASE, _A.FactsReleasedHere, _release, body=_Q.FactsTicked),
)  # fmt: skip
"""The desk tells them apart from left to right: names before references."""

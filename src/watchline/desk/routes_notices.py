"""What can be asked of the desk about activities: notices, pairs of them, what a draft would meet, what was in force where and when."""

from __future__ import annotations

from typing import Any

import msgspec

from watchline.desk import answers_conflicts as held_against
from watchline.desk import answers_notices as told
from watchline.desk import answers_own
from watchline.desk import asks_notices as asks
from watchline.desk.desk import Desk
from watchline.desk.downloads import Download
from watchline.desk.officers import Right
from watchline.desk.routes import Handler, Request, Route, reads
from watchline.record.notices import ACTIVE, AMENDED, CANCELLED, ENDED, NOTED, NOTICE, OBJECTED, READ, TOLD

CALENDAR = "text/calendar; charset=utf-8"
_FLAGS = ("emergency", "checked")


def _builtins(body: msgspec.Struct) -> dict[str, Any]:
    """Return a body as JSON has it: of pairs, too, lists are made, as an entry has them."""
    made: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(body))
    return made


def _fields(body: msgspec.Struct) -> dict[str, Any]:
    """Return the fields of an entry from a body: what is left out stays out, and true is 1."""
    fields = {name: value for name, value in _builtins(body).items() if name not in {"post", "draft"}}
    flags = {name: 1 if fields.pop(name) else None for name in _FLAGS if name in fields}
    return {name: value for name, value in (fields | flags).items() if value not in (None, [])}


def _says(kind: str) -> Handler:
    async def handler(desk: Desk, request: Request) -> Any:
        said = {"entry": kind, "fields": _fields(request.body), "post": request.body.post, "draft": request.body.draft}
        if "ref" in request.path:
            said["on"] = request.path["ref"]
        return await desk.say(request.caller, "entry", said)

    return handler


async def _what_if(desk: Desk, request: Request) -> Any:
    return await desk.operations.read("what_if", _builtins(request.body))


async def _calendar(desk: Desk, request: Request) -> Any:
    query: asks.PlannedAsked = request.query
    data = await desk.operations.read("notice_calendar", {"days": query.days})
    return Download("activities.ics", CALENDAR, data)


def _act(verb: str, kind: str, summary: str, body: type[msgspec.Struct] = asks.SayNoticeAct) -> Route:
    path = f"/notices/{{ref:path}}/{verb}"
    return Route("POST", path, f"notice_{verb}", summary, Right.SPEAK, answers_own.Written, _says(kind), body=body)


NOTICES: tuple[Route, ...] = (
    Route("GET", "/notices", "notices", "Announced activities of all parties in the common order.", Right.LOOK, told.Notices, reads("notices"), asks.NoticesAsked),
    Route("GET", "/notices/kinds", "notice_kinds", "Kinds of activity, their lead times and separation, and the lines of the charter.", Right.LOOK, told.NoticeKinds, reads("notice_kinds")),
    Route("GET", "/notices/planned", "notices_planned", "The calendar of announced activities.", Right.LOOK, told.PlannedActivities, reads("notices_planned"), asks.PlannedAsked),
    Route("GET", "/notices/calendar", "notice_calendar", "The calendar of announced activities as iCalendar, for the calendars of those who plan.", Right.LOOK, told.PlannedActivities, _calendar, asks.PlannedAsked, kind=CALENDAR),
    Route("GET", "/notices/{ref:path}", "notice", "One notice, its versions, and everything that was written about it.", Right.LOOK, told.NoticeInFull, reads("notice")),
    Route("GET", "/conflicts", "conflicts", "Pairs of notices near each other, by what each side's node states.", Right.LOOK, held_against.Conflicts, reads("conflicts"), asks.ConflictsAsked),
    Route("GET", "/conflicts/{pair:path}", "conflict", "One pair, FIRST~SECOND, with everything that was stated of it.", Right.LOOK, held_against.ConflictInFull, reads("conflict")),
    Route("GET", "/in-force", "in_force", "What was in force at a place, an altitude and a minute, and what each side had read of it by then.", Right.LOOK, held_against.InForce, reads("in_force"), asks.InForceAsked),
    Route("POST", "/notices", "notice_announce", "Announce an activity. It asks for no permission.", Right.SPEAK, answers_own.Written, _says(NOTICE), body=asks.SayNotice),
    Route("POST", "/notices/what-if", "what_if", "What a draft would meet. Nothing is written, nobody else hears of it.", Right.LOOK, held_against.WhatIf, _what_if, body=asks.Drafted),
    _act("amend", AMENDED, "Say the next version of a notice of ours, in full.", asks.SayNotice),
    _act("activate", ACTIVE, "State that the activity goes on now."),
    _act("end", ENDED, "State that the activity is over."),
    _act("withdraw", CANCELLED, "Withdraw a notice: the activity does not take place."),
    _act("read", READ, "Sign that a watch officer has a version before him. No agreement.", asks.SayNoticeRead),
    _act("object", OBJECTED, "Object to a version, in words.", asks.SayNoticeAnswered),
    _act("note", NOTED, "Note a version without recognising anything by it.", asks.SayNoticeAnswered),
    _act("told", TOLD, "State that we told a third state of a version. Nothing is sent to it.", asks.SayThirdStateTold),
)  # fmt: skip
"""Reading first, then what becomes a signed entry."""

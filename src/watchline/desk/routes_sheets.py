"""The routes of what is printed: each a page that is whole in itself, saved and printed by the browser, and noted as taken."""

from __future__ import annotations

from typing import Any

from watchline.desk import answers_record, asks
from watchline.desk.desk import Desk
from watchline.desk.doors import Refused
from watchline.desk.downloads import Download
from watchline.desk.officers import Right
from watchline.desk.routes import Request, Route
from watchline.measure import day_of, day_text

HTML = "text/html; charset=utf-8"
_FILE = answers_record.RecordWork
"""An answer that is a file has no type of its own."""


async def _taken(desk: Desk, request: Request, what: str, asked: dict[str, Any], name: str, ref: str = "") -> Download:
    page = await desk.operations.read(what, asked)
    desk.note(request.caller, f"{what}_taken", ref, name)
    return Download(f"{name}.html", HTML, page.encode())


async def _day(desk: Desk, request: Request) -> Any:
    query: asks.DayAsked = request.query
    on = day_of(desk.now()) if query.on is None else query.on
    return await _taken(desk, request, "day_sheet", {"on": on}, f"day-{day_text(on)}")


async def _call(desk: Desk, request: Request) -> Any:
    ref = request.path["ref"]
    return await _taken(desk, request, "call_sheet", {"ref": ref}, f"call-{ref.replace('/', '-')}", ref)


async def _notice(desk: Desk, request: Request) -> Any:
    ref = request.path["ref"]
    return await _taken(desk, request, "notice_sheet", {"ref": ref}, f"notice-{ref.replace('/', '-')}", ref)


async def _telephone(desk: Desk, request: Request) -> Any:
    return await _taken(desk, request, "telephone_card", {}, "telephone-card")


async def _contacts(desk: Desk, request: Request) -> Any:
    query: asks.ContactsAsked = request.query
    on = day_of(desk.now()) if query.on is None else query.on
    return await _taken(desk, request, "contact_sheet", {"on": on, "states": query.states}, f"contacts-{day_text(on)}")


async def _check(desk: Desk, request: Request) -> Any:
    work = desk.operations.record_work()
    if work["what"] != "verify" or work["state"] != "done":
        raise Refused(
            404,
            "unknown",
            "No check of the record is done.",
            "Nothing was handed over.",
            "Verify all, and wait for it.",
        )
    return await _taken(desk, request, "check_sheet", {"work": work}, f"verification-{day_text(day_of(work['ended']))}")


SHEETS: tuple[Route, ...] = (
    Route("GET", "/day-sheet", "day_sheet", "One UTC day on one page, to be printed: tests, messages with their receipts, calls, alarms, heads.", Right.LOOK, _FILE, _day, asks.DayAsked, kind=HTML),
    Route("GET", "/calls/{ref:path}/sheet", "call_sheet", "One call on one page, to be printed: request, answers, times, accounts, readouts.", Right.LOOK, _FILE, _call, kind=HTML),
    Route("GET", "/notices/{ref:path}/sheet", "notice_sheet", "One notice on one page, to be printed: elements, heights, times, what each party had of it, acts.", Right.LOOK, _FILE, _notice, kind=HTML),
    Route("GET", "/telephone-card", "telephone_card", "Whom to ring and what to say first when nothing is heard, to be printed while the line is up.", Right.LOOK, _FILE, _telephone, kind=HTML),
    Route("GET", "/contacts/sheet", "contact_sheet", "The contact table on one page, to be printed; it holds notes of our own annex.", Right.LOOK, _FILE, _contacts, asks.ContactsAsked, kind=HTML),
    Route("GET", "/record/report", "check_sheet", "What the last check of the whole record found, on one page, to be printed.", Right.LOOK, _FILE, _check, kind=HTML),
)  # fmt: skip
"""Before ``READING`` in the table: a reference may have slashes."""

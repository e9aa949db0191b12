"""The table of everything that can be asked of the desk; ``app`` serves it, ``openapi`` describes it, the console's types come from it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

import msgspec

from watchline.desk import (
    answers_agreed,
    answers_calls,
    answers_contacts,
    answers_entries,
    answers_messages,
    answers_own,
    answers_status,
    answers_tests,
    asks,
)
from watchline.desk.desk import Caller, Desk
from watchline.desk.limits import BODY_BYTES_MAX
from watchline.desk.officers import Right

BASE = "/api/v1"


class Request(NamedTuple):
    """A request that passed every check: who asks, parts of the path, query and body as types."""

    caller: Caller
    path: dict[str, str]
    query: Any
    body: Any


Handler = Callable[[Any, Request], Awaitable[Any]]
"""What does a route: the first argument is the desk, or the first run, whichever has the table."""


class Route(NamedTuple):
    """One operation.

    Attributes:
        method: ``GET`` or ``POST``.
        path: Below ``BASE``; ``{ref:path}`` takes a reference with slashes.
        name: The operation's id.
        summary: One sentence.
        right: What a caller must be allowed; None: anybody who passes the guard.
        answer: Type of the answer.
        handler: Does it.
        query, body: Types of what is asked with; a body makes the operation need the session's token, unless ``open`` is set.
        open: A sign-in: there is no session yet.
        kind: Type of what is answered; what is not ``application/json`` is a file.
        body_max: Bytes of the longest body.
    """

    method: str
    path: str
    name: str
    summary: str
    right: Right | None
    answer: type[msgspec.Struct]
    handler: Handler
    query: type[msgspec.Struct] = asks.Nothing
    body: type[msgspec.Struct] | None = None
    open: bool = False
    kind: str = "application/json"
    body_max: int = BODY_BYTES_MAX


def reads(what: str) -> Handler:
    """Return a handler that asks one reading operation of the node with path and query."""

    async def handler(desk: Desk, request: Request) -> Any:
        asked = {**msgspec.structs.asdict(request.query), **request.path}
        return await desk.operations.read(what, asked)

    return handler


def _says(kind: str) -> Handler:
    """Return a handler that says a kind with the fields of the body and the reference of the path."""

    async def handler(desk: Desk, request: Request) -> Any:
        return await desk.say(request.caller, kind, {**msgspec.to_builtins(request.body), **request.path})

    return handler


async def _status(desk: Desk, request: Request) -> Any:
    return await desk.operations.status()


async def _lines(desk: Desk, _request: Request) -> Any:
    return await desk.lines()


async def _alarms(desk: Desk, request: Request) -> Any:
    found = await desk.operations.status()
    return {name: found[name] for name in answers_own.AlarmsShown.__struct_fields__}


async def _alarm_acknowledge(desk: Desk, request: Request) -> Any:
    body: asks.AlarmOf = request.body
    await desk.operations.alarm_acknowledge(body.situation, body.since, request.caller.name)
    desk.note(request.caller, "alarm_acknowledged", body.situation)
    return answers_own.Done()


async def _alarm_shelve(desk: Desk, request: Request) -> Any:
    body: asks.ShelveAsked = request.body
    who = request.caller.name
    await desk.operations.alarm_shelve(body.situation, body.since, who, body.minutes, body.reason)
    what = "alarm_shelved" if body.minutes else "alarm_unshelved"
    desk.note(request.caller, what, body.situation, f"{body.minutes} min: {body.reason}" if body.minutes else "")
    return answers_own.Done()


async def _desk_armed(desk: Desk, request: Request) -> Any:
    body: asks.DeskArmed = request.body
    if body.armed:
        desk.operations.desk_armed()
    return answers_own.Done()


async def _call(desk: Desk, request: Request) -> Any:
    body = msgspec.to_builtins(request.body)
    said = {name: body.pop(name) for name in ("post", "draft", "refs")}
    fields = {name: value for name, value in body.items() if value is not None}
    return await desk.say(request.caller, "entry", {**said, "entry": "call", "fields": fields})


async def _call_act(desk: Desk, request: Request) -> Any:
    body: asks.SayCallAct = request.body
    said = {
        "entry": body.kind,
        "fields": body.fields,
        "on": request.path["ref"],
        "post": body.post,
        "draft": body.draft,
    }
    return await desk.say(request.caller, "entry", said)


async def _confidentiality(desk: Desk, request: Request) -> Any:
    said = {**msgspec.to_builtins(request.body), "call": request.path["ref"]}
    return await desk.say(request.caller, "confidentiality", said)


def _amends(entry: str) -> Handler:
    """Return a handler that writes an amendment of what the path names; what was published stands beside it."""

    async def handler(desk: Desk, request: Request) -> Any:
        body: asks.SayCorrection = request.body
        fields = {"text": body.text, "language": body.language}
        said = {"entry": entry, "fields": fields, "on": request.path["ref"], "post": body.post, "draft": body.draft}
        return await desk.say(request.caller, "entry", said)

    return handler


async def _assets(desk: Desk, request: Request) -> Any:
    return desk.console.shown()


_LOOK, _SPEAK = Right.LOOK, Right.SPEAK

READING: tuple[Route, ...] = (
    Route("GET", "/status", "status", "The line at a glance.", _LOOK, answers_status.Status, _status),
    Route("GET", "/lines", "lines", "Every line of this node at a glance, with its alarms.", _LOOK, answers_own.LinesShown, _lines),
    Route("GET", "/alarms", "alarms", "Alarms that last, and those that ended in the last day.", _LOOK, answers_own.AlarmsShown, _alarms),
    Route("GET", "/messages", "messages", "Messages of both sides in the common order.", _LOOK, answers_messages.Messages, reads("messages"), asks.MessagesAsked),
    Route("GET", "/messages/{ref:path}", "message", "One message with what each party stated about it.", _LOOK, answers_messages.Message, reads("message"), asks.InLanguage),
    Route("GET", "/entries", "entries", "Entries of all logs in the common order.", _LOOK, answers_entries.Entries, reads("entries"), asks.EntriesAsked),
    Route("GET", "/entries/{ref:path}", "entry", "One entry as it stands in its log.", _LOOK, answers_entries.Entry, reads("entry")),
    Route("GET", "/search", "search", "Entries of the record in which every word of a text stands, the newest first; it stops after a bound and says so.", _LOOK, answers_entries.SearchAnswer, reads("search"), asks.SearchAsked),
    Route("GET", "/heads", "heads", "Size and root of every log here.", _LOOK, answers_entries.Heads, reads("heads")),
    Route("GET", "/tests", "tests", "Line tests: what became of them, in figures that both sides compute alike.", _LOOK, answers_tests.LineTests, reads("tests"), asks.TestsAsked),
    Route("GET", "/calendar", "calendar", "Line tests due in the next days, and the windows of the charter.", _LOOK, answers_own.Calendar, reads("calendar")),
    Route("GET", "/calls", "calls", "Calls, asked for and held.", _LOOK, answers_calls.Calls, reads("calls"), asks.Page),
    Route("GET", "/calls/{ref:path}/comparison", "comparison", "Published readouts of a call side by side.", _LOOK, answers_calls.Comparison, reads("comparison")),
    Route("GET", "/calls/{ref:path}", "call", "One call with everything that both sides wrote about it.", _LOOK, answers_calls.CallInFull, reads("call")),
    Route("GET", "/contacts", "contacts", "Who spoke with whom, when, at whose initiative.", _LOOK, answers_contacts.ContactRecord, reads("contacts"), asks.ContactsAsked),
    Route("GET", "/readouts", "readouts", "Readouts by call.", _LOOK, answers_calls.Readouts, reads("readouts"), asks.ReadoutsAsked),
    Route("GET", "/readouts/{ref:path}", "readout", "One readout in full.", _LOOK, answers_calls.ReadoutInFull, reads("readout")),
    Route("GET", "/charter", "charter", "The charter in force and what is proposed.", _LOOK, answers_agreed.Charters, reads("charter"), asks.InLanguage),
    Route("GET", "/phrases", "phrases", "The phrasebook in one language.", _LOOK, answers_agreed.Phrases, reads("phrases"), asks.PhrasesAsked),
    Route("GET", "/phrases/{code}", "phrase", "One phrase in every language.", _LOOK, answers_agreed.PhraseInFull, reads("phrase"), asks.InLanguage),
    Route("GET", "/keys", "keys", "Root fingerprints in digits, and how each was compared.", _LOOK, answers_own.KeysShown, reads("keys")),
    Route("GET", "/assets", "assets", "The console's files and their hashes.", None, answers_own.Assets, _assets),
)  # fmt: skip
"""Reading changes nothing."""

SAYING: tuple[Route, ...] = (
    Route("POST", "/messages/{ref:path}/read", "message_read", "Sign that a watch officer has a message before him.", _SPEAK, answers_own.Written, _says("read"), body=asks.SayRead),
    Route("POST", "/messages/{ref:path}/acknowledge", "message_acknowledge", "Sign that a message was understood or read back. Not consent.", _SPEAK, answers_own.Written, _says("acknowledged"), body=asks.SayAcknowledged),
    Route("POST", "/tests", "test", "Start an unscheduled line test.", _SPEAK, answers_own.Written, _says("test"), body=asks.SayTest),
    Route("POST", "/tests/{ref:path}/answer", "test_answer", "Answer a line test.", _SPEAK, answers_own.Written, _says("test_answered"), body=asks.SayTestAnswered),
    Route("POST", "/calls", "call_request", "Ask for a call.", _SPEAK, answers_own.Written, _call, body=asks.SayCall),
    Route("POST", "/calls/{ref:path}/acts", "call_act", "Write about a call: read, accept, decline, propose times, schedule, give an account …", _SPEAK, answers_own.Written, _call_act, body=asks.SayCallAct),
    Route("POST", "/calls/{ref:path}/confidentiality", "confidentiality", "Propose or answer that the readouts of a call stay confidential.", _SPEAK, answers_own.Written, _confidentiality, body=asks.SayConfidentiality),
    Route("POST", "/line/suspend", "line_suspend", "State that we suspend our use of the line, or of an agreement. It stops nothing technical.", Right.RELEASE, answers_own.Written, _says("suspended"), body=asks.SaySuspended),
    Route("POST", "/line/resume", "line_resume", "State that we take up again what we suspended.", Right.RELEASE, answers_own.Written, _says("resumed"), body=asks.SayResumed),
    Route("POST", "/readouts", "readout_commit", "Commit to a readout: the record gets its hash.", _SPEAK, answers_own.Written, _says("readout"), body=asks.SayReadout),
    Route("POST", "/readouts/{ref:path}/share", "readout_share", "Show a readout of ours to the other side.", _SPEAK, answers_own.Written, _says("readout_shared"), body=asks.SayRead),
    Route("POST", "/readouts/{ref:path}/publish", "readout_publish", "State that a readout of ours is public.", _SPEAK, answers_own.Written, _says("readout_published"), body=asks.SayPublished),
    Route("POST", "/readouts/{ref:path}/correct", "readout_correct", "Correct a published readout of ours; both stand.", _SPEAK, answers_own.Written, _amends("readout_corrected"), body=asks.SayCorrection),
    Route("POST", "/readouts/{ref:path}/supplement", "readout_supplement", "Add to a published readout of ours.", _SPEAK, answers_own.Written, _amends("readout_supplemented"), body=asks.SayCorrection),
    Route("POST", "/entries/{ref:path}/correct", "correct", "Correct an entry of our own; both stay.", _SPEAK, answers_own.Written, _says("correction"), body=asks.SayCorrection),
    Route("POST", "/alarms/acknowledge", "alarm_acknowledge", "Stop an alarm's sound on our own desks. No entry; the peer hears nothing.", _SPEAK, answers_own.Done, _alarm_acknowledge, body=asks.AlarmOf),
    Route("POST", "/alarms/shelve", "alarm_shelve", "Put a warning or a caution aside on our own desks for a time, with a reason. No entry; the peer hears nothing.", _SPEAK, answers_own.Done, _alarm_shelve, body=asks.ShelveAsked),
    Route("POST", "/armed", "desk_armed", "Say whether this desk can sound. While none can, the node raises a warning.", _LOOK, answers_own.Done, _desk_armed, body=asks.DeskArmed),
)  # fmt: skip
"""What becomes a signed entry, but for the last three."""

"""The application: the table of routes served by Starlette, each request checked, typed, done, and answered in our words."""

from __future__ import annotations

import asyncio
import hmac
from typing import Any

import msgspec
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.routing import Route as HttpRoute
from starlette.routing import Router

from watchline.desk.assets import MISSING
from watchline.desk.desk import Caller, Desk, check_right
from watchline.desk.doors import Refused
from watchline.desk.downloads import Download, send_download
from watchline.desk.events import Stream
from watchline.desk.guard import Receive, Scope, Send, answer, client, failure, too_long
from watchline.desk.limits import BODY_BYTES_MAX, BODY_S_MAX, LARGE_AT_ONCE, LARGE_BODY_S_MAX
from watchline.desk.officers import Right
from watchline.desk.openapi import document
from watchline.desk.routes import BASE, READING, SAYING, Request, Route
from watchline.desk.routes_notices import NOTICES
from watchline.desk.routes_own import BEGIN, OWN
from watchline.desk.routes_press import PRESS
from watchline.desk.routes_record import RECORD
from watchline.desk.routes_shapes import SHAPES
from watchline.errors import OurMistake, StoreFailed, WatchlineError

ROUTES: tuple[Route, ...] = (*OWN, *RECORD, *PRESS, *NOTICES, *SHAPES, *READING, *SAYING)
LARGE = {BASE + item.path: item.body_max for item in ROUTES if item.body_max > BODY_BYTES_MAX}
"""Where a longer body may come, and how long."""
TOKEN = "x-watchline-token"  # noqa: S105 - the header's name
_CACHED = ("cache-control", "no-cache")


class Application:
    """What the server runs, behind the guard.

    Args:
        desk: What every route works with.
        stream: The stream of events.
    """

    def __init__(self, desk: Desk, stream: Stream) -> None:
        self._desk, self._stream = desk, stream
        self._large = asyncio.Semaphore(LARGE_AT_ONCE)
        facts = desk.operations.facts
        self._secure = desk.site.origin.startswith("https:")
        # Cookies know no port: two desks on one machine (the demonstration) would share one name.
        self.cookie = ("__Host-" if self._secure else "") + f"watchline-{facts.code.lower()}-{facts.line[:8]}"
        self._document = msgspec.json.encode(document(ROUTES, facts.version), order="deterministic")
        self._router = Router(
            [
                *(HttpRoute(BASE + item.path, _Endpoint(self, item), methods=[item.method]) for item in ROUTES),
                HttpRoute(f"{BASE}/events", _Raw(self._events), methods=["GET"]),
                HttpRoute("/api/openapi.json", _Raw(self._openapi), methods=["GET"]),
                HttpRoute("/", _Raw(self._index), methods=["GET"]),
                HttpRoute("/{name}", _Raw(self._file), methods=["GET"]),
            ],
            redirect_slashes=False,
            default=self._nothing,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; whatever goes wrong is said in three parts."""
        try:
            await self._router(scope, receive, send)
        except Refused as why:
            await answer(send, why.status, failure(why))
        except (ClientDisconnect, OSError):
            pass  # gone
        except Exception as why:  # noqa: BLE001 - the last door before a stranger
            # Whatever it is, the node goes on; nothing of it is told to the browser.
            self._desk.operations.fault(f"{scope['method']} {scope['path'][:80]}: {type(why).__name__}: {why}")
            await answer(send, 500, failure(_fault()))

    async def handle(self, route: Route, scope: Scope, receive: Receive, send: Send) -> None:
        """Do one route of the table."""
        try:
            caller = self._caller(scope)
            if route.right is not None:
                check_right(caller, route.right)
            http = HttpRequest(scope, receive)
            if route.body is not None and not route.open:
                self._check_token(caller, http.headers.get(TOKEN, ""))
            query = _query(http, route.query)
            body = None if route.body is None else _typed(await self._bytes(http, route), route.body)
            found = await route.handler(self._desk, Request(caller, dict(http.path_params), query, body))
        except Refused as why:
            await answer(send, why.status, failure(why))
            return
        except OurMistake as why:
            code = 404 if route.method == "GET" else 409
            await answer(
                send,
                code,
                failure(Refused(code, "rule", str(why), "Nothing was changed.", "Change what the sentence names.")),
            )
            return
        except (StoreFailed, WatchlineError) as why:
            await answer(
                send,
                503,
                failure(Refused(503, "store", str(why), "It is not known here now.", "Look at the alarms; try again.")),
            )
            return
        if isinstance(found, Download):
            await send_download(send, found)
            return
        cookie = self._begun(found)
        await answer(send, 200, msgspec.json.encode(found), "application/json", *cookie)

    async def _bytes(self, http: HttpRequest, route: Route) -> bytes:
        """Return the body; of the long ones only some at once, for each is held in memory."""
        if route.body_max <= BODY_BYTES_MAX:
            return await _body(http, route.body_max, BODY_S_MAX)
        if self._large.locked():
            raise Refused(
                429,
                "pace",
                f"{LARGE_AT_ONCE} files are coming in already.",
                "This one was not looked at.",
                "Send it again in a minute.",
            )
        async with self._large:
            return await _body(http, route.body_max, LARGE_BODY_S_MAX)

    def _begun(self, found: Any) -> list[tuple[str, str]]:
        """Return the header that begins or ends a session, if an answer does."""
        if not isinstance(found, dict) or BEGIN not in found:
            return []
        value = found.pop(BEGIN)
        age = "" if value else "; Max-Age=0"
        return [
            (
                "set-cookie",
                f"{self.cookie}={value}; Path=/; HttpOnly; SameSite=Strict{'; Secure' if self._secure else ''}{age}",
            )
        ]

    def _caller(self, scope: Scope) -> Caller:
        cookie = HttpRequest(scope).cookies.get(self.cookie, "")
        found = self._desk.sessions.find(cookie, self._desk.now()) if cookie else None
        if found is None:
            return Caller(client(scope))
        return Caller(client(scope), cookie, *found)

    def _check_token(self, caller: Caller, given: str) -> None:
        known = caller.session.token if caller.session is not None else ""
        if not known or not hmac.compare_digest(known.encode(), given.encode("utf-8", "replace")):
            raise Refused(
                403,
                "token",
                "The request does not carry this session's token.",
                "Nothing was done: another page may have asked for it.",
                "Load the desk again.",
            )

    async def _events(self, scope: Scope, receive: Receive, send: Send) -> None:
        caller = self._caller(scope)
        check_right(caller, Right.LOOK)
        http = HttpRequest(scope)
        # A browser sends the header by itself while it comes back; a page that opens a new stream says it in the address.
        last = http.headers.get("last-event-id", "") or http.query_params.get("last", "")

        def lasts() -> bool:
            return self._desk.sessions.find(caller.cookie, self._desk.now()) is not None

        async def gone() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass

        await self._stream.serve(send, last, lasts, gone)

    async def _openapi(self, scope: Scope, receive: Receive, send: Send) -> None:
        await answer(send, 200, self._document)

    async def _index(self, scope: Scope, receive: Receive, send: Send) -> None:
        if "index.html" not in self._desk.console.files:
            await answer(send, 503, MISSING.encode(), "text/plain; charset=utf-8")
            return
        await self._one(scope, send, "index.html")

    async def _file(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._one(scope, send, scope["path_params"]["name"])

    async def _one(self, scope: Scope, send: Send, name: str) -> None:
        file = self._desk.console.files.get(name)
        if file is None:
            raise _unknown(scope)
        if HttpRequest(scope).headers.get("if-none-match", "") == file.tag:
            await answer(send, 304, b"", file.kind, ("etag", file.tag), _CACHED)
            return
        await answer(send, 200, file.data, file.kind, ("etag", file.tag), _CACHED)

    async def _nothing(self, scope: Scope, receive: Receive, send: Send) -> None:
        raise _unknown(scope)


class _Endpoint:
    """One route of the table as ASGI."""

    def __init__(self, application: Application, route: Route) -> None:
        self._application, self._route = application, route

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._application.handle(self._route, scope, receive, send)


class _Raw:
    """A bound method as ASGI: Starlette takes an object that can be called for an application, a function for a handler."""

    def __init__(self, does: Any) -> None:
        self._does = does

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._does(scope, receive, send)


def _fault() -> Refused:
    return Refused(
        500,
        "fault",
        "This program failed at that.",
        "What was asked may or may not have been done.",
        "Look at the record; the diagnostics of the node have more.",
    )


def _unknown(scope: Scope) -> Refused:
    return Refused(
        404, "unknown", f"There is nothing at {scope['path'][:80]}.", "Nothing was done.", "Look at /api/openapi.json."
    )


async def _body(http: HttpRequest, most: int, seconds: float) -> bytes:
    """Return the body, bounded in length, in time, and in how long nothing of it comes."""
    data, loop = bytearray(), asyncio.get_running_loop()
    try:
        async with asyncio.timeout(seconds), asyncio.timeout(BODY_S_MAX) as silence:
            async for part in http.stream():
                silence.reschedule(loop.time() + BODY_S_MAX)
                data += part
                if len(data) > most:
                    raise too_long(most)
    except TimeoutError:
        raise Refused(
            408,
            "slow",
            f"The body did not come in full within {seconds:g} s, or nothing of it for {BODY_S_MAX:g} s.",
            "Nothing was done.",
            "Send it again; what stands already is not written twice.",
        ) from None
    return bytes(data)


def _typed(data: bytes, kind: type[msgspec.Struct]) -> msgspec.Struct:
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as why:
        raise _malformed(str(why)) from why


def _query(http: HttpRequest, kind: type[msgspec.Struct]) -> msgspec.Struct:
    given = http.query_params.multi_items()
    if len({name for name, _ in given}) != len(given):
        raise _malformed("a name stands twice in the question")
    try:
        return msgspec.convert(dict(given), kind, strict=False)
    except msgspec.ValidationError as why:
        raise _malformed(str(why)) from why


def _malformed(why: str) -> Refused:
    return Refused(
        400, "malformed", f"What was asked cannot be read: {why}.", "Nothing was done.", "Look at /api/openapi.json."
    )

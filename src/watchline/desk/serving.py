"""Serving a table of routes with Starlette: each request checked, typed, done, and answered in our words.

The desk (``app.py``) and the first run (``first_app.py``) differ in who may ask; everything else is here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, Protocol

import msgspec
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.routing import Route as HttpRoute
from starlette.routing import Router

from watchline.desk.assets import MISSING, Console
from watchline.desk.desk import Caller
from watchline.desk.doors import Refused
from watchline.desk.downloads import Download, send_download
from watchline.desk.guard import Receive, Scope, Send, answer, failure, too_long
from watchline.desk.limits import BODY_BYTES_MAX, BODY_S_MAX, LARGE_AT_ONCE, LARGE_BODY_S_MAX
from watchline.desk.routes import BASE, Request, Route
from watchline.desk.words import Languages, Once, Words
from watchline.errors import OurMistake, StoreFailed, WatchlineError
from watchline.sentence import plain, worded

BEGIN = "_session"
"""Key of an answer that begins a session: what the cookie holds; empty: ends it. It is taken off before the answer goes."""
LANGUAGE = "said_in"
"""In the address of a link or a stream, which carry no header of ours: the language of the answer."""
_CACHED = ("cache-control", "no-cache")


class Within(Protocol):
    """Who may ask what, and what is done with it."""

    def admit(self, route: Route, http: HttpRequest) -> Caller:
        """Return who asks.

        Raises:
            Refused: he may not.
        """
        ...

    async def do(self, route: Route, request: Request) -> Any:
        """Do one route."""
        ...

    def cookie(self, value: str) -> str:
        """Return the header that begins a session; of an empty value: that ends it."""
        ...

    def fault(self, words: str) -> None:
        """Write to the diagnostics that this program failed."""
        ...


class Serving:
    """A table of routes and the console's files, as ASGI behind the guard.

    Args:
        within: Who may ask what.
        routes: The table.
        console: The console's files.
        index: The file that stands at ``/``.
        raw: Further places that are answered by ASGI functions of their own.
        hidden: Files of the console that are not served under their names.
    """

    def __init__(
        self,
        within: Within,
        routes: Sequence[Route],
        console: Console,
        index: str,
        *,
        raw: Sequence[tuple[str, Any]] = (),
        hidden: frozenset[str] = frozenset(),
    ) -> None:
        self._within, self._console, self._index_name, self._hidden = within, console, index, hidden
        self._languages = Languages(console)
        self._large = asyncio.Semaphore(LARGE_AT_ONCE)
        self._router = Router(
            [
                *(HttpRoute(BASE + item.path, _Endpoint(self, item), methods=[item.method]) for item in routes),
                *(HttpRoute(path, _Raw(does), methods=["GET"]) for path, does in raw),
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
            await answer(send, why.status, failure(why, self.words(scope)))
        except (ClientDisconnect, OSError):
            pass  # gone
        except Exception as why:  # noqa: BLE001 - the last door before a stranger
            # Whatever it is, the node goes on; nothing of it is told to the browser.
            self._within.fault(f"{scope['method']} {scope['path'][:80]}: {type(why).__name__}: {why}")
            await answer(send, 500, failure(_fault(), self.words(scope)))

    def words(self, scope: Scope) -> Words | None:
        """Return the words in which a request is to be answered: of the address (a link, a stream), else of ``Accept-Language``; None: English."""
        http = HttpRequest(scope)
        return self._languages.asked(http.query_params.get(LANGUAGE, "") or http.headers.get("accept-language", ""))

    async def handle(self, route: Route, scope: Scope, receive: Receive, send: Send) -> None:
        """Do one route of the table."""
        words = self.words(scope)
        try:
            http = HttpRequest(scope, receive)
            caller = self._within.admit(route, http)
            query = _query(http, route.query)
            body = None if route.body is None else _typed(await self._bytes(http, route), route.body)
            found = await self._within.do(route, Request(caller, dict(http.path_params), query, body))
        except Refused as why:
            await answer(send, why.status, failure(why, words))
            return
        except OurMistake as why:
            code = 404 if route.method == "GET" else 409
            refused = Refused(code, "rule", str(why), "Nothing was changed.", "Change what the sentence names.")
            await answer(send, code, failure(refused, words))
            return
        except (StoreFailed, WatchlineError) as why:
            refused = Refused(503, "store", str(why), "It is not known here now.", "Look at the alarms; try again.")
            await answer(send, 503, failure(refused, words))
            return
        if isinstance(found, Download):
            await send_download(send, found)
            return
        if isinstance(found, Once):
            await answer(send, 200, found.encoded(words))
            return
        cookie = self._begun(found)
        said = found if words is None else words.put(found)
        await answer(send, 200, msgspec.json.encode(said, enc_hook=plain), "application/json", *cookie)

    async def _bytes(self, http: HttpRequest, route: Route) -> bytes:
        """Return the body; of the long ones only some at once, for each is held in memory."""
        if route.body_max <= BODY_BYTES_MAX:
            return await read_body(http, route.body_max, BODY_S_MAX)
        if self._large.locked():
            raise Refused(
                429,
                "pace",
                worded("{n} file is coming in already.", "{n} files are coming in already.", n=LARGE_AT_ONCE),
                "This one was not looked at.",
                "Send it again in a minute.",
            )
        async with self._large:
            return await read_body(http, route.body_max, LARGE_BODY_S_MAX)

    def _begun(self, found: Any) -> list[tuple[str, str]]:
        """Return the header that begins or ends a session, if an answer does."""
        if not isinstance(found, dict) or BEGIN not in found:
            return []
        return [("set-cookie", self._within.cookie(found.pop(BEGIN)))]

    async def _index(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._index_name not in self._console.files:
            await answer(send, 503, MISSING.encode(), "text/plain; charset=utf-8")
            return
        await self._one(scope, send, self._index_name)

    async def _file(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = scope["path_params"]["name"]
        if name in self._hidden:
            raise _unknown(scope)
        await self._one(scope, send, name)

    async def _one(self, scope: Scope, send: Send, name: str) -> None:
        file = self._console.files.get(name)
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

    def __init__(self, serving: Serving, route: Route) -> None:
        self._serving, self._route = serving, route

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._serving.handle(self._route, scope, receive, send)


class _Raw:
    """A bound method as ASGI: Starlette takes an object that can be called for an application, a function for a handler."""

    def __init__(self, does: Any) -> None:
        self._does = does

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._does(scope, receive, send)


def cookie_header(name: str, value: str, *, secure: bool) -> str:
    """Return a cookie that no script reads and no other site sends; an empty value ends it."""
    age = "" if value else "; Max-Age=0"
    return f"{name}={value}; Path=/; HttpOnly; SameSite=Strict{'; Secure' if secure else ''}{age}"


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
        404,
        "unknown",
        worded("There is nothing at {path}.", path=scope["path"][:80]),
        "Nothing was done.",
        "Look at /api/openapi.json.",
    )


async def read_body(http: HttpRequest, most: int, seconds: float) -> bytes:
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
            worded(
                "The body did not come in full within {seconds} s, or nothing of it for {silence} s.",
                seconds=f"{seconds:g}",
                silence=f"{BODY_S_MAX:g}",
            ),
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
    given = [item for item in http.query_params.multi_items() if item[0] != LANGUAGE]
    if len({name for name, _ in given}) != len(given):
        raise _malformed("a name stands twice in the question")
    try:
        return msgspec.convert(dict(given), kind, strict=False)
    except msgspec.ValidationError as why:
        raise _malformed(str(why)) from why


def _malformed(why: str) -> Refused:
    return Refused(
        400,
        "malformed",
        worded("What was asked cannot be read: {why}.", why=why),
        "Nothing was done.",
        "Look at /api/openapi.json.",
    )

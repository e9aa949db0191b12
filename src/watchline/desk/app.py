"""The application of the desk: who may ask what of the table of routes, and the stream of events."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from typing import Any

import msgspec
from starlette.requests import Request as HttpRequest

from watchline.desk.desk import Caller, check_right
from watchline.desk.doors import Refused
from watchline.desk.guard import Receive, Scope, Send, answer, client
from watchline.desk.limits import BODY_BYTES_MAX
from watchline.desk.lines import Lines
from watchline.desk.officers import Right
from watchline.desk.openapi import document
from watchline.desk.routes import BASE, READING, SAYING, Request, Route
from watchline.desk.routes_notices import NOTICES
from watchline.desk.routes_own import OWN
from watchline.desk.routes_press import PRESS
from watchline.desk.routes_record import RECORD
from watchline.desk.routes_shapes import SHAPES
from watchline.desk.routes_sheets import SHEETS
from watchline.desk.routes_zones import ZONES
from watchline.desk.serving import Serving, cookie_header

ROUTES: tuple[Route, ...] = (*OWN, *SHEETS, *RECORD, *PRESS, *NOTICES, *SHAPES, *ZONES, *READING, *SAYING)
_LARGE = {item.path: item.body_max for item in ROUTES if item.body_max > BODY_BYTES_MAX}
TOKEN = "x-watchline-token"  # noqa: S105 - the header's name
LINE_PART = "of_line"
OF_LINE = f"/lines/{{{LINE_PART}}}"
"""Before the path of any route: the line that is meant, by the first 16 digits of its id. Without it: the node's first line."""
FIRST_FILES = frozenset({"first.html", "first.js"})
"""Of the first run: nothing of it is served by a node that runs."""


_OF_A_LINE = re.compile(rf"{BASE}/lines/[^/]+(?=/)")


def longest(path: str) -> int:
    """Return how long a body may be at a path, of whichever line (bytes)."""
    return _LARGE.get(_OF_A_LINE.sub("", path, count=1).removeprefix(BASE), BODY_BYTES_MAX)


class Application:
    """What the server runs, behind the guard.

    Args:
        lines: The lines of the node.
        name: Of the session's cookie. Cookies know no port: two desks on one machine (the demonstration) would share one.
        secure: Whether the desk is seen over TLS.
        version: Of the program.
        fault: Takes words when this program failed.
    """

    def __init__(self, lines: Lines, name: str, version: str, fault: Callable[[str], None], *, secure: bool) -> None:
        self._lines, self._told, self._secure = lines, fault, secure
        self.name = f"__Host-{name}" if secure else name
        self._document = msgspec.json.encode(document(ROUTES, version), order="deterministic")
        raw = tuple((f"{BASE}{of}/events", self._events) for of in ("", OF_LINE))
        raw += (("/api/openapi.json", self._openapi),)
        routes = (*ROUTES, *(route._replace(path=OF_LINE + route.path) for route in ROUTES))
        self._serving = Serving(self, routes, lines.console, "index.html", raw=raw, hidden=FIRST_FILES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self._serving(scope, receive, send)

    def admit(self, route: Route, http: HttpRequest) -> Caller:
        """Return who asks: an officer whose roles allow it, with the session's token where something changes."""
        caller = self._caller(http)
        if route.right is not None:
            check_right(caller, route.right)
        if route.body is not None and not route.open:
            _check_token(caller, http.headers.get(TOKEN, ""))
        return caller

    async def do(self, route: Route, request: Request) -> Any:
        """Do one route, on the line that the address names."""
        ident = request.path.pop(LINE_PART, "")
        return await route.handler(self._lines.at(ident, route.path.removeprefix(OF_LINE)).desk, request)

    def cookie(self, value: str) -> str:
        """Return the header that begins or ends a session."""
        return cookie_header(self.name, value, secure=self._secure)

    def fault(self, words: str) -> None:
        """Write to the node's diagnostics that this program failed."""
        self._told(words)

    def _caller(self, http: HttpRequest) -> Caller:
        cookie, address = http.cookies.get(self.name, ""), client(http.scope)
        found = self._lines.staff.sessions.find(cookie, self._lines.now()) if cookie else None
        return Caller(address) if found is None else Caller(address, cookie, *found)

    async def _events(self, scope: Scope, receive: Receive, send: Send) -> None:
        http = HttpRequest(scope)
        caller = self._caller(http)
        check_right(caller, Right.LOOK)
        # A browser sends the header by itself while it comes back; a page that opens a new stream says it in the address.
        last = http.headers.get("last-event-id", "") or http.query_params.get("last", "")

        at = self._lines.at(scope["path_params"].get(LINE_PART, ""), "/events")

        def lasts() -> bool:
            return self._lines.staff.sessions.find(caller.cookie, self._lines.now()) is not None

        async def gone() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass

        await at.stream.serve(send, last, lasts, gone, self._serving.words(scope))

    async def _openapi(self, scope: Scope, receive: Receive, send: Send) -> None:
        await answer(send, 200, self._document)


def _check_token(caller: Caller, given: str) -> None:
    known = caller.session.token if caller.session is not None else ""
    if not known or not hmac.compare_digest(known.encode(), given.encode("utf-8", "replace")):
        raise Refused(
            403,
            "token",
            "The request does not carry this session's token.",
            "Nothing was done: another page may have asked for it.",
            "Load the desk again.",
        )

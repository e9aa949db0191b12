"""The application of the desk: who may ask what of the table of routes, and the stream of events."""

from __future__ import annotations

import hmac
from typing import Any

import msgspec
from starlette.requests import Request as HttpRequest

from watchline.desk.desk import Caller, Desk, check_right
from watchline.desk.doors import Refused
from watchline.desk.events import Stream
from watchline.desk.guard import Receive, Scope, Send, answer, client
from watchline.desk.limits import BODY_BYTES_MAX
from watchline.desk.officers import Right
from watchline.desk.openapi import document
from watchline.desk.routes import BASE, READING, SAYING, Request, Route
from watchline.desk.routes_own import OWN
from watchline.desk.routes_record import RECORD
from watchline.desk.serving import Serving, cookie_header

ROUTES: tuple[Route, ...] = (*OWN, *RECORD, *READING, *SAYING)
TOKEN = "x-watchline-token"  # noqa: S105 - the header's name
FIRST_FILES = frozenset({"first.html", "first.js"})
"""Of the first run: nothing of it is served by a node that runs."""


class Application:
    """What the server runs, behind the guard.

    Args:
        desk: What every route works with.
        stream: The stream of events.
    """

    def __init__(self, desk: Desk, stream: Stream) -> None:
        self._desk, self._stream = desk, stream
        facts = desk.operations.facts
        self._secure = desk.site.origin.startswith("https:")
        # Cookies know no port: two desks on one machine (the demonstration) would share one name.
        self.name = ("__Host-" if self._secure else "") + f"watchline-{facts.code.lower()}-{facts.line[:8]}"
        self._document = msgspec.json.encode(document(ROUTES, facts.version), order="deterministic")
        raw = ((f"{BASE}/events", self._events), ("/api/openapi.json", self._openapi))
        self._serving = Serving(
            self, ROUTES, desk.console, "index.html", raw=raw, hidden=FIRST_FILES, body_max=BODY_BYTES_MAX
        )

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
        """Do one route."""
        return await route.handler(self._desk, request)

    def cookie(self, value: str) -> str:
        """Return the header that begins or ends a session."""
        return cookie_header(self.name, value, secure=self._secure)

    def fault(self, words: str) -> None:
        """Write to the node's diagnostics that this program failed."""
        self._desk.operations.fault(words)

    def _caller(self, http: HttpRequest) -> Caller:
        cookie, address = http.cookies.get(self.name, ""), client(http.scope)
        found = self._desk.sessions.find(cookie, self._desk.now()) if cookie else None
        return Caller(address) if found is None else Caller(address, cookie, *found)

    async def _events(self, scope: Scope, receive: Receive, send: Send) -> None:
        http = HttpRequest(scope)
        caller = self._caller(http)
        check_right(caller, Right.LOOK)
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

"""The application of the first run: loopback only, opened once by a link that the terminal printed, and one thing done at a time."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable
from typing import Any

from starlette.requests import Request as HttpRequest

from watchline.desk.app import TOKEN
from watchline.desk.assets import Console
from watchline.desk.desk import Caller
from watchline.desk.doors import Refused
from watchline.desk.first import FIRST, FIRST_BODY_BYTES_MAX, FirstRun
from watchline.desk.guard import Guard, Receive, Scope, Send, client
from watchline.desk.routes import Request, Route
from watchline.desk.server import Listening, Place
from watchline.desk.serving import Serving, cookie_header
from watchline.errors import InvalidFromPeer, Misconfigured, OurMistake, RolledBack

_SECRET_BYTES = 32


class Gate:
    """Who may work on the first run: the one browser that opened the newest link.

    Args:
        entropy: Draws random bytes.
    """

    def __init__(self, entropy: Callable[[int], bytes]) -> None:
        self._entropy = entropy
        self._code = self._cookie = ""
        self.token = ""

    def renew(self) -> str:
        """Return the code of a new link; an older one opens no more. Whoever is within stays until the new one is used."""
        self._code = self._entropy(_SECRET_BYTES).hex()
        return self._code

    def open(self, code: str) -> str:
        """Take a code and return what the cookie holds.

        Raises:
            Refused: it is not that of the newest link, or was used.
        """
        if not _same(self._code, code):
            raise Refused(
                403,
                "link",
                "This link does not open anything, or was used already.",
                "Nothing is shown.",
                "In the terminal press Enter: a new link is printed. It opens in one browser, once.",
            )
        self._code = ""
        self._cookie, self.token = (self._entropy(_SECRET_BYTES).hex() for _ in range(2))
        return self._cookie

    def admit(self, cookie: str, token: str | None) -> None:
        """Let a request through; ``token`` None: it changes nothing.

        Raises:
            Refused: another browser, or another page.
        """
        if not _same(self._cookie, cookie):
            raise Refused(
                401,
                "link",
                "This browser did not open the first run.",
                "Nothing is shown or done.",
                "Open the link that stands in the terminal; press Enter there for a new one.",
            )
        if token is not None and not _same(self.token, token):
            raise Refused(
                403,
                "token",
                "The request does not carry this session's token.",
                "Nothing was done: another page may have asked for it.",
                "Load the page again.",
            )


class FirstDesk:
    """What every route of the first run works with, and who may ask.

    Args:
        first: What does it.
        gate: Who may ask.
        console: The console's files.
        port: Where it listens.
        fault: Takes words when this program failed.
    """

    def __init__(self, first: FirstRun, gate: Gate, console: Console, port: int, fault: Callable[[str], None]) -> None:
        self._first, self.gate, self._told = first, gate, fault
        # Cookies know no port: two first runs on one machine would share one name.
        self._name = f"watchline-first-run-{port}"
        self._turn = asyncio.Lock()
        self.serving = Serving(self, FIRST, console, "first.html")

    def admit(self, route: Route, http: HttpRequest) -> Caller:
        """Return who asks: the browser that opened the link, with the token where something changes."""
        if not route.open:
            token = None if route.body is None else http.headers.get(TOKEN, "")
            self.gate.admit(http.cookies.get(self._name, ""), token)
        return Caller(client(http.scope))

    async def do(self, route: Route, request: Request) -> Any:
        """Do one route, unless a node with officers runs."""
        over = await asyncio.to_thread(self._first.over)
        if over:
            raise Refused(410, "over", over, "Nothing of the first run is served any more.", "Sign in at the desk.")
        return await route.handler(self, request)

    async def call(self, method: str, *asked: Any) -> Any:
        """Have something done, beside the loop, one at a time: keys are sealed slowly on purpose."""
        async with self._turn:
            try:
                return await asyncio.to_thread(getattr(self._first, method), *asked)
            except (OurMistake, Misconfigured, InvalidFromPeer, RolledBack) as why:
                raise Refused(
                    409,
                    "rule",
                    str(why),
                    "What was done before stands.",
                    "Change what the sentence names, or do what it says.",
                ) from why

    async def state(self) -> dict[str, Any]:
        """Return where the first run stands."""
        return {**await self.call("state"), "token": self.gate.token}

    def cookie(self, value: str) -> str:
        """Return the header that lets a browser in."""
        return cookie_header(self._name, value, secure=False)

    def fault(self, words: str) -> None:
        """Say that this program failed."""
        self._told(words)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self.serving(scope, receive, send)


def listen(desk: FirstDesk, port: int, clock: Callable[[], float]) -> Listening:
    """Return the first run on loopback, never elsewhere, yet to be started."""
    origins = tuple(f"http://{name}:{port}" for name in ("localhost", "127.0.0.1"))
    return Listening(Guard(desk, origins, clock, lambda _: FIRST_BODY_BYTES_MAX), Place("127.0.0.1", port, origins))


def _same(known: str, given: str) -> bool:
    return bool(known) and hmac.compare_digest(known.encode(), given.encode("utf-8", "replace"))

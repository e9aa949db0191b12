"""What stands before every request: from where, for whom, how much, how often; and the headers of every answer.

A page of another site must neither read nor act here (Host against DNS rebinding, Origin and ``Sec-Fetch-Site``, SameSite cookies, the
token header), and a script that got into the page must find nothing to do (CSP, Trusted Types).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from watchline.desk.answers_own import Failure, Problem
from watchline.desk.doors import Refused
from watchline.desk.limits import BODY_BYTES_MAX, QUERY_BYTES_MAX, REQUESTS_A_SECOND, REQUESTS_BURST, SIGN_INS_A_MINUTE
from watchline.desk.words import Words
from watchline.sentence import plain, worded

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none';"
    " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS: Final = (
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), geolocation=(), microphone=(self), publickey-credentials-get=(self), publickey-credentials-create=(self)",
    ),
)
_SAFE = frozenset({"GET", "HEAD"})
_ADDRESSES_MAX = 1_024


class Bucket:
    """A measure of how often: fills at a pace up to a depth. One for each address."""

    def __init__(self, a_second: float, depth: float) -> None:
        self._pace, self._depth = a_second, depth
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def takes(self, address: str, now: float) -> bool:
        """Take one, if there is one."""
        left, at = self._left.pop(address, (self._depth, now))
        left = min(self._depth, left + max(0.0, now - at) * self._pace)
        self._left[address] = (max(0.0, left - 1), now)
        if len(self._left) > _ADDRESSES_MAX:
            self._left.popitem(last=False)
        return left >= 1


class Guard:
    """The guard of one desk.

    Args:
        app: What comes after it.
        origins: The origins under which this desk is seen; the first is its own, the others names of the same machine.
        clock: Seconds that only go forward.
        longest: Tells of a path how long a body may be there (bytes); None: nowhere longer than elsewhere.
    """

    def __init__(
        self,
        app: App,
        origins: tuple[str, ...],
        clock: Callable[[], float],
        longest: Callable[[str], int] | None = None,
    ) -> None:
        self._app, self._clock, self._longest = app, clock, longest or (lambda _: BODY_BYTES_MAX)
        self._origins = {urlsplit(origin).netloc: origin for origin in origins}
        self._tls = origins[0].startswith("https:")
        self._changes = Bucket(REQUESTS_A_SECOND, REQUESTS_BURST)
        self._sign_ins = Bucket(SIGN_INS_A_MINUTE / 60, SIGN_INS_A_MINUTE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or say why not."""
        if scope["type"] != "http":
            return  # no lifespan, no WebSocket
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                more = HEADERS + ((("strict-transport-security", "max-age=31536000"),) if self._tls else ())
                message["headers"] = [*message.get("headers", ()), *((n.encode(), v.encode()) for n, v in more)]
            await send(message)

        try:
            self._check(scope, headers)
        except Refused as why:
            await answer(with_headers, why.status, failure(why), closes=True)
            return
        await self._app(scope, receive, with_headers)

    def _check(self, scope: Scope, headers: dict[str, str]) -> None:
        host = headers.get("host", "")
        origin = self._origins.get(host)
        if origin is None:
            raise Refused(
                421,
                "host",
                worded("This desk is not called {host}.", host=repr(host[:80])),
                "Nothing is shown under a name that the operator did not set: that is how a foreign page would reach it.",
                worded("Open {origin}.", origin=next(iter(self._origins.values()))),
            )
        if len(scope["query_string"]) > QUERY_BYTES_MAX:
            raise Refused(
                414, "limit", "The question in the address is too long.", "Nothing was read.", "Ask for less."
            )
        site = headers.get("sec-fetch-site", "")
        said = headers.get("origin", "")
        opened = scope["method"] == "GET" and headers.get("sec-fetch-mode") == "navigate" and scope["path"] == "/"
        if (said and said != origin) or (site not in {"", "same-origin", "none"} and not opened):
            raise Refused(
                403,
                "origin",
                "Another site asked for this.",
                "Nothing was shown or done.",
                worded("Work in {origin} itself.", origin=origin),
            )
        if scope["method"] not in _SAFE:
            self._check_change(scope, headers)

    def _check_change(self, scope: Scope, headers: dict[str, str]) -> None:
        length = headers.get("content-length", "")
        most = self._longest(scope["path"])
        if length and (not length.isascii() or not length.isdecimal() or int(length) > most):
            raise too_long(most)
        if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise Refused(
                415,
                "type",
                "The body is not application/json.",
                "Nothing was done.",
                "Send JSON with that content type; another site's form cannot.",
            )
        address, now = client(scope), self._clock()
        enough = self._changes.takes(address, now)
        if "/session/" in scope["path"] and not scope["path"].endswith("/end"):
            enough = self._sign_ins.takes(address, now) and enough
        if not enough:
            raise Refused(
                429, "pace", "Too many requests in a short time.", "This one was not looked at.", "Wait a moment."
            )


def client(scope: Scope) -> str:
    """Return the address of whoever asks."""
    found = scope.get("client")
    return str(found[0]) if found else "unknown"


def too_long(most: int) -> Refused:
    """Return what is said of a body beyond the limit."""
    return Refused(
        413,
        "limit",
        worded("More than {most} bytes in one request.", most=most),
        "Nothing was done.",
        "Send it in parts.",
    )


def failure(why: Refused, words: Words | None = None) -> bytes:
    """Return a refusal as JSON, in words of whoever asked; None: English."""
    say = str if words is None else words.say
    problem = Problem(code=why.code, what=say(why.what), means=say(why.means), then=say(why.then))
    return msgspec.json.encode(Failure(error=problem), enc_hook=plain)


async def answer(
    send: Send,
    status: int,
    body: bytes,
    kind: str = "application/json",
    *headers: tuple[str, str],
    closes: bool = False,
) -> None:
    """Send one answer whole. ``closes``: the rest of the request is not read."""
    found = [("content-type", kind), ("content-length", str(len(body)))]
    if not any(name == "cache-control" for name, _ in headers):
        found.append(("cache-control", "no-store"))
    if closes:
        found.append(("connection", "close"))
    found += headers
    await send(
        {"type": "http.response.start", "status": status, "headers": [(n.encode(), v.encode()) for n, v in found]}
    )
    await send({"type": "http.response.body", "body": body})

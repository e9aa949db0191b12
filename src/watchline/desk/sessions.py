"""Sessions: a browser that signed in. The cookie is random; the book keeps its hash, so that a copy of the book opens nothing."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from watchline.desk.doors import Book
from watchline.desk.limits import IDLE_MS, SESSION_MS, SESSIONS_MAX
from watchline.desk.officers import Officer, Officers
from watchline.errors import OurMistake
from watchline.keys import labelled_digest
from watchline.sentence import worded

TABLE = "session"
_TOKEN_BYTES = 32


class Session(msgspec.Struct, frozen=True):
    """A session.

    Attributes:
        officer: Who signed in.
        token: What every request that changes something carries in a header (CSRF): another site cannot read it.
        began, ends: ms.
        by: ``passkey`` or ``password``.
    """

    officer: str
    token: str
    began: int
    ends: int
    by: str


class Sessions:
    """The sessions in the own side's book; they outlive a restart of the node, so that a desk goes on where it was.

    Args:
        book: The own side's book.
        officers: Whose they are.
        entropy: Draws random bytes.
    """

    def __init__(self, book: Book, officers: Officers, entropy: Callable[[int], bytes]) -> None:
        self._book, self._officers, self._entropy = book, officers, entropy
        self._seen: dict[str, int] = {}

    def begin(self, officer: Officer, by: str, now: int) -> tuple[str, Session]:
        """Begin a session; return what the cookie holds. Where too many last, this officer's own that was used longest ago ends for it.

        Raises:
            OurMistake: too many last, and none is this officer's.
        """
        lasting = self.sweep(now)
        if len(lasting) >= SESSIONS_MAX:
            own = [key for key, item in lasting.items() if item.officer == officer.name]
            if not own:
                raise OurMistake(worded("{n} sessions are open; sign out at a desk that is not used.", n=SESSIONS_MAX))
            self._forget(min(own, key=lambda key: self._seen[key]))
        cookie = self._entropy(_TOKEN_BYTES).hex()
        session = Session(officer.name, self._entropy(_TOKEN_BYTES).hex(), now, now + SESSION_MS, by)
        key = _key(cookie)
        self._book.put(TABLE, key, msgspec.msgpack.encode(session))
        self._seen[key] = now
        return cookie, session

    def find(self, cookie: str, now: int) -> tuple[Session, Officer] | None:
        """Return a session that lasts and its officer, and note that it is in use."""
        key = _key(cookie)
        row = self._book.row(TABLE, key)
        if row is None:
            return None
        session = msgspec.msgpack.decode(row, type=Session)
        officer = self._officers.find(session.officer)
        # What was seen is kept in memory alone: after a restart the hour begins again.
        idle = now - self._seen.setdefault(key, now)
        if officer is None or officer.disabled or now >= session.ends or idle > IDLE_MS:
            self.end(cookie)
            return None
        self._seen[key] = now
        return session, officer

    def end(self, cookie: str) -> None:
        """End a session."""
        self._forget(_key(cookie))

    def end_all(self, officer: str) -> None:
        """End every session of an officer."""
        for key, row in self._book.rows(TABLE):
            if msgspec.msgpack.decode(row, type=Session).officer == officer:
                self._book.put(TABLE, key, None)

    def sweep(self, now: int) -> dict[str, Session]:
        """Remove sessions that are over or were not used for too long; return those that last, by the key of their row."""
        lasting = {}
        for key, row in self._book.rows(TABLE):
            session = msgspec.msgpack.decode(row, type=Session)
            if now >= session.ends or now - self._seen.setdefault(key, now) > IDLE_MS:
                self._forget(key)
            else:
                lasting[key] = session
        return lasting

    def _forget(self, key: str) -> None:
        self._seen.pop(key, None)
        self._book.put(TABLE, key, None)


def _key(cookie: str) -> str:
    return labelled_digest("session", cookie.encode("utf-8", "replace")).hex()

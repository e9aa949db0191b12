"""One desk: the node's operations and the own side's book in one hand, and who is asking."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

from watchline.desk.assets import Console
from watchline.desk.doors import Book, Operations, Refused
from watchline.desk.drafts import Drafts
from watchline.desk.officers import Officer, Right
from watchline.desk.sessions import Session
from watchline.desk.staff import Staff
from watchline.sentence import worded

_DRAFT_BYTES = 16


class Caller(NamedTuple):
    """Who asks: address, and after a sign-in cookie, session and officer."""

    address: str
    cookie: str = ""
    session: Session | None = None
    officer: Officer | None = None

    @property
    def name(self) -> str:
        """The officer's name; empty if nobody signed in."""
        return "" if self.officer is None else self.officer.name


class Desk:
    """What every route works with, of one line.

    Args:
        operations: The line, as the running node has it.
        staff: The officers of the node: the same for all its lines.
        drafts: The own side's book of this line, where drafts wait.
        console: The console's files.
        lines: Looks at every line of the node.
        named: How acts name this line; empty: it is the node's first, or its only one.
    """

    def __init__(
        self,
        operations: Operations,
        staff: Staff,
        drafts: Book,
        console: Console,
        lines: Callable[[], Awaitable[dict[str, Any]]],
        named: str = "",
    ) -> None:
        self.operations, self.console, self.lines, self._named = operations, console, lines, named
        self.book, self.officers, self.sessions = staff.book, staff.officers, staff.sessions
        self.passkeys, self.acts, self._guessing = staff.passkeys, staff.acts, staff.guessing
        self.drafts = Drafts(drafts)

    def now(self) -> int:
        """Return the node's wall clock, ms."""
        return self.operations.now()

    def note(self, caller: Caller, what: str, ref: str = "", words: str = "") -> None:
        """Append an act of an own officer."""
        said = f"{self._named}: {words}" if self._named and words else self._named or words
        self.acts.note(self.now(), caller.name, what, ref, said)

    def draft_id(self, given: str) -> str:
        """Return the draft id that was given, or a new one."""
        return given or self.operations.entropy(_DRAFT_BYTES).hex()

    async def checked(self, officer: Officer | None, password: str) -> bool:
        """Tell whether a password is an officer's; beside the loop, for it takes a while."""
        async with self._guessing:
            return await asyncio.to_thread(self.officers.check, officer, password)

    async def by_password(self, name: str, password: str) -> Officer:
        """Return the officer of a name and a password.

        Raises:
            Refused: wrong, disabled or locked; the words do not say whether there is such an officer.
        """
        now, officer = self.now(), self.officers.find(name)
        if officer is not None and officer.locked_until > now:
            self.acts.note(now, name, "password_locked")
            raise locked((officer.locked_until - now) // 1000 + 1)
        if not await self.checked(officer, password) or officer is None or officer.disabled:
            failed = self.officers.failed(name, now)
            self.acts.note(now, name[:32], "password_failed")
            if failed is not None and failed.locked_until > now:
                raise locked((failed.locked_until - now) // 1000 + 1)
            raise Refused(
                401,
                "sign_in",
                "Name and password do not belong together, or this officer may not sign in.",
                "Nobody is signed in. Five failures in a row lock the password for a while.",
                "Type both again; or ask an administrator to reset it: `watchline officer DIR reset`.",
            )
        self.officers.succeeded(officer)
        return self.officers.find(name) or officer

    async def say(self, caller: Caller, kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Have the node say something for an officer's post; note who said it.

        Raises:
            Refused: the post is not his, or the node refuses.
        """
        assert caller.officer is not None, "the route asks for a right"
        check_post(caller.officer, str(fields["post"]))
        given = {**fields, "draft": self.draft_id(str(fields.get("draft", "")))}
        reply = await self.operations.say(kind, given)
        what = str(given.get("entry", kind))
        if reply["error"]:
            self.note(caller, f"{what}_refused", reply["ref"], reply["error"])
            raise Refused(
                409,
                "rule",
                reply["error"],
                "Nothing was written." if not reply["ref"] else f"{reply['ref']} stands; nothing more was written.",
                "Change what the sentence names, and try again.",
            )
        self.note(caller, what, reply["ref"], str(given["post"]))
        return {
            "ref": reply["ref"],
            "written": reply["written"],
            "draft": given["draft"],
            "rules": reply.get("rules", []),
        }


def check_post(officer: Officer, post: str) -> None:
    """Refuse a post for which an officer does not speak."""
    if not officer.speaks_for(post):
        raise Refused(
            403,
            "post",
            worded("{shown} does not speak for the post {post}.", shown=officer.shown, post=post[:40]),
            "Nothing was written.",
            worded("Choose one of {posts}, or ask an administrator.", posts=", ".join(officer.posts)),
        )


def check_right(caller: Caller, right: Right) -> None:
    """Refuse a caller who did not sign in, or whose roles do not allow it."""
    if caller.officer is None:
        raise Refused(
            401, "sign_in", "Nobody is signed in here.", "Nothing is shown or done.", "Sign in, then try again."
        )
    if right not in caller.officer.rights:
        raise Refused(
            403,
            "role",
            worded(
                "{shown} ({roles}) may not do that: it takes the right to {right}.",
                shown=caller.officer.shown,
                roles=", ".join(caller.officer.roles),
                right=right,
            ),
            "Nothing was done.",
            "Ask an officer whose role allows it, or an administrator.",
        )


def locked(seconds: int) -> Refused:
    """Return what is said while a password is locked."""
    return Refused(
        429,
        "locked",
        worded("Too many wrong passwords in a row: locked for another {seconds} s.", seconds=seconds),
        "No password is tried until then; a passkey still opens.",
        "Wait, sign in with a passkey, or ask an administrator to reset it.",
    )

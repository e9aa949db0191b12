"""Officers of the own party: who may sign in to this node's desk, with which roles. They stand in no log and no peer sees them.

A post signs, not a person: what the record shows is the post; which officer sat there is in the own side's book alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import StrEnum

import msgspec

from watchline.desk.doors import Book
from watchline.desk.limits import (
    FAILURES_MAX,
    LOCK_MS,
    LOCK_MS_MAX,
    NAME_CHARS_MAX,
    PASSWORD_CHARS_MAX,
    PASSWORD_CHARS_MIN,
    SHOWN_CHARS_MAX,
)
from watchline.errors import OurMistake
from watchline.keys import Password, check_password, hash_password
from watchline.sentence import worded

TABLE = "officer"
_NAME = re.compile(rf"[a-z][a-z0-9._-]{{0,{NAME_CHARS_MAX - 1}}}")
_SALT_BYTES, _HANDLE_BYTES = 16, 16


class Right(StrEnum):
    """What a role allows."""

    LOOK = "look"
    DRAFT = "draft"
    SPEAK = "speak"
    NOTE = "note"
    RELEASE = "release"
    EXPORT = "export"
    AUDIT = "audit"
    ADMIN = "admin"


class Role(StrEnum):
    """What an officer is to this desk."""

    WATCH = "watch"
    RELEASER = "releaser"
    INTERPRETER = "interpreter"
    PRESS = "press"
    OBSERVER = "observer"
    AUDITOR = "auditor"
    ADMIN = "admin"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.WATCH: frozenset({Right.LOOK, Right.DRAFT, Right.SPEAK, Right.NOTE}),
    Role.RELEASER: frozenset({Right.LOOK, Right.DRAFT, Right.SPEAK, Right.NOTE, Right.RELEASE, Right.EXPORT}),
    Role.INTERPRETER: frozenset({Right.LOOK, Right.DRAFT}),
    Role.PRESS: frozenset({Right.LOOK, Right.NOTE}),
    Role.OBSERVER: frozenset({Right.LOOK}),
    Role.AUDITOR: frozenset({Right.LOOK, Right.AUDIT, Right.EXPORT}),
    Role.ADMIN: frozenset({Right.LOOK, Right.AUDIT, Right.ADMIN, Right.EXPORT}),
}


class Passkey(msgspec.Struct, frozen=True):
    """An authenticator of an officer: its id, its public key (COSE), how often it signed by its own count."""

    id: bytes
    key: bytes
    count: int
    label: str
    made: int


class Officer(msgspec.Struct, frozen=True, kw_only=True):
    """An officer.

    Attributes:
        name: What is typed to sign in.
        shown: What own-side screens show.
        roles: At least one.
        posts: For which posts of the charter he may speak; empty: for every one.
        handle: Random; what an authenticator knows him by.
        password: None: only by passkey.
        failures: Wrong passwords in a row.
        locked_until: ms; until then no password is tried. A passkey opens all the same.
    """

    name: str
    shown: str
    roles: tuple[Role, ...]
    handle: bytes
    made: int
    posts: tuple[str, ...] = ()
    password: Password | None = None
    passkeys: tuple[Passkey, ...] = ()
    disabled: bool = False
    failures: int = 0
    locked_until: int = 0

    @property
    def rights(self) -> frozenset[Right]:
        """What the roles allow together."""
        return frozenset().union(*(RIGHTS[role] for role in self.roles))

    def speaks_for(self, post: str) -> bool:
        """Whether he may speak for a post."""
        return not self.posts or post in self.posts


class Officers:
    """The officers in the own side's book; read anew each time, so that a change counts at once.

    Args:
        book: The own side's book.
        entropy: Draws random bytes.
    """

    def __init__(self, book: Book, entropy: Callable[[int], bytes]) -> None:
        self._book, self._entropy = book, entropy
        # For names that nobody has: such a sign-in takes as long as any other.
        self._nobody = Password(b"\0" * _SALT_BYTES, b"\0" * 32, 2, 64 << 20)

    def all(self) -> list[Officer]:
        """Return all officers by name."""
        return [msgspec.msgpack.decode(row, type=Officer) for _, row in self._book.rows(TABLE)]

    def find(self, name: str) -> Officer | None:
        """Return an officer, disabled or not."""
        row = self._book.row(TABLE, name)
        return None if row is None else msgspec.msgpack.decode(row, type=Officer)

    def by_handle(self, handle: bytes) -> Officer | None:
        """Return the officer whom an authenticator names."""
        return next((item for item in self.all() if item.handle == handle), None)

    def keep(self, officer: Officer) -> None:
        """Write an officer."""
        self._book.put(TABLE, officer.name, msgspec.msgpack.encode(officer))

    def add(
        self, name: str, shown: str, roles: Sequence[Role], posts: Sequence[str], password: str | None, now: int
    ) -> Officer:
        """Make an officer.

        Raises:
            OurMistake: the name is taken or no name, no role, or a password too short.
        """
        if not _NAME.fullmatch(name):
            raise OurMistake(
                worded(
                    "{name} is no name to sign in with: a small letter, then letters a-z, digits, '.', '_' or '-', at most"
                    " {most}.",
                    name=repr(name),
                    most=NAME_CHARS_MAX,
                )
            )
        if self.find(name) is not None:
            raise OurMistake(
                worded("There is an officer {name} already. Choose another name, or reset that one.", name=name)
            )
        if not roles:
            raise OurMistake(
                worded("{name} has no role; give at least one of {role}.", name=name, role=", ".join(Role))
            )
        if not shown.isprintable() or not 0 < len(shown) <= SHOWN_CHARS_MAX:
            raise OurMistake(worded("The name shown is 1 to {most} printable characters.", most=SHOWN_CHARS_MAX))
        made = Officer(
            name=name,
            shown=shown,
            roles=tuple(dict.fromkeys(roles)),
            posts=tuple(posts),
            handle=self._entropy(_HANDLE_BYTES),
            made=now,
            password=None if password is None else self._hashed(password),
        )
        self.keep(made)
        return made

    def reset(self, officer: Officer, password: str) -> Officer:
        """Give a new password, forget all passkeys, unlock and enable."""
        fresh = msgspec.structs.replace(
            officer, password=self._hashed(password), passkeys=(), failures=0, locked_until=0, disabled=False
        )
        self.keep(fresh)
        return fresh

    def disable(self, officer: Officer) -> Officer:
        """Let an officer sign in no more; what he did stays in the book."""
        fresh = msgspec.structs.replace(officer, disabled=True)
        self.keep(fresh)
        return fresh

    def check(self, officer: Officer | None, password: str) -> bool:
        """Tell whether a password is an officer's. Slow on purpose; decides nothing about locks."""
        known = self._nobody if officer is None or officer.password is None else officer.password
        fits = check_password(known, password.encode("utf-8", "surrogatepass")[: 4 * PASSWORD_CHARS_MAX])
        return fits and officer is not None and officer.password is not None

    def failed(self, name: str, now: int) -> Officer | None:
        """Count a wrong password; the fifth in a row locks for a minute, each further one twice as long."""
        officer = self.find(name)
        if officer is None:
            return None
        failures = officer.failures + 1
        beyond = failures - FAILURES_MAX
        until = now + min(LOCK_MS << min(beyond, 16), LOCK_MS_MAX) if beyond >= 0 else 0
        fresh = msgspec.structs.replace(officer, failures=failures, locked_until=until)
        self.keep(fresh)
        return fresh

    def succeeded(self, officer: Officer) -> None:
        """Forget wrong passwords."""
        if officer.failures or officer.locked_until:
            self.keep(msgspec.structs.replace(officer, failures=0, locked_until=0))

    def _hashed(self, password: str) -> Password:
        if not PASSWORD_CHARS_MIN <= len(password) <= PASSWORD_CHARS_MAX:
            raise OurMistake(
                worded(
                    "A password has {least} to {most} characters; four words in a row are good.",
                    least=PASSWORD_CHARS_MIN,
                    most=PASSWORD_CHARS_MAX,
                )
            )
        return hash_password(password.encode(), self._entropy(_SALT_BYTES))

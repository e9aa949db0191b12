"""What the record says of an announced activity: its versions, its course, what each other party said of it (docs/spec/notices.md).

A function of one thread's row. Nothing here knows now: what is expired, stale or short notice is told from this and an instant by the watch.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

import msgspec

from watchline.measure import Instant
from watchline.measure.volume import Volume
from watchline.measure.window import Window
from watchline.record import Kind
from watchline.record.activities import activity_kind
from watchline.record.notices import (
    ACTS,
    AMENDED,
    ASSESSMENT,
    NOTED,
    NOTICE,
    OBJECTED,
    READ,
    TOLD,
    volumes_of,
)
from watchline.view.every import Look, Rows, every_thread, told_by
from watchline.view.keys import EntryRef
from watchline.view.notice_table import COURSE, HEARD, OVER, NoticeState, Reader, places
from watchline.view.notice_widening import widens
from watchline.view.thread import BESIDE, Act, Opener, Thread


class Version(msgspec.Struct, frozen=True, dict=True):
    """One version of a notice.

    Attributes:
        number: From 1 on.
        ref: The entry that says it.
        t: Its author's claim, ms.
        facts: The fields of its body but the text.
        must_read: It says something that the version before it did not hold: area, height, time or kind. So does version 1.
    """

    number: int
    ref: EntryRef
    t: int
    facts: dict[str, Any]
    must_read: bool

    @cached_property
    def volumes(self) -> tuple[Volume, ...]:
        """Where, how high and when; empty while the author has not given it."""
        return volumes_of(self.facts.get("volumes", ()))

    @property
    def activity(self) -> str:
        """Kind of activity."""
        return str(self.facts["activity"])

    @property
    def window(self) -> Window:
        """From the first moment of all volumes to the last; open where one is, or where there is none yet."""
        starts = [one.window.start for one in self.volumes]
        ends = [one.window.end for one in self.volumes]
        return Window(
            None if None in starts or not starts else Instant(min(at for at in starts if at is not None)),
            None if None in ends or not ends else Instant(max(at for at in ends if at is not None)),
        )


class Heard(NamedTuple):
    """What another party says of a notice.

    Attributes:
        state: See ``Reader``; of what must be known now.
        read: The newest `notice_read` of it, and of which version.
        answer: Its newest objection or note that had a place; of an earlier version, perhaps.
    """

    state: Reader
    read: Act | None
    read_version: int
    answer: Act | None


UNHEARD = Heard(Reader.WAITING, None, 0, None)
"""Nothing was said."""


class NoticeView(NamedTuple):
    """A notice as its thread tells it.

    Attributes:
        ref: Where it stands.
        opener: Its facts.
        state: By its author's entries.
        versions: In order; the last one stands.
        course: The author's acts that had a place, amendments too.
        heard: By party that said something of it.
        told: What parties state that they told third states, in the common order.
        assessments: In the common order; see ``view/meetings.py``.
        without_effect: Acts that had no place.
        corrections: The author's corrections.
    """

    ref: EntryRef
    opener: Opener
    state: NoticeState
    versions: tuple[Version, ...]
    course: tuple[Act, ...]
    heard: dict[str, Heard]
    told: tuple[Act, ...]
    assessments: tuple[Act, ...]
    without_effect: tuple[Act, ...]
    corrections: tuple[Act, ...]

    @property
    def now(self) -> Version:
        """The version that stands."""
        return self.versions[-1]

    @property
    def must_read(self) -> Version:
        """The newest version that must be read; who read it or a later one knows all that stands."""
        return next(version for version in reversed(self.versions) if version.must_read)

    @property
    def humanitarian(self) -> bool:
        """It asks nobody for leave, and nobody objects to it."""
        return activity_kind(self.now.activity).humanitarian

    @property
    def over(self) -> Act | None:
        """What ended or withdrew it."""
        return self.course[-1] if self.state in OVER else None

    def told_of(self, code: str, state: str) -> Act | None:
        """Return a party's newest word that it told a third state of this notice."""
        return next((act for act in reversed(self.told) if (act.code, act.facts["state"]) == (code, state)), None)

    def of(self, code: str) -> Heard:
        """Return what a party says of it."""
        return self.heard.get(code, UNHEARD)

    def assessed(self, code: str) -> Act | None:
        """Return the newest assessment by a party's node."""
        return next((act for act in reversed(self.assessments) if act.code == code), None)

    def places(self, code: str) -> tuple[str, ...]:
        """Return the kinds that have a place now when this party writes them."""
        reader = None if code == self.ref.code else self.of(code).state
        return places(self.state, reader, humanitarian=self.humanitarian)


def notice_view(thread: Thread, ref: EntryRef, until: int | None = None) -> NoticeView | None:
    """Return the notice of a thread; None if it was not opened by an `activity_notice`.

    Args:
        thread: Its row.
        ref: What opened it.
        until: Leave out what its author claims to have written after this instant (ms); None: take everything.
    """
    opened = told_by(thread, NOTICE, until)
    if opened is None:
        return None
    opener, written = opened
    told = _Told(ref, opener)
    for act in written:
        told.take(act)
    return told.view()


def every_notice(line: bytes, look: Look, rows: Rows) -> Iterator[NoticeView]:
    """Yield every notice of a line. Cost: one read for each."""
    for ref, thread in every_thread(line, NOTICE, look, rows):
        found = notice_view(thread, ref)
        if found is not None:
            yield found


class _Told:
    """What the acts said so far."""

    def __init__(self, ref: EntryRef, opener: Opener) -> None:
        self.ref, self.opener, self.state = ref, opener, NoticeState.PLANNED
        self.versions = [Version(1, ref, opener.t, opener.facts, True)]
        self.course: list[Act] = []
        self.heard: dict[str, Heard] = {}
        self.told: list[Act] = []
        self.assessments: list[Act] = []
        self.left: list[Act] = []
        self.corrections: list[Act] = []

    def take(self, act: Act) -> None:
        """Take the next act in the common order; an entry that only refers to the notice is none."""
        if act.kind == Kind.CORRECTION and act.code == self.ref.code:
            self.corrections.append(act)
        if act.kind not in ACTS:
            return
        if act.how == BESIDE or not self._has_place(act):
            self.left.append(act)

    def _has_place(self, act: Act) -> bool:
        if act.kind == ASSESSMENT:
            return self._assessed(act)
        if act.kind == TOLD:
            return self._told(act)
        if act.code == self.ref.code:
            return self._author(act)
        return self._other(act)

    def _assessed(self, act: Act) -> bool:
        """Of one party an assessment counts that is of a version which there is, and not of the same by the same table as its last."""
        about = (act.facts["version"], act.facts["table"])
        last = next((item for item in reversed(self.assessments) if item.code == act.code), None)
        if about[0] > len(self.versions) or (
            last is not None and (last.facts["version"], last.facts["table"]) == about
        ):
            return False
        self.assessments.append(act)
        return True

    def _told(self, act: Act) -> bool:
        """A party's word that it told a third state counts once for each version that there is, in rising order."""
        version, state = int(act.facts["version"]), act.facts["state"]
        before = (one.facts["version"] for one in self.told if (one.code, one.facts["state"]) == (act.code, state))
        if not max(before, default=0) < version <= len(self.versions):
            return False
        self.told.append(act)
        return True

    def _author(self, act: Act) -> bool:
        after = COURSE.get((self.state, act.kind))
        if after is None:
            return False
        self.state = after
        self.course.append(act)
        if act.kind == AMENDED:
            before = self.versions[-1]
            made = Version(before.number + 1, act.ref, act.t, act.facts, False)
            wider = made.activity != before.activity or widens(before.volumes, made.volumes)
            self.versions.append(msgspec.structs.replace(made, must_read=wider))
            if wider:
                self.heard = {code: heard._replace(state=Reader.WAITING) for code, heard in self.heard.items()}
        return True

    def _other(self, act: Act) -> bool:
        if act.kind not in {READ, OBJECTED, NOTED}:
            return False
        heard, version = self.heard.get(act.code, UNHEARD), int(act.facts["version"])
        if version > len(self.versions):
            return False
        if act.kind == READ:
            return self._read(act, heard, version)
        humanitarian = activity_kind(self.versions[-1].activity).humanitarian
        if self.state in OVER or (humanitarian and act.kind == OBJECTED):
            return False
        after = HEARD.get((heard.state, act.kind))
        if after is None:
            return False
        self.heard[act.code] = heard._replace(state=after, answer=act)
        return True

    def _read(self, act: Act, heard: Heard, version: int) -> bool:
        """A read counts once for each version; it settles what waits if it names the newest that must be read, or a later one."""
        if version <= heard.read_version:
            return False
        must = next(item.number for item in reversed(self.versions) if item.must_read)
        state = heard.state
        if state is Reader.WAITING and version >= must:
            state = HEARD[state, READ]
        self.heard[act.code] = heard._replace(state=state, read=act, read_version=version)
        return True

    def view(self) -> NoticeView:
        """Return the notice."""
        return NoticeView(
            self.ref,
            self.opener,
            self.state,
            tuple(self.versions),
            tuple(self.course),
            self.heard,
            tuple(self.told),
            tuple(self.assessments),
            tuple(self.left),
            tuple(self.corrections),
        )


__all__ = ["UNHEARD", "Heard", "NoticeView", "Version", "every_notice", "notice_view"]

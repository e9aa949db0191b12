"""The private annex for the desk of a running node: read and written in a thread of its own, with the keys that the node holds.

An officer types no passphrase at a desk: the key set of the annex is the node's (PROTOCOL 1.4), which signs for its posts already
(docs/decisions/0033). The annex keeps its own record, head lock and folder lock, so that verbs write it beside the desk as before.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from watchline.annex import Note, Press, Said
from watchline.errors import Misconfigured, OurMistake
from watchline.host.annex import ANNEX, Own, Written, note, open_annex
from watchline.host.claim_fields import roster_of
from watchline.host.config import node_of
from watchline.host.fact_sheet import released
from watchline.host.keyring import NodeKeys
from watchline.host.noting import write_one
from watchline.host.press import add, press_in
from watchline.host.press_add import GRADE_WORDS, Adding, is_grade
from watchline.host.press_answers import press_export, press_page, press_report
from watchline.host.press_decide import Changes, SourceChanges, decide, edit, edit_source
from watchline.host.press_files import reader_of, words_of
from watchline.host.press_timeline import press_timeline
from watchline.press import edtf, file_hash
from watchline.record.press_notes import PressConfirmed, PressRejected

KEPT_MAX = 50_000
"""Entries that are kept in memory between two questions; a longer annex is read anew each time."""
TURN_S = 3.0
"""For so long the desk waits while a verb writes the annex."""
_PAUSE_S = 0.05
Asked = Mapping[str, Any]


class Looked(NamedTuple):
    """What an operation works with: the annex, what stands of the press, the node's folder and clock, its keys."""

    own: Own
    folder: Path
    now: int
    keys: NodeKeys

    @property
    def press(self) -> Press:
        """What stands of the press."""
        return press_in(self.own, self.now)

    def write(self, notes: Sequence[Note]) -> Written:
        """Sign and store notes; a verb that writes now is waited for.

        Raises:
            Misconfigured: it still writes after ``TURN_S``, or the node's files are not as they must be; nothing was noted.
        """
        until = time.monotonic() + TURN_S
        while True:
            try:
                return note(self.folder, notes, b"", self.now, keys=self.keys)
            except Misconfigured:
                if time.monotonic() > until:
                    raise
                time.sleep(_PAUSE_S)


class AnnexDesk:
    """The annex of one running node.

    Args:
        folder: The node's folder.
        keys: The keys that the node signs with.
        now: Wall clock, ms.

    Attributes:
        noted: How many times something was noted here since the start; a desk that sees it change looks again.
    """

    def __init__(self, folder: Path, keys: NodeKeys, now: Callable[[], int]) -> None:
        self._folder, self._keys, self._now = node_of(folder), keys, now
        self._thread = ThreadPoolExecutor(1, "watchline-annex")
        self._kept: list[Said] = []
        self.noted = 0

    async def read(self, what: str, asked: Asked) -> Any:
        """Return the answer of a reading operation.

        Raises:
            OurMistake: there is no annex, or what was asked for is not in it.
        """
        return await self._do(lambda at: READS[what](at, asked))

    async def note(self, what: str, asked: Asked) -> dict[str, Any]:
        """Note something, and return what stands now.

        Raises:
            OurMistake: a rule refuses it; nothing was noted.
        """
        answer: dict[str, Any] = await self._do(lambda at: NOTES[what](at, asked))
        self.noted += 1
        return answer

    def close(self) -> None:
        """End after what is done now."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    async def _do(self, does: Callable[[Looked], Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._look, does)

    def _look(self, does: Callable[[Looked], Any]) -> Any:
        if not (self._folder / ANNEX).is_dir():
            raise OurMistake("This node has no private annex: it was made without one, or it was lost.")
        try:
            with open_annex(self._folder, self._kept) as own:
                return does(Looked(own, self._folder, self._now(), self._keys))
        finally:
            if len(self._kept) > KEPT_MAX:
                self._kept.clear()


def _add(at: Looked, asked: Asked) -> dict[str, Any]:
    name, data, grade = asked["name"], asked["data"], asked["grade"] or None
    if grade is not None and not is_grade(grade):
        raise OurMistake(f"{grade!r} is no grade: {GRADE_WORDS}. Nothing was added.")
    try:
        edtf(asked["published"])
    except ValueError as why:
        raise OurMistake(f"{asked['published']!r} is no date of publication: {why}. Nothing was added.") from None
    made = Adding(at.folder, at.press, keep=asked["keep"] == "text", post=asked["post"], grade=grade)
    outlet = asked["outlet"] or None
    if name.lower().endswith(".json"):
        made.facts(data, name, outlet)
    else:
        text = words_of(data, name)
        reader = reader_of(None, None, beside=at.folder, known=roster_of(at.folder))
        report = reader.read(
            text, name=Path(name).stem, sha256=file_hash(data), published=asked["published"], outlet=outlet
        )
        made.one(report, text, "rules")
    places = [place.text() for _, done in add(made.notes, at.write) for place in done.places]
    return made.answer(places)


def _decide(at: Looked, asked: Asked) -> dict[str, Any]:
    words = asked["words"] or None
    record = PressConfirmed(remark=words) if asked["how"] == "confirm" else PressRejected(reason=words)
    return decide(at.folder, at.own, asked["refs"], record, asked["post"], at.now, at.write)


def _edit(at: Looked, asked: Asked) -> dict[str, Any]:
    changes = Changes(**{name: asked[name] for name in Changes._fields})
    return edit(at.folder, at.own, asked["ref"], changes, asked["post"], at.now, at.write)


def _source(at: Looked, asked: Asked) -> dict[str, Any]:
    changes = SourceChanges(**{name: asked[name] for name in SourceChanges._fields})
    return edit_source(at.own, asked["ref"], changes, asked["post"], at.now, at.write)


def _release(at: Looked, asked: Asked) -> dict[str, Any]:
    record = released(asked["facts"], asked["given_to"] or None, at.now)
    return write_one(at.own, record, (), asked["post"], at.write)


def _timeline(at: Looked, asked: Asked) -> dict[str, Any]:
    found = press_timeline(at.press, suggested=asked["suggested"])
    # The reports with all their claims are another operation's answer.
    return {name: value for name, value in found.items() if name not in {"reports", "unreadable", "left_out"}}


READS: dict[str, Callable[[Looked, Asked], Any]] = {
    "press": lambda at, asked: press_page(
        at.folder, at.press, limit=asked["limit"], before=asked["before"], state=asked["state"] or None
    ),
    "press_report": lambda at, asked: press_report(at.folder, at.press, asked["ref"]),
    "press_timeline": _timeline,
    "press_export": lambda at, asked: press_export(
        at.folder, at.press, quotes=asked["quotes"], everything=asked["everything"]
    ),
}
NOTES: dict[str, Callable[[Looked, Asked], dict[str, Any]]] = {
    "press_add": _add,
    "press_decide": _decide,
    "press_edit": _edit,
    "press_source": _source,
    "facts_release": _release,
}

"""Long work on the record for the desk: check all of it, compare it with another side's file, or write it into one. One at a time, in a thread.

It reads the record by a connection of its own and works in a temporary folder beside it, which is removed when the next work begins,
when the node ends, and at the next start if it was killed.
"""

from __future__ import annotations

import asyncio
import io
import shutil
import tarfile
import tempfile
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

from watchline.errors import OurMistake, WatchlineError
from watchline.host.check import check_path
from watchline.host.compare import compare_given
from watchline.host.export import logs_left_out, roots_of, write_bundle
from watchline.host.figures import heads
from watchline.host.here import instant
from watchline.host.reading import Reading, open_reading
from watchline.log.bundle import bundle_files
from watchline.record import legal_effect
from watchline.sentence import term, worded
from watchline.store.files import disk_in_words

What = Literal["verify", "export", "compare"]
Given = Sequence[tuple[str, bytes]]
"""Files of another side, (path, content): kept in memory while they are compared, written nowhere, sent nowhere."""
ROOM_BYTES_MIN = 256 << 20
"""So much must stay free on the disk: the record itself needs it."""
_PREFIX = ".desk-work-"
_FAULT = worded(
    "This program failed at it; nothing was written and the record is as it was. Use `watchline verify` or"
    " `watchline log export`, and report it."
)
_NO_ROOM = worded("The disk has too little room for a copy of the record. Free some, or export from another machine.")


class Written(NamedTuple):
    """A file that is ready to be handed over: where it lies and what it is called."""

    path: Path
    name: str


class _Stopped(Exception):
    """The node ends."""


class RecordWork:
    """Checks and exports of one record.

    Args:
        folder: The line's folder.
        now: Wall clock, ms.
    """

    def __init__(self, folder: Path, now: Callable[[], int]) -> None:
        self._folder, self._now = folder, now
        self._thread = ThreadPoolExecutor(1, "watchline-record")
        self._stop = threading.Event()
        self._state: dict[str, Any] = _state("")
        self._written: Written | None = None
        self._under_way: asyncio.Future[None] | None = None
        for old in folder.glob(f"{_PREFIX}*"):
            shutil.rmtree(old, ignore_errors=True)

    def begin(self, what: What, given: Given = ()) -> dict[str, Any]:
        """Begin, and return what is known; ``given`` is what to compare with.

        Raises:
            OurMistake: something is under way.
        """
        if self._state["state"] == "runs":
            busy = worded(
                "The record is being worked on already ({what}): one at a time. Wait until that is done.",
                what=term(self._state["what"]),
            )
            raise OurMistake(busy)
        self._forget()
        self._state = {**_state(what), "state": "runs", **instant("began", self._now())}
        self._under_way = asyncio.get_running_loop().run_in_executor(self._thread, self._work, what, given)
        return self.state()

    def state(self) -> dict[str, Any]:
        """Return what is under way, or what the last one came to."""
        return self._state

    def written(self) -> Written | None:
        """Return the file that the last export wrote."""
        return self._written

    async def close(self) -> None:
        """Stop what is under way and remove what was written."""
        self._stop.set()
        if self._under_way is not None:
            await asyncio.wait([self._under_way])
        self._thread.shutdown(wait=True)
        self._forget()

    def _forget(self) -> None:
        if self._written is not None:
            shutil.rmtree(self._written.path.parent, ignore_errors=True)
            self._written = None

    def _put(self, **fields: Any) -> None:
        # One assignment of a whole answer: whoever asks meanwhile sees the one before or this one.
        self._state = {**self._state, **fields}

    def _progress(self, done: int, of: int | None) -> None:
        if self._stop.is_set():
            raise _Stopped
        self._put(done=done, of=of)

    def _work(self, what: What, given: Given) -> None:
        place, ended = None, {"state": "failed", "words": _FAULT}
        try:
            with open_reading(self._folder) as reading:
                self._about(reading)
                if what == "compare":
                    self._compare(reading, given)
                else:
                    place = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=self._folder))
                    (self._verify if what == "verify" else self._export)(reading, place)
            ended = {"state": "done"}
        except _Stopped:
            ended = {"state": "failed", "words": worded("The node ended before this was done.")}
        except WatchlineError as why:
            ended = {"state": "failed", "words": str(why)}
        except OSError as why:
            ended = {"state": "failed", "words": str(disk_in_words(why, self._folder))}
        finally:
            if place is not None and self._written is None:
                shutil.rmtree(place, ignore_errors=True)
            # Not before the copy is gone: whoever reads that it ended may begin the next one. Also after a fault of this program.
            self._put(**ended, **instant("ended", self._now()))

    def _about(self, reading: Reading) -> None:
        self._put(
            heads=heads(reading.here),
            roots=[{"party": code, "fingerprint": digits} for code, digits in roots_of(reading).items()],
            left_out=logs_left_out(reading),
            legal_effect=legal_effect(reading.charter),
        )

    def _wrote(self, files: int, size: int) -> None:
        if shutil.disk_usage(self._folder).free < ROOM_BYTES_MIN:
            raise OurMistake(_NO_ROOM)
        self._put(bytes=size)
        self._progress(files, None)

    def _verify(self, reading: Reading, place: Path) -> None:
        write_bundle(bundle_files(reading.held, reading.line), place / "bundle", self._wrote)
        verdict = check_path(place / "bundle", list(roots_of(reading).values()), self._progress)
        self._put(verdict={**msgspec.to_builtins(verdict), "headline": verdict.headline()}, words=verdict.words())

    def _compare(self, reading: Reading, given: Given) -> None:
        found = compare_given(given, reading.held, reading.line, self._progress)
        verdict = {**msgspec.to_builtins(found.verdict), "headline": found.verdict.headline()}
        compared = {name: msgspec.to_builtins(getattr(found, name)) for name in ("what", "result", "headline", "logs")}
        self._put(compared=compared, verdict=verdict, words=found.words())

    def _export(self, reading: Reading, place: Path) -> None:
        name = f"{'-'.join(reading.charter.codes)}-{reading.line.hex()[:8]}"
        path, size = place / f"{name}.tar", 0
        with tarfile.open(path, "x") as file:
            for number, (inner, data) in enumerate(bundle_files(reading.held, reading.line), 1):
                member = tarfile.TarInfo(f"{name}/{inner}")
                member.size = len(data)
                file.addfile(member, io.BytesIO(data))
                size += len(data)
                self._wrote(number, size)
        self._written = Written(path, path.name)
        self._put(file=path.name, bytes=path.stat().st_size)


def _state(what: str) -> dict[str, Any]:
    return {
        "what": what,
        "state": "none",
        "done": 0,
        "of": None,
        **instant("began", None),
        **instant("ended", None),
        "words": "",
        "verdict": None,
        "compared": None,
        "file": None,
        "bytes": 0,
        "heads": [],
        "roots": [],
        "left_out": [],
        "legal_effect": "",
    }

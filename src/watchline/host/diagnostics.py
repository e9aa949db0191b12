"""What a node says about itself while it runs: one JSON object a line on standard error, for a person or a collector.

Never a secret, never the text of a message. It is no log: ``log`` is the signed one. A reader that does not read must not stop the
node, so a thread writes and what does not fit is counted.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from queue import Empty, Full, Queue
from threading import Thread
from time import monotonic, sleep

from watchline.measure import utc
from watchline.node import News

_WAITING_MAX = 4_096
_GATHER_S = 0.02
_REPEAT_S = 600.0
_KNOWN_MAX = 2_048
_SINGLY_MAX = 8
"""News of one kind in one step that are written one by one."""
LEVELS = ("info", "warning", "error")
_WARN = frozenset({"alarm", "circuit_silent", "refused", "refused_by", "fork", "disputed", "early"})
Write = Callable[[bytes], None]


class Diagnostics:
    """Structured lines. The same line again within ten minutes is counted instead of written.

    Args:
        write: Takes the bytes of one line; None: standard error.
        clock: Returns the wall clock in milliseconds.
    """

    def __init__(self, clock: Callable[[], int], write: Write | None = None) -> None:
        self._clock = clock
        self._write = write or _to_stderr
        self._waiting: Queue[bytes | None] = Queue(_WAITING_MAX)
        self._known: dict[tuple[str, str, str], tuple[float, int]] = {}
        self._lost = 0
        self._thread: Thread | None = None

    def say(self, level: str, what: str, ref: str = "", words: str = "") -> None:
        """Write one line.

        Args:
            level: ``info``, ``warning`` or ``error``.
            what: A short name, stable from version to version.
            ref: What it is about: a reference, a circuit, a file.
            words: A sentence for the person on watch.
        """
        assert level in LEVELS
        now, key = monotonic(), (what, ref, words)
        at, count = self._known.get(key, (0.0, -1))
        if count >= 0 and now - at < _REPEAT_S:
            self._known[key] = (at, count + 1)
            return
        if len(self._known) >= _KNOWN_MAX:
            self._known.clear()
        self._known[key] = (now, 0)
        line = {"level": level, "at": utc(self._clock()), "what": what}
        line |= {name: value for name, value in (("ref", ref), ("words", words)) if value}
        more = {"repeated": count} if count > 0 else {}
        if self._lost:
            more["lost"] = self._lost
        self._put(json.dumps(line | more, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")

    def news(self, news: Sequence[News]) -> None:
        """Write what one step of the node brought, without words where they may be the text of a message.

        Of more than a few pieces of one kind, as while a gap of thousands of entries is filled, the first and the last are
        written, with their number.
        """
        counts = Counter(item.what for item in news) if len(news) > _SINGLY_MAX else {}
        for what, count in counts.items():
            if count > _SINGLY_MAX:
                several = [item.ref for item in news if item.what == what]
                self.say(_level(what), what, f"{several[0]} to {several[-1]}", f"{count} in one step")
        for item in news:
            if counts.get(item.what, 0) <= _SINGLY_MAX:
                private = item.what == "early" or item.ref.startswith("message/")
                self.say(_level(item.what), item.what, item.ref, "" if private else item.words)

    def close(self) -> None:
        """Write what waits, for at most a second."""
        if self._thread is not None:
            try:
                self._waiting.put(None, timeout=1)
            except Full:
                return
            self._thread.join(1)
            self._thread = None

    def _put(self, line: bytes) -> None:
        if self._thread is None:
            self._thread = Thread(target=self._work, name="watchline-diagnostics", daemon=True)
            self._thread.start()
        try:
            self._waiting.put_nowait(line)
            self._lost = 0
        except Full:
            self._lost += 1

    def _work(self) -> None:
        while (line := self._waiting.get()) is not None:
            # What comes within a moment goes out together: waking this thread for each line would slow each step of the node.
            sleep(_GATHER_S)
            more: bytes | None = b""
            while len(line) < 65_536 and more is not None:
                try:
                    more = self._waiting.get_nowait()
                except Empty:
                    break
                line += more or b""
            self._write(line)
            if more is None:
                return


def _level(what: str) -> str:
    return "warning" if what in _WARN else "info"


def _to_stderr(data: bytes) -> None:
    number = sys.__stderr__.fileno() if sys.__stderr__ is not None else 2
    try:
        while data:
            data = data[os.write(number, data) :]
    except OSError:
        return  # nobody reads; the node goes on

"""Every line of the node at a glance, for every desk: kept as each line's own stream finds it, told to all readers of all lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

ALARMS_SHOWN = 50
"""Alarms of one line, the gravest first; ``alarms_more`` counts the others."""
_SHOWN = (
    "line",
    "title",
    "demo",
    "party",
    "state",
    "shown",
    "open",
    "unread",
    "tests_waiting_for_us",
    "calls_waiting_for_us",
)


class Board:
    """The newest glance of each line.

    Attributes:
        number: Changes with the board; a reader that has it needs nothing.
        readers: How many follow any line: while nobody does nothing is worked out.
    """

    def __init__(self) -> None:
        self.number = self.readers = 0
        self._rows: dict[str, dict[str, Any]] = {}
        self._tell: list[Callable[[], None]] = []

    def follow(self, tell: Callable[[], None]) -> None:
        """Have something called after each change of the board."""
        self._tell.append(tell)

    def leave(self, tell: Callable[[], None]) -> None:
        """Have it called no more."""
        self._tell.remove(tell)

    def put(self, line: str, status: Mapping[str, Any]) -> None:
        """A line's status is known."""
        alarms = list(status["alarms"])
        row = {name: status[name] for name in _SHOWN} | {
            "parties": [item["party"] for item in status["parties"]],
            "trouble": "",
            "alarms": alarms[:ALARMS_SHOWN],
            "alarms_more": status["alarms_more"] + max(0, len(alarms) - ALARMS_SHOWN),
        }
        self._set(line, row)

    def trouble(self, line: str, words: str) -> None:
        """A line's record cannot be used; what was known of it last stays, beside the words."""
        known = self._rows.get(line)
        if known is not None:
            self._set(line, known | {"trouble": words})

    def remove(self, line: str) -> None:
        """A line ended."""
        if self._rows.pop(line, None) is not None:
            self._changed()

    def rows(self) -> list[dict[str, Any]]:
        """Return every line by title, then id: the same order at every desk."""
        return sorted(self._rows.values(), key=lambda row: (row["title"], row["line"]))

    def _set(self, line: str, row: dict[str, Any]) -> None:
        if self._rows.get(line) != row:
            self._rows[line] = row
            self._changed()

    def _changed(self) -> None:
        self.number += 1
        for tell in list(self._tell):
            tell()

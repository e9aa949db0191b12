"""The lines that stand at one desk: each with its own routes' desk and its own stream, and one board that shows all of them at a glance.

A line is named by the first 16 hexadecimal digits of its id. The first line, that of the node's own folder, needs no name. A line that
cannot go on leaves the others where they are; nothing that is said to it goes to another.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from watchline.desk.assets import Console
from watchline.desk.board import Board
from watchline.desk.desk import Desk
from watchline.desk.doors import Book, Operations, Refused
from watchline.desk.events import Stream
from watchline.desk.staff import Staff
from watchline.errors import WatchlineError

ID_DIGITS = 16
NODE = ("/session", "/passkeys", "/officers", "/acts", "/assets", "/lines")
"""Routes of the node and of no line: answered while any line runs."""


class AtDesk(NamedTuple):
    """One line: what its routes work with, and its stream."""

    desk: Desk
    stream: Stream


class Lines:
    """All lines of a node that run now.

    Args:
        staff: The officers of the node.
        console: The console's files.
    """

    def __init__(self, staff: Staff, console: Console) -> None:
        self.staff, self.console, self.board = staff, console, Board()
        self._found: dict[str, AtDesk] = {}
        self._first = ""

    def add(self, operations: Operations, book: Book, *, first: bool) -> Stream:
        """A line runs: its routes are answered from now on."""
        facts = operations.facts
        ident = facts.line[:ID_DIGITS]
        named = "" if first else f"line {facts.title or ident}"
        stream = Stream(operations, self.board)
        self._found[ident] = AtDesk(Desk(operations, self.staff, book, self.console, self.look, named), stream)
        if first:
            self._first = ident
        return stream

    def remove(self, line: str) -> None:
        """A line ended, by its id; whoever follows it is told to come back."""
        ident = line[:ID_DIGITS]
        self._found.pop(ident).stream.close()
        self.board.remove(line)

    def now(self) -> int:
        """Return the node's wall clock, ms."""
        return next(iter(self._found.values())).desk.now()

    def __len__(self) -> int:
        """Return how many lines run."""
        return len(self._found)

    def at(self, ident: str, path: str) -> AtDesk:
        """Return the line that a request is for.

        Args:
            ident: As it stands in the address; empty: the first line.
            path: The route's: what is of the node alone is answered whichever line runs.

        Raises:
            Refused: no such line runs here.
        """
        found = self._found.get(ident or self._first)
        if found is None and not ident and path.startswith(NODE) and self._found:
            found = next(iter(self._found.values()))
        if found is None:
            raise Refused(
                503 if not ident else 404,
                "line",
                "That line does not run here now." if ident else "The first line of this node does not run now.",
                "Nothing was done, and nothing was said on another line.",
                "Look at the list of lines, and at the node's diagnostics.",
            )
        return found

    async def look(self) -> dict[str, Any]:
        """Look at every line that runs; return all of them at a glance."""
        for desk, _ in list(self._found.values()):
            line = desk.operations.facts.line
            try:
                self.board.put(line, await desk.operations.status())
            except WatchlineError as why:
                self.board.trouble(line, str(why))
        return {"lines": self.board.rows()}

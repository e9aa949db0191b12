"""Where a node keeps its lines: the first in its own folder, each further one in ``lines/<id>`` below it.

A line's folder holds its record, its socket and its circuits; configuration, keys, head lock, card and comparisons are the node's.
Every reading verb works on a line's folder as on a node's.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from watchline.errors import OurMistake, WatchlineError
from watchline.host.config import LINES, RECORD, node_of
from watchline.host.reading import founded
from watchline.sentence import worded
from watchline.store import open_read_only

ID_DIGITS = 16
PREFIX_DIGITS_MIN = 4


class KeptLine(NamedTuple):
    """A line that a node keeps.

    Attributes:
        folder: Its own; that of the node for the first one.
        line: Line id; None if its record cannot be read.
        title: Of its charter; may be empty.
        trouble: Why its record cannot be read; empty if it can.
    """

    folder: Path
    line: bytes | None
    title: str
    trouble: str = ""

    def named(self) -> str:
        """Return its title and the beginning of its id, as people write them after --line."""
        ident = self.folder.name if self.line is None else self.line.hex()[:ID_DIGITS]
        return f"{self.title} ({ident})" if self.title else ident


def line_folder(node: Path, line: bytes) -> Path:
    """Return the folder of a further line."""
    return node / LINES / line.hex()[:ID_DIGITS]


def places(folder: Path) -> list[Path]:
    """Return the folders in which a node may keep a line, the first line's first."""
    node = node_of(folder)
    further = sorted(path for path in (node / LINES).glob("*") if (path / RECORD).exists())
    return [node, *further]


def kept_lines(folder: Path) -> list[KeptLine]:
    """Return the lines that a node keeps; one whose record cannot be read stands without its title."""
    found = []
    for place in places(folder):
        try:
            held = open_read_only(place / RECORD)
            try:
                line = founded(held, place / RECORD)
            finally:
                held.close()
        except WatchlineError as why:
            found.append(KeptLine(place, None, "", str(why)))
            continue
        if line is not None:
            found.append(KeptLine(place, line.line, line.charter.title))
    return found


def line_folders(folder: Path) -> list[Path]:
    """Return the folders of all lines of a node; the node's own if it keeps none."""
    return [item.folder for item in kept_lines(folder)] or [node_of(folder)]


def choose_line(folder: Path, wanted: str) -> Path:
    """Return the folder of the line that is meant.

    Args:
        folder: A node's, or already a line's.
        wanted: Its title, or the beginning of its id; empty where there is only one.

    Raises:
        OurMistake: none or several fit; the words list them.
    """
    if node_of(folder) != folder and not wanted:
        return folder
    if not wanted and len(places(folder)) == 1:
        return folder
    lines = kept_lines(folder)
    if not wanted and len(lines) <= 1:
        return lines[0].folder if lines else folder
    fits = [item for item in lines if _fits(item, wanted)] if wanted else []
    if len(fits) == 1:
        return fits[0].folder
    listed = "; ".join(item.named() for item in lines) or "none"
    why = (
        "Name the line with --line"
        if not wanted
        else f"--line {wanted!r} fits {'several lines' if fits else 'no line'}"
    )
    raise OurMistake(
        worded("{why}: its title or the first digits of its id. This node keeps {listed}.", why=why, listed=listed)
    )


__all__ = ["KeptLine", "choose_line", "kept_lines", "line_folder", "line_folders", "node_of", "places"]


def _fits(item: KeptLine, wanted: str) -> bool:
    text = wanted.casefold()
    ident = item.folder.name if item.line is None else item.line.hex()
    return text == item.title.casefold() or (len(text) >= PREFIX_DIGITS_MIN and ident.startswith(text))

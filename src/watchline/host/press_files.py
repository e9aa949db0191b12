"""Reports from bytes: their text, and what they are read with. The verbs read files; the desk reads what was pasted or dropped."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from watchline.errors import OurMistake
from watchline.people import Roster, sample_roster
from watchline.press import (
    Reader,
    Report,
    file_hash,
    looks_like_html,
    page_text,
    read_bytes,
    read_states,
    shipped_states,
)


@dataclass
class Found:
    """What a folder gave.

    Attributes:
        reports: As read, by name.
        unreadable: Name and why, in words.
        left_out: Names of files of other kinds.
        with_: What they were read with, in words.
    """

    reports: list[Report] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def reader_of(roster: Path | None, states: Path | None, *, beside: Path, known: Roster | None = None) -> Reader:
    """Return the reader for a folder: its own roster.csv and states.csv where none is named, else ``known``, else the sample roster."""
    roster = roster or _beside(beside, "roster.csv")
    states = states or _beside(beside, "states.csv")
    people = (
        (known if known and known.persons else sample_roster()) if roster is None else Roster.read_csv(bytes_of(roster))
    )
    reader = Reader.shipped(people)
    if states is None:
        return reader
    own = read_states(bytes_of(states))
    return replace(
        reader, states=(*own, *(state for state in shipped_states() if state.code not in {one.code for one in own}))
    )


def _beside(folder: Path, name: str) -> Path | None:
    return folder / name if (folder / name).is_file() else None


def bytes_of(path: Path) -> bytes:
    """Return what a file holds.

    Raises:
        OurMistake: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as why:
        raise OurMistake(f"{path.name} cannot be read: {why.strerror or why}") from why


def text_of(path: Path) -> tuple[bytes, str]:
    """Return a report's bytes and its text; of a page only its words: scripts are dropped and never run.

    Raises:
        OurMistake: it cannot be read, is too large, binary or empty.
    """
    if path.stat().st_size > 64 * 1024 * 1024:
        raise OurMistake(f"{path.name}: {path.stat().st_size} bytes; this is no report.")
    data = bytes_of(path)
    return data, words_of(data, path.name)


def words_of(data: bytes, name: str) -> str:
    """Return the text of a report's bytes; of a page only its words.

    Args:
        data: As they came: from a file, or pasted at the desk.
        name: What they are called; ``.html`` and ``.htm`` are pages, and so is what begins like one.

    Raises:
        OurMistake: too large, binary or empty.
    """
    text = read_bytes(data, name)
    if name.lower().endswith((".html", ".htm")) or looks_like_html(text):
        text = page_text(text)
        if not text.strip():
            raise OurMistake(f"{name}: a page without words; save the article's text.")
    return text


def read_one(path: Path, reader: Reader, published: str, outlet: str | None) -> tuple[Report, str]:
    """Return one report as read, and its text."""
    data, text = text_of(path)
    return reader.read(text, name=path.stem, sha256=file_hash(data), published=published, outlet=outlet), text

"""Reports from files: which files of a folder are read, which are not and why, and what they are read with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from watchline.errors import OurMistake, WatchlineError
from watchline.people import Roster, sample_roster
from watchline.press import (
    Claim,
    Reader,
    Report,
    edtf,
    file_hash,
    looks_like_html,
    page_text,
    read_bytes,
    read_states,
    shipped_states,
)

SUFFIXES = frozenset({".txt", ".text", ".html", ".htm", ""})
LEARN_MAX = 2_000
"""Reports from which words for states are learnt before the first is read; more of them teach nothing new."""


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
        (known if known and known.persons else sample_roster()) if roster is None else Roster.read_csv(_bytes(roster))
    )
    reader = Reader.shipped(people)
    if states is None:
        return reader
    own = read_states(_bytes(states))
    return replace(
        reader, states=(*own, *(state for state in shipped_states() if state.code not in {one.code for one in own}))
    )


def _beside(folder: Path, name: str) -> Path | None:
    return folder / name if (folder / name).is_file() else None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as why:
        raise OurMistake(f"{path.name} cannot be read: {why.strerror or why}") from why


def date_given(text: str) -> str:
    """Return a date of publication, checked."""
    try:
        edtf(text)
    except ValueError as why:
        raise click.BadParameter(str(why), param_hint="--published") from why
    return text


def dates_given(given: tuple[str, ...]) -> dict[str, str]:
    """Return the dates of publication by file name; ``""`` stands for every other file."""
    found: dict[str, str] = {}
    for item in given:
        name, sign, date = item.rpartition("=")
        found[name if sign else ""] = date_given(date)
    return found


def text_of(path: Path) -> tuple[bytes, str]:
    """Return a report's bytes and its text; of a page only its words: scripts are dropped and never run.

    Raises:
        OurMistake: it cannot be read, is too large, binary or empty.
    """
    if path.stat().st_size > 64 * 1024 * 1024:
        raise OurMistake(f"{path.name}: {path.stat().st_size} bytes; this is no report.")
    data = _bytes(path)
    text = read_bytes(data, path.name)
    if path.suffix.lower() in {".html", ".htm"} or looks_like_html(text):
        text = page_text(text)
        if not text.strip():
            raise OurMistake(f"{path.name}: a page without words; save the article's text.")
    return data, text


def read_one(path: Path, reader: Reader, published: str, outlet: str | None) -> tuple[Report, str]:
    """Return one report as read, and its text."""
    data, text = text_of(path)
    return reader.read(text, name=path.stem, sha256=file_hash(data), published=published, outlet=outlet), text


def read_folder(
    folder: Path,
    reader: Reader,
    published: dict[str, str],
    *,
    outlet: str | None = None,
    each: Callable[[Report, str], None] | None = None,
) -> Found:
    """Return every report of a folder; a file that cannot be read is named and stops nothing.

    Args:
        folder: Where they are.
        reader: What they are read with.
        published: Dates by file name.
        outlet: Who published them all.
        each: Is given every report with its text as soon as it is read.

    Raises:
        click.UsageError: a date was given for a file that is not there.
    """
    from watchline.cli.show import Progress

    found = Found()
    files = sorted(path for path in folder.iterdir() if not path.name.startswith(".") and not path.is_dir())
    reports = [path for path in files if path.suffix.lower() in SUFFIXES]
    found.left_out = [path.name for path in files if path not in set(reports)] if len(files) != len(reports) else []
    missing = [
        name
        for name in published
        if name and name not in {path.name for path in reports} | {path.stem for path in reports}
    ]
    if missing:
        raise click.UsageError(f"--published names {missing[0]}, which is no report of {folder}")
    reader = _taught(reader, reports)
    progress = Progress("read {done} of {of} reports")
    for done, path in enumerate(reports, 1):
        date = published.get(path.name) or published.get(path.stem) or published.get("") or "unknown"
        try:
            report, text = read_one(path, reader, date, outlet)
            found.reports.append(report)
            if each is not None:
                each(report, text)
        except WatchlineError as why:
            found.unreadable.append((path.name, str(why)))
        except OSError as why:
            found.unreadable.append((path.name, f"{path.name} cannot be read: {why.strerror or why}"))
        progress(done, len(reports))
    progress.end()
    return found


def _taught(reader: Reader, reports: list[Path]) -> Reader:
    """Return the reader with words for states that no table lists, where the roster has such states."""
    if not reader.unlisted:
        return reader
    texts: list[str] = []
    for path in reports[:LEARN_MAX]:
        try:
            texts.append(text_of(path)[1])
        except (WatchlineError, OSError):
            continue  # named when it is its turn to be read
    return reader.taught(texts)


def stored_claims(path: Path) -> tuple[Claim, ...]:
    """Return the claims of a file that ``press suggest --json`` wrote."""
    import msgspec

    try:
        return tuple(msgspec.json.decode(_bytes(path), type=list[Claim]))
    except (msgspec.MsgspecError, ValueError) as why:
        raise OurMistake(f"{path.name} holds no claims as `watchline press suggest --json` prints them: {why}") from why

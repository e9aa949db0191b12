"""Folders of reports: which files are read, which are not and why, and when each was published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from watchline.errors import OurMistake, WatchlineError
from watchline.host.press_files import Found, bytes_of, read_one, text_of
from watchline.press import Claim, Reader, Report, edtf

SUFFIXES = frozenset({".txt", ".text", ".html", ".htm", ""})
LEARN_MAX = 2_000
"""Reports from which words for states are learnt before the first is read; more of them teach nothing new."""


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
        return tuple(msgspec.json.decode(bytes_of(path), type=list[Claim]))
    except (msgspec.MsgspecError, ValueError) as why:
        raise OurMistake(f"{path.name} holds no claims as `watchline press suggest --json` prints them: {why}") from why

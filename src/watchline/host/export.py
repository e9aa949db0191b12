"""Write an export bundle into a folder: whole or not at all."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from watchline.errors import Misconfigured
from watchline.log.bundle import left_out
from watchline.party import fingerprint, parse_origin
from watchline.store.files import sync_folder, sync_tree

if TYPE_CHECKING:
    from watchline.host.reading import Reading

Progress = Callable[[int, int], None]
"""(files written so far, bytes written so far)."""


def roots_of(reading: Reading) -> dict[str, str]:
    """Return what a verifier of this record is given from outside: the root fingerprint of each party of the founding charter.

    Whoever joined later is bound by the amendment, which those roots signed.
    """
    return {party.code: fingerprint(party.root) for party in reading.charters.founding.parties}


def logs_left_out(reading: Reading) -> list[str]:
    """Return ``CODE/epoch`` of each log that no bundle holds: opened for a change of parties, which no verifier of this version judges."""
    origins = left_out(reading.held, reading.charters.founding)
    return [f"{name.code}/{name.epoch}" for name in map(parse_origin, origins)]


def write_bundle(files: Iterable[tuple[str, bytes]], out: Path, progress: Progress | None = None) -> int:
    """Write files into the folder ``out`` and return how many.

    They are written into a folder beside it, made durable, and that folder then takes its name: ``out`` is never a part of a bundle.

    Args:
        files: (path with ``/``, content), as ``log.bundle_files`` yields them.
        out: A folder that does not exist yet or is empty.
        progress: Called after each file.

    Raises:
        Misconfigured: ``out`` is not empty or is no folder, or it cannot be written; nothing is left behind.
    """
    if (out.exists() and not out.is_dir()) or (out.is_dir() and any(out.iterdir())):
        raise Misconfigured(f"{out} exists and is not an empty folder. Name a new folder; nothing was written.")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        part = out.parent / f".{out.name}.{secrets.token_hex(4)}"
        part.mkdir()
    except OSError as why:
        raise Misconfigured(f"{out} cannot be written: {why.strerror or why}. Name another folder.") from None
    try:
        count = _write(files, part, progress)
        sync_tree(part)
        if out.is_dir():
            out.rmdir()
        part.rename(out)
        sync_folder(out.parent)
    except OSError as why:
        raise Misconfigured(f"{out} cannot be written: {why.strerror or why}. Nothing is left behind.") from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return count


def _write(files: Iterable[tuple[str, bytes]], folder: Path, progress: Progress | None) -> int:
    count = written = 0
    made: set[Path] = set()
    for path, data in files:
        target = folder.joinpath(*path.split("/"))
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        target.write_bytes(data)
        count, written = count + 1, written + len(data)
        if progress is not None:
            progress(count, written)
    return count

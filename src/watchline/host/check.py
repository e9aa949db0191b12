"""Read a bundle, a proof or an evidence file from disk and have it checked: `watchline verify`."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from watchline.annex import annex_files, check_annex, is_annex
from watchline.errors import InvalidFromPeer, OurMistake
from watchline.host.annex import ANNEX, open_annex
from watchline.host.config import CONFIG
from watchline.log.check import check_file, check_folder
from watchline.log.check_bundle import Progress
from watchline.log.check_papers import given_roots
from watchline.log.proof_text import PROOF_BYTES_MAX
from watchline.log.verdict import Findings, Verdict

IN_PLACE = "read in its node, where it stands; logs of a line, if this node keeps one, were not looked at: `watchline log export` writes them out"


class FolderFiles:
    """The files below a folder. Links and devices are not followed: each is a file that belongs to no bundle."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> Iterator[str]:
        """Yield the path of everything but folders, with ``/``."""
        for where, folders, files in os.walk(self._folder):
            links = [name for name in folders if (Path(where) / name).is_symlink()]
            below = Path(where).relative_to(self._folder)
            for name in sorted(files + links):
                yield (below / name).as_posix()

    def read(self, path: str, most: int) -> bytes | None:
        """Return a file's content, or None if no regular file is there."""
        return _read(self._folder / path, path, most)


class InPlace:
    """The annex of a node as the files of its export: read from its store, written nowhere."""

    def __init__(self, folder: Path) -> None:
        with open_annex(folder) as own:
            self._files = dict(annex_files(own.held, own.party, own.rosters))

    def names(self) -> Iterator[str]:
        """Yield the path of every file."""
        yield from self._files

    def read(self, path: str, most: int) -> bytes | None:
        """Return a file's content, or None if it is not there."""
        data = self._files.get(path)
        if data is not None and len(data) > most:
            raise InvalidFromPeer("limit", f"{path} is larger than {most} bytes")
        return data


def check_path(path: Path, roots: Sequence[str], progress: Progress | None = None) -> Verdict:
    """Return the verdict on a bundle, the export of an annex or an annex in its node (folders), a one-entry proof or an evidence file.

    Args:
        path: What was handed over.
        roots: Root fingerprints, one of each party; from outside, nothing else is.
        progress: Told (entries done, entries in all) while a bundle is read.

    Raises:
        OurMistake: nothing is at ``path``, or ``roots`` are no fingerprints: a usage error, nothing was checked.
    """
    if (path / CONFIG).is_file() and (path / ANNEX).is_dir():
        return check_annex(InPlace(path), given_roots(roots), IN_PLACE)
    if path.is_dir():
        files = FolderFiles(path)
        return check_annex(files, given_roots(roots)) if is_annex(files) else check_folder(files, roots, progress)
    try:
        data = _read(path, path.name, PROOF_BYTES_MAX, links=True)
    except InvalidFromPeer as why:
        findings = Findings("file")
        findings.reject(path.name, why.words)
        return findings.verdict()
    if data is None:
        raise OurMistake(f"There is no file or folder {path}.")
    return check_file(data, roots)


def _read(path: Path, name: str, most: int, *, links: bool = False) -> bytes | None:
    follow = 0 if links else getattr(os, "O_NOFOLLOW", 0)
    # Not blocking: opening a named pipe would wait for somebody to write into it.
    flags = os.O_RDONLY | follow | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        number = os.open(path, flags)
    except (OSError, ValueError):
        return None
    try:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            return None
        with os.fdopen(number, "rb", closefd=False) as file:
            data = file.read(most + 1)
    except OSError as why:
        raise InvalidFromPeer("malformed", f"{name} cannot be read: {why.strerror or why}") from None
    finally:
        os.close(number)
    if len(data) > most:
        raise InvalidFromPeer("limit", f"{name} is larger than {most} bytes")
    return data

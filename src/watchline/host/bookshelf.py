"""The folder ``phrasebooks`` of a node: phrasebooks beside the shipped one, and own editions, one file each, named by its hash."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from watchline.errors import Misconfigured, OurMistake
from watchline.host.config import node_of
from watchline.keys import labelled_digest
from watchline.phrase import Shelf, read_shelf
from watchline.phrase.limits import FILE_BYTES_MAX
from watchline.store.files import FOLDER_MODE, disk_in_words, replace

PHRASEBOOKS: Final = "phrasebooks"
_NAME_DIGITS, _DIGITS_MIN = 16, 8


def load_shelf(folder: Path) -> Shelf:
    """Return the phrasebooks of the node in ``folder``; a node without any has the shipped one, and a bad file is named in ``faults``.

    Raises:
        Misconfigured: the folder or a file in it cannot be read.
    """
    return read_shelf(_files(node_of(folder) / PHRASEBOOKS))


def add_book(folder: Path, data: bytes) -> bytes:
    """Put a phrasebook or an own edition on the shelf and return its hash. It counts from the next start of the node.

    Raises:
        OurMistake: the file is no phrasebook, or an edition whose base is not here or that has one already; nothing is written.
        StoreFailed: the disk.
    """
    where, digest = folder / PHRASEBOOKS, labelled_digest("phrasebook", data)
    name, files = _name(digest), _files(where)
    before, after = read_shelf(files).faults, read_shelf(files | {name: data}).faults
    if fresh := [words for other, words in after.items() if before.get(other) != words]:
        raise OurMistake(f"{'; '.join(fresh)}. Nothing was added.")
    try:
        where.mkdir(mode=FOLDER_MODE, exist_ok=True)
        replace(where / name, data)
    except OSError as why:
        raise disk_in_words(why, where) from why
    return digest


def remove_book(folder: Path, digits: str) -> str:
    """Take a file off the shelf, named by the first digits of its hash (8 at least), and return the name it had.

    Raises:
        OurMistake: no such file, or an own edition stands on it.
        StoreFailed: the disk.
    """
    where = folder / PHRASEBOOKS
    files = _files(where)
    short = digits.lower()[:_NAME_DIGITS]
    name = next((name for name in files if len(short) >= _DIGITS_MIN and name.startswith(short)), None)
    if name is None:
        raise OurMistake(f"no phrasebook {digits!r} in {where}; there are {', '.join(sorted(files)) or 'none'}.")
    before = read_shelf(files).faults
    after = read_shelf({other: data for other, data in files.items() if other != name}).faults
    if stranded := [other for other in after if other not in before]:
        raise OurMistake(f"{', '.join(stranded)} stands on {name}; remove that one first. Nothing was removed.")
    try:
        (where / name).unlink()
    except OSError as why:
        raise disk_in_words(why, where) from why
    return name


def _name(digest: bytes) -> str:
    return f"{digest.hex()[:_NAME_DIGITS]}.csv"


def _files(where: Path) -> dict[str, bytes]:
    """Return the files of a shelf; one byte more than the limit is read of a file that is too large, so that its reader says so."""
    found = {}
    try:
        for path in sorted(where.glob("*.csv")):
            with path.open("rb") as file:
                found[path.name] = file.read(FILE_BYTES_MAX + 1)
    except OSError as why:
        raise Misconfigured(f"{where} cannot be read ({why.strerror}): see that it is yours.") from why
    return found

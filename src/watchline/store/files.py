"""Small things that every file of a node needs: durable names, files replaced whole, and the disk's errors in words."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from watchline.errors import StoreFailed, StoreFull

if TYPE_CHECKING:
    from pathlib import Path

FILE_MODE = 0o600
FOLDER_MODE = 0o700
NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})


def sync_folder(folder: Path) -> None:
    """Make a new name in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Make every file below a folder, and the folders, durable."""
    for where, _folders, files in os.walk(folder, topdown=False):
        for name in [*files, "."]:
            handle = os.open(os.path.join(where, name), os.O_RDONLY)  # noqa: PTH118 - a name from the walk
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def replace(path: Path, data: bytes, *, sync: bool = True) -> None:
    """Replace a file whole, readable by its owner only: write beside it, wait for the disk, rename, make the name durable.

    Raises:
        OSError: the disk; what was there stands.
    """
    fresh = path.with_name(path.name + ".new")
    handle = os.open(fresh, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, FILE_MODE)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            if sync:
                os.fsync(file.fileno())
        fresh.rename(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    if sync:
        sync_folder(path.parent)


def write_all(handle: int, data: bytes, at: int) -> None:
    """Write all of ``data`` at a place in an open file.

    Raises:
        OSError: the disk; a part may have been written.
    """
    done = 0
    while done < len(data):
        written = os.pwrite(handle, data[done:], at + done)
        if not written:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        done += written


def disk_in_words(why: OSError, path: Path) -> StoreFailed:
    """Return what an error of the file system means for the person on watch."""
    if why.errno in NO_SPACE:
        return StoreFull(f"no space left for {path}: what was there stands; make space, then go on")
    return StoreFailed(f"{path} cannot be used ({why.strerror}): look at the disk and at who owns the folder")

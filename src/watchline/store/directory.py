"""One process at a time on a node's folder."""

from __future__ import annotations

import errno
import fcntl
import os
from typing import TYPE_CHECKING, Self

from watchline.errors import Misconfigured

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

_NAME = "lock"
_MODE = 0o600


class DirectoryLock:
    """An exclusive lock on a folder, held until ``release`` or the end of the process, however it ends.

    The file stays where it is: removing it would let two processes each lock a file of their own.

    Args:
        folder: The node's folder; it must exist.

    Raises:
        Misconfigured: another process holds the folder (named by its process id), or it cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / _NAME
        try:
            self._handle: int | None = os.open(path, os.O_RDWR | os.O_CREAT, _MODE)
        except OSError as why:
            raise Misconfigured(
                f"{path} cannot be made ({why.strerror}): see that {folder} is there and is yours"
            ) from why
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as why:
            holder = os.pread(self._handle, 32, 0).decode("ascii", "replace").strip()
            self.release()
            if why.errno not in {errno.EWOULDBLOCK, errno.EACCES}:
                raise Misconfigured(f"{path} cannot be locked ({why.strerror}): use a local disk") from why
            raise Misconfigured(
                f"{folder} is in use by process {holder or '(starting)'}: two nodes on one folder would sign two"
                " histories; use the running one, or end it first"
            ) from None
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, b"%d\n" % os.getpid(), 0)

    def release(self) -> None:
        """Let another process have the folder. A second time does nothing."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, why: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

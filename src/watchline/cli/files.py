"""Small files that parties pass round: cards, founding files, proofs."""

from __future__ import annotations

from pathlib import Path

from watchline.errors import Misconfigured

BYTES_MAX = 1 << 20


def read_small(path: Path) -> bytes:
    """Return the bytes of a file that a party sent.

    Raises:
        Misconfigured: missing, not readable, or above 1 MiB.
    """
    try:
        with path.open("rb") as file:
            data = file.read(BYTES_MAX + 1)
    except OSError as why:
        raise Misconfigured(f"{path} cannot be read: {why.strerror}.") from why
    if len(data) > BYTES_MAX:
        raise Misconfigured(f"{path} is larger than 1 MiB; no file that parties pass round is.")
    return data


def write_small(path: Path, data: bytes) -> None:
    """Write a file, whole or not at all.

    Raises:
        Misconfigured: the disk or the folder.
    """
    from watchline.store.files import replace

    try:
        replace(path, data)
    except OSError as why:
        raise Misconfigured(f"{path} cannot be written: {why.strerror}.") from why

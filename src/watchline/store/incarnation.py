"""The incarnation of an anchor folder: a random id, and the machine on which it was made.

A copy of the folder that is started on another machine would sign a second history. The machine's own id, hashed with the
incarnation's, tells the two apart; a copy started on the same machine is caught by the folder lock.
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from watchline.codec import decode, encode
from watchline.errors import InvalidFromPeer
from watchline.store.files import replace

_NAME = "incarnation"
_ID_BYTES = 16
_UNKNOWN = b"unknown"
MACHINE_ID = Path("/etc/machine-id")


class Fit(NamedTuple):
    """Whether an anchor folder fits this machine; if not, ``words`` say what that means."""

    fits: bool
    words: str


def write_incarnation(folder: Path) -> None:
    """Write a new incarnation of this machine."""
    name = os.urandom(_ID_BYTES)
    replace(folder / _NAME, encode({"id": name, "machine": _machine(name)}))


def compare(folder: Path) -> Fit:
    """Tell whether the incarnation in a folder is of this machine."""
    path = folder / _NAME
    try:
        found = decode(path.read_bytes())
        name, machine = found["id"], found["machine"]
    except (OSError, InvalidFromPeer, KeyError, TypeError):
        return Fit(fits=False, words=f"{path} is missing or damaged: {_CLOSED}")
    if machine == _UNKNOWN:
        return Fit(fits=True, words="the machine had no id when this anchor was made; a clone cannot be told from it")
    if machine != _machine(name):
        return Fit(fits=False, words=f"{path} was made on another machine: {_CLOSED}")
    return Fit(fits=True, words="")


_CLOSED = "another copy may have signed since, so its origins are closed and a new epoch must be opened"


def _machine(name: bytes) -> bytes:
    """Return the machine's id hashed with the incarnation's, or 'unknown'; the bare id never leaves the machine."""
    try:
        raw = MACHINE_ID.read_bytes().strip()
    except OSError:
        return _UNKNOWN
    return sha256(b"watchline/incarnation/v1\0" + name + raw).digest() if raw else _UNKNOWN

"""Pinned facts of the anchor folder: a small file replaced whole, with a checksum."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from watchline.codec import decode, encode
from watchline.errors import InvalidFromPeer, RolledBack
from watchline.store.files import replace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_NAME = "pins"
_MAGIC = b"watchline/pins/v1\n"
_CHECKSUM_BYTES = 32
_NEXT = "its origins are closed, a new epoch must be opened"


def write_pins(folder: Path, facts: Mapping[str, bytes], *, sync: bool = True) -> None:
    """Replace the pinned facts: after a crash the file holds either all the old ones or all the new ones.

    Raises:
        OSError: the disk; the old facts stand.
    """
    body = encode([[name, facts[name]] for name in sorted(facts)])
    replace(folder / _NAME, _MAGIC + sha256(body).digest() + body, sync=sync)


def read_pins(folder: Path) -> dict[str, bytes]:
    """Return the pinned facts.

    Raises:
        RolledBack: the file is missing or damaged.
    """
    path = folder / _NAME
    try:
        data = path.read_bytes()
    except OSError as why:
        raise RolledBack(f"pinned facts missing: {path} cannot be read ({why.strerror}); {_NEXT}") from why
    checksum, body = data[len(_MAGIC) :][:_CHECKSUM_BYTES], data[len(_MAGIC) + _CHECKSUM_BYTES :]
    try:
        if data.startswith(_MAGIC) and sha256(body).digest() == checksum:
            return dict(decode(body))
    except (InvalidFromPeer, ValueError, TypeError):
        pass
    raise RolledBack(f"pinned facts damaged: {path} is not whole; {_NEXT}")

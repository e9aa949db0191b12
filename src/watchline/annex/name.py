"""What a private annex is called: ``<party id, 64 hex>.watchline/own/<epoch>`` (PROTOCOL 1.3).

``own`` is in small letters, so no party code is ever taken for it, and a reader of the logs of a line refuses the name.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from watchline.errors import InvalidFromPeer

_ORIGIN = re.compile(r"([0-9a-f]{64})\.watchline/own/([1-9][0-9]{0,8})")
_REF = re.compile(r"own/([1-9][0-9]{0,8})/(0|[1-9][0-9]{0,15})")


class AnnexName(NamedTuple):
    """What the origin of an annex says: (party id, epoch)."""

    party: bytes
    epoch: int

    def origin(self) -> str:
        """Return the origin line."""
        return f"{self.party.hex()}.watchline/own/{self.epoch}"


def parse_annex_origin(text: str) -> AnnexName:
    """Return what an origin says.

    Raises:
        InvalidFromPeer: ``origin``.
    """
    found = _ORIGIN.fullmatch(text)
    if found is None:
        raise InvalidFromPeer("origin", f"not the name of a private annex: {text[:120]!r}")
    return AnnexName(bytes.fromhex(found[1]), int(found[2]))


class Place(NamedTuple):
    """Where an entry of the annex stands: (epoch, index)."""

    epoch: int
    index: int  # type: ignore[assignment]  # hides tuple.index, which nobody calls

    def text(self) -> str:
        """Return how people write it, ``own/1/12``."""
        return f"own/{self.epoch}/{self.index}"


def parse_place(text: str) -> Place | None:
    """Return the place that a text names, or None if it has another form."""
    found = _REF.fullmatch(text.strip())
    return None if found is None else Place(int(found[1]), int(found[2]))

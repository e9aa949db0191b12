"""Charters that amend another one, as tests need them."""

from __future__ import annotations

from typing import Any

from watchline.codec import decode, encode
from watchline.record import Charter, sign_charter

OF_PROGRAM = ("v", "nonce", "line", "prev")


def successor(before: Charter, **changes: Any) -> bytes:
    """Return the bytes of a charter that is to replace ``before``; None takes a field away."""
    fields = {name: value for name, value in decode(before.data).items() if name not in OF_PROGRAM} | changes
    whole = {"v": 1, "line": before.line, "prev": before.hash} | fields
    return encode({name: value for name, value in whole.items() if value is not None})


def roots(line: Any, charter: Charter, *codes: str, extra: tuple[Any, ...] = ()) -> tuple[tuple[str, bytes], ...]:
    """Return the root signatures over a charter, of all parties of a line in memory or of those named; ``extra``: parties that join."""
    parties = [party for party in (*line.parties, *extra) if not codes or party.code in codes]
    return tuple({party.code: sign_charter(charter, party.root) for party in parties}.items())

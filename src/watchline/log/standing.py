"""What became of a leaf whose key set its party took back: by its position alone, never by a clock (PROTOCOL 7.5)."""

from __future__ import annotations

from enum import StrEnum


class Standing(StrEnum):
    """Whether an entry of a revoked key set counts."""

    STANDING = "standing"
    DISOWNED = "disowned"
    VOID = "void"


def standing(index: int, stood: int, covered: int) -> Standing:
    """Return what became of a leaf.

    Args:
        index: Its index in its log.
        stood: Size of the last head of that log that its party stands by.
        covered: The largest size of that log that another party lists as seen before it wrote that it has seen the roster which takes the
            key set back (the last leaf that lists this log decides: a ``seen`` never goes down); 0 if none does. What it covers its party
            cannot withdraw: others relied on it.
    """
    if index < stood:
        return Standing.STANDING
    return Standing.DISOWNED if index < covered else Standing.VOID

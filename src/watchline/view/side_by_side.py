"""Two readouts beside each other: which points both state, which only one, which both but in other words.

Statements are compared as texts, character by character: equal or not equal. Nothing here weighs, averages or decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

Statements = tuple[str, ...]


class SideBySide(NamedTuple):
    """Points by key, in the order of the keys. A party that states several things under one key has them all there.

    Attributes:
        both: (key, what both state in the same words).
        only_first, only_second: (key, what one of them states).
        differently: (key, what the first states, what the second states).
    """

    both: tuple[tuple[str, Statements], ...]
    only_first: tuple[tuple[str, Statements], ...]
    only_second: tuple[tuple[str, Statements], ...]
    differently: tuple[tuple[str, Statements, Statements], ...]


def side_by_side(first: Sequence[tuple[str, str]], second: Sequence[tuple[str, str]]) -> SideBySide:
    """Return two lists of points, [key, statement], beside each other."""
    one, two = _by_key(first), _by_key(second)
    shared = sorted(one.keys() & two.keys())
    return SideBySide(
        both=tuple((key, one[key]) for key in shared if one[key] == two[key]),
        only_first=tuple((key, one[key]) for key in sorted(one.keys() - two.keys())),
        only_second=tuple((key, two[key]) for key in sorted(two.keys() - one.keys())),
        differently=tuple((key, one[key], two[key]) for key in shared if one[key] != two[key]),
    )


def _by_key(points: Sequence[tuple[str, str]]) -> dict[str, Statements]:
    found: dict[str, Statements] = {}
    for key, statement in points:
        found[key] = (*found.get(key, ()), statement)
    return found

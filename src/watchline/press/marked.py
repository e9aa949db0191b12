"""A report's text cut where its parts and the places of its claims begin and end, so that whoever shows it needs to count nothing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from watchline.press.reading import READ_MAX

SHOWN_MAX: Final = READ_MAX
"""Code points that are cut; the rules read no further either."""


class Place(NamedTuple):
    """A place in a text, in code points, and the claim that rests on it."""

    start: int
    end: int
    claim: str


class Piece(NamedTuple):
    """A piece of a text: where it starts in code points, its words, which part of the report it is of (empty: of none), which claims rest on it."""

    start: int
    text: str
    part: str
    claims: tuple[str, ...]


def marked(text: str, parts: Sequence[tuple[str, int, int]], places: Sequence[Place]) -> list[Piece]:
    """Return the first ``SHOWN_MAX`` code points of a text in pieces; put together they are that text.

    Args:
        text: The report's.
        parts: Class, start and end of its headline, body, noise and comments.
        places: Of its claims; what lies outside the text is left out.

    Cost: about linear in the text and in the places.
    """
    end = min(len(text), SHOWN_MAX)
    cuts = {0, end}
    cuts |= {min(at, end) for _, *both in parts for at in both}
    cuts |= {min(at, end) for place in places for at in place[:2]}
    edges = sorted(cuts)
    claims: list[list[str]] = [[] for _ in edges]
    named = [""] * len(edges)
    for first, last, claim in places:
        for at in range(bisect_right(edges, first) - 1, len(edges) - 1):
            if edges[at] >= last:
                break
            if claim not in claims[at]:
                claims[at].append(claim)
    for part, first, last in parts:
        for at in range(bisect_right(edges, first) - 1, len(edges) - 1):
            if edges[at] >= last:
                break
            named[at] = part
    return [
        Piece(start, text[start:stop], named[at], tuple(claims[at]))
        for at, (start, stop) in enumerate(pairwise(edges))
        if stop > start
    ]

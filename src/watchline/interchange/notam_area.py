"""The area that item E of a NOTAM draws in words: one circle, one polygon or one corridor. Whatever else it says goes to a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final, NamedTuple

from watchline.interchange.order import kilometres
from watchline.interchange.position_text import read_position
from watchline.interchange.understood import Choice, Reading
from watchline.interchange.words import area_words
from watchline.measure.area import POINTS_MAX, Area, Circle, Corridor, Polygon, chains, reach_cm
from watchline.measure.position import Position

_COORDINATE: Final = re.compile(
    r"(?<![0-9A-Z.])(?:"
    r"[0-9]{4}(?:[0-9]{2}(?:\.[0-9]{1,4})?)?[NS] ?[,/-]? ?[0-9]{5}(?:[0-9]{2}(?:\.[0-9]{1,4})?)?[EW]"
    r"|[NS] ?[0-9]{4}(?:[0-9]{2}(?:\.[0-9]{1,4})?)? ?[,/-]? ?[EW] ?[0-9]{5}(?:[0-9]{2}(?:\.[0-9]{1,4})?)?"
    r")(?![0-9A-Z])"
)
_LIKE_A_COORDINATE: Final = re.compile(
    r"[0-9]{2,}(?:\.[0-9]+)? ?[NSEW](?![A-Z])|[0-9]{1,3}° ?[0-9]|(?<![A-Z])[NSEW] ?[0-9]{4,}"
)
"""What is part of a position that could not be read: then the area is not read either."""
_LENGTH: Final = r"([0-9]{1,3}(?:\.[0-9]{1,3})?) ?(NM|KM|M)"
_RADIUS: Final = re.compile(rf"\bRAD(?:IUS)? ?(?:OF )?{_LENGTH}\b|\b{_LENGTH} ?RAD(?:IUS)?\b")
_SIDES: Final = re.compile(rf"\b{_LENGTH} ?(?:ON )?(?:EITHER|EACH|BOTH) SIDES?\b")
_AROUND: Final = re.compile(rf"\b(?:WI|WITHIN) {_LENGTH}\b")
_NOT_STRAIGHT: Final = re.compile(
    r"\b(?:ARC|ARCS|CLOCKWISE|ANTI-?CLOCKWISE|CCW|BORDER|BOUNDARY|FRONTIER|COAST\w*|SHORE\w*|RIVER|SECTOR|ALONG|EXC|EXCL\w*|EXCEPT|OUTSIDE|TRAPEZ\w*|RHUMB)\b"
)
_CM_IN: Final = {"NM": 185_200, "KM": 100_000, "M": 100}
_SLACK_KM: Final = 2 * 1.852 + 1.4
"""The centre of a Q line is rounded to minutes, its radius up to miles; and a mile for what drafters leave out."""


class Sorted(NamedTuple):
    """The circle of a Q line, made for sorting."""

    centre: Position
    radius_nm: int

    def area(self) -> Circle:
        """Return it as an area."""
        return Circle(self.centre, self.radius_nm * _CM_IN["NM"])


def areas_of(text: str, line: Sorted | None, reading: Reading) -> list[Area]:
    """Return the area of a NOTAM; none while a person has to decide.

    Args:
        text: Item E, upper case, single spaces.
        line: The circle of its Q line, if it has one that says where.
        reading: Takes notes and questions.

    Raises:
        ValueError: nothing says where.
    """
    drawn, doubt = _drawn(text)
    if drawn is not None and line is not None and (beyond := _beyond(drawn, line)) > _SLACK_KM:
        doubt = f"Item E) draws an area that reaches {beyond:.1f} km beyond the circle of the Q line."
    if drawn is None and not doubt:
        if line is None:
            raise ValueError("neither item E) nor the Q line says where; draw the area by hand")
        reading.note(f"Item E) draws no area; it is the circle of the Q line, rounded out to minutes and {line.radius_nm} NM.")  # fmt: skip
        return [line.area()]
    if not doubt and drawn is not None:
        reading.note(f"Item E) draws it: {area_words(drawn)}; edges are shortest lines.")
        return [drawn]
    choices = []
    if drawn is not None:
        choices.append(Choice("item-e", area_words(drawn)))
    if line is not None:
        choices.append(Choice("q-line", f"{area_words(line.area())}, the circle of the Q line"))
    if not choices:
        raise ValueError(f"{doubt} The Q line says nowhere either; draw the area by hand")
    answer = reading.ask("area", doubt, *choices)
    if answer == "item-e" and drawn is not None:
        return [drawn]
    return [line.area()] if line is not None else []


def _drawn(text: str) -> tuple[Area | None, str]:
    """Return the area that a text draws, and why it is not certain."""
    positions = [read_position(found).position for found in _coordinates(text)]
    radii, sides = list(_lengths(_RADIUS, text)), list(_lengths(_SIDES, text))
    rest = _COORDINATE.sub(" ", text)
    if not positions:
        if radii or sides or _LIKE_A_COORDINATE.search(rest):
            return None, "Item E) speaks of an area, and where it is could not be read."
        return None, ""
    if _LIKE_A_COORDINATE.search(rest):
        return None, "Item E) holds positions of a form that could not be read."
    if _NOT_STRAIGHT.search(rest):
        return None, "Item E) draws a border that is not made of straight lines, or leaves something out."
    if len(positions) > POINTS_MAX:
        return None, f"Item E) names {len(positions)} positions; an area has at most {POINTS_MAX}."
    if len(positions) == 1:
        radii = radii or list(_lengths(_AROUND, text))
        if len(radii) == 1 and not sides:
            return Circle(positions[0], radii[0]), ""
        return None, "Item E) names one position, and not one radius around it."
    if len(sides) == 1 and not radii:
        return Corridor(tuple(positions), sides[0]), ""
    ring = positions[:-1] if positions[0] == positions[-1] else positions
    if radii or sides or len(set(ring)) != len(ring) or len(ring) < 3:
        return None, "Item E) names several positions, and not as one ring or one line with its width."
    return Polygon((tuple(ring),)), ""


def _coordinates(text: str) -> Iterator[str]:
    for found in _COORDINATE.finditer(text):
        yield re.sub(r"[ ,/-]", "", found[0])


def _lengths(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    """Yield lengths in centimetres, rounded up."""
    for found in pattern.finditer(text):
        number, unit = [group for group in found.groups() if group is not None]
        exact = Fraction(number) * _CM_IN[unit]
        yield -(-exact.numerator // exact.denominator)


def _beyond(area: Area, line: Sorted) -> float:
    """Return how many kilometres an area reaches beyond the circle of a Q line."""
    farthest = max(kilometres(at, line.centre) for chain in chains(area) for at in chain)
    return farthest + reach_cm(area) / 100_000 - line.radius_nm * 1.852

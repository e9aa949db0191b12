"""Where, how high and how far as options take them: exact numbers with their unit, never a bare one."""

from __future__ import annotations

import re
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, Final

import click

_NUMBER = r"(-?[0-9]+(?:\.[0-9]+)?)"
_DISTANCE = re.compile(rf"{_NUMBER} ?(m|km|nm|NM)")
_HEIGHT = re.compile(rf"{_NUMBER} ?(m|ft) ?(W84|AMSL|AGL)|FL ?([0-9]{{1,4}})")
_DURATION = re.compile(rf"{_NUMBER} ?(s|min|h|d)")
_DEGREES = re.compile(rf"{_NUMBER}([NSEW]?)")
_METRES: Final = {
    "m": Decimal(1),
    "km": Decimal(1000),
    "nm": Decimal(1852),
    "NM": Decimal(1852),
    "ft": Decimal("0.3048"),
}
_SECONDS: Final = {"s": 1, "min": 60, "h": 3600, "d": 86_400}


class _Typed(click.ParamType):  # type: ignore[type-arg,unused-ignore]  # generic only since click 8.4
    """Base: reads a text or says what to write."""

    example = ""

    def read(self, text: str) -> Any:
        """Return the value; raises ValueError."""
        raise NotImplementedError

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the value."""
        try:
            return self.read(str(value).strip())
        except (ValueError, ArithmeticError) as why:
            self.fail(f"not a {self.name}: {value!r}; write {self.example}. {why}".rstrip(" ."), param, ctx)


class Distance(_Typed):
    """A distance in centimetres."""

    name, example = "distance", "5000m, 5km or 3nm"

    def read(self, text: str) -> int:
        """Return centimetres, rounded up."""
        found = _DISTANCE.fullmatch(text)
        if found is None:
            raise ValueError
        return int((Decimal(found[1]) * _METRES[found[2]] * 100).to_integral_value(ROUND_CEILING))


class Duration(_Typed):
    """A time in milliseconds, negative if earlier."""

    name, example = "duration", "20min, -90s, 2h or 1d"

    def read(self, text: str) -> int:
        """Return milliseconds."""
        found = _DURATION.fullmatch(text)
        if found is None:
            raise ValueError
        return int(Decimal(found[1]) * _SECONDS[found[2]] * 1000)


class Height(_Typed):
    """A height with its reference: [cm, reference], or of FL [flight level, FL].

    Args:
        up: Round up (a ceiling), else down (a floor): a foot is no whole number of centimetres.
    """

    name, example = "height", "3000mAMSL, 9000ftAGL, 120mW84 or FL240"

    def __init__(self, *, up: bool = False) -> None:
        self._rounding = ROUND_CEILING if up else ROUND_FLOOR

    def read(self, text: str) -> list[Any]:
        """Return number and reference."""
        found = _HEIGHT.fullmatch(text)
        if found is None:
            raise ValueError
        if found[4] is not None:
            return [int(found[4]), "FL"]
        metres = Decimal(found[1]) * _METRES[found[2]]
        return [int((metres * 100).to_integral_value(self._rounding)), found[3]]


class Place(_Typed):
    """A position: [lat, lon] in 1e-7 degree."""

    name, example = "position", "48.37,12.5 or 48.37N,12.5E (WGS84, latitude first)"

    def read(self, text: str) -> list[int]:
        """Return latitude and longitude."""
        parts = text.split(",")
        if len(parts) != 2:
            raise ValueError
        lat, lon = _degrees(parts[0], "NS", 90), _degrees(parts[1], "EW", 180)
        return [lat, -1_800_000_000 if lon == 1_800_000_000 else lon]


class Shape(_Typed):
    """An area: positions with blanks between, and for a circle or corridor a distance at the end.

    Args:
        form: ``circle``, ``corridor`` or ``polygon``.
    """

    name = "area"

    def __init__(self, form: str) -> None:
        self._form = form
        self.example = {
            "circle": "'48.37,12.5 5km'",
            "corridor": "'48.3,12.1 48.4,12.9 2nm' (half width last)",
            "polygon": "'48.3,12.1 48.4,12.9 48.1,12.8'",
        }[form]

    def read(self, text: str) -> dict[str, Any]:
        """Return the area as a volume's map has it."""
        parts = text.split()
        far = [] if self._form == "polygon" else [Distance().read(parts.pop() if parts else "")]
        flat = [number for part in parts for number in Place().read(part)]
        least = {"circle": 2, "corridor": 4, "polygon": 6}[self._form]
        if len(flat) < least or (self._form == "circle" and len(flat) > least):
            raise ValueError("too few positions, or too many")
        return {self._form: [flat] if self._form == "polygon" else [*far, *flat]}


def _degrees(text: str, letters: str, most: int) -> int:
    """Return an angle in 1e-7 degree."""
    found = _DEGREES.fullmatch(text.strip())
    if found is None or (found[2] and found[2] not in letters):
        raise ValueError("latitude first, N or S, then longitude, E or W")
    if found[2] and found[1].startswith("-"):
        raise ValueError("a letter and a sign together")
    e7 = int((Decimal(found[1]) * 10_000_000).to_integral_value())
    if abs(e7) > most * 10_000_000:
        raise ValueError(f"beyond {most} degrees; the latitude comes first")
    return -e7 if found[2] in {"S", "W"} else e7


DISTANCE, DURATION, FLOOR, CEILING, PLACE = Distance(), Duration(), Height(), Height(up=True), Place()

"""Heights of files as levels in whole centimetres or flight levels; a floor is rounded down and a ceiling up, so that no band gets smaller."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final

from watchline.interchange.json_text import decimal_of
from watchline.interchange.numbers import number, rounded
from watchline.interchange.understood import Choice, Reading
from watchline.measure.altitude import FLIGHT_LEVEL_CM, FLIGHT_LEVEL_MAX, LEVEL_CM_MAX, Ground, Level, Reference

CM_IN: Final = {"m": Decimal(100), "ft": Decimal("30.48"), "km": Decimal(100_000), "cm": Decimal(1)}
"""Centimetres in one unit; all exact by definition."""
_UNITS: Final = {
    **dict.fromkeys(("m", "meter", "meters", "metre", "metres"), "m"),
    **dict.fromkeys(("ft", "feet", "foot"), "ft"),
    "km": "km",
    "cm": "cm",
    "fl": "FL",
}
_REFERENCES: Final = {
    **dict.fromkeys(("W84", "WGS84", "HAE"), Reference.W84),
    **dict.fromkeys(("AMSL", "MSL", "ALT"), Reference.AMSL),
    **dict.fromkeys(("AGL", "SFC", "GND", "ASFC"), Reference.AGL),
    **dict.fromkeys(("FL", "STD"), Reference.FL),
}
_HEIGHT: Final = re.compile(
    r"(?:FL ?(?P<level>[0-9]{1,4}))|(?P<number>-?[0-9]{1,7}(?:\.[0-9]{1,2})?) ?(?P<unit>FT|M)(?: ?(?P<reference>AMSL|MSL|AGL|ASFC|W84|STD))?"
)
_OPEN: Final = {False: frozenset({"SFC", "GND", "SURFACE"}), True: frozenset({"UNL", "UNLTD", "UNLIMITED"})}
"""Words for a floor, and for a ceiling, that is none."""


def unit_of(value: Any) -> str:
    """Return ``m``, ``ft``, ``km``, ``cm`` or ``FL``.

    Raises:
        ValueError: another unit; none is ever supposed.
    """
    found = _UNITS.get(value.lower()) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f"a unit is m, ft, km or FL, not {str(value)[:40]!r}")
    return found


def reference_of(value: Any) -> Reference:
    """Return what a height is counted from.

    Raises:
        ValueError: it is not said, or not known; none is ever supposed.
    """
    found = _REFERENCES.get(value.upper()) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f"a reference is W84, AMSL, AGL or FL, not {str(value)[:40]!r}")
    return found


def level(value: Decimal, unit: str, reference: Reference, *, up: bool) -> Level:
    """Return a height.

    Args:
        value: In that unit.
        unit: See ``unit_of``.
        reference: See ``reference_of``.
        up: A ceiling: rounded up; a floor is rounded down.

    Raises:
        ValueError: unit and reference do not fit, or out of bounds.
    """
    if reference is Reference.FL:
        hundreds = value if unit == "FL" else value * CM_IN[unit] / FLIGHT_LEVEL_CM
        found = Level(rounded(hundreds, up=up), reference)
        if not 0 <= found.value <= FLIGHT_LEVEL_MAX:
            raise ValueError(f"flight levels are 0 to {FLIGHT_LEVEL_MAX}, not {value}")
        return found
    if unit == "FL":
        raise ValueError(f"a flight level is counted from the standard pressure surface, not from {reference}")
    found = Level(rounded(value * CM_IN[unit], up=up), reference)
    if abs(found.value) > LEVEL_CM_MAX:
        raise ValueError(f"a height is at most 1,000 km, not {value} {unit}")
    return found


def level_of(value: Any, name: str, *, up: bool) -> Level | None:
    """Return the height of an object {value, unit, reference}; null is none.

    Raises:
        ValueError: something else, with the form to write.
    """
    if value is None:
        return None
    if not isinstance(value, dict) or not {"value", "unit", "reference"} <= value.keys():
        raise ValueError(
            f'{name} is null or an object like {{"value": 300, "unit": "m", "reference": "AMSL"}}; references are W84, AMSL, AGL, FL'
        )
    return level(
        decimal_of(value["value"], f"the value of {name}"),
        unit_of(value["unit"]),
        reference_of(value["reference"]),
        up=up,
    )


def ground_of(value: Any) -> Ground | None:
    """Return declared ground, an object {lowest, highest, unit} above mean sea level; null is none.

    Raises:
        ValueError: something else.
    """
    if value is None:
        return None
    if not isinstance(value, dict) or not {"lowest", "highest", "unit"} <= value.keys():
        raise ValueError(
            'ground is null or an object like {"lowest": 320, "highest": 415, "unit": "m"}, above mean sea level'
        )
    unit = unit_of(value["unit"])
    low, high = (decimal_of(value[name], f"the {name} ground") for name in ("lowest", "highest"))
    return Ground(
        level(low, unit, Reference.AMSL, up=False).value,
        level(high, unit, Reference.AMSL, up=True).value,
    )


def height_text(text: str, code: str, reading: Reading, *, up: bool) -> Level | None:
    """Return a height as pilots write it, ``FL085``, ``2500FT AMSL``, ``300M AGL``; of SFC and UNL none.

    One that does not say above what is asked, and is none while the question is open.

    Args:
        text: The height.
        code: Of the question.
        reading: Takes it.
        up: A ceiling.

    Raises:
        ValueError: another form.
    """
    word = " ".join(text.upper().split())
    if word in _OPEN[up]:
        return None
    found = _HEIGHT.fullmatch(word)
    if found is None:
        raise ValueError(f"not a height: {text.strip()[:40]!r}; write it like FL085, 2500FT AMSL or 300M AGL")
    if found["level"] is not None:
        return level(number(found["level"]), "FL", Reference.FL, up=up)
    reference = found["reference"] or reading.ask(
        code,
        f"The height {word} does not say above what.",
        Choice("AMSL", "above mean sea level"),
        Choice("AGL", "above ground"),
    )
    return (
        None
        if reference is None
        else level(number(found["number"]), unit_of(found["unit"]), reference_of(reference), up=up)
    )

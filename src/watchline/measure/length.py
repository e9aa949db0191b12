"""Lengths: centimetres inside, and what an officer reads: metres, feet, nautical miles."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

CM_IN: Final = {
    "m": Fraction(100),
    "km": Fraction(100_000),
    "NM": Fraction(185_200),
    "ft": Fraction(3048, 100),
}
"""Centimetres in one unit; all exact by definition."""
_LENGTH = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,6}))? ?(m|km|NM|ft)")


def parse_length(text: str) -> int:
    """Return a length like ``5000m``, ``2.5 NM`` or ``1000ft`` in whole centimetres, rounded up: no margin gets smaller.

    Raises:
        ValueError: another form; lengths are not negative.
    """
    found = _LENGTH.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"not a length: {text!r}; write it like 5000m, 2.5 NM or 1000ft (m, km, NM, ft)")
    number = Fraction(f"{found[1]}.{found[2] or 0}") * CM_IN[found[3]]
    return -(-number.numerator // number.denominator)


def feet_of_cm(cm: int) -> int:
    """Return centimetres in feet, to the nearest foot (half away from zero)."""
    feet = (abs(cm) * 200 + 3048) // 6096
    return feet if cm >= 0 else -feet

"""Decimal numbers of a file as exact integers: what is not finite, too long or out of bounds is refused, nothing passes through a float."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Final

from watchline.measure.position import E7, Position

DIGITS_MAX: Final = 40
"""Characters of one number; the finest float has 24."""
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,4})?|[+-]?\.[0-9]+")
TURN_E7: Final = 360 * E7


def number(text: str) -> Decimal:
    """Return the number that a text is.

    Raises:
        ValueError: it is none, longer than 40 characters, or 1e15 and more.
    """
    if len(text) > DIGITS_MAX or not _NUMBER.fullmatch(text):
        raise ValueError(f"not a number: {text[:DIGITS_MAX]!r}")
    try:
        return bounded(Decimal(text))
    except InvalidOperation:
        raise ValueError(f"not a number: {text!r}") from None


def bounded(value: Decimal) -> Decimal:
    """Return a number that is safe to calculate with: finite, below 1e15, and 0 if it is nearer to 0 than 1e-20.

    Raises:
        ValueError: it is not.
    """
    if not value.is_finite() or (value and value.adjusted() >= 15):
        raise ValueError(f"{str(value)[:DIGITS_MAX]} is beyond every bound")
    return value if value.adjusted() > -20 else Decimal(0)


def nearest(value: Decimal) -> int:
    """Return the nearest whole number, half away from zero."""
    whole = int(abs(value) + Decimal("0.5"))
    return whole if value >= 0 else -whole


def rounded(value: Decimal, *, up: bool) -> int:
    """Return the next whole number not below, or not above, a value."""
    whole = int(value)
    if up:
        return whole + (value > whole)
    return whole - (value < whole)


def e7(degrees: Decimal) -> int:
    """Return degrees in units of 1e-7, to the nearest."""
    return nearest(degrees * E7)


def eastward(lon_e7: int) -> int:
    """Return a longitude as -180 to below 180 degrees."""
    return (lon_e7 + TURN_E7 // 2) % TURN_E7 - TURN_E7 // 2


def position_numbers(lat: Decimal, lon: Decimal) -> Position:
    """Return two numbers in degrees as they stand; whether the first is a latitude at all, and the longitude unrolled, is asked later.

    Raises:
        ValueError: one is beyond 360 degrees.
    """
    if max(abs(lat), abs(lon)) > 360:
        raise ValueError(f"latitude {lat}, longitude {lon} is not on the earth")
    return Position(e7(lat), e7(lon))

"""Positions as people write them: degrees, minutes and seconds with their letters, ICAO's solid form, plain degrees, MGRS."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final, NamedTuple

from watchline.interchange.grid import is_grid, read_grid
from watchline.interchange.numbers import TURN_E7
from watchline.measure.position import E7, LAT_E7_MAX, Position

TEXT_MAX: Final = 80
_SOLID: Final = {"NS": {4: (2, 2), 6: (2, 2, 2), 2: (2,)}, "EW": {5: (3, 2), 7: (3, 2, 2), 3: (3,)}}
"""How many digits stand for degrees, minutes and seconds where nothing is between them."""
_LETTER: Final = re.compile(r"[NSEW]")
_NUMBER: Final = re.compile(r"[0-9]+(?:\.[0-9]*)?")
_ANGLE: Final = re.compile(r"[0-9][0-9.:°º'′’\"″” -]*|")
_PLAIN: Final = re.compile(r"([+-]?[0-9]{1,3}(?:\.[0-9]+)?)(?: *[,;] *| +)([+-]?[0-9]{1,3}(?:\.[0-9]+)?)")


class Written(NamedTuple):
    """A position as it was written.

    Attributes:
        position: Of plain numbers the first one as the latitude; it may be beyond a pole.
        lettered: Letters say which number is which; a grid reference does, too.
        form: ``degrees``, ``solid`` or ``grid``.
    """

    position: Position
    lettered: bool
    form: str


def read_position(text: str) -> Written:
    """Return a position: ``48°20'15.5"N 012°34'00"E``, ``N48 20.25 E012 34.0``, ``4820N01234E``, ``48.3375, 12.5`` or ``33UUP1485560445``.

    Raises:
        ValueError: another form, with those that are read.
    """
    shown = text.strip()[:TEXT_MAX]
    try:
        return _read(text.strip().upper())
    except ValueError as why:
        said = f" ({why})" if str(why) else ""
        raise ValueError(
            f"""not a position: {shown!r}{said}; write it like 48°20'15"N 012°34'00"E, 482015N0123400E, 48.3375N 12.5E or 33UUP 14855 60445"""
        ) from None


def _read(text: str) -> Written:
    if len(text) > TEXT_MAX:
        raise ValueError
    plain = _PLAIN.fullmatch(text)
    if plain is not None:
        lat, lon = (_e7(Fraction(number)) for number in plain.groups())
        if max(abs(lat), abs(lon)) > TURN_E7:
            raise ValueError("beyond 360 degrees")
        return Written(Position(lat, lon), lettered=False, form="degrees")
    letters = [] if is_grid(text) else _LETTER.findall(text)
    if len(letters) != 2 or sum(letter in "NS" for letter in letters) != 1:
        return Written(read_grid(text).middle, lettered=True, form="grid")
    first, between, last = _LETTER.split(text)
    halves = (between, last) if _LETTER.match(text) else (first, between)
    if (first if _LETTER.match(text) else last).strip():
        raise ValueError
    found: dict[str, int] = {}
    solid = True
    for letter, half in zip(letters, halves, strict=True):
        axis = "NS" if letter in "NS" else "EW"
        parts = _parts(half.strip(" ,;/"), axis)
        solid = solid and len(_NUMBER.findall(half)) == 1 and len(parts) > 1
        found[axis] = _angle(parts, 90 if axis == "NS" else 180) * (-1 if letter in "SW" else 1)
    lon = -LAT_E7_MAX * 2 if found["EW"] == LAT_E7_MAX * 2 else found["EW"]
    return Written(Position(found["NS"], lon), lettered=True, form="solid" if solid else "degrees")


def _parts(text: str, axis: str) -> list[Fraction]:
    """Return degrees, minutes and seconds as far as they are written."""
    if not _ANGLE.fullmatch(text):
        raise ValueError
    numbers = _NUMBER.findall(text)
    if len(numbers) == 1:
        whole, point, fraction = numbers[0].partition(".")
        widths = _SOLID[axis].get(len(whole))
        if widths is None:
            if len(whole) > 3:
                raise ValueError("a solid position has 4 or 6 digits of latitude and 5 or 7 of longitude")
            widths = (len(whole),)
        made, at = [], 0
        for width in widths:
            made.append(whole[at : at + width])
            at += width
        made[-1] += point + fraction
        numbers = made
    if not 1 <= len(numbers) <= 3 or any("." in number for number in numbers[:-1]):
        raise ValueError
    return [Fraction(number if number[-1] != "." else number[:-1]) for number in numbers]


def _angle(parts: list[Fraction], most: int) -> int:
    if any(part >= 60 for part in parts[1:]):
        raise ValueError("minutes and seconds are below 60")
    degrees = sum((part / 60**power for power, part in enumerate(parts)), Fraction())
    if degrees > most:
        raise ValueError(f"beyond {most} degrees")
    return _e7(degrees)


def _e7(degrees: Fraction) -> int:
    """Return degrees in units of 1e-7, half away from zero."""
    whole = int(abs(degrees) * E7 + Fraction(1, 2))
    return whole if degrees >= 0 else -whole


def degrees_text(at: Position) -> str:
    """Return a position in degrees, minutes and seconds to four places (3 mm), ``48°20'15.0000"N 012°34'00.0000"E``."""
    return f"{_dms(at.lat_e7, 2)}{'S' if at.lat_e7 < 0 else 'N'} {_dms(at.lon_e7, 3)}{'W' if at.lon_e7 < 0 else 'E'}"


def _dms(angle_e7: int, width: int) -> str:
    # 1e-7 degree is 0.00036 seconds; in ten-thousandths of a second nothing is lost on the way back.
    ticks = (abs(angle_e7) * 36 + 5) // 10
    minutes, seconds = divmod(ticks, 600_000)
    return f"{minutes // 60:0{width}d}°{minutes % 60:02d}'{seconds // 10_000:02d}.{seconds % 10_000:04d}\""

"""The types of parameters: what an officer may type, which value goes into the body, how it is shown.

A shown parameter is the same string in every language, so that two officers who read different languages read the same
figures to each other; hence symbols instead of words, Latin letters and ASCII digits. A number never stands without its
unit (in the phrase or in the value), an altitude never without its reference, a position keeps the digits it was given.
For every type ``read(show(value)) == value``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final, NamedTuple, TypeAlias

from watchline.measure import dtg, parse_dtg
from watchline.phrase.limits import ITEMS_MAX, VALUE_CHARACTERS_MAX
from watchline.sentence import worded

Value: TypeAlias = int | str | list[int | str]
"""What stands in a body for one parameter: types of deterministic CBOR only."""

_MINUTE_MS = 60_000
_DTG_MIN, _DTG_END = 946_684_800_000, 4_102_444_800_000
"""2000-01-01 and 2100-01-01, because a DTG writes two digits of the year."""


class ParameterType(NamedTuple):
    """One type of parameter.

    Attributes:
        means: What it is, with an example; it follows "not" in a complaint.
        read: Value of what an officer types; ValueError if it is none.
        show: String of a value, the same in all languages; ValueError unless the value is of this type and in its one form.
    """

    means: str
    read: Callable[[str], Value]
    show: Callable[[Value], str]


def _number(least: int, most: int, means: str, form: str = "{}") -> ParameterType:
    """Return the type of an integer; ``form`` is how it is shown, and both that and the bare digits can be typed."""
    unit = form.partition("}")[2]

    def show(value: Value) -> str:
        if type(value) is not int or not least <= value <= most:
            raise ValueError
        return form.format(value)

    def read(text: str) -> Value:
        digits = text.removesuffix(unit)
        if re.fullmatch(r"-?[0-9]{1,9}", digits) is None:
            raise ValueError
        show(int(digits))
        return int(digits)

    return ParameterType(worded("{means}, {least} to {most}", means=means, least=least, most=most), read, show)


def _text(one_form: Callable[[str], str], means: str) -> ParameterType:
    """Return the type of a text that ``one_form`` brings into its one form."""

    def show(value: Value) -> str:
        if not isinstance(value, str) or len(value) > VALUE_CHARACTERS_MAX or one_form(value) != value:
            raise ValueError
        return value

    def read(text: str) -> Value:
        if len(text) > VALUE_CHARACTERS_MAX:
            raise ValueError
        return one_form(text)

    return ParameterType(means, read, show)


def _pattern(pattern: str, means: str, *, upper: bool = False) -> ParameterType:
    whole = re.compile(pattern)

    def one_form(text: str) -> str:
        text = text.upper() if upper else text
        if whole.fullmatch(text) is None:
            raise ValueError
        return text

    return _text(one_form, means)


def _several(item: ParameterType, least: int, most: int, between: str, means: str) -> ParameterType:
    """Return the type of an array of values of another type."""

    def show(value: Value) -> str:
        if not isinstance(value, list) or not least <= len(value) <= most:
            raise ValueError
        return between.join(map(item.show, value))

    def read(text: str) -> Value:
        if len(text) > most * VALUE_CHARACTERS_MAX:
            raise ValueError
        values: list[int | str] = []
        for part in text.split(between.strip() if between.strip() == "," else between):
            value = item.read(part.strip())
            if isinstance(value, list):
                raise ValueError  # noqa: TRY004 - no array in an array; a caller hears one kind of complaint
            values.append(value)
        show(values)
        return values

    return ParameterType(means, read, show)


def _ascending(pair: ParameterType, rank: Callable[[Value], tuple[str, int]]) -> ParameterType:
    """Return the type of a pair whose first value comes before its second, both of one kind."""

    def checked(value: Value) -> Value:
        if isinstance(value, list):
            (kind, first), (other, second) = map(rank, value)
            if kind == other and first < second:
                return value
        raise ValueError

    return ParameterType(
        pair.means, lambda text: checked(pair.read(text)), lambda value: (pair.show(value), checked(value))[0]
    )


def _either(item: ParameterType, listed: ParameterType, means: str) -> ParameterType:
    """Return the type of a value that is one text or else an array."""

    def show(value: Value) -> str:
        return (listed if isinstance(value, list) else item).show(value)

    def read(text: str) -> Value:
        try:
            return listed.read(text)
        except ValueError:
            return item.read(text)

    return ParameterType(means, read, show)


# --- times -----------------------------------------------------------------------------------------------------------


def _show_dtg(value: Value) -> str:
    if type(value) is not int or not _DTG_MIN <= value < _DTG_END or value % _MINUTE_MS:
        raise ValueError
    return dtg(value)


_DTG = ParameterType(worded("a date-time group, 221530Z NOV 26 (whole minutes, UTC)"), parse_dtg, _show_dtg)
_WINDOW = _ascending(
    _several(_DTG, 2, 2, " - ", worded("two date-time groups, the earlier first, 221530Z NOV 26 - 221630Z NOV 26")),
    lambda value: ("", value if isinstance(value, int) else 0),
)

# --- places ----------------------------------------------------------------------------------------------------------

_DEGREES = re.compile(r"([0-9]{1,2})\.([0-9]{1,7})([NS]) +([0-9]{1,3})\.([0-9]{1,7})([EW])")
_GRID = re.compile(r"([0-9]{1,2}) ?([C-HJ-NP-X]) ?([A-HJ-NP-Z])([A-HJ-NP-V]) ?([0-9]{2,5}) ?([0-9]{2,5})")
_GRID_SOLID = re.compile(r"([0-9]{1,2}) ?([C-HJ-NP-X]) ?([A-HJ-NP-Z])([A-HJ-NP-V]) ?((?:[0-9]{2}){2,5})")
_COLUMNS = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")
"""First letters of a 100 km square by zone modulo 3 (MGRS)."""
_CIRCLE = re.compile(r"(.+) r ([1-9][0-9]{0,6}) m")


def _position(text: str) -> str:
    """Return a position in its one form; WGS 84. Nothing is rounded: the digits say how exactly it is meant."""
    text = text.strip().upper()
    found = _DEGREES.fullmatch(text)
    if found is not None:
        return _degrees(found)
    found = _GRID_SOLID.fullmatch(text) or _GRID.fullmatch(text)
    if found is None:
        raise ValueError
    zone, band, column, row, *digits = found.groups()
    if len(digits) == 1:
        digits = [digits[0][: len(digits[0]) // 2], digits[0][len(digits[0]) // 2 :]]
    number = int(zone)
    if not 1 <= number <= 60 or column not in _COLUMNS[number % 3] or len(digits[0]) != len(digits[1]):
        raise ValueError
    if band == "X" and number in {32, 34, 36}:
        raise ValueError
    return f"{number:02d}{band} {column}{row} {digits[0]} {digits[1]}"


def _degrees(found: re.Match[str]) -> str:
    """Return latitude, then longitude, each with its letter, so that no one can swap them without being told."""
    lat, lat_part, north, lon, lon_part, east = found.groups()
    if len(lat_part) != len(lon_part):
        raise ValueError
    scale = 10 ** len(lat_part)
    for whole, part, most in ((lat, lat_part, 90), (lon, lon_part, 180)):
        if int(whole) * scale + int(part) > most * scale:
            raise ValueError
    if int(lat) == int(lat_part) == 0:
        north = "N"
    if (int(lon), int(lon_part)) in {(0, 0), (180, 0)}:
        east = "E"
    return f"{int(lat):02d}.{lat_part}{north} {int(lon):03d}.{lon_part}{east}"


def _circle(text: str) -> str:
    found = _CIRCLE.fullmatch(text.strip())
    if found is None:
        raise ValueError
    return f"{_position(found[1])} r {found[2]} m"


def _name(text: str) -> str:
    """Return the name of a place or line that the parties agreed on; nothing that reads as a position or a list."""
    text = _plain(text)
    if "," in text or text[0].isdigit():  # every position begins with a digit
        raise ValueError
    return text


def _circle_or_name(text: str) -> str:
    try:
        return _circle(text)
    except ValueError:
        return _name(text)


_POSITION = _text(
    _position, worded("a position, 36S WC 1234 5678 or 33.5138N 036.2765E (WGS 84, both with the same digits)")
)
_AREA = _either(
    _text(_circle_or_name, ""),
    _several(_POSITION, 3, ITEMS_MAX, ", ", ""),
    worded(
        "an area: 3 to {most} positions with commas, a circle 36S WC 1234 5678 r 500 m, or an agreed name (first sign no digit)",
        most=ITEMS_MAX,
    ),
)
_PATH = _either(
    _text(_name, ""),
    _several(_POSITION, 2, ITEMS_MAX, ", ", ""),
    worded("a line: 2 to {most} positions with commas, or an agreed name (first sign no digit)", most=ITEMS_MAX),
)

# --- altitudes -------------------------------------------------------------------------------------------------------

_ALTITUDE_FORM = re.compile(r"(-?[0-9]{1,6}) ?(M|FT) ?(AMSL|AGL|W84)|FL ?([0-9]{1,3})")


def _altitude(text: str) -> str:
    found = _ALTITUDE_FORM.fullmatch(text.strip().upper())
    if found is None:
        raise ValueError
    if found[4] is not None:
        return f"FL{int(found[4]):03d}"
    return f"{int(found[1])} {found[2].lower()} {found[3]}"


def _altitude_rank(value: Value) -> tuple[str, int]:
    """Return (unit and reference, number): altitudes of different references have no order here, terrain is not guessed."""
    text = str(value)
    if text.startswith("FL"):
        return "FL", int(text[2:])
    number, _, kind = text.partition(" ")
    return kind, int(number)


_ALTITUDE = _text(
    _altitude, worded("an altitude with unit and reference, 3000 m AMSL, 500 ft AGL, 3000 m W84 or FL100")
)
_BAND = _ascending(
    _several(
        _ALTITUDE,
        2,
        2,
        " - ",
        worded("two altitudes of one unit and reference, the lower first, 3000 m AMSL - 5000 m AMSL"),
    ),
    _altitude_rank,
)

# --- words -----------------------------------------------------------------------------------------------------------

_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
_JOINERS = "\u200c\u200d"
"""Persian, Urdu and Hindi spell with them; every other sign that cannot be seen is refused."""


def _plain(text: str) -> str:
    """Return text in NFC without spaces at its ends; ValueError if it is empty or hides something."""
    text = unicodedata.normalize("NFC", text).strip()
    if not text or any(unicodedata.category(sign) in _HIDDEN and sign not in _JOINERS for sign in text):
        raise ValueError
    return text


def _frequency(text: str) -> str:
    found = re.fullmatch(r"([0-9]{1,6})(\.[0-9]{1,6})? ?(HZ|KHZ|MHZ|GHZ)", text.strip().upper())
    if found is None:
        raise ValueError
    unit = {"HZ": "Hz", "KHZ": "kHz", "MHZ": "MHz", "GHZ": "GHz"}[found[3]]
    return f"{int(found[1])}{found[2] or ''} {unit}"


_REF = _pattern(
    r"(?:D-)?(?:X-)?[A-Z0-9]{2,8}-(?:[0-9]{4}|[1-9][0-9]{4,8})(?:/[1-9][0-9]{0,3})?",
    worded("a reference, XAA-0412, XAA-0412/2, X-XAA-0007 or D-XAA-0007"),
    upper=True,
)

TYPES: Final[dict[str, ParameterType]] = {
    "altitude": _ALTITUDE,
    "area": _AREA,
    "band": _BAND,
    "circuit": _pattern(r"[a-z0-9-]{1,16}", worded("a circuit of the charter, 1 to 16 of a-z 0-9 -")),
    "count": _number(0, 999_999, worded("a number")),
    "course": _number(0, 359, worded("a true course in degrees, 045°T"), "{:03d}°T"),
    "dtg": _DTG,
    "frequency": _text(_frequency, worded("a frequency with its unit, 121.500 MHz (Hz, kHz, MHz, GHz)")),
    "km": _number(1, 1_000, worded("kilometres")),
    "language": _pattern(r"[a-z]{2,3}", worded("a language code, ru")),
    "level": _number(1, 9, worded("a level of the charter's ladder")),
    "minutes": _number(1, 10_080, worded("minutes")),
    "path": _PATH,
    "position": _POSITION,
    "quality": _number(1, 5, worded("a quality")),
    "ref": _REF,
    "refs": _several(
        _REF, 1, ITEMS_MAX, ", ", worded("1 to {most} references with commas, XAA-0412, XBB-0007", most=ITEMS_MAX)
    ),
    "seconds": _number(-86_400, 86_400, worded("seconds")),
    "text": _text(
        _plain,
        worded("1 to {most} characters of text, none of them hidden, in Unicode form NFC", most=VALUE_CHARACTERS_MAX),
    ),
    "window": _WINDOW,
}
"""By the name that stands behind the colon in the column ``params``."""

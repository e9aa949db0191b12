"""NOTAMs in ICAO's form (Annex 15, Doc 8126) read as activities: what the text pins down is read, everything else is asked.

The Q line is made for sorting: its circle is the whole area rounded out to minutes and miles. So it stands for the area only where
item E draws none; what item E draws must lie within it, or a person decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from watchline.errors import InvalidFromPeer
from watchline.interchange.levels import height_text
from watchline.interchange.notam_area import Sorted, areas_of
from watchline.interchange.notam_schedule import windows_of
from watchline.interchange.position_text import read_position
from watchline.interchange.understood import Answers, Choice, Reading, Shape, refusal
from watchline.measure.altitude import Band, Level, Reference, check_band
from watchline.measure.instant import Instant
from watchline.measure.volume import Volume
from watchline.measure.window import Window

BYTES_MAX: Final = 256 << 10
NOTAMS_MAX: Final = 200
_HEAD: Final = re.compile(r"([A-Z][0-9]{4}/[0-9]{2}) ?NOTAM([NRC])(?: ([A-Z][0-9]{4}/[0-9]{2}))?")
_Q_LINE: Final = re.compile(
    r"([A-Z]{4})/(Q[A-Z]{4})/[A-Z]{0,3}/[A-Z]{0,5}/[A-Z]{0,4}/([0-9]{3})/([0-9]{3})(?:/([0-9]{4}[NS][0-9]{5}[EW])([0-9]{3})?)?/?"
)
_ITEM: Final = re.compile(r"(?:^|(?<=[\s(]))([QA-G])\)")
_MOMENT: Final = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})")
_FIR_RADIUS: Final = 999
KINDS: Final = {
    "WM": ("live_fire", "missile, gun or rocket firing"),
    "WU": ("drone", "unmanned aircraft"),
    "WE": ("exercise", "exercises"),
    "WV": ("air", "formation flight"),
    "WF": ("air", "air refuelling"),
    "WB": ("air", "aerobatics"),
    "WA": ("air", "air display"),
    "WP": ("air", "parachute jumping"),
    "RT": ("air", "temporary restricted area"),
    "RD": ("air", "danger area"),
    "RR": ("air", "restricted area"),
}
"""Second and third letter of a Q code: the kind of activity that is nearest to it, and its words."""


@dataclass(frozen=True, slots=True)
class _Notam:
    """The items of one NOTAM, white space as it was only in E."""

    name: str
    sort: str
    replaces: str | None
    items: dict[str, str]


def read_notams(data: bytes, answers: Answers | None = None) -> tuple[Shape, ...]:
    """Return the activities of one NOTAM or several, one below the other.

    Args:
        data: Text, ASCII or UTF-8.
        answers: What a person decided of earlier questions.

    Raises:
        InvalidFromPeer: ``malformed`` or ``limit``: which NOTAM, which item, and what it should look like.
    """
    if len(data) > BYTES_MAX:
        raise InvalidFromPeer("limit", f"{len(data):,} bytes; at most {BYTES_MAX:,} of NOTAMs are read")
    try:
        text = data.decode("utf-8-sig").upper()
    except UnicodeDecodeError:
        raise refusal("NOTAM", "it is not text") from None
    notams = _divided(text)
    if len(notams) > NOTAMS_MAX:
        raise InvalidFromPeer("limit", f"{len(notams)} NOTAMs; at most {NOTAMS_MAX} are read")
    made = []
    for notam in notams:
        try:
            made.append(_shape(notam, Reading(notam.name, answers or {})))
        except ValueError as why:
            raise refusal(f"NOTAM {notam.name}", why) from None
    names = [shape.name for shape in made]
    if len(set(names)) != len(names):
        raise refusal("NOTAM", "one number stands twice; leave one of the two out")
    return tuple(made)


def _divided(text: str) -> list[_Notam]:
    heads = list(_HEAD.finditer(text))
    if not heads:
        return [_Notam("#1", "N", None, _items(text))]
    ends = [head.start() for head in heads[1:]] + [len(text)]
    return [
        _Notam(head[1], head[2], head[3], _items(text[head.end() : end])) for head, end in zip(heads, ends, strict=True)
    ]


def _items(text: str) -> dict[str, str]:
    """Return the items by letter. They stand in order; within E a letter with a bracket is text, so F and G are the last of theirs."""
    found = [(item[1], item.start(), item.end()) for item in _ITEM.finditer(text)]
    chosen: dict[str, tuple[int, int]] = {}
    at = 0
    for letter in "QABCDE":
        here = next(((start, end) for name, start, end in found if name == letter and start >= at), None)
        if here is not None:
            chosen[letter] = here
            at = here[1]
    for letter in "FG":
        here = next(((start, end) for name, start, end in reversed(found) if name == letter and start >= at), None)
        if here is not None:
            chosen[letter] = here
    order = sorted(chosen.values())
    begins = [start for start, _ in order[1:]] + [len(text)]
    ends = dict(zip(order, begins, strict=False))
    return {letter: " ".join(text[here[1] : ends[here]].rstrip("\r\n )").split()) for letter, here in chosen.items()}


def _shape(notam: _Notam, reading: Reading) -> Shape:
    if notam.sort == "C":
        raise ValueError(f"it cancels {notam.replaces or 'another one'} and announces nothing; withdraw that notice")
    if notam.sort == "R":
        reading.note(f"It replaces {notam.replaces or 'another one'}.")
    missing = [letter for letter in "QBE" if not notam.items.get(letter)]
    if missing:
        raise ValueError(f"item {missing[0]}) is missing; a NOTAM has Q), A), B), C) and E)")
    line = _Q_LINE.fullmatch("".join(notam.items["Q"].split()))
    if line is None:
        raise ValueError("the Q line is not like EDMM/QWMLW/IV/BO/W/000/100/4820N01234E005")
    kind, words = KINDS.get(line[2][1:3], ("", ""))
    reading.note(f"Q code {line[2]}: {words}." if words else f"Q code {line[2]}: the kind of activity is to be named.")
    band = _band(notam.items, line, reading)
    whole = _window(notam.items, reading)
    windows = windows_of(notam.items.get("D", ""), whole, reading)
    areas = areas_of(notam.items["E"], _sorted(line), reading)
    return reading.shape(kind, (Volume(area, band, window) for area in areas for window in windows))


def _sorted(line: re.Match[str]) -> Sorted | None:
    """Return the circle of the Q line; None if it has none, or stands for a whole region."""
    if line[5] is None or line[6] is None or int(line[6]) == _FIR_RADIUS:
        return None
    return Sorted(read_position(line[5]).position, int(line[6]))


def _moment(text: str, item: str) -> Instant:
    found = _MOMENT.fullmatch(text)
    try:
        if found is None:
            raise ValueError
        year, month, day, hour, minute = map(int, found.groups())
        when = datetime(2000 + year, month, day, hour, minute, tzinfo=UTC)
    except ValueError:
        raise ValueError(f"item {item}) is a time like 2611221200 (UTC), not {text[:20]!r}") from None
    return Instant(int(when.timestamp()) * 1000)


def _window(items: dict[str, str], reading: Reading) -> Window:
    start = _moment(items["B"].split(" ")[0], "B")
    until = items.get("C", "")
    if until.startswith("PERM"):
        reading.note("It is permanent: until further notice.")
        return Window(start, None)
    if not until:
        raise ValueError("item C) is missing: when it ends, or PERM")
    time, estimated = until[:10], until[10:].strip().startswith("EST")
    end = _moment(time, "C")
    if end < start:
        raise ValueError("item C) is before item B)")
    if estimated:
        answer = reading.ask(
            "end",
            f"Its end, {time}, is estimated: a NOTAM goes on until it is replaced or cancelled.",
            Choice("open", "until further notice"),
            Choice("as-estimated", "it ends at the estimated time"),
        )
        if answer != "as-estimated":
            return Window(start, None)
    return Window(start, end)


def _band(items: dict[str, str], line: re.Match[str], reading: Reading) -> Band:
    lower, upper = int(line[3]), int(line[4])
    coarse = Band(
        Level(lower, Reference.FL) if lower else None, Level(upper, Reference.FL) if upper < _FIR_RADIUS else None
    )
    check_band(coarse)
    if not items.get("F") and not items.get("G"):
        reading.note(f"It has no items F) and G); its band is that of the Q line, FL {lower:03d} to {upper:03d}.")
        return coarse
    band = Band(_height(items.get("F", ""), "F", reading), _height(items.get("G", ""), "G", reading))
    check_band(band)
    return band


def _height(text: str, item: str, reading: Reading) -> Level | None:
    """Return the height of item F or G."""
    if not text:
        raise ValueError(f"item {item}) is missing; F) and G) stand together")
    try:
        return height_text(text, f"item-{item}", reading, up=item == "G")
    except ValueError as why:
        raise ValueError(f"item {item}): {why}") from None

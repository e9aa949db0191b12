"""Two tables that belong to the rules: what states are called in print, and days that reports count from, under neutral names.

Both are data, and both may be replaced by the caller: nothing in the code knows a state or an event. A name of a day says
when, not who is to blame: reports of several sides call the same day by different words, and all of them stand in ``printed``.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from watchline.errors import OurMistake
from watchline.measure import parse_day


class State(NamedTuple):
    """What a state is called: nouns (``Russia``), adjectives (``Russian``), and seats that stand for it (``the Kremlin``)."""

    code: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    seats: tuple[str, ...]


class ReferenceDay(NamedTuple):
    """A day that reports count from: UTC day, neutral name, states it concerns, and how it is printed."""

    day: int
    name: str
    states: tuple[str, ...]
    printed: tuple[str, ...]


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("watchline.press") / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _many(cell: str) -> tuple[str, ...]:
    return tuple(item for item in cell.split(";") if item)


def read_states(data: bytes) -> tuple[State, ...]:
    """Return the states of a CSV file: columns code, names, adjectives, seats; several words parted by ``;``.

    Raises:
        OurMistake: another form, or not UTF-8.
    """
    try:
        reader = csv.DictReader(data.decode("utf-8-sig").splitlines())
        if not {"code", "names", "adjectives", "seats"} <= set(reader.fieldnames or ()):
            raise KeyError(str(reader.fieldnames))
        rows = list(reader)
        return tuple(
            State(row["code"], *(_many(row[name]) for name in ("names", "adjectives", "seats"))) for row in rows
        )
    except (UnicodeDecodeError, KeyError, AttributeError, csv.Error) as why:
        raise OurMistake("the file of states is not CSV in UTF-8 with the columns code,names,adjectives,seats") from why


@cache
def shipped_states() -> tuple[State, ...]:
    """Return the states that come with this program."""
    return read_states((files("watchline.press") / "states.csv").read_bytes())


@cache
def shipped_days() -> tuple[ReferenceDay, ...]:
    """Return the reference days that come with this program."""
    return tuple(
        ReferenceDay(parse_day(row["day"]), row["name"], _many(row["states"]), _many(row["printed"]))
        for row in _rows("reference_dates.csv")
    )

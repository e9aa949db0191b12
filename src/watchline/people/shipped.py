"""The sample roster that comes with this program: public offices and who held them, 2021 to 2024. A start, to be edited."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from watchline.people.roster import Roster

SAMPLE = "sample_roster.csv"


def sample_bytes() -> bytes:
    """Return the file. It is part of the program as its modules are, so reading it is no more a door than an import is."""
    return (files("watchline.people") / SAMPLE).read_bytes()


@cache
def sample_roster() -> Roster:
    """Return the sample roster."""
    return Roster.read_csv(sample_bytes())

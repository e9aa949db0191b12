"""The phrasebook that comes with this program: 125 phrases in six languages, none of them reviewed yet."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from watchline.phrase.book import Phrasebook
from watchline.phrase.reading import read_phrasebook


@cache
def shipped() -> Phrasebook:
    """Return the shipped phrasebook.

    The file is part of the program as its modules are, and is the same bytes wherever the same program runs; so reading
    it is no more a door than an import is. Any other phrasebook comes as bytes from the host.
    """
    return read_phrasebook((files("watchline.phrase") / "phrasebook.csv").read_bytes())

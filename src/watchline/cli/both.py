"""What the verbs of the contact record look at: the record of the line, if one is founded, and our private annex beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from watchline.errors import OurMistake
from watchline.host.annex import ANNEX, Own, open_annex
from watchline.host.clocks import Clocks, clocks_of
from watchline.host.config import CONFIG, RECORD, load_config, node_of
from watchline.host.here import Here
from watchline.host.reading import founded, open_reading
from watchline.store import open_read_only


class Look(NamedTuple):
    """The line (None before one is founded), our annex (None in a node that was made without one), our code, and the wall clock."""

    here: Here | None
    own: Own | None
    code: str
    now: int


@contextmanager
def look_at_both(folder: Path) -> Iterator[Look]:
    """Open what a node has for reading; nothing is written and nothing is signed."""
    config = load_config(folder)
    with _line(folder) as (here, clocks), _annex(folder) as own:
        yield Look(here, own, config.code, clocks.now().wall)


@contextmanager
def _line(folder: Path) -> Iterator[tuple[Here | None, Clocks]]:
    if not _has_line(folder):
        yield None, Clocks()
        return
    with open_reading(folder) as reading:
        yield reading.here, clocks_of(reading.charter, reading.config.clock_offset_ms, folder / CONFIG)


def _has_line(folder: Path) -> bool:
    held = open_read_only(folder / RECORD)
    try:
        return founded(held, folder / RECORD) is not None
    finally:
        held.close()


@contextmanager
def _annex(folder: Path) -> Iterator[Own | None]:
    if not (node_of(folder) / ANNEX).is_dir():
        yield None
        return
    with open_annex(folder) as own:
        yield own


def needs_annex(look: Look, folder: Path) -> Own:
    """Return the annex.

    Raises:
        OurMistake: this node has none.
    """
    if look.own is None:
        raise OurMistake(
            f"{node_of(folder) / ANNEX} is not there: this node was made without a private annex, or it was lost."
        )
    return look.own

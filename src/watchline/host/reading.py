"""The record of a node, opened for reading, beside the running node or without one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec

from watchline.errors import InvalidFromPeer, OurMistake, StoreFailed
from watchline.host.bookshelf import load_shelf
from watchline.host.config import RECORD, Config, load_config
from watchline.host.here import Here
from watchline.line import Term
from watchline.log.held import DOC_CHARTER, every_row
from watchline.node import OWN_EPOCH, epoch_key, newest_rosters, read_epoch
from watchline.node.doors import Held
from watchline.party import Roster
from watchline.phrase import Shelf
from watchline.record import Charter, read_charter, read_signed_charter
from watchline.store import SqliteHeld, open_read_only
from watchline.view import (
    AMENDMENT,
    STOOD,
    SUCCESSOR,
    Amended,
    EntryRef,
    amended,
    read_ref_key,
    read_stood,
    read_told,
)

_LINES_MAX = 16


class Charters(NamedTuple):
    """The charters of a line: the founding one, which of them held when, and what the entries of amendments say together."""

    founding: Charter
    terms: tuple[Term, ...]
    amended: Amended

    @property
    def in_force(self) -> Charter:
        """The charter in force by everything that is held here."""
        return self.terms[-1].charter


class Founded(msgspec.Struct, frozen=True):
    """A founded line as the record holds it: its founding charter, the one in force, and the newest roster of every party."""

    founding: Charter
    signed_charter: bytes
    rosters: dict[str, Roster]
    charters: Charters

    @property
    def charter(self) -> Charter:
        """The charter in force."""
        return self.charters.in_force

    @property
    def line(self) -> bytes:
        """The line id."""
        return self.founding.line


class Reading(msgspec.Struct, frozen=True):
    """A node's record, open for reading."""

    folder: Path
    config: Config
    charters: Charters
    signed_charter: bytes
    rosters: dict[str, Roster]
    held: SqliteHeld
    shelf: Shelf = Shelf()

    @property
    def charter(self) -> Charter:
        """The charter in force by what is held."""
        return self.charters.in_force

    @property
    def here(self) -> Here:
        """What answers are made of."""
        return Here(self.charter, self.code, self.held, self.charters.terms, self.shelf)

    @property
    def line(self) -> bytes:
        """The line id."""
        return self.charter.line

    @property
    def code(self) -> str:
        """Our party code."""
        return self.config.code


def founded(held: Held, path: Path) -> Founded | None:
    """Return the line that a record holds, or None before the founding.

    Args:
        held: Committed rows.
        path: The record, for messages.

    Raises:
        StoreFailed: the rows do not verify: somebody or something changed the record beside the node.
    """
    lines = held.rows(DOC_CHARTER, b"", None, _LINES_MAX)
    if not lines:
        return None
    line, signed = lines[0]
    try:
        charter, _ = read_signed_charter(signed)
        rosters = newest_rosters(held, line)
    except InvalidFromPeer as why:
        raise StoreFailed(
            f"{path} holds a charter or roster that does not verify ({why}): it was damaged or changed."
        ) from why
    charters = charters_of(held, charter)
    if charter.line != line or not set(rosters) >= {*charter.codes, *charters.in_force.codes}:
        raise StoreFailed(f"{path} holds a charter without the rosters of its parties: it was damaged or changed.")
    return Founded(charter, signed, rosters, charters)


def charters_of(held: Held, founding: Charter) -> Charters:
    """Return the charters of a line by the entries held: nothing is believed that these do not say."""
    told = {read_ref_key(key): read_told(row) for key, row in every_row(held, AMENDMENT, founding.line)}
    stood = [read_stood(key, row) for key, row in every_row(held, STOOD, founding.line)]

    def late(ref: EntryRef) -> bool:
        limit = read_epoch(held.row(OWN_EPOCH, epoch_key(founding.line, ref.code, ref.epoch))).limit
        return 0 <= limit <= ref.index

    def by_hash(charter: bytes) -> Charter | None:
        if charter == founding.hash:
            return founding
        row = held.row(SUCCESSOR, founding.line + charter)
        return None if row is None else read_charter(row)

    found = amended(founding, told, by_hash, stood, late)

    return Charters(founding, found.terms(founding, by_hash), found)


@contextmanager
def open_reading(folder: Path) -> Iterator[Reading]:
    """Open the record of the node in ``folder`` for reading.

    Raises:
        Misconfigured: no node there, or its configuration is wrong.
        OurMistake: no line is founded yet.
        StoreFailed: the record is missing, damaged or of a newer version; the words say which.
    """
    config = load_config(folder)
    path = folder / RECORD
    held = open_read_only(path)
    try:
        line = founded(held, path)
        if line is None:
            raise OurMistake(NOT_FOUNDED.format(folder=folder))
        yield Reading(folder, config, line.charters, line.signed_charter, line.rosters, held, load_shelf(folder))
    finally:
        held.close()


NOT_FOUNDED = "No line is founded in {folder} yet: exchange cards, sign the founding file with every root, then open it here with `watchline found`. What this party notes alone needs no line: `watchline call note`, `watchline contacts`."

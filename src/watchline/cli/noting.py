"""How a note comes into the private annex from the command line: one entry, signed and locked, and words that say what was stored."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from watchline.annex import Place, parse_place, standing
from watchline.cli.both import Look, look_at_both, needs_annex
from watchline.cli.options import passphrase
from watchline.errors import OurMistake
from watchline.record.body import Body

if TYPE_CHECKING:
    from watchline.host.noting import Write

ASKED = "Passphrase of the node's keys"


class Answerer:
    """Writes one note for a verb.

    Args:
        folder: The node's folder.
        post: The post that notes.
        file, descriptor: Where the passphrase is read.
    """

    def __init__(self, folder: Path, post: str, file: Path | None, descriptor: int | None) -> None:
        self.folder, self._post, self._file, self._descriptor = folder, post, file, descriptor

    def write(self, record: Body, refs: Sequence[Place] = ()) -> dict[str, Any]:
        """Note a record; refers to entries of the annex by their places.

        Raises:
            OurMistake: a field is not such, or an entry that is named is not there; nothing was noted.
        """
        from watchline.host.noting import write_one

        with look_at_both(self.folder) as found:
            write = writer(self.folder, self._file, self._descriptor, found.now)
            return write_one(needs_annex(found, self.folder), record, refs, self._post, write)


def writer(folder: Path, file: Path | None, descriptor: int | None, now: int) -> Write:
    """Return what writes notes for a verb: the passphrase is asked for when everything else is right."""
    from watchline.host.annex import note

    return lambda notes: note(folder, notes, passphrase(ASKED, file, descriptor), now)


def place(text: str) -> Place:
    """Return the place of an entry of the annex.

    Raises:
        OurMistake: another form.
    """
    found = parse_place(text)
    if found is None:
        raise OurMistake(
            f"{text!r} is no entry of the annex; write it like own/1/12. `watchline annex DIR list` shows them."
        )
    return found


def gauge(look: Look, between: Sequence[tuple[str, str]], on: int) -> list[dict[str, Any]]:
    """Return the rows of the contact record between these offices, as of a day: the gauge that a note resets."""
    from watchline.host.contact_record import Both, contact_answer

    own = None if look.own is None else standing(look.own.said(), on)
    offices = set(between)
    rows: list[dict[str, Any]] = contact_answer(Both(look.code, look.here, own), on)["contacts"]
    return [row for row in rows if {(side["party"], side["office"]) for side in row["between"]} <= offices]

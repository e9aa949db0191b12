"""How a note comes into the private annex from the command line: one entry, signed and locked, and words that say what was stored."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from watchline.annex import Note, Place, parse_place, standing
from watchline.cli.both import Look, look_at_both, needs_annex
from watchline.cli.options import passphrase
from watchline.errors import OurMistake
from watchline.record import Ref
from watchline.record.body import Body
from watchline.record.claims import ANNEX_KIND_OF, checked_claim

ASKED = "Passphrase of the node's keys"
OURS_ONLY = "ours only: it stands in our private annex, is sent to nobody, and nobody else holds it"


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
        from watchline.host.annex import note

        try:
            checked_claim(record)
        except ValueError as why:
            raise OurMistake(f"{why}. Nothing was noted.") from None
        with look_at_both(self.folder) as found:
            named: tuple[Ref, ...] = tuple(needs_annex(found, self.folder).ref(place, found.code) for place in refs)
            now = found.now
        secret = passphrase(ASKED, self._file, self._descriptor)
        done = note(self.folder, [Note(record, self._post, named)], secret, now)
        import msgspec

        return {
            "ref": done.places[0].text(),
            "kind": ANNEX_KIND_OF[type(record)],
            "written": True,
            "rung": "ours_only",
            "held_by": [],
            "rung_words": OURS_ONLY,
            "size": done.head.size,
            "body": _plain(msgspec.to_builtins(record, builtin_types=(bytes,))),
        }


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


def _plain(value: Any) -> Any:
    from watchline.host.here import plain

    return plain(value)

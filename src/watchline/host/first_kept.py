"""What the first run keeps in ``first-run`` in the node's folder: cards of others, the founding file, the texts of the charter, slips."""

from __future__ import annotations

from pathlib import Path

import msgspec

from watchline.errors import InvalidFromPeer, Misconfigured, OurMistake
from watchline.party import Card, read_card
from watchline.store.files import FOLDER_MODE, disk_in_words, replace

FOLDER = "first-run"


class _Notes(msgspec.Struct, frozen=True):
    """What is noted: the texts of the charter by article, how often other digits were typed, where the root key was written."""

    texts: dict[str, str] = {}
    slips: dict[str, int] = {}
    root_key: str = ""


class FirstKept:
    """The folder; made when something is first kept.

    Args:
        node: The node's folder.
    """

    def __init__(self, node: Path) -> None:
        self._folder = node / FOLDER
        self._cards = self._folder / "cards"
        self.founding_path = self._folder / "founding"

    def cards(self) -> list[Card]:
        """Return the cards of the other parties, by code."""
        return [self.card(path.name) for path in sorted(self._cards.glob("*"))]

    def has_card(self, party: str) -> bool:
        """Tell whether a card of a party is here."""
        return (self._cards / party).exists()

    def card(self, party: str) -> Card:
        """Return the card of a party.

        Raises:
            OurMistake: there is none.
            Misconfigured: it is damaged.
        """
        if party not in {path.name for path in self._cards.glob("*")}:
            raise OurMistake(f"No card of {party} is here; take it first.")
        try:
            return read_card((self._cards / party).read_bytes())
        except (OSError, InvalidFromPeer) as why:
            raise Misconfigured(f"{self._cards / party} cannot be read: {why}. Take the card again.") from why

    def keep_card(self, card: Card) -> None:
        """Keep a card in the place of an earlier one of its party.

        Raises:
            StoreFailed: the disk.
        """
        self._write(self._cards / card.roster.code, card.data)
        notes = self._notes()
        slips = {code: number for code, number in notes.slips.items() if code != card.roster.code}
        self._save(msgspec.structs.replace(notes, slips=slips))

    def founding(self) -> bytes | None:
        """Return the founding file, if there is one."""
        try:
            return self.founding_path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as why:
            raise Misconfigured(f"{self.founding_path} cannot be read: {why.strerror}.") from why

    def keep_founding(self, data: bytes) -> None:
        """Keep a founding file."""
        self._write(self.founding_path, data)

    def slips(self, party: str) -> int:
        """Return how often other digits than those of a card were typed."""
        return self._notes().slips.get(party, 0)

    def note_slip(self, party: str) -> None:
        """Note that other digits were typed."""
        notes = self._notes()
        self._save(msgspec.structs.replace(notes, slips=notes.slips | {party: notes.slips.get(party, 0) + 1}))

    @property
    def texts(self) -> dict[str, str]:
        """The texts of the charter by article."""
        return self._notes().texts

    @property
    def root_key(self) -> str:
        """Where the root key was written; it may lie elsewhere now."""
        return self._notes().root_key

    def note(self, *, texts: dict[str, str] | None = None, root_key: str | None = None) -> None:
        """Note what is given."""
        given = {"texts": texts, "root_key": root_key}
        self._save(msgspec.structs.replace(self._notes(), **{k: v for k, v in given.items() if v is not None}))

    def _notes(self) -> _Notes:
        path = self._folder / "notes.json"
        try:
            return msgspec.json.decode(path.read_bytes(), type=_Notes)
        except FileNotFoundError:
            return _Notes()
        except (OSError, msgspec.DecodeError) as why:
            raise Misconfigured(f"{path} cannot be read: {why}. Take it away; what was typed is typed again.") from why

    def _save(self, notes: _Notes) -> None:
        self._write(self._folder / "notes.json", msgspec.json.encode(notes))

    def _write(self, path: Path, data: bytes) -> None:
        try:
            path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
            replace(path, data)
        except OSError as why:
            raise disk_in_words(why, path) from why

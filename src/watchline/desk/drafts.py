"""Drafter and releaser (PROTOCOL 10.3): what one officer drafted another releases, exactly as it was previewed.

The preview is the release form of the text (``record/release.py``), its body byte for byte as it will stand in the record; what a
releaser's passkey signs is the labelled digest of its SHA-256, and the node writes that body or none. Which texts need two officers is data: the rules of their phrases. A draft that nobody
released stays on this side and is no entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from watchline.desk.doors import Book, Refused
from watchline.desk.limits import DRAFT_MS, DRAFTS_MAX
from watchline.keys import digest
from watchline.measure import utc
from watchline.record import release_challenge
from watchline.sentence import english, worded

TABLE = "draft"
WAITS, RELEASED, RETURNED = "waits", "released", "returned"


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A draft; ``preview`` is what is released, ``said`` what is handed to the node."""

    id: str
    drafted_by: str
    at: int
    not_after: int
    charter: str
    said: dict[str, Any]
    preview: bytes
    persons: int
    rules: list[str]
    state: str = WAITS
    words: str = ""
    ref: str = ""
    released_by: str = ""

    @property
    def digest(self) -> bytes:
        """SHA-256 of the preview."""
        return digest(self.preview)

    @property
    def challenge(self) -> bytes:
        """What a releaser signs."""
        return release_challenge(self.preview)

    @property
    def released_as(self) -> dict[str, Any]:
        """What the node holds the text to when it writes it."""
        return {"digest": self.digest.hex(), "dtg": self.at, "not_after": self.not_after}


class Drafts:
    """The drafts in the own side's book.

    Args:
        book: The own side's book of the line.
    """

    def __init__(self, book: Book) -> None:
        self._book = book

    def propose(
        self, officer: str, said: Mapping[str, Any], form: bytes, charter: str, persons: int, rules: list[str], now: int
    ) -> Draft:
        """Keep a draft until a releaser takes it; ``form`` is what he signs (docs/spec/leaf.md, release).

        Raises:
            Refused: too many wait already.
        """
        kept = []
        for draft in self.all():
            if draft.not_after + DRAFT_MS < now:
                self._book.put(TABLE, draft.id, None)
            else:
                kept.append(draft)
        settled = [draft for draft in kept if draft.state != WAITS or now > draft.not_after]
        if len(kept) >= DRAFTS_MAX and settled:
            self._book.put(TABLE, settled[0].id, None)
        elif len(kept) >= DRAFTS_MAX:
            raise Refused(
                409,
                "limit",
                worded("{n} draft waits already.", "{n} drafts wait already.", n=DRAFTS_MAX),
                "This one was not kept.",
                "Release or return one of them.",
            )
        draft = Draft(
            id=said["draft"],
            drafted_by=officer,
            at=now,
            not_after=now + DRAFT_MS,
            charter=charter,
            said=dict(said),
            preview=form,
            persons=persons,
            rules=list(map(english, rules)),
        )
        self._keep(draft)
        return draft

    def all(self) -> list[Draft]:
        """Return all drafts, oldest first."""
        found = [msgspec.msgpack.decode(row, type=Draft) for _, row in self._book.rows(TABLE)]
        return sorted(found, key=lambda draft: (draft.at, draft.id))

    def find(self, name: str) -> Draft:
        """Return a draft.

        Raises:
            Refused: there is none.
        """
        row = self._book.row(TABLE, name)
        if row is None:
            raise Refused(
                404,
                "unknown",
                worded("There is no draft {name}.", name=name[:40]),
                "Nothing was released.",
                "Look at the list of drafts.",
            )
        return msgspec.msgpack.decode(row, type=Draft)

    def waiting(self, name: str, now: int) -> Draft:
        """Return a draft that can still be released.

        Raises:
            Refused: there is none, it is settled, or its time is over.
        """
        draft = self.find(name)
        if draft.state != WAITS:
            raise Refused(
                409,
                "settled",
                worded("This draft is {state} already.", state=draft.state),
                "Nothing more was released.",
                "Compose it anew if it is still to be said.",
            )
        if now > draft.not_after:
            raise Refused(
                409,
                "late",
                worded("This draft could be released until {until}.", until=utc(draft.not_after)),
                "Nothing was released.",
                "Compose it anew: the situation may be another one.",
            )
        return draft

    def released(self, draft: Draft, by: str, ref: str) -> Draft:
        """A draft stands in the record."""
        return self._keep(msgspec.structs.replace(draft, state=RELEASED, released_by=by, ref=ref))

    def returned(self, draft: Draft, words: str) -> Draft:
        """A draft goes back to its drafter."""
        return self._keep(msgspec.structs.replace(draft, state=RETURNED, words=words))

    def _keep(self, draft: Draft) -> Draft:
        self._book.put(TABLE, draft.id, msgspec.msgpack.encode(draft))
        return draft


def shown(draft: Draft) -> dict[str, Any]:
    """Return a draft as JSON."""
    return {
        "id": draft.id,
        "drafted_by": draft.drafted_by,
        "at": draft.at,
        "at_utc": utc(draft.at),
        "not_after": draft.not_after,
        "not_after_utc": utc(draft.not_after),
        "state": draft.state,
        "words": draft.words,
        "persons": draft.persons,
        "rules": draft.rules,
        "message": draft.said,
        "preview": draft.preview.hex(),
        "digest": draft.digest.hex(),
        "ref": draft.ref,
        "released_by": draft.released_by,
    }

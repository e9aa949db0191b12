"""The phrasebooks of one node: the shipped one, others that a charter may name, and this party's own editions of them.

A line's charter names one phrasebook by its hash, and may name another after an amendment; so which book a reader uses is asked anew
for each charter, and several lines of one node may each have their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from watchline.errors import InvalidFromPeer
from watchline.phrase.book import Phrasebook
from watchline.phrase.reading import base_of, read_edition, read_phrasebook
from watchline.phrase.shipped import shipped

BOOKS_MAX: Final = 16
"""Files of a shelf."""


class Shelf(msgspec.Struct, frozen=True):
    """Phrasebooks beside the shipped one.

    Attributes:
        books: Those that stand alone.
        editions: This party's own; at most one for each phrasebook that it stands on.
        faults: By the name of each file that is not used, why. The others are: one damaged file must not silence a watch.
    """

    books: tuple[Phrasebook, ...] = ()
    editions: tuple[Phrasebook, ...] = ()
    faults: dict[str, str] = {}

    def for_charter(self, named: bytes | None) -> Phrasebook:
        """Return the book in whose words this party reads a line: its own edition of the one that the charter names, or that one.

        Args:
            named: Hash that the charter names; None: it names none. If that book is not here, it is as if none were named: what is
                said in it is then shown as code and parameters, and ``standing`` says why.
        """
        every = (shipped(), *self.books)
        agreed = next((book for book in every if book.hash == named), shipped())
        own = next((book for book in self.editions if book.base is not None and book.base.hash == agreed.hash), None)
        return own or agreed


def read_shelf(files: Mapping[str, bytes]) -> Shelf:
    """Return the shelf of some files, by their names; what cannot be used is named in ``faults`` and nothing is raised.

    An edition whose base is not among them is not used, nor is the second of one base: nobody could say whose words hold.
    """
    known = {shipped().hash: shipped()}
    with_base: list[tuple[str, bytes]] = []
    editions: dict[bytes, Phrasebook] = {}
    faults = dict.fromkeys(sorted(files)[BOOKS_MAX:], f"a node keeps {BOOKS_MAX} phrasebooks at most")
    for name in sorted(files)[:BOOKS_MAX]:
        try:
            base = base_of(files[name])
            if base is None:
                book = read_phrasebook(files[name])
                known.setdefault(book.hash, book)
            else:
                with_base.append((name, base))
        except InvalidFromPeer as why:
            faults[name] = str(why)
    for name, base in with_base:
        try:
            if base not in known:
                raise InvalidFromPeer("malformed", f"an own edition of the phrasebook {base.hex()}, which is not here")
            if base in editions:
                raise InvalidFromPeer("malformed", f"a second own edition of the phrasebook {base.hex()}")
            editions[base] = read_edition(files[name], known[base])
        except InvalidFromPeer as why:
            faults[name] = str(why)
    books = tuple(book for book in known.values() if book is not shipped())
    return Shelf(books, tuple(editions.values()), faults)

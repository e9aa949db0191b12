"""The officers of a node with their sessions, passkeys and acts: one book for all its lines."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from watchline.desk.acts import Acts
from watchline.desk.doors import Book
from watchline.desk.officers import Officers
from watchline.desk.passkeys import Passkeys, Site
from watchline.desk.sessions import Sessions


class Staff:
    """Who may sign in to the desk of a node.

    Args:
        book: The own side's book of the node.
        site: Where the desk is seen from.
        entropy: Draws random bytes.
    """

    def __init__(self, book: Book, site: Site, entropy: Callable[[int], bytes]) -> None:
        self.book = book
        self.officers = Officers(book, entropy)
        self.sessions = Sessions(book, self.officers, entropy)
        self.passkeys = Passkeys(self.officers, site, entropy)
        self.acts = Acts(book)
        # argon2id takes 64 MiB a time.
        self.guessing = asyncio.Semaphore(2)

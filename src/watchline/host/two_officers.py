"""What two officers must agree to say is not said by one who only opened the node's socket (docs/decisions/0040).

It holds once this node knows an officer who may sign in; a node without officers has nobody to ask. Which phrases take two is data. It
keeps officers to their own rule; against whoever runs the node's machine it protects nothing, as no rule of this program does.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from watchline.errors import OurMistake
from watchline.host.config import OWN, node_of
from watchline.host.here import Here
from watchline.host.onlooker import Onlooker
from watchline.host.phrases import persons_for
from watchline.node import Said, SayMessage
from watchline.store import OwnBook

if TYPE_CHECKING:
    from watchline.host.reading import Charters

TAKES_TWO = "{rules} Nothing was written. Put it before a releaser: `watchline draft DIR propose`, or at the desk; another officer then releases it."


class TwoOfficers:
    """The rule for one line.

    Args:
        folder: The line's.
        onlooker: Has the phrasebook in use.
    """

    def __init__(self, folder: Path, onlooker: Onlooker) -> None:
        self._folder, self._onlooker = folder, onlooker

    async def check(self, said: Said) -> None:
        """Refuse a message that takes two officers and that none released.

        Raises:
            OurMistake: it does, and officers are known.
        """
        if not isinstance(said, SayMessage) or said.release is not None or not said.phrases:
            return
        persons, rules = await self._onlooker.read(_persons([item.code for item in said.phrases]))
        if persons > 1 and officers_known(node_of(self._folder)):
            raise OurMistake(TAKES_TWO.format(rules=" ".join(rules)))


def officers_known(node: Path) -> bool:
    """Tell whether anybody may sign in to the desk of a node, by its folder."""
    with contextlib.closing(OwnBook(node / OWN)) as book:
        if not book.rows("officer"):
            return False
        # Not loaded by a node that has no officers: signing in brings its own libraries.
        from watchline.desk.officers import Officers

        return any(not officer.disabled for officer in Officers(book, bytes).all())


def _persons(codes: Sequence[str]) -> Callable[[Here, Charters], tuple[int, list[str]]]:
    return lambda here, _charters: persons_for(codes, here.book)

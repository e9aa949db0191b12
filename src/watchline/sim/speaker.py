"""Somebody at a desk of a simulated party: says things through the inputs of the node, some of them twice by a double click."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from watchline.node import Input, Reply

if TYPE_CHECKING:
    from watchline.sim.member import Member
    from watchline.sim.world import World

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000


class Speaker:
    """Says things and counts them.

    Args:
        world, member: Where and whose.
        random: His own; whatever he does is drawn from it.
        twice: Share of sayings handed in twice.
        until: He says nothing new after this simulated time.
    """

    def __init__(self, world: World, member: Member, random: Random, twice: float, until: int) -> None:
        self._world, self._member, self._random, self._twice = world, member, random, twice
        self.code = member.code
        self.until = until
        self.said = self.refused = 0
        self.words: dict[str, int] = {}

    async def _told(self, item: Input) -> Reply | None:
        """Say something; return the node's reply, or None if the machine is down or stops in between."""
        twice = (item, item) if self._random.random() < self._twice else (item,)
        replies = await self._member.act(*twice)
        if not replies:
            return None
        self.said += 1
        if replies[0].error:
            self.refused += 1
            words = replies[0].error
            self.words[words] = self.words.get(words, 0) + 1
        return replies[0]

    def _draft(self) -> bytes:
        return self._random.randbytes(16)

    def _down(self) -> bool:
        return not self._member.running

    def _later(self, what: object, *given: object) -> None:
        assert callable(what)
        self._world.post(self._world.time + self._random.randrange(MINUTE, 10 * MINUTE), what, *given)

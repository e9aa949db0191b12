"""Measures announced activities beside a simulated node, as a host's assessor does: what it reads is older than the step that takes what it found.

Between the look and the hand-over lies a time that the seed draws; so a version may be amended, a machine stop, a disk be full in between.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, NamedTuple

from watchline.assess import IN_MEMORY, Areas, Turn, assessments_due
from watchline.node import Assessed, Outcome, Reply
from watchline.node.doors import Held
from watchline.node.noticing import AGAIN_MS, AT_ONCE, ROUSES, look_again
from watchline.record import Charter
from watchline.record.notices import NOTICE
from watchline.store.area_file import AreaFile
from watchline.view import KIND, THREAD, EntryRef, kind_key, read_ref_key

if TYPE_CHECKING:
    from watchline.sim.member import Member
    from watchline.sim.world import World

MEASURING_MS = 3_000
"""Longest time from a look at the record until what was found is handed to the node."""


class Look(NamedTuple):
    """What a member has of its line."""

    charter: Charter
    code: str
    held: Held


class Assessor:
    """Beside the node of one member; lives as long as its process.

    Args:
        world, member: Where and whose. Every other party searches in SQLite, the others in memory: both must answer alike.
    """

    def __init__(self, world: World, member: Member) -> None:
        self._world, self._member = world, member
        self._random = Random(f"{world.seed} assessor {member.disk}")
        self._on_disk = world.charter.codes.index(member.code) % 2 == 0
        self._areas: Areas | None = None
        self._changed: dict[EntryRef, None] = {}
        self._life = 0
        self._busy = self._roused = False

    @property
    def rests(self) -> bool:
        """Whether nothing is to be looked at and nothing is under way."""
        return not (self._busy or self._roused)

    def started(self) -> None:
        """A process begins: with what the record holds."""
        self._life += 1
        self._areas, self._busy = None, False
        self._rouse()

    def loaded_again(self) -> None:
        """The process has a new node after its disk failed; it reads the record anew and is roused by nothing."""
        self._areas = None

    def performed(self, outcome: Outcome) -> None:
        """A step was carried out."""
        self._changed.update({read_ref_key(row.key): None for row in outcome.batch.rows if row.view == THREAD})
        if any(item.what in ROUSES for item in outcome.news):
            self._rouse()

    def _rouse(self) -> None:
        line = self._world.charter.line
        self._roused = bool(self._member.held.rows(KIND, kind_key(line, NOTICE), None, 1))
        if self._roused and not self._busy:
            self._later(self._look, 0)

    def _later(self, what: object, pause_ms: int, *given: object) -> None:
        assert callable(what)
        self._busy = True
        at = self._world.time + pause_ms + self._random.randrange(MEASURING_MS)
        self._world.post(at, what, self._life, *given)

    def _look(self, life: int) -> None:
        """Read what is committed, and measure."""
        if life != self._life:
            return
        self._roused = False
        if self._member.running:
            self._later(self._hand_over, 0, self._turn())
        else:  # its disk is mended in a moment
            self._later(self._look, AGAIN_MS)

    def _turn(self) -> Turn:
        member = self._member
        look = Look(member.node.core.charter, member.code, member.held)
        if self._areas is None:
            self._areas = Areas(member.code, AreaFile(None), IN_MEMORY if self._on_disk else 0)
            self._areas.follow(look, None)
        else:
            self._areas.follow(look, self._changed)
        self._changed.clear()
        return assessments_due(look, self._areas, AT_ONCE)

    async def _hand_over(self, life: int, turn: Turn) -> None:
        if life != self._life:
            return
        asked = [Assessed(ref=item.ref.text(), assessment=item.assessment) for item in turn.due]
        replies = await self._member.act(*asked)
        if life != self._life:
            return
        pause_ms = 0 if turn.compared else look_again(replies or [Reply(error="the disk failed")] * len(turn.due))
        if pause_ms is not None or self._roused:
            self._later(self._look, pause_ms or 0)
        else:
            self._busy = False

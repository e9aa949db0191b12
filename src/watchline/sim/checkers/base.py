"""What every checker is: hooks that the world calls, and one way to fail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from watchline.node import Input, Outcome
from watchline.node.doors import Batch

if TYPE_CHECKING:
    from watchline.sim.emitted import Emitted
    from watchline.sim.member import Member
    from watchline.sim.world import World


class Broken(AssertionError):
    """Something happened that must not; carries which checker saw it and when (simulated ms)."""

    def __init__(self, checker: str, time: int, words: str) -> None:
        super().__init__(f"{checker}: {words}")
        self.checker, self.time, self.words = checker, time, words


class Checker:
    """Base of all checkers. A checker overrides the hooks it needs; the world calls no others."""

    name = ""

    def __init__(self, world: World) -> None:
        self.world = world

    def fail(self, words: str) -> None:
        """Stop the run."""
        raise Broken(self.name, self.world.time, words)

    def started(self, member: Member) -> None:
        """A node was loaded from disk."""

    def stored(self, member: Member, batch: Batch) -> None:
        """A batch became durable at a node."""

    def sent(self, member: Member, emitted: Emitted) -> None:
        """A frame leaves a node."""

    def stepped(self, member: Member, inputs: Sequence[Input], outcome: Outcome) -> None:
        """A step of a node was carried out whole."""

    def calmed(self) -> None:
        """The last fault ended just now."""

    def healed(self, since: int) -> None:
        """No fault has been going on since then, and 35 s have passed."""

    def idle(self) -> None:
        """The faults are over for good, nobody says anything more, everything is delivered; hours of idleness begin."""

    def quiet(self) -> None:
        """The run ends: the line has been idle for hours."""


class Hooks:
    """The checkers of a run, by the hooks that they override."""

    def __init__(self, checkers: Iterable[Checker]) -> None:
        self.all = tuple(checkers)

        def those(hook: str) -> tuple[Any, ...]:
            base = getattr(Checker, hook)
            return tuple(item for item in self.all if getattr(type(item), hook) is not base)

        self.started, self.sent, self.stepped = those("started"), those("sent"), those("stepped")
        self.stored, self.calmed, self.healed = those("stored"), those("calmed"), those("healed")
        self.idle, self.quiet = those("idle"), those("quiet")

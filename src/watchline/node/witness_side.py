"""A witness as a node has it in memory."""

from __future__ import annotations

import msgspec


class WitnessRule(msgspec.Struct, frozen=True, kw_only=True):
    """A witness that this party took in for itself: how it calls it, its key, and the pace (ms) at which heads go to it."""

    name: str
    key: bytes
    every_ms: int


class WitnessSide:
    """One witness as seen from here.

    Attributes:
        sizes: Origin → what it said to hold.
        tries: Origin → submissions in this turn.
        heard_at: When it last answered, or when we began (ms, monotonic).
    """

    def __init__(self, rule: WitnessRule, mono: int) -> None:
        self.rule, self.connected = rule, False
        self.next_at = self.heard_at = mono
        self.sizes: dict[str, int] = {}
        self.tries: dict[str, int] = {}

"""Required separation: how near two kinds of activity may come, as the parties of a line agreed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from watchline.codec import encode
from watchline.codec.cbor import in_order
from watchline.keys import labelled_digest
from watchline.measure.length import parse_length

if TYPE_CHECKING:
    from collections.abc import Mapping

    from watchline.record.charter_articles import Separation


_TIME: Final = re.compile(r"([0-9]{1,7}) ?(s|min|h)")
_MS_IN: Final = {"s": 1_000, "min": 60_000, "h": 3_600_000}


class Minima(NamedTuple):
    """Two activities are in conflict if no more than all three lie between them: centimetres, centimetres, milliseconds."""

    lateral_cm: int
    vertical_cm: int
    time_ms: int


def parse_minima(text: str) -> Minima:
    """Return the minima of text like ``5000m,300m,15min``: lateral and vertical lengths, then a time, rounded up.

    Raises:
        ValueError: another form, with the form to write.
    """
    parts = text.split(",")
    if len(parts) != 3:
        raise ValueError(f"not a separation: {text!r}; write lateral, vertical, time, like 5000m,300m,15min")
    return Minima(parse_length(parts[0]), parse_length(parts[1]), _parse_time(parts[2]))


def _parse_time(text: str) -> int:
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"not a time: {text!r}; write it like 15min, 900s or 1h")
    return int(found[1]) * _MS_IN[found[2]]


@dataclass(frozen=True, slots=True)
class Table:
    """The minima of a line. Both parties' kinds count alike; the order of a pair means nothing.

    Attributes:
        kinds: By kind, as a charter has them. A pair of kinds gets the greater of the two in each measure; a kind that is not named
            adds nothing. Of two that are not named nothing is agreed, and only proximity is reported.
        pairs: By pair of kinds, in either order; stands before ``kinds``.
        clock_ms: The parties' agreed clock difference; added to the time of each.
    """

    kinds: Mapping[str, Minima] = field(default_factory=dict)
    pairs: Mapping[tuple[str, str], Minima] = field(default_factory=dict)
    clock_ms: int = 0

    def of(self, one: str, other: str) -> Minima | None:
        """Return what is agreed for two kinds, or None."""
        found = self.pairs.get((one, other)) or self.pairs.get((other, one))
        if found is None:
            named = [self.kinds[kind] for kind in (one, other) if kind in self.kinds]
            if not named:
                return None
            found = Minima(*(max(measure) for measure in zip(*named, strict=True)))
        return found._replace(time_ms=found.time_ms + self.clock_ms)

    def hash(self) -> bytes:
        """Return the hash by which an assessment names the table it was measured by (docs/spec/notices.md)."""
        kinds = in_order({kind: list(minima) for kind, minima in self.kinds.items()})
        pairs = sorted([*sorted(pair), *minima] for pair, minima in self.pairs.items())
        return labelled_digest("separation", encode(in_order({"clock": self.clock_ms, "kinds": kinds, "pairs": pairs})))


def of_charter(separation: Mapping[str, Separation], clock_ms: int = 0) -> Table:
    """Return the table of a charter's ``separation`` and its greatest clock difference."""
    kinds = {
        kind: Minima(minima.lateral_m * 100, minima.vertical_m * 100, minima.time_s * 1000)
        for kind, minima in separation.items()
    }
    return Table(kinds, clock_ms=clock_ms)

"""The article on third states: territory behind a line whose state is to be told of what comes near it, and who of the parties tells it.

The third state is no party: it signs nothing, and no node sends it anything. The article recognises no border; it says what these
parties agreed to do.
"""

from __future__ import annotations

from typing import Any

import msgspec

from watchline.measure.position import Position
from watchline.record import charter_limits as limits
from watchline.record.charter_articles import read_position
from watchline.record.charter_reading import Prose, Unknown, count, many, once, one_of, prose, words

_NAMES = ("name", "area", "within_m", "told_by", "how")


class ThirdState(msgspec.Struct, frozen=True):
    """Territory of a state that is no party, as the parties of this line word it.

    Attributes:
        name: By which notices and entries refer to it.
        area: Outline of the territory as far as it matters here: positions, the first not repeated, edges shortest lines.
        within_m: An activity whose area touches the territory or comes so near to it, metres, concerns the third state.
        told_by: Parties that tell it; empty: the party whose activity it is.
        how: By which way, in words; may be empty.
    """

    name: str
    area: tuple[Position, ...]
    within_m: int
    told_by: tuple[str, ...]
    how: Prose

    def tellers(self, author: str) -> tuple[str, ...]:
        """Return who tells it of an activity of a party."""
        return self.told_by or (author,)


def read_third_states(value: Any, codes: tuple[str, ...], unknown: Unknown) -> tuple[ThirdState, ...]:
    """Return the third states of a charter.

    Args:
        value: The article.
        codes: The parties, in charter order.
        unknown: Takes fields that this version does not know.
    """
    made = []
    for item in many(value, "third_states", limits.THIRD_STATES_MAX):
        fields = unknown.table(item, "third_states", _NAMES)
        ring = many(fields.get("area"), "third_states.area", limits.POINTS_MAX, 3)
        named = many(fields.get("told_by", []), "third_states.told_by", len(codes))
        told_by = tuple(one_of(code, "third_states.told_by", codes) for code in named)
        once(told_by, "third_states.told_by")
        made.append(
            ThirdState(
                words(fields.get("name"), "third_states.name", limits.NAME_TEXT_MAX),
                tuple(read_position(at, "third_states.area") for at in ring),
                count(fields.get("within_m", 0), "third_states.within_m", 0, limits.SEPARATION_M_MAX, "write metres"),
                told_by,
                prose(fields["how"], "third_states.how") if "how" in fields else {},
            )
        )
    once(made, "third_states.name", lambda state: state.name)
    return tuple(made)

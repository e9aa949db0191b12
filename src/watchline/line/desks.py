"""Desks, levels and telephones of a line: whom the charter names for a matter, and whom one calls when the line is DARK."""

from __future__ import annotations

from watchline.line.state import LineState
from watchline.record import Charter, Phone


def posts_for(charter: Charter, desk: str, level: int = 0) -> tuple[str, ...]:
    """Return the posts of a level that serve a desk, in charter order: those of that desk first, then those of every desk.

    Args:
        charter: The charter in force.
        desk: ``air``, ``ground``, ``maritime`` or ``humanitarian``.
        level: Place on the ladder, 0 is the watch.
    """
    there = [post for post in charter.posts if charter.level_of(post) == level]
    own = [post for post in there if desk in charter.desks_of(post)]
    return (*own, *(post for post in there if not charter.desks_of(post)))


def level_above(charter: Charter, desk: str, level: int) -> int | None:
    """Return the next higher level that has a post for a desk: where a matter goes next. None if there is none."""
    for above in range(level + 1, len(charter.ladder)):
        if posts_for(charter, desk, above):
            return above
    return None


def fallback_phones(charter: Charter, state: LineState, code: str, desk: str = "") -> tuple[Phone, ...]:
    """Return the telephone numbers to call a party while the line towards it is DARK; nothing in any other state.

    Args:
        charter: The charter in force.
        state: The line's state towards that party.
        code: The party.
        desk: Numbers of this desk come first, then those for every desk; without one all, in charter order.
    """
    if state is not LineState.DARK:
        return ()
    theirs = [phone for phone in charter.phones if phone.party == code]
    if not desk:
        return tuple(theirs)
    own = [phone for phone in theirs if phone.desk == desk]
    return (*own, *(phone for phone in theirs if not phone.desk))

"""A page of a list: of threads by a reference, the newest first asked for; of anything else by an offset; and how to ask for the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from watchline.errors import OurMistake
from watchline.host.here import Here, reference
from watchline.sentence import worded
from watchline.view import EntryRef


class Referred(Protocol):
    """What stands somewhere."""

    @property
    def ref(self) -> EntryRef:
        """Where."""
        ...


T = TypeVar("T", bound=Referred)
Item = TypeVar("Item")


class Page(NamedTuple, Generic[T]):
    """What is shown, whether there is more, and what to ask with for it (``after`` or ``before``); None: that was all."""

    shown: Sequence[T]
    more: bool
    next: dict[str, str] | None


def page_of(here: Here, found: Sequence[T], what: str, *, limit: int, after: str, before: str) -> Page[T]:
    """Return a page of threads that stand in the common order.

    Args:
        here: What this node can show.
        found: All of them.
        what: One of them in a word, which is also the verb that lists them: ``call``.
        limit: How many at most.
        after: A reference of one of them: what follows it.
        before: What precedes it; at most one of the two, both empty: the newest.

    Raises:
        OurMistake: both are given, or a reference is none of these.
    """
    if after and before:
        raise OurMistake(f"Ask for what is after one {what} or before one, not both.")
    if after:
        rest = found[_index(here, found, what, after) + 1 :]
        shown, more = rest[:limit], len(rest) > limit
        return Page(shown, more, {"after": reference(here, shown[-1].ref)} if more else None)
    rest = found[: _index(here, found, what, before)] if before else found
    shown, more = rest[-limit:], len(rest) > limit
    return Page(shown, more, {"before": reference(here, shown[0].ref)} if more else None)


def _index(here: Here, found: Sequence[T], what: str, text: str) -> int:
    ref = here.find(text)
    for index, item in enumerate(found):
        if item.ref == ref:
            return index
    if what == "call":
        raise OurMistake(worded("{text} is not a call; `watchline call DIR list` shows the calls.", text=text))
    raise OurMistake(
        worded("{text} is not a notice of this list; `watchline notice DIR list` shows the notices.", text=text)
    )


def page_from(found: Sequence[Item], asked: Mapping[str, Any]) -> tuple[Sequence[Item], dict[str, Any]]:
    """Return a page of a list by ``limit`` and ``offset``, and what the answer says of the others: ``more``, ``next``."""
    end = int(asked["offset"]) + int(asked["limit"])
    more = len(found) > end
    return found[int(asked["offset"]) : end], {"more": more, "next": {"offset": end} if more else None}

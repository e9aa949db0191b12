"""Whether the readouts of a call are agreed to be confidential: proposed by one of its parties, agreed or not by the other.

A function of the call's thread, in the common order. An answer counts only if it names, in ``refs[1]``, an open proposal of the
other party; what does not count changes nothing and is listed.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Final, NamedTuple

from watchline.record import Header
from watchline.record.readouts import AGREED, NOT_AGREED, PROPOSED
from watchline.view.keys import EntryRef
from watchline.view.thread import BESIDE, Act, Thread, acts

Read = Callable[[EntryRef], tuple[Header | None, Any]]
"""Reads an entry: its header and its record; None where it is not held, cannot be read, or its body is erased."""


class Confidential(StrEnum):
    """Where it stands."""

    NONE = "none"
    PROPOSED = "proposed"
    AGREED = "agreed"
    NOT_AGREED = "not_agreed"


class Side(StrEnum):
    """Who acts, as seen from the proposal that is open or named."""

    PROPOSER = "proposer"
    OTHER = "other"


_C, _P, _O = Confidential, Side.PROPOSER, Side.OTHER
TABLE: Final[dict[tuple[Confidential, str, Side], Confidential]] = {
    (_C.NONE, PROPOSED, _P): _C.PROPOSED,
    (_C.PROPOSED, PROPOSED, _O): _C.PROPOSED,
    (_C.PROPOSED, AGREED, _O): _C.AGREED,
    (_C.PROPOSED, NOT_AGREED, _O): _C.NOT_AGREED,
    (_C.NOT_AGREED, PROPOSED, _P): _C.PROPOSED,
}
"""(state, kind, side) -> the state after it; what is not here has no effect. Whoever proposes where nothing is open is the proposer."""


class Proposal(NamedTuple):
    """A proposal and its answer, if there is one."""

    act: Act
    answer: Act | None = None


class Confidentiality(NamedTuple):
    """What the record says of it; ``agreed`` is the entry by which it was agreed."""

    state: Confidential
    proposals: tuple[Proposal, ...]
    agreed: Act | None
    without_effect: tuple[Act, ...]

    @property
    def open(self) -> tuple[Act, ...]:
        """The proposals that wait for an answer."""
        return tuple(item.act for item in self.proposals if item.answer is None and self.state == _C.PROPOSED)


def confidentiality(thread: Thread, parties: tuple[str, str], read: Read) -> Confidentiality:
    """Return the state for the call of a thread.

    Args:
        thread: The call's thread.
        parties: The two parties of the call.
        read: Reads an entry.
    """
    state, agreed = _C.NONE, None
    proposals: dict[EntryRef, Proposal] = {}
    left: list[Act] = []
    for act in acts(thread):
        if act.kind not in {PROPOSED, AGREED, NOT_AGREED} or act.how == BESIDE:
            continue
        if act.code not in parties:
            left.append(act)
            continue
        refs = named(read, act.ref)
        about = _about(act, refs, proposals)
        after = None if about is None else TABLE.get((state, act.kind, about))
        if after is None:
            left.append(act)
        elif act.kind == PROPOSED:
            proposals[act.ref], state = Proposal(act), after
        else:
            proposals[refs[1]] = proposals[refs[1]]._replace(answer=act)
            agreed = act if act.kind == AGREED else None
            others = any(item.answer is None for item in proposals.values())
            state = _C.PROPOSED if after == _C.NOT_AGREED and others else after
    return Confidentiality(state, tuple(proposals.values()), agreed, tuple(left))


def _about(act: Act, refs: list[EntryRef], proposals: dict[EntryRef, Proposal]) -> Side | None:
    """Return as whom a party acts: towards the open proposals when it proposes, else towards the open one that it names."""
    if act.kind == PROPOSED:
        mine = any(item.act.code == act.code and item.answer is None for item in proposals.values())
        others = any(item.act.code != act.code and item.answer is None for item in proposals.values())
        return _P if mine or not others else _O
    about = proposals.get(refs[1]) if len(refs) > 1 else None
    if about is None or about.answer is not None:
        return None
    return _P if about.act.code == act.code else _O


def named(read: Read, ref: EntryRef) -> list[EntryRef]:
    """Return the entries that an entry refers to, in its order."""
    header, _ = read(ref)
    return [] if header is None else [EntryRef(item.code, item.epoch, item.index) for item in header.refs]


def lists(header: Header, ref: EntryRef) -> bool:
    """Tell whether an entry's author holds another entry by its own word: its own log precedes it, or ``seen`` covers it."""
    if header.author == ref.code:
        return (header.epoch, header.index) > (ref.epoch, ref.index)
    return any(
        item.code == ref.code and (item.epoch > ref.epoch or (item.epoch == ref.epoch and item.size > ref.index))
        for item in header.seen
    )

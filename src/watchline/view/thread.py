"""A thread's row: what opened it and every act upon it. Recomputed from all its entries, in the common order (8.4).

The row never depends on now or on the order of arrival. *Late, missed, overdue* are computed elsewhere, from (row, now).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from watchline.record import Header, Kind, LineTest, LineTestAnswered, Message, MessageAcknowledged, Record
from watchline.view.facts import KEPT, facts_of
from watchline.view.keys import EntryRef

BESIDE = "beside"
"""``Act.how`` of an entry that acts upon the opener which its first reference names, and names this one besides."""


class Placed(NamedTuple):
    """An entry with its place: what the views fold. ``record`` is None when the kind is unknown or unreadable."""

    ref: EntryRef
    leaf_hash: bytes
    depth: int
    order: bytes
    header: Header
    record: Record | None

    @property
    def place(self) -> tuple[int, bytes, bytes]:
        """The common order: depth, party order at that depth, leaf hash."""
        return (self.depth, self.order, self.leaf_hash)


class Act(msgspec.Struct, frozen=True, array_like=True):
    """An entry that refers to a thread's opener.

    ``how`` is answered_by, or how it was acknowledged, or ``BESIDE``, else empty; ``facts`` are the fields of a body of which
    ``view/facts.py`` says that its thread's state depends on them.
    """

    depth: int
    order: bytes
    leaf_hash: bytes
    code: str
    epoch: int
    index: int
    kind: str
    t: int
    how: str
    quality: int
    facts: dict[str, Any]

    @property
    def place(self) -> tuple[int, bytes, bytes]:
        """The common order."""
        return (self.depth, self.order, self.leaf_hash)

    @property
    def ref(self) -> EntryRef:
        """Where the act stands."""
        return EntryRef(self.code, self.epoch, self.index)


class Opener(msgspec.Struct, frozen=True, array_like=True):
    """What opened a thread. ``precedence`` and ``to`` of a message; ``circuit``, ``due`` (-1: none), ``reverse`` of a test."""

    depth: int
    order: bytes
    leaf_hash: bytes
    kind: str
    serial: int
    t: int
    post: str
    precedence: str
    to: tuple[str, ...]
    circuit: str
    due: int
    reverse: int
    facts: dict[str, Any] = msgspec.field(default_factory=dict)


class Thread(msgspec.Struct, frozen=True, array_like=True):
    """The row: (opener or nothing, acts in the common order)."""

    opener: tuple[Opener, ...]
    acts: tuple[tuple[Any, ...], ...]

    def read(self) -> tuple[Act, ...]:
        """Return the acts, in the common order; those that name another leaf than the opener's are not kept."""
        return tuple(Act(*item) for item in self.acts)


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Thread).decode
EMPTY_THREAD = Thread((), ())


def write_thread(thread: Thread) -> bytes:
    """Return the row's bytes (MessagePack: own rows never cross the wire and need no second form)."""
    return _encode(thread)


def read_thread(row: bytes | None) -> Thread:
    """Return a row's thread; an absent row is an empty thread."""
    return EMPTY_THREAD if row is None else _decode(row)


def opener_of(entry: Placed) -> Opener:
    """Return what an entry opens."""
    header, record = entry.header, entry.record
    message = record if isinstance(record, Message) else None
    test = record if isinstance(record, LineTest) else None
    return Opener(
        depth=entry.depth,
        order=entry.order,
        leaf_hash=entry.leaf_hash,
        kind=header.kind,
        serial=header.serial or 0,
        t=header.t,
        post=header.post,
        precedence=message.precedence if message else "",
        to=tuple(message.to) if message else (),
        circuit=test.circuit if test else "",
        due=-1 if test is None or test.due is None else test.due,
        reverse=1 if test is not None and test.reverse else 0,
        facts=facts_of(header.kind, record),
    )


def act_of(entry: Placed, target: bytes) -> tuple[Any, ...]:
    """Return the act that an entry is upon the entry it refers to, with the leaf hash it names last."""
    header, record = entry.header, entry.record
    how, quality = "", 0
    if isinstance(record, LineTestAnswered):
        how, quality = record.answered_by, record.quality or 0
    elif isinstance(record, MessageAcknowledged):
        how = record.how
    elif header.kind in KEPT and header.refs[0].leaf_hash != target:
        how = BESIDE
    return (
        entry.depth,
        entry.order,
        entry.leaf_hash,
        entry.ref.code,
        entry.ref.epoch,
        entry.ref.index,
        header.kind,
        header.t,
        how,
        quality,
        facts_of(header.kind, record),
        target,
    )


def with_act(thread: Thread, act: tuple[Any, ...]) -> Thread:
    """Return the thread with an act in its place; the same leaf again replaces itself (its depth may have changed)."""
    if thread.opener and thread.opener[0].leaf_hash != act[-1]:
        return thread
    acts = [item for item in thread.acts if item[2] != act[2]]
    acts.append(act)
    if len(acts) > 1:
        acts.sort(key=lambda item: item[:3])
    return Thread(thread.opener, tuple(acts))


def with_opener(thread: Thread, opener: Opener) -> Thread:
    """Return the thread with its opener; acts that named another leaf fall away."""
    return Thread((opener,), tuple(item for item in thread.acts if item[-1] == opener.leaf_hash))


class TestState(NamedTuple):
    """What the record says of a line test: the first answer by a watch, and the first by a node."""

    watch: Act | None
    node: Act | None


def acts(thread: Thread) -> tuple[Act, ...]:
    """Return the thread's acts in the common order."""
    return tuple(Act(*item[:-1]) for item in thread.acts)


def test_state(thread: Thread, author: str) -> TestState:
    """Return who answered a test of ``author``; its own answers do not count."""
    by: dict[str, Act] = {}
    for act in acts(thread):
        if act.kind == Kind.LINE_TEST_ANSWERED and act.code != author:
            by.setdefault(act.how, act)
    return TestState(by.get("watch"), by.get("node"))


class MessageState(NamedTuple):
    """What the record says of a message, by recipient: first read, first acknowledgement after it, one before it."""

    read: dict[str, Act]
    acknowledged: dict[str, Act]
    acknowledged_before_read: dict[str, Act]
    corrected: tuple[Act, ...]


def message_state(thread: Thread, author: str) -> MessageState:
    """Return who read and acknowledged a message of ``author``."""
    state = MessageState({}, {}, {}, ())
    corrections = []
    for act in acts(thread):
        if act.kind == Kind.CORRECTION:
            corrections.append(act)
        elif act.code == author:
            continue
        elif act.kind == Kind.MESSAGE_READ:
            state.read.setdefault(act.code, act)
        elif act.kind == Kind.MESSAGE_ACKNOWLEDGED:
            first = state.acknowledged if act.code in state.read else state.acknowledged_before_read
            first.setdefault(act.code, act)
    return state._replace(corrected=tuple(corrections))


def recipients(opener: Opener, author: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the parties a message is for: those named, or all others."""
    others = tuple(code for code in codes if code != author)
    return tuple(code for code in others if code in opener.to) if opener.to else others


def finished(thread: Thread, author: str, codes: tuple[str, ...]) -> bool:
    """Tell whether every recipient has read a message."""
    if not thread.acts:
        return bool(thread.opener[0].to) and not recipients(thread.opener[0], author, codes)
    read = message_state(thread, author).read
    return all(code in read for code in recipients(thread.opener[0], author, codes))

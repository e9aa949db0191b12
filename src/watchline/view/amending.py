"""The acts of amendments, one row each, and what they say together: which charter is in force, since when, what is proposed.

A row holds what one entry says and nothing of any other, so that it is the same whatever came before it. What the entries mean
together is computed from all rows (``line/amendment.py``): they are few. Of one party the first ``ACTS_MAX`` entries about successors of
one charter count, so that nobody can make the others compute without end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from watchline.errors import InvalidFromPeer
from watchline.keys import labelled_digest
from watchline.line import (
    Act,
    ActKind,
    Amendments,
    Left,
    Stood,
    Term,
    amendments,
    history,
    one_term,
    root_signatures_needed,
    with_term,
)
from watchline.party import read_roster
from watchline.record import (
    Charter,
    CharterInForce,
    CharterProposed,
    Header,
    Leave,
    Record,
    left_by_root,
    read_charter,
    roots_of,
    unsigned_roots,
)
from watchline.record.agreement import LEAVE
from watchline.view.keys import EntryRef

ACTS_MAX = 64
Read = Callable[[bytes], Charter | None]


class Told(msgspec.Struct, frozen=True, array_like=True):
    """One entry of an amendment, as its row keeps it.

    Attributes:
        kind: ``charter_proposed``, ``charter_signed`` …
        leaf: Its leaf hash.
        t: Its author's claim, ms.
        post: The post that spoke.
        seen: (code, epoch, size) of each head that it lists as seen.
        refs: Leaf hashes that it names; the first of an answer is the proposal.
        successor, prev: Of a proposal: hash of the proposed charter and of the one it is to replace (empty: it is no charter that can be read).
            Of ``leave``: ``prev`` is the charter that its root names.
        roots: (code, signature) by roots, as the body has them.
        rosters: (code, root, number, hash) of each roster in the body that verifies.
    """

    kind: str
    leaf: bytes
    t: int
    post: str
    seen: tuple[tuple[str, int, int], ...]
    refs: tuple[bytes, ...]
    successor: bytes = b""
    prev: bytes = b""
    roots: tuple[tuple[str, bytes], ...] = ()
    rosters: tuple[tuple[str, bytes, int, bytes], ...] = ()


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Told).decode


def told_by(leaf_hash: bytes, header: Header, record: Record) -> Told:
    """Return what an entry of an amendment tells."""
    successor = prev = b""
    roots: tuple[tuple[str, bytes], ...] = ()
    rosters: tuple[tuple[str, bytes, int, bytes], ...] = ()
    match record:
        case CharterProposed():
            successor = labelled_digest("charter", record.charter)
            prev = _replaced(record.charter, header.line)
        case CharterInForce():
            roots, rosters = tuple(record.signatures), tuple(_rosters(record.rosters))
        case Leave():
            roots, prev = ((record.code, record.signature),), record.charter
        case _:
            pass
    return Told(
        header.kind,
        leaf_hash,
        header.t,
        header.post,
        tuple((seen.code, seen.epoch, seen.size) for seen in header.seen),
        tuple(ref.leaf_hash for ref in header.refs),
        successor,
        prev,
        roots,
        rosters,
    )


def _rosters(signed: Iterable[bytes]) -> Iterator[tuple[str, bytes, int, bytes]]:
    for data in signed:
        try:
            roster = read_roster(data)
        except InvalidFromPeer:
            continue
        yield roster.code, roster.root, roster.number, roster.hash()


def _replaced(data: bytes, line: bytes) -> bytes:
    try:
        charter = read_charter(data)
    except InvalidFromPeer:
        return b""
    return charter.prev if charter.prev is not None and charter.line == line else b""


def write_told(told: Told) -> bytes:
    """Return the row's bytes."""
    return _encode(told)


def read_told(row: bytes) -> Told:
    """Return what a row keeps."""
    return _decode(row)


def acts_of(told: Mapping[EntryRef, Told], late: Callable[[EntryRef], bool], read: Read) -> tuple[Act, ...]:
    """Return the acts of all rows; an answer to a proposal that is not here (yet) is left aside.

    ``late``: whether an entry came late from a closed log and is not adopted; ``read`` returns a charter by its hash.
    """
    proposals = {item.leaf: (ref, item) for ref, item in told.items() if item.kind == ActKind.PROPOSED}
    counted: dict[tuple[str, bytes], int] = {}
    found = []
    for ref, item in sorted(told.items()):
        own = item.kind == ActKind.PROPOSED
        of = proposals.get(item.leaf if own else item.refs[0] if item.refs else b"")
        if of is None or item.kind == LEAVE:
            continue
        proposer, proposal = of
        number = counted[ref.code, proposal.prev] = counted.get((ref.code, proposal.prev), 0) + 1
        if number <= ACTS_MAX:
            found.append(
                Act(
                    ActKind(item.kind),
                    ref.code,
                    (ref.epoch, ref.index),
                    item.leaf,
                    proposal.successor,
                    proposal.prev,
                    proposer.code,
                    item.seen,
                    () if own else item.refs[1:],
                    void=late(ref),
                    unsigned=_unsigned(item, proposal, read) if item.kind == ActKind.IN_FORCE else (),
                )
            )
    return tuple(found)


def _unsigned(decision: Told, proposal: Told, read: Read) -> tuple[str, ...]:
    """Return whose root signature, or roster, a decision lacks that its change needs (PROTOCOL 6.5)."""
    old, new = read(proposal.prev), read(proposal.successor)
    if old is None or new is None or not root_signatures_needed(old, new):
        return ()
    lacking = set(unsigned_roots(old, new, dict(decision.roots)))
    named = {(party.code, party.root, *party.roster) for party in new.parties if party.code not in old.codes}
    lacking |= {code for code, *_ in named - set(decision.rosters)}
    return tuple(code for code in roots_of(old, new) if code in lacking)


def _left(told: Mapping[EntryRef, Told], read: Read) -> Iterator[Left]:
    for ref, item in told.items():
        charter = read(item.prev) if item.kind == LEAVE else None
        if charter is not None:
            ((code, signature),) = item.roots
            if left_by_root(charter, Leave(code=code, charter=item.prev, signature=signature)):
                yield Left(code, item.prev, ref.code, (ref.epoch, ref.index))


class Amended(NamedTuple):
    """What the rows say together: the model, where each leaf stands, and from when each decision holds (ms)."""

    model: Amendments
    told: Mapping[EntryRef, Told]
    places: Mapping[bytes, EntryRef]
    starts: Mapping[bytes, int]

    def terms(self, founding: Charter, read: Read) -> tuple[Term, ...]:
        """Return the charters that held one after the other; ``read`` returns a charter by its hash."""
        terms = one_term(founding)
        for successor, _act in self.model.decisions:
            charter = read(successor)
            assert charter is not None, "a proposal that counts is kept with its charter"
            terms = with_term(terms, self.starts[successor], charter)
        return terms


def amended(
    founding: Charter,
    told: Mapping[EntryRef, Told],
    read: Read,
    stood: Iterable[Stood] = (),
    late: Callable[[EntryRef], bool] = lambda _ref: False,
) -> Amended:
    """Return what the rows of a line say together.

    Args:
        founding: The founding charter.
        told: The entries of amendments.
        read: Returns a charter of the line by its hash, as far as it is here.
        stood: What the parties say of their closed logs.
        late: Whether an entry came late from a closed log and is not adopted.
    """
    acts: Iterable[Act] = acts_of(told, late, read) if told else ()
    proposed = {item.successor: read(item.successor) for item in told.values() if item.successor}
    model = amendments(
        founding.codes,
        founding.hash,
        acts,
        history=history(stood),
        parties={hash_: charter.codes for hash_, charter in proposed.items() if charter is not None},
        left=_left(told, read),
    )
    places = {item.leaf: ref for ref, item in told.items()}
    starts = {}
    for successor, act in model.decisions:
        leaves = [act.leaf, *(leaf for leaf in act.refs if leaf in places)]
        leaves += [
            other.leaf
            for other in acts
            if other.kind is ActKind.PROPOSED and (other.successor, other.proposer) == (successor, act.proposer)
        ]
        starts[successor] = max(told[places[leaf]].t for leaf in leaves)
    return Amended(model, told, places, starts)

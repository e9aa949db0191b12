"""The acts of amendments, one row each, and what they say together: which charter is in force, since when, what is proposed.

A row holds what one entry says and nothing of any other, so that it is the same whatever came before it. What the entries mean
together is computed from all rows (``line/amendment.py``): they are few. Of one party the first ``ACTS_MAX`` entries about successors of
one charter count, so that nobody can make the others compute without end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import msgspec

from watchline.errors import InvalidFromPeer
from watchline.keys import labelled_digest
from watchline.line import Act, ActKind, Amendments, Stood, Term, amendments, history, one_term, with_term
from watchline.record import Charter, CharterProposed, Header, Record, read_charter
from watchline.view.keys import EntryRef

ACTS_MAX = 64


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
    """

    kind: str
    leaf: bytes
    t: int
    post: str
    seen: tuple[tuple[str, int, int], ...]
    refs: tuple[bytes, ...]
    successor: bytes = b""
    prev: bytes = b""


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Told).decode


def told_by(leaf_hash: bytes, header: Header, record: Record) -> Told:
    """Return what an entry of an amendment tells."""
    successor = prev = b""
    if isinstance(record, CharterProposed):
        successor = labelled_digest("charter", record.charter)
        prev = _replaced(record.charter, header.line)
    return Told(
        header.kind,
        leaf_hash,
        header.t,
        header.post,
        tuple((seen.code, seen.epoch, seen.size) for seen in header.seen),
        tuple(ref.leaf_hash for ref in header.refs),
        successor,
        prev,
    )


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


def acts_of(told: Mapping[EntryRef, Told], late: Callable[[EntryRef], bool]) -> tuple[Act, ...]:
    """Return the acts of all rows; an answer to a proposal that is not here (yet) is left aside.

    ``late``: whether an entry came late from a closed log and is not adopted.
    """
    proposals = {item.leaf: (ref, item) for ref, item in told.items() if item.kind == ActKind.PROPOSED}
    counted: dict[tuple[str, bytes], int] = {}
    found = []
    for ref, item in sorted(told.items()):
        own = item.kind == ActKind.PROPOSED
        of = proposals.get(item.leaf if own else item.refs[0] if item.refs else b"")
        if of is None:
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
                )
            )
    return tuple(found)


class Amended(NamedTuple):
    """What the rows say together: the model, where each leaf stands, and from when each decision holds (ms)."""

    model: Amendments
    told: Mapping[EntryRef, Told]
    places: Mapping[bytes, EntryRef]
    starts: Mapping[bytes, int]

    def terms(self, founding: Charter, read: Callable[[bytes], Charter]) -> tuple[Term, ...]:
        """Return the charters that held one after the other; ``read`` returns a charter by its hash."""
        terms = one_term(founding)
        for successor, _act in self.model.decisions:
            terms = with_term(terms, self.starts[successor], read(successor))
        return terms


def amended(
    founding: Charter,
    told: Mapping[EntryRef, Told],
    stood: Iterable[Stood] = (),
    late: Callable[[EntryRef], bool] = lambda _ref: False,
) -> Amended:
    """Return what the rows of a line say together.

    Args:
        founding: The founding charter.
        told: The entries of amendments.
        stood: What the parties say of their closed logs.
        late: Whether an entry came late from a closed log and is not adopted.
    """
    acts: Iterable[Act] = acts_of(told, late) if told else ()
    model = amendments(founding.codes, founding.hash, acts, history=history(stood))
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

"""Everything that can be said on a line, one frozen record per kind (docs/spec/kinds.md).

``read_body`` turns a body into its record; ``write_body`` does the reverse. A kind that this version does not know is
``None`` here: it is stored, cosigned and shown as unknown, and no view acts on it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Final, TypeAlias

import msgspec

from watchline.codec import decode, encode
from watchline.codec.cbor import in_order
from watchline.errors import InvalidFromPeer
from watchline.phrase import PhraseUse
from watchline.record import agreement, calls, notices, readouts, suspension
from watchline.record.body import Body, Count, Digest, Flag, Short, Text

PHRASES_MAX: Final = 8
"""Phrases of one message: what is read aloud and read back at once."""
Quality = Annotated[int, msgspec.Meta(ge=1, le=5)]
Outcome = Annotated[str, msgspec.Meta(pattern=r"^(answered|no_answer)\Z")]


REASON_PARTIES: Final = "parties"
"""Reason of an epoch that was opened for a change of parties."""


class EpochOpen(Body, frozen=True, kw_only=True, omit_defaults=True):
    """Leaf 0 of an epoch: why it was opened, with which keys, knowing which rosters (code, number, hash).

    ``prev``: only in later epochs: the last head of the epoch before that its party stands by (origin, size, root). ``missing``: leaves
    below it that nobody could deliver when this was written (from, to, root of the head that covers them).
    """

    reason: Short
    key_set: dict[str, bytes]
    rosters: list[tuple[Short, Count, Digest]]
    prev: tuple[Short, Count, Digest] | None = None
    missing: list[tuple[Count, Count, Digest]] | None = None


class EpochClose(Body, frozen=True, kw_only=True, omit_defaults=True):
    """The last leaf of an epoch that its party ends as planned: the signed roster that lists the next key set, and that key set."""

    roster: bytes
    key_set: dict[str, bytes]


class EpochAdopt(Body, frozen=True, kw_only=True, omit_defaults=True):
    """A head of an earlier epoch of this party, beyond ``prev``, that turned up later and that the party knows as its own."""

    origin: Short
    size: Count
    root: Digest


class CharterBody(Body, frozen=True, kw_only=True, omit_defaults=True):
    """Leaf 1 of epoch 1: the founding charter's bytes and all root signatures (code, signature)."""

    charter: bytes
    signatures: list[tuple[Short, bytes]]


class EpochSeen(Body, frozen=True, kw_only=True, omit_defaults=True):
    """This party holds that party's epoch, with this key set and roster, and by which means the root was compared."""

    code: Short
    epoch: Count
    key_set: Digest
    roster: tuple[Count, Digest]
    means: Short


class RosterSeen(Body, frozen=True, kw_only=True, omit_defaults=True):
    """This party holds that roster of that party."""

    code: Short
    number: Count
    hash: Digest


class Receipt(Body, frozen=True, kw_only=True, omit_defaults=True):
    """The node's echo: entries ``start`` … ``to``-1 of ``origin`` were stored at ``at`` (ms, the writer's clock)."""

    origin: Short
    start: Count = msgspec.field(name="from")
    to: Count
    at: int
    circuit: Short | None = None


class LineTest(Body, frozen=True, kw_only=True, omit_defaults=True):
    """A test of one circuit. ``due``: the calendar's instant (ms); ``reverse``: the other party did not initiate.

    By voice or telephone, with an ``outcome``, it is the caller's account of the call:

    Attributes:
        outcome: `answered` by a person, or `no_answer`.
        to: Code of the party whose watch was called.
        at: When, ms by the author's clock; None: when the entry was written.
        quality: 1 poor … 5 good.
        by: Which post answered, as the caller heard it.
        remark: Words to it.
    """

    circuit: Short
    due: int | None = None
    reverse: Flag | None = None
    outcome: Outcome | None = None
    to: Short | None = None
    at: int | None = None
    quality: Quality | None = None
    by: Short | None = None
    remark: Text | None = None


class LineTestAnswered(Body, frozen=True, kw_only=True, omit_defaults=True):
    """The answer to a line test, by the watch or by configuration (which is never counted as an officer's).

    To a test by voice or telephone it is the called party's own account: ``outcome``, ``at`` and ``by`` as in ``LineTest``.
    """

    answered_by: Annotated[str, msgspec.Meta(pattern=r"^(watch|node)\Z")]
    quality: Quality | None = None
    remark: Text | None = None
    outcome: Outcome | None = None
    at: int | None = None
    by: Short | None = None


class Message(Body, frozen=True, kw_only=True, omit_defaults=True):
    """A message to the watch of the parties named in ``to`` (empty: all others). ``dtg``: ms, as composed.

    ``phrases`` stand beside the text or, where ``text`` is empty, instead of it; most messages have none.
    """

    precedence: Annotated[str, msgspec.Meta(pattern=r"^[ZOPR]\Z")]
    to: list[Short]
    dtg: int
    text: Text
    language: Short
    phrases: Annotated[list[PhraseUse], msgspec.Meta(max_length=PHRASES_MAX)] = msgspec.field(default_factory=list)


class MessageRead(Body, frozen=True, kw_only=True, omit_defaults=True):
    """A watch officer of the author's party has the message before him. It says nothing of agreement."""


class MessageAcknowledged(Body, frozen=True, kw_only=True, omit_defaults=True):
    """Understood, or read back. An acknowledgement is not consent."""

    how: Annotated[str, msgspec.Meta(pattern=r"^(understood|read_back)\Z")]
    text: Text | None = None


class Correction(Body, frozen=True, kw_only=True, omit_defaults=True):
    """Corrects the entry named in ``refs``; both stay in the record."""

    text: Text
    language: Short


class ServiceMessage(Body, frozen=True, kw_only=True, omit_defaults=True):
    """About the line itself (maintenance, a circuit that will be down), never about the matter."""

    text: Text
    language: Short


Record: TypeAlias = Body
"""What a body says."""


class Kind(StrEnum):
    """The kinds of this version."""

    EPOCH_OPEN = "epoch_open"
    CHARTER = "charter"
    EPOCH_SEEN = "epoch_seen"
    EPOCH_ADOPT = "epoch_adopt"
    EPOCH_CLOSE = "epoch_close"
    ROSTER_SEEN = "roster_seen"
    RECEIPT = "receipt"
    LINE_TEST = "line_test"
    LINE_TEST_ANSWERED = "line_test_answered"
    MESSAGE = "message"
    MESSAGE_READ = "message_read"
    MESSAGE_ACKNOWLEDGED = "message_acknowledged"
    CORRECTION = "correction"
    SERVICE_MESSAGE = "service_message"


BODIES: Final[dict[str, type[Record]]] = {
    Kind.EPOCH_OPEN.value: EpochOpen,
    Kind.CHARTER.value: CharterBody,
    Kind.EPOCH_SEEN.value: EpochSeen,
    Kind.EPOCH_ADOPT.value: EpochAdopt,
    Kind.EPOCH_CLOSE.value: EpochClose,
    Kind.ROSTER_SEEN.value: RosterSeen,
    Kind.RECEIPT.value: Receipt,
    Kind.LINE_TEST.value: LineTest,
    Kind.LINE_TEST_ANSWERED.value: LineTestAnswered,
    Kind.MESSAGE.value: Message,
    Kind.MESSAGE_READ.value: MessageRead,
    Kind.MESSAGE_ACKNOWLEDGED.value: MessageAcknowledged,
    Kind.CORRECTION.value: Correction,
    Kind.SERVICE_MESSAGE.value: ServiceMessage,
    **calls.BODIES,
    **readouts.BODIES,
    **agreement.BODIES,
    **suspension.BODIES,
    **notices.BODIES,
}
KIND_OF: Final[dict[type, str]] = {body: kind for kind, body in BODIES.items()}

OPENS_THREAD: Final = frozenset(
    {Kind.LINE_TEST.value, Kind.MESSAGE.value, calls.CALL, readouts.READOUT, notices.NOTICE}
)
"""Kinds of this version that open a thread and take a serial number."""

BEFORE_OPEN: Final = frozenset(
    {
        Kind.EPOCH_OPEN.value,
        Kind.CHARTER.value,
        Kind.EPOCH_SEEN.value,
        Kind.EPOCH_ADOPT.value,
        Kind.EPOCH_CLOSE.value,
        Kind.ROSTER_SEEN.value,
        Kind.RECEIPT.value,
        Kind.LINE_TEST.value,
        Kind.LINE_TEST_ANSWERED.value,
        Kind.SERVICE_MESSAGE.value,
    }
)
"""What may be written before the line is open (PROTOCOL 6.2)."""

ANSWERS: Final[dict[str, str]] = {
    Kind.EPOCH_SEEN.value: Kind.EPOCH_OPEN.value,
    Kind.LINE_TEST_ANSWERED.value: Kind.LINE_TEST.value,
    Kind.MESSAGE_READ.value: Kind.MESSAGE.value,
    Kind.MESSAGE_ACKNOWLEDGED.value: Kind.MESSAGE.value,
    **dict.fromkeys(calls.ACTS, calls.CALL),
    **readouts.ACTS,
    **agreement.ACTS,
    **suspension.ACTS,
    **dict.fromkeys(notices.ACTS, notices.NOTICE),
}
"""Kinds whose first reference must be an entry of the kind on the right."""


RANK_BY_BODY: Final = frozenset({Kind.LINE_TEST_ANSWERED.value})
"""Kinds whose rank depends on what the body says."""


def rank(kind: str, record: Record | None) -> int:
    """Return the rank of an entry (PROTOCOL 4.8): 0 by people or the calendar; an automatic one needs a lower cause."""
    match kind:
        case Kind.CHARTER | agreement.IN_FORCE:
            return 1
        case Kind.EPOCH_OPEN:
            return 2
        case Kind.EPOCH_SEEN | Kind.ROSTER_SEEN:
            return 3
        case Kind.RECEIPT | notices.ASSESSMENT:
            return 4
        case Kind.LINE_TEST_ANSWERED if isinstance(record, LineTestAnswered) and record.answered_by == "node":
            return 4
        case _:
            return 0


def write_body(record: Record) -> bytes:
    """Return the body bytes of a record."""
    fields: dict[str, Any] = msgspec.to_builtins(record, builtin_types=(bytes,))
    return encode(in_order(fields))


def read_body(kind: str, body: bytes) -> Record | None:
    """Return the record of a body, or None for a kind that this version does not know.

    Raises:
        InvalidFromPeer: ``malformed``: not canonical, or a field missing or of another form. The entry stays in the
            record, labelled ``bad_body``.
    """
    wanted = BODIES.get(kind)
    if wanted is None:
        return None
    fields = decode(body) if body else {}
    try:
        return msgspec.convert(fields, wanted, builtin_types=(bytes,))
    except (msgspec.ValidationError, ValueError, TypeError) as why:
        raise InvalidFromPeer("malformed", f"the body of a {kind} entry: {why}") from None

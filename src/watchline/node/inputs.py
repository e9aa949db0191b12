"""Everything that can happen to a node: what a person asks, what a circuit brings, what the clock brings."""

from __future__ import annotations

from typing import Any

import msgspec

from watchline.phrase import TypedPhrase
from watchline.record.notices import Assessment
from watchline.record.release import Release


class _Input(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of all inputs."""


class Tick(_Input, frozen=True, kw_only=True, omit_defaults=True):
    """Nothing happened but time."""


class CircuitOpened(_Input, frozen=True, kw_only=True, omit_defaults=True):
    """A connection of a circuit to a party stands."""

    circuit: str
    peer: str


class CircuitClosed(_Input, frozen=True, kw_only=True, omit_defaults=True):
    """The last connection of a circuit to a party is gone."""

    circuit: str
    peer: str
    words: str = ""


class FrameArrived(_Input, frozen=True, kw_only=True, omit_defaults=True):
    """Bytes came in on a circuit whose certificate is that of ``peer``."""

    circuit: str
    peer: str
    frame: bytes


class WitnessOpened(_Input, frozen=True, kw_only=True, omit_defaults=True):
    """A connection to a hash-only witness stands."""

    witness: str


class WitnessClosed(_Input, frozen=True, kw_only=True, omit_defaults=True):
    """The last connection to a witness is gone."""

    witness: str


class WitnessArrived(_Input, frozen=True, kw_only=True, omit_defaults=True):
    """Bytes came from a witness whose certificate is the one that this party pinned for it."""

    witness: str
    frame: bytes


class OpenEpoch(_Input, frozen=True, kw_only=True, omit_defaults=True):
    """Open epoch 1 of this party's log under the founding charter: all signatures are in."""


class _Said(_Input, frozen=True, kw_only=True, omit_defaults=True):
    """Base of what a person says: the post that speaks, and a draft id so that saying it twice says it once."""

    post: str = "watch"
    draft: bytes = b""


class SayMessage(_Said, frozen=True, kw_only=True, omit_defaults=True):
    """Write a message. ``text`` may be empty where phrases stand instead of it.

    ``to``: party codes, empty for all others; ``refs``: references of earlier entries; ``phrases``: as an officer typed them;
    ``release``: what a second officer released, byte for byte (None: nobody did).
    """

    text: str
    precedence: str = "R"
    to: tuple[str, ...] = ()
    language: str = "en"
    refs: tuple[str, ...] = ()
    phrases: tuple[TypedPhrase, ...] = ()
    release: Release | None = None


class SayRead(_Said, frozen=True, kw_only=True, omit_defaults=True):
    """A watch officer has a message before him."""

    ref: str


class SayAcknowledged(_Said, frozen=True, kw_only=True, omit_defaults=True):
    """A watch officer acknowledges a message he has read: understood, or read back."""

    ref: str
    how: str = "understood"
    text: str = ""


class SayTest(_Said, frozen=True, kw_only=True, omit_defaults=True):
    """Start an unscheduled line test on a circuit (empty: the first of the charter that is alive), or type one made by voice.

    Attributes:
        circuit: Its name.
        answered: Of a circuit that is spoken on: whether a person answered. None: it is not said.
        to: Whose watch was called; empty where there is one other party.
        quality: 1 to 5; 0: not stated.
        by: Which post answered; may be empty.
        at: When they spoke (ms); None: now.
        remark: Words to it; may be empty.
    """

    circuit: str = ""
    answered: bool | None = None
    to: str = ""
    quality: int = 0
    by: str = ""
    at: int | None = None
    remark: str = ""


class SayTestAnswered(_Said, frozen=True, kw_only=True, omit_defaults=True):
    """Answer a line test; of one by voice: our own account of it (``answered``, ``by``, ``at`` as in ``SayTest``)."""

    ref: str
    quality: int = 0
    remark: str = ""
    answered: bool | None = None
    by: str = ""
    at: int | None = None


class SayCorrection(_Said, frozen=True, kw_only=True, omit_defaults=True):
    """Correct an entry of our own; both stay in the record."""

    ref: str
    text: str
    language: str = "en"


class SayService(_Said, frozen=True, kw_only=True, omit_defaults=True):
    """Say something about the line itself."""

    text: str
    language: str = "en"


class SayEntry(_Said, frozen=True, kw_only=True, omit_defaults=True):
    """Write an entry of a kind that is said by its fields (``acts.SAYABLE``).

    Attributes:
        kind: Such as ``call`` or ``call_declined``.
        fields: Fields of its body by name.
        on: Reference of what opened the thread that it acts upon; empty if it opens one.
        refs: References of further entries.
    """

    kind: str
    fields: dict[str, Any] = msgspec.field(default_factory=dict)
    on: str = ""
    refs: tuple[str, ...] = ()


class SayReadout(_Said, frozen=True, kw_only=True, omit_defaults=True):
    """Commit to a readout of a call. The node draws the salt and keeps text, salt and points here until they are published.

    Attributes:
        call: Reference of the call.
        text: The readout.
        language: Its language tag.
        scope: Empty, or ``full``, ``agreed_text``, ``fact_only``, ``nothing``.
        not_before: ms; this node publishes it no earlier. None: at any time.
        points: (key, statement) in the author's words; published with the text.
        replaces: Reference of our open readout of this call and language that it replaces.
    """

    call: str
    text: str
    language: str = "en"
    scope: str = ""
    not_before: int | None = None
    points: tuple[tuple[str, str], ...] = ()
    replaces: str = ""


class SayReadoutShared(_Said, frozen=True, kw_only=True, omit_defaults=True):
    """Show the text of a readout of ours to the other side, before it is public."""

    ref: str


class SayReadoutPublished(_Said, frozen=True, kw_only=True, omit_defaults=True):
    """State that a readout of ours is public. ``where``: where it was published; may be empty."""

    ref: str
    where: str = ""


class SayConfidentiality(_Said, frozen=True, kw_only=True, omit_defaults=True):
    """Propose that the readouts of a call stay confidential, or answer the other party's proposal.

    Attributes:
        call: Reference of the call.
        how: ``propose``, ``agree`` or ``refuse``.
        text: Words to it; may be empty.
    """

    call: str
    how: str
    text: str = ""


class SaySuspended(_Said, frozen=True, kw_only=True, omit_defaults=True):
    """State publicly that we suspend our use of the line, or of an agreement that hangs on it. It stops nothing technical.

    Attributes:
        agreement: Its id in the charter; empty: the line as a whole.
        start: From when (ms); None: from now.
        text: What we say to it; may be empty.
        language: Language tag of the text.
    """

    agreement: str = ""
    start: int | None = None
    text: str = ""
    language: str = "en"


class SayResumed(_Said, frozen=True, kw_only=True, omit_defaults=True):
    """State publicly that we take up again what we suspended; fields as for ``SaySuspended``."""

    agreement: str = ""
    text: str = ""
    language: str = "en"


class SayCharterProposed(_Said, frozen=True, kw_only=True, omit_defaults=True):
    """Propose a charter, as bytes, to replace the one in force. It counts as our signature."""

    charter: bytes


class SayCharterAnswered(_Said, frozen=True, kw_only=True, omit_defaults=True):
    """Answer or decide a proposed charter.

    Attributes:
        ref: Reference of the proposal.
        how: ``sign`` or ``refuse`` another party's; ``enforce`` or ``withdraw`` our own.
        text: Words to a refusal or withdrawal; may be empty.
        signatures, rosters: To put in force what needs every root: (code, root signature), and the signed roster of each party that joins.
    """

    ref: str
    how: str
    text: str = ""
    signatures: tuple[tuple[str, bytes], ...] = ()
    rosters: tuple[bytes, ...] = ()


class SayLeft(_Said, frozen=True, kw_only=True, omit_defaults=True):
    """Record that a party leaves, ours or another: the statement that its root signed.

    Attributes:
        code: Who leaves.
        charter: Hash of the charter that the statement names.
        signature: Of its root.
    """

    code: str
    charter: bytes
    signature: bytes


class AcceptClock(_Input, frozen=True, kw_only=True, omit_defaults=True):
    """An officer says that our wall clock is right after a step (PROTOCOL 4.3). No entry; own side only."""

    post: str = "watch"


class ConfirmEpoch(_Input, frozen=True, kw_only=True, omit_defaults=True):
    """An officer compared the key of a party's newest epoch by another means. ``digits``: as he typed what was read to him."""

    code: str
    digits: str
    post: str = "watch"


class CloseEpoch(_Input, frozen=True, kw_only=True, omit_defaults=True):
    """An officer ends our log as planned. ``roster``: signed, it lists the next key set; ``key_set``: the hash of that one."""

    roster: bytes
    key_set: bytes
    post: str = "watch"


class TakeRoster(_Input, frozen=True, kw_only=True, omit_defaults=True):
    """The root key signed a roster of ours; the other parties take it from here."""

    roster: bytes


class AdoptFormer(_Input, frozen=True, kw_only=True, omit_defaults=True):
    """An officer says that the entries of our former log which turned up after the new epoch was opened are our own."""

    post: str = "watch"


class Assessed(_Input, frozen=True, kw_only=True, omit_defaults=True):
    """Our node measured a notice beside those of other parties that it has here. ``ref``: its place, ``XAA/1/57``."""

    ref: str
    assessment: Assessment


SaidOfCharter = SayCharterProposed | SayCharterAnswered | SayLeft
SaidOfReadout = SayReadout | SayReadoutShared | SayReadoutPublished | SayConfidentiality
SaidOfSuspension = SaySuspended | SayResumed
Said = (
    SayMessage
    | SayRead
    | SayAcknowledged
    | SayTest
    | SayTestAnswered
    | SayCorrection
    | SayService
    | SayEntry
    | SaidOfReadout
    | SaidOfSuspension
    | SaidOfCharter
)
OfWitness = WitnessOpened | WitnessClosed | WitnessArrived
Input = (
    Tick
    | CircuitOpened
    | CircuitClosed
    | FrameArrived
    | OfWitness
    | OpenEpoch
    | CloseEpoch
    | TakeRoster
    | AcceptClock
    | ConfirmEpoch
    | AdoptFormer
    | Assessed
    | Said
)

"""What a party notes for itself alone (docs/spec/annex.md): contacts by any means, telephone tests, requests, what is owed.

These kinds stand in a private annex and nowhere else: no table of the line knows them, so no node can write one on a line.
Everything here is one side's statement; nobody else holds it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Final

import msgspec

from watchline.codec import decode
from watchline.errors import InvalidFromPeer
from watchline.measure import Edtf, parse_edtf
from watchline.record.body import Body, Count, Flag, Short, Text
from watchline.record.kinds import EpochOpen, Kind
from watchline.record.press_notes import PRESS_BODIES, PressClaim, PressReport, checked_press

PARTICIPANTS_MAX: Final = 64
LIST_MAX: Final = 64
Texts = Annotated[list[Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]], msgspec.Meta(max_length=LIST_MAX)]
Names = Annotated[list[Annotated[str, msgspec.Meta(min_length=1, max_length=256)]], msgspec.Meta(max_length=LIST_MAX)]
Date = Annotated[str, msgspec.Meta(min_length=4, max_length=16)]
"""EDTF, a small part (measure/edtf.py)."""


class Status(StrEnum):
    """What became of a contact, by the author's account. ``unanswered`` is not ``declined``; the last two are known to one side only."""

    HELD = "held"
    SOUGHT = "sought"
    DECLINED = "declined"
    UNANSWERED = "unanswered"
    SCHEDULED = "scheduled"
    NOT_SCHEDULED = "not_scheduled"
    CANCELLED = "cancelled"
    INTENDED = "intended"
    AVOIDED = "avoided"


class Means(StrEnum):
    """By which means; ``line``: a line of which no log is kept here."""

    PHONE = "phone"
    VIDEO = "video"
    IN_PERSON = "in_person"
    LETTER = "letter"
    LINE = "line"
    UNSTATED = "unstated"


class Bound(StrEnum):
    """How a duration is meant."""

    EXACTLY = "exactly"
    ABOUT = "about"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"


class Act(StrEnum):
    """What can be noted of a request after it was made."""

    ATTEMPT = "attempt"
    REMINDER = "reminder"
    DECLINED = "declined"
    UNANSWERED = "unanswered"
    LAPSED = "lapsed"
    ACCEPTED = "accepted"
    MET = "met"
    WITHDRAWN = "withdrawn"


def _one_of(kinds: type[StrEnum]) -> Any:
    return msgspec.Meta(pattern=rf"^({'|'.join(item.value for item in kinds)})\Z")


class Participant(Body, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody who took part.

    Attributes:
        office: The office, as its state calls it.
        state: Code of the state or organisation.
        name: Who held it, if it is known or matters.
        role: ``principal`` if absent; else ``interpreter``, ``listener``, ``adviser`` or another word.
    """

    office: Short
    state: Annotated[str, msgspec.Meta(pattern=r"^[A-Z0-9]{2,8}\Z")]
    name: Short | None = None
    role: Short | None = None


class Undertaking(Body, frozen=True, kw_only=True, omit_defaults=True):
    """What somebody said they would do: who, what, by when. Owed until it is noted otherwise."""

    who: Short
    what: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
    by: Date | None = None


class ContactClaim(Body, frozen=True, kw_only=True, omit_defaults=True):
    """A contact, or that there was none, as we state it.

    Attributes:
        status: See ``Status``.
        date: When, as sharp as it is known and no sharper.
        date_basis: How it is known, if not first hand.
        participants: Two or more, principals first.
        means: See ``Means``.
        started: ms, by our clock, if it is known.
        minutes, bound: How long, and how that is meant (absent: exactly).
        initiative: At whose: a code, ``both`` or ``third``; absent: not stated.
        topics, outcome, place, confidentiality, remark: Words.
        next: When the next contact is to be, EDTF, or ``none``: none was agreed.
        undertakings: What anybody undertook.
        authorised_by, told, listened: On our side only: who authorised it, who was told, who listened.
        corrects: 1: the entry that ``refs`` names first is replaced by this one; both stay.
    """

    status: Annotated[str, _one_of(Status)]
    date: Date
    participants: Annotated[list[Participant], msgspec.Meta(min_length=2, max_length=PARTICIPANTS_MAX)]
    means: Annotated[str, _one_of(Means)] = "phone"
    date_basis: Short | None = None
    started: int | None = None
    minutes: Annotated[int, msgspec.Meta(ge=0, le=100_000)] | None = None
    bound: Annotated[str, _one_of(Bound)] = "exactly"
    initiative: Short | None = None
    topics: Texts = msgspec.field(default_factory=list)
    outcome: Text | None = None
    place: Short | None = None
    confidentiality: Short | None = None
    next: Annotated[str, msgspec.Meta(min_length=4, max_length=16)] | None = None
    undertakings: Annotated[list[Undertaking], msgspec.Meta(max_length=LIST_MAX)] = msgspec.field(default_factory=list)
    authorised_by: Short | None = None
    told: Names = msgspec.field(default_factory=list)
    listened: Names = msgspec.field(default_factory=list)
    remark: Text | None = None
    corrects: Flag | None = None


class PhoneTest(Body, frozen=True, kw_only=True, omit_defaults=True):
    """A telephone was tried: ``answered`` 1 or 0, how it sounded (1 poor to 5 good), and which post answered."""

    state: Annotated[str, msgspec.Meta(pattern=r"^[A-Z0-9]{2,8}\Z")]
    date: Date
    answered: Annotated[int, msgspec.Meta(ge=0, le=1)]
    started: int | None = None
    quality: Annotated[int, msgspec.Meta(ge=1, le=5)] | None = None
    by_post: Short | None = None
    telephone: Short | None = None
    remark: Text | None = None
    corrects: Flag | None = None


class ContactRequest(Body, frozen=True, kw_only=True, omit_defaults=True):
    """A contact is asked for and stands until it is answered, met, lapsed or withdrawn.

    Attributes:
        participants: Who asks first, then who is asked.
        initiative: Who asks: a code.
        date: When it was first asked.
        purpose: What it is to be about.
        means: By which means the contact is to be.
        valid_until: EDTF day after which it has lapsed; absent: it stands.
    """

    participants: Annotated[list[Participant], msgspec.Meta(min_length=2, max_length=PARTICIPANTS_MAX)]
    initiative: Short
    date: Date
    purpose: Text | None = None
    means: Annotated[str, _one_of(Means)] = "phone"
    valid_until: Date | None = None
    authorised_by: Short | None = None
    remark: Text | None = None
    corrects: Flag | None = None


class RequestAct(Body, frozen=True, kw_only=True, omit_defaults=True):
    """What became of a request; ``refs`` names it. ``reason``: none, private or public (then ``remark`` is it)."""

    act: Annotated[str, _one_of(Act)]
    date: Date
    reason: Annotated[str, msgspec.Meta(pattern=r"^(none|private|public)\Z")] | None = None
    valid_until: Date | None = None
    remark: Text | None = None


class UndertakingEnded(Body, frozen=True, kw_only=True, omit_defaults=True):
    """Undertaking ``number`` (from 1) of the claim that ``refs`` names is owed no longer: it was done, released, or is overtaken."""

    number: Annotated[int, msgspec.Meta(ge=1, le=LIST_MAX)]
    how: Annotated[str, msgspec.Meta(pattern=r"^(done|released|overtaken)\Z")]
    date: Date
    remark: Text | None = None


class ContactNote(Body, frozen=True, kw_only=True, omit_defaults=True):
    """What only our side keeps of a call that stands in the common record: who authorised it, was told, listened.

    ``line`` and ``entry`` (code, epoch, index, leaf hash) say which entry of which line.
    """

    line: bytes
    entry: tuple[Short, Count, Count, bytes]
    called: Short
    authorised_by: Short | None = None
    told: Names = msgspec.field(default_factory=list)
    listened: Names = msgspec.field(default_factory=list)
    remark: Text | None = None
    corrects: Flag | None = None


class ClaimWithdrawn(Body, frozen=True, kw_only=True, omit_defaults=True):
    """The entry that ``refs`` names first counts no longer. It stays, and so does the reason."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]


class FactsReleased(Body, frozen=True, kw_only=True, omit_defaults=True):
    """Facts that an officer ticked for release, each with its sentence and what it rests on, and to whom they were given."""

    date: Date
    facts: Annotated[list[tuple[Text, Text]], msgspec.Meta(min_length=1, max_length=256)]
    given_to: Short | None = None


CONTACT_CLAIM: Final = "contact_claim"
PHONE_TEST: Final = "phone_test"
CONTACT_REQUEST: Final = "contact_request"
ANNEX_BODIES: Final[dict[str, type[Body]]] = {
    Kind.EPOCH_OPEN.value: EpochOpen,
    CONTACT_CLAIM: ContactClaim,
    PHONE_TEST: PhoneTest,
    CONTACT_REQUEST: ContactRequest,
    "request_act": RequestAct,
    "undertaking_ended": UndertakingEnded,
    "contact_note": ContactNote,
    "claim_withdrawn": ClaimWithdrawn,
    "facts_released": FactsReleased,
    **PRESS_BODIES,
}
"""Kinds of an annex of this version; another module adds its own by a line here."""
ANNEX_KIND_OF: Final[dict[type, str]] = {body: kind for kind, body in ANNEX_BODIES.items()}
_DATES = ("date", "valid_until", "by")


def read_annex_body(kind: str, body: bytes) -> Body | None:
    """Return the record of a body, or None for a kind that this version does not know.

    Raises:
        InvalidFromPeer: ``malformed``: not canonical, a field missing or of another form, or a date that is none.
    """
    wanted = ANNEX_BODIES.get(kind)
    if wanted is None:
        return None
    fields = decode(body) if body else {}
    try:
        return checked_claim(msgspec.convert(fields, wanted, builtin_types=(bytes,)))
    except (msgspec.ValidationError, ValueError, TypeError) as why:
        raise InvalidFromPeer("malformed", f"the body of a {kind} entry: {why}") from None


def checked_claim(record: Body) -> Body:
    """Return a record whose dates are dates.

    Raises:
        ValueError: which is not, or what the fields do not say together.
    """
    if isinstance(record, (PressReport, PressClaim)):
        return checked_press(record)
    for name in _DATES:
        said = getattr(record, name, None)
        if said is not None:
            parse_edtf(said)
    if isinstance(record, ContactClaim):
        if record.next not in {None, "none"}:
            parse_edtf(str(record.next))
        for item in record.undertakings:
            if item.by is not None:
                parse_edtf(item.by)
        if len(principals(record.participants)) < 2:
            raise ValueError("a contact is between two principals at least")
    return record


def principals(participants: list[Participant]) -> tuple[Participant, ...]:
    """Return those who spoke for themselves, in order."""
    return tuple(item for item in participants if item.role in {None, "principal"})


def date_of(record: Any) -> Edtf:
    """Return the date of a claim; what was read or made here has one."""
    return parse_edtf(record.date)

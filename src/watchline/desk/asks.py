"""What a console may send, as types: unknown fields are refused, lengths are bounded before anything is done."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

from watchline.desk.limits import PAGE_DEFAULT, PAGE_MAX, PASSWORD_CHARS_MAX
from watchline.desk.officers import Role

Text = Annotated[str, msgspec.Meta(max_length=32_768)]
Short = Annotated[str, msgspec.Meta(max_length=256)]
Reference = Annotated[str, msgspec.Meta(max_length=64)]
DraftId = Annotated[
    str, msgspec.Meta(pattern=r"^([0-9a-f]{32})?$", description="32 hex digits; the same id says it once.")
]
Credential = dict[str, Any]
"""What ``navigator.credentials`` gave, as JSON."""


def _plain(name: str) -> str:
    return name.removesuffix("_")


class Ask(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename=_plain):
    """Base of bodies and queries."""


class Nothing(Ask, frozen=True, kw_only=True):
    """No fields."""


# Queries.


class Page(Ask, frozen=True, kw_only=True):
    """Which part of a list: the newest, or those after or before a reference."""

    limit: Annotated[int, msgspec.Meta(ge=1, le=PAGE_MAX)] = PAGE_DEFAULT
    after: Reference = ""
    before: Reference = ""


class MessagesAsked(Page, frozen=True, kw_only=True):
    """Messages, phrases in the reader's language."""

    language: Short = "en"


class EntriesAsked(Page, frozen=True, kw_only=True):
    """Entries of all logs, or of one party's."""

    party: Short = ""


class SearchAsked(Ask, frozen=True, kw_only=True):
    """What is looked for in the record, and how far back."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 20
    before: Reference = ""
    language: Short = "en"


class InLanguage(Ask, frozen=True, kw_only=True):
    """The reader's language."""

    language: Short = "en"


class PhrasesAsked(InLanguage, frozen=True, kw_only=True):
    """The phrasebook, or one category."""

    category: Short = ""


class TestsAsked(Ask, frozen=True, kw_only=True):
    """Line tests of some days up to an instant (ms); without it: now."""

    days: Annotated[int, msgspec.Meta(ge=1, le=366)] = 14
    until: Annotated[int, msgspec.Meta(ge=0, lt=1 << 53)] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=PAGE_MAX)] = 100


class ContactsAsked(Ask, frozen=True, kw_only=True):
    """Contacts as of a UTC day (days since 1970-01-01); without it: today."""

    on: Annotated[int, msgspec.Meta(ge=0, lt=100_000)] | None = None
    states: bool = False


class DayAsked(Ask, frozen=True, kw_only=True):
    """A UTC day (days since 1970-01-01); without it: today."""

    on: Annotated[int, msgspec.Meta(ge=0, lt=100_000)] | None = None


class ProofAsked(Ask, frozen=True, kw_only=True):
    """The proof of one entry, with its text or without it."""

    without_body: bool = False


class ReadoutsAsked(Ask, frozen=True, kw_only=True):
    """Readouts of all calls, or of one."""

    call: Reference = ""
    limit: Annotated[int, msgspec.Meta(ge=1, le=PAGE_MAX)] = PAGE_DEFAULT


class ActsAsked(Ask, frozen=True, kw_only=True):
    """Acts of own officers, the newest or those below a number."""

    before: Annotated[int, msgspec.Meta(ge=1, lt=1 << 53)] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=PAGE_MAX)] = PAGE_DEFAULT


# What is said on the line.


class Said(Ask, frozen=True, kw_only=True):
    """Base of what is said: which post speaks, and the draft id."""

    post: Short = "watch"
    draft: DraftId = ""


class PhraseTyped(Ask, frozen=True, kw_only=True):
    """A phrase as an officer typed it."""

    code: Short
    params: dict[str, Short] = {}
    op: Literal["", "QUERY", "CANCEL", "REPEAT"] = ""
    ref: Reference = ""


class SayMessage(Said, frozen=True, kw_only=True):
    """A message to the watch of the other parties, in a text, in phrases, or both."""

    text: Text = ""
    precedence: Literal["R", "P", "O", "Z"] = "R"
    to: Annotated[list[Short], msgspec.Meta(max_length=12)] = []
    language: Short = "en"
    refs: Annotated[list[Reference], msgspec.Meta(max_length=16)] = []
    phrases: Annotated[list[PhraseTyped], msgspec.Meta(max_length=16)] = []


class SayRead(Said, frozen=True, kw_only=True):
    """A watch officer has it before him. It is a signed entry and tells the other side."""


class SayAcknowledged(Said, frozen=True, kw_only=True):
    """Understood, or read back. It is not consent."""

    how: Literal["understood", "read_back"] = "understood"
    text: Text = ""


class SayTest(Said, frozen=True, kw_only=True):
    """An unscheduled line test; without a circuit the first that is alive."""

    circuit: Short = ""


class SayTestAnswered(Said, frozen=True, kw_only=True):
    """A watch officer answers a line test."""

    quality: Annotated[int, msgspec.Meta(ge=0, le=5)] = 0
    remark: Text = ""


class SayCall(Said, frozen=True, kw_only=True):
    """A call is asked for; fields as in docs/spec/calls.md."""

    to: Short
    level: Short
    office: Short
    with_office: Short
    purpose: Text
    language: Short = "en"
    windows: Annotated[list[tuple[int, int]], msgspec.Meta(max_length=8)] = []
    valid_until: int | None = None
    initiative: Short | None = None
    circuit: Short | None = None
    interpreter: Short | None = None
    refs: Annotated[list[Reference], msgspec.Meta(max_length=16)] = []


class SayCallAct(Said, frozen=True, kw_only=True):
    """What a side writes about a call: ``kind`` as in docs/spec/calls.md, such as ``call_accepted``; its fields."""

    kind: Short
    fields: dict[str, Any] = {}


class SaySuspended(Said, frozen=True, kw_only=True):
    """We suspend our use of the line, or of an agreement that hangs on it, from an instant (ms) on or from now. It stops nothing."""

    agreement: Short = ""
    start: Annotated[int, msgspec.Meta(ge=0, lt=1 << 53)] | None = None
    text: Text = ""
    language: Short = "en"


class SayResumed(Said, frozen=True, kw_only=True):
    """We take up again what we suspended."""

    agreement: Short = ""
    text: Text = ""
    language: Short = "en"


class SayReadout(Said, frozen=True, kw_only=True):
    """A readout is committed to: the record gets its hash, the node keeps the text until it is published."""

    call: Reference
    text: Text
    language: Short = "en"
    scope: Literal["", "full", "agreed_text", "fact_only", "nothing"] = ""
    not_before: int | None = None
    points: Annotated[list[tuple[Short, Text]], msgspec.Meta(max_length=64)] = []
    replaces: Reference = ""


class SayPublished(Said, frozen=True, kw_only=True):
    """A readout of ours is public."""

    where: Short = ""


class SayConfidentiality(Said, frozen=True, kw_only=True):
    """Readouts of a call stay confidential: proposed, agreed, refused."""

    how: Literal["propose", "agree", "refuse"]
    text: Text = ""


class SayCorrection(Said, frozen=True, kw_only=True):
    """A correction of an entry of our own; both stay."""

    text: Text
    language: Short = "en"


# On the own side alone.


class AlarmOf(Ask, frozen=True, kw_only=True):
    """An alarm, as it stands in the status."""

    situation: Short
    since: int


class ShelveAsked(AlarmOf, frozen=True, kw_only=True):
    """A warning or a caution that is put aside for some minutes, and why; 0 minutes take it back."""

    minutes: Annotated[int, msgspec.Meta(ge=0, le=480)]
    reason: Annotated[str, msgspec.Meta(max_length=200)] = ""


class DeskArmed(Ask, frozen=True, kw_only=True):
    """Whether this desk can sound now; it says so every 20 s."""

    armed: bool


class PasswordSignIn(Ask, frozen=True, kw_only=True):
    """A name and a password."""

    name: Short
    password: Annotated[str, msgspec.Meta(max_length=PASSWORD_CHARS_MAX)]


class CredentialGiven(Ask, frozen=True, kw_only=True):
    """What an authenticator answered."""

    credential: Credential
    label: Annotated[str, msgspec.Meta(max_length=80)] = ""


class DraftProposed(Ask, frozen=True, kw_only=True):
    """A message put before a releaser."""

    message: SayMessage


class Released(Ask, frozen=True, kw_only=True):
    """The second officer releases: by his passkey over the digest, or by name and password where there is no authenticator."""

    name: Short = ""
    credential: Credential | None = None
    password: Annotated[str, msgspec.Meta(max_length=PASSWORD_CHARS_MAX)] = ""


class ReleaseAsked(Ask, frozen=True, kw_only=True):
    """Who is going to release."""

    name: Short = ""


class Returned(Ask, frozen=True, kw_only=True):
    """A draft goes back to its drafter, with words. They stay on this side."""

    words: Text = ""


class OfficerAdded(Ask, frozen=True, kw_only=True):
    """A new officer."""

    name: Short
    shown: Short
    roles: Annotated[list[Role], msgspec.Meta(min_length=1, max_length=len(Role))]
    posts: Annotated[list[Short], msgspec.Meta(max_length=32)] = []
    password: Annotated[str, msgspec.Meta(max_length=PASSWORD_CHARS_MAX)]


class OfficerReset(Ask, frozen=True, kw_only=True):
    """A new password; passkeys are forgotten."""

    password: Annotated[str, msgspec.Meta(max_length=PASSWORD_CHARS_MAX)]

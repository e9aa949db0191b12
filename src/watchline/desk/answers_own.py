"""What the desk answers about the own side: session, officers, drafts, acts, alarms, assets; see ``answers.py``."""

from __future__ import annotations

from typing import Any

from watchline.desk.answers import Answer
from watchline.desk.answers_messages import PhraseSaid
from watchline.desk.answers_status import Alarm


class Problem(Answer, frozen=True, kw_only=True):
    """Why not, in three parts: what happened, what it means, what to do next; ``code`` is for programs."""

    code: str
    what: str
    means: str
    then: str


class Failure(Answer, frozen=True, kw_only=True):
    """Whatever was not done."""

    error: Problem


class Done(Answer, frozen=True, kw_only=True):
    """Done; nothing more to say."""

    done: bool = True


class Written(Answer, frozen=True, kw_only=True):
    """What stands in the record now; ``written`` false: it stood already, by the same draft."""

    ref: str
    written: bool
    draft: str
    rules: list[str]


class Me(Answer, frozen=True, kw_only=True):
    """The officer who signed in."""

    name: str
    shown: str
    roles: list[str]
    rights: list[str]
    posts: list[str]
    passkeys: int


class SessionNow(Answer, frozen=True, kw_only=True):
    """Who signed in here, and what this desk is; ``token`` goes into the header ``X-Watchline-Token``."""

    signed_in: bool
    officer: Me | None
    token: str
    ends: int | None
    ends_utc: str | None
    party: str
    line: str
    title: str
    demo: bool
    demo_words: str
    version: str
    assets: str
    officers: bool


class Options(Answer, frozen=True, kw_only=True):
    """What the browser hands to the authenticator."""

    options: dict[str, Any]


class PasskeyOf(Answer, frozen=True, kw_only=True):
    """A passkey, without its key."""

    label: str
    made: int
    made_utc: str


class OfficerShown(Answer, frozen=True, kw_only=True):
    """An officer as an administrator sees him."""

    name: str
    shown: str
    roles: list[str]
    posts: list[str]
    disabled: bool
    locked_until: int | None
    locked_until_utc: str | None
    password: bool
    passkeys: list[PasskeyOf]
    made: int
    made_utc: str


class OfficersShown(Answer, frozen=True, kw_only=True):
    """All officers."""

    officers: list[OfficerShown]


class ActNoted(Answer, frozen=True, kw_only=True):
    """An act of an own officer. It stands in the own side's book alone."""

    number: int
    at: int
    at_utc: str
    officer: str
    what: str
    ref: str
    words: str


class ActsNoted(Answer, frozen=True, kw_only=True):
    """A page of acts, oldest first; ``before`` asks for the ones before."""

    acts: list[ActNoted]
    more: bool
    before: int | None


class DraftShown(Answer, frozen=True, kw_only=True):
    """A draft that waits: exactly what would be released. ``preview`` in hexadecimal; ``digest`` is its SHA-256."""

    id: str
    drafted_by: str
    at: int
    at_utc: str
    not_after: int
    not_after_utc: str
    state: str
    words: str
    persons: int
    rules: list[str]
    message: dict[str, Any]
    preview: str
    digest: str
    ref: str
    released_by: str


class PhrasePreviewed(Answer, frozen=True, kw_only=True):
    """A phrase as typed: in every language, or what is wrong with it, and with each parameter by its name."""

    code: str
    problem: str
    faults: dict[str, str]
    texts: list[PhraseSaid]


class Previewed(Answer, frozen=True, kw_only=True):
    """A message before it is said: ``bytes`` of its body in hexadecimal, ``digest`` their SHA-256. The time in it is set when it is written."""

    problems: list[str]
    ready: bool
    phrases: list[PhrasePreviewed]
    persons: int
    rules: list[str]
    bytes: str
    size: int
    digest: str


class DraftsShown(Answer, frozen=True, kw_only=True):
    """Drafts, oldest first."""

    drafts: list[DraftShown]


class AlarmsShown(Answer, frozen=True, kw_only=True):
    """The alarms that last, gravest first, and those that ended in the last day."""

    alarms: list[Alarm]
    alarms_more: int
    alarms_ended: list[Alarm]
    alarms_ended_more: int


class LineGlance(Answer, frozen=True, kw_only=True):
    """One line of the node at a glance; ``trouble``: why what stands here is old, empty: it is not."""

    line: str
    title: str
    demo: bool
    party: str
    parties: list[str]
    state: str | None
    shown: str
    open: bool
    unread: int
    tests_waiting_for_us: int
    calls_waiting_for_us: int
    trouble: str
    alarms: list[Alarm]
    alarms_more: int


class LinesShown(Answer, frozen=True, kw_only=True):
    """Every line of the node that runs, with its alarms."""

    lines: list[LineGlance]


class Asset(Answer, frozen=True, kw_only=True):
    """A file of the console."""

    path: str
    sha256: str
    bytes: int


class Assets(Answer, frozen=True, kw_only=True):
    """The console's files and what they were made from; ``hash`` is that of the manifest: read it to the other side."""

    hash: str
    whole: bool
    words: str
    source: str
    files: list[Asset]
    packages: list[dict[str, str]]


class KeysShown(Answer, frozen=True, kw_only=True):
    """Fingerprints in digits, and by which means each root was compared."""

    roots: list[dict[str, Any]]
    compared: list[dict[str, Any]]


class CalendarDay(Answer, frozen=True, kw_only=True):
    """A line test due."""

    due: int
    due_utc: str
    dtg: str
    circuit: str
    initiator: str
    ours: bool


class Calendar(Answer, frozen=True, kw_only=True):
    """Line tests due in the next days, and the windows of the charter in seconds."""

    due: list[CalendarDay]
    answer_s: int
    initiative_s: int
    precedence_s: dict[str, int]
    circuits: list[str]
    posts: list[str]
    ladder: list[str]

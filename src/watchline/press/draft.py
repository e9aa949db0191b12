"""A contact while it is gathered from the sentences of one report, and when two tellings are one contact."""

from __future__ import annotations

from dataclasses import dataclass, field

from watchline.press.claim import (
    REQUESTS,
    Duration,
    Principal,
    Status,
)
from watchline.press.dates import NO_DAY, UNDATED, Resolved
from watchline.press.edtf import UNKNOWN, edtf
from watchline.press.lexicon import Who
from watchline.press.naming import Mention

WEAK = "the day on which it was told"
"""How the derivation of a day begins that is only that of the saying: any other day takes its place."""


@dataclass
class Draft:
    """A contact while it is gathered."""

    people: tuple[Who, ...]
    status: Status
    resolved: Resolved = UNDATED
    printed: str | None = None
    spans: list[tuple[int, int]] = field(default_factory=list)
    initiatives: list[str] = field(default_factory=list)
    duration: Duration | None = None
    channel: str | None = None
    confidential: bool = False
    attribution: tuple[str, ...] = ()
    background: bool = False
    comment: bool = False
    lead: bool = False
    ahead_of: str | None = None
    beside: Draft | None = None
    nearby: tuple[Resolved, str] | None = None

    @property
    def no_day(self) -> bool:
        """Whether its date is printed and is no day of the calendar: then no other day is its own."""
        return self.resolved.date == UNKNOWN and (self.resolved.words or "").endswith(NO_DAY)

    @property
    def who(self) -> frozenset[str]:
        """Keys of its people."""
        return frozenset(who.key for who in self.people)


def principals_of(people: tuple[Who, ...]) -> tuple[Principal, ...]:
    """Return people as claims name them."""
    return tuple(Principal(name=who.name, office=who.office, state=who.state) for who in people)


def same_class(ours: Status, theirs: Status) -> bool:
    """Whether two statuses may speak of one contact."""
    if ours in REQUESTS or theirs in REQUESTS:
        return ours in REQUESTS and theirs in REQUESTS
    return ours is theirs or {ours, theirs} == {Status.SCHEDULED, Status.CANCELLED}


def same_people(ours: Draft, theirs: Draft) -> bool:
    """Whether two drafts name the same people."""
    return ours.who == theirs.who


def join(kept: Draft, more: Draft) -> None:
    """Add what a second telling of a contact says."""
    if not kept.no_day and (
        (kept.resolved.date == UNKNOWN and (more.resolved.date != UNKNOWN or kept.resolved.weekday is None))
        or (
            more.resolved.date != UNKNOWN
            and edtf(kept.resolved.date).exact is None
            and edtf(more.resolved.date).exact is not None
        )
        or (
            (kept.resolved.words or "").startswith(WEAK)
            and more.resolved.date != UNKNOWN
            and not (more.resolved.words or "").startswith(WEAK)
        )
    ):
        kept.resolved, kept.printed = more.resolved, more.printed or kept.printed
    kept.spans += [place for place in more.spans if place not in kept.spans]
    kept.initiatives += more.initiatives
    kept.duration = kept.duration or more.duration
    kept.channel = kept.channel or more.channel
    kept.confidential = kept.confidential or more.confidential
    kept.attribution = kept.attribution or more.attribution
    if kept.status is Status.SOUGHT and more.status in REQUESTS:
        kept.status = more.status
    if more.status is Status.CANCELLED:
        kept.status = more.status


def moved(item: Mention, by: int) -> Mention:
    """Return a mention with its place counted from elsewhere."""
    return item._replace(start=item.start + by, end=item.end + by)

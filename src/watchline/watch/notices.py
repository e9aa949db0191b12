"""What time makes of notices: in force, expired, stale, short notice; and of pairs of them: coming, going on, unresolved (docs/spec/notices.md).

Functions of what the record says and an instant. In time is by the receiver's clock: a lead time is from its receipt to the start.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from watchline.measure import Instant
from watchline.record.activities import FLASH_S, REVIEWED, lead_limits
from watchline.view.meetings import Meeting, by_different_separations
from watchline.view.notice_table import OVER
from watchline.view.notices import NoticeView, Version


class Lead(StrEnum):
    """How long before the start a notice came: in time, short, very short; or nothing is asked of its kind."""

    NONE = "none"
    IN_TIME = "in_time"
    AMBER = "amber"
    RED = "red"


class LeadTime(NamedTuple):
    """A lead time, ms, negative if it was received after the start; ``flash``: it is to be said by FLASH and by voice besides."""

    ms: int
    lead: Lead
    flash: bool


class MeetingState(StrEnum):
    """Where a pair stands now.

    CONFLICT, NEAR, PROXIMITY: by the gravest that either side states of what stands. SEPARATED: it was one of these and is clear now, or one
    of the two was withdrawn or ended before the conflict began. UNRESOLVED: its time came, or passed, and it was a conflict still.
    """

    CONFLICT = "conflict"
    NEAR = "near"
    PROXIMITY = "proximity"
    SEPARATED = "separated"
    UNRESOLVED = "unresolved"


NOT_MET: Final = frozenset({MeetingState.SEPARATED})
WARN_MS: Final = 6 * 3_600_000
"""So long before its first moment a conflict is amber where neither of its kinds asks for a lead time."""
APART_MS: Final = 15 * 60_000
"""So long after the newer of two statements by different separations it is said; before, one node may still be comparing."""


def expired(notice: NoticeView, now: int) -> bool:
    """Tell whether the time of a notice has passed without a word of its author that it is over."""
    end = notice.now.window.end
    return notice.state not in OVER and bool(notice.now.volumes) and end is not None and end < now


def stale(notice: NoticeView, now: int) -> bool:
    """Tell whether its author was to say by now that it is still so, and has not."""
    review = review_by(notice)
    return notice.state not in OVER and review is not None and review < now


def review_by(notice: NoticeView) -> int | None:
    """Return by when a notice is to be reviewed, ms; None: it is not."""
    found = notice.now.facts.get("review_by")
    if found is None and notice.now.activity in REVIEWED:
        from watchline.record.activities import REVIEW_DAYS

        return notice.now.t + REVIEW_DAYS * 86_400_000
    return found


def in_force(notice: NoticeView, now: int) -> bool:
    """Tell whether the activity may go on now, by the windows of what stands."""
    return notice.state not in OVER and any(
        (one.window.start is None or one.window.start <= now) and (one.window.end is None or now <= one.window.end)
        for one in notice.now.volumes
    )


def lead_time(version: Version, received: int | None) -> LeadTime | None:
    """Return how long before its start a version was stored at the receiver's node, by its clock; None while that is not known.

    Args:
        version: What was announced.
        received: The receiver's receipt, ms.
    """
    start = version.window.start
    if received is None or start is None or not version.volumes:
        return None
    ms = start - received
    limits = lead_limits(version.activity, emergency=version.facts.get("emergency") == 1)
    if limits is None:
        return LeadTime(ms, Lead.NONE, flash=False)
    amber, red = (1000 * limit for limit in limits)
    lead = Lead.IN_TIME if ms >= amber else Lead.AMBER if ms >= red else Lead.RED
    return LeadTime(ms, lead, flash=ms < 1000 * FLASH_S)


def meeting_state(found: Meeting, now: int) -> MeetingState:
    """Return where a pair stands at an instant."""
    gravest = found.gravest
    over = [act.t for notice in (found.first, found.second) if (act := notice.over) is not None]
    if gravest.verdict != "CONFLICT":
        return MeetingState.SEPARATED if over or gravest.verdict == "CLEAR" else MeetingState(gravest.verdict.lower())
    begun = gravest.start is None or gravest.start <= now
    if over:
        stopped = min(over)
        return (
            MeetingState.SEPARATED if gravest.start is not None and stopped < gravest.start else MeetingState.UNRESOLVED
        )
    return MeetingState.UNRESOLVED if begun and gravest.end is not None and gravest.end < now else MeetingState.CONFLICT


def goes_on(found: Meeting, now: int) -> bool:
    """Tell whether a conflict goes on now."""
    gravest = found.gravest
    return (
        meeting_state(found, now) is MeetingState.CONFLICT
        and (gravest.start is None or gravest.start <= now)
        and (gravest.end is None or now <= gravest.end)
    )


def coming(found: Meeting, now: int) -> Lead:
    """Return how soon a conflict begins, by the lead times of its two kinds: the longer of each; red while it goes on.

    Of two kinds without a lead time it is amber from ``WARN_MS`` on, and red when it begins.
    """
    start = found.gravest.start
    amber, red = _lead_limits(found)
    if start is None or start - now <= red:
        return Lead.RED
    return Lead.AMBER if start - now <= amber else Lead.IN_TIME


def apart_since(found: Meeting) -> int | None:
    """Return since when the two sides' statements on the versions that stand are by different separations, ms; None: they are not.

    By the newer of the two, as its author claims. Whose separation is in force is not told from this.
    """
    if not by_different_separations(found):
        return None
    return max(one.act.t for one in found.current.values())


def next_change(found: Meeting, now: int) -> Instant | None:
    """Return when what rings of a pair changes next by itself, ms; None: never."""
    times: list[int] = []
    if meeting_state(found, now) is MeetingState.CONFLICT:
        start, end = found.gravest.start, found.gravest.end
        times += [] if start is None else [start - limit for limit in (*_lead_limits(found), 0)]
        times += [] if end is None else [end + 1]
    apart = apart_since(found)
    times += [] if apart is None else [apart + APART_MS]
    return Instant(min((at for at in times if at > now), default=0)) or None


def _lead_limits(found: Meeting) -> tuple[int, int]:
    """Return how long before it begins a conflict is amber and red, ms."""
    asked = [
        limits
        for notice in (found.first, found.second)
        if (limits := lead_limits(notice.now.activity, emergency=notice.now.facts.get("emergency") == 1)) is not None
    ]
    if not asked:
        return WARN_MS, 0
    return 1000 * max(amber for amber, _ in asked), 1000 * max(red for _, red in asked)

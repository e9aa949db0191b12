"""The calendar of announced activities as a file for the calendars of those who plan (iCalendar). It neither reads nor answers a notice."""

from __future__ import annotations

from watchline.errors import OurMistake
from watchline.host.here import Here, reference
from watchline.host.notices import NOT_PERMISSION, planned_between
from watchline.host.status import demo_mark
from watchline.interchange import Planned, write_icalendar
from watchline.record.activities import activity_kind
from watchline.view.notice_table import STATE_WORDS, NoticeState
from watchline.view.notices import NoticeView


def notice_calendar(here: Here, now: int, until: int) -> bytes:
    """Return the activities between two instants as iCalendar: an event for each volume, and those withdrawn as cancelled.

    Raises:
        OurMistake: a time lies beyond the years that a calendar can write.
    """
    shown = [item for item in planned_between(here, now, until) if item.state is not NoticeState.ENDED]
    try:
        return write_icalendar((_planned(here, item) for item in shown), now, here.charter.line.hex()[:16])
    except ValueError as why:
        raise OurMistake(f"This calendar cannot be written: {why}. Ask for fewer days.") from None


def _planned(here: Here, item: NoticeView) -> Planned:
    """Return a notice for a calendar; a demonstration says so in every event, for events are read one by one."""
    version, mark = item.now, demo_mark(here)
    ref, name = reference(here, item.ref), version.facts.get("name")
    summary = f"{ref} {activity_kind(version.activity).words}" + (f": {name}" if name else "")
    words = f"Version {version.number} by {item.ref.code} {STATE_WORDS[item.state]}. {NOT_PERMISSION}"
    return Planned(
        ref,
        f"{mark} {summary}".strip(),
        version.volumes,
        f"{words} {mark}".strip(),
        version.number,
        withdrawn=item.state is NoticeState.CANCELLED,
    )


__all__ = ["notice_calendar"]

"""One UTC day of the line on one sheet: its tests, messages, calls, alarms and heads. Facts of the record; it judges nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from watchline.host.answers import inbox
from watchline.host.calls import calls
from watchline.host.figures import FIGURES_WORDS, heads, line_tests
from watchline.host.here import Here, instant
from watchline.host.status import DEMO_WORDS
from watchline.measure import DAY_MS, day_start, day_text
from watchline.node.memory import OWN_ALARM, OWN_ALARM_ENDED
from watchline.watch import Alarm, Level, read_alarm

PAGE, ALARMS_MAX = 200, 10_000
SLACK_MS = DAY_MS
"""The common order is not one of time: pages are looked at until one holds nothing newer than this before the day."""
OF_THE_DAY = (
    "A message or a call is of this day by its author's own clock. Held, read and acknowledged are three facts, as they stood when this sheet was"
    " made; an acknowledgement is not consent. Alarms are those of our own desks; the other side's are its own."
)
NOT_OVER = "The day is not over: what comes later is not on this sheet."


def day_sheet(here: Here, now: int, day: int) -> dict[str, Any]:
    """Return the facts of one day.

    Args:
        here: What this node can show.
        now: Wall clock of this node, ms.
        day: Days since 1970-01-01, UTC.
    """
    start = int(day_start(day))
    end = start + DAY_MS
    tests = line_tests(here, min(end, max(now, start)), 1, PAGE)
    return {
        "line": here.charter.line.hex(),
        "title": here.charter.title,
        "demo": here.charter.demo,
        "demo_words": DEMO_WORDS if here.charter.demo else "",
        "party": here.code,
        "parties": [{"party": party.code, "names": party.names} for party in here.charter.parties],
        "day": day_text(day),
        **instant("from", start),
        **instant("until", end),
        **instant("made", now),
        "over": now >= end,
        "over_words": "" if now >= end else NOT_OVER,
        "figures": tests["figures"],
        "tests": _within(tests["slots"], "due", start, end),
        "unscheduled": _within(tests["unscheduled"], "t", start, end),
        "tests_words": FIGURES_WORDS,
        "messages": _within(
            _newest(lambda before: inbox(here, now, PAGE, before=before), "messages", start), "t", start, end
        ),
        "calls": [
            item
            for item in _newest(lambda before: calls(here, now, PAGE, before=before), "calls", 0)
            if _touches(item, start, end)
        ],
        "alarms": _alarms(here, start, end),
        "heads": heads(here),
        "words": OF_THE_DAY,
    }


def _newest(page: Any, name: str, start: int) -> Iterator[dict[str, Any]]:
    """Yield items of a list from its newest page back to one that lies wholly before the day."""
    before = ""
    while True:
        found = page(before)
        yield from reversed(found[name])
        if not found["more"] or all(item["t"] < start - SLACK_MS for item in found[name]):
            return
        before = found["next"]["before"]


def _within(items: Iterable[dict[str, Any]], name: str, start: int, end: int) -> list[dict[str, Any]]:
    return sorted((item for item in items if start <= item[name] < end), key=lambda item: int(item[name]))


def _touches(call: dict[str, Any], start: int, end: int) -> bool:
    """Whether anything of a call lies in the day: asked, written about, scheduled for it, held in it."""
    at = [call["t"], call["scheduled"], *(act["t"] for act in call["acts"])]
    at += [when for account in call["accounts"] for when in (account["started"], account["ended"])]
    return any(when is not None and start <= when < end for when in at)


def _alarms(here: Here, start: int, end: int) -> list[dict[str, Any]]:
    """Return the alarms of our desks that lasted in the day, the oldest first."""
    line = here.charter.line
    rows = [
        *here.held.rows(OWN_ALARM_ENDED, line, line + start.to_bytes(8, "big"), ALARMS_MAX),
        *here.held.rows(OWN_ALARM, line, None, ALARMS_MAX),
    ]
    found = [alarm for _, row in rows if (alarm := read_alarm(row)).since < end and not 0 < alarm.ended < start]
    return [_alarm(alarm) for alarm in sorted(found, key=lambda alarm: (alarm.since, alarm.situation))]


def _alarm(alarm: Alarm) -> dict[str, Any]:
    return {
        "situation": alarm.situation,
        "level": Level(alarm.level).name.lower(),
        **instant("since", alarm.since),
        **instant("ended", alarm.ended or None),
        "words": alarm.words,
    }

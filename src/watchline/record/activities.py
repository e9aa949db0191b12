"""The kinds of activity that a notice announces, and how long before its start each should be known (docs/spec/notices.md).

A kind is the name by which a charter's ``separation`` gives its minima. A party may announce one that is not in this table: it is shown
by its name, and nobody waits for a lead time.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from watchline.sentence import worded

_HOUR: Final = 3600
_DAY: Final = 86_400
FLASH_S: Final = 300
"""What begins sooner after its receipt is said by FLASH and by voice besides."""


class ActivityKind(NamedTuple):
    """What is known of a kind of activity.

    Attributes:
        words: For a person.
        amber_s: A shorter time from receipt to start is short notice; None: no lead time is asked for.
        red_s: A shorter one is very short notice.
        fixed: It is a place rather than an act: a site, an area where forces are, a zone.
        humanitarian: it asks nobody for leave, and nobody objects to it.
    """

    words: str
    amber_s: int | None = None
    red_s: int = 0
    fixed: bool = False
    humanitarian: bool = False


ACTIVITIES: Final[dict[str, ActivityKind]] = {
    "air": ActivityKind(worded("air activity"), _HOUR, 15 * 60),
    "drone": ActivityKind(worded("drone activity"), _HOUR, 15 * 60),
    "missile": ActivityKind(worded("missile or test launch"), _DAY, 6 * _HOUR),
    "live_fire": ActivityKind(worded("live fire"), _DAY, 6 * _HOUR),
    "naval": ActivityKind(worded("naval activity"), _DAY, 6 * _HOUR),
    "ground": ActivityKind(worded("ground activity"), _DAY, 6 * _HOUR),
    "electronic": ActivityKind(worded("laser or electronic activity"), _DAY, 6 * _HOUR),
    "exercise": ActivityKind(worded("exercise"), 14 * _DAY, 3 * _DAY),
    "search_and_rescue": ActivityKind(worded("search and rescue")),
    "humanitarian": ActivityKind(worded("humanitarian movement"), 2 * _DAY, _DAY, humanitarian=True),
    "protected_site": ActivityKind(worded("protected site"), fixed=True, humanitarian=True),
    "presence": ActivityKind(worded("presence of forces"), fixed=True),
    "keep_clear": ActivityKind(worded("keep-clear zone"), fixed=True),
}
EMERGENCY: Final[dict[str, tuple[int, int]]] = {"humanitarian": (_DAY, 6 * _HOUR)}
"""(amber, red) in seconds of what its author states to be an emergency."""
REVIEWED: Final = frozenset({"protected_site"})
"""Kinds that are to be reviewed by a date their author names; behind it they are STALE."""
REVIEW_DAYS: Final = 90


def activity_kind(name: str) -> ActivityKind:
    """Return what is known of a kind of activity; of an unknown one its name."""
    return ACTIVITIES.get(name) or ActivityKind(name.replace("_", " "))


def lead_limits(name: str, *, emergency: bool = False) -> tuple[int, int] | None:
    """Return the (amber, red) lead times of a kind in seconds, or None where none is asked for."""
    kind = activity_kind(name)
    if kind.amber_s is None:
        return None
    return EMERGENCY[name] if emergency and name in EMERGENCY else (kind.amber_s, kind.red_s)

"""What the desk answers of notices and of pairs of them, as types; see ``answers.py``.

A volume is the map of docs/spec/shapes.md, whole numbers all: positions in 1e-7 degree, latitude first; heights, radii and widths in
centimetres (of ``FL`` the flight level); instants in ms. What is absent is open.
"""

from __future__ import annotations

import msgspec

from watchline.desk.answers import Answer, Listed

Absent = msgspec.UnsetType


class Area(Answer, frozen=True, kw_only=True):
    """One of three: ``circle`` [radius, lat, lon]; ``corridor`` [half width, lat, lon, …]; ``polygon`` [[lat, lon, …], hole …]."""

    circle: list[int] | Absent = msgspec.UNSET
    corridor: list[int] | Absent = msgspec.UNSET
    polygon: list[list[int]] | Absent = msgspec.UNSET


class Volume(Answer, frozen=True, kw_only=True):
    """Where, how high and when. ``floor`` and ``ceiling`` are [number, reference]; ``ground`` [lowest, highest]."""

    area: Area
    floor: tuple[int, str] | Absent = msgspec.UNSET
    ceiling: tuple[int, str] | Absent = msgspec.UNSET
    ground: tuple[int, int] | Absent = msgspec.UNSET
    doubt: int | Absent = msgspec.UNSET
    start: int | Absent = msgspec.UNSET
    end: int | Absent = msgspec.UNSET


class NoticeAct(Answer, frozen=True, kw_only=True):
    """What a party wrote about a notice; ``verb`` is the word of the command line."""

    ref: str
    kind: str
    verb: str | None
    from_: str
    t: int
    t_utc: str
    version: int | None
    text: str | None


class Received(Answer, frozen=True, kw_only=True):
    """When a party's node stored a version, by its clock; ``lead``: ``none``, ``in_time``, ``amber`` or ``red``; null while unknown."""

    held: bool
    received_at: int | None
    received_at_utc: str | None
    lead_s: int | None
    lead: str | None
    lead_words: str


class Recipient(Received, frozen=True, kw_only=True):
    """What another party says of a notice: ``waiting``, ``read``, ``objected`` or ``noted``."""

    state: str
    state_words: str
    must_read: bool
    read: NoticeAct | None
    read_version: int | None
    answer: NoticeAct | None


class Beside(Answer, frozen=True, kw_only=True):
    """Another notice near this one."""

    with_: str
    from_: str
    verdict: str
    state: str
    start: int | None
    start_utc: str | None
    end: int | None
    end_utc: str | None


class Notice(Answer, frozen=True, kw_only=True):
    """One notice as its newest version stands."""

    ref: str
    place: str
    from_: str
    ours: bool
    post: str
    t: int
    t_utc: str
    version: int
    must_read_version: int
    activity: str
    activity_words: str
    fixed: bool
    humanitarian: bool
    name: str | None
    language: str | None
    contact: str | None
    markings: str | None
    coarse_m: int | None
    text: str | None
    emergency: bool
    checked: bool
    area_by: int | None
    area_by_utc: str | None
    review_by: int | None
    review_by_utc: str | None
    stale: bool
    volumes: list[Volume]
    start: int | None
    start_utc: str | None
    end: int | None
    end_utc: str | None
    state: str
    state_words: str
    expired: bool
    in_force: bool
    recipients: dict[str, Recipient]
    conflicts: list[Beside]
    can_write: list[str]
    labels: list[str]


class HeadSeen(Answer, frozen=True, kw_only=True):
    """How much of a party's log the author had cosigned when it wrote this."""

    party: str
    epoch: int
    size: int


class NoticeVersion(Answer, frozen=True, kw_only=True):
    """One version; ``must_read``: it says more than the one before."""

    version: int
    ref: str
    t: int
    t_utc: str
    activity: str
    name: str | None
    text: str | None
    volumes: list[Volume]
    must_read: bool
    author_had_seen: list[HeadSeen]
    received: dict[str, Received]


class ReferenceDistance(Answer, frozen=True, kw_only=True):
    """How far a notice is from a line of the charter, which recognises no border."""

    name: str
    lateral_mm: int
    words: str


class ToldThirdState(NoticeAct, frozen=True, kw_only=True):
    """A party's word that it told a third state; ``at``: when, by its clock, null: when it wrote so."""

    at: int | None


class ThirdStateNear(Answer, frozen=True, kw_only=True):
    """A third state of the charter beside an activity; ``concerned``: the area touches its territory or is within the agreed distance.

    ``told_by``: who of the parties tells it; ``not_stated``: who of these has not stated that it did, of all that stands. ``lateral_mm`` null:
    it cannot be measured.
    """

    name: str
    lateral_mm: int | None
    within_m: int
    concerned: bool
    told_by: list[str]
    not_stated: list[str]
    told: list[ToldThirdState]
    how: str | None
    words: str


class Gaps(Answer, frozen=True, kw_only=True):
    """What lies between two notices at least: millimetres, centimetres, milliseconds; 0 where they touch or overlap.

    ``limits`` are cm, cm, ms; ``margins`` mm, cm, ms, negative where there is less than was agreed; ``nearest`` the nearest points, [lat, lon]
    in 1e-7 degree of the first and of the second; ``start`` and ``end`` the conflict's first and last moment.
    """

    verdict: str
    parts: tuple[int, int]
    lateral_mm: int
    vertical_cm: int
    time_ms: int
    limits: tuple[int, int, int] | None
    margins: tuple[int, int, int] | None
    nearest: tuple[tuple[int, int], tuple[int, int]]
    start: int | None
    start_utc: str | None
    end: int | None
    end_utc: str | None
    altitude_usable: bool
    words: str


class ZoneMet(Gaps, frozen=True, kw_only=True):
    """A zone that our own side keeps clear, to which an activity of ours comes too near. Told to nobody else."""

    zone: str


class NoticeInFull(Notice, frozen=True, kw_only=True):
    """One notice, its versions, and everything that was written about it."""

    line: str
    party: str
    demo: bool
    versions: list[NoticeVersion]
    course: list[NoticeAct]
    said: list[NoticeAct]
    without_effect: list[NoticeAct]
    corrections: list[NoticeAct]
    reference_lines: list[ReferenceDistance]
    third_states: list[ThirdStateNear]
    zones: list[ZoneMet]
    not_permission: str


class Notices(Listed, frozen=True, kw_only=True):
    """A page of notices."""

    notices: list[Notice]
    not_permission: str


class ActivityKind(Answer, frozen=True, kw_only=True):
    """A kind of activity: lead times, and the separation of the charter; nulls where nothing is asked or agreed."""

    activity: str
    words: str
    fixed: bool
    humanitarian: bool
    reviewed: bool
    amber_s: int | None
    red_s: int | None
    lateral_m: int | None
    vertical_m: int | None
    time_s: int | None


class ReferenceLine(Answer, frozen=True, kw_only=True):
    """A line agreed in the charter: positions as [lat, lon] in 1e-7 degree."""

    name: str
    points: list[tuple[int, int]]


class ThirdState(Answer, frozen=True, kw_only=True):
    """Territory of a state that is no party, agreed in the charter: outline as [lat, lon] in 1e-7 degree. It recognises no border."""

    name: str
    area: list[tuple[int, int]]
    within_m: int
    told_by: list[str]
    how: str | None


class NoticeKinds(Answer, frozen=True, kw_only=True):
    """What a form for notices needs."""

    kinds: list[ActivityKind]
    reference_lines: list[ReferenceLine]
    third_states: list[ThirdState]
    places: dict[str, tuple[int, int]]
    altitude_reference: str
    distance_unit: str
    altitude_unit: str
    clock_ms: int


class NextOffset(Answer, frozen=True, kw_only=True):
    """How to ask for the rest."""

    offset: int


class Planned(Answer, frozen=True, kw_only=True):
    """An activity in the calendar; null start or end: open."""

    ref: str
    from_: str
    activity: str
    activity_words: str
    name: str | None
    start: int | None
    start_utc: str | None
    end: int | None
    end_utc: str | None
    dtg: str | None
    in_force: bool


class PlannedActivities(Answer, frozen=True, kw_only=True):
    """The calendar of activities between two instants."""

    line: str
    party: str
    demo: bool
    since: int
    since_utc: str
    until: int
    until_utc: str
    more: bool
    next_: NextOffset | None
    activities: list[Planned]


__all__ = [
    "NoticeInFull",
    "NoticeKinds",
    "Notices",
    "PlannedActivities",
]

"""What is said of an announced activity (docs/spec/notices.md): where, how high and when; its versions, its course, and what others say of it.

A notice is for all parties of the line it is said on. It asks for no permission and gives none: *noted* is not recognition, *read* is not
agreement. Each leaf lists the heads of the other parties that its author had seen (``seen``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Final

import msgspec

from watchline.errors import InvalidFromPeer
from watchline.measure.volume import VOLUMES_MAX, Volume
from watchline.measure.window import TIME_MS_MAX
from watchline.party.names import EPOCH_MAX
from watchline.record.body import Body, Count, Digest, Flag, Short, Text
from watchline.record.volumes import volume_fields, volume_of

PAIRS_MAX: Final = 64
"""Pairs listed in one assessment, the gravest first; ``counts`` has them all."""
COARSE_M_MAX: Final = 100_000
Activity = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,31}\Z")]
Verdict = Annotated[str, msgspec.Meta(pattern=r"^(CONFLICT|NEAR|PROXIMITY|CLEAR)\Z")]
Version = Annotated[int, msgspec.Meta(ge=1, le=1 << 31)]
Volumes = Annotated[list[Any], msgspec.Meta(max_length=VOLUMES_MAX)]
Part = Annotated[int, msgspec.Meta(ge=0, lt=VOLUMES_MAX)]
When = Annotated[int, msgspec.Meta(ge=-TIME_MS_MAX, le=TIME_MS_MAX)]
Gap = Annotated[int, msgspec.Meta(ge=0, le=1 << 53)]
E7 = Annotated[int, msgspec.Meta(ge=-1_800_000_000, le=1_800_000_000)]
Coarse = Annotated[int, msgspec.Meta(ge=1, le=COARSE_M_MAX)]


class _Announced(Body, frozen=True, kw_only=True, omit_defaults=True):
    """What a notice and each amendment of it say in full.

    Attributes:
        activity: Kind of activity (``record/activities.py``), by which the separation is looked up.
        volumes: Where, how high and when, as in docs/spec/shapes.md; empty only while ``area_by`` stands.
        name: What the author calls the place or the activity; may be left out.
        text, language: Words to it.
        contact: Post or desk to speak to about it.
        markings: By which those who take part are recognised.
        emergency: 1: shorter lead times hold, where the kind has any.
        coarse_m: The author made the areas coarser on purpose, by up to so many metres; they hold the true ones.
        area_by: ms; the author gives the area later, by then. Until then nothing can be assessed.
        review_by: ms; by then the author says anew that it is still so. Behind it the notice is STALE.
        checked: 1: a second person compared the positions with a map.
    """

    activity: Activity
    volumes: Volumes = msgspec.field(default_factory=list)
    name: Short | None = None
    text: Text | None = None
    language: Short | None = None
    contact: Short | None = None
    markings: Short | None = None
    emergency: Flag | None = None
    coarse_m: Coarse | None = None
    area_by: When | None = None
    review_by: When | None = None
    checked: Flag | None = None

    def __post_init__(self) -> None:
        """Refuse volumes that break the rules of docs/spec/shapes.md, and a notice that says nowhere."""
        try:
            volumes_of(self.volumes)
        except InvalidFromPeer as why:
            raise ValueError(why.words) from None
        if not self.volumes and self.area_by is None:
            raise ValueError("a notice has an area, or says by when its author gives it")


class ActivityNotice(_Announced, frozen=True, kw_only=True, omit_defaults=True):
    """An activity is announced. Opens a thread; this is its version 1."""


class NoticeAmended(_Announced, frozen=True, kw_only=True, omit_defaults=True):
    """The next version of the author's notice, in full."""


class NoticeActive(Body, frozen=True, kw_only=True, omit_defaults=True):
    """The author states that the activity goes on now."""

    text: Text | None = None


class NoticeEnded(Body, frozen=True, kw_only=True, omit_defaults=True):
    """The author states that the activity is over."""

    text: Text | None = None


class NoticeCancelled(Body, frozen=True, kw_only=True, omit_defaults=True):
    """The author withdraws the notice: the activity does not take place, or no more."""

    text: Text | None = None


class NoticeRead(Body, frozen=True, kw_only=True, omit_defaults=True):
    """A watch officer of another party has this version before him. It is no agreement."""

    version: Version


class NoticeObjected(Body, frozen=True, kw_only=True, omit_defaults=True):
    """Another party objects to this version. It stops nothing; what follows is between people."""

    version: Version
    text: Text | None = None


class NoticeNoted(Body, frozen=True, kw_only=True, omit_defaults=True):
    """Another party notes this version without recognising anything by it; it takes back an objection of the same party."""

    version: Version
    text: Text | None = None


class NoticeTold(Body, frozen=True, kw_only=True, omit_defaults=True):
    """This party states that it told a third state of this version. It is this party's word; the third state is no party and says nothing here.

    Attributes:
        version: What it was told of.
        state: Its name in the charter (`third_states`).
        at: When, ms by the author's clock; None: when the entry was written.
        text: By which way, or to whom, in words.
    """

    version: Version
    state: Short
    at: When | None = None
    text: Text | None = None


class Pair(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How the notice stands to another one; gaps are at least so much, 0 where they touch or overlap.

    Attributes:
        code, epoch, index: Where the other notice stands.
        version: Which version of it.
        verdict: CONFLICT, NEAR, PROXIMITY or CLEAR (docs/spec/shapes.md).
        part, other: Which volumes, counted from 0: of the notice, and of the other one.
        lateral, vertical, time: Millimetres, centimetres, milliseconds between them.
        limits: The agreed separation, cm, cm, ms; left out where there is none.
        at: A nearest point of the notice and of the other: lat, lon, lat, lon in 1e-7 degree.
        start, to: First and last moment of the conflict (``from`` in the record); open ends are left out.
        heights: 1: a ground is undeclared, so heights keep nothing apart.
    """

    code: Annotated[str, msgspec.Meta(pattern=r"^[A-Z0-9]{2,8}\Z")]
    epoch: Annotated[int, msgspec.Meta(ge=1, le=EPOCH_MAX)]
    index: Gap
    version: Version
    verdict: Verdict
    part: Part = 0
    other: Part = 0
    lateral: Gap
    vertical: Gap
    time: Gap
    limits: tuple[Gap, Gap, Gap] | None = None
    at: tuple[E7, E7, E7, E7]
    start: When | None = msgspec.field(name="from", default=None)
    to: When | None = None
    heights: Flag | None = None


class Assessment(Body, frozen=True, kw_only=True, omit_defaults=True):
    """What this party's node finds of a notice beside those of other parties that it had then. Written by the node.

    Attributes:
        version: Version of the notice, which is the first of ``refs``.
        table: Hash of the separation it was measured by.
        pairs: The other notices that are not clear, and those of earlier assessments that are clear now; at most ``PAIRS_MAX``.
        counts: How many pairs are CONFLICT, NEAR and PROXIMITY, listed or not.
        without: In words why it could not be measured; then there are no pairs.
    """

    version: Version
    table: Digest
    pairs: Annotated[list[Pair], msgspec.Meta(max_length=PAIRS_MAX)] = msgspec.field(default_factory=list)
    counts: tuple[Count, Count, Count] = (0, 0, 0)
    without: Short | None = None


NOTICE: Final = "activity_notice"
AMENDED: Final = "notice_amended"
ACTIVE: Final = "notice_active"
ENDED: Final = "notice_ended"
CANCELLED: Final = "notice_cancelled"
READ: Final = "notice_read"
OBJECTED: Final = "notice_objected"
NOTED: Final = "notice_noted"
TOLD: Final = "notice_told"
ASSESSMENT: Final = "assessment"
BODIES: Final[dict[str, type[Body]]] = {
    NOTICE: ActivityNotice,
    AMENDED: NoticeAmended,
    ACTIVE: NoticeActive,
    ENDED: NoticeEnded,
    CANCELLED: NoticeCancelled,
    READ: NoticeRead,
    OBJECTED: NoticeObjected,
    NOTED: NoticeNoted,
    TOLD: NoticeTold,
    ASSESSMENT: Assessment,
}
ACTS: Final = frozenset(BODIES) - {NOTICE}
"""Kinds whose first reference is the `activity_notice`."""
SAID: Final = ACTS - {ASSESSMENT}
"""Those that a person says."""


def volumes_of(volumes: Sequence[Any]) -> tuple[Volume, ...]:
    """Return the volumes of a body.

    Raises:
        InvalidFromPeer: ``malformed``; the author's fault.
    """
    return tuple(volume_of(item) for item in volumes)


def notice_fields(activity: str, volumes: Sequence[Volume], **more: Any) -> dict[str, Any]:
    """Return the fields of a notice, or of an amendment, from shapes: what ``announce`` takes whoever drew, typed or imported them.

    Args:
        activity: Kind of activity.
        volumes: Where, how high and when.
        more: Further fields of ``ActivityNotice``; what is None is left out.

    Raises:
        ValueError: something is out of bounds, in words for its author.
    """
    given = {name: value for name, value in more.items() if value is not None}
    fields: dict[str, Any] = {"activity": activity, "volumes": [volume_fields(volume) for volume in volumes], **given}
    msgspec.convert(fields, ActivityNotice)
    return fields

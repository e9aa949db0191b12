"""Which day of a sentence is only that of a saying: "said on Thursday", "told reporters on Friday"."""

from __future__ import annotations

import re

from watchline.press.frame import Frame
from watchline.press.naming import Mention
from watchline.press.printed import Printed

SAYING = re.compile(
    r"(?i)\b(?:said|says|told|stated|announced|reported|added|confirmed|made (?:it )?(?:clear|known|public)|let it be known|explained|disclosed|insisted|noted|remarked|acknowledged|published|recalled|declared|released|issued|denied|briefing|post|posted|statement|interview|speaking|wrote|reporters)\b[^,.;]{0,45}$"
)


def told_between(head: str, frame: Frame, item: Printed) -> bool:
    """Whether the contact is told between the word of saying and the date: "said he spoke with X on Friday"."""
    said = list(
        re.finditer(
            r"(?i)\b(?:said|says|told|stated|announced|reported|added|confirmed|briefing|post|posted|statement|interview|speaking|wrote|reporters)\b",
            head,
        )
    )
    return bool(said) and said[-1].end() <= frame.at < item.start


def told_person(head: str, mentions: list[Mention], frame: Frame) -> bool:
    """Whether the word of saying has one of the contact's people as its object: "told X on Friday, in their first conversation"."""
    said = list(re.finditer(r"(?i)\b(?:told|urged|pressed|warned|informed|assured)\b", head))
    return bool(said) and any(
        said[-1].end() <= item.start + 40
        and item.start >= said[-1].end() - 2
        and item.end <= len(head)
        and set(item.people) & set(frame.people)
        for item in mentions
    )


_BESIDE = re.compile(r"[\s,(-]*(?:(?:or|on|so|that|is|to|say|namely|it|was|a),? )*")


def said_again(item: Printed, usable: list[tuple[int, Printed]], sentence: str) -> bool:
    """Whether a day told by counting is also told by its name: "on 5 May, six days earlier", "the day before, Wednesday"."""
    return any(
        other.kind in {"md", "iso", "weekday"}
        and _BESIDE.fullmatch(sentence, min(other.end, item.end), max(other.start, item.start))
        and not (other.end <= item.start and item.parts.get("dir") in {"later", "next", "following"})
        for _, other in usable
    )


def says(head: str, frame: Frame) -> bool:
    """Whether the words before a date are those of a saying, and not the word for the contact itself: "will be speaking on"."""
    found = SAYING.search(head)
    return found is not None and not frame.at <= found.start() < frame.at + len(frame.words)

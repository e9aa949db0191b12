"""A contact whose day is told by counting from another day of its sentence: "on Wednesday, a day after speaking with X"."""

from __future__ import annotations

import re

from watchline.press.frame import Frame
from watchline.press.printed import Printed

_FROM = re.compile(
    r"(?i)(?:after|before) (?:(?:a|an|his|her|their|its|he|she|they|had|first|phone|telephone|video|direct|brief|long|[a-z]+ing) )*(?:(?:[A-Z][\w'-]+|with|to) ?)*$"
)


def counted_from(sentence: str, frame: Frame, every: list[Printed]) -> tuple[Printed, Printed] | None:
    """Return "a day after" that ends right before a contact, and the date that it is counted from; None where there is none.

    Args:
        sentence: The sentence.
        frame: The contact, its places counted in the sentence.
        every: The dates of the sentence.
    """
    for item in every:
        if (
            item.kind not in {"span", "dayrel"}
            or item.parts.get("dir") not in {"after", "before"}
            or item.end > frame.at
        ):
            continue
        if not _FROM.fullmatch(sentence, item.end - len(item.parts["dir"]), frame.at):
            continue
        if any(0 <= other.start - frame.end <= 4 for other in every):
            return None
        others = [other for other in every if other is not item and other.kind in {"md", "iso", "weekday", "today"}]
        near = min(others, key=lambda other: max(item.start - other.end, other.start - item.end), default=None)
        return None if near is None else (item, near)
    return None

"""A contact told of without its people: "a further one is foreseen", "a second round, to be held on 27 February"."""

from __future__ import annotations

import re

from watchline.press.claim import Status
from watchline.press.told import told

_MORE = re.compile(
    r"(?i)\b(?:another|a further|a second|a third|a fourth|a follow-up|the next|a new|one more|a return|further|more|no (?:\w+ )?(?:new|other|next|second|further))\s+(?:[\w-]+ )?(?:ones?|rounds?|calls?|conversations?|meetings?|talks?|sessions?|visits?|contacts?|discussions?|exchanges?|date)\b"
)


_BACK = re.compile(
    r"(?i)\b(?:rang|called|phoned|telephoned) (?:him |her |them )?back\b|\breturned (?:the|his|her) call\b"
)


def again(sentence: str) -> tuple[int, int, Status] | None:
    """Return where a sentence tells of a further contact of those spoken of, and that it is to come, not planned, called off, or took place ("rang back")."""
    back = _BACK.search(sentence)
    if back is not None and told(sentence) is None:
        return back.start(), back.end(), Status.HELD
    found = _MORE.search(sentence)
    if found is None:
        return None
    status = told(sentence)
    if status in {Status.SCHEDULED, Status.NOT_SCHEDULED, Status.CANCELLED}:
        return found.start(), found.end(), status
    return None

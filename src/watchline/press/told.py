"""What a sentence without people says became of something told before it."""

from __future__ import annotations

from watchline.press.claim import Status
from watchline.press.clauses import Clauses
from watchline.press.outcome import ANSWERS, MOVED, STRONG, Outcomes


def told(sentence: str) -> Status | None:
    """Return what a sentence without people says became of something: the last word on it."""
    outcomes = Outcomes(Clauses(sentence, [], []))
    names = {item.name for item in outcomes.found}
    if MOVED.search(sentence):
        return Status.SCHEDULED
    for name, status in (*STRONG, *ANSWERS):
        if name in names:
            return status
    if "agrees" in names and outcomes.negated(0, len(outcomes.row)):
        return Status.NOT_SCHEDULED
    if "asks" in names:
        return Status.SOUGHT
    if "agrees" in names or "future" in names:
        return Status.SCHEDULED
    return None


def refusal(sentence: str) -> Status | None:
    """Return the status of a sentence that only tells what became of a request: declined, or not answered."""
    status = told(sentence)
    return status if status in {Status.UNANSWERED, Status.DECLINED} else None

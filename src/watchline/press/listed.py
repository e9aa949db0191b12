"""A list of calls: who is meant by its lines, and what became of each: "- Vershkova, Krasovia (22 minutes; incoming)"."""

from __future__ import annotations

import re

from watchline.press.claim import Status
from watchline.press.contact_lexicon import CALLS, TALKS
from watchline.press.told import refusal

BULLET = re.compile(r"^\s*(?:[-*\u2022\u00b7\u2013]|\(?\d{1,2}[.):])\s+")
_NOUN = re.compile(rf"(?i)\b(?:{'|'.join(sorted(CALLS | TALKS))})\b")
_INCOMING = re.compile(r"(?i)\b(?:incoming|received|from|called in|inbound)\b")
_OUTGOING = re.compile(r"(?i)\b(?:outgoing|placed|made|to|called out|outbound)\b")
_NOT_REACHED = re.compile(
    r"(?i)\b(?:no (?:connection|answer|reply|contact)|not reached|engaged|unanswered|line busy|failed)\b"
)


def opens_list(sentence: str) -> bool:
    """Whether a sentence announces a list of calls."""
    return sentence.rstrip().endswith(":") and _NOUN.search(sentence) is not None


def listed_status(line: str) -> Status | None:
    """Return what a line of a list of calls says became of the call; None where it is no such line."""
    if _NOT_REACHED.search(line):
        return Status.UNANSWERED
    if (status := refusal(line)) is not None:
        return status
    return Status.HELD


def listed_initiative(line: str, owner: str | None, other: str | None) -> str | None:
    """Return the state that began the call of a line."""
    return other if _INCOMING.search(line) else owner if _OUTGOING.search(line) else None

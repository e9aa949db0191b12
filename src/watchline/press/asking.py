"""Who asked, and who did not grant it, where a sentence tells of a contact that was sought."""

from __future__ import annotations

import re

from watchline.press.arguments import passive
from watchline.press.claim import Status
from watchline.press.naming import Mention
from watchline.press.outcome import family, seeks


def refuser(sentence: str, mentions: list[Mention], status: Status) -> str | None:
    """Return the state of whoever declined or did not answer, where it is the subject of that verb."""
    verb = family(sentence, status)
    if (
        verb is None
        or passive(sentence[: verb.start()])
        or re.search(
            r"(?i)\b(?:calls?|requests?|approach\w*|attempts?|been|gone|went)\b[^,;]{0,20}$", sentence[: verb.start()]
        )
    ):
        return None
    subject = [mention for mention in mentions if mention.end <= verb.start() and verb.start() - mention.end <= 30]
    return subject[-1].people[0].state if subject and "," not in sentence[subject[-1].end : verb.start()] else None


def asker(sentence: str, mentions: list[Mention]) -> str | None:
    """Return the state of whoever asked, where a sentence tells of a request."""
    asked = re.search(
        r"(?i)'s? (?:\w+ ){0,3}?(?:requests?|calls?|approach\w*|attempts?|offer|invitation|proposal)\b", sentence
    )
    if asked:
        owner = [mention for mention in mentions if mention.end <= asked.start() + 1]
        if owner:
            return owner[-1].people[0].state
    for mention in mentions:
        if re.search(
            r"(?i)\b(?:requests?|calls?|approach\w*|attempts?|offer|invitation|proposal|letter)\b[^.;]{0,40}\b(?:from|by)\s+[^.;]{0,25}?$",
            sentence[: mention.start],
        ):
            return mention.people[0].state
    sought = seeks(sentence)
    if sought:
        before = [mention for mention in mentions if mention.end <= sought.start()]
        if before:
            return before[-1].people[0].state
    return None

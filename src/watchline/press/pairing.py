"""How the people of a contact fall into pairs: one conversation of all, or one for each where the words part them."""

from __future__ import annotations

import re

from watchline.press.clauses import Clauses
from watchline.press.lexicon import Who
from watchline.press.tokens import Found

SEPARATE = re.compile(
    r"\b(?:separate(?:ly)?|in turn|respectively|then|later|followed by|before (?:calling|speaking|ringing|phoning|meeting)|after which|each of|individually|one after|one by one|back-to-back|afterwards|as well as|also|another with|each|in succession|successively|consecutive(?:ly)?|by turns|a series of|a round of)\b",
    re.IGNORECASE,
)
JOINT = re.compile(
    r"\b(?:trilateral|three-way|tripartite|joint(?:ly)?|conference call|three-party|three-cornered|together|all three|the three|quadrilateral|four-way|three-sided|triangular)\b",
    re.IGNORECASE,
)


def states_of(people: tuple[Who, ...] | list[Who]) -> set[str | None]:
    """Return the states of some people."""
    return {who.state for who in people}


def fitting(people: tuple[Who, ...], others: tuple[Who, ...]) -> tuple[Who, ...]:
    """Return those of some people who are of another state than the others, those of the same level before anybody else."""
    found = [who for who in people if who.state not in states_of(others)]
    return tuple(dict.fromkeys(found))


def pairs(
    clauses: Clauses, ours: tuple[Who, ...], theirs: list[int] | tuple[Who, ...], item: Found
) -> list[tuple[Who, ...]]:
    """Return who spoke with whom: all together, or one pair for each where the words part them."""
    people = clauses.who(theirs) if isinstance(theirs, list) else theirs
    subject = tuple(dict.fromkeys(ours))
    objects = tuple(dict.fromkeys(who for who in people if who not in subject))
    if not subject or not objects:
        return []
    row = clauses.row
    last = max(theirs) if isinstance(theirs, list) else item.stop - 1
    text = clauses.text[row[max(0, item.first - 8)].start : row[min(len(row) - 1, max(last, item.stop - 1) + 4)].end]
    if len(subject) > 1 and len(objects) > 1:
        matched = [
            (one, other)
            for one in subject
            for other in objects
            if one.level == other.level and one.state != other.state
        ]
        if len(matched) == max(len(subject), len(objects)):
            return [tuple(pair) for pair in matched]
    if JOINT.search(clauses.text):
        return [(*subject, *objects)]
    span = clauses.text[row[item.first].start : row[last].end]
    parted = (
        (isinstance(theirs, list) and any(token.low == "#" for token in row[min(theirs) : last]))
        or SEPARATE.search(text)
        or re.search(r"\band,? (?:\w+,? )?(?:with|to)\b", span)
        or re.search(r"\b(?:on|in|at) (?:\w+ )?(?:[A-Z]\w+day|\d+ [A-Z]\w+|[A-Z]\w+ \d+)\b.*\band\b", span)
        or re.search(r"(?i)\b(?:calls|conversations|telephone talks|meetings|letters|visits)\b", span)
        or (item.name in {"calls", "takes", "by_caller"} and len(objects) > 1)
        or (isinstance(theirs, list) and row[min(theirs) - 1].low == "both" and "conference" not in text)
    )
    if len(objects) > 1 and parted:
        return [(*subject[:1], other) if len(states_of(subject)) == 1 else (*subject, other) for other in objects]
    if (
        len(subject) > 1
        and len(objects) == 1
        and re.search(r"(?i)\b(?:separate(?:ly)?|each|both|individually|in turn)\b", clauses.text)
    ):
        return [(one, *objects) for one in subject if one.state != objects[0].state]
    if len(subject) > 1 and len(objects) == 1 and len(states_of(subject)) == 1:
        level = [one for one in subject if one.level == objects[0].level]
        if len(level) == 1 and re.search(r"(?i)counterpart|opposite number|colleague", span):
            return [(level[0], *objects)]
    return [(*subject, *objects)]

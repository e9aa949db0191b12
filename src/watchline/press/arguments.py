"""Whose contact a word tells of: the people listed before it and behind it, and how they fall into pairs."""

from __future__ import annotations

import re

from watchline.press.lexicon import Who
from watchline.press.naming import Mention

_SEPARATE = re.compile(
    r"\b(?:separate(?:ly)?|in turn|respectively|and then|then|later|followed by|before (?:calling|speaking|ringing|phoning)|after which|each of|individually|one after|one by one|back-to-back|and,? \w+ (?:hours|minutes|days) later|afterwards|second(?:,)? with|as well as|also|another with)\b",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"\b(?:trilateral|three-way|tripartite|joint(?:ly)?|conference call|three-party|three-cornered|together|all three|the three|quadrilateral|four-way)\b",
    re.IGNORECASE,
)
_LISTS = re.compile(r"^[-\u2013/]$|\band\b|&|as well as|\bthen\b|\bbefore\b|\bor\b|\bplus\b", re.IGNORECASE)


def states_of(people: tuple[Who, ...] | list[Who]) -> set[str | None]:
    """Return the states of some people."""
    return {who.state for who in people}


def _joined(sentence: str, first: Mention, second: Mention) -> bool:
    """Whether two mentions are listed together: "A and B", "A, B and C"."""
    between = sentence[first.end : second.start]
    return between in {"-", "\u2013", "/"} or (
        len(between) <= 90
        and bool(
            re.fullmatch(
                r"(?:,? ?\([^)]*\))?(?:\s+(?:on|at|in|by|late on|early on|after|before|last|this)\s+[\w' ]{2,24}?)?,?\s*(?:and|&|as well as|then|plus|or|before|,)?,?\s*(?:also|then|later|with|separately|subsequently|afterwards)?,?\s*(?:with|to)?\s*(?:(?:the|his|her|its|their|a|an|[A-Z][\w.'-]*|of|for|[a-z]+-in-chief|chief|minister|general|staff|defen[cs]e|foreign|secretary|president|chairman|counterpart|joint|armed|forces|head|top|new|[a-z]{4,14})\s*){0,9}",
                between,
            )
        )
        and bool(re.search(r",|\band\b|&|as well as|then", between))
    )


def group_after(sentence: str, mentions: list[Mention], at: int, reach: int = 45) -> list[Mention]:
    """Return the mentions listed from a place on: the first within reach, and those joined to it."""
    found: list[Mention] = []
    for mention in mentions:
        if mention.start < at:
            continue
        if not found:
            if mention.start - at > reach:
                break
            found.append(mention)
        elif _joined(sentence, found[-1], mention):
            found.append(mention)
        else:
            break
    return _listed(sentence, found)


def _listed(sentence: str, found: list[Mention]) -> list[Mention]:
    """Return a list of mentions up to its last "and": what a mere comma joins behind that is another clause."""
    for last in range(len(found) - 1, 0, -1):
        if _LISTS.search(sentence[found[last - 1].end : found[last].start]):
            return found[: last + 1]
    return found[:1]


def group_before(sentence: str, mentions: list[Mention], at: int) -> list[Mention]:
    """Return the subject of a verb at ``at``: the last mentions before it outside clauses in commas, and those joined to them."""
    before = [mention for mention in mentions if mention.end <= at]
    cut = [
        found.span()
        for found in re.finditer(
            r",\s(?:who|whose|which|where|after|when|whom|himself|herself|the first|a day|two days|as)\b[^,]*,",
            sentence[:at],
        )
    ]
    kept = [mention for mention in before if not any(start <= mention.start < stop for start, stop in cut)]
    kept = kept or before
    if not kept:
        return []
    found = [kept[-1]]
    for mention in reversed(kept[:-1]):
        if not _joined(sentence, mention, found[0]) or (
            len(found) == 1 and not _LISTS.search(sentence[mention.end : found[0].start])
        ):
            break
        found.insert(0, mention)
    return found


def pairs(ours: list[Mention], theirs: list[Mention], sentence: str, at: int) -> list[tuple[Who, ...]]:
    """Return who spoke with whom: all together, or one pair for each where the words part them."""
    subject = tuple(dict.fromkeys(who for mention in ours for who in mention.people))
    objects = tuple(dict.fromkeys(who for mention in theirs for who in mention.people if who not in subject))
    if not subject or not objects:
        return []
    span = sentence[at : theirs[-1].end]
    if len(subject) > 1 and len(objects) > 1:
        matched = [
            (one, other)
            for one in subject
            for other in objects
            if one.level == other.level and one.state != other.state
        ]
        if len(matched) == max(len(subject), len(objects)):
            return [tuple(pair) for pair in matched]
    if _JOINT.search(sentence) or re.match(r"(?i)(?:was|played|is) host to", sentence[at:]):
        return [(*subject, *objects)]
    parted = (
        _SEPARATE.search(sentence[max(0, at - 40) : theirs[-1].end + 24])
        or re.search(r"\band,? (?:\w+,? )?(?:with|to)\b", span)
        or re.search(r"(?i)\b(?:on|in) [A-Z]\w+day\b.*\band\b", span)
    )
    if len(objects) > 1 and parted:
        return [(*subject, other) for other in objects]
    if len(subject) > 1 and len(objects) == 1 and re.search(r"(?i)\b(?:separate(?:ly)?|each|both)\b", sentence):
        return [(one, *objects) for one in subject]
    if len(subject) > 1 and len(objects) == 1 and len(states_of(subject)) == 1:
        level = [one for one in subject if one.level == objects[0].level]
        if len(level) == 1 and re.search(r"(?i)counterpart", span):
            return [(level[0], *objects)]
    return [(*subject, *objects)]


def subject_behind(sentence: str, people: list[Mention], theirs: list[Mention], verb: str) -> list[Mention]:
    """Return the subject that stands behind: "After speaking with X on Monday, Y called Z"."""
    if not re.match(r"(?i)speaking|talking|meeting|conferring", verb):
        return []
    behind = [mention for mention in people if mention.start >= theirs[-1].end]
    return behind[:1] if behind and "," in sentence[theirs[-1].end : behind[0].start] else []


def end_of(theirs: list[Mention], some: tuple[Who, ...]) -> int:
    """Return where the last of these people is named."""
    return max((mention.end for mention in theirs if set(mention.people) & set(some)), default=theirs[-1].end)


def he(topic: tuple[Who, ...], other: Mention) -> list[Mention]:
    """Return whom "he" stands for: somebody spoken of, of another state than the other, of the same level before anybody else."""
    fitting = [who for who in topic if who.state not in states_of(other.people)]
    level = [who for who in fitting if who.level in {one.level for one in other.people}]
    return [Mention(0, 0, ((level or fitting)[0],))] if fitting else []


def near(gap: str) -> bool:
    """Whether nothing but titles stands between a verb and its object."""
    return bool(
        re.fullmatch(
            r"(?i)(?:(?:both|the|top|senior|long-serving|counterparts?|colleagues?|opposite number|defen[cs]e|foreign|his|her|its|their|a|an|then|visiting|new|acting|outgoing|gen\.?|general|admiral|adm\.?|lt\.?|col\.?|colonel|marshal|mr\.?|mrs\.?|ms\.?|dr\.?|sir|field|first|separately|either|(?-i:[A-Z])[a-z'-]{2,}(?:n|ish|ese|i|ian)|minister|president|secretary|prime|chancellor|premier|and|by telephone|by phone|again|once again),?\s*)*",
            gap.strip() + " " if gap.strip() else "",
        )
    )


_PLACE = re.compile(
    r"\b(?:late |early |again )?(?:in|at|on|from|over|during|for) (?:the )?(?:[\w'-]+ ){1,4}?(?=(?:the|his|her|its|their|an?|with|to|from|by|between)\b)"
)
_TITLES = re.compile(
    r"(?:(?:both|the|top|senior|long-serving|counterparts?|colleagues?|opposite|numbers?|two|three|neighbou?rs?|hosts?|guests?|visitors?|defen[cs]e|foreign|his|her|its|their|a|an|then|visiting|new|newly|appointed|acting|outgoing|gen\.?|general|admiral|adm\.?|lt\.?|col\.?|colonel|marshal|mr\.?|mrs\.?|ms\.?|dr\.?|sir|field|first|either|ministers?|presidents?|secretar(?:y|ies)|prime|chancellor|premier|chief|staff|of|own|old|both|(?-i:[A-Z])[\w'.-]+),?\s*)*$",
    re.IGNORECASE,
)


def governor(gap: str) -> str:
    """Return the word that governs what stands behind a gap: its last preposition, titles and articles left out; empty: a bare object."""
    bare = _PLACE.sub(" ", gap + " ").strip()
    words: list[str] = re.findall(r"[\w'-]+", bare)
    for word in reversed(words):
        low = word.lower()
        if (
            low == "of"
            and len(words) > 1
            and words.index(word)
            and re.search(rf"(?i)\b(?:minister|chief|secretary|head|commander|chairman)s? {word}", bare)
        ):
            continue
        if low in {
            "with",
            "to",
            "from",
            "by",
            "between",
            "among",
            "of",
            "for",
            "about",
            "on",
            "at",
            "in",
            "against",
            "than",
            "as",
            "and",
            "or",
        }:
            return low
        if not _TITLES.fullmatch(word + " "):
            return low
    return ""


def object_of(sentence: str, mentions: list[Mention], at: int) -> list[Mention]:
    """Return the object of a verb that ends at a place: the people right behind it, titles, times and places between left out."""
    theirs = group_after(sentence, mentions, at, reach=60)
    if not theirs:
        return []
    gap = sentence[at : theirs[0].start]
    if gap.strip() == "," or re.search(r"[;:()]|,(?! (?:his|her|its|their|the)\b)", gap.rstrip(", ")):
        return []
    bare = re.sub(
        r"\b(?:by (?:tele)?phone|again|once (?:more|again)|separately|briefly|twice|back|late|early|(?:on|last|this) \w+day|yesterday|today)\b",
        " ",
        gap,
    )
    return theirs if governor(bare) == "" or governor(bare) == "both" else []


def calls_somebody(sentence: str, theirs: list[Mention], verb: str) -> bool:
    """Whether "called X" is a telephone call: not "called X a liar", "called X's decision", "called on X"."""
    if not theirs:
        return False
    behind = sentence[theirs[-1].end : theirs[-1].end + 30]
    if behind.startswith("'s"):
        return False
    if verb.startswith("called on"):
        return bool(
            re.match(
                r"\s+(?:at (?:his|her|the|their)|in [A-Z]|on [A-Z]\w+day\b(?! to)|for (?:talks|tea|lunch|dinner))",
                behind,
            )
        )
    if verb.startswith("call"):
        return not re.match(
            r"\s+(?:an?|the|to account|out|names|to resign|\"|as|into)\b", behind
        ) and not behind.lstrip().startswith('"')
    if verb.startswith(("received", "reached", "hosted")):
        return not behind.startswith("'s")
    return True


def passive(head: str) -> bool:
    """Whether what precedes a verb makes it a passive: "was telephoned"."""
    return bool(re.search(r"(?i)\b(?:was|were|is|are|been|being)\s+(?:\w+ly )?$", head))

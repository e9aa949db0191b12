"""The fields of a contact that stand anywhere in a report: who began it, how long, by what means, who says so, about what."""

from __future__ import annotations

import re

from watchline.press.claim import Duration
from watchline.press.lexicon import Lexicon, Who
from watchline.press.naming import Mention
from watchline.press.printed import NUMBER, number

_BY = re.compile(
    r"\b(?:at (?:the )?(?:request|initiative|invitation|suggestion|proposal|instigation|behest|urging) of|(?:was|were|had been) (?P<whose3>[^.;,]{2,40}?)'s? (?:own )?(?:idea|initiative|suggestion|proposal|request)|at (?P<whose>[^.;,]{2,50}?)'s? (?:own )?(?:request|initiative|invitation|suggestion|proposal|instigation|behest|urging)|(?:requested|initiated|proposed|sought|placed|made|arranged|asked for|set up|prompted) by|(?:the )?(?:call|conversation|talk|meeting|contact|initiative) (?:came|was|had come|originated) from|on the initiative of|on (?P<whose2>[^.;,]{2,40}?)'s? initiative)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"\b(?:(?:had |has )?(?:requested|initiated|placed|instigated|asked for|made|dialled|originated) (?:the|this|that|a) (?:phone |telephone |video )?(?:call|conversation|contact|talks|talk|meeting))\b",
    re.IGNORECASE,
)
_SIDE = re.compile(r"\b(?:the )?(?P<state>[A-Z][\w-]+) (?:side|party)\b")
_HOURS = re.compile(
    rf"\b(?P<bound>about|around|approximately|roughly|some|nearly|almost|over|more than|just over|under|less than|not quite|just under|exactly|at least|barely|close to|well over|a little over|a little under|a good|lasting)?\s*(?P<what>(?P<h>{NUMBER}|half an|a)[ -](?:hours?)(?P<half> and a half)?(?:(?: and)? (?P<hm>{NUMBER})[ -]minutes?)?|(?P<m>{NUMBER})[ -]minutes?|(?P<hh>{NUMBER}) and a half hours|(?:three[- ]quarters|three quarters) of an hour|a quarter of an hour|half[- ](?:an[- ])?hour)(?P<after>-?long)?\b",
    re.IGNORECASE,
)
_CHANNELS = (
    ("line", re.compile(r"\b(?:(?:over|on|via|through|by|using) (?:the|a|their) (?:[\w-]+ ){0,3}?(?:hot ?line|(?:direct|secure|dedicated|deconfliction|duty|military) (?:\w+ )?line)|hotline (?:call|conversation))\b", re.IGNORECASE)),
    ("video", re.compile(r"\b(?:video[- ]?(?:conference|call|link|conferencing|meeting|conversation|talks)\w*|videoconference\w*|by video|via video|video link|virtual(?:ly)? (?:meeting|met|talks)|met virtually)\b", re.IGNORECASE)),
    ("letter", re.compile(r"\b(?:wrote to|letters?|in writing)\b", re.IGNORECASE)),
    ("phone", re.compile(r"\b(?:(?:tele)?phone[ds]?|telephon\w*|rang|rung|(?:a|the|their|his|her|this|that|first|last|second|third|previous|hour-long|\w+-minute) calls?|calls?|called)\b", re.IGNORECASE)),
    ("in_person", re.compile(r"\b(?:met|meet|meeting|meetings|face to face|face-to-face|in person|on the sidelines|on the margins|sat down|talks in [A-Z]\w+|hosted|visited)\b")),
)  # fmt: skip
_CONFIDENTIAL = re.compile(
    r"\b(?:keep|kept)\b[^.;]{0,40}\b(?:private|confidential|secret)|\bagreed not to (?:disclose|publish|reveal)|\bremain confidential\b",
    re.IGNORECASE,
)
_SAID = r"(?:said|says|stated|told|reported|announced|added|confirmed|wrote|posted|tweeted|noted|disclosed|according to|read|insisted|claimed|described)"
_SOURCES = (
    re.compile(r"\b(?P<outer>[A-Z][\w.' -]{1,40}?)(?: news agency| agency)? (?:said|reported|reports|wrote)?,? ?(?:quoting|citing) (?P<inner>(?:the |a |an )?[^,.;\"]{3,70})"),
    re.compile(r"\baccording to (?P<outer>(?:the |a |an )?[^,.;\"]{3,80})", re.IGNORECASE),
    re.compile(r"\b(?P<outer>(?:the |The |a |A |an |An )?[^,.;\"]{3,70}?) (?:said|stated|announced|reported|added|confirmed|told (?:reporters|CNN|\w+))\b"),
    re.compile(r"\b(?:via|as per|per) (?P<outer>[A-Z][\w.' -]{2,40})"),
    re.compile(r"\b(?:quoted|cited) by (?P<outer>(?:the )?[A-Z][\w.' -]{2,40})"),
)  # fmt: skip
_SPEAKS = re.compile(
    r"\b(?:said|says|stated|told|warned|warns|urged|urges|insisted|added|wrote|posted|tweeted|accused|condemned|criticised|criticized|demanded|denied|denies|rejected|called (?:on|for|upon)|stressed|emphasi[sz]ed|praised|vowed|pledged|declared|reiterated|noted|announced|acknowledged|dismissed|blamed|appealed|argued|remarked|complained|described|expressed|published an open letter|addressed)\b",
    re.IGNORECASE,
)
_QUOTE = re.compile(r'"([^"]{8,240})"')


def initiative(sentence: str, mentions: list[Mention], lexicon: Lexicon) -> str | None:
    """Return the state at whose initiative a contact took place, if this sentence says so; ``both`` where it names both."""
    by = _BY.search(sentence)
    if by:
        owner = by["whose"] or by["whose2"] or by["whose3"]
        if owner is not None:
            begin = sentence.index(owner, by.start())
            return _party(sentence, begin, begin + len(owner), mentions, lexicon, last=True)
        if re.match(r"(?i)\W*(?:both|the two)\b", sentence[by.end() :]):
            return "both"
        return _party(sentence, by.end(), min(len(sentence), by.end() + 70), mentions, lexicon)
    subject = _SUBJECT.search(sentence)
    if subject and not re.search(
        r"(?i)\b(?:not|who|which side|neither)\b", sentence[max(0, subject.start() - 12) : subject.start()]
    ):
        return _party(sentence, max(0, subject.start() - 70), subject.start(), mentions, lexicon, last=True)
    return None


def _party(
    sentence: str, start: int, end: int, mentions: list[Mention], lexicon: Lexicon, *, last: bool = False
) -> str | None:
    """Return the state of the first (or last) person or state named in a part of a sentence."""
    named: list[tuple[int, str]] = [
        (item.start, item.people[0].state or "")
        for item in mentions
        if start <= item.start < end and len(item.people) == 1
    ]
    for found in lexicon.state_words().finditer(sentence, start, end):
        code = lexicon.state(found[0])
        if code and not any(item.start <= found.start() < item.end for item in mentions):
            named.append((found.start(), code))
    named = sorted(item for item in named if item[1])
    if not named:
        return None
    return named[-1][1] if last else named[0][1]


def duration(sentence: str) -> Duration | None:
    """Return how long a contact lasted, if this sentence says so."""
    for item in _HOURS.finditer(sentence):
        if re.match(
            r"(?i)\W*(?:ago|earlier|later|after|before|notice|deadline|ultimatum|from|drive|flight|delay|ceasefire|truce|window|late)\b",
            sentence[item.end() :],
        ):
            continue
        if re.search(
            r"(?i)\b(?:within|every|in the|the next|next|last|past|after|in|until|notice of) $",
            sentence[: item.start()],
        ) and not re.search(r"(?i)\blasted|long|spoke|talked", sentence):
            continue
        if not re.search(
            r"(?i)\b(?:last(?:ed|ing|s)?|for|long|spoke|talk(?:ed|s)?|call|conversation|meeting|took|ran|ended|minutes|discussion|session|met|-minute|-hour)\b|-long",
            sentence,
        ):
            continue
        minutes = _minutes(item)
        if minutes:
            return Duration(minutes=minutes, bound=_bound(item["bound"]))
    return None


def _minutes(item: re.Match[str]) -> int | None:
    what = item["what"].lower()
    if what.startswith("half"):
        return 30
    if "quarters" in what:
        return 45
    if "quarter" in what:
        return 15
    if item["hh"]:
        hours = number(item["hh"])
        return None if hours is None else hours * 60 + 30
    if item["m"]:
        return number(item["m"])
    hours = number(item["h"])
    if hours is None:
        return None
    return hours * 60 + (30 if item["half"] else 0) + ((number(item["hm"]) or 0) if item["hm"] else 0)


def _bound(words: str | None) -> str:
    match (words or "").lower():
        case (
            "about"
            | "around"
            | "approximately"
            | "roughly"
            | "some"
            | "nearly"
            | "almost"
            | "close to"
            | "barely"
            | "a good"
        ):
            return "about"
        case "over" | "more than" | "just over" | "at least" | "well over" | "a little over":
            return "more than"
        case "under" | "less than" | "not quite" | "just under" | "a little under":
            return "less than"
        case _:
            return "exactly"


def channel(words: str) -> str | None:
    """Return the means of a contact, if these words tell it."""
    for name, pattern in _CHANNELS:
        if pattern.search(words):
            return name
    return None


def confidential(sentence: str) -> bool:
    """Whether a sentence says that the particulars are kept private by agreement."""
    return bool(_CONFIDENTIAL.search(sentence))


def attribution(sentence: str) -> tuple[str, ...]:
    """Return who says so, outermost first, as printed; empty where it is the outlet itself."""
    bare = re.sub(r'"[^"]*"', lambda found: '"' + "_" * (len(found[0]) - 2) + '"', sentence)
    for pattern in _SOURCES:
        item = pattern.search(bare)
        if item is None:
            continue
        chain = [_source(item["outer"])]
        if "inner" in item.groupdict():
            chain.append(_source(item["inner"]))
        return tuple(one for one in chain if one)
    return ()


def _source(words: str) -> str:
    text = re.sub(
        r"(?i)^(?:.*\b(?:that|while|and|but|as|when|after) )?(?:the |a |an )?", "", " ".join(words.split())
    ).strip(" _\"'")
    return re.sub(r"(?i)\s+(?:in a|on|in an?)\b.*$", "", text)[:80]


def quote(sentence: str) -> str | None:
    """Return what a sentence quotes, in short."""
    found = _QUOTE.search(sentence)
    return None if found is None else " ".join(found[1].split()).rstrip(",.")


def speaker(sentence: str, mentions: list[Mention]) -> Who | None:
    """Return who makes a statement in a sentence, if somebody known does."""
    verb = _SPEAKS.search(sentence)
    if verb is None:
        return None
    before = [mention for mention in mentions if mention.end <= verb.start() and len(mention.people) == 1]
    return (
        before[-1].people[0]
        if before
        else next((mention.people[0] for mention in mentions if 0 <= mention.start - verb.end() <= 12), None)
    )


def is_readout(sentence: str) -> bool:
    """Whether a sentence gives words on a contact that somebody has put out."""
    return bool(re.search(rf"(?i)\b(?:read-?out|statement|press release|communiqu[ée]|{_SAID})\b", sentence))

"""What a report says of a line between states: established, tested, used, unanswered, cut, restored, suspended, its purpose."""

from __future__ import annotations

import re
from typing import NamedTuple

from watchline.press.claim import LineFact
from watchline.press.lexicon import Lexicon
from watchline.press.printed import NUMBER, number

LINE = re.compile(
    r"\b(?:hot ?lines?|hot-lines?|de-?confliction (?:line|mechanism|channel|hotline|link)|(?:direct|duty|dedicated|secure|emergency|military|crisis|permanent|telephone|phone|fax|teleprinter|communications?|border|maritime|liaison|air-safety|safety|watch|defen[cs]e)(?:[ -](?:military|telephone|communications?|phone|crisis|secure|hot))* (?:lines?|link|channel|circuit)|(?:the|a|this|that|new|another|old|same) (?:[\w-]+ ){0,2}?(?:line|link|channel|circuit))\b(?! of (?:communication|contact|fire|control|succession))",
    re.IGNORECASE,
)
_FACTS: tuple[tuple[LineFact, re.Pattern[str]], ...] = (
    (LineFact.TESTED, re.compile(r"\b(?:tests?|tested|testing|test calls?|checked|checks)\b", re.IGNORECASE)),
    (LineFact.SUSPENDED, re.compile(r"\bsuspend(?:s|ed|ing)?|suspension\b", re.IGNORECASE)),
    (LineFact.RESTORED, re.compile(r"\b(?:restor(?:e|es|ed|ing)|re-?connected|repaired|reopened|re-opened|resum(?:e|es|ed)|back in (?:service|operation|use)|working again|re-?established|back up)\b", re.IGNORECASE)),
    (LineFact.CUT, re.compile(r"\b(?:(?:was|were|been|has|have|had|is|being) (?:cut|severed|disconnected|broken|down|dead|interrupted|out of (?:order|service))|cut (?:off|the|by|for|when)|severed|went (?:dead|down|silent)|gone (?:dead|silent)|disconnected|failed|fell silent|outage|out of service|out of order)\b", re.IGNORECASE)),
    (LineFact.UNANSWERED, re.compile(r"\b(?:unanswered|not (?:been )?answer(?:ed)?|rang out|no (?:answer|reply|one answered|one picked up)|nobody (?:answered|picked up)|did not (?:answer|pick up|respond)|without (?:an )?answer)\b", re.IGNORECASE)),
    (LineFact.ESTABLISHED, re.compile(r"\b(?:establish(?:es|ed|ing|ment)?|set up|setting up|inaugurat(?:ed|es|ion)|opened|installed|created|came into (?:service|operation|being)|went into (?:service|operation)|put into (?:service|operation)|agreed (?:on|to (?:open|set up|establish|create)))\b", re.IGNORECASE)),
    (LineFact.USED, re.compile(r"\b(?:used|rang|rung|carried|picked up|calls? (?:was|were) (?:made|placed|exchanged)|exchanged|passed (?:over|on|through)|activated|activation)\b", re.IGNORECASE)),
    (LineFact.PURPOSE, re.compile(r"\b(?:(?:idea|purpose|aim|goal|intention|task)\b.{0,30}?\b(?:is|was)|(?:intended|designed|meant|supposed|serves?|served) to|so as to|(?:to|of) (?:avoid(?:ing)?|prevent(?:ing)?|reduc(?:e|ing)) )", re.IGNORECASE)),
    (LineFact.CONNECTS, re.compile(r"\b(?:connects?|connecting|links|linking|runs? (?:between|from)|joins)\b", re.IGNORECASE)),
    (LineFact.IN_USE, re.compile(r"\b(?:(?:is|are|was|were|remains?|remained|still|stays?|stayed|continues? to be|has been|kept|have had) (?:\w+ ){0,2}?(?:open|in use|active|operational|working|manned|staffed|in operation|in service|functioning|available)|in (?:daily|regular) use|continues to (?:work|operate|function))\b", re.IGNORECASE)),
)  # fmt: skip
_RATE = re.compile(
    rf"\b(?:(?P<low>once|twice|{NUMBER} times?)(?: (?:or|to) (?P<high>once|twice|thrice|{NUMBER}(?: times)?))?|(?P<lo2>\d+) (?:to|or|-) (?P<hi2>\d+) times|(?P<each>every day|daily|each day|every morning|each morning)) ?(?P<per>a day|daily|per day|each day|every day|a shift)?\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    rf"\b(?P<n>once|twice|{NUMBER} (?:times|calls|occasions|messages|test calls|tests))\b", re.IGNORECASE
)
_TIMES = {"once": 1, "twice": 2, "thrice": 3}


class Wire(NamedTuple):
    """A fact of a line in one sentence: what, between which states (perhaps none named), how often, how many, and where it stands."""

    fact: LineFact
    states: tuple[str, ...]
    per_day: tuple[int, int] | None
    times: int | None
    start: int
    end: int


_GOES_ON = re.compile(
    r"^(?:It|That|This|Since then it|The (?:arrangement|service|post|system|equipment|tests?|test calls?|checks|device|set|handset|morning|evening)|Service|Tests?|Checks?|Both posts|Calls)\b"
)


def wires(sentence: str, lexicon: Lexicon, *, spoken_of: bool = False) -> list[Wire]:
    """Return what a sentence says of a line.

    Args:
        sentence: The sentence.
        lexicon: Words for states.
        spoken_of: The sentences before speak of a line, so that "it" may be one.
    """
    line = LINE.search(sentence) or (
        re.search(r"^\w+(?: \w+)?", sentence)
        if spoken_of
        and (
            _GOES_ON.match(sentence)
            or re.search(r"(?i)\bpost did not answer|did not answer the (?:morning|evening|test)", sentence)
        )
        else None
    )
    if not line or re.search(
        r"(?i)\b(?:front|red|power|supply|pipe|party|tree|dead|bottom)[ -]?line",
        sentence[max(0, line.start() - 6) : line.end()],
    ):
        return []
    states = tuple(
        dict.fromkeys(
            code
            for found in lexicon.state_words().finditer(sentence)
            if (code := lexicon.state(found[0]))
            and not re.search(
                r"(?i)\b(?:over|in|near|above|off|inside|of|border with)(?: the| northern| southern| eastern| western)* $",
                sentence[: found.start()],
            )
        )
    )
    if re.search(
        r"(?i)\b(?:should|could|might|would like|proposed|proposes|calls? for|called for|urged)\b[^.]{0,40}$",
        sentence[: line.start()],
    ):
        return []
    found: list[Wire] = []
    for fact, pattern in _FACTS:
        item = pattern.search(sentence)
        if item is None or (
            fact is LineFact.USED
            and not re.search(
                r"(?i)\b(?:line|hotline|link|channel|it)\b.{0,60}\b(?:used|rang|rung|carried|activated)|(?:used|over|on|through|via|activat\w*|picked up)\b.{0,25}\b(?:line|hotline|link|channel)",
                sentence,
            )
        ):
            continue
        if (found and fact in {LineFact.CONNECTS, LineFact.CUT}) or (
            fact in {LineFact.IN_USE, LineFact.USED}
            and any(
                other.fact in {LineFact.TESTED, LineFact.RESTORED, LineFact.CUT, LineFact.UNANSWERED} for other in found
            )
        ):
            continue
        if fact is LineFact.ESTABLISHED and any(
            other.fact in {LineFact.TESTED, LineFact.SUSPENDED, LineFact.RESTORED, LineFact.CUT} for other in found
        ):
            continue
        if fact is LineFact.PURPOSE and re.search(
            r"(?i)\b(?:met|meeting|call|agreed|visit)\b[^.]{0,20}$", sentence[: item.start()]
        ):
            continue
        found.append(
            Wire(
                fact,
                states,
                _rate(sentence) if fact in {LineFact.TESTED, LineFact.USED, LineFact.IN_USE} else None,
                _count(sentence) if fact in {LineFact.TESTED, LineFact.USED, LineFact.UNANSWERED} else None,
                min(line.start(), item.start()),
                max(line.end(), item.end()),
            )
        )
        if fact is LineFact.TESTED and re.search(r"(?i)unanswered|not answered|no answer", sentence):
            continue
    return found


def _times(words: str | None) -> int | None:
    if not words:
        return None
    low = words.lower()
    return _TIMES.get(low) or number(low.removesuffix(" times").removesuffix(" time"))


def _rate(sentence: str) -> tuple[int, int] | None:
    """Return how many times a day: "once or twice daily", "three times a day", "every day"."""
    for item in _RATE.finditer(sentence):
        if item["each"] and not item["low"]:
            return (1, 1)
        if not item["per"] or item["per"] == "a shift":
            continue
        low, high = _times(item["low"] or item["lo2"]), _times(item["high"] or item["hi2"])
        if low is not None:
            return (low, high or low)
    return None


def _count(sentence: str) -> int | None:
    for item in _COUNT.finditer(sentence):
        if re.match(r"(?i) (?:a|per|or|to|daily|each|every)\b", sentence[item.end() :]):
            continue
        return _TIMES.get(item["n"].lower()) or number(item["n"].split()[0].lower())
    return None

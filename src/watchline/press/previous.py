"""Earlier contacts as reports speak of them: "last spoke on", "first since", "in 84 days", "third call this year"."""

from __future__ import annotations

import re
from typing import NamedTuple

from watchline.press.claim import Form
from watchline.press.printed import NUMBER, Printed, number

_CONTACT = r"(?:(?:phone |telephone |video |direct |face-to-face |one-to-one |in-person |such |known |publicly known |reported |official |formal |high-level |bilateral )*(?:calls?|conversations?|contacts?|talks|talk|meetings?|discussions?|exchanges?|letters?|communications?|encounters?|time|one|telephone|videoconferences?|dialogues?|chats?|sessions?|round))"
_TALKED = r"(?:spoke|spoken|talked|met|(?:been )?in (?:touch|contact)|communicated|conferred|exchanged \w+|sat down|telephoned|seen|heard from|had (?:a |any )?(?:call|contact|conversation|talks)|held (?:a |any )?(?:call|talks|conversation))"
_ORDINAL = {word: index for index, word in enumerate(("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"), 1)}  # fmt: skip
_UNIT = r"(?P<unit>days?|weeks?|months?|years?)"
_N = rf"(?P<n>{NUMBER})"

_LAST = re.compile(
    rf"\b(?:the|their|its) (?:last|latest|previous|first|second|third|fourth|most recent|one before)(?: (?:one|time|of (?:them|these|those)|such \w+|of its kind))?,?(?: (?:that |which )?[^.;:]{{0,50}}?)? (?:was|were|came|took place|had taken place|had been|fell|happened|we put)\b(?= (?:made |held |that |only |back |as long ago as |as recently as )?(?:on|in|at|of|late|early|\d|[A-Z]))|\bthe (?:one before|previous one|one before that|first)(?:, [^,]{{3,40}},)? (?:took place|was|came|had been)\b|\blast (?:{_TALKED}|speaking|meeting)\b|\b(?:last|latest|previous|most recent|prior|preceding|earlier) {_CONTACT}(?:,? (?:between|with|of|by|to|from) [^.;]{{3,80}}?)?,? (?:was|is|took place|came|had been|had taken place|happened|occurred|dated|dates? (?:from|back to)|were|fell|on|in)\b|\bpreviously (?:{_TALKED})\b|\bspoke last\b|\bhad last (?:{_TALKED})\b",
    re.IGNORECASE,
)
_NOT_SINCE = re.compile(
    rf"\bnot (?P<since0>since)\b(?=[^.;]{{3,60}}(?:had|have|has)\b)|\b(?:not|never)\b[^.;]{{0,24}}?{_TALKED}[^.;]{{0,40}}?\b(?P<since>since)\b|\bno (?:direct |other |further )*{_CONTACT}[^.;]{{0,60}}?\b(?P<since2>since)\b|\bsilen(?:ce|t)[^.;]{{0,30}}? (?P<since3>since)\b",
    re.IGNORECASE,
)
_FIRST_SINCE = re.compile(
    rf"\b(?:first|only)\b(?:[^.;]{{0,70}}?\b{_CONTACT}|\s*,)?[^.;]{{0,60}}?\b(?P<since>since)\b", re.IGNORECASE
)
_FIRST_IN = re.compile(
    rf"\bfirst\b[^.;]{{0,70}}?\b(?:in|for) (?:more than |over |almost |nearly |about |some |exactly )?{_N} {_UNIT}\b",
    re.IGNORECASE,
)
_GAP = re.compile(
    rf"\b(?:gap|silence|pause|break|interval|lull|hiatus)\b[^.;]{{0,20}}? (?:of|lasted|lasting|ran to|for) (?:more than |almost |nearly |about |some |exactly )?{_N} {_UNIT}\b",
    re.IGNORECASE,
)
_SILENCE = re.compile(
    rf"\b(?:after|ended?|ends|ending|breaking|broke|breaks|following)[^.;]{{0,14}}? {_N}[ -]{_UNIT}(?:[ -](?:of )?(?:silence|gap|pause|break)|' silence| without (?:a |any )?\w+| of no contact)",
    re.IGNORECASE,
)
_NOT_FOR = re.compile(
    rf"\bnot (?:{_TALKED})[^.;]{{0,40}}?\b(?:for|in) (?:more than |almost |nearly |about |some |exactly )?{_N} {_UNIT}\b",
    re.IGNORECASE,
)
_FOR_DAYS = re.compile(rf"\bor for {_N} {_UNIT}\b", re.IGNORECASE)
_AFTER = re.compile(
    rf"\b{_N} {_UNIT} (?:after|since|from|on from) (?:their|the) (?:last|previous|first|most recent|earlier) {_CONTACT}",
    re.IGNORECASE,
)
_DAY_GAP = re.compile(
    rf"\b{_N}[ -]{_UNIT}(?:'s?|-long)?[ -](?:long )?(?:silence|gap|pause|break|lull|hiatus|interval)\b", re.IGNORECASE
)
_PASSED = re.compile(
    rf"\b{_N} {_UNIT} (?:(?:had|have) (?:passed|elapsed|gone by)|went by|elapsed|of silence|without (?:a |any )?(?:word|call|contact|conversation))\b",
    re.IGNORECASE,
)
_BACK = re.compile(
    rf"\b(?:last|previous|preceding|most recent|one before|earlier)\b[^;]{{5,90}}?, (?:or )?(?:exactly |just )?{_N} {_UNIT} (?:earlier|before(?=[,.;)]|$)|previously|ago)\b",
    re.IGNORECASE,
)
"""The date of the contact before, and how long ago that is."""
_NTH = re.compile(
    rf"\b(?:(?P<ord>{'|'.join(_ORDINAL)})|(?P<num>\d+)(?:st|nd|rd|th))\s+(?:such |phone |telephone |video |direct |known |face-to-face )*(?:calls?|conversations?|contacts?|meetings?|talks?|time|discussions?|exchanges?)\b(?P<tail>[^.;]{{0,60}})",
    re.IGNORECASE,
)
_EVER = re.compile(
    rf"\bfirst[- ]ever\b|\bfirst (?:\w+ ){{0,3}}{_CONTACT} ever\b|\bnever (?:before )?{_TALKED}(?: before)?\b|\bfor the first time ever\b|\b(?:had|have|has) never\b[^.;]{{0,12}}?{_TALKED}|\bfirst (?:\w+ )?{_CONTACT} of any kind\b",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\bno (?:direct |other |further |such )*(?:communication|contact|conversation|call|talks|word)s?\b[^.;]{0,40}?\b(?:until|till|before) (?P<until>now|today|then|this|[A-Z][a-z]+|\d)",
    re.IGNORECASE,
)


_EVENT = re.compile(r" (?:he|she|they|it|who|which|[a-z]{2,}ed|took|left|came|went|fell|broke|began|became) ")
"""What is not a contact and stands behind "since": its day is that of an event."""
_NO_CONTACT = re.compile(
    r"(?i)\b(?:request|attempt|offer|appeal|proposal|statement|incident|flight|exercise|test|round of (?:fire|shelling))s?\b"
)
"""Of what "the latest" may be said that is no contact."""


class Earlier(NamedTuple):
    """A statement of an earlier contact, in one sentence.

    Attributes:
        form: How it is said.
        start, end: Its place in the sentence.
        value: Number, or words of an event; None where it is the date.
        unit: Of the number: ``day``, ``week``, ``month``, ``year``.
        dated: Which date of the sentence it names, or None.
        loose: "more than", "almost": the number is not exact.
    """

    form: Form
    start: int
    end: int
    value: int | str | None = None
    unit: str | None = None
    dated: Printed | None = None
    loose: bool = False


def earlier(sentence: str, dates: list[Printed]) -> list[Earlier]:
    """Return every statement of an earlier contact in a sentence.

    Args:
        sentence: The sentence.
        dates: Its dates, as printed; places counted in the sentence.
    """
    found: list[Earlier] = []

    def free(item: re.Match[str]) -> bool:
        return not any(item.start() < other.end and other.start < item.end() for other in found)

    for pattern in (_FIRST_IN, _NOT_FOR, _FOR_DAYS, _GAP, _SILENCE, _AFTER, _DAY_GAP, _PASSED, _BACK):
        for item in pattern.finditer(sentence):
            count = number(item["n"])
            begin = item.start("n") if pattern is _BACK else item.start()
            if (
                count is None
                or any(begin < one.end and one.start < item.end() for one in found)
                or _other_first(item[0])
            ):
                continue
            loose = bool(re.search(r"(?i)more than|over|almost|nearly|about|some ", item[0]))
            if "since" in item[0].lower() and pattern is _FIRST_IN:
                continue
            found.append(
                Earlier(Form.GAP_DAYS, begin, item.end(), count, item["unit"].lower().rstrip("s"), None, loose)
            )
    for pattern, form in ((_NOT_SINCE, Form.LAST_ON), (_FIRST_SINCE, Form.FIRST_SINCE)):
        for item in pattern.finditer(sentence):
            groups = item.groupdict()
            since = next(name for name in ("since", "since0", "since2", "since3") if groups.get(name))
            if not free(item) or _other_first(item[0]):
                continue
            if form is Form.LAST_ON and re.search(r"(?i)stopped|the (?:first|only)", item[0]):
                continue
            at = item.end(since)
            dated = next(
                (
                    date
                    for date in dates
                    if 0 <= date.start - at <= 12
                    or (
                        0 <= date.start - at <= 40
                        and re.match(
                            r" (?:the|their|a|an|his|her|that)? ?(?:[a-z-]+ ){0,4}(?:on|of|in) $",
                            sentence[at : date.start],
                        )
                        and not _EVENT.search(sentence[at : date.start])
                    )
                ),
                None,
            )
            words = re.split(r"[,.;]| said\b| according\b| with\b| — | - | and\b", sentence[at:])[0].strip()
            if re.match(r"(?i)(?:before|then)?\s*$", words):
                words = re.split(r"[,.;]", sentence[at:])[0].strip()
            end = dated.end if dated else at + len(sentence[at:]) - len(sentence[at:].lstrip()) + len(words)
            found.append(
                Earlier(
                    Form.NONE_UNTIL if form is Form.LAST_ON and not dated else form,
                    item.start(),
                    end,
                    None if dated else words,
                    None,
                    dated,
                )
            )
    for item in _LAST.finditer(sentence):
        if not free(item) or _NO_CONTACT.search(item[0]):
            continue
        after = [
            date for date in dates if 0 <= date.start - item.end() <= 90 or item.start() <= date.start < item.end()
        ]
        if not after:
            ahead = [
                date
                for date in dates
                if date.end <= item.start()
                and item.start() - date.end <= 50
                and re.search(r"(?i)\bon |\bin ", sentence[max(0, date.start - 4) : date.start])
            ]
            after = ahead[-1:] if re.search(r"(?i)\b(?:they|the two|both)\b", sentence[: item.start()]) else []
        if after:
            found.append(Earlier(Form.LAST_ON, item.start(), max(after[0].end, item.end()), None, None, after[0]))
    for item in _NTH.finditer(sentence):
        count = _ORDINAL.get((item["ord"] or "").lower()) or int(item["num"] or 0)
        if (
            count < 2
            or not free(item)
            or re.match(r"(?i)\s*(?:request|attempt|time (?:he|she|it) (?:tried|asked))", item["tail"])
        ):
            continue
        found.append(
            Earlier(
                Form.NTH,
                item.start(),
                item.end("tail")
                if re.match(r"(?i)\s*(?:this|since|in|between|of)", item["tail"])
                else item.start("tail"),
                count,
            )
        )
    found.extend(Earlier(Form.FIRST_EVER, item.start(), item.end()) for item in _EVER.finditer(sentence) if free(item))
    found.extend(
        Earlier(Form.NONE_UNTIL, item.start(), item.end(), item["until"])
        for item in _NONE.finditer(sentence)
        if free(item)
    )
    return sorted(found, key=lambda item: item.start)


def _other_first(words: str) -> bool:
    """Whether what is first is something else than a contact: a quarter, a snowfall, a test of the line."""
    return bool(
        re.search(
            r"(?i)\bfirst (?:quarter|half|snow|test|strike|attack|place|minister|day|week|line|round|deputy|vice|official|statement|time (?:the|a|that) (?:line|hotline|test))\b",
            words,
        )
    )

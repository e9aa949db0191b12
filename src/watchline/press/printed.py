"""Dates as they are printed: every wording that a report has for a day, a week, a month, found in a text and not yet understood."""

from __future__ import annotations

import re
from typing import NamedTuple

from watchline.press.edtf import MONTHS

_MONTH = r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"


_RU_MONTHS = ("январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр")


_RU_MONTH = r"(?:январ[яе]|феврал[яе]|март[ае]|апрел[яе]|ма[яе]|июн[яе]|июл[яе]|август[ае]|сентябр[яе]|октябр[яе]|ноябр[яе]|декабр[яе])"


NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "couple": 2, "several": 0, "few": 0}  # fmt: skip


_TENS = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"


NUMBER = rf"(?:\d{{1,4}}|{_TENS}-(?:one|two|three|four|five|six|seven|eight|nine)|{'|'.join(sorted((word for word in NUMBERS if word not in {'a', 'an', 'couple', 'several', 'few'}), key=lambda word: (-len(word), word)))}|an?)"


_DAY = r"(?:\d{1,2})(?:st|nd|rd|th)?"


_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"


ORD_RU = {"первого": 1, "второго": 2, "третьего": 3, "четвертого": 4, "пятого": 5, "шестого": 6, "седьмого": 7, "восьмого": 8, "девятого": 9, "десятого": 10, "одиннадцатого": 11, "двенадцатого": 12, "тринадцатого": 13, "четырнадцатого": 14, "пятнадцатого": 15, "шестнадцатого": 16, "семнадцатого": 17, "восемнадцатого": 18, "девятнадцатого": 19, "двадцатого": 20, "тридцатого": 30}  # fmt: skip


ORDINALS = {**{word: at for at, word in enumerate(["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"], 1)}, **{f"twenty-{word}": 20 + at for at, word in enumerate(["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"], 1)}, "thirtieth": 30, "thirty-first": 31}  # fmt: skip


_ORD = "|".join(sorted(ORDINALS, key=lambda word: (-len(word), word)))


FEASTS = {
    "Christmas Eve": (12, 24),
    "Christmas Day": (12, 25),
    "Boxing Day": (12, 26),
    "New Year's Eve": (12, 31),
    "New Year's Day": (1, 1),
    "May Day": (5, 1),
}
"""Days of the year that have names in every calendar; what moves with the moon has none."""


_FORMS = (
    ("iso", r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})"),
    ("md", rf"(?:(?:the )?(?P<d>{_DAY})(?: of)? (?P<mon>{_MONTH})|(?P<mon2>{_MONTH}) (?P<d2>{_DAY}))(?:,? (?:of )?(?P<rel>last|this|next) year)"),
    ("md", rf"(?:(?:the )?(?P<d>{_DAY})(?: of)? (?P<mon>{_MONTH})(?:,? (?P<y>\d{{4}}))?)"),
    ("season", r"(?:in |during |last |this |the )*(?P<season>spring|summer|autumn|fall|winter) (?:of )?(?P<y>\d{4})|(?P<mod>last|this|next|the previous) (?P<season2>spring|summer|autumn|fall|winter)"),
    ("season", r"(?P<ru>(?:прошл(?:ым|ой|ого) |эт(?:им|ой) )?(?P<season>летом|весной|осенью|зимой)(?: (?P<y>\d{4}) года| (?P<rel>прошлого) года)?)"),
    ("md", rf"(?P<mon>{_MONTH}) (?P<d>{_DAY})(?!\d|:|,\d{{3}}| (?:minutes|hours|percent))(?:,? (?P<y>\d{{4}}))?"),
    ("md", rf"(?P<d>\d{{1,2}}) (?P<mon>{_RU_MONTH})(?:(?: |,)+(?P<y>\d{{4}})| (?P<rel>прошлого|этого|текущего|следующего|минувшего) года)?"),
    ("md", rf"(?P<dw>(?i:двадцать |тридцать )?(?i:{'|'.join(word.removesuffix('ого').removesuffix('его') for word in sorted(ORD_RU, key=len, reverse=True))})(?:ого|его|ье|ое)) (?P<mon>{_RU_MONTH})(?:(?: |,)+(?P<y>\d{{4}}))?"),
    ("md", r"(?P<d>\d{1,2})\.(?P<mn>\d{2})\.(?P<y>\d{4})"),
    ("md", r"(?P<d>\d{1,2})/(?P<mn>\d{1,2})/(?P<y>\d{4})"),
    ("md", rf"(?:the )?(?P<dn>{_ORD}) (?:of )?(?P<mon>{_MONTH})(?:,? (?P<y>\d{{4}}))?"),
    ("md", rf"(?P<mon>{_MONTH}) the (?P<dn>{_ORD})(?:,? (?P<y>\d{{4}}))?"),
    ("md", rf"(?P<feast>{'|'.join(FEASTS)})"),
    ("dom", r"the (?P<d>\d{1,2})(?:st|nd|rd|th)(?: (?P<of>of (?:this|the|last|next) month|inst\.?|ult\.?))?(?! of| time| century| (?:fleet|army|division|brigade|regiment)| \w+ (?:session|meeting|round|call|conversation|anniversary|day)| (?:session|meeting|round|call|conversation|anniversary|day|test|floor|draft))"),
    ("span", rf"(?P<n>{NUMBER}) (?P<unit>days?|nights?|weeks?|fortnights?|months?|years?) (?P<dir>ago|earlier|later|before|after|previously|on)"),
    ("ago", r"(?P<few>a few|several|some) (?P<unit>days?|weeks?|months?|years?) (?P<dir>ago|earlier|later|before)"),
    ("dayrel", r"the (?:day|evening|night|morning) (?P<dir>before|after)(?! yesterday| tomorrow)"),
    ("dayrel", r"(?P<ru>накануне|(?:в )?(?:тот|этот) же (?:самый )?(?:день|вечер)|(?:одним )?дн[её]м ранее|за день до (?:этого|того)|дн[её]м позже|днем позднее|на следующий день|на другой день|спустя день)"),
    ("span", r"(?P<ru>(?:(?P<n>\d+|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять) )?(?P<unit>дн[яей]+|день|недел[юиь]+|месяц(?:а|ев)?|сут(?:ки|ок)) (?P<dir>назад|спустя|тому назад))"),
    ("unit", r"на (?P<mod>прошлой|минувшей|этой|следующей|будущей) (?P<unit>неделе)"),
    ("dayrel", r"the (?P<dir>next|following|previous|same) (?:day|morning|evening|afternoon|night)|that (?P<that>same day|same evening|day|evening|afternoon|morning|night)"),
    ("weekend", r"(?:(?P<mod>last|next|this|the previous|the following|the) )weekend"),
    ("part", rf"the (?P<nth>first|second|third|fourth|last) (?P<unit>week|half|days) of (?P<mon>{_MONTH})(?:,? (?P<y>\d{{4}}))?"),
    ("weekday", rf"(?:(?P<mod>(?i:last|next|this|this past|this coming|the previous|the following|the same)|on|early|late|by) )?(?P<wd>{_WEEKDAY})(?:(?:'s)? (?P<tail>last week|next week|this week|of last week|of next week|of this week|a week ago|before last|week))?"),
    ("unit", r"(?P<mod>last|next|this|earlier this|later this|the previous|the same|the following) (?P<unit>week|month|year)(?:'s)?(?! of (?:" + _MONTH + "))"),
    ("unit", r"в (?P<mod>прошлом|следующем|этом) (?P<unit>месяце|году)"),
    ("weekday", r"(?:(?P<mod>в прошл\w+|в следующ\w+|во?) )?(?P<wd>понедельник\w*|вторник\w*|сред[уыае]\b|четверг\w*|пятниц\w+|суббот\w+|воскресень\w+)"),
    ("today", r"\b(?P<t>(?:earlier |later )?today|tonight|yesterday|tomorrow|the day before yesterday|the day after tomorrow|earlier in the day|just now|moments ago|(?:minutes|an hour|hours) ago|within the (?:past |last )?hour|in the (?:past|last) (?:hour|half-hour|few hours)|overnight|later in the day|this morning|this afternoon|this evening|last night|сегодня|вчера|завтра)\b"),
    ("month", rf"(?P<pre>early |late |mid-|the (?:beginning|end|middle|start) of )?(?P<mod>last |next )?(?P<mon>{_MONTH})(?:,? (?:of )?(?P<y>\d{{4}}))?(?! \d{{1,2}}\b)"),
    ("month", r"(?:[Вв]|[Сс]|[Дд]о|от|[Пп]осле|начале|середине|конце) (?:(?P<rel2>прошлого|прошлом|этого|этом) )?(?P<mon>январ[ея]|феврал[ея]|март[ае]|апрел[ея]|ма[ея]|июн[ея]|июл[ея]|август[ае]|сентябр[ея]|октябр[ея]|ноябр[ея]|декабр[ея])(?: (?P<y>\d{4})| (?P<rel>прошлого|этого|текущего|минувшего) года)?"),
    ("year", r"(?<![\d$€£.,])(?P<y>(?:19|20)\d{2})(?![\d,]|\.\d| (?:troops|people|men|soldiers|tons|km))"),
)  # fmt: skip


_COMPILED = tuple(
    (kind, re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)", 0 if kind in {"md", "month", "weekday"} else re.IGNORECASE))
    for kind, pattern in _FORMS
)


class Printed(NamedTuple):
    """A date as it is printed: kind of wording, place in the clean text, and its parts."""

    start: int
    end: int
    kind: str
    text: str
    parts: dict[str, str]


def printed_dates(text: str) -> list[Printed]:
    """Return every date in a text, in order; where two readings overlap, the one listed first."""
    taken: list[tuple[int, int]] = []
    found: list[Printed] = []
    for kind, pattern in _COMPILED:
        for item in pattern.finditer(text):
            if any(item.start() < stop and start < item.end() for start, stop in taken):
                continue
            if kind == "month" and item["mon"] in {"May", "March", "Mar", "Mar."} and not _is_month(text, item):
                continue
            taken.append(item.span())
            found.append(
                Printed(
                    item.start(),
                    item.end(),
                    kind,
                    item[0],
                    {key: value for key, value in item.groupdict().items() if value},
                )
            )
    return _in_month(sorted(found), text)


def _in_month(found: list[Printed], text: str) -> list[Printed]:
    """Return dates with "the 3rd" as that of the month named before it in the sentence: "in September, on the 3rd and the 17th"."""
    month: Printed | None = None
    kept: list[Printed] = []
    for item in found:
        if month is not None and re.search(r"[.;]\s", text[month.end : item.start]):
            month = None
        if item.kind == "month" and "mod" not in item.parts and "pre" not in item.parts and item.parts["mon"].isascii():
            month = item
        elif item.kind in {"md", "iso"}:
            month = None
        elif item.kind == "dom" and month is not None and "of" not in item.parts:
            year = {"y": month.parts["y"]} if "y" in month.parts else {}
            kept = [one for one in kept if one is not month]
            kept.append(item._replace(kind="md", parts={"d": item.parts["d"], "mon": month.parts["mon"], **year}))
            continue
        kept.append(item)
    return kept


def _is_month(text: str, item: re.Match[str]) -> bool:
    """Whether "May" and "March" stand for a month here and not for a verb, a name or a parade."""
    groups = item.groupdict()
    if groups.get("y") or groups.get("pre"):
        return True
    return bool(
        re.search(
            r"(?:\b(?:in|since|until|till|by|of|last|next|from|during|before|after|to|this|and|late|early)|[-–])\s+$",
            text[: item.start()],
            re.IGNORECASE,
        )
        and not re.match(r"\s+(?:be|have|not|also)\b", text[item.end() :])
    )


def number(words: str) -> int | None:
    """Return a number in digits or words, ``eighty-four``; None for one that is not said (several)."""
    low = words.lower().strip()
    if low.isdigit():
        return int(low)
    total = 0
    for part in re.split(r"[- ]", low):
        if part not in NUMBERS:
            return None
        total += NUMBERS[part]
    return total or None


def month_number(word: str) -> int:
    """Return the number of a month as printed, English or Russian."""
    low = word.lower().rstrip(".")
    for index, name in enumerate(MONTHS, 1):
        if name.lower().startswith(low[:3]) and low[0].isascii():
            return index
    fitting = [index for index, stem in enumerate(_RU_MONTHS, 1) if low.startswith(stem)]
    return fitting[-1] if low.startswith("март") is False and fitting else 3

"""Dates in a report: found as printed, resolved against the day of publication, never guessed.

A weekday is the latest such day on or before publication ("Friday" in a report of a Friday is that day), the same or the first after it
where the report looks ahead. A month and day without year is the latest not after publication. "Last Friday" is that of the
calendar week before. Without a publication date a weekday stays a weekday, and a month and day have no year unless the
report counts from a day that is known (``reference_dates.csv``).
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from watchline.measure import day_text, day_words, parse_day
from watchline.press.claim import Basis
from watchline.press.dates_ru import RU_DAYS, in_english
from watchline.press.edtf import OPEN, UNKNOWN, WEEKDAYS, Days, edtf, of_days, weekday
from watchline.press.printed import FEASTS, ORD_RU, ORDINALS, Printed, month_number, number

_EPOCH = date(1970, 1, 1).toordinal()
NEAR = 60
"""A month and day without year that lies at most so many days ahead of publication is to come; one further off is of last year."""


NO_DAY = "is no day of the calendar"
"""How the derivation of a date like 30 February ends: no other day takes its place."""


class Resolved(NamedTuple):
    """What a printed date means: EDTF, its basis, the weekday it names, and how it came about in words."""

    date: str
    basis: Basis
    weekday: str | None = None
    words: str | None = None


UNDATED = Resolved(UNKNOWN, Basis.UNKNOWN)


class Calendar:
    """Resolves the dates of one report.

    Args:
        published: When it was published; open where that is not known.
        years: Days that the report counts from, where it has no date of its own: they give month and day a year.
    """

    def __init__(self, published: Days = OPEN, anchors: tuple[int, ...] = ()) -> None:
        self.published, self.anchors = published, anchors

    def resolve(self, item: Printed, *, ahead: bool = False, base: Days | None = None) -> Resolved:
        """Return what a printed date means.

        Args:
            item: The date.
            ahead: The sentence looks ahead: the next such day is meant.
            base: What "a week before" and "two days later" count from; publication where None.
        """
        parts = item.parts
        match item.kind:
            case "iso" | "md":
                return self._month_day(item, ahead=ahead)
            case "month":
                return self._month(item, ahead=ahead)
            case "year":
                return Resolved(parts["y"], Basis.PRINTED)
            case "weekday":
                return self._weekday(item, ahead=ahead)
            case "today":
                return self._today(parts["t"].lower())
            case "span" | "dayrel":
                return self._span(item, base)
            case "dom":
                return self._day_only(int(parts["d"]), parts.get("of", ""), ahead=ahead)
            case "weekend":
                return self._weekend(parts["mod"].lower())
            case "season":
                return self._season(item, ahead=ahead)
            case "part":
                return self._part(item, ahead=ahead)
            case "unit":
                return self._unit(parts["mod"].lower(), parts["unit"].lower())
            case _:
                return UNDATED

    def _month_day(self, item: Printed, *, ahead: bool) -> Resolved:
        parts = {**item.parts, **{key[:-1]: value for key, value in item.parts.items() if key in {"d2", "mon2"}}}
        day = self._day_of_month(parts)
        if "feast" in parts:
            parts = {**parts, "mn": str(FEASTS[parts["feast"]][0]), "d": str(FEASTS[parts["feast"]][1])}
            day = FEASTS[parts["feast"]][1]
        month = int(parts.get("m") or parts.get("mn") or 0) or month_number(parts["mon"])
        try:
            date(int(parts.get("y", 2024)), month, day)
        except ValueError:
            return Resolved(UNKNOWN, Basis.UNKNOWN, None, f"{item.text!r} {NO_DAY}")
        if "y" in parts:
            return Resolved(f"{parts['y']}-{month:02}-{day:02}", Basis.PRINTED)
        year = self._of_year(parts["rel"]) if "rel" in parts else self._year(month, day, ahead=ahead)
        if year is None:
            return Resolved(f"XXXX-{month:02}-{day:02}", Basis.PRINTED)
        return Resolved(f"{year}-{month:02}-{day:02}", Basis.PRINTED)

    def _of_year(self, words: str) -> int | None:
        """Return the year of "last year", "прошлого года"."""
        if self.published.last is None:
            return None
        shift = {"last": -1, "next": 1, "прошлого": -1, "прошлом": -1, "минувшего": -1, "следующего": 1}.get(
            words.lower(), 0
        )
        return date.fromordinal(self.published.last + _EPOCH).year + shift

    @staticmethod
    def _day_of_month(parts: dict[str, str]) -> int:
        if "feast" in parts:
            return 0
        if "dn" in parts:
            return ORDINALS[parts["dn"].lower()]
        if "dw" in parts:
            words = parts["dw"].lower().split()
            return next(
                day
                for word, day in sorted(ORD_RU.items(), key=lambda pair: -len(pair[0]))
                if words[-1].startswith(word.removesuffix("ого").removesuffix("его"))
            ) + ({"двадцать": 20, "тридцать": 30}[words[0]] if len(words) > 1 else 0)
        found = re.match(r"\d+", parts["d"])
        return int(found[0]) if found else 0

    def _year(self, month: int, day: int | None, *, ahead: bool) -> int | None:
        """Return the year of a month and day: the latest not after publication, the first after it where the text looks ahead."""
        last = self.published.last
        if last is None:
            return self._anchored_year(month, day)
        this = date.fromordinal(last + _EPOCH).year
        near = 0 if day is None else NEAR
        if not ahead and day is not None and month == 1 and date.fromordinal(last + _EPOCH).month == 12:
            near = 0 if date(this + 1, month, day).toordinal() - _EPOCH > last + NEAR else NEAR
        for year in (this, this + 1) if ahead else (this, this - 1, this - 2, this - 3, this - 4):
            try:
                when = date(year, month, day or 1).toordinal() - _EPOCH
            except ValueError:
                continue
            if (when >= (self.published.first or last) - (31 if day is None else 0)) if ahead else when <= last + near:
                return year
        return None

    def _anchored_year(self, month: int, day: int | None) -> int | None:
        """Return the year in which a month and day lie nearest to the days that the report counts from: within half a year before, a year after."""
        for anchor in self.anchors:
            begin = date.fromordinal(anchor + _EPOCH)
            for year in (begin.year, begin.year + 1, begin.year - 1):
                try:
                    gap = date(year, month, day or 1).toordinal() - _EPOCH - anchor
                except ValueError:
                    continue
                if -120 <= gap <= 245:
                    return year
        return None

    def _month(self, item: Printed, *, ahead: bool) -> Resolved:
        parts = item.parts
        month = month_number(parts["mon"])
        year = (
            int(parts["y"])
            if "y" in parts
            else self._of_year(parts.get("rel") or parts["rel2"])
            if "rel" in parts or "rel2" in parts
            else self._year(month, None, ahead=ahead or parts.get("mod", "").strip().lower() == "next")
        )
        if (
            "y" not in parts
            and parts.get("mod", "").strip().lower() == "last"
            and year is not None
            and self.published.last is not None
            and date.fromordinal(self.published.last + _EPOCH).month == month
        ):
            year -= 1
        return Resolved(f"{year}-{month:02}" if year else f"XXXX-{month:02}", Basis.PRINTED)

    def _weekday(self, item: Printed, *, ahead: bool) -> Resolved:
        word, mod, tail = item.parts["wd"], item.parts.get("mod", "").lower(), item.parts.get("tail", "").lower()
        index = next((at for at, name in enumerate(WEEKDAYS) if word.startswith(name)), None)
        if index is None:
            index = next(at for stem, at in RU_DAYS.items() if word.lower().startswith(stem))
        name = WEEKDAYS[index]
        base = self.published.exact
        if base is None:
            return (
                self._weekday_within(name)
                if not (mod in {"last", "next"} or tail)
                else Resolved(UNKNOWN, Basis.WEEKDAY, name)
            )
        monday = base - (base + 3) % 7
        if mod == "last" or mod.startswith("в прошл") or tail in {"last week", "of last week"}:
            day = monday - 7 + index
            if mod == "last" and not tail and day > base - 1:
                day -= 7
        elif tail == "week":
            day = _latest(base, index) + 14 if _latest(base, index) != base else base + 7
        elif tail == "before last":
            day = _latest(base - 1, index) - 7
        elif tail == "a week ago":
            day = _latest(base, index) - 7
        elif tail in {"next week", "of next week"}:
            day = monday + 7 + index
        elif mod in {"next", "the following", "this coming"} or mod.startswith("в следующ"):
            day = _latest(base, index) + 7
        elif mod == "the previous":
            day = _latest(base - 1, index)
        elif ahead:
            day = base if _latest(base, index) == base else _latest(base, index) + 7
        else:
            day = _latest(base, index)
        words = f"{name}, read on {day_words(base)}, is {day_words(day)}"
        return Resolved(day_text(day), Basis.WEEKDAY, name, words)

    def _weekday_within(self, name: str) -> Resolved:
        """Return a weekday where publication is some days: the one day that fits both, else only the weekday."""
        first, last = self.published
        if first is not None and last is not None and last - first <= 3:
            days = {_latest(day, WEEKDAYS.index(name)) for day in range(first, last + 1)}
            if len(days) == 1:
                day = days.pop()
                return Resolved(day_text(day), Basis.WEEKDAY, name, f"{name} before publication is {day_words(day)}")
        if first is not None and last is not None and last - first <= 31:
            return Resolved(of_days(self.published), Basis.WEEKDAY, name)
        return Resolved(UNKNOWN, Basis.WEEKDAY, name)

    def _today(self, word: str) -> Resolved:
        shift = {"yesterday": -1, "вчера": -1, "last night": -1, "tomorrow": 1, "завтра": 1, "the day before yesterday": -2, "the day after tomorrow": 2}.get(word, 0)  # fmt: skip
        base = self.published.exact
        return (
            Resolved(UNKNOWN, Basis.RELATIVE)
            if base is None
            else Resolved(day_text(base + shift), Basis.RELATIVE, None, f"{word!r}, read on {day_words(base)}")
        )

    def _span(self, item: Printed, base: Days | None) -> Resolved:
        """Return "three days ago" or "a week before February 18"."""
        parts = in_english(item.parts) if "ru" in item.parts else item.parts
        count, unit = (1, "day") if item.kind == "dayrel" else (number(parts["n"]), parts["unit"].rstrip("s"))
        from_ = self.published if base is None or parts.get("dir") == "ago" else base
        if (
            base is None
            and item.kind == "dayrel"
            and ("that" in parts or parts["dir"] in {"next", "following", "same"})
        ):
            return UNDATED
        if count is None or from_.exact is None:
            return Resolved(UNKNOWN, Basis.RELATIVE)
        start = from_.exact
        if unit == "fortnight":
            count, unit = 2 * count, "week"
        unit = "day" if unit == "night" else unit
        if "that" in parts or parts["dir"] == "same":
            return Resolved(day_text(start), Basis.RELATIVE, None, f"{item.text!r}: {day_words(start)}")
        sign = 1 if parts["dir"] in {"later", "after", "next", "following", "on"} else -1
        if unit in {"day", "week"}:
            day = start + sign * count * (7 if unit == "week" else 1)
            return Resolved(
                day_text(day),
                Basis.RELATIVE,
                None,
                f"{day_words(day)}: {day_words(start)} {'+' if sign > 0 else '-'} {count} {unit}{'s' if count > 1 else ''}",
            )
        when = date.fromordinal(start + _EPOCH)
        months = when.year * 12 + when.month - 1 + sign * count * (12 if unit == "year" else 1)
        return Resolved(f"{months // 12}" if unit == "year" else f"{months // 12}-{months % 12 + 1:02}", Basis.RELATIVE)

    def _day_only(self, day: int, of: str, *, ahead: bool) -> Resolved:
        """Return "the 14th": the latest such day not after publication, the first after it where the text looks ahead."""
        base = self.published.exact
        if base is None or not 1 <= day <= 31:
            return UNDATED
        step = 1 if ahead else -1
        when = date.fromordinal(base + _EPOCH)
        months = (
            when.year * 12 + when.month - 1 + (-1 if of.startswith("ult") or "last" in of else 1 if "next" in of else 0)
        )
        for shift in (0, step, 2 * step):
            try:
                found = date((months + shift) // 12, (months + shift) % 12 + 1, day).toordinal() - _EPOCH
            except ValueError:
                continue
            if of or (found >= base if ahead else found <= base):
                return Resolved(day_text(found), Basis.PRINTED)
        return UNDATED

    def _weekend(self, mod: str) -> Resolved:
        """Return Saturday and Sunday: the last before publication, or the coming one."""
        base = self.published.exact
        if base is None:
            return Resolved(UNKNOWN, Basis.RELATIVE)
        saturday = _latest(base, 5) + (7 if mod in {"next", "the following"} else 0)
        if base - saturday < 2 and mod in {"last", "the previous"}:
            saturday -= 7
        return Resolved(of_days(Days(saturday, saturday + 1)), Basis.RELATIVE)

    def _part(self, item: Printed, *, ahead: bool) -> Resolved:
        """Return "the first week of December": seven days; half a month: its days up to, or from, the sixteenth."""
        month = edtf(self._month(item, ahead=ahead).date)
        nth, unit = item.parts["nth"].lower(), item.parts["unit"].lower()
        if month.first is None or month.last is None or unit == "days":
            return self._month(item, ahead=ahead)
        size = 7 if unit == "week" else 15
        first = (
            month.last - size + 1
            if nth == "last"
            else month.first + size * (("first", "second", "third", "fourth").index(nth))
        )
        last = month.last if unit == "half" and nth == "second" else min(first + size - 1, month.last)
        return Resolved(of_days(Days(first, last)), Basis.PRINTED)

    def _season(self, item: Printed, *, ahead: bool) -> Resolved:
        """Return a season as its three months: the last that has begun, unless a year is named."""
        parts = item.parts
        name = (parts.get("season") or parts["season2"]).lower()
        month = {
            "spring": 3,
            "summer": 6,
            "autumn": 9,
            "fall": 9,
            "winter": 12,
            "весной": 3,
            "летом": 6,
            "осенью": 9,
            "зимой": 12,
        }[name]
        if "y" in parts:
            year = int(parts["y"])
        elif self.published.last is None:
            return Resolved(UNKNOWN, Basis.RELATIVE)
        else:
            day = date.fromordinal(self.published.last + _EPOCH)
            year = day.year - (month > day.month)
            if (
                parts.get("rel")
                or "прошл" in item.text.lower()
                or (parts.get("mod", "").lower() == "last" and month <= day.month < month + 3)
            ):
                year = day.year - 1
            if ahead and parts.get("mod", "").lower() == "next":
                year = day.year + (month <= day.month)
        end = f"{year}-{month + 2:02}" if month < 12 else f"{year + 1}-02"
        return Resolved(f"{year}-{month:02}/{end}", Basis.PRINTED if "y" in parts else Basis.RELATIVE)

    def _unit(self, mod: str, unit: str) -> Resolved:
        first, last = self.published
        unit = {"месяце": "month", "году": "year", "неделе": "week"}.get(unit, unit)
        step = (
            -1
            if mod in {"last", "the previous", "прошлом", "прошлой", "минувшей"}
            else 1
            if mod in {"next", "the following", "следующем", "следующей", "будущей"}
            else 0
        )
        if first is None or last is None or mod == "the same":
            return Resolved(UNKNOWN, Basis.RELATIVE)
        if unit == "week":
            if first != last:
                return Resolved(UNKNOWN, Basis.RELATIVE)
            monday = first - (first + 3) % 7 + 7 * step
            return Resolved(of_days(Days(monday, monday + 6)), Basis.RELATIVE)
        begin, end = date.fromordinal(first + _EPOCH), date.fromordinal(last + _EPOCH)
        if unit == "year":
            return (
                Resolved(str(begin.year + step), Basis.RELATIVE)
                if begin.year == end.year
                else Resolved(UNKNOWN, Basis.RELATIVE)
            )
        if (begin.year, begin.month) != (end.year, end.month):
            return Resolved(UNKNOWN, Basis.RELATIVE)
        months = begin.year * 12 + begin.month - 1 + step
        return Resolved(f"{months // 12}-{months % 12 + 1:02}", Basis.RELATIVE)


def _latest(base: int, index: int) -> int:
    """Return the latest day on or before ``base`` with this weekday (0 Monday)."""
    return base - ((base + 3) - index) % 7


def weekday_fits(day: str, name: str | None) -> bool:
    """Whether an EDTF date may be that weekday; true where nothing is said, or the date is no day."""
    exact = edtf(day).exact
    return exact is None or name is None or weekday(exact) == name


def add_days(day: str, count: int) -> str:
    """Return an EDTF day some days later."""
    return day_text(parse_day(day) + count)

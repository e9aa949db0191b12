"""Russian wordings of days, in the terms of the English ones."""

from __future__ import annotations

import re

RU_DAYS = {"понедельник": 0, "вторник": 1, "сред": 2, "четверг": 3, "пятниц": 4, "суббот": 5, "воскресень": 6}
"""Stems of the days of the week; 0 is Monday."""


def in_english(parts: dict[str, str]) -> dict[str, str]:
    """Return the parts of a Russian wording as those of the English one: "накануне" as "the day before"."""
    words = parts["ru"].lower()
    if "unit" in parts:
        unit = next(name for stem, name in (("д", "day"), ("сут", "day"), ("нед", "week"), ("мес", "month")) if parts["unit"].startswith(stem))  # fmt: skip
        names = {"два": "two", "две": "two", "три": "three", "четыре": "four", "пять": "five", "шесть": "six", "семь": "seven", "восемь": "eight", "девять": "nine", "десять": "ten"}  # fmt: skip
        return {
            "n": names.get(parts.get("n", "one"), parts.get("n", "one")),
            "unit": unit,
            "dir": "ago" if "назад" in words else "later",
        }
    if "же" in words.split():
        return {"dir": "same"}
    return {"dir": "after" if re.search("следующ|друг|позже|позднее|спустя", words) else "before"}

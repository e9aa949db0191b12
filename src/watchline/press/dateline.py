"""The day on which a report says that it was written."""

from __future__ import annotations

import re

from watchline.press.dates import Calendar
from watchline.press.printed import Printed, printed_dates


def dateline(text: str) -> tuple[str, Printed] | None:
    """Return the day on which a report says that it was written, with its place: "TOLLVIK, 16 May 2031", "Published 2031-05-16"."""
    head = text[:600]
    for item in printed_dates(head):
        if item.kind in {"iso", "md"} and "y" in item.parts:
            line = head[head.rfind("\n", 0, item.start) + 1 : item.end]
            if (
                re.match(r"\s*(?:Published|Posted|Updated|Date|Filed)?:?\s*(?:on )?[^.]{0,60}$", line)
                and (len(line) < 40 or re.match(r"\s*(?:[A-Z][A-Z .'-]+,|Published|Posted|Updated|Date|By )", line))
                and not re.search(
                    r"(?i)\b(?:on|since|of|in|until|от|с) (?:\d|[A-Z][a-z]+ \d)",
                    line[max(0, len(line) - len(item.text) - 6) :],
                )
            ):
                found = Calendar().resolve(item)
                return found.date, item
    return None

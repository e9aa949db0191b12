"""The glance of a node without a line: who was in touch when, what is owed, what the press says, from our annex alone."""

from __future__ import annotations

from typing import Any

from watchline.host.contact_record import OURS_FOR_EVER, Both, contact_answer
from watchline.host.here import instant
from watchline.measure import count_of_days, day_of, dtg

ALONE = "No line is founded: nothing is sent, no node needs to run, and what is noted here nobody else holds."
NEXT = (
    "Note a call: watchline call note {folder}",
    "Note a test of the telephone: watchline test note {folder}",
    "When the other side has a node: exchange cards (watchline card {folder}), then watchline found {folder} --propose CARD",
)


def alone(both: Both, folder: str, noted: tuple[int, int | None], now: int) -> dict[str, Any]:
    """Return what a node without a line can show.

    Args:
        both: Our annex, as of today; no line.
        folder: The node's folder, as it is written in what to do next.
        noted: How many entries are in the annex, and when the newest was noted (ms).
        now: Wall clock, ms.
    """
    answer = contact_answer(both, day_of(now))
    count, newest = noted
    days = None if newest is None else day_of(now) - day_of(newest)
    last = "" if days is None else f", the last {'today' if not days else f'{count_of_days(days)} ago'}"
    return {
        "line": None,
        "party": both.code,
        "running": False,
        "open": False,
        **instant("at", now),
        "dtg": dtg(now),
        "state_words": ALONE,
        "noted": count,
        "noted_words": f"{count} {'entry' if count == 1 else 'entries'} in our annex{last}",
        "contacts": answer["contacts"],
        "owed": answer["owed"],
        "phone_tests": answer["phone_tests"],
        "press": answer["press"],
        "words": answer["words"],
        "annex": OURS_FOR_EVER,
        "next": [words.format(folder=folder) for words in NEXT],
    }

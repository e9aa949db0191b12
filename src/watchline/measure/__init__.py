"""Numbers that carry their unit: instants, DTGs, precedence.

Pure. It does not read a clock; it does not know time zones (all instants are UTC).
"""

from watchline.measure.days import (
    count_of_days,
    day_end,
    day_of,
    day_start,
    day_text,
    day_words,
    parse_day,
    parse_instant,
)
from watchline.measure.instant import DAY_MS, Instant, Now, dtg, parse_dtg, utc, utc_writes
from watchline.measure.precedence import OBJECTIVE_S_DEFAULT, Precedence

__all__ = [
    "DAY_MS",
    "OBJECTIVE_S_DEFAULT",
    "Instant",
    "Now",
    "Precedence",
    "count_of_days",
    "day_end",
    "day_of",
    "day_start",
    "day_text",
    "day_words",
    "dtg",
    "parse_day",
    "parse_dtg",
    "parse_instant",
    "utc",
    "utc_writes",
]

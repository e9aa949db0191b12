"""Numbers that carry their unit: instants, DTGs, days, dates with their precision, precedence.

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
    times,
)
from watchline.measure.edtf import UNKNOWN_DATE, Edtf, Precision, edtf_of_day, parse_edtf
from watchline.measure.instant import DAY_MS, Instant, Now, dtg, parse_dtg, utc, utc_writes
from watchline.measure.precedence import OBJECTIVE_S_DEFAULT, Precedence
from watchline.measure.silence import Idiom, Judgement, Saying, first_in, hear, judge, say, statements

__all__ = [
    "DAY_MS",
    "OBJECTIVE_S_DEFAULT",
    "UNKNOWN_DATE",
    "Edtf",
    "Idiom",
    "Instant",
    "Judgement",
    "Now",
    "Precedence",
    "Precision",
    "Saying",
    "count_of_days",
    "day_end",
    "day_of",
    "day_start",
    "day_text",
    "day_words",
    "dtg",
    "edtf_of_day",
    "first_in",
    "hear",
    "judge",
    "parse_day",
    "parse_dtg",
    "parse_edtf",
    "parse_instant",
    "say",
    "statements",
    "times",
    "utc",
    "utc_writes",
]

"""Numbers that carry their unit: instants, DTGs, precedence.

Pure. It does not read a clock; it does not know time zones (all instants are UTC).
"""

from watchline.measure.instant import DAY_MS, Instant, Now, dtg, parse_dtg, utc
from watchline.measure.precedence import OBJECTIVE_S_DEFAULT, Precedence

__all__ = ["DAY_MS", "OBJECTIVE_S_DEFAULT", "Instant", "Now", "Precedence", "dtg", "parse_dtg", "utc"]

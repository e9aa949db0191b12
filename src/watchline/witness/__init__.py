"""A hash-only witness: told heads and proofs by parties, it states that each log only grew (docs/spec/witness.md, PROTOCOL 9.3).

Pure. It is no party, reads no leaf and holds none; what it says is *consistent*, never *held*.
"""

from watchline.witness.enrolment import Enrolment, make_enrolment, read_enrolment
from watchline.witness.judge import Judged, Row, Witness, read_row, row_key, write_row

__all__ = [
    "Enrolment",
    "Judged",
    "Row",
    "Witness",
    "make_enrolment",
    "read_enrolment",
    "read_row",
    "row_key",
    "write_row",
]

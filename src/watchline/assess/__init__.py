"""What a node finds of announced activities beside each other: those that stand, in an index that is searched; what is to be signed of them.

Host and simulator run the same. It reads committed rows, keeps an index of its own in the store, and asks the node for nothing: what it
finds is handed to the node as an input.
"""

from watchline.assess.areas import (
    IN_MEMORY,
    PROXIMITY,
    Areas,
    Feed,
    Look,
    Reassessed,
    activity_of,
    read_notice,
    table_of,
)
from watchline.assess.assessing import Due, Turn, assessments_due

__all__ = [
    "IN_MEMORY",
    "PROXIMITY",
    "Areas",
    "Due",
    "Feed",
    "Look",
    "Reassessed",
    "Turn",
    "activity_of",
    "assessments_due",
    "read_notice",
    "table_of",
]

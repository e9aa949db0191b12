"""Which conflicts go on at each moment, and when the answer changes next."""

from tests.conflict.areas import MINUTE, TABLE, at, placed
from watchline.conflict import assess, standing
from watchline.measure.area import Circle

HERE = Circle(at(50, 20), 0)


def conflict(ref, start, end):
    return assess(placed(HERE, window=(None, None)), placed(HERE, window=(start, end), ref=ref), TABLE)


FOUND = [conflict("B", 100 * MINUTE, 200 * MINUTE), conflict("C", 50 * MINUTE, 300 * MINUTE), conflict("D", 0, None)]
APART = assess(placed(HERE), placed(HERE, window=(500 * MINUTE, None), ref="E"), TABLE)


def refs(these):
    return "".join(encounter.theirs.ref for encounter in these)


def at_minute(minute, extra_ms=0):
    found = standing([*FOUND, APART], minute * MINUTE + extra_ms)
    return refs(found.active), refs(found.upcoming), refs(found.past), found.next_at


def test_conflicts_come_and_go_at_the_first_moment_and_after_the_last():
    assert at_minute(-16) == ("", "DCB", "", -15 * MINUTE)
    assert at_minute(-15) == ("D", "CB", "", 35 * MINUTE)
    assert at_minute(85) == ("BCD", "", "", 215 * MINUTE + 1)
    assert at_minute(215) == ("BCD", "", "", 215 * MINUTE + 1)
    assert at_minute(215, 1) == ("CD", "", "B", 315 * MINUTE + 1)
    assert at_minute(900) == ("D", "", "CB", None)

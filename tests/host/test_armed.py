"""A warning stands while no desk can sound, and only then."""

from watchline.host.armed import GRACE_MS, SITUATION, Armed
from watchline.measure import Now
from watchline.watch import Level


def at(mono):
    return Now(1_000_000 + mono, mono)


def test_nobody_armed_for_a_minute_after_the_start_is_a_warning_since_then():
    armed = Armed(at(0))
    assert armed.alarm(at(GRACE_MS - 1)) is None
    first = armed.alarm(at(GRACE_MS))
    assert (first.situation, first.level, first.since) == (SITUATION, Level.WARNING, 1_000_000 + GRACE_MS)
    assert armed.alarm(at(5 * GRACE_MS)) == first, "one situation, not a new one each time it is looked at"


def test_a_desk_that_can_sound_ends_it_for_a_minute():
    armed = Armed(at(0))
    armed.note(at(2 * GRACE_MS))
    assert armed.alarm(at(3 * GRACE_MS - 1)) is None
    assert armed.alarm(at(3 * GRACE_MS)) is not None

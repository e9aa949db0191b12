"""Notices for tests: shapes, what is announced, and a node that assesses as a running one does."""

from watchline.assess import IN_MEMORY, assessments_due
from watchline.host.areas import areas_of
from watchline.host.here import Here
from watchline.measure.altitude import Band, Level, Reference
from watchline.measure.area import Circle, Corridor
from watchline.measure.instant import Instant
from watchline.measure.position import Position
from watchline.measure.volume import Volume
from watchline.measure.window import Window
from watchline.node import Assessed, SayEntry
from watchline.record.notices import notice_fields

HOUR = 3_600_000
MINUTE = 60_000
SEPARATION = [
    {"kind": "air", "lateral_m": 5000, "vertical_m": 300, "time_s": 900},
    {"kind": "live_fire", "lateral_m": 5000, "vertical_m": 300, "time_s": 600},
]
REFERENCE_LINES = [{"name": "Line A", "points": [[499000000, 195000000], [499000000, 205000000]]}]


def at(lat, lon):
    return Position(round(lat * 1e7), round(lon * 1e7))


def level(metres, reference="AMSL"):
    return Level(metres * 100, Reference(reference))


def volume(area, start=None, end=None, floor=None, ceiling=None, ground=None, doubt=0):
    times = [None if time is None else Instant(time) for time in (start, end)]
    return Volume(area, Band(floor, ceiling, ground, doubt), Window(*times))


def range_area(start, end, lat=50.0, lon=20.0, metres=5000):
    """A live-fire area: a circle up to 3,000 m AMSL."""
    return volume(Circle(at(lat, lon), metres * 100), start, end, None, level(3000))


def corridor(start, end, lat=50.1):
    """A flight corridor north of it, west to east, between 2,500 and 3,500 m AMSL; 2 km to either side."""
    return volume(Corridor((at(lat, 19.5), at(lat, 20.5)), 200_000), start, end, level(2500), level(3500))


def announce(member, activity, *volumes, **more):
    ref = member.say(SayEntry(kind="activity_notice", fields=notice_fields(activity, volumes, **more)))
    member.line.settle()
    return ref


def amend(member, on, activity, *volumes, **more):
    ref = member.say(SayEntry(kind="notice_amended", on=on, fields=notice_fields(activity, volumes, **more)))
    member.line.settle()
    return ref


def write(member, kind, on, **fields):
    ref = member.say(SayEntry(kind=f"notice_{kind}", on=on, fields=fields))
    member.line.settle()
    return ref


def refused(member, kind, on="", **fields):
    reply = member.handle(SayEntry(kind=kind, on=on, fields=fields))[0]
    assert not reply.written
    assert reply.error
    return reply.error


def here(member):
    return Here(member.line.charter, member.code, member.store.held)


def areas(member, memory_from=IN_MEMORY):
    made = areas_of(member.code, memory_from=memory_from)
    made.follow(here(member), None)
    return made


def assess(line):
    """Let every node assess what it holds, as a running one does, until nothing is due."""
    found = 0
    for member in line.members.values():
        found_in = areas(member)
        while (turn := assessments_due(here(member), found_in, 16)).due or turn.compared:
            for item in turn.due:
                reply = member.handle(Assessed(ref=item.ref.text(), assessment=item.assessment))[0]
                assert reply.written, reply.error
                found += 1
            found_in.follow(here(member), [item.ref for item in turn.due])
        line.settle()
    return found

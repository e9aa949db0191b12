"""The index of what was announced: followed entry by entry it holds what one built anew holds, in SQLite as in memory."""

from __future__ import annotations

import msgspec
import pytest

from tests.notices import HOUR, SEPARATION, amend, announce, areas, corridor, here, range_area, write
from tests.pair import Line
from watchline.assess import PROXIMITY, assessments_due, table_of
from watchline.conflict import MemoryIndex, gravest
from watchline.host.areas import areas_of
from watchline.node import Assessed
from watchline.store.sqlite_areas import SqliteIndex


@pytest.fixture(scope="module")
def line():
    made = Line(separation=SEPARATION).open()
    a, b, start = made["XAA"], made["XBB"], made.wall + 30 * HOUR
    for n in range(6):
        announce(a, "live_fire", range_area(start, start + HOUR, lat=50 + n / 10))
        announce(b, "air", corridor(start, start + HOUR, lat=50.03 + n / 10))
    return made


def held(found):
    return {name: index.refs() for name, index in (("ours", found.ours), ("others", found.others))}


def known(found):
    return {row.ref: (row.version, row.volumes, row.without) for row in found._file.notices()}


def answers(found, line):
    """What every activity of ours meets."""
    made = {}
    for ref in found.ours.refs():
        met = gravest(found.others, found.placed(ref), table_of(line.charter), most=50, proximity=PROXIMITY)
        made[ref] = [(one.theirs, one.verdict, one.lateral_mm) for one in met.encounters]
    return made


def test_sqlite_and_memory_answer_alike(line):
    on_disk = areas(line["XAA"])
    assert isinstance(on_disk.ours, SqliteIndex)
    in_memory = areas(line["XAA"], memory_from=12)
    assert isinstance(in_memory.others, MemoryIndex)
    assert held(on_disk) == held(in_memory)
    assert answers(on_disk, line) == answers(in_memory, line)
    assert any(answers(on_disk, line).values())
    theirs = areas(line["XBB"])
    assert held(theirs) == {"ours": on_disk.others.refs(), "others": on_disk.ours.refs()}


def test_what_is_followed_is_what_would_be_read_anew(line):
    a, b, start = line["XAA"], line["XBB"], line.wall + 60 * HOUR
    followed = areas(a)
    before = set(known(followed))
    moved, gone = (here(a).find(ref) for ref in ("XAA/1/6", "XBB/1/7"))
    late = announce(b, "air", area_by=start)
    amend(a, moved.text(), "live_fire", range_area(start, start + HOUR))
    write(b, "cancelled", gone.text())
    new = announce(a, "naval", range_area(start, None))
    followed.follow(here(a), [moved, gone, here(a).find(new), here(a).find(late)])
    fresh = areas_of("XAA")
    fresh.follow(here(a), None)
    assert held(followed) == held(fresh)
    assert known(followed) == known(fresh)
    assert followed.known(gone.text()) is None
    assert followed.known(here(a).find(late).text()).without
    assert followed.placed(here(a).find(late).text()) == ()
    assert set(known(followed)) - before == {here(a).find(ref).text() for ref in (new, late)}
    followed.follow(here(a), [here(a).find("XAA/1/1")])
    assert held(followed) == held(fresh)


def test_what_was_assessed_waits_no_more_until_the_table_changes(line):
    a = line["XAA"]
    followed = areas(a)
    count = len(known(followed))
    seen = 0
    while due := assessments_due(here(a), followed, 5).due:
        assert len(due) <= 5
        for item in due:
            assert a.handle(Assessed(ref=item.ref.text(), assessment=item.assessment))[0].written
        followed.follow(here(a), [item.ref for item in due])
        seen += len(due)
    assert seen == count
    assert not followed.waiting
    other = here(a)._replace(charter=msgspec.structs.replace(line.charter, separation={}))
    met = [found for found in answers(followed, line).values() if found]
    turn = assessments_due(other, followed, count)
    assert (turn.due, turn.compared, turn.reassessed.of) == ([], len(followed.ours.refs()), len(followed.ours.refs()))
    again = assessments_due(other, followed, count)
    assert 0 < len(again.due) == len(met) == again.reassessed.of - again.reassessed.done

"""The index of what was announced: followed entry by entry it holds what one built anew holds, in SQLite as in memory."""

from __future__ import annotations

import msgspec
import pytest

from tests.notices import HOUR, SEPARATION, amend, announce, areas, corridor, here, range_area, write
from tests.pair import Line
from watchline.conflict import MemoryIndex, gravest
from watchline.host.areas import areas_of
from watchline.node import Assessed
from watchline.node import areas as module
from watchline.node.areas import PROXIMITY, table_of
from watchline.node.assessing import assessments_due
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


def answers(found, line):
    """What every activity of ours meets."""
    made = {}
    for ref in found.ours.refs():
        met = gravest(found.others, found.placed(ref), table_of(line.charter), most=50, proximity=PROXIMITY)
        made[ref] = [(one.theirs, one.verdict, one.lateral_mm) for one in met.encounters]
    return made


def test_sqlite_and_memory_answer_alike(line, monkeypatch):
    on_disk = areas(line["XAA"])
    assert isinstance(on_disk.ours, SqliteIndex)
    monkeypatch.setattr(module, "IN_MEMORY", 12)
    in_memory = areas(line["XAA"])
    assert isinstance(in_memory.others, MemoryIndex)
    assert held(on_disk) == held(in_memory)
    assert answers(on_disk, line) == answers(in_memory, line)
    assert any(answers(on_disk, line).values())
    theirs = areas(line["XBB"])
    assert held(theirs) == {"ours": on_disk.others.refs(), "others": on_disk.ours.refs()}


def test_what_is_followed_is_what_would_be_read_anew(line):
    a, b, start = line["XAA"], line["XBB"], line.wall + 60 * HOUR
    followed = areas(a)
    before = set(followed.known)
    moved, gone = (here(a).find(ref) for ref in ("XAA/1/6", "XBB/1/7"))
    late = announce(b, "air", area_by=start)
    amend(a, moved.text(), "live_fire", range_area(start, start + HOUR))
    write(b, "cancelled", gone.text())
    new = announce(a, "naval", range_area(start, None))
    followed.follow(here(a), [moved, gone, here(a).find(new), here(a).find(late)])
    fresh = areas_of("XAA")
    fresh.follow(here(a), None)
    assert held(followed) == held(fresh)
    assert {ref: known.notice.now.number for ref, known in followed.known.items()} == {
        ref: known.notice.now.number for ref, known in fresh.known.items()
    }
    assert gone.text() not in followed.known
    assert followed.known[here(a).find(late).text()].without
    assert followed.placed(here(a).find(late).text()) == ()
    assert set(followed.known) - before == {here(a).find(ref).text() for ref in (new, late)}
    followed.follow(here(a), [here(a).find("XAA/1/1")])
    assert held(followed) == held(fresh)


def test_what_was_assessed_waits_no_more_until_the_table_changes(line):
    a = line["XAA"]
    followed = areas(a)
    count = len(followed.known)
    seen = 0
    while due := assessments_due(here(a), followed, 5):
        assert len(due) <= 5
        for item in due:
            assert a.handle(Assessed(ref=item.ref.text(), assessment=item.assessment))[0].written
        followed.follow(here(a), [item.ref for item in due])
        seen += len(due)
    assert seen == count
    assert not followed.waiting
    other = here(a)._replace(charter=msgspec.structs.replace(line.charter, separation={}))
    assert len(assessments_due(other, followed, count + 1)) == count

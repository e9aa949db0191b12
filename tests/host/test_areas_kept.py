"""The index of activities on disk: it catches up after a start, and what is damaged or of another record is made anew, never believed."""

from __future__ import annotations

import contextlib

import apsw
import msgspec
import pytest

from tests.notices import HOUR, SEPARATION, amend, announce, assess, corridor, here, range_area, write
from tests.pair import Line, run
from watchline.assess import IN_MEMORY, Areas, assessments_due, reassessing
from watchline.assess import areas as module
from watchline.errors import StoreFailed
from watchline.host.shared_areas import SharedAreas
from watchline.store.area_file import AreaFile, NotKept, open_area_file


class Fed:
    """A record in memory with its feed, as the record on disk has it."""

    def __init__(self, store):
        self._store = store

    def __getattr__(self, name):
        return getattr(self._store.held, name)

    def feed(self, after, limit):
        return run(self._store.feed(after, limit))

    def feed_last(self):
        return self._store._feed_last


@pytest.fixture(scope="module")
def line():
    made = Line(separation=SEPARATION).open()
    a, b, start = made["XAA"], made["XBB"], made.wall + 30 * HOUR
    for n in range(5):
        announce(a, "live_fire", range_area(start, start + HOUR, lat=50 + n / 10))
        announce(b, "air", corridor(start, start + HOUR, lat=50.03 + n / 10))
    assess(made)
    return made


@pytest.fixture
def placed(monkeypatch):
    """How many activities were made ready to be measured."""
    count = []
    made = module.place_all
    monkeypatch.setattr(module, "place_all", lambda these: count.extend(these) or made(these))
    return count


@pytest.fixture
def kept(line, tmp_path):
    path = tmp_path / "areas"
    with opened(line, path):
        pass
    return path


@contextlib.contextmanager
def opened(line, path, code="XAA", memory_from=IN_MEMORY):
    member = line[code]
    file, words = open_area_file(path)
    with contextlib.closing(Areas(code, file, memory_from)) as made:
        made.catch_up(here(member), Fed(member.store))
        made.why_anew = words
        yield made


def shown(areas):
    return (
        list(areas._file.notices()),
        [(row.ref, areas.stated(row)) for row in areas._file.notices()],
        {ref: areas.placed(ref)[0].volume for ref in [*areas.ours.refs(), *areas.others.refs()]},
        sorted(areas.waiting),
    )


def anew(line):
    with opened(line, None) as fresh:
        return shown(fresh)


def test_a_start_reads_what_is_kept_and_only_catches_up(line, kept, placed):
    with opened(line, kept) as found:
        assert not placed
        assert not found.why_anew
        assert not found.waiting
        assert shown(found) == anew(line)
    a, b, start = line["XAA"], line["XBB"], line.wall + 90 * HOUR
    placed.clear()
    gone = announce(b, "air", corridor(start, start + HOUR))
    new = announce(a, "naval", range_area(start, start + HOUR))
    amend(a, new, "naval", range_area(start, start + HOUR))
    write(b, "cancelled", gone)
    with opened(line, kept) as found:
        assert [activity.ref for activity in placed] == [here(a).find(new).text()]
        assert list(found.waiting) == [here(a).find(new).text()]
        caught_up = shown(found)
    assert caught_up == anew(line)
    assert kept.stat().st_mode & 0o077 == 0
    assess(line)


def test_from_many_on_the_index_in_memory_is_filled_from_the_file(line, kept, placed):
    with opened(line, kept, memory_from=4) as found:
        assert not placed
        assert found.ours is not found._file.ours
        assert found.ours.refs() == found._file.ours.refs()
        assert found.others.refs() == found._file.others.refs()
        ref = found.ours.refs()[0]
        assert found.placed(ref)[0].volume == found._file.ours.of(ref).placed(0).volume


@pytest.mark.parametrize(
    "other",
    [
        {"form": "another program"},
        {"line": bytes(32)},
        {"code": "XBB"},
        {"feed": 1 << 40},
        {"last": b"thread/another"},
        {"heads": (("another", 3, bytes(32)),)},
    ],
    ids=lambda other: next(iter(other)),
)
def test_what_stands_for_another_record_is_made_anew(line, kept, placed, other):
    with contextlib.closing(AreaFile(kept)) as file, file.writing():
        file.set_stamp(msgspec.structs.replace(file.stamp(), **other))
    with opened(line, kept) as found:
        assert len(placed) == len(found.ours.refs()) + len(found.others.refs()) > 0
        assert shown(found) == anew(line)


def test_a_record_that_went_another_way_is_told_from_this_one(line, kept):
    with opened(line, kept, "XAA"):
        pass
    with contextlib.closing(AreaFile(kept)) as file:
        (origin, size, leaf), *_ = file.stamp().heads
    assert leaf == line["XAA"].store.held.hashes(origin, 0, size - 1, 1)[0]


DAMAGE = {
    "a corner": "UPDATE our_box SET x0 = x0 - 1000, x1 = x1 + 1000 WHERE id = (SELECT min(id) FROM our_box)",
    "a shape": "UPDATE other_box SET shape = zeroblob(length(shape)) WHERE id = (SELECT max(id) FROM other_box)",
    "a part": "DELETE FROM our_part WHERE ref = (SELECT min(ref) FROM our_part)",
    "a volume": "DELETE FROM other_box WHERE id = 1; DELETE FROM other_part WHERE id = 1",
    "a notice": "UPDATE notice SET version = version + 1 WHERE ref = (SELECT min(ref) FROM notice)",
    "a statement": "UPDATE stated SET verdict = 'CLEAR'",
    "a stamp": "UPDATE stamp SET stamp = zeroblob(length(stamp))",
    "another program": "PRAGMA application_id = 7",
    "a later version": "PRAGMA user_version = 99",
}


@pytest.mark.parametrize("how", DAMAGE)
def test_what_is_damaged_is_made_anew_and_said(line, kept, how):
    with contextlib.closing(apsw.Connection(str(kept))) as connection:
        connection.execute(DAMAGE[how])
    with opened(line, kept) as found:
        assert found.why_anew
        assert shown(found) == anew(line)
    with opened(line, kept) as found:
        assert not found.why_anew


@pytest.mark.parametrize("data", [b"", b"not a database" * 1000])
def test_a_file_that_is_none_is_made_anew(line, kept, data):
    kept.write_bytes(data)
    with opened(line, kept) as found:
        assert bool(found.why_anew) == bool(data)
        assert shown(found) == anew(line)


def test_where_nothing_can_be_kept_it_works_all_the_same(line, tmp_path):
    with opened(line, tmp_path / "missing" / "areas") as found:
        assert "cannot be kept" in found.why_anew
        assert shown(found) == anew(line)


def test_a_comparison_with_a_changed_separation_goes_on_where_it_stopped(line, kept, monkeypatch):
    monkeypatch.setattr(reassessing, "AT_ONCE", 2)
    now = here(line["XAA"])
    then = now._replace(charter=msgspec.structs.replace(now.charter, clock_ms=now.charter.clock_ms + 1))
    with opened(line, kept) as found:
        count = len([row for row in found._file.notices() if row.ours])
        assert found.reassessed is None
        turn = assessments_due(then, found, 16)
        left = set(found.again)
        assert (turn.compared, turn.reassessed.of, len(left)) == (2, count, count - 2)
        changed = set(found.changed)
        assert changed, "another limit of time is another statement"
    with opened(line, kept) as found:
        assert found.reassessed is None
        found.expect(found._table)
        assessments_due(then, found, 16)
        # What was found unchanged stays so; what is to be said anew is found again.
        assert set(found.again) | set(found.changed) == left | changed


def test_all_who_measure_take_turns_at_one_index(line, tmp_path):
    said, a = [], line["XAA"]
    shared = SharedAreas(tmp_path / "areas", "XAA", said.append)
    with shared.use(here(a), Fed(a.store)) as first:
        refs = first.ours.refs()
    with shared.use(here(a), Fed(a.store)) as second:
        assert second is first
    with (
        pytest.raises(StoreFailed, match="made anew"),
        shared.use(here(a), Fed(a.store)) as found,
        found._file.writing(),
    ):
        raise apsw.FullError("no space")
    with shared.use(here(a), Fed(a.store)) as after:
        assert after is not first
        assert after.ours.refs() == refs
        with pytest.raises(NotKept), after._file.writing():
            raise apsw.FullError("no space")
    assert not said
    shared.close()

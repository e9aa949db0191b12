"""The power goes in the middle of writing: what was acknowledged is there, what was not is there whole or not at all."""

import asyncio
import errno
import itertools
import os
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.store.growth import LINE, OURS, THEIRS, Grown, row
from tests.store.places import empty_record
from tests.store.power import Content, PowerCutDisk
from watchline.errors import StoreFailed
from watchline.log import EMPTY, Head
from watchline.node.doors import Batch, LockChange, LockRow
from watchline.store import FileHeadLock, SqliteStore, sqlite
from watchline.store.sqlite_file import integrity

# SQLite passes over some failures, as when it closes; apsw then tells Python of an exception that nobody took.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
NAMES = itertools.count()
BATCHES = 14


async def written_until_the_power_goes(path, steps, *, sync=True):
    """Append until the power goes; return the disk, the log sizes that were acknowledged, and the batch that was not."""
    disk = PowerCutDisk(f"power-{next(NAMES)}", path, steps)
    acknowledged, heads = -1, [EMPTY]
    try:
        store = SqliteStore(path, vfs=disk.name, sync=sync, threaded=False, idle_s=1000)
        tenure = await store.acquire("node", [LINE])
        ours, theirs = Grown(OURS), Grown(THEIRS)
        acknowledged = 0
        for number in range(1, BATCHES + 1):
            change = ours.change(number * 5 % 23)
            heads.append(ours.head)
            rows = (row(b"number", b"%d" % number), row(b"%d" % number, bytes(number * 100)))
            await store.append(tenure, Batch((change, theirs.change(number % 3)), rows))
            acknowledged = number
    except StoreFailed:
        pass
    return disk, acknowledged, heads


async def seen(path):
    """Return the number of the last batch that is there whole, after a look that every part of it is."""
    store = SqliteStore(path, sync=False, threaded=False)
    try:
        held = store.held
        logs = {log.origin: log.head for log in held.logs(LINE)}
        number = int(held.row("board", LINE + b"number") or 0)
        ours, theirs = Grown(OURS), Grown(THEIRS)
        for each in range(1, number + 1):
            ours.change(each * 5 % 23)
            theirs.change(each % 3)
        if number:
            assert logs == {OURS: ours.head, THEIRS: theirs.head}
        assert list(held.entries(OURS, 0, 10_000)) == ours.entries
        assert list(held.entries(THEIRS, 0, 10_000)) == theirs.entries
        assert len(held.rows("board", LINE, None, 1000)) == (number + 1 if number else 0)
        assert len(await store.feed(0, 1000)) == 2 * number
        tenure = await store.acquire("node", [LINE])
        await store.append(tenure, ours.batch(3, row(b"after")))
        return number
    finally:
        store.close()


def cut(folder, steps, draw, *, sync=True):
    """Write until the power goes, then return what was acknowledged and what is there."""
    path = folder / "record"
    path.write_bytes(empty_record())
    disk, acknowledged, _ = asyncio.run(written_until_the_power_goes(path, steps, sync=sync))
    after = folder / "after"
    after.mkdir()
    for name, content in disk.files.items():
        (after / Path(name).name).write_bytes(content.remains(draw))
    disk.unregister()
    there = asyncio.run(seen(after / "record"))
    assert integrity(after / "record") == []
    return acknowledged, there


@pytest.mark.parametrize("pages", [5, 30, 4000])
@given(steps=st.integers(0, 420), seed=st.integers(0, 2**32))
def test_a_power_cut_loses_nothing_acknowledged_and_leaves_nothing_half_done(pages, steps, seed):
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(sqlite, "WAL_PAGES_MAX", pages)
        acknowledged, there = cut(Path(folder), steps, random.Random(seed).randrange)
        # -1: not even acquired. At most the batch in flight is there beside the acknowledged ones.
        assert max(acknowledged, 0) <= there <= max(acknowledged, 0) + 1


def test_the_power_cut_is_awake_without_waiting_for_the_disk_acknowledged_batches_are_lost():
    lost = 0
    for seed in range(20):
        with tempfile.TemporaryDirectory() as folder:
            try:
                acknowledged, there = cut(Path(folder), 200 + 10 * seed, random.Random(seed).randrange, sync=False)
            except (StoreFailed, AssertionError):
                lost += 1
            else:
                lost += there < acknowledged
    assert lost


class AnchorDisk:
    """Stands for ``os.pwrite`` and ``os.fdatasync`` of the head lock, until the power goes."""

    def __init__(self, path, steps):
        self.content = Content(path.read_bytes())
        self.steps = steps

    def _step(self):
        self.steps -= 1
        if self.steps < 0:
            raise OSError(errno.EIO, "no power")

    def pwrite(self, _file, data, offset):
        self._step()
        self.content.write(data, offset)
        return len(data)

    def fdatasync(self, _file):
        self._step()
        self.content.sync()


async def swapped_until_the_power_goes(folder):
    """Swap until the power goes; return the rows acknowledged, and those that the last swap wanted."""
    lock = FileHeadLock(folder, threaded=False)
    known, wanted = {}, {}
    origins = [OURS, THEIRS, *(f"{number:064x}.watchline/XAA/1" for number in range(70))]
    try:
        for number in range(1, 30):
            changed = origins[: 1 + number % 3] if number != 20 else origins
            wanted = {origin: LockRow(Head(number, bytes([number]) * 32), number) for origin in changed}
            await lock.swap([LockChange(o, known[o].head if o in known else None, new) for o, new in wanted.items()])
            known |= wanted
    except StoreFailed:
        pass
    return known, wanted


@given(steps=st.integers(0, 250), seed=st.integers(0, 2**32))
@example(steps=128, seed=164)  # the file had grown, nobody had waited for that, and its new end was torn
def test_a_power_cut_leaves_each_head_where_it_was_acknowledged_or_where_it_was_going(steps, seed):
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "anchor"
        patch.setattr(os, "fsync", lambda _file: None)  # of no interest here, and the real disk is slow
        FileHeadLock.create(folder)
        disk = AnchorDisk(folder / "heads", steps)
        with patch.context() as inner:
            inner.setattr(os, "pwrite", disk.pwrite)
            inner.setattr(os, "fdatasync", disk.fdatasync)
            known, wanted = asyncio.run(swapped_until_the_power_goes(folder))
        (folder / "heads").write_bytes(disk.content.remains(random.Random(seed).randrange))
        lock = FileHeadLock(folder, sync=False)
        found = dict(asyncio.run(lock.load()))
        lock.close()
        for origin in {**known, **wanted}:
            assert found.get(origin) in (known.get(origin), wanted.get(origin, known.get(origin)))
        assert set(found) <= set(known) | set(wanted)

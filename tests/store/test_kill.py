"""Killed in the middle of writing, again and again: nothing acknowledged is lost, nothing is half there."""

import asyncio
import os
import random
import signal
import subprocess
import sys
import threading

from tests.store import writing_child
from tests.store.growth import LINE, OURS, THEIRS
from tools.tree import ROOT
from watchline.store import FileHeadLock, SqliteStore
from watchline.store.sqlite_file import integrity


def killed(folder, after_s):
    """Let a child write for a while, kill it, and return the sizes that it called durable, the store's and the lock's."""
    child = subprocess.Popen(
        [sys.executable, writing_child.__file__, folder],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    with child:
        said = [child.stdout.readline()]  # it is up
        timer = threading.Timer(after_s, child.send_signal, [signal.SIGKILL])
        timer.start()
        said += child.stdout.read().splitlines(keepends=True)
        timer.join()
    assert child.returncode == -signal.SIGKILL
    sizes = {"s": 0, "l": 0}
    for line in said:
        if line.endswith(b"\n"):
            word, size = line.decode().split()
            sizes[word] = int(size)
    return sizes["s"], sizes["l"]


async def found(folder):
    """Return the size that the store holds and the size that the lock holds, once all that belongs together agrees."""
    store, lock = SqliteStore(folder / "record", sync=False), FileHeadLock(folder / "anchor", sync=False)
    held = store.held
    logs = {log.origin: log.head for log in held.logs(LINE)}
    size = logs[OURS].size
    for origin in (OURS, THEIRS):
        log = writing_child.grown_to(origin, size)
        assert logs[origin] == log.head
        assert list(held.entries(origin, 0, size + 9)) == log.entries
        assert held.checkpoint(origin, size) == log.note(size)
    assert held.row("board", LINE + b"size") == b"%d" % size
    rows = held.rows("board", LINE + b"0", None, 100_000)
    assert rows[-1][0] == LINE + b"%08d" % size
    feed = await store.feed(0, 1_000_000)
    assert [each.number for each in feed] == list(range(1, 2 * len(rows) + 1))
    locked = (await lock.load()).get(OURS)
    store.close()
    lock.close()
    return size, locked.head.size if locked else 0


def test_a_process_killed_in_the_middle_of_writing_loses_nothing_that_it_acknowledged(tmp_path):
    SqliteStore.create(tmp_path / "record")
    FileHeadLock.create(tmp_path / "anchor")
    random.seed(os.urandom(8))
    before = 0
    for _ in range(6):
        stored, locked = killed(tmp_path, random.uniform(0.02, 0.25))
        size, lock_size = asyncio.run(found(tmp_path))
        assert size >= stored >= before
        assert size - stored <= 40, "more than the batch in flight"
        assert size >= lock_size >= locked
        before = size
    assert before > 100
    assert integrity(tmp_path / "record") == []

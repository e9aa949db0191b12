"""The record in SQLite: what a bad disk, a damaged file, another program and a newer version do to it."""

import asyncio
import itertools
import os
import stat
import threading
import traceback
from pathlib import Path

import apsw
import pytest

from tests.store.faulty_disk import FaultyDisk
from tests.store.growth import LINE, OURS, Grown, awaited, everything, gone, row
from watchline.errors import OurMistake, OutcomeUnknown, StoreFailed, StoreFull, Superseded
from watchline.node.doors import Batch
from watchline.store import SqliteStore, open_read_only, sqlite_sql
from watchline.store.sqlite_file import integrity

NAMES = itertools.count()


@pytest.fixture
def path(tmp_path):
    SqliteStore.create(tmp_path / "record")
    return tmp_path / "record"


@pytest.fixture
def opening(path):
    """Opens stores on the path and closes them after the test."""
    opened = []

    def open_store(**how):
        store = SqliteStore(path, **how)
        opened.append(store)
        return store

    yield open_store
    for store in opened:
        store.close()


@pytest.fixture
def disk():
    made = FaultyDisk(f"faulty-{next(NAMES)}")
    yield made
    made.unregister()


async def filled(store, *counts):
    """Write some entries and return the tenure and the log."""
    tenure, log = await store.acquire("node", [LINE]), Grown()
    for count in counts:
        await store.append(tenure, log.batch(count, row(b"%d" % count)))
    return tenure, log


# -- the file


def test_a_record_is_made_once_for_its_owner_alone_and_never_over_another(path):
    before = path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(OurMistake, match="left as it is"):
        SqliteStore.create(path)
    assert path.read_bytes() == before
    assert [found.name for found in path.parent.iterdir()] == ["record"]


def test_what_a_crash_left_of_making_a_record_is_no_hindrance(tmp_path):
    (tmp_path / "record.new").write_bytes(b"half of something")
    (tmp_path / "record.new-wal").write_bytes(b"half of something else")
    SqliteStore.create(tmp_path / "record")
    SqliteStore(tmp_path / "record").close()
    assert [found.name for found in tmp_path.iterdir()] == ["record"]


@awaited
async def test_the_files_beside_it_are_their_owner_s_alone_too(path, opening):
    await filled(opening(), 3)
    modes = {found.name: stat.S_IMODE(found.stat().st_mode) for found in path.parent.iterdir()}
    assert modes == {"record": 0o600, "record-wal": 0o600, "record-shm": 0o600}


def test_a_missing_record_is_not_made_by_opening_it(tmp_path):
    for opened in (SqliteStore, open_read_only):
        with pytest.raises(StoreFailed, match=r"no record at .*restore it.*init"):
            opened(tmp_path / "record")
    assert list(tmp_path.iterdir()) == []


def test_a_record_in_a_folder_that_is_not_there_is_refused_in_words(tmp_path):
    with pytest.raises(StoreFailed, match="cannot be used"):
        SqliteStore.create(tmp_path / "none" / "record")


def test_a_record_of_a_newer_version_is_refused_and_left_as_it_is(path):
    with apsw.Connection(str(path)) as raw:
        raw.execute("UPDATE meta SET number = 99 WHERE name = 'schema'")
    raw.close()
    before = path.read_bytes()
    for opened in (SqliteStore, open_read_only):
        with pytest.raises(StoreFailed, match=r"newer version of Watchline \(schema 99.*nothing was changed"):
            opened(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("statement", ["UPDATE meta SET number = 0 WHERE name = 'schema'", "DELETE FROM meta"])
def test_a_record_of_an_unknown_version_is_refused(path, statement):
    raw = apsw.Connection(str(path))
    raw.execute(statement)
    raw.close()
    with pytest.raises(StoreFailed, match="does not know"):
        SqliteStore(path)


def test_the_database_of_another_program_is_refused(tmp_path):
    raw = apsw.Connection(str(tmp_path / "theirs"))
    raw.execute("CREATE TABLE t (a)")
    raw.close()
    before = (tmp_path / "theirs").read_bytes()
    with pytest.raises(StoreFailed, match="not a Watchline record"):
        SqliteStore(tmp_path / "theirs")
    assert (tmp_path / "theirs").read_bytes() == before


def test_a_disk_that_cannot_keep_a_write_ahead_log_is_refused(path):
    with pytest.raises(StoreFailed, match=r"cannot be opened|local disk"):
        SqliteStore(path, vfs="unix-dotfile")


@pytest.mark.parametrize("damage", ["empty", "garbage", "header", "cut", "pages"])
@awaited
async def test_a_damaged_record_is_refused_in_words_and_nothing_else_is_raised(path, damage):
    store = SqliteStore(path, sync=False)
    await filled(store, 300, 300)
    store.close()
    raw = bytearray(path.read_bytes())
    if damage == "empty":
        raw.clear()
    elif damage == "garbage":
        raw[:] = os.urandom(len(raw))
    elif damage == "header":
        raw[:16] = b"x" * 16
    elif damage == "cut":
        del raw[len(raw) // 3 :]
    else:
        for at in range(4096, len(raw), 4096):
            raw[at : at + 64] = os.urandom(64)
    path.write_bytes(raw)

    async def use():
        store = SqliteStore(path, sync=False)
        try:
            everything(store.held)
            tenure = await store.acquire("node", [LINE])
            await store.append(tenure, Batch((), tuple(row(b"%d" % n) for n in range(200))))
        finally:
            store.close()

    with pytest.raises(StoreFailed) as caught:
        await use()
    assert str(path) in str(caught.value)
    assert "nothing" in str(caught.value) or "left as it is" in str(caught.value)


@awaited
async def test_an_integrity_check_says_what_is_wrong(path):
    store = SqliteStore(path, sync=False)
    await filled(store, 300)
    store.close()
    assert integrity(path) == []
    raw = bytearray(path.read_bytes())
    raw[-4096 * 3 : -4096 * 3 + 200] = os.urandom(200)
    path.write_bytes(raw)
    assert integrity(path)


# -- reading beside a node and without one


@awaited
async def test_a_reader_works_beside_a_running_node_and_writes_nothing(path, opening):
    store = opening()
    tenure, log = await filled(store, 5)
    reader = open_read_only(path)
    assert everything(reader) == everything(store.held)
    await store.append(tenure, log.batch(2))
    assert everything(reader) == everything(store.held)
    assert [found.number for found in reader.feed(0, 10)] == [1]
    with pytest.raises(apsw.ReadOnlyError):
        reader._connection.execute("DELETE FROM entry")
    reader.close()
    reader.close()
    await store.append(tenure, log.batch(2))


@awaited
async def test_a_reader_works_when_no_node_runs(path):
    store = SqliteStore(path)
    await filled(store, 5)
    before = everything(store.held)
    store.close()
    reader = open_read_only(path)
    assert everything(reader) == before
    reader.close()


def test_a_reader_works_on_a_medium_that_cannot_be_written(tmp_path, path):
    asyncio.run(_fill_and_close(path))
    child = os.fork()
    if not child:
        code = 1
        try:
            tmp_path.chmod(0o555)
            if not os.geteuid():  # root may write anywhere; anybody else may not
                path.chmod(0o444)
                os.chroot(tmp_path)
                os.setuid(65534)
                path = Path("/record")
            code = 0 if len(open_read_only(path).entries(OURS, 0, 9)) == 5 else 2
        except (StoreFailed, OSError):
            traceback.print_exc()
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    tmp_path.chmod(0o755)


async def _fill_and_close(path):
    store = SqliteStore(path)
    await filled(store, 5)
    store.close()


@awaited
async def test_two_readers_and_a_writer_do_not_stand_in_each_other_s_way(path, opening):
    store = opening(idle_s=0.01)
    tenure, log = await filled(store, 5)
    readers = [open_read_only(path) for _ in range(2)]
    for _ in range(30):
        await store.append(tenure, log.batch(10, row(b"a")))
        assert [reader.logs(LINE)[0].head for reader in readers] == [log.head] * 2
        await asyncio.sleep(0.002)
    for reader in readers:
        reader.close()


# -- the write-ahead log


@awaited
async def test_a_pause_moves_the_write_ahead_log_into_the_database(path, opening):
    store = opening(idle_s=0.02)
    tenure, log = await filled(store, 3000)
    before = path.stat().st_size
    for _ in range(300):
        await asyncio.sleep(0.01)
        if path.stat().st_size > before:
            break
    assert path.stat().st_size > before
    await store.append(tenure, log.batch(300))
    assert store.held.logs(LINE)[0].head == log.head


@awaited
async def test_without_a_pause_the_write_ahead_log_ends_somewhere(path, opening, monkeypatch):
    monkeypatch.setattr("watchline.store.sqlite.WAL_PAGES_MAX", 100)
    store = opening(sync=False, idle_s=1000)
    tenure, log = await filled(store, 1)
    for _ in range(200):
        await store.append(tenure, log.batch(10))
    wal = path.with_name("record-wal")
    assert wal.stat().st_size < 300 * 4096
    assert store.held.logs(LINE)[0].head == log.head


@awaited
async def test_nothing_is_moved_between_the_parts_of_a_turn(opening):
    store = opening(idle_s=0.0)
    tenure, log = await filled(store, 300)
    for _ in range(100):
        await store.append(tenure, log.batch(30))
        await asyncio.sleep(0)
    assert store.held.logs(LINE)[0].head == log.head


@awaited
async def test_a_closed_store_leaves_one_file(path):
    store = SqliteStore(path)
    tenure, log = await filled(store, 300)
    await store.release(tenure)
    assert [found.name for found in path.parent.iterdir()] == ["record"]
    with pytest.raises(StoreFailed, match="closed"):
        await store.append(tenure, log.batch())
    await store.release(tenure)
    store.close()


# -- a disk that fails


def out_of_space_after(allowed):
    """Return a hook that lets so many writes pass."""
    writes = itertools.count()

    def full(_name):
        if next(writes) >= allowed:
            raise apsw.FullError("no space left on device")

    return full


@awaited
async def test_a_full_disk_writes_nothing_and_works_again_when_there_is_space(path, opening, disk):
    store = opening(vfs=disk.name)
    tenure, log = await filled(store, 3)
    before, feed = everything(store.held), await store.feed(0, 100)
    batch = log.batch(50, row(b"a"), gone(b"3"))
    for allowed in itertools.count():
        disk.on_write = out_of_space_after(allowed)
        try:
            await store.append(tenure, batch)
        except StoreFull as why:
            assert "make space" in str(why)  # noqa: PT017  the loop ends when it no longer fails
            assert everything(store.held) == before
            assert await store.feed(0, 100) == feed
        else:
            break
    assert allowed > 10
    disk.on_write = lambda _name: None
    assert store.held.logs(LINE)[0].head == log.head
    after = everything(store.held)
    store.close()
    assert everything(opening().held) == after


@awaited
async def test_a_database_that_may_not_grow_is_a_full_disk(opening):
    store = opening()
    tenure, log = await filled(store, 3)
    before = everything(store.held)
    pages = store._writer._connection.pragma("page_count")
    store._writer._connection.pragma("max_page_count", pages)
    with pytest.raises(StoreFull):
        await store.append(tenure, log.batch(500))
    assert everything(store.held) == before
    store._writer._connection.pragma("max_page_count", 1_000_000)
    again = Grown()
    again.change(3)
    await store.append(tenure, again.batch(500))
    assert store.held.logs(LINE)[0].head == log.head


@awaited
async def test_a_full_disk_while_the_write_ahead_log_is_moved_loses_nothing(path, opening, disk, monkeypatch):
    monkeypatch.setattr("watchline.store.sqlite.WAL_PAGES_MAX", 20)
    store = opening(vfs=disk.name)
    tenure, log = await filled(store, 100)

    def full(name):
        if not name.endswith("-wal"):
            raise apsw.FullError("no space left on device")

    disk.on_write = full
    for _ in range(5):
        await store.append(tenure, log.batch(100))
    disk.on_write = lambda _name: None
    await store.append(tenure, log.batch(100))
    before = everything(store.held)
    store.close()
    assert everything(opening().held) == before


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@awaited
async def test_a_disk_that_fails_while_the_record_is_closed_loses_nothing(path, opening, disk):
    store = opening(vfs=disk.name)
    await filled(store, 100, 100)
    before = everything(store.held)
    disk.on_write = out_of_space_after(0)
    store.close()
    disk.on_write = lambda _name: None
    assert everything(opening().held) == before


@pytest.mark.parametrize("threaded", [True, False])
@awaited
async def test_a_commit_whose_wait_fails_is_unknown_until_somebody_acquires(opening, disk, threaded):
    store = opening(vfs=disk.name, threaded=threaded)
    tenure, log = await filled(store, 3)
    batch = log.batch(2, row(b"a"))

    def fail(_name):
        raise apsw.IOError("the disk did not answer")

    disk.on_sync = fail
    with pytest.raises(OutcomeUnknown, match="may or may not"):
        await store.append(tenure, batch)
    disk.on_sync = lambda _name: None
    for _ in range(2):
        with pytest.raises(OutcomeUnknown, match="acquire again"):
            await store.append(tenure, batch)
    with pytest.raises(OutcomeUnknown):
        await store.erase(tenure, [(OURS, 0)])
    tenure = await store.acquire("node", [LINE])
    assert store.held.logs(LINE)[0].head.size in {3, 5}
    await store.append(tenure, batch)
    assert store.held.logs(LINE)[0].head == log.head


@awaited
async def test_a_failing_acquire_ends_no_doubt(opening, disk):
    store = opening(vfs=disk.name)
    tenure, log = await filled(store, 3)

    def fail(_name):
        raise apsw.IOError("the disk did not answer")

    disk.on_sync = fail
    with pytest.raises(OutcomeUnknown):
        await store.acquire("node", [LINE])
    disk.on_sync = lambda _name: None
    with pytest.raises(OutcomeUnknown):
        await store.append(tenure, log.batch())
    tenure = await store.acquire("node", [LINE])
    await store.append(tenure, Batch((), (row(b"a"),)))


@awaited
async def test_a_stalled_disk_stalls_no_loop_and_a_cancelled_commit_still_ends(opening, disk):
    store = opening(vfs=disk.name)
    tenure, log = await filled(store, 3)
    go, entered = threading.Event(), threading.Event()

    def stall(_name):
        entered.set()
        assert go.wait(20)

    disk.on_sync = stall
    first = asyncio.create_task(store.append(tenure, log.batch(1)))
    second = asyncio.create_task(store.append(tenure, log.batch(1)))
    assert await asyncio.to_thread(entered.wait, 20)
    for _ in range(10):
        await asyncio.sleep(0.001)
    assert store.held.logs(LINE)[0].head.size == 3
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    assert first.cancelled()
    assert not second.done()
    disk.on_sync = lambda _name: None
    go.set()
    await second
    assert store.held.logs(LINE)[0].head == log.head


@awaited
async def test_every_commit_waits_for_the_disk_before_it_is_reported(opening, disk):
    store = opening(vfs=disk.name, idle_s=1000)
    tenure, log = await filled(store, 3)
    waits = []
    disk.on_sync = waits.append
    for number in range(1, 6):
        await store.append(tenure, log.batch())
        assert len(waits) == number
    assert all(name.endswith("-wal") for name in waits)


@awaited
async def test_without_sync_no_commit_waits(opening, disk):
    store = opening(vfs=disk.name, sync=False, idle_s=1000)
    waits = []
    disk.on_sync = waits.append
    await filled(store, 3, 3)
    assert not waits


@awaited
async def test_another_program_that_writes_is_named_and_harms_nothing(path, opening):
    store = opening()
    tenure, log = await filled(store, 3)
    other = apsw.Connection(str(path))
    other.execute("BEGIN IMMEDIATE")
    batch = log.batch()
    with pytest.raises(StoreFailed, match="another program is writing"):
        await store.append(tenure, batch)
    other.execute("ROLLBACK")
    other.close()
    await store.append(tenure, batch)


# -- erasure


@awaited
async def test_erased_bytes_are_in_no_file_any_more(path, opening):
    store = opening()
    tenure, log = await filled(store, 3)
    secret = b"the words that both sides agreed to erase " * 200
    change = log.change(20)
    change = change._replace(entries=tuple(entry._replace(body=secret) for entry in change.entries))
    await store.append(tenure, Batch((change,), (row(b"words", secret),)))
    await store.append(tenure, Batch((), (gone(b"words"),)))
    await store.erase(tenure, [(OURS, entry.index) for entry in change.entries])
    for found in path.parent.iterdir():
        assert secret[:40] not in found.read_bytes(), found.name
    assert store.held.entry(OURS, 5) == change.entries[2]._replace(salt=None, body=None)


@awaited
async def test_erased_bytes_that_a_reader_kept_alive_go_in_the_next_pause(path, opening):
    store = opening(idle_s=0.01)
    tenure, log = await filled(store, 3)
    secret = b"the words that both sides agreed to erase " * 200
    change = log.change(1)
    await store.append(tenure, Batch((change._replace(entries=(change.entries[0]._replace(body=secret),)),)))
    reader = apsw.Connection(str(path))
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM entry").fetchall()
    await store.erase(tenure, [(OURS, 3)])
    assert secret[:40] in path.with_name("record-wal").read_bytes()
    reader.close()
    await store.append(tenure, Batch((), (row(b"a"),)))
    for _ in range(300):
        await asyncio.sleep(0.01)
        if not path.with_name("record-wal").stat().st_size:
            break
    for found in path.parent.iterdir():
        assert secret[:40] not in found.read_bytes(), found.name


@awaited
async def test_an_erasure_without_the_tenure_erases_nothing(opening):
    store = opening()
    tenure, log = await filled(store, 3)
    await store.acquire("another", [LINE])
    with pytest.raises(Superseded):
        await store.erase(tenure, [(OURS, 0)])
    assert store.held.entry(OURS, 0) == log.entries[0]


def test_the_statements_use_nothing_that_another_database_or_a_failover_would_answer_otherwise():
    texts = [value for name, value in vars(sqlite_sql).items() if name.isupper() and isinstance(value, str)]
    assert len(texts) > 30
    for text in texts:
        for word in (
            "now(",
            "TRIGGER",
            "AUTOINCREMENT",
            "rowid ",
            "random(",
            "json",
            "datetime",
            "NOCASE",
            "last_insert",
        ):
            assert word.lower() not in text.lower().replace("without rowid ", ""), (word, text)

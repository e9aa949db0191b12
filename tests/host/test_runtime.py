"""A running node: what stops it at the start, and what becomes of a bad disk, an old copy and a second process while it runs."""

import asyncio
import errno
import os
import shutil
import socket
import stat
import tomllib

import apsw
import pytest

from tests.host.founded import (
    PASSPHRASE,
    Running,
    awaited,
    configure,
    init,
    open_it,
    running,
    signed,
    two,
    until,
)
from tests.store.faulty_disk import FaultyDisk
from watchline.errors import Misconfigured, OurMistake, StoreFailed, Superseded
from watchline.host.config import CircuitConfig, load_config
from watchline.host.reading import open_reading
from watchline.host.runtime import Runtime
from watchline.node import SayMessage, SayTest
from watchline.store import DirectoryLock, FileHeadLock, SqliteStore, anchor
from watchline.store.incarnation import write_incarnation
from watchline.store.pins import read_pins, write_pins


@pytest.fixture
def disk():
    return FaultyDisk(f"faulty-{os.urandom(4).hex()}")


def full(_name):
    raise apsw.FullError("no space left on device")


def broken(_name):
    raise apsw.IOError("the disk does not answer")


def well(_name):
    pass


# -- what stops a node at its start, in words


async def refused(folder, kind, words, passphrase=PASSPHRASE):
    """Start a node that must not start; return what it said as diagnostics."""
    lines = []
    with pytest.raises(kind, match=words):
        await Runtime(folder, passphrase, write=lines.append, ready=lambda: pytest.fail("it is up")).run()
    assert not (folder / "node.sock").exists()
    with DirectoryLock(folder):  # and it let the folder go
        pass
    return b"".join(lines)


@awaited
async def test_a_wrong_passphrase_is_said_and_changes_nothing(tmp_path):
    xaa, _ = two(tmp_path)
    before = {path: path.read_bytes() for path in (xaa / "anchor").rglob("*") if path.is_file()}
    said = await refused(xaa, Misconfigured, "keys does not open: the passphrase is wrong", b"wrong")
    assert b"Misconfigured" in said
    assert b"wrong horse" not in said
    assert {path: path.read_bytes() for path in (xaa / "anchor").rglob("*") if path.is_file()} == before


@awaited
async def test_a_port_that_is_taken_is_named(tmp_path):
    xaa, _ = two(tmp_path)
    listen = load_config(xaa).circuits[1].listen
    with socket.create_server(("127.0.0.1", int(listen.rpartition(":")[2]))):
        await refused(xaa, Misconfigured, f"circuit two: cannot listen on {listen}.*another node or")
    async with running(xaa):
        pass


@awaited
async def test_a_port_for_metrics_that_is_taken_is_named(tmp_path):
    xaa, _ = two(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        configure(xaa, metrics=address)
        await refused(xaa, Misconfigured, f"metrics: cannot listen on {address}")


@awaited
async def test_an_unknown_key_of_the_configuration_is_named(tmp_path):
    xaa, _ = two(tmp_path)
    path = xaa / "config.toml"
    path.write_text("speed = 1\n" + path.read_text())
    await refused(xaa, Misconfigured, "unknown key speed")


@awaited
async def test_a_listening_address_that_others_reach_needs_leave(tmp_path):
    xaa, _ = two(tmp_path)
    configure(xaa, circuits=(CircuitConfig("one", "0.0.0.0:7001"),))
    await refused(xaa, Misconfigured, "allow_remote = true")


@awaited
async def test_before_the_founding_there_is_nothing_to_run(tmp_path):
    init(tmp_path, "XAA")
    await refused(tmp_path / "XAA", OurMistake, "No line is founded")


@awaited
async def test_a_clock_offset_on_a_line_that_is_no_demonstration_is_refused(tmp_path):
    xaa, _ = two(tmp_path, demo=False)
    configure(xaa, clock_offset_ms=3_600_000)
    await refused(xaa, Misconfigured, "the charter of this line does not say demo")
    configure(xaa, clock_offset_ms=0)
    async with running(xaa):
        pass


@awaited
async def test_a_clock_offset_on_a_demonstration_line_moves_the_wall_clock_and_nothing_else(tmp_path):
    xaa, xbb = two(tmp_path)
    hours = 5 * 3_600_000
    configure(xaa, clock_offset_ms=hours)
    configure(xbb, clock_offset_ms=hours)
    async with running(xaa, xbb) as (a, b):
        await open_it(a, b)
        assert abs(a.runtime.now.wall - Runtime(xaa, b"").now.wall - hours) < 5_000
        assert not [situation for situation in a.situations() if "clock" in situation]


@awaited
async def test_two_nodes_on_one_folder_are_refused(tmp_path):
    xaa, _ = two(tmp_path)
    async with running(xaa):
        with pytest.raises(Misconfigured, match=f"is in use by process {os.getpid()}"):
            await Runtime(xaa, PASSPHRASE, write=lambda _: None).run()
        assert (xaa / "node.sock").exists(), "the second one left the first one's socket alone"


@awaited
async def test_a_record_of_a_newer_version_is_left_as_it_is(tmp_path):
    xaa, _ = two(tmp_path)
    connection = apsw.Connection(str(xaa / "record"))
    connection.execute("UPDATE meta SET number = 99 WHERE name = 'schema'")
    connection.close()
    await refused(xaa, StoreFailed, "newer version of Watchline.*nothing was changed")
    with pytest.raises(StoreFailed, match="newer version"), open_reading(xaa):
        pass


@pytest.mark.parametrize("how", ["torn", "zeroed", "gone", "another program's"])
@awaited
async def test_a_record_that_is_damaged_is_refused_in_words(tmp_path, how):
    xaa, _ = two(tmp_path)
    path = xaa / "record"
    data = path.read_bytes()
    words = "is damaged|is not a Watchline record|database disk image"
    if how == "torn":
        path.write_bytes(data[: len(data) // 2])
    elif how == "zeroed":
        path.write_bytes(data[:4096] + bytes(len(data) - 4096))
    elif how == "gone":
        path.unlink()
        words = "no record at .*restore it"
    else:
        path.write_bytes(b"another program's file".ljust(8192, b"."))
    await refused(xaa, StoreFailed, words)


@awaited
async def test_keys_of_another_node_are_refused(tmp_path):
    xaa, xbb = two(tmp_path)
    shutil.copy(xbb / "anchor" / "keys", xaa / "anchor" / "keys")
    await refused(xaa, Misconfigured, "holds keys of XBB that roster 1 of XAA does not certify")
    (xaa / "anchor" / "keys").unlink()
    await refused(xaa, Misconfigured, "keys is not there; it holds the keys of a node")


# -- head lock and record: what closes a key set, and what does not


async def stays_closed(folder, other, words):
    """Run a node that must sign nothing more: it receives and shows, and its head lock stays as it was found."""
    place = folder / "anchor"
    before = {path.name: path.read_bytes() for path in place.iterdir() if path.name in {"heads", "pins"}}
    async with running(folder, other) as (a, b):
        assert words in a.runtime.live().closed
        assert "signs and cosigns nothing more" in a.runtime.live().closed
        assert "closed" in a.situations()
        size = a.size()
        reply = await a.runtime.ask(SayTest())
        assert "signs and cosigns nothing more" in reply.error
        ref = await b.say(SayTest())
        await until(lambda: a.size("XBB") == b.size())
        assert ref
        assert a.size() == size
        log = next(log for log in a.runtime.live().logs if log.code == "XBB")
        assert log.cosigned < log.size, "it holds what came and cosigns it not"
        assert any(item["what"] == "closed" for item in a.diagnostics)
    after = {path.name: path.read_bytes() for path in place.iterdir() if path.name in {"heads", "pins"}}
    assert after == before


@pytest.mark.parametrize("name", ["heads", "pins"])
@awaited
async def test_without_its_head_lock_a_node_receives_and_shows_and_signs_nothing(tmp_path, name):
    xaa, xbb = two(tmp_path)
    (xaa / "anchor" / name).unlink()
    await stays_closed(xaa, xbb, "missing")


@awaited
async def test_an_older_copy_of_the_record_signs_nothing_and_says_so(tmp_path):
    xaa, xbb = two(tmp_path)
    shutil.copy(xaa / "record", tmp_path / "yesterday")
    async with running(xaa, xbb) as (a, b):
        await open_it(a, b)
        await a.message("today")
        await until(a.held)
    shutil.copy(tmp_path / "yesterday", xaa / "record")
    (xaa / "record-wal").unlink(missing_ok=True)
    await stays_closed(xaa, xbb, "The head lock")
    await stays_closed(xaa, xbb, "The head lock")  # and it does not get used to it


@awaited
async def test_an_anchor_of_another_machine_signs_nothing(tmp_path, monkeypatch):
    xaa, xbb = two(tmp_path)
    machine = tmp_path / "machine-id"
    machine.write_bytes(b"0123456789abcdef0123456789abcdef\n")
    monkeypatch.setattr("watchline.store.incarnation.MACHINE_ID", machine)
    for folder in (xaa, xbb):
        write_incarnation(folder / "anchor")
    theirs = (xbb / "anchor" / "incarnation").read_bytes()
    machine.write_bytes(b"ffffffffffffffffffffffffffffffff\n")
    write_incarnation(xbb / "anchor")
    assert (xbb / "anchor" / "incarnation").read_bytes() != theirs
    await stays_closed(xaa, xbb, "was made on another machine")


@awaited
async def test_an_empty_anchor_of_the_same_keys_signs_nothing(tmp_path):
    """Somebody made a new anchor store and moved the keys into it: nobody knows what they signed last."""
    xaa, xbb = two(tmp_path)
    async with running(xaa, xbb) as (a, b):
        await open_it(a, b)
    fresh = tmp_path / "fresh"
    FileHeadLock.create(fresh)
    shutil.copy(xaa / "anchor" / "keys", fresh / "keys")
    shutil.rmtree(xaa / "anchor")
    fresh.rename(xaa / "anchor")
    await stays_closed(xaa, xbb, "head lock")


@awaited
async def test_a_node_killed_between_record_and_head_lock_moves_the_lock_and_goes_on(tmp_path, monkeypatch):
    xaa, xbb = two(tmp_path)
    async with running(xaa, xbb) as (a, b):
        await open_it(a, b)
        shutil.copytree(xaa / "anchor", tmp_path / "behind")
        await a.message("stored, and the lock not moved")
    shutil.rmtree(xaa / "anchor")
    shutil.copytree(tmp_path / "behind", xaa / "anchor")
    async with running(xaa, xbb) as (a, b):
        assert not a.runtime.live().closed
        assert a.core.own.locked == a.core.own.head, "before anything was handled"
        await a.message("and on")
        await until(a.held)


@awaited
async def test_pinned_facts_that_a_crash_left_out_are_pinned_at_the_next_start(tmp_path):
    xaa, _ = two(tmp_path)
    before = read_pins(xaa / "anchor")
    write_pins(xaa / "anchor", {})
    async with running(xaa) as (a,):
        assert not a.runtime.live().closed
    assert read_pins(xaa / "anchor") == before


@pytest.mark.parametrize("number", [1, 2])
@awaited
async def test_a_roster_that_the_anchor_knows_and_the_record_does_not_closes_the_node(tmp_path, number):
    xaa, xbb = two(tmp_path)
    pins = read_pins(xaa / "anchor")
    write_pins(xaa / "anchor", pins | {"roster/XBB": number.to_bytes(4, "big") + bytes(32)})
    await stays_closed(xaa, xbb, f"knows roster {number} of XBB")


# -- a disk that fails while the node runs


@awaited
async def test_a_full_disk_is_said_nothing_is_sent_and_the_node_goes_on_when_there_is_space(tmp_path, disk):
    xaa, xbb = two(tmp_path)
    store = lambda path: SqliteStore(path, vfs=disk.name)  # noqa: E731
    async with running(xbb) as (b,), running(xaa, open_store=store) as (a,):
        await open_it(a, b)
        size = a.size()
        disk.on_write = full
        reply = await a.runtime.ask(SayMessage(text="into a full disk"))
        assert "no space left" in reply.error
        assert not reply.written
        await until(lambda: "store" in a.situations())
        refused_theirs = await b.message("while their disk is full")
        assert a.size() == b.size("XAA") == size, "nothing of it left the node"
        await until(lambda: a.runtime.live().peers[0].circuits[0].alive), "the line itself stays up"
        disk.on_write = well
        await until(lambda: a.size("XBB") >= b.size(), 20)
        await until(lambda: "store" not in a.situations())
        assert refused_theirs
        await a.message("and on")
        await until(a.held)
        await until(b.held)
        words = [item["words"] for item in a.diagnostics if item["level"] == "error"]
        assert words
        assert all("no space left" in word for word in words)
        assert a.runtime.counts.reloads > 0


@awaited
async def test_a_disk_that_fails_in_the_middle_of_a_commit_leaves_no_doubt(tmp_path, disk):
    """Outcome unknown: the store is acquired anew and the heads are compared; the caller hears what stands."""
    xaa, xbb = two(tmp_path)
    store = lambda path: SqliteStore(path, vfs=disk.name)  # noqa: E731
    async with running(xbb) as (b,), running(xaa, open_store=store) as (a,):
        await open_it(a, b)
        for number in range(3):
            disk.on_sync = broken
            reply = await a.runtime.ask(SayMessage(text=f"number {number}", draft=bytes([number]) * 16))
            assert reply.error
            assert "store" in a.situations()
            disk.on_sync = well
            await until(lambda: a.runtime.live() is not None)
            again = await a.runtime.ask(SayMessage(text=f"number {number}", draft=bytes([number]) * 16))
            while again.error:
                await asyncio.sleep(0.1)
                again = await a.runtime.ask(SayMessage(text=f"number {number}", draft=bytes([number]) * 16))
            assert again.written != reply.written, "written once, whatever the first attempt said"
        await until(a.held)
        assert not a.runtime.live().closed


@pytest.mark.parametrize(("number", "words"), [(errno.ENOSPC, "no space left"), (errno.EIO, "cannot be used")])
@awaited
async def test_a_failing_anchor_disk_keeps_everything_inside_and_the_caller_knows_that_it_is_written(
    tmp_path, monkeypatch, number, words
):
    xaa, xbb = two(tmp_path)

    class Lock(FileHeadLock):
        failing = False

        def _make_durable(self, file, moved):
            if self.failing and moved:
                raise anchor.disk_in_words(OSError(number, os.strerror(number)), self._folder)
            super()._make_durable(file, moved)

    async with running(xbb) as (b,), running(xaa, open_anchor=Lock) as (a,):
        await open_it(a, b)
        await until(a.held)
        size = a.size()
        Lock.failing = True
        reply = await a.runtime.ask(SayMessage(text="kept inside"))
        assert words in reply.error
        if reply.written:
            assert "do not say it again" in reply.error
        await asyncio.sleep(1.5)  # one attempt to load anew, which fails
        assert b.size("XAA") == size, "nothing left before the lock was moved"
        Lock.failing = False
        await until(lambda: b.size("XAA") > size)
        await until(a.held)
        assert not a.runtime.live().closed, "it was one batch ahead, never two"


@awaited
async def test_a_node_that_another_process_superseded_stops(tmp_path):
    xaa, xbb = two(tmp_path)
    async with running(xaa, xbb) as (a, b):
        await open_it(a, b)
        thief = SqliteStore(xaa / "record")
        await thief.acquire("somebody else", [a.core.line])
        size = b.size("XAA")
        asking = asyncio.create_task(a.runtime.ask(SayMessage(text="too late")))
        with pytest.raises(Superseded):
            await a.task
        (answer,) = await asyncio.gather(asking, return_exceptions=True)
        assert "The node is ending; nothing was written" in str(answer)
        thief.close()
        assert b.size("XAA") == size, "nothing of it left the node"


# -- ordinary life


@awaited
async def test_what_is_asked_while_the_disk_is_busy_is_written_as_one_batch(tmp_path):
    xaa, _ = two(tmp_path)
    async with running(xaa) as (a,):
        before = a.runtime.counts.commits
        refs = await asyncio.gather(*(a.say(SayTest()) for _ in range(100)))
        assert len(set(refs)) == 100
        assert a.runtime.counts.commits - before < 20


@awaited
async def test_a_flash_is_a_batch_of_its_own(tmp_path):
    xaa, xbb = two(tmp_path)
    async with running(xaa, xbb) as (a, b):
        await open_it(a, b)
        before = a.runtime.counts.commits
        asked = [a.message(f"number {at}", "Z" if at % 2 else "R") for at in range(6)]
        await asyncio.gather(*asked)
        await until(a.held)
        assert a.runtime.counts.commits - before >= 6


@awaited
async def test_a_clean_end_gives_everything_back(tmp_path):
    xaa, xbb = two(tmp_path)
    async with running(xaa, xbb) as (a, b):
        await open_it(a, b)
        mode = (xaa / "node.sock").stat().st_mode
        assert stat.S_ISSOCK(mode)
        assert stat.S_IMODE(mode) == 0o600
        a.runtime.stop()
        await a.task
        with pytest.raises(OurMistake, match="The node is ending; nothing was written"):
            await a.runtime.ask(SayTest())
        assert not (xaa / "node.sock").exists()
        assert not (xaa / "record-wal").exists(), "the record was closed"
        assert [item["what"] for item in a.diagnostics][-1] == "down"
        again = await Running(xaa).up()
        await until(again.held)
        await again.down()


@awaited
async def test_a_circuit_that_the_configuration_lacks_is_said_and_the_other_one_works(tmp_path):
    xaa, xbb = two(tmp_path)
    configure(xaa, circuits=(load_config(xaa).circuits[0],))
    async with running(xaa, xbb) as (a, b):
        await open_it(a, b)
        missing = [item for item in a.diagnostics if item["what"] == "circuit_missing"]
        assert [item["ref"] for item in missing] == ["two"]
        assert "config.toml" in missing[0]["words"]
        assert [item.alive for item in a.runtime.live().peers[0].circuits] == [True, False]


@awaited
async def test_an_end_that_only_listens_and_one_that_only_dials_find_each_other(tmp_path):
    xaa, xbb = two(tmp_path)
    configure(xaa, circuits=tuple(CircuitConfig(item.name, item.listen) for item in load_config(xaa).circuits))
    configure(xbb, circuits=tuple(CircuitConfig(item.name, "", item.dial) for item in load_config(xbb).circuits))
    async with running(xaa, xbb) as (a, b):
        await open_it(a, b)
        await until(lambda: all(item.alive for item in b.runtime.live().peers[0].circuits))


@awaited
async def test_diagnostics_hold_no_text_of_a_message_and_no_secret(tmp_path):
    xaa, xbb = two(tmp_path)
    async with running(xaa, xbb) as (a, b):
        await open_it(a, b)
        await a.message("The heron stands in the reeds.", "Z")
        await until(a.held)
        await until(lambda: any("message/" in name for name in b.situations()))
    said = b"".join(a.lines + b.lines)
    assert b"D-XAA-" in said
    for secret in (b"heron", PASSPHRASE, a.runtime._loaded._keys.tls.hex().encode()):
        assert secret not in said
    for item in (*a.diagnostics, *b.diagnostics):
        assert {"level", "at", "what"} <= set(item) <= {"level", "at", "what", "ref", "words", "repeated", "lost"}


def test_the_configuration_that_init_writes_is_toml_that_other_tools_read(tmp_path):
    signed(tmp_path)
    found = tomllib.loads((tmp_path / "XAA" / "config.toml").read_text())
    assert found["code"] == "XAA"
    assert [item["name"] for item in found["circuits"]] == ["one", "two"]

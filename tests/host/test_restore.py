"""`watchline restore`: never two key sets, never a key set beside the head lock of another, wherever it is cut off."""

import asyncio
import contextlib
import functools
import shutil

import pytest

import watchline.host.restore as restoring
import watchline.host.runtime
from tests.cli.nodes import answer, run
from tests.host.founded import PASSPHRASE, ROOT_PASSPHRASE, awaited, found, init, open_it, running, until
from watchline.errors import Misconfigured, OurMistake
from watchline.host.config import load_config
from watchline.host.keyring import KEYS, open_keys, open_spare_file, seal_spare, spare_path
from watchline.host.reading import open_reading
from watchline.host.restore import restore_node
from watchline.host.setup import open_line
from watchline.node import Rules, SayRead
from watchline.node.restoring import SERIALS_APART
from watchline.store import FileHeadLock
from watchline.store.pins import read_pins

RESTORE = functools.partial(restore_node, light=True)


@pytest.fixture(scope="module")
def pattern(tmp_path_factory):
    """Two founded nodes with spares, made once."""
    base = tmp_path_factory.mktemp("pattern")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("tests.host.founded.init", functools.partial(init, spares=3))
        data = found(base, demo=1)
    for code in ("XAA", "XBB"):
        open_line(base / code, data, PASSPHRASE)
    return base


@pytest.fixture
def line(pattern, tmp_path, monkeypatch):
    """A copy of the two, whose nodes listen for a moment only."""
    shutil.copytree(pattern, tmp_path, dirs_exist_ok=True)
    monkeypatch.setattr(watchline.host.runtime, "Rules", functools.partial(Rules, listen_ms=300))
    return tmp_path


def spare(base, number=1, code="XBB"):
    return spare_path(base / "roots" / code, number)


def restored(base, number=1, code="XBB"):
    return RESTORE(base / code, spare(base, number, code), ROOT_PASSPHRASE, PASSPHRASE)


def anchor_of(folder):
    return load_config(folder).anchor_folder(folder)


def locked(anchor):
    lock = FileHeadLock(anchor)
    try:
        return asyncio.run(lock.load())
    finally:
        lock.close()


def verb(*arguments, **fields):
    """Run a verb of the command line beside the running nodes."""
    return asyncio.to_thread(run, *arguments, **fields)


def answered(*arguments):
    return asyncio.to_thread(answer, *arguments)


@awaited
async def test_a_node_that_lost_its_head_lock_goes_on_under_a_spare(line, monkeypatch):
    xaa_folder, xbb_folder = line / "XAA", line / "XBB"
    async with running(xaa_folder, xbb_folder) as (xaa, xbb):
        await open_it(xaa, xbb)
        before = await xbb.message("Before.")
        await until(xbb.held)
    (anchor_of(xbb_folder) / "heads").unlink()
    async with running(xaa_folder, xbb_folder) as (xaa, xbb):
        await until(
            lambda: (
                "closed" in xbb.situations() and all(circuit.alive for circuit in xbb.runtime.live().peers[0].circuits)
            )
        )
    done = await asyncio.to_thread(restored, line)
    assert (done.code, done.former, done.spares_left, done.removed) == ("XBB", 1, 2, True)
    assert not spare(line).exists(), "a spare is used once"
    async with running(xaa_folder, xbb_folder) as (xaa, xbb):
        await until(lambda: xbb.core.own is not None)
        assert xbb.core.own.name.epoch == 2
        after = await xbb.message("After.")
        # The next number, or the next thousand where the other side was not heard in time: none is given twice.
        assert int(after[-4:]) in {int(before[-4:]) + 1, SERIALS_APART}
        await xaa.say(SayRead(ref=before))
        await until(
            lambda: any(log.epoch == 2 and log.cosigned == xbb.core.own.size for log in xaa.runtime.live().logs)
        )
        status = await xaa.runtime.status()
        while not status["epochs"]:  # what is in memory is on disk a moment later
            await asyncio.sleep(0.02)
            status = await xaa.runtime.status()
        shown = {(item["epoch"], item["confirmed"], item["late"]) for item in status["epochs"]}
        assert shown == {(1, True, 0), (2, False, 0)}
        entries = answered("log", "list", xaa_folder)
        marked = {item["place"][:5] for item in (await entries)["entries"] if "new_key_not_confirmed" in item["labels"]}
        assert marked == {"XBB/2"}
        assert "not confirmed by our officers" in (await verb("status", xaa_folder)).output
        wrong = await verb("key", xaa_folder, "confirm", "XBB", "--digits", "12345", exit_code=1)
        assert "not the digits" in wrong.output
        assert (await answered("key", xaa_folder, "confirm", "XBB", "--digits", done.digits))["ref"] == "XBB/2"
        assert "epoch/XBB/2" not in xaa.situations()
        refused = await verb("key", xbb_folder, "adopt", exit_code=1)
        assert "No entry of a former log" in refused.output
    async with running(xaa_folder, xbb_folder) as (xaa, xbb):
        assert xbb.core.own.name.epoch == 2
        assert not xbb.core.closed, "the next start goes on in it"
        await xbb.message("And on.")
        await until(lambda: all(peer.held == xbb.core.own.size for peer in xbb.runtime.live().peers))
    assert read_pins(anchor_of(xbb_folder))[f"epoch/{xbb.core.line.hex()}"] == (2).to_bytes(4, "big")


def test_the_whole_anchor_store_may_be_lost_no_root_key_is_needed(line):
    folder = line / "XBB"
    certificate = open_keys(anchor_of(folder) / KEYS, PASSPHRASE).certificate
    shutil.rmtree(anchor_of(folder))
    (line / "roots" / "XBB").unlink()
    restored(line)
    keys = open_keys(anchor_of(folder) / KEYS, PASSPHRASE)
    assert keys.certificate == certificate
    assert locked(anchor_of(folder)) == {}


class CutError(Exception):
    """The machine stops."""


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", range(10))
def test_cut_off_anywhere_it_leaves_the_old_state_or_goes_on(line, monkeypatch, at, after):
    folder = line / "XBB"
    anchor = anchor_of(folder)
    old, heads = open_keys(anchor / KEYS, PASSPHRASE).keys.public, locked(anchor)
    kept = spare(line)
    new = open_spare_file(kept, ROOT_PASSPHRASE).keys.public
    shutil.copy(kept, line / "copy")
    left = [at]

    def cut(act):
        def step(*args, **fields):
            left[0] -= 1
            if left[0] == -1 and not after:
                raise CutError
            value = act(*args, **fields)
            if left[0] == -1:
                raise CutError
            return value

        return step

    with monkeypatch.context() as patched:
        patched.setattr(restoring, "seal_keys", cut(restoring.seal_keys))
        patched.setattr(restoring, "sync_folder", cut(restoring.sync_folder))
        patched.setattr(restoring.FileHeadLock, "create", staticmethod(cut(FileHeadLock.create)))
        for name in ("rename", "unlink"):
            patched.setattr(restoring.Path, name, cut(getattr(restoring.Path, name)))
        with contextlib.suppress(CutError):
            restored(line)
    if (anchor / KEYS).exists():
        held = open_keys(anchor / KEYS, PASSPHRASE).keys.public
        assert (held, locked(anchor)) in [(old, heads), (new, {})], "a key set stands beside its own head lock only"
    else:
        with pytest.raises(Misconfigured, match="cut off half-way"):
            open_keys(anchor / KEYS, PASSPHRASE)
    if not kept.exists():
        shutil.copy(line / "copy", kept)
    restored(line)
    assert open_keys(anchor / KEYS, PASSPHRASE).keys.public == new
    assert locked(anchor) == {}
    assert not kept.exists()
    with open_reading(folder) as reading:
        name = f"epoch/{reading.line.hex()}"
    assert read_pins(anchor)[name] == (1).to_bytes(4, "big"), "what was pinned is known still"


def test_what_we_signed_and_is_not_decided_binds_us_after_a_restore(line):
    folder = line / "XBB"
    anchor, lock = anchor_of(folder), FileHeadLock(anchor_of(folder))
    with open_reading(folder) as reading:
        name = reading.line.hex()
    try:
        asyncio.run(lock.pin({f"signed/{name}": b"s" * 32 + b"p" * 32 + b"XAA", f"charter/{name}": b"c" * 32}))
    finally:
        lock.close()
    restored(line)
    pins = read_pins(anchor)
    assert pins[f"signed/{name}"] == b"s" * 32 + b"p" * 32 + b"XAA"
    assert f"charter/{name}" not in pins, "the record may be older: what it holds is pinned anew"


def test_the_verb_asks_first_and_says_what_to_do_next(line):
    folder = line / "XBB"
    for name, secret in (("secret", PASSPHRASE), ("root-secret", ROOT_PASSPHRASE)):
        (line / name).write_bytes(secret)
        (line / name).chmod(0o600)
    how = ("--spare", spare(line), "--light", "--passphrase-file", line / "secret")
    how += ("--root-passphrase-file", line / "root-secret")
    asked = run("restore", folder, *how, exit_code=1, input="n\n")
    assert "closed for ever" in asked.output
    assert spare(line).exists()
    done = run("restore", folder, *how, "--yes")
    assert open_keys(anchor_of(folder) / KEYS, PASSPHRASE).keys.public.hash()
    for words in ("The log XBB/1 is closed for ever", "watchline up", "by another means", "Spares left: 2"):
        assert words in done.output
    assert not spare(line).exists()


def test_what_is_no_spare_of_ours_changes_nothing(line):
    folder, anchor = line / "XBB", anchor_of(line / "XBB")
    before = {path: path.read_bytes() for path in anchor.rglob("*") if path.is_file()}
    with pytest.raises(Misconfigured, match="a spare of XAA"):
        RESTORE(folder, spare(line, code="XAA"), ROOT_PASSPHRASE, PASSPHRASE)
    with pytest.raises(Misconfigured):
        RESTORE(folder, spare(line), b"wrong", PASSPHRASE)
    with pytest.raises(Misconfigured):
        RESTORE(folder, spare(line), ROOT_PASSPHRASE, b"wrong")
    foreign = line / "foreign"
    seal_spare(
        foreign, "XBB", open_spare_file(spare(line, code="XAA"), ROOT_PASSPHRASE).keys, ROOT_PASSPHRASE, light=True
    )
    with pytest.raises(OurMistake, match="cannot be opened now"):
        RESTORE(folder, foreign, ROOT_PASSPHRASE, PASSPHRASE)
    assert {path: path.read_bytes() for path in anchor.rglob("*") if path.is_file()} == before
    assert spare(line).exists()

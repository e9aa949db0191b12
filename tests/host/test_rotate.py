"""`watchline key DIR rotate`: always exactly one key set, one history of each log, wherever it is cut off."""

import contextlib
import shutil

import pytest

import watchline.host.rotate as rotating
from tests.cli.nodes import answer, run
from tests.host.founded import PASSPHRASE, ROOT_PASSPHRASE, awaited, open_it, running, until
from tests.host.test_restore import CutError, anchor_of, answered, line, pattern, spare, verb  # noqa: F401 - fixtures
from watchline.errors import InvalidFromPeer, Misconfigured, OurMistake, RolledBack
from watchline.host.keyring import KEYS, open_keys, open_spare_file
from watchline.host.reading import open_reading
from watchline.host.restore import restore_node
from watchline.host.rosters import make_next_roster, read_request, roster_request
from watchline.host.rotate import rotate_node
from watchline.store.pins import read_pins


def made(base, code="XBB", spares=0):
    out = base / "out"
    out.mkdir(exist_ok=True)
    request = roster_request(base / code)
    return make_next_roster(request, base / "roots" / code, ROOT_PASSPHRASE, out, spares=spares, light=True)


def rotated(base, files, code="XBB", **changes):
    given = {"roster": files.roster.read_bytes(), "keys": files.keys, "passphrase": PASSPHRASE} | changes
    return rotate_node(
        base / code, given["roster"], given["keys"], ROOT_PASSPHRASE, given["passphrase"], post="watch", light=True
    )


def heads(folder):
    with open_reading(folder) as reading:
        return {row.origin[64:]: row.head.size for row in reading.held.logs(reading.line)}


def secrets(base):
    for name, secret in (("secret", PASSPHRASE), ("root-secret", ROOT_PASSPHRASE)):
        (base / name).write_bytes(secret)
        (base / name).chmod(0o600)
    return ("--light", "--root-passphrase-file", base / "root-secret"), ("--passphrase-file", base / "secret")


@awaited
async def test_both_sides_go_on_after_a_rotation(line):  # noqa: F811
    xaa_folder, xbb_folder = line / "XAA", line / "XBB"
    root, node = secrets(line)
    old = open_keys(anchor_of(xbb_folder) / KEYS, PASSPHRASE).keys.public
    async with running(xaa_folder, xbb_folder) as (xaa, xbb):
        await open_it(xaa, xbb)
        before = await xbb.message("Before.")
        await until(xbb.held)
        assert "root key" in (await verb("key", xbb_folder, "roster", "--out", line / "request")).output
    (line / "out").mkdir()
    signed = answer(
        "roster", line / "request", "--root-key", line / "roots" / "XBB", "--out", line / "out", "--spares", "1", *root
    )
    assert (signed["party"], signed["roster"], signed["spares"]) == ("XBB", 2, [str(spare(line, 4))])
    how = ("--roster", signed["files"][0], "--keys", signed["files"][1], *root, *node)
    assert "cannot be undone" in run("key", xbb_folder, "rotate", *how, exit_code=1, input="n\n").output
    done = answer("key", xbb_folder, "rotate", *how, "--yes")
    assert (done["epoch"], done["roster"], done["digits"], done["removed"]) == (2, 2, signed["digits"], True)
    keys = open_keys(anchor_of(xbb_folder) / KEYS, PASSPHRASE).keys.public
    assert keys != old
    assert keys.hash() in {item.hash() for item in read_request(roster_request(xbb_folder))[-1].key_sets}
    async with running(xaa_folder, xbb_folder) as (xaa, xbb):
        after = await xbb.message("After.")
        assert int(after[-4:]) == int(before[-4:]) + 1
        await until(
            lambda: any(log.epoch == 2 and log.cosigned == xbb.core.own.size for log in xaa.runtime.live().logs)
        )
        await xaa.message("And back.")
        await until(xaa.held)
        assert (await answered("key", xaa_folder, "confirm", "XBB", "--digits", done["digits"]))["ref"] == "XBB/2"
        entries = (await answered("log", "list", xaa_folder))["entries"]
        assert {item["kind"] for item in entries} >= {"epoch_close", "epoch_open"}
        assert not any(item["labels"] for item in entries)
    restored = restore_node(xbb_folder, spare(line, 4), ROOT_PASSPHRASE, PASSPHRASE, light=True)
    assert (restored.former, restored.spares_left) == (2, 0), "the new spare opens the epoch after it"


@pytest.mark.parametrize("at", range(9))
def test_cut_off_anywhere_the_same_command_goes_on(line, monkeypatch, at):  # noqa: F811
    folder, files = line / "XBB", made(line)
    anchor = anchor_of(folder)
    old = open_keys(anchor / KEYS, PASSPHRASE).keys.public
    new = open_spare_file(files.keys, ROOT_PASSPHRASE).keys.public
    shutil.copy(files.keys, line / "copy")
    left = [at]

    def cut(act):
        def step(*args, **fields):
            left[0] -= 1
            if left[0] == -1:
                raise CutError
            return act(*args, **fields)

        return step

    async def append(self, *args, act=rotating.SqliteStore.append):
        left[0] -= 1
        if left[0] == -1:
            raise CutError
        return await act(self, *args)

    async def swap(self, *args, act=rotating.FileHeadLock.swap):
        return await append(self, *args, act=act)

    with monkeypatch.context() as patched:
        patched.setattr(rotating, "seal_keys", cut(rotating.seal_keys))
        patched.setattr(rotating, "sync_folder", cut(rotating.sync_folder))
        patched.setattr(rotating.SqliteStore, "append", append)
        patched.setattr(rotating.FileHeadLock, "swap", swap)
        patched.setattr(rotating.Path, "replace", cut(rotating.Path.replace))
        with contextlib.suppress(CutError):
            rotated(line, files)
        assert at > 7 or left[0] < 0, "it was cut off"
    assert open_keys(anchor / KEYS, PASSPHRASE).keys.public in {old, new}
    if not files.keys.exists():
        shutil.copy(line / "copy", files.keys)
    done = rotated(line, files)
    assert done.epoch == 2
    assert open_keys(anchor / KEYS, PASSPHRASE).keys.public == new
    assert not files.keys.exists()
    sizes = heads(folder)
    (first,) = (size for name, size in sizes.items() if name.endswith("XBB/1"))
    (second,) = (size for name, size in sizes.items() if name.endswith("XBB/2"))
    assert (first, second) == (3, 1), "one last leaf, one first"
    with open_reading(folder) as reading:
        assert read_pins(anchor)[f"epoch/{reading.line.hex()}"] == (2).to_bytes(4, "big")


@awaited
async def test_a_node_started_half_way_says_so_or_opens_the_next_epoch_itself(line, monkeypatch):  # noqa: F811
    folder, files = line / "XBB", made(line)
    shutil.copy(files.keys, line / "copy")
    with monkeypatch.context() as patched:

        def fail(*args, **fields):
            raise CutError

        patched.setattr(rotating, "_exchange", fail)
        with pytest.raises(CutError):
            await _in_thread(rotated, line, files)
    async with running(folder) as (xbb,):
        assert "not finished" in xbb.runtime.live().closed
    with monkeypatch.context() as patched:
        run_it = rotating._run

        def first_only(*args, **fields):
            if not fields:
                raise CutError
            return run_it(*args, **fields)

        patched.setattr(rotating, "_run", first_only)
        with pytest.raises(CutError):
            await _in_thread(rotated, line, files)
    async with running(folder) as (xbb,):
        await until(lambda: xbb.core.own is not None)
        assert xbb.core.own.name.epoch == 2
        assert "closed" not in xbb.situations()
    assert (await _in_thread(rotated, line, files)).epoch == 2


async def _in_thread(act, *args):
    import asyncio

    return await asyncio.to_thread(act, *args)


def _anchor_files(folder):
    place = anchor_of(folder)
    return {path.relative_to(place): path.read_bytes() for path in place.rglob("*") if path.is_file()}


def test_what_does_not_fit_changes_nothing(line):  # noqa: F811
    folder, files = line / "XBB", made(line)
    theirs = made(line, "XAA")
    before, kept = heads(folder), _anchor_files(folder)
    with pytest.raises(Misconfigured, match="the roster of XAA"):
        rotated(line, files, roster=theirs.roster.read_bytes())
    with pytest.raises(Misconfigured, match="key set is of XAA"):
        rotated(line, files, keys=theirs.keys)
    with pytest.raises(Misconfigured):
        rotated(line, files, passphrase=b"wrong")
    with pytest.raises(InvalidFromPeer):
        rotated(line, files, roster=b"\xff")
    with pytest.raises(OurMistake, match="lists no unused key set"):
        rotated(line, files, keys=spare(line))
    (line / "out2").mkdir()
    with pytest.raises(OurMistake, match="exists already"):
        made(line)
    with pytest.raises(OurMistake, match="not the root key of XBB"):
        make_next_roster(roster_request(folder), line / "roots" / "XAA", ROOT_PASSPHRASE, line / "out2", light=True)
    with pytest.raises(InvalidFromPeer, match="not a request"):
        make_next_roster(b"\xa0", line / "roots" / "XBB", ROOT_PASSPHRASE, line / "out2", light=True)
    assert heads(folder) == before
    assert _anchor_files(folder) == kept
    (anchor_of(folder) / "heads").unlink()
    with pytest.raises(RolledBack):
        rotated(line, files)
    assert heads(folder) == before

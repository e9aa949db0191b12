"""`watchline key DIR revoke`: a copied key set is taken back, the log goes on in a forced epoch, wherever the command is cut off."""

import contextlib
import shutil

import pytest

import watchline.host.revoke as revoking
from tests.cli.nodes import answer, run
from tests.host.founded import PASSPHRASE, ROOT_PASSPHRASE, awaited, open_it, running, until
from tests.host.test_restore import CutError, anchor_of, answered, line, pattern, spare  # noqa: F401 - fixtures
from tests.host.test_rotate import heads, made, secrets
from watchline.errors import OurMistake
from watchline.host.keyring import KEYS, open_keys, open_spare_file
from watchline.host.reading import open_reading
from watchline.host.revoke import revoke_node
from watchline.host.rosters import make_next_roster, read_request, requested_revocation, roster_request


def signed(base, **how):
    (base / "out").mkdir(exist_ok=True)
    request = roster_request(base / "XBB", revoke=1, **how)
    return make_next_roster(request, base / "roots" / "XBB", ROOT_PASSPHRASE, base / "out", light=True)


def revoked(base, files, keys=None):
    return revoke_node(
        base / "XBB", files.roster.read_bytes(), keys or files.keys, ROOT_PASSPHRASE, PASSPHRASE, light=True
    )


@awaited
async def test_a_stolen_key_set_is_taken_back_and_both_sides_go_on(line):  # noqa: F811
    xaa_folder, xbb_folder = line / "XAA", line / "XBB"
    root, node = secrets(line)
    async with running(xaa_folder, xbb_folder) as (xaa, xbb):
        await open_it(xaa, xbb)
        await xbb.message("Ours.")
        await until(xbb.held)
        stood = xbb.size()
        await xbb.message("Not ours: this stands for what somebody else signed.")
        await until(xbb.held)
        await until(lambda: any(item.code == "XBB" and item.size == xbb.size() for item in xaa.core.own.seen))
    (line / "out").mkdir()
    run("key", xbb_folder, "roster", "--out", line / "request", "--up-to", "1", exit_code=2)
    run("key", xbb_folder, "roster", "--out", line / "request", "--revoke", "1", "--up-to", str(stood))
    done = answer("roster", line / "request", "--root-key", line / "roots" / "XBB", "--out", line / "out", *root)
    assert [item["size"] for item in done["revoked"]] == [stood]
    assert "revoke" in done["next"][1]
    how = ("--roster", done["files"][0], "--keys", done["files"][1], *root, *node)
    assert "cannot be undone" in run("key", xbb_folder, "revoke", *how, exit_code=1, input="n\n").output
    taken = answer("key", xbb_folder, "revoke", *how, "--yes")
    assert (taken["roster"], taken["digits"]) == (2, done["digits"])
    async with running(xaa_folder, xbb_folder) as (xaa, xbb):
        await until(lambda: xbb.core.own is not None)
        assert xbb.core.own.name.epoch == 2
        await xbb.message("Under the new key.")
        await until(
            lambda: any(log.epoch == 2 and log.cosigned == xbb.core.own.size for log in xaa.runtime.live().logs)
        )
        assert "revoked/XBB/1" in xaa.situations()
        for folder in (xaa_folder, xbb_folder):
            entries = (await answered("log", "list", folder))["entries"]
            marked = {item["place"]: set(item["labels"]) & {"void", "disowned"} for item in entries}
            assert {place for place, found in marked.items() if found} == {f"XBB/1/{stood}"}
            assert marked[f"XBB/1/{stood}"] == {"disowned"}


@pytest.mark.parametrize("at", range(3))
def test_cut_off_anywhere_nothing_is_signed_with_the_old_keys_and_the_same_command_goes_on(line, monkeypatch, at):  # noqa: F811
    files = signed(line)
    new = open_spare_file(files.keys, ROOT_PASSPHRASE).keys.public
    shutil.copy(files.keys, line / "copy")

    def cut(*args, **fields):
        raise CutError

    async def cut_later(*args, **fields):
        raise CutError

    with monkeypatch.context() as patched:
        if at == 0:
            patched.setattr(revoking.SqliteStore, "append", cut_later)
        elif at == 1:
            patched.setattr(revoking, "restore_node", cut)
        else:
            patched.setattr("watchline.host.restore.seal_keys", cut)
        with contextlib.suppress(CutError):
            revoked(line, files)
    with open_reading(line / "XBB") as reading:
        assert reading.rosters["XBB"].number == (1 if at == 0 else 2)
    done = revoked(line, files)
    assert (done.roster, done.moved.former) == (2, 1)
    assert open_keys(anchor_of(line / "XBB") / KEYS, PASSPHRASE).keys.public == new
    assert not files.keys.exists()


def test_a_spare_may_open_the_forced_epoch_and_what_takes_nothing_back_is_refused(line):  # noqa: F811
    plain = made(line)
    before = heads(line / "XBB")
    with pytest.raises(OurMistake, match="takes no key set back"):
        revoked(line, plain)
    shutil.rmtree(line / "out")
    files = signed(line, up_to=1)
    request = roster_request(line / "XBB", revoke=1, up_to=1)
    assert requested_revocation(request)["heads"][0][1] == 1
    with pytest.raises(OurMistake, match="of this size"):
        roster_request(line / "XBB", revoke=1, up_to=99)
    done = revoked(line, files, keys=spare(line))
    assert done.moved.spares_left == 2
    assert heads(line / "XBB") == before
    newest = read_request(roster_request(line / "XBB"))[-1]
    assert [item.stands(item.heads[0][0])[0] for item in newest.revoked.values()] == [1]

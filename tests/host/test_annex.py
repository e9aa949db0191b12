"""The private annex on disk: never two histories, wherever it is cut off or restored, and nothing of it ever leaves."""

from __future__ import annotations

import asyncio
import shutil

import pytest

import watchline.host.annex as annex_on_disk
from tests.cli.nodes import answer, run
from tests.host.founded import PASSPHRASE, ROOT_PASSPHRASE, awaited, configure, init, open_it, running, two, until
from watchline.annex import Note, annex_files, check_annex, logs_of, standing
from watchline.carrier.connection import Connection
from watchline.errors import Misconfigured, OurMistake, RolledBack, StoreFailed
from watchline.host.annex import note, open_annex
from watchline.host.check import check_path
from watchline.host.export import write_bundle
from watchline.host.keyring import spare_path
from watchline.host.restore import restore_node
from watchline.host.setup import open_line, propose, sign_founding
from watchline.log.verdict import Result
from watchline.record.claims import ContactClaim, Participant, PhoneTest
from watchline.store import DirectoryLock, FileHeadLock, SqliteStore

NOW = 1_780_000_000_000
MARK = "minister of quiet waters"
REPORT = "Lloyd Austin spoke by phone with Sergei Shoigu on May 13, 2022, the Pentagon said.\n"


def claim(office="minister of defence", **more):
    sides = [Participant(office=office, state="XAA"), Participant(office=office, state="XBB")]
    return Note(ContactClaim(status="held", date="2022-05-13", participants=sides, **more), "watch")


@pytest.fixture(scope="module")
def pattern(tmp_path_factory):
    base = tmp_path_factory.mktemp("solo")
    init(base, "XAA", circuits=[], spares=2)
    note(base / "XAA", [claim(), claim()], PASSPHRASE, NOW)
    return base


@pytest.fixture
def solo(pattern, tmp_path):
    """A node without a line that noted twice, under one signature."""
    shutil.copytree(pattern, tmp_path, dirs_exist_ok=True)
    return tmp_path / "XAA"


def said(folder):
    with open_annex(folder) as own:
        return [(item.place.text(), item.header.kind) for item in own.said()]


def locked(folder):
    lock = FileHeadLock(folder / "anchor" / "annex")
    try:
        return {origin: row.head for origin, row in asyncio.run(lock.load()).items()}
    finally:
        lock.close()


def head(folder):
    with open_annex(folder) as own:
        return {log.row.origin: log.row.head for log in logs_of(own.held, own.party)}


def older(folder, act):
    """Do something, then put back the record of the annex as it was before: what a backup does."""
    kept = folder.parent / "kept"
    shutil.copytree(folder / "annex", kept)
    act()
    shutil.rmtree(folder / "annex")
    shutil.move(kept, folder / "annex")


def restored(folder, number=1):
    spare = spare_path(folder.parent / "roots" / "XAA", number)
    return restore_node(folder, spare, ROOT_PASSPHRASE, PASSPHRASE, light=True)


def export(folder, out):
    with open_annex(folder) as own:
        write_bundle(annex_files(own.held, own.party, own.rosters), out)
        return own.rosters[-1].fingerprint


def test_notes_stand_in_order_and_the_head_lock_moves_with_them(solo):
    done = note(solo, [claim(), Note(PhoneTest(state="XBB", date="2022-05-13", answered=0), "watch")], PASSPHRASE, NOW)
    assert [place.text() for place in done.places] == ["own/1/3", "own/1/4"]
    assert said(solo)[0] == ("own/1/0", "epoch_open")
    assert locked(solo) == head(solo)
    (origin,) = head(solo)
    assert origin.endswith(".watchline/own/1")
    with open_annex(solo) as own:
        assert origin.startswith(own.party.hex())
        assert len(standing(own.said(), 30_000).contacts) == 3


def test_a_wrong_passphrase_notes_nothing(solo):
    before = head(solo)
    with pytest.raises(Misconfigured, match="does not open"):
        note(solo, [claim()], b"wrong", NOW)
    assert head(solo) == before


def test_two_writers_at_once_are_refused_and_said(solo):
    with DirectoryLock(solo / "annex"), pytest.raises(Misconfigured, match="in use by process"):
        note(solo, [claim()], PASSPHRASE, NOW)


def test_a_note_that_is_too_long_is_refused_whole(solo):
    before = head(solo)
    with pytest.raises(OurMistake, match="too long"):
        note(solo, [claim(), claim(remark="x" * 32_768)], PASSPHRASE, NOW)
    assert head(solo) == before == locked(solo)


@pytest.mark.parametrize("post", ["x" * 65, "x" * 4_000])
def test_what_no_reader_would_take_is_not_signed_and_the_annex_stays_readable(solo, post):
    before = head(solo)
    with pytest.raises(OurMistake, match="not be readable"):
        note(solo, [claim(), claim()._replace(post=post)], PASSPHRASE, NOW)
    assert head(solo) == before == locked(solo)
    with pytest.raises(OurMistake, match="not be readable"):
        note(solo, [claim(office="x" * 5_000)], PASSPHRASE, NOW)
    with open_annex(solo) as own:
        assert all(item.record is not None for item in own.said())


@pytest.mark.parametrize("what", ["lock missing", "older record", "other machine", "record gone", "folder gone"])
def test_where_record_and_head_lock_disagree_nothing_more_is_noted(solo, tmp_path, monkeypatch, what):
    match what:
        case "lock missing":
            (solo / "anchor" / "annex" / "heads").unlink()
        case "older record":
            older(solo, lambda: note(solo, [claim()], PASSPHRASE, NOW))
        case "other machine":
            machine = tmp_path / "machine-id"
            machine.write_text("another\n")
            monkeypatch.setattr("watchline.store.incarnation.MACHINE_ID", machine)
        case "record gone":
            fresh = init(tmp_path / "other", "XAA", circuits=[])
            assert fresh
            shutil.rmtree(solo / "annex")
            shutil.copytree(tmp_path / "other" / "XAA" / "annex", solo / "annex")
        case "folder gone":
            shutil.rmtree(solo / "annex")
    before = {path: path.read_bytes() for path in (solo / "anchor").rglob("*") if path.is_file()}
    with pytest.raises(RolledBack):
        note(solo, [claim()], PASSPHRASE, NOW)
    assert {path: path.read_bytes() for path in (solo / "anchor").rglob("*") if path.is_file()} == before
    if what not in {"record gone", "folder gone"}:
        assert len(said(solo)) == 3


def test_a_record_one_batch_ahead_of_its_lock_goes_on_and_two_ahead_is_closed(solo, monkeypatch):
    async def crash(*_):
        raise StoreFailed("the power was cut")

    before = locked(solo)
    with monkeypatch.context() as patched:
        patched.setattr(FileHeadLock, "swap", crash)
        with pytest.raises(StoreFailed):
            note(solo, [claim()], PASSPHRASE, NOW)
    assert locked(solo) == before != head(solo)
    heads = (solo / "anchor" / "annex" / "heads").read_bytes()
    done = note(solo, [claim()], PASSPHRASE, NOW)
    assert [place.text() for place in done.places] == ["own/1/4"]
    assert locked(solo) == head(solo)
    (solo / "anchor" / "annex" / "heads").write_bytes(heads)
    with pytest.raises(RolledBack, match="holds size 3, the record 5"):
        note(solo, [claim()], PASSPHRASE, NOW)


def test_a_crash_before_the_store_leaves_nothing(solo, monkeypatch):
    def crash(*_):
        raise StoreFailed("the disk is gone")

    before = head(solo)
    with monkeypatch.context() as patched:
        patched.setattr(annex_on_disk, "written", crash)
        with pytest.raises(StoreFailed):
            note(solo, [claim()], PASSPHRASE, NOW)
    assert head(solo) == before == locked(solo)
    assert note(solo, [claim()], PASSPHRASE, NOW).places[0].index == 3


def test_after_a_restore_the_annex_goes_on_in_its_next_epoch_and_says_what_was_lost(solo, tmp_path):
    older(solo, lambda: note(solo, [claim()], PASSPHRASE, NOW))
    with pytest.raises(RolledBack, match="watchline restore"):
        note(solo, [claim()], PASSPHRASE, NOW)
    assert restored(solo).former == 1
    done = note(solo, [claim()], PASSPHRASE, NOW)
    assert (done.places[0].text(), done.epoch_opened) == ("own/2/1", True)
    assert [place for place, _ in said(solo)] == ["own/1/0", "own/1/1", "own/1/2", "own/2/0", "own/2/1"]
    root = export(solo, tmp_path / "out")
    verdict = check_path(tmp_path / "out", [root])
    assert (verdict.result, verdict.missing) == (
        Result.INCOMPLETE,
        ("entries 3 to 3 of epoch 1, lost by their author",),
    )
    assert check_path(tmp_path / "out", [root]).found[-1].startswith("a private annex")


def test_a_key_set_that_was_replaced_never_notes_again(solo):
    old = (solo / "anchor" / "keys").read_bytes()
    restored(solo)
    note(solo, [claim()], PASSPHRASE, NOW)
    (solo / "anchor" / "keys").write_bytes(old)
    with pytest.raises(RolledBack, match="an earlier epoch"):
        note(solo, [claim()], PASSPHRASE, NOW)


def test_the_export_verifies_and_says_that_nobody_else_holds_it(solo, tmp_path):
    root = export(solo, tmp_path / "out")
    verdict = check_path(tmp_path / "out", [root])
    assert (verdict.what, verdict.result) == ("annex", Result.VERIFIED)
    assert "Nobody else holds or countersigned it" in verdict.words()
    assert check_path(tmp_path / "out", ["0" * 30]).result is Result.REJECTED


@pytest.mark.parametrize("number", range(4))
def test_any_byte_that_is_changed_in_the_export_is_found(solo, tmp_path, number):
    root = export(solo, tmp_path / "out")
    path = sorted(path for path in (tmp_path / "out").rglob("*") if path.is_file())[number]
    data = path.read_bytes()
    for at in range(0, len(data), max(len(data) // 40, 1)):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert check_path(tmp_path / "out", [root]).result is not Result.VERIFIED, (path, at)
    path.unlink()
    assert check_path(tmp_path / "out", [root]).result is not Result.VERIFIED


class Files:
    def __init__(self, files):
        self.files = dict(files)

    def names(self):
        return iter(self.files)

    def read(self, path, most):
        return self.files.get(path)


def test_an_entry_left_out_or_of_another_order_is_found(solo):
    with open_annex(solo) as own:
        root, files = own.rosters[-1].fingerprint, dict(annex_files(own.held, own.party, own.rosters))
    assert check_annex(Files(files), [root]).result is Result.VERIFIED
    (path,) = (name for name in files if "entries" in name)
    leaves, data = [], files[path]
    while data:
        length = int.from_bytes(data[:2], "big")
        leaves.append(data[: 2 + length])
        data = data[2 + length :]
    swapped = [leaves[0], leaves[2], leaves[1]]
    for other in (leaves[:2], swapped, [*leaves, leaves[2]]):
        assert check_annex(Files(files | {path: b"".join(other)}), [root]).result is Result.REJECTED


@awaited
async def test_nothing_of_an_annex_leaves_a_running_node(tmp_path, monkeypatch):
    sent = []
    send = Connection.send
    monkeypatch.setattr(Connection, "send", lambda self, frame: (sent.append(bytes(frame)), send(self, frame))[1])
    xaa_folder, xbb_folder = two(tmp_path)
    configure(xaa_folder, answer_tests="node")
    marked = claim(MARK, remark=MARK, told=[MARK])
    await asyncio.to_thread(note, xaa_folder, [marked], PASSPHRASE, NOW)
    secret, report = tmp_path / "secret", tmp_path / "report.txt"
    secret.write_bytes(PASSPHRASE)
    secret.chmod(0o600)
    report.write_text(REPORT, encoding="utf-8")
    ours = ("--outlet", MARK, "--passphrase-file", secret)
    added = await asyncio.to_thread(answer, "press", "add", xaa_folder, report, *ours)
    async with running(xaa_folder, xbb_folder) as (xaa, xbb):
        await open_it(xaa, xbb)
        await asyncio.to_thread(note, xaa_folder, [marked], PASSPHRASE, NOW)
        confirmed = ("press", "confirm", xaa_folder, added["added"][0]["ref"], "--remark", MARK, *ours[2:])
        assert (await asyncio.to_thread(answer, *confirmed))["claims"]
        await xaa.message("Nothing to report.")
        await until(xaa.held)
        diagnostics = b"".join(xaa.lines + xbb.lines)
        status = await asyncio.to_thread(run, "status", xaa_folder, "--json")
    await asyncio.to_thread(run, "log", "export", xaa_folder, tmp_path / "out")
    with open_annex(xaa_folder) as own:
        secrets = [
            MARK.encode(),
            b"watchline/own",
            b"contact_claim",
            b"press_claim",
            b"press_report",
            b"Shoigu",
            *(item.leaf_hash for item in own.said()),
        ]
        secrets += [item.header.body_hash for item in own.said()]
        secrets += [log.row.head.root for log in logs_of(own.held, own.party)]
    assert len(sent) > 10
    outside = [path for folder in (tmp_path / "out", xbb_folder) for path in folder.rglob("*") if path.is_file()]
    ours = [path for path in xaa_folder.iterdir() if path.is_file() and path.name.startswith("record")]
    leaving = [*sent, diagnostics, status.stdout_bytes, *(path.read_bytes() for path in (*outside, *ours))]
    found = [secret for secret in secrets if any(secret in data for data in leaving)]
    assert found == []
    inside = b"".join(path.read_bytes() for path in (xaa_folder / "annex").iterdir() if path.is_file())
    assert all(secret in inside for secret in secrets[:6]), "the test looks for what is really there"


def test_of_a_record_that_is_gone_whole_the_loss_is_named_and_no_origin_is_begun_twice(solo, tmp_path):
    (solo / "annex" / "record").unlink()
    SqliteStore.create(solo / "annex" / "record")
    with pytest.raises(RolledBack, match="the record does not"):
        note(solo, [claim()], PASSPHRASE, NOW)
    assert restored(solo).former == 1
    assert note(solo, [claim()], PASSPHRASE, NOW).places[0].text() == "own/2/1"
    root = export(solo, tmp_path / "out")
    assert check_path(tmp_path / "out", [root]).missing[0].startswith("epochs 1")


@awaited
async def test_a_note_stands_in_the_contact_record_of_a_founded_node(tmp_path):
    folder = two(tmp_path)[0]
    await asyncio.to_thread(note, folder, [claim()], PASSPHRASE, NOW)
    shown = await asyncio.to_thread(answer, "contacts", folder, "--on", "2022-05-13")
    assert shown["contacts"][0]["rung"] == "ours_only"
    assert shown["line"] is not None


@awaited
async def test_a_party_that_began_alone_founds_a_line_and_what_it_noted_stays_ours_only(tmp_path):
    """It has no address of its own, so it dials the other side; calls of the line stand beside what it noted before."""
    solo = tmp_path / "XAA"
    cards = [init(tmp_path, "XAA", circuits=[]), init(tmp_path, "XBB")]
    await asyncio.to_thread(note, solo, [claim()], PASSPHRASE, NOW)
    founding = propose(
        tmp_path / "XBB", [card.data for card in cards], {"demo": 1, "circuits": [{"name": "one", "carrier": "direct"}]}
    )
    for code in ("XAA", "XBB"):
        founding = sign_founding(founding.data(), tmp_path / "roots" / code, ROOT_PASSPHRASE)
    for code in ("XAA", "XBB"):
        await asyncio.to_thread(open_line, tmp_path / code, founding.data(), PASSPHRASE)
    async with running(solo, tmp_path / "XBB") as (xaa, xbb):
        await open_it(xaa, xbb)
    await asyncio.to_thread(note, solo, [claim("foreign minister")], PASSPHRASE, NOW)
    shown = await asyncio.to_thread(answer, "contacts", solo, "--on", "2022-05-13")
    assert [row["rung"] for row in shown["contacts"]] == ["ours_only", "ours_only"]
    assert shown["line"] == founding.charter.line.hex()
    assert len(said(solo)) == 3
    assert (await asyncio.to_thread(answer, "contacts", tmp_path / "XBB"))["contacts"] == []

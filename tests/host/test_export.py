"""A bundle on disk: whole or not at all."""

import asyncio
import contextlib

import pytest

from tests.node.test_parties import joined
from tests.pair import Line
from watchline.errors import Misconfigured, OurMistake
from watchline.host.config import Config
from watchline.host.export import write_bundle
from watchline.host.reading import Reading, charters_of
from watchline.host.record_work import RecordWork

FILES = [("charters/1", b"one"), ("logs/XAA-1/tile/x001/000", b"two")]


def _everything(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("exists", [False, True])
def test_files_are_written_into_a_new_or_an_empty_folder(tmp_path, exists):
    out = tmp_path / "deep" / "out"
    if exists:
        out.mkdir(parents=True)
    told = []
    assert write_bundle(FILES, out, lambda *counts: told.append(counts)) == 2
    assert _everything(out) == dict(FILES)
    assert told == [(1, 3), (2, 6)]
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_a_folder_that_holds_something_is_refused_and_left_as_it_is(tmp_path):
    (tmp_path / "mine").write_bytes(b"x")
    with pytest.raises(Misconfigured, match="not an empty folder"):
        write_bundle(FILES, tmp_path)
    with pytest.raises(Misconfigured, match="not an empty folder"):
        write_bundle(FILES, tmp_path / "mine")
    assert _everything(tmp_path) == {"mine": b"x"}


def test_an_export_that_fails_leaves_nothing_behind(tmp_path):
    def broken():
        yield FILES[0]
        raise OurMistake("the store is gone")

    with pytest.raises(OurMistake):
        write_bundle(broken(), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Misconfigured, match="cannot be written"):
        write_bundle(FILES, tmp_path / "file" / "out")


async def _worked(work, what):
    work.begin(what)
    async with asyncio.timeout(60):
        while work.state()["state"] == "runs":  # noqa: ASYNC110 - the work has no event, as for the browser
            await asyncio.sleep(0.01)
    return work.state()


def test_after_a_change_of_parties_the_desk_checks_its_record_by_the_roots_that_founded_the_line(tmp_path, monkeypatch):
    line = Line().open()
    joined(line)
    held = line["XAA"].store.held
    reading = Reading(tmp_path, Config(code="XAA"), charters_of(held, line.charter), b"", {}, held)
    assert reading.charter.codes == ("XAA", "XBB", "XCC")
    monkeypatch.setattr("watchline.host.record_work.open_reading", lambda _: contextlib.nullcontext(reading))

    async def both():
        work = RecordWork(tmp_path, lambda: 0)
        try:
            return await _worked(work, "verify"), await _worked(work, "export")
        finally:
            await work.close()

    verified, exported = asyncio.run(both())
    assert verified["verdict"]["result"] == "not checked", verified["words"]
    for found in (verified, exported):
        assert {item["party"]: item["fingerprint"] for item in found["roots"]} == {
            party.code: party.roster.fingerprint for party in line.parties[:2]
        }
        assert found["left_out"] == ["XAA/2", "XBB/2", "XCC/1"]

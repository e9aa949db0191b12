"""The record opened for reading, beside the running node or without one."""

import shutil

import apsw
import pytest

from tests.host.founded import awaited, init, open_it, running, two
from watchline.errors import Misconfigured, OurMistake, StoreFailed
from watchline.host.reading import open_reading


@awaited
async def test_it_reads_beside_the_running_node_and_without_it(tmp_path):
    xaa, xbb = two(tmp_path)
    async with running(xaa, xbb) as (a, b):
        await open_it(a, b)
        with open_reading(xaa) as reading:
            sizes = {row.origin: row.head.size for row in reading.held.logs(reading.line)}
            assert sizes == {log.origin: log.size for log in a.runtime.live().logs}
    with open_reading(xaa) as reading:
        assert reading.code == "XAA"
        assert set(reading.rosters) == {"XAA", "XBB"}
        assert {row.origin: row.head.size for row in reading.held.logs(reading.line)} == sizes


def test_what_cannot_be_read_is_said(tmp_path):
    with pytest.raises(Misconfigured, match="is no node; make one with `watchline init`"), open_reading(tmp_path):
        pass
    init(tmp_path, "XAA")
    with (
        pytest.raises(OurMistake, match=r"No line is founded in .* yet: exchange cards"),
        open_reading(tmp_path / "XAA"),
    ):
        pass
    (tmp_path / "XAA" / "record").unlink()
    with pytest.raises(StoreFailed, match="no record at"), open_reading(tmp_path / "XAA"):
        pass


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE row SET value = zeroblob(40) WHERE view = 'doc.charter'", "does not verify"),
        ("UPDATE row SET value = zeroblob(40) WHERE view = 'doc.roster'", "does not verify"),
        ("DELETE FROM row WHERE view = 'doc.roster'", "without the rosters of its parties"),
        ("UPDATE row SET key = zeroblob(32) WHERE view = 'doc.charter'", "without the rosters of its parties"),
    ],
)
def test_a_charter_or_roster_that_was_changed_beside_the_node_is_refused(tmp_path, change, words):
    xaa, _ = two(tmp_path)
    connection = apsw.Connection(str(xaa / "record"))
    connection.execute(change)
    connection.close()
    with pytest.raises(StoreFailed, match=words), open_reading(xaa):
        pass


def test_a_folder_that_may_only_be_read_can_be_read(tmp_path):
    xaa, _ = two(tmp_path)
    shutil.rmtree(xaa / "anchor")
    (xaa / "lock").unlink(missing_ok=True)
    with open_reading(xaa) as reading:
        assert reading.charter.codes == ("XAA", "XBB")

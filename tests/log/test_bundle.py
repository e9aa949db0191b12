"""What an export holds, read by somebody who knows C2SP tlog-tiles and nothing of ours."""

import base64
import hashlib

import pytest

from tests.log.bundles import exported, talked
from tests.pair import Line
from watchline.codec import decode
from watchline.errors import InvalidFromPeer, OurMistake
from watchline.log import parse_checkpoint
from watchline.log.bundle import bundle_files
from watchline.log.tiles import level_widths, number_path, read_entry_bundle, tile_path, tiles_of, write_entry_bundle
from watchline.node import SayMessage


@pytest.fixture(scope="module")
def line():
    line = Line().open()
    for number in range(300):
        line["XAA"].say(SayMessage(text=f"number {number}"))
    line.settle()
    line.wait(70)
    return line


@pytest.mark.parametrize(
    ("number", "path"),
    [
        (0, "000"),
        (67, "067"),
        (999, "999"),
        (1000, "x001/000"),
        (1234067, "x001/x234/067"),
        (10**9, "x001/x000/x000/000"),
    ],
)
def test_tile_numbers_are_written_as_in_tlog_tiles(number, path):
    assert number_path(number) == path


def test_tiles_cover_every_hash_once():
    assert list(tiles_of(256)) == [(0, 256)]
    assert list(tiles_of(513)) == [(0, 256), (1, 256), (2, 1)]
    assert level_widths(70_000) == [70_000, 273, 1]
    assert level_widths(255) == [255]
    assert tile_path(0, 1, 256) == "tile/0/001"
    assert tile_path("entries", 273, 112) == "tile/entries/273.p/112"


def test_an_entry_bundle_reads_back_as_it_was_written():
    leaves = [b"", b"a", bytes(4096)]
    assert read_entry_bundle(write_entry_bundle(leaves), 3) == leaves


@pytest.mark.parametrize(
    ("data", "width"),
    [(b"\0\2ab", 2), (b"\0\2ab\0\1c", 1), (b"\0\3ab", 1), (b"\0\2ab\0", 1), (b"\0", 0), (b"", 1), (b"\0\2abc", 1)],
)
def test_an_entry_bundle_of_another_length_is_refused(data, width):
    with pytest.raises(InvalidFromPeer, match=f"does not hold {width} whole leaves"):
        read_entry_bundle(data, width)


# A reader of C2SP files that shares no line with the package.
def _stock_note(data):
    text, _, lines = data.decode().rpartition("\n\n")
    origin, size, root = text.split("\n")
    names = [line.split(" ")[1] for line in lines.splitlines()]
    return origin, int(size), base64.b64decode(root), names


def _stock_leaves(files, log, size):
    leaves = []
    for number in range((size + 255) // 256):
        width = min(256, size - 256 * number)
        data = files[f"logs/{log}/tile/entries/{number:03}" + (f".p/{width}" if width < 256 else "")]
        while data:
            length = int.from_bytes(data[:2], "big")
            leaves.append(data[2 : 2 + length])
            data = data[2 + length :]
    return leaves


def _stock_root(hashes):
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << ((len(hashes) - 1).bit_length() - 1)
    return hashlib.sha256(b"\1" + _stock_root(hashes[:split]) + _stock_root(hashes[split:])).digest()


def test_a_stock_reader_finds_the_signed_root_in_the_leaves_and_the_hashes_in_the_tiles(line):
    files = exported(line["XBB"])
    for log in ("XAA-1", "XBB-1"):
        origin, size, root, names = _stock_note(files[f"logs/{log}/checkpoint"])
        assert origin == line.charter.log(log[:3], 1).origin()
        other = "XBB" if log == "XAA-1" else "XAA"
        assert names == [origin, line.charter.log(other, 1).mirror()]
        hashes = [hashlib.sha256(b"\0" + leaf).digest() for leaf in _stock_leaves(files, log, size)]
        assert len(hashes) == size
        assert _stock_root(hashes) == root
        level = hashes
        for number in range(3):
            if level:
                first = (
                    files.get(f"logs/{log}/tile/{number}/000") or files[f"logs/{log}/tile/{number}/000.p/{len(level)}"]
                )
                assert first == b"".join(level[:256])
            level = [_stock_root(level[at : at + 256]) for at in range(0, len(level) - 255, 256)]


def test_an_export_holds_these_files_and_no_other(line):
    assert sorted(exported(line["XAA"])) == sorted(
        ["charters/1", "rosters/XAA-1", "rosters/XBB-1"]
        + [
            f"logs/{log}-1/{file}"
            for log, size in ((name, line[name].node.core.own.head.size) for name in ("XAA", "XBB"))
            for file in (
                "checkpoint",
                "bodies/000",
                "tile/0/000" if size >= 256 else f"tile/0/000.p/{size}",
                "tile/entries/000" if size >= 256 else f"tile/entries/000.p/{size}",
                *(
                    ["bodies/001", f"tile/0/001.p/{size - 256}", f"tile/entries/001.p/{size - 256}", "tile/1/000.p/1"]
                    if size > 256
                    else []
                ),
            )
        ]
    )


def test_both_sides_export_the_same_leaves_and_bodies(line):
    ours, theirs = exported(line["XAA"]), exported(line["XBB"])
    assert {name: data for name, data in ours.items() if "checkpoint" not in name} == {
        name: data for name, data in theirs.items() if "checkpoint" not in name
    }


def test_bodies_come_with_index_and_salt_ascending(line):
    items = decode(exported(line["XAA"])["logs/XAA-1/bodies/001"])
    assert [item[0] for item in items] == list(range(256, line["XAA"].node.core.own.head.size))
    assert all(len(salt) == 32 for _, salt, _ in items)


class _Watched:
    """Committed rows that count how much is asked for at once, and that grow while they are read."""

    def __init__(self, held, grow=lambda: None):
        self._held, self._grow, self.most = held, grow, 0

    def entries(self, origin, start, limit):
        self.most = max(self.most, limit)
        self._grow()
        return self._held.entries(origin, start, limit)

    def hashes(self, origin, level, start, count):
        self.most = max(self.most, count)
        return self._held.hashes(origin, level, start, count)

    def __getattr__(self, name):
        return getattr(self._held, name)


def test_an_export_reads_a_page_at_a_time(line):
    held = _Watched(line["XAA"].store.held)
    assert sum(1 for _ in bundle_files(held, line.charter.line)) > 5
    assert held.most == 256


def test_an_export_of_a_node_that_goes_on_writing_ends_at_the_heads_it_began_with():
    line = talked()

    def grow():
        line["XAA"].say(SayMessage(text="meanwhile"))
        line.settle()

    before = {row.origin: row.head.size for row in line["XAA"].store.held.logs(line.charter.line)}
    files = dict(bundle_files(_Watched(line["XAA"].store.held, grow), line.charter.line))
    for log in ("XAA-1", "XBB-1"):
        checkpoint = parse_checkpoint(files[f"logs/{log}/checkpoint"])
        assert checkpoint.head.size == before[checkpoint.origin]
    from tests.log.bundles import checked, roots

    assert checked(files, roots(line)).exit_code == 0


@pytest.mark.parametrize("times", [1, 100])
def test_heads_and_cosignatures_are_of_one_moment_if_there_is_one(times):
    """The node writes and is cosigned while the export looks at what is held: once, or all the time."""
    from tests.log.bundles import checked, roots

    line = talked()

    class Busy(_Watched):
        def cosignatures(self, origin):
            found = self._held.cosignatures(origin)
            self.most += 1
            if self.most <= times:
                line["XAA"].say(SayMessage(text="meanwhile"))
                line.settle()
            return found

    files = dict(bundle_files(Busy(line["XAA"].store.held), line.charter.line))
    verdict = checked(files, roots(line))
    if times == 1:
        assert verdict.exit_code == 0
    else:
        assert [sentence for sentence in verdict.missing if "it cosigned size" in sentence] == list(verdict.missing)


def test_a_line_of_which_nothing_is_kept_is_not_exported():
    line = Line()
    with pytest.raises(OurMistake, match="Nothing of this line"):
        exported(line["XAA"])
    with pytest.raises(OurMistake):
        list(bundle_files(line["XAA"].store.held, bytes(32)))

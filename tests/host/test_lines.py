"""Several lines on one node: one folder, one process, one head lock, one set of keys; a record, a socket and circuits for each."""

import asyncio
import contextlib
import shutil
import sqlite3

import pytest

from tests.host.founded import (
    PASSPHRASE,
    PATIENCE_S,
    ROOT_PASSPHRASE,
    awaited,
    configure,
    init,
    two,
    until,
)
from watchline.demo.ports import free_ports
from watchline.errors import OurMistake, StoreFailed
from watchline.host.anchor import of_scope, pin_scope
from watchline.host.check import check_path
from watchline.host.config import CircuitConfig, load_config, node_of, save_line
from watchline.host.export import write_bundle
from watchline.host.places import choose_line, kept_lines, places
from watchline.host.process import NodeProcess
from watchline.host.reading import open_reading
from watchline.host.rosters import make_next_roster, roster_request
from watchline.host.rotate import rotate_node
from watchline.host.setup import open_line, propose, read_own_card, sign_founding
from watchline.host.wires import line_of_frame, line_of_origin
from watchline.log.bundle import bundle_files
from watchline.node import SayMessage, SayTest, SayTestAnswered
from watchline.peer import Beat, Refused, write_frame
from watchline.store.pins import read_pins


def found_more(base, codes, *, folders=None, title="second", **fields):
    """Found and open a further line of these nodes."""
    folders = folders or {code: base / code for code in codes}
    cards = [read_own_card(folders[code]).data for code in codes]
    made = propose(folders[codes[0]], cards, {"demo": 1, "title": title, **fields})
    for code in codes:
        made = sign_founding(made.data(), base / "roots" / code, ROOT_PASSPHRASE)
    for code in codes:
        open_line(folders[code], made.data(), PASSPHRASE)
    return made.charter.line


def aim(folder, line, dials):
    """Point a further line's circuits of a copied node to where they are now."""
    circuits = load_config(folder).circuits
    save_line(line, tuple(CircuitConfig(item.name, item.listen, dials[item.name]) for item in circuits))


def same_parties(base):
    """Two nodes that share two lines; return their folders and those of the second line."""
    xaa, xbb = two(base)
    found_more(base, ("XAA", "XBB"))
    lines = [places(folder)[1] for folder in (xaa, xbb)]
    for folder, line, other in ((xaa, lines[0], xbb), (xbb, lines[1], xaa)):
        ends = {item.name: {other.name: item.listen} for item in load_config(other).circuits}
        aim(folder, line, ends)
    return (xaa, xbb), lines


class Running:
    """A node with all its lines, in this process."""

    def __init__(self, folder):
        self.folder, self.ready, self.lines = folder, asyncio.Event(), []
        self.process = NodeProcess(folder, PASSPHRASE, ready=self.ready.set, write=self.lines.append)
        self.task = asyncio.create_task(self.process.run())

    async def up(self):
        waiting = asyncio.create_task(self.ready.wait())
        await asyncio.wait([waiting, self.task], return_when=asyncio.FIRST_COMPLETED, timeout=PATIENCE_S)
        waiting.cancel()
        if self.task.done():
            await self.task
        return self

    async def down(self):
        self.process.stop()
        with contextlib.suppress(Exception):
            await asyncio.wait_for(self.task, PATIENCE_S)

    def line(self, number):
        return self.process.running.get(places(self.folder)[number])


@contextlib.asynccontextmanager
async def running(*folders):
    nodes = []
    try:
        for folder in folders:
            nodes.append(Running(folder))
            await nodes[-1].up()
        yield nodes
    finally:
        for node in nodes:
            await node.down()


async def say(runtime, item):
    reply = await runtime.ask(item)
    assert not reply.error, reply.error
    return reply.ref


def size(runtime, code):
    return next((log.size for log in runtime.live().logs if log.code == code), 0)


async def open_it(a, b, number, codes=("XAA", "XBB")):
    """Answer one line test each way on one of the lines."""
    for asking, answering, code in ((a, b, codes[0]), (b, a, codes[1])):
        one, other = asking.line(number), answering.line(number)
        await until(lambda one=one: any(peer.circuits[0].alive for peer in one.live().peers))
        ref = await say(one, SayTest())
        await until(lambda one=one, other=other, code=code: size(other, code) >= size(one, code))
        await say(other, SayTestAnswered(ref=ref, quality=5))
    await until(lambda: a.line(number).live().open and b.line(number).live().open)


def texts(folder):
    """Everything that a line's record holds, as bytes of bodies."""
    with open_reading(folder) as reading:
        rows = reading.held.logs(reading.line)
        assert all(row.origin.startswith(reading.line.hex()) for row in rows)
        return b"".join(entry.body or b"" for row in rows for entry in reading.held.entries(row.origin, 0, 10_000))


@awaited
async def test_two_lines_between_the_same_parties_share_their_connections_and_nothing_that_is_said(tmp_path):
    (xaa, xbb), (second_a, second_b) = same_parties(tmp_path)
    async with running(xaa, xbb) as (a, b):
        for number in (0, 1):
            await open_it(a, b, number)
        first, second = a.line(0), a.line(1)
        refs = [
            await say(first, SayMessage(text="only on the first", precedence="Z")),
            await say(second, SayMessage(text="only on the second", precedence="O")),
        ]
        assert refs[0] == refs[1], "serials count on each line by itself"
        for number in (0, 1):
            one, other = a.line(number), b.line(number)
            await until(lambda one=one, other=other: size(other, "XAA") == size(one, "XAA"))
            await until(lambda one=one: all(peer.held >= size(one, "XAA") for peer in one.live().peers))
        # Alarms: the FLASH rings on the first line only.
        rung = [
            {alarm.situation for alarm in b.line(number).live().alarms if alarm.situation.startswith("message/")}
            for number in (0, 1)
        ]
        assert rung == [{f"message/{refs[0]}"}, {f"message/{refs[1]}"}]
        words = [" ".join(alarm.words for alarm in b.line(number).live().alarms) for number in (0, 1)]
        assert ("only on the second" in words[0], "only on the first" in words[1]) == (False, False)
        # One port, one wire for each circuit, both lines on it; each connection is alive for both.
        wires = first._circuits._wires
        assert wires is second._circuits._wires
        assert len(wires._ports) == 2
        assert sorted(len(wire.ends) for wire in wires._wires.values()) == [2, 2]
        assert not any(
            node.process.running[folder].live().refused for node in (a, b) for folder in node.process.running
        )
    for folder, mine, others in (
        (xaa, b"only on the first", b"only on the second"),
        (second_a, b"only on the second", b"only on the first"),
        (xbb, b"only on the first", b"only on the second"),
        (second_b, b"only on the second", b"only on the first"),
    ):
        assert (mine in texts(folder), others in texts(folder)) == (True, False)
    # Exports do not cross either, and each verifies by itself.
    roots = [read_own_card(folder).roster.fingerprint for folder in (xaa, xbb)]
    for number, folder in enumerate((xaa, second_a)):
        with open_reading(folder) as reading:
            write_bundle(bundle_files(reading.held, reading.line), tmp_path / f"out{number}")
        assert check_path(tmp_path / f"out{number}", roots).headline() == "verified and complete"
    everything = b"".join(path.read_bytes() for path in (tmp_path / "out0").rglob("*") if path.is_file())
    assert b"only on the second" not in everything


def three_nodes(base):
    """XAA keeps a line with XBB and one with XCC."""
    xaa, xbb = two(base)
    other = base / "XCC"
    init(base, "XCC")
    found_more(base, ("XAA", "XCC"))
    ends = {name: f"127.0.0.1:{port}" for name, port in zip(("one", "two"), free_ports(2), strict=True)}
    here = {item.name: item.listen for item in load_config(xaa).circuits}
    configure(other, circuits=tuple(CircuitConfig(name, ends[name], {"XAA": here[name]}) for name in ends))
    aim(xaa, places(xaa)[1], {name: {"XCC": ends[name]} for name in ends})
    return xaa, xbb, other


@awaited
async def test_two_lines_with_two_parties_know_nothing_of_each_other(tmp_path):
    xaa, xbb, other = three_nodes(tmp_path)
    async with running(xaa, xbb, other) as (a, b, c):
        await open_it(a, b, 0)
        for one, two_ in (((a, 1), (c, 0)), ((c, 0), (a, 1))):
            asking, answering = one[0].line(one[1]), two_[0].line(two_[1])
            await until(lambda asking=asking: any(peer.circuits[0].alive for peer in asking.live().peers))
            code = asking.version()["code"]
            ref = await say(asking, SayTest())
            await until(lambda x=asking, y=answering, code=code: size(y, code) >= size(x, code))
            await say(answering, SayTestAnswered(ref=ref, quality=5))
        await until(lambda: a.line(1).live().open and c.line(0).live().open)
        pins = read_pins(xaa / "anchor")
        line = kept_lines(xaa)[1].line
        first, second = (of_scope(pins, pin_scope(line, first=at == 0)) for at in (0, 1))
        assert (
            {name for name in first if name.startswith("roster/")},
            {name for name in second if name.startswith("roster/")},
        ) == (
            {"roster/XAA", "roster/XBB"},
            {"roster/XAA", "roster/XCC"},
        )
        assert len(first) + len(second) == len(pins)
        with open_reading(places(xaa)[1]) as reading:
            assert set(reading.rosters) == {"XAA", "XCC"}
        assert not any(
            alarm.situation.startswith("refused") for number in (0, 1) for alarm in a.line(number).live().alarms
        )


def damage(record):
    """Let a record be one that cannot be used: its rows do not verify any more."""
    with contextlib.closing(sqlite3.connect(record)) as connection:
        connection.execute("UPDATE row SET value = x'00' WHERE view = 'doc.charter'")
        connection.commit()


@pytest.mark.parametrize("number", [0, 1])
@awaited
async def test_a_record_that_cannot_be_used_leaves_the_other_line_working(tmp_path, number):
    (xaa, xbb), _ = same_parties(tmp_path)
    damage(places(xaa)[number] / "record")
    async with running(xaa, xbb) as (a, b):
        left = 1 - number
        assert a.line(number) is None
        await open_it(a, b, left)
        await say(a.line(left), SayMessage(text="goes on"))
        await until(lambda: size(b.line(left), "XAA") == size(a.line(left), "XAA"))
        # The line that XAA does not run is silent for XBB; its hang-ups leave the one that both run alone.
        wire = next(iter(b.line(left)._circuits._wires._wires.values()))
        before = set(wire._standing)
        assert before
        for end in wire.ends.values():
            if end.line != kept_lines(xbb)[left].line:
                end.hang_up("no live echo within the limit")
                assert not end.standing
        assert wire._standing == before
        await say(a.line(left), SayMessage(text="and on"))
        await until(lambda: size(b.line(left), "XAA") == size(a.line(left), "XAA"))
        found = kept_lines(xaa)
        assert [bool(item.trouble) for item in found] == [number == 0, number == 1]


@awaited
async def test_a_node_whose_lines_all_fail_ends_with_the_reason(tmp_path):
    (xaa, _), _ = same_parties(tmp_path)
    for place in places(xaa):
        damage(place / "record")
    with pytest.raises(StoreFailed, match="does not verify"):
        await NodeProcess(xaa, PASSPHRASE, write=lambda _: None).run()


@awaited
async def test_a_store_set_back_closes_its_own_line_only(tmp_path):
    (xaa, xbb), (second, _) = same_parties(tmp_path)
    async with running(xbb) as (b,):
        async with running(xaa) as (a,):
            await open_it(a, b, 0)
        kept = tmp_path / "kept"
        shutil.copy(second / "record", kept)
        async with running(xaa) as (a,):
            await until(lambda: any(peer.circuits[0].alive for peer in a.line(1).live().peers))
            await say(a.line(1), SayTest())
            await say(a.line(1), SayTest(circuit="two"))
        for path in second.glob("record*"):
            path.unlink()
        shutil.copy(kept, second / "record")
        async with running(xaa) as (a,):
            assert a.line(1).live().closed
            assert not a.line(0).live().closed
            await say(a.line(0), SayMessage(text="goes on"))
            await until(lambda: size(b.line(0), "XAA") == size(a.line(0), "XAA"))


@awaited
async def test_stop_by_one_line_s_socket_ends_the_node(tmp_path):
    (xaa, xbb), _ = same_parties(tmp_path)
    node = await Running(xaa).up()
    assert set(node.process.running) == set(places(xaa))
    assert all((folder / "node.sock").exists() for folder in places(xaa))
    node.line(1).stop()
    await asyncio.wait_for(node.task, PATIENCE_S)
    assert not any((folder / "node.sock").exists() for folder in places(xaa))
    # The same folder with one line only runs as it always did.
    shutil.rmtree(xaa / "lines")
    node = await Running(xaa).up()
    assert set(node.process.running) == {xaa}
    await stop_single(node)
    assert xbb.exists()


async def stop_single(node):
    from watchline.host.socket import call

    await asyncio.to_thread(call, node.folder, {"verb": "stop"})
    await asyncio.wait_for(node.task, PATIENCE_S)


def test_a_further_line_leaves_the_first_as_it_is(tmp_path):
    xaa, xbb = two(tmp_path)
    before = {
        path.relative_to(xaa): path.read_bytes()
        for path in xaa.rglob("*")
        if path.name in {"config.toml", "record", "card", "keys"}
    }
    line = found_more(tmp_path, ("XAA", "XBB"))
    assert {path: (xaa / path).read_bytes() for path in before} == before
    folder = xaa / "lines" / line.hex()[:16]
    assert places(xaa) == [xaa, folder]
    assert (node_of(folder), node_of(xaa)) == (xaa, xaa)
    assert (folder.stat().st_mode & 0o777, (folder / "record").stat().st_mode & 0o777) == (0o700, 0o600)
    assert {item.name: set(item.dial) for item in load_config(folder).circuits} == {"one": {"XBB"}, "two": {"XBB"}}
    assert [item.line for item in kept_lines(xaa)][1] == line
    with pytest.raises(OurMistake, match="open here already"):
        found_more_again(tmp_path, xaa)
    assert xbb.exists()


def found_more_again(base, folder):
    open_line(folder, (base / "founding").read_bytes(), PASSPHRASE)


def test_a_line_is_chosen_by_its_title_or_the_beginning_of_its_id(tmp_path):
    xaa, _ = two(tmp_path)
    assert choose_line(xaa, "") == xaa
    line = found_more(tmp_path, ("XAA", "XBB"), title="Second line")
    further = places(xaa)[1]
    first = kept_lines(xaa)[0].line.hex()
    assert (
        choose_line(xaa, "second LINE") == choose_line(xaa, line.hex()[:6]) == choose_line(xaa, line.hex()) == further
    )
    assert choose_line(xaa, first[:8]) == xaa
    assert choose_line(further, "") == further
    for wanted, words in (
        ("", "Name the line with --line"),
        ("none", "fits no line"),
        (line.hex()[:3], "fits no line"),
    ):
        with pytest.raises(OurMistake, match=words) as why:
            choose_line(xaa, wanted)
        assert "Second line" in str(why.value)
    damage(further / "record")
    assert choose_line(xaa, line.hex()[:8]) == further, "by its folder's name, as its record says nothing"


def test_a_frame_goes_to_the_line_that_it_names():
    line = bytes(range(32))
    for frame in (Beat(nonce=bytes(16), echo=bytes(16), now=1, heads=[], rosters=[]), Refused(code="size", words="w")):
        assert line_of_frame(write_frame(frame, line, "XAA", "XBB")) == line
    for frame in (b"", b"\x00" * 50, b"\x64line\x58\x20" + bytes(31)):
        assert line_of_frame(frame) is None
    assert line_of_origin(b"\x66origin\x78\x55" + line.hex().encode() + b".watchline") == line
    for frame in (b"", b"\x66origin\x78\x55zz", b"\x66origin\x78\x55" + b"z" * 64):
        assert line_of_origin(frame) in {None, b""}


@awaited
async def test_a_rotation_ends_the_log_of_every_line_and_each_goes_on_in_its_next_epoch(tmp_path):
    (xaa, xbb), _ = same_parties(tmp_path)
    request = await asyncio.to_thread(roster_request, xaa)
    (tmp_path / "next").mkdir()
    made = make_next_roster(request, tmp_path / "roots" / "XAA", ROOT_PASSPHRASE, tmp_path / "next", light=True)
    async with running(xaa, xbb) as (a, b):
        for number in (0, 1):
            await open_it(a, b, number)
    signed = made.roster.read_bytes()
    done = rotate_node(xaa, signed, made.keys, ROOT_PASSPHRASE, PASSPHRASE, post="watch", light=True)
    assert done.epoch == 2
    async with running(xaa, xbb) as (a, b):
        for number in (0, 1):
            assert not a.line(number).live().closed
            await say(a.line(number), SayMessage(text=f"under the next key set, {number}"))
            one, other = a.line(number), b.line(number)
            await until(lambda other=other: {2} <= {log.epoch for log in other.live().logs if log.code == "XAA"})
            await until(lambda one=one, other=other: _newest(other) == _newest(one))


def _newest(runtime):
    return max((log.epoch, log.size) for log in runtime.live().logs if log.code == "XAA")

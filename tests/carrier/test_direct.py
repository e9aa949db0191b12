"""The direct circuit beyond the contract: two connections, rosters that change, dialling for ever."""

import asyncio
import random
import socket

import pytest

from tests.carrier.circuits import ALPHA, BRAVO, CHARLIE, PATIENCE_S, STRANGER, Ear, at, on, soon, standing
from tests.carrier.forgeries import forged
from watchline.carrier import DirectCarrier, DirectPort
from watchline.carrier import connection as connection_file
from watchline.carrier import direct as direct_file
from watchline.carrier.limits import DIAL_S_FIRST
from watchline.carrier.tls import make_context
from watchline.errors import InvalidFromPeer, Misconfigured, OurMistake


def run(story):
    async def main():
        async with asyncio.timeout(120):
            await story()

    asyncio.run(main())


def carrier(ours, peer, pins, dial=None, **more):
    more.setdefault("jitter", random.Random(3).random)
    return DirectCarrier("c1", peer, pins, ours, dial, **more)


def paced(end, lasts=None):
    """Return the full pauses of an end's dialling, as it takes them from now on; ``lasts``: what each is made to last."""
    taken, take = [], end._pace.take

    def noted():
        taken.append(end._pace._next_s)
        return take() if lasts is None else lasts

    end._pace.take = noted
    return taken


@pytest.mark.parametrize("cut", [0, 1])
@on("direct, relayed")
async def test_each_side_sends_on_the_connection_it_heard_last(circuit, cut):
    """Two connections stand; either may fall silent, and a question and its answer take the one that lives."""
    ours, theirs = await circuit.up(connections=2)
    circuit.relays[cut].cut()
    # Relay 0 carries BRAVO's dial, relay 1 ALPHA's. Each side begins on what it accepted.
    asking, answering = (circuit.theirs, circuit.ours) if cut == 0 else (circuit.ours, circuit.theirs)
    heard, answered = (ours, theirs) if cut == 0 else (theirs, ours)
    await asking.send(b"question")
    await heard.until(lambda ear: b"question" in ear.frames)
    await answering.send(b"answer")
    await answered.until(lambda ear: b"answer" in ear.frames)
    for number in range(5):
        await asking.send(b"and again %d" % number)
    await heard.until(lambda ear: len(ear.frames) == 6)
    assert not ours.closed
    assert not theirs.closed
    circuit.restore()  # so that closing needs no patience


@on("direct, one dials")
async def test_one_connection_keeps_the_order(circuit):
    _, theirs = await circuit.up()
    for number in range(2_000):
        await circuit.ours.send(number.to_bytes(4, "big") * (number % 50))
    await theirs.until(lambda ear: len(ear.frames) == 2_000)
    assert theirs.frames == [number.to_bytes(4, "big") * (number % 50) for number in range(2_000)]


@on("direct")
async def test_two_connections_live_side_by_side_and_nobody_closes_one(circuit):
    ours, theirs = await circuit.up(connections=2)
    for number in range(50):
        await circuit.passes(b"%d" % number)
    assert len(ours.standing) == len(theirs.standing) == 2
    assert not ours.closed
    assert not theirs.closed


@on("direct")
async def test_a_roster_that_drops_a_key_closes_its_connections_at_once(circuit):
    ours, theirs = await circuit.up(connections=2)
    circuit.theirs.repin([CHARLIE.certificate])
    await theirs.until(lambda ear: not ear.standing)
    assert {event.words for event in theirs.closed} == {"its certificate left the roster"}
    await ours.until(lambda ear: len(ear.closed) >= 2)
    await circuit.refusal("not one that our rosters pin")
    await ours.until(lambda ear: any("refuses our certificate" in event.words for event in ear.closed))
    assert not theirs.standing
    circuit.theirs.repin([ALPHA.certificate, CHARLIE.certificate])
    circuit.theirs.wake()
    for ear in (ours, theirs):
        await ear.until(lambda ear: ear.standing)
    await circuit.comes_back(b"pinned again")


@on("direct")
async def test_a_roster_that_adds_a_key_leaves_what_stands(circuit):
    ours, theirs = await circuit.up(connections=2)
    for end, key in ((circuit.ours, BRAVO), (circuit.theirs, ALPHA)):
        end.repin([CHARLIE.certificate, key.certificate])
    await circuit.passes(b"as before")
    assert not ours.closed
    assert not theirs.closed


@on("direct, one dials")
async def test_a_caller_that_is_refused_backs_off_although_its_handshake_seems_to_work(circuit):
    circuit.theirs.repin([CHARLIE.certificate])
    loop, times = asyncio.get_running_loop(), []
    circuit.their_port._on_refused = lambda words, address: times.append(loop.time())
    ours, theirs = circuit.listen()
    await ours.until(lambda ear: len(ear.closed) >= 5)
    assert len(times) >= 5
    # From the first dial to the fifth 0.1 + 0.2 + 0.4 + 0.8 s at least; less a busy machine's late first look.
    assert times[4] - times[0] >= 1.0
    assert all("refuses our certificate" in event.words for event in ours.closed)
    assert not theirs.opened


@on("direct, one dials")
async def test_a_wake_dials_at_once_after_a_long_silence(circuit):
    address = circuit.their_port.address
    await circuit.their_port.aclose()
    ours, _ = circuit.listen()
    pauses = paced(circuit.ours, lasts=3_600.0)
    await soon(lambda: pauses)
    assert all("cannot be reached: Connect" in words for _, words, _ in circuit.refused)
    assert {where for _, _, where in circuit.refused} == {at(address)}
    await circuit.their_port.listen(*address)
    circuit.ours.wake()
    await ours.until(lambda ear: ear.standing)
    assert len(pauses) == 1, "it dialled because it was woken"


@on("direct, one dials")
async def test_a_peer_that_restarts_is_met_again_without_anybody_doing_anything(circuit):
    ours, _ = await circuit.up()
    address = circuit.their_port.address
    await circuit.theirs.aclose()
    await circuit.their_port.aclose()
    await ours.until(lambda ear: not ear.standing)
    port = DirectPort("c1", BRAVO)
    again = carrier(BRAVO, "ALPHA", [ALPHA.certificate])
    port.attach(again)
    await port.listen(*address)
    ear = Ear(again)
    await ear.until(lambda ear: ear.standing)
    await again.send(b"back")
    await ours.until(lambda ear: b"back" in ear.frames)
    await again.aclose()
    await port.aclose()
    await ear.task


@pytest.mark.parametrize("kind", ["unknown", "ALPHA's name"])
def test_an_impostor_that_answers_our_dial_is_refused(kind):
    async def story():
        refused = asyncio.get_running_loop().create_future()
        port = DirectPort("c1", forged(kind))
        theirs = DirectCarrier("c1", "BRAVO", [BRAVO.certificate], forged(kind), None, jitter=random.random)
        port.attach(theirs)
        await port.listen("127.0.0.1", 0)
        ours = carrier(
            BRAVO,
            "ALPHA",
            [ALPHA.certificate],
            port.address,
            on_refused=lambda words, address: refused.done() or refused.set_result((words, address)),
        )
        ear = Ear(ours)
        words, address = await asyncio.wait_for(refused, PATIENCE_S)
        assert "not one that our rosters pin" in words
        assert address == at(port.address)
        assert not ear.opened
        for each in (ours, theirs, port):
            await each.aclose()
        await ear.task

    run(story)


def test_the_pin_is_compared_byte_for_byte_when_we_dial_even_if_openssl_would_trust_another():
    async def story():
        told = asyncio.get_running_loop().create_future()
        port = DirectPort("c1", STRANGER)
        theirs = carrier(STRANGER, "ALPHA", [ALPHA.certificate])
        port.attach(theirs)
        await port.listen("127.0.0.1", 0)
        ours = carrier(
            ALPHA,
            "BRAVO",
            [BRAVO.certificate],
            port.address,
            on_refused=lambda words, _: told.done() or told.set_result(words),
        )
        ours._context = make_context(ALPHA, [BRAVO.certificate, STRANGER.certificate], server_side=False)
        ear = Ear(ours)
        assert "not pinned for BRAVO" in await asyncio.wait_for(told, PATIENCE_S)
        assert not ear.opened
        for each in (ours, theirs, port):
            await each.aclose()
        await ear.task

    run(story)


@on("direct, one dials")
async def test_a_frame_shows_that_dialling_works_and_the_next_break_is_met_at_once(circuit):
    address = circuit.their_port.address
    await circuit.their_port.aclose()
    pauses = paced(circuit.ours)
    ours, _ = circuit.listen()
    await soon(lambda: len(circuit.refused) >= 3)
    await circuit.their_port.listen(*address)
    await ours.until(lambda ear: ear.standing)
    await circuit.passes(b"it works")
    circuit.theirs.hang_up("a test")
    await ours.until(lambda ear: ear.closed and ear.standing)
    assert pauses[-2] > pauses[-1] == DIAL_S_FIRST, "the shortest again"


@on("direct, one dials")
async def test_closing_while_the_node_lags_waits_for_no_socket_to_be_cut(circuit, monkeypatch):
    for file in (connection_file, direct_file):
        monkeypatch.setattr(file, "LINGER_S", 3_600.0)
    _, theirs = await circuit.up()
    theirs.deaf()
    while not circuit.theirs._inbox.lagging:
        await circuit.ours.send(bytes(60_000))
        await asyncio.sleep(0)
    await circuit.theirs.aclose()
    theirs.deaf(now=False)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"220 mail ESMTP\r\n", "does not speak TLS"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "TLS"),
        (b"", "closed the connection during the TLS handshake"),
        (None, "did not finish the TLS handshake within 0.4 s"),
    ],
)
def test_a_dial_that_meets_something_else_says_what(answer, words, monkeypatch):
    for name in ("connection", "direct"):
        monkeypatch.setattr(f"watchline.carrier.{name}.HANDSHAKE_S_MAX", 0.4)

    async def story():
        told = asyncio.get_running_loop().create_future()
        kept = []

        async def serve(reader, writer):
            kept.append(writer)
            if answer is None:
                return
            await reader.read(10)
            writer.write(answer)
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        ours = carrier(
            ALPHA,
            "BRAVO",
            [BRAVO.certificate],
            server.sockets[0].getsockname()[:2],
            on_refused=lambda words, _: told.done() or told.set_result(words),
        )
        ear = Ear(ours)
        assert words in await asyncio.wait_for(told, PATIENCE_S)
        await ours.aclose()
        await ear.task
        assert not ear.events
        for writer in kept:
            writer.transport.abort()
        server.close()

    run(story)


def test_a_dial_to_a_host_that_swallows_everything_ends_in_time_and_goes_on(monkeypatch):
    monkeypatch.setattr("watchline.carrier.direct.HANDSHAKE_S_MAX", 0.3)

    async def story():
        # A listening socket whose queue is full: the system drops what else comes, as a firewall does.
        with socket.socket() as full, socket.socket() as one, socket.socket() as two:
            full.bind(("127.0.0.1", 0))
            full.listen(0)
            for filler in (one, two):
                filler.setblocking(False)
                filler.connect_ex(full.getsockname())
            told = []
            done = asyncio.Event()

            def note(words, address):
                told.append(words)
                if len(told) == 3:
                    done.set()

            ours = carrier(ALPHA, "BRAVO", [BRAVO.certificate], full.getsockname(), on_refused=note)
            ear = Ear(ours)
            await asyncio.wait_for(done.wait(), PATIENCE_S)
            await ours.aclose()
            await ear.task
        assert set(told) == {"no answer within 0.3 s"}

    run(story)


@pytest.mark.parametrize("host", ["host.invalid", "a" * 70, "a..b", "256.1.1.1"])
def test_a_host_name_that_leads_nowhere_is_told_and_the_dialling_goes_on(host):
    async def story():
        told, twice = [], asyncio.Event()

        def note(words, address):
            told.append((words, address))
            if len(told) == 2:
                twice.set()

        ours = carrier(ALPHA, "BRAVO", [BRAVO.certificate], (host, 7_000), on_refused=note)
        ear = Ear(ours)
        await asyncio.wait_for(twice.wait(), PATIENCE_S)
        assert told[0][0].startswith(("cannot be reached: ", "no answer"))
        assert told[0][1] == f"{host}:7000"
        await ours.aclose()
        await ear.task

    run(story)


def test_a_name_with_a_dead_address_costs_one_dial_and_not_the_circuit(monkeypatch):
    async def story():
        port = DirectPort("c1", BRAVO)
        theirs = carrier(BRAVO, "ALPHA", [ALPHA.certificate])
        port.attach(theirs)
        await port.listen("127.0.0.1", 0)
        real = port.address
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            dead = unused.getsockname()
            loop = asyncio.get_running_loop()

            async def lookup(host, asked, **_):
                return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", where) for where in (dead, real)]

            monkeypatch.setattr(loop, "getaddrinfo", lookup)
            ours = carrier(ALPHA, "BRAVO", [BRAVO.certificate], ("bravo.example", 7_000))
            ear = Ear(ours)
            await ear.until(lambda ear: ear.standing)
        for each in (ours, theirs, port):
            await each.aclose()
        await ear.task

    run(story)


def test_a_fault_of_ours_in_the_dialling_reaches_whoever_listens():
    """A circuit that silently stopped dialling would be the worst outcome."""

    async def story():
        def broken(words, address):
            raise ZeroDivisionError

        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            ours = carrier(ALPHA, "BRAVO", [BRAVO.certificate], unused.getsockname(), on_refused=broken)
            with pytest.raises(ZeroDivisionError):
                await asyncio.wait_for(anext(aiter(ours)), PATIENCE_S)
        await ours.aclose()

    run(story)


@pytest.mark.parametrize("moment", range(6))
def test_closing_in_the_middle_of_a_dial_leaves_nothing(moment):
    async def story():
        async with standing("direct") as circuit:
            circuit.listen()
            for _ in range(moment):
                await asyncio.sleep(0.0004)

    run(story)


def test_what_cannot_be_pinned_is_refused():
    async def story():
        with pytest.raises(InvalidFromPeer, match="a CA certificate"):
            carrier(ALPHA, "BRAVO", [forged("a CA").certificate])
        with pytest.raises(Misconfigured, match="our own circuit certificate"):
            carrier(ALPHA, "BRAVO", [BRAVO.certificate, ALPHA.certificate])
        ours = carrier(ALPHA, "BRAVO", [BRAVO.certificate])
        with pytest.raises(InvalidFromPeer):
            ours.repin([b"no certificate"])
        assert ours.certificates == (BRAVO.certificate,), "a bad roster changes nothing"
        with pytest.raises(OurMistake):
            await ours.send(bytes(65_537))
        await ours.aclose()

    run(story)


def test_the_order_of_the_pins_does_not_matter():
    first = carrier(ALPHA, "BRAVO", [BRAVO.certificate, STRANGER.certificate])
    second = carrier(ALPHA, "BRAVO", [STRANGER.certificate, BRAVO.certificate, BRAVO.certificate])
    assert first.certificates == second.certificates
    assert make_context(ALPHA, first.certificates, server_side=True)

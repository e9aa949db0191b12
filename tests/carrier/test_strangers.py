"""Whoever calls a port without being pinned, or sends what no node sends: refused in words, contained, nothing left.

In each test a good circuit stands at the same port and must not notice.
"""

import asyncio
import random
import socket
import ssl
from pathlib import Path

import pytest

from tests.carrier.circuits import ALPHA, BRAVO, PATIENCE_S, at, on, soon
from tests.carrier.forgeries import Stranger, careless, forged
from watchline.carrier import connection as connection_file
from watchline.carrier import port as port_file
from watchline.carrier.framing import framed

ONE = "direct, one dials"  # ALPHA dials BRAVO, so BRAVO's port sees ALPHA once, and then the strangers


def descriptors():
    return len(list(Path("/proc/self/fd").iterdir()))


async def untouched(circuit):
    """Check that the good circuit works, saw nothing, and that the port has nobody waiting."""
    await circuit.passes(b"untouched")
    assert not circuit.our_ear.closed
    assert len(circuit.their_ear.standing) == 1
    await soon(lambda: not circuit.their_port._waiting)


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("unknown", "not one that our rosters pin"),
        ("a CA", "not one that our rosters pin"),
        ("an elliptic curve", "not one that our rosters pin"),
        ("issued by ALPHA", "not one that our rosters pin"),
        ("ALPHA's name", "not one that our rosters pin"),
        ("ALPHA's key under another name", "not one that our rosters pin"),
    ],
)
@on(ONE)
async def test_a_certificate_that_is_not_pinned_is_refused_and_both_sides_can_read_why(circuit, tmp_path, who, words):
    await circuit.up()
    stranger = await Stranger.call(circuit.their_port.address, careless(tmp_path, forged(who)))
    await stranger.handshake()  # with TLS 1.3 the caller believes in it until it reads
    stranger.say(b"a frame that nobody may see")
    with pytest.raises(ssl.SSLError, match=r"(?i)alert"):
        await stranger.hear()
    told, address = await circuit.refusal(words)
    assert address == at(stranger.writer.get_extra_info("sockname"))
    assert told.startswith("TLS handshake refused")
    stranger.gone()
    await untouched(circuit)
    assert len(circuit.their_ear.frames) == 1


@on(ONE)
async def test_an_anchor_that_openssl_would_take_is_refused_if_it_is_not_the_pin_byte_for_byte(
    circuit, tmp_path, monkeypatch
):
    """The comparison after the handshake stands on its own: here OpenSSL is told to trust the stranger."""
    await circuit.up()
    stranger_id = forged("unknown")
    trusting = port_file.make_context(BRAVO, [ALPHA.certificate, stranger_id.certificate], server_side=True)
    circuit.their_port._context = trusting
    stranger = await Stranger.call(circuit.their_port.address, careless(tmp_path, stranger_id))
    await stranger.handshake()
    await circuit.refusal("no roster of this line pins")
    assert await stranger.hear() == b"", "close_notify"
    stranger.gone()
    await untouched(circuit)


@on(ONE)
async def test_a_caller_without_a_certificate_is_refused(circuit, tmp_path):
    await circuit.up()
    stranger = await Stranger.call(circuit.their_port.address, careless(tmp_path, None))
    await stranger.handshake()
    with pytest.raises(ssl.SSLError, match=r"(?i)certificate.required"):
        await stranger.hear()
    await circuit.refusal("showed no certificate")
    stranger.gone()
    await untouched(circuit)


@on(ONE)
async def test_a_caller_that_speaks_tls_1_2_at_most_is_refused(circuit, tmp_path):
    await circuit.up()
    context = careless(tmp_path, ALPHA, version=ssl.TLSVersion.TLSv1_2)
    stranger = await Stranger.call(circuit.their_port.address, context)
    with pytest.raises(ssl.SSLError, match=r"(?i)version"):
        await stranger.handshake()
    await circuit.refusal("TLS older than 1.3")
    stranger.gone()
    await untouched(circuit)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (b"GET / HTTP/1.1\r\nHost: bravo\r\n\r\n", "speaks HTTP"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "does not speak TLS"),
        (framed(b"\xa6avafenframedHAVE" + bytes(200)), "does not speak TLS"),
        (bytes(4_000), "does not speak TLS"),
        (b"\x16\x03\x01\xff\xff" + bytes(70_000), "TLS"),
    ],
)
@on(ONE)
async def test_whoever_does_not_speak_tls_is_refused(circuit, said, words):
    await circuit.up()
    stranger = await Stranger.call(circuit.their_port.address)
    stranger.writer.write(said)
    await circuit.refusal(words)
    stranger.writer.write_eof()
    await asyncio.wait_for(stranger.hung_up_on(), PATIENCE_S)
    stranger.gone()
    await untouched(circuit)


@on(ONE)
async def test_a_refused_caller_that_stays_is_not_listened_to_and_cut_off_after_a_second(circuit):
    await circuit.up()
    stranger = await Stranger.call(circuit.their_port.address)
    stranger.writer.write(b"hello, is anybody there?")
    await circuit.refusal("does not speak TLS")
    (lingering,) = circuit.their_port._waiting
    stranger.writer.write(bytes(1_000_000))
    await soon(lambda: not circuit.their_port._waiting)
    assert lingering._incoming.pending < 100, "the megabyte was read and forgotten"
    stranger.gone()
    await untouched(circuit)


@on(ONE)
async def test_two_hundred_callers_with_random_bytes_do_no_harm(circuit):
    await circuit.up()
    chance = random.Random(11)

    async def call():
        stranger = await Stranger.call(circuit.their_port.address)
        head = chance.choice(
            [b"", b"\x16\x03\x01", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"\x15\x03\x03\x00\x02"]
        )
        stranger.writer.write(head + chance.randbytes(chance.randrange(600)))
        if chance.random() < 0.5:
            stranger.writer.write_eof()
            await asyncio.wait_for(stranger.hung_up_on(), PATIENCE_S)
        stranger.gone()

    for _ in range(10):
        await asyncio.gather(*(call() for _ in range(20)))
    await untouched(circuit)
    assert all(words for _, words, _ in circuit.refused)


@on(ONE)
async def test_a_caller_that_resets_at_once_does_no_harm(circuit):
    await circuit.up()
    linger_zero = b"\x01\x00\x00\x00\x00\x00\x00\x00"  # struct linger: on, 0 s; close sends a reset
    for _ in range(30):
        with socket.create_connection(circuit.their_port.address) as sock:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger_zero)
    await circuit.refusal("connection lost")
    await untouched(circuit)


@on(ONE)
async def test_a_caller_that_says_nothing_is_cut_off_in_time(circuit, monkeypatch):
    await circuit.up()
    monkeypatch.setattr(connection_file, "HANDSHAKE_S_MAX", 0.3)
    silent = await Stranger.call(circuit.their_port.address)
    slow = await Stranger.call(circuit.their_port.address)
    for byte in b"\x16\x03\x01\x02":
        slow.writer.write(bytes([byte]))
        await asyncio.sleep(0.02)
    for stranger in (silent, slow):
        await asyncio.wait_for(stranger.hung_up_on(), PATIENCE_S)
        await circuit.refusal("did not finish the TLS handshake within 0.3 s")
        stranger.gone()
    assert sum("did not finish" in words for _, words, _ in circuit.refused) == 2
    await untouched(circuit)


@on(ONE)
async def test_a_slow_but_honest_handshake_byte_by_byte_gets_in(circuit, tmp_path):
    await circuit.up()
    slow = await Stranger.call(circuit.their_port.address, careless(tmp_path, ALPHA))

    def in_single_bytes():
        for byte in slow.outgoing.read():
            slow.writer.write(bytes([byte]))

    slow.flush = in_single_bytes
    await slow.handshake()
    slow.say(b"slowly")
    await circuit.their_ear.until(lambda ear: b"slowly" in ear.frames)
    slow.gone()
    await circuit.their_ear.until(lambda ear: len(ear.standing) == 1)
    await untouched(circuit)


@on(ONE)
async def test_a_crowd_of_silent_callers_cannot_lock_a_peer_out(circuit):
    await circuit.up()
    crowd = [await Stranger.call(circuit.their_port.address) for _ in range(150)]
    await circuit.refusal("more than 64 callers")
    assert len(circuit.their_port._waiting) <= 64
    circuit.ours.hang_up("to dial through the crowd")
    await circuit.our_ear.until(lambda ear: ear.closed and ear.standing)
    await circuit.comes_back(b"through the crowd")
    for stranger in crowd:
        stranger.gone()
    await soon(lambda: not circuit.their_port._waiting)


# Somebody who holds a pinned key and sends what no node sends.


async def pinned(circuit, tmp_path):
    """Call BRAVO's port as ALPHA, by hand; return the caller and BRAVO's number for the connection."""
    known = set(circuit.their_ear.opened)
    peer = await Stranger.call(circuit.their_port.address, careless(tmp_path, ALPHA))
    await peer.handshake()
    await circuit.their_ear.until(lambda ear: set(ear.opened) - known)
    return peer, max(circuit.their_ear.opened)


async def closed_with(circuit, number, words):
    await circuit.their_ear.until(
        lambda ear: any(event.connection == number and words in event.words for event in ear.closed)
    )


@on(ONE)
async def test_a_new_call_of_the_peer_is_proof_of_life_and_gets_the_next_frame(circuit, tmp_path):
    """The connection before it may be half open since the cut that made the peer call again."""
    await circuit.up()
    await circuit.passes(b"on the old one")
    peer, _ = await pinned(circuit, tmp_path)
    await circuit.theirs.send(b"to the new one")
    assert await peer.hear() == framed(b"to the new one")
    peer.gone()
    await circuit.their_ear.until(lambda ear: len(ear.standing) == 1)
    await untouched(circuit)


@on(ONE)
async def test_a_frame_too_long_closes_the_connection_and_no_other(circuit, tmp_path):
    await circuit.up()
    peer, number = await pinned(circuit, tmp_path)
    peer.say(b"a good one")
    peer.say_raw((65_537).to_bytes(4, "big") + b"x" * 30_000)
    await closed_with(circuit, number, "announced a frame of 65,537 bytes")
    assert b"a good one" in circuit.their_ear.frames
    assert await peer.hear() == b"", "close_notify, not a reset"
    peer.gone()
    await untouched(circuit)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        (b"\0\0", "cut inside the length of a frame"),
        (b"\0\0\x01\0" + bytes(12), "cut inside a frame: 12 of 256 bytes came"),
        (framed(b"whole"), "closed the connection"),
    ],
)
@on(ONE)
async def test_a_frame_cut_short_is_told_and_never_passed_on(circuit, tmp_path, part, words):
    await circuit.up()
    peer, number = await pinned(circuit, tmp_path)
    peer.say_raw(part)
    with pytest.raises(ssl.SSLWantReadError):
        peer.tls.unwrap()
    peer.flush()
    await closed_with(circuit, number, words)
    assert set(circuit.their_ear.frames) <= {b"whole"}
    peer.gone()
    await untouched(circuit)


@pytest.mark.parametrize("how", ["eof", "reset"])
@on(ONE)
async def test_a_connection_that_breaks_off_is_told(circuit, tmp_path, how):
    await circuit.up()
    peer, number = await pinned(circuit, tmp_path)
    peer.say_raw(b"\0\0\0\x09abc")
    if how == "eof":
        peer.writer.write_eof()
        await closed_with(circuit, number, "broke off, cut inside a frame: 3 of 9")
    else:
        sock = peer.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        peer.gone()
        await closed_with(circuit, number, "connection lost")
    peer.gone()
    await untouched(circuit)


@on(ONE)
async def test_bytes_altered_on_the_way_end_the_connection(circuit, tmp_path):
    await circuit.up()
    peer, number = await pinned(circuit, tmp_path)
    peer.tls.write(framed(b"as it was written"))
    record = bytearray(peer.outgoing.read())
    record[20] ^= 1
    peer.writer.write(record)
    await closed_with(circuit, number, "bytes were altered on the way")
    assert b"as it was written" not in circuit.their_ear.frames
    peer.gone()
    await untouched(circuit)


@on(ONE)
async def test_answers_of_tls_itself_are_bounded_too(circuit, tmp_path):
    """A peer may ask for key updates without end and read none of the answers; here they lie ready."""
    await circuit.up()
    peer, number = await pinned(circuit, tmp_path)
    circuit.theirs._connections[number]._outgoing.write(bytes(20 << 20))
    peer.say(b"go")
    await closed_with(circuit, number, "does not read the answers")
    peer.gone()
    await untouched(circuit)


@on(ONE)
async def test_a_peer_with_too_many_connections_keeps_the_old_ones(circuit, tmp_path):
    await circuit.up()
    peers = [await pinned(circuit, tmp_path) for _ in range(7)]
    ninth = await Stranger.call(circuit.their_port.address, careless(tmp_path, ALPHA))
    await ninth.handshake()
    await circuit.refusal("8 connections of this circuit stand already")
    assert len(circuit.their_ear.standing) == 8
    assert not circuit.their_ear.closed
    for peer, _ in [*peers, (ninth, 0)]:
        peer.gone()
    await circuit.their_ear.until(lambda ear: len(ear.standing) == 1)
    await untouched(circuit)


@on(ONE)
async def test_a_flood_of_empty_frames_is_held_back_by_backpressure(circuit, tmp_path):
    await circuit.up()
    peer, _ = await pinned(circuit, tmp_path)
    circuit.their_ear.deaf()
    flood = b"\0\0\0\0" * 4_096
    for _ in range(40):
        peer.say_raw(flood)
    inbox = circuit.theirs._inbox
    await soon(lambda: inbox.lagging)
    # The bound, and what one read may bring on top of it.
    assert len(inbox._events) <= 4_097 + 4_096
    circuit.their_ear.deaf(now=False)
    await circuit.their_ear.until(lambda ear: len(ear.frames) == 40 * 4_096)
    peer.gone()
    await circuit.their_ear.until(lambda ear: len(ear.standing) == 1)


@on(ONE)
async def test_no_descriptor_is_left_by_any_of_it(circuit, tmp_path):
    await circuit.up()
    before = descriptors()
    for _ in range(20):
        for context in (None, careless(tmp_path, forged("unknown")), careless(tmp_path, ALPHA)):
            stranger = await Stranger.call(circuit.their_port.address, context)
            if context is not None:
                await stranger.handshake()
            stranger.gone()
    await circuit.their_ear.until(lambda ear: len(ear.opened) == 21 and len(ear.standing) == 1)
    await untouched(circuit)
    await soon(lambda: descriptors() <= before)

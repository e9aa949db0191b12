"""Beats, HAVE and WANT: is a circuit alive, who is behind, who asks whom. Receiver-driven; nothing gates it."""

from __future__ import annotations

from watchline.codec import encode
from watchline.errors import InvalidFromPeer
from watchline.log import EMPTY_ROOT, cosign, parse_checkpoint
from watchline.node.accept import take_cosignatures, verified_checkpoint
from watchline.node.epochs import ask_awaited, gather_from, hear_of_epoch
from watchline.node.forks import examine, own_log_elsewhere, send_evidence
from watchline.node.logs import LogState
from watchline.node.memory import Core
from watchline.node.parties import may_grow, may_have, mirror_epoch
from watchline.node.peers import Peer
from watchline.node.writing import may_cosign
from watchline.peer import Beat, Circuit, Have, Want
from watchline.peer.limits import (
    ASK_OTHERS_MS,
    CREDIT_BYTES,
    CREDIT_RENEW,
    HAVE_EVERY_BEATS,
    HEADS_MAX,
    PARKED_LEAVES_MAX,
)
from watchline.sentence import worded
from watchline.watch import Level

NONCE_BYTES = 16


def circuit_opened(core: Core, peer: Peer, name: str) -> None:
    """A connection stands: tell the peer where we are and ask for what follows what we hold."""
    circuit = peer.circuit(name)
    circuit.open(core.now.mono)
    send_beat(core, peer, circuit)
    send_have(core, peer, circuit.name)
    want_stream(core, peer)
    gather_from(core, peer)
    send_evidence(core, peer)


def _greet(core: Core, peer: Peer, circuit: Circuit) -> None:
    """A beat without an echo on a circuit that stands for us: the peer began anew and knows neither our heads nor what we want."""
    circuit.told.clear()
    send_beat(core, peer, circuit)
    send_have(core, peer, circuit.name)
    want_stream(core, peer)
    send_evidence(core, peer)


def circuit_closed(peer: Peer, name: str) -> None:
    """The last connection of a circuit is gone: what it may have carried goes again by another."""
    peer.circuit(name).close()
    peer.outbox.rewind()


def send_beat(core: Core, peer: Peer, circuit: Circuit) -> None:
    """Send one BEAT on a circuit, and every twelfth time HAVE after it."""
    nonce = core.entropy(NONCE_BYTES)
    circuit.beat(nonce, core.now.mono)
    full = circuit.beats % HAVE_EVERY_BEATS == 0
    if full:
        _freshen(core, peer)
    heads: list[tuple[bytes, list[str]]] = []
    for log in core.logs.values():
        told = circuit.told.get(log.origin, 0)
        if (
            log.note is not None
            and log.note.head == log.head
            and log.version != told
            and len(heads) < HEADS_MAX
            and may_have(core, peer.code, log)
        ):
            heads.append((log.note.note(), _lines(log)))
            circuit.told[log.origin] = log.version
    beat = Beat(
        nonce=nonce,
        echo=circuit.peer_nonce,
        now=core.now.wall,
        heads=heads,
        rosters=[(code, core.rosters[code].number) for code in _known_to(core, peer)],
    )
    core.send(peer, beat, circuit=circuit.name)
    if full:
        send_have(core, peer, circuit.name)


def _lines(log: LogState) -> list[str]:
    """Return the cosignature lines over a log's newest head that we hold, ours among them."""
    return [item.line.text() for item in log.cosignatures.values() if item.head == log.head][:16]


def _freshen(core: Core, peer: Peer) -> None:
    """Once a minute: a fresh cosignature of the peer's newest head that we hold; the log does not grow."""
    for log in core.logs.values():
        if log.name.code == peer.code and may_cosign(core, log) and log.cosigned.size and log.cosigned == log.head:
            time_ms = core.clock.tell(core.now)
            known = log.cosignatures.get(core.code)
            if known is None or time_ms // 1000 > known.time_s:
                name = core.mirror_name(core.code, mirror_epoch(core, log))
                log.cosignatures[core.code] = cosign(name, log.origin, log.cosigned, time_ms // 1000, core.keys.mirror)
                log.cosigned_ms = time_ms
                log.version += 1
                log.relock = True


def own_epoch(core: Core) -> int:
    """Return the epoch of our own log, 1 before it is opened."""
    return core.own.name.epoch if core.own is not None else 1


def accept_beat(core: Core, peer: Peer, name: str, frame: Beat) -> None:
    """Take a beat: liveness by echo, the peer's clock, heads that we may not know yet."""
    circuit = peer.circuit(name)
    was_alive = bool(peer.alive())
    first = circuit.heard(frame.nonce, frame.echo, core.now.mono)
    if circuit.alive and circuit.heard_at == core.now.mono:
        core.clock.peer_says(frame.now, core.now)
        peer.clock_apart_ms = frame.now - core.now.wall
    if first:
        send_beat(core, peer, circuit)
    elif not frame.echo:
        _greet(core, peer, circuit)
    if not was_alive and peer.alive():
        peer.outbox.resend(core.now.mono)
    for note, lines in frame.heads:
        unread = parse_checkpoint(note)
        origin = unread.origin
        if core.stranger(origin):
            continue
        if hear_of_epoch(core, peer, origin, unread.head.size):
            continue
        if core.own is not None and origin == core.own.origin:
            log, checkpoint = verified_checkpoint(core, note)
            own_log_elsewhere(core, checkpoint)
        else:
            log, checkpoint = verified_checkpoint(core, note)
            if not examine(core, log, checkpoint):
                continue
            if checkpoint.head.size > log.size:
                log.parking.add_head(checkpoint)
                _behind(core, peer, log, checkpoint.head.size)
        take_cosignatures(core, log, checkpoint.head, lines)
        if peer.code in log.cosignatures:
            peer.outbox.acknowledged(log.origin, log.cosignatures[peer.code].head.size, core.now.mono)
    for code, number in frame.rosters:
        _roster_heard(core, peer, code, number)


def _roster_heard(core: Core, peer: Peer, code: str, number: int) -> None:
    known = core.rosters.get(code)
    if code in core.ids and number > (known.number if known else 0):
        core.send(
            peer, Want(ranges=[(code, (known.number if known else 0) + 1, number, "roster")], credit=peer.credit_left)
        )


def _behind(core: Core, peer: Peer, log: LogState, size: int) -> None:
    """A head is larger than what we hold: its author sends it by itself; another party's log is asked for here and in turn."""
    log.hear_of(size, core.now.mono)
    author = core.peers.get(log.name.code)
    if (author is None or not author.alive()) and may_grow(log):
        ask_range(core, peer, log)


def ask_missing(core: Core) -> None:
    """A head heard of and not held for a while is asked for: from its author again, and from every other party in turn.

    The author sends by itself what it was asked for, but a WANT may have been lost on the way.
    """
    ask_awaited(core)
    for log in core.logs.values():
        if log.own or log.heard_of <= log.size or not may_grow(log) or core.now.mono - log.heard_at < ASK_OTHERS_MS:
            continue
        log.heard_at = core.now.mono
        peers = [peer for peer in core.peers.values() if peer.connected()]
        if peers:
            log.turn += 1
            author = core.peers.get(log.name.code)
            peer = author if author in peers and log.turn % 2 else peers[log.turn // 2 % len(peers)]
            assert peer is not None, "an author among the connected peers is a peer"
            if peer is author:
                want_stream(core, peer)
            else:
                ask_range(core, peer, log)


def ask_range(core: Core, peer: Peer, log: LogState) -> None:
    """Ask a peer for the leaves of a log that we know of and do not hold."""
    if core.now.mono - peer.asked.get(log.origin, -ASK_OTHERS_MS) >= ASK_OTHERS_MS:
        peer.asked[log.origin] = core.now.mono
        end = min(log.heard_of, log.size + PARKED_LEAVES_MAX)
        peer.credit_left = CREDIT_BYTES
        core.send(peer, Want(ranges=[(log.origin, log.size, end, "leaves")], credit=CREDIT_BYTES))


def _known_to(core: Core, peer: Peer) -> list[str]:
    """Return the parties whose rosters concern a peer: those that sit on the line, unless it left before they came."""
    seated = [charter.codes for charter in core.seats.values() if peer.code in charter.codes]
    return [code for code in core.charter.codes if code in core.rosters and any(code in codes for codes in seated)]


def have(core: Core, peer: Peer) -> Have:
    """Return what we hold of every origin of the line that is for a peer."""
    logs = []
    for code in core.ids:
        found = [log for log in core.logs.values() if log.name.code == code and may_have(core, peer.code, log)]
        for log in found:
            size, root = log.head.size, log.head.root
            cosigned = log.head.size if log.own else log.cosigned.size
            logs.append((log.origin, size, root, cosigned, log.parking.bitmap(size)[:512]))
        if not found and not core.founding.generation and code in core.founding.codes:
            logs.append((core.charter.log(code, 1).origin(), 0, EMPTY_ROOT, 0, b""))
    rosters = [(code, core.rosters[code].number, core.rosters[code].hash()) for code in _known_to(core, peer)]
    return Have(logs=logs, rosters=rosters, charter=core.charter.hash)


def send_have(core: Core, peer: Peer, circuit: str = "") -> None:
    """Send HAVE on one circuit, or on the best."""
    core.send(peer, have(core, peer), circuit=circuit)


def want_stream(core: Core, peer: Peer) -> None:
    """Ask a peer for its own logs, from what we hold on and until further notice."""
    ranges = [(log.origin, log.size, 0, "leaves") for log in core.logs.values() if log.name.code == peer.code]
    if not ranges and (not core.founding.generation or core.founding.codes[-1] == peer.code):
        ranges = [(core.charter.log(peer.code, 1).origin(), 0, 0, "leaves")]
    ranges += [(origin, 0, 0, "leaves") for origin in core.awaited if f"/{peer.code}/" in origin]
    for log in core.logs.values():
        if log.own or log.name.code == peer.code:
            continue
        author = core.peers.get(log.name.code)
        if log.heard_of > log.size and (author is None or not author.alive()):
            ranges.append((log.origin, log.size, log.heard_of, "leaves"))
    peer.credit_left = CREDIT_BYTES
    core.send(peer, Want(ranges=ranges, credit=CREDIT_BYTES))


def renew_credit(core: Core) -> None:
    """Say go on to every peer that has spent half of what it may send."""
    for peer in core.everyone():
        if peer.credit_left < CREDIT_RENEW and peer.connected():
            peer.credit_left = CREDIT_BYTES
            core.send(peer, Want(ranges=[], credit=CREDIT_BYTES))


def accept_have(core: Core, peer: Peer, frame: Have) -> None:
    """Take what a peer says it holds. It is a hint: a false HAVE changes nothing but what we send or ask."""
    peer.heard_have = True
    for origin, size, root, cosigned, _bitmap in frame.logs:
        log = core.logs.get(origin)
        if log is None and core.stranger(origin):
            continue
        if log is None:
            name = core.parse_name(origin)
            if hear_of_epoch(core, peer, origin, size):
                continue
            if size and name.code not in {peer.code, core.code}:
                core.send(peer, Want(ranges=[(origin, 0, min(size, PARKED_LEAVES_MAX), "leaves")], credit=CREDIT_BYTES))
                peer.credit_left = CREDIT_BYTES
            continue
        if size <= log.size and core.root_at(log, size) in {None, root}:
            peer.outbox.acknowledged(origin, min(size, log.size), core.now.mono)
        elif size <= log.size:
            core.send(peer, Want(ranges=[(origin, size, size + 1, "checkpoints")], credit=peer.credit_left))
        if size > log.size and not log.own:
            _behind(core, peer, log, size)
        if size > log.size and log.own:
            core.send(peer, Want(ranges=[(origin, log.size + 1, size + 1, "checkpoints")], credit=peer.credit_left))
        mine = log.cosignatures.get(peer.code)
        if log.own and cosigned and (mine is None or mine.head.size < cosigned):
            core.send(peer, Want(ranges=[(origin, 0, 0, "cosignatures")], credit=peer.credit_left))
    for code, number, _hash in frame.rosters:
        _roster_heard(core, peer, code, number)


def watch_circuits(core: Core) -> None:
    """Send beats that are due; hang up circuits that gave no live echo; raise and end what that means for the watch."""
    for peer in core.everyone():
        for circuit in peer.circuits.values():
            if circuit.expired(core.now.mono):
                circuit.close()
                peer.outbox.rewind()
                words = "no live echo within the limit"
                core.hang(peer, circuit.name, words)
            elif circuit.connected and core.now.mono >= circuit.next_beat:
                send_beat(core, peer, circuit)
            if peer.code in core.peers:
                _circuit_alarm(core, peer, circuit)
        if peer.code in core.peers:
            _dark_alarm(core, peer)
            _clock_alarm(core, peer)


def _circuit_alarm(core: Core, peer: Peer, circuit: Circuit) -> None:
    if not circuit.alive and core.now.mono - core.started_at < core.rules.dead_ms:
        return
    if circuit.name not in peer.listed:
        core.alarms.clear(f"circuit/{peer.code}/{circuit.name}", core.now.wall)
        return
    if circuit.alive and circuit.alarm_over:
        return
    situation = f"circuit/{peer.code}/{circuit.name}"
    circuit.alarm_over = circuit.alive
    if circuit.alive:
        core.alarms.clear(situation, core.now.wall)
        return
    words = worded(
        "Circuit {circuit} to {code} is silent. It is dialled again without end; the cause is not known here.",
        circuit=circuit.name,
        code=peer.code,
    )
    core.alarms.set(situation, Level.WARNING, words, core.now.wall)


def _dark_alarm(core: Core, peer: Peer) -> None:
    if peer.alive():
        if core.alarms.active:
            core.alarms.clear(f"dark/{peer.code}", core.now.wall)
            core.alarms.clear(f"joined/{peer.code}", core.now.wall)
        return
    if core.now.mono - core.started_at < core.rules.dead_ms:
        return
    words = worded(
        "No circuit to {code} is alive: the line is DARK. What you write stands and is sent when it returns. Use the"
        " telephone.",
        code=peer.code,
    )
    core.alarms.set(f"dark/{peer.code}", Level.ALARM, words, core.now.wall)


def _clock_alarm(core: Core, peer: Peer) -> None:
    if abs(peer.clock_apart_ms) <= core.charter.clock_ms:
        if core.alarms.active:
            core.alarms.clear(f"clock/{peer.code}", core.now.wall)
        return
    words = worded(
        "Our clock and that of {code} are {apart} s apart; the charter allows {most} s. Compare both with"
        " a third clock.",
        code=peer.code,
        apart=f"{abs(peer.clock_apart_ms) / 1000:.0f}",
        most=f"{core.charter.clock_ms / 1000:.0f}",
    )
    core.alarms.set(f"clock/{peer.code}", Level.WARNING, words, core.now.wall)


def charter_bytes(core: Core) -> bytes:
    """Return the signed charter as bytes."""
    return core.signed_charter or encode([core.founding.data, []])


__all__ = [
    "InvalidFromPeer",
    "accept_beat",
    "accept_have",
    "ask_missing",
    "ask_range",
    "charter_bytes",
    "circuit_closed",
    "circuit_opened",
    "have",
    "own_epoch",
    "renew_credit",
    "send_beat",
    "send_have",
    "want_stream",
    "watch_circuits",
]

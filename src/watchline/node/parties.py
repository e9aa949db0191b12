"""Who sits on the line, and whom each log is for: a change of parties makes every party go on in a new epoch (PROTOCOL 6.5).

Each log belongs to a *generation*: the number of changes of parties before the charter that its leaf 0 names. It is for the parties of
that generation and for nobody else. Who joins is sent no log of an earlier one, who leaves none of a later one; everybody keeps what he
has. The new epoch keeps the key set of the one before it: nothing was lost, so no spare is used and no root is needed. Its entries refer
to heads of its own generation only, and are deeper in the common order than all of the generation before.
"""

from __future__ import annotations

from watchline.errors import InvalidFromPeer
from watchline.node.logs import LogState
from watchline.node.memory import Core
from watchline.node.peers import Peer
from watchline.party import KeySet, LogName, Roster
from watchline.record import (
    REASON_PARTIES,
    Charter,
    CharterInForce,
    EpochOpen,
    Kind,
    read_body,
    read_leaf,
    roster_named,
)
from watchline.sentence import worded
from watchline.watch import Level

PARTIES = REASON_PARTIES
LATE_MAX = 4_096
"""Leaves that are kept of a closed log beyond what counts of it: who has left may go on sending, and fills no disk."""


# -- who sits on the line ----------------------------------------------------------------------------------------------


def take_parties(core: Core) -> None:
    """Take note of who was seated by every charter in force that is held here, and of the rosters of those who joined."""
    model = core.amended.model
    charters = [core.founding, *(core.charter_of(hash_) for hash_, _ in model.decisions)]
    for number, charter in enumerate(charters):
        if charter is None or charter.generation in core.seats:
            continue
        core.seats[charter.generation] = charter
        for party in charter.parties:
            core.ids.setdefault(party.code, party.id)
            if party.code not in core.rosters:
                core.rosters[party.code] = _roster_of(core, charter, party.code, model.decisions[number - 1][1].leaf)
                core.new_rosters.append(core.rosters[party.code])


def _roster_of(core: Core, charter: Charter, code: str, decision: bytes) -> Roster:
    """Return the roster of a party that joined, from the entry that put its charter in force."""
    ref = core.amended.places[decision]
    log = core.log_of(ref)
    entry = None if log is None else log.entry(ref.index, core.held)
    assert entry is not None, "an entry that decided is held"
    record = read_body(read_leaf(entry.leaf).kind, entry.body or b"")
    assert isinstance(record, CharterInForce), "nothing else decides"
    for signed in record.rosters:
        try:
            return roster_named(charter, code, signed)
        except InvalidFromPeer:
            continue
    raise AssertionError("a decision counts only with the rosters of those who join")


def seat_peers(core: Core, *, at_start: bool) -> None:
    """Let the peers be the other parties of the charter that we work by; who left stays a peer for what was before.

    ``at_start``: the circuits to who joined are opened with this start; else the officer is told that they need one.
    """
    now = [code for code in core.charter.codes if code != core.code]
    for code in [code for code in core.peers if code not in now]:
        core.gone[code] = core.peers.pop(code)
        for situation in [name for name in core.alarms.active if code in name.split("/")[1:2]]:
            core.alarms.clear(situation, core.now.wall)
    for code in now:
        if code not in core.peers:
            known = core.gone.pop(code) if code in core.gone else None
            core.peers[code] = Peer(code, core.charter.circuits, core.rules) if known is None else known
            words = worded(
                "{code} is a party of the line now. See that config.toml says where its circuits are dialled (circuits: dial),"
                " if we dial it, and start this node again: until then no circuit to it stands.",
                code=code,
            )
            if at_start:
                core.alarms.clear(f"joined/{code}", core.now.wall)
            else:
                core.alarms.set(f"joined/{code}", Level.WARNING, words, core.now.wall)
    for log in core.logs.values():
        if log.name.code in core.gone and log.limit < 0:
            log.limit, log.dirty = max(log.size, log.cosigned.size), True


def leave_line(core: Core, charter: Charter) -> None:
    """A charter is in force that does not name us: nothing more is written here; what is kept is kept and shown."""
    core.ended = worded(
        "{code} is no party of this line any more: the charter {hash}… is in force and names {codes}. This node writes"
        " nothing more; what it keeps stays, and can be exported and proved as before.",
        code=core.code,
        hash=charter.hash.hex()[:16],
        codes=", ".join(charter.codes),
    )
    core.alarms.set("left", Level.WARNING, core.ended, core.now.wall)


# -- whom a log is for -------------------------------------------------------------------------------------------------


def generation_of(core: Core, name: LogName, charter: bytes | None) -> int:
    """Return the generation of a log whose leaf 0 names a charter; None: that is not known yet."""
    found = None if charter is None else core.charter_of(charter)
    if found is not None and found.generation in core.seats:
        return found.generation
    before = [log.generation for log in core.logs.values() if log.name.code == name.code]
    first = min((number for number, seated in core.seats.items() if name.code in seated.codes), default=0)
    return max(before, default=first)


def may_have(core: Core, code: str, log: LogState) -> bool:
    """Tell whether a log is for a party: it was seated when the log was opened."""
    seated = core.seats.get(log.generation)
    return seated is not None and code in seated.codes


def mirror_epoch(core: Core, log: LogState) -> int:
    """Return the epoch in whose name our mirror cosigns a log: ours of that generation, if it had the key set that we hold now."""
    ours = [
        own.name.epoch
        for own in core.logs.values()
        if own.name.code == core.code and own.generation == log.generation and own.keys == core.keys.public
    ]
    return max(ours, default=core.own.name.epoch if core.own is not None else 1)


def may_grow(log: LogState) -> bool:
    """Tell whether more leaves of a log are kept: of a closed one only so many beyond what counts."""
    return log.limit < 0 or log.size < log.limit + LATE_MAX


def ahead_of_us(core: Core, origin: str, leaf: bytes, body: bytes) -> bool:
    """Tell whether a log was opened for a change of parties that is not in force by what is held here: it is taken when that came."""
    header = core.header(leaf)
    if origin in core.logs or header is None or header.index or header.kind != Kind.EPOCH_OPEN:
        return False
    known = core.charter_of(header.charter)
    if known is not None and core.seats.get(known.generation) is not None:
        return False
    try:
        record = read_body(header.kind, body)
    except InvalidFromPeer:
        return False
    return isinstance(record, EpochOpen) and record.reason == PARTIES


def kept_key_set(core: Core, name: LogName, leaf: bytes) -> KeySet | None:
    """Return the key set of a party's newest log, if leaf 0 of the next goes on with it for a change of parties that is in force."""
    header = read_leaf(leaf)
    newest = max(
        (log for log in core.logs.values() if log.name.code == name.code), key=lambda log: log.name.epoch, default=None
    )
    charter = core.charter_of(header.charter)
    roster = core.rosters.get(name.code)
    if newest is None or newest.ended >= 0 or (roster is not None and newest.keys in roster.revoked):
        return None  # ended as planned, or taken back: it opens nothing any more
    if charter is None or (header.epoch, header.index) != (name.epoch, 0):
        return None
    seated = core.seats.get(charter.generation)
    if seated is None or charter.generation <= newest.generation or name.code not in seated.codes:
        return None
    return newest.keys

"""Our own log after a change of parties: the one before is ended with its last head, the next one goes on under the same key set."""

from __future__ import annotations

from watchline.line import Stood
from watchline.node.logs import LogState
from watchline.node.memory import Core
from watchline.node.parties import PARTIES
from watchline.node.writing import ref_to, sign_head, write_entry
from watchline.record import NODE_POST, EpochOpen
from watchline.view import EntryRef


def open_for_parties(core: Core) -> None:
    """Go on in a new epoch if the charter that we work by seats other parties than when our log was opened."""
    log = core.own
    if log is None or core.charter.generation <= log.generation or not core.may_sign() or core.ended:
        return
    sign_head(core, log)
    prev = log.head
    log.own, log.former, log.ending = False, True, True
    name = core.charter.log(core.code, log.name.epoch + 1)
    own = LogState(name, core.keys.public, own=True, generation=core.charter.generation)
    own.serial = log.serial
    core.own = core.logs[own.origin] = own
    core.logs_closed(Stood(core.code, (name.epoch, 0), core.code, log.name.epoch, prev.size, core.charter.hash))
    core.written_at.clear()
    core.test_circuits.clear()
    rosters = [(code, core.rosters[code].number, core.rosters[code].hash()) for code in core.charter.codes]
    opened = EpochOpen(
        reason=PARTIES, key_set=own.keys.fields(), rosters=rosters, prev=(log.origin, prev.size, prev.root)
    )
    decided = _decision(core)
    refs = () if decided is None else (ref_to(core, decided),)
    write_entry(core, opened, post=NODE_POST, refs=refs, charter=core.charter.hash)
    core.pins[f"epoch/{core.line.hex()}"] = name.epoch.to_bytes(4, "big")
    core.have_to |= set(core.peers)
    core.tell("epoch", f"{core.code}/{name.epoch}", "our log goes on in a new epoch: the parties changed")


def _decision(core: Core) -> EntryRef | None:
    act = next((act for hash_, act in core.amended.model.decisions if hash_ == core.charter.hash), None)
    return None if act is None else core.amended.places[act.leaf]

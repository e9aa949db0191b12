"""What a circuit brings: one frame is read, handed to whom it concerns, or refused with its code, changing nothing."""

from __future__ import annotations

from typing import assert_never

from watchline.errors import InvalidFromPeer
from watchline.node.accept import accept_append, accept_cosign
from watchline.node.beats import accept_beat, accept_have
from watchline.node.forks import accept_evidence
from watchline.node.inputs import FrameArrived
from watchline.node.memory import Core
from watchline.node.parties import may_have
from watchline.node.rosters import take_roster
from watchline.node.serve import accept_want
from watchline.peer import Append, Beat, CharterFrame, Cosign, Evidence, Have, Keys, Refused, Want, read_frame
from watchline.record import read_signed_charter
from watchline.sentence import worded
from watchline.watch import Level


def take_frame(core: Core, item: FrameArrived) -> None:
    """Take one frame; what breaks the protocol is refused with its code and changes nothing."""
    peer = core.peer(item.peer)
    origin = ""
    try:
        arrival = read_frame(item.frame, core.code)
        if arrival.sender != item.peer:
            raise InvalidFromPeer("sender", f"a frame in the name of {arrival.sender} on a circuit of {item.peer}")
        if arrival.line != core.line:
            raise InvalidFromPeer("line", "a frame of another line")
        frame = arrival.frame
        origin = getattr(frame, "origin", "")
        match frame:
            case Have():
                accept_have(core, peer, frame)
            case Want():
                accept_want(core, peer, frame)
            case Append():
                accept_append(core, peer, item.circuit, frame)
            case Cosign():
                accept_cosign(core, peer, frame)
            case Beat():
                accept_beat(core, peer, item.circuit, frame)
            case Refused():
                _refused_by(core, item.peer, frame)
            case Evidence():
                accept_evidence(core, frame.evidence)
            case Keys():
                for signed in frame.rosters:
                    take_roster(core, signed)
            case CharterFrame():
                read_signed_charter(frame.charter)
            case _:
                assert_never(frame)
    except InvalidFromPeer as why:
        _refuse(core, item, origin, why)


def _refuse(core: Core, item: FrameArrived, origin: str, why: InvalidFromPeer) -> None:
    peer = core.peer(item.peer)
    core.refused[why.code] = core.refused.get(why.code, 0) + 1
    core.tell("refused", why.code, f"from {item.peer} on {item.circuit}: {why.words}")
    log = core.logs.get(origin)
    shown = log is not None and not log.own and may_have(core, peer.code, log)
    head = log.note.note() if shown and log is not None and log.note is not None else None
    if log is not None and log.heads_asked:
        log.heads_asked = False
        core.send(peer, Want(ranges=[(origin, 1, log.size + 1, "checkpoints")], credit=peer.credit_left))
    if not _never_answered(item.frame):
        core.send(
            peer,
            Refused(code=why.code, origin=origin[:160], words=why.words[:500], head=head),
            circuit=item.circuit,
        )
    words = worded(
        "{party} sent something that is refused ({code}): {words}. Nothing of it was kept.",
        party=peer.code,
        code=why.code,
        words=why.words,
    )
    core.alarms.set(f"refused/{peer.code}/{why.code}", Level.CAUTION, words, core.now.wall)


def _refused_by(core: Core, code: str, frame: Refused) -> None:
    words = worded("{party} refused a frame of ours ({code}): {words}", party=code, code=frame.code, words=frame.words)
    core.tell("refused_by", frame.code, words)
    core.alarms.set(f"refused_by/{code}/{frame.code[:16]}", Level.CAUTION, words, core.now.wall)


def _never_answered(data: bytes) -> bool:
    """Tell whether a frame is of a kind that is never answered, by its name alone."""
    return any(name in data[:400] for name in (b"dBEAT", b"fCOSIGN", b"gREFUSED", b"dKEYS", b"gCHARTER", b"hEVIDENCE"))

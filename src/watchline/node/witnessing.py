"""A hash-only witness as a node uses it: heads go to it at a fixed pace, its statements are kept beside the log (docs/spec/witness.md).

A witness is no party: nothing waits for it, nothing is held by it, nothing that it says is counted among those who hold. What it brings back
is signed by a log's own key (a head that may show two histories) or by its own (a statement); the rest of its words is shown and decides
nothing.
"""

from __future__ import annotations

from watchline.errors import InvalidFromPeer
from watchline.log import Checkpoint, Head, consistency_path, log_line, parse_checkpoint, parse_line, read_cosignature
from watchline.log.witnessed import OWN_WITNESSED, Statement, read_statement, statement_key, write_statement
from watchline.node.forks import examine, own_log_elsewhere
from watchline.node.logs import LogState
from watchline.node.memory import Core
from watchline.node.outcome import Send
from watchline.node.witness_side import WitnessSide
from watchline.party.witness import WitnessName
from watchline.peer.witness import Submit, Witnessed, read_witness, write_witness
from watchline.sentence import worded
from watchline.watch import Level

WITNESS_CIRCUIT = "witness"
TRIES = 3
"""Submissions of one log in one turn: another party may have told the witness more meanwhile."""
SILENT_TURNS = 3


def witness_opened(core: Core, name: str) -> None:
    """A connection stands: the next turn goes at its own time; only the first is at once."""
    side = core.witnesses.get(name)
    if side is not None:
        side.connected = True
        if not side.sizes:
            side.next_at = core.now.mono


def witness_closed(core: Core, name: str) -> None:
    """The connection is gone."""
    side = core.witnesses.get(name)
    if side is not None:
        side.connected = False


def submit_due(core: Core) -> None:
    """Send each witness the newest committed head of every log, at its pace, whether anything changed or not."""
    for side in core.witnesses.values():
        if core.now.mono < side.next_at:
            continue
        turns = (core.now.mono - side.next_at) // side.rule.every_ms + 1
        side.next_at += turns * side.rule.every_ms
        side.tries.clear()
        if side.connected:
            for log in core.logs.values():
                _submit(core, side, log)


def _submit(core: Core, side: WitnessSide, log: LogState) -> None:
    """Send one head: of what was committed, and so locked, before this step."""
    head, old = log.old, side.sizes.get(log.origin, 0)
    if not head.size or head.size < old or (log.own and not core.may_sign()) or log.former:
        return
    if side.tries.get(log.origin, 0) >= TRIES:
        return
    side.tries[log.origin] = side.tries.get(log.origin, 0) + 1
    note = core.held.checkpoint(log.origin, head.size)
    assert note is not None, "a stored head has its checkpoint"
    signed = log_line(parse_checkpoint(note), log.keys.log)
    assert signed is not None, "a stored checkpoint bears its log's signature"
    kept = kept_statement(core, log, side.rule.key)
    proof: list[bytes] = []
    if old:
        proof = consistency_path(
            lambda level, at, count: core.held.hashes(log.origin, level, at, count), old, head.size
        )
    frame = Submit(
        origin=log.origin,
        old=old,
        checkpoint=signed.note(),
        proof=proof,
        now=max(0, core.now.wall),
        kept=None if kept is None else (kept.size, kept.root, kept.line),
    )
    core.sends.append(Send(side.rule.name, (WITNESS_CIRCUIT,), write_witness(frame)))


def kept_statement(core: Core, log: LogState, key: bytes) -> Statement | None:
    """Return the newest statement of a witness about a log."""
    row = core.fold.row(OWN_WITNESSED, statement_key(log.name, key))
    return None if row is None else read_statement(row)


def take_witness(core: Core, name: str, data: bytes) -> None:
    """Take one answer; what breaks the rules is named and changes nothing."""
    side = core.witnesses.get(name)
    if side is None:
        return
    situation = f"witness/{name}"
    try:
        frame = read_witness(data, Witnessed)
        log = core.logs.get(frame.origin)
        if log is None:
            core.tell("witness", name, f"{frame.code}: {frame.words}")
            return
        side.heard_at = core.now.mono
        kept = kept_statement(core, log, side.rule.key)
        for note in [*frame.apart, *([] if frame.checkpoint is None else [frame.checkpoint])]:
            _compare(core, log, note)
        _take_lines(core, side, log, frame)
        if kept is not None and frame.size < kept.size:
            words = f"it stated size {kept.size} of {log.name.code}/{log.name.epoch} and now says that it holds {frame.size}"
            raise InvalidFromPeer("old", words)
        side.sizes[log.origin] = frame.size
        if frame.code == "old":
            _submit(core, side, log)
        elif frame.code != "ok":
            core.tell("witness", name, f"{frame.code}: {frame.words}")
            words = worded(
                "Witness {name} cosigns nothing of {party}/{epoch} now ({code}): {words}.",
                name=name,
                party=log.name.code,
                epoch=log.name.epoch,
                code=frame.code,
                words=frame.words,
            )
            core.alarms.set(f"{situation}/{log.name.code}", Level.CAUTION, words, core.now.wall)
        else:
            core.alarms.clear(f"{situation}/{log.name.code}", core.now.wall)
            core.alarms.clear(situation, core.now.wall)
    except InvalidFromPeer as why:
        core.refused[why.code] = core.refused.get(why.code, 0) + 1
        words = worded(
            "What witness {name} answered is not taken ({code}): {words}. Nothing of it was kept; what it stated before"
            " stands.",
            name=name,
            code=why.code,
            words=why.words,
        )
        core.tell("refused", why.code, words)
        core.alarms.set(situation, Level.CAUTION, words, core.now.wall)


def _compare(core: Core, log: LogState, note: bytes) -> None:
    """Compare a head that the witness was told by somebody with ours: signed by the log's own key, it may show two histories."""
    checkpoint: Checkpoint | None = parse_checkpoint(note)
    assert checkpoint is not None
    if checkpoint.origin == log.origin:
        checkpoint = log_line(checkpoint, log.keys.log)
        if checkpoint is not None:
            if log.own:
                own_log_elsewhere(core, checkpoint)
            else:
                examine(core, log, checkpoint)
            return
    raise InvalidFromPeer("signature", f"a head said to be of {log.origin} that its log key did not sign")


def _take_lines(core: Core, side: WitnessSide, log: LogState, frame: Witnessed) -> None:
    """Keep the newest of its statements, over a head that is ours too."""
    root = core.root_at(log, frame.size) if 0 < frame.size <= log.size else None
    for text in frame.lines:
        line = parse_line(text)
        if line.name != WitnessName(core.line, core.charter.demo, side.rule.key).text():
            raise InvalidFromPeer("signature", f"a cosignature in another name, {line.name[:160]}")
        if root is None:
            continue
        found = read_cosignature(line, log.origin, Head(frame.size, root), side.rule.key)
        if found is None:
            raise InvalidFromPeer(
                "signature", "a cosignature that its key did not make over the head that is held here"
            )
        kept = kept_statement(core, log, side.rule.key)
        if kept is None or (kept.size, kept.time_s) < (frame.size, found.time_s):
            key = statement_key(log.name, side.rule.key)
            made = Statement(side.rule.name, frame.size, root, found.time_s, text)
            core.fold.put(OWN_WITNESSED, key, write_statement(made))


def watch_witnesses(core: Core) -> None:
    """Say that a witness is silent: it changes nothing on the line."""
    for name, side in core.witnesses.items():
        if core.now.mono - side.heard_at >= SILENT_TURNS * side.rule.every_ms:
            words = worded(
                "Witness {name} has not answered for {turns} turns. Nothing on the line waits for it; until it answers"
                " it states nothing newer. The cause is not known here.",
                name=name,
                turns=SILENT_TURNS,
            )
            core.alarms.set(f"witness_silent/{name}", Level.CAUTION, words, core.now.wall)
        elif core.alarms.active:
            core.alarms.clear(f"witness_silent/{name}", core.now.wall)

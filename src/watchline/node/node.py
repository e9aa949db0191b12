"""A node of one party on one line: inputs in, one outcome out. It decides; ``perform`` does.

``handle`` takes a group of inputs and both clocks, randomness and committed rows as arguments; it changes only its own memory and
returns what to store, lock and send. If that storing fails the memory is ahead of the store: load a new node and go on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import assert_never

from watchline.errors import InvalidFromPeer, OurMistake
from watchline.log import EMPTY, cosign
from watchline.measure import Now
from watchline.node.accept import accept_append, accept_cosign, receipts_owed
from watchline.node.beats import (
    accept_beat,
    accept_have,
    ask_missing,
    circuit_closed,
    circuit_opened,
    own_epoch,
    renew_credit,
    send_have,
    watch_circuits,
)
from watchline.node.clock import CosigningClock
from watchline.node.doors import Batch, Held, LockChange, LockRow, RowChange
from watchline.node.due import answer_by_configuration, count_missed, next_wake, run_rota, watch_held, watch_overdue
from watchline.node.forks import accept_evidence
from watchline.node.inputs import (
    AcceptClock,
    CircuitClosed,
    CircuitOpened,
    FrameArrived,
    Input,
    OpenEpoch,
    SayAcknowledged,
    SayCorrection,
    SayMessage,
    SayRead,
    SayService,
    SayTest,
    SayTestAnswered,
    Tick,
)
from watchline.node.logs import CLOSED, LogState, read_log
from watchline.node.meaning import fold_again
from watchline.node.memory import DOC_CHARTER, DOC_ROSTER, OWN_ALARM, OWN_ALARM_ENDED, Core, Entropy, Rules
from watchline.node.operator import accept_clock, say
from watchline.node.order import settle
from watchline.node.outcome import Outcome, Reply
from watchline.node.serve import accept_want, push
from watchline.node.writing import cosigned_after, may_cosign, ref_to, sign_head, write_entry
from watchline.party import Means, PrivateKeySet, Roster, read_roster
from watchline.peer import (
    Append,
    Beat,
    CharterFrame,
    Cosign,
    Evidence,
    Have,
    Keys,
    Refused,
    Want,
    read_frame,
)
from watchline.record import (
    NODE_POST,
    Charter,
    CharterBody,
    EpochOpen,
    EpochSeen,
    Kind,
    Receipt,
    read_body,
    read_signed_charter,
)
from watchline.view import EntryRef
from watchline.watch import Alarms, Level, read_alarm, write_alarm

_ALARMS_MAX = 100_000
DONE = Reply()


class Node:
    """One party's node on one line.

    Args:
        charter: The charter in force, with ``signed_charter`` its array of signatures.
        code: Our party code.
        keys: The private key set of our epoch.
        rosters: The newest roster of every party.
        held: Committed rows.
        locks: What the head lock holds, by origin; None if it is missing (this node then signs nothing).
        now: Both clocks.
        rules: What this party set for its own node.
    """

    def __init__(
        self,
        charter: Charter,
        signed_charter: bytes,
        code: str,
        keys: PrivateKeySet,
        rosters: Mapping[str, Roster],
        held: Held,
        locks: Mapping[str, LockRow] | None,
        now: Now,
        rules: Rules | None = None,
    ) -> None:
        mirrors = {
            charter.log(roster.code, epoch).mirror(): keys_.mirror
            for roster in rosters.values()
            for epoch, keys_ in enumerate(roster.key_sets, 1)
        }
        logs = {row.origin: read_log(row, held, code, mirrors) for row in held.logs(charter.line)}
        active = [read_alarm(value) for _, value in held.rows(OWN_ALARM, charter.line, None, _ALARMS_MAX)]
        times = [log.cosigned_ms for log in logs.values() if log.cosigned_ms >= 0]
        times += [row.time_ms for origin, row in (locks or {}).items() if origin in logs and not logs[origin].own]
        clock = CosigningClock(max(times, default=None), charter.clock_ms, now)
        self.core = Core(charter, code, keys, rosters, rules or Rules(), logs, Alarms(active), clock, now)
        self.core.signed_charter = signed_charter
        self.core.begin(now, _no_entropy, held)
        self._start(locks)
        count_missed(self.core)

    def _start(self, locks: Mapping[str, LockRow] | None) -> None:
        """Compare store and head lock (PROTOCOL 3.3); what does not fit closes this key set for us, for ever.

        Equal: go on. Store one batch ahead of the lock and consistent: the first step moves the lock before anything leaves. A log
        without a slot never had a head released or cosigned: the slot is written before the first one leaves.
        """
        core = self.core
        for log in core.logs.values():
            kept = log.head if log.own else log.cosigned
            row = None if locks is None else locks.get(log.origin)
            log.locked = None if row is None else row.head
            if log.own and log.status == CLOSED:
                core.closed = log.words
                core.alarms.set("closed", Level.EMERGENCY, log.words, core.now.wall)
            if row is not None and row.head == kept:
                continue
            if locks is None and kept.size:
                self._close(log, f"The head lock is missing; it should hold size {kept.size} of {log.origin}.")
            elif row is None:
                if log.own and log.size_before:
                    self._close(log, f"The head lock has no slot for {log.origin}, which it must have held.")
                log.relock = bool(kept.size)
            elif row.head.size > kept.size or self._root(log, row.head.size) != row.head.root:
                self._close(log, f"The head lock of {log.origin} holds size {row.head.size}, the store {kept.size}.")
            elif log.own and row.head.size < log.size_before:
                self._close(log, f"The store is more than one batch ahead of the head lock of {log.origin}.")
            else:
                log.relock = True
        for origin in locks or {}:
            if origin not in core.logs and origin.startswith(core.line.hex()):
                self._close(
                    None, f"The head lock knows {origin[64:]}, the store does not: the store is older than the lock."
                )

    def _root(self, log: LogState, size: int) -> bytes | None:
        return EMPTY.root if size == 0 else self.core.root_at(log, size)

    def _close(self, log: LogState | None, why: str) -> None:
        words = (
            f"{why} This may be an older copy of the record, so this node signs and cosigns nothing more with this key set; it goes on "
            "receiving and showing. Nothing is lost. The next epoch, with a spare key set, is opened by an officer and the administrator."
        )
        self.core.closed = words
        self.core.alarms.set("closed", Level.EMERGENCY, words, self.core.now.wall)
        if log is not None and log.own:
            log.words = words

    def locks_behind(self) -> list[LockChange]:
        """Return how the head lock is to be moved to what the store holds before anything else; see ``perform.catch_up``."""
        core = self.core
        changes = []
        for log in core.logs.values():
            kept = log.head if log.own else log.cosigned
            if core.may_sign() and log.relock and kept.size:
                time_ms = core.now.wall if log.own else log.cosigned_ms
                changes.append(LockChange(log.origin, log.locked, LockRow(kept, time_ms)))
        return changes

    def locks_moved(self, changes: Sequence[LockChange]) -> None:
        """Take note that the head lock stands there now."""
        for change in changes:
            log = self.core.logs[change.origin]
            log.locked, log.relock = change.new.head, False

    def take_circuits(self, before: Node) -> None:
        """Go on with the beats of a node that this one replaces in the same process: its disk failed, the circuits did not."""
        for code, peer in self.core.peers.items():
            peer.circuits = before.core.peers[code].circuits
            peer.heard_have = before.core.peers[code].heard_have

    def handle(self, inputs: Sequence[Input], now: Now, entropy: Entropy, held: Held) -> Outcome:
        """Handle a group of inputs as one step.

        Args:
            inputs: What happened, in order. A FLASH comes alone (``perform.grouped``).
            now: Both clocks.
            entropy: Returns that many random bytes.
            held: Committed rows; must hold everything of earlier outcomes.

        Returns:
            Outcome: to be performed before the next call; ``replies`` has one item for each input.
        """
        with held.snapshot():
            return self._handle(inputs, now, entropy, held)

    def _handle(self, inputs: Sequence[Input], now: Now, entropy: Entropy, held: Held) -> Outcome:
        core = self.core
        core.begin(now, entropy, held)
        replies = [self._one(item) for item in inputs]
        self._by_itself()
        run_rota(core)
        settle(core, fold_again)
        self._sign()
        ask_missing(core)
        overdue = watch_overdue(core)
        unheld = watch_held(core)
        watch_circuits(core)
        self._clock_alarm()
        core.alarms.expire(now.wall)
        self._send()
        core.walls = (overdue, unheld)
        return self._outcome(replies)

    def _one(self, item: Input) -> Reply:
        core = self.core
        match item:
            case Tick():
                pass
            case CircuitOpened():
                circuit_opened(core, core.peers[item.peer], item.circuit)
            case CircuitClosed():
                circuit_closed(core.peers[item.peer], item.circuit)
            case FrameArrived():
                self._frame(item)
            case OpenEpoch():
                return self._asked(self._open_epoch)
            case AcceptClock():
                return self._asked(lambda: accept_clock(core, item.post))
            case (
                SayMessage()
                | SayRead()
                | SayAcknowledged()
                | SayTest()
                | SayTestAnswered()
                | SayCorrection()
                | SayService()
            ):
                return self._asked(lambda: say(core, item))
            case _:
                assert_never(item)
        return DONE

    @staticmethod
    def _asked(act: Callable[[], Reply]) -> Reply:
        try:
            return act()
        except OurMistake as why:
            return Reply(error=str(why))

    def _frame(self, item: FrameArrived) -> None:
        """Take one frame; what breaks the protocol is refused with its code and changes nothing."""
        core, peer = self.core, self.core.peers[item.peer]
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
                    self._refused_by(item.peer, frame)
                case Evidence():
                    accept_evidence(core, frame.evidence)
                case Keys():
                    self._keys(frame)
                case CharterFrame():
                    read_signed_charter(frame.charter)
                case _:
                    assert_never(frame)
        except InvalidFromPeer as why:
            self._refuse(item, origin, why)

    def _refuse(self, item: FrameArrived, origin: str, why: InvalidFromPeer) -> None:
        core, peer = self.core, self.core.peers[item.peer]
        core.refused[why.code] = core.refused.get(why.code, 0) + 1
        core.tell("refused", why.code, f"from {item.peer} on {item.circuit}: {why.words}")
        log = core.logs.get(origin)
        head = log.note.note() if log is not None and log.own is False and log.note is not None else None
        if log is not None and log.heads_asked:
            log.heads_asked = False
            core.send(peer, Want(ranges=[(origin, 1, log.size + 1, "checkpoints")], credit=peer.credit_left))
        if not _never_answered(item.frame):
            core.send(
                peer,
                Refused(code=why.code, origin=origin[:160], words=why.words[:500], head=head),
                circuit=item.circuit,
            )
        words = f"{peer.code} sent something that is refused ({why.code}): {why.words}. Nothing of it was kept."
        core.alarms.set(f"refused/{peer.code}/{why.code}", Level.CAUTION, words, core.now.wall)

    def _refused_by(self, code: str, frame: Refused) -> None:
        words = f"{code} refused a frame of ours ({frame.code}): {frame.words}"
        self.core.tell("refused_by", frame.code, words)
        self.core.alarms.set(f"refused_by/{code}/{frame.code[:16]}", Level.CAUTION, words, self.core.now.wall)

    def _keys(self, frame: Keys) -> None:
        """Take a party's next roster; a lower number is refused, a second one of a number is evidence for people."""
        core = self.core
        for signed in frame.rosters:
            number = read_roster(signed)
            known = core.rosters.get(number.code)
            if known is None or number.root != known.root:
                raise InvalidFromPeer("key", f"a roster of {number.code} under another root key")
            if number.number == known.number and number.hash() != known.hash():
                words = f"{number.code} signed two rosters of number {number.number}. Ask it by another means which one it stands by."
                core.alarms.set(f"roster/{number.code}", Level.ALARM, words, core.now.wall)
            if number.number <= known.number:
                continue
            made = read_roster(signed, known)
            core.rosters[made.code] = made
            core.rows.append(roster_row(core.line, made))
            core.pins[f"roster/{made.code}"] = made.number.to_bytes(4, "big") + made.hash()

    def _open_epoch(self) -> Reply:
        core = self.core
        if core.own is not None:
            raise OurMistake("This party's log on this line is open already.")
        if not core.may_sign():
            raise OurMistake(core.closed)
        _charter, signatures = read_signed_charter(core.signed_charter)
        core.own = LogState(core.charter.log(core.code, 1), core.keys.public, own=True)
        core.logs[core.own.origin] = core.own
        rosters = [(code, core.rosters[code].number, core.rosters[code].hash()) for code in core.charter.codes]
        opened = EpochOpen(reason="founding", key_set=core.keys.public.fields(), rosters=rosters)
        ref = write_entry(core, opened, post=NODE_POST)
        body = CharterBody(
            charter=core.charter.data, signatures=[(code, signatures[code]) for code in core.charter.codes]
        )
        write_entry(core, body, post=NODE_POST)
        core.rows += [RowChange(DOC_CHARTER, core.line, core.signed_charter)]
        core.rows += [roster_row(core.line, core.rosters[code]) for code in core.charter.codes]
        core.pins |= {
            f"epoch/{core.line.hex()}": (1).to_bytes(4, "big"),
            f"charter/{core.line.hex()}": core.charter.hash,
        }
        for code in core.charter.codes:
            core.pins[f"roster/{code}"] = core.rosters[code].number.to_bytes(4, "big") + core.rosters[code].hash()
        return Reply(ref.text(), written=True)

    def _by_itself(self) -> None:
        """Write what a node writes by itself: epoch_seen, receipts, configured answers; each once, caused by a lower rank."""
        core = self.core
        if core.own is None or not core.ready():
            return
        news = [log for log in core.logs.values() if log.receipted < log.head.size and may_cosign(core, log)]
        for log in sorted(news, key=lambda log: log.origin):
            start = log.receipted
            owed = receipts_owed(core, log)
            for index in range(start, log.head.size):
                self._answer(log, index)
            if owed:
                receipt = Receipt(
                    origin=log.origin, start=start, to=log.head.size, at=core.now.wall, circuit=log.arrived_by or None
                )
                write_entry(core, receipt, post=NODE_POST)
            log.receipted, log.dirty = log.head.size, True

    def _answer(self, log: LogState, index: int) -> None:
        core = self.core
        entry = log.entry(index, core.held)
        assert entry is not None
        header = core.header(entry.leaf)
        if header is None or header.kind not in {Kind.EPOCH_OPEN, Kind.LINE_TEST}:
            return
        ref = EntryRef(log.name.code, log.name.epoch, index)
        if header.kind == Kind.LINE_TEST:
            if core.rules.answer_tests == "node":
                answer_by_configuration(core, ref)
            return
        try:
            opened = read_body(header.kind, entry.body or b"")
        except InvalidFromPeer:
            return
        roster = core.rosters[log.name.code]
        if index == 0 and isinstance(opened, EpochOpen):
            seen = EpochSeen(
                code=log.name.code,
                epoch=log.name.epoch,
                key_set=log.keys.hash(),
                roster=(roster.number, roster.hash()),
                means=core.rules.means.get(log.name.code, Means.FILES.value),
            )
            write_entry(core, seen, post=NODE_POST, refs=(ref_to(core, ref),))

    def _sign(self) -> None:
        """Sign our new head; cosign what we now hold of others. Both leave only after commit and lock."""
        core = self.core
        if (
            core.own is not None
        ):  # nothing was written if we may not sign; what was said before such news came is signed still
            sign_head(core, core.own)
        for log in core.logs.values():
            if log.own or cosigned_after(core, log) == log.cosigned:
                continue
            log.cosigned = log.head
            log.cosigned_ms = core.clock.tell(core.now)
            name = core.mirror_name(core.code, own_epoch(core))
            made = cosign(name, log.origin, log.head, log.cosigned_ms // 1000, core.keys.mirror)
            log.cosigned_by(core.code, made)

    def _clock_alarm(self) -> None:
        core = self.core
        step = core.clock.step_ms(core.now)
        if step == 0:
            core.alarms.clear("clock", core.now.wall)
            return
        words = (
            f"Our clock was stepped {'forward' if step > 0 else 'back'} by about {abs(step) / 1000:.0f} s. The time of our cosignatures "
            "does not follow; everything else goes on. Compare with a third clock; if it is right, accept it: `watchline clock DIR --accept`."
        )
        core.alarms.set("clock", Level.WARNING, words, core.now.wall)

    def _send(self) -> None:
        core = self.core
        for origin in sorted(core.cosign_to) if core.cosign_to else ():
            log = core.logs[origin]
            mine = log.cosignatures.get(core.code)
            told = core.cosign_to[origin] | ({log.name.code} & set(core.peers))
            for code in sorted(told):
                peer = core.peers[code]
                if mine is not None:
                    head = mine.head
                    core.send(peer, Cosign(origin=origin, size=head.size, root=head.root, lines=[mine.line.text()]))
                else:
                    core.have_to.add(code)
        for code in sorted(core.have_to) if core.have_to else ():
            send_have(core, core.peers[code])
        renew_credit(core)
        for peer in core.peers.values():
            peer.outbox.resend(core.now.mono)
            push(core, peer)

    def _outcome(self, replies: list[Reply]) -> Outcome:
        core = self.core
        changes, locks = [], []
        for log in core.logs.values():
            change = log.take_change()
            head = log.head if log.own else log.cosigned
            time_ms = core.now.wall if log.own else log.cosigned_ms
            # Once closed, the lock stays as it was found: it is what will tell at the next start, too. Only what was signed before
            # the news came, in this very step, is still released.
            moves = core.may_sign() or (log.own and change is not None and change.new != change.old)
            if (
                moves
                and (change is not None or log.relock)
                and head.size
                and (head != (log.locked or EMPTY) or log.relock)
            ):
                locks.append(LockChange(log.origin, log.locked, LockRow(head, time_ms)))
                log.locked, log.relock = head, False
            if change is not None:
                changes.append(change)
        rows = [RowChange(view, key, value) for (view, key), value in core.fold.changes.items()]
        rows += core.rows
        for alarm in core.alarms.take_changes():
            key = core.line + alarm.situation.encode()[:200]
            if alarm.ended:
                rows.append(RowChange(OWN_ALARM, key, None))
                ended = core.line + alarm.ended.to_bytes(8, "big") + alarm.situation.encode()[:200]
                rows.append(RowChange(OWN_ALARM_ENDED, ended, write_alarm(alarm)))
            else:
                rows.append(RowChange(OWN_ALARM, key, write_alarm(alarm)))
            core.tell("alarm_ended" if alarm.ended else "alarm", alarm.situation, alarm.words)
        return Outcome(
            batch=Batch(tuple(changes), tuple(rows)),
            locks=tuple(locks),
            pins=core.pins,
            sends=tuple(core.sends),
            hang_ups=tuple(core.hang_ups),
            wakes=tuple(core.wakes),
            replies=tuple(replies),
            news=tuple(core.news),
            wake_at=next_wake(core),
        )


def roster_row(line: bytes, roster: Roster) -> RowChange:
    """Return the row that keeps a signed roster."""
    key = line + roster.code.encode().ljust(8, b"\0") + roster.number.to_bytes(4, "big")
    return RowChange(DOC_ROSTER, key, roster.signed)


def _never_answered(data: bytes) -> bool:
    """Tell whether a frame is of a kind that is never answered, by its name alone."""
    return any(name in data[:400] for name in (b"dBEAT", b"fCOSIGN", b"gREFUSED", b"dKEYS", b"gCHARTER", b"hEVIDENCE"))


def _no_entropy(count: int) -> bytes:
    raise AssertionError(f"a node draws no randomness while it is loaded ({count} bytes asked for)")

"""A node of one party on one line: inputs in, one outcome out. It decides; ``perform`` does.

``handle`` takes a group of inputs and both clocks, randomness and committed rows as arguments; it changes only its own memory and
returns what to store, lock and send. If that storing fails the memory is ahead of the store: load a new node and go on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import assert_never

from watchline.errors import OurMistake
from watchline.log import EMPTY, cosign
from watchline.measure import Now
from watchline.node.amending import load_amendments, work_by_charter
from watchline.node.arriving import take_frame
from watchline.node.beats import (
    ask_missing,
    circuit_closed,
    circuit_opened,
    renew_credit,
    send_have,
    watch_circuits,
)
from watchline.node.clock import CosigningClock
from watchline.node.doors import Batch, Held, LockChange, LockRow, RowChange
from watchline.node.due import count_missed, next_wake, run_rota, watch_held, watch_overdue
from watchline.node.epochs import confirm_epoch
from watchline.node.inputs import (
    AcceptClock,
    AdoptFormer,
    Assessed,
    CircuitClosed,
    CircuitOpened,
    CloseEpoch,
    ConfirmEpoch,
    FrameArrived,
    Input,
    OpenEpoch,
    SayAcknowledged,
    SayCharterAnswered,
    SayCharterProposed,
    SayConfidentiality,
    SayCorrection,
    SayEntry,
    SayLeft,
    SayMessage,
    SayRead,
    SayReadout,
    SayReadoutPublished,
    SayReadoutShared,
    SayResumed,
    SayService,
    SaySuspended,
    SayTest,
    SayTestAnswered,
    TakeRoster,
    Tick,
    WitnessArrived,
    WitnessClosed,
    WitnessOpened,
)
from watchline.node.itself import open_epoch, write_by_itself
from watchline.node.logs import read_logs
from watchline.node.meaning import fold_again
from watchline.node.memory import OWN_ALARM, OWN_ALARM_ENDED, Core, Entropy, Rules
from watchline.node.noticing import load_notices, take_assessment, watch_notices
from watchline.node.operator import accept_clock, say
from watchline.node.order import settle
from watchline.node.outcome import Outcome, Reply
from watchline.node.parties import mirror_epoch
from watchline.node.restoring import adopt_former, open_when_gathered
from watchline.node.revoking import load_revoked, settle_revoked
from watchline.node.rosters import roster_row, take_own_roster
from watchline.node.rotating import close_epoch
from watchline.node.serve import load_flashes, push
from watchline.node.starting import compare_locks
from watchline.node.succession import open_for_parties
from watchline.node.suspending import watch_suspensions
from watchline.node.undelivered import watch_seen
from watchline.node.waiting import load_calls, watch_calls
from watchline.node.witnessing import submit_due, take_witness, watch_witnesses, witness_closed, witness_opened
from watchline.node.writing import cosigned_after, sign_head
from watchline.party import PrivateKeySet, Roster
from watchline.peer import (
    Cosign,
)
from watchline.record import (
    Charter,
)
from watchline.sentence import joined, worded
from watchline.watch import Alarms, Level, read_alarm, write_alarm

_ALARMS_MAX = 100_000
DONE = Reply()


class Node:
    """One party's node on one line.

    Args:
        charter: The founding charter (of a party that joined later, the one by which it did), with ``signed_charter`` its array of signatures; those that came into force later stand in ``held``.
        code: Our party code.
        keys: The private key set of our epoch.
        rosters: The newest roster of every party.
        held: Committed rows.
        locks: What the head lock holds, by origin; None if it is missing (this node then signs nothing).
        now: Both clocks.
        rules: What this party set for its own node.
        pins: What the anchor store knows beside the heads; the highest epoch of ours in it is never opened again.
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
        pins: Mapping[str, bytes] | None = None,
    ) -> None:
        mirrors = {charter.log(roster.code, 1).mirror(): roster.key_sets[0].mirror for roster in rosters.values()}
        logs = {log.origin: log for log in read_logs(held, charter.line, code, keys.public, mirrors)}
        active = [read_alarm(value) for _, value in held.rows(OWN_ALARM, charter.line, None, _ALARMS_MAX)]
        times = [log.cosigned_ms for log in logs.values() if log.cosigned_ms >= 0]
        times += [row.time_ms for origin, row in (locks or {}).items() if origin in logs and not logs[origin].own]
        clock = CosigningClock(max(times, default=None), charter.clock_ms, now)
        self.core = Core(charter, code, keys, rosters, rules or Rules(), logs, Alarms(active), clock, now)
        self.core.signed_charter = signed_charter
        self.core.epoch_pinned = int.from_bytes((pins or {}).get(f"epoch/{charter.line.hex()}", b""), "big")
        self.core.begin(now, _no_entropy, held)
        compare_locks(self.core, locks)
        self.core.pinned = dict(pins or {})
        load_amendments(self.core)
        load_revoked(self.core)
        count_missed(self.core)
        load_calls(self.core)
        load_notices(self.core)
        load_flashes(self.core)

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
        for peer in self.core.everyone():
            known = {other.code: other for other in before.core.everyone()}.get(peer.code)
            if known is not None:
                peer.circuits = known.circuits | {
                    name: circuit for name, circuit in peer.circuits.items() if name not in known.circuits
                }
                peer.heard_have = known.heard_have

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
        work_by_charter(core)
        open_when_gathered(core)
        open_for_parties(core)
        write_by_itself(core)
        run_rota(core)
        settle(core, fold_again)
        settle_revoked(core)
        work_by_charter(core)
        open_for_parties(core)
        self._sign()
        ask_missing(core)
        watch_seen(core)
        overdue = watch_overdue(core)
        unheld = watch_held(core)
        watch_suspensions(core)
        calls, notices = watch_calls(core), watch_notices(core)
        watch_circuits(core)
        watch_witnesses(core)
        self._clock_alarm()
        core.alarms.expire(now.wall)
        self._send()
        core.walls = (overdue, unheld, calls, notices)
        return self._outcome(replies)

    def _one(self, item: Input) -> Reply:
        core = self.core
        match item:
            case Tick():
                pass
            case CircuitOpened():
                circuit_opened(core, core.peer(item.peer), item.circuit)
            case CircuitClosed():
                circuit_closed(core.peer(item.peer), item.circuit)
            case FrameArrived():
                take_frame(core, item)
            case WitnessOpened():
                witness_opened(core, item.witness)
            case WitnessClosed():
                witness_closed(core, item.witness)
            case WitnessArrived():
                take_witness(core, item.witness, item.frame)
            case OpenEpoch():
                return self._asked(lambda: open_epoch(core))
            case CloseEpoch():
                return self._asked(lambda: close_epoch(core, item.roster, item.key_set, item.post))
            case TakeRoster():
                return self._asked(lambda: take_own_roster(core, item.roster))
            case AcceptClock() | ConfirmEpoch() | AdoptFormer():
                return self._asked(lambda: self._own_side(item))
            case Assessed():
                return self._asked(lambda: take_assessment(core, item))
            case (
                SayMessage()
                | SayRead()
                | SayAcknowledged()
                | SayTest()
                | SayTestAnswered()
                | SayCorrection()
                | SayService()
                | SayEntry()
                | SayReadout()
                | SayReadoutShared()
                | SayReadoutPublished()
                | SayConfidentiality()
                | SaySuspended()
                | SayResumed()
                | SayCharterProposed()
                | SayCharterAnswered()
                | SayLeft()
            ):
                return self._asked(lambda: say(core, item))
            case _:
                assert_never(item)
        return DONE

    def _own_side(self, item: AcceptClock | ConfirmEpoch | AdoptFormer) -> Reply:
        """Do what an officer decides about our own node or our own knowledge; see each."""
        match item:
            case AcceptClock():
                return accept_clock(self.core, item.post)
            case ConfirmEpoch():
                return confirm_epoch(self.core, item.code, item.digits, item.post)
            case AdoptFormer():
                return adopt_former(self.core, item.post)
            case _:
                assert_never(item)

    @staticmethod
    def _asked(act: Callable[[], Reply]) -> Reply:
        try:
            return act()
        except OurMistake as why:
            return Reply(error=str(why))

    def _sign(self) -> None:
        """Sign our new head; cosign what we now hold of others. Both leave only after commit and lock."""
        core = self.core
        if (
            core.own is not None
        ):  # nothing was written if we may not sign; what was said before such news came is signed still
            sign_head(core, core.own)
        for log in core.logs.values():
            head = cosigned_after(core, log)
            if log.own or head == log.cosigned:
                continue
            log.cosigned = head
            log.cosigned_ms = core.clock.tell(core.now)
            name = core.mirror_name(core.code, mirror_epoch(core, log))
            made = cosign(name, log.origin, head, log.cosigned_ms // 1000, core.keys.mirror)
            log.cosigned_by(core.code, made)

    def _clock_alarm(self) -> None:
        core = self.core
        step = core.clock.step_ms(core.now)
        if step == 0:
            core.alarms.clear("clock", core.now.wall)
            return
        seconds = f"{abs(step) / 1000:.0f}"
        words = joined(
            (
                worded("Our clock was stepped forward by about {seconds} s.", seconds=seconds)
                if step > 0
                else worded("Our clock was stepped back by about {seconds} s.", seconds=seconds),
                worded(
                    "The time of our cosignatures does not follow; everything else goes on. Compare with a third clock; if it is right, accept it: `watchline clock DIR --accept`."
                ),
            )
        )
        core.alarms.set("clock", Level.WARNING, words, core.now.wall)

    def _send(self) -> None:
        core = self.core
        for origin in sorted(core.cosign_to) if core.cosign_to else ():
            log = core.logs[origin]
            mine = log.cosignatures.get(core.code)
            told = core.cosign_to[origin] | ({log.name.code} - {core.code})
            for code in sorted(told):
                peer = core.peer(code)
                if mine is not None:
                    head = mine.head
                    core.send(peer, Cosign(origin=origin, size=head.size, root=head.root, lines=[mine.line.text()]))
                else:
                    core.have_to.add(code)
        for code in sorted(core.have_to) if core.have_to else ():
            send_have(core, core.peer(code))
        renew_credit(core)
        for peer in core.everyone():
            peer.outbox.resend(core.now.mono)
            push(core, peer)
        submit_due(core)

    def _outcome(self, replies: list[Reply]) -> Outcome:
        core = self.core
        changes, locks = [], []
        for log in core.logs.values():
            change = log.take_change()
            ours, log.ending = log.own or log.ending, False
            head = log.head if ours else log.cosigned
            time_ms = core.now.wall if ours else log.cosigned_ms
            # Once closed, the lock stays as it was found: it is what will tell at the next start, too. Only what was signed before
            # the news came, in this very step, is still released.
            moves = core.may_sign() or (ours and change is not None and change.new != change.old)
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
        for roster in core.new_rosters:
            rows.append(roster_row(core.line, roster))
            core.pins[f"roster/{roster.code}"] = roster.number.to_bytes(4, "big") + roster.hash()
        core.new_rosters = []
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


def _no_entropy(count: int) -> bytes:
    raise AssertionError(f"a node draws no randomness while it is loaded ({count} bytes asked for)")

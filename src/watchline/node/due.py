"""What time brings: line tests of the calendar, messages overdue, entries not held, and when to look again."""

from __future__ import annotations

from watchline.line import TestDue, due_in, initiator, next_due, term_at
from watchline.measure import DAY_MS, Instant
from watchline.node.memory import Core
from watchline.node.operator import start_test
from watchline.node.peers import Peer
from watchline.node.restoring import gathered_at
from watchline.node.writing import ref_to, write_entry
from watchline.record import NODE_POST, Charter, Kind, LineTestAnswered
from watchline.sentence import worded
from watchline.view import (
    DUE,
    SLOT,
    THREAD,
    EntryRef,
    acts,
    instant_key,
    message_state,
    read_ref_key,
    read_thread,
    recipients,
    ref_key,
)
from watchline.view.spoken import spoken_test
from watchline.watch import Level, TestOutcome, TestRow, judge, tests_of_slot

_PAGE = 32
_LETTER, _WRITTEN = 32, slice(33, 41)
ANSWERED = frozenset({TestOutcome.GOOD, TestOutcome.LATE, TestOutcome.BY_ONE_ACCOUNT})
"""Outcomes by which a watch answered, by one account at least."""
LOOK_BACK_MS = 3 * 86_400_000


def run_rota(core: Core) -> None:
    """Start the tests that are due, note those that nobody started or answered. One alarm for a slot, never a cause."""
    if core.ended:
        return
    if core.rota_from <= core.now.wall + 1 and core.now.wall < core.rota_idle_until and not core.tests_touched:
        return
    windows = core.charter.windows
    earliest = core.now.wall - 1000 * windows.answer_s - DAY_MS
    if not earliest <= core.rota_from <= core.now.wall + 1:
        core.rota_from = max(earliest, core.now.wall - 1000 * windows.answer_s)
    core.rota_idle_until = 0
    for charter, due in due_in(core.terms, core.rota_from, core.now.wall + 1):
        age_s, windows = (core.now.wall - due.due) / 1000, charter.windows
        found = tests_of_slot(charter, core.fold_rows, due)
        if not found and core.own is not None and core.ready():
            ours = due.initiator == core.code
            if due.circuit in charter.spoken:
                _remind(core, due, ours=ours and age_s < windows.initiative_s)
            elif ours and age_s < windows.initiative_s:
                start_test(core, due.circuit, NODE_POST, due=due.due)
            elif (
                not ours
                and core.rules.reverse_tests
                and windows.initiative_s <= age_s < windows.answer_s
                and _our_turn(core, due)
            ):
                start_test(core, due.circuit, NODE_POST, due=due.due, reverse=True)
        if not found and age_s >= windows.initiative_s:
            words = worded(
                "{initiator} did not initiate the line test due on {circuit}. The cause is not known here.",
                initiator=due.initiator,
                circuit=due.circuit,
            )
            core.alarms.set(f"slot/{due.due}/{due.circuit}", Level.CAUTION, words, core.now.wall)
        elif found and due.circuit in charter.spoken:
            core.alarms.clear(f"slot/{due.due}/{due.circuit}", core.now.wall)
        if age_s >= windows.answer_s:
            _conclude(core, charter, due)
            core.rota_from = due.due + 1
    following = next_due(core.terms, core.rota_from)
    if following is not None and following.due > core.now.wall:
        core.rota_idle_until = following.due
    _judge_again(core)


def _remind(core: Core, due: TestDue, *, ours: bool) -> None:
    """No node makes a call: the watch whose turn it is telephones, and types what became of it."""
    if ours:
        words = worded(
            "A line test is due on {circuit}: call the other watch, then type what became of it: `watchline test DIR"
            " --circuit {circuit} --answered --quality 4 --by POST`, or --no-answer.",
            circuit=due.circuit,
        )
        core.alarms.set(f"slot/{due.due}/{due.circuit}", Level.CAUTION, words, core.now.wall)


def _our_turn(core: Core, due: TestDue) -> bool:
    """Of three and more parties, the one after the initiator in charter order may start the reverse test."""
    codes = core.charter.codes
    return codes[(codes.index(due.initiator) + 1) % len(codes)] == core.code


def _conclude(core: Core, charter: Charter, due: TestDue) -> None:
    """The answer window of a slot is over: count what our watch and theirs did not answer."""
    row = judge(charter, core.fold.row, core.fold_rows, due, core.now.wall)
    if (
        row.ref is not None
        and row.ref.code == core.code
        and row.outcome not in {*ANSWERED, TestOutcome.ACCOUNTS_DIFFER}
    ):
        for peer in _tested(core, row.ref):
            peer.missed_in_a_row += 1
    _ring(core, row)


def _tested(core: Core, ref: EntryRef) -> list[Peer]:
    """Return whose watches a test of ours was for: all others', or by voice the one that was called."""
    spoken = spoken_test(read_thread(core.fold.row(THREAD, ref_key(core.line, ref))), ref)
    return [peer for peer in core.peers.values() if spoken is None or spoken.called in {"", peer.code}]


def _ring(core: Core, row: TestRow) -> None:
    """One alarm for a slot whose window is over, by what the record says of it now."""
    situation = f"slot/{row.due}/{row.circuit}"
    if row.outcome in ANSWERED:
        core.alarms.clear(situation, core.now.wall)
    elif row.outcome is TestOutcome.ACCOUNTS_DIFFER and row.ref is not None:
        text = core.reference(row.ref, row.serial)
        words = worded(
            "The two accounts of line test {text} on {circuit} differ: `watchline test DIR --list` shows both. Neither is"
            " corrected by the other.",
            text=text,
            circuit=row.circuit,
        )
        core.alarms.set(situation, Level.CAUTION, words, core.now.wall)
    elif row.outcome is TestOutcome.MISSED and row.ref is not None:
        text = core.reference(row.ref, row.serial)
        words = worded(
            "Line test {text} on {circuit} was not answered in time by a watch. It can still be answered; it then counts"
            " as late.",
            text=text,
            circuit=row.circuit,
        )
        core.alarms.set(situation, Level.WARNING, words, core.now.wall)


def _judge_again(core: Core) -> None:
    """A test or an answer came after the window of its slot (it was written in time, perhaps, and the line was cut)."""
    for ref in core.tests_touched:
        thread = read_thread(core.fold.row(THREAD, ref_key(core.line, ref)))
        opener = thread.opener[0] if thread.opener else None
        if opener is not None and opener.kind == Kind.LINE_TEST and 0 <= opener.due < core.rota_from:
            charter = term_at(core.terms, opener.due)
            due = TestDue(Instant(opener.due), opener.circuit, initiator(charter, opener.due))
            row = judge(charter, core.fold.row, core.fold_rows, due, core.now.wall)
            if f"slot/{row.due}/{row.circuit}" in core.alarms.active or row.outcome is TestOutcome.ACCOUNTS_DIFFER:
                _ring(core, row)


def count_missed(core: Core) -> None:
    """After a start: how many of our newest tests in a row each other watch did not answer, as it was counted while running.

    Of three and more parties one watch's answer is enough for a test: it says nothing against those that did not answer as well.
    """
    end = core.now.wall - 1000 * core.charter.windows.answer_s
    for charter, due in due_in(core.terms, end - LOOK_BACK_MS, end):
        for ref in tests_of_slot(charter, core.fold_rows, due):
            if ref.code == core.code:
                thread = read_thread(core.held.row(THREAD, ref_key(core.line, ref)))
                spoken = spoken_test(thread, ref)
                if spoken is not None:
                    called = [peer for peer in core.peers.values() if spoken.called in {"", peer.code}]
                    for peer in called if spoken.answered is not None else ():
                        peer.missed_in_a_row = 0 if spoken.answered else peer.missed_in_a_row + 1
                    continue
                answered = {
                    act.code for act in acts(thread) if act.kind == Kind.LINE_TEST_ANSWERED and act.how == "watch"
                }
                for peer in core.peers.values():
                    if peer.code in answered:
                        peer.missed_in_a_row = 0
                    elif not answered - {core.code}:
                        peer.missed_in_a_row += 1


def answer_by_configuration(core: Core, ref: EntryRef) -> None:
    """Answer a line test as the node, if this party configured it so: shown apart, never counted as an officer's answer."""
    record = LineTestAnswered(answered_by="node")
    write_entry(core, record, post=NODE_POST, refs=(ref_to(core, ref),))


def watch_overdue(core: Core) -> int | None:
    """Raise the alarm of messages past their objective to human read; return when the next one is due (wall ms)."""
    changed = core.fold.due_changed
    if not changed and (core.overdue_at is None or core.now.wall < core.overdue_at):
        return core.overdue_at
    for key in changed:
        letter = chr(key[_LETTER])
        if key <= core.due_after.get(letter, b""):
            del core.due_after[letter]  # it came so late that its time was over before it was here
    found = [_next_overdue(core, letter, 1000 * objective) for letter, objective in core.charter.precedence.items()]
    core.overdue_at = min((at for at in found if at is not None), default=None)
    return core.overdue_at


def _next_overdue(core: Core, letter: str, objective: int) -> int | None:
    """Raise the alarm of messages of a precedence past the objective of the charter in force; return when the next one is due."""
    while True:
        page = core.fold_rows(DUE, core.line + letter.encode(), core.due_after.get(letter), _PAGE)
        for key, _value in page:
            due = int.from_bytes(key[_WRITTEN], "big") + objective
            if due > core.now.wall:
                return due
            core.due_after[letter] = key
            _overdue(core, read_ref_key(key))
        if len(page) < _PAGE:
            return None


def _overdue(core: Core, ref: EntryRef) -> None:
    thread = read_thread(core.fold.row(THREAD, ref_key(core.line, ref)))
    if not thread.opener:
        return
    opener = thread.opener[0]
    text = core.reference(ref, opener.serial)
    level = Level.EMERGENCY if opener.precedence == "Z" else Level.ALARM
    state = message_state(thread, ref.code)
    if ref.code == core.code:
        words = worded(
            "{text} (precedence {precedence}) is past its time and not read by every party it is for. Call them by another"
            " means.",
            text=text,
            precedence=opener.precedence,
        )
    else:
        words = worded(
            "{text} from {code} (precedence {precedence}) is past its time and not read here. Read it: `watchline read DIR"
            " {text}`.",
            text=text,
            code=ref.code,
            precedence=opener.precedence,
        )
    ours = ref.code == core.code
    if ours or (core.code in recipients(opener, ref.code, core.codes_at(ref)) and core.code not in state.read):
        core.alarms.set(f"message/{text}", level, words, core.now.wall)


def watch_held(core: Core) -> int | None:
    """Note entries of ours that a party does not hold within the charter's objective; return when to look again (wall ms)."""
    log = core.own
    if log is None or core.ended:
        return None
    objective = 1000 * core.charter.windows.held_s
    wake = None
    for peer in core.peers.values():
        held = log.cosignatures[peer.code].head.size if peer.code in log.cosignatures else 0
        situation = f"held/{peer.code}"
        entry = log.entry(held, core.held) if held < log.size else None
        header = None if entry is None else core.header(entry.leaf)
        if header is None:
            core.alarms.clear(situation, core.now.wall)
            continue
        if core.now.wall >= header.t + objective:
            words = worded(
                "{n} entry of ours is not known to be held by {code}. It stands and is sent again without end.",
                "{n} entries of ours are not known to be held by {code}. They stand and are sent again without end.",
                n=log.size - held,
                code=peer.code,
            )
            core.alarms.set(situation, Level.CAUTION, words, core.now.wall)
        else:
            wake = header.t + objective if wake is None else min(wake, header.t + objective)
    return wake


def next_wake(core: Core) -> int:
    """Return the monotonic instant at which time may bring something next; ``core.walls`` has what the last step found due."""
    now, mono = core.now
    if core.rota_idle_until > now:
        instants = [core.rota_idle_until, *core.walls]
    else:
        following = next_due(core.terms, now + 1)
        instants = [*core.walls, None if following is None else following.due]
        for charter, slot in due_in(core.terms, core.rota_from, now + 1):
            windows = charter.windows
            instants += [slot.due + 1000 * windows.initiative_s, slot.due + 1000 * windows.answer_s]
    waits = [mono + wall - now for wall in instants if wall is not None and wall > now]
    for peer in core.everyone():
        waits += [circuit.wake_at() for circuit in peer.circuits.values() if circuit.connected]
        resend = peer.outbox.wake_at()
        if resend is not None:
            waits.append(resend)
    if (gathered := gathered_at(core)) is not None:
        waits.append(gathered)
    waits += [side.next_at for side in core.witnesses.values()]
    held_ms = 1000 * core.charter.windows.held_s
    waits += [since + held_ms for since in core.doubted.values() if since + held_ms > mono]
    for patience in (0 if core.closed else core.rules.listen_ms, core.rules.dead_ms):
        if mono - core.started_at < patience:
            waits.append(core.started_at + patience)
    return max(mono + 1, min(waits, default=mono + 60_000))


__all__ = [
    "SLOT",
    "answer_by_configuration",
    "count_missed",
    "instant_key",
    "next_wake",
    "run_rota",
    "watch_held",
    "watch_overdue",
]

"""The panes of the terminal desk in words. Every text of another party is data: never markup, acting characters visible."""

from __future__ import annotations

from rich.text import Text

from watchline.codec.visible import one_line, visible
from watchline.measure import dtg, utc
from watchline.terminal.known import Known
from watchline.terminal.shapes import Alarm, Message, Peer, SessionNow, Slot, Status

STATES = {
    "NORMAL": "bold",
    "DEGRADED": "bold black on yellow",
    "UNANSWERED": "bold black on yellow",
    "DARK": "bold white on red",
}
LEVELS = {"emergency": "bold white on red", "alarm": "bold red", "warning": "bold yellow", "caution": "yellow"}
PRECEDENCES = {"Z": "bold red", "O": "bold yellow", "P": "bold", "R": ""}
_STALE = "bold black on yellow"
_SENTENCES_MAX, _TESTS_SHOWN = 3, 4


def strip(known: Known, session: SessionNow | None, now: float, *, bell: bool | None) -> Text:
    """Return what is to be seen from two metres: the line's state, what waits, the next test, and whether all this is still so."""
    status, text = known.status, Text()
    stale = known.stale(now)
    if status is None:
        text.append(" NOT KNOWN ", _STALE)
        text.append(f"  waiting for our own node for {known.silent_s(now):.0f} s")
        return text
    at = known.clock(now)
    if stale:
        text.append(" STALE ", _STALE)
        text.append(f" no news from our own node for {known.silent_s(now):.0f} s; it showed ")
    state = status.shown or status.state or "NOT KNOWN"
    text.append(f" {one_line(state)} ", _STALE if stale else STATES.get(status.state or "", "bold"))
    text.append(f"  {status.party} on {one_line(status.title)}   {dtg(at)}  {utc(at)[11:19]}Z")
    if session is not None and session.officer is not None:
        text.append(f"   {one_line(session.officer.shown)}")
    text.append("\n")
    waiting = len(known.waiting())
    text.append(
        f" {waiting} alarm{'' if waiting == 1 else 's'} to acknowledge ", LEVELS["emergency"] if waiting else ""
    )
    text.append(f" {status.unread} not read, {status.unacknowledged} not acknowledged here")
    text.append(f" · {_next_test(status, at)}")
    if bell is not None:
        text.append(f" · bell {'ON' if bell else 'OFF (F7)'}")
    if known.trouble:
        text.append(f"\n{visible(known.trouble)}", "bold red")
    elif status.closed:
        text.append(f"\nTHIS NODE SIGNS NOTHING: {visible(status.closed)}", "bold red")
    elif status.demo:
        text.append(f"\nDEMONSTRATION: {one_line(status.demo_words)}", "italic")
    return text


def _next_test(status: Status, at: int) -> str:
    due = status.next_test
    if due is None:
        return "no line test in the calendar"
    left = max(0, due.due - at) // 1000
    hours, rest = divmod(left, 3600)
    return f"next test in {f'{hours}:' if hours else ''}{rest // 60:02}:{rest % 60:02}, {due.initiator} on {one_line(due.circuit)}"


def line(status: Status | None, sentences: int = _SENTENCES_MAX) -> Text:
    """Return the line: circuits, who holds what, tests, when the parties last spoke (so many sentences of it)."""
    if status is None:
        return Text("Nothing is known yet.")
    rows = [visible(status.state_words)] if status.state_words else []
    for peer in status.peers:
        rows.append(f"to {peer.party}   {_circuits(peer)}")
        if peer.clock_apart_ms is not None:
            rows.append(f"clock    {peer.clock_apart_ms / 1000:.1f} s apart from {peer.party}'s")
        rows += [f"telephone {peer.party}  {one_line(phone.number)} {one_line(phone.words)}" for phone in peer.phones]
    rows.append(f"held     {visible(status.held.words)}")
    rows += [visible(words) for words in status.missing]
    rows += [f"test     {_test(item)}" for item in status.last_tests[-_TESTS_SHOWN:]]
    if status.calls_waiting_for_us:
        rows.append(f"calls    {status.calls_waiting_for_us} wait for our answer")
    rows += [visible(item.sentence) for item in status.contacts[:sentences]]
    return Text("\n".join(rows))


def _circuits(peer: Peer) -> str:
    marks = []
    for item in peer.circuits:
        silent = "" if item.silent_s is None else f" {item.silent_s:.0f} s"
        state = "not known" if item.alive is None else "alive" if item.alive else f"silent{silent}"
        marks.append(f"{one_line(item.circuit)} {state}")
    return f"{peer.state or ''}  {', '.join(marks)}".strip()


def _test(slot: Slot) -> str:
    waits = " (y answers it)" if slot.waits_for_us else ""
    return f"{dtg(slot.due)} {one_line(slot.circuit)} {slot.initiator}: {slot.outcome.replace('_', ' ')}{waits}"


def alarms(known: Known) -> Text:
    """Return the alarms, the next one first. What waits has a mark and stands bold; what was acknowledged stands steady."""
    found = known.alarms()
    if not found:
        return Text("No alarm lasts. That is how it should be.")
    text = Text()
    waiting = known.waiting()
    for item in found:
        text.append_text(_alarm(item, first=bool(waiting) and item is waiting[0]))
    status = known.status
    if status is not None and status.alarms_more:
        text.append(f"and {status.alarms_more} more")
    return text


def _alarm(item: Alarm, *, first: bool) -> Text:
    mark = "▶" if first else "◆" if item.waits else " "
    text = Text(f"{mark} ")
    text.append(item.level.upper() if item.waits else item.level, LEVELS.get(item.level, "") if item.waits else "")
    text.append(f" since {dtg(item.since)}  {visible(item.words)}")
    if item.shelved is not None:
        text.append(
            f" (shelved until {dtg(item.shelved.until)} by {one_line(item.shelved.officer)}: {one_line(item.shelved.reason)})"
        )
    if item.alarm_acknowledged is not None:
        text.append(f" (sound stopped by {one_line(item.alarm_acknowledged.officer)}; the other side is told nothing)")
    return text.append("\n")


def row(message: Message, party: str) -> Text:
    """Return a message as one row of the list: precedence, reference, three separate facts, its beginning."""
    text = Text(no_wrap=True, overflow="ellipsis")
    unread = not message.ours and not _read_by(message, party)
    text.append("◆" if unread else " ")
    text.append(message.precedence, PRECEDENCES.get(message.precedence, ""))
    text.append(f" {message.ref} {message.from_} ", "bold" if unread else "")
    text.append(f"[{_facts(message)}] ")
    text.append(one_line(message.said)[:200])
    return text


def _read_by(message: Message, party: str) -> bool:
    found = message.state_of(party)
    return found is not None and found.read is not None


def _facts(message: Message) -> str:
    """Return by how many it is held, read, acknowledged: three facts, never one mark."""
    of = len(message.states)
    return " ".join(
        f"{name} {len(facts.by)}/{of}"
        for name, facts in (("held", message.held), ("read", message.read), ("ack", message.acknowledged))
    )


def whole(message: Message | None, party: str, at: int, *, speaks: bool) -> Text:
    """Return one message with what each party stated about it, and which keys are for it."""
    if message is None:
        return Text("No message is on this page. Press n to write one.")
    text = Text()
    text.append(f"{message.precedence} {message.precedence_name}", PRECEDENCES.get(message.precedence, ""))
    text.append(f"  {message.ref}  {message.dtg}  from {message.from_}\n")
    for label in message.labels:
        text.append(f"{one_line(label)}\n", "bold")
    text.append(f"\n{visible(message.said)}\n\n")
    text.append(f"held: {visible(message.held.words)}\nread: {visible(message.read.words)}\n")
    text.append(f"acknowledged: {visible(message.acknowledged.words)} (it is not consent)\n")
    if message.corrected:
        text.append("Its author corrected it; both texts stand in the record.\n", "bold")
    mine = message.state_of(party)
    if message.ours or mine is None:
        return text
    if mine.read is None:
        left = (message.due - at) / 60_000
        text.append("NOT READ HERE" + (f", due in {left:.0f} min" if left > 0 else ", overdue") + "\n", "bold")
        if speaks:
            text.append("Enter signs that our watch has it before it.")
    elif mine.acknowledged is None and speaks:
        text.append("u signs: understood.  b signs: read back, with its words.")
    return text

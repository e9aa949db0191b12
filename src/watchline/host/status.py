"""The status of a line: what this node and its record can say now. Every word is about what is held here, never about a cause."""

from __future__ import annotations

from typing import Any

from watchline.host.figures import every_circuit, line_began, slot
from watchline.host.here import Here, held_sizes, instant, reference, tally, witness_statements
from watchline.host.messages_known import Opened, opened
from watchline.host.order import Place, ThreadSpot, newest_threads
from watchline.host.phrases import phrasebook_of
from watchline.line import LineState, fallback_phones, next_due
from watchline.measure import DAY_MS, dtg
from watchline.node import OWN_EPOCH, Live, epoch_key, read_epoch
from watchline.node.live import UndeliveredFact
from watchline.node.memory import OWN_ALARM, OWN_ALARM_ENDED
from watchline.party import fingerprint, parse_origin
from watchline.record import NODE_POST, Kind
from watchline.record.calls import ACTS as CALL_ACTS
from watchline.record.notices import SAID as NOTICE_ACTS
from watchline.record.readouts import ACTS as READOUT_ACTS
from watchline.sentence import joined, worded
from watchline.view import (
    OPENING,
    EntryRef,
    acts,
    code_key,
    line_open,
    message_state,
    recipients,
    test_state,
)
from watchline.view.spoken import spoken_test
from watchline.watch import Alarm, Level, read_alarm, test_rows

LOOK_BACK_DAYS = 3
LAST_TESTS = 6
ALARMS_MAX = 10_000
WALK_MAX = 1_000
"""Threads looked at, newest first, before the status says that it looked no further: it is asked for often, beside a node that works."""
ALARMS_SHOWN, ENDED_SHOWN = 500, 100
BY_PEOPLE = frozenset(
    {
        Kind.MESSAGE_READ,
        Kind.MESSAGE_ACKNOWLEDGED,
        Kind.LINE_TEST_ANSWERED,
        Kind.CORRECTION,
        Kind.SERVICE_MESSAGE,
        *CALL_ACTS,
        *READOUT_ACTS,
        *NOTICE_ACTS,
    }
)
"""Kinds of acts that only people write (a line test answered by a node says so)."""
DEMO_WORDS = worded("This is a demonstration line: what is said here says nothing about any state.")
WHO_MAY_ACT = worded(
    "Officers sign in at the desk. On this machine whoever may open the node's socket, node.sock with mode 0600,"
    " acts for the post named with --post. An entry names the post, never a person. Posts that the charter does"
    " not name are refused."
)
NO_RELEASE_RULE = worded(
    "Phrases that two officers must agree to say take two, once officers of this node are known. No release rule but that applies yet:"
    " until the watch is built one person drafts and releases, whatever the precedence."
)
STATE_WORDS = {
    LineState.NORMAL: worded(
        "Every circuit is alive, and not two line tests in a row ended without an answer by a watch."
    ),
    LineState.DEGRADED: worded("At least one circuit is alive and at least one is not."),
    LineState.UNANSWERED: worded(
        "A circuit is alive; two or more line tests in a row were not answered by a watch. The cause is not known here."
    ),
    LineState.DARK: (
        worded(
            "No circuit is alive to at least one party. Silence, refusal and a dead link look alike: use the fallback in"
            " the charter. What is written now stands and goes out by itself when a circuit returns."
        )
    ),
}
NOT_RUNNING = worded(
    "No node runs in this folder, so nothing is sent, received or cosigned, and the state of the line is not"
    " known. Shown is what the record held when the node was stopped. Start it: `watchline up DIR`."
)


def demo_mark(here: Here | None) -> str:
    """Return what stands on whatever a demonstration line gives out on paper; of another line, or before one is founded, nothing."""
    return DEMO_WORDS if here is not None and here.charter.demo else ""


def status(here: Here, now: int, live: Live | None, waiting: Opened | None = None) -> dict[str, Any]:
    """Return the status of a line.

    Args:
        here: What this node can show.
        now: Wall clock of this node, ms.
        live: The own view of the running node; None if none runs: then only the record is shown, and the words say so.
        waiting: How many messages wait to be read, where that is known; None: they are counted.
    """
    charter = here.charter
    is_open = line_open(charter, here.held.row, here.opening_codes)
    walk = _Walk(here, now)
    unread, ours_unread, all_open = opened(here) if waiting is None else waiting
    alarms, ended = _alarms(here, live), _ended(here, now)
    return {
        "line": charter.line.hex(),
        "title": charter.title,
        "demo": charter.demo,
        "demo_words": DEMO_WORDS if charter.demo else "",
        "party": here.code,
        "parties": [_party(here, party.code) for party in charter.parties],
        "running": live is not None,
        "running_words": worded("The node runs.") if live is not None else NOT_RUNNING,
        **instant("at", now),
        "dtg": dtg(now),
        "state": None if live is None else live.state.value,
        "state_words": "" if live is None else STATE_WORDS[live.state],
        "open": is_open,
        "missing": [] if is_open else _missing(here),
        "closed": "" if live is None else live.closed,
        "peers": [_peer(here, code, now, live, walk) for code in charter.codes if code != here.code],
        "circuits_answered": [walk.answered.get(name, _untested(name)) for name in every_circuit(charter)],
        "held": _held(here),
        "next_test": _next_test(here, now),
        "last_tests": _last_tests(here, now),
        "unread": unread,
        "ours_unread": ours_unread,
        "unacknowledged": walk.unacknowledged,
        "tests_waiting_for_us": walk.waiting,
        "counted_all": walk.whole and all_open,
        "alarms": [alarm_shown(alarm) for alarm in alarms[:ALARMS_SHOWN]],
        "alarms_more": max(0, len(alarms) - ALARMS_SHOWN),
        "alarms_ended": [alarm_shown(alarm) for alarm in ended[-ENDED_SHOWN:]],
        "alarms_ended_more": max(0, len(ended) - ENDED_SHOWN),
        "reassessed": None,
        "clock": _clock(live),
        "logs": [] if live is None else [_log(here, live, row.origin) for row in here.held.logs(charter.line)],
        "witnesses": _witnesses(here, live),
        "undelivered": [] if live is None else [_undelivered(fact) for fact in live.undelivered],
        "epochs": _epochs(here),
        "refused": {} if live is None else live.refused,
        "phrasebook": phrasebook_of(charter, here.shelf),
        "who_may_act": WHO_MAY_ACT,
        "release_rule": NO_RELEASE_RULE,
    }


def _party(here: Here, code: str) -> dict[str, Any]:
    party = here.charter.party(code)
    return {"party": code, "names": party.names, "fingerprint": fingerprint(party.root), "ours": code == here.code}


def _missing(here: Here) -> list[str]:
    """Return what the line lacks to be open, in the same words for every party."""
    charter, look, codes = here.charter, here.held.row, here.opening_codes

    def known(code: str, fact: str) -> bool:
        return look(OPENING, code_key(charter.line, code) + fact.encode()) is not None

    words: list[str] = [
        worded("{code} has not stated here that it holds the log of {other}.", code=code, other=other)
        for code in codes
        for other in codes
        if other != code and not known(code, f"seen/{other}")
    ]
    words += [
        worded(
            "No line test of {code} was answered yet: {code} starts one (`watchline test DIR`), another party answers it"
            " (`watchline test DIR --answer REF`).",
            code=code,
        )
        for code in codes
        if not any(known(other, f"answered/{code}") for other in codes if other != code)
    ]
    return words


def _peer(here: Here, code: str, now: int, live: Live | None, walk: _Walk) -> dict[str, Any]:
    """Return what is known of another party; circuits and state only where a node runs."""
    fact = None if live is None else next((peer for peer in live.peers if peer.code == code), None)
    circuits = {item.name: item for item in fact.circuits} if fact else {}
    shown = []
    for name in here.charter.carried:
        item = circuits.get(name)
        silent_s = None if item is None or item.silent_s < 0 else round(item.silent_s, 1)
        alive = None if item is None else item.alive
        shown.append({"circuit": name, "alive": alive, "connected": item and item.connected, "silent_s": silent_s})
    contact = walk.contact(code)
    return {
        "party": code,
        "state": fact.state.value if fact else None,
        "circuits": shown,
        "missed_in_a_row": fact.missed_in_a_row if fact else None,
        "clock_apart_ms": fact.clock_apart_ms if fact else None,
        "phones": [
            {"number": phone.number, "desk": phone.desk, "words": phone.words}
            for phone in (fallback_phones(here.charter, fact.state, code) if fact else ())
        ],
        "last_contact": contact,
        "days_since_contact": None if contact is None else max(0, now - contact["t"]) // DAY_MS,
    }


class _Walk:
    """What the newest threads tell, in one walk: contact with each party, tests answered on each circuit, what waits for our watch.

    Attributes:
        answered: Circuit → the newest test on it that a watch answered.
        unacknowledged: Messages for us that our watch has not acknowledged.
        waiting: Line tests of the last day that our watch has not answered.
        whole: Whether all threads were looked at.
    """

    def __init__(self, here: Here, now: int) -> None:
        self._here, self._now = here, now
        self.answered: dict[str, dict[str, Any]] = {}
        self.unacknowledged = self.waiting = 0
        self._newest: dict[str, tuple[Place, EntryRef, str, int]] = {}
        number = 0
        for number, spot in enumerate(newest_threads(here), 1):
            self._take(spot)
            if number >= WALK_MAX:
                break
        self.whole = number < WALK_MAX

    def contact(self, code: str) -> dict[str, Any] | None:
        """Return the newest entry that a person of a party wrote, by that party's clock."""
        found = self._newest.get(code)
        if found is None:
            return None
        _place, ref, kind, t = found
        return {"ref": reference(self._here, ref), "kind": kind, **instant("t", t)}

    def _take(self, spot: ThreadSpot) -> None:
        opener, author = spot.thread.opener[0], spot.ref.code
        if opener.post != NODE_POST:
            self._person(spot.place, spot.ref, opener.kind, opener.t)
        for act in acts(spot.thread):
            if act.kind in BY_PEOPLE and act.how != NODE_POST:
                self._person(act.place, act.ref, act.kind, act.t)
        if opener.kind == Kind.LINE_TEST:
            self._test(spot)
        elif opener.kind == Kind.MESSAGE and self._here.code in recipients(
            opener, author, self._here.codes_at(spot.ref)
        ):
            self.unacknowledged += self._here.code not in message_state(spot.thread, author).acknowledged

    def _person(self, place: Place, ref: EntryRef, kind: str, t: int) -> None:
        known = self._newest.get(ref.code)
        if known is None or place > known[0]:
            self._newest[ref.code] = (place, ref, kind, t)

    def _test(self, spot: ThreadSpot) -> None:
        opener, author = spot.thread.opener[0], spot.ref.code
        answer, spoken = test_state(spot.thread, author).watch, spoken_test(spot.thread, spot.ref)
        if answer is None:
            ours = author != self._here.code and (spoken is None or spoken.called in {"", self._here.code})
            self.waiting += ours and opener.t >= self._now - DAY_MS
        elif spoken is not None and not spoken.answered:
            return
        elif opener.circuit not in self.answered:
            self.answered[opener.circuit] = {
                "circuit": opener.circuit,
                "ref": reference(self._here, spot.ref),
                **instant("answered_at", answer.t),
                "answered_by": answer.code,
            }


def _untested(circuit: str) -> dict[str, Any]:
    return {"circuit": circuit, "ref": None, **instant("answered_at", None), "answered_by": None}


def _held(here: Here) -> dict[str, Any]:
    """Return by whom the newest entry of our own log is known to be held."""
    own = [row for row in here.held.logs(here.charter.line) if parse_origin(row.origin).code == here.code]
    own.sort(key=lambda row: parse_origin(row.origin).epoch)
    others = [code for code in here.charter.codes if code != here.code]
    if not own or not own[-1].head.size:
        words = worded("Our log on this line is not opened yet.")
        return {"ref": None, "size": 0, "by": [], "not_by": others, "sizes": {}, "words": words}
    name, size = parse_origin(own[-1].origin), own[-1].head.size
    sizes = held_sizes(here, own[-1].origin)
    by = [code for code in others if sizes[code] >= size]
    ref = reference(here, EntryRef(name.code, name.epoch, size - 1))
    told = tally("held", others, by)
    return {
        "ref": ref,
        "size": size,
        **told,
        "sizes": {code: min(sizes[code], size) for code in others},
        "words": worded("Our newest entry, {ref}, is {held}.", ref=ref, held=told["words"]),
    }


def _next_test(here: Here, now: int) -> dict[str, Any] | None:
    due = next_due(here.terms, now + 1)
    if due is None:
        return None
    fields = {"circuit": due.circuit, "initiator": due.initiator, "ours": due.initiator == here.code}
    return {**instant("due", due.due), "dtg": dtg(due.due), **fields}


def _last_tests(here: Here, now: int) -> list[dict[str, Any]]:
    start = max(now - LOOK_BACK_DAYS * DAY_MS, line_began(here, now))
    rows = test_rows(here.terms, here.held.row, here.held.rows, start, now, now)
    return [slot(here, row) for row in rows[-LAST_TESTS:]]


def _alarms(here: Here, live: Live | None) -> list[Alarm]:
    """Return the alarms that last: the running node's, else those that lasted when it was stopped."""
    if live is not None:
        return list(live.alarms)
    rows = here.held.rows(OWN_ALARM, here.charter.line, None, ALARMS_MAX)
    return sorted((read_alarm(row) for _, row in rows), key=lambda alarm: (-alarm.level, alarm.since, alarm.situation))


def _ended(here: Here, now: int) -> list[Alarm]:
    """Return the alarms that ended in the last day, the last one last."""
    line = here.charter.line
    rows = here.held.rows(OWN_ALARM_ENDED, line, line + max(0, now - DAY_MS).to_bytes(8, "big"), ALARMS_MAX)
    return [read_alarm(row) for _, row in rows]


def alarm_shown(alarm: Alarm) -> dict[str, Any]:
    """Return an alarm as the status has it, before it is known which officer acknowledged it or put it aside."""
    return {
        "situation": alarm.situation,
        "level": Level(alarm.level).name.lower(),
        **instant("since", alarm.since),
        **instant("ended", alarm.ended or None),
        "words": alarm.words,
        "alarm_acknowledged": None,
        "shelved": None,
    }


def _witnesses(here: Here, live: Live | None) -> list[dict[str, Any]]:
    """Return each witness of our own choice with what it stated; beside the running node, whether it answers."""
    stated = witness_statements(here)
    known = {item["fingerprint"]: item["witness"] for item in stated}
    facts = {} if live is None else {fact.fingerprint: fact for fact in live.witnesses}
    shown = []
    for digits, name in (known | {fact.fingerprint: fact.name for fact in facts.values()}).items():
        fact = facts.get(digits)
        statements = [item for item in stated if item["fingerprint"] == digits]
        connected, silent_s = (None, None) if fact is None else (fact.connected, round(fact.silent_s, 1))
        head = {"witness": name, "fingerprint": digits, "connected": connected, "silent_s": silent_s}
        shown.append({**head, "stated": statements})
    return shown


def _undelivered(fact: UndeliveredFact) -> dict[str, Any]:
    return {
        "party": fact.code,
        "epoch": fact.epoch,
        "size": fact.size,
        "root": fact.root.hex(),
        "held_here": fact.held,
        "seen_by": fact.seen_by,
        **instant("since", fact.since),
        "words": fact.words,
    }


def _clock(live: Live | None) -> dict[str, Any]:
    step = None if live is None else live.clock_step_ms
    words = ""
    if step:
        seconds = f"{abs(step) / 1000:.0f}"
        words = joined(
            (
                worded("Our clock stands {seconds} s ahead of what our timer expects.", seconds=seconds)
                if step > 0
                else worded("Our clock stands {seconds} s behind what our timer expects.", seconds=seconds),
                worded(
                    "Compare it with a third clock; if it is right an officer accepts it: `watchline clock DIR --accept`."
                ),
            )
        )
    return {"step_ms": step, "words": words}


def _epochs(here: Here) -> list[dict[str, Any]]:
    """Return every epoch after a party's first, and every log that one of them closed, as far as this node knows."""
    found = []
    for row in here.held.logs(here.charter.line):
        name = parse_origin(row.origin)
        kept = here.held.row(OWN_EPOCH, epoch_key(here.charter.line, name.code, name.epoch))
        if kept is None:
            continue
        known = read_epoch(kept)
        found.append(
            {
                "party": name.code,
                "epoch": name.epoch,
                "confirmed": bool(known.confirmed) or known.kept or name.epoch == 1,
                **instant("confirmed_at", known.confirmed or None),
                "confirmed_by": known.post,
                "digits": known.digits if name.code == here.code else None,
                "closed_at": known.limit if known.limit >= 0 else None,
                "late": max(0, row.head.size - known.limit) if known.limit >= 0 else 0,
            }
        )
    return found


def _log(here: Here, live: Live, origin: str) -> dict[str, Any]:
    fact = next((log for log in live.logs if log.origin == origin), None)
    sizes = held_sizes(here, origin)
    name = parse_origin(origin)
    return {
        "origin": origin,
        "party": name.code,
        "epoch": name.epoch,
        "size": sizes[name.code],
        "sizes": {code: size for code, size in sizes.items() if code != name.code},
        "log_status": fact.status if fact else None,
        "parked": fact.waiting if fact else None,
    }


__all__ = ["DEMO_WORDS", "NOT_RUNNING", "NO_RELEASE_RULE", "STATE_WORDS", "WHO_MAY_ACT", "status"]

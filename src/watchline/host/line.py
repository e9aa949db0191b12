"""The line: what each party states of it, and beside it what is measured, by party and circuit (docs/reference/json.md, line)."""

from __future__ import annotations

from typing import Any

from watchline.host.figures import every_circuit
from watchline.host.heard import Heard
from watchline.host.here import Here, instant
from watchline.host.suspended import agreements, history, rule, standing, suspensions_of
from watchline.line import CIRCUIT_TABLE, Human, LineState, Node, fallback_phones, human, shown
from watchline.sentence import joined, worded

NOT_STOPPED = worded(
    "A suspension is a party's own public word. It stops nothing here: entries, mirroring, cosignatures, line"
    " tests and FLASH go on, and what is measured goes on being shown."
)
NODE_WORDS = {
    Node.UP: worded("its node answers"),
    Node.DOWN: worded("its node does not answer"),
    Node.UNMEASURED: worded("people speak on it; nothing is measured"),
}
HUMAN_WORDS = {
    Human.ANSWERS: worded("its watch answers"),
    Human.SILENT: worded("its watch did not answer the newest tests"),
    Human.UNTESTED: worded("untested"),
}


def stated(here: Here, now: int) -> dict[str, Any]:
    """Return what the parties state of the line, for the single glance."""
    found = suspensions_of(here)
    return {"suspended": standing(here, found, Heard(here, now), now) if found.all_standing() else []}


def line(here: Here, now: int, status: dict[str, Any]) -> dict[str, Any]:
    """Return the states of a line.

    Args:
        here: What this node can show.
        now: Wall clock, ms.
        status: What the running node answered to ``status``, or the status of the record where none runs: what is measured is in it.
    """
    found, heard = suspensions_of(here), Heard(here, now)
    suspended = standing(here, found, heard, now)
    by = [item["party"] for item in suspended if item["agreement"] is None]
    measured = None if status["state"] is None else LineState(status["state"])
    head = ("line", "title", "demo", "demo_words", "party", "running", "running_words", "at", "at_utc", "dtg", "open")
    return {
        **{name: status[name] for name in head},
        "state": status["state"],
        "state_words": status["state_words"],
        "shown": shown(measured, by),
        "suspended_by": by,
        "suspended": suspended,
        "stops_nothing": NOT_STOPPED,
        "suspension_rule": rule(here),
        "peers": [_peer(here, peer, heard) for peer in status["peers"]],
        "agreements": agreements(here, found, suspended),
        **history(here, found),
        "next_test": status["next_test"],
        "counted_all": heard.whole,
    }


def _peer(here: Here, peer: dict[str, Any], heard: Heard) -> dict[str, Any]:
    code, running = peer["party"], peer["state"] is not None
    measured = {item["circuit"]: item for item in peer["circuits"]}
    circuits = [_circuit(here, code, name, measured.get(name), heard) for name in every_circuit(here.charter)]
    carried = [item for item in circuits if not item["spoken"]]
    newest = heard.newest(code)
    dark = peer["state"] == LineState.DARK
    return {
        "party": code,
        "state": peer["state"],
        "carrier_up": any(item["carrier_up"] for item in carried) if running else None,
        "node_up": any(item["node_up"] for item in carried) if running else None,
        "human_answered": None if newest is None else {"ref": newest.ref, "circuit": newest.circuit, **instant("at", newest.at), "stated_by": list(newest.stated_by)},
        "missed_in_a_row": peer["missed_in_a_row"],
        "circuits": circuits,
        "clock": _clock(here, code, peer["clock_apart_ms"] if any(item["node_up"] for item in carried) else None),
        "phones": [
            {"number": phone.number, "desk": phone.desk, "words": phone.words}
            for phone in (fallback_phones(here.charter, LineState.DARK, code) if dark else ())
        ],
    }  # fmt: skip


def _circuit(here: Here, code: str, name: str, item: dict[str, Any] | None, heard: Heard) -> dict[str, Any]:
    spoken = name in here.charter.spoken
    alive = None if item is None else item["alive"]
    node = Node.UNMEASURED if spoken else Node.UP if alive else Node.DOWN
    answer, missed = heard.answers.get((code, name)), heard.missed.get((code, name), 0)
    watch = human(missed, answered=answer is not None)
    known = spoken or alive is not None
    state = CIRCUIT_TABLE[node, watch] if known else None
    return {
        "circuit": name,
        "carrier": here.charter.carriers.get(name, "phone"),
        "spoken": spoken,
        "state": None if state is None else state.value,
        "carrier_up": None if item is None else item["connected"],
        "node_up": alive,
        "silent_s": None if item is None else item["silent_s"],
        "watch": watch.value,
        "answered": None if answer is None else {"ref": answer.ref, **instant("at", answer.at), "stated_by": list(answer.stated_by)},
        "missed_in_a_row": missed,
        "words": joined((NODE_WORDS[node] if known else worded("not known: no node runs"), HUMAN_WORDS[watch]), "; "),
    }  # fmt: skip


def _clock(here: Here, code: str, apart_ms: int | None) -> dict[str, Any]:
    allowed = here.charter.clock_ms
    if apart_ms is None:
        words = worded("not compared: no circuit is alive")
    elif abs(apart_ms) > allowed:
        apart, most = f"{abs(apart_ms) / 1000:.1f}", f"{allowed / 1000:g}"
        words = (
            worded(
                "that of {party} is {apart} s ahead of ours; the charter allows {most} s",
                party=code,
                apart=apart,
                most=most,
            )
            if apart_ms > 0
            else worded(
                "that of {party} is {apart} s behind ours; the charter allows {most} s",
                party=code,
                apart=apart,
                most=most,
            )
        )
    else:
        words = worded(
            "{apart} s apart, within the {most} s that the charter allows",
            apart=f"{abs(apart_ms) / 1000:.1f}",
            most=f"{allowed / 1000:g}",
        )
    return {"apart_ms": apart_ms, "allowed_ms": allowed, "words": words}

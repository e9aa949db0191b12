"""How the line reads: the stated fact first, by name, and in the same sentence who in fact answers; then what is measured."""

from __future__ import annotations

from typing import Any

from watchline.cli.show import facts, quoted, say, table
from watchline.measure import dtg

_UP = {True: "up", False: "down", None: "not known"}


def show_line(answer: dict[str, Any]) -> None:
    """Print the answer of ``watchline line``."""
    if answer["demo_words"]:
        say(answer["demo_words"])
    say(f"{answer['party']} on {answer['title'] or 'line ' + answer['line'][:16]}: {answer['shown']}")
    say(answer["state_words"] or answer["running_words"])
    _suspended(answer)
    for peer in answer["peers"]:
        say()
        _peer(peer)
    _agreements(answer)
    for spell in answer["ended"]:
        what = "the line" if spell["agreement"] is None else f"agreement {spell['agreement']}"
        say(f"Earlier: {what} suspended by {spell['party']} since {dtg(spell['since'])} ({spell['ref']}), resumed {dtg(spell['resumed']['stated'])} ({spell['resumed']['ref']}).")  # fmt: skip
    for said in answer["without_effect"]:
        say(f"Without effect: {said['ref']} ({said['kind']}) resumes nothing that {said['from']} has suspended.")


def _suspended(answer: dict[str, Any]) -> None:
    for spell in answer["suspended"]:
        say()
        say(spell["words"])
        say(f"Stated in {spell['ref']} at {dtg(spell['stated'])}. {' '.join(spell['observed'])}")
        for said in (spell, *spell["again"]):
            if said["text"]:
                say(quoted(said["text"]))
    if answer["suspended"]:
        say()
        say(answer["stops_nothing"])
        rule = answer["suspension_rule"]
        say(f"Suspension by the charter{'' if rule['agreed'] else ' (the usual rule)'}:")
        for text in rule["text"].values():
            say(quoted(text))
        say(rule["words"])


def _peer(peer: dict[str, Any]) -> None:
    heard = peer["human_answered"]
    answered = "no test answered by its watch is known here"
    if heard is not None:
        answered = f"{heard['ref']} on {heard['circuit']}, {dtg(heard['at'])}"
    say(f"To {peer['party']}: {peer['state'] or 'not known'}")
    facts(
        [
            ("carrier", _UP[peer["carrier_up"]]),
            ("node", _UP[peer["node_up"]]),
            ("watch answered", answered),
            ("clocks", peer["clock"]["words"]),
            *(("telephone", " ".join(part for part in (item["number"], item["desk"], item["words"]) if part)) for item in peer["phones"]),
        ]
    )  # fmt: skip
    rows = []
    for item in peer["circuits"]:
        last = item["answered"]
        newest = "" if last is None else f"{last['ref']}, {dtg(last['at'])}"
        rows.append(
            [
                item["circuit"],
                item["state"] or "",
                "" if item["spoken"] else _UP[item["carrier_up"]],
                item["words"],
                newest,
            ]
        )
    table(["CIRCUIT", "STATE", "CARRIER", "NODE; WATCH", "WATCH ANSWERED"], rows)


def _agreements(answer: dict[str, Any]) -> None:
    if not answer["agreements"]:
        return
    say()
    rows = []
    for item in answer["agreements"]:
        by = [*item["suspended_by"], *(f"{code} with the line" for code in item["suspended_with_the_line_by"])]
        title = next(iter(item["title"].values()), "" if item["in_charter"] else "not in the charter in force")
        rows.append([item["id"], title, item["state"] + (f" by {', '.join(by)}" if by else "")])
    table(["AGREEMENT", "TITLE", "STATED"], rows)

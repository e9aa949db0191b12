"""``watchline status``: the line at a glance, from the running node and the record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watchline.cli.options import json_option, node_argument

if TYPE_CHECKING:
    from watchline.host.places import KeptLine


@click.command("status", short_help="The line at a glance.")
@node_argument
@click.option(
    "--line", "wanted", metavar="NAME", default="", help="This line only, by its title or the first digits of its id."
)
@json_option
def command(*, folder: Path, wanted: str, as_json: bool) -> None:
    """Show the state of the line: circuits, who holds what, tests, messages not read, alarms, and what the line lacks to be open.

    Of a node that keeps several lines all are shown, one after the other; one that cannot be shown is named with the reason.
    """
    from watchline.cli.show import emit, say
    from watchline.host.annex import ANNEX
    from watchline.host.config import load_config
    from watchline.host.places import choose_line, kept_lines, node_of

    lines = [] if wanted or node_of(folder) != folder else kept_lines(folder)
    if not lines and not wanted and node_of(folder) == folder and (node_of(folder) / ANNEX).is_dir():
        answer = _alone(folder)
        emit(answer) if as_json else _show_alone(answer)
        return
    if len(lines) <= 1:
        answer = status_of(choose_line(folder, wanted))
        if as_json:
            emit(answer)
        else:
            _show(answer)
        return
    answers = [_of_line(item) for item in lines]
    if as_json:
        running = all(item.get("running") for item in answers)
        emit({"party": load_config(folder).code, "running": running, "lines": answers})
        return
    for number, answer in enumerate(answers):
        if number:
            say()
            say("-" * 72)
        if answer.get("error"):
            say(f"Line {answer['named']} cannot be shown: {answer['error']}")
        else:
            say(f"Line {answer['named']}")
            _show(answer)


def _alone(folder: Path) -> dict[str, Any]:
    """Return the glance of a node without a line."""
    from watchline.annex import standing
    from watchline.cli.both import look_at_both, needs_annex
    from watchline.host.alone import alone
    from watchline.host.contact_record import Both
    from watchline.measure import day_of

    with look_at_both(folder) as found:
        said = list(needs_annex(found, folder).said())
    both = Both(found.code, None, standing(said, day_of(found.now)))
    noted = [item for item in said if item.header.kind != "epoch_open"]
    return alone(both, str(folder), (len(noted), noted[-1].header.t if noted else None), found.now)


def _show_alone(answer: dict[str, Any]) -> None:
    from watchline.cli.show import facts, say

    say(f"{answer['party']} is on no line yet; it keeps its contact record alone.")
    say(answer["state_words"])
    say()
    overdue = sum(item["overdue"] for item in answer["owed"])
    press = answer["press"]
    facts(
        [
            ("time", f"{answer['dtg']}  {answer['at_utc']}"),
            ("noted", answer["noted_words"]),
            *(("contact", item["silence"]) for item in answer["contacts"]),
            *(("telephone", item["words"]) for item in answer["phone_tests"]),
            ("owed", f"{len(answer['owed'])}, {overdue} overdue: `watchline contacts DIR`" if answer["owed"] else ""),
            ("press", "" if press is None else f"{press['confirmed']} claims confirmed, {press['suggested']} that nobody confirmed"),
        ]
    )  # fmt: skip
    say()
    for sentence in answer["next"]:
        say(f"- {sentence}")


def status_of(folder: Path) -> dict[str, Any]:
    """Return the status of the running node, or of its record where none runs (docs/reference/json.md)."""
    from watchline.cli.look import look, running_status
    from watchline.host.glance import glance
    from watchline.host.pairing import compared_by_fingerprint
    from watchline.host.places import node_of

    answer = running_status(folder)
    if answer is None:
        with look(folder) as found:
            answer = glance(found.here, found.now, None)
    others = [(item["party"], item["fingerprint"]) for item in answer["parties"] if not item["ours"]]
    answer["roots_compared"] = compared_by_fingerprint(node_of(folder), others)
    return answer


def _of_line(item: KeptLine) -> dict[str, Any]:
    """Return the status of one line of several, or why there is none; no line hides another."""
    from watchline.errors import WatchlineError

    head = {"named": item.named(), "folder": str(item.folder)}
    try:
        return head | status_of(item.folder)
    except WatchlineError as why:
        return head | {"line": None if item.line is None else item.line.hex(), "error": str(why)}


def _show(answer: dict[str, Any]) -> None:
    from watchline.cli.show import facts, say

    if answer["demo_words"]:
        say(answer["demo_words"])
    state = answer["state"] or "not known: no node runs"
    if any(item["agreement"] is None for item in answer["suspended"]):
        state = answer["shown"]
    say(
        f"{answer['party']} on {answer['title'] or 'line ' + answer['line'][:16]}: {state}{'' if answer['open'] else ', line not open yet'}"
    )
    for item in answer["suspended"]:
        say(item["words"])
    say(answer["state_words"] or answer["running_words"])
    if answer["closed"]:
        say(f"THIS NODE SIGNS NOTHING: {answer['closed']}")
    say()
    due = answer["next_test"]
    facts(
        [
            ("time", f"{answer['dtg']}  {answer['at_utc']}"),
            *((f"to {peer['party']}", _peer(peer)) for peer in answer["peers"]),
            *((f"root of {item['party']}", item["words"]) for item in answer["roots_compared"]),
            *((f"telephone {peer['party']}", _phones(peer)) for peer in answer["peers"]),
            ("held", answer["held"]["words"]),
            *((f"witness {item['witness']}", _witness(item)) for item in answer["witnesses"]),
            *(("not delivered", _undelivered(item)) for item in answer["undelivered"]),
            (
                "next line test",
                "none in the calendar"
                if due is None
                else f"{due['dtg']} on {due['circuit']}, {due['initiator']} initiates",
            ),
            *((f"circuit {item['circuit']}", _answered(item)) for item in answer["circuits_answered"]),
            ("messages", _messages(answer)),
            ("calls", _calls(answer["calls_waiting_for_us"])),
            *(("contact", item["sentence"]) for item in answer["contacts"]),
            ("clock", answer["clock"]["words"]),
            ("phrasebook", "" if answer["phrasebook"]["agreed"] else answer["phrasebook"]["words"]),
        ]
    )
    _parts(answer)
    say()
    say(answer["who_may_act"])
    say(answer["release_rule"])


def _peer(peer: dict[str, Any]) -> str:
    circuits = []
    for item in peer["circuits"]:
        if item["alive"] is None:
            circuits.append(f"{item['circuit']} not known")
        elif item["alive"]:
            circuits.append(f"{item['circuit']} alive")
        else:
            silent = "no echo since the start" if item["silent_s"] is None else f"silent {item['silent_s']:.0f} s"
            circuits.append(f"{item['circuit']} {silent}")
    contact = peer["last_contact"]
    spoke = "no entry by a person yet"
    if contact is not None:
        days = peer["days_since_contact"]
        spoke = f"last entry by a person {contact['ref']}, {days} day{'' if days == 1 else 's'} ago"
    return "; ".join([*([peer["state"]] if peer["state"] else []), ", ".join(circuits), spoke])


def _witness(item: dict[str, Any]) -> str:
    """Say what a witness stated; it is never counted among those who hold."""
    answers = {None: "", True: "", False: "not connected"}[item["connected"]]
    words = [stated["words"].replace(f" by witness {item['witness']}", "") for stated in item["stated"]]
    return "; ".join([*words, *([answers] if answers else [])]) or "has stated nothing yet"


def _undelivered(item: dict[str, Any]) -> str:
    from watchline.measure import dtg

    head = f"{item['party']}/{item['epoch']} to size {item['size']}, root {item['root'][:16]}; held here to size {item['held_here']}"
    return f"seen by {item['seen_by']}, not delivered by {item['seen_by']}: {head}, since {dtg(item['since'])}"


def _phones(peer: dict[str, Any]) -> str:
    """Return the charter's fallback numbers, which are there while the line is DARK towards a party."""
    return "; ".join(
        " ".join(part for part in (item["number"], item["desk"], item["words"]) if part) for item in peer["phones"]
    )


def _answered(item: dict[str, Any]) -> str:
    from watchline.measure import dtg

    if item["answered_at"] is None:
        return "untested"
    return f"{item['ref']} answered by the watch of {item['answered_by']}, {dtg(item['answered_at'])}"


def _calls(count: int) -> str:
    return "" if not count else f"{count} wait{'s' if count == 1 else ''} for our answer: `watchline call DIR list`"


def _messages(answer: dict[str, Any]) -> str:
    words = (
        f"{answer['unread']} not read here, {answer['unacknowledged']} not acknowledged here, {answer['ours_unread']} of ours not read by all;"
        f" {answer['tests_waiting_for_us']} line tests wait for our watch"
    )
    return words if answer["counted_all"] else f"{words} (of the newest ones; older ones were not counted)"


def _parts(answer: dict[str, Any]) -> None:
    from watchline.cli.show import say, table
    from watchline.measure import dtg

    if answer["missing"]:
        say()
        say("The line is not open yet; until then only line tests and service messages are written:")
        for sentence in answer["missing"]:
            say(f"- {sentence}")
    if answer["alarms"]:
        say()
        rows = [[item["level"], dtg(item["since"]), item["words"]] for item in answer["alarms"]]
        table(["ALARM", "SINCE", "WORDS"], rows)
        if answer["alarms_more"]:
            say(f"and {answer['alarms_more']} more alarms")
    if answer["reassessed"]:
        say()
        say(f"{answer['reassessed']['words']}.")
    if answer["last_tests"]:
        say()
        tests = [
            [dtg(item["due"]), item["circuit"], item["initiator"], item["ref"] or "", item["outcome"]]
            for item in answer["last_tests"]
        ]
        table(["LINE TEST DUE", "CIRCUIT", "INITIATOR", "REF", "OUTCOME"], tests)
    for item in answer["epochs"]:
        text = f"{item['party']}/{item['epoch']}"
        if item["closed_at"] is not None:
            late = f" {item['late']} entries came later; they are late and not cosigned." if item["late"] else ""
            say()
            say(f"The log {text} is closed at size {item['closed_at']}: its party goes on in a new epoch.{late}")
        elif not item["confirmed"]:
            say()
            say(f"The log {text} stands under a new key, not confirmed by our officers yet; ALARM above says how.")
    disputed = [item for item in answer["logs"] if item["log_status"] not in {"open", None}]
    for item in disputed:
        say()
        say(f"The log {item['party']}/{item['epoch']} is {item['log_status']}.")

"""``watchline alarms``: what lasts, and what an officer does about it on our own side. Nothing of it is an entry or told to a peer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from watchline.cli.at_desk import AtDesk, Officer, at_desk, officer_options
from watchline.cli.options import folder_argument, json_option

MINUTES = 60


@click.group("alarms", short_help="Alarms that last; acknowledge or shelve one.")
@folder_argument
@click.pass_context
def command(context: click.Context, /, *, folder: Path) -> None:
    """List the alarms of our own side, acknowledge one, or put a warning aside for a time.

    It is no entry and the other parties are told nothing: a message is acknowledged with `ack`. There is no "acknowledge all".
    """
    context.obj = folder


@command.command("list")
@json_option
@click.pass_obj
def list_alarms(folder: Path, /, *, as_json: bool) -> None:
    """List the alarms that last, the gravest first, with who acknowledged or shelved them. Nobody signs in for that."""
    from watchline.cli.show import emit, say, table
    from watchline.cli.status import status_of
    from watchline.measure import dtg

    found = status_of(folder)
    if as_json:
        emit({name: found[name] for name in ("running", "alarms", "alarms_more", "alarms_ended", "alarms_ended_more")})
        return
    if not found["alarms"]:
        say("No alarm lasts.")
        return
    rows = [
        [item["level"], item["situation"], dtg(item["since"]), _state(item), item["words"]] for item in found["alarms"]
    ]
    table(["LEVEL", "SITUATION", "SINCE", "HERE", "WORDS"], rows)
    if found["alarms_more"]:
        say(f"and {found['alarms_more']} more")


@command.command("acknowledge")
@click.argument("situation", metavar="SITUATION")
@officer_options
@json_option
@click.pass_obj
def acknowledge(
    folder: Path, /, *, situation: str, name: str, password_file: Path | None, password_fd: int | None, as_json: bool
) -> None:
    """Stop the sound of the alarm SITUATION, as `alarms list` names it, on all our desks. It signs nothing."""
    with at_desk(folder, Officer(name, password_file, password_fd)) as desk:
        alarm = _lasting(desk, situation)
        desk.ask("/alarms/acknowledge", {"situation": situation, "since": alarm["since"]})
        alarm = _lasting(desk, situation)
    _end(alarm, f"Its sound is stopped on our own desks; the other side is told nothing: {alarm['words']}", as_json=as_json)  # fmt: skip


@command.command("shelve")
@click.argument("situation", metavar="SITUATION")
@click.option("--reason", required=True, help="Why, in words; our own desks show it.")
@click.option(
    "--minutes",
    type=click.IntRange(1),
    default=MINUTES,
    show_default=True,
    help="How long, eight hours at most; it comes back by itself, and when it grows worse or begins again.",
)
@officer_options
@json_option
@click.pass_obj
def shelve(
    folder: Path,
    /,
    *,
    situation: str,
    reason: str,
    minutes: int,
    name: str,
    password_file: Path | None,
    password_fd: int | None,
    as_json: bool,
) -> None:
    """Put the warning or caution SITUATION aside on all our desks for a time. What is graver waits for an officer."""
    alarm = _shelved(folder, Officer(name, password_file, password_fd), situation, minutes, reason)
    shelved = alarm["shelved"]
    _end(alarm, f"Put aside until {shelved['until_utc']} on our own desks: {alarm['words']}", as_json=as_json)


@command.command("unshelve")
@click.argument("situation", metavar="SITUATION")
@officer_options
@json_option
@click.pass_obj
def unshelve(
    folder: Path, /, *, situation: str, name: str, password_file: Path | None, password_fd: int | None, as_json: bool
) -> None:
    """Take the alarm SITUATION back from the shelf."""
    alarm = _shelved(folder, Officer(name, password_file, password_fd), situation, 0, "")
    _end(alarm, f"It stands among the alarms again: {alarm['words']}", as_json=as_json)


def _shelved(folder: Path, officer: Officer, situation: str, minutes: int, reason: str) -> dict[str, Any]:
    with at_desk(folder, officer) as desk:
        since = _lasting(desk, situation)["since"]
        asked = {"situation": situation, "since": since, "minutes": minutes, "reason": reason}
        desk.ask("/alarms/shelve", asked)
        return _lasting(desk, situation)


def _lasting(desk: AtDesk, situation: str) -> dict[str, Any]:
    from watchline.errors import OurMistake

    alarms: list[dict[str, Any]] = desk.ask("/alarms")["alarms"]
    found = next((item for item in alarms if item["situation"] == situation), None)
    if found is None:
        raise OurMistake(f"No alarm {situation[:80]} lasts: `alarms list` shows those that do. Nothing was changed.")
    return found


def _state(alarm: dict[str, Any]) -> str:
    if alarm["shelved"] is not None:
        return f"shelved until {alarm['shelved']['until_utc']} by {alarm['shelved']['officer']}: {alarm['shelved']['reason']}"
    if alarm["alarm_acknowledged"] is not None:
        return f"acknowledged by {alarm['alarm_acknowledged']['officer']}"
    return "listed" if alarm["level"] == "caution" else "waits"


def _end(alarm: dict[str, Any], words: str, *, as_json: bool) -> None:
    from watchline.cli.show import emit, say

    if as_json:
        emit(alarm)
    else:
        say(words)

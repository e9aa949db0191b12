"""``watchline calendar``: the line tests of the coming days, who initiates which, and what is overdue. Signs nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from watchline.cli.options import folder_argument, json_option


@click.command("calendar", short_help="The line tests due in the coming days.")
@folder_argument
@click.option("--from", "day", metavar="DATE", default="", help="The first UTC day, like 2026-03-02. Default: today.")
@click.option("--days", type=click.IntRange(1, 366), default=7, show_default=True, help="How many days.")
@json_option
def command(*, folder: Path, day: str, days: int, as_json: bool) -> None:
    """Show the tests of the calendar by day, circuit and initiator, with weekdays and holidays; the next one, and what is overdue.

    Times, weekdays and holidays stand in the charter: to change one is an amendment that every party signs.
    """
    from watchline.cli.look import look
    from watchline.cli.show import emit
    from watchline.host.calendar import calendar
    from watchline.measure import parse_day

    try:
        first = parse_day(day) if day else None
    except ValueError as why:
        raise click.BadParameter(str(why), param_hint="--from") from why
    with look(folder) as found:
        answer = calendar(found.here, found.now, first, days)
    if as_json:
        emit(answer)
    else:
        _show(answer)


def _show(answer: dict[str, Any]) -> None:
    from watchline.cli.show import say, table
    from watchline.measure import dtg

    rows = []
    for day in answer["days"]:
        name = f"{day['weekday']} {day['date']}" + (
            f", holiday {day['holiday']}".rstrip() if day["holiday"] is not None else ""
        )
        for item in day["tests"]:
            voice = " (by voice)" if item["spoken"] else ""
            rows.append(
                [name, item["dtg"], item["circuit"] + voice, item["initiator"] + (" (we)" if item["ours"] else "")]
            )
            name = ""
        if not day["tests"]:
            rows.append([name, "no test", "", ""])
    table(["DAY (UTC)", "DUE", "CIRCUIT", "INITIATES"], rows)
    say()
    following = answer["next"]
    if following is None:
        say("The calendar has no more tests.")
    else:
        minutes = following["in_s"] // 60
        say(
            f"Next: {following['dtg']} on {following['circuit']}, {following['initiator']} initiates, in {minutes // 60} h {minutes % 60} min."
        )
    for item in answer["overdue"]:
        say(f"Overdue: due {dtg(item['due'])} on {item['circuit']}, {item['initiator']} initiates: {item['outcome']}{', ' + item['ref'] if item['ref'] else ''}. The cause is not known here.")  # fmt: skip
    say(answer["changes"])

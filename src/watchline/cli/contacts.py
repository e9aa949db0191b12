"""``watchline contacts``: which offices spoke, when last, for the first time in how many days. Signs nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from watchline.cli.options import folder_argument, json_option


@click.command("contacts", short_help="Which offices spoke, and when last.")
@folder_argument
@click.option("--on", "day", metavar="DATE", default="", help="As of the end of this UTC day, like 2026-03-02.")
@json_option
def command(*, folder: Path, day: str, as_json: bool) -> None:
    """Show for every two offices when they last spoke, what was asked for, and what comes next; each figure with what it rests on.

    A contact is a call of which at least one side's account says that it was held. Today, unless --on.
    """
    from watchline.cli.look import look
    from watchline.cli.show import emit
    from watchline.host.calls import contacts
    from watchline.measure import day_of, parse_day

    try:
        asked = parse_day(day) if day else None
    except ValueError as why:
        raise click.BadParameter(str(why), param_hint="--on") from why
    with look(folder) as found:
        answer = contacts(found.here, day_of(found.now) if asked is None else asked)
    if as_json:
        emit(answer)
    else:
        _show(answer)


_RUNGS = {
    "ours_only": "by our account alone: the other side is not known to hold it",
    "held": "by an account that both sides hold",
    "established": "by both sides' accounts, each held by the other",
}


def _show(answer: dict[str, Any]) -> None:
    from watchline.cli.show import facts, say
    from watchline.measure import dtg

    say(f"As of the end of {answer['on']} (UTC).")
    if not answer["contacts"]:
        say("No call was asked for or held by then.")
    for item in answer["contacts"]:
        say()
        say(item["sentence"])
        following = item["next"]
        facts(
            [
                ("known", _RUNGS[item["rung"]] if item["rung"] else ""),
                ("initiative", ", ".join(f"{of} {count}" for of, count in item["initiative"].items())),
                (
                    "next",
                    f"{dtg(following['at'])}, {following['ref']}, stated by {', '.join(following['stated_by'])}"
                    if following
                    else "no next call is stated",
                ),
                *(
                    (
                        "asked for",
                        f"{asked['ref']} {asked['status']}, since {dtg(asked['since'])}, asked {asked['attempts']}x",
                    )
                    for asked in item["requests"]
                ),
                ("rests on", ", ".join(item["derivation"])),
            ]
        )

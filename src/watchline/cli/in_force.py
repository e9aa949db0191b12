"""``watchline in-force``: what was announced for a place, an altitude and a minute, and what each side had read of it by then."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from watchline.cli.options import folder_argument, json_option, limit_option, offset_option
from watchline.cli.shape_types import FLOOR, PLACE
from watchline.cli.times import TIME


@click.command("in-force", short_help="What was in force at a place and a minute, and who had read it.")
@folder_argument
@click.option("--position", type=PLACE, required=True, metavar="LAT,LON", help="WGS84, like 48.37N,12.5E.")
@click.option("--at", type=TIME, metavar="TIME", help="Which minute. Default: now.")
@click.option("--altitude", type=FLOOR, metavar="HEIGHT", help="Like 3000mAMSL or FL240. Default: any.")
@limit_option
@offset_option
@json_option
def command(
    *, folder: Path, position: list[int], at: int | None, altitude: list[Any] | None, as_json: bool, **page: int
) -> None:
    """Show the notices in force there and then, by the versions that stood at that minute. Signs nothing.

    Held is by the receiving node's clock, read by its watch's own entry. A notice that was said only afterwards is shown as that.
    """
    from watchline.cli.look import look
    from watchline.cli.show import emit
    from watchline.host.in_force import in_force

    number, reference = altitude or (None, "AMSL")
    asked = {"lat": position[0], "lon": position[1], "at": at, "altitude": number, "reference": reference, **page}
    with look(folder) as found:
        answer = in_force(found.here, found.now, asked)
    if as_json:
        emit(answer)
    else:
        _show(answer)


def _show(answer: dict[str, Any]) -> None:
    from watchline.cli.paging import more_pages
    from watchline.cli.show import facts, say
    from watchline.measure import dtg

    if not answer["notices"]:
        say(f"Nothing was announced for this place at {dtg(answer['at'])}.")
    for item in answer["notices"]:
        facts(
            [
                ("notice", f"{item['ref']}/{item['version']} of {item['from']}"),
                ("kind", f"{item['activity_words']}{' ' + item['name'] if item['name'] else ''}"),
                ("state", f"it {item['state_words']}"),
                ("said", dtg(item["t"]) + (", after that minute" if item["later"] else "")),
                ("altitude", "" if item["altitude_usable"] else "not usable: its ground is undeclared"),
                *((code, _had(had)) for code, had in item["recipients"].items()),
            ]
        )
        say()
    more_pages(answer)
    if answer["not_measured"]:
        say(f"Not measured: {', '.join(answer['not_measured'])}.")


def _had(had: dict[str, Any]) -> str:
    return f"{'held it' if had['held'] else 'had not received it'} by then, and {had['state_words']}"

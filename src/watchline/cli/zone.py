"""``watchline zone``: zones that our own side keeps clear. They leave this node by no way; our own plans are held against them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from watchline.cli.notice_fields import shape_options, volumes_given
from watchline.cli.options import folder_argument, json_option
from watchline.cli.shape_types import DISTANCE, DURATION


@click.group("zone", short_help="Zones that our own side keeps clear; told to nobody.")
@folder_argument
@click.pass_context
def command(ctx: click.Context, /, *, folder: Path) -> None:
    """Zones where no activity of ours is to go. They stand in no record and in no export, and are told to nobody.

    `notice show`, `conflict what-if` and the desk say when a plan of ours comes too near to one. It works beside the running node.
    """
    ctx.obj = folder


@command.command("add")
@click.argument("name")
@shape_options
@click.option(
    "--lateral", type=DISTANCE, default="0m", show_default=True, help="How near an activity of ours may come."
)
@click.option("--vertical", type=DISTANCE, default="0m", show_default=True, help="How near in height.")
@click.option("--time", "time_ms", type=DURATION, default="0s", show_default=True, help="How near in time.")
@click.option("--text", default="", help="Words to it.")
@json_option
@click.pass_obj
def add(
    folder: Path, /, *, name: str, lateral: int, vertical: int, time_ms: int, text: str, as_json: bool, **given: Any
) -> None:
    """Note the zone NAME, drawn as an activity is; one of the same name is replaced."""
    from watchline.cli.look import look
    from watchline.cli.show import emit, say
    from watchline.host.zones import put_zone, zone_shown

    volumes, _kind = volumes_given(given)
    if not volumes:
        raise click.UsageError("Draw the zone: --circle, --corridor, --polygon, --volumes, or out of a file.")
    limits = {"lateral_m": -(-lateral // 100), "vertical_m": -(-vertical // 100), "time_s": -(-time_ms // 1000)}
    with look(folder) as found:
        zone = put_zone(folder, {"name": name, "volumes": volumes, **limits, "text": text}, found.now)
    if as_json:
        emit(zone_shown(zone))
    else:
        say(f"The zone {name} is noted on this node alone.")


@command.command("list")
@json_option
@click.pass_obj
def list_zones(folder: Path, /, *, as_json: bool) -> None:
    """List the zones, and our activities on this line that come too near to one. Signs nothing, tells nobody."""
    from watchline.cli.look import look
    from watchline.cli.show import emit, say
    from watchline.host.areas import areas_of
    from watchline.host.zone_answers import zones_answer

    with look(folder) as found:
        areas = areas_of(found.here.code)
        areas.follow(found.here, None)
        answer = zones_answer(found.here, areas, folder)
    if as_json:
        emit(answer)
        return
    if not answer["zones"]:
        say("No zone is noted here.")
    for zone in answer["zones"]:
        say(
            f"{zone['name']}: {len(zone['volumes'])} volumes, kept clear by {zone['lateral_m']} m, {zone['vertical_m']} m, {zone['time_s']} s"
        )
        for one in zone["activities"]:
            say(f"  {one['ref']} version {one['version']}: {one['verdict']}: {one['words']}")


@command.command("drop")
@click.argument("name")
@json_option
@click.pass_obj
def drop(folder: Path, /, *, name: str, as_json: bool) -> None:
    """Forget the zone NAME; it is kept clear no more."""
    from watchline.cli.show import emit, say
    from watchline.host.zones import drop_zone

    drop_zone(folder, name)
    if as_json:
        emit({"name": name, "dropped": True})
    else:
        say(f"The zone {name} is forgotten.")

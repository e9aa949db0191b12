"""Options by which an activity is drawn on the command line, and the fields of a notice that they make."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import click

from watchline.cli.notice_files import file_options, shape_given, volumes_of_file
from watchline.cli.shape_types import CEILING, DISTANCE, DURATION, FLOOR, Shape
from watchline.cli.times import TIME

Verb = Callable[..., Any]
_DRAWN = ("circle", "corridor", "polygon")
_WINDOW = ("start", "end", "floor", "ceiling", "ground", "doubt")
_OPTIONS = (
    click.option("--circle", "circles", type=Shape("circle"), multiple=True, metavar="'LAT,LON RADIUS'", help="An area; repeat it."),
    click.option("--corridor", "corridors", type=Shape("corridor"), multiple=True, metavar="'LAT,LON LAT,LON … HALFWIDTH'", help="A route; repeat it."),
    click.option("--polygon", "polygons", type=Shape("polygon"), multiple=True, metavar="'LAT,LON LAT,LON LAT,LON …'", help="An area without holes; repeat it."),
    click.option("--volumes", type=click.File("rb"), metavar="FILE", help="Volumes as a JSON array of the maps of docs/spec/shapes.md; - reads standard input."),
    click.option("--from", "start", type=TIME, metavar="TIME", help="When it begins. Default: open."),
    click.option("--to", "end", type=TIME, metavar="TIME", help="When it ends. Default: until further notice."),
    click.option("--floor", type=FLOOR, metavar="HEIGHT", help="Like 3000mAMSL, 9000ftAGL or FL240. Default: the surface."),
    click.option("--ceiling", type=CEILING, metavar="HEIGHT", help="Default: unlimited."),
    click.option("--ground", type=DISTANCE, nargs=2, metavar="LOW HIGH", help="The ground below it, AMSL; wanted for AGL."),
    click.option("--doubt", type=DISTANCE, metavar="DISTANCE", help="By how much floor and ceiling may be off."),
    click.option("--coarse", type=DISTANCE, metavar="DISTANCE", help="Make the areas coarser on purpose, in steps of so much; they hold the true ones."),
)  # fmt: skip
_WORDS = (
    click.option("--name", help="What we call the place or the activity."),
    click.option("--text", help="Words to it; they stand in the common record."),
    click.option("--language", help="Language tag of the text."),
    click.option("--contact", help="Post or desk to speak to about it."),
    click.option("--markings", help="By which those who take part are recognised."),
    click.option("--emergency", is_flag=True, help="Shorter lead times hold, where the kind has any."),
    click.option("--area-by", type=TIME, metavar="TIME", help="The area is given later, by then."),
    click.option("--review-by", type=TIME, metavar="TIME", help="By when we say anew that it is still so."),
    click.option("--checked", is_flag=True, help="A second person compared the positions with a map."),
)
shift_option = click.option(
    "--shift", type=DURATION, metavar="DURATION", help="Move all volumes in time, like 20min or -1h."
)


class Drawn(NamedTuple):
    """Volumes as fields, and the kind of activity that a file says; empty if none does."""

    volumes: list[dict[str, Any]]
    kind: str


def shape_options(verb: Verb) -> Verb:
    """Add what draws volumes."""
    verb = file_options(verb)
    for option in reversed(_OPTIONS):
        verb = option(verb)
    return verb


def word_options(verb: Verb) -> Verb:
    """Add what is said to them."""
    for option in reversed(_WORDS):
        verb = option(verb)
    return verb


def volumes_given(given: dict[str, Any]) -> Drawn:
    """Take the options of ``shape_options`` out of what was given and return the volumes they draw; none if nothing was drawn."""
    shape = shape_given(given)
    drawn = [area for form in _DRAWN for area in given.pop(f"{form}s")]
    file, coarse = given.pop("volumes"), given.pop("coarse")
    window = {name: value for name in _WINDOW if (value := given.pop(name)) is not None}
    if "ground" in window:
        window["ground"] = list(window["ground"])
    made = [{"area": area, **window} for area in drawn] + ([] if file is None else _read(file))
    if shape is not None:
        if made:
            raise click.UsageError("An area is drawn, or taken out of a file; not both.")
        made = volumes_of_file(shape, window)
    if not made and window:
        raise click.UsageError(
            "A height or a time belongs to an area: draw one with --circle, --corridor, --polygon or --volumes, or name a file."
        )
    if coarse is not None:
        given["coarse_m"] = max(1, coarse // 100)
        made = _coarser(made, given["coarse_m"])
    return Drawn(made, "" if shape is None else shape.kind)


def _read(file: Any) -> list[dict[str, Any]]:
    import msgspec

    try:
        found = msgspec.json.decode(file.read(), type=list[dict[str, Any]])
    except (msgspec.MsgspecError, UnicodeDecodeError) as why:
        raise click.BadParameter(f"no JSON array of volumes: {why}", param_hint="--volumes") from why
    return found


def _coarser(volumes: list[dict[str, Any]], step_m: int) -> list[dict[str, Any]]:
    from watchline.conflict.coarser import coarser
    from watchline.errors import InvalidFromPeer
    from watchline.record.notices import volumes_of
    from watchline.record.volumes import volume_fields

    try:
        return [dict(volume_fields(coarser(volume, step_m))) for volume in volumes_of(volumes)]
    except (ValueError, InvalidFromPeer) as why:
        raise click.BadParameter(str(why), param_hint="--coarse") from why

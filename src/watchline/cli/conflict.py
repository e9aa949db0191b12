"""``watchline conflict``: pairs of notices too near each other by what both sides' nodes state, and what a draft would meet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from watchline.cli.notice_fields import shape_options, shift_option, volumes_given
from watchline.cli.options import folder_argument, json_option, limit_option, offset_option
from watchline.cli.shape_types import DISTANCE, DURATION

STATES = ("conflict", "near", "proximity", "separated", "unresolved")


@click.group("conflict", short_help="Pairs of notices too near each other; what a draft would meet.")
@folder_argument
@click.pass_context
def command(ctx: click.Context, /, *, folder: Path) -> None:
    """Announced activities that are closer than was agreed in area, altitude and time, by what each side's node states.

    Without an agreed separation of their kinds only proximity is reported, and nothing is judged.
    """
    ctx.obj = folder


@command.command("list")
@limit_option
@offset_option
@click.option(
    "--state", type=click.Choice(STATES), default=None, help="Those of one state. Default: all that are not separated."
)
@click.option("--all", "every", is_flag=True, help="Those that were separated too.")
@click.option("--ref", default="", metavar="REF", help="Those of one notice.")
@json_option
@click.pass_obj
def list_conflicts(folder: Path, /, *, state: str | None, every: bool, as_json: bool, **asked: Any) -> None:
    """List pairs of notices, the gravest and first to begin before the others. Signs nothing."""
    from watchline.cli.conflict_words import show_list
    from watchline.cli.look import look
    from watchline.cli.show import emit
    from watchline.host.meetings import conflicts

    with look(folder) as found:
        answer = conflicts(found.here, found.now, {**asked, "state": "all" if every else state or ""})
    if as_json:
        emit(answer)
    else:
        show_list(answer, folder)


@command.command("show")
@click.argument("first", metavar="REF")
@click.argument("second", metavar="REF")
@json_option
@click.pass_obj
def show(folder: Path, /, *, first: str, second: str, as_json: bool) -> None:
    """Show a pair of notices: the numbers of both sides, where they differ, and how it came there. Signs nothing."""
    from watchline.cli.conflict_words import show_conflict
    from watchline.cli.look import look
    from watchline.cli.show import emit
    from watchline.host.meetings import conflict

    with look(folder) as found:
        answer = conflict(found.here, first, second, found.now)
    if as_json:
        emit(answer)
    else:
        show_conflict(answer)


@command.command("what-if")
@click.option(
    "--of",
    default="",
    metavar="REF",
    help="The notice that it would amend; its kind and areas stand for what is not given.",
)
@click.option("--kind", "activity", default="", metavar="KIND", help="Kind of activity.")
@shape_options
@shift_option
@click.option("--raise", "raise_cm", type=DISTANCE, help="Move all heights up by so much.")
@click.option("--lower", "lower_cm", type=DISTANCE, help="Move all heights down by so much.")
@click.option("--reach", "reach_cm", type=DISTANCE, help="Give circles this radius, corridors this half width.")
@click.option("--suggest", is_flag=True, help="Look for the nearest time and height at which it is CLEAR.")
@click.option(
    "--within", "most_ms", type=DURATION, default="1d", show_default=True, help="Suggest a time at most so far away."
)
@limit_option
@offset_option
@json_option
@click.pass_obj
def what_if(
    folder: Path, /, *, raise_cm: int | None, lower_cm: int | None, shift: int | None, as_json: bool, **given: Any
) -> None:
    """Show what a draft would meet. Nothing is written, and nobody else hears of it: a mover checks keep-clear zones here."""
    from watchline.cli.conflict_words import show_what_if
    from watchline.cli.look import look
    from watchline.cli.show import emit
    from watchline.host.areas import areas_of
    from watchline.host.what_if import MOST_CM
    from watchline.host.what_if import what_if as measure
    from watchline.host.zones import zones_of

    volumes, kind = volumes_given(given)
    given["activity"] = given["activity"] or ("" if given["of"] else kind)
    given.pop("coarse_m", None)
    moves = {
        "shift_ms": shift or 0,
        "raise_cm": (raise_cm or 0) - (lower_cm or 0),
        "most_cm": MOST_CM,
        "emergency": False,
    }
    with look(folder) as found:
        areas = areas_of(found.here.code)
        areas.follow(found.here, None)
        answer = measure(found.here, areas, found.now, {**given, **moves, "volumes": volumes}, zones_of(folder))
    if as_json:
        emit(answer)
    else:
        show_what_if(answer)

"""One activity out of a file of somebody's, as the fields of a notice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watchline.cli.options import FILE
from watchline.cli.shape_files import answer_option, answers_of, read_shapes

if TYPE_CHECKING:
    from watchline.interchange import Shape
    from watchline.measure.position import Position

Verb = Callable[..., Any]
_FILES = ("geojson", "notam", "shapes")
_OPTIONS = (
    click.option("--geojson", type=FILE, metavar="FILE", help="The activity in a GeoJSON file."),
    click.option("--notam", type=FILE, metavar="FILE", help="The activity of a NOTAM."),
    click.option("--shapes", type=FILE, metavar="FILE", help="The activity in a KML, CoT or CSV file, or another that `watchline shapes` reads."),
    click.option("--pick", metavar="ID", default=None, help="Which activity of the file, if it holds several."),
    answer_option,
)  # fmt: skip


def file_options(verb: Verb) -> Verb:
    """Add what takes an activity out of a file."""
    for option in reversed(_OPTIONS):
        verb = option(verb)
    return verb


def shape_given(given: dict[str, Any]) -> Shape | None:
    """Take the options of ``file_options`` out of what was given and return the activity that they name; None if there is no file."""
    files = {form: path for form in _FILES if (path := given.pop(form)) is not None}
    name, answered = given.pop("pick"), given.pop("answered")
    if not files:
        if name or answered:
            raise click.UsageError(
                "--pick and --answer belong to a file: name one with --geojson, --notam or --shapes."
            )
        return None
    if len(files) > 1:
        raise click.UsageError("Name one file: --geojson, --notam or --shapes.")
    ((form, path),) = files.items()
    answers = answers_of(answered)
    near = _expected_at(click.get_current_context().obj)
    shapes = read_shapes(path, answers, near, "" if form == "shapes" else form, only=name)
    if len(shapes) != 1:
        known = ", ".join(shape.name for shape in shapes[:20])
        raise click.UsageError(f"{path} holds {len(shapes)} activities; choose one with --pick: {known}")
    return shapes[0]


def _expected_at(folder: Path) -> Position | None:
    """Return about where the activities of this line are."""
    from watchline.cli.look import look
    from watchline.host.whereabouts import expected_at

    with look(folder) as found:
        return expected_at(found.here)


def volumes_of_file(shape: Shape, window: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the volumes of an activity; options fill what its file leaves open, and replace nothing."""
    from watchline.record.volumes import volume_fields

    made = [dict(volume_fields(volume)) for volume in shape.volumes]
    said = sorted({name for name in window for volume in made if name in volume})
    if said:
        raise click.UsageError(f"The file says {', '.join(said)} already; change it there, or leave the option out.")
    return [{**volume, **window} for volume in made]

"""``watchline shapes``: what is understood of a file of shapes, what it asks, and the same in another format. Signs nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from watchline.cli.options import FILE, json_option
from watchline.cli.shape_files import answer_option, answers_of, read_shapes

if TYPE_CHECKING:
    from watchline.interchange import Shape

IN = ("geojson", "kml", "cot", "notam", "csv")
OUT = ("geojson", "kml", "cot", "csv", "ics")


@click.command("shapes", short_help="Read a file of shapes; show what is understood, write another format.")
@click.argument("file", type=FILE)
@click.option("--format", "form", type=click.Choice(IN), help="What FILE is. Default: by the ending of its name.")
@answer_option
@click.option("--to", type=click.Choice(OUT), help="Write the activities in this format instead of showing them.")
@click.option("--out", type=FILE, metavar="FILE", help="Write into this new file, with --to; else to standard output.")
@json_option
def command(
    *, file: Path, form: str | None, answered: tuple[str, ...], to: str | None, out: Path | None, as_json: bool
) -> None:
    """Show what is understood of the activities in FILE (GeoJSON, KML, Cursor on Target, NOTAM, table), and what a person must decide.

    Nothing leaves this machine and no node is asked. With --to the same activities in another format.
    """
    if out is not None and to is None:
        raise click.UsageError("--out needs --to: in which format?")
    shapes = read_shapes(file, answers_of(answered), form=form or "", asking=to is None)
    if to is not None:
        _write(shapes, to, out)
    elif as_json:
        from watchline.cli.show import emit
        from watchline.host.shape_answers import shapes_answer

        emit(shapes_answer(shapes))
    else:
        _show(shapes)


def _write(shapes: tuple[Shape, ...], to: str, out: Path | None) -> None:
    from watchline.cli.contacts import write_new
    from watchline.errors import OurMistake
    from watchline.host.clocks import Clocks
    from watchline.interchange import WRITERS, format_of

    form = format_of(f".{to}")
    assert form is not None
    try:
        text = WRITERS[form](shapes, Clocks().now().wall).decode()
    except ValueError as why:
        raise OurMistake(f"It cannot be written as {to}: {why}.") from None
    if out is None:
        click.echo(text, nl=False)
    else:
        write_new(out, text)


def _show(shapes: tuple[Shape, ...]) -> None:
    from watchline.cli.show import say
    from watchline.host.shape_answers import shapes_answer
    from watchline.interchange import question_lines

    for shape, shown in zip(shapes, shapes_answer(shapes)["shapes"], strict=True):
        say(f"{shape.name}{f', {shape.kind}' if shape.kind else ''}")
        for words in shown["understood"]:
            say(f"  {words}")
        if shown["unsound"]:
            say(f"  It cannot be assessed: {shown['unsound']}.")
        for line in question_lines(shape):
            say(f"  {line}" if line.startswith(" ") else f"  ASKED {line}")

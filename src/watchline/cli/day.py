"""``watchline day``: one UTC day of the line on one page, to be printed. Signs nothing."""

from __future__ import annotations

from pathlib import Path

import click

from watchline.cli.options import FILE, folder_argument, json_option


@click.command("day", short_help="One UTC day of the line on one page, to be printed.")
@folder_argument
@click.option("--on", "day", metavar="DATE", default="", help="The UTC day, like 2026-03-02. Default: today.")
@click.option("--out", type=FILE, metavar="FILE", help="The page (HTML), a new file; a browser prints it.")
@json_option
def command(*, folder: Path, day: str, out: Path | None, as_json: bool) -> None:
    """Write the tests, messages with their receipts, calls, alarms of our desks and heads of one day into a page, or print them as JSON.

    It holds every text of that day's messages. A test that was missed has no cause here.
    """
    from watchline.cli.contacts import write_new
    from watchline.cli.look import look
    from watchline.cli.show import emit, say
    from watchline.host.day_page import day_page
    from watchline.host.day_sheet import day_sheet
    from watchline.measure import day_of, parse_day

    if as_json == (out is not None):
        raise click.UsageError("Give --out FILE for the page, or --json; not both.")
    try:
        asked = parse_day(day) if day else None
    except ValueError as why:
        raise click.BadParameter(str(why), param_hint="--on") from why
    with look(folder) as found:
        sheet = day_sheet(found.here, found.now, day_of(found.now) if asked is None else asked)
    if out is None:
        emit(sheet)
        return
    write_new(out, day_page(sheet))
    say(
        f"{out} is the day {sheet['day']}. It holds every text of the day; print it from a browser. {sheet['over_words']}".rstrip()
    )

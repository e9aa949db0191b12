"""``watchline sheet``: a call, a notice, the contacts or the telephone card on one page, to be printed. Signs nothing."""

from __future__ import annotations

from pathlib import Path

import click

from watchline.cli.options import FILE, folder_argument

_out = click.option(
    "--out", type=FILE, metavar="FILE", required=True, help="The page (HTML), a new file; a browser prints it."
)


@click.group("sheet", short_help="A call, a notice, contacts or the telephone card on one page, to be printed.")
@folder_argument
@click.pass_context
def command(context: click.Context, /, *, folder: Path) -> None:
    """Write a page for paper. It holds the texts of what it shows; the day sheet is `day`."""
    context.obj = folder


@command.command("call")
@click.argument("ref", metavar="REF")
@_out
@click.pass_obj
def call(folder: Path, /, *, ref: str, out: Path) -> None:
    """The call REF: request, answers, times, both accounts, readouts."""
    from watchline.cli.look import look
    from watchline.host.call_page import call_page

    with look(folder) as found:
        page = call_page(found.here, found.now, found.here.find(ref))
    _write(out, page)


@command.command("notice")
@click.argument("ref", metavar="REF")
@_out
@click.pass_obj
def notice(folder: Path, /, *, ref: str, out: Path) -> None:
    """The notice REF: elements, heights, times, what each party had of it, acts."""
    from watchline.cli.look import look
    from watchline.host.notice_page import notice_page

    with look(folder) as found:
        page = notice_page(found.here, found.now, found.here.find(ref))
    _write(out, page)


@command.command("telephone")
@_out
@click.pass_obj
def telephone(folder: Path, /, *, out: Path) -> None:
    """The telephone card: whom to ring, and what to say first, when nothing is heard. Print it while the line is up."""
    from watchline.cli.look import look
    from watchline.host.telephone_page import telephone_page

    with look(folder) as found:
        page = telephone_page(found.here, found.now)
    _write(out, page)


@command.command("contacts")
@click.option("--on", "day", metavar="DATE", default="", help="As of the end of this UTC day. Default: today.")
@click.option("--states", is_flag=True, help="By pairs of states instead of offices.")
@_out
@click.pass_obj
def contacts(folder: Path, /, *, day: str, states: bool, out: Path) -> None:
    """The contact table; it holds notes of our own annex."""
    from watchline.cli.contacts import day_option
    from watchline.cli.look import look
    from watchline.host.contact_record import both_of
    from watchline.host.contacts_page import contacts_page
    from watchline.measure import day_of

    with look(folder) as found:
        on = day_option(day, "--on") if day else day_of(found.now)
        page = contacts_page(found.here, found.now, both_of(found.here, folder, on), on, states=states)
    _write(out, page)


def _write(out: Path, page: str) -> None:
    from watchline.cli.contacts import write_new
    from watchline.cli.show import say

    write_new(out, page)
    say(f"{out} is written; print it from a browser.")

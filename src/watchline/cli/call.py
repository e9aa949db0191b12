"""``watchline call``: ask for a call between two offices, answer, schedule, and write our account of it. Voice itself is not here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from watchline.cli.options import folder_argument, json_option, paging_options
from watchline.cli.thread import act_upon, fields_given, ref_argument, say_entry, text_option, writing
from watchline.cli.times import TIME, WINDOW

Verb = Callable[..., Any]
REASONS = ("none", "private", "public")
OUTCOMES = ("held", "no_answer", "deputy", "cut_off")
reason_option = click.option(
    "--reason",
    type=click.Choice(REASONS),
    default="none",
    show_default=True,
    help="None is given; there is one, not for the record; or it is the text.",
)


def _window_option(words: str) -> Callable[[Verb], Verb]:
    return click.option("--window", "windows", type=WINDOW, multiple=True, metavar="FROM/TO", help=words)


@click.group("call", short_help="Ask for a call, answer one, account for it.")
@folder_argument
@click.pass_context
def command(ctx: click.Context, /, *, folder: Path) -> None:
    """Calls between two offices, as records: asked for, answered, scheduled, and each side's account. Voice itself is not here.

    Times are written as '221530Z NOV 26' or 2026-11-22T15:30:00Z. An acceptance of a call is no agreement on its matter.
    """
    ctx.obj = folder


@command.command("request")
@click.option("--to", required=True, metavar="PARTY", help="The party that is asked.")
@click.option("--level", required=True, help="A level of the charter's ladder.")
@click.option("--office", required=True, help="Who of ours would speak: an office, not a name.")
@click.option("--with-office", required=True, help="Whose office of theirs is asked for.")
@click.option("--purpose", required=True, metavar="TEXT", help="What it is to be about.")
@click.option("--language", default="en", show_default=True, help="Language tag of the purpose.")
@_window_option("A time that would suit; repeat it. Default: any time.")
@click.option("--valid-until", type=TIME, metavar="TIME", help="After it the request has lapsed. Default: it stands.")
@click.option("--initiative", metavar="PARTY|both|third", help="At whose initiative, as we state it.")
@click.option("--circuit", metavar="NAME", help="A circuit of the line for the voice, if it is to be one.")
@click.option("--interpreter", metavar="PARTY", help="The party that brings the interpreter.")
@click.option("--ref", "refs", multiple=True, metavar="REF", help="An earlier entry it refers to; repeat it.")
@writing
@click.pass_obj
def request(folder: Path, /, *, to: str, refs: tuple[str, ...], post: str, draft: str | None, as_json: bool, **given: Any) -> None:  # fmt: skip
    """Ask the office of another party for a call: a standing request, or one that lapses. Looking does not answer it."""
    said = {
        "kind": "entry",
        "entry": "call",
        "fields": fields_given({"to": to, **given}),
        "refs": list(refs),
        "post": post,
    }
    words = (
        "{ref} is written: the call is asked for. What becomes of it: `watchline call {folder} show {ref}`."
        " A request that gets no answer was not refused."
    )
    say_entry(folder, said, draft, [to], as_json=as_json, words=words)


@command.command("list")
@paging_options
@json_option
@click.pass_obj
def list_calls(folder: Path, /, *, after: str, before: str, limit: int, as_json: bool) -> None:
    """List calls, ours and theirs, in the order that is the same on every node. Signs nothing."""
    from watchline.cli.call_words import show_list
    from watchline.cli.look import look
    from watchline.cli.paging import more_words
    from watchline.cli.show import emit, say
    from watchline.host.calls import calls

    with look(folder) as found:
        answer = calls(found.here, found.now, limit, after, before)
    if as_json:
        emit(answer)
    elif not answer["calls"]:
        say("No calls.")
    else:
        show_list(answer["calls"])
        more_words(answer, f"watchline call {folder} list")


@command.command("show")
@ref_argument
@json_option
@click.pass_obj
def show(folder: Path, /, *, ref: str, as_json: bool) -> None:
    """Show everything that both sides wrote about the call REF. Signs nothing, tells the other party nothing."""
    from watchline.cli.call_words import show_call
    from watchline.cli.look import look
    from watchline.cli.show import emit
    from watchline.host.calls import call

    with look(folder) as found:
        answer = call(found.here, found.here.find(ref), found.now)
    if as_json:
        emit(answer)
    else:
        show_call(answer, folder)


@command.command("read")
@ref_argument
@writing
@click.pass_obj
def read(folder: Path, /, *, ref: str, **given: Any) -> None:
    """State that a watch officer has the request REF before him. It answers nothing."""
    _act(folder, ref, "call_read", given, "{by} states that {ref} was read.")


@command.command("attempt")
@ref_argument
@click.option("--valid-until", type=TIME, metavar="TIME", help="Until when the request stands now. Default: unchanged.")
@text_option
@writing
@click.pass_obj
def attempt(folder: Path, /, *, ref: str, **given: Any) -> None:
    """Ask again for our own call REF: a reminder, or after it was declined, put off, lapsed or not answered."""
    from watchline.cli.look import look
    from watchline.host.calls import call

    with look(folder) as found:
        gone = call(found.here, found.here.find(ref), found.now)["lapsed"] and given["valid_until"] is None
    stays = (
        " Its time had passed and stays passed: to let it stand again, say so with --valid-until TIME." if gone else ""
    )
    _act(folder, ref, "call_attempt", given, "{by} asks again for {ref}." + stays)


@command.command("accept")
@ref_argument
@click.option("--at", type=TIME, required=True, metavar="TIME", help="When; within the times proposed, if any were.")
@click.option("--circuit", metavar="NAME", help="A circuit of the line for the voice, if it is to be one.")
@text_option
@writing
@click.pass_obj
def accept(folder: Path, /, *, ref: str, **given: Any) -> None:
    """Accept the call REF, or the other side's proposal, for a time. It is no agreement on the matter."""
    from watchline.host.calls import NOT_AGREEMENT

    _act(folder, ref, "call_accepted", given, f"{{by}} accepts {{ref}}. {NOT_AGREEMENT}")


@command.command("decline")
@ref_argument
@reason_option
@text_option
@writing
@click.pass_obj
def decline(folder: Path, /, *, ref: str, **given: Any) -> None:
    """Decline the call REF, or the other side's proposal. The other side may ask again."""
    _act(folder, ref, "call_declined", given, "{by} declines {ref}.")


@command.command("propose")
@ref_argument
@_window_option("A time that would suit; repeat it.")
@text_option
@writing
@click.pass_obj
def propose(folder: Path, /, *, ref: str, **given: Any) -> None:
    """Propose other times for the call REF."""
    _act(folder, ref, "call_proposed", given, "{by} proposes other times for {ref}.")


@command.command("postpone")
@ref_argument
@_window_option("A time that would suit instead; repeat it. Default: none yet.")
@reason_option
@text_option
@writing
@click.pass_obj
def postpone(folder: Path, /, *, ref: str, **given: Any) -> None:
    """Put off the scheduled call REF: to times proposed, or without any yet."""
    _act(folder, ref, "call_postponed", given, "{by} puts {ref} off.")


@command.command("cancel")
@ref_argument
@reason_option
@text_option
@writing
@click.pass_obj
def cancel(folder: Path, /, *, ref: str, **given: Any) -> None:
    """Call off the scheduled call REF, or withdraw our own request."""
    _act(folder, ref, "call_cancelled", given, "{by} cancels {ref}.")


@command.command("account")
@ref_argument
@click.option("--outcome", type=click.Choice(OUTCOMES), required=True, help="What became of the call, by our account.")
@click.option("--started", type=TIME, metavar="TIME", help="When it began, by our clock.")
@click.option("--ended", type=TIME, metavar="TIME", help="When it ended, by our clock.")
@click.option("--office", help="Who of ours spoke. Default: the office of the request.")
@click.option("--with-office", help="Who of theirs spoke. Default: the office of the request.")
@click.option("--verified", is_flag=True, help="The verification words were compared.")
@click.option("--next", type=TIME, metavar="TIME", help="The next call that was agreed. Default: none was.")
@click.option("--language", help="Language tag of the text.")
@text_option
@writing
@click.pass_obj
def account(folder: Path, /, *, ref: str, verified: bool, **given: Any) -> None:
    """Write our account of the call REF, or of an attempt to make it. The other side writes its own; both stand."""
    from watchline.cli.look import look
    from watchline.host.calls import call

    with look(folder) as found:
        shown = call(found.here, found.here.find(ref), found.now)
    ours, theirs = ("office", "with_office") if shown["ours"] else ("with_office", "office")
    given["office"] = given["office"] or shown[ours]
    given["with_office"] = given["with_office"] or shown[theirs]
    given["verified"] = 1 if verified else None
    _act(folder, ref, "call_account", given, "{by} is our account of {ref}. The other side writes its own.")


def _act(folder: Path, ref: str, kind: str, given: dict[str, Any], words: str) -> None:
    act_upon(folder, ref, kind, given, words, _parties)


def _parties(here: Any, ref: Any) -> tuple[str, ...]:
    """Return the two parties of a call; only the author's if it is none (the node then says so)."""
    from watchline.view import THREAD, read_thread, ref_key
    from watchline.view.calls import call_view

    view = call_view(read_thread(here.held.row(THREAD, ref_key(here.charter.line, ref))), ref)
    return (ref.code,) if view is None else view.codes

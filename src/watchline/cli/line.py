"""``watchline line``: what each party states of the line and what is measured; suspend and resume it, or an agreement that hangs on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from watchline.cli.options import draft_option, folder_argument, fresh_draft, json_option, post_option
from watchline.cli.times import TIME

Verb = Callable[..., Any]
agreement_argument = click.argument("agreement", metavar="ID")


def _writing(verb: Verb) -> Verb:
    verb = click.option("--language", metavar="TAG", default="en", show_default=True, help="Language of the text.")(
        verb
    )
    verb = click.option("--text", default="", help="Words to it; they stand in the common record.")(verb)
    return post_option(draft_option(json_option(verb)))


start_option = click.option("--from", "start", type=TIME, metavar="TIME", help="From when it holds. Default: from now.")


class _Shown(click.Group):
    """A group that shows when it is told nothing else: ``line DIR`` is ``line DIR show``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and not args[0].startswith("-") and (len(args) == 1 or args[1].startswith("-")):
            args = [args[0], "show", *args[1:]]
        return super().parse_args(ctx, args)


@click.group("line", cls=_Shown, short_help="The line: stated and measured; suspend, resume.")
@folder_argument
@click.pass_context
def command(ctx: click.Context, /, *, folder: Path) -> None:
    """Show what each party states of the line beside what is measured: circuit, node and watch, by circuit and party.

    A suspension is a party's own public word. It stops nothing: entries, tests and FLASH go on.
    """
    ctx.obj = folder


@command.command("show")
@json_option
@click.pass_obj
def show(folder: Path, /, *, as_json: bool) -> None:
    """Show the line. Signs nothing, tells the other parties nothing; without a further word `line DIR` does the same."""
    _show(folder, as_json=as_json)


@command.command("suspend")
@start_option
@_writing
@click.pass_obj
def suspend(folder: Path, /, **given: Any) -> None:
    """State publicly that we suspend our use of the line."""
    words = "{ref} states that we suspend our use of the line. It stops nothing: entries, tests and FLASH go on."
    _say(folder, {"kind": "suspended"}, given, words)


@command.command("resume")
@_writing
@click.pass_obj
def resume(folder: Path, /, **given: Any) -> None:
    """State publicly that we take up our use of the line again. Each party resumes what it suspended itself."""
    _say(folder, {"kind": "resumed"}, given, "{ref} states that we resume our use of the line.")


@command.group("agreement")
def agreements() -> None:
    """Suspend or resume an agreement that hangs on the line by its charter."""


@agreements.command("suspend")
@agreement_argument
@start_option
@_writing
@click.pass_obj
def suspend_agreement(folder: Path, /, *, agreement: str, **given: Any) -> None:
    """State publicly that we suspend the agreement ID."""
    words = f"{{ref}} states that we suspend the agreement {agreement}. The line and other agreements are as before."
    _say(folder, {"kind": "suspended", "agreement": agreement}, given, words)


@agreements.command("resume")
@agreement_argument
@_writing
@click.pass_obj
def resume_agreement(folder: Path, /, *, agreement: str, **given: Any) -> None:
    """State publicly that we take up the agreement ID again."""
    _say(
        folder,
        {"kind": "resumed", "agreement": agreement},
        given,
        f"{{ref}} states that we resume the agreement {agreement}.",
    )


def _say(folder: Path, said: dict[str, Any], given: dict[str, Any], words: str) -> None:
    from watchline.cli.speak import end, say_it

    draft, as_json = fresh_draft(given.pop("draft")), given.pop("as_json")
    fields = {name: value for name, value in given.items() if value is not None}
    reply = say_it(folder, {**said, **fields, "draft": draft})
    written = reply.get("written")
    stood = "{ref} was written before, by the same draft; nothing new was written."
    shown = (words if written else stood).format(ref=reply.get("ref"))
    end(folder, {**reply, "draft": draft}, None, as_json=as_json, words=shown)


def _show(folder: Path, *, as_json: bool) -> None:
    from watchline.cli.line_words import show_line
    from watchline.cli.look import look, running_status
    from watchline.cli.show import emit
    from watchline.host.line import line
    from watchline.host.status import status

    running = running_status(folder)
    with look(folder) as found:
        answer = line(found.here, found.now, running or status(found.here, found.now, None))
    if as_json:
        emit(answer)
    else:
        show_line(answer)

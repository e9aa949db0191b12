"""``watchline key``: what officers state about keys: another party's new one was compared, late entries are our own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from watchline.cli.options import folder_argument, json_option, post_option


@click.group("key", short_help="Confirm another party's new key; adopt late entries of our own.")
@folder_argument
@click.pass_context
def command(ctx: click.Context, *, folder: Path) -> None:
    """Keys of later epochs. A party that lost its head lock goes on under a spare key set; people compare it by another means."""
    ctx.obj = folder


def _ask(folder: Path, request: dict[str, Any], words: str, *, as_json: bool) -> None:
    from watchline.cli.exits import Failed
    from watchline.cli.show import emit, say
    from watchline.host.socket import call

    reply = call(folder, request)
    if reply.get("error"):
        raise Failed(str(reply["error"]))
    if as_json:
        emit({"ref": reply.get("ref", "")})
        return
    say(words.format(ref=reply.get("ref", "")))


@command.command("confirm")
@click.argument("party", metavar="PARTY")
@click.option(
    "--digits",
    required=True,
    help="The thirty digits that PARTY read to you by another means; never copied from a screen.",
)
@post_option
@json_option
@click.pass_obj
def confirm(folder: Path, *, party: str, digits: str, post: str, as_json: bool) -> None:
    """State that the key of PARTY's newest epoch was compared by another means. No entry is written; it is our own knowledge."""
    request = {"verb": "epoch_confirm", "code": party.upper(), "digits": digits, "post": post}
    words = "The key of {ref} is confirmed. Its entries are shown without the mark from now on; the other parties are told nothing."
    _ask(folder, request, words, as_json=as_json)


@command.command("adopt")
@post_option
@json_option
@click.pass_obj
def adopt(folder: Path, *, post: str, as_json: bool) -> None:
    """State in our log that entries of our former log which turned up late are our own. Look at them first."""
    words = "{ref} states that the late entries of our former log are our own; the other parties cosign them now."
    _ask(folder, {"verb": "epoch_adopt", "post": post}, words, as_json=as_json)

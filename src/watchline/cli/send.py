"""``watchline send``: write a message to the watch of the other parties."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from watchline.cli.options import draft_option, folder_argument, fresh_draft, json_option, post_option


@click.command("send", short_help="Send a message to the watch of the others.")
@folder_argument
@click.argument("text", metavar="TEXT")
@click.option("--to", multiple=True, metavar="PARTY", help="A party it is for; repeat it. Default: all others.")
@click.option(
    "--precedence",
    type=click.Choice(["R", "P", "O", "Z"], case_sensitive=False),
    metavar="R|P|O|Z",
    default="R",
    show_default=True,
    help="Speed of service: R routine, P priority, O immediate, Z flash (goes out on every circuit).",
)
@click.option("--language", default="en", show_default=True, help="Language tag of the text.")
@click.option(
    "--ref", "refs", multiple=True, metavar="REF", help="An earlier entry that this one refers to; repeat it."
)
@post_option
@draft_option
@json_option
def command(
    *,
    folder: Path,
    text: str,
    to: tuple[str, ...],
    precedence: str,
    language: str,
    refs: tuple[str, ...],
    post: str,
    draft: str | None,
    as_json: bool,
) -> None:
    """Send TEXT to the watch of the other parties. "-" reads it from standard input.

    It is written, signed and stored before anything leaves. It goes to the watch, never to a person.
    """
    from watchline.cli.speak import end, say_it

    said = sys.stdin.read().rstrip("\n") if text == "-" else text
    chosen = fresh_draft(draft)
    reply = say_it(
        folder,
        {
            "kind": "message",
            "text": said,
            "precedence": precedence.upper(),
            "to": list(to),
            "language": language,
            "refs": list(refs),
            "post": post,
            "draft": chosen,
        },
    )
    ref = reply.get("ref", "")
    words = (
        f"{ref} is written."
        if reply.get("written")
        else f"{ref} was written before, by the same draft; nothing new was written."
    )
    end(
        folder,
        {**reply, "draft": chosen},
        to or None,
        as_json=as_json,
        words=f"{words} Whether it is held, read and acknowledged: `watchline inbox {folder}`.",
    )

"""``watchline send``: write a message to the watch of the other parties, in a text, in phrases of the phrasebook, or both."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from watchline.cli.options import draft_option, folder_argument, fresh_draft, json_option, post_option


@click.command("send", short_help="Send a message to the watch of the others.")
@folder_argument
@click.argument("text", metavar="[TEXT]", default="")
@click.option(
    "--phrase",
    "phrases",
    multiple=True,
    metavar="'CODE NAME=VALUE …'",
    help="A phrase of the phrasebook with its parameters; repeat it. CODE with or without check character.",
)
@click.option("--query", "queries", multiple=True, metavar="PHRASE", help="Ask whether that phrase is so.")
@click.option(
    "--cancel", "cancels", multiple=True, metavar="'REF PHRASE'", help="Withdraw a phrase that we said in REF."
)
@click.option(
    "--repeat", "repeats", multiple=True, metavar="'REF PHRASE'", help="Say again a phrase that we said in REF."
)
@click.option("--to", multiple=True, metavar="PARTY", help="A party it is for; repeat it. Default: all others.")
@click.option(
    "--precedence",
    type=click.Choice(["R", "P", "O", "Z"], case_sensitive=False),
    metavar="R|P|O|Z",
    default="R",
    show_default=True,
    help="Speed of service: R routine, P priority, O immediate, Z flash (goes out on every circuit).",
)
@click.option(
    "--language",
    default="en",
    show_default=True,
    help="Language that we write in: of the text, and original language of the phrases.",
)
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
    phrases: tuple[str, ...],
    queries: tuple[str, ...],
    cancels: tuple[str, ...],
    repeats: tuple[str, ...],
    to: tuple[str, ...],
    precedence: str,
    language: str,
    refs: tuple[str, ...],
    post: str,
    draft: str | None,
    as_json: bool,
) -> None:
    """Send TEXT to the watch of the other parties. "-" reads it from standard input.

    Phrases stand beside TEXT or instead of it, and are shown to each reader in a language of his own. They are said in the order
    --phrase, --query, --cancel, --repeat; an operator may also stand before CODE: --phrase 'QUERY CODE …'.

    It is written, signed and stored before anything leaves. It goes to the watch, never to a person.
    """
    from watchline.cli.look import look
    from watchline.cli.speak import end, say_it
    from watchline.host.phrases import rules_words
    from watchline.phrase import read_typed

    lines = [*phrases, *(f"QUERY {it}" for it in queries), *(f"CANCEL {it}" for it in cancels)]
    typed = [read_typed(line) for line in (*lines, *(f"REPEAT {it}" for it in repeats))]
    if not text and not typed:
        raise click.UsageError("Give a TEXT, a --phrase, or both.")
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
            "phrases": [{"code": item.code, "params": item.params, "op": item.op, "ref": item.ref} for item in typed],
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
    words = f"{words} Whether it is held, read and acknowledged: `watchline inbox {folder}`."
    rules: list[str] = []
    if reply.get("written") and typed:
        with look(folder) as found:
            rules = rules_words([item.code for item in typed], found.here.book)
    end(
        folder,
        {**reply, "draft": chosen, "rules": rules},
        to or None,
        as_json=as_json,
        words="\n".join([words, *rules]),
    )

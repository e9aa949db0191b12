"""What a message is made of on the command line: text, phrases, precedence, receivers, references; for ``send`` and for ``draft propose``."""

from __future__ import annotations

import sys
from typing import Any, NamedTuple

import click

from watchline.cli.options import Verb


class Typed(NamedTuple):
    """A message as it was typed; see ``message_options``."""

    text: str
    phrases: tuple[str, ...]
    queries: tuple[str, ...]
    cancels: tuple[str, ...]
    repeats: tuple[str, ...]
    to: tuple[str, ...]
    precedence: str
    language: str
    refs: tuple[str, ...]

    def fields(self) -> dict[str, Any]:
        """Return the fields of ``SayMessage``, but for post and draft id.

        Raises:
            click.UsageError: neither a text nor a phrase.
            OurMistake: a phrase is not written as one.
        """
        from watchline.phrase import read_typed

        lines = [*self.phrases, *(f"QUERY {it}" for it in self.queries), *(f"CANCEL {it}" for it in self.cancels)]
        typed = [read_typed(line) for line in (*lines, *(f"REPEAT {it}" for it in self.repeats))]
        if not self.text and not typed:
            raise click.UsageError("Give a TEXT, a --phrase, or both.")
        return {
            "text": sys.stdin.read().rstrip("\n") if self.text == "-" else self.text,
            "precedence": self.precedence.upper(),
            "to": list(self.to),
            "language": self.language,
            "refs": list(self.refs),
            "phrases": [{"code": item.code, "params": item.params, "op": item.op, "ref": item.ref} for item in typed],
        }


def message_options(verb: Verb) -> Verb:
    """Add TEXT and the options of a message; a verb takes them as keywords and hands them to ``Typed``."""
    for option in reversed(_OPTIONS):
        verb = option(verb)
    return verb


_OPTIONS = (
    click.argument("text", metavar="[TEXT]", default=""),
    click.option(
        "--phrase",
        "phrases",
        multiple=True,
        metavar="'CODE NAME=VALUE …'",
        help="A phrase of the phrasebook with its parameters; repeat it. CODE with or without check character.",
    ),
    click.option("--query", "queries", multiple=True, metavar="PHRASE", help="Ask whether that phrase is so."),
    click.option(
        "--cancel", "cancels", multiple=True, metavar="'REF PHRASE'", help="Withdraw a phrase that we said in REF."
    ),
    click.option(
        "--repeat", "repeats", multiple=True, metavar="'REF PHRASE'", help="Say again a phrase that we said in REF."
    ),
    click.option("--to", multiple=True, metavar="PARTY", help="A party it is for; repeat it. Default: all others."),
    click.option(
        "--precedence",
        type=click.Choice(["R", "P", "O", "Z"], case_sensitive=False),
        metavar="R|P|O|Z",
        default="R",
        show_default=True,
        help="Speed of service: R routine, P priority, O immediate, Z flash (goes out on every circuit).",
    ),
    click.option(
        "--language",
        default="en",
        show_default=True,
        help="Language that we write in: of the text, and original language of the phrases.",
    ),
    click.option(
        "--ref", "refs", multiple=True, metavar="REF", help="An earlier entry that this one refers to; repeat it."
    ),
)

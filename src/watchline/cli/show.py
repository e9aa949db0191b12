"""What is printed: JSON for machines, tables for people on a terminal, plain columns where there is none.

Text of another party is never taken for markup, and characters that would act on the terminal or reorder a line are made visible.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any

import click

from watchline.codec.visible import one_line, visible

_ACTING_IN_JSON = re.compile(r"[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")


def emit(value: Any) -> None:
    """Print one JSON object on one line; acting characters within its texts stay escaped."""
    import msgspec

    from watchline.sentence import plain

    text = msgspec.json.encode(value, enc_hook=plain).decode()
    click.echo(_ACTING_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def say(words: str = "") -> None:
    """Print words on stdout."""
    click.echo(visible(words))


def note(words: str) -> None:
    """Print words on stderr: what goes on, for a person who waits; never part of an answer."""
    click.echo(visible(words), err=True)


def quoted(text: str) -> str:
    """Return a text of somebody's, each line marked, so that it cannot be taken for words of this program."""
    return "\n".join(f"  | {line}" for line in visible(text).split("\n"))


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows: a table on a terminal, aligned columns otherwise. Nothing is cut off."""
    shown = [[one_line(cell) for cell in row] for row in rows]
    if sys.stdout.isatty():
        _rich_table(head, shown)
        return
    widths = [max(len(row[at]) for row in [list(head), *shown]) for at in range(len(head))]
    for row in [list(head), *shown]:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _rich_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    made = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in head:
        made.add_column(Text(name), overflow="fold")
    for row in rows:
        made.add_row(*(Text(cell) for cell in row))
    Console().print(made)


def facts(rows: Sequence[tuple[str, str]]) -> None:
    """Print facts, one a line, names aligned; an empty one is left out."""
    shown = [(name, one_line(value)) for name, value in rows if value]
    width = max((len(name) for name, _ in shown), default=0)
    for name, value in shown:
        click.echo(f"{name.ljust(width)}  {value}")


class Progress:
    """How far long work has come, on stderr: rewritten in place on a terminal, silent otherwise."""

    def __init__(self, words: str) -> None:
        self._words, self._shown = words, 0
        self._live = sys.stderr.isatty()

    def __call__(self, done: int, of: int) -> None:
        """Show two numbers; at most one line for each hundred steps."""
        if self._live and done - self._shown >= 100:
            self._shown = done
            click.echo(f"\r{self._words.format(done=done, of=of)}", err=True, nl=False)

    def end(self) -> None:
        """Leave the line."""
        if self._live and self._shown:
            click.echo("", err=True)


__all__ = ["emit", "facts", "note", "one_line", "quoted", "say", "table", "visible"]

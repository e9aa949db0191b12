"""Arguments that several verbs take: the node's folder, JSON, the post, and where a passphrase comes from."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

Verb = Callable[..., Any]
FILE = click.Path(path_type=Path, dir_okay=False)
node_argument = click.argument(
    "folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False, exists=True, resolve_path=True)
)


def _line(ctx: click.Context, _param: click.Parameter, value: str) -> str:
    ctx.meta[_LINE] = value
    return value


def _of_line(ctx: click.Context, _param: click.Parameter, value: Path) -> Path:
    """Return the folder of the line that is meant; a node that keeps one line is not asked."""
    wanted = ctx.meta.get(_LINE, "")
    if not wanted and not (value / "lines").is_dir():
        return value
    from watchline.host.places import choose_line

    return choose_line(value, wanted)


_LINE = "watchline.line"
line_option = click.option(
    "--line",
    metavar="NAME",
    default="",
    is_eager=True,
    expose_value=False,
    callback=_line,
    help="The line that is meant, by its title or the first digits of its id: only where the node keeps several.",
)


def folder_argument(verb: Verb) -> Verb:
    """Add DIR and --line: the verb is given the folder of the line that is meant."""
    argument = click.argument(
        "folder",
        metavar="DIR",
        type=click.Path(path_type=Path, file_okay=False, exists=True, resolve_path=True),
        callback=_of_line,
    )
    return argument(line_option(verb))


json_option = click.option("as_json", "--json", is_flag=True, help="Print one JSON object (docs/reference/json.md).")
post_option = click.option(
    "--post", default="watch", show_default=True, help="The post of the charter that speaks; the entry names it."
)
language_option = click.option(
    "--language", metavar="TAG", default="en", show_default=True, help="Language in which phrases are shown."
)
limit_option = click.option(
    "--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="How many at most."
)
offset_option = click.option("--offset", type=click.IntRange(0), default=0, help="Leave out so many.")
draft_option = click.option(
    "--draft",
    metavar="HEX",
    help="Draft id (32 hex digits) of an attempt whose end is not known: what was written already is not written again.",
)


def paging_options(verb: Verb) -> Verb:
    """Add --after, --before and --limit."""
    verb = limit_option(verb)
    verb = click.option("--before", metavar="REF", default="", help="Those that precede this reference.")(verb)
    return click.option("--after", metavar="REF", default="", help="Those that follow this reference.")(verb)


def addresses(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> list[tuple[str, str, int]]:
    """Return NAME=HOST:PORT as (name, host, port): where our end of a circuit is dialled."""
    found = []
    for text in value:
        name, equals, address = text.partition("=")
        host, colon, port = address.rpartition(":")
        if not (equals and colon and name and host and port.isdecimal()):
            raise click.BadParameter(f"{text!r}; write it like one=192.0.2.10:7001", ctx, param)
        found.append((name, host.removeprefix("[").removesuffix("]"), int(port)))
    return found


def passphrase_options(name: str, what: str) -> Callable[[Verb], Verb]:
    """Add --NAME-file and --NAME-fd; a passphrase is never an argument's value nor in the environment."""

    def add(verb: Verb) -> Verb:
        by_fd = click.option(
            f"--{name}-fd", type=click.IntRange(0), help=f"Open file descriptor from which {what} is read."
        )
        by_file = click.option(
            f"--{name}-file", type=FILE, help=f"File (mode 0600) that holds {what}; else it is asked for."
        )
        return by_file(by_fd(verb))

    return add


def passphrase(words: str, file: Path | None, descriptor: int | None, *, twice: bool = False) -> bytes:
    """Return a passphrase from the file, the descriptor or the prompt.

    Args:
        words: What is asked for at the prompt.
        file: Where it is read from, if given.
        descriptor: Else this one, if given.
        twice: Ask twice at the prompt: for a new one.
    """
    from watchline.host.keyring import Passphrase

    if file is not None and descriptor is not None:
        raise click.UsageError("Give a passphrase by a file or by a file descriptor, not both.")
    if file is not None:
        return Passphrase.from_file(file)
    if descriptor is not None:
        return Passphrase.from_fd(descriptor)
    if not sys.stdin.isatty():
        raise click.UsageError(
            f"{words}: there is no terminal to ask; name a file (--…-file) or a descriptor (--…-fd)."
        )
    return Passphrase.from_prompt(f"{words}: ", twice=twice)


def fresh_draft(draft: str | None) -> str:
    """Return the draft id that was given, checked, or a new one."""
    if draft is None:
        import secrets

        return secrets.token_bytes(16).hex()
    if len(draft) != 32 or any(letter not in "0123456789abcdef" for letter in draft.lower()):
        raise click.BadParameter("32 hexadecimal digits, as printed by the first attempt", param_hint="--draft")
    return draft.lower()

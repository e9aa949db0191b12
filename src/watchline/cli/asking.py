"""What is asked for on a terminal where a verb was given too few words. Where nobody can answer it is a usage error, as for any program."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click


def at_terminal() -> bool:
    """Tell whether a person sits there to be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def needed(option: str) -> None:
    """Refuse, unless somebody can be asked.

    Args:
        option: What is missing, as it is written: ``--with``.
    """
    if not at_terminal():
        raise click.UsageError(f"Missing option '{option}'. On a terminal it is asked for.")


class Whom(click.ParamType):  # type: ignore[type-arg,unused-ignore]
    """Who took part, in a form that can be read: "OFFICE, STATE", "NAME, OFFICE, STATE", or a name of the roster.

    Args:
        folder: The node, whose roster is asked.
    """

    name = "who"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # type: ignore[type-arg,unused-ignore]
        """Return it as it was typed."""
        from watchline.host.claim_fields import STATE, roster_of

        parts = [part.strip() for part in str(value).split(",")]
        known = roster_of(self._folder).find(parts[0]) if len(parts) == 1 else STATE.fullmatch(parts[-1])
        if not known or not all(parts):
            self.fail(
                f'{value!r}: write "OFFICE, STATE" with the state as a code like XBB, or a name of the roster',
                param,
                ctx,
            )
        return str(value)


def ask(words: str, kind: click.ParamType | None = None, *, must: bool = False) -> Any:  # type: ignore[type-arg,unused-ignore]  # generic only since click 8.4
    """Ask for one value until it is sound; nothing typed is None, unless it must be given.

    Args:
        words: The question, with the forms that are taken.
        kind: What is typed, as the option of the same meaning reads it; None: text.
        must: Ask until something is typed.
    """

    def read(text: str) -> Any:
        value = text.strip()
        if not value:
            return None
        return value if kind is None else kind.convert(value, None, None)

    return click.prompt(words, default=None if must else "", show_default=False, value_proc=read, err=True)

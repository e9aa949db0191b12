"""How a verb ends: the exit codes, and the one place where an error becomes words on stderr."""

from __future__ import annotations

from typing import IO, Any

import click

from watchline.cli.show import visible
from watchline.errors import WatchlineError

OK, FAILED, USAGE, NOT_VERIFIED, DARK = 0, 1, 2, 3, 4
EXITS = {
    OK: "ok",
    FAILED: "failure: the words on stderr say what happened and what to do next",
    USAGE: "usage: the arguments do not fit",
    NOT_VERIFIED: "not verified, or incomplete",
    DARK: "the line is DARK; what was written stands and goes out by itself",
}


class Failed(click.ClickException):
    """A failure in words, without a stack: for the person on watch."""

    exit_code = FAILED

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the words on stderr; what another party wrote in them is made visible."""
        click.echo(visible(self.message), file=file, err=file is None)


class Verbs(click.Group):
    """The verbs, each loaded when it is asked for; what this program raises on purpose ends as words and exit code 1.

    Args:
        verbs: Their names; each is ``command`` in the module of that name, of two words (``call note``, ``in-force``) in ``call_note``.
    """

    def __init__(self, *args: Any, verbs: tuple[str, ...] = (), **fields: Any) -> None:
        super().__init__(*args, **fields)
        self._verbs = verbs

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order in which a line is founded and used."""
        return list(self._verbs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a verb."""
        if cmd_name not in self._verbs:
            return None
        from importlib import import_module

        command: click.Command = import_module(f"watchline.cli.{cmd_name.replace(' ', '_').replace('-', '_')}").command
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Let ``--line NAME`` stand anywhere behind a verb that has inner verbs; click wants it before DIR there."""
        command = self.get_command(ctx, args[0]) if args else None
        if isinstance(command, click.Group) and any(param.name == "line" for param in command.params):
            at = next((at for at, text in enumerate(args) if text == "--line" or text.startswith("--line=")), 0)
            count = 2 if args[at] == "--line" else 1
            if at and "--" not in args[:at]:
                args = [args[0], *args[at : at + count], *args[1:at], *args[at + count :]]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take a verb of two words as one, ``call note DIR`` or ``call DIR note``; a folder of that name is written ``./note``."""
        for at in (1, 2):
            two = " ".join((*args[:1], *args[at : at + 1]))
            if two in self._verbs and " " in two:
                return two, self.get_command(ctx, two), [*args[1:at], *args[at + 1 :]]
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb."""
        try:
            return super().invoke(ctx)
        except WatchlineError as why:
            raise Failed(str(why)) from why

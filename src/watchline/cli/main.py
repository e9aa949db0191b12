"""``watchline``: the verbs, in the order in which a line is founded and used."""

from __future__ import annotations

import click

from watchline import __version__
from watchline.cli.exits import Verbs

VERBS = (
    "first-run", "init", "card", "pair", "found", "up", "watch", "status", "line", "calendar", "test", "alarms", "send", "draft", "inbox", "read", "ack", "phrase", "call", "contacts",
    "notice", "conflict", "in-force", "zone",
    "call note", "test note", "request note", "annex", "people", "facts",
    "readout", "charter", "clock", "restore", "key", "roster", "officer", "log", "search", "day", "sheet", "verify", "prove", "witness", "press", "conflict check", "shapes", "demo", "doctor", "sim",
)  # fmt: skip
EPILOG = """\b
To begin, on each side: init, card, pair; then one side: found --propose, and each root: found --sign; then each
side: found --open, up. Then each side starts a line test and the other answers it: test, test --answer. The line is open.

\b
Exit codes: 0 ok; 1 failure, in words; 2 usage; 3 not verified or incomplete; 4 the line is DARK, what was written stands.
JSON (--json): docs/reference/json.md."""


@click.group(
    cls=Verbs,
    verbs=VERBS,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.version_option(__version__, prog_name="watchline")
def cli() -> None:
    """Keep a line between parties that do not trust each other: tested, answered, and recorded so that it can be proved.

    DIR is the folder of this party's node; every verb takes it first.
    """


def main() -> None:
    """Run the command line."""
    cli(prog_name="watchline")

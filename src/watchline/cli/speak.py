"""What the writing verbs do: hand one saying to the running node, print what it wrote, and end with the right exit code."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from watchline.cli.exits import DARK, Failed
from watchline.cli.look import nobody_took_it, running_status
from watchline.cli.show import emit, note, say
from watchline.errors import WatchlineError

SAY_S = 30.0
DARK_WORDS = (
    "The line is DARK towards {codes}: no circuit is alive. What was written stands and goes out by itself when a circuit returns."
    " Until then use the fallback in the charter."
)


def say_it(folder: Path, request: dict[str, Any]) -> dict[str, Any]:
    """Hand a saying to the running node and return its reply: ref, written, error.

    Raises:
        NotRunning: no node runs in this folder, or its end was not seen: the words then say how to say it again safely.
    """
    from watchline.host.socket import NotRunning, call

    try:
        return dict(call(folder, {"verb": "say", **request}, SAY_S))
    except NotRunning as why:
        if nobody_took_it(why):
            raise
        again = f"To say it again safely use the same words with --draft {request['draft']}: what was written is not written twice."
        raise NotRunning(f"{why} {again}") from why


def end(folder: Path, reply: dict[str, Any], to: Sequence[str] | None, *, as_json: bool, words: str) -> None:
    """Print a reply and end: exit 1 if it was refused, 4 if it stands and the line is DARK.

    Args:
        folder: The node's folder.
        reply: What the node said, and whatever the verb adds to it.
        to: Parties whom this concerns; None for all others.
        as_json: Print the reply as one JSON object.
        words: For a person, when all is well.
    """
    error = reply.get("error", "")
    dark = [] if error else dark_towards(folder, to)
    if as_json:
        emit({**reply, "dark": dark})
    elif not error:
        say(words)
    if error:
        raise Failed(f"{reply['ref']}: {error}" if reply.get("written") else error)
    if dark:
        note(DARK_WORDS.format(codes=", ".join(dark)))
        click.get_current_context().exit(DARK)


def dark_towards(folder: Path, to: Sequence[str] | None) -> list[str]:
    """Return the parties concerned towards whom the line is DARK now."""
    try:
        answer = running_status(folder)
    except WatchlineError:
        return []
    peers = [] if answer is None else answer["peers"]
    return [peer["party"] for peer in peers if peer["state"] == "DARK" and (not to or peer["party"] in to)]

"""``watchline clock``: compare clocks; the officer's act of accepting ours after a step (PROTOCOL 4.3)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from watchline.cli.options import folder_argument, json_option, post_option


@click.command("clock", short_help="Compare clocks; accept ours after a step.")
@folder_argument
@click.option(
    "--accept",
    is_flag=True,
    help="State on our own side that our wall clock is right, after comparing it with a third clock.",
)
@post_option
@json_option
def command(*, folder: Path, accept: bool, post: str, as_json: bool) -> None:
    """Show how our clock stands to what our timer expects and to the other parties; --accept after a step.

    Until a step is accepted the time of our cosignatures stands still or follows slowly; everything else goes on. Accepting writes no
    entry and tells the other parties nothing.
    """
    from watchline.cli.exits import Failed
    from watchline.cli.look import look, running_status
    from watchline.cli.show import emit, facts, say
    from watchline.errors import OurMistake
    from watchline.host.here import instant
    from watchline.host.socket import NotRunning, call
    from watchline.measure import utc

    with look(folder) as found:
        now, posts = found.now, found.here.charter.posts
        allowed_ms, offset_ms = found.here.charter.clock_ms, found.reading.config.clock_offset_ms
    if post not in posts:
        raise OurMistake(f"{post!r} is not a post of this line; the charter names {', '.join(posts)}.")
    if accept:
        reply = call(folder, {"verb": "clock_accept", "post": post})
        if reply.get("error"):
            raise Failed(str(reply["error"]))
    live = running_status(folder)
    if live is None:
        raise NotRunning(
            f"No node runs in {folder}, so there is no timer to compare our clock with: `watchline up {folder}`."
        )
    apart = {peer["party"]: peer["clock_apart_ms"] for peer in live["peers"]}
    answer: dict[str, Any] = {
        **instant("now", now),
        "offset_ms": offset_ms,
        "allowed_ms": allowed_ms,
        "step_ms": live["clock"]["step_ms"],
        "apart_ms": apart,
        "accepted": accept,
    }
    if as_json:
        emit(answer)
        return
    step = live["clock"]["step_ms"]
    facts(
        [
            ("our clock", utc(now) + (f" (demonstration offset {offset_ms / 1000:g} s)" if offset_ms else "")),
            (
                "step",
                "none beyond what is allowed" if not step else f"{step / 1000:+.0f} s against our timer, not accepted",
            ),
            *((f"{code} beside us", f"{ms / 1000:+.1f} s as of its newest beat") for code, ms in apart.items()),
            ("allowed", f"{allowed_ms / 1000:g} s by the charter"),
        ]
    )
    if accept:
        say()
        say("Our clock is accepted as it is. No entry was written and the other parties were told nothing.")
    elif step:
        say()
        say(
            f"Compare it with a third clock. If it is right: `watchline clock {folder} --accept`. If it is wrong, set it."
        )

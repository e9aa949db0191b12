"""``watchline demo``: two nodes of invented parties on this machine."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from watchline.cli.options import json_option


@click.command("demo", short_help="Two nodes of invented parties on this machine.")
@click.option(
    "--headless", is_flag=True, help="No screen: found, test, send, read, acknowledge, export, verify, and end."
)
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the two nodes are made. Default: a temporary folder that is removed again.",
)
@click.option("--days", type=click.IntRange(1, 3660), default=365, show_default=True, help="Length of the history.")
@click.option(
    "--at",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day to pretend, for screenshots. Default: today.",
)
@json_option
def command(*, headless: bool, folder: Path | None, days: int, day: datetime | None, as_json: bool) -> None:
    """Two nodes, two desks, one machine: a demonstration line between XAA and XBB. It says nothing about any state."""
    if as_json and not headless:
        raise click.UsageError("--json goes with --headless.")
    pretended = None if day is None else int(day.replace(tzinfo=UTC).timestamp()) * 1000
    if headless:
        from watchline.demo.headless import run_headless

        code = run_headless(folder, as_json=as_json, days=days, day=pretended)
    else:
        from watchline.demo.live import run_live

        code = run_live(folder, days=days, day=pretended)
    click.get_current_context().exit(code or 0)

"""``watchline demo``: two nodes of invented parties on this machine."""

from __future__ import annotations

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
@json_option
def command(*, headless: bool, folder: Path | None, as_json: bool) -> None:
    """Two nodes, two desks, one machine: a demonstration line between XAA and XBB. It says nothing about any state."""
    if as_json and not headless:
        raise click.UsageError("--json goes with --headless.")
    if headless:
        from watchline.demo.headless import run_headless

        code = run_headless(folder, as_json=as_json)
    else:
        from watchline.demo.live import run_live

        code = run_live(folder)
    click.get_current_context().exit(code or 0)

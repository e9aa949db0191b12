"""``watchline up``: run the node, until it is stopped."""

from __future__ import annotations

from pathlib import Path

import click

from watchline.cli.options import node_argument, passphrase, passphrase_options


@click.command("up", short_help="Run the node until it is stopped.")
@node_argument
@click.option("--stop", is_flag=True, help="End the node that runs in DIR; what it acknowledged stands.")
@passphrase_options("passphrase", "the passphrase of the node's keys")
def command(*, folder: Path, stop: bool, passphrase_file: Path | None, passphrase_fd: int | None) -> None:
    """Run the node of DIR with all its lines: circuits, line tests of the calendar, alarms. It ends with Ctrl-C, SIGTERM or --stop."""
    from watchline.cli.show import note, say

    if stop:
        from watchline.host.places import places
        from watchline.host.socket import NotRunning, call

        lines = places(folder)
        for number, line in enumerate(lines, 1):
            try:
                call(line, {"verb": "stop"})
                break
            except NotRunning:
                if number == len(lines):
                    raise
        say("The node ends after the step under way.")
        return
    import asyncio

    from watchline.host.config import load_config
    from watchline.host.process import NodeProcess

    load_config(folder)
    secret = passphrase("Passphrase of the node's keys", passphrase_file, passphrase_fd)

    def ready() -> None:
        note(
            f"The node is up. In another terminal: `watchline status {folder}`. Diagnostics follow; Ctrl-C ends the node."
        )

    asyncio.run(NodeProcess(folder, secret, ready=ready).run())

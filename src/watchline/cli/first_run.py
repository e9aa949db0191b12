"""``watchline first-run``: make a node, compare roots, found the line, in a browser on this machine; then the node runs."""

from __future__ import annotations

from pathlib import Path

import click

PORT = 8080


@click.command("first-run", short_help="Make a node and found a line in a browser.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False, resolve_path=True))
@click.option(
    "--port",
    type=click.IntRange(1, 65_535),
    default=PORT,
    show_default=True,
    help="Where the browser finds it on this machine, and the desk of the node after it.",
)
@click.option("--light", is_flag=True, help="Cheap sealing: only for passphrases that are random already.")
def command(*, folder: Path, port: int, light: bool) -> None:
    """Go through init, officer, card, pair and found in a browser; the link that is printed opens once, on this machine only.

    What is done is kept: after an end the same command goes on. The last step starts the node and its desk.
    """
    import asyncio

    from watchline.cli.show import note, say
    from watchline.host.first_serve import serve_first_run
    from watchline.host.process import NodeProcess

    def link(address: str) -> None:
        say(f"Open this in a browser on this machine; it opens once: {address}")
        note("Enter prints a new link. Ctrl-C ends; the same command goes on where it was.")

    passphrase = asyncio.run(serve_first_run(folder, port, link, note, light=light))
    if passphrase is None:
        note("What was done is kept; the same command goes on.")
        return

    def ready() -> None:
        note(
            f"The node is up, its desk at http://localhost:{port}. Next time: `watchline up {folder}`. Ctrl-C ends the node."
        )

    asyncio.run(NodeProcess(folder, passphrase, ready=ready).run())

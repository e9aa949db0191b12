"""``watchline watch``: the terminal desk, on a ship or over ssh. It signs in at the node's desk as a browser does."""

from __future__ import annotations

from pathlib import Path

import click

from watchline.cli.at_desk import desk_of
from watchline.cli.options import FILE, passphrase, passphrase_options


@click.command("watch", short_help="The desk in this terminal.")
@click.argument(
    "folder",
    metavar="[DIR]",
    required=False,
    type=click.Path(path_type=Path, file_okay=False, exists=True, resolve_path=True),
)
@click.option(
    "--at", "origin", metavar="ORIGIN", help="The desk of another machine, such as https://desk.example:8443."
)
@click.option("--name", default="", help="Who signs in; else the screen asks.")
@click.option(
    "--certificate",
    type=FILE,
    help="PEM file of the desk's certificate. Default: with DIR the node's own, with --at what this machine trusts.",
)
@passphrase_options("password", "the officer's password")
def command(
    *,
    folder: Path | None,
    origin: str | None,
    name: str,
    certificate: Path | None,
    password_file: Path | None,
    password_fd: int | None,
) -> None:
    """Show the desk of the node in DIR, or of the one at --at, in this terminal: status, alarms, messages, line tests.

    It is the desk's own API: an officer signs in, with the rights that he has in a browser. Passkeys need a browser.
    """
    from watchline.terminal.client import Client

    if (folder is None) == (origin is None):
        raise click.UsageError("Give DIR, or --at and where the desk is seen; not both.")
    if folder is not None:
        origin, own = desk_of(folder)
        certificate = certificate or own
    assert origin is not None
    client = Client(origin, certificate)
    session = None
    if password_file is not None or password_fd is not None:
        if not name:
            raise click.UsageError("A password needs --name: whose it is.")
        secret = passphrase("Password of the officer", password_file, password_fd)
        session = client.sign_in(name, secret.decode("utf-8", "replace"))
    from watchline.terminal.app import TerminalDesk

    TerminalDesk(client, name, session).run()

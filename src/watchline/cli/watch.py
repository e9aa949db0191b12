"""``watchline watch``: the terminal desk, on a ship or over ssh. It signs in at the node's desk as a browser does."""

from __future__ import annotations

from pathlib import Path

import click

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
        origin, own = _desk_of(folder)
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


def _desk_of(folder: Path) -> tuple[str, Path | None]:
    """Return where the desk of a node on this machine is seen, and the file of its certificate."""
    from watchline.errors import Misconfigured
    from watchline.host.config import CONFIG, host_port, load_config, node_of
    from watchline.host.desk import origins_of

    config, node = load_config(folder), node_of(folder)
    path = node / CONFIG
    if not config.desk:
        raise Misconfigured(f'{path}: desk is empty, so this node has none; write for example "127.0.0.1:8080".')
    if not config.desk_certificate:
        return f"http://localhost:{host_port(config.desk, f'{path}: desk')[1]}", None
    return origins_of(config, path)[0], node / config.desk_certificate

"""One verb's session at the node's desk: an officer signs in by name and password, the desk decides as it does for a browser, and it ends.

What needs a named officer goes this way and not over ``node.sock``, where whoever opens it acts for a post (docs/decisions/0040).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from watchline.cli.options import Verb, passphrase, passphrase_options

if TYPE_CHECKING:
    from watchline.terminal.client import Client


class Officer(NamedTuple):
    """Who signs in, and where his password is read."""

    name: str
    password_file: Path | None
    password_fd: int | None


class AtDesk(NamedTuple):
    """A desk at which an officer signed in just now, with this password, asked about one line."""

    client: Client
    of_line: str
    password: str

    def ask(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """Ask one operation of the API; see docs/reference/api.md."""
        return self.client.ask(f"{self.of_line}{path}", dict[str, Any], body)


def officer_options(verb: Verb) -> Verb:
    """Add --name and the password's source; a verb takes them as keywords and hands them to ``Officer``."""
    name = click.option("--name", required=True, help="The officer who signs in at the desk (`watchline officer`).")
    return name(passphrase_options("password", "the officer's password")(verb))


@contextmanager
def at_desk(folder: Path, officer: Officer) -> Iterator[AtDesk]:
    """Sign an officer in at the desk of a line's node.

    Raises:
        Misconfigured: the node has no desk.
        Refusal: name and password do not belong together, or the password is locked.
        DeskSilent: the desk does not answer; the node may not run.
    """
    from watchline.terminal.client import Client

    origin, certificate = desk_of(folder)
    client = Client(origin, certificate)
    secret = passphrase(f"Password of {officer.name}", officer.password_file, officer.password_fd)
    password = secret.decode("utf-8", "replace")
    client.sign_in(officer.name, password)
    try:
        yield AtDesk(client, _of_line(folder), password)
    finally:
        client.sign_out()


def _of_line(folder: Path) -> str:
    """Return what stands before a path that means the line of a folder; a node's first line needs nothing."""
    from watchline.cli.look import look
    from watchline.desk.lines import ID_DIGITS
    from watchline.host.config import node_of

    if node_of(folder) == folder:
        return ""
    with look(folder) as found:
        return f"/lines/{found.here.charter.line.hex()[:ID_DIGITS]}"


def desk_of(folder: Path) -> tuple[str, Path | None]:
    """Return where the desk of a node on this machine is seen, and the file of its certificate.

    Raises:
        Misconfigured: the node has no desk.
    """
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

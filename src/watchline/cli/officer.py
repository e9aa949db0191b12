"""``watchline officer``: who may sign in to this node's desk, and as what. It works beside the running node."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watchline.cli.options import json_option, node_argument, passphrase, passphrase_options

if TYPE_CHECKING:
    from watchline.desk.acts import Acts
    from watchline.desk.officers import Officer, Officers

ROLES = ("watch", "releaser", "interpreter", "press", "observer", "auditor", "admin")


@click.group("officer", short_help="Who may sign in to the desk.")
@node_argument
@click.pass_context
def command(context: click.Context, /, *, folder: Path) -> None:
    """Add, list, disable and reset the officers of this node's desk. They stand on this side alone: no peer sees them."""
    context.obj = folder


@command.command("add")
@click.argument("name")
@click.option("--shown", default="", help="The name on screens of this side. Default: NAME.")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(ROLES), help="Repeat it for more.")
@click.option(
    "--post", "posts", multiple=True, help="A post of the charter he speaks for; repeat it. Default: every one."
)
@passphrase_options("password", "the officer's password")
@json_option
@click.pass_obj
def add(
    folder: Path,
    /,
    *,
    name: str,
    shown: str,
    roles: tuple[str, ...],
    posts: tuple[str, ...],
    password_file: Path | None,
    password_fd: int | None,
    as_json: bool,
) -> None:
    """Add the officer NAME with a first password; a passkey is added at the desk."""
    from watchline.desk.officers import Role

    secret = passphrase("Password of the officer", password_file, password_fd, twice=True).decode("utf-8", "replace")
    with _book(folder) as (officers, acts, now):
        made = officers.add(name, shown or name, [Role(role) for role in roles], posts, secret, now)
        acts.note(now, "", "officer_added", made.name, ", ".join(made.roles))
    _end(made, f"{name} may sign in to the desk as {', '.join(roles)}.", as_json=as_json)


@command.command("list")
@json_option
@click.pass_obj
def list_officers(folder: Path, /, *, as_json: bool) -> None:
    """List the officers, disabled ones too."""
    from watchline.cli.show import emit, say, table

    with _book(folder) as (officers, _acts, now):
        found = officers.all()
    if as_json:
        emit({"officers": [_shown(item) for item in found]})
        return
    if not found:
        say("No officer yet: nobody can sign in to the desk. `watchline officer DIR add NAME --role watch` adds one.")
        return
    rows = []
    for item in found:
        state = "disabled" if item.disabled else "password locked" if item.locked_until > now else "may sign in"
        ways = [
            *(["password"] if item.password else []),
            *([f"{len(item.passkeys)} passkeys"] if item.passkeys else []),
        ]
        rows.append(
            [
                item.name,
                item.shown,
                ", ".join(item.roles),
                ", ".join(item.posts) or "every post",
                ", ".join(ways),
                state,
            ]
        )
    table(["NAME", "SHOWN", "ROLES", "POSTS", "BY", "STATE"], rows)


@command.command("disable")
@click.argument("name")
@json_option
@click.pass_obj
def disable(folder: Path, /, *, name: str, as_json: bool) -> None:
    """Let NAME sign in no more; open sessions end. What he did stays on record here."""
    with _book(folder) as (officers, acts, now):
        found = officers.disable(_known(officers, name))
        acts.note(now, "", "officer_disabled", name)
    _end(found, f"{name} may sign in no more.", as_json=as_json)


@command.command("reset")
@click.argument("name")
@passphrase_options("password", "the new password")
@json_option
@click.pass_obj
def reset(folder: Path, /, *, name: str, password_file: Path | None, password_fd: int | None, as_json: bool) -> None:
    """Give NAME a new password, forget his passkeys, unlock and enable him."""
    with _book(folder) as (officers, _acts, _now):
        _known(officers, name)
    secret = passphrase("New password", password_file, password_fd, twice=True).decode("utf-8", "replace")
    with _book(folder) as (officers, acts, now):
        found = officers.reset(_known(officers, name), secret)
        acts.note(now, "", "officer_reset", name)
    _end(found, f"{name} may sign in with the new password; passkeys are to be enrolled anew.", as_json=as_json)


@contextmanager
def _book(folder: Path) -> Iterator[tuple[Officers, Acts, int]]:
    """Open the own side's book of a node, and its clock."""
    import os

    from watchline.desk.acts import Acts
    from watchline.desk.officers import Officers
    from watchline.host.clocks import Clocks
    from watchline.host.config import OWN, load_config
    from watchline.store import OwnBook

    config = load_config(folder)
    book = OwnBook(folder / OWN)
    try:
        yield Officers(book, os.urandom), Acts(book), Clocks(config.clock_offset_ms).now().wall
    finally:
        book.close()


def _known(officers: Officers, name: str) -> Officer:
    from watchline.errors import OurMistake

    found = officers.find(name)
    if found is None:
        raise OurMistake(f"There is no officer {name}; `watchline officer DIR list` shows who there is.")
    return found


def _shown(officer: Officer) -> dict[str, Any]:
    return {
        "name": officer.name,
        "shown": officer.shown,
        "roles": [role.value for role in officer.roles],
        "posts": list(officer.posts),
        "disabled": officer.disabled,
        "locked_until": officer.locked_until or None,
        "password": officer.password is not None,
        "passkeys": len(officer.passkeys),
    }


def _end(officer: Officer, words: str, *, as_json: bool) -> None:
    from watchline.cli.show import emit, say

    if as_json:
        emit(_shown(officer))
    else:
        say(words)

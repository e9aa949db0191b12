"""``watchline init``: make a node: folder, keys, roster, card."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from watchline.cli.options import FILE, addresses, json_option, passphrase, passphrase_options

FIRST = "first"


def _names(_ctx: click.Context, _param: click.Parameter, value: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for text in value:
        tag, equals, name = text.partition("=")
        found[tag if equals else "en"] = name if equals else text
    return found


@click.command("init", short_help="Make a node: keys, roster, card.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--code", required=True, help="Party code, 2 to 8 of A-Z 0-9; invented parties take XAA, XBB, …")
@click.option(
    "--name",
    "names",
    multiple=True,
    callback=_names,
    metavar="[LANG=]NAME",
    help="The party's name; repeat for languages.",
)
@click.option(
    "--circuit",
    "circuits",
    multiple=True,
    callback=addresses,
    metavar="NAME=HOST:PORT",
    help="Where this node's end of a circuit is dialled by the others; repeat it for each circuit.",
)
@click.option(
    "--solo",
    is_flag=True,
    help="Begin alone: the other side has only a telephone. No circuit is needed; a line can be founded later.",
)
@click.option(
    "--root-key",
    type=FILE,
    required=True,
    help="Where the root key is written: outside DIR, best on a medium that is taken away. Spare key sets are written beside it.",
)
@click.option(
    "--anchor",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of keys and head lock, outside every backup, best on another volume. Default: DIR/anchor.",
)
@click.option("--spares", type=click.IntRange(0, 64), default=3, show_default=True, help="Spare key sets to make.")
@click.option("--light", is_flag=True, help="Cheap sealing: only for passphrases that are random already.")
@passphrase_options("passphrase", "the passphrase that opens the node's keys at every start")
@passphrase_options("root-passphrase", "the passphrase of the root key and the spares")
@json_option
def command(
    *,
    folder: Path,
    code: str,
    names: dict[str, str],
    circuits: list[tuple[str, str, int]],
    solo: bool,
    root_key: Path,
    anchor: Path | None,
    spares: int,
    light: bool,
    passphrase_file: Path | None,
    passphrase_fd: int | None,
    root_passphrase_file: Path | None,
    root_passphrase_fd: int | None,
    as_json: bool,
) -> None:
    """Make a node in DIR: its keys, its roster, and the card that the other parties need."""
    from watchline.cli.card import card_of
    from watchline.cli.show import emit, facts, note, say
    from watchline.host.config import CARD, CONFIG, is_loopback
    from watchline.host.setup import CircuitAddress, init_node

    if not circuits and not solo:
        raise click.UsageError("Say where the others dial this node (--circuit), or begin alone (--solo).")
    secret = passphrase("Passphrase of the node's keys", passphrase_file, passphrase_fd, twice=True)
    root_secret = passphrase("Passphrase of the root key", root_passphrase_file, root_passphrase_fd, twice=True)
    note(
        f"Making and sealing keys: {spares + 2} files, about a second each …"
        if not light
        else "Making and sealing keys …"
    )
    card = init_node(
        folder,
        code=code,
        names=names or {"en": code},
        circuits=[CircuitAddress(*item) for item in circuits],
        passphrase=secret,
        root_key=root_key,
        root_passphrase=root_secret,
        anchor=anchor,
        spares=spares,
        light=light,
    )
    answer: dict[str, Any] = card_of(card, folder / CARD) | {
        "root_key": str(root_key.resolve()),
        "spare_key_sets": spares,
    }
    if as_json:
        emit(answer)
        return
    say(f"{card.roster.code} has a node in {folder}.")
    facts(
        [
            ("root fingerprint", card.roster.fingerprint),
            ("card", str(folder / CARD)),
            ("root key", f"{root_key} and {spares} spare key sets beside it"),
        ]
    )
    say()
    if solo:
        _alone(folder, root_key)
        return
    say("What to do next:")
    words = [
        f"Take {root_key} and its spares off this machine. They are needed to sign the founding file and in an emergency, never to run.",
        f"Send {folder / CARD} to every other party, by any way. It holds nothing secret.",
        (
            f"When a card of theirs is here compare its root by another means than it came by, and have them compare ours: `watchline pair {folder}"
            " FILE` with --in-person, --voice start or --instrument. What you type is what they read; nothing else counts."
        ),
        f"Then one party proposes: `watchline found {folder} --propose CARD… --out founding`.",
    ]
    if not all(is_loopback(host) for _, host, _ in circuits):
        words.append(
            f"Other machines can reach the addresses given. If that is meant write allow_remote = true in {folder / CONFIG} before"
            " `watchline up`; and if this machine listens under another address than the others dial, write it there as listen."
        )
    for number, sentence in enumerate(words, 1):
        say(f"{number}. {sentence}")


def _alone(folder: Path, root_key: Path) -> None:
    from watchline.cli.show import say

    say("It keeps a private annex: what you note there is signed, sent to nobody, and held by nobody else: ours only.")
    say("What to do next:")
    words = (
        f"Take {root_key} and its spares off this machine. They are needed for a line or in an emergency, never to note something.",
        f'After each telephone call: `watchline call note {folder} --with "minister of defence, XBB" --by us --minutes 60`.',
        f"After each test of the telephone: `watchline test note {folder} --with XBB --answered yes --quality 4`.",
        f"Who spoke when last, and what is owed: `watchline contacts {folder}`.",
        f"When the other side has a node, send it {folder / 'card'} and found a line: what was noted until then stays ours only.",
    )
    for number, sentence in enumerate(words, 1):
        say(f"{number}. {sentence}")

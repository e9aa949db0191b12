"""``watchline card``: our card for the other parties, or a look at theirs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watchline.cli.options import FILE, folder_argument, json_option

if TYPE_CHECKING:
    from watchline.party import Card


def card_of(card: Card, file: Path) -> dict[str, Any]:
    """Return a card as JSON."""
    roster = card.roster
    return {
        "party": roster.code,
        "names": roster.names,
        "fingerprint": roster.fingerprint,
        "roster": roster.number,
        "roster_hash": roster.hash().hex(),
        "spares": len(roster.spares),
        "endpoints": [{"circuit": item.circuit, "host": item.host, "port": item.port} for item in card.endpoints],
        "file": str(file),
    }


@click.command("card", short_help="Show our card, or check another party's.")
@folder_argument
@click.option("--read", "other", type=FILE, help="Look at a card that another party sent, instead of ours.")
@click.option("--out", type=FILE, help="Copy the card to this file, to be sent.")
@json_option
def command(*, folder: Path, other: Path | None, out: Path | None, as_json: bool) -> None:
    """Show the card: code, root fingerprint, circuits. Every signature on it is checked."""
    from watchline.cli.files import read_small, write_small
    from watchline.cli.show import emit, facts, say
    from watchline.host.config import CARD
    from watchline.host.setup import read_own_card
    from watchline.party import read_card

    file = folder / CARD if other is None else other
    card = read_own_card(folder) if other is None else read_card(read_small(file))
    if out is not None:
        write_small(out, card.data)
    answer = card_of(card, out or file)
    if as_json:
        emit(answer)
        return
    names = ", ".join(f"{name} ({tag})" for tag, name in card.roster.names.items())
    facts(
        [
            ("party", f"{card.roster.code}  {names}"),
            ("root fingerprint", card.roster.fingerprint),
            ("roster", f"{card.roster.number}, with {len(card.roster.spares)} spare key sets"),
            *((f"circuit {item.circuit}", f"{item.host}:{item.port}") for item in card.endpoints),
            ("file", str(out or file)),
        ]
    )
    say()
    if other is None:
        say(f"Send {out or file} to every other party, and read the root fingerprint to them by another means.")
    else:
        say(
            f"The card is sound. Whether this root key is that of {card.roster.code} no file can tell: have {card.roster.code} read its root"
        )
        say("fingerprint to you by another means than the one by which the card came, and compare all thirty digits.")

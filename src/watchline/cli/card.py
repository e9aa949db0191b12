"""``watchline card``: our card for the other parties, as file, QR or page; or a look at theirs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watchline.cli.options import FILE, addresses, json_option, node_argument, passphrase, passphrase_options

if TYPE_CHECKING:
    from watchline.party import Card

_BORDER = 4
"""Light modules around a QR, as ISO/IEC 18004 wants them."""


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


@click.command("card", short_help="Show our card (text, QR, page), or check another party's.")
@node_argument
@click.option("--read", "other", type=FILE, help="Look at a card that another party sent, instead of ours.")
@click.option("--out", type=FILE, help="Copy the card to this file, to be sent.")
@click.option("--qr", is_flag=True, help="Draw the QR that another party scans when you meet, and print what it holds.")
@click.option(
    "--print", "page", is_flag=True, help="Print a page for the signed instrument: code, names, 30 digits, date."
)
@click.option(
    "--circuit",
    "circuits",
    multiple=True,
    callback=addresses,
    metavar="NAME=HOST:PORT",
    help="Sign our card anew with this address of our end; repeat it. For a node that began alone, or has moved. Needs --root-key.",
)
@click.option("--root-key", type=FILE, metavar="PATH", help="Our root key, for --circuit.")
@passphrase_options("root-passphrase", "the passphrase of the root key")
@json_option
def command(
    *, folder: Path, other: Path | None, out: Path | None, qr: bool, page: bool, circuits: list[tuple[str, str, int]],
    root_key: Path | None, root_passphrase_file: Path | None, root_passphrase_fd: int | None, as_json: bool,
) -> None:  # fmt: skip
    """Show the card: code, root fingerprint, circuits. Every signature on it is checked."""
    from watchline.cli.files import read_small, write_small
    from watchline.cli.show import emit
    from watchline.host.config import CARD
    from watchline.host.setup import read_own_card
    from watchline.party import qr_payload, read_card

    if (qr and page) or ((qr or page) and other is not None):
        raise click.UsageError("--qr and --print show our own card, one at a time.")
    if bool(circuits) != (root_key is not None) or (circuits and other is not None):
        raise click.UsageError("--circuit and --root-key go together, and change our own card.")
    if root_key is not None:
        from watchline.host.addresses import readdress
        from watchline.host.setup import CircuitAddress

        secret = passphrase("Passphrase of the root key", root_passphrase_file, root_passphrase_fd)
        readdress(folder, [CircuitAddress(*item) for item in circuits], root_key, secret)
    file = folder / CARD if other is None else other
    card = read_own_card(folder) if other is None else read_card(read_small(file))
    if out is not None:
        write_small(out, card.data)
    if as_json:
        answer = card_of(card, out or file)
        emit(answer | ({"qr": qr_payload(card)} if other is None else {"compared": _compared(folder, card)}))
    elif qr:
        _draw(card)
    elif page:
        _page(card)
    else:
        _show(folder, card, out or file, ours=other is None)
        if circuits:
            _moved(folder)


def _show(folder: Path, card: Card, file: Path, *, ours: bool) -> None:
    from watchline.cli.show import facts, say

    code = card.roster.code
    how = None if ours else _compared(folder, card)
    known = how is None or how["means"] != "files"
    facts(
        [
            ("party", f"{code}  {_names(card)}"),
            ("root fingerprint", card.roster.fingerprint if known else "not shown before it is typed"),
            ("roster", f"{card.roster.number}, with {len(card.roster.spares)} spare key sets"),
            *((f"circuit {item.circuit}", f"{item.host}:{item.port}") for item in card.endpoints),
            ("file", str(file)),
        ]
    )
    say()
    if how is None:
        say(f"Send {file} to every other party, and read the root fingerprint to them by another means.")
        return
    say(how["words"])
    if not known:
        say(
            f"The card is sound. Whether this root key is that of {code} no file can tell: have {code} read its root fingerprint to you"
        )
        say(
            f"by another means than the one by which the card came, and type it: `watchline pair {folder} {file} --in-person`, or"
        )
        say("--instrument, or --voice start.")


def _moved(folder: Path) -> None:
    from watchline.cli.show import say
    from watchline.host.config import CONFIG

    say()
    say("The card is signed anew; keys and root fingerprint are the same. Take the root key away again.")
    say(
        f"A line that is founded already keeps the addresses in the other parties' {CONFIG}: tell them, they change `dial` there. Our own end"
        f" listens from the next `watchline up`; beyond this machine only with allow_remote = true in {folder / CONFIG}."
    )


def _names(card: Card) -> str:
    return ", ".join(f"{name} ({tag})" for tag, name in card.roster.names.items())


def _compared(folder: Path, card: Card) -> dict[str, Any]:
    from watchline.host.pairing import compared

    return compared(folder, [(card.roster.code, card.roster.root)])[0]


def _draw(card: Card) -> None:
    """Draw the QR with half blocks, dark on light where the terminal has colours; below it the same as text."""
    import segno

    from watchline.cli.show import say
    from watchline.party import qr_payload

    payload = qr_payload(card)
    made = segno.make(payload, error="m", micro=False)
    rows = [bytes(row) for row in made.matrix_iter(border=_BORDER)]
    rows += [bytes(len(rows[0]))] * (len(rows) % 2)
    for upper, lower in zip(rows[::2], rows[1::2], strict=True):
        line = "".join(" ▄▀█"[2 * (top > 0) + (bottom > 0)] for top, bottom in zip(upper, lower, strict=True))
        click.echo(f"\x1b[30;107m{line}\x1b[0m")  # click leaves the colours out where the output is no terminal
    say(payload)


def _page(card: Card) -> None:
    """Print what stands in the signed instrument."""
    from watchline.cli.show import say
    from watchline.host.pairing import wall_ms
    from watchline.measure import utc

    say("ROOT FINGERPRINT")
    say()
    say(f"Party        {card.roster.code}")
    for tag, name in card.roster.names.items():
        say(f"Name ({tag})    {name}")
    say(f"Date         {utc(wall_ms())[:10]} (UTC)")
    say()
    groups = card.roster.fingerprint.split(" ")
    for at in range(0, len(groups), 3):
        say("             " + "   ".join(groups[at : at + 3]))
    say()
    say(
        f"These thirty digits stand for the root key of {card.roster.code}. Whoever receives a card of {card.roster.code} types them from here:"
    )
    say("watchline pair DIR CARD --instrument")

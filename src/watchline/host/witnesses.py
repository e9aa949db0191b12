"""Hash-only witnesses at a party's end: take one in, tell it who we are; by this party for itself, with nobody's consent."""

from __future__ import annotations

from pathlib import Path

import msgspec

from watchline.codec import b64
from watchline.errors import InvalidFromPeer, Misconfigured, OurMistake
from watchline.host.config import Config, WitnessConfig, load_config, node_of, save_config, written
from watchline.host.reading import Reading
from watchline.log.held import held_rosters
from watchline.node import WitnessRule
from watchline.node.logs import keys_of
from watchline.party import parse_fingerprint, parse_origin
from watchline.party.witness import WitnessCard, read_witness_card
from watchline.witness import make_enrolment

CARD_BYTES_MAX = 8_192
ENROLMENT_BYTES_MAX = 1 << 20


def witness_rules(config: Config, line: bytes) -> tuple[WitnessRule, ...]:
    """Return what a node is to do on a line with the witnesses of its configuration."""
    return tuple(
        WitnessRule(name=item.name, key=bytes.fromhex(item.key), every_ms=1000 * item.every_s)
        for item in config.witnesses
        if not item.lines or line.hex() in item.lines
    )


def take_in(folder: Path, card: Path, digits: str, every_s: int, line: bytes = b"") -> WitnessCard:
    """Write a witness into the configuration of the node in ``folder``; it counts from the next start.

    Args:
        folder: The node's.
        card: The witness's card.
        digits: Its fingerprint, come by another way than the card and typed by a person.
        every_s: Seconds between two turns.
        line: The line that it is told of, beside those it is told of already; empty: every line of this node.

    Raises:
        InvalidFromPeer: the card is not sound.
        OurMistake: other digits, or another witness has that name.
        Misconfigured: the file cannot be read.
    """
    found = read_witness_card(read_file(card, CARD_BYTES_MAX))
    compare(digits, found.fingerprint, f"the witness's card {card}")
    folder = node_of(folder)
    config = load_config(folder)
    known = [item for item in config.witnesses if item.name == found.name]
    if known and known[0].key != found.key.hex():
        raise OurMistake(
            f"Another witness is called {found.name} here, with another key. Remove it from the configuration first; its statements stand."
        )
    lines = tuple(sorted({line.hex(), *(text for item in known for text in item.lines)})) if line else ()
    place = written(found.host, found.port)
    made = WitnessConfig(found.name, found.key.hex(), b64(found.certificate), place, every_s, lines)
    others = tuple(item for item in config.witnesses if item.name != found.name)
    save_config(folder, msgspec.structs.replace(config, witnesses=(*others, made)))
    return found


def enrolment_of(reading: Reading) -> bytes:
    """Return what a witness needs to know of our newest log: our rosters and a signed head. It holds no text, leaf or body.

    Raises:
        OurMistake: our log is not opened yet.
    """
    held, line, code = reading.held, reading.line, reading.code
    rows = [row for row in held.logs(line) if parse_origin(row.origin).code == code and row.head.size]
    if not rows:
        raise OurMistake("Our log on this line is not opened yet: found the line first.")
    row = max(rows, key=lambda item: parse_origin(item.origin).epoch)
    note = held.checkpoint(row.origin, row.head.size)
    assert note is not None, "a stored head has its checkpoint"
    return make_enrolment([roster for _, roster in held_rosters(held, line, code)], note, keys_of(row))


def compare(digits: str, fingerprint: str, what: str) -> None:
    """Compare typed digits with those that were made from a key.

    Raises:
        OurMistake: they are not the same, or not 30 digits.
    """
    try:
        typed = parse_fingerprint(digits)
    except ValueError as why:
        raise OurMistake(f"{why}. Nothing was changed.") from None
    if typed != fingerprint:
        raise OurMistake(
            f"The digits typed are not those of {what}. Nothing was changed: ask for them again by another means, and take no file whose"
            " digits differ."
        )


def read_file(path: Path, most: int) -> bytes:
    """Return the bytes of a small file.

    Raises:
        Misconfigured: it cannot be read.
        InvalidFromPeer: it is larger than such a file may be.
    """
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as why:
        raise Misconfigured(f"{path} cannot be read: {why.strerror}.") from why
    if len(data) > most:
        raise InvalidFromPeer("limit", f"{path} is larger than {most} bytes")
    return data

"""The folder of a hash-only witness: configuration, keys, record, head lock, and the parties that enrolled."""

from __future__ import annotations

import json
import os
import tomllib
from pathlib import Path
from typing import NamedTuple

import msgspec

from watchline.errors import InvalidFromPeer, Misconfigured, OurMistake, StoreFailed
from watchline.host.config import ANCHOR, CARD, OFFSET_MS_MAX, RECORD, host_port, is_loopback, written
from watchline.host.keyring import KEYS, fresh_witness_keys, seal_witness
from watchline.host.witnesses import ENROLMENT_BYTES_MAX, compare, read_file
from watchline.party.witness import WitnessCard, checked_witness, make_witness_card, read_witness_card
from watchline.store import DirectoryLock, FileHeadLock, SqliteStore, open_read_only
from watchline.store.files import FOLDER_MODE, disk_in_words, replace
from watchline.witness import Enrolment, read_enrolment, read_row, row_key
from watchline.witness.judge import WITNESSED

WITNESS_CONFIG, ENROLLED = "witness.toml", "enrolled"
CLOCK_MS_DEFAULT = 10_000
ENROLLED_MAX = 1_024


class WitnessSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the operator of a witness sets.

    Attributes:
        name: Its short name.
        listen: ``host:port`` that the parties dial.
        anchor: Folder of keys and head lock, outside every backup; empty: ``anchor`` in its folder.
        clock_ms: How far the clock may jump before an operator must look (docs/spec/cosignature.md).
        clock_offset_ms: Added to the clock; then only demonstration logs are taken.
        clock_any_day: The offset may be of any length.
        allow_remote: Whether it may listen beyond this machine.
    """

    name: str
    listen: str
    anchor: str = ""
    clock_ms: int = CLOCK_MS_DEFAULT
    clock_offset_ms: int = 0
    clock_any_day: bool = False
    allow_remote: bool = False

    def anchor_folder(self, folder: Path) -> Path:
        """Return the folder of keys and head lock."""
        return folder / (self.anchor or ANCHOR)


def init_witness(
    folder: Path, *, name: str, host: str, port: int, passphrase: bytes, anchor: Path | None = None, light: bool = False
) -> WitnessCard:
    """Make a witness: folder, configuration, keys of its own, empty record and head lock, card.

    Raises:
        OurMistake: something is there already.
        InvalidFromPeer: no such name.
        StoreFailed: the disk.
    """
    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OurMistake(f"{folder} exists and is not empty; a witness is made in a folder of its own.")
    keys = fresh_witness_keys(checked_witness(name))
    card = make_witness_card(keys.key, name, keys.certificate, host, port)
    place = folder / ANCHOR if anchor is None else anchor.resolve()
    settings = WitnessSettings(name=name, listen=written(host, port), anchor="" if anchor is None else str(place))
    try:
        (folder / ENROLLED).mkdir(mode=FOLDER_MODE, parents=True)
        folder.chmod(FOLDER_MODE)
        with DirectoryLock(folder):
            FileHeadLock.create(place)
            seal_witness(place / KEYS, keys, passphrase, light=light)
            SqliteStore.create(folder / RECORD)
            replace(folder / CARD, card.data)
            save_settings(folder, settings)
    except OSError as why:
        raise disk_in_words(why, folder) from why
    return card


def load_settings(folder: Path) -> WitnessSettings:
    """Return the configuration of a witness.

    Raises:
        Misconfigured: none there, or which key is wrong.
    """
    path = folder / WITNESS_CONFIG
    try:
        found = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), WitnessSettings)
        checked_witness(found.name)
    except FileNotFoundError:
        raise Misconfigured(
            f"{path} is not there: {folder} is no witness; make one with `watchline witness init`."
        ) from None
    except (OSError, ValueError, InvalidFromPeer) as why:
        raise Misconfigured(f"{path}: {why}.") from why
    host, _ = host_port(found.listen, f"{path}: listen")
    if not is_loopback(host) and not found.allow_remote:
        raise Misconfigured(
            f"{path}: listen is {found.listen!r}, which other machines can reach. Write allow_remote = true if that is meant."
        )
    if abs(found.clock_offset_ms) >= OFFSET_MS_MAX and not found.clock_any_day:
        raise Misconfigured(f"{path}: clock_offset_ms is {found.clock_offset_ms}; it stays below 12 hours either way.")
    return found


def save_settings(folder: Path, settings: WitnessSettings) -> None:
    """Write the configuration, whole or not at all; raises OSError."""
    fields = msgspec.to_builtins(settings)
    rows = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items()]
    text = "# The configuration of a Watchline witness. A change counts from its next start.\n" + "\n".join(rows) + "\n"
    replace(folder / WITNESS_CONFIG, text.encode())


def read_card_of(folder: Path) -> WitnessCard:
    """Return the card of the witness in ``folder``; raises Misconfigured."""
    try:
        return read_witness_card((folder / CARD).read_bytes())
    except (OSError, InvalidFromPeer) as why:
        raise Misconfigured(f"{folder / CARD} cannot be used: {why}.") from why


def enrol(folder: Path, file: Path, digits: str) -> Enrolment:
    """Take in a party's log; it counts from the next start.

    Args:
        folder: The witness's.
        file: What the party made with `watchline witness apply`.
        digits: The party's root fingerprint, come by another way and typed.

    Raises:
        InvalidFromPeer: the file is not sound.
        OurMistake: other digits, or this log is enrolled under another root or key.
    """
    settings = load_settings(folder)
    made = read_enrolment(read_file(file, ENROLMENT_BYTES_MAX))
    compare(digits, made.fingerprint, f"{made.log.code} in {file}")
    if settings.clock_offset_ms and not made.log.demo:
        raise OurMistake("This witness has another clock than the world: it takes demonstration logs only.")
    known = enrolled(folder)
    for origin, other in known.items():
        same = (other.log.line, other.log.code) == (made.log.line, made.log.code)
        if (same and other.root != made.root) or (origin == made.log.origin() and other.key != made.key):
            raise OurMistake(
                f"{made.log.code} is enrolled on this line under another key already. Ask both by another means who is that party; nothing"
                " was changed."
            )
        if other.root != made.root and set(other.certificates) & set(made.certificates):
            raise OurMistake("Another party's circuits show the same certificate; nothing was changed.")
    if len(known) >= ENROLLED_MAX:
        raise OurMistake(f"{ENROLLED_MAX} logs are enrolled already.")
    name = f"{made.log.line.hex()}-{made.log.code}-{made.log.epoch}"
    try:
        replace(folder / ENROLLED / name, made.data)
    except OSError as why:
        raise disk_in_words(why, folder / ENROLLED / name) from why
    return made


def enrolled(folder: Path) -> dict[str, Enrolment]:
    """Return who is enrolled, by origin; raises Misconfigured if a file was damaged."""
    found = {}
    for path in sorted((folder / ENROLLED).glob("*-*-*")):
        try:
            made = read_enrolment(path.read_bytes())
        except (OSError, InvalidFromPeer) as why:
            raise Misconfigured(
                f"{path} cannot be used: {why}. Let the party enrol anew, or put the file back."
            ) from why
        found[made.log.origin()] = made
    return found


class WitnessedHead(NamedTuple):
    """What the record of a witness says of one log."""

    enrolment: Enrolment
    size: int
    root: bytes
    time_s: int


def witnessed(folder: Path) -> list[WitnessedHead]:
    """Return what was cosigned last of every enrolled log; size 0: nothing yet."""
    from watchline.log import parse_checkpoint, parse_line

    load_settings(folder)
    held = open_read_only(folder / RECORD)
    found = []
    try:
        for origin, made in enrolled(folder).items():
            row = held.row(WITNESSED, row_key(made.log.line, origin))
            if row is None:
                found.append(WitnessedHead(made, 0, b"", 0))
                continue
            kept = read_row(row)
            head = parse_checkpoint(kept.note).head
            time_s = int.from_bytes(parse_line(kept.line).rest[:8], "big")
            found.append(WitnessedHead(made, head.size, head.root, time_s))
    finally:
        held.close()
    return found


def owner_words() -> str:
    """Name this process as the owner of a tenure."""
    return f"witness {os.getpid()}"


__all__ = [
    "WITNESS_CONFIG",
    "StoreFailed",
    "WitnessSettings",
    "WitnessedHead",
    "enrol",
    "enrolled",
    "init_witness",
    "load_settings",
    "owner_words",
    "read_card_of",
    "save_settings",
    "witnessed",
]

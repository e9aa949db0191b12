"""What a party hands to a witness, by hand: its rosters and a signed head of its log (docs/spec/witness.md)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from watchline.codec import decode, encode
from watchline.errors import InvalidFromPeer
from watchline.log import log_line, parse_checkpoint
from watchline.party import KeySet, LogName, Roster, fingerprint, parse_origin, read_roster
from watchline.party.shape import a_list, a_map, some_bytes

ROSTERS_MAX = 256


class Enrolment(NamedTuple):
    """One log of one party, enrolled by that party alone.

    Attributes:
        log: Line, code and epoch.
        key: The log key that signs it.
        root: The party's root key, whose fingerprint is compared by another means.
        certificates: Those that its circuits show.
        data: As received.
    """

    log: LogName
    key: bytes
    root: bytes
    certificates: tuple[bytes, ...]
    data: bytes

    @property
    def fingerprint(self) -> str:
        """The 30 digits of the party's root."""
        return fingerprint(self.root)


def make_enrolment(rosters: Sequence[bytes], note: bytes, keys: KeySet) -> bytes:
    """Return the bytes of an enrolment.

    Args:
        rosters: Signed rosters of the party, number 1 first.
        note: A checkpoint of its log; only the log's own line is taken along.
        keys: The key set of that log; a spare that was brought is in no roster but by its hash.
    """
    signed = log_line(parse_checkpoint(note), keys.log)
    assert signed is not None, "a checkpoint of ours bears the signature of its log key"
    return encode({"v": 1, "rosters": list(rosters), "checkpoint": signed.note(), "key_set": keys.fields()})


def read_enrolment(data: bytes) -> Enrolment:
    """Return the enrolment of its bytes.

    Raises:
        InvalidFromPeer: what is wrong, by code.
    """
    fields = a_map(decode(data), "enrolment")
    if fields.get("v") != 1:
        raise InvalidFromPeer("version", "an enrolment of another version; update this program")
    roster: Roster | None = None
    for item in a_list(fields.get("rosters"), "rosters", ROSTERS_MAX):
        roster = read_roster(some_bytes(item, "roster", None), roster)
    if roster is None:
        raise InvalidFromPeer("malformed", "an enrolment without a roster")
    keys = KeySet.of(fields.get("key_set"))
    if keys not in roster.key_sets and keys.hash() not in roster.spares:
        raise InvalidFromPeer("key", f"roster {roster.number} of {roster.code} lists no such key set")
    note = parse_checkpoint(some_bytes(fields.get("checkpoint"), "checkpoint", None))
    log = parse_origin(note.origin)
    if log.origin() != note.origin or log.code != roster.code:
        raise InvalidFromPeer("origin", f"{note.origin[:160]} is no log of {roster.code}")
    if log_line(note, keys.log) is None:
        raise InvalidFromPeer("signature", f"the log key of {roster.code} did not sign that head")
    return Enrolment(log, keys.log, roster.root, roster.tls, data)

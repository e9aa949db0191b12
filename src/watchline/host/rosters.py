"""The next roster of a party, made on the machine that has the root key, from a file that its node wrote (docs/how-to).

Three files, none of which holds a private key in the open: the *request* (every roster so far), carried to the root key; the *roster*, signed
there; and the *key set* that it lists as the next one, sealed like a spare. New spares are sealed beside the root key.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from watchline.codec import decode, encode
from watchline.errors import InvalidFromPeer, Misconfigured, OurMistake
from watchline.host.keyring import fresh_key_set, open_root, open_spare_file, seal_spare, spare_path
from watchline.host.places import line_folders
from watchline.host.reading import Reading, open_reading
from watchline.log import range_root
from watchline.log.held import held_rosters
from watchline.node import key_digits
from watchline.node.logs import keys_of
from watchline.party import Revoked, Roster, make_roster, parse_origin, read_roster
from watchline.party.roster import KEY_SETS_MAX, SPARES_MAX, read_revoked
from watchline.party.shape import a_list, a_map, some_bytes
from watchline.store.files import disk_in_words, replace

REQUEST_BYTES_MAX = 1 << 22
_ROSTERS_MAX = 1024


class NextRoster(NamedTuple):
    """What the machine with the root key made.

    Attributes:
        code: Party code.
        number: Of the new roster.
        roster: File of the signed roster; public.
        keys: File of the next key set, sealed; it is carried to the node and destroyed after the rotation.
        digits: Those of the next key set.
        spares: Files of the new spare key sets, sealed.
    """

    code: str
    number: int
    roster: Path
    keys: Path
    digits: str
    spares: tuple[Path, ...]


def roster_request(folder: Path, *, revoke: int = 0, up_to: int | None = None) -> bytes:
    """Return what the root key needs to sign our next roster: every roster of ours so far. Nothing in it is secret.

    Args:
        folder: The node, or one of its lines: that on which ``revoke`` and ``up_to`` count.
        revoke: Epoch of our log whose key set is to be taken back; 0: none.
        up_to: Size up to which we stand by that log; None: all that is in this record.

    Raises:
        OurMistake: no line is founded here, or no such log.
    """
    fields: dict[str, Any] = {"v": 1, "use": "roster request"}
    with open_reading(folder) as reading:
        fields["rosters"] = [signed for _number, signed in held_rosters(reading.held, reading.line, reading.code)]
        if revoke:
            made = _stand_by(reading, revoke, up_to)
            for place in line_folders(folder):
                made = made if place == reading.folder else _beside(made, place)
            fields["revoked"] = made.fields()
    return encode(fields)


def _beside(made: Revoked, place: Path) -> Revoked:
    """Return the same with what we stand by of that key set on another line of this node: all that is in its record."""
    with open_reading(place) as reading:
        rows = [row for row in reading.held.logs(reading.line) if parse_origin(row.origin).code == reading.code]
        for row in rows:
            if keys_of(row) == made.keys:
                more = _stand_by(reading, parse_origin(row.origin).epoch, None)
                made = msgspec.structs.replace(
                    made, heads=(*made.heads, *more.heads), cosigned=(*made.cosigned, *more.cosigned)
                )
    return made


def _stand_by(reading: Reading, epoch: int, up_to: int | None) -> Revoked:
    """Return what we stand by of a key set of ours: that log up to a size, and every cosignature that this record holds."""
    name, held = reading.charter.log(reading.code, epoch), reading.held
    row = next((row for row in held.logs(reading.line) if row.origin == name.origin()), None)
    if row is None or row.head.size < (up_to or 0):
        raise OurMistake(f"No log {reading.code}/{epoch} of this size is in this record. Nothing was written.")
    size = row.head.size if up_to is None else up_to
    root = (
        range_root(lambda level, start, count: held.hashes(row.origin, level, start, count), 0, size) if size else b""
    )
    # A change of parties keeps the key set: it may have signed more than one log of ours. Of the others all that is here stands.
    rows = [item for item in held.logs(reading.line) if parse_origin(item.origin).code == reading.code]
    rows = [item for item in rows if keys_of(item) == keys_of(row)]
    mirrors = {parse_origin(item.origin).mirror() for item in rows}
    cosigned: dict[str, int] = {}
    for log in held.logs(reading.line):
        for mirror, at, _line in held.cosignatures(log.origin):
            if mirror in mirrors:
                cosigned[log.origin] = max(at, cosigned.get(log.origin, 0))
    heads = [
        (item.origin, item.head.size, item.head.root) for item in rows if item.origin != row.origin and item.head.size
    ]
    heads += [(row.origin, size, root)] if size else []
    return Revoked(keys=keys_of(row), heads=tuple(heads), cosigned=tuple(cosigned.items()), number=0)


def requested_revocation(data: bytes) -> dict[str, Any] | None:
    """Return the entry of ``revoked`` that a request asks for, as the roster will hold it; None if it asks for none."""
    found = a_map(decode(data), "request").get("revoked")
    return None if found is None else a_map(found, "revoked")


def read_request(data: bytes) -> list[Roster]:
    """Return the rosters of a request, number 1 first, each following from the one before.

    Raises:
        InvalidFromPeer: it is no request, or its rosters are no chain.
    """
    fields = a_map(decode(data), "request")
    if (fields.get("v"), fields.get("use")) != (1, "roster request"):
        raise InvalidFromPeer(
            "malformed", "not a request for a roster; the node writes one: `watchline key DIR roster`"
        )
    found: list[Roster] = []
    for item in a_list(fields.get("rosters"), "rosters", _ROSTERS_MAX):
        found.append(read_roster(some_bytes(item, "rosters", None), found[-1] if found else None))
        if found[-1].number != len(found):
            raise InvalidFromPeer("malformed", "its rosters do not begin with number 1")
    if not found:
        raise InvalidFromPeer("malformed", "a request without rosters")
    return found


def make_next_roster(
    request: bytes, root_key: Path, root_passphrase: bytes, out: Path, *, spares: int = 0, light: bool = False
) -> NextRoster:
    """Make the next key set and the roster that lists it; earlier key sets and spares stay listed, so that older logs can be read.

    A key set that the request takes back is listed no more.

    Args:
        request: As ``roster_request`` returns it.
        root_key: The sealed root key; new spares are written beside it.
        root_passphrase: Opens it; the key set and the spares are sealed under the same.
        out: Folder for the roster and the key set.
        spares: How many new spares are made.
        light: Cheap sealing, for passphrases that are random already.

    Raises:
        InvalidFromPeer: the request is not sound.
        OurMistake: another party's root, or something is there already.
        Misconfigured: a file or passphrase does not fit.
        StoreFailed: the disk.
    """
    before = read_request(request)[-1]
    root = open_root(root_key, root_passphrase)
    if root.public != before.root:
        raise OurMistake(f"{root_key} is not the root key of {before.code}. Nothing was made.")
    if len(before.spares) + spares > SPARES_MAX:
        raise OurMistake(
            f"A roster lists {SPARES_MAX} spares at most; {len(before.spares)} are listed. Nothing was made."
        )
    number, first = before.number + 1, len(before.spares) + 1
    made = NextRoster(
        before.code,
        number,
        out / f"{before.code}.roster-{number}",
        out / f"{before.code}.key-set-{number}",
        "",
        tuple(spare_path(root_key, at) for at in range(first, first + spares)),
    )
    for path in (made.roster, made.keys, *made.spares):
        if path.exists():
            raise OurMistake(f"{path} exists already and is left as it is. Nothing was made.")
    revoked = read_revoked(requested_revocation(request), number)
    listed = [keys for keys in before.key_sets if keys not in {item.keys for item in revoked}]
    keys, kept = fresh_key_set(), [fresh_key_set() for _ in made.spares]
    roster = make_roster(
        root,
        code=before.code,
        names=before.names,
        key_sets=[*listed[1 - KEY_SETS_MAX :], keys],
        spares=[*before.spares, *(spare.public.hash() for spare in kept)],
        tls=list(before.tls),
        prev=before,
        revoked=revoked,
    )
    tls = _circuit_seed(root_key, root_passphrase, before)
    for path, spare in zip(made.spares, kept, strict=True):
        seal_spare(path, before.code, spare, root_passphrase, tls=tls, light=light)
    seal_spare(made.keys, before.code, keys, root_passphrase, tls=tls, light=light)
    try:
        replace(made.roster, roster.signed)
    except OSError as why:
        raise disk_in_words(why, made.roster) from why
    return made._replace(digits=key_digits(keys.public))


def _circuit_seed(root_key: Path, passphrase: bytes, roster: Roster) -> bytes:
    """Return the seed of the circuit key from a spare beside the root key; empty if none that is left holds it."""
    for at in range(1, len(roster.spares) + 1):
        try:
            found = open_spare_file(spare_path(root_key, at), passphrase)
        except Misconfigured:
            continue
        if found.tls and found.code == roster.code:
            return found.tls
    return b""

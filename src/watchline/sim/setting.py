"""Who is on a simulated line: parties with keys and rosters, the charter that all of them signed.

The invented ones come from a seed; a demonstration hands in parties and charter that it founded itself.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any, NamedTuple

from watchline.keys import PrivateKey, make_certificate
from watchline.party import PrivateKeySet, Roster, make_roster
from watchline.record import Charter, sign_charter, signed_charter, write_charter

CODES = ("XAA", "XBB", "XCC", "XDD", "XEE", "XFF", "XGG", "XHH", "XII", "XJJ", "XKK", "XLL")
"""Invented parties take ISO 3166 user-assigned codes."""
USUAL: dict[str, Any] = {
    "demo": 1,
    "circuits": [{"name": "one", "carrier": "direct"}, {"name": "two", "carrier": "direct"}],
    "calendar": [{"minute": 360, "circuit": "one"}, {"minute": 1080, "circuit": "two"}],
}
"""A charter as the simulator founds it: two circuits, a test at 0600Z on one and at 1800Z on the other."""


class Party(NamedTuple):
    """A party as its node knows it: (code, private key set of its first epoch, roster, spare key sets that the roster lists)."""

    code: str
    keys: PrivateKeySet
    roster: Roster
    spares: tuple[PrivateKeySet, ...] = ()


class Setting(NamedTuple):
    """A founded line: (charter, charter with its signatures as bytes, parties in charter order)."""

    charter: Charter
    signed: bytes
    parties: tuple[Party, ...]


def invented(seed: str, parties: int, *, spares: int = 0, **charter: Any) -> Setting:
    """Return a line of invented parties, the same for the same seed.

    Args:
        seed: Any text.
        parties: How many, 2 to 12.
        spares: How many spare key sets each of them has.
        charter: Fields of docs/spec/charter.md that are to differ from ``USUAL``.
    """

    def key(code: str, use: str) -> bytes:
        return sha256(f"watchline sim {seed} {code} {use}".encode()).digest()

    made, roots = [], {}
    for code in CODES[:parties]:
        roots[code] = PrivateKey(key(code, "root"))
        keys, *kept = (
            PrivateKeySet(PrivateKey(key(code, f"log{number}")), PrivateKey(key(code, f"mirror{number}")))
            for number in ("", *range(1, spares + 1))
        )
        tls = make_certificate(key(code, "tls"), code)
        hashes = [spare.public.hash() for spare in kept]
        names = {"en": f"Side {code[-1]}"}
        roster = make_roster(roots[code], code=code, names=names, key_sets=[keys], spares=hashes, tls=[tls])
        made.append(Party(code, keys, roster, tuple(kept)))
    agreed = write_charter(USUAL | charter, [party.roster for party in made], key("", "nonce"))
    signatures = {code: sign_charter(agreed, root) for code, root in roots.items()}
    return Setting(agreed, signed_charter(agreed, signatures), tuple(made))

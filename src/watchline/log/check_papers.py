"""Rosters and charter against the root fingerprints: the only thing a verifier is told from outside (checks 1 and 2)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from watchline.errors import InvalidFromPeer, OurMistake
from watchline.log.checkpoint import Checkpoint, signed_by_log
from watchline.log.verdict import Findings
from watchline.party import KeySet, Roster, fingerprint, parse_fingerprint, read_roster
from watchline.record import Charter, read_signed_charter

DOCUMENT_BYTES_MAX = 65_536
Place = tuple[str, int]
"""Which roster: (code, number)."""


class Papers(msgspec.Struct, frozen=True):
    """Whose keys speak on this line.

    Attributes:
        charter: The founding charter, signed by every root given; ``signed_charter`` is the array around it.
        rosters: Every roster that follows from number 1 without a gap, by (code, number).
        newest: The newest of them, by code. A party without any is left out.
    """

    charter: Charter
    signed_charter: bytes
    rosters: Mapping[tuple[str, int], Roster]
    newest: Mapping[str, Roster]

    def of(self, code: str) -> list[Roster]:
        """Return every roster of a party, number 1 first."""
        return [roster for (owner, _), roster in self.rosters.items() if owner == code]

    def key_sets(self, code: str) -> list[KeySet]:
        """Return every key set that a roster of a party lists, each once."""
        return list(dict.fromkeys(keys for roster in self.of(code) for keys in roster.key_sets))

    def key_set(self, code: str, checkpoint: Checkpoint) -> KeySet | None:
        """Return the key set that a roster of a party lists and whose log key signed a checkpoint."""
        return next((keys for keys in self.key_sets(code) if signed_by_log(checkpoint, keys.log)), None)

    def lists_spare(self, code: str, keys: KeySet, used: Collection[KeySet]) -> bool:
        """Tell whether a roster of a party lists a key set as a spare behind every one that was used (docs/spec/roster.md)."""
        hashes = {item.hash() for item in used}
        for roster in self.of(code):
            last = max((at for at, item in enumerate(roster.spares) if item in hashes), default=-1)
            if keys.hash() in roster.spares[last + 1 :]:
                return True
        return False


def given_roots(roots: Sequence[str]) -> frozenset[str]:
    """Return root fingerprints as they are compared.

    Raises:
        OurMistake: none was given, or one is not a fingerprint.
    """
    try:
        found = frozenset(parse_fingerprint(root) for root in roots)
    except ValueError as why:
        raise OurMistake(f"{why}. It is read from the signed instrument, or by the party itself.") from None
    if not found:
        raise OurMistake("Without the root fingerprints nothing can be verified: give one for each party.")
    return found


def check_charter(signed: bytes, roots: frozenset[str], findings: Findings) -> Charter:
    """Return the founding charter after checking that its roots signed it and are those given.

    A root that was not given is noted as missing: what stands on it is verified under a key that nobody vouched for.

    Raises:
        InvalidFromPeer: what does not fit.
    """
    charter, signatures = read_signed_charter(signed)
    if tuple(signatures) != charter.codes:
        raise InvalidFromPeer("malformed", "its signatures are not in party order")
    shown = {fingerprint(party.root): party.code for party in charter.parties}
    absent = [f"the root fingerprint of {code}; here it is {root}" for root, code in shown.items() if root not in roots]
    strange = sorted(roots - set(shown))
    if strange:
        words = f"no party has the root fingerprint {' or '.join(strange)} that was given"
        raise InvalidFromPeer("key", "; not given: ".join([words, *absent]))
    for sentence in absent:
        findings.missing(sentence)
    if charter.prev is not None:
        raise InvalidFromPeer("malformed", "not a founding charter")
    findings.demo = charter.demo
    return charter


def check_papers(
    signed_charter: bytes, roots: frozenset[str], signed: Iterable[tuple[str, Place | None, bytes]], findings: Findings
) -> Papers | None:
    """Return the papers of a line, or None after noting why they are rejected.

    Args:
        signed_charter: The founding charter with its signatures.
        roots: Root fingerprints, as ``given_roots`` returns them.
        signed: (where it stands, which one it should be if that is known, signed roster), number 1 of a party before its
            number 2. Those of somebody who is no party are left aside.
        findings: Notes what is wrong or missing.
    """
    rosters: dict[tuple[str, int], Roster] = {}
    newest: dict[str, Roster] = {}
    try:
        charter = check_charter(signed_charter, roots, findings)
    except InvalidFromPeer as why:
        findings.reject("the founding charter", why.words)
        return None
    for where, place, data in signed:
        if place is not None and place[0] not in charter.codes:
            continue
        try:
            made = _next_roster(charter, data, newest, findings)
            if made is not None and place not in {None, (made.code, made.number)}:
                raise InvalidFromPeer("malformed", f"this is roster {made.number} of {made.code}")
        except InvalidFromPeer as why:
            findings.reject(where, why.words)
            return None
        if made is not None:
            rosters[made.code, made.number] = newest[made.code] = made
    for party in charter.parties:
        number, named = party.roster
        roster = rosters.get((party.code, number))
        if roster is None:
            findings.missing(f"roster {number} of {party.code}, which the charter names")
        elif roster.hash() != named:
            findings.reject(f"roster {number} of {party.code}", "the charter names another roster of this number")
            return None
    return Papers(charter, signed_charter, rosters, newest)


def _next_roster(charter: Charter, data: bytes, newest: dict[str, Roster], findings: Findings) -> Roster | None:
    alone = read_roster(data)
    party = charter.party(alone.code)
    if alone.root != party.root:
        raise InvalidFromPeer("key", f"a roster of {alone.code} under another root key than the charter's")
    before = newest.get(alone.code)
    expected = 1 if before is None else before.number + 1
    if alone.number > expected:
        findings.missing(f"roster {expected} of {alone.code}; number {alone.number} is not used without it")
        return None
    return read_roster(data, before)

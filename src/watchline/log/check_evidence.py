"""Evidence of two histories by one key, checked by whoever holds the root fingerprints (docs/spec/bundle.md).

It shows two histories by one key, never an intent. What does not show that is rejected: it is no evidence.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from watchline.codec import decode
from watchline.errors import InvalidFromPeer
from watchline.log.check_heads import ValidLine, valid_lines
from watchline.log.check_papers import Papers, check_charter
from watchline.log.checkpoint import Checkpoint, parse_checkpoint
from watchline.log.fork import read_evidence
from watchline.log.proof import included
from watchline.log.tree import fold_cover, leaf_hash
from watchline.log.verdict import Findings, Verdict
from watchline.party import Roster, parse_origin, read_roster
from watchline.party.shape import a_count, a_list, some_bytes
from watchline.party.witness import parse_witness
from watchline.record import LEAF_BYTES_MAX, Charter

_HASHES_MAX, _ROSTERS_MAX = 128, 256


def check_evidence(data: bytes, roots: frozenset[str]) -> Verdict:
    """Return the verdict on an evidence file; any bytes give one."""
    findings = Findings("evidence")
    try:
        check_class(data, lambda signed: check_charter(signed, roots, findings), findings, "evidence")
    except InvalidFromPeer as why:
        findings.reject("evidence", why.words)
    return findings.verdict()


def check_in_bundle(data: bytes, papers: Papers, findings: Findings, where: str) -> None:
    """Check evidence beside a record.

    Whatever it shows, something that one key signed is not in the bundle, which therefore is incomplete.

    Raises:
        InvalidFromPeer: it shows nothing.
    """

    def same(signed: bytes) -> Charter:
        if decode(signed) != decode(papers.signed_charter):
            raise InvalidFromPeer("key", "it stands under another charter than the bundle")
        return papers.charter

    check_class(data, same, findings, where)
    findings.missing(f"what else that key signed, of which {where} speaks")


def check_class(data: bytes, charter_of: Callable[[bytes], Charter], findings: Findings, where: str) -> None:
    """Check one evidence object and note what it shows.

    Raises:
        InvalidFromPeer: it shows nothing.
    """
    kind, line, objects = read_evidence(data)
    fields = decode(data)
    charter = charter_of(some_bytes(fields.get("charter"), "charter", None))
    if charter.line != line:
        raise InvalidFromPeer("line", "the line it names is not its charter's")
    rosters = [_roster(charter, item) for item in a_list(fields.get("rosters"), "rosters", _ROSTERS_MAX)]
    if kind not in _CLASSES:
        findings.not_checked(f"{where}: evidence of class {kind}, which this program does not know")
        return
    words = _CLASSES[kind](_Case(charter, rosters, kind, objects, findings, where))
    findings.found(f"{where} ({kind}): {words}. It shows two histories by one key, never an intent.")


def _roster(charter: Charter, item: object) -> Roster:
    """Return a roster of a party; it may come without the one before it."""
    made = read_roster(some_bytes(item, "rosters", None))
    if made.root != charter.party(made.code).root:
        raise InvalidFromPeer("key", f"a roster of {made.code} under another root key than the charter's")
    return made


class _Case(NamedTuple):
    charter: Charter
    rosters: list[Roster]
    kind: str
    objects: list[Any]
    findings: Findings
    where: str

    def note(self, at: int) -> tuple[Checkpoint, list[ValidLine]]:
        """Return a checkpoint of this line among the objects, and those of its signature lines that verify."""
        checkpoint = parse_checkpoint(some_bytes(self.objects[at], "objects", None))
        name = parse_origin(checkpoint.origin)
        if self.charter.log(name.code, name.epoch).origin() != checkpoint.origin:
            raise InvalidFromPeer("origin", f"{checkpoint.origin} is no log of this line")
        return checkpoint, valid_lines(checkpoint, self._keys_of, self.findings, self.where)

    def _keys_of(self, name: str) -> list[bytes]:
        witness = parse_witness(name)
        if witness is not None and (witness.line, witness.demo) == (self.charter.line, self.charter.demo):
            return [] if any(witness.key in roster.uses for roster in self.rosters) else [witness.key]
        try:
            found = parse_origin(name.removesuffix("/mirror"))
        except InvalidFromPeer:
            return []
        sets = [keys for roster in self.rosters if roster.code == found.code for keys in roster.key_sets]
        log = self.charter.log(found.code, found.epoch)
        if name == log.mirror():
            return [keys.mirror for keys in sets]
        return [keys.log for keys in sets] if name == log.origin() else []

    def hashes(self, at: int) -> list[bytes]:
        """Return an array of hashes among the objects."""
        return [some_bytes(item, "objects") for item in a_list(self.objects[at], "objects", _HASHES_MAX)]


def _two_heads(case: _Case) -> str:
    """E1, E2: by one log key; E4: by one mirror key."""
    if len(case.objects) not in {"E1": {2}, "E2": {4}, "E4": {2, 4}}[case.kind]:
        raise InvalidFromPeer("malformed", "two checkpoints are needed, and for two sizes the nodes that cover them")
    (first, by_first), (second, by_second) = case.note(0), case.note(1)
    nodes = [case.hashes(at) for at in range(2, len(case.objects))]
    if first.origin == second.origin and _apart(first, second, nodes):
        code, epoch = parse_origin(first.origin)[2:]
        sizes = f"of sizes {first.head.size} and {second.head.size} that cannot both be of one log"
        for line in by_first:
            own = line.name == first.origin
            if own is (case.kind != "E4") and any((line.name, line.key) == other[:2] for other in by_second):
                if own:
                    return f"the log key of {code}-{epoch} signed two heads {sizes}"
                return f"{line.name} cosigned two heads of {code}-{epoch} {sizes}"
    raise InvalidFromPeer("signature", "the objects are not two inconsistent heads signed by one key of a roster here")


def _apart(first: Checkpoint, second: Checkpoint, nodes: list[list[bytes]]) -> bool:
    """Tell whether two heads cannot be of one log: of one size without nodes, of two sizes with them."""
    small, large = first.head, second.head
    if not nodes:
        return small.size == large.size and small.root != large.root
    if not 0 < small.size < large.size:
        return False
    whole, part = fold_cover(large.size, nodes[0] + nodes[1], small.size), fold_cover(small.size, nodes[0])
    return whole == large.root and part is not None and part != small.root


def _large_leaf(case: _Case) -> str:
    if len(case.objects) != 4:
        raise InvalidFromPeer("malformed", "a checkpoint, a path, an index and a leaf are needed")
    (head, signed), path = case.note(0), case.hashes(1)
    index, leaf = a_count(case.objects[2], "objects"), some_bytes(case.objects[3], "objects", None, most=1 << 20)
    by_log = any(line.name == head.origin for line in signed)
    if not by_log or len(leaf) <= LEAF_BYTES_MAX or not included(leaf_hash(leaf), index, path, head.head):
        raise InvalidFromPeer("signature", "the objects are not a leaf above the limit under a head signed by its log")
    return f"entry {index} of {head.origin} has a leaf of {len(leaf)} bytes, above the limit, under a signed head"


def _two_rosters(case: _Case) -> str:
    if len(case.objects) == 2:
        first, second = (_roster(case.charter, item) for item in case.objects)
        if (first.code, first.number) == (second.code, second.number) and first.document != second.document:
            return f"the root of {first.code} signed two rosters of number {first.number}"
    raise InvalidFromPeer("signature", "the objects are not two rosters of one number signed by one root")


_CLASSES: dict[str, Callable[[_Case], str]] = {
    "E1": _two_heads,
    "E2": _two_heads,
    "E3": _large_leaf,
    "E4": _two_heads,
    "E6": _two_rosters,
}

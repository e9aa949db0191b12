"""Evidence of two histories by one key, checked by whoever holds the root fingerprints (docs/spec/bundle.md).

It shows two histories by one key, never an intent. What does not show that is rejected: it is no evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from watchline.codec import decode
from watchline.errors import InvalidFromPeer
from watchline.keys import labelled, verified
from watchline.log.check_papers import Papers, check_charter
from watchline.log.checkpoint import Checkpoint, parse_checkpoint, read_cosignature, signed_by_log
from watchline.log.fork import fork_shown, read_evidence
from watchline.log.proof import included
from watchline.log.tree import fold_cover, leaf_hash
from watchline.log.verdict import Findings, Verdict
from watchline.party import KeySet, Roster, parse_origin, read_roster
from watchline.party.shape import a_count, a_list, some_bytes
from watchline.record import LEAF_BYTES_MAX, Charter

_HASHES_MAX = 128


def check_evidence(data: bytes, roots: frozenset[str]) -> Verdict:
    """Return the verdict on an evidence file; any bytes give one."""
    findings = Findings("evidence")
    try:
        check_class(data, lambda signed: check_charter(signed, roots, "charter"), findings, "evidence")
    except InvalidFromPeer as why:
        findings.reject("evidence", why.words)
    return findings.verdict()


def check_in_bundle(data: bytes, papers: Papers, findings: Findings, where: str) -> str:
    """Return the origin whose log key is shown to have signed two histories, or nothing after noting what else is shown.

    Raises:
        InvalidFromPeer: it shows nothing.
    """

    def same(signed: bytes) -> Charter:
        if decode(signed) != decode(papers.signed_charter):
            raise InvalidFromPeer("key", "it stands under another charter than the bundle")
        return papers.charter

    return check_class(data, same, findings, where)


def check_class(data: bytes, charter_of: Callable[[bytes], Charter], findings: Findings, where: str) -> str:
    """Check one evidence object; note what it shows and return the origin of a log with two histories, or nothing.

    Raises:
        InvalidFromPeer: it shows nothing.
    """
    kind, line, objects = read_evidence(data)
    fields = decode(data)
    charter = charter_of(some_bytes(fields.get("charter"), "charter", None))
    findings.demo = charter.demo
    if charter.line != line:
        raise InvalidFromPeer("line", "the line it names is not its charter's")
    rosters = [_roster(charter, item) for item in a_list(fields.get("rosters"), "rosters", len(charter.parties))]
    if kind == "E5":
        findings.not_checked(f"{where}: class E5, which comes with amendments")
        return ""
    if kind not in _CLASSES:
        raise InvalidFromPeer("malformed", f"no class of evidence is called {kind!r}")
    about, words = _CLASSES[kind](_Case(charter, rosters, kind, objects))
    findings.found(f"{where} ({kind}): {words}. It shows two histories by one key, never an intent.")
    return about


def _roster(charter: Charter, item: object) -> Roster:
    """Return a roster that may come without the one before it: each proof of possession in it must hold."""
    signed = some_bytes(item, "rosters", None)
    made = read_roster(signed)
    if made.root != charter.party(made.code).root:
        raise InvalidFromPeer("key", f"a roster of {made.code} under another root key than the charter's")
    for key, signature in decode(signed)[2]:
        if not verified(key, labelled("possession", made.document), signature):
            raise InvalidFromPeer(
                "signature", f"roster {made.number} of {made.code}: a proof of possession is not valid"
            )
    return made


Shown = tuple[str, str]
"""(origin of a log with two histories or nothing, what is shown)."""


class _Case(NamedTuple):
    charter: Charter
    rosters: list[Roster]
    kind: str
    objects: list[Any]

    def key_sets(self, origin: str) -> Iterator[KeySet]:
        """Yield the key sets that may speak for a log or a mirror of this line."""
        name = parse_origin(origin)
        if self.charter.log(name.code, name.epoch).origin() != origin:
            raise InvalidFromPeer("origin", f"{origin} is no log of this line")
        for roster in self.rosters:
            if roster.code == name.code:
                yield from roster.key_sets


def _notes(objects: list[Any], count: int) -> list[Checkpoint]:
    return [parse_checkpoint(some_bytes(item, "objects", None)) for item in objects[:count]]


def _two_heads(case: _Case) -> Shown:
    first, second = _pair(case.objects)
    for keys in case.key_sets(first.origin):
        if fork_shown(case.kind, case.objects, keys.log) == first.origin:
            code, epoch = parse_origin(first.origin)[2:]
            sizes = (
                f"of size {first.head.size}"
                if case.kind == "E1"
                else f"of sizes {first.head.size} and {second.head.size}"
            )
            return (
                first.origin,
                f"the log key of {code}-{epoch} signed two heads {sizes} that cannot both be of one log",
            )
    raise InvalidFromPeer(
        "signature", "the objects are not two inconsistent heads signed by one log key of a roster here"
    )


def _pair(objects: list[Any]) -> tuple[Checkpoint, Checkpoint]:
    if len(objects) < 2:
        raise InvalidFromPeer("malformed", "two checkpoints are needed")
    first, second = _notes(objects, 2)
    return first, second


def _large_leaf(case: _Case) -> Shown:
    if len(case.objects) != 4:
        raise InvalidFromPeer("malformed", "a checkpoint, a path, an index and a leaf are needed")
    (head,) = _notes(case.objects, 1)
    path = [some_bytes(item, "objects") for item in a_list(case.objects[1], "objects", _HASHES_MAX)]
    index, leaf = a_count(case.objects[2], "objects"), some_bytes(case.objects[3], "objects", None, most=1 << 20)
    signed = any(signed_by_log(head, keys.log) for keys in case.key_sets(head.origin))
    if not signed or len(leaf) <= LEAF_BYTES_MAX or not included(leaf_hash(leaf), index, path, head.head):
        raise InvalidFromPeer("signature", "the objects are not a leaf above the limit under a head signed by its log")
    return (
        "",
        f"entry {index} of {head.origin} is a leaf of {len(leaf)} bytes, above the limit, under a head signed by its log",
    )


def _two_cosignatures(case: _Case) -> Shown:
    first, second = _pair(case.objects)
    nodes = [
        [some_bytes(node, "objects") for node in a_list(item, "objects", _HASHES_MAX)] for item in case.objects[2:]
    ]
    if first.origin == second.origin and _apart(first, second, nodes):
        for mirror in sorted({line.name for line in first.lines} & {line.name for line in second.lines}):
            if not mirror.endswith("/mirror"):
                continue
            for keys in case.key_sets(mirror.removesuffix("/mirror")):
                if _cosigned(first, mirror, keys.mirror) and _cosigned(second, mirror, keys.mirror):
                    return "", f"{mirror} cosigned two heads of {first.origin} that cannot both be of one log"
    raise InvalidFromPeer("signature", "the objects are not two inconsistent heads cosigned by one mirror key")


def _apart(first: Checkpoint, second: Checkpoint, nodes: list[list[bytes]]) -> bool:
    """Tell whether two heads cannot be of one log: as in E1 without nodes, as in E2 with them."""
    small, large = first.head, second.head
    if not nodes:
        return small.size == large.size and small.root != large.root
    if len(nodes) != 2 or not 0 < small.size < large.size:
        return False
    whole, part = fold_cover(large.size, nodes[0] + nodes[1], small.size), fold_cover(small.size, nodes[0])
    return whole == large.root and part is not None and part != small.root


def _cosigned(checkpoint: Checkpoint, mirror: str, key: bytes) -> bool:
    return any(
        line.name == mirror and read_cosignature(line, checkpoint.origin, checkpoint.head, key) is not None
        for line in checkpoint.lines
    )


def _two_rosters(case: _Case) -> Shown:
    if len(case.objects) == 2:
        first, second = (_roster(case.charter, item) for item in case.objects)
        if (first.code, first.number) == (second.code, second.number) and first.document != second.document:
            return "", f"the root of {first.code} signed two rosters of number {first.number}"
    raise InvalidFromPeer("signature", "the objects are not two rosters of one number signed by one root")


_CLASSES: dict[str, Callable[[_Case], Shown]] = {
    "E1": _two_heads,
    "E2": _two_heads,
    "E3": _large_leaf,
    "E4": _two_cosignatures,
    "E6": _two_rosters,
}

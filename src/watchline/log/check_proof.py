"""The checks of a one-entry proof: in its log, under signed rosters and charter, and perhaps still standing (PROTOCOL 11.3)."""

from __future__ import annotations

import msgspec

from watchline.errors import InvalidFromPeer
from watchline.keys import body_hash
from watchline.log.check_heads import CheckedHead, check_cosigners, check_head
from watchline.log.check_leaf import BAD_CLASS, BAD_OPENING, MISPLACED, READ_HERE, Leaf, LeafReader, opens_rightly
from watchline.log.check_papers import Papers, check_papers
from watchline.log.proof import included
from watchline.log.proof_text import After, ProofText, read_proof
from watchline.log.prove import INCLUDED, ONLY_ANSWER, STANDS
from watchline.log.tree import EMPTY, Frontier, Head, cover, leaf_hash
from watchline.log.verdict import Findings, Verdict
from watchline.record import BODIES, BODY_BYTES_MAX, LEAF_BYTES_MAX, Record, body_class, read_body

_WHERE = "proof"


def check_proof(data: bytes, roots: frozenset[str]) -> Verdict:
    """Return the verdict on a one-entry proof; any bytes give one."""
    findings = Findings("proof")
    try:
        _check(read_proof(data), roots, findings)
    except InvalidFromPeer as why:
        findings.reject(_WHERE, why.words)
    return findings.verdict()


def _check(proof: ProofText, roots: frozenset[str], findings: Findings) -> None:
    if not proof.charters:
        findings.missing("the founding charter: nothing can be checked without it")
        return
    rosters = ((f"roster {number} in it", None, data) for number, data in enumerate(proof.rosters, 1))
    papers = check_papers(proof.charters[0], roots, rosters, findings)
    if papers is None or set(papers.newest) != set(papers.charter.codes):
        return
    if len(proof.charters) > 1:
        findings.not_checked("charters after the first: amendments")
    head, *later = (check_head(note, papers) for note in (proof.note, *(item.note for item in proof.after or ())))
    epochs = [one for one in (head, *later) if one.name.epoch != 1]
    if epochs:
        findings.not_checked(f"{epochs[0].name.code}-{epochs[0].name.epoch}: epochs after the first")
        return
    hashed = leaf_hash(proof.leaf)
    if len(proof.leaf) > LEAF_BYTES_MAX:
        raise InvalidFromPeer("limit", f"a leaf of {len(proof.leaf)} bytes; the limit is {LEAF_BYTES_MAX}")
    if not included(hashed, proof.index, proof.path, head.checkpoint.head):
        raise InvalidFromPeer("root", "the leaf and its path do not hash to the signed root")
    leaf = LeafReader(papers.charter, head.name).read(proof.leaf, proof.index)
    findings.found(f"entry {proof.index} of {head.name.code}-{head.name.epoch}, kind {leaf.kind or 'not readable'}")
    for label in leaf.labels:
        findings.not_checked(f"label: {label}")
    record = _body(proof, papers, head, leaf, findings)
    if leaf.body_hash is not None and not opens_rightly(leaf, proof.index, record, head.name, head.keys, papers):
        findings.not_checked(f"label: {BAD_OPENING}")
    mirrors = {one.name.mirror(): one.keys.mirror for one in (head, *later)}
    for one in {one.checkpoint: one for one in (head, *later)}.values():
        _cosigned(one, papers, mirrors, findings)
    if proof.after is None:
        findings.found(f"grade: {INCLUDED}; it says nothing of later entries")
    else:
        _stands(proof, papers, head, later, leaf, findings)


def _cosigned(head: CheckedHead, papers: Papers, mirrors: dict[str, bytes], findings: Findings) -> None:
    """Name the head, who stated to hold it whole, and who did not."""
    name, size = head.name, head.checkpoint.head.size
    by, witnesses = check_cosigners(head, papers, mirrors, findings, _WHERE)
    stated = "; ".join(f"{one.text()} (its clock) stated that it held no larger one" for one in by)
    findings.found(
        f"up to size {size} of {name.code}-{name.epoch}, root {head.checkpoint.head.root.hex()}; {stated or 'nobody cosigned'}"
    )
    for one in witnesses:
        findings.found(f"size {size} of {name.code}-{name.epoch}: {one.text()}")
    for code in papers.charter.codes:
        if code != name.code and code not in {mirror.code for mirror in by}:
            findings.missing(f"cosignature of {code} over {name.code}-{name.epoch} at size {size}")


def _body(proof: ProofText, papers: Papers, head: CheckedHead, leaf: Leaf, findings: Findings) -> Record | None:
    if proof.body is None:
        if leaf.body_hash is not None:
            findings.missing("the body")
        return None
    author = papers.charter.party(head.name.code).id
    if leaf.body_hash is None or body_hash(papers.charter.line, author, *proof.body) != leaf.body_hash:
        raise InvalidFromPeer("malformed", "the body is not the one that the leaf commits to")
    if len(proof.body[1]) > BODY_BYTES_MAX:
        raise InvalidFromPeer("limit", f"a body above {BODY_BYTES_MAX} bytes")
    if leaf.body_class != body_class(len(proof.body[1])):
        findings.not_checked(f"label: {BAD_CLASS}")
    if MISPLACED in leaf.labels or leaf.kind not in BODIES:
        return None
    try:
        record = read_body(leaf.kind, proof.body[1])
    except InvalidFromPeer:
        if leaf.kind in READ_HERE:
            findings.not_checked("label: bad_body")
        else:
            findings.found(f"its body does not have the form of a {leaf.kind}")
        return None
    fields = msgspec.to_builtins(record, builtin_types=(bytes,))
    findings.found("it says " + (", ".join(f"{name} {value!r}" for name, value in fields.items()) or "nothing more"))
    return record


def _stands(
    proof: ProofText, papers: Papers, head: CheckedHead, later_heads: list[CheckedHead], leaf: Leaf, findings: Findings
) -> None:
    """Check that every later leaf of every log is there, and that none refers to the entry but to answer it."""
    starts = dict.fromkeys(papers.charter.codes, EMPTY)
    if MISPLACED not in leaf.labels:
        starts |= {code: Head(size, root) for code, epoch, size, root in leaf.seen if epoch == 1}
    starts[head.name.code] = Head(proof.index + 1, b"")
    target = (head.name.code, head.name.epoch, proof.index, leaf_hash(proof.leaf))
    heads: dict[str, CheckedHead] = {}
    for item, later in zip(proof.after or (), later_heads, strict=True):
        code = later.name.code
        if code in heads:
            raise InvalidFromPeer("origin", f"the later entries of {code}-1 come twice")
        heads[code] = later
        known = head.checkpoint.head if later.name == head.name else starts[code]
        _later_leaves(item, later, starts[code].size, known, target, papers)
    for code in papers.charter.codes:
        if code not in heads:
            findings.missing(f"the later entries of {code}-1: it is not shown to stand")
    whole = set(heads) == set(papers.charter.codes)
    findings.found(
        f"grade: {STANDS} up to these heads; no later entry refers to it but to answer it"
        if whole
        else f"grade: {INCLUDED}"
    )


def _later_leaves(
    item: After, head: CheckedHead, first: int, known: Head, target: tuple[str, int, int, bytes], papers: Papers
) -> None:
    """Check that the leaves are all those of a log from ``first`` on, and that none refers to ``target``.

    Args:
        item: As it came.
        head: Its checkpoint, checked.
        first: Index of the first leaf that must be there.
        known: A head that the tree must pass through: the proof's own, or the one that the entry names in ``seen``. An author who
            names a head that never was would else choose which entries of another are left out.
        target: What no later leaf may have in ``refs``.
        papers: Rosters and charter.
    """
    text, newest = f"{head.name.code}-{head.name.epoch}", head.checkpoint.head
    fits = item.start <= first <= known.size <= newest.size
    if not fits or len(item.leaves) != newest.size - item.start or len(item.nodes) != len(cover(0, item.start)):
        raise InvalidFromPeer("size", f"not every entry of {text} from {first} to {newest.size} is there")
    hashes = [leaf_hash(leaf) for leaf in item.leaves]
    passed, _ = Frontier(item.start, item.nodes).extended(hashes[: known.size - item.start])
    grown, _ = passed.extended(hashes[known.size - item.start :])
    if passed.head() != known or grown.head() != newest:
        raise InvalidFromPeer(
            "root", f"the later entries of {text} do not hash to the signed root, or not after those seen"
        )
    reader = LeafReader(papers.charter, head.name)
    for index, data in enumerate(item.leaves, item.start):
        if len(data) > LEAF_BYTES_MAX:
            raise InvalidFromPeer("limit", f"entry {index} of {text} is above the limit of {LEAF_BYTES_MAX} bytes")
        later = reader.read(data, index)
        if target in later.refs and index >= first and later.kind not in ONLY_ANSWER:
            raise InvalidFromPeer(
                "malformed", f"entry {index} of {text} ({later.kind}) refers to it: it does not stand"
            )

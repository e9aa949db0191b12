"""The epochs of one party: which key set may speak for each of its logs, and how far each counts after the next was opened (PROTOCOL 1.6, 7).

A key set is one that a roster lists, or a spare that leaf 0 of its log shows; each speaks for one log. A log counts as far as the later ones
of its party name it (``prev``, ``epoch_adopt``) or as it was ended by ``epoch_close``; later leaves are shown as late.
"""

from __future__ import annotations

from collections.abc import Mapping

from watchline.errors import InvalidFromPeer
from watchline.keys import body_hash
from watchline.log.check_claims import CheckedLog
from watchline.log.check_log import BODIES_BYTES_MAX, ENTRIES_BYTES_MAX, Files, read_bodies
from watchline.log.check_papers import Papers
from watchline.log.check_tree import Growing
from watchline.log.checkpoint import parse_checkpoint
from watchline.log.standing import Standing, standing
from watchline.log.tiles import bodies_path, read_entry_bundle, tile_path
from watchline.log.tree import TILE_WIDTH
from watchline.log.verdict import Findings, Places
from watchline.party import KeySet, LogName, Revoked
from watchline.record import EpochOpen, read_body, read_leaf

LATE = "late_from_a_closed_epoch"


def shown_key_set(files: Files, papers: Papers, name: LogName, note: bytes) -> KeySet | None:
    """Return the key set that leaf 0 of a log shows; None if leaf or body is not there, or is no opening.

    Raises:
        InvalidFromPeer: a file is not of its form.
    """
    folder, size = f"logs/{name.code}-{name.epoch}", parse_checkpoint(note).head.size
    width = min(size, TILE_WIDTH)
    entries = files.read(f"{folder}/{tile_path('entries', 0, width)}", ENTRIES_BYTES_MAX)
    bodies = files.read(f"{folder}/{bodies_path(0)}", BODIES_BYTES_MAX)
    first = read_bodies(bodies)[:1] if bodies else []
    if entries is None or not first or first[0][0] != 0:
        return None
    leaf, (_index, salt, body) = read_entry_bundle(entries, width)[0], first[0]
    try:
        header = read_leaf(leaf)
        opened = read_body(header.kind, body)
        keys = KeySet.of(opened.key_set) if isinstance(opened, EpochOpen) else None
    except InvalidFromPeer:
        return None
    author = papers.charter.party(name.code).id
    return keys if body_hash(papers.charter.line, author, salt, body) == header.body_hash else None


def revoked_by(papers: Papers, log: CheckedLog) -> Revoked | None:
    """Return what its party says of the key set of a log that it took back; None if it did not."""
    roster = papers.newest.get(log.name.code)
    return None if roster is None else roster.revoked.get(log.keys)


def check_revoked(
    papers: Papers, log: CheckedLog, logs: Mapping[tuple[str, int], CheckedLog], findings: Findings
) -> None:
    """Name what became of the entries of a log whose key set was taken back (PROTOCOL 7.5)."""
    found = revoked_by(papers, log)
    if found is None:
        return
    stood, covered = found.stands(log.name.origin())[0], _covered(log, found.number, logs)
    stated = found.stands(log.name.origin())
    if stood and log.whole:
        tree = Growing(log.hashes)
        tree.grow(min(stood, log.size))
        if (tree.size, tree.root()) != stated:
            findings.missing(
                f"the head of {log.text} at size {stood} by which roster {found.number} of {log.name.code} stands"
            )
    places = {kind: Places() for kind in Standing}
    for start, end in ((0, min(stood, log.size)), (stood, min(covered, log.size)), (max(stood, covered), log.size)):
        if start < end:
            places[standing(start, stood, covered)].add(start, end - start)
    words = [f"{kind.value} {places[kind].text()}" for kind in Standing if places[kind]]
    findings.found(f"{log.name.code} took back the key set of {log.text}; its entries: {', '.join(words)}")


def _covered(log: CheckedLog, number: int, logs: Mapping[tuple[str, int], CheckedLog]) -> int:
    """Return the largest size of a log that another party lists before its word of the roster that takes it back."""
    sizes = [0]
    for code in dict.fromkeys(whose for whose, _ in logs if whose != log.name.code):
        theirs = [other for (whose, _), other in sorted(logs.items(), key=lambda item: item[0][1]) if whose == code]
        words = [
            (other.name.epoch, index)
            for other in theirs
            for (of, at), (index, _listed) in other.words.items()
            if of == log.name.code and at >= number
        ]
        first = min(words, default=None)
        for other in theirs:
            if first is None or other.name.epoch < first[0]:
                sizes.append(other.listed.get(log.key, 0))
            elif other.name.epoch == first[0]:
                sizes += [listed.get(log.key, 0) for index, listed in other.words.values() if index == first[1]]
    return max(sizes)


def counts_until(papers: Papers, log: CheckedLog, logs: Mapping[tuple[str, int], CheckedLog]) -> int:
    """Return up to which size a log counts by what its party says; -1 while nothing closed it."""
    taken_back = revoked_by(papers, log)
    if taken_back is not None:
        return taken_back.stands(log.name.origin())[0]
    if log.ended >= 0:
        return log.ended
    code, epoch = log.key
    later = [other for (whose, at), other in logs.items() if whose == code and at > epoch]
    if not later:
        return -1
    named = [other.prev[1] for other in later if other.prev is not None and other.prev[0] == epoch]
    return max([0, *named, *(other.adopted.get(epoch, 0) for other in later)])


def check_late(log: CheckedLog, until: int, cosigned: int, findings: Findings) -> None:
    """Name the entries of a closed log that neither its party nor a mirror stands by."""
    end = until if log.ended >= 0 else max(until, cosigned)
    if until >= 0 and end < log.size:
        late = Places()
        late.add(end, log.size - end)
        findings.found(f"{LATE}: entries {late.text()} of {log.text}")


def check_key_set(papers: Papers, name: LogName, keys: KeySet, used: Mapping[KeySet, int]) -> None:
    """Check that a key set may speak for a log.

    Args:
        papers: Rosters and charter.
        name: The log.
        keys: The key set that signed it.
        used: Those of its party's earlier logs here.

    Raises:
        InvalidFromPeer: it speaks for another log, or no roster lists it as a spare that could be opened.
    """
    if keys in used:
        raise InvalidFromPeer("key", f"its key set is that of {name.code}-{used[keys]}; each speaks for one log")
    if keys not in papers.key_sets(name.code) and not papers.lists_spare(name.code, keys, used):
        raise InvalidFromPeer("key", f"no roster of {name.code} lists its key set, nor as an unused spare")

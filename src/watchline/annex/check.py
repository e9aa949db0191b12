"""Check the export of a private annex: that these are our words, in this order, and nothing put in between or left out below a head.

It shows authorship and order by one party alone. Nobody else holds the annex, so nobody but its author could say that there
is no second one; the verdict says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from watchline.annex.bundle import FOLDER
from watchline.annex.name import AnnexName
from watchline.annex.writing import NO_CHARTER
from watchline.codec import decode
from watchline.errors import InvalidFromPeer
from watchline.keys import body_hash
from watchline.log import EMPTY_FRONTIER, Head, leaf_hash, parse_checkpoint
from watchline.log.checkpoint import NOTE_BYTES_MAX, signed_by_log
from watchline.log.tiles import bodies_path, read_entry_bundle, tile_path, tiles_of
from watchline.log.tree import TILE_WIDTH
from watchline.log.verdict import Findings, Verdict
from watchline.party import KeySet, Roster, fingerprint, parse_fingerprint, read_roster
from watchline.record import BODY_BYTES_MAX, LEAF_BYTES_MAX, EpochOpen, body_class, read_leaf
from watchline.record.claims import ANNEX_BODIES, read_annex_body

ROSTER_BYTES_MAX = 65_536
_ROSTER = re.compile(r"rosters/([A-Z0-9]{2,8})-([1-9][0-9]{0,8})")
_EPOCH = re.compile(rf"{FOLDER}/([1-9][0-9]{{0,8}})/checkpoint")
NOBODY_ELSE = (
    "a private annex: authorship and order are {code}'s own. Nobody else holds or countersigned it, so it shows nothing to which another"
    " party is bound, and not that its author keeps no second one"
)


class Files(Protocol):
    """The files of an export."""

    def read(self, path: str, most: int) -> bytes | None:
        """Return a file's content, or None if it is not there; raises InvalidFromPeer above ``most`` bytes."""
        ...

    def names(self) -> Iterator[str]:
        """Yield the path of every file, with ``/``."""
        ...


class _Epoch(NamedTuple):
    name: AnnexName
    keys: KeySet
    head: Head


def is_annex(files: Files) -> bool:
    """Tell whether a folder is the export of an annex and not that of a line."""
    return any(name.startswith(f"{FOLDER}/") for name in files.names())


def check_annex(files: Files, roots: Iterable[str], where: str = "") -> Verdict:
    """Return the verdict on the export of a private annex.

    Args:
        files: The folder.
        roots: The root fingerprint of its author; it comes from outside, nothing else does.
        where: What is to be said of where the files come from.
    """
    findings = Findings("annex")
    if where:
        findings.found(where)
    try:
        _check(files, {parse_fingerprint(text) for text in roots}, findings)
    except InvalidFromPeer as why:
        findings.reject("annex", why.words)
    return findings.verdict()


def _check(files: Files, roots: set[str], findings: Findings) -> None:
    names = sorted(files.names())
    rosters = _rosters(files, names, roots, findings)
    if rosters is None:
        return
    newest = rosters[-1]
    epochs = sorted(int(match[1]) for name in names if (match := _EPOCH.fullmatch(name)))
    if not epochs or epochs != list(range(1, len(epochs) + 1)):
        absent = sorted(set(range(1, (epochs or [1])[-1] + 1)) - set(epochs))
        findings.missing(f"epochs {', '.join(map(str, absent))} of the annex")
    known = {f"rosters/{roster.code}-{roster.number}" for roster in rosters}
    before: _Epoch | None = None
    used: set[KeySet] = set()
    for number in epochs:
        found = _epoch(files, AnnexName(newest.party_id, number), rosters, before, known, findings)
        if found is None:
            return
        if found.keys in used:
            findings.reject(f"{FOLDER}/{number}", "signed with the key set of an earlier epoch")
        used.add(found.keys)
        before = found
    for name in names:
        if name not in known:
            findings.not_checked(f"{name} belongs to no annex")
    findings.found(NOBODY_ELSE.format(code=newest.code))


def _rosters(files: Files, names: list[str], roots: set[str], findings: Findings) -> list[Roster] | None:
    found: list[Roster] = []
    listed = sorted((int(match[2]), name) for name in names if (match := _ROSTER.fullmatch(name)))
    if not listed or [number for number, _ in listed] != list(range(1, len(listed) + 1)):
        findings.missing("rosters 1 to the newest of the author: of its keys nothing is checked")
        return None
    for _, name in listed:
        data = files.read(name, ROSTER_BYTES_MAX)
        assert data is not None, "it was listed"
        found.append(read_roster(data, found[-1] if found else None))
    if {fingerprint(found[0].root)} != roots:
        findings.reject("rosters", f"the root of {found[0].code} has another fingerprint than the one given")
        return None
    return found


def _epoch(
    files: Files, name: AnnexName, rosters: list[Roster], before: _Epoch | None, known: set[str], findings: Findings
) -> _Epoch | None:
    folder = f"{FOLDER}/{name.epoch}"
    note = files.read(f"{folder}/checkpoint", NOTE_BYTES_MAX)
    assert note is not None, "it was listed"
    known.add(f"{folder}/checkpoint")
    checkpoint = parse_checkpoint(note)
    if checkpoint.origin != name.origin():
        findings.reject(f"{folder}/checkpoint", "the head of another log")
        return None
    frontier, opened = EMPTY_FRONTIER, None
    for number, width in tiles_of(checkpoint.head.size):
        path = f"{folder}/{tile_path('entries', number, width)}"
        data = files.read(path, TILE_WIDTH * (LEAF_BYTES_MAX + 2))
        if data is None:
            findings.missing(f"{path}: the root of epoch {name.epoch} is not checked")
            return None
        known |= {path, f"{folder}/{bodies_path(number)}"}
        leaves = read_entry_bundle(data, width)
        bodies = _bodies(files, f"{folder}/{bodies_path(number)}")
        for index, leaf in enumerate(leaves, number * TILE_WIDTH):
            record = _entry(name, rosters[-1].code, index, leaf, bodies, folder, findings)
            if index == 0:
                opened = record
        frontier, _ = frontier.extended(map(leaf_hash, leaves))
    if frontier.head() != checkpoint.head:
        findings.reject(folder, "the entries do not hash to the signed root")
        return None
    if not isinstance(opened, EpochOpen):
        findings.reject(f"{folder} entry 0", "does not open the epoch")
        return None
    keys = KeySet.of(opened.key_set)
    if not signed_by_log(checkpoint, keys.log):
        findings.reject(f"{folder}/checkpoint", "not signed by the log key that the epoch names")
        return None
    if not any(keys in roster.key_sets or keys.hash() in roster.spares for roster in rosters):
        findings.reject(folder, "signed with a key set that no roster of its author lists")
        return None
    _follows(name, opened, before, folder, findings)
    findings.found(f"epoch {name.epoch}: {checkpoint.head.size} entries, in the order in which they were noted")
    return _Epoch(name, keys, checkpoint.head)


def _follows(name: AnnexName, opened: EpochOpen, before: _Epoch | None, folder: str, findings: Findings) -> None:
    """Check that an epoch goes on from the one before it, and tell what its author lost in between."""
    if (opened.prev is None) != (name.epoch == 1):
        findings.reject(f"{folder} entry 0", "names an epoch before it, or none, against its number")
    elif opened.prev is not None and before is not None:
        origin, size, root = opened.prev
        if origin != before.name.origin() or size > before.head.size or (size == before.head.size and root != before.head.root):  # fmt: skip
            findings.reject(f"{folder} entry 0", "goes on from a head that the epoch before it does not have")
    for start, end, _root in opened.missing or []:
        findings.missing(f"entries {start} to {end - 1} of epoch {name.epoch - 1}, lost by their author")


def _bodies(files: Files, path: str) -> dict[int, tuple[bytes, bytes]]:
    data = files.read(path, TILE_WIDTH * (BODY_BYTES_MAX + 64))
    found: dict[int, tuple[bytes, bytes]] = {}
    for item in [] if data is None else _array(decode(data)):
        if not (isinstance(item, list) and list(map(type, item)) == [int, bytes, bytes]):
            raise InvalidFromPeer("malformed", f"{path}: a body is index, salt and bytes")
        found[item[0]] = (item[1], item[2])
    return found


def _array(value: object) -> list[object]:
    if not isinstance(value, list):
        raise InvalidFromPeer("malformed", "bodies are an array")
    return value


def _entry(
    name: AnnexName, code: str, index: int, leaf: bytes, bodies: dict[int, tuple[bytes, bytes]], folder: str, findings: Findings
) -> object:  # fmt: skip
    place = f"{folder} entry {index}"
    header = read_leaf(leaf)
    at = (header.line, header.charter, header.author, header.epoch, header.index)
    if at != (name.party, NO_CHARTER, code, name.epoch, index) or header.seen:
        findings.reject(place, "says that it stands elsewhere")
        return None
    if index not in bodies:
        findings.missing(f"the body of {place}")
        return None
    salt, body = bodies[index]
    if body_hash(name.party, name.party, salt, body) != header.body_hash or header.body_class != body_class(len(body)):
        findings.reject(place, "the body is not the one that the leaf commits to")
        return None
    if header.kind not in ANNEX_BODIES:
        return None
    try:
        return read_annex_body(header.kind, body)
    except InvalidFromPeer as why:
        findings.not_checked(f"{place}: {why.words}")
        return None

"""Reading a million leaves: the usual leaf by its layout, every other by the strict reader.

The form of a leaf is so narrow (docs/spec/leaf.md, encoding.md) that a pattern over its bytes decides it: names in order, each
head shortest, line, author, epoch and charter those of this log. What fits the pattern is canonical and in its place; what does
not is no worse, only rarer, and is read by ``read_leaf``. A test holds the two against each other.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from watchline.codec import decode, encode
from watchline.errors import InvalidFromPeer
from watchline.log.check_papers import Papers
from watchline.party import KeySet, LogName, parse_origin
from watchline.record import (
    AMENDMENTS,
    BODIES,
    NODE_POST,
    REFS_MAX,
    Charter,
    CharterBody,
    EpochAdopt,
    EpochOpen,
    Kind,
    Record,
    read_leaf,
)
from watchline.record.header import PARTIES_MAX

Place = tuple[str, int, int, bytes]
"""An element of ``seen`` or ``refs``: (code, epoch, size or index, root or leaf hash)."""

# Integers in their shortest form, of the sizes that occur.
_COUNT = rb"[\x00-\x17]|\x18[\x18-\xff]|\x19[\x01-\xff].|\x1a(?!\x00\x00).{4}"
_TIME = rb"\x1b\x00\x00[\x01-\xff].{5}"  # 2**40 to 2**48 ms: from 2004 on
_SMALL = rb"[\x01-\x17]|\x18[\x18-\xff]|\x19[\x01-\xff]."  # 1 to 65,535
_TEXT = rb"[\x61-\x77][ -~]{1,23}?"
_CODE = b"|".join(b"%c[A-Z0-9]{%d}" % (0x60 + length, length) for length in range(2, 9))
_PLACE = re.compile(rb"(?s)\x84(%s)(%s)(%s)\x58\x20(.{32})" % (_CODE, _SMALL, _COUNT))

READ_HERE = frozenset(
    {
        Kind.EPOCH_OPEN,
        Kind.CHARTER,
        Kind.EPOCH_SEEN,
        Kind.ROSTER_SEEN,
        Kind.RECEIPT,
        Kind.EPOCH_ADOPT,
        Kind.EPOCH_CLOSE,
    }
)
"""Kinds of which a verifier reads the body: the proof rests on it. Of all others the hash is compared, the form is the views'."""
NOT_CANONICAL, BAD_REFS, MISPLACED, UNKNOWN = "not_canonical", "bad_refs", "misplaced", "unknown_kind"
AMENDING = "amendments"
"""An entry of an amendment of the charter: this version of the verifier does not judge what it means."""
FOREIGN, BAD_OPENING, BAD_CLOSING, BAD_CLASS = "foreign_charter", "bad_opening", "bad_closing", "bad_class"
_OPENING = (Kind.EPOCH_OPEN.value, Kind.CHARTER.value)


class Leaf(NamedTuple):
    """What the checks need of a leaf.

    Attributes:
        kind: As it says.
        seen, refs: What it names of other logs, and of earlier entries.
        body_hash: Its commitment; None if it has none that can be read.
        body_class: What it says of its body's length; 0 if it cannot be read.
        labels: Why no view acts on it, or that it stands under another charter; usually empty.
        charter: As it says.
    """

    kind: str
    seen: tuple[Place, ...]
    refs: tuple[Place, ...]
    body_hash: bytes | None
    body_class: int
    labels: tuple[str, ...]
    charter: bytes


class LeafReader:
    """Reads the leaves of one log, in order.

    Args:
        charter: The charter they should stand under.
        name: The log.
    """

    def __init__(self, charter: Charter, name: LogName) -> None:
        self._name, self._charter = name, charter.hash
        self._kinds = {encode(kind): kind for kind in BODIES if kind not in AMENDMENTS}
        self._posts = {encode(post) for post in (*charter.posts, NODE_POST)}
        self._seen: tuple[bytes, tuple[Place, ...]] = (b"\x80", ())
        fixed = {
            key: re.escape(encode(value))
            for key, value in {
                b"line": charter.line,
                b"charter": charter.hash,
                b"author": name.code,
                b"epoch": name.epoch,
            }.items()
        }
        self._fit = re.compile(
            rb"(?s)([\xae\xaf])\x61t(?:%(t)s)\x61v\x01\x64kind(%(text)s)\x64line%(line)s\x64post(%(text)s)"
            rb"\x64refs(.+?)\x64seen(.+?)\x65draft\x50.{16}\x65epoch%(epoch)s\x65index(%(count)s)\x66author%(author)s"
            rb"(\x66serial(?:(?!\x00)(?:%(count)s)))?\x67charter%(charter)s\x69body_hash\x58\x20(.{32})\x6abody_class(%(class)s)"
            % (fixed | {b"t": _TIME, b"text": _TEXT, b"count": _COUNT, b"class": _SMALL})
        ).fullmatch

    def read(self, leaf: bytes, index: int) -> Leaf:
        """Return what the checks need of the leaf at ``index``; any bytes."""
        found = self._fit(leaf)
        if found is not None:
            head, kind_bytes, post, refs_bytes, seen_bytes, at, serial, body_hash, size = found.groups()
            kind = self._kinds.get(kind_bytes)
            seen = self._seen[1] if seen_bytes == self._seen[0] else _places(seen_bytes, PARTIES_MAX - 1, 1)
            refs = () if refs_bytes == b"\x80" else _places(refs_bytes, REFS_MAX, 0)
            if (
                kind is not None
                and post in self._posts
                and seen is not None
                and refs is not None
                and _number(at) == index
                and (head == b"\xaf") is (serial is not None)
            ):
                self._seen = (seen_bytes, seen)
                return Leaf(kind, seen, refs, body_hash, _number(size), (), self._charter)
        return self._strictly(leaf, index)

    def _strictly(self, leaf: bytes, index: int) -> Leaf:
        try:
            header = read_leaf(leaf)
        except InvalidFromPeer:
            return Leaf("", (), (), None, 0, (BAD_REFS if _too_many_refs(leaf) else NOT_CANONICAL,), b"")
        name, labels = self._name, []
        if (header.line, header.author, header.epoch, header.index) != (name.line, name.code, name.epoch, index):
            labels.append(MISPLACED)
        if header.kind not in BODIES:
            labels.append(UNKNOWN)
        if header.kind in AMENDMENTS:
            labels.append(AMENDING)
        if header.charter != self._charter:
            labels.append(FOREIGN)
        return Leaf(
            header.kind, header.seen, header.refs, header.body_hash, header.body_class, tuple(labels), header.charter
        )


def opens_rightly(leaf: Leaf, index: int, record: Record | None, name: LogName, keys: KeySet, papers: Papers) -> bool:
    """Tell whether an entry is the opening of its epoch where that stands, and no opening elsewhere (docs/spec/bundle.md).

    The first two entries are ``epoch_open``, for the key set that signs the log, of every party's roster and having seen nothing,
    and ``charter`` with the founding charter and its signatures. A body that is not disclosed is not judged. Nothing precedes an
    epoch 1: it names no head of an earlier one and adopts none. A later epoch opens with ``epoch_open`` alone, which may have seen.
    """
    if leaf.kind == Kind.EPOCH_ADOPT:
        return name.epoch > 1 and (not isinstance(record, EpochAdopt) or earlier(record.origin, name, papers) > 0)
    if name.epoch > 1:
        return _opens_later(leaf, index, record, name, keys, papers)
    if index >= len(_OPENING) or leaf.kind != _OPENING[index]:
        return index >= len(_OPENING) and leaf.kind not in _OPENING
    if isinstance(record, EpochOpen):
        codes = tuple(item[0] for item in record.rosters)
        first = record.prev is None and record.missing is None
        return first and record.key_set == keys.fields() and codes == papers.charter.codes and not leaf.seen
    if isinstance(record, CharterBody):
        return bool([record.charter, [list(item) for item in record.signatures]] == decode(papers.signed_charter))
    return True


def earlier(origin: str, name: LogName, papers: Papers) -> int:
    """Return the epoch of an origin if it is that of an earlier epoch of the same party; else 0."""
    try:
        found = parse_origin(origin)
    except InvalidFromPeer:
        return 0
    fits = found.code == name.code and found.epoch < name.epoch
    return found.epoch if fits and papers.charter.log(found.code, found.epoch).origin() == origin else 0


def _opens_later(leaf: Leaf, index: int, record: Record | None, name: LogName, keys: KeySet, papers: Papers) -> bool:
    if (leaf.kind == Kind.EPOCH_OPEN) is not (index == 0) or leaf.kind == Kind.CHARTER:
        return False
    if not isinstance(record, EpochOpen):
        return True
    codes = tuple(item[0] for item in record.rosters)
    follows = record.prev is None or earlier(record.prev[0], name, papers) > 0
    return follows and record.key_set == keys.fields() and codes == papers.charter.codes


def _too_many_refs(leaf: bytes) -> bool:
    try:
        fields = decode(leaf)
    except InvalidFromPeer:
        return False
    refs = fields.get("refs") if isinstance(fields, dict) else None
    return isinstance(refs, list) and len(refs) > REFS_MAX


def _number(raw: bytes) -> int:
    return raw[0] if len(raw) == 1 else int.from_bytes(raw[1:], "big")


def _places(raw: bytes, most: int, least: int) -> tuple[Place, ...] | None:
    """Return the places of an array of at most ``most``, numbers from ``least``; None if it is not the usual layout."""
    end = len(raw)
    at, found = 1, []
    while at < end:
        item = _PLACE.match(raw, at)
        if item is None:
            return None
        code, epoch, number, digest = item.groups()
        value = _number(number)
        found.append((code[1:].decode("ascii"), _number(epoch), value, digest))
        at = item.end()
        if value < least:
            return None
    if raw[0] != 0x80 + len(found) or len(found) > most:
        return None
    return tuple(found)

"""The leaf: the header of an entry, exactly the fields of docs/spec/leaf.md, and nothing else.

The body is not in it, only a salted commitment to the body: one entry can be shown without its neighbours, and an agreed
erasure of a body leaves the fact that it was said.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from watchline.codec import decode
from watchline.codec.cbor import decode_untyped, encode_ordered
from watchline.errors import InvalidFromPeer
from watchline.party.names import EPOCH_MAX, checked_code
from watchline.party.shape import INT_MAX, a_count, a_list, a_map, a_text, some_bytes

LEAF_BYTES_MAX = 4096
BODY_BYTES_MAX = 32_768
REFS_MAX = 16
PARTIES_MAX = 12
DRAFT_BYTES = 16
SALT_BYTES = 32


class Seen(NamedTuple):
    """A head of another party's log that the author has cosigned: (code, epoch, size, root)."""

    code: str
    epoch: int
    size: int
    root: bytes


class Ref(NamedTuple):
    """An entry that this one answers or amends: (code, epoch, index, leaf hash)."""

    code: str
    epoch: int
    index: int  # type: ignore[assignment]  # hides tuple.index, which nobody calls
    leaf_hash: bytes


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What a leaf says. ``t`` is the author's claim in ms; ``index`` counts from 0."""

    line: bytes
    charter: bytes
    author: str
    epoch: int
    index: int
    t: int
    kind: str
    post: str
    draft: bytes
    seen: tuple[Seen, ...]
    refs: tuple[Ref, ...]
    body_hash: bytes
    body_class: int
    serial: int | None = None
    auth: bytes | None = None


def body_class(length: int) -> int:
    """Return the smallest power of two at or above ``length`` (1 for an empty body): all that a header tells of it."""
    return 1 if length <= 1 else 1 << (length - 1).bit_length()


def write_leaf(header: Header) -> bytes:
    """Return the leaf bytes of a header.

    Raises:
        ValueError: above 4,096 bytes; our mistake.
    """
    fields: dict[str, Any] = {"t": header.t, "v": 1}  # in the order of _ORDER
    if header.auth is not None:
        fields["auth"] = header.auth
    fields["kind"], fields["line"], fields["post"] = header.kind, header.line, header.post
    fields["refs"], fields["seen"], fields["draft"] = header.refs, header.seen, header.draft
    fields["epoch"], fields["index"], fields["author"] = header.epoch, header.index, header.author
    if header.serial is not None:
        fields["serial"] = header.serial
    fields["charter"], fields["body_hash"], fields["body_class"] = header.charter, header.body_hash, header.body_class
    leaf = encode_ordered(fields)
    if len(leaf) > LEAF_BYTES_MAX:
        raise ValueError(f"a leaf of {len(leaf)} bytes; the limit is {LEAF_BYTES_MAX}")
    return leaf


_ORDER = (
    "t",
    "v",
    "auth",
    "kind",
    "line",
    "post",
    "refs",
    "seen",
    "draft",
    "epoch",
    "index",
    "author",
    "serial",
    "charter",
    "body_hash",
    "body_class",
)
"""Field names in the order of their encoded bytes: shorter first, then by letter."""
_USUAL = frozenset(
    tuple(name for name in _ORDER if name not in absent) for absent in ((), ("auth",), ("serial",), ("auth", "serial"))
)
"""The key orders of a leaf without unknown fields: with one of them every value is checked below, so no walk is needed."""


def read_leaf(leaf: bytes) -> Header:
    """Return the header of a leaf.

    Raises:
        InvalidFromPeer: ``limit``, which no log can hold; or ``version`` or ``malformed``: not canonical, a field missing
            or of another form. An entry of such form is stored, cosigned and shown as *unreadable* all the same: bytes
            decide what is mirrored (PROTOCOL 2.5).
    """
    if len(leaf) > LEAF_BYTES_MAX:
        raise InvalidFromPeer("limit", f"a leaf of {len(leaf)} bytes; the limit is {LEAF_BYTES_MAX}")
    plain = decode_untyped(leaf)
    fields = plain if isinstance(plain, dict) and tuple(plain) in _USUAL else a_map(decode(leaf), "leaf")
    if a_count(fields.get("v"), "v") != 1:
        raise InvalidFromPeer("version", "a leaf of another version")
    get = fields.get
    return Header(
        line=some_bytes(get("line"), "line"),
        charter=some_bytes(get("charter"), "charter"),
        author=checked_code(get("author")),
        epoch=a_count(get("epoch"), "epoch", 1, EPOCH_MAX),
        index=a_count(get("index"), "index"),
        t=a_count(get("t"), "t", -INT_MAX),
        kind=a_text(get("kind"), "kind", 64),
        post=a_text(get("post"), "post", 64),
        draft=some_bytes(get("draft"), "draft", DRAFT_BYTES),
        seen=tuple(_seen(item) for item in a_list(get("seen"), "seen", PARTIES_MAX - 1)),
        refs=tuple(_ref(item) for item in a_list(get("refs"), "refs", REFS_MAX)),
        body_hash=some_bytes(get("body_hash"), "body_hash"),
        body_class=a_count(get("body_class"), "body_class", 1),
        serial=a_count(fields["serial"], "serial", 1) if "serial" in fields else None,
        auth=some_bytes(fields["auth"], "auth") if "auth" in fields else None,
    )


def _seen(item: Any) -> Seen:
    code, epoch, size, root = _four(item, "seen")
    return Seen(
        checked_code(code), a_count(epoch, "seen", 1, EPOCH_MAX), a_count(size, "seen", 1), some_bytes(root, "seen")
    )


def _ref(item: Any) -> Ref:
    code, epoch, index, leaf_hash = _four(item, "refs")
    return Ref(
        checked_code(code), a_count(epoch, "refs", 1, EPOCH_MAX), a_count(index, "refs"), some_bytes(leaf_hash, "refs")
    )


def _four(item: Any, what: str) -> list[Any]:
    if isinstance(item, list) and len(item) == 4:
        return item
    raise InvalidFromPeer("malformed", f"field {what} has the wrong form")

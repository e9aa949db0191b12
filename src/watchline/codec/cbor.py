"""Deterministic CBOR, the one form of docs/spec/encoding.md.

``decode`` is the strict gate: three refusals of the library (tags, duplicate keys, indefinite lengths), a walk over the
types, and a comparison with the plain re-encoding. The walk checks the order of keys, so the re-encoding need not sort.
Tags are refused before the library acts on them: 200 bytes of shared references would unfold into a walk without end,
and others compile a regular expression or parse a mail.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeAlias

import cbor2

from watchline.errors import InvalidFromPeer

Cbor: TypeAlias = Any
"""int | str | bytes | list[Cbor] | dict[str | int, Cbor]; nothing else is ever encoded or returned."""

DEPTH_MAX = 16
_INT_MAX = 2**63 - 1
_INT_MIN = -(2**63)
_KEY_BYTES_MAX = 23
_loads = cbor2.loads
_dumps = cbor2.dumps


def _no_tag(*_: Any) -> Any:
    raise ValueError("a tag")


class _EveryTag(dict[int, Any]):
    """The library's table of tags: any number, known to it or not, leads to the same refusal."""

    def __missing__(self, number: int) -> Any:
        return _no_tag


_TAGS = _EveryTag()


def encode(value: Cbor) -> bytes:
    """Return the one deterministic encoding of ``value`` (map keys may come in any order).

    Raises:
        ValueError: ``value`` holds something that has no form here (a float, None, a bool, a long key); our mistake.
            A tuple is written as an array.
    """
    try:
        _walk(value, 0, ordered=True)  # most maps are built in order; the usual ones are known by their row of keys
    except ValueError:
        _walk(value, 0, ordered=False)
        return _dumps(value, canonical=True)
    return _dumps(value)


def encode_ordered(value: Cbor) -> bytes:
    """Encode a value whose maps are already in key order; for hot paths that build them so. No check, half the cost."""
    return _dumps(value)


def in_order(fields: dict[str, Cbor]) -> dict[str, Cbor]:
    """Return a map of short ASCII names in the order of their encoded bytes (shorter first, then by letter), without None."""
    return {name: fields[name] for name in _sorted(tuple(fields)) if fields[name] is not None}


@lru_cache(maxsize=256)
def _sorted(names: tuple[str, ...]) -> list[str]:
    return sorted(names, key=_by_encoding)


def _by_encoding(name: str) -> tuple[int, str]:
    return len(name), name


def decode(data: bytes) -> Cbor:
    """Return the value of ``data`` if it is the deterministic encoding of it.

    Raises:
        InvalidFromPeer: ``malformed``; the sender's fault. Nothing else is ever raised, whatever the bytes.
    """
    value = decode_untyped(data)
    try:
        _walk(value, 0, ordered=True)
    except ValueError as why:
        raise InvalidFromPeer("malformed", f"not deterministic CBOR: {why}") from None
    return value


def decode_untyped(data: bytes) -> Cbor:
    """Return the value of ``data`` if encoding it again gives the same bytes; the types and the order of keys are not walked.

    For a caller that checks the key order of the one map and the type of every value in it by itself, as ``read_leaf`` does;
    it saves a third of the cost of ``decode``.

    Raises:
        InvalidFromPeer: ``malformed``.
    """
    try:
        value = _loads(
            data, semantic_decoders=_TAGS, allow_indefinite=False, allow_duplicate_keys=False, max_depth=DEPTH_MAX + 1
        )
        if _dumps(value) == data:
            return value
    except (cbor2.CBORError, ValueError, TypeError, OverflowError, RecursionError, MemoryError, EOFError) as why:
        raise InvalidFromPeer("malformed", f"not deterministic CBOR: {why}") from None
    raise InvalidFromPeer(
        "malformed", "not deterministic CBOR: another encoding of the same value is the canonical one"
    )


def is_canonical(data: bytes) -> bool:
    """Tell whether ``data`` is deterministic CBOR."""
    try:
        decode(data)
    except InvalidFromPeer:
        return False
    return True


def _walk(value: Cbor, depth: int, *, ordered: bool) -> None:
    """Raise ValueError unless ``value`` has only the types of the spec, and (if asked) its keys in order."""
    kind = type(value)
    if kind is bytes or kind is str:
        return
    if kind is int:
        if not _INT_MIN <= value <= _INT_MAX:
            raise ValueError("integer beyond 64 bits")
        return
    if depth >= DEPTH_MAX:
        raise ValueError("nested too deep")
    if kind is list or kind is tuple:
        for item in value:
            inner = type(item)
            if inner is not bytes and inner is not str:
                _walk(item, depth + 1, ordered=ordered)
        return
    if kind is not dict:
        raise ValueError(f"type {kind.__name__} has no form here")
    _walk_map(value, depth, ordered=ordered)


def _walk_map(value: dict[Any, Cbor], depth: int, *, ordered: bool) -> None:
    names = tuple(value)
    if not ordered or names not in _ORDERED:
        _walk_keys(value, ordered=ordered)
        if ordered and len(_ORDERED) < _ORDERED_MAX and all(type(name) is str for name in names):
            _ORDERED.add(names)
    for item in value.values():
        inner = type(item)
        if inner is not bytes and inner is not str:
            _walk(item, depth + 1, ordered=ordered)


_ORDERED: set[tuple[str, ...]] = set()
"""Rows of map keys, all of them text, that were found good and in order before: a few dozen kinds of maps make all traffic."""
_ORDERED_MAX = 1024


def _walk_keys(value: dict[Any, Cbor], *, ordered: bool) -> None:
    before = (0, b"")
    for key in value:
        if type(key) is str:
            raw = key.encode()
            if not 1 <= len(raw) <= _KEY_BYTES_MAX:
                raise ValueError("map key must be 1 to 23 bytes")
            place = (len(raw) + 1, raw)
        elif type(key) is int and 0 <= key <= _KEY_BYTES_MAX:
            place = (1, bytes((key,)))
        else:
            raise ValueError("map key must be short text or an integer 0 to 23")
        if ordered and place <= before:
            raise ValueError("map keys not in order")
        before = place

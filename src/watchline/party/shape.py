"""Checks on decoded CBOR: each returns the value with its type, or says which field is wrong."""

from __future__ import annotations

from typing import Any

from watchline.errors import InvalidFromPeer

INT_MAX = 2**53
DIGEST_BYTES = 32


def _wrong(what: str) -> InvalidFromPeer:
    return InvalidFromPeer("malformed", f"field {what} is missing or has the wrong form")


def a_map(value: Any, what: str) -> dict[str, Any]:
    """Return ``value`` if it is a map with text keys."""
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return value
    raise _wrong(what)


def a_list(value: Any, what: str, most: int) -> list[Any]:
    """Return ``value`` if it is an array of at most ``most`` items."""
    if isinstance(value, list) and len(value) <= most:
        return value
    raise _wrong(what)


def a_text(value: Any, what: str, most: int = 256) -> str:
    """Return ``value`` if it is text of at most ``most`` characters."""
    if isinstance(value, str) and len(value) <= most:
        return value
    raise _wrong(what)


def some_bytes(value: Any, what: str, size: int | None = DIGEST_BYTES, most: int = 65_536) -> bytes:
    """Return ``value`` if it is bytes of exactly ``size`` (or, with None, of at most ``most``)."""
    if isinstance(value, bytes) and (len(value) == size if size is not None else len(value) <= most):
        return value
    raise _wrong(what)


def a_count(value: Any, what: str, least: int = 0, most: int = INT_MAX) -> int:
    """Return ``value`` if it is an integer within the bounds."""
    if type(value) is int and least <= value <= most:
        return value
    raise _wrong(what)

"""JSON of strangers: bounded in size and depth, numbers as exact decimals, no name twice, no NaN."""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NoReturn

from watchline.errors import InvalidFromPeer
from watchline.interchange.numbers import bounded

DEPTH_MAX: Final = 32
_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*+"?|[][{}]', re.DOTALL)
"""A text, or a bracket outside of all texts; possessive, so that time is in proportion to length."""


def read_json(data: bytes, bytes_max: int) -> Any:
    """Return what JSON bytes hold; every number is a ``Decimal``.

    Raises:
        InvalidFromPeer: ``limit`` or ``malformed``.
    """
    if len(data) > bytes_max:
        raise InvalidFromPeer("limit", f"{len(data):,} bytes; at most {bytes_max:,} are read")
    try:
        text = data.decode("utf-8-sig")
        _check_depth(text)
        return json.loads(
            text, parse_float=_exact, parse_int=_exact, parse_constant=_no_constant, object_pairs_hook=_once
        )
    except (ValueError, RecursionError) as why:
        raise InvalidFromPeer("malformed", f"not JSON that can be read: {why}") from None


def text_of(value: Any, name: str, most: int = 200) -> str:
    """Return a text or whole number of a file as text.

    Raises:
        ValueError: it is something else, empty, or longer than ``most`` characters.
    """
    if isinstance(value, Decimal) and value.adjusted() < DEPTH_MAX and value == value.to_integral_value():
        value = str(int(value))
    if not isinstance(value, str) or not value.strip() or len(value) > most:
        raise ValueError(f"{name} is a text of 1 to {most} characters")
    return value


def decimal_of(value: Any, name: str) -> Decimal:
    """Return a number of a file.

    Raises:
        ValueError: it is something else.
    """
    if not isinstance(value, Decimal):
        raise ValueError(f"{name} is a number, not {_shown(value)}")
    return bounded(value)


def _shown(value: Any) -> str:
    return repr(value)[:40]


def _check_depth(text: str) -> None:
    """Count brackets outside texts, so that no decoder is asked to follow them."""
    depth = 0
    for found in _TOKEN.finditer(text):
        bracket = found[0]
        depth += (bracket in {"[", "{"}) - (bracket in {"]", "}"})
        if depth > DEPTH_MAX:
            raise ValueError(f"nested deeper than {DEPTH_MAX}")


def _exact(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError(f"not a number: {text[:40]!r}") from None


def _no_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a number of JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return made

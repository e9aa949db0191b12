"""What of a body a thread's row keeps, so that the state of a thread can be told without reading its entries.

Long texts are not kept: whoever shows them reads the entry.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from watchline.record import Kind, Record
from watchline.record.agreement import BODIES as AGREEMENT
from watchline.record.calls import BODIES as CALLS
from watchline.record.notices import BODIES as NOTICES
from watchline.record.readouts import BODIES as READOUTS
from watchline.record.suspension import BODIES as SUSPENSIONS

KEPT = frozenset({*CALLS, *READOUTS, *AGREEMENT, *SUSPENSIONS, *NOTICES})
"""Kinds of which every field but the texts is kept."""
_ACCOUNT = frozenset({"outcome", "to", "at", "by"})
SPOKEN: Final[dict[str, frozenset[str]]] = {
    Kind.LINE_TEST: _ACCOUNT | {"quality"},
    Kind.LINE_TEST_ANSWERED: _ACCOUNT,
}
"""What is kept beside of line tests: the account of one by voice or telephone. Most have none."""
_TEXTS = frozenset({"text", "purpose", "points", "where", "charter"})


def _in_order(value: Any) -> Any:
    """Return maps within maps in one order of their names: who wrote an entry typed them in another than who decodes it."""
    match value:
        case dict():
            return {name: _in_order(value[name]) for name in sorted(value)}
        case list() | tuple():
            return [_in_order(item) for item in value]
        case _:
            return value


def facts_of(kind: str, record: Record | None) -> dict[str, Any]:
    """Return the fields of a body that its thread's row keeps, by name; those at their default are left out."""
    if record is None or (kind not in KEPT and kind not in SPOKEN):
        return {}
    fields: dict[str, Any] = msgspec.to_builtins(record, builtin_types=(bytes,))
    fields = _in_order(fields) if kind in NOTICES else fields
    kept = {name: value for name, value in sorted(fields.items()) if name not in _TEXTS and value is not None}
    return kept if kind in KEPT else {name: value for name, value in kept.items() if name in SPOKEN[kind]}

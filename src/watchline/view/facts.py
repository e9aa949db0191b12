"""What of a body a thread's row keeps, so that the state of a thread can be told without reading its entries.

Long texts are not kept: whoever shows them reads the entry.
"""

from __future__ import annotations

from typing import Any

import msgspec

from watchline.record import Record
from watchline.record.agreement import BODIES as AGREEMENT
from watchline.record.calls import BODIES as CALLS
from watchline.record.readouts import BODIES as READOUTS
from watchline.record.suspension import BODIES as SUSPENSIONS

KEPT = frozenset({*CALLS, *READOUTS, *AGREEMENT, *SUSPENSIONS})
"""Kinds of which every field but the texts is kept."""
_TEXTS = frozenset({"text", "purpose", "points", "where", "charter"})


def facts_of(kind: str, record: Record | None) -> dict[str, Any]:
    """Return the fields of a body that its thread's row keeps, by name; those at their default are left out."""
    if kind not in KEPT or record is None:
        return {}
    fields: dict[str, Any] = msgspec.to_builtins(record, builtin_types=(bytes,))
    return {name: value for name, value in sorted(fields.items()) if name not in _TEXTS and value is not None}

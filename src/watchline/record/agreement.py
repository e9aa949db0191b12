"""What is said of the charter while a line is in use (docs/spec/amendment.md): a successor proposed, signed, refused, in force."""

from __future__ import annotations

from typing import Final

from watchline.record.body import Body

BODIES: Final[dict[str, type[Body]]] = {}
ACTS: Final[dict[str, str]] = {}
"""Kinds whose first reference is an entry of the kind on the right."""

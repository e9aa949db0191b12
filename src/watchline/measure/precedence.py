"""Precedence: speed of service, not importance."""

from __future__ import annotations

from enum import StrEnum


class Precedence(StrEnum):
    """Handling objective of a message, by its signal letter."""

    FLASH = "Z"
    IMMEDIATE = "O"
    PRIORITY = "P"
    ROUTINE = "R"


OBJECTIVE_S_DEFAULT: dict[str, int] = {"Z": 120, "O": 600, "P": 3600, "R": 21_600}
"""Seconds from receipt to human read, unless the charter says otherwise (DESIGN section 8)."""

"""Text of somebody else, shown: characters that would act on a terminal or a page, or reorder a line, are written as their number."""

from __future__ import annotations

import re

_ACTING = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
"""Control characters but the line end, and characters that are not seen or turn the direction of a line."""


def visible(text: str) -> str:
    """Return text with every acting character but the line end written as its number, ``<U+202E>``."""
    return _ACTING.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)


def one_line(text: str) -> str:
    """Return text made visible, on one line."""
    return visible(text).replace("\n", " / ")

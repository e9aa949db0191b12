"""What the bodies of all kinds share: a frozen record of named fields, and the types of their fields."""

from __future__ import annotations

from typing import Annotated

import msgspec

Text = Annotated[str, msgspec.Meta(max_length=32_768)]
Short = Annotated[str, msgspec.Meta(max_length=256)]
Digest = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
Count = Annotated[int, msgspec.Meta(ge=0)]
Flag = Annotated[int, msgspec.Meta(ge=1, le=1)]
"""1 or absent: CBOR of this line has no booleans (docs/spec/encoding.md)."""
# Patterns of fields end in \\Z: $ would let a newline pass behind the word, and "Z\\n" is no precedence.


class Body(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Base of all bodies: a map of named fields; a field at its default is left out; unknown fields survive outside."""

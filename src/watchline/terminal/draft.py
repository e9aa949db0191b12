"""A message as it is typed, before it is signed: it outlives a session that ended and a desk that did not answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

PRECEDENCES = ("R", "P", "O", "Z")
NAMES = {"R": "ROUTINE", "P": "PRIORITY", "O": "IMMEDIATE", "Z": "FLASH"}
_ID_BYTES = 16


class Draft(msgspec.Struct, frozen=True):
    """What is typed. ``identity`` belongs to exactly this text: sent twice it is said once, a changed text has another.

    Attributes:
        text: As typed.
        precedence: One of ``R P O Z``.
        refs: References that it answers.
        identity: 32 hexadecimal digits; empty: never sent.
    """

    text: str = ""
    precedence: str = "R"
    refs: tuple[str, ...] = ()
    identity: str = ""

    def typed(self, text: str) -> Draft:
        """Return it with another text."""
        return self if text == self.text else msgspec.structs.replace(self, text=text, identity="")

    def faster(self) -> Draft:
        """Return it with the next precedence, and after FLASH the first."""
        place = (PRECEDENCES.index(self.precedence) + 1) % len(PRECEDENCES)
        return msgspec.structs.replace(self, precedence=PRECEDENCES[place], identity="")

    def ready(self, entropy: Callable[[int], bytes]) -> Draft:
        """Return it with an identity of its own."""
        return self if self.identity else msgspec.structs.replace(self, identity=entropy(_ID_BYTES).hex())

    def body(self) -> dict[str, Any]:
        """Return what the desk is sent."""
        return {
            "text": self.text,
            "precedence": self.precedence,
            "refs": list(self.refs),
            "draft": self.identity,
        }

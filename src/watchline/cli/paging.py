"""What is said under a list that does not hold everything."""

from __future__ import annotations

from typing import Any

from watchline.cli.show import say


def more_pages(answer: dict[str, Any]) -> None:
    """Say that there is more of a list with an offset, and how to see it."""
    if answer["more"]:
        say(f"There are more: --offset {answer['next']['offset']}.")


def more_words(answer: dict[str, Any], command: str) -> None:
    """Say that there is more and how to see it; nothing if the list is whole."""
    if not answer["more"]:
        return
    asked = answer["next"] or {}
    options = " ".join(f"--{name} {ref}" for name, ref in asked.items())
    say()
    say(f"There is more {'after these' if 'after' in asked else 'before these'}: `{command} {options}`.")

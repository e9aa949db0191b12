"""A draft is checked by the node before it is signed, and an attempt whose end is not known is made again under the same identity."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any, Protocol, TypeVar

from rich.text import Text

from watchline.errors import WatchlineError
from watchline.terminal.client import DeskSilent
from watchline.terminal.draft import Draft
from watchline.terminal.shapes import Previewed, Written

_Answer = TypeVar("_Answer")
_BOLD = "bold"


class Ask(Protocol):
    """Asks one operation of the desk; raises as ``Client.ask`` does."""

    def __call__(self, path: str, kind: type[_Answer], body: dict[str, Any] | None) -> Awaitable[_Answer]:
        """Ask."""
        ...


async def check(ask: Ask, draft: Draft) -> Text:
    """Return what the message would be, or what is wrong with it."""
    body = {name: value for name, value in draft.body().items() if name != "draft"}
    try:
        found = await ask("/messages/preview", Previewed, body)
    except WatchlineError as why:
        return Text(str(why), _BOLD)
    problems = [*found.problems, *found.rules]
    if not found.ready:
        return Text("\n".join(["It cannot be sent so:", *problems]), _BOLD)
    said = [f"{found.size} bytes, SHA-256 {found.digest}", *problems, "Ctrl+S once more signs and sends it."]
    return Text("\n".join(said))


async def send(ask: Ask, draft: Draft) -> Written | Text:
    """Sign and send a message that is ready; return what was written, or why not."""
    try:
        return await ask("/messages", Written, draft.body())
    except DeskSilent as why:
        again = "Whether it was written is not known; send it again: unchanged, it is written once."
        return Text(f"{why} {again}", _BOLD)
    except WatchlineError as why:
        return Text(str(why), _BOLD)

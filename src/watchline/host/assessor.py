"""Measures announced activities beside the running node, in the onlooker's thread, and hands what it found to the node to be signed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from watchline.host.here import Here
from watchline.host.onlooker import Onlooker
from watchline.node import Assessed, Input, News, Reply
from watchline.node.noticing import AGAIN_MS, AT_ONCE, ROUSES, look_again
from watchline.record.notices import NOTICE
from watchline.view import KIND, kind_key

if TYPE_CHECKING:
    from watchline.assess import Reassessed, Turn


class Assessor:
    """One task of the running node.

    Args:
        onlooker: Reads and measures.
        ask: Has one input handled by the node.
        code: Our party code.
        say: Writes to the diagnostics: level, what, ref, words.
    """

    def __init__(
        self,
        onlooker: Onlooker,
        ask: Callable[[Input], Awaitable[Reply]],
        code: str,
        say: Callable[[str, str, str, str], None],
    ) -> None:
        self._onlooker, self._ask, self._code, self._say = onlooker, ask, code, say
        self.reassessed: Reassessed | None = None
        """How far our notices were compared with the separation in force; None: nothing is left to compare."""
        self._roused = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin with what the record holds."""
        self._roused.set()
        self._task = asyncio.get_running_loop().create_task(self._work())

    def rouse(self, news: Iterable[News]) -> None:
        """Look again, if one of these entries may ask for it."""
        if any(item.what in ROUSES for item in news):
            self._roused.set()

    def shown(self) -> dict[str, Any]:
        """Return for the status how far our notices were compared with a changed separation; null: nothing is left to compare."""
        if self.reassessed is None:
            return {"reassessed": None}
        done, of = self.reassessed
        words = f"{done:,} of {of:,} of our notices re-assessed by the separation in force"
        return {"reassessed": {"done": done, "of": of, "words": words}}

    async def aclose(self) -> None:
        """End."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _work(self) -> None:
        while True:
            await self._roused.wait()
            self._roused.clear()
            try:
                pause_ms = await self._assess()
            except Exception as why:  # noqa: BLE001 - one fault must not end all assessments: a full disk is emptied, a fault is seen again
                self._say("warning", "not_assessed", "", f"{why} It is tried again in {AGAIN_MS // 1000} s.")
                pause_ms = AGAIN_MS
            if pause_ms is not None:
                asyncio.get_running_loop().call_later(pause_ms / 1000, self._roused.set)

    async def _assess(self) -> int | None:
        """Assess until nothing is due, or the node refuses all of what was found; return after how many ms to look again, None: when roused."""
        pause_ms: int | None = 0
        while pause_ms == 0:
            turn = await self._onlooker.read(lambda here, _charters: self._turn(here))
            if turn is None:
                return None
            self.reassessed = turn.reassessed
            asked = [self._ask(Assessed(ref=item.ref.text(), assessment=item.assessment)) for item in turn.due]
            replies = await asyncio.gather(*asked)  # at once, so that one commit holds them
            pause_ms = 0 if turn.compared else look_again(replies)
        return pause_ms

    def _turn(self, here: Here) -> Turn | None:
        if not here.held.rows(KIND, kind_key(here.charter.line, NOTICE), None, 1):
            return None
        from watchline.assess import assessments_due  # geometry is loaded with the first notice

        with self._onlooker.areas(here) as areas:
            return assessments_due(here, areas, AT_ONCE)

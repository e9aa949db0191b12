"""Following a desk: its stream is read for as long as the screen lives, and taken up again at the place where it broke off."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from watchline.errors import WatchlineError
from watchline.terminal.client import Client, Refusal
from watchline.terminal.known import Known

AGAIN_S = 1.0
"""After a stream broke off."""
SIGNED_OUT = "The session is over: sign in again. What was typed is kept."


class Following:
    """What is heard from a desk.

    Args:
        client: The desk.
        known: What was heard so far; it takes the events.
        heard: Called after each event; true: lists should be asked anew.
        trouble: Called with words when nothing can be heard, and a style.
        signed_out: Called with words when somebody must sign in again.
    """

    def __init__(
        self,
        client: Client,
        known: Known,
        heard: Callable[[bool], None],
        trouble: Callable[[str, str], None],
        signed_out: Callable[[str], None],
    ) -> None:
        self._client, self._known = client, known
        self._heard, self._trouble, self._signed_out = heard, trouble, signed_out
        self._signed_in = asyncio.Event()

    @property
    def signed_in(self) -> bool:
        """Whether an officer is signed in, as far as is known."""
        return self._signed_in.is_set()

    def begin(self) -> None:
        """An officer signed in."""
        self._known.begun(time.monotonic())
        self._signed_in.set()

    def pause(self) -> None:
        """Nobody is signed in: wait until somebody is."""
        self._signed_in.clear()

    async def run(self) -> None:
        """Follow until cancelled."""
        while True:
            await self._signed_in.wait()
            stream = self._client.events(self._known.last)
            try:
                while True:
                    event = await asyncio.to_thread(next, stream)
                    self._heard(self._known.take(event, time.monotonic()))
            except Refusal as why:
                if why.signed_out:
                    self._signed_out(SIGNED_OUT)
                else:
                    self._trouble(str(why), "bold red")
            except WatchlineError as why:
                self._trouble(str(why), "")
            await asyncio.sleep(AGAIN_S)

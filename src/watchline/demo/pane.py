"""One side in the demonstration's terminal: its desk, followed over the desk's own API as ``watchline watch`` follows it."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from rich.text import Text
from textual.widgets import Static

from watchline.codec.visible import one_line
from watchline.demo.calls import SHOWN, Act, Side, newest_held
from watchline.demo.script import Story
from watchline.demo.stage import CODES, NAMES, Node, SignIn
from watchline.errors import WatchlineError
from watchline.terminal import words
from watchline.terminal.client import Client, Refusal
from watchline.terminal.known import Known
from watchline.terminal.shapes import Message, Messages, Written

AGAIN_S = 0.5
OFFICER_S = 3.0
MESSAGES_SHOWN, CALLS_SHOWN = 6, 2
# Two hues of equal weight; red and yellow belong to alarms alone.
HUES = {CODES[0]: "#1f8f8f", CODES[1]: "#8f6fd6"}


class Desk(Static):
    """One side: its state, its circuits, its alarms, its messages, its calls, and what the contact record says.

    Args:
        node: Its node.
        sign_in: Where its desk is, and who signs in there.
        story: Whose offices speak.
    """

    def __init__(self, node: Node, sign_in: SignIn, story: Story) -> None:
        super().__init__(id=node.code)
        self.node, self._sign_in, self._story = node, sign_in, story
        self.client = Client(sign_in.url)
        self.known = Known(time.monotonic())
        self._messages: list[Message] = []
        self._calls: list[dict[str, Any]] = []
        self._readouts: list[dict[str, Any]] = []
        self._dirty = asyncio.Event()
        self.officer = False
        self.chosen = False
        self._since: dict[str, float] = {}

    async def follow(self) -> None:
        """Sign in and follow the desk for as long as this runs; a node that was killed is followed again once it is back."""
        session = None
        while True:
            try:
                if session is None:
                    session = await asyncio.to_thread(
                        self.client.sign_in, self._sign_in.names[0], self._sign_in.password
                    )
                    self._dirty.set()
                stream = self.client.events(self.known.last)
                while True:
                    if self.known.take(await asyncio.to_thread(next, stream), time.monotonic()):
                        self._dirty.set()
                    self.show()
            except Refusal as why:
                session = None if why.signed_out else session
            except WatchlineError:
                pass  # the strip says since when nothing was heard
            self.show()
            await asyncio.sleep(AGAIN_S)

    async def look(self) -> None:
        """Ask anew for the lists, after what may have changed them."""
        while True:
            await self._dirty.wait()
            self._dirty.clear()
            try:
                await self.ask_anew()
            except WatchlineError:
                await asyncio.sleep(AGAIN_S)
                if self.node.running:
                    self._dirty.set()
            self.show()

    async def ask_anew(self) -> None:
        """Ask for the lists.

        Raises:
            WatchlineError: the desk does not answer, or nobody is signed in yet.
        """
        found = await self._ask("/messages", Messages, limit=MESSAGES_SHOWN)
        self._messages = found.messages
        self._calls = (await self._ask("/calls", dict, limit=SHOWN))["calls"]
        held = newest_held(self._calls)
        listed = (await self._ask("/readouts", dict, call=held, limit=1))["calls"] if held else []
        self._readouts = listed[0]["readouts"] if listed else []

    async def _ask(self, path: str, kind: Any, **query: Any) -> Any:
        return await asyncio.to_thread(self.client.ask, path, kind, None, query)

    async def end(self) -> None:
        """End the stream and the session."""
        self.client.close()
        await asyncio.to_thread(self.client.sign_out)

    async def says(self, act: Act) -> str:
        """Say something for this side's watch, as its desk does; return what stands in the record then.

        Raises:
            WatchlineError: it was not written, in words.
        """
        path, body = asked(act)
        written: Written = await asyncio.to_thread(self.client.ask, path, Written, body)
        self._dirty.set()
        return written.ref

    # What is shown.

    def show(self) -> None:
        """Show what is known."""
        code = self.node.code
        self.border_title = f"{NAMES[code]} ({code}){' — officer on watch' if self.officer else ''}"
        self.border_subtitle = "keys act here" if self.chosen else ""
        self.styles.border = ("heavy" if self.chosen else "round", HUES[code])
        text = Text()
        if not self.node.running:
            text.append("no node runs. What was written stands. Press x to start it again.\n", "bold")
        text.append_text(words.strip(self.known, None, time.monotonic(), bell=None))
        if self.known.status is not None:
            text.append("\n\n").append_text(words.line(self.known.status, sentences=0))
            text.append("\n\nalarms\n", "bold").append_text(words.alarms(self.known))
        text.append("\n\nmessages\n", "bold")
        for message in self._messages:
            text.append_text(words.row(message, code)).append("\n")
        self.update(text.append_text(self._of_calls()))

    def _of_calls(self) -> Text:
        text = Text("\n").append("calls\n", "bold")
        for item in self._calls[-CALLS_SHOWN:]:
            state = "confirmed" if item["confirmed"] else item["state"].replace("_", " ")
            times = f", {item['scheduled_utc'][8:16]}Z" if item["scheduled"] else ""
            text.append(
                f"{item['ref']} {item['from']} {state} asked {item['attempts']}x{times} {one_line(item['purpose'] or '')}\n"
            )
        for item in self._readouts:
            text.append(f"{item['ref']} {item['from']} {item['state']} readout of {item['call']}\n")
        text.append("\ncontacts\n", "bold")
        return text.append("\n".join(one_line(said) for said in self.side().sentences))

    def side(self) -> Side:
        """Return what this side sees of calls now."""
        status = self.known.status
        sentences = [item.sentence for item in status.contacts] if status is not None else []
        at = self.known.clock(time.monotonic())
        return Side(self.node.code, self._story, at, self._calls, self._readouts, sentences)

    # What waits.

    def standing(self, kind: str) -> list[str]:
        """Return the references that alarms of a kind name, oldest first."""
        found = sorted(self.known.alarms(), key=lambda alarm: alarm.since)
        named = [alarm.situation.partition("/") for alarm in found]
        return [ref for what, _, ref in named if what == kind and f"-{self.node.code}-" not in f"-{ref}"]

    def next_unacknowledged(self) -> str:
        """Return what to acknowledge next of what this side has read: the highest precedence first, then the oldest."""
        for message in sorted(self._messages, key=lambda item: item.rank(self.node.code)):
            mine = message.state_of(self.node.code)
            if mine is not None and mine.read is not None and mine.acknowledged is None:
                return message.ref
        return ""

    def officer_acts(self) -> Act:
        """Return what a simulated officer does now, a few seconds after he was called; or nothing."""
        for kind, what in (("test", "test_answered"), ("message", "read")):
            for ref in self.standing(kind):
                if self._called(ref):
                    return Act(what, {"ref": ref})
        ref = self.next_unacknowledged()
        if ref:
            return Act("acknowledged", {"ref": ref})
        act = self.side().officer()
        return act if act.kind and self._called(f"{act.fields['entry']} {act.fields['on']}") else Act()

    def _called(self, what: str) -> bool:
        """Whether he was called to something some seconds ago."""
        return time.monotonic() - self._since.setdefault(what, time.monotonic()) >= OFFICER_S


def asked(act: Act) -> tuple[str, dict[str, Any]]:
    """Return the operation of the desk's API for an act, and what is sent."""
    fields = act.fields
    match act.kind:
        case "test":
            return "/tests", {}
        case "message":
            return "/messages", fields
        case "test_answered":
            return f"/tests/{fields['ref']}/answer", {}
        case "read":
            return f"/messages/{fields['ref']}/read", {}
        case "acknowledged":
            return f"/messages/{fields['ref']}/acknowledge", {}
        case "readout":
            return "/readouts", fields
        case "readout_published":
            return f"/readouts/{fields['ref']}/publish", {}
        case "entry" if fields["entry"] == "call":
            return "/calls", fields["fields"]
        case _:
            return f"/calls/{fields['on']}/acts", {"kind": fields["entry"], "fields": fields["fields"]}

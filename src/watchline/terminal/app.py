"""The terminal desk: strip, line, alarms and messages on one screen, moved by the keys of the browser's desk."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Coroutine
from typing import Any, ClassVar, TypeVar
from urllib.parse import quote

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from watchline.codec.visible import one_line
from watchline.errors import WatchlineError
from watchline.terminal import sending, words
from watchline.terminal.bell import Bell
from watchline.terminal.client import Client, Refusal
from watchline.terminal.draft import Draft
from watchline.terminal.following import SIGNED_OUT, Following
from watchline.terminal.forms import Compose, ReadBack, SignIn
from watchline.terminal.known import Known
from watchline.terminal.layout import CSS, KEYS
from watchline.terminal.palettes import PALETTES
from watchline.terminal.shapes import Message, Messages, SessionNow, Shape, Written

PAGE = 50
"""Messages of one page; < and > turn pages, so a record of any length costs the same."""
_TICK_S = 0.25
_Answer = TypeVar("_Answer")


class Done(Shape, frozen=True, kw_only=True):
    """Done; nothing more to say."""


class TerminalDesk(App[None]):
    """A desk in a terminal.

    Args:
        client: How the desk is asked.
        name: Who is asked to sign in; empty: nobody yet.
        session: The session that was begun already; None: the screen asks for name and password first.
    """

    TITLE = "Watchline"
    ENABLE_COMMAND_PALETTE = False
    CSS = CSS
    BINDINGS: ClassVar[list[BindingType]] = KEYS

    def __init__(self, client: Client, name: str = "", session: SessionNow | None = None) -> None:
        super().__init__()
        self._client, self._officer, self._session = client, name, session
        self.known = Known(time.monotonic())
        self.draft = Draft()
        self._page: list[str] = [""]
        self._older = ""
        self._messages: dict[str, Message] = {}
        self._asking, self._again = False, False
        self._bell = Bell()
        self._following = Following(client, self.known, self._heard, self._tell, self._ask_to_sign_in)
        for palette in PALETTES:
            self.register_theme(palette)
        self._palette = 0
        self.theme = PALETTES[0].name

    def compose(self) -> ComposeResult:
        """Lay out the desk."""
        yield Static(id="strip")
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                with VerticalScroll(id="line-pane", can_focus=False):
                    yield Static(id="line")
                with VerticalScroll(id="alarms-pane", can_focus=False):
                    yield Static(id="alarms")
            with Vertical(id="right"):
                yield OptionList(id="messages")
                with VerticalScroll(id="whole-pane", can_focus=False):
                    yield Static(id="whole")
        yield Static(id="told")
        yield Footer()

    def on_mount(self) -> None:
        """Begin to follow."""
        for pane, title in (
            ("line-pane", "Line"),
            ("alarms-pane", "Alarms"),
            ("messages", "Messages"),
            ("whole-pane", "Message"),
        ):
            self.query_one(f"#{pane}").border_title = title
        self.query_one("#messages").focus()
        self.set_interval(_TICK_S, self._tick)
        self.run_worker(self._following.run())
        if self._session is None:
            self._ask_to_sign_in("Sign in to the desk.")
        else:
            self._following.begin()

    async def on_unmount(self) -> None:
        """End the stream and the session."""
        self._client.close()
        await asyncio.to_thread(self._client.sign_out)

    # What is heard.

    def _heard(self, again: bool) -> None:  # noqa: FBT001 - a callback of one argument
        self._show()
        if again:
            self._look()

    def _tick(self) -> None:
        now = time.monotonic()
        if self._put("strip", words.strip(self.known, self._session, now, bell=self._bell.on)):
            self._ring(now)

    def _ring(self, now: float) -> None:
        """Ring the terminal's bell in the rhythm of the gravest alarm that waits; tell the node that this desk can sound."""
        if self._bell.rings(self.known.rhythm(now), now):
            self.bell()
        if self._following.signed_in and self._bell.tells(now):
            self.run_worker(self._try("", "/armed", Done, {"armed": True}))

    def _show(self) -> None:
        base = self.screen_stack[0]
        if not base.query("#line"):
            return  # the screen goes: what was heard last has nowhere to stand
        base.query_one("#line", Static).update(words.line(self.known.status))
        base.query_one("#alarms", Static).update(words.alarms(self.known))
        self._show_whole()
        self._tick()

    def _show_whole(self) -> None:
        status = self.known.status
        party = status.party if status is not None else ""
        at = self.known.clock(time.monotonic())
        text = words.whole(self._chosen, party, at, speaks=self._may("speak"))
        self._put("whole", text)

    def _tell(self, said: str, style: str = "") -> None:
        self._put("told", Text(said, style))

    def _put(self, pane: str, text: Text) -> bool:
        """Show something in a pane; on a screen that goes, or is not there yet, it has nowhere to stand."""
        found = list(self.screen_stack[0].query(f"#{pane}").results(Static)) if self.screen_stack else []
        for item in found:
            item.update(text)
        return bool(found)

    # Messages.

    @property
    def _list(self) -> OptionList:
        return self.screen_stack[0].query_one("#messages", OptionList)

    @property
    def _chosen(self) -> Message | None:
        if not self.screen_stack[0].query("#messages"):
            return None  # the screen goes
        at = self._list.highlighted
        if at is None or at >= self._list.option_count:
            return None
        return self._messages.get(self._list.get_option_at_index(at).id or "")

    def _look(self) -> None:
        """Ask for the messages anew; a burst is one question more."""
        self._again = True
        if not self._asking:
            self._asking = True
            self.run_worker(self._ask_messages())

    async def _ask_messages(self) -> None:
        try:
            while self._again:
                self._again = False
                query = {"limit": PAGE} | ({"before": self._page[-1]} if self._page[-1] else {})
                found = await self._try("", "/messages", Messages, None, query)
                if found is not None:
                    self._take(found)
        finally:
            self._asking = False

    def _take(self, found: Messages) -> None:
        chosen = self._chosen
        self._messages = {item.ref: item for item in found.messages}
        self._older = found.next_.before if found.more and found.next_ is not None else ""
        if not self.screen_stack[0].query("#messages"):
            return  # the screen goes
        listed = self._list
        party = self.known.status.party if self.known.status is not None else ""
        refs = [item.ref for item in reversed(found.messages)]  # the newest first
        listed.set_options([Option(words.row(self._messages[ref], party), id=ref) for ref in refs])
        listed.border_subtitle = "newest" if len(self._page) == 1 else f"page {len(self._page)}, > newer"
        if refs:
            listed.highlighted = refs.index(chosen.ref) if chosen is not None and chosen.ref in refs else 0
        self._show_whole()

    def on_option_list_option_highlighted(self) -> None:
        """Show the message that is chosen."""
        self._show_whole()

    def on_option_list_option_selected(self) -> None:
        """Enter in the list is the key to sign read."""
        self.action_read()

    def action_move(self, by: int) -> None:
        """Go to the next message, or back."""
        if by > 0:
            self._list.action_cursor_down()
        else:
            self._list.action_cursor_up()

    def action_waiting(self) -> None:
        """Go to the message that waits for us next: not read before not acknowledged, the highest precedence, then the oldest."""
        party = self.known.status.party if self.known.status is not None else ""
        waiting = [item for item in self._messages.values() if item.waits_for(party)]
        if not waiting:
            self._tell("No message of this page waits for us.")
            return
        first = min(waiting, key=lambda item: item.rank(party))
        self._list.highlighted = self._list.get_option_index(first.ref)

    def action_page(self, by: int) -> None:
        """Turn to older messages, or back to newer ones."""
        if by > 0 and self._older:
            self._page.append(self._older)
        elif by < 0 and len(self._page) > 1:
            self._page.pop()
        else:
            self._tell("There are none.")
            return
        self._look()

    # What is said.

    def _may(self, right: str) -> bool:
        officer = self._session.officer if self._session is not None else None
        return officer is not None and right in officer.rights

    async def _ask(
        self, path: str, kind: type[_Answer], body: dict[str, Any] | None, query: dict[str, Any] | None = None
    ) -> _Answer:
        try:
            return await asyncio.to_thread(self._client.ask, path, kind, body, query)
        except Refusal as why:
            if why.signed_out:
                self._ask_to_sign_in(SIGNED_OUT)
            raise

    async def _try(
        self,
        what: str,
        path: str,
        kind: type[_Answer],
        body: dict[str, Any] | None,
        query: dict[str, Any] | None = None,
    ) -> _Answer | None:
        """Ask; say what came of it, or why nothing did."""
        try:
            found = await self._ask(path, kind, body, query)
        except WatchlineError as why:
            self._tell(str(why), "bold")
            return None
        if what:
            ref = f" {found.ref}" if isinstance(found, Written) else ""
            rules = f" {' '.join(found.rules)}" if isinstance(found, Written) else ""
            self._tell(f"{what}{ref}{rules}")
        return found

    def _does(self, doing: Coroutine[Any, Any, object]) -> None:
        self.run_worker(doing)

    def _says(self, what: str, path: str, body: dict[str, Any]) -> None:
        """Say something for our watch, if this officer may."""
        if self._may("speak"):
            self._does(self._try(what, path, Written, body))
        else:
            self._tell("This officer may look, not speak.")

    def action_alarm(self) -> None:
        """Acknowledge the next alarm: the gravest, then the oldest. It is no entry and tells the peer nothing."""
        waiting = self.known.waiting()
        if not waiting:
            self._tell("No alarm waits.")
        elif self._may("speak"):
            body = {"situation": waiting[0].situation, "since": waiting[0].since}
            said = (
                f"The sound is stopped on our own desks, the other side is told nothing: {one_line(waiting[0].words)}"
            )
            self._does(self._try(said, "/alarms/acknowledge", Done, body))

    def action_hush(self) -> None:
        """Ring nothing for half a minute."""
        self.known.hush(time.monotonic())
        self._tell("The bell is silent for 30 s; it rings again for what nobody acknowledged.")

    def action_sound(self) -> None:
        """Switch the bell on or off; on, it rings once, so that the officer hears whether it does."""
        self._bell.turn()
        if self._bell.on:
            self.bell()
        self._tell(
            "The bell is on. It rang just now: if you did not hear it, switch it off (F7); the node then says that no desk can sound."
            if self._bell.on
            else "The bell is off. The node warns that no desk can sound, unless another one can."
        )

    def action_test(self) -> None:
        """Start an unscheduled line test."""
        self._says("Line test started:", "/tests", {})

    def action_answer_test(self) -> None:
        """Answer the line test that waits for our watch."""
        waiting = [item for item in self.known.alarms() if item.situation.startswith("test/")]
        if not waiting:
            self._tell("No line test waits for our watch.")
            return
        ref = min(waiting, key=lambda item: item.since).situation.partition("/")[2]
        self._says(f"Line test {ref} is answered:", f"/tests/{quote(ref)}/answer", {})

    def action_read(self) -> None:
        """Sign that our watch has the message before it."""
        message = self._chosen
        if message is None or message.ours:
            self._tell("Choose a message of the other side.")
            return
        self._says(f"Signed: {message.ref} was read here.", f"/messages/{quote(message.ref)}/read", {})

    def action_understood(self) -> None:
        """Acknowledge the message: understood. It is not consent."""
        message = self._chosen
        if message is not None:
            self._says(
                f"Signed: {message.ref} was understood. It is not consent.",
                f"/messages/{quote(message.ref)}/acknowledge",
                {"how": "understood"},
            )

    def action_read_back(self) -> None:
        """Acknowledge the message by reading it back."""
        message = self._chosen
        if message is None or not self._may("speak"):
            return
        ref = message.ref

        def signs(said: str) -> None:
            path, body = f"/messages/{quote(ref)}/acknowledge", {"how": "read_back", "text": said}
            self._says(f"Signed: {ref} was read back.", path, body)

        self.push_screen(ReadBack(ref, signs))

    def action_write(self) -> None:
        """Write a message, or go on with the draft."""
        if not self._may("speak"):
            self._tell("This officer may look, not speak.")
            return
        self.push_screen(Compose(self.draft, self._check, self._send, self._keep))

    def action_reply(self) -> None:
        """Write a message that refers to the one that is chosen; a draft that is there is kept."""
        message = self._chosen
        if message is not None and not self.draft.text:
            self.draft = Draft(refs=(message.ref,))
        self.action_write()

    def _keep(self, draft: Draft) -> None:
        self.draft = draft

    async def _check(self, draft: Draft) -> Text:
        """Ask the node what the message would be."""
        return await sending.check(self._ask, draft)

    async def _send(self, draft: Draft) -> Text | None:
        """Sign and send a message; return why not. The draft is kept until it is known to be written."""
        self.draft = draft = draft.ready(os.urandom)
        found = await sending.send(self._ask, draft)
        if isinstance(found, Text):
            return found
        self.draft = Draft()
        self._tell(f"Written as {found.ref}. {' '.join(found.rules)}")
        return None

    # Signing in.

    def _ask_to_sign_in(self, why: str) -> None:
        self._following.pause()
        if not any(isinstance(screen, SignIn) for screen in self.screen_stack):
            self.push_screen(SignIn(self._officer, why, self._sign_in))

    async def _sign_in(self, name: str, password: str) -> str:
        """Sign in; return why not."""
        try:
            self._session = await asyncio.to_thread(self._client.sign_in, name, password)
        except WatchlineError as why:
            return str(why)
        self._officer = name
        self._following.begin()
        return ""

    def action_palette(self) -> None:
        """Change between dusk, night and day."""
        self._palette = (self._palette + 1) % len(PALETTES)
        self.theme = PALETTES[self._palette].name

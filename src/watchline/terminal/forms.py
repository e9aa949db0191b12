"""What an officer types: a message, the words of a read-back, name and password."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Footer, Input, Static, TextArea

from watchline.terminal.draft import NAMES, Draft

Checks = Callable[[Draft], Awaitable[Text]]
Sends = Callable[[Draft], Awaitable[Text | None]]
SignsIn = Callable[[str, str], Awaitable[str]]


class Form(ModalScreen[None]):
    """Base: a form over the desk. The desk behind goes on, its bell too."""

    CSS = """
    Form { align: center middle; }
    Form > Vertical { width: 90%; max-width: 100; height: auto; max-height: 90%; padding: 0 1; border: heavy $primary; background: $surface; }
    Form TextArea { height: 10; }
    Form Static { height: auto; }
    """


class Compose(Form):
    """Writing a message in two steps: it is checked and shown as it would be signed, then signed and sent."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "next", "check, then sign and send", priority=True),
        Binding("f2", "faster", "precedence", priority=True),
        Binding("f6", "app.alarm", "next alarm", priority=True),
        Binding("escape", "leave", "back (the draft is kept)", priority=True),
    ]

    def __init__(self, draft: Draft, checks: Checks, sends: Sends, keeps: Callable[[Draft], None]) -> None:
        super().__init__()
        self._draft, self._checks, self._sends, self._keeps = draft, checks, sends, keeps
        self._checked: Draft | None = None
        self._busy = False

    def compose(self) -> ComposeResult:
        """Lay it out."""
        with Vertical():
            yield Static(id="head")
            yield TextArea(self._draft.text, id="text")
            yield Static(id="found")
        yield Footer()

    def on_mount(self) -> None:
        """Begin to type."""
        self.query_one(TextArea).focus()
        self._show()

    def _show(self) -> None:
        refs = f"  refers to {', '.join(self._draft.refs)}" if self._draft.refs else ""
        self.query_one("#head", Static).update(
            Text(
                f"Message to the watch of the other parties   {self._draft.precedence} {NAMES[self._draft.precedence]}{refs}"
            )
        )

    def on_text_area_changed(self) -> None:
        """Keep what is typed; what was checked is checked again."""
        self._change(self._draft.typed(self.query_one(TextArea).text))

    def _change(self, draft: Draft) -> None:
        if draft == self._draft:
            return
        self._draft, self._checked = draft, None
        self._keeps(draft)
        self._show()
        self.query_one("#found", Static).update("")

    def action_faster(self) -> None:
        """Choose the next precedence."""
        self._change(self._draft.faster())

    async def action_next(self) -> None:
        """Check it; what was checked and is unchanged is signed and sent."""
        if self._busy:
            return
        self._busy = True
        self.run_worker(self._next())

    async def _next(self) -> None:
        try:
            draft, shown = self._draft, self.query_one("#found", Static)
            if self._checked != draft:
                shown.update(await self._checks(draft))
                self._checked = draft
                return
            refused = await self._sends(draft)
            if refused is None:
                self.dismiss()
            else:
                shown.update(refused)
        finally:
            self._busy = False

    def action_leave(self) -> None:
        """Go back to the desk."""
        self.dismiss()


class ReadBack(Form):
    """The words of a read-back."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "back", priority=True)]

    def __init__(self, ref: str, signs: Callable[[str], None]) -> None:
        super().__init__()
        self._ref, self._signs = ref, signs

    def compose(self) -> ComposeResult:
        """Lay it out."""
        with Vertical():
            yield Static(
                Text(
                    f"{self._ref}: say back what you understood, in your own words. Enter signs it; it is not consent."
                )
            )
            yield Input(id="words")
        yield Footer()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Sign it."""
        if event.value.strip():
            self.dismiss()
            self._signs(event.value)

    def action_leave(self) -> None:
        """Go back to the desk; nothing is signed."""
        self.dismiss()


class SignIn(Form):
    """Name and password; what was typed behind it is kept."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "app.quit", "end", priority=True)]

    def __init__(self, name: str, why: str, signs_in: SignsIn) -> None:
        super().__init__()
        self._officer, self._why, self._signs_in = name, why, signs_in
        self._busy = False

    def compose(self) -> ComposeResult:
        """Lay it out."""
        with Vertical():
            yield Static(Text(self._why), id="why")
            yield Input(self._officer, placeholder="name", id="name")
            yield Input(placeholder="password", password=True, id="password")
        yield Footer()

    def on_mount(self) -> None:
        """Begin to type."""
        self.query_one("#password" if self._officer else "#name", Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the password, or sign in."""
        name, password = self.query_one("#name", Input), self.query_one("#password", Input)
        if event.input is name or not password.value:
            password.focus()
        elif not self._busy:
            self._busy = True
            self.run_worker(self._try(name.value, password.value))

    async def _try(self, name: str, password: str) -> None:
        refused = await self._signs_in(name, password)
        self._busy = False
        self.query_one("#password", Input).value = ""
        if refused:
            self.query_one("#why", Static).update(Text(refused))
        else:
            self.dismiss()

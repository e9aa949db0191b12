"""The demonstration in a terminal: both desks side by side, and keys for everything that may happen on a line.

Nothing is answered, read or acknowledged until its key is pressed; ``o`` puts a simulated officer on a side, who then presses them.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

import click
from rich.markup import escape
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Footer, RichLog

from watchline.demo.activities import plan_flight
from watchline.demo.calls import Act, Side
from watchline.demo.ending import run_until_ended
from watchline.demo.headless import TEXT
from watchline.demo.pane import Desk
from watchline.demo.stage import CIRCUITS, DEMO_WORDS, NAMES, Stage, set_up
from watchline.errors import WatchlineError
from watchline.measure import day_text

_PACE_S = 0.5
_TRIES = 60


class LiveView(App[None]):
    """Both desks, one log of what happens, and the keys."""

    TITLE = "Watchline demonstration"
    CSS = """
    Horizontal { height: 1fr; }
    Horizontal VerticalScroll { width: 1fr; height: 100%; }
    Desk { height: auto; min-height: 100%; padding: 0 1; }
    RichLog { height: 8; border: round $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "other", "other side", priority=True),
        ("a", "answer", "answer test"),
        ("t", "test", "start test"),
        ("f", "flash", "FLASH"),
        ("r", "read", "read"),
        ("k", "acknowledge", "acknowledge"),
        ("c", "cut", "cut/restore alpha"),
        ("b", "cut_second", "cut/restore bravo"),
        ("x", "kill", "kill -9/start"),
        ("1", "side('ask')", "ask for call"),
        ("2", "side('read')", "read call"),
        ("3", "side('decline')", "decline call"),
        ("4", "side('ask_again')", "ask again"),
        ("5", "side('accept')", "accept call"),
        ("6", "side('commit')", "commit to readout"),
        ("7", "side('publish')", "publish readout"),
        ("o", "officer", "officer"),
        ("q", "quit", "end"),
    ]

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self._desks = [Desk(node, stage.desks[code], stage.told.story) for code, node in stage.nodes.items()]
        self._desks[0].chosen = True
        self._told = RichLog(wrap=True, markup=True)

    def compose(self) -> ComposeResult:
        """Lay out both desks."""
        yield Horizontal(*(VerticalScroll(desk, can_focus=False) for desk in self._desks))
        yield self._told
        yield Footer()

    async def on_mount(self) -> None:
        """Start the nodes and begin to look."""
        self._say(
            f"[bold]{DEMO_WORDS}[/]. A scheduled line test is due within 20 seconds. Nothing is answered until you press a key."
        )
        told = self._stage.told
        self._say(
            f"In the history: {told.calls} calls of the story {told.story.name}; its last day, {told.story.last_day}, is today, its day 0 "
            f"was {day_text(told.day)}. The contact record is counted from them."
        )
        for words in desk_words(self._stage):
            self._say(f"[bold]{words}[/]")
        await self._stage.start()
        for desk in self._desks:
            self.run_worker(desk.follow())
            self.run_worker(desk.look())
        self.run_worker(self._watch())
        self.run_worker(self._plans())

    async def _plans(self) -> None:
        """Let Side B's flight be planned, as soon as its node answers: an officer of Side A may then draw beside it."""
        for _ in range(_TRIES):
            with suppress(WatchlineError, OSError):
                planned = await plan_flight(self._stage)
                self._say(f"Side B plans a flight for tomorrow: {planned}. What it would meet: the desk's map.")
                return
            await asyncio.sleep(_PACE_S)

    async def on_unmount(self) -> None:
        """Sign out at both desks."""
        for desk in self._desks:
            await desk.end()

    async def _watch(self) -> None:
        """Let simulated officers act, and the seconds of a silent desk go on."""
        while True:
            for desk in self._desks:
                desk.show()
                if desk.officer and desk.node.running:
                    await self._does(desk, desk.officer_acts())
            await asyncio.sleep(_PACE_S)

    @property
    def _desk(self) -> Desk:
        return next(desk for desk in self._desks if desk.chosen)

    def _say(self, words: str) -> None:
        self._told.write(words)

    async def _do(self, desk: Desk, kind: str, ref: str = "", **fields: Any) -> None:
        """Say something for a side's watch, and tell what came of it."""
        await self._does(desk, Act(kind, {"ref": ref, **fields} if ref else fields))

    async def _does(self, desk: Desk, act: Act) -> None:
        side, fields = NAMES[desk.node.code], act.fields
        if not act.kind:
            if act.words:
                self._say(f"{side}: {act.words}")
            return
        try:
            written = await desk.says(act)
        except (WatchlineError, OSError) as why:
            self._say(f"{side}: {escape(str(why))}")
            return
        what = str(fields.get("entry", act.kind)).replace("_", " ")
        of = fields.get("on") or fields.get("ref") or fields.get("call") or ""
        self._say(f"{side}: {what} {of} — written as {written}")

    def action_other(self) -> None:
        """Let the keys act at the other side."""
        for desk in self._desks:
            desk.chosen = not desk.chosen
            desk.show()

    async def _oldest(self, kind: str, what: str, nothing: str) -> None:
        refs = self._desk.standing(kind)
        if refs:
            await self._do(self._desk, what, refs[0])
        else:
            self._say(f"{NAMES[self._desk.node.code]}: {nothing}")

    async def action_answer(self) -> None:
        """Answer the oldest line test that waits for this side's watch."""
        await self._oldest("test", "test_answered", "no line test waits for this watch.")

    async def action_read(self) -> None:
        """Read the oldest message that this side has not read."""
        await self._oldest("message", "read", "no message waits to be read.")

    async def action_acknowledge(self) -> None:
        """Acknowledge the oldest message that was read. It is not consent."""
        with suppress(WatchlineError):
            await self._desk.ask_anew()
        ref = self._desk.next_unacknowledged()
        if ref:
            await self._do(self._desk, "acknowledged", ref)
        else:
            self._say(f"{NAMES[self._desk.node.code]}: nothing that was read waits to be acknowledged.")

    async def action_flash(self) -> None:
        """Send a FLASH from this side."""
        await self._do(self._desk, "message", text=TEXT, precedence="Z")

    async def action_test(self) -> None:
        """Start an unscheduled line test from this side."""
        await self._do(self._desk, "test")

    async def action_side(self, name: str) -> None:
        """Do something about a call or a readout; ``name`` is the method of ``Side`` that says what."""
        chosen: Callable[[Side], Act] = getattr(Side, name)
        desk = self._desk
        try:
            await desk.ask_anew()
        except WatchlineError as why:
            self._say(f"{NAMES[desk.node.code]}: {escape(str(why))}")
            return
        await self._does(desk, chosen(desk.side()))

    def action_cut(self) -> None:
        """Cut or restore the first circuit."""
        self._cut(CIRCUITS[0])

    def action_cut_second(self) -> None:
        """Cut or restore the second circuit."""
        self._cut(CIRCUITS[1])

    def _cut(self, circuit: str) -> None:
        if self._stage.is_cut(circuit):
            self._stage.restore(circuit)
            self._say(f"Circuit {circuit} is restored; it is dialled without end and comes back within seconds.")
        else:
            self._stage.cut(circuit)
            self._say(f"Circuit {circuit} is cut: silence, not a close. It is shown silent within 15 seconds.")

    async def action_kill(self) -> None:
        """Kill this side's node with -9, or start it again."""
        node = self._desk.node
        if node.running:
            await node.kill()
            self._say(
                f"The node of {NAMES[node.code]} was killed with -9. What it had acknowledged stands. Press x to start it."
            )
        else:
            await node.start()
            self._say(f"The node of {NAMES[node.code]} starts again from its record.")

    def action_officer(self) -> None:
        """Put a simulated officer on this side, or take him off."""
        self._desk.officer = not self._desk.officer
        here = "on" if self._desk.officer else "off"
        self._say(f"{NAMES[self._desk.node.code]}: a simulated officer is {here} watch.")


def desk_words(stage: Stage) -> list[str]:
    """Return how to open both desks in a browser, a sentence for each."""
    return [
        f"{NAMES[code]} ({code}): {item.url}  sign in as {' or '.join(item.names)}, password {item.password}"
        for code, item in stage.desks.items()
    ]


def run_live(folder: Path | None = None, *, days: int = 365, day: int | None = None) -> int:
    """Run the demonstration in this terminal; return the exit code.

    Args:
        folder: Where to make it; None: a temporary folder that is removed again.
        days: Length of the history.
        day: UTC milliseconds of the day to pretend; None: today.
    """
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="watchline-demo.") as scratch:
            _run(Path(scratch) / "demo", days, day)
        click.echo("Both nodes are stopped; their folder was removed. `--dir` keeps it.")
    else:
        _run(folder.resolve(), days, day)
        click.echo(f"Both nodes are stopped. Their records stand in {folder}.")
    return 0


def _run(folder: Path, days: int, day: int | None) -> None:
    stage = set_up(folder, click.echo, days=days, day=day)
    for words in desk_words(stage):
        click.echo(words)

    async def show() -> None:
        try:
            await LiveView(stage).run_async()
        finally:
            await stage.close()

    run_until_ended(show())

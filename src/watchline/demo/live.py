"""The demonstration in a terminal: both desks side by side, and keys for everything that may happen on a line.

Nothing is answered, read or acknowledged until its key is pressed; ``o`` puts a simulated officer on a side, who then presses them.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

import click
from rich.markup import escape
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Footer, RichLog, Static

from watchline.demo.activities import plan_flight
from watchline.demo.calls import Act, Side
from watchline.demo.ending import run_until_ended
from watchline.demo.headless import TEXT
from watchline.demo.script import Story
from watchline.demo.stage import CIRCUITS, CODES, DEMO_WORDS, NAMES, Node, Stage, set_up
from watchline.errors import WatchlineError
from watchline.host.answers import inbox
from watchline.host.reading import open_reading
from watchline.measure import day_text

_PACE_S = 0.5
_TRIES = 60
_OFFICER_S = 3.0
_SHOWN = 6
_CALLS_SHOWN = 2
_LEVELS = {"emergency": "bold white on red", "alarm": "red", "warning": "yellow", "caution": "yellow"}
_STATES = {"NORMAL": "green", "DEGRADED": "yellow", "UNANSWERED": "yellow", "DARK": "bold white on red"}
# Two hues of equal weight; red and yellow belong to alarms alone.
_HUES = {CODES[0]: "#1f8f8f", CODES[1]: "#8f6fd6"}


class Desk(Static):
    """One side: its state, its circuits, its alarms, its messages, its calls, and what the contact record says."""

    def __init__(self, node: Node, story: Story) -> None:
        super().__init__(id=node.code)
        self.node, self._story = node, story
        self._at = 0
        self.status: dict[str, Any] = {}
        self.officer = False
        self.chosen = False
        self._since: dict[str, float] = {}

    async def look(self) -> None:
        """Ask the node how things stand, and show it."""
        self.status = await self.node.status() if self.node.running else {}
        self._at = self.status.get("at", self._at)
        messages, side = await asyncio.to_thread(self._read)
        self.border_title = f"{NAMES[self.node.code]} ({self.node.code}){' — officer on watch' if self.officer else ''}"
        self.border_subtitle = "keys act here" if self.chosen else ""
        hue = _HUES[self.node.code]
        self.styles.border = ("heavy" if self.chosen else "round", hue)
        self.update(self._text(messages) + _calls(side))

    def _read(self) -> tuple[list[dict[str, Any]], Side]:
        with open_reading(self.node.folder) as reading:
            here = reading.here
            return list(inbox(here, 0, limit=_SHOWN)["messages"]), Side(here, self._story, self._at)

    async def side(self) -> Side:
        """Return what this side sees of calls now."""
        _messages, found = await asyncio.to_thread(self._read)
        return found

    def _text(self, messages: list[dict[str, Any]]) -> str:
        status = self.status
        if not status:
            return "[bold]no node runs[/]\n\nWhat was written stands. Press [bold]x[/] to start it again.\n" + _list(
                messages
            )
        state = status["state"]
        rows = [f"[{_STATES.get(state, '')}] {state} [/]   {status['dtg']}   {status['at_utc'][11:19]}Z", ""]
        for peer in status["live"]["peers"]:
            marks = [f"{item['name']} {'alive' if item['alive'] else '[yellow]silent[/]'}" for item in peer["circuits"]]
            rows.append("circuits    " + ", ".join(marks))
        due = status["next_test"]
        if due:
            rows.append(f"next test   {due['due_utc'][8:16]}Z on {due['circuit']}, {due['initiator']} initiates")
        told = [item for witness in status["witnesses"] for item in witness["stated"]]
        if told:
            rows.append("witness     consistent: " + ", ".join(f"{item['party']} to {item['size']}" for item in told))
        rows += ["", f"[bold]alarms[/]      {len(status['alarms'])}"]
        for alarm in status["alarms"][:_SHOWN]:
            rows.append(f"[{_LEVELS.get(alarm['level'], '')}]{alarm['level']:9}[/] {escape(alarm['words'][:110])}")
        return "\n".join(rows) + "\n" + _list(messages)

    def standing(self, kind: str) -> list[str]:
        """Return the references that alarms of a kind name, oldest first."""
        found = [alarm["situation"].partition("/") for alarm in self.status.get("alarms", [])]
        return [ref for what, _, ref in found if what == kind and f"-{self.node.code}-" not in f"-{ref}"]

    async def next_unacknowledged(self) -> str:
        """Return what to acknowledge next of what this side has read: the highest precedence first, then the oldest."""
        messages, _side = await asyncio.to_thread(self._read)
        for message in sorted(messages, key=lambda item: "ZOPR".index(item["precedence"])):
            mine = message["states"].get(self.node.code)
            if mine and mine["read"] and not mine["acknowledged"]:
                return str(message["ref"])
        return ""

    async def officer_acts(self) -> Act:
        """Return what a simulated officer does now, a few seconds after he was called; or nothing."""
        for kind, what in (("test", "test_answered"), ("message", "read")):
            for ref in self.standing(kind):
                if self._called(ref):
                    return Act(what, {"ref": ref})
        ref = await self.next_unacknowledged()
        if ref:
            return Act("acknowledged", {"ref": ref})
        act = (await self.side()).officer()
        return act if act.kind and self._called(f"{act.fields['entry']} {act.fields['on']}") else Act()

    def _called(self, what: str) -> bool:
        """Whether he was called to something some seconds ago."""
        return time.monotonic() - self._since.setdefault(what, time.monotonic()) >= _OFFICER_S


def _calls(side: Side) -> str:
    rows = ["", "", "[bold]calls[/]"]
    for item in side.calls[-_CALLS_SHOWN:]:
        state = "confirmed" if item["confirmed"] else item["state"].replace("_", " ")
        marks = f"asked {item['attempts']}x" + (f", {item['scheduled_utc'][8:16]}Z" if item["scheduled"] else "")
        rows.append(f"{item['ref']} {item['from']} {state} [dim]{marks}[/] {escape(item['purpose'] or '')}")
    rows += [
        f"{item['ref']} {item['from']} {item['state']} [dim]readout of[/] {item['call']}" for item in side.readouts
    ]
    return "\n".join([*rows, "", "[bold]contacts[/]", *(escape(words) for words in side.sentences)])


def _list(messages: list[dict[str, Any]]) -> str:
    rows = ["", "[bold]messages[/]"]
    for message in messages:
        marks = []
        for code, state in message["states"].items():
            word = (
                "acknowledged"
                if state["acknowledged"]
                else "read"
                if state["read"]
                else "held"
                if state["held"]
                else "written"
            )
            marks.append(f"{code} {word}")
        text = escape(_said(message)[:48])
        rows.append(f"{message['ref']} {message['precedence']} {message['from']} [dim]{', '.join(marks)}[/] {text}")
    return "\n".join(rows)


def _said(message: dict[str, Any]) -> str:
    """Return the text of a message, and its phrases after it."""
    return " ".join(filter(None, [message["text"], *(phrase["text"] for phrase in message["phrases"])]))


class LiveView(App[None]):
    """Both desks, one log of what happens, and the keys."""

    TITLE = "Watchline demonstration"
    CSS = """
    Horizontal { height: 1fr; }
    Desk { width: 1fr; height: 100%; padding: 0 1; overflow: auto; }
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
        self._desks = [Desk(node, stage.told.story) for node in stage.nodes.values()]
        self._desks[0].chosen = True
        self._told = RichLog(wrap=True, markup=True)

    def compose(self) -> ComposeResult:
        """Lay out both desks."""
        yield Horizontal(*self._desks)
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
        self.run_worker(self._plans(), exclusive=False)
        self.run_worker(self._follow(), exclusive=True)

    async def _plans(self) -> None:
        """Let Side B's flight be planned, as soon as its node answers: an officer of Side A may then draw beside it."""
        for _ in range(_TRIES):
            with suppress(WatchlineError, OSError):
                self._say(
                    f"Side B plans a flight for tomorrow: {await plan_flight(self._stage)}. What it would meet: the desk's map."
                )
                return
            await asyncio.sleep(_PACE_S)

    async def _follow(self) -> None:
        while True:
            for desk in self._desks:
                await desk.look()
                if desk.officer and desk.status:
                    await self._does(desk, await desk.officer_acts())
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
            written = await desk.node.say(act.kind, **fields)
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
        ref = await self._desk.next_unacknowledged()
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
        await self._does(self._desk, chosen(await self._desk.side()))

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

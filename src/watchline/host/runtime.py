"""One node, run: circuits and people bring inputs, the clock brings ticks; each group is handled, stored, locked, then sent.

Theory of operation. Everything happens in one task (``_work``), one step after the other; only the wait for the disk is done in
threads. What comes while a step waits for the disk is the next group: that is the group commit. When storing fails nothing was sent,
and the node is loaded again (``loading.py``); circuits that stand are announced to the new one. Nothing here knows a rule of the
protocol.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

import watchline
from watchline.errors import OurMistake, RolledBack, StoreFailed, Superseded, WatchlineError
from watchline.host.acknowledged import acknowledge, with_acknowledged
from watchline.host.anchor import LineAnchor, pin_scope
from watchline.host.assessor import Assessor
from watchline.host.bookshelf import PHRASEBOOKS, load_shelf
from watchline.host.circuits import Circuits
from watchline.host.clocks import Clocks, clocks_of
from watchline.host.config import AREAS, CONFIG, LINE_FILE, OWN, RECORD, Config, check_reach, load_config, node_of
from watchline.host.diagnostics import Diagnostics, Write
from watchline.host.doors import Attached, NodeDoors
from watchline.host.keyring import NodeKeys
from watchline.host.loading import LoadedNode
from watchline.host.onlooker import Onlooker
from watchline.host.pairing import means_of
from watchline.host.reading import NOT_FOUNDED, founded
from watchline.host.setup import check_keys
from watchline.host.shared import Shared, open_shared
from watchline.host.shared_areas import SharedAreas
from watchline.host.shelved import shelve, with_shelved
from watchline.host.socket import NodeSocket
from watchline.host.two_officers import TwoOfficers
from watchline.host.wires import STRANGE_LINE
from watchline.host.witnesses import witness_rules
from watchline.measure import Now
from watchline.node import FrameArrived, Input, Live, News, Node, Outcome, Reply, Rules, Tick, grouped, live, perform
from watchline.node.doors import FeedRow, HeadLock, Outward, Store, Tenure
from watchline.sentence import worded
from watchline.store import FileHeadLock, OwnBook, SqliteStore

ASKED_MAX = 1_024
"""Requests of people that wait at once; more than a watch can say in a day."""
_IDLE_S_MAX = 60.0


class _Waiting(NamedTuple):
    """An input, and who waits for the reply: nobody, unless a person asked."""

    item: Input
    caller: asyncio.Future[Reply] | None


class Counts(msgspec.Struct):
    """What is counted since the start, for metrics."""

    commits: int = 0
    commit_s: float = 0.0
    commit_s_max: float = 0.0
    frames_in: int = 0
    frames_out: int = 0
    inputs: int = 0
    reloads: int = 0
    callers_refused: int = 0
    dials_failed: int = 0


class Runtime:
    """A node in its folder.

    Args:
        folder: Made by ``setup.init_node``, its line opened by ``setup.open_line``.
        passphrase: Opens the node's keys.
        ready: Called once, when circuits and socket are open.
        write: Takes diagnostics, some lines at a time; None: standard error.
        open_store, open_anchor: Open the record and the head lock; a bench opens them without waiting for the disk, a test on a bad one.
        shared: What this line shares with others of its node; None: it is the only one.

    Attributes:
        store, lock, tenure: With ``carrier`` and ``carriers`` the doors that ``perform`` acts through.
        counts: What was counted since the start.
    """

    store: Store
    lock: HeadLock
    tenure: Tenure
    _loaded: LoadedNode
    _circuits: Circuits
    _onlooker: Onlooker
    _socket: NodeSocket
    _assessor: Assessor
    _book: OwnBook
    _doors: NodeDoors
    _seen_by: Attached | None = None

    def __init__(
        self,
        folder: Path,
        passphrase: bytes,
        *,
        ready: Callable[[], None] | None = None,
        write: Write | None = None,
        open_store: Callable[[Path], SqliteStore] = SqliteStore,
        open_anchor: Callable[[Path], FileHeadLock] = FileHeadLock,
        shared: Shared | None = None,
    ) -> None:
        self._open_store, self._open_anchor = open_store, open_anchor
        self._folder, self._passphrase, self._ready, self._shared = folder.resolve(), passphrase, ready, shared
        self.counts = Counts()
        self._clocks = Clocks()
        self._diagnostics = Diagnostics(lambda: self.now.wall, write)
        self._asked: list[_Waiting] = []
        self._again: list[Input] = []
        self._roused = asyncio.Event()
        self._ending = asyncio.Event()
        self._wake_at = 0

    # What callers use.

    async def run(self) -> None:
        """Run the node until it is told to stop (``stop``, SIGTERM, SIGINT, SIGHUP) or cannot go on.

        Raises:
            Misconfigured: found at start; names the file and the key.
            OurMistake: no line is founded yet.
            StoreFailed: the record cannot be used, or another process writes it now (``Superseded``).
        """
        with contextlib.closing(self._diagnostics):
            try:
                async with contextlib.AsyncExitStack() as stack:
                    await self._start(stack)
                    self._catch_signals(stack)
                    self._say("info", "up", "", f"process {os.getpid()}, version {watchline.__version__}")
                    if self._ready is not None:
                        self._ready()
                    try:
                        await self._work()
                    finally:
                        self._ending.set()
                        self._refuse_waiting()
            except WatchlineError as why:
                self._say("error", type(why).__name__, "", str(why))
                raise
            except Exception as why:
                words = f"{type(why).__name__}: {why}. A fault of this program: it ended before anything else was sent."
                self._say("error", "fault", "", words)
                raise
            self._say("info", "down", "", "")

    def stop(self) -> None:
        """End after the step under way; nothing that was acknowledged is lost."""
        self._ending.set()
        self._roused.set()

    async def ask(self, item: Input) -> Reply:
        """Have one input of a person handled; return when it is durable, or with words why it was not written."""
        if self._ending.is_set():
            raise OurMistake(_ENDING)
        if len(self._asked) >= ASKED_MAX:
            raise OurMistake(worded("{n} requests wait already; nothing was written.", n=ASKED_MAX))
        caller: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._asked.append(_Waiting(item, caller))
        self._roused.set()
        return await caller

    def live(self) -> Live | None:
        """Return the own view as of now; None while the record cannot be used."""
        loaded = self._loaded
        if loaded.node is None:
            return None
        loaded.node.core.now = self.now
        found = live(loaded.node.core)
        closed = f"{loaded.closed} {found.closed}".strip() if found.closed else ""
        alarms = found.alarms if loaded.trouble is None else (loaded.trouble, *found.alarms)
        mute = self._doors.mute(self._folder, self.now)
        if mute is not None:
            alarms = tuple(sorted((*alarms, mute), key=lambda alarm: -alarm.level))
        return msgspec.structs.replace(found, closed=closed, alarms=alarms)

    async def status(self) -> dict[str, Any]:
        """Return the status of the line, ready for JSON; see ``glance.py``."""
        found = self.live()
        if found is None:
            raise StoreFailed(self._loaded.words_of_trouble)
        answer = await self._onlooker.status(found, self.now.wall) | self._assessor.shown()
        return with_shelved(with_acknowledged(answer, self._book), self._book, self.now.wall)

    def alarms(self, situations: Collection[str]) -> list[dict[str, Any]]:
        """Return of these situations the alarms that last, the gravest first, ready for JSON; from memory, for a desk that must ring now."""
        from watchline.host.status import alarm_shown

        found = self.live()
        lasting = () if found is None else found.alarms
        shown = {"alarms": [alarm_shown(alarm) for alarm in lasting if alarm.situation in situations]}
        alarms: list[dict[str, Any]] = with_shelved(with_acknowledged(shown, self._book), self._book, self.now.wall)[
            "alarms"
        ]
        return alarms

    async def changes(self, after: int, limit: int) -> tuple[Sequence[FeedRow], int]:
        """Return the feed rows above a number, and the number of the newest."""
        return await self._onlooker.changes(after, limit)

    def desk_armed(self) -> None:
        """A desk of ours can sound now; see ``armed.py``."""
        self._doors.desk_armed(self.now)

    def alarm_acknowledge(self, situation: str, since: int, officer: str) -> None:
        """Stop the sound of an alarm on all our desks. It is no entry and tells the peer nothing.

        Raises:
            OurMistake: no such alarm lasts.
        """
        found = self.live()
        acknowledge(self._book, found.alarms if found else (), situation, since, officer, self.now.wall)
        self._tell(())

    def alarm_shelve(self, situation: str, since: int, officer: str, minutes: int, reason: str) -> None:
        """Put an alarm aside on all our desks for a time; see ``shelved.py``."""
        found = self.live()
        alarms = found.alarms if found else ()
        shelve(self._book, alarms, situation, since, officer, self.now.wall, minutes, reason)
        self._tell(())

    def fault(self, words: str) -> None:
        """Write to the diagnostics that the desk failed at something; the node goes on."""
        self._say("error", "desk_fault", "", words)

    def version(self) -> dict[str, Any]:
        """Return what runs here."""
        charter, code = self._loaded.line.charter, self._config.code
        return {"version": watchline.__version__, "code": code, "line": charter.line.hex(), "pid": os.getpid()}

    # The doors of ``perform``.

    @property
    def now(self) -> Now:
        """Both clocks."""
        return self._clocks.now()

    def carrier(self, circuit: str, peer: str) -> Outward | None:
        """Return the carrier of a circuit to a party, if there is one."""
        return self._circuits.carrier(circuit, peer)

    def carriers(self, peer: str) -> Sequence[Outward]:
        """Return every carrier to a party."""
        return self._circuits.carriers(peer)

    # Start.

    async def _start(self, stack: contextlib.AsyncExitStack) -> None:
        """Open everything; it is closed again backwards."""
        folder, path = self._folder, self._folder / RECORD
        config = self._config = load_config(folder)
        node, anchor = node_of(folder), config.anchor_folder(folder)
        check_reach(config, node / CONFIG)
        shared = self._shared
        if shared is None:
            shared = await stack.enter_async_context(open_shared(node, self._passphrase, self._open_anchor))
        self._doors = shared.doors
        store = self.store = self._open_store(path)
        stack.callback(store.close)
        line = founded(store.held, path)
        if line is None:
            raise OurMistake(NOT_FOUNDED.format(folder=folder))
        self._clocks = clocks_of(line.charter, config.clock_offset_ms, node / CONFIG)
        keys = await shared.keys()
        self._passphrase = b""
        check_keys(keys, line.rosters[config.code], anchor)
        lock = LineAnchor(shared.anchor, pin_scope(line.line, first=folder == node))
        self._shelf = load_shelf(node)
        for name, words in self._shelf.faults.items():
            self._say("warning", "phrasebook", name, f"{node / PHRASEBOOKS / name} is not used: {words}")
        rules = Rules(
            answer_tests=config.answer_tests,
            reverse_tests=config.reverse_tests,
            means=means_of(node, line.charter, config.code),
            compare_first=not line.charter.demo,
            witnesses=witness_rules(config, line.line),
            shelf=self._shelf,
        )
        self._loaded = LoadedNode(path, line, keys, rules, store, lock, self._clocks, self._say)
        await self._loaded.acquire()
        stack.push_async_callback(self._release)
        await self._loaded.load()
        self._take_doors()
        where = node / CONFIG if folder == node else folder / LINE_FILE
        self._circuits = Circuits(config, where, shared.wires(keys), self._roused.set, self._not_let_in)
        stack.push_async_callback(self._circuits.aclose)
        await self._open_doors(config, stack, keys)
        for name in await self._circuits.start(line.charter, config.code, line.rosters):
            words = f"{where} says neither where circuit {name} listens nor where it dials; it stays silent."
            self._say("warning", "circuit_missing", name, words)
        await self._socket.start()

    async def _open_doors(self, config: Config, stack: contextlib.AsyncExitStack, keys: NodeKeys) -> None:
        """Open what people and programs on this machine look through."""
        loop, said = asyncio.get_running_loop(), ("warning", "areas_made_anew", "")
        areas = SharedAreas(
            self._folder / AREAS, config.code, lambda why: loop.call_soon_threadsafe(self._say, *said, why)
        )
        stack.callback(areas.close)
        seen = (self._folder / RECORD, self._loaded.line.founding, config.code, self._shelf, areas)
        self._onlooker, measuring = Onlooker(*seen), Onlooker(*seen)
        stack.callback(self._onlooker.close)
        stack.callback(measuring.close)
        book = self._book = OwnBook(self._folder / OWN)
        stack.callback(book.close)
        seen_by = self._seen_by = await self._doors.attach(
            self, lambda: Onlooker(*seen), self._loaded.line.charter, keys, self._folder, book
        )
        stack.push_async_callback(seen_by.end)
        self._assessor = Assessor(measuring, self.ask, config.code, self._say)
        stack.push_async_callback(self._assessor.aclose)
        self._assessor.start()
        self._socket = NodeSocket(self._folder, self, TwoOfficers(self._folder, self._onlooker).check)
        stack.push_async_callback(self._socket.aclose)

    def _take_doors(self) -> None:
        """Act through the doors of the node that is loaded now."""
        self.lock, self.tenure = self._loaded.lock, self._loaded.tenure

    async def _release(self) -> None:
        with contextlib.suppress(StoreFailed):  # a tenure that is gone, or a disk: the next start takes a new one
            await self.store.release(self._loaded.tenure)

    def _catch_signals(self, stack: contextlib.AsyncExitStack) -> None:
        if self._shared is not None:
            return  # whoever runs all lines ends them
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            # Only the first thread can; where several nodes run in one process, nobody sends them signals.
            with contextlib.suppress(RuntimeError, ValueError):
                loop.add_signal_handler(number, self.stop)
                stack.callback(loop.remove_signal_handler, number)

    # Work.

    async def _work(self) -> None:
        """Do one step after the other until the end."""
        while not self._ending.is_set():
            await self._until_due()
            if why := self._circuits.failed():
                raise why
            if await self._loaded.mend():
                self._announce()
            asked, self._asked = self._asked, []
            again, self._again = self._again, []
            found = [_Waiting(item, None) for item in (*again, *self._circuits.take())]
            await self._step(asked + found or [_Waiting(Tick(), None)])

    async def _until_due(self) -> None:
        """Wait until something comes or time brings something; after a failure of the disk, for a moment in any case."""
        if pause := self._loaded.pause_s():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._ending.wait()
        due = 0.0 if self._again or self._loaded.node is None else (self._wake_at - self.now.mono) / 1000
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(min(_IDLE_S_MAX, max(0.0, due))):
                await self._roused.wait()
        self._roused.clear()

    async def _step(self, waiting: list[_Waiting]) -> None:
        """Handle what waits, group by group, and give each caller its reply once it is durable."""
        done = 0
        try:
            for group in grouped([item.item for item in waiting]):
                replies = await self._group(group)
                for (_, caller), reply in zip(waiting[done:], replies, strict=False):
                    if caller is not None and not caller.done():
                        caller.set_result(reply)
                done += len(group)
        finally:
            # After a fault, which ends the node: those who wait hear of it.
            self._asked += [item for item in waiting[done:] if item.caller is not None]

    async def _group(self, group: Sequence[Input]) -> Sequence[Reply]:
        """Handle one group and carry out what the node decided; return one reply for each input."""
        node, outcome, began = self._loaded.node, None, time.monotonic()
        if node is None:
            return [Reply(error=self._loaded.words_of_trouble)] * len(group)
        try:
            outcome = node.handle(group, self.now, os.urandom, self.store.held)
            await perform(outcome, self)
        except (StoreFailed, RolledBack) as why:
            if isinstance(why, Superseded):
                raise
            replies = await self._loaded.failed(why, outcome, len(group))
            self._announce()
            self._tell((News("alarm", "store", self._loaded.words_of_trouble),))
            return replies
        self._performed(node, group, outcome, time.monotonic() - began)
        return outcome.replies

    def _announce(self) -> None:
        """Let a node that was loaded anew know which circuits stand."""
        if self._loaded.node is not None:
            self._take_doors()
            self.counts.reloads += 1
            self._again, self._wake_at = self._circuits.standing(), 0
            self._roused.set()

    def _performed(self, node: Node, group: Sequence[Input], outcome: Outcome, seconds: float) -> None:
        """Count and show a step that was carried out."""
        self._wake_at = outcome.wake_at
        counts = self.counts
        counts.inputs += len(group)
        counts.frames_in += sum(isinstance(item, FrameArrived) for item in group)
        counts.frames_out += len(outcome.sends)
        if outcome.batch:
            counts.commits += 1
            counts.commit_s += seconds
            counts.commit_s_max = max(counts.commit_s_max, seconds)
            self._loaded.works()
        if any(name.startswith("roster/") for name in outcome.pins):
            self._circuits.repin(node.core.rosters)
        if outcome.news:
            self._diagnostics.news(outcome.news)
            self._assessor.rouse(outcome.news)
        if outcome.news or outcome.batch:
            self._tell(outcome.news)

    def _tell(self, news: tuple[News, ...]) -> None:
        """Let everybody know who follows the node."""
        self._socket.tell(news)
        if self._seen_by is not None:
            self._seen_by.tell([item.ref for item in news if item.what == "alarm"])

    def _refuse_waiting(self) -> None:
        asked, self._asked = self._asked, []
        for _, caller in asked:
            if caller is not None and not caller.done():
                caller.set_result(Reply(error=_ENDING))

    def _not_let_in(self, circuit: str, words: str, address: str) -> None:
        """A dial failed, or a caller was not let in: expected; each kind is written at most every ten minutes."""
        if words.startswith(("no answer", "cannot be reached")):
            self.counts.dials_failed += 1
            self._say("info", "dial_failed", circuit, f"{address}: {words}")
        elif words == STRANGE_LINE:
            self._say("info", "line_not_kept", circuit, f"{address.rpartition(':')[0]}: {words}")
        else:
            self.counts.callers_refused += 1
            self._say("warning", "not_let_in", circuit, f"{address.rpartition(':')[0]}: {words}")

    def _say(self, level: str, what: str, ref: str, words: str) -> None:
        self._diagnostics.say(level, what, ref, words)


_ENDING = "The node is ending; nothing was written."

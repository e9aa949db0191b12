"""The running node as the desk sees it: the desk's ``Operations``, and where the desk listens."""

from __future__ import annotations

import os
import ssl
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import msgspec

import watchline
from watchline.desk.app import Application, longest
from watchline.desk.assets import Console
from watchline.desk.doors import Change, Facts
from watchline.desk.events import Stream
from watchline.desk.guard import Guard
from watchline.desk.lines import Lines
from watchline.desk.passkeys import Site
from watchline.desk.server import Listening, Place
from watchline.desk.staff import Staff
from watchline.desk.words import Once
from watchline.errors import Misconfigured, OurMistake
from watchline.host.annex_desk import READS, AnnexDesk
from watchline.host.config import CONFIG, OWN, Config, host_port, is_loopback
from watchline.host.here import Here
from watchline.host.onlooker import Onlooker
from watchline.host.operations import BOOKED, Looked, read
from watchline.host.phrases import read_back_words
from watchline.host.reading import Charters
from watchline.host.record_work import Given, RecordWork, What
from watchline.host.status import DEMO_WORDS
from watchline.host.verbs import read_said
from watchline.measure import Now, day_of
from watchline.node import Input, Reply
from watchline.node.doors import FeedRow
from watchline.phrase import shipped
from watchline.record import Charter
from watchline.store import OwnBook
from watchline.view import THREAD, read_ref_key
from watchline.view.fact_sheet import sheet

_REFS = frozenset({THREAD})
_OF_THE_RECORD = frozenset({"messages", "entries", "heads", "tests", "calendar", "calls"})
"""What every desk asks anew after a change and what depends on the record and the clock alone: looked up and written as JSON once for all."""


class Running(Protocol):
    """What the desk needs of the runtime."""

    @property
    def now(self) -> Now:
        """Both clocks."""
        ...

    async def ask(self, item: Input) -> Reply:
        """Have one input handled."""
        ...

    async def status(self) -> dict[str, Any]:
        """Return the status."""
        ...

    def alarms(self, situations: Collection[str]) -> list[dict[str, Any]]:
        """Return of these situations the alarms that last."""
        ...

    async def changes(self, after: int, limit: int) -> tuple[Sequence[FeedRow], int]:
        """Return the feed rows above a number, and the number of the newest."""
        ...

    def alarm_acknowledge(self, situation: str, since: int, officer: str) -> None:
        """Note that an officer acknowledged an alarm."""
        ...

    def alarm_shelve(self, situation: str, since: int, officer: str, minutes: int, reason: str) -> None:
        """Note that an officer put an alarm aside for a time."""
        ...

    def desk_armed(self) -> None:
        """A desk of ours can sound now."""
        ...

    def fault(self, words: str) -> None:
        """Write a fault to the diagnostics."""
        ...


class NodeOperations:
    """The node's operations.

    Args:
        node: The runtime.
        onlooker: Reads beside it what desks ask; the status, by which an alarm rings, does not wait behind that.
        charter: The founding charter.
        code: Our party code.
        folder: The node's folder.
        annex: The private annex, one for all lines of the node.
    """

    def __init__(
        self, node: Running, onlooker: Onlooker, charter: Charter, code: str, folder: Path, annex: AnnexDesk
    ) -> None:
        self._node, self._onlooker, self._folder = node, onlooker, folder
        self._record = RecordWork(folder, self.now)
        self._annex = annex
        self.facts = Facts(
            code=code,
            line=charter.line.hex(),
            title=charter.title,
            demo=bool(charter.demo),
            demo_words=DEMO_WORDS if charter.demo else "",
            posts=tuple(charter.posts),
            languages=tuple(shipped().languages),
            version=watchline.__version__,
        )

    def now(self) -> int:
        """Return the node's wall clock, ms."""
        return self._node.now.wall

    def entropy(self, size: int) -> bytes:
        """Return fresh random bytes."""
        return os.urandom(size)

    async def say(self, kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Have something said, by the same way as the verbs' socket."""
        reply = await self._node.ask(read_said({"kind": kind, **fields}))
        codes = [item["code"] for item in fields.get("phrases", ())]
        rules = await self._onlooker.read(lambda here, _: read_back_words(codes, here.book)) if codes else []
        return {**reply._asdict(), "rules": rules if reply.written else []}

    async def status(self) -> dict[str, Any]:
        """Return the line at a glance."""
        found = await self._node.status()
        return {name: value for name, value in found.items() if name != "live"} | {"noted": self._annex.noted}

    def alarms(self, situations: Collection[str]) -> list[dict[str, Any]]:
        """Return of these situations the alarms that last, the gravest first."""
        return self._node.alarms(situations)

    async def note(self, what: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Have something noted in the private annex, or in the own side's book."""
        if what in BOOKED:
            booked: dict[str, Any] = await self._look(lambda at: BOOKED[what](at, asked))
            return booked
        if what != "facts_release":
            return await self._annex.note(what, asked)
        facts = await self._read("facts_chosen", asked)
        if asked["sentences"] and sorted(asked["sentences"]) != sorted(fact.sentence for fact in facts):
            raise OurMistake(
                "A fact is not the one that was ticked: the record went on. Nothing was released; read and tick again."
            )
        noted = await self._annex.note(what, {**asked, "facts": facts})
        on = day_of(self.now()) if asked["on"] is None else int(asked["on"])
        return {**noted, "sheet": sheet(facts, on, self.facts.code, self.facts.demo_words)}

    async def read(self, what: str, asked: Mapping[str, Any]) -> Any:
        """Return a reading operation's answer."""
        return await (self._annex.read(what, asked) if what in READS else self._read(what, asked))

    async def _read(self, what: str, asked: Mapping[str, Any]) -> Any:
        keeps = what in _OF_THE_RECORD

        def answer(at: Looked) -> Any:
            found = read(what, at, asked)
            return Once(found) if keeps else found

        return await self._look(answer, msgspec.json.encode((what, asked), order="deterministic"), keeps=keeps)

    async def _look(self, does: Callable[[Looked], Any], same: bytes = b"", *, keeps: bool = False) -> Any:
        now = self.now()

        def look(here: Here, charters: Charters) -> Any:
            kept = (lambda: self._onlooker.areas(here)), (lambda: self._onlooker.tests(here))
            return does(Looked(here, charters, now, self._folder, *kept))

        return await self._onlooker.read(look, same, keeps=keeps)

    async def alarm_acknowledge(self, situation: str, since: int, officer: str) -> None:
        """Note that an officer acknowledged an alarm."""
        self._node.alarm_acknowledge(situation, since, officer)

    async def alarm_shelve(self, situation: str, since: int, officer: str, minutes: int, reason: str) -> None:
        """Note that an officer put an alarm aside for a time."""
        self._node.alarm_shelve(situation, since, officer, minutes, reason)

    def desk_armed(self) -> None:
        """A desk of ours can sound now."""
        self._node.desk_armed()

    def record_begin(self, what: What, given: Given = ()) -> dict[str, Any]:
        """Begin to check the whole record, to write it into one file, or to compare it with another side's."""
        return self._record.begin(what, given)

    def record_work(self) -> dict[str, Any]:
        """Return what is under way, or the last one."""
        return self._record.state()

    def record_written(self) -> Path | None:
        """Return the file of the last export."""
        found = self._record.written()
        return None if found is None else found.path

    async def aclose(self) -> None:
        """Stop what is under way."""
        await self._record.close()

    def fault(self, words: str) -> None:
        """Write to the diagnostics that this program failed."""
        self._node.fault(words)

    async def changes(self, after: int, limit: int) -> tuple[Sequence[Change], int]:
        """Return what changed."""
        rows, newest = await self._node.changes(after, limit)
        return [
            Change(row.number, row.view, read_ref_key(row.key).text() if row.view in _REFS else "") for row in rows
        ], newest


def origins_of(config: Config, path: Path) -> tuple[str, ...]:
    """Return the origins under which a desk is seen, its own first."""
    host, port = host_port(config.desk, f"{path}: desk")
    scheme = "https" if config.desk_certificate else "http"
    own = config.desk_origin or f"{scheme}://localhost:{port}"
    if not is_loopback(host):
        return (own,)
    return tuple(dict.fromkeys((own, *(f"{scheme}://{name}:{port}" for name in ("localhost", "127.0.0.1", "[::1]")))))


def _check_certificate(certificate: str, key: str, path: Path) -> None:
    """Refuse files that are no certificate and its key; a key under a passphrase too, for nobody sits there to type it."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, lambda: "")
    except OSError as why:  # ssl.SSLError among them
        raise Misconfigured(
            f"{path}: desk_certificate and desk_key: {certificate} and {key} cannot be used as a PEM certificate and its key ({why})."
            " The key must not be under a passphrase."
        ) from why


class NodeDesk:
    """The desk of a node: it listens while any of its lines runs.

    Args:
        config: Of the node.
        node: Its folder.
        first: Id of its first line, hexadecimal; its session cookies are named by it.
        clock: Seconds that only go forward.
        fault: Takes words when this program failed.
    """

    def __init__(
        self, config: Config, node: Path, first: str, clock: Callable[[], float], fault: Callable[[str], None]
    ) -> None:
        self._config, self._path = config, node / CONFIG
        origins = origins_of(config, self._path)
        host, port = host_port(config.desk, f"{self._path}: desk")
        site = Site(origins[0].partition("://")[2].rpartition(":")[0] or origins[0].partition("://")[2], origins[0])
        files = [str(node / name) if name else "" for name in (config.desk_certificate, config.desk_key)]
        if all(files):
            _check_certificate(files[0], files[1], self._path)
        place = Place("127.0.0.1" if host == "localhost" else host, port, origins, *files)
        self._book = OwnBook(node / OWN)
        self._lines = Lines(Staff(self._book, site, os.urandom), Console())
        name = f"watchline-{config.code.lower()}-{first[:8]}"
        secure = site.origin.startswith("https:")
        application = Application(self._lines, name, watchline.__version__, fault, secure=secure)
        self._listening = Listening(Guard(application, origins, clock, longest), place)

    async def start(self) -> None:
        """Let the desk listen.

        Raises:
            Misconfigured: the address is taken or not ours, or the certificate cannot be read.
        """
        try:
            await self._listening.start()
        except OSError as why:
            self._book.close()
            raise Misconfigured(
                f"{self._path}: desk: cannot listen on {self._config.desk}: {why.strerror or why}. Is another program using it? Choose another address."
            ) from why

    def add(self, operations: NodeOperations, book: OwnBook, *, first: bool) -> Stream:
        """A line runs; return its stream, yet to be run."""
        return self._lines.add(operations, book, first=first)

    def remove(self, line: str) -> None:
        """A line ended."""
        self._lines.remove(line)

    async def aclose(self) -> None:
        """Stop listening."""
        await self._listening.aclose()
        self._book.close()

"""The stage of the demonstration: folders, keys, founding, history, relays, two node processes, and hands to move them."""

from __future__ import annotations

import asyncio
import json
import secrets
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from watchline.carrier import Relay
from watchline.demo.agreed import AGREED
from watchline.demo.history import Told, write_history
from watchline.demo.ports import free_ports
from watchline.demo.press import add_reports
from watchline.demo.story import shipped_story
from watchline.desk.officers import Officers, Role
from watchline.errors import OurMistake, WatchlineError
from watchline.host.config import ANCHOR, CARD, OWN, CircuitConfig, load_config, save_config
from watchline.host.keyring import KEYS, open_keys
from watchline.host.reading import open_reading
from watchline.host.setup import CircuitAddress, init_node, propose, sign_founding
from watchline.host.socket import call
from watchline.host.witness_folder import enrol, init_witness, load_settings, save_settings, witnessed
from watchline.host.witnesses import enrolment_of, take_in
from watchline.line import next_test
from watchline.measure import DAY_MS, day_text
from watchline.phrase import shipped
from watchline.record import Charter, signed_charter
from watchline.sim.setting import Party, Setting
from watchline.store import OwnBook
from watchline.store.files import sync_tree

CODES = ("XAA", "XBB")
NAMES = {"XAA": "Side A", "XBB": "Side B"}
CIRCUITS = ("alpha", "bravo")
PHONES = [{"party": code, "number": f"+00 000 000000{n}", "words": "invented"} for n, code in enumerate(CODES, 1)]
"""Telephones that the charter names for a DARK line; no such numbers exist."""
WITNESS, WITNESS_EVERY_S = "witness", 2
"""Folder and short name of the hash-only witness; a line tells it its heads less often than a demonstration."""
DAYS = 365
STORY = "eighty-four-days"
"""What the history tells; its last day is the last of the history."""
LEAD_MS = 15_000
"""The history ends so long before a scheduled test."""
DEMO_WORDS = "a demonstration record: it says nothing about any state"
Say = Callable[[str], None]
_Ports = dict[tuple[str, str], int]


class SignIn(NamedTuple):
    """Where a side's desk is seen, and who may sign in there by which password: a watch officer, and a second who releases."""

    url: str
    names: tuple[str, str]
    password: str


class Node:
    """One node process of the demonstration."""

    verb: tuple[str, ...] = ("up",)

    def __init__(self, code: str, folder: Path, credential: Path) -> None:
        self.code, self.folder, self.credential = code, folder, credential
        self.process: asyncio.subprocess.Process | None = None

    @property
    def running(self) -> bool:
        """Whether the process lives."""
        return self.process is not None and self.process.returncode is None

    async def start(self) -> None:
        """Start the process; its diagnostics go to a file beside the folder."""
        with (self.folder.parent / f"{self.code}.diagnostics").open("ab") as diagnostics:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "watchline", *self.verb, str(self.folder), "--passphrase-file", str(self.credential),
                stdin=asyncio.subprocess.DEVNULL, stdout=diagnostics, stderr=diagnostics, start_new_session=True,
            )  # fmt: skip

    async def ask(self, **request: Any) -> dict[str, Any]:
        """Ask the running node something over its socket; raises OurMistake with words if it will not."""
        answer = await asyncio.to_thread(call, self.folder, request, 10.0)
        if answer.get("error"):
            raise OurMistake(str(answer["error"]))
        return answer

    async def say(self, kind: str, **fields: Any) -> str:
        """Say something for the watch of this side and return its reference."""
        return str((await self.ask(verb="say", kind=kind, **fields))["ref"])

    async def status(self) -> dict[str, Any]:
        """Return the node's status; an empty map while it does not answer."""
        with suppress(WatchlineError, OSError):
            return await self.ask(verb="status")
        return {}

    async def kill(self) -> None:
        """End the process with kill -9."""
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(signal.SIGKILL)
            await self.process.wait()

    async def stop(self) -> None:
        """End the process cleanly."""
        if self.process is not None and self.process.returncode is None:
            self.process.terminate()
            try:
                async with asyncio.timeout(15):
                    await self.process.wait()
            except TimeoutError:
                await self.kill()


class Witness(Node):
    """The hash-only witness of the demonstration, a process of its own: no party."""

    verb = ("witness", "up")

    async def status(self) -> dict[str, Any]:
        """Return what it cosigned of each log; an empty map while it has no record."""
        with suppress(WatchlineError, OSError):
            return {f"{item.enrolment.log.code}": item.size for item in await asyncio.to_thread(witnessed, self.folder)}
        return {}


class Stage:
    """Both nodes, the witness, and the relays between the nodes.

    Args:
        folder: Holds ``XAA``, ``XBB``, ``witness``, ``roots/``, ``roots.json`` and ``desks.json``.
        charter: The demonstration line's.
        roots: Root fingerprint of each party.
        told: The story in the history.
        desks: How to sign in at each side's desk.
    """

    def __init__(
        self,
        folder: Path,
        charter: Charter,
        roots: dict[str, str],
        told: Told,
        relays: dict[str, list[Relay]],
        desks: dict[str, SignIn],
    ) -> None:
        self.folder, self.charter, self.roots, self.told, self.relays = folder, charter, roots, told, relays
        self.desks = desks
        self.nodes = {code: Node(code, folder / code, folder / "roots" / f"{code}.credential") for code in CODES}
        self.witness = Witness(WITNESS, folder / WITNESS, folder / "roots" / f"{WITNESS}.credential")

    async def start(self) -> None:
        """Start the relays, the witness and both nodes."""
        await self.witness.start()
        for relays in self.relays.values():
            for relay in relays:
                await relay.start()
        for node in self.nodes.values():
            await node.start()

    def cut(self, circuit: str) -> None:
        """Cut a circuit: silence, not a close."""
        for relay in self.relays[circuit]:
            relay.cut()

    def restore(self, circuit: str) -> None:
        """Let a circuit through again."""
        for relay in self.relays[circuit]:
            relay.restore()

    def is_cut(self, circuit: str) -> bool:
        """Whether a circuit is cut."""
        return any(relay.is_cut for relay in self.relays[circuit])

    async def close(self) -> None:
        """Stop both nodes and the witness, then the relays."""
        for node in (*self.nodes.values(), self.witness):
            await node.stop()
        for relays in self.relays.values():
            for relay in relays:
                await relay.aclose()


def set_up(folder: Path, say: Say, *, days: int = DAYS, day: int | None = None) -> Stage:
    """Make everything: keys, cards, founding, ``days`` days of history; return the stage, nothing running yet.

    Args:
        folder: Must not exist or be empty.
        say: Told what is going on, for a person.
        days: Length of the history.
        day: UTC milliseconds of the day to pretend (for screenshots); None: today.

    Raises:
        OurMistake: the folder is not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OurMistake(
            f"{folder} is not empty; the demonstration is made in a folder of its own. Nothing was changed."
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        circuits = 2 * len(CODES) * len(CIRCUITS)
        free = free_ports(circuits + len(CODES) + 1)
        ends = [(code, name) for code in CODES for name in CIRCUITS]
        ports = dict(zip(ends, free, strict=False))
        charter, roots, told, end = _make(scratch, say, ports, days, day)
        relays = _configure(
            scratch, ports, dict(zip(ends, free[len(ends) : circuits], strict=True)), end, any_day=day is not None
        )
        desks = {
            code: _open_desk(scratch / code, code, port) for code, port in zip(CODES, free[circuits:], strict=False)
        }
        _keep_sign_ins(scratch, desks)
        _take_in_witness(scratch, free[-1])
        secrets_of = {code: _secret(scratch / "roots" / f"{code}.credential") for code in CODES}
        add_reports({code: scratch / code for code in CODES}, secrets_of, told, scratch / "reports", end)
        sync_tree(scratch)
        if folder.exists():
            folder.rmdir()
        scratch.rename(folder)
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
    return Stage(folder, charter, roots, told, relays, desks)


def _take_in_witness(folder: Path, port: int) -> None:
    """Make the witness, enrol both parties, each by itself, and let each take it in."""
    place, credential = folder / WITNESS, folder / "roots" / f"{WITNESS}.credential"
    credential.write_text(secrets.token_hex(32) + "\n")
    credential.chmod(0o600)
    card = init_witness(place, name=WITNESS, host="127.0.0.1", port=port, passphrase=_secret(credential), light=True)
    clock = load_config(folder / CODES[0])
    settings = msgspec.structs.replace(
        load_settings(place), clock_offset_ms=clock.clock_offset_ms, clock_any_day=clock.clock_any_day
    )
    save_settings(place, settings)
    for code in CODES:
        with open_reading(folder / code) as reading:
            file, digits = folder / code / "apply", reading.rosters[code].fingerprint
            file.write_bytes(enrolment_of(reading))
        enrol(place, file, digits)
        file.unlink()
        take_in(folder / code, place / CARD, card.fingerprint, WITNESS_EVERY_S)


def _make(
    folder: Path, say: Say, ports: _Ports, days: int, day: int | None
) -> tuple[Charter, dict[str, str], Told, int]:
    """Make keys, cards, founding and history; return charter, root fingerprints, the story told, and when the history ends."""
    say("Making keys and cards of two invented parties, Side A (XAA) and Side B (XBB).")
    cards = {}
    (folder / "roots").mkdir(mode=0o700)
    for code in CODES:
        credential = folder / "roots" / f"{code}.credential"
        credential.write_text(secrets.token_hex(32) + "\n")
        credential.chmod(0o600)
        cards[code] = init_node(
            folder / code,
            code=code,
            names={"en": NAMES[code]},
            circuits=[CircuitAddress(name, "127.0.0.1", ports[code, name]) for name in CIRCUITS],
            passphrase=_secret(credential),
            root_key=folder / "roots" / f"{code}.key",
            root_passphrase=_secret(credential),
            light=True,
        )
    fields = {
        "demo": 1,
        "title": "Demonstration line",
        "purpose": DEMO_WORDS,
        "phones": PHONES,
        "phrasebook": shipped().hash,
        **AGREED,
    }
    founding = propose(folder / CODES[0], [cards[code].data for code in CODES], fields)
    for code in CODES:
        root_key = folder / "roots" / f"{code}.key"
        founding = sign_founding(founding.data(), root_key, _secret(folder / "roots" / f"{code}.credential"))
    (folder / "founding").write_bytes(founding.data())
    roots = {code: cards[code].roster.fingerprint for code in CODES}
    (folder / "roots.json").write_text(json.dumps(roots, indent=1) + "\n")
    charter = founding.charter
    parties = []
    for code in CODES:
        keys = open_keys(folder / code / ANCHOR / KEYS, _secret(folder / "roots" / f"{code}.credential"))
        parties.append(Party(code, keys.keys, cards[code].roster))
    setting = Setting(charter, signed_charter(charter, founding.signatures), tuple(parties))
    end = _end_of_history(charter, day)
    return charter, roots, _write(folder, setting, end, days, say), end


def _secret(credential: Path) -> bytes:
    return credential.read_bytes().strip()


def _end_of_history(charter: Charter, day: int | None) -> int:
    """Return 15 s before the scheduled test nearest to now (or to this time of day on ``day``)."""
    now = int(time.time() * 1000)
    if day is not None:
        now = day + now % DAY_MS
    after, before = next_test(charter, now), next_test(charter, now - DAY_MS // 2)
    assert after is not None
    assert before is not None
    nearest = min((after.due, before.due), key=lambda due: abs(due - now))
    return int(nearest) - LEAD_MS


def _write(folder: Path, setting: Setting, end: int, days: int, say: Say) -> Told:
    say(f"Writing {days} days of history through both nodes, with real signatures.")
    told = [time.monotonic()]

    def progress(done: int, of: int) -> None:
        if time.monotonic() - told[0] > 1.0 or done == of:
            told[0] = time.monotonic()
            say(f"  {done} of {of} days")

    folders = {code: folder / code for code in CODES}
    history = write_history(
        folders, setting, shipped_story(STORY), start=end - days * DAY_MS, days=days, end=end, progress=progress
    )
    entries, story = history
    say(f"  {entries} entries stand in both records.")
    say(
        f"  The story {story.story.name}: {story.calls} of its calls, the last on day {story.story.last_day}, the last day of the "
        f"history; its day 0 is {day_text(story.day)}."
    )
    return story


def _open_desk(folder: Path, code: str, port: int) -> SignIn:
    """Give a side its desk on a port of this machine, with two officers who share an invented password."""
    config = msgspec.structs.replace(load_config(folder), desk=f"127.0.0.1:{port}")
    save_config(folder, config)
    names = ("watch", "second")
    password = "-".join(f"{secrets.randbelow(10_000):04}" for _ in range(3))
    book = OwnBook(folder / OWN)
    officers = Officers(book, secrets.token_bytes)
    now = int(time.time() * 1000) + config.clock_offset_ms
    officers.add(names[0], f"Watch officer of {NAMES[code]}", (Role.WATCH,), (), password, now)
    roles = (Role.RELEASER, Role.AUDITOR, Role.ADMIN)
    officers.add(names[1], f"Second officer of {NAMES[code]}", roles, (), password, now)
    book.close()
    return SignIn(f"http://localhost:{port}", names, password)


def _keep_sign_ins(folder: Path, desks: dict[str, SignIn]) -> None:
    path = folder / "desks.json"
    path.touch(0o600)
    path.write_text(json.dumps({code: item._asdict() for code, item in desks.items()}, indent=1) + "\n")


def _configure(folder: Path, ports: _Ports, through: _Ports, end: int, *, any_day: bool) -> dict[str, list[Relay]]:
    """Write where each node listens, whom it dials through which relay, and the one clock offset of both; return the relays.

    The live clock goes on from the end of the history at this very moment.
    """
    offset = end - int(time.time() * 1000)
    for code in CODES:
        other = next(item for item in CODES if item != code)
        circuits = tuple(
            CircuitConfig(name, f"127.0.0.1:{ports[code, name]}", {other: f"127.0.0.1:{through[other, name]}"})
            for name in CIRCUITS
        )
        config = msgspec.structs.replace(
            load_config(folder / code), circuits=circuits, clock_offset_ms=offset, clock_any_day=any_day
        )
        save_config(folder / code, config)
    return {
        name: [Relay(("127.0.0.1", through[code, name]), ("127.0.0.1", ports[code, name])) for code in CODES]
        for name in CIRCUITS
    }


__all__ = ["CIRCUITS", "CODES", "DEMO_WORDS", "NAMES", "WITNESS", "Node", "SignIn", "Stage", "Witness", "set_up"]

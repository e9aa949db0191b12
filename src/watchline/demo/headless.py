"""The demonstration without a screen: everything that a person would do, then a check of both records, and one JSON summary."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

import watchline
from watchline.demo.activities import separate, separated
from watchline.demo.ending import run_until_ended
from watchline.demo.patience import until
from watchline.demo.speaking import speak, spoken
from watchline.demo.stage import CIRCUITS, CODES, DEMO_WORDS, Node, Stage, set_up
from watchline.errors import OurMistake, WatchlineError
from watchline.host.answers import message
from watchline.host.check import check_path
from watchline.host.export import write_bundle
from watchline.host.reading import open_reading
from watchline.host.socket import stream
from watchline.host.witness_folder import witnessed
from watchline.log.bundle import bundle_files
from watchline.party import parse_origin
from watchline.view import THREAD, read_thread, ref_key, test_state
from watchline.watch import receipt_of

TEXT = "Aircraft of ours in distress, crossing the agreed line northbound at 3,000 ft. Please hold fire and relay."


def run_headless(folder: Path | None = None, *, as_json: bool = False, days: int = 365, day: int | None = None) -> int:
    """Run the demonstration unattended and return the exit code: 0 if everything was as it must be.

    Args:
        folder: Where to make it; None: a temporary folder that is removed again. The stopped nodes' folders are left as
            ``XAA`` and ``XBB``, their root fingerprints in ``roots.json``.
        as_json: The last line printed is one JSON object; words for people go to standard error.
        days: Length of the history.
        day: UTC milliseconds of the day to pretend; None: today.
    """

    def say(words: str) -> None:
        click.echo(words, err=as_json)

    if folder is None:
        with tempfile.TemporaryDirectory(prefix="watchline-demo.") as scratch:
            return run_headless(Path(scratch) / "demo", as_json=as_json, days=days, day=day)
    began = time.monotonic()
    stage = set_up(folder.resolve(), say, days=days, day=day)
    set_up_s = time.monotonic() - began
    try:
        summary = run_until_ended(_live(stage, say))
    except (WatchlineError, TimeoutError) as why:
        summary = {"ok": False, "error": str(why) or type(why).__name__}
    summary |= {"desks": {code: item.url for code, item in stage.desks.items()}}
    summary |= {"set_up_s": round(set_up_s, 1), "live_s": round(time.monotonic() - began - set_up_s, 1)}
    summary |= {"roots": stage.roots, "dir": str(folder), "demo": DEMO_WORDS, "version": watchline.__version__}
    click.echo(json.dumps(summary) if as_json else json.dumps(summary, indent=1))
    return 0 if summary["ok"] else 1


async def _live(stage: Stage, say: Callable[[str], None]) -> dict[str, Any]:
    first, second = (stage.nodes[code] for code in CODES)
    held = _HeldTimes()
    try:
        say("Starting both nodes as processes of their own, on loopback, over two circuits.")
        await stage.start()
        await until("both sides are NORMAL", lambda: _state(stage, "NORMAL"))
        desks = [await asyncio.to_thread(_desk_answers, item.url) for item in stage.desks.values()]
        held.follow(first)
        test = await _test(stage, say)
        flash = await _flash(first, second, held, say)
        call, readouts = await speak(stage, say)
        activities = await separate(stage, say)
        circuit = await _circuit(stage, say)
        killed = await _killed(first, second, say)
        await until("everything is held by both", lambda: _all_held(stage))
        await until("the witness was told of all of it", lambda: _all_witnessed(stage))
        say("The witness, which is no party and holds no entry, states that both logs only grew: consistent.")
    finally:
        await stage.close()
    test |= _answered_s(stage, test["ref"])
    flash |= _read_s(second, flash["ref"])
    say("Exporting both records and checking each with both verifiers.")
    checked = [await asyncio.to_thread(_verified, stage, node) for node in (first, second)]
    killed |= {"lost": sum(_missing(node, killed["refs"]) for node in (first, second))}
    killed.pop("refs")
    verified = all(item["verified"] for item in checked)
    witness = await asyncio.to_thread(_witnessed, stage)
    offices = await asyncio.to_thread(spoken, stage, call, readouts)
    activities = await asyncio.to_thread(separated, stage, activities)
    good = activities["ok"] and all(part["ok"] for part in offices.values())
    return {
        "ok": verified
        and good
        and witness["ok"]
        and all(desks)
        and not killed["lost"]
        and checked[0]["entries"] == checked[1]["entries"],
        "test": test,
        "flash": flash,
        "circuit": circuit,
        "killed": killed,
        **offices,
        "activities": activities,
        "witness": witness,
        "entries": checked[0]["entries"],
        "verified": verified,
        "checks": {code: item["words"] for code, item in zip(CODES, checked, strict=True)},
    }


def _witnessed(stage: Stage) -> dict[str, Any]:
    """Return what the stopped witness stated: of each log the size of its newest head, and no more than that is in its folder."""
    found = {item.enrolment.log.code: item.size for item in witnessed(stage.witness.folder)}
    sizes: dict[str, int] = {}
    for node in stage.nodes.values():
        with open_reading(node.folder) as reading:
            rows = reading.held.logs(reading.line)
            sizes |= {parse_origin(row.origin).code: row.head.size for row in rows if f"/{node.code}/" in row.origin}
    return {"ok": found == sizes, "consistent_to": found}


class _HeldTimes:
    """Follows a node's news on a thread: how long each message of its took to be held, by its own monotonic clock."""

    def __init__(self) -> None:
        self.ms: dict[str, int] = {}

    def follow(self, node: Node) -> None:
        """Begin to follow; ends with the node."""
        threading.Thread(target=self._follow, args=(node.folder,), daemon=True).start()

    def _follow(self, folder: Path) -> None:
        try:
            for told in stream(folder):
                news = told.get("news", {})
                if news.get("what") == "held":
                    self.ms.setdefault(news["ref"], int(news["words"].split()[1]))
        except WatchlineError:
            return


def _desk_answers(url: str) -> bool:
    """Tell whether a desk says whom it belongs to, and shows nothing of the record to somebody who did not sign in."""
    connection = HTTPConnection(urlsplit(url).netloc, timeout=10)
    try:
        connection.request("GET", "/api/v1/session")
        session = json.loads(connection.getresponse().read())
        connection.request("GET", "/api/v1/status")
        return session["party"] in CODES and connection.getresponse().status == HTTPStatus.UNAUTHORIZED
    finally:
        connection.close()


async def _state(stage: Stage, state: str) -> bool:
    found = [await node.status() for node in stage.nodes.values()]
    return all(status.get("state") == state for status in found)


async def _all_held(stage: Stage) -> bool:
    """Tell whether each node knows that the other holds all of its log."""
    for node in stage.nodes.values():
        status = await node.status()
        logs = [log for log in status.get("live", {}).get("logs", []) if log["code"] == node.code]
        if not logs or any(size < log["size"] for log in logs for size in log["held_by"].values()):
            return False
        if any(set(log["held_by"]) != set(CODES) - {node.code} for log in logs):
            return False
    return True


async def _all_witnessed(stage: Stage) -> bool:
    """Tell whether each node keeps a statement of the witness about the newest head of each log."""
    for node in stage.nodes.values():
        status = await node.status()
        stated = [item for witness in status.get("witnesses", []) for item in witness["stated"]]
        if {item["party"] for item in stated} != set(CODES) or any(item["size"] < item["of"] for item in stated):
            return False
    return True


async def _alarms(node: Node, kind: str) -> list[str]:
    """Return the references of standing alarms of a kind (``test``, ``message``)."""
    found = [alarm["situation"].partition("/") for alarm in (await node.status()).get("alarms", [])]
    return [ref for what, _, ref in found if what == kind]


async def _test(stage: Stage, say: Callable[[str], None]) -> dict[str, Any]:
    """The scheduled line test comes; the watch of the other side answers it."""
    say("Waiting for the scheduled line test.")
    found: list[tuple[Node, str]] = []
    old = {ref for node in stage.nodes.values() for ref in await _alarms(node, "test")}

    async def due() -> bool:
        for node in stage.nodes.values():
            for ref in await _alarms(node, "test"):
                if ref not in old:
                    found[:] = [(node, ref)]
        return bool(found)

    await until("a scheduled line test", due)
    node, ref = found[0]
    await node.say("test_answered", ref=ref, quality=5)
    say(f"Line test {ref} was answered by the watch of {node.code}.")
    return {"ref": ref}


async def _flash(first: Node, second: Node, held: _HeldTimes, say: Callable[[str], None]) -> dict[str, Any]:
    ref = await first.say("message", text=TEXT, precedence="Z")

    async def rings() -> bool:
        return ref in await _alarms(second, "message")

    async def timed() -> bool:
        return ref in held.ms

    await until("the FLASH rings at the other side", rings)
    await second.say("read", ref=ref)
    await second.say("acknowledged", ref=ref, how="read_back", text=TEXT)
    await until("the FLASH is held", timed)
    say(f"FLASH {ref} was held, read and acknowledged. An acknowledgement is not consent.")
    return {"ref": ref, "held_ms": held.ms[ref]}


async def _circuit(stage: Stage, say: Callable[[str], None]) -> dict[str, Any]:
    name = CIRCUITS[0]
    say(f"Circuit {name} is cut: silence, not a close.")
    stage.cut(name)
    degraded = await until("both sides are DEGRADED", lambda: _state(stage, "DEGRADED"))
    stage.restore(name)
    restored = await until("both sides are NORMAL again", lambda: _state(stage, "NORMAL"))
    say(f"Both sides showed DEGRADED after {degraded:.1f} s and NORMAL again {restored:.1f} s after it was restored.")
    return {"name": name, "degraded_s": round(degraded, 1), "restored_s": round(restored, 1)}


async def _killed(first: Node, second: Node, say: Callable[[str], None]) -> dict[str, Any]:
    """Node B is killed while both sides write; what was acknowledged to a person stands on both after its return."""
    refs = []
    for number in range(10):
        refs.append(await first.say("message", text=f"Position report {number + 1}.", precedence="R"))
        refs.append(await second.say("message", text=f"Position report {number + 1}, received.", precedence="R"))
    await second.kill()
    say("Node XBB was killed with -9. Side A writes on.")
    refs.append(await first.say("message", text="Written while the other node was down.", precedence="P"))
    await second.start()

    async def knows() -> bool:
        try:
            await second.say("read", ref=refs[-1])
        except (OurMistake, OSError):
            return False
        return True

    back = await until("the killed node is back and has what was written meanwhile", knows)
    say(f"It is back after {back:.1f} s.")
    return {"node": second.code, "back_s": round(back, 1), "written": len(refs), "refs": refs}


def _missing(node: Node, refs: list[str]) -> int:
    """Return how many acknowledged entries a stopped node's record does not hold."""
    missing = 0
    with open_reading(node.folder) as reading:
        here = reading.here
        for ref in refs:
            try:
                here.find(ref)
            except OurMistake:
                missing += 1
    return missing


def _answered_s(stage: Stage, ref: str) -> dict[str, Any]:
    """Return how long the test waited for its answer, by the clock of the side that answered."""
    with open_reading(stage.nodes[CODES[0]].folder) as reading:
        here = reading.here
        at = here.find(ref)
        answer = test_state(read_thread(reading.held.row(THREAD, ref_key(reading.line, at))), at.code).watch
        assert answer is not None, "the answer was acknowledged to the officer"
        receipt = receipt_of(reading.charter, reading.held.rows, at, answer.code)
        return {"answered_s": None if receipt is None else round((answer.t - receipt.at) / 1000, 3)}


def _read_s(node: Node, ref: str) -> dict[str, Any]:
    """Return how long the FLASH waited to be read and acknowledged, by the receiving side's clock alone."""
    with open_reading(node.folder) as reading:
        here = reading.here
        state = message(here, here.find(ref), 0)["states"][node.code]
        since = state["received_at"]
        return {
            "read_s": round((state["read"]["t"] - since) / 1000, 3),
            "acknowledged_s": round((state["acknowledged"]["t"] - since) / 1000, 3),
        }


def _verified(stage: Stage, node: Node) -> dict[str, Any]:
    """Export a node's record and check it with the program's own verifier and with the independent one."""
    out = stage.folder / "exports" / node.code
    with open_reading(node.folder) as reading:
        write_bundle(bundle_files(reading.held, reading.line), out)
        entries = sum(row.head.size for row in reading.held.logs(reading.line))
    roots = [stage.roots[code] for code in CODES]
    verdict = check_path(out, roots)
    script = Path(watchline.__file__).with_name("verify.py")
    command = [sys.executable, str(script), str(out)]
    for root in roots:
        command += ["--root", root]
    independent = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603 - our own script
    words = f"watchline verify: {verdict.result}; verify.py: exit {independent.returncode}"
    return {"verified": verdict.exit_code == 0 and independent.returncode == 0, "entries": entries, "words": words}

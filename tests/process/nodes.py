"""Real nodes in processes of their own, founded from files as operators do it, spoken to over their sockets, ended by their pid."""

import asyncio
import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from watchline.carrier import Relay
from watchline.demo.ports import free_ports
from watchline.host.config import load_config, save_config
from watchline.host.setup import CircuitAddress, init_node, open_line, propose, sign_founding
from watchline.host.socket import NotRunning, call

PATIENCE_S = 60.0
"""A wait ends when what it waits for has come: this is only how long a machine that is busy with other things may take."""
ROOT_PASSPHRASE = b"only for tests"


def until(wanted, patience_s=PATIENCE_S, pace_s=0.02):
    """Return the first true value of ``wanted()``; fail with its last value after the deadline."""
    end = time.monotonic() + patience_s
    while True:
        found = wanted()
        if found:
            return found
        assert time.monotonic() < end, f"not within {patience_s} s: {found!r}"
        time.sleep(pace_s)


class Node:
    """One node: its folder, and its process while it runs."""

    def __init__(self, folder, code):
        self.folder, self.code = folder, code
        self.credential = folder.parent / f"{code}.credential"
        self.process = None
        self.starts = 0

    @property
    def diagnostics(self):
        """Every line that any process of this node wrote, those of other make left aside."""
        found = []
        for number in range(1, self.starts + 1):
            for line in self._stderr(number).read_text(encoding="utf-8").splitlines():
                with contextlib.suppress(ValueError):
                    found.append(json.loads(line))
        return found

    def _stderr(self, number):
        return self.folder.parent / f"{self.code}.stderr-{number}"

    def last_words(self):
        """Return the end of what the newest process wrote, for a person who looks at a failed test."""
        return self._stderr(self.starts).read_text(encoding="utf-8")[-3000:] if self.starts else "(never started)"

    def start(self, *, wait=True):
        assert self.process is None
        self.starts += 1
        command = [sys.executable, "-m", "watchline", "up", self.folder, "--passphrase-file", self.credential]
        with self._stderr(self.starts).open("wb") as stderr:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=stderr, stdout=stderr)
        if wait:
            self.up()
        return self

    def up(self):
        """Wait until the process answers on its socket."""
        until(self._is_up)

    def _is_up(self):
        code = self.process.poll()
        assert code is None, f"{self.code} ended with {code}: {self._stderr(self.starts).read_text()}"
        try:
            return call(self.folder, {"verb": "version"}, PATIENCE_S)["pid"] == self.process.pid
        except NotRunning:
            return False

    def kill(self):
        """End it without a word, as a power cut does for a process."""
        self.process.kill()
        self.process.wait(PATIENCE_S)
        self.process = None

    def stop(self, how=signal.SIGTERM):
        """End it as an administrator does; return its exit code."""
        self.process.send_signal(how)
        code = self.process.wait(PATIENCE_S)
        self.process = None
        return code

    def freeze(self):
        os.kill(self.process.pid, signal.SIGSTOP)

    def thaw(self):
        os.kill(self.process.pid, signal.SIGCONT)

    def ask(self, verb, timeout=PATIENCE_S, **fields):
        return call(self.folder, {"verb": verb, **fields}, timeout)

    def say(self, kind, **fields):
        """Say something and return its reference; fail if it was refused."""
        answer = self.ask("say", kind=kind, **fields)
        assert not answer["error"], answer["error"]
        return answer["ref"]

    def status(self):
        return self.ask("status")

    def live(self):
        return self.status()["live"]

    def situations(self):
        """Return the situations of the alarms that last."""
        return {alarm["situation"] for alarm in self.status()["alarms"]}

    def size(self, code=None):
        """Return how many entries of a party's log this node holds."""
        return next((log["size"] for log in self.live()["logs"] if log["code"] == (code or self.code)), 0)

    def alive(self):
        """Return the circuits that are alive, of every peer."""
        peers = self.live()["peers"]
        return [(peer["code"], item["name"]) for peer in peers for item in peer["circuits"] if item["alive"]]

    def heads(self):
        """Return (origin, size) of every log here, and how much of it each party is known to hold."""
        return {log["origin"]: (log["size"], log["held_by"]) for log in self.live()["logs"]}

    def configure(self, **fields):
        import msgspec

        save_config(self.folder, msgspec.structs.replace(load_config(self.folder), **fields))


class Cables:
    """Relays in a thread of their own: cables that a test cuts while processes talk."""

    def __init__(self):
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._relays = {}

    def _do(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(PATIENCE_S)

    def lay(self, name, port):
        """Lay a cable to a port and return the port to dial instead."""

        async def begin():
            relay = Relay(("127.0.0.1", 0), ("127.0.0.1", port))
            await relay.start()
            return relay

        relay = self._do(begin())
        self._relays.setdefault(name, []).append(relay)
        return relay.address[1]

    def cut(self, name):
        for relay in self._relays[name]:
            self._loop.call_soon_threadsafe(relay.cut)

    def restore(self, name):
        for relay in self._relays[name]:
            self._loop.call_soon_threadsafe(relay.restore)

    def close(self):
        for relays in self._relays.values():
            for relay in relays:
                self._do(relay.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()


class Line:
    """Two or more parties in processes, founded from files.

    Args:
        base: A folder of its own.
        codes: Party codes.
        circuits: Names of the circuits.
        cables: Dial through relays that can be cut.
        fields: Fields of the charter.
    """

    def __init__(self, base, codes="XAA XBB", circuits="one two", *, cables=False, **fields):
        self.base = Path(base)
        self.names = circuits.split()
        self.cables = Cables() if cables else None
        self.nodes = {code: Node(self.base / code, code) for code in codes.split()}
        ends = [(code, name) for code in self.nodes for name in self.names]
        ports = dict(zip(ends, free_ports(len(ends)), strict=True))
        cards = {}
        for node in self.nodes.values():
            node.credential.touch(0o600)
            node.credential.write_text(secrets.token_hex(32) + "\n", encoding="ascii")
            cards[node.code] = init_node(
                node.folder,
                code=node.code,
                names={"en": f"Side {node.code}"},
                circuits=[
                    CircuitAddress(name, "127.0.0.1", self._dialled(name, ports[node.code, name]))
                    for name in self.names
                ],
                passphrase=node.credential.read_bytes().strip(),
                root_key=self.root(node.code),
                root_passphrase=ROOT_PASSPHRASE,
                spares=0,
                light=True,
            )
        proposer, *others = self.nodes.values()
        founding = propose(proposer.folder, [cards[node.code].data for node in others], {"demo": 1, **fields})
        for code in self.nodes:
            founding = sign_founding(founding.data(), self.root(code), ROOT_PASSPHRASE)
        for node in self.nodes.values():
            open_line(node.folder, founding.data(), node.credential.read_bytes().strip())
            self._listen(node, ports)

    def _dialled(self, name, port):
        return port if self.cables is None else self.cables.lay(name, port)

    def _listen(self, node, ports):
        """The card names the cable's end; the node listens at the other one."""
        import msgspec

        circuits = load_config(node.folder).circuits
        node.configure(
            circuits=tuple(
                msgspec.structs.replace(item, listen=f"127.0.0.1:{ports[node.code, item.name]}") for item in circuits
            )
        )

    def root(self, code):
        return self.base / "roots" / code

    def __getitem__(self, code):
        return self.nodes[code]

    def start(self):
        for node in self.nodes.values():
            node.start(wait=False)
        for node in self.nodes.values():
            node.up()
        return self

    def open(self):
        """Start both and answer one line test each way."""
        self.start()
        for asking in self.nodes.values():
            until(lambda asking=asking: not asking.live()["closed"] and asking.alive())
            ref = asking.say("test")
            for other in self.nodes.values():
                if other is not asking:
                    until(
                        lambda other=other, ref=ref: (
                            not other.ask("say", kind="test_answered", ref=ref, quality=5)["error"]
                        )
                    )
        until(lambda: all(node.live()["open"] for node in self.nodes.values()))
        return self

    def settled(self):
        """Tell whether every node holds the same of every log, and knows that the others do."""
        heads = [node.heads() for node in self.nodes.values()]
        sizes = [{origin: size for origin, (size, _) in found.items()} for found in heads]
        return all(size == sizes[0] for size in sizes) and all(
            len(by) == len(self.nodes) - 1 and set(by.values()) == {size}
            for found in heads
            for size, by in found.values()
        )

    def close(self):
        for node in self.nodes.values():
            if node.process is not None:
                with contextlib.suppress(ProcessLookupError):
                    node.thaw()
                node.kill()
        if self.cables is not None:
            self.cables.close()


@contextlib.contextmanager
def a_line(base, *args, **fields):
    line = Line(base, *args, **fields)
    try:
        yield line
    except BaseException as why:
        for node in line.nodes.values():
            why.add_note(f"the last that {node.code} wrote:\n{node.last_words()}")
        raise
    finally:
        line.close()

"""Two nodes on this machine, made and moved by the verbs alone, as two administrators would."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from watchline.cli.main import cli
from watchline.demo.ports import free_ports

CODES = ("XAA", "XBB")


def run(*arguments: object, exit_code: int | None = 0, **fields: Any) -> Result:
    """Run a verb and compare its exit code (None: any)."""
    result = CliRunner().invoke(cli, [str(item) for item in arguments], **fields)
    if exit_code is not None:
        assert result.exit_code == exit_code, f"{arguments}: {result.output} {result.exception!r}"
    return result


def answer(*arguments: object, exit_code: int | None = 0) -> dict[str, Any]:
    """Run a verb with --json and return the one object that it prints."""
    result = run(*arguments, "--json", exit_code=exit_code)
    lines = result.stdout.splitlines()
    assert len(lines) == 1, result.stdout
    found = json.loads(lines[0])
    assert isinstance(found, dict)
    return found


class Pair:
    """Folders, keys and processes of two nodes below one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.secret = folder / "secret"
        self.secret.write_text("a passphrase\n")
        self.secret.chmod(0o600)
        self.ports = free_ports(4)
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def dir(self, code: str) -> Path:
        return self.folder / code.lower()

    def root(self, code: str) -> Path:
        return self.folder / f"root-{code}"

    def init(self, code: str, *more: object) -> Result:
        one, two = self.ports[:2] if code == "XAA" else self.ports[2:]
        return run(
            "init", self.dir(code), "--code", code, "--name", f"Side {code[-1]}",
            "--circuit", f"one=127.0.0.1:{one}", "--circuit", f"two=127.0.0.1:{two}",
            "--root-key", self.root(code), "--light", "--passphrase-file", self.secret, "--root-passphrase-file", self.secret, *more,
        )  # fmt: skip

    def fingerprint(self, code: str) -> str:
        return str(answer("card", self.dir(code))["fingerprint"])

    @property
    def founding(self) -> Path:
        return self.folder / "founding"

    def propose(self, *more: object, **fields: Any) -> Result:
        arguments = ("found", self.dir("XAA"), "--propose", self.dir("XBB") / "card", "--out", self.founding, *more)
        return run(*arguments, **fields)

    def sign(self, code: str, *more: object, **fields: Any) -> Result:
        key = ("--root-key", self.root(code), "--root-passphrase-file", self.secret)
        return run("found", self.dir(code), "--sign", self.founding, *key, *more, **fields)

    def open(self, code: str, *more: object, **fields: Any) -> Result:
        return run("found", self.dir(code), "--open", self.founding, "--passphrase-file", self.secret, *more, **fields)

    def found(self, *more: object) -> Pair:
        """Do all that comes before `up`; ``more`` goes to the proposal."""
        for code in CODES:
            self.init(code)
        self.propose("--demo", "--title", "A line", "--test", "0600:one", "--test", "1800:two", *more)
        for code, other in (CODES, CODES[::-1]):
            self.sign(code, "--root", self.fingerprint(other))
        for code, other in (CODES, CODES[::-1]):
            self.open(code, "--root", self.fingerprint(other))
        return self

    def up(self, code: str) -> None:
        """Start a node and wait until it answers."""
        with (self.folder / f"{code}.diagnostics").open("ab") as diagnostics:
            self.processes[code] = subprocess.Popen(
                [sys.executable, "-m", "watchline", "up", self.dir(code), "--passphrase-file", self.secret],
                stdin=subprocess.DEVNULL,
                stdout=diagnostics,
                stderr=diagnostics,
            )
        self.until(lambda: bool(answer("status", self.dir(code))["running"]), f"{code} does not answer")

    def down(self, code: str) -> None:
        process = self.processes.pop(code, None)
        if process is not None:
            process.send_signal(signal.SIGTERM)
            process.wait(60)

    def close(self) -> None:
        for code in list(self.processes):
            self.down(code)

    def until(self, true: Any, words: str, seconds: float = 60) -> None:
        """Wait until something is true."""
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, f"{words}: {self.diagnostics()}"
            time.sleep(0.1)

    def diagnostics(self) -> str:
        return "".join(path.read_text()[-3000:] for path in sorted(self.folder.glob("*.diagnostics")))

    def status(self, code: str) -> dict[str, Any]:
        return answer("status", self.dir(code))

    def alive(self, code: str) -> bool:
        return all(item["alive"] for peer in self.status(code)["peers"] for item in peer["circuits"])

    def message(self, code: str, ref: str) -> dict[str, Any] | None:
        listed = answer("inbox", self.dir(code))["messages"]
        return next((item for item in listed if item["ref"] == ref), None)

    def refs(self, code: str, of: str) -> list[str]:
        return [item["ref"] for item in answer("log", "list", self.dir(code), "--party", of)["entries"]]

    def open_by_tests(self) -> None:
        """Test the line each way, so that it is open."""
        for code, other in (CODES, CODES[::-1]):
            ref = answer("test", self.dir(code))["ref"]
            self.until(lambda at=other, of=code, what=ref: what in self.refs(at, of), f"{ref} does not arrive")
            answer("test", self.dir(other), "--answer", ref, "--quality", 5)
        for code in CODES:
            self.until(lambda at=code: self.status(at)["open"], "the line does not open")


def is_root() -> bool:
    return os.geteuid() == 0


@contextlib.contextmanager
def open_pair(folder: Path, charter: str = "") -> Iterator[Pair]:
    """Two nodes that run, on a line that is open: founded, both circuits alive, one test answered each way.

    ``charter``: further fields of the charter, as TOML.
    """
    (folder / "charter.toml").write_text(charter)
    made = Pair(folder).found(*(["--charter", folder / "charter.toml"] if charter else []))
    try:
        for code in CODES:
            made.up(code)
        made.until(lambda: all(made.alive(code) for code in CODES), "circuits do not come alive")
        made.open_by_tests()
        yield made
    finally:
        made.close()

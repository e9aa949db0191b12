"""The floors hold, and the tool that says so is awake: a planted fault is reported by name."""

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tools.tree import ROOT

BIN = Path(sys.executable).parent
SRC = ROOT / "src" / "watchline"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = PROJECT["tool"]["importlinter"]["contracts"]
FLOORS, PURITY, CRYPTO = CONTRACTS
# The folders that do I/O. Everything else is pure, including a folder that nobody has written yet.
DOORS = {"cli", "demo", "host", "sim", "carrier", "store", "terminal", "desk", "voice"}
OUTSIDE = {"__init__", "__main__", "verify"}


def modules():
    """The folders and files that stand directly in src/watchline."""
    folders = {path.parent.name for path in SRC.glob("*/__init__.py")}
    return folders | {path.stem for path in SRC.glob("*.py")}


def lint_imports(folder):
    done = subprocess.run(
        [BIN / "lint-imports", "--no-cache", "--no-logo", "--config", ROOT / "pyproject.toml"],
        cwd=folder,
        # In front of the editable install, so that the copy is read and not the checkout.
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def copy(tmp_path):
    """A copy of the source in which a fault can be planted."""
    shutil.copytree(SRC, tmp_path / "watchline", ignore=shutil.ignore_patterns("__pycache__", "verify.py"))
    shutil.copyfile(ROOT / "verify.py", tmp_path / "watchline" / "verify.py")
    return tmp_path


def test_every_folder_imports_only_from_the_floors_below():
    code, said = lint_imports(ROOT / "src")
    assert code == 0, said


@pytest.mark.parametrize(
    ("file", "line", "named"),
    [
        ("log/planted.py", "import time", "watchline.log.planted -> time"),
        ("node/planted.py", "from asyncio import Queue", "watchline.node.planted -> asyncio"),
        ("log/planted.py", "import watchline.peer", "watchline.log.planted -> watchline.peer"),
        ("carrier/planted.py", "import watchline.store", "watchline.carrier.planted -> watchline.store"),
        ("host/planted.py", "import nacl.signing", "watchline.host.planted -> nacl"),
        ("verify.py", "import cryptography.x509", "watchline.verify -> cryptography"),
        ("helpers/__init__.py", "", "watchline.helpers"),
        ("helpers/__init__.py", "import time", "watchline.helpers -> time"),
    ],
)
def test_a_planted_fault_is_reported_by_name(copy, file, line, named):
    planted = copy / "watchline" / file
    planted.parent.mkdir(exist_ok=True)
    planted.with_name("__init__.py").touch()
    planted.write_text(f'"""Planted."""\n{line}\n', encoding="utf-8")
    code, said = lint_imports(copy)
    assert code != 0
    assert named in " ".join(said.replace("\n", " ").split())


def exempt(contract):
    return {line.partition(" -> ")[0].split(".")[1] for line in contract["ignore_imports"]}


def test_nothing_is_exempt_from_purity_but_the_doors_and_nothing_from_the_crypto_rule_but_keys():
    assert PURITY["source_modules"] == CRYPTO["source_modules"] == ["watchline.*"]
    assert exempt(PURITY) <= DOORS | {"verify"}
    assert exempt(CRYPTO) == {"keys"}


def test_every_floor_is_optional_so_that_a_folder_comes_only_when_it_is_needed():
    named = [name for layer in FLOORS["layers"] for name in layer.split(" | ")]
    assert all(name.startswith("(") and name.endswith(")") for name in named)
    assert len(named) == len(set(named))


def pure_files():
    """Every file of every pure folder."""
    found = []
    for name in sorted(modules() - DOORS - OUTSIDE):
        folder = SRC / name
        found += sorted(folder.rglob("*.py")) if folder.is_dir() else [SRC / f"{name}.py"]
    return found


# What no import shows: the first differ from process to process, the others are the disk and the terminal.
UNREPEATABLE = {"hash", "id", "open", "print", "input", "breakpoint", "exec", "eval", "__import__"}


@pytest.mark.parametrize("path", pure_files(), ids=lambda path: str(path.relative_to(SRC)))
def test_a_pure_file_calls_nothing_that_could_differ_the_next_time(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [
        f"{path.relative_to(ROOT)}:{call.lineno}: {call.func.id}()"
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in UNREPEATABLE
    ]
    # __hash__ is where hash() belongs: Python asks for it there and nothing else sees the number.
    allowed = {
        f"{path.relative_to(ROOT)}:{call.lineno}: hash()"
        for method in ast.walk(tree)
        if isinstance(method, ast.FunctionDef) and method.name == "__hash__"
        for call in ast.walk(method)
        if isinstance(call, ast.Call)
    }
    assert not set(calls) - allowed


@pytest.mark.parametrize(
    ("call", "imports"),
    [
        ("time.time()", "import time"),
        ("time.monotonic()", "import time"),
        ("datetime.datetime.now(datetime.UTC)", "import datetime"),
        ("datetime.now(UTC)", "from datetime import UTC, datetime"),
        ("os.urandom(32)", "import os"),
        ("random.random()", "import random"),
        ("secrets.token_bytes(32)", "import secrets"),
    ],
)
def test_a_clock_or_a_die_is_banned_in_a_pure_folder_and_allowed_at_a_door(call, imports):
    def complaints(folder):
        done = subprocess.run(
            [
                BIN / "ruff",
                "check",
                "--select",
                "TID251",
                "--stdin-filename",
                f"src/watchline/{folder}/planted.py",
                "-",
            ],
            cwd=ROOT,
            input=f"{imports}\nPLANTED = {call}\n",
            capture_output=True,
            text=True,
            check=False,
        )
        return "TID251" in done.stdout

    assert complaints("log")
    assert complaints("node")
    assert not complaints("host")
    assert not complaints("sim")

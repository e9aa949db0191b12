"""The Go verifier as a function: built once, offline, outside the checkout."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent / "verify-go"
MODULES = Path("/usr/share/gocode/src/golang.org/x/mod/sumdb/note/note.go")

needs_go = pytest.mark.skipif(
    shutil.which("go") is None or not MODULES.exists(),
    reason="no Go here: Debian's golang-go and golang-golang-x-mod-dev bring it in",
)


def build(folder):
    """Build the program in a folder; return a function that runs it with arguments."""
    program = folder / "verify-go"
    offline = {"GOFLAGS": "-mod=mod", "GOPROXY": "off", "GOSUMDB": "off", "GONOSUMDB": "*", "GOTOOLCHAIN": "local"}
    places = {"GOCACHE": str(folder / "cache"), "GOPATH": str(folder / "path"), "GO111MODULE": "on", "GOWORK": "off"}
    built = subprocess.run(
        ["go", "build", "-o", str(program), "."],
        cwd=SOURCE,
        env={**os.environ, **offline, **places},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr

    def run(*arguments):
        return subprocess.run([str(program), *map(str, arguments)], capture_output=True, text=True, check=False)

    return run

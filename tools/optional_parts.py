"""Bring what some tests need beside Python, where that is possible, and say what is missing where it is not.

tests/independent runs a verifier in Go that shares no code with ours; tests/desk opens the desk in a real Chromium;
tests/conflict compiles the kernel of the search and asks PostGIS for a second opinion. As root on Debian the packages are installed; elsewhere one
line says which tests will be skipped and how to bring them in. Never an error: a missing part is a counted skip, and only
WATCHLINE_NO_SKIPS=1 makes that a failure (tests/conftest.py).
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, kw_only=True)
class Part:
    """Something outside Python that some tests use."""

    what: str
    tests: str
    witnesses: tuple[str, ...]  # programs on PATH, or absolute files, that show it is there
    packages: tuple[str, ...]  # Debian's names

    def missing(self) -> list[str]:
        """Return the witnesses that are not there."""
        return [
            witness
            for witness in self.witnesses
            if not (shutil.which(witness) or (Path(witness).is_absolute() and Path(witness).exists()))
        ]


PARTS = (
    Part(
        what="Go and its note reader",
        tests="tests/independent",
        witnesses=("go", "/usr/share/gocode/src/golang.org/x/mod/sumdb/note/note.go"),
        packages=("golang-go", "golang-golang-x-mod-dev"),
    ),
    Part(
        what="Chromium",
        tests="tests/desk",
        witnesses=("chromium",),
        packages=("chromium",),
    ),
    Part(
        what="a C compiler",
        tests="tests/conflict",
        witnesses=("cc", "/usr/include/stdlib.h"),
        packages=("gcc", "libc6-dev"),
    ),
    Part(
        what="PostGIS",
        tests="tests/conflict",
        witnesses=("/usr/lib/postgresql/15/bin/postgres", "/usr/share/postgresql/15/extension/postgis.control"),
        packages=("postgresql-15", "postgresql-15-postgis-3"),
    ),
)


def install(packages: tuple[str, ...]) -> bool:
    """Install Debian packages quietly; a failure is told, not raised, since the tests can run without them."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["-y", "--no-install-recommends", "install", *packages]):
        done = subprocess.run(
            ["apt-get", "-qq", *command], env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            print(f"apt-get {command[0]}: {done.stderr.strip()[-300:]}", file=sys.stderr)
            return False
    return True


def main() -> None:
    """Look at each part whose tests are in this checkout."""
    built = subprocess.run([sys.executable, ROOT / "tools" / "console_build.py", "--dev"], check=False)
    if built.returncode:
        print("tests/desk will skip what needs the console's packages", file=sys.stderr)
    for part in PARTS:
        if not (ROOT / part.tests).exists() or not part.missing():
            continue
        if os.geteuid() == 0 and shutil.which("apt-get"):
            print(f"set-up: {part.what} ({' '.join(part.packages)}) for {part.tests}", flush=True)
            if install(part.packages) and not part.missing():
                continue
        print(
            f"{part.tests} will skip: {part.what} not here; `sudo apt-get install {' '.join(part.packages)}` brings it in"
        )
    subprocess.run(
        [sys.executable, ROOT / "tools" / "kernel_build.py"], check=False
    )  # a compiler may have come just now


if __name__ == "__main__":
    main()

"""Make or refresh .venv from the locks, so that `make demo` and `make test` start from a fresh clone.

    python3 tools/make_venv.py runtime    what a node needs
    python3 tools/make_venv.py dev        that, and what the tests and checks need

Only hashes from locks/ are accepted. The stamp .venv/<set>.stamp holds the digest of everything that decides the contents, so a
second run does nothing, and a changed lock makes the venv anew (a package that left the lock must not stay importable).

Standard library only: this runs before anything is installed, on the Python that a bare Debian 12 has.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

try:
    import tomllib
except ImportError:
    sys.exit(f"watchline needs Python 3.11 or newer; this is {sys.version.split()[0]}: say make PYTHON=python3.12")

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
# Order matters: dev.txt holds every line of runtime.txt (it is compiled under it), so a dev venv serves `make demo` too.
LOCK_OF = {"runtime": "locks/runtime.txt", "dev": "locks/dev.txt"}
BUILD_LOCK = "locks/build.txt"
PIP_QUIET = ("--quiet", "--disable-pip-version-check", "--no-input")


def stamp_text(name: str) -> str:
    """Return the two lines of a finished stamp: the digest of what asks for a new venv, and of what asks to install us again."""
    locks = hashlib.sha256(f"{sys.version}\n{ROOT}\n".encode())
    for lock in (LOCK_OF[name], BUILD_LOCK):
        locks.update((ROOT / lock).read_bytes())
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    # Not the settings of ruff or pytest: they change often and nothing that is installed depends on them.
    installed = [project["build-system"], project["project"], project["tool"]["hatch"]]
    return f"{locks.hexdigest()}\n{hashlib.sha256(json.dumps(installed, sort_keys=True).encode()).hexdigest()}\n"


def stamp(name: str) -> Path:
    """Return the stamp file of a set."""
    return VENV / f"{name}.stamp"


def read(path: Path) -> str:
    """Return a small file's text, or nothing if it is not there."""
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        return ""


def run(*command: str | Path, step: str) -> None:
    """Run one step; on failure show all it said, since that is when a reader wants it."""
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}
    done = subprocess.run(
        [str(part) for part in command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
        sys.exit(
            f"watchline set-up: {step} failed (above). Nothing half-made is used; run the same make again when it is mended."
        )


def make_sure_of_venv_module() -> None:
    """Debian ships python3 without ensurepip: as root install it, as anyone else say the one command and stop."""
    try:
        import ensurepip  # noqa: F401 - asking for it is the test
    except ImportError:
        package = f"python{sys.version_info.major}-venv"
        if os.geteuid() == 0 and shutil.which("apt-get"):
            say(f"installing {package} (this python3 cannot make a venv without it)")
            apt_install(package)
            return
        sys.exit(
            f"watchline set-up: this python3 cannot make a venv; run `sudo apt-get install {package}` and then the same make again."
        )


def apt_install(*packages: str) -> None:
    """Install Debian packages; the package lists may be empty on a fresh machine, so bring them up to date first."""
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    run("apt-get", "-qq", "update", step="apt-get update")
    run("apt-get", "-qq", "-y", "--no-install-recommends", "install", *packages, step="apt-get install")


def say(what: str) -> None:
    """Print one short line about the step that begins."""
    print(f"set-up: {what}", flush=True)


def make(name: str) -> None:
    """Bring .venv to the state that the locks describe."""
    wanted = stamp_text(name)
    if read(stamp(name)) == wanted:
        stamp(name).touch()
        return
    started = time.monotonic()
    python = VENV / "bin" / "python"
    had = {other: read(stamp(other)).partition("\n")[0] == stamp_text(other).partition("\n")[0] for other in LOCK_OF}
    stale = any(stamp(other).exists() and not had[other] for other in LOCK_OF)
    for other in LOCK_OF:
        stamp(other).unlink(missing_ok=True)
    if stale or not any(had.values()) or not python.exists():
        had = dict.fromkeys(LOCK_OF, False)
        make_sure_of_venv_module()
        say(f".venv with Python {sys.version.split()[0]}")
        run(sys.executable, "-m", "venv", "--clear", VENV, step="python3 -m venv")
    pip = (python, "-m", "pip")
    if not had[name]:
        lines = (ROOT / LOCK_OF[name]).read_text(encoding="ascii").splitlines()
        say(f"{sum('==' in line for line in lines)} packages of {LOCK_OF[name]}, by hash")
        locks = ("--require-hashes", "--no-deps", "-r", BUILD_LOCK, "-r", LOCK_OF[name])
        run(*pip, "install", *PIP_QUIET, *locks, step="pip install")
    say("watchline itself, in place")
    ourselves = ("--no-index", "--no-deps", "--no-build-isolation", "-e", ".")
    run(*pip, "install", *PIP_QUIET, *ourselves, step="pip install -e .")
    run(*pip, "check", step="pip check")
    for done in ("runtime", name):  # the dev lock holds every line of the runtime lock
        stamp(done).write_text(stamp_text(done), encoding="ascii")
    if had["dev"] and name == "runtime":
        stamp("dev").write_text(stamp_text("dev"), encoding="ascii")
    say(f"done in {time.monotonic() - started:.0f} s")


def main() -> None:
    """Make the set that is named on the command line; one at a time in this checkout."""
    if len(sys.argv) != 2 or sys.argv[1] not in LOCK_OF:
        sys.exit(f"usage: python3 tools/make_venv.py {'|'.join(LOCK_OF)}")
    with Path(__file__).open("rb") as this_file:  # two makes in one checkout take turns
        fcntl.flock(this_file, fcntl.LOCK_EX)
        make(sys.argv[1])


if __name__ == "__main__":
    main()

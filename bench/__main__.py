"""``python -m bench [NAME …]``: run the measurements, print them beside the disk's phase and the machine."""

from __future__ import annotations

import importlib
import os
import platform
import sys
import tempfile
from pathlib import Path

from bench.floor import probe

NAMES = (
    "one_entry",
    "sustained",
    "append",
    "verify",
    "simulator",
    "at_rest",
    "killed",
    "conflict",
    "conflict_arrays",
    "desk_figures",
)


def main(names: list[str]) -> None:
    """Run the named measurements, or all."""
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, CPython {platform.python_version()}"
    )
    for name in names or NAMES:
        with tempfile.TemporaryDirectory(prefix=".bench.", dir=".") as scratch:
            before = probe(Path(scratch))
            found = importlib.import_module(f"bench.{name}").run()
            after = probe(Path(scratch))
        print(f"\n{name}   (fdatasync probe before {before:.3f} ms, after {after:.3f} ms)")
        for what, value in found.items():
            print(f"  {what:60} {value:12.3f}")


main(sys.argv[1:])

"""Compile src/watchline/conflict/kernel.c, if a C compiler is here and what is built is not what the source says. Standard library only.

    python3 tools/kernel_build.py             says in one line what was done
    python3 tools/kernel_build.py --check     the same with -fsanitize=address,undefined, into build/, for the tests

Never an error: without the kernel NumPy gives the same answers, some ten times slower, and `watchline doctor` says so.
WATCHLINE_NO_KERNEL=1 leaves it out. CC names a compiler other than cc, gcc or clang.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "watchline" / "conflict" / "kernel.c"
BUILT = SOURCE.with_name("libkernel.so")
CHECKED = ROOT / "build" / "libkernel-checked.so"
WITHOUT = "WATCHLINE_NO_KERNEL"
# One rounding for each operation: nothing fused, nothing reordered, no wider registers, no processor of this machine's own.
FLAGS = (
    "-std=c11",
    "-O3",
    "-ffp-contract=off",
    "-fno-fast-math",
    "-fno-math-errno",
    "-fPIC",
    "-shared",
    "-fvisibility=hidden",
)
SANITIZED = ("-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all")


def wanted() -> bool:
    """Tell whether it is to be built at all: little-endian machines of 64 bits have it."""
    return os.environ.get(WITHOUT, "") in {"", "0"} and sys.byteorder == "little" and sys.maxsize > 2**32


def compiler() -> str | None:
    """Return the C compiler of this machine, or None."""
    named = os.environ.get("CC", "").split()
    return next((found for name in (*named[:1], "cc", "gcc", "clang") if (found := shutil.which(name))), None)


def source() -> str:
    """Return the digest of everything that decides what is built, but the compiler."""
    return hashlib.sha256(SOURCE.read_bytes() + " ".join(FLAGS).encode()).hexdigest()


def fresh() -> bool:
    """Tell whether what is built is of this source."""
    return BUILT.exists() and f"watchline-kernel-source:{source()}".encode() in BUILT.read_bytes()


def build(*, checked: bool = False) -> bool:
    """Compile; tells whether it is there now. What the compiler says goes to the diagnostics of the caller."""
    program = compiler()
    if program is None:
        return False
    to = CHECKED if checked else BUILT
    to.parent.mkdir(exist_ok=True)
    scratch = to.with_name(f"{to.name}.{os.getpid()}")
    # The name of the file, not its path, so that the same compiler makes the same bytes wherever the checkout is.
    command = [
        program,
        *FLAGS,
        *(SANITIZED if checked else ()),
        f'-DSOURCE="{source()}"',
        "-o",
        str(scratch),
        SOURCE.name,
    ]
    done = subprocess.run(command, cwd=SOURCE.parent, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"The kernel was not built by {program}: {done.stderr.strip()[-500:]}", file=sys.stderr)
        scratch.unlink(missing_ok=True)
        return False
    scratch.replace(to)
    return True


def tag() -> str:
    """Return the tag of a wheel that carries the kernel: any Python 3, this kind of machine."""
    return f"py3-none-{sysconfig.get_platform().replace('-', '_').replace('.', '_')}"


def main() -> None:
    """Build what is missing; remove what is of another source."""
    if "--check" in sys.argv:
        build(checked=True)
        return
    if not wanted():
        BUILT.unlink(missing_ok=True)
        return
    if not fresh() and not build():
        BUILT.unlink(missing_ok=True)
        why = "no C compiler is here" if compiler() is None else "the compiler refused it"
        print(
            f"set-up: areas are compared by NumPy, not by the compiled kernel ({why}); the answers are the same",
            flush=True,
        )


if __name__ == "__main__":
    main()

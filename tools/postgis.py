"""PostGIS as a second opinion for tests and measurements: a server of our own on a socket in a folder, ended when its user is done.

Debian's postgresql-15 and postgresql-15-postgis-3; nothing that listens on a port, no cluster of the machine's is touched.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
EXTENSION = Path("/usr/share/postgresql/15/extension/postgis.control")
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "jit": "off",
    "shared_buffers": "1GB",
    "work_mem": "64MB",
    "maintenance_work_mem": "256MB",
    "max_parallel_workers_per_gather": "0",
    "autovacuum": "off",
}


def missing() -> str:
    """Return in words why there can be no server here; empty if there can."""
    if not (PROGRAMS / "postgres").exists() or not EXTENSION.exists():
        return "PostGIS is not here; Debian's postgresql-15 and postgresql-15-postgis-3 have it"
    if os.geteuid() == 0 and "postgres" not in {user.pw_name for user in pwd.getpwall()}:
        return "a PostgreSQL server does not run as root, and there is no user postgres"
    return ""


class Server:
    """A running server.

    Args:
        folder: Where its socket is.
    """

    def __init__(self, folder: Path) -> None:
        self._command = [
            "psql",
            "-XqAt",
            "-v",
            "ON_ERROR_STOP=1",
            "-h",
            str(folder),
            "-U",
            "postgres",
            "-d",
            "postgres",
        ]

    def ask(self, sql: str) -> str:
        """Return what a script prints: rows by lines, columns by bars."""
        done = subprocess.run(self._command, input=sql, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        return done.stdout


def copied(table: str, rows: Iterator[tuple[object, ...]]) -> str:
    """Return a script that puts rows into a table."""
    return "\n".join((f"COPY {table} FROM STDIN;", *("\t".join(map(str, row)) for row in rows), "\\.", ""))


@contextmanager
def server() -> Iterator[Server]:
    """Run a server with PostGIS until the block is left."""
    folder = Path(tempfile.mkdtemp(prefix="wl"))  # a socket's path has little room
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    more: dict[str, object] = {"user": user, "group": user, "extra_groups": []} if user else {}
    quiet: dict[str, object] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder, **more}
    running = None
    try:
        initdb = [PROGRAMS / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run(initdb, check=True, **quiet)  # type: ignore[call-overload]
        settings = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        running = subprocess.Popen([PROGRAMS / "postgres", "-D", data, "-k", folder, *settings], **quiet)  # type: ignore[call-overload]
        found = Server(folder)
        _wait(found)
        found.ask("CREATE EXTENSION postgis; CREATE EXTENSION btree_gist;")
        yield found
    finally:
        if running is not None:
            running.send_signal(signal.SIGINT)  # ends its sessions and itself
            running.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(found: Server) -> None:
    for _ in range(300):
        try:
            found.ask("SELECT 1")
        except RuntimeError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not answer in 30 s")

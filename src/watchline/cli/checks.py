"""What ``doctor`` looks at: each check ends in ok, warn or fail, and words that say what to do. Nothing is changed."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module, metadata
from pathlib import Path
from typing import NamedTuple

from watchline.errors import OurMistake, WatchlineError

OK, WARN, FAIL = "ok", "warn", "fail"
PYTHON_MIN = (3, 11)
FREE_BYTES_MIN = 1 << 30
MEMORY_KB_MIN = 400_000
"""Opening a sealed key takes 256 MiB for a second."""
LIBRARIES = {
    "PyNaCl": "nacl.signing",
    "cryptography": "cryptography.x509",
    "cbor2": "cbor2",
    "msgspec": "msgspec",
    "apsw": "apsw",
    "click": "click",
    "rich": "rich",
    "textual": "textual",
    "prometheus-client": "prometheus_client",
    "segno": "segno",
    "starlette": "starlette.routing",
    "uvicorn": "uvicorn",
    "webauthn": "webauthn",
}
_CLOCK_ERROR = 5
_TIMEX_BYTES = 512


class Check(NamedTuple):
    """One thing looked at."""

    check: str
    result: str
    words: str


def machine_checks() -> list[Check]:
    """Look at the machine."""
    return [_python(), *_libraries(), _tls(), _clock(), _memory(), _console(), _kernel()]


def _console() -> Check:
    """Look whether the browser desk's files are those that the manifest names."""
    from watchline.desk.assets import Console

    found = Console()
    return Check("desk", WARN if not found.hash else FAIL if found.wrong else OK, found.words)


def _kernel() -> Check:
    """Look whether areas are compared by the compiled kernel."""
    from watchline.conflict.kernel import kernel, words

    return Check("areas", OK if kernel() else WARN, words())


def node_checks(folder: Path) -> list[Check]:
    """Look at the node in a folder."""
    from watchline.host.config import load_config
    from watchline.host.places import places

    try:
        config = load_config(folder)
    except WatchlineError as why:
        return [Check("configuration", FAIL, str(why))]
    anchor = config.anchor_folder(folder)
    found = [Check("configuration", OK, f"party {config.code}, circuits {', '.join(c.name for c in config.circuits)}")]
    found += _modes(folder, anchor)
    found += [_volumes(folder, anchor), _room(folder)]
    for place in places(folder):
        found.append(_said("record", lambda place=place: _record(place)))  # type: ignore[misc]
        found.append(_said("head lock", lambda place=place: _head_lock(anchor, place)))  # type: ignore[misc]
    running = _running(folder)
    found.append(running)
    found += _ports(folder, running=running.result == OK)
    return found


def _said(name: str, look: Callable[[], Check]) -> Check:
    try:
        return look()
    except OurMistake as why:
        return Check(name, WARN, str(why))
    except WatchlineError as why:
        return Check(name, FAIL, str(why))
    except OSError as why:
        return Check(name, FAIL, f"{why.filename or name}: {why.strerror}.")


def _python() -> Check:
    version = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info < PYTHON_MIN:
        return Check("Python", FAIL, f"{version}; 3.11 or newer is needed.")
    return Check("Python", OK, version)


def _libraries() -> list[Check]:
    found = []
    for name, module in LIBRARIES.items():
        try:
            import_module(module)
            found.append(Check(name, OK, metadata.version(name) + _beneath(name)))
        except (ImportError, metadata.PackageNotFoundError) as why:
            found.append(
                Check(
                    name,
                    FAIL,
                    f"cannot be used ({why}); install from locks/runtime.txt (docs/how-to/install-offline.md).",
                )
            )
    return found


def _beneath(name: str) -> str:
    """Return the version of what a library carries inside, where security releases come from."""
    if name == "apsw":
        import apsw

        return f", SQLite {apsw.sqlite_lib_version()}"
    return ""


def _tls() -> Check:
    import ssl

    from watchline.carrier.tls import Identity, make_context
    from watchline.keys import make_certificate, private_pem

    seed = os.urandom(32)
    certificate = make_certificate(seed, "XAA")
    try:
        make_context(Identity(certificate, private_pem(seed)), [certificate], server_side=True)
    except (WatchlineError, ssl.SSLError, OSError) as why:
        return Check("TLS", FAIL, f"{ssl.OPENSSL_VERSION}: circuits cannot be made here: {why}")
    return Check("TLS", OK, f"{ssl.OPENSSL_VERSION}: TLS 1.3 with Ed25519 certificates")


def _clock() -> Check:
    """Ask the kernel whether anything keeps its clock."""
    import ctypes

    from watchline.host.clocks import Clocks
    from watchline.measure import utc

    now = utc(Clocks().now().wall)
    try:
        state = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(_TIMEX_BYTES))
    except (OSError, AttributeError):
        return Check(
            "clock", WARN, f"{now}; whether anything keeps it cannot be found out here. Compare it with a third clock."
        )
    if state == _CLOCK_ERROR:
        words = f"{now}; the kernel says that nothing keeps it. Run a time service, or compare it with a third clock every watch."
        return Check("clock", WARN, words)
    return Check("clock", OK, f"{now}, kept by a time service")


def _memory() -> Check:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        free_kb = next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration, ValueError):
        return Check("memory", WARN, "how much is free cannot be found out here; 400 MB are needed at a start.")
    if free_kb < MEMORY_KB_MIN:
        return Check("memory", WARN, f"{free_kb // 1024} MB are free; opening the keys takes 256 MB for a second.")
    return Check("memory", OK, f"{free_kb // 1024} MB free")


def _modes(folder: Path, anchor: Path) -> list[Check]:
    """Look at who may open what."""
    from watchline.host.config import CARD, CONFIG, RECORD, SOCKET
    from watchline.host.keyring import KEYS

    found = []
    for path, widest in (
        (folder, 0o700),
        (anchor, 0o700),
        (anchor / KEYS, 0o600),
        (folder / RECORD, 0o600),
        (folder / SOCKET, 0o600),
    ):
        try:
            about = path.stat()
        except OSError as why:
            if path.name != SOCKET:
                found.append(Check("permissions", FAIL, f"{path}: {why.strerror}."))
            continue
        mode = stat.S_IMODE(about.st_mode)
        if about.st_uid not in {os.geteuid(), 0}:
            found.append(
                Check("permissions", FAIL, f"{path} belongs to account {about.st_uid}, this is account {os.geteuid()}.")
            )
        elif mode & ~widest:
            found.append(
                Check("permissions", FAIL, f"{path} is open to others (mode {mode:04o}): `chmod {widest:o} {path}`.")
            )
    open_to_change = [folder / name for name in (CONFIG, CARD) if _changed_by_others(folder / name)]
    found += [
        Check("permissions", FAIL, f"{path} can be changed by others: `chmod 600 {path}`.") for path in open_to_change
    ]
    return found or [Check("permissions", OK, "folder, anchor store, keys and record are open to this account only")]


def _changed_by_others(path: Path) -> bool:
    return path.exists() and bool(path.stat().st_mode & 0o022)


def _volumes(folder: Path, anchor: Path) -> Check:
    try:
        same = folder.stat().st_dev == anchor.stat().st_dev
    except OSError as why:
        return Check("anchor store", FAIL, f"{anchor}: {why.strerror}.")
    if same:
        return Check(
            "anchor store",
            WARN,
            f"{anchor} is on the same volume as the record: a snapshot or backup of the volume takes both back together, and software cannot"
            " notice that. Put it on another volume, and leave it out of every backup.",
        )
    return Check("anchor store", OK, f"{anchor} is on a volume of its own; leave it out of every backup")


def _room(folder: Path) -> Check:
    free = shutil.disk_usage(folder).free
    words = f"{free // (1 << 20)} MB free for the record"
    return Check(
        "room", OK if free >= FREE_BYTES_MIN else WARN, words if free >= FREE_BYTES_MIN else f"{words}; make room."
    )


def _record(folder: Path) -> Check:
    from watchline.host.reading import open_reading

    with open_reading(folder) as reading:
        logs = ", ".join(
            f"{row.origin[65:].split('/', 1)[1]} size {row.head.size}" for row in reading.held.logs(reading.line)
        )
        return Check("record", OK, f"line {reading.line.hex()[:16]}; logs {logs}")


def _head_lock(anchor: Path, folder: Path) -> Check:
    """Compare the head lock with the record; a running node may be between the two."""
    import asyncio

    from watchline.host.reading import open_reading
    from watchline.store import FileHeadLock

    lock = FileHeadLock(anchor)
    try:
        fit = lock.incarnation_fits()
        locks = asyncio.run(lock.load())
    finally:
        lock.close()
    if not fit.fits:
        return Check("head lock", FAIL, fit.words)
    sizes = {}
    with suppress(OurMistake), open_reading(folder) as reading:
        sizes = {row.origin: row.head.size for row in reading.held.logs(reading.line)}
        locks = {origin: row for origin, row in locks.items() if origin.startswith(reading.line.hex())}
    ahead = [origin for origin, row in locks.items() if row.head.size > sizes.get(origin, 0)]
    if ahead:
        return Check(
            "head lock",
            FAIL,
            f"the head lock knows more than the record for {ahead[0][65:]}: the record is an older copy. The node then signs nothing; restore the"
            " newest record, or an officer and the administrator open a new epoch.",
        )
    words = f"{len(locks)} logs locked, none beyond the record"
    return Check("head lock", OK if not fit.words else WARN, fit.words or words)


def _running(folder: Path) -> Check:
    from watchline.host.socket import NotRunning, call

    try:
        answer = call(folder, {"verb": "version"}, 5.0)
    except NotRunning as why:
        return Check("node", WARN, str(why))
    return Check("node", OK, f"The node runs: process {answer.get('pid')}, version {answer.get('version')}")


def _ports(folder: Path, *, running: bool) -> list[Check]:
    """Look whether the addresses at which this node listens can be had; a running node has them."""
    import socket

    from watchline.host.config import CONFIG, check_reach, host_port, load_config

    config, others = load_config(folder), _others(folder)
    found = []
    try:
        check_reach(config, folder / CONFIG)
    except WatchlineError as why:
        found.append(Check("reach", FAIL, str(why)))
    for circuit in config.circuits:
        name = f"circuit {circuit.name}"
        if not circuit.listen:
            found.append(Check(name, OK, "only dials; the other end listens"))
            continue
        if running:
            found.append(Check(name, OK, f"{circuit.listen}, held by the running node"))
            continue
        host, port = host_port(circuit.listen, name)
        try:
            family, kind, protocol, _, address = socket.getaddrinfo(
                host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
            )[0]
            with socket.socket(family, kind, protocol) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
            found.append(Check(name, OK, f"{circuit.listen} is free"))
        except OSError as why:
            found.append(
                Check(
                    name,
                    FAIL,
                    f"{circuit.listen} cannot be had ({why.strerror or why}): see what else listens there, or the address.",
                )
            )
        found += [
            Check(name, WARN, f"{CONFIG} names no address of {code} to dial; this end only waits for it.")
            for code in others
            if code not in circuit.dial
        ]
    return found


def _others(folder: Path) -> list[str]:
    from watchline.host.reading import open_reading

    try:
        with open_reading(folder) as reading:
            return [code for code in reading.charter.codes if code != reading.code]
    except WatchlineError:
        return []

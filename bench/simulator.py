"""How many days a second the simulator does: two parties, real signatures, 40 entries a day.

Days a second count the days and the last look at everything (by the wall clock), not the start of the interpreter; CPU time counts it too.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time

from watchline.keys import PrivateKey, verified

DAYS = 200


def _cpu_s() -> float:
    """Return the CPU seconds of all processes that were waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run() -> dict[str, float]:
    """Run the measurement."""
    key = PrivateKey(b"b" * 32)
    began = time.perf_counter()
    for number in range(2_000):
        message = number.to_bytes(200, "big")
        assert verified(key.public, message, key.sign(message))
    found = {"Ed25519 sign and verify, pairs/s": 2_000 / (time.perf_counter() - began)}
    for name, days, more in (
        ("", DAYS, ["--no-faults"]),
        (", with faults", DAYS, []),
        (", full cadence", 3, ["--full-cadence"]),
    ):
        command = [sys.executable, "-m", "watchline.sim", "--seed", "7", "--days", str(days), "--json", *more]
        before = _cpu_s()
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        found[f"CPU ms a simulated day{name}"] = 1000 * (_cpu_s() - before) / days
        report = json.loads(done.stdout)
        found[f"simulated days/s{name}"] = days / (days / report["days_per_s"] + report["last_look_s"])
    return found

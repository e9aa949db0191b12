"""How many days a second the simulator does: two parties, real signatures, 40 entries a day."""

from __future__ import annotations

import subprocess
import sys
import time

from watchline.keys import PrivateKey, verified

DAYS = 200


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
        began = time.perf_counter()
        command = [
            sys.executable,
            "-m",
            "watchline.sim",
            "--seed",
            "7",
            "--days",
            str(days),
            "--entries-per-day",
            "40",
            *more,
        ]
        subprocess.run(command, check=True, capture_output=True)
        found[f"simulated days/s{name}"] = days / (time.perf_counter() - began)
    return found

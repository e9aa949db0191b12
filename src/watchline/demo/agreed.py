"""What the charter of the demonstration agrees for activities: how far apart they stay, a line to measure from, and a third state that is told of what comes near it."""

from __future__ import annotations

from typing import Any, Final

AGREED: Final[dict[str, Any]] = {
    "separation": [
        {"kind": "air", "lateral_m": 5000, "vertical_m": 300, "time_s": 900},
        {"kind": "live_fire", "lateral_m": 5000, "vertical_m": 300, "time_s": 600},
    ],
    "reference_lines": [{"name": "Line Alpha", "points": [[479_500_000, -310_000_000], [479_500_000, -290_000_000]]}],
    "third_states": [
        {
            "name": "Side C",
            "area": [
                [470_000_000, -310_000_000],
                [470_000_000, -290_000_000],
                [463_000_000, -290_000_000],
                [463_000_000, -310_000_000],
            ],
            "within_m": 20_000,
        }
    ],
}

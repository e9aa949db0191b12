"""What the charter of the demonstration agrees for activities: how far apart they stay, and a line to measure from."""

from __future__ import annotations

from typing import Any, Final

AGREED: Final[dict[str, Any]] = {
    "separation": [
        {"kind": "air", "lateral_m": 5000, "vertical_m": 300, "time_s": 900},
        {"kind": "live_fire", "lateral_m": 5000, "vertical_m": 300, "time_s": 600},
    ],
    "reference_lines": [{"name": "Line Alpha", "points": [[479_500_000, -310_000_000], [479_500_000, -290_000_000]]}],
}

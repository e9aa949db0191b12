"""A hundred activities held against very many that are given as arrays: time and memory of ``watchline.conflict.compare``.

``python -m bench conflict_arrays`` takes 100,000; ``CONFLICT_COUNT=1000000 python -m bench conflict_arrays`` a million.
"""

from __future__ import annotations

import os
import resource
import time
from itertools import islice

from bench.activities import activities
from watchline.conflict import Minima, Volumes, compare, joined, volumes_of

COUNT = int(os.environ.get("CONFLICT_COUNT", "100000"))
QUERIES = 100
_GROUP = 20_000


def run() -> dict[str, float]:
    """Return the figures; memory is the most that the whole process had, arrays included."""
    notices, queries = _volumes(COUNT, 1), _volumes(QUERIES, 9)
    before = _megabytes()
    started, processor = time.perf_counter(), time.process_time()
    pairs = compare(notices, queries, Minima(500_000, 30_000, 900_000))
    return {
        "volumes": float(COUNT),
        "queries": float(QUERIES),
        "pairs found": float(len(pairs.query)),
        "seconds": time.perf_counter() - started,
        "processor seconds": time.process_time() - processor,
        "memory with the arrays alone, MB": before,
        "memory at most, MB": _megabytes(),
    }


def _volumes(count: int, seed: int) -> Volumes:
    load, made = activities(count, seed), []
    while group := [activity.volumes[0] for activity in islice(load, _GROUP)]:
        made.append(volumes_of(group))
    return joined(made)


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

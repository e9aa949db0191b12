"""How long it takes to find what one activity comes too near to, among very many: both indexes, the same answers.

``python -m bench conflict`` takes 100,000 activities; ``CONFLICT_COUNT=1000000 python -m bench conflict`` a million (ten minutes).
"""

from __future__ import annotations

import hashlib
import os
import random
import resource
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import apsw

from bench.activities import activities
from watchline.conflict import (
    MemoryIndex,
    Minima,
    Table,
    Verdict,
    everything,
    meet,
    moved,
    nearest_clear_time,
    place,
    place_all,
    rows_of,
    search,
)
from watchline.store.sqlite_areas import SqliteIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from watchline.conflict import Activity, Index, Placed

COUNT = int(os.environ.get("CONFLICT_COUNT", "100000"))
SQLITE_MAX = 200_000
QUERIES = 500
SAMPLE = 2_000
TABLE = Table({"air": Minima(500_000, 30_000, 900_000)})
_GROUP = 5_000
_ALL = 1 << 60


def run() -> dict[str, float]:
    """Return the figures; of one query in milliseconds of processor time, so that other work on the machine does not count."""
    before = _megabytes()
    memory, started = MemoryIndex(), time.perf_counter()
    for group in _groups():
        memory.put(rows_of(volume for activity in group for volume in activity))
    memory.pack()
    found = {
        "activities": float(COUNT),
        "measured, put and packed, activities/s": COUNT / (time.perf_counter() - started),
    }
    found["memory of the index, MB"] = _megabytes() - before
    queries = place_all(activities(QUERIES, 9, "Q"))
    answers = _timed(found, "memory", memory, queries)
    _against_each(memory, queries[:20], answers)
    found["memory: one more, searchable p99"] = _percentile(_each(lambda one: memory.put(rows_of(one)), queries), 99)
    for ours in queries:
        memory.drop(ours[0].ref)
    if COUNT <= SQLITE_MAX:
        with tempfile.TemporaryDirectory(prefix=".bench.", dir=".") as folder:
            assert _sqlite(found, Path(folder) / "areas.sqlite", queries) == answers, "the indexes differ"
    drafts = list(activities(60, 9, "Q"))
    started = time.perf_counter()
    for minutes, draft in enumerate(drafts):
        search(memory, place(moved(draft, minutes * 60_000)), TABLE)
    found["what-if, moved drafts answered/s"] = len(drafts) / (time.perf_counter() - started)
    times = _each(lambda one: nearest_clear_time(memory, one, TABLE, most_ms=43_200_000), queries[:60])
    found["nearest clear time within 12 h, p50"] = _percentile(times, 50)
    if COUNT <= SQLITE_MAX:
        started = time.process_time()
        found["pairs of all, found"] = float(sum(1 for _ in everything(memory, TABLE)))
        found["pairs of all, s"] = time.process_time() - started
    return found


def _groups() -> Iterator[list[tuple[Placed, ...]]]:
    group: list[Activity] = []
    for activity in activities(COUNT):
        group.append(activity)
        if len(group) == _GROUP:
            yield place_all(group)
            group = []
    yield place_all(group)


def _timed(found: dict[str, float], name: str, index: Index, queries: list[tuple[Placed, ...]]) -> str:
    """Add the figures of all queries; return a digest of all answers, in order."""
    answers = []
    times = _each(lambda ours: answers.append(search(index, ours, TABLE, limit=_ALL).found), queries)
    found[f"{name}: query p50"], found[f"{name}: query p99"] = _percentile(times, 50), _percentile(times, 99)
    found[f"{name}: answers to a query"] = sum(map(len, answers)) / len(answers)
    return hashlib.sha256(repr(answers).encode()).hexdigest()


def _sqlite(found: dict[str, float], path: Path, queries: list[tuple[Placed, ...]]) -> str:
    connection = apsw.Connection(str(path))
    connection.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000")
    index = SqliteIndex(connection)
    with connection:
        for group in _groups():
            index.put(rows_of(volume for activity in group for volume in activity))
    digest = _timed(found, "sqlite", index, queries)
    found["sqlite: one more, searchable p99, commit apart"] = _percentile(
        _each(lambda one: index.put(rows_of(one)), queries), 99
    )
    return digest


def _against_each(memory: MemoryIndex, queries: list[tuple[Placed, ...]], digest: str) -> None:
    """Hold some queries against a sample of all volumes one by one, without an index, and compare."""
    assert digest
    rows = memory.whole()
    for (ours,) in queries:
        answers = {answer.theirs: answer.verdict for answer in search(memory, [ours], TABLE, limit=_ALL).found}
        chosen = set(random.Random(1).sample(range(len(rows.parts)), min(SAMPLE, len(rows.parts)) // len(queries)))
        chosen |= {row for row, part in enumerate(rows.parts) if part in answers}
        for row in chosen:
            verdict = meet(ours, rows.placed(row), TABLE.of("air", "air")).verdict
            assert answers.get(rows.parts[row], Verdict.CLEAR) is verdict


def _each(job: Callable[[tuple[Placed, ...]], object], queries: list[tuple[Placed, ...]]) -> list[float]:
    times = []
    for query in queries:
        started = time.thread_time()
        job(query)
        times.append((time.thread_time() - started) * 1000)
    return times


def _percentile(times: list[float], share: int) -> float:
    return sorted(times)[len(times) * share // 100]


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

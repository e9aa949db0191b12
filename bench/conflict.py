"""How long it takes to find what one activity comes too near to, among very many: all engines, the same data, the same answers.

``python -m bench conflict`` takes 100,000 activities; ``CONFLICT_COUNT=1000000 python -m bench conflict`` a million (half an hour, most
of it making them and filling tables). CONFLICT_ENGINES chooses among memory, numpy, sqlite and postgis.
"""

from __future__ import annotations

import hashlib
import os
import random
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import apsw

from bench.activities import activities
from bench.conflict_postgis import Postgis, number
from tools import postgis
from watchline.conflict import (
    MemoryIndex,
    Minima,
    Table,
    Verdict,
    everything,
    kernel,
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

    from watchline.conflict import Activity, Index, Placed, Rows

COUNT = int(os.environ.get("CONFLICT_COUNT", "100000"))
ENGINES = os.environ.get("CONFLICT_ENGINES", "memory numpy sqlite postgis").split()
QUERIES = 500
TURNS = 5
"""Each query is asked so often and its best time counts, of every engine: what else runs on the machine is no property of an engine."""
SAMPLE = 2_000
TABLE = Table({"air": Minima(500_000, 30_000, 900_000)})
_GROUP = 5_000
_ALL = 1 << 60


def run() -> dict[str, float]:
    """Return the figures; those in ms are of the processor where nothing else is said, so that other work does not count."""
    with ExitStack() as stack:
        return _run(stack)


def _run(stack: ExitStack) -> dict[str, float]:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=".bench.", dir=".")))
    memory, sqlite = MemoryIndex(), _sqlite(folder) if "sqlite" in ENGINES else None
    database = None
    if "postgis" in ENGINES:
        if why := postgis.missing():
            print(f"  {why}")
        else:
            database = Postgis(stack.enter_context(postgis.server()))
    found = {"activities": float(COUNT)}
    grown = spent = 0.0
    for rows in groups():
        before, started = _megabytes(), time.process_time()
        memory.put(rows)
        grown, spent = grown + _megabytes() - before, spent + time.process_time() - started
        if sqlite is not None:
            with sqlite.connection:
                sqlite.index.put(rows)
        if database is not None:
            database.put(rows)
    before, started = _megabytes(), time.process_time()
    memory.pack()
    found["memory: put and packed, CPU s"] = spent + time.process_time() - started
    found["memory: of the index, MB"] = grown + _megabytes() - before
    queries = place_all(activities(QUERIES, 9, "Q"))
    compiled = kernel.kernel()
    found["compiled kernel"] = float(compiled is not None)
    answers = _timed(found, "memory", memory, queries)
    _against_each(memory, queries[:20])
    if "numpy" in ENGINES and compiled is not None:
        kernel._in_use = None
        assert _timed(found, "memory, NumPy alone", memory, queries) == answers, "the engines differ"
        kernel._in_use = compiled
    if sqlite is not None:
        assert _timed(found, "sqlite", sqlite.index, queries) == answers, "the indexes differ"
        with sqlite.connection:
            _percentiles(found, "sqlite: one more, searchable, commit apart", _each(_putter(sqlite.index), queries))
    if database is not None:
        _postgis(found, database, queries, _conflicts(answers))
    _percentiles(found, "memory: one more, searchable", _each(_putter(memory), queries))
    for ours in queries:
        memory.drop(ours[0].ref)
    _what_if(found, memory, queries)
    if COUNT <= 200_000:
        started = time.process_time()
        found["all pairs of all, found"] = float(sum(1 for _ in everything(memory, TABLE)))
        found["all pairs of all, CPU s"] = time.process_time() - started
    print(f"  answers {hashlib.sha256(repr(answers).encode()).hexdigest()[:16]}, the same of all engines")
    return found


def groups() -> Iterator[Rows]:
    """Yield all activities, ready to be put."""
    group: list[Activity] = []
    for activity in activities(COUNT):
        group.append(activity)
        if len(group) == _GROUP:
            yield rows_of(volume for placed in place_all(group) for volume in placed)
            group = []
    yield rows_of(volume for placed in place_all(group) for volume in placed)


class _Sqlite:
    def __init__(self, path: Path) -> None:
        self.connection = apsw.Connection(str(path))
        self.connection.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000")
        self.index = SqliteIndex(self.connection)


def _sqlite(folder: Path) -> _Sqlite:
    return _Sqlite(folder / "areas.sqlite")


def _timed(found: dict[str, float], name: str, index: Index, queries: list[tuple[Placed, ...]]) -> list[tuple]:
    """Add the figures of all queries, each the best of ``TURNS``; return all answers, in order."""
    answers: list[tuple] = []
    times, wall = [float("inf")] * len(queries), [float("inf")] * len(queries)
    for _ in range(TURNS):
        answers.clear()
        clock: list[float] = []
        spent = _each(lambda ours: answers.append(search(index, ours, TABLE, limit=_ALL).found), queries, clock)
        times, wall = list(map(min, times, spent)), list(map(min, wall, clock))
    _percentiles(found, f"{name}: query", times)
    _percentiles(found, f"{name}: query, wall clock", wall)
    found[f"{name}: answers to a query"] = sum(map(len, answers)) / len(answers)
    return answers


def _conflicts(answers: list[tuple]) -> set[tuple[int, int]]:
    return {
        (number(each.ours.ref), number(each.theirs.ref))
        for found in answers
        for each in found
        if each.verdict is Verdict.CONFLICT
    }


def _postgis(
    found: dict[str, float], database: Postgis, queries: list[tuple[Placed, ...]], wanted: set[tuple[int, int]]
) -> None:
    database.pack()
    times, conflicts = database.ask(rows_of(one for (one,) in queries), TURNS)
    assert conflicts == wanted, f"{len(conflicts ^ wanted)} of {len(wanted)} conflicts differ"
    _percentiles(found, "postgis: query inside the server, wall clock", times)
    for share in ("p50", "p99"):
        ours = found[f"memory: query, wall clock, {share}"]
        found[f"postgis, {share} / memory, {share}"] = (
            found[f"postgis: query inside the server, wall clock, {share}"] / ours
        )
    found["conflicts, the same of both"] = float(len(conflicts))


def _what_if(found: dict[str, float], memory: MemoryIndex, queries: list[tuple[Placed, ...]]) -> None:
    drafts = list(activities(60, 9, "Q"))
    started = time.process_time()
    for minutes, draft in enumerate(drafts):
        search(memory, place(moved(draft, minutes * 60_000)), TABLE)
    found["what-if, moved drafts answered, 1/CPU s"] = len(drafts) / (time.process_time() - started)
    times = _each(lambda one: nearest_clear_time(memory, one, TABLE, most_ms=43_200_000), queries[:60])
    found["nearest clear time within 12 h, p50"] = _percentile(times, 50)


def _against_each(memory: MemoryIndex, queries: list[tuple[Placed, ...]]) -> None:
    """Hold some queries against a sample of all volumes one by one, without an index, and compare."""
    dice = random.Random(1)
    for (ours,) in queries:
        answers = {answer.theirs: answer.verdict for answer in search(memory, [ours], TABLE, limit=_ALL).found}
        chosen = memory.rows(dice.sample(range(COUNT), min(SAMPLE, COUNT) // len(queries)))
        for row, part in enumerate(chosen.parts):
            verdict = meet(ours, chosen.placed(row), TABLE.of("air", "air")).verdict
            assert answers.pop(part, Verdict.CLEAR) is verdict
        for part, verdict in list(answers.items())[:40]:
            assert meet(ours, memory.of(part.ref).placed(0), TABLE.of("air", "air")).verdict is verdict


def _putter(index: Index) -> Callable[[tuple[Placed, ...]], object]:
    return lambda one: index.put(rows_of(one))


def _each(
    job: Callable[[tuple[Placed, ...]], object], queries: list[tuple[Placed, ...]], wall: list[float] | None = None
) -> list[float]:
    times = []
    for query in queries:
        started, clock = time.thread_time(), time.perf_counter()
        job(query)
        times.append((time.thread_time() - started) * 1000)
        if wall is not None:
            wall.append((time.perf_counter() - clock) * 1000)
    return times


def _percentiles(found: dict[str, float], name: str, times: list[float]) -> None:
    found[f"{name}, p50"], found[f"{name}, p99"] = _percentile(times, 50), _percentile(times, 99)


def _percentile(times: list[float], share: int) -> float:
    return sorted(times)[len(times) * share // 100]


def _megabytes() -> float:
    """Return what this process holds now."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / (1 << 20)

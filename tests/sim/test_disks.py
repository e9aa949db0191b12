"""The same world on real stores and real anchor folders: the same bytes leave every node as with stores in memory."""

import asyncio

from watchline.sim import Habits, Officer, Options, Rates, Run, World, drive, invented, simulate
from watchline.sim.world import DAY, HOUR
from watchline.store import FileHeadLock, SqliteStore


def real_disks(folder):
    """Return disks in a folder: SQLite without waiting for the disk, and the slots of a head lock."""
    made = {}

    async def disks(name):
        if name not in made:
            record, anchor = folder / f"{name}.record", folder / f"{name}.anchor"
            SqliteStore.create(record)
            FileHeadLock.create(anchor)
            made[name] = SqliteStore(record, sync=False, threaded=True), FileHeadLock(anchor, sync=False)
        return made[name]

    return disks, made


def test_a_run_on_real_stores_gives_the_trace_of_the_run_in_memory(tmp_path):
    disks, made = real_disks(tmp_path)
    options = Options(seed=21, days=2)
    rates = Rates(crash=6.0, rain=2.0, cut=4.0)

    async def run():
        return await Run(options, disks=disks, rates=rates).run()

    report = asyncio.run(run())
    assert report.starts > 4
    assert report.trace == drive(Run(options, rates=rates).run()).trace
    for store, lock in made.values():
        store.close()
        lock.close()


def test_a_demonstration_writes_its_history_with_parties_charter_and_texts_of_its_own(tmp_path):
    disks, made = real_disks(tmp_path)
    setting = invented("a line founded elsewhere", 2, title="Demonstration")
    now = 1_800_000_000_000

    async def history():
        world = World(setting, "demo", disks=disks, start=now - 3 * DAY)
        await world.begin()
        for member in world.members.values():
            Officer(world, member, Habits(messages=6.0, texts=("Our patrol turns back at 1800Z.",)), 3 * DAY - HOUR)
        await world.run(3 * DAY)
        return world

    world = asyncio.run(history())
    for member in world.members.values():
        row = next(row for row in member.held.logs(setting.charter.line) if f"/{member.code}/" in row.origin)
        assert row.head.size > 20
        assert member.held.entry(row.origin, 0) is not None
    for store, lock in made.values():
        store.close()
        lock.close()


def test_a_run_is_the_same_whether_or_not_anybody_looks_at_it(tmp_path):
    with (tmp_path / "events.txt").open("w", encoding="utf-8") as words:
        looked = simulate(Options(seed=2, days=1), words=words)
    assert looked.trace == simulate(Options(seed=2, days=1)).trace
    assert (tmp_path / "events.txt").read_text(encoding="utf-8").count("\n") > 40

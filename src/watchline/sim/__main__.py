"""``python -m watchline.sim``: run one simulated line from a seed, print one line at the end; see docs/reference/simulator.md."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click
import msgspec

import watchline
from watchline.keys import PrivateKey, verified
from watchline.sim.checkers import Broken
from watchline.sim.run import Options, Report, Run, days_of
from watchline.sim.world import DAY, drive

PROGRESS_S = 10.0
"""Pause between two lines of progress."""
_PROBES = 400


def signatures_per_s() -> float:
    """Return how many Ed25519 signatures of 200 bytes this machine makes and verifies a second (each counted as one pair)."""
    key, message = PrivateKey(bytes(32)), bytes(200)
    began = time.perf_counter()
    for _ in range(_PROBES):
        if not verified(key.public, message, key.sign(message)):
            raise AssertionError("Ed25519 does not work on this machine")
    return _PROBES / (time.perf_counter() - began)


def _run(options: Options, words: Path | None) -> tuple[Report, float, float]:
    """Run with progress; return the report, seconds for the days, seconds for the last look."""
    began = told = time.perf_counter()
    stream = None if words is None else words.open("w", encoding="utf-8")
    try:
        run = Run(options, words=stream)
        for day in days_of(run):
            now = time.perf_counter()
            if now - told >= PROGRESS_S:
                told = now
                click.echo(f"day {day} of {options.days}, {day / (now - began):.1f} days/s", err=True)
        ran = time.perf_counter() - began
        report: Report = drive(run.finish())
    finally:
        if stream is not None:
            stream.close()
    return report, ran, time.perf_counter() - began - ran


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--seed", default=7, show_default=True, help="Whole number that all randomness comes from.")
@click.option("--days", default=30, show_default=True, type=click.IntRange(1, 100_000), help="Simulated days.")
@click.option("--parties", default=2, show_default=True, type=click.IntRange(2, 12), help="Parties on the line.")
@click.option(
    "--entries-per-day",
    default=40.0,
    show_default=True,
    type=click.FloatRange(0, 10_000),
    help="Entries by which all logs together grow each day, about.",
)
@click.option("--full-cadence", is_flag=True, help="Beats every 5 s also over idle hours (slow).")
@click.option("--no-faults", is_flag=True, help="Nothing goes wrong.")
@click.option("--missing", multiple=True, metavar="XAA-XCC", help="A pair of parties without any circuit; repeatable.")
@click.option(
    "--suspensions",
    default=0.0,
    type=click.FloatRange(0, 100),
    help="Suspensions of each party a day, each for some hours.",
)
@click.option(
    "--notices",
    default=0.0,
    type=click.FloatRange(0, 200),
    help="Activities that each party announces a day; some amendments of the agreed separation come with them.",
)
@click.option(
    "--events", type=click.Path(path_type=Path, dir_okay=False), help="Write every event as a line to a file."
)
@click.option("--json", "as_json", is_flag=True, help="The report as JSON.")
def main(
    seed: int,
    days: int,
    parties: int,
    entries_per_day: float,
    full_cadence: bool,  # noqa: FBT001 - click calls by name
    no_faults: bool,  # noqa: FBT001 - click calls by name
    missing: tuple[str, ...],
    suspensions: float,
    notices: float,
    events: Path | None,
    as_json: bool,  # noqa: FBT001 - click calls by name
) -> None:
    """Run real nodes with real signatures on fake clocks, disks and network, and check what must always hold.

    Exit 0: every checker agreed. Exit 1: one did not; the line printed names it and the command that repeats the run.
    """
    options = Options(
        seed=seed,
        days=days,
        parties=parties,
        entries_per_day=entries_per_day,
        faults=not no_faults,
        full_cadence=full_cadence,
        missing=missing,
        suspensions=suspensions,
        notices=notices,
    )
    try:
        report, ran, looked = _run(options, events)
    except Broken as broken:
        at = f"day {broken.time // DAY}, {broken.time % DAY / 1000:.3f} s"
        click.echo(f"FAILED seed {seed}, version {watchline.__version__}, {at}: {broken}. Again: {options.command()}")
        sys.exit(1)
    except (
        Exception
    ) as why:  # a fault of the program under test is a finding too: the line that repeats it, then the trace
        click.echo(
            f"FAILED seed {seed}, version {watchline.__version__}: {type(why).__name__}: {why}. Again: {options.command()}"
        )
        raise
    pace, probe = days / ran, signatures_per_s()
    if as_json:
        figures = {"days_per_s": round(pace, 2), "last_look_s": round(looked, 3), "ed25519_pairs_per_s": round(probe)}
        click.echo(msgspec.json.encode(msgspec.to_builtins(report) | figures).decode())
        return
    click.echo(
        f"ok seed {seed}: {days} days, {parties} parties, {report.entries} entries, {sum(report.frames.values())} frames, "
        f"{report.starts} starts, {report.healings} healings, {pace:.1f} days/s + {looked:.1f} s of checks at the end "
        f"(Ed25519 here: {probe:.0f} sign and verify/s), trace {report.trace[:16]}"
    )


if __name__ == "__main__":
    main()

"""``watchline conflict check``: activities of two files held against each other. Needs no node, signs nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watchline.cli.options import FILE
from watchline.cli.shape_files import answer_option, answers_of, read_shapes
from watchline.measure.length import feet_of_cm
from watchline.measure.position import E7, position_words

if TYPE_CHECKING:
    from watchline.conflict import Encounter, Minima, Placed, Table
    from watchline.interchange import Shape

PAIRS_TOLD = 20_000
"""Above it the person is told how long it may take."""


@click.command("conflict check", short_help="Hold activities of two files against each other, offline.")
@click.option("--notices", type=FILE, required=True, metavar="FILE.geojson", help="The activities that are announced.")
@click.option("--query", type=FILE, required=True, metavar="FILE.geojson", help="The activities that are asked about.")
@click.option(
    "--separation",
    required=True,
    metavar="LATERAL,VERTICAL,TIME",
    help="What must lie between two, like 5000m,300m,15min (m, km, NM, ft; s, min, h); none: only the gaps are shown.",
)
@click.option("--found", is_flag=True, help="Only the pairs that are not CLEAR, by way of the index.")
@answer_option
@click.option("as_json", "--json", is_flag=True, help="Print one JSON object a line, one for each pair.")
def command(
    *, notices: Path, query: Path, separation: str, found: bool, answered: tuple[str, ...], as_json: bool
) -> None:
    """Hold each activity of one GeoJSON file against each of another: CONFLICT, NEAR or CLEAR, with the gaps and the nearest points.

    Both files are read as docs/reference/interchange.md says. Nothing leaves this machine and nothing is kept. The exit code is 0
    whatever the verdicts are; 1 if a file cannot be read or a question is open, with the choices.
    """
    from watchline.cli.show import emit, note, table
    from watchline.conflict import Table

    minima = _minima(separation)
    if minima is None and found:
        raise click.UsageError("--found needs a separation: without one no pair is CLEAR or not")
    answers = answers_of(answered)
    theirs, ours = _read(notices, query, answers)
    if not found and len(ours) * len(theirs) > PAIRS_TOLD:
        note(
            f"{len(ours) * len(theirs):,} pairs, some 300 a second; --found gives only those that are not CLEAR, much sooner."
        )
    itself = notices.samefile(query)
    agreed = Table() if minima is None else Table(dict.fromkeys(_kinds(ours) | _kinds(theirs), minima))
    meetings = _search(ours, theirs, agreed, itself=itself) if found else _each(ours, theirs, agreed, itself=itself)
    rows = []
    for meeting in meetings:
        if as_json:
            emit(_answer(meeting))
        else:
            rows.append(_row(meeting))
    if not as_json:
        table(["QUERY", "NOTICE", "VERDICT", "LATERAL", "VERTICAL", "TIME", "NEAREST POINT OF THE QUERY"], rows)


def _minima(text: str) -> Minima | None:
    from watchline.conflict import parse_minima

    if text == "none":
        return None
    try:
        return parse_minima(text)
    except ValueError as why:
        raise click.BadParameter(str(why), param_hint="--separation") from why


def _read(
    notices: Path, query: Path, answers: dict[str, str]
) -> tuple[list[tuple[Placed, ...]], list[tuple[Placed, ...]]]:
    """Return the activities of both files, ready to be measured."""
    from watchline.interchange import middle_of

    theirs = read_shapes(notices, answers, otherwise="geojson")
    ours = read_shapes(query, answers, near=middle_of(theirs), otherwise="geojson")
    return _placed(notices, "N", theirs), _placed(query, "Q", ours)


def _placed(path: Path, letter: str, shapes: tuple[Shape, ...]) -> list[tuple[Placed, ...]]:
    """Return activities ready to be measured; a file with one that is not sound is refused whole, by the name of that one."""
    from watchline.conflict import Activity, place, place_all
    from watchline.errors import OurMistake

    activities = [Activity(letter + shape.name, shape.kind, shape.volumes) for shape in shapes]
    try:
        return place_all(activities)
    except ValueError:
        for activity in activities:
            try:
                place(activity)
            except ValueError as why:
                raise OurMistake(f"{path}: {_name(activity.ref)}: {why}") from None
        raise


def _kinds(activities: list[tuple[Placed, ...]]) -> set[str]:
    return {activity[0].kind for activity in activities}


def _each(
    ours: list[tuple[Placed, ...]], theirs: list[tuple[Placed, ...]], agreed: Table, *, itself: bool
) -> Iterator[Encounter]:
    """Yield every pair, in the order of the files."""
    from watchline.conflict import assess

    for mine, yours in product(ours, theirs):
        if not itself or _name(mine[0].ref) != _name(yours[0].ref):
            yield assess(mine, yours, agreed)


def _search(
    ours: list[tuple[Placed, ...]], theirs: list[tuple[Placed, ...]], agreed: Table, *, itself: bool
) -> Iterator[Encounter]:
    """Yield the pairs that are not CLEAR, in the order of the files."""
    from watchline.conflict import MemoryIndex, assess, rows_of, search

    index = MemoryIndex()
    index.put(rows_of(volume for activity in theirs for volume in activity))
    index.pack()
    places = {activity[0].ref: place for place, activity in enumerate(theirs)}
    for mine in ours:
        answers = search(index, mine, agreed, limit=1 << 60).found
        for place in sorted({places[answer.theirs.ref] for answer in answers}):
            if not itself or _name(mine[0].ref) != _name(theirs[place][0].ref):
                yield assess(mine, theirs[place], agreed)


def _name(ref: str) -> str:
    """Return the name of an activity in its file; its reference here begins with a letter for the file."""
    return ref[1:]


def _answer(meeting: Encounter) -> dict[str, Any]:
    margins = meeting.margins
    return {
        "query": _name(meeting.ours.ref),
        "notice": _name(meeting.theirs.ref),
        "verdict": str(meeting.verdict),
        "lateral_m": meeting.lateral_mm / 1000,
        "vertical_m": meeting.vertical_cm / 100,
        "time_s": meeting.time_ms / 1000,
        "margins": None
        if margins is None
        else {"lateral_m": margins[0] / 1000, "vertical_m": margins[1] / 100, "time_s": margins[2] / 1000},
        "nearest": {
            side: {"lat": at.lat_e7 / E7, "lon": at.lon_e7 / E7}
            for side, at in zip(("query", "notice"), meeting.nearest, strict=True)
        },
        "parts": [meeting.ours.part, meeting.theirs.part],
        "altitude_usable": meeting.altitude_usable,
    }


def _row(meeting: Encounter) -> list[str]:
    minutes = f"{meeting.time_ms / 60_000:,.1f} min"
    feet = feet_of_cm(meeting.vertical_cm)
    height = f"{meeting.vertical_cm / 100:,.2f} m ({feet:,} ft)" if meeting.altitude_usable else "not usable"
    nautical = f"{meeting.lateral_mm / 1_852_000:,.2f} NM"
    return [
        _name(meeting.ours.ref),
        _name(meeting.theirs.ref),
        str(meeting.verdict),
        f"{meeting.lateral_mm / 1000:,.3f} m ({nautical})",
        height,
        minutes,
        position_words(meeting.nearest[0]),
    ]

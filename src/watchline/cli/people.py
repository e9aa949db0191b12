"""``watchline people``: the roster of offices: who held which office of which state when, in and out as CSV."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from watchline.cli.options import FILE, json_option, node_argument

on_option = click.option("--on", "day", metavar="DATE", default="", help="On this UTC day. Default: today.")


@click.group("people", short_help="Who held which office when; in and out as CSV.")
def command() -> None:
    """The roster of offices of a node: persons, offices, terms, spellings of names. It is a file of ours; it signs and sends nothing."""


@command.command("load")
@node_argument
@click.argument("file", metavar="[FILE]", type=FILE, required=False)
@click.option(
    "--sample",
    is_flag=True,
    help="The sample that comes with this program: public offices of eight states, 2021 to 2024. A start, to be checked and edited.",
)
@json_option
def load(*, folder: Path, file: Path | None, sample: bool, as_json: bool) -> None:
    """Check a CSV file and take it as the roster of this node, in place of the one before, which is kept beside it."""
    from watchline.cli.show import emit, say
    from watchline.errors import OurMistake
    from watchline.host.claim_fields import PEOPLE
    from watchline.people import Roster, sample_bytes
    from watchline.store.files import replace

    if sample == (file is not None):
        raise click.UsageError("Name a FILE or say --sample.")
    try:
        data = sample_bytes() if file is None else file.read_bytes()
    except OSError as why:
        raise OurMistake(f"{file} cannot be read ({why.strerror}). Nothing was changed.") from None
    roster, path = Roster.read_csv(data), folder / PEOPLE
    try:
        if path.exists():
            replace(path.with_suffix(".csv.before"), path.read_bytes())
        replace(path, data)
    except OSError as why:
        raise OurMistake(f"{path} cannot be written ({why.strerror}). Nothing was changed.") from None
    answer = {"persons": len(roster.persons), "terms": len(roster.terms), "file": str(path)}
    emit(answer) if as_json else say(
        f"{answer['persons']} persons in {answer['terms']} terms of office are the roster of this node."
    )


@command.command("save")
@node_argument
@click.argument("out", metavar="OUT", type=FILE)
@json_option
def save(*, folder: Path, out: Path, as_json: bool) -> None:
    """Write the roster of this node into the new file OUT, as CSV in one form."""
    from watchline.cli.contacts import write_new
    from watchline.cli.show import emit, say
    from watchline.host.claim_fields import roster_of

    roster = roster_of(folder)
    write_new(out, roster.write_csv().decode())
    answer = {"out": str(out), "persons": len(roster.persons), "terms": len(roster.terms)}
    emit(answer) if as_json else say(f"{answer['persons']} persons are in {out}.")


@command.command("find")
@node_argument
@click.argument("name", metavar="NAME")
@json_option
def find(*, folder: Path, name: str, as_json: bool) -> None:
    """Show everybody of whom NAME is a known spelling; what is only near is a hint, never an answer."""
    from watchline.cli.show import emit, say
    from watchline.host.claim_fields import roster_of

    roster = roster_of(folder)
    found = roster.find(name)
    hints = () if found else roster.hints(name)
    answer: dict[str, Any] = {
        "name": name,
        "found": [_person(roster, person) for person in found],
        "hints": [{"name": hint.person.name, "spelling": hint.spelling, "likeness": hint.likeness, "why": hint.why} for hint in hints],
    }  # fmt: skip
    if as_json:
        emit(answer)
        return
    for item in answer["found"]:
        offices = "; ".join(
            f"{term['office']} ({term['state']}) {term['from'] or '?'} to {term['to'] or 'now'}"
            for term in item["terms"]
        )
        say(f"{item['name']}: {offices}")
    if len(found) > 1:
        say(f"{name} is the name of {len(found)} people; tell them apart by office and day.")
    if not found:
        say(f"{name} is no known spelling of this roster.")
    for hint in answer["hints"]:
        say(f"  near: {hint['name']}, as {hint['spelling']} ({hint['why']})")


@command.command("holder")
@node_argument
@click.argument("office", metavar="OFFICE")
@click.argument("state", metavar="STATE")
@click.option(
    "--counterpart-in",
    "other",
    metavar="STATE",
    help="Show the holder of the office of the same level in that state instead.",
)
@on_option
@json_option
def holder(*, folder: Path, office: str, state: str, other: str | None, day: str, as_json: bool) -> None:
    """Show who held OFFICE (or an office of that level) of STATE on a day, or that nobody did."""
    from watchline.cli.both import look_at_both
    from watchline.cli.contacts import day_option
    from watchline.cli.show import emit, say
    from watchline.host.claim_fields import roster_of
    from watchline.measure import day_of, day_text

    with look_at_both(folder) as looked:
        on = day_option(day, "--on") if day else day_of(looked.now)
    roster = roster_of(folder)
    found = roster.holder(office, state, on) if other is None else roster.counterpart(office, state, other, on)
    answer = {
        "on": day_text(on), "answer": found.answer.value, "words": found.words,
        "holders": [{"name": term.person.name, "office": term.office, "state": term.state} for term in found.terms],
    }  # fmt: skip
    emit(answer) if as_json else say(found.words)


def _person(roster: Any, person: Any) -> dict[str, Any]:
    return {
        "name": person.name,
        "native": person.native or None,
        "terms": [
            {"office": term.office, "level": term.level, "state": term.state, "from": term.start.text if term.start else None,
             "to": term.end.text if term.end else None}
            for term in roster.terms_of(person.key)
        ],
    }  # fmt: skip

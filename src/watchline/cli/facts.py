"""``watchline facts``: the fact sheet of the press office. An officer ticks; only what is ticked is written out, and that is noted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from watchline.cli.options import FILE, folder_argument, json_option, passphrase_options

_KNOWN = {"ours_only": " (ours only)", "press": " (the press alone)"}


@click.command("facts", short_help="Facts for release, each with its arithmetic; an officer ticks.")
@folder_argument
@click.option(
    "--on", "day", metavar="DATE", default="", help="As of the end of this UTC day, like 2026-03-02. Default: today."
)
@click.option(
    "--tick",
    "ticked",
    type=int,
    multiple=True,
    metavar="NUMBER",
    help="Release this fact; repeat it. Without it the facts are listed.",
)
@click.option("--out", type=FILE, metavar="FILE", help="With --tick: the sheet, a new file.")
@click.option("--given-to", metavar="TEXT", help="With --tick: to whom the sheet is given.")
@click.option("--post", default="watch", show_default=True, help="The post that releases.")
@passphrase_options("passphrase", "the passphrase of the node's keys")
@json_option
def command(
    *, folder: Path, day: str, ticked: tuple[int, ...], out: Path | None, given_to: str | None, post: str, passphrase_file: Path | None,
    passphrase_fd: int | None, as_json: bool,
) -> None:  # fmt: skip
    """List what can be said of the contact record: sentence, arithmetic, what it rests on. --tick writes a sheet of those, and notes it.

    Facts that rest on our own record alone say so. What was released stands in our private annex.
    """
    from watchline.annex import standing
    from watchline.cli.both import look_at_both
    from watchline.cli.contacts import day_option, write_new
    from watchline.cli.noting import Answerer
    from watchline.cli.show import emit, say
    from watchline.host.contact_record import Both, rows_of, tested_of
    from watchline.measure import day_of, day_text
    from watchline.record.claims import FactsReleased
    from watchline.view.fact_sheet import facts_of, sheet

    if bool(ticked) != (out is not None):
        raise click.UsageError("--tick and --out go together: what is ticked is written into the sheet.")
    with look_at_both(folder) as found:
        asked = day_of(found.now) if not day else day_option(day, "--on")
        own = None if found.own is None else standing(found.own.said(), asked)
        both = Both(found.code, found.here, own)
        facts, code = facts_of(rows_of(both, asked), asked, tested_of(both, asked)), found.code
        today = day_text(day_of(found.now))
    strange = sorted(set(ticked) - {fact.number for fact in facts})
    if strange:
        raise click.BadParameter(
            f"no fact {strange[0]} as of {day_text(asked)}; there are {len(facts)}", param_hint="--tick"
        )
    chosen = [fact for fact in facts if not ticked or fact.number in ticked]
    answer: dict[str, Any] = {
        "party": code,
        "on": day_text(asked),
        "facts": [
            {"number": fact.number, "sentence": fact.sentence, "arithmetic": fact.arithmetic, "refs": list(fact.refs),
             "rung": None if fact.rung is None else fact.rung.value,
             "sources": list(fact.sources), "differs": list(fact.differs)}
            for fact in chosen
        ],
    }  # fmt: skip
    if out is not None:
        record = FactsReleased(
            date=today, facts=[(fact.sentence, fact.arithmetic) for fact in chosen], given_to=given_to
        )
        write_new(out, sheet(chosen, asked, code))
        done = Answerer(folder, post, passphrase_file, passphrase_fd).write(record)
        answer |= {"out": str(out), "ref": done["ref"]}
    if as_json:
        emit(answer)
        return
    if out is not None:
        say(f"{len(chosen)} facts are in {out}; {answer['ref']} notes that they were released.")
        return
    if not chosen:
        say("There is nothing to say yet: no contact and no request is in this record.")
    for fact in answer["facts"]:
        say(f"{fact['number']}. {fact['sentence']}")
        rests = ", ".join((*fact["refs"], *fact["sources"])) or "the entries of the line"
        say(f"   {fact['arithmetic']}; rests on {rests}{_KNOWN.get(fact['rung'], '')}")
        for differs in fact["differs"]:
            say(f"   The press differs: {differs}")

"""``watchline facts``: the fact sheet of the press office. An officer ticks; only what is ticked is written out, and that is noted."""

from __future__ import annotations

from pathlib import Path

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
    from watchline.cli.both import look_at_both, needs_annex
    from watchline.cli.contacts import day_option, write_new
    from watchline.cli.noting import writer
    from watchline.cli.show import emit, say
    from watchline.errors import OurMistake
    from watchline.host.contact_record import Both
    from watchline.host.fact_sheet import facts_answer, facts_as_of, released
    from watchline.host.noting import write_one
    from watchline.host.status import demo_mark
    from watchline.measure import day_of
    from watchline.view.fact_sheet import sheet

    if bool(ticked) != (out is not None):
        raise click.UsageError("--tick and --out go together: what is ticked is written into the sheet.")
    with look_at_both(folder) as found:
        asked = day_of(found.now) if not day else day_option(day, "--on")
        own = None if found.own is None else standing(found.own.said(), asked)
        try:
            facts = facts_as_of(Both(found.code, found.here, own), asked, ticked)
        except OurMistake as why:
            raise click.BadParameter(str(why), param_hint="--tick") from None
        answer = facts_answer(found.code, asked, facts)
        if out is not None:
            annex = needs_annex(found, folder)
            write_new(out, sheet(facts, asked, found.code, demo_mark(found.here)))
            write = writer(folder, passphrase_file, passphrase_fd, found.now)
            done = write_one(annex, released(facts, given_to, found.now), (), post, write)
            answer |= {"out": str(out), "ref": done["ref"]}
    if as_json:
        emit(answer)
        return
    if out is not None:
        say(f"{len(answer['facts'])} facts are in {out}; {answer['ref']} notes that they were released.")
        return
    if not answer["facts"]:
        say("There is nothing to say yet: no contact and no request is in this record.")
    for fact in answer["facts"]:
        say(f"{fact['number']}. {fact['sentence']}")
        rests = ", ".join((*fact["refs"], *fact["sources"])) or "the entries of the line"
        say(f"   {fact['arithmetic']}; rests on {rests}{_KNOWN.get(fact['rung'], '')}")
        for differs in fact["differs"]:
            say(f"   The press differs: {differs}")

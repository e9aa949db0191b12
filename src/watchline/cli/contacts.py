"""``watchline contacts``: which offices spoke, when last, for the first time in how many days, and what of it is ours only. Signs nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from watchline.cli.options import FILE, folder_argument, json_option

GREY_MAX = 10
"""Suggestions that are shown in words; JSON has them all."""
LISTED_MAX = 12
"""Contacts of two offices that are listed in words, the newest; JSON has them all."""

_RUNGS = {"press": "press", "ours_only": "ours only", "held": "held", "established": "established"}


@click.command("contacts", short_help="Which offices spoke, and when last.")
@folder_argument
@click.option("--on", "day", metavar="DATE", default="", help="As of the end of this UTC day, like 2026-03-02.")
@click.option("--states", is_flag=True, help="By pairs of states instead of offices.")
@click.option("--sequence", metavar="DATE", default="", help="Also who was in touch with whom on this day, in order.")
@click.option("--chart", type=FILE, metavar="FILE.svg", help="Also draw it over time, for print, into this new file.")
@json_option
def command(*, folder: Path, day: str, states: bool, sequence: str, chart: Path | None, as_json: bool) -> None:
    """Show for every two offices when they last spoke, what was asked for, and what comes next; each figure with what it rests on.

    A contact is a call of the line of which at least one side's account says that it was held, or one by any means that stands in our
    annex. Each says on which rung it stands: ours only, held (by whom), established. Today, unless --on.
    """
    from watchline.annex import standing
    from watchline.cli.both import look_at_both
    from watchline.cli.show import emit
    from watchline.host.contact_record import Both, contact_answer, rows_of
    from watchline.host.status import demo_mark
    from watchline.measure import day_of, day_text
    from watchline.view.contact_chart import chart_svg

    with look_at_both(folder) as found:
        asked = day_of(found.now) if not day else day_option(day, "--on")
        both = Both(found.code, found.here, None if found.own is None else standing(found.own.said(), asked))
        answer = contact_answer(
            both, asked, states=states, day=day_option(sequence, "--sequence") if sequence else None
        )
        rows = [] if chart is None else rows_of(both, asked, states=states)
        drawing = "" if chart is None else chart_svg(rows, asked, found.code, demo_mark(found.here))
    if chart is not None:
        write_new(chart, drawing)
        answer["chart"] = str(chart)
    if as_json:
        emit(answer)
    else:
        _show(answer, day_text(asked))


def day_option(text: str, option: str) -> int:
    """Return the UTC day that an option names."""
    from watchline.measure import parse_day

    try:
        return parse_day(text)
    except ValueError as why:
        raise click.BadParameter(str(why), param_hint=option) from why


def write_new(path: Path, text: str) -> None:
    """Write a new file; what exists is left as it is."""
    from watchline.errors import OurMistake

    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise OurMistake(f"{path} exists already and is left as it is; name a new file.") from None
    except OSError as why:
        raise OurMistake(f"{path} cannot be written ({why.strerror}); nothing else was done.") from None


def _show(answer: dict[str, Any], on: str) -> None:
    from watchline.cli.show import say

    say(f"As of the end of {on} (UTC).")
    say(answer["words"])
    if not answer["contacts"]:
        say("No call was asked for or held by then.")
    for item in answer["contacts"]:
        _pair(item)
    if answer["owed"]:
        say()
        say("Owed:")
        for item in answer["owed"]:
            say(f"  {item['words']}{'  OVERDUE' if item['overdue'] else ''}")
    for item in answer["phone_tests"]:
        say()
        say(item["words"])
    if answer["press"] is not None:
        _grey(answer["press"])
    if "sequence" in answer:
        _sequence(answer["sequence"])
    if "chart" in answer:
        say()
        say(f"Drawn in {answer['chart']}.")


def _pair(item: dict[str, Any]) -> None:
    from watchline.cli.show import facts, say

    last = item["contacts"][-1] if item["contacts"] else None
    say()
    say(item["sentence"])
    say(item["if_today"])
    facts(
        [
            ("known", "" if last is None else last["rung_words"]),
            ("of all", ", ".join(f"{count} {_RUNGS[rung]}" for rung, count in item["by_rung"].items() if count)),
            ("initiative", ", ".join(f"{of.replace('_', ' ')} {count}" for of, count in item["initiative"].items())),
            ("silence", item["silence"] if item["days_since"] and item["tests_since"] else ""),
            ("told by", "" if last is None else _told_by(last)),
            *(("differs", differs["words"]) for differs in item["differs"]),
            ("next", _next(item)),
            ("answered", _answered(item["answer_days"])),
            *(("asked for", _asked(asked)) for asked in item["requests"]),
            *(("noted", f"{noted['ref']} {noted['status']}, {noted['date']}") for noted in item["noted"]),
            ("rests on", ", ".join(item["derivation"]) if len(item["contacts"]) < 2 else ""),
        ]
    )
    if len(item["contacts"]) > 1:
        _listed(item["contacts"])


def _listed(contacts: list[dict[str, Any]]) -> None:
    """List the contacts of two offices, newest first, each with who can show it."""
    from watchline.cli.claim_types import BOUND_WORDS
    from watchline.cli.show import say, table

    rows = []
    for item in reversed(contacts[-LISTED_MAX:]):
        long = "" if item["minutes"] is None else f"{BOUND_WORDS[item['bound']]}{item['minutes']} min"
        known = _RUNGS[item["rung"]] + (f" by {', '.join(item['held_by'])}" if item["rung"] == "held" else "")
        rows.append(
            [item["date"], item["means"].replace("_", " "), long, known, ", ".join(item["refs"]), _told_by(item)]
        )
    table(["DATE", "MEANS", "LENGTH", "KNOWN", "RESTS ON", "TOLD BY"], rows)
    if len(contacts) > LISTED_MAX:
        say(f"and {len(contacts) - LISTED_MAX} before them: --json has them all")


def _told_by(item: dict[str, Any]) -> str:
    from watchline.press import date_words

    words = [source["outlet"] if source["published"] == "unknown" else f"{source['outlet']} ({date_words(source['published'])})" for source in item["told_by"]]  # fmt: skip
    return ", ".join(words)


def _grey(press: dict[str, Any]) -> None:
    """Name what reports suggest and nobody confirmed; no figure above counts it."""
    import click

    from watchline.cli.show import say, visible

    say()
    say(f"{press['reports']} reports of the press; claims: {press['confirmed']} confirmed, {press['suggested']} that nobody confirmed, {press['rejected']} rejected.")  # fmt: skip
    for item in press["suggestions"][:GREY_MAX]:
        who = " and ".join(f"{side['office']} ({side['party']})".strip() for side in item["between"])
        click.secho(visible(f"  suggested, not counted: {item['date']} {who}, {item['status'].replace('_', ' ')} ({', '.join(item['refs'])})"), dim=True)  # fmt: skip
    if len(press["suggestions"]) > GREY_MAX:
        say(f"  and {len(press['suggestions']) - GREY_MAX} more: watchline press list DIR --state suggested")


def _answered(days: list[int]) -> str:
    return f"{len(days)}x, after {', '.join(map(str, days))} days" if days else ""


def _next(item: dict[str, Any]) -> str:
    from watchline.measure import dtg

    following = item["next"]
    if following is None:
        return "it is noted that none was agreed" if item["next_none"] else "no next call is stated"
    by = ", ".join(following["stated_by"])
    when = following["date"] if following["at"] is None or by == "us" else dtg(following["at"])
    return f"{when}, {following['ref']}, stated by {by}"


def _asked(asked: dict[str, Any]) -> str:
    from watchline.measure import dtg

    since = asked["date"] if asked["source"] != "line" else dtg(asked["since"])
    days = f", answered after {', '.join(map(str, asked['answer_days']))} days" if asked["answer_days"] else ""
    return f"{asked['ref']} {asked['status']}, since {since}, asked {asked['attempts']}x{days}"


def _sequence(found: dict[str, Any]) -> None:
    from watchline.cli.show import say, table
    from watchline.measure import dtg

    say()
    if not found["contacts"]:
        say(f"On {found['day']} nobody was in touch, by this record.")
        return
    say(f"On {found['day']}, in order; those whose time is not known come last:")
    rows = []
    for item in found["contacts"]:
        between = " and ".join(f"{side['office']} ({side['party']})".removeprefix(" ") for side in item["between"])
        when = "" if item["at"] is None else dtg(item["at"])
        rows.append([when, between, item["means"], item["initiative"], item["rung"], ", ".join(item["refs"])])
    table(["TIME", "BETWEEN", "MEANS", "INITIATIVE", "RUNG", "RESTS ON"], rows)

"""``watchline press list``, ``timeline``, ``check DIR`` and ``export``: what stands of the press in our annex. Signs nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from watchline.cli.options import folder_argument, json_option

_STATES = ("suggested", "confirmed", "rejected", "comment")


@click.command("list", short_help="Reports and claims in our annex.")
@folder_argument
@click.option("--state", type=click.Choice(_STATES), help="Claims of this state only.")
@click.option("--report", "of", metavar="REF", help="Claims of this report only.")
@json_option
def list_claims(*, folder: Path, state: str | None, of: str | None, as_json: bool) -> None:
    """List reports and their claims, what was made of each, and whether its quotes still stand in the text that is kept."""
    from watchline.cli.both import look_at_both, needs_annex
    from watchline.cli.show import emit
    from watchline.host.press import press_in
    from watchline.host.press_answers import press_list

    with look_at_both(folder) as found:
        answer = press_list(folder, press_in(needs_annex(found, folder), found.now), state, of)
    if as_json:
        emit(answer)
    else:
        _show_list(answer)


def _show_list(answer: dict[str, Any]) -> None:
    from watchline.cli.show import say

    if not answer["reports"]:
        say("No report is in our annex: watchline press add DIR FILE|FOLDER.")
    for report in answer["reports"]:
        grade = f", grade {report['grade']}" if report["grade"] else ""
        say(
            f"{report['ref']}  {report['name']}: {report['outlet'] or 'outlet not noted'}, {report['published']}, {report['text']}{grade}"
        )
        for claim in report["claims"]:
            said = f"    {claim['ref']}  {claim['state']}: {claim['words']}"
            click.secho(_visible(said), dim=claim["state"] != "confirmed")
            for quote in claim["quotes"]:
                say(f"        | {quote}")
            if claim["broken_spans"]:
                say("        its quote is not in the text any more: the text was changed")


def _visible(words: str) -> str:
    from watchline.cli.show import one_line

    return one_line(words)


@click.command("timeline", short_help="One timeline of what was confirmed.")
@folder_argument
@click.option("--suggested", is_flag=True, help="Also what nobody confirmed, marked; it is counted nowhere else.")
@json_option
def timeline(*, folder: Path, suggested: bool, as_json: bool) -> None:
    """Show one timeline of the confirmed claims: who attests each contact, where reports differ, who last spoke with whom."""
    from watchline.annex import Belief
    from watchline.cli.both import look_at_both, needs_annex
    from watchline.cli.press_words import show_answer
    from watchline.cli.show import emit
    from watchline.host.press import press_in
    from watchline.host.press_timeline import press_timeline

    with look_at_both(folder) as found:
        press = press_in(needs_annex(found, folder), found.now)
    answer = press_timeline(press, suggested=suggested)
    if as_json:
        emit(answer)
        return
    claims = sum(item.belief is Belief.CONFIRMED for item in press.claims)
    waiting = sum(item.belief is Belief.SUGGESTED for item in press.claims)
    head = f"{len(press.reports)} reports, {claims} claims confirmed by a person; {waiting} more are suggested and "
    head += "shown too, marked with ?." if suggested else "not shown (--suggested)."
    show_answer(answer, head)


@click.command("export", short_help="Reports and confirmed claims, with or without quotes.")
@folder_argument
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--with-quotes/--without-quotes", "quotes", default=False, show_default=True, help="With the words of the reports that the claims rest on, where they are kept.")  # fmt: skip
@click.option("--all", "everything", is_flag=True, help="Also what is suggested or rejected, each with its state.")
@json_option
def export(*, folder: Path, out: Path, quotes: bool, everything: bool, as_json: bool) -> None:
    """Write reports and confirmed claims into the new file OUT (JSON): hash, outlet, dates, places and hashes. Our grade of a source is left out."""
    import msgspec

    from watchline.cli.both import look_at_both, needs_annex
    from watchline.cli.contacts import write_new
    from watchline.cli.show import emit, say
    from watchline.host.press import press_in
    from watchline.host.press_answers import press_export

    with look_at_both(folder) as found:
        made = press_export(
            folder, press_in(needs_annex(found, folder), found.now), quotes=quotes, everything=everything
        )
    write_new(out, msgspec.json.format(msgspec.json.encode(made), indent=1).decode() + "\n")
    claims = sum(len(report["claims"]) for report in made["reports"])
    answer = {"out": str(out), "reports": len(made["reports"]), "claims": claims, "quotes": quotes}
    if as_json:
        emit(answer)
        return
    words = "with the words they rest on" if quotes else "without any words of a report"
    say(f"{claims} claims of {len(made['reports'])} reports are in {out}, {words}.")


def check_node(folder: Path, *, as_json: bool) -> None:
    """Check what is confirmed: against our own record, among reports, by arithmetic, and quotes against the texts that are kept.

    Exit 3 if a quote is not in its text any more.
    """
    from watchline.annex import standing
    from watchline.cli.both import look_at_both, needs_annex
    from watchline.cli.exits import NOT_VERIFIED
    from watchline.cli.show import emit
    from watchline.host.contact_record import Both
    from watchline.host.press_answers import press_check
    from watchline.measure import day_of

    with look_at_both(folder) as found:
        on = day_of(found.now)
        annex = standing(needs_annex(found, folder).said(), on)
        answer = press_check(folder, Both(found.code, found.here, annex), annex, on)
    if as_json:
        emit(answer)
    else:
        _show_check(answer)
    if answer["broken_spans"]:
        raise SystemExit(NOT_VERIFIED)


def _show_check(answer: dict[str, Any]) -> None:
    from watchline.cli.press_words import earlier_words, section

    section("Our record and the press", [item["words"] for item in answer["own_record"]], "They differ nowhere.")
    section(
        "Reports among themselves",
        [f"{item['field']}: {item['words']}" for item in answer["conflicts"]],
        "They differ nowhere.",
    )
    section("Counted from", [earlier_words(item) for item in answer["earlier_contacts"]], "Nothing.")
    lines = [f"{item['ref']} ({item['report']}): {item['start']}-{item['end']} is not in the text any more: it was changed" for item in answer["broken_spans"]]  # fmt: skip
    if answer["without_text"]:
        lines.append(f"{answer['without_text']} claims are of reports whose text is not kept here")
    section("Quotes", lines, "Every quote is in its text.")

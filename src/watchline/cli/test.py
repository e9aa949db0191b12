"""``watchline test``: start a line test, answer one, or list what became of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from watchline.cli.options import draft_option, folder_argument, fresh_draft, json_option, limit_option, post_option
from watchline.cli.times import TIME


@click.command("test", short_help="Start, answer or list line tests.")
@folder_argument
@click.option("--circuit", default="", metavar="NAME", help="The circuit to test. Default: the first that is alive.")
@click.option("--answer", metavar="REF", help="Answer this line test of another party.")
@click.option(
    "--answered/--no-answer", default=None, help="By voice or telephone: whether a person answered, by our account."
)
@click.option("--quality", type=click.IntRange(1, 5), help="With --answer or --answered: 1 poor … 5 good.")
@click.option(
    "--by", default="", metavar="POST", help="By voice or telephone: which post of the party called answered."
)
@click.option(
    "--at", type=TIME, metavar="TIME", help="By voice or telephone: when they spoke, by our clock. Default: now."
)
@click.option(
    "--to", default="", metavar="PARTY", help="By voice or telephone: whose watch was called, if there are several."
)
@click.option("--remark", default="", help="With --answer or a test by voice: a remark.")
@click.option("--list", "listed", is_flag=True, help="List line tests and count them; signs nothing.")
@click.option(
    "--days", type=click.IntRange(1, 366), default=7, show_default=True, help="With --list: how many days back."
)
@click.option(
    "--until",
    metavar="DTG",
    help="With --list: the named instant up to which is counted, like '221530Z NOV 26' or 2026-11-22T15:30:00Z. Default: now.",
)
@limit_option
@post_option
@draft_option
@json_option
def command(*, folder: Path, answer: str | None, listed: bool, as_json: bool, **given: Any) -> None:
    """Start an unscheduled line test; --answer REF answers one; --list shows what became of them.

    The tests of the calendar start by themselves. An answer is a person's: a watch officer gives it. A circuit on which people speak is
    tested by calling the other watch: then type what became of it (--answered or --no-answer). The other side confirms by --answer, with
    its own account.
    """
    if listed and answer:
        raise click.UsageError("Say --answer or --list, not both.")
    account = given["answered"] is not None
    if not answer and not account and (given["quality"] or given["remark"]):
        raise click.UsageError("--quality and --remark go with --answer REF, or with --answered.")
    if not answer and not account and (given["by"] or given["at"] or given["to"]):
        raise click.UsageError(
            "--by, --at and --to go with --answered or --no-answer: of a test by voice or telephone."
        )
    if listed and account:
        raise click.UsageError("Say what became of a test, or --list, not both.")
    if listed:
        _list(folder, given, as_json=as_json)
    elif answer:
        _answer(folder, answer, given, as_json=as_json)
    else:
        _start(folder, given, as_json=as_json)


def _start(folder: Path, given: dict[str, Any], *, as_json: bool) -> None:
    from watchline.cli.speak import end, say_it

    draft = fresh_draft(given["draft"])
    request = {"kind": "test", "circuit": given["circuit"], "post": given["post"], "draft": draft, **_account(given)}
    if given["answered"] is not None:
        request |= {"quality": given["quality"] or 0, "remark": given["remark"], "to": given["to"]}
    reply = say_it(folder, request)
    ref = reply.get("ref")
    if given["answered"] is not None:
        words = f"{ref} is our account of the call. The other side writes its own: `watchline test DIR --answer {ref}`, or with --no-answer."
        end(folder, {**reply, "draft": draft}, None, as_json=as_json, words=words)
        return
    words = f"Line test {ref} is written. The other side answers it: `watchline test DIR --answer {ref}`. What becomes of it: --list."
    end(folder, {**reply, "draft": draft}, None, as_json=as_json, words=words)


def _answer(folder: Path, ref: str, given: dict[str, Any], *, as_json: bool) -> None:
    from watchline.cli.look import look
    from watchline.cli.speak import end, say_it

    with look(folder) as found:
        author = found.here.find(ref).code
    draft = fresh_draft(given["draft"])
    request = {"kind": "test_answered", "ref": ref, "post": given["post"], "draft": draft}
    request |= {"quality": given["quality"] or 0, "remark": given["remark"], **_account(given)}
    reply = say_it(folder, request)
    state = "answers" if reply.get("written") else "answered before"
    end(
        folder,
        {**reply, "draft": draft},
        [author],
        as_json=as_json,
        words=f"{reply.get('ref')} {state} line test {ref}.",
    )


def _account(given: dict[str, Any]) -> dict[str, Any]:
    """Return what an officer typed of a test by voice or telephone, as the request has it; nothing for any other test."""
    fields = {"answered": given["answered"], "by": given["by"] or None, "at": given["at"]}
    return {name: value for name, value in fields.items() if value is not None}


def _list(folder: Path, given: dict[str, Any], *, as_json: bool) -> None:
    from watchline.cli.look import look
    from watchline.cli.show import emit
    from watchline.host.answers import line_tests

    with look(folder) as found:
        until = _instant(given["until"]) if given["until"] else found.now
        answer = line_tests(found.here, until, given["days"], given["limit"])
    if as_json:
        emit(answer)
    else:
        _show(answer, folder)


def _show(answer: dict[str, Any], folder: Path) -> None:
    from watchline.cli.show import say, table
    from watchline.measure import dtg

    rows = [
        [
            dtg(item["due"]),
            item["circuit"],
            item["initiator"],
            item["ref"] or "",
            *_outcome(item),
            item["arrived_by"] or "",
        ]
        for item in answer["slots"]
    ]
    rows += [
        [
            dtg(item["t"]),
            item["circuit"],
            f"{item['from']} (unscheduled)",
            item["ref"],
            *_outcome(item),
            item["arrived_by"] or "",
        ]
        for item in answer["unscheduled"]
    ]
    if rows:
        table(["DUE", "CIRCUIT", "INITIATOR", "REF", "OUTCOME", "ANSWERED", "ARRIVED BY"], rows)
        say()
    if answer["more"]:
        say(
            f"Not all are listed: `watchline test {folder} --list --limit N` with a larger N. The figures count all slots."
        )
        say()
    figures = answer["figures"]
    keys = [key for key, value in figures.items() if isinstance(value, int)]
    lines = [("all", figures), *(("circuit " + name, part) for name, part in figures["per_circuit"].items())]
    lines += [("initiator " + code, part) for code, part in figures["per_initiator"].items()]
    table(
        ["", *(key.replace("_", " ").upper() for key in keys)],
        [[name, *(str(part[key]) for key in keys)] for name, part in lines],
    )
    _spoken(answer)
    heads = ", ".join(f"{item['party']}/{item['epoch']} size {item['size']}" for item in answer["heads"])
    say()
    say(f"From {answer['from_utc']} until {answer['until_utc']}; heads: {heads}.")
    say(answer["words"])


def _spoken(answer: dict[str, Any]) -> None:
    """Show tests by voice and telephone: how many, and each side's account where they differ."""
    from watchline.cli.show import say

    for name, part in answer["figures"]["spoken"].items():
        if part["made"]:
            say(
                f"By voice on {name}: "
                + ", ".join(f"{key.replace('_', ' ')} {count}" for key, count in part.items())
                + "."
            )
    for item in [*answer["slots"], *answer["unscheduled"]]:
        if item["differences"]:
            told = "; ".join(
                f"{one['from']}: {'answered' if one['answered'] else 'no answer'} {one['at_utc']}{' by ' + one['by'] if one['by'] else ''}"
                for one in item["accounts"]
            )
            say(f"{item['ref']}: the accounts differ in {', '.join(item['differences'])}. {told}.")


def _outcome(item: dict[str, Any]) -> list[str]:
    words = (
        item["outcome"]
        + (" (reverse)" if item.get("reverse") else "")
        + (", waits for us" if item["waits_for_us"] else "")
    )
    return [words, "" if item["answered_s"] is None else f"{item['answered_s']:.0f} s"]


def _instant(text: str) -> int:
    from datetime import UTC, datetime, timedelta

    from watchline.measure import parse_dtg

    try:
        return parse_dtg(text)
    except ValueError as not_dtg:
        try:
            when = datetime.fromisoformat(text)
        except ValueError:
            raise click.BadParameter(str(not_dtg), param_hint="--until") from None
    if when.tzinfo is None:
        raise click.BadParameter("say the zone: end it with Z", param_hint="--until")
    return (when - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)

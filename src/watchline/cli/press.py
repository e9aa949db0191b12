"""``watchline press``: what reports say of contacts, read by rules; `read`, `suggest` and `check FILE` need no node and no keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from watchline.cli.options import FILE, json_option

_FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)
_REPORT = click.Path(path_type=Path, dir_okay=False, exists=True)
roster_option = click.option(
    "--roster",
    type=FILE,
    help="Persons and offices (CSV, docs/spec/offices.md); else roster.csv beside the reports, else the sample.",
)
states_option = click.option(
    "--states",
    type=FILE,
    help="What states are called (CSV: code,names,adjectives,seats), before those that this program knows.",
)


@click.group("press", short_help="Read press reports: who spoke with whom, who says so, where they differ.")
def command() -> None:
    """Read press reports by rules: contacts, requests, earlier contacts, line facts, readouts; each with its place in the text.

    Whatever is found is a suggestion: nothing is counted before a person has confirmed it.
    """


@command.command("read")
@click.argument("folder", metavar="FOLDER", type=_FOLDER)
@click.option(
    "--published",
    multiple=True,
    metavar="FILE=DATE",
    help="When a report was published (EDTF); repeat it. DATE alone: all of them.",
)
@click.option("--facts", is_flag=True, help="Facts only: no words of any report in the answer.")
@roster_option
@states_option
@json_option
def read(
    *, folder: Path, published: tuple[str, ...], facts: bool, roster: Path | None, states: Path | None, as_json: bool
) -> None:
    """Read every report in FOLDER and show one timeline of all: conflicts, who last spoke with whom, requests, line facts, derivations.

    No date and no roster need be given; what the texts do not tell stays unknown, at its precision.
    """
    from watchline.cli.press_files import dates_given, read_folder
    from watchline.cli.press_words import show_answer
    from watchline.cli.show import emit
    from watchline.host.press_files import reader_of
    from watchline.host.press_timeline import answer_of

    reader = reader_of(roster, states, beside=folder)
    found = read_folder(folder, reader, dates_given(published))
    answer = answer_of(found, reader, facts=facts)
    if as_json:
        emit(answer)
    else:
        show_answer(answer)


@command.command("suggest")
@click.argument("report", metavar="FILE", type=_REPORT)
@click.option("--published", default="unknown", metavar="DATE", help="When it was published (EDTF, like 2022-05-13).")
@click.option("--outlet", default=None, metavar="NAME", help="Who published it.")
@click.option("--quotes", is_flag=True, help="Print each quote beside its place.")
@click.option(
    "--model",
    metavar="URL",
    help="Ask a language model that you run (OpenAI-compatible) instead of the rules. The text goes there, and nowhere else.",
)
@click.option("--model-name", default="model", show_default=True, metavar="NAME", help="What that endpoint calls it.")
@click.option("--model-host", multiple=True, metavar="HOST", help="A host beside this machine that may be asked.")
@roster_option
@states_option
@json_option
def suggest(
    *,
    report: Path,
    published: str,
    outlet: str | None,
    quotes: bool,
    model: str | None,
    model_name: str,
    model_host: tuple[str, ...],
    roster: Path | None,
    states: Path | None,
    as_json: bool,
) -> None:
    """Suggest what one report says: claims with principals, date and its basis, status, initiative, duration, channel, places.

    Of a model's answer only what the report's own words support is shown; the rest is dropped, and said.
    """
    from watchline.cli.press_files import date_given
    from watchline.cli.press_words import show_claims
    from watchline.cli.show import emit
    from watchline.host.press_files import read_one, reader_of
    from watchline.press import claim_json

    reader = reader_of(roster, states, beside=report.parent)
    made, text = read_one(report, reader, date_given(published), outlet)
    extra: list[dict[str, Any]] = [{} for _ in made.claims]
    if model is not None:
        made, extra = _asked(model, model_name, frozenset(model_host), made, text, reader)
    if as_json:
        claims: Any = [
            claim_json(claim, text if quotes else None) | more for claim, more in zip(made.claims, extra, strict=True)
        ]
        emit(claims)
    else:
        show_claims(made, text, "rules" if model is None else f"the model {model_name}")


def _asked(
    url: str, name: str, allowed: frozenset[str], made: Any, text: str, reader: Any
) -> tuple[Any, list[dict[str, Any]]]:
    """Return a report with the claims of a model that passed the gate, and what of each was dropped; that is said on stderr too."""
    import msgspec

    from watchline.cli.show import note
    from watchline.host.model import ask
    from watchline.press.model import gate, question

    gated = gate(ask(url, question(text, name), allowed=allowed), text, made, reader)
    for why in (*gated.dropped, *(words for several in gated.unsupported for words in several)):
        note(f"not supported by the report, dropped: {why}")
    return msgspec.structs.replace(made, claims=gated.claims), [{"unsupported": list(why)} for why in gated.unsupported]


@command.command("check")
@click.argument("report", metavar="FILE|DIR", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--claims", type=_REPORT, help="Claims that `press suggest --json` printed: are their quotes still in FILE?"
)
@click.option("--published", default="unknown", metavar="DATE", help="When it was published (EDTF).")
@roster_option
@states_option
@json_option
def check(
    *, report: Path, claims: Path | None, published: str, roster: Path | None, states: Path | None, as_json: bool
) -> None:
    """Check one report by arithmetic: intervals, weekdays, "first since", contradictions; with --claims also that quotes still match.

    DIR of a node: what is confirmed there, against our own record, among reports, and against the texts that are kept.
    Exit 3 if a quote is not in the text any more.
    """
    if report.is_dir():
        from watchline.cli.press_node import check_node

        if claims is not None:
            raise click.UsageError("--claims goes with FILE; of a node the claims stand in its annex.")
        check_node(report, as_json=as_json)
        return
    from watchline.cli.exits import NOT_VERIFIED
    from watchline.cli.press_files import date_given, stored_claims
    from watchline.cli.press_words import show_check
    from watchline.cli.show import emit
    from watchline.host.press_files import read_one, reader_of
    from watchline.host.press_timeline import check_answer

    reader = reader_of(roster, states, beside=report.parent)
    made, text = read_one(report, reader, date_given(published), None)
    answer = check_answer(made, text, reader, None if claims is None else stored_claims(claims))
    if as_json:
        emit(answer)
    else:
        show_check(answer)
    if answer["broken_spans"]:
        raise SystemExit(NOT_VERIFIED)


def _of_a_node() -> None:
    """Add the verbs that look into a node; they need what is above."""
    from watchline.cli import press_add, press_decide, press_node

    for verb in (
        press_add.command, press_node.list_claims, press_decide.confirm, press_decide.reject, press_decide.edit, press_node.timeline,
        press_node.export,
    ):  # fmt: skip
        command.add_command(verb)


_of_a_node()

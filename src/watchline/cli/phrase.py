"""``watchline phrase``: the phrasebook that comes with this program. Signs nothing and needs no node."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from watchline.cli.options import json_option, language_option

if TYPE_CHECKING:
    from watchline.record import Charter


@click.group("phrase", short_help="The phrasebook: list it, show a phrase, check a code.")
def command() -> None:
    """The phrasebook that comes with this program: agreed sentences under codes, in several languages."""


@command.command("list")
@click.argument(
    "folder",
    metavar="[DIR]",
    required=False,
    type=click.Path(path_type=Path, file_okay=False, exists=True, resolve_path=True),
)
@click.option("--category", default="", metavar="WORD", help="Phrases of this category only.")
@language_option
@json_option
def list_phrases(*, folder: Path | None, category: str, language: str, as_json: bool) -> None:
    """List the phrases with their parameters; with DIR also say whether the charter of that line names this phrasebook."""
    from watchline.cli.show import emit, say, table
    from watchline.host.phrases import UNREVIEWED, listed

    answer = listed(_charter(folder), language, category)
    if as_json:
        emit(answer)
        return
    rows = [
        [
            item["code"],
            item["least_precedence"],
            str(item["persons"]),
            "yes" if item["read_back"] else "",
            " ".join(f"{one['name']}:{one['type']}" for one in item["takes"]),
            item["text"],
        ]
        for item in answer["phrases"]
    ]
    table(["CODE", "LEAST", "PERSONS", "READ BACK", "TAKES", f"TEXT ({language})"], rows)
    say()
    for item in answer["operators"]:
        say(f"{item['op']}: {item['text']}")
    say()
    say(f"Phrasebook {answer['phrasebook']['installed']}.")
    if answer["unreviewed"]:
        say(f"Language {language} is unreviewed: {UNREVIEWED}.")
    if answer["phrasebook"]["words"]:
        say(answer["phrasebook"]["words"])


@command.command("show")
@click.argument("code", metavar="CODE")
@language_option
@json_option
def show(*, code: str, language: str, as_json: bool) -> None:
    """Show phrase CODE in full: texts in every language, parameters with their forms, rules and the answers it offers."""
    from watchline.cli.show import emit, facts, say, visible
    from watchline.host.phrases import UNREVIEWED, one, rules_words
    from watchline.phrase import TYPES

    answer = one(code, language)
    if as_json:
        emit(answer)
        return
    say(f"{answer['code']}, {answer['category']}, least precedence {answer['least_precedence']}")
    say()
    for item in answer["texts"]:
        say(f"  {item['language']}  {visible(item['text'])}")
    if any(item["unreviewed"] for item in answer["texts"]):
        names = ", ".join(item["language"] for item in answer["texts"] if item["unreviewed"])
        say(f"Unreviewed: {names}; {UNREVIEWED}.")
    say()
    facts(
        [
            *((item["name"], TYPES[item["type"]].means) for item in answer["takes"]),
            *(("answer", f"{item['code']}  {item['text']}") for item in answer["answers"]),
        ]
    )
    for sentence in rules_words([code]):
        say(sentence)


@command.command("check")
@click.argument("code", metavar="CODE")
@json_option
def check(*, code: str, as_json: bool) -> None:
    """Check CODE as it was heard or typed, with its check character (WN03-P): exit 1 if the two do not fit or no phrase has it."""
    from watchline.cli.show import emit, say
    from watchline.host.phrases import LANGUAGE_DEFAULT, one
    from watchline.phrase import read_code

    plain = read_code(code)
    answer = one(plain, LANGUAGE_DEFAULT)
    if as_json:
        emit({key: answer[key] for key in ("code", "text", "language", "unreviewed")})
        return
    say(f"{answer['code']}: {answer['text']}")


def _charter(folder: Path | None) -> Charter | None:
    """Return the charter of a node's line, or None where no folder was named."""
    if folder is None:
        return None
    from watchline.cli.look import look

    with look(folder) as found:
        return found.reading.charter

"""``watchline phrase``: the phrasebook that comes with this program, others that a charter names, and own editions. Signs nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from watchline.cli.options import json_option, language_option, node_argument

if TYPE_CHECKING:
    from watchline.phrase import Shelf
    from watchline.record import Charter


@click.group("phrase", short_help="The phrasebook: list it, show a phrase, check a code, keep an own edition.")
def command() -> None:
    """The phrasebook: agreed sentences under codes, in several languages.

    One comes with this program. With DIR it is the one that the charter of that line names, or this party's own edition of it.
    """


_of_a_node = click.argument(
    "folder",
    metavar="[DIR]",
    required=False,
    type=click.Path(path_type=Path, file_okay=False, exists=True, resolve_path=True),
)


@command.command("list")
@_of_a_node
@click.option("--category", default="", metavar="WORD", help="Phrases of this category only.")
@language_option
@json_option
def list_phrases(*, folder: Path | None, category: str, language: str, as_json: bool) -> None:
    """List the phrases with their parameters; with DIR also say whether the charter of that line names this phrasebook."""
    from watchline.cli.show import emit, say, table
    from watchline.host.phrases import UNREVIEWED, listed

    answer = listed(*_in_use(folder), language, category)
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
@_of_a_node
@language_option
@json_option
def show(*, code: str, folder: Path | None, language: str, as_json: bool) -> None:
    """Show phrase CODE in full: texts in every language, parameters with their forms, rules and the answers it offers."""
    from watchline.cli.show import emit, facts, say, visible
    from watchline.host.phrases import UNREVIEWED, one, rules_words
    from watchline.phrase import TYPES

    charter, shelf = _in_use(folder)
    answer = one(code, language, charter, shelf)
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
    for sentence in rules_words([code], shelf.for_charter(None if charter is None else charter.phrasebook)):
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


@command.command("books")
@node_argument
@json_option
def books(*, folder: Path, as_json: bool) -> None:
    """Show every phrasebook of the node in DIR, and which one its line is read in."""
    from watchline.cli.show import emit, say, table
    from watchline.host.phrases import shelf_of

    answer = shelf_of(*_in_use(folder))
    if as_json:
        emit(answer)
        return
    rows = [
        [
            item["hash"][:16],
            item["what"],
            (item["base"] or "")[:16],
            str(item["phrases"]),
            "yes" if item["in_use"] else "",
        ]
        for item in answer["books"]
    ]
    table(["HASH", "WHAT", "STANDS ON", "PHRASES", "IN USE"], rows)
    say()
    say(answer["phrasebook"]["words"])


@command.command("add")
@node_argument
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@json_option
def add(*, folder: Path, file: Path, as_json: bool) -> None:
    """Add the phrasebook or own edition in FILE to the node in DIR. It counts from the next `watchline up`.

    An own edition has a row BASE with the hash of the phrasebook it stands on; its words are shown to this party only.
    """
    from watchline.cli.files import read_small
    from watchline.cli.show import emit, say
    from watchline.host.bookshelf import add_book
    from watchline.host.config import load_config

    load_config(folder)
    digest = add_book(folder, read_small(file)).hex()
    if as_json:
        emit({"added": digest})
        return
    say(f"Phrasebook {digest} is added. A running node takes it at its next start.")


@command.command("remove")
@node_argument
@click.argument("digest", metavar="HASH")
@json_option
def remove(*, folder: Path, digest: str, as_json: bool) -> None:
    """Remove the phrasebook or own edition HASH (its first 8 digits at least) from the node in DIR.

    What was said in it stays in the record and is then shown as code and parameters.
    """
    from watchline.cli.show import emit, say
    from watchline.host.bookshelf import remove_book
    from watchline.host.config import load_config

    load_config(folder)
    name = remove_book(folder, digest)
    if as_json:
        emit({"removed": name})
        return
    say(f"{name} is removed. A running node keeps it until its next start.")


def _in_use(folder: Path | None) -> tuple[Charter | None, Shelf]:
    """Return the charter of a node's line and its phrasebooks; where no folder was named, the shipped one alone."""
    from watchline.phrase import Shelf

    if folder is None:
        return None, Shelf()
    from watchline.cli.look import look

    with look(folder) as found:
        return found.reading.charter, found.reading.shelf

"""``watchline draft``: what one officer drafts another releases, exactly as it was shown (PROTOCOL 10.3). By the desk's own operations."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import click

from watchline.cli.at_desk import AtDesk, Officer, at_desk, officer_options
from watchline.cli.message_fields import Typed, message_options
from watchline.cli.options import draft_option, folder_argument, fresh_draft, json_option, language_option, post_option

DIGITS_MIN = 8
"""So many digits name a draft or its digest."""


@click.group("draft", short_help="Draft a message; a second officer releases it.")
@folder_argument
@click.pass_context
def command(context: click.Context, /, *, folder: Path) -> None:
    """Draft a message that a second officer releases, exactly as it was shown to him. Drafts stay on this side until then.

    Officers sign in at the node's desk with --name and a password. Whoever has a passkey releases in a browser, with it.
    """
    context.obj = folder


@command.command("propose")
@message_options
@post_option
@draft_option
@officer_options
@json_option
@click.pass_obj
def propose(
    folder: Path,
    /,
    *,
    post: str,
    draft: str | None,
    name: str,
    password_file: Path | None,
    password_fd: int | None,
    as_json: bool,
    **typed: Any,
) -> None:
    """Put a message before a releaser: TEXT and phrases as with `send`. Nothing is written into the record yet."""
    message = {**Typed(**typed).fields(), "post": post, "draft": fresh_draft(draft)}
    with at_desk(folder, Officer(name, password_file, password_fd)) as desk:
        found = desk.ask("/drafts", {"message": message})
    _end(found, f"It waits until {found['not_after_utc']} for another officer: `draft show`, then `draft release`.", as_json=as_json)  # fmt: skip


@command.command("list")
@officer_options
@json_option
@click.pass_obj
def list_drafts(folder: Path, /, *, name: str, password_file: Path | None, password_fd: int | None, as_json: bool) -> None:  # fmt: skip
    """List the drafts that wait, and those settled lately."""
    from watchline.cli.show import emit, say, table

    with at_desk(folder, Officer(name, password_file, password_fd)) as desk:
        found = desk.ask("/drafts")
    if as_json:
        emit(found)
        return
    if not found["drafts"]:
        say("No draft waits.")
        return
    rows = [
        [item["id"], item["state"], item["drafted_by"], item["not_after_utc"], item["ref"], item["words"]]
        for item in found["drafts"]
    ]
    table(["DRAFT", "STATE", "DRAFTED BY", "UNTIL", "REF", "WORDS"], rows)


@command.command("show")
@click.argument("ident", metavar="ID")
@language_option
@officer_options
@json_option
@click.pass_obj
def show(
    folder: Path,
    /,
    *,
    ident: str,
    language: str,
    name: str,
    password_file: Path | None,
    password_fd: int | None,
    as_json: bool,
) -> None:
    """Show a draft as it would stand in the record, and the digest of what is released."""
    from watchline.cli.show import emit

    with at_desk(folder, Officer(name, password_file, password_fd)) as desk:
        found = _found(desk, ident)
        phrases = desk.ask("/messages/preview", found["message"])["phrases"]
    if as_json:
        emit(found)
        return
    _show(found, [_in(language, item["texts"]) for item in phrases if item["texts"]])


@command.command("release")
@click.argument("ident", metavar="ID")
@click.option(
    "--digest", required=True, metavar="HEX", help="What you read: its SHA-256 as `draft show` printed it, eight digits at least."
)  # fmt: skip
@officer_options
@json_option
@click.pass_obj
def release(
    folder: Path,
    /,
    *,
    ident: str,
    digest: str,
    name: str,
    password_file: Path | None,
    password_fd: int | None,
    as_json: bool,
) -> None:
    """Release a draft as the second officer, by password: it is written as it was shown, or not at all."""
    from watchline.cli.show import emit, say
    from watchline.errors import OurMistake

    with at_desk(folder, Officer(name, password_file, password_fd)) as desk:
        found = _found(desk, ident)
        if len(digest) < DIGITS_MIN or not found["digest"].startswith(digest.lower()):
            raise OurMistake(
                f"{digest[:64]} is not how the SHA-256 of draft {found['id']} begins. Nothing was released: look at it with `draft show`."
            )
        written = desk.ask(f"/drafts/{found['id']}/release", {"password": desk.password})
    if as_json:
        emit(written)
    else:
        say("\n".join([f"{written['ref']} is written, released by {name}.", *written["rules"]]))


@command.command("return")
@click.argument("ident", metavar="ID")
@click.option("--text", default="", help="Words to its drafter; they stay on this side.")
@officer_options
@json_option
@click.pass_obj
def give_back(
    folder: Path,
    /,
    *,
    ident: str,
    text: str,
    name: str,
    password_file: Path | None,
    password_fd: int | None,
    as_json: bool,
) -> None:
    """Give a draft back to its drafter; it is released no more."""
    with at_desk(folder, Officer(name, password_file, password_fd)) as desk:
        found = desk.ask(f"/drafts/{_found(desk, ident)['id']}/return", {"words": text})
    _end(found, "It is returned, and stays on this side.", as_json=as_json)


def _found(desk: AtDesk, ident: str) -> dict[str, Any]:
    """Return the draft whose id begins so, after comparing what would be released with its digest.

    Raises:
        OurMistake: none or several begin so, or the desk's digest is not that of its bytes.
    """
    from watchline.errors import OurMistake
    from watchline.keys import digest

    listed: list[dict[str, Any]] = desk.ask("/drafts")["drafts"]
    named = [item for item in listed if len(ident) >= DIGITS_MIN and item["id"].startswith(ident.lower())]
    if len(named) != 1:
        raise OurMistake(f"{len(named)} drafts are named {ident[:32]}: give eight digits or more, as `draft list` shows them.")  # fmt: skip
    if digest(bytes.fromhex(named[0]["preview"])).hex() != named[0]["digest"]:
        raise OurMistake("The desk's digest is not that of what it would release. Release nothing, and report it.")
    return named[0]


def _in(language: str, texts: list[dict[str, Any]]) -> dict[str, Any]:
    return next((item for item in texts if item["language"] == language), texts[0])


class _Form(NamedTuple):
    """What a releaser signs, read from its bytes."""

    header: dict[str, Any]
    body: Any


def _form(found: dict[str, Any]) -> _Form:
    from watchline.codec import decode
    from watchline.record import read_body

    header = decode(bytes.fromhex(found["preview"]))
    return _Form(header, read_body("message", header["body"]))


def _show(found: dict[str, Any], phrases: list[dict[str, Any]]) -> None:
    """Print a draft by its bytes; the words of phrases are those that this node shows for their codes."""
    from watchline.cli.message_words import show_phrases
    from watchline.cli.show import facts, quoted, say
    from watchline.measure import dtg

    header, body = _form(found)
    facts(
        [
            ("draft", f"{found['id']}, {found['state']}"),
            ("drafted by", found["drafted_by"]),
            ("precedence", body.precedence),
            ("post", str(header["post"])),
            ("to", ", ".join(body.to) or "all others"),
            ("dtg", dtg(body.dtg)),
            ("language", body.language),
            ("refers to", ", ".join(found["message"]["refs"])),
            ("until", found["not_after_utc"]),
            ("returned", found["words"]),
            ("written as", found["ref"]),
            ("SHA-256", found["digest"]),
        ]
    )
    if body.text:
        say()
        say(quoted(body.text))
    show_phrases(phrases, body.language)
    for rule in found["rules"]:
        say(rule)


def _end(found: dict[str, Any], words: str, *, as_json: bool) -> None:
    from watchline.cli.show import emit, say

    if as_json:
        emit(found)
        return
    say(f"Draft {found['id']}, SHA-256 {found['digest']}.")
    say("\n".join([words, *found["rules"]]))

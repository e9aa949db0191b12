"""``watchline readout``: our own public account of a call, first only committed to; and both sides' beside each other."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from watchline.cli.options import (
    FILE,
    draft_option,
    folder_argument,
    fresh_draft,
    json_option,
    limit_option,
    post_option,
)

TEXT_BYTES_MAX = 1_000_000


@click.group("readout", short_help="Commit to, publish and compare readouts of a call.")
@folder_argument
@click.pass_context
def command(ctx: click.Context, *, folder: Path) -> None:
    """Readouts of a call: what each side makes public of it. A commitment binds to a text before the other side knows it.

    A difference between two readouts is normal.
    """
    ctx.obj = folder


def _say(folder: Path, request: dict[str, Any], *, as_json: bool, draft: str | None, words: str) -> None:
    """Hand one saying to the running node and end as every writing verb does."""
    from watchline.cli.speak import end, say_it
    from watchline.host.readouts import NORMAL

    chosen = fresh_draft(draft)
    reply = say_it(folder, {**request, "draft": chosen})
    ref = reply.get("ref", "")
    said = (
        words.format(ref=ref, folder=folder)
        if reply.get("written")
        else f"{ref} says so already; nothing new was written."
    )
    end(folder, {**reply, "draft": chosen, "difference": NORMAL}, None, as_json=as_json, words=f"{said} {NORMAL}")


@command.command("commit")
@click.argument("call", metavar="CALL")
@click.argument("text", metavar="TEXT", required=False)
@click.option("--file", "file", type=FILE, help="Where the text is read (UTF-8), instead of TEXT.")
@click.option("--language", default="en", show_default=True, help="Language tag of the text.")
@click.option(
    "--scope",
    type=click.Choice(["full", "agreed_text", "fact_only", "nothing"]),
    help="What is meant to become public: all of it, a text agreed by both, the fact of the call only, or nothing.",
)
@click.option("--not-before", metavar="DTG", help="This node publishes it no earlier; like '221530Z NOV 26'.")
@click.option(
    "--point", "points", multiple=True, metavar="KEY=STATEMENT", help="A point of it, published with it; repeat it."
)
@click.option(
    "--replaces", metavar="REF", default="", help="Our open readout of this call and language that it replaces."
)
@post_option
@draft_option
@json_option
@click.pass_obj
def commit(
    folder: Path,
    *,
    call: str,
    text: str | None,
    file: Path | None,
    language: str,
    scope: str | None,
    not_before: str | None,
    points: tuple[str, ...],
    replaces: str,
    post: str,
    draft: str | None,
    as_json: bool,
) -> None:
    """Commit to TEXT as our readout of CALL ("-" reads it from standard input). The other side sees that there is one, not what it says.

    Text, salt and points stay on this machine, in the node's record, until they are shared or published.
    """
    request: dict[str, Any] = {
        "kind": "readout",
        "call": call,
        "text": _text(text, file),
        "language": language,
        "scope": scope or "",
        "points": [_point(item) for item in points],
        "replaces": replaces,
        "post": post,
    }
    if not_before is not None:
        request["not_before"] = _instant(not_before)
    words = (
        "{ref} commits to it; the text is kept here only and is in no export. Publish it once the other side holds the commitment: "
        "`watchline readout {folder} publish {ref}`."
    )
    _say(folder, request, as_json=as_json, draft=draft, words=words)


@command.command("share")
@click.argument("ref", metavar="REF")
@post_option
@draft_option
@json_option
@click.pass_obj
def share(folder: Path, *, ref: str, post: str, draft: str | None, as_json: bool) -> None:
    """Show the text of our readout REF to the other side before it is public."""
    request = {"kind": "readout_shared", "ref": ref, "post": post}
    _say(folder, request, as_json=as_json, draft=draft, words="{ref} shows the text to the other side.")


@command.command("publish")
@click.argument("ref", metavar="REF")
@click.option("--where", default="", metavar="TEXT", help="Where it was published.")
@post_option
@draft_option
@json_option
@click.pass_obj
def publish(folder: Path, *, ref: str, where: str, post: str, draft: str | None, as_json: bool) -> None:
    """State that our readout REF is public: text, salt and points enter the common record.

    If both sides agreed that the readouts of this call are confidential, both records show that it was published nevertheless.
    """
    _note_before(folder, ref)
    request = {"kind": "readout_published", "ref": ref, "where": where, "post": post}
    _say(folder, request, as_json=as_json, draft=draft, words="{ref} publishes it.")


def _note_before(folder: Path, ref: str) -> None:
    """Say on stderr what both records will show beside the publication; whether it may be published the node decides."""
    from watchline.cli.look import look
    from watchline.cli.show import note
    from watchline.errors import OurMistake
    from watchline.host.readouts import show_readout

    try:
        with look(folder) as found:
            shown = show_readout(found.here, ref)
    except OurMistake:
        return
    missing = [code for code in shown["parties"] if code != shown["from"] and code not in shown["held_by"]]
    if missing and shown["ours"] and not shown["published"]:
        note(f"{missing[0]} is not known to hold the commitment yet; the record may not show that it held it before.")
    if shown["confidentiality"]["agreed"]:
        note(f"It is agreed that this call's readouts are confidential ({shown['confidentiality']['agreed']['ref']}).")


@command.command("correct")
@click.argument("ref", metavar="REF")
@click.argument("text", metavar="TEXT")
@click.option("--language", default="en", show_default=True, help="Language tag of the text.")
@post_option
@draft_option
@json_option
@click.pass_obj
def correct(folder: Path, *, ref: str, text: str, language: str, post: str, draft: str | None, as_json: bool) -> None:
    """Correct our published readout REF; both texts stand."""
    _amend(folder, "readout_corrected", ref, text, language, post, draft, as_json=as_json)


@command.command("supplement")
@click.argument("ref", metavar="REF")
@click.argument("text", metavar="TEXT")
@click.option("--language", default="en", show_default=True, help="Language tag of the text.")
@post_option
@draft_option
@json_option
@click.pass_obj
def supplement(
    folder: Path, *, ref: str, text: str, language: str, post: str, draft: str | None, as_json: bool
) -> None:
    """Add to our published readout REF."""
    _amend(folder, "readout_supplemented", ref, text, language, post, draft, as_json=as_json)


def _amend(
    folder: Path, kind: str, ref: str, text: str, language: str, post: str, draft: str | None, *, as_json: bool
) -> None:
    said = {"text": _text(text, None), "language": language}
    request = {"kind": "entry", "entry": kind, "on": ref, "fields": said, "post": post}
    _say(folder, request, as_json=as_json, draft=draft, words="{ref} is written; what was published stands beside it.")


@command.command("confidential")
@click.argument("call", metavar="CALL")
@click.argument("how", metavar="propose|agree|refuse", type=click.Choice(["propose", "agree", "refuse"]))
@click.option("--text", default="", metavar="TEXT", help="Words to it.")
@post_option
@draft_option
@json_option
@click.pass_obj
def confidential(folder: Path, *, call: str, how: str, text: str, post: str, draft: str | None, as_json: bool) -> None:
    """Propose that neither side publishes a readout of CALL, or answer the other side's proposal."""
    request = {"kind": "confidentiality", "call": call, "how": how, "text": text, "post": post}
    words = {"propose": "{ref} proposes it.", "agree": "{ref} agrees to it.", "refuse": "{ref} does not agree to it."}
    _say(folder, request, as_json=as_json, draft=draft, words=words[how])


@command.command("list")
@click.argument("call", metavar="[CALL]", required=False)
@limit_option
@json_option
@click.pass_obj
def list_all(folder: Path, *, call: str | None, limit: int, as_json: bool) -> None:
    """List the readouts of CALL, or of all calls, with what each side stated; signs nothing."""
    from watchline.cli.look import look
    from watchline.cli.readout_words import show_list
    from watchline.cli.show import emit
    from watchline.host.readouts import list_readouts

    with look(folder) as found:
        answer = list_readouts(found.here, call or "", limit)
    if as_json:
        emit(answer)
    else:
        show_list(answer)


@command.command("show")
@click.argument("ref", metavar="REF")
@json_option
@click.pass_obj
def show(folder: Path, *, ref: str, as_json: bool) -> None:
    """Show readout REF in full; of our own also the text that is not public yet. Signs nothing."""
    from watchline.cli.look import look
    from watchline.cli.readout_words import show_one
    from watchline.cli.show import emit
    from watchline.host.readouts import show_readout

    with look(folder) as found:
        answer = show_readout(found.here, ref)
    if as_json:
        emit(answer)
    else:
        show_one(answer)


@command.command("compare")
@click.argument("call", metavar="CALL")
@json_option
@click.pass_obj
def compare(folder: Path, *, call: str, as_json: bool) -> None:
    """Show what both sides published about CALL side by side: points stated by both, by one, or differently. Signs nothing.

    Points are compared by their key and as texts: equal or not equal. Nothing is weighed.
    """
    from watchline.cli.look import look
    from watchline.cli.readout_words import show_pairs
    from watchline.cli.show import emit
    from watchline.host.readouts import compare as compared

    with look(folder) as found:
        answer = compared(found.here, call)
    if as_json:
        emit(answer)
    else:
        show_pairs(answer)


def _text(text: str | None, file: Path | None) -> str:
    """Return the text that was given one way."""
    if (text is None) == (file is None):
        raise click.UsageError("Give the text as TEXT or with --file, one of them.")
    if file is not None:
        try:
            if file.stat().st_size > TEXT_BYTES_MAX:
                raise click.BadParameter("the file is too long for a readout", param_hint="--file")
            said = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as why:
            raise click.BadParameter(str(why), param_hint="--file") from why
    else:
        said = sys.stdin.read().rstrip("\n") if text == "-" else str(text)
    if not said.strip():
        raise click.UsageError("There is no text.")
    return said


def _point(text: str) -> tuple[str, str]:
    key, equals, statement = text.partition("=")
    if not equals or not key.strip() or not statement.strip():
        raise click.BadParameter(f"write it KEY=STATEMENT, not {text!r}", param_hint="--point")
    return key.strip(), statement.strip()


def _instant(text: str) -> int:
    """Return the instant of a DTG or of an ISO text with its zone."""
    from datetime import UTC, datetime, timedelta

    from watchline.measure import parse_dtg

    try:
        return parse_dtg(text)
    except ValueError as not_dtg:
        try:
            when = datetime.fromisoformat(text)
        except ValueError:
            raise click.BadParameter(str(not_dtg), param_hint="--not-before") from None
    if when.tzinfo is None:
        raise click.BadParameter("say the zone: end it with Z", param_hint="--not-before")
    return (when - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)

"""``watchline notice``: announce an activity, amend, activate, end or withdraw it; read, object to or note another party's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from watchline.cli.notice_fields import shape_options, shift_option, volumes_given, word_options, words_given
from watchline.cli.options import (
    draft_option,
    folder_argument,
    fresh_draft,
    json_option,
    limit_option,
    offset_option,
    paging_options,
    post_option,
)

Verb = Callable[..., Any]
ref_argument = click.argument("ref", metavar="REF")
text_option = click.option("--text", default=None, help="Words to it; they stand in the common record.")
version_option = click.option("--version", type=click.IntRange(1), help="Which version. Default: the newest here.")
kind_option = click.option("--kind", "activity", metavar="KIND", help="Kind of activity, like live_fire or air (`notice DIR kinds`).")  # fmt: skip


def _writing(verb: Verb) -> Verb:
    return post_option(draft_option(json_option(verb)))


@click.group("notice", short_help="Announce an activity; read, object to or note another's.")
@folder_argument
@click.pass_context
def command(ctx: click.Context, /, *, folder: Path) -> None:
    """Notices of activities: where, how high and when. A notice is for all parties of the line.

    It asks for no permission and gives none: read is not agreement, noted is not recognition, and silence is neither.
    """
    ctx.obj = folder


@command.command("announce")
@kind_option
@shape_options
@word_options
@_writing
@click.pass_obj
def announce(
    folder: Path, /, *, activity: str | None, post: str, draft: str | None, as_json: bool, **given: Any
) -> None:
    """Announce an activity. `watchline conflict DIR what-if` shows what it would meet before anybody hears of it."""
    volumes, kind = volumes_given(given)
    activity = activity or kind
    if not activity:
        raise click.UsageError("Name the kind of activity with --kind; `watchline notice DIR kinds` lists them.")
    fields = {"activity": activity, **({"volumes": volumes} if volumes else {}), **words_given(given)}
    said = {"kind": "entry", "entry": "activity_notice", "fields": fields, "post": post}
    words = "{ref} is announced. Who has read it: `watchline notice {folder} show {ref}`."
    _say(folder, said, draft, None, as_json=as_json, words=words)


@command.command("amend")
@ref_argument
@kind_option
@shape_options
@shift_option
@word_options
@_writing
@click.pass_obj
def amend(folder: Path, /, *, ref: str, activity: str | None, shift: int | None, **given: Any) -> None:
    """Say the next version of our notice REF. What is not given stays as it was; an area that is drawn replaces all areas."""
    said = {name: given.pop(name) for name in ("post", "draft", "as_json")}
    drawn, _kind = volumes_given(given)
    fields = {**_standing(folder, ref), **words_given(given)}
    if activity:
        fields["activity"] = activity
    if drawn:
        fields["volumes"] = drawn
        fields.pop("area_by", None)
    if shift:
        fields["volumes"] = [_shifted(volume, shift) for volume in fields.get("volumes", [])]
    words = "{by} amends {ref}. If it says more than what stood, the other parties read it again."
    _act(folder, ref, "notice_amended", {**fields, **said}, words)


@command.command("activate")
@ref_argument
@text_option
@_writing
@click.pass_obj
def activate(folder: Path, /, *, ref: str, **given: Any) -> None:
    """State that the activity of our notice REF goes on now."""
    _act(folder, ref, "notice_active", given, "{by} states that {ref} goes on now.")


@command.command("end")
@ref_argument
@text_option
@_writing
@click.pass_obj
def end_it(folder: Path, /, *, ref: str, **given: Any) -> None:
    """State that the activity of our notice REF is over."""
    _act(folder, ref, "notice_ended", given, "{by} states that {ref} is over.")


@command.command("withdraw")
@ref_argument
@text_option
@_writing
@click.pass_obj
def withdraw(folder: Path, /, *, ref: str, **given: Any) -> None:
    """Withdraw our notice REF: the activity does not take place, or no more."""
    _act(folder, ref, "notice_cancelled", given, "{by} withdraws {ref}; both stay in the record.")


@command.command("read")
@ref_argument
@version_option
@_writing
@click.pass_obj
def read(folder: Path, /, *, ref: str, **given: Any) -> None:
    """State that a watch officer has the notice REF before him. It is no agreement."""
    _answer(folder, ref, "notice_read", given, "{by} states that {ref} was read.")


@command.command("object")
@ref_argument
@version_option
@click.option("--text", required=True, help="To what, in words; they stand in the common record.")
@_writing
@click.pass_obj
def object_to(folder: Path, /, *, ref: str, **given: Any) -> None:
    """Object to the notice REF, which was read before. It stops nothing; what follows is between people."""
    _answer(
        folder, ref, "notice_objected", given, "{by} objects to {ref}. It stops nothing: speak with the other watch."
    )


@command.command("note")
@ref_argument
@version_option
@text_option
@_writing
@click.pass_obj
def note(folder: Path, /, *, ref: str, **given: Any) -> None:
    """Note the notice REF without recognising anything by it; an objection of ours is taken back by it."""
    _answer(folder, ref, "notice_noted", given, "{by} notes {ref}. It recognises nothing.")


@command.command("list")
@paging_options
@click.option("--party", default="", metavar="CODE", help="Those of one party.")
@click.option("--kind", "activity", default="", metavar="KIND", help="Those of one kind.")
@click.option("--open", "still_open", is_flag=True, help="Leave out what is over or expired.")
@json_option
@click.pass_obj
def list_notices(folder: Path, /, *, still_open: bool, as_json: bool, **asked: Any) -> None:
    """List notices, ours and theirs, in the order that is the same on every node. Signs nothing."""
    from watchline.cli.look import look
    from watchline.cli.notice_words import show_list
    from watchline.cli.paging import more_words
    from watchline.cli.show import emit
    from watchline.host.notices import notices

    with look(folder) as found:
        answer = notices(found.here, found.now, {**asked, "open": still_open})
    if as_json:
        emit(answer)
    else:
        show_list(answer)
        more_words(answer, f"watchline notice {folder} list")


@command.command("show")
@ref_argument
@json_option
@click.pass_obj
def show(folder: Path, /, *, ref: str, as_json: bool) -> None:
    """Show the notice REF, its versions, and who held, read and said what of it. Signs nothing, tells the other party nothing."""
    from watchline.cli.look import look
    from watchline.cli.notice_words import show_notice
    from watchline.cli.show import emit
    from watchline.host.lines import distances_of
    from watchline.host.notices import notice

    with look(folder) as found:
        at = found.here.find(ref)
        answer = {**notice(found.here, at, found.now), "reference_lines": distances_of(found.here, at)}
    if as_json:
        emit(answer)
    else:
        show_notice(answer, folder)


@command.command("planned")
@click.option("--days", type=click.IntRange(1, 366), default=14, show_default=True, help="How many days.")
@limit_option
@offset_option
@json_option
@click.pass_obj
def planned(folder: Path, /, *, days: int, as_json: bool, **page: int) -> None:
    """Show the calendar of announced activities, the first to begin before the others. Signs nothing."""
    from watchline.cli.look import look
    from watchline.cli.notice_words import show_planned
    from watchline.cli.show import emit
    from watchline.host.notices import planned as calendar
    from watchline.measure import DAY_MS

    with look(folder) as found:
        answer = calendar(found.here, found.now, found.now + days * DAY_MS, page)
    if as_json:
        emit(answer)
    else:
        show_planned(answer)


@command.command("kinds")
@json_option
@click.pass_obj
def kinds(folder: Path, /, *, as_json: bool) -> None:
    """List the kinds of activity with their lead times and the separation that the charter agrees. Signs nothing."""
    from watchline.cli.look import look
    from watchline.cli.notice_words import show_kinds
    from watchline.cli.show import emit
    from watchline.host.lines import lines_shown
    from watchline.host.notices import kinds as known

    with look(folder) as found:
        answer = {"kinds": known(found.here), **lines_shown(found.here)}
    if as_json:
        emit(answer)
    else:
        show_kinds(answer)


def _standing(folder: Path, ref: str) -> dict[str, Any]:
    """Return the fields of what stands, its text too."""
    from watchline.cli.look import look
    from watchline.host.answers import said_by
    from watchline.host.notices import find_notice

    with look(folder) as found:
        version = find_notice(found.here, found.here.find(ref)).now
        _header, record = said_by(found.here, version.ref)
    text = getattr(record, "text", None)
    return {**version.facts, **({} if text is None else {"text": text})}


def _shifted(volume: dict[str, Any], ms: int) -> dict[str, Any]:
    return {name: value + ms if name in {"start", "end"} else value for name, value in volume.items()}


def _answer(folder: Path, ref: str, kind: str, given: dict[str, Any], words: str) -> None:
    if given["version"] is None:
        from watchline.cli.look import look
        from watchline.host.notices import find_notice

        with look(folder) as found:
            given["version"] = find_notice(found.here, found.here.find(ref)).now.number
    _act(folder, ref, kind, given, words)


def _act(folder: Path, ref: str, kind: str, given: dict[str, Any], words: str) -> None:
    from watchline.cli.look import look
    from watchline.host.here import reference

    with look(folder) as found:
        name = reference(found.here, found.here.find(ref))
    post, draft, as_json = (given.pop(key) for key in ("post", "draft", "as_json"))
    said = {"kind": "entry", "entry": kind, "fields": words_given(given), "on": ref, "post": post}
    _say(folder, said, draft, None, as_json=as_json, words=words, ref=name)


def _say(
    folder: Path,
    said: dict[str, Any],
    draft: str | None,
    to: list[str] | None,
    *,
    as_json: bool,
    words: str,
    ref: str = "",
) -> None:
    from watchline.cli.speak import end, say_it

    chosen = fresh_draft(draft)
    reply = say_it(folder, {**said, "draft": chosen})
    by = reply.get("ref", "")
    written = words.format(by=by, ref=ref or by, folder=folder)
    stood = f"{by} was written before, by the same draft; nothing new was written."
    end(folder, {**reply, "draft": chosen}, to, as_json=as_json, words=written if reply.get("written") else stood)

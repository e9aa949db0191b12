"""``watchline notice``: announce an activity, amend, activate, end or withdraw it; read, object to or note another party's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from watchline.cli.notice_fields import shape_options, shift_option, volumes_given, word_options
from watchline.cli.options import FILE, folder_argument, json_option, limit_option, offset_option, paging_options
from watchline.cli.thread import act_upon, fields_given, ref_argument, say_entry, text_option, writing
from watchline.cli.times import TIME

version_option = click.option("--version", type=click.IntRange(1), help="Which version. Default: the newest here.")
kind_option = click.option("--kind", "activity", metavar="KIND", help="Kind of activity, like live_fire or air (`notice DIR kinds`).")  # fmt: skip


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
@writing
@click.pass_obj
def announce(
    folder: Path, /, *, activity: str | None, post: str, draft: str | None, as_json: bool, **given: Any
) -> None:
    """Announce an activity. `watchline conflict DIR what-if` shows what it would meet before anybody hears of it."""
    volumes, kind = volumes_given(given)
    activity = activity or kind
    if not activity:
        raise click.UsageError("Name the kind of activity with --kind; `watchline notice DIR kinds` lists them.")
    fields = {"activity": activity, **({"volumes": volumes} if volumes else {}), **fields_given(given)}
    said = {"kind": "entry", "entry": "activity_notice", "fields": fields, "post": post}
    words = "{ref} is announced. Who has read it: `watchline notice {folder} show {ref}`."
    say_entry(folder, said, draft, None, as_json=as_json, words=words)


@command.command("amend")
@ref_argument
@kind_option
@shape_options
@shift_option
@word_options
@writing
@click.pass_obj
def amend(folder: Path, /, *, ref: str, activity: str | None, shift: int | None, **given: Any) -> None:
    """Say the next version of our notice REF. What is not given stays as it was; an area that is drawn replaces all areas."""
    said = {name: given.pop(name) for name in ("post", "draft", "as_json")}
    drawn, _kind = volumes_given(given)
    fields = {**_standing(folder, ref), **fields_given(given)}
    if activity:
        fields["activity"] = activity
    if drawn:
        fields["volumes"] = drawn
        fields.pop("area_by", None)
    if shift:
        fields["volumes"] = [_shifted(volume, shift) for volume in fields.get("volumes", [])]
    words = "{by} amends {ref}. If it says more than what stood, the other parties read it again."
    act_upon(folder, ref, "notice_amended", {**fields, **said}, words)


@command.command("activate")
@ref_argument
@text_option
@writing
@click.pass_obj
def activate(folder: Path, /, *, ref: str, **given: Any) -> None:
    """State that the activity of our notice REF goes on now."""
    act_upon(folder, ref, "notice_active", given, "{by} states that {ref} goes on now.")


@command.command("end")
@ref_argument
@text_option
@writing
@click.pass_obj
def end_it(folder: Path, /, *, ref: str, **given: Any) -> None:
    """State that the activity of our notice REF is over."""
    act_upon(folder, ref, "notice_ended", given, "{by} states that {ref} is over.")


@command.command("withdraw")
@ref_argument
@text_option
@writing
@click.pass_obj
def withdraw(folder: Path, /, *, ref: str, **given: Any) -> None:
    """Withdraw our notice REF: the activity does not take place, or no more."""
    act_upon(folder, ref, "notice_cancelled", given, "{by} withdraws {ref}; both stay in the record.")


@command.command("read")
@ref_argument
@version_option
@writing
@click.pass_obj
def read(folder: Path, /, *, ref: str, **given: Any) -> None:
    """State that a watch officer has the notice REF before him. It is no agreement."""
    _answer(folder, ref, "notice_read", given, "{by} states that {ref} was read.")


@command.command("object")
@ref_argument
@version_option
@click.option("--text", required=True, help="To what, in words; they stand in the common record.")
@writing
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
@writing
@click.pass_obj
def note(folder: Path, /, *, ref: str, **given: Any) -> None:
    """Note the notice REF without recognising anything by it; an objection of ours is taken back by it."""
    _answer(folder, ref, "notice_noted", given, "{by} notes {ref}. It recognises nothing.")


@command.command("told")
@ref_argument
@click.option("--state", required=True, metavar="NAME", help="The third state, as the charter names it.")
@version_option
@click.option("--at", type=TIME, metavar="TIME", help="When it was told. Default: now.")
@text_option
@writing
@click.pass_obj
def told(folder: Path, /, *, ref: str, **given: Any) -> None:
    """State that we told a third state of the notice REF. It is no party: nothing is sent to it, and this is our word alone."""
    _answer(folder, ref, "notice_told", given, "{by} states that a third state was told of {ref}.")


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
    from watchline.host.lines import distances_of, third_states_of
    from watchline.host.notices import notice
    from watchline.host.zone_answers import zones_near

    with look(folder) as found:
        at = found.here.find(ref)
        near = {
            "reference_lines": distances_of(found.here, at),
            "third_states": third_states_of(found.here, at),
            "zones": zones_near(found.here, at, folder),
        }
        answer = {**notice(found.here, at, found.now), **near}
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
    from watchline.host.notices import planned as between
    from watchline.measure import DAY_MS

    with look(folder) as found:
        answer = between(found.here, found.now, found.now + days * DAY_MS, page)
    if as_json:
        emit(answer)
    else:
        show_planned(answer)


@command.command("calendar")
@click.option("--days", type=click.IntRange(1, 366), default=14, show_default=True, help="How many days.")
@click.option("--out", type=FILE, metavar="FILE", help="Write into this new file; else to standard output.")
@click.pass_obj
def calendar(folder: Path, /, *, days: int, out: Path | None) -> None:
    """Write the calendar of announced activities as iCalendar, for the calendars of those who plan. Signs nothing."""
    from watchline.cli.contacts import write_new
    from watchline.cli.look import look
    from watchline.host.notice_calendar import notice_calendar
    from watchline.measure import DAY_MS

    with look(folder) as found:
        text = notice_calendar(found.here, found.now, found.now + days * DAY_MS).decode()
    if out is None:
        click.echo(text, nl=False)
    else:
        write_new(out, text)


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
    act_upon(folder, ref, kind, given, words)

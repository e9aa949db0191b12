"""``watchline inbox``: the messages of both sides, and what each party stated about them. Signs nothing."""

from __future__ import annotations

from pathlib import Path

import click

from watchline.cli.options import folder_argument, json_option, language_option, paging_options


@click.command("inbox", short_help="List messages and their states; signs nothing.")
@folder_argument
@language_option
@paging_options
@json_option
def command(*, folder: Path, after: str, before: str, limit: int, language: str, as_json: bool) -> None:
    """List messages, ours and theirs, in the order that is the same on every node. The newest, unless --after or --before.

    Looking is not reading: nothing is signed and the other parties are told nothing. `read` states that a watch officer read it.
    """
    from watchline.cli.look import look
    from watchline.cli.message_words import show_list
    from watchline.cli.paging import more_words
    from watchline.cli.show import emit, say
    from watchline.host.answers import inbox

    with look(folder) as found:
        answer = inbox(found.here, found.now, limit, after, before, language)
    if as_json:
        emit(answer)
        return
    if not answer["messages"]:
        say("No messages.")
        return
    show_list(answer["messages"])
    more_words(answer, f"watchline inbox {folder}")

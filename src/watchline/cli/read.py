"""``watchline read``: show a message, and state that a watch officer has read it."""

from __future__ import annotations

from pathlib import Path

import click

from watchline.cli.options import draft_option, folder_argument, fresh_draft, json_option, language_option, post_option


@click.command("read", short_help="Show a message and state that it was read.")
@folder_argument
@click.argument("ref", metavar="REF")
@language_option
@post_option
@draft_option
@json_option
def command(*, folder: Path, ref: str, language: str, post: str, draft: str | None, as_json: bool) -> None:
    """Show message REF in full and write message_read: the other parties then hold that a watch officer has read it.

    It says nothing of agreement. To look without stating anything: `inbox`.
    """
    from watchline.cli.look import look
    from watchline.cli.message_words import show_message
    from watchline.cli.show import say
    from watchline.cli.speak import end, say_it
    from watchline.errors import OurMistake
    from watchline.host.answers import message
    from watchline.host.socket import NotRunning
    from watchline.view import THREAD, read_thread, ref_key

    with look(folder) as found:
        at = found.here.find(ref)
        thread = read_thread(found.here.held.row(THREAD, ref_key(found.here.charter.line, at)))
        if not thread.opener or thread.opener[0].kind != "message":
            raise OurMistake(f"{ref} is not a message; `watchline log list {folder}` shows what it is.")
        shown = message(found.here, at, found.now, language)
    if not as_json:
        show_message(shown)
        say()
    chosen = fresh_draft(draft)
    try:
        reply = say_it(folder, {"kind": "read", "ref": ref, "post": post, "draft": chosen})
    except NotRunning as why:
        raise NotRunning(f"{why} {shown['ref']} was looked at, and nothing states that it was read.") from why
    if reply.get("written"):
        words = f"{reply['ref']} states that {shown['ref']} was read. To acknowledge it: `watchline ack {folder} {shown['ref']}`."
    else:
        words = f"{reply.get('ref')} states already that {shown['ref']} was read; nothing new was written."
    end(folder, {**reply, "draft": chosen, "message": shown}, [shown["from"]], as_json=as_json, words=words)

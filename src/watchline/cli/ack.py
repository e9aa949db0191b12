"""``watchline ack``: acknowledge a message that was read."""

from __future__ import annotations

from pathlib import Path

import click

from watchline.cli.options import draft_option, folder_argument, fresh_draft, json_option, post_option


@click.command("ack", short_help="Acknowledge a message that was read.")
@folder_argument
@click.argument("ref", metavar="REF")
@click.option("--read-back", metavar="TEXT", help="Acknowledge by reading back: the text as understood here.")
@post_option
@draft_option
@json_option
def command(*, folder: Path, ref: str, read_back: str | None, post: str, draft: str | None, as_json: bool) -> None:
    """Write message_acknowledged for message REF: it was understood, or read back. An acknowledgement is not consent.

    It must have been read here before (`read`). The acknowledgement of an alarm is another thing: `alarms`.
    """
    from watchline.cli.look import look
    from watchline.cli.speak import end, say_it
    from watchline.host.answers import NOT_CONSENT

    with look(folder) as found:
        author = found.here.find(ref).code
    chosen = fresh_draft(draft)
    request = {"kind": "acknowledged", "ref": ref, "post": post, "draft": chosen}
    request |= {"how": "understood"} if read_back is None else {"how": "read_back", "text": read_back}
    reply = say_it(folder, request)
    if reply.get("written"):
        words = f"{reply['ref']} acknowledges {ref}. {NOT_CONSENT}"
    else:
        words = f"{reply.get('ref')} acknowledges {ref} already; nothing new was written."
    end(folder, {**reply, "draft": chosen, "not_consent": NOT_CONSENT}, [author], as_json=as_json, words=words)

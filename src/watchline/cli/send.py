"""``watchline send``: write a message to the watch of the other parties, in a text, in phrases of the phrasebook, or both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from watchline.cli.message_fields import Typed, message_options
from watchline.cli.options import draft_option, folder_argument, fresh_draft, json_option, post_option


@click.command("send", short_help="Send a message to the watch of the others.")
@folder_argument
@message_options
@post_option
@draft_option
@json_option
def command(
    *,
    folder: Path,
    post: str,
    draft: str | None,
    as_json: bool,
    **typed: Any,
) -> None:
    """Send TEXT to the watch of the other parties. "-" reads it from standard input.

    Phrases stand beside TEXT or instead of it, and are shown to each reader in a language of his own. They are said in the order
    --phrase, --query, --cancel, --repeat; an operator may also stand before CODE: --phrase 'QUERY CODE …'.

    It is written, signed and stored before anything leaves. It goes to the watch, never to a person. A phrase that two officers must
    agree to say is refused here once officers of this node are known: one drafts it, another releases it (`draft`).
    """
    from watchline.cli.look import look
    from watchline.cli.speak import end, say_it
    from watchline.host.phrases import rules_words

    message, chosen = Typed(**typed).fields(), fresh_draft(draft)
    reply = say_it(folder, {"kind": "message", **message, "post": post, "draft": chosen})
    ref = reply.get("ref", "")
    words = (
        f"{ref} is written."
        if reply.get("written")
        else f"{ref} was written before, by the same draft; nothing new was written."
    )
    words = f"{words} Whether it is held, read and acknowledged: `watchline inbox {folder}`."
    rules: list[str] = []
    if reply.get("written") and message["phrases"]:
        with look(folder) as found:
            rules = rules_words([item["code"] for item in message["phrases"]], found.here.book)
    end(
        folder,
        {**reply, "draft": chosen, "rules": rules},
        message["to"] or None,
        as_json=as_json,
        words="\n".join([words, *rules]),
    )

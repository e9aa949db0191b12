"""What verbs about one thread share, be it a call or a notice: an entry upon it is said, and what came of it is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watchline.cli.options import draft_option, fresh_draft, json_option, post_option

if TYPE_CHECKING:
    from watchline.host.here import Here
    from watchline.view import EntryRef

Verb = Callable[..., Any]
Concerned = Callable[["Here", "EntryRef"], Sequence[str]]
"""Returns the parties whom a thread concerns."""
ref_argument = click.argument("ref", metavar="REF")
text_option = click.option("--text", default=None, help="Words to it; they stand in the common record.")


def writing(verb: Verb) -> Verb:
    """Add the options of every verb that writes: post, draft, JSON."""
    return post_option(draft_option(json_option(verb)))


def fields_given(given: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that were given; what was left out stays out of the record, and a flag that is set is 1."""
    return {
        name: 1 if value is True else list(value) if isinstance(value, tuple) else value
        for name, value in given.items()
        if not (value is None or value is False or value == ())
    }


def act_upon(
    folder: Path, ref: str, kind: str, given: dict[str, Any], words: str, concerned: Concerned | None = None
) -> None:
    """Say an entry upon what REF names, and end.

    Args:
        folder: The line's.
        ref: As it was typed.
        kind: Of the entry.
        given: Its fields, and ``post``, ``draft`` and ``as_json``, which are taken out.
        words: For a person; ``{by}`` is the entry, ``{ref}`` what it is about.
        concerned: Whom it concerns; None: all other parties.
    """
    from watchline.cli.look import look
    from watchline.host.here import reference

    with look(folder) as found:
        at = found.here.find(ref)
        name, ours = reference(found.here, at), found.here.code
        others = None if concerned is None else [code for code in concerned(found.here, at) if code != ours]
    post, draft, as_json = (given.pop(key) for key in ("post", "draft", "as_json"))
    said = {"kind": "entry", "entry": kind, "fields": fields_given(given), "on": ref, "post": post}
    say_entry(folder, said, draft, others, as_json=as_json, words=words, ref=name)


def say_entry(
    folder: Path,
    said: dict[str, Any],
    draft: str | None,
    to: Sequence[str] | None,
    *,
    as_json: bool,
    words: str,
    ref: str = "",
) -> None:
    """Say an entry, tell what was written, and end."""
    from watchline.cli.speak import end, say_it

    chosen = fresh_draft(draft)
    reply = say_it(folder, {**said, "draft": chosen})
    by = reply.get("ref", "")
    written = words.format(by=by, ref=ref or by, folder=folder)
    stood = f"{by} was written before, by the same draft; nothing new was written."
    end(folder, {**reply, "draft": chosen}, to, as_json=as_json, words=written if reply.get("written") else stood)

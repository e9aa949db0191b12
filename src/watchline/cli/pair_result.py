"""What comes of a comparison: it is kept and shown, or it is not and the words say what to do next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from watchline.cli.exits import NOT_VERIFIED

if TYPE_CHECKING:
    from watchline.party import Card, Ceremony, Verification


class Act(NamedTuple):
    """What the operator gave: the two cards, where, which posts, what was typed as an option, and whether JSON is asked for."""

    folder: Path
    file: Path
    own: Card
    other: Card
    place: str
    ours: str
    theirs: str
    typed: str | None
    as_json: bool


def keep(act: Act, means: Any, slips: int, made: Ceremony | None = None) -> None:
    """Keep a comparison made now, and say so."""
    from watchline.host.comparing import keep_comparison

    record = keep_comparison(
        act.folder, act.other, means, place=act.place, ours=act.ours, theirs=act.theirs, mistyped=slips
    )
    kept(act, record, made)


def kept(act: Act, record: Verification, made: Ceremony | None) -> None:
    """Say what is kept and what comes next."""
    from watchline.cli.show import emit, say
    from watchline.host.pairing import compared_of
    from watchline.party.pairing import reads

    row = compared_of(record.code, record.root, record)
    code = record.code
    words = [
        f"{code} compares our root in the same way, if it has not done so yet.",
        f"When both have: `watchline found {act.folder} --propose {act.file} --out founding`, on one side. A node that runs already takes it at its next start.",
    ]
    if act.as_json:
        empty = "" if made is None else reads(made)
        emit(answer_of(made) | {"string": "", "read": empty, "verified": True, "next": words, "comparison": row})
        return
    say(row["words"])
    say("It is kept, and epoch_seen will say by which means.")
    say()
    say("What to do next:")
    for number, sentence in enumerate(words, 1):
        say(f"{number}. {sentence}")


def not_compared(act: Act, words: list[str], made: Ceremony | None = None) -> None:
    """Say why nothing counts and what to do next, and exit with 3."""
    from watchline.cli.show import emit, note

    if act.as_json:
        emit(answer_of(made) | {"string": "", "read": "", "verified": False, "next": words})
    for sentence in words:
        note(sentence)
    click.get_current_context().exit(NOT_VERIFIED)


def ask(words: str) -> str:
    """Return what the operator types; the question goes to stderr."""
    try:
        return str(click.prompt(words, err=True, default="", show_default=False))
    except click.Abort:
        from watchline.cli.exits import Failed

        raise Failed("\nNothing more was typed; what was done so far is kept. The same command goes on.") from None


def answer_of(made: Ceremony | None) -> dict[str, Any]:
    """Return where a voice ceremony stands, as JSON has it."""
    return {
        "state": "" if made is None else made.state.value,
        "number": None if made is None else made.number,
    }

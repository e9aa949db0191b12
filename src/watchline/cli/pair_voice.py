"""``watchline pair --voice``: the three strings and the digits that two operators read to each other on the telephone."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from watchline.cli.pair_result import Act, answer_of, ask, keep, kept, not_compared

if TYPE_CHECKING:
    from watchline.host.comparing import MakeStep
    from watchline.party import Ceremony


def start_voice(act: Act) -> None:
    """Begin a ceremony and print the first string."""
    from watchline.host.comparing import begin_ceremony

    made = begin_ceremony(act.folder, act.own, act.other)
    code = act.other.roster.code
    _sent(
        act,
        made,
        [
            f"Send this string to {code}, by any way, and our card if it has not got it.",
            f"{code} answers: `watchline pair DIR CARD --voice answer STRING`, and sends back what comes out.",
            f"Then: `watchline pair {act.folder} {act.file} --voice finish STRING --place … --their-post …` with what {code} sent.",
        ],
    )


def answer_voice(act: Act, string: str | None) -> None:
    """Answer the first string with the second."""
    if string is None:
        raise click.UsageError(
            "Give the string that the other side sent after the card; - reads it from standard input."
        )
    from watchline.host.comparing import begin_ceremony

    code = act.other.roster.code
    made = begin_ceremony(act.folder, act.own, act.other, _string(string))
    _sent(
        act,
        made,
        [
            f"Send this string to {code}, by any way.",
            f"{code} finishes with it, and sends a third string.",
            f"Then, on the telephone: `watchline pair {act.folder} {act.file} --voice finish STRING --place … --their-post …` with that string.",
        ],
    )


def finish_voice(act: Act, string: str | None) -> None:
    """Take the other side's string, then the digits that it reads, and keep the comparison."""
    from watchline.cli.show import note
    from watchline.errors import OurMistake
    from watchline.host.pairing import load_book
    from watchline.party import State
    from watchline.party.pairing import DONE, take

    code = act.other.roster.code
    made = load_book(act.folder).of(code)
    if made is None:
        raise OurMistake(
            f"No ceremony with {code} is under way here. One side begins: `watchline pair {act.folder} {act.file} --voice start`."
        )
    if made.state in {State.COMMITTED, State.ANSWERED}:
        if string is None:
            _sent(
                act,
                made,
                [
                    f"This is the string that {code} needs. The ceremony goes on when you enter what it sent: … --voice finish STRING"
                ],
            )
            return
        text = _string(string)
        made = _step(act, lambda now, used: take(now, act.own, act.other, text, used=used))
    elif made.state != State.ENDED and string is not None:
        note("A string was taken before; the ceremony goes on.")
    if made.state == State.REVEALED and not act.as_json:
        note(f"Send this third string to {code}, then call it by a number that you knew before:")
        click.echo(_string_of(act, made))
    while made.state not in DONE:
        if made.state == State.ENDED:
            _ended(act, made, "This ceremony has ended without a result.")
        _what_to_read(made)
        if act.typed is None and act.as_json:
            break
        typed = act.typed or ask(f"Type the {'closing ' * (made.state == State.READING)}four digits that {code} reads")
        made = _step(act, _typing(typed))
        if act.typed is not None:
            break
    if made.state in DONE:
        _what_to_read(made)
        _done(act, made)
    else:
        _sent(act, made, _waits(act, made))


def _typing(typed: str) -> MakeStep:
    from watchline.party.pairing import type_digits

    return lambda now, _used: type_digits(now, typed)


def _step(act: Act, make: MakeStep) -> Ceremony:
    """Make one step of the ceremony; if it ended, say so and exit."""
    from watchline.host.comparing import go_on

    step = go_on(act.folder, act.own, act.other, make)
    if step.ended:
        _ended(act, step.ceremony, step.ended)
    return step.ceremony


def _done(act: Act, made: Ceremony) -> None:
    """Keep the comparison; a second run after the last step finds it kept and adds nothing."""
    from watchline.host.comparing import kept_of
    from watchline.party import Means

    known = kept_of(act.folder, made)
    if known is not None:
        kept(act, known, made)
        return
    keep(act, Means.VOICE, 0, made)


def _what_to_read(made: Ceremony) -> None:
    from watchline.cli.show import note
    from watchline.party import State
    from watchline.party.pairing import reads

    ours, code = reads(made), made.code
    if made.state == State.LISTENING:
        note(f"On the telephone with {code}: it reads four digits first.")
    elif ours:
        note(f"Read these {'closing ' * (made.state == State.CLOSING)}four digits to {code}: {ours}")


def _waits(act: Act, made: Ceremony) -> list[str]:
    return [
        f"Type what {made.code} reads: `watchline pair {act.folder} {act.file} --voice finish`, with the same --place and --their-post."
    ]


def _ended(act: Act, made: Ceremony, words: str) -> None:
    from watchline.host.comparing import ended_words

    not_compared(
        act,
        [
            *ended_words(made.code, made, words),
            f"A new ceremony begins with new strings: `watchline pair {act.folder} {act.file} --voice start`.",
            "If the digits differ again somebody may stand between you: compare in person.",
        ],
        made,
    )


def _string_of(act: Act, made: Ceremony) -> str:
    from watchline.party.pairing import string_of

    return string_of(made, act.own)


def _sent(act: Act, made: Ceremony, words: list[str]) -> None:
    """Print a string to be sent and what comes next."""
    from watchline.cli.show import emit, say
    from watchline.party import State
    from watchline.party.pairing import reads

    string = _string_of(act, made)
    if act.as_json:
        emit(answer_of(made) | {"string": string, "read": reads(made), "verified": False, "next": words})
        return
    if string and made.state != State.REVEALED:
        say(f"Ceremony number {made.number} with {made.code}.")
        say()
        say(string)
        say()
    for number, sentence in enumerate(words, 1):
        say(f"{number}. {sentence}")


def _string(string: str) -> str:
    return sys.stdin.read(4096) if string == "-" else string

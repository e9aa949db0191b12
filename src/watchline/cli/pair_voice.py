"""``watchline pair --voice``: the three strings and the digits that two operators read to each other on the telephone."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from watchline.cli.pair_result import Act, answer_of, ask, keep, kept, not_compared

if TYPE_CHECKING:
    from watchline.party import Ceremony


def start_voice(act: Act) -> None:
    """Begin a ceremony and print the first string."""
    import os

    from watchline.host.pairing import load_book, pairing_turn, save_book, wall_ms
    from watchline.party.pairing import start

    with pairing_turn(act.folder):
        book = load_book(act.folder)
        number = book.number(act.other.roster.code)
        made = start(act.own, act.other, os.urandom, number=number, begun=wall_ms())
        save_book(act.folder, book.with_one(made))
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
    import os

    from watchline.host.pairing import load_book, pairing_turn, save_book, wall_ms
    from watchline.party.pairing import answer

    code = act.other.roster.code
    with pairing_turn(act.folder):
        book = load_book(act.folder)
        number = book.number(code)
        made = answer(act.own, act.other, _string(string), os.urandom, used=book.used, number=number, begun=wall_ms())
        save_book(act.folder, book.with_one(made))
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


def _typing(typed: str) -> Callable[[Ceremony, Any], Any]:
    from watchline.party.pairing import type_digits

    return lambda now, _used: type_digits(now, typed)


def _step(act: Act, make: Callable[[Ceremony, frozenset[bytes]], Any]) -> Ceremony:
    """Make one step of the ceremony and keep it before anybody is told what came of it; if it ended, say so and exit."""
    from watchline.errors import OurMistake
    from watchline.host.pairing import load_book, pairing_turn, save_book
    from watchline.party.pairing import same_cards

    with pairing_turn(act.folder):
        book = load_book(act.folder)
        now = book.of(act.other.roster.code)
        if now is None:
            raise OurMistake("The ceremony is gone: another program began anew here. Begin a new one.")
        same_cards(now, act.own, act.other)
        step = make(now, book.used_before(now))
        save_book(act.folder, book.with_one(step.ceremony))
    made: Ceremony = step.ceremony
    if step.ended:
        _ended(act, made, step.ended)
    return made


def _done(act: Act, made: Ceremony) -> None:
    """Keep the comparison; a second run after the last step finds it kept and adds nothing."""
    from watchline.host.pairing import load_verifications
    from watchline.party import Means

    known = [item for item in load_verifications(act.folder) if item.code == made.code and item.means == Means.VOICE]
    if known and known[-1].card == made.other and known[-1].at >= made.begun:
        kept(act, known[-1], made)
        return
    keep(act, Means.VOICE, made.other, 0, made)


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
    code = made.code
    not_compared(
        act,
        [
            f"{words} This ceremony (number {made.number} with {code}) has ended for ever: its digits count no more, on no try.",
            f"Tell {code} on the telephone that it has ended. On its side too nothing counts: it must not go on.",
            f"Then call {code} again by another number, or meet.",
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

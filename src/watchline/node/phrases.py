"""A message in agreed words: what an officer typed becomes phrase uses or is refused; what came is said in words for an alarm.

The phrasebook is the one that the charter names, or this party's own edition of it; without either, the one that comes with this
program. A phrase that the charter's does not have travels with the hash of its file.
"""

from __future__ import annotations

from collections.abc import Sequence

from watchline.errors import InvalidFromPeer, OurMistake
from watchline.measure import Precedence
from watchline.node.memory import Core
from watchline.node.writing import ref_to
from watchline.phrase import (
    Phrase,
    Phrasebook,
    PhraseUse,
    TypedPhrase,
    fast_enough,
    read_parameters,
    render,
    say,
    typed_code,
    with_check,
)
from watchline.record import PHRASES_MAX, Message, Ref, read_body
from watchline.sentence import worded
from watchline.view import EntryRef


def uses_of(core: Core, typed: Sequence[TypedPhrase], precedence: str) -> tuple[list[PhraseUse], list[Ref]]:
    """Return the phrases of a message, and references to the entries that they cancel or repeat.

    Args:
        core: The node.
        typed: As an officer typed them.
        precedence: ``Z``, ``O``, ``P`` or ``R``, that of the message.

    Raises:
        OurMistake: an unknown code; a parameter missing, superfluous or of another type; a precedence below a phrase's own; a
            reference to something else than a message of ours with that phrase.
    """
    if len(typed) > PHRASES_MAX:
        raise OurMistake(
            worded(
                "A message takes {most} phrases; these are {n}. Send them in parts.",
                most=PHRASES_MAX,
                n=len(typed),
            )
        )
    if not typed:
        return [], []
    book, uses, refs = book_of(core), [], []
    for item in typed:
        phrase = phrase_for(book, item, precedence)
        at = core.find(item.ref) if item.ref else None
        if at is not None:
            refs.append(ref_to(core, at))
        use = say(
            book,
            phrase.code,
            read_parameters(phrase, item.params),
            agreed=core.charter.phrasebook,
            operator=item.op or None,
            ref=None if at is None else _reference(core, at),
        )
        if at is not None:
            _said_there(core, at, item, use)
        uses.append(use)
    return uses, refs


def phrase_for(book: Phrasebook, item: TypedPhrase, precedence: str) -> Phrase:
    """Return the phrase of what an officer typed, if a message of that precedence may say it.

    Raises:
        OurMistake: an unknown code, or a precedence below the phrase's own.
    """
    code = typed_code(item.code)
    phrase = book.phrases.get(code)
    if phrase is None:
        raise OurMistake(
            worded(
                "no phrase {code} in this phrasebook; `watchline phrase list` shows what there is, free text can say it.",
                code=code,
            )
        )
    if not fast_enough(phrase, Precedence(precedence)):
        raise OurMistake(
            worded(
                "{code} is said with precedence {precedence} ({name}) or faster, not with {said} ({said_name}).",
                code=with_check(code),
                precedence=phrase.precedence.value,
                name=phrase.precedence.name,
                said=precedence,
                said_name=Precedence(precedence).name,
            )
        )
    return phrase


def _said_there(core: Core, at: EntryRef, item: TypedPhrase, again: PhraseUse) -> None:
    """Only what was said can be cancelled or repeated, and only by the party that said it."""
    message = _message_at(core, at)
    said = [] if message is None else [(use.code, use.params) for use in message.phrases]
    if at.code != core.code or (again.code, again.params) not in said:
        raise OurMistake(
            worded(
                "{op} {ref}: that is not a message of {party} with the phrase {phrase} and these parameters.",
                op=item.op or "A reference",
                ref=item.ref,
                party=core.code,
                phrase=with_check(again.code),
            )
        )


def _message_at(core: Core, at: EntryRef) -> Message | None:
    log = core.log_of(at)
    entry = None if log is None else log.entry(at.index, core.held)
    header = None if entry is None else core.header(entry.leaf)
    if entry is None or header is None or not entry.body:
        return None
    try:
        record = read_body(header.kind, entry.body)
    except InvalidFromPeer:
        return None
    return record if isinstance(record, Message) else None


def _reference(core: Core, at: EntryRef) -> str:
    log = core.log_of(at)
    entry = None if log is None else log.entry(at.index, core.held)
    header = None if entry is None else core.header(entry.leaf)
    return core.reference(at, None if header is None else header.serial)


def book_of(core: Core) -> Phrasebook:
    """Return the phrasebook in whose words this party reads and speaks under the charter in force."""
    return core.rules.shelf.for_charter(core.charter.phrasebook)


def in_words(core: Core, message: Message) -> str:
    """Return what a message says on one line for an alarm: its text, then its phrases in English or by code and parameters."""
    said = [render(use, "en", book_of(core), agreed=core.charter.phrasebook) for use in message.phrases]
    shown = [item.text if item.why else f"{item.code}: {item.text}" for item in said]
    return " ".join(filter(None, [message.text, *shown]))

"""A message before it is said: what is wrong with it, its phrases in every language, and its body's bytes. Nothing is written.

The checks are those by which the node refuses; the node has the last word, for what it knows may change until then.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from watchline.errors import OurMistake
from watchline.host.here import Here, reference
from watchline.host.phrases import persons_for, phrases_of, read_back_asked, read_back_words
from watchline.keys import digest
from watchline.node.phrases import phrase_for
from watchline.phrase import PhraseUse, TypedPhrase, say, typed_code, typed_parameters, with_check
from watchline.record import BODY_BYTES_MAX, PHRASES_MAX, Kind, Message, Ref, release_form, write_body
from watchline.sentence import worded
from watchline.view import EntryRef


def preview(here: Here, said: Mapping[str, Any], now: int) -> dict[str, Any]:
    """Return a message as it would stand in the record.

    Args:
        here: What this node can show.
        said: As an officer typed it: fields of ``SayMessage``.
        now: Wall clock, ms; the ``dtg`` of the body, which is set anew when it is written.
    """
    problems: list[str] = []
    typed = [msgspec.convert(item, TypedPhrase) for item in said["phrases"]]
    if len(typed) > PHRASES_MAX:
        problems.append(
            worded("A message takes {most} phrases; these are {n}. Send them in parts.", most=PHRASES_MAX, n=len(typed))
        )
    shown, uses = [], []
    for item in typed:
        one, use = _phrase(here, item, str(said["precedence"]), str(said["language"]))
        shown.append(one)
        uses += [] if use is None else [use]
    for text in said["refs"]:
        try:
            here.find(text)
        except OurMistake as why:
            problems.append(str(why))
    text = str(said["text"])
    if not text.strip() and not typed:
        problems.append(worded("There is no text."))
    body = _body(said, uses, now)
    if len(body) > BODY_BYTES_MAX:
        problems.append(
            worded(
                "The text is too long: {n} bytes; an entry takes {most}. Send it in parts.",
                n=len(body),
                most=BODY_BYTES_MAX,
            )
        )
    codes = [item.code for item in typed if _known(here, item)]
    persons, rules = persons_for(codes, here.book)
    return {
        "problems": problems,
        "ready": not problems and not any(one["problem"] or one["faults"] for one in shown),
        "phrases": shown,
        "persons": persons,
        "rules": rules + read_back_words(codes, here.book, read_back_asked),
        "bytes": body.hex(),
        "size": len(body),
        "digest": digest(body).hex(),
    }


def release(here: Here, said: Mapping[str, Any], dtg: int, not_after: int) -> dict[str, Any]:
    """Return what a second officer would release, byte for byte: the form of it, and the charter under which it stands.

    Args:
        here: What this node can show.
        said: As an officer typed it: fields of ``SayMessage``, with its draft id.
        dtg: The time in the body, ms.
        not_after: Until when it may be written, ms.

    Raises:
        OurMistake: something is wrong with it, in words.
    """
    found = preview(here, said, dtg)
    if not found["ready"]:
        words = [*found["problems"], *(one["problem"] or " ".join(one["faults"].values()) for one in found["phrases"])]
        raise OurMistake(" ".join(word for word in words if word))
    typed = [msgspec.convert(item, TypedPhrase) for item in said["phrases"]]
    uses = [
        use for _, use in (_phrase(here, item, str(said["precedence"]), str(said["language"])) for item in typed) if use
    ]
    refs = [_ref(here, here.find(text)) for text in said["refs"]]
    refs += [
        ref for ref in dict.fromkeys(_ref(here, here.find(item.ref)) for item in typed if item.ref) if ref not in refs
    ]
    form = release_form(
        line=here.charter.line,
        charter=here.charter.hash,
        kind=Kind.MESSAGE,
        post=str(said["post"]),
        refs=refs,
        precedence=str(said["precedence"]),
        draft=bytes.fromhex(str(said["draft"])),
        body=_body(said, uses, dtg),
        not_after=not_after,
    )
    return {"form": form.hex(), "charter": here.charter.hash.hex()}


def _body(said: Mapping[str, Any], uses: list[PhraseUse], dtg: int) -> bytes:
    text = str(said["text"])
    record = Message(
        precedence=said["precedence"],
        to=list(said["to"]),
        dtg=dtg,
        text=text if text.strip() else "",
        language=said["language"],
        phrases=uses,
    )
    return write_body(record)


def _ref(here: Here, ref: EntryRef) -> Ref:
    entry = here.held.entry(here.charter.log(ref.code, ref.epoch).origin(), ref.index)
    if entry is None:
        raise OurMistake(worded("{ref} is not held here.", ref=ref.text()))
    return Ref(ref.code, ref.epoch, ref.index, entry.leaf_hash)


def _known(here: Here, item: TypedPhrase) -> bool:
    try:
        return typed_code(item.code) in here.book.phrases
    except OurMistake:
        return False


def _phrase(here: Here, item: TypedPhrase, precedence: str, original: str) -> tuple[dict[str, Any], PhraseUse | None]:
    """Return one phrase as a screen shows it, and its use in a body if nothing is wrong with it."""
    book, agreed = here.book, here.charter.phrasebook
    found: dict[str, Any] = {"code": item.code, "problem": "", "faults": {}, "texts": []}
    try:
        phrase = phrase_for(book, item, precedence)
        found["code"] = with_check(phrase.code)
        values, found["faults"] = typed_parameters(phrase, item.params)
        if found["faults"]:
            return found, None
        at = reference(here, here.find(item.ref)) if item.ref else None
        use = say(book, phrase.code, values, agreed=agreed, operator=item.op or None, ref=at)
    except OurMistake as why:
        return {**found, "problem": str(why)}, None
    found["texts"] = [phrases_of([use], here, language, original)[0] for language in book.languages]
    return found, use


__all__ = ["preview", "release"]

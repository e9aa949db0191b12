"""The search over messages, calls, notices and entries of the record: bounded, the newest first, the same for the desk and the verb.

Every word that was typed must occur in an entry, in any order: in its reference, or in what it says (``folding`` has the rule of
comparison; phrases count in the reader's language). What is looked at is the record of the line. What is bounded is not time, which
differs from machine to machine, but rows and characters; where a search stopped it says so, and how to go on.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import merge
from typing import Any

from watchline.codec import decode
from watchline.errors import InvalidFromPeer, OurMistake
from watchline.host.folding import around, folded
from watchline.host.here import Here, instant
from watchline.host.order import EntrySpot, lanes, place_of
from watchline.host.phrases import LANGUAGE_DEFAULT
from watchline.phrase import render
from watchline.record import Header, Kind, Message, read_body, read_leaf
from watchline.record.calls import CALL
from watchline.record.notices import NOTICE
from watchline.sentence import worded
from watchline.view import EntryRef

ROWS_MAX = 2_000
"""So many entries are looked at for one question."""
CHARS_MAX = 2_000_000
"""And so many characters of what they say; the entry in which the bound is passed is still looked at whole."""
LIMIT_DEFAULT = 20
LIMIT_MAX = 100
TEXT_CHARS_MAX = 200
WORDS_MAX = 12
REACH = 60
"""Characters shown on each side of what was found."""

_PAGES = {Kind.MESSAGE.value: "messages", CALL: "calls", NOTICE: "notices"}
_NOT_SAID = frozenset({"language"})
"""Fields that say how a text is to be read, not what it says."""


def search(
    here: Here, text: str, limit: int = LIMIT_DEFAULT, before: str = "", language: str = LANGUAGE_DEFAULT
) -> dict[str, Any]:
    """Return the entries in which every word of a text occurs: those whose reference has it first, then the newest.

    Args:
        here: What this node can show.
        text: One to twelve words. A reference, whole or its number alone, is found however old it is; else as far as was looked.
        limit: How many at most, beside those that the text names whole.
        before: A reference: only what precedes it, as ``next`` of the answer before says.
        language: Of the reader, for phrases.

    Raises:
        OurMistake: nothing to look for, too long, or ``before`` is no entry here.
    """
    words = folded(text).split()
    if not words or len(words) > WORDS_MAX or len(text) > TEXT_CHARS_MAX:
        raise OurMistake(
            worded(
                "Type one to {words} words or a reference, at most {most} characters.",
                words=WORDS_MAX,
                most=TEXT_CHARS_MAX,
            )
        )
    end = here.find(before) if before else None
    named = (
        {}
        if before
        else {spot.ref: _shown(_Seen(here, spot, language), "", "reference") for spot in _named(here, text.strip())}
    )
    looked, chars, last, over = 0, 0, None, True
    hits: list[dict[str, Any]] = []
    for spot in _newest(here, end):
        if len(hits) >= limit or looked >= ROWS_MAX or chars >= CHARS_MAX:
            over = False
            break
        seen = _Seen(here, spot, language)
        looked, chars, last = looked + 1, chars + len(seen.text), spot.ref
        hit = _hit(seen, words)
        if hit and spot.ref not in named:
            hits.append(hit)
    found = [*named.values(), *sorted(hits, key=lambda hit: hit["by"] != "reference")]
    cut = not over and len(hits) < limit
    return {
        "line": here.charter.line.hex(),
        "party": here.code,
        "demo": here.charter.demo,
        "more": not over,
        "next": None if over or last is None else {"before": last.text()},
        "found": found,
        "looked": looked,
        "stopped": cut,
        "words": _told(len(found), looked, over=over, cut=cut, older=bool(before)),
    }


def _told(found: int, looked: int, *, over: bool, cut: bool, older: bool) -> str:
    """Return how far was looked, as a sentence."""
    if over:
        return (
            worded("{found} found; all older entries were looked at.", found=found)
            if older
            else worded("{found} found; all entries were looked at.", found=found)
        )
    why = (
        worded("the search stopped there, older ones were not looked at")
        if cut
        else worded("there may be more in older ones")
    )
    return (
        worded("{found} found in the next older {looked} entries; {why}.", found=found, looked=looked, why=why)
        if older
        else worded("{found} found in the newest {looked} entries; {why}.", found=found, looked=looked, why=why)
    )


def _newest(here: Here, end: EntryRef | None) -> Iterator[EntrySpot]:
    place = None if end is None else place_of(here, end)
    walks = [lane.entries_down(lane.size if place is None else lane.beyond(place, itself=True)) for lane in lanes(here)]
    return merge(*walks, key=lambda spot: spot.place, reverse=True)


def _named(here: Here, text: str) -> list[EntrySpot]:
    """Return the entries that a text names: by a whole reference, or by a serial number alone, of any party."""
    serial = text.isascii() and text.isdecimal()
    found = []
    for name in [f"{code}-{text}" for code in here.all_codes] if serial else [text]:
        try:
            ref = here.find(name)
        except OurMistake:
            continue
        entry = here.held.entry(here.charter.log(ref.code, ref.epoch).origin(), ref.index)
        assert entry is not None, "it was found"
        found.append(EntrySpot(place_of(here, ref), ref, entry))
    return found


class _Seen:
    """An entry as the search reads it. What cannot be read, or was erased, has a reference and no text."""

    def __init__(self, here: Here, spot: EntrySpot, language: str) -> None:
        self.spot = spot
        self.header = _header(spot.entry.leaf)
        self.ref = spot.ref.text()
        if self.header is not None and self.header.serial:
            self.ref = here.charter.reference(spot.ref.code, self.header.serial)
        self.text = "\n".join(_said(here, self.header, spot.entry.body, language))


def _header(leaf: bytes) -> Header | None:
    try:
        return read_leaf(leaf)
    except InvalidFromPeer:
        return None


def _said(here: Here, header: Header | None, body: bytes | None, language: str) -> Iterator[str]:
    if header is None or not body:
        return
    try:
        if header.kind == Kind.MESSAGE:
            said = read_body(header.kind, body)
            assert isinstance(said, Message)
            yield said.text
            for use in said.phrases:
                yield use.code
                yield render(use, language, here.book, agreed=here.charter.phrasebook, original=said.language).text
        else:
            yield from _texts(decode(body))
    except InvalidFromPeer:
        return


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for name, item in value.items():
                if name not in _NOT_SAID:
                    yield from _texts(item)
        case list() | tuple():
            for item in value:
                yield from _texts(item)
        case _:
            return


def _hit(seen: _Seen, words: list[str]) -> dict[str, Any] | None:
    """Return what is shown of an entry that has all words, else None."""
    names, whole = folded(f"{seen.ref} {seen.spot.ref.text()}"), folded(seen.text)
    if not all(word in names or word in whole for word in words):
        return None
    by = "reference" if all(word in names for word in words) else "text"
    return _shown(seen, next((word for word in words if word in whole), ""), by)


def _shown(seen: _Seen, word: str, by: str) -> dict[str, Any]:
    """Return an entry with its text around a word; without one, the beginning of its text."""
    kind = seen.header.kind if seen.header else None
    before, match, after = around(seen.text, word, REACH)
    return {
        "ref": seen.ref,
        "place": seen.spot.ref.text(),
        "from": seen.spot.ref.code,
        "kind": kind,
        "page": _PAGES.get(kind or "", "record"),
        **instant("t", seen.header.t if seen.header else None),
        "by": by,
        "before": before,
        "match": match,
        "after": after,
    }

"""A sentence as a row of tokens: words, people, dates, marks; and which phrases of a book stand in it."""

from __future__ import annotations

import re
from typing import NamedTuple

from watchline.press.grammar_words import ADVERBS, AUXILIARIES, NOUN_OR_VERB, PREPOSITIONS, TITLES, VERBS
from watchline.press.inflect import Phrasebook
from watchline.press.naming import Mention
from watchline.press.printed import Printed

_WORD = re.compile(
    r"(?:[A-Za-z]\.){2,}|'s\b|'ll\b|\d+(?:[.,:/]\d+)*(?:st|nd|rd|th)?|[^\W\d_]+(?:[-'.][^\W\d_]+)*'?(?=\W|$)|[^\W\d_]+|[^\w\s]"
)


_SHORT = {"'ll": "will", "'re": "are", "'ve": "have", "'d": "had", "'m": "am", "'s": "'s"}
_PRONOUNS = frozenset(["he", "she", "it", "that", "there", "who", "what", "here", "where"])


class Token(NamedTuple):
    """A word, a person, a date or a mark of a sentence.

    Attributes:
        start, end: Code points of the sentence.
        low: The word in lower case; ``@`` for people, ``#`` for a date.
        mention: Who, for people.
        quoted: Stands between quotation marks, in more than a few words.
        bracketed: Stands in brackets.
        upper: Begins with a capital letter.
    """

    start: int
    end: int
    low: str
    mention: Mention | None = None
    quoted: bool = False
    bracketed: bool = False
    upper: bool = False


def tokens(sentence: str, mentions: list[Mention], dates: list[Printed]) -> list[Token]:
    """Return the tokens of a sentence; people and dates are one token each."""
    marked: list[tuple[int, int, str, Mention | None]] = [
        (item.start, item.end, "@", item) for item in mentions if item.end > item.start
    ]
    for date in dates:
        if not any(start < date.end and date.start < end for start, end, _, _ in marked):
            marked.append((date.start, date.end, "#", None))
    marked.sort(key=lambda item: (item[0], -item[1]))
    quotes = _quoted(sentence)
    found: list[Token] = []
    at = depth = 0

    def words(start: int, stop: int) -> None:
        nonlocal depth
        for item in _WORD.finditer(sentence, start, stop):
            text = item[0]
            if text in "([":
                depth += 1
            elif text in ")]":
                depth = max(0, depth - 1)
            short = next((tail for tail in _SHORT if text.lower().endswith(tail) and len(text) > len(tail)), None)
            if short is not None:
                cut = item.end() - len(short)
                head = text[: -len(short)]
                full = _SHORT[short] if short != "'s" else "is" if head.lower() in _PRONOUNS else "'s"
                found.append(token(item.start(), cut, head))
                found.append(token(cut, item.end(), full))
            else:
                found.append(token(item.start(), item.end(), text))

    def token(start: int, end: int, text: str, mention: Mention | None = None) -> Token:
        low = text if text in "@#" else text.lower()
        return Token(
            start,
            end,
            low,
            mention,
            any(begin <= start < stop for begin, stop in quotes),
            depth > 0,
            text[:1].isupper(),
        )

    for start, end, mark, mention in marked:
        if start < at:
            continue
        words(at, start)
        found.append(token(start, end, mark, mention))
        at = end
    words(at, len(sentence))
    return found


def _quoted(sentence: str) -> list[tuple[int, int]]:
    """Return the parts between quotation marks that are speech; a few words in marks are the sentence's own."""
    marks = [found.start() for found in re.finditer('"', sentence)]
    found = []
    for index in range(0, len(marks) - 1, 2):
        begin, stop = marks[index], marks[index + 1]
        if len(sentence[begin:stop].split()) > 4 and not sentence[begin + 1 : begin + 2].islower():
            found.append((begin, stop))
    if len(marks) % 2 and len(sentence[marks[-1] :].split()) > 4:
        found.append((marks[-1], len(sentence)))
    return found


def describing(token: Token) -> bool:
    """Whether a token may stand between a verb and its noun: an article, an adjective, a number; no mark and no preposition."""
    return (
        token.low not in PREPOSITIONS
        and token.low not in {"and", "or", "but", "that", "who", "which", "whom", "to", "not"}
        and (token.low[0].isalnum() or token.low in {"'s", "-", '"'})
        and token.mention is None
    )


def skipped(row: list[Token], at: int) -> int:
    """Return the place behind adverbs, dates and their prepositions, and remarks of one word in commas."""
    while at < len(row):
        token = row[at]
        if token.low in ADVERBS or token.low.endswith("ly") or token.low in {"#", '"'}:
            at += 1
        elif token.low in {"on", "in", "at", "late", "early", "last", "this", "that"} and at + 1 < len(row) and row[at + 1].low in {"#", "morning", "evening", "afternoon", "night"}:  # fmt: skip
            at += 2
        else:
            break
    return at


class Found(NamedTuple):
    """A phrase in a row of tokens: first and last token (excluded), its class, and the people in its place for a person."""

    first: int
    stop: int
    name: str
    slot: int | None


_OBJECTS = frozenset(["him", "her", "them", "us", "me", "you"])


def find(row: list[Token], book: Phrasebook) -> list[Found]:
    """Return every phrase of a book in a row of tokens; of those that begin at one place the longest of each class."""
    found: list[Found] = []
    words = {token.low for token in row}
    peopled = not words.isdisjoint(_OBJECTS | {"@"})
    for at, token in enumerate(row):
        best: dict[str, Found] = {}
        for rest, name, needed in book.starting(token.low):
            if (needed is not None and needed.isdisjoint(words)) or (not peopled and "@" in rest):
                continue
            end = _match(row, at + 1, rest, 0, None)
            if end is not None and (name not in best or end[0] > best[name].stop):
                best[name] = Found(at, end[0], name, end[1])
        found.extend(best.values())
    return found


def _match(
    row: list[Token], at: int, rest: tuple[frozenset[str] | str, ...], index: int, slot: int | None
) -> tuple[int, int | None] | None:
    if index == len(rest):
        return at, slot
    want = rest[index]
    if want == "~":
        for more in range(6):
            if more and not (at + more - 1 < len(row) and describing(row[at + more - 1])):
                return None
            end = _match(row, at + more, rest, index + 1, slot)
            if end is not None:
                return end
        return None
    if isinstance(want, str) and want.startswith("?"):
        if at < len(row) and row[at].low == want[1:]:
            return _match(row, at + 1, rest, index + 1, slot)
        return _match(row, at, rest, index + 1, slot)
    if want == "@":
        person = person_at(row, at)
        if person is None:
            return None
        comma = 1 if index + 1 < len(rest) and person + 1 < len(row) and row[person + 1].low == "," else 0
        return _match(row, person + 1 + comma, rest, index + 1, person)
    place = at
    if place < len(row) and row[place].low not in want:
        place = skipped(row, at)
    if place < len(row) and row[place].low in want:
        return _match(row, place + 1, rest, index + 1, slot)
    return None


def person_at(row: list[Token], at: int) -> int | None:
    """Return the token of the person who stands at a place as an object: articles, titles, dates and means before the name left out."""
    place = _behind_places(row, skipped(row, at))
    for _ in range(9):
        if place >= len(row):
            return None
        token = row[place]
        if token.mention is not None:
            return place
        if token.low in _OBJECTS:
            behind = row[place + 1].low if place + 1 < len(row) else ""
            if token.low != "her" or not behind or not behind[0].isalpha() or behind in PREPOSITIONS | ADVERBS | {"and", "to", "that"}:  # fmt: skip
                return place
        if token.low in {"by", "on", "over"} and place + 1 < len(row):
            by = next((step for step in range(1, 4) if place + step < len(row) and row[place + step].low in {"phone", "telephone", "video", "wire", "hotline"}), None)  # fmt: skip
            if by is not None and all(describing(row[place + step]) for step in range(1, by)):
                place = skipped(row, place + by + 1)
                continue
            return None
        if token.low == "." and row[place - 1].low in TITLES and len(row[place - 1].low) <= 4:
            place += 1
            continue
        if (
            token.low == ","
            and row[place - 1].low in TITLES
            and place + 1 < len(row)
            and row[place + 1].mention is not None
        ):
            place += 1
            continue
        if token.low in {"his", "her", "the", "a", "an", "its", "their", "both", "either", "all", "our", "my"} or token.low in TITLES or (token.upper and token.low.isalpha() and place > at):  # fmt: skip
            place += 1
            continue
        return None
    return None


def _behind_places(row: list[Token], at: int) -> int:
    """Return the place behind where and when: "received in Tollvik, on Monday, the minister"; the same place where that leads to nobody."""
    place = at
    seen = False
    while place < len(row) and place - at < 9:
        token = row[place]
        if token.low in {"in", "at", "on", "by", "over", "during"}:
            seen = True
        elif token.mention is not None or token.low in {"his", "her", "its", "their"}:
            return place if seen or place == at else at
        elif (
            seen
            and token.low in {"the", "an", "a"}
            and place > at + 1
            and row[place - 1].low not in {"in", "at", "on", "by", "over", "during"}
        ):
            return place
        elif not (
            token.low in {"#", "the", "a", "an", ","}
            or token.upper
            or token.low in {"phone", "telephone", "video", "link", "secure", "morning", "evening", "afternoon"}
        ) or (not seen and token.low not in {"#", ","}):
            return at
        place += 1
    return at


def is_verb(row: list[Token], at: int) -> bool:
    """Whether the word at a place is a verb here."""
    token = row[at]
    low = token.low
    if low in AUXILIARIES:
        return True
    if low in NOUN_OR_VERB:
        return not is_noun(row, at)
    if low in VERBS:
        return True
    return len(low) > 4 and low.endswith("ed") and not token.upper


def is_noun(row: list[Token], at: int) -> bool:
    """Whether a word that may be either is a noun here."""
    before = row[at - 1] if at else None
    low = row[at].low
    if before is None:
        return at + 1 >= len(row) or row[at + 1].mention is None
    if (
        before.low in {",", ")", "-"}
        and low not in {"talk", "meeting", "speaking"}
        and person_at(row, at + 1) is not None
    ):
        return False
    if before.low in {"to", "who", "they", "he", "she", "we", "i", "not", "and", "never"} | AUXILIARIES - {"be", "been", "being", "had", "has", "have", "having", "is", "was", "are", "were"}:  # fmt: skip
        if before.low == "and":
            return at < 2 or not is_verb(row, at - 2)
        return before.low == "to" and low.endswith("s") and low != "discuss"
    if before.mention is not None or before.low in ADVERBS:
        behind = row[at + 1] if at + 1 < len(row) else None
        if low.endswith("ing"):
            return False
        if before.low == "@" and low in {"call", "talks", "meeting", "talk", "visit", "letter"}:
            return behind is None or person_at(row, at + 1) is None
        return before.low in {"last", "first", "next"} or (behind is not None and behind.low in {"between", "of"})
    if low in {"meeting", "speaking"} and before.low in {"be", "been", "is", "are", "was", "were", "am"}:
        return False
    if low in {"meeting", "speaking"}:
        return before.low not in PREPOSITIONS | {",", "(", '"', "when", "while"} or person_at(row, at + 1) is None
    return True

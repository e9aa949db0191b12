"""Everybody a roster knows, found by name in a text: in any spelling, in any case of Russian, surname first or last."""

from __future__ import annotations

import re
from collections.abc import Iterator

from watchline.people import Person, Roster, spellings
from watchline.press.edtf import Days
from watchline.press.lexicon import Lexicon, Who, level_of
from watchline.press.reading import fold

WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


_RU_END = re.compile(r"(?:ого|ему|ому|ыми|ими|ией|ым|им|ом|ем|ой|ей|ым|ую|юю|ая|яя|ый|ий|а|я|у|ю|е|ы|и|й|ь|о)$")


def _key(word: str) -> str:
    """Return how a word of a name is indexed: folded, a Russian one without the ending of its first case."""
    bare = fold(word).replace("'", "").removesuffix("-")
    return _stem(bare) if _cyrillic(bare) else bare


def _cyrillic(bare: str) -> bool:
    return len(bare) > 3 and "\u0400" <= bare[0] <= "\u04ff"


def _stem(bare: str) -> str:
    return re.sub(r"(?:ий|ый|ой|ая|яя)$", "", bare).rstrip("аеёиоуыэюяйь")


def _keys(word: str) -> tuple[str, ...]:
    """Return the ways in which a word of a text may be indexed: a Russian one in any of its cases."""
    bare = fold(word).replace("'", "").removesuffix("-")
    if not _cyrillic(bare):
        return (bare,)
    ending = _RU_END.search(bare)
    cut = [bare[: ending.start() + index] for index in range(len(ending[0]))] if ending else []
    return tuple(dict.fromkeys(_stem(one) or one for one in (bare, *cut)))


_PARTICLE = re.compile(r"[a-z]{2,3}-[^\W\d_]")
"""A surname that begins with an article, written small: "al-Dhubari"."""


class Cast:
    """Everybody a roster knows, ready to be found in a text.

    Args:
        roster: The roster of offices, or None.
        lexicon: Words of offices and states.
    """

    def __init__(self, roster: Roster | None, lexicon: Lexicon) -> None:
        self.roster, self.lexicon = roster, lexicon
        self._index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._givens: dict[str, set[str]] = {}
        if roster is None:
            return
        for key, person in roster.persons.items():
            ukrainian = any(term.state == "UKR" for term in roster.terms_of(key))
            for spelling in spellings(person, ukrainian=ukrainian):
                words = tuple(_key(word) for word in WORD.findall(spelling))
                if words and (words, key) not in self._index.setdefault(words[0], []):
                    self._index[words[0]].append((words, key))
            for given in WORD.findall(person.name)[:1]:
                self._givens.setdefault(_key(given), set()).add(key)
        for entries in self._index.values():
            entries.sort(key=lambda entry: (-len(entry[0]), entry))

    def speaking(self, lexicon: Lexicon) -> Cast:
        """Return the same people with other words for states."""
        copy = Cast(None, lexicon)
        copy.roster, copy._index, copy._givens = self.roster, self._index, self._givens
        return copy

    def names(self, text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Yield every name of the roster in a text: start, end, and the keys of those who bear it."""
        words = [part for found in WORD.finditer(text) for part in self._parts(found)]
        keys = [_keys(word.removesuffix("'s")) for _, _, word in words]
        at = 0
        while at < len(words):
            start, _, word = words[at]
            best: tuple[str, ...] = ()
            length = 0
            if word[0].isupper() or not word[0].isascii() or _PARTICLE.match(word):
                for entry, key in (item for one in keys[at] for item in self._index.get(one, ())):
                    if len(entry) < length or len(entry) > len(keys) - at:
                        continue
                    if all(part in some for part, some in zip(entry, keys[at:], strict=False)):
                        best = (*best, key) if len(entry) == length else (key,)
                        length = len(entry)
            if best:
                end = words[at + length - 1][1]
                if text[end - 2 : end] == "'s":
                    end -= 2
                yield start, end, tuple(dict.fromkeys(best))
            at += max(length, 1)

    def _parts(self, found: re.Match[str]) -> list[tuple[int, int, str]]:
        """Return a word with its place; two names joined by a hyphen, "the Sorell-Osharin call", as two."""
        word, start = found[0], found.start()
        if "-" in word and word[0].isupper() and not any(one in self._index for one in _keys(word)):
            halves = word.split("-")
            if len(halves) == 2 and all(half and any(one in self._index for one in _keys(half)) for half in halves):
                return [
                    (start, start + len(halves[0]), halves[0]),
                    (found.end() - len(halves[1]), found.end(), halves[1]),
                ]
        return [(start, found.end(), word)]

    def given(self, word: str) -> set[str]:
        """Return those whose given name this is."""
        return self._givens.get(_key(word), set())

    def who(self, key: str, days: Days) -> Who:
        """Return a person with the office held in some days: the one that fits, else the first listed."""
        assert self.roster is not None
        person: Person = self.roster.persons[key]
        terms = self.roster.terms_of(key)
        fitting = [term for term in terms if may_hold(term, days)] or list(terms)
        term = fitting[-1] if days.first is None and days.last is None else fitting[0]
        return Who(key, person.name, term.office, term_level(term), term.state)

    def holder(self, level: str, state: str, days: Days) -> Who | None:
        """Return who holds an office of a level in a state in some days; nameless where the roster names nobody, or several."""
        if self.roster is None:
            return Who(f"?{level}/{state}", None, level, level, state)
        listed = [term for term in self.roster.terms if term.state == state and term_level(term) == level]
        fitting = [term for term in listed if may_hold(term, days)]
        people = {term.person.key for term in fitting}
        if len(people) == 1:
            term = fitting[0]
            return Who(term.person.key, term.person.name, term.office, level, state)
        office = listed[0].office if listed else level
        return Who(f"?{level}/{state}", None, office, level, state)


def may_hold(term: object, days: Days) -> bool:
    """Whether a term of office may lie in some days."""
    from watchline.people import Term

    assert isinstance(term, Term)
    first = term.start.first if term.start is not None else None
    last = term.end.last if term.end is not None else None
    return (days.last is None or first is None or first <= days.last) and (
        days.first is None or last is None or last >= days.first
    )


def term_level(term: object) -> str:
    """Return the level of the office of a term."""
    from watchline.people import Term

    assert isinstance(term, Term)
    by_level = level_of(term.level)
    return (
        by_level
        if by_level != term.level.lower()
        else level_of(term.office)
        if level_of(term.office) != term.office.lower()
        else by_level
    )

"""How offices and states are printed: from the words of a report to the level of an office and the code of a state.

A level is what makes two offices counterparts. States come from a table; where the table is silent (a state that it does not
list), the report itself teaches the word: in "Vostran Defence Minister Lena Ostrava" the roster knows the person, so
"Vostran" is learnt for that person's state.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from watchline.people import Roster
from watchline.press.tables import State

RANK = r"(?:(?:Lt\.?|Lieutenant|Maj\.?|Major|Brig\.?|Brigadier|Col\.?|Colonel|Vice|Rear|Air|Army)\s+)?(?:Gen(?:eral)?\.?|Admiral|Adm\.?|Marshal|Colonel|Col\.|Captain|Capt\.|Commodore|Commander|Field Marshal|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Sir|Air (?:Chief )?Marshal)"
_DEF = "defen[cs]e"
_LEVELS: tuple[tuple[str, str], ...] = (
    ("chief of staff", rf"chiefs? of the [A-Z]\w+ (?:general|joint|defen[cs]e) staffs?|chiefs? of (?:the )?(?:{_DEF}|general|joint|army|armed forces|naval)(?: general)? staffs?|chiefs? of the {_DEF} staff|chiefs? of {_DEF}|chair(?:man|woman)?(?: of the|,) joint chiefs(?: of staff)?|joint chiefs(?: of staff)? chair(?:man|woman)?|commanders?[- ]in[- ]chief(?: of the (?:\w+ )?armed forces)?|top (?:generals?|military officers?|soldiers?|uniformed officers?|military commanders?)|chiefs? of (?:general )?staff|(?:military|army|armed forces) chiefs?|general staff (?:chiefs?|heads?)|heads? of the general staff"),
    ("minister of defence", rf"secretar(?:y|ies) of state for {_DEF}|ministers? (?:of|for) the armed forces|armed forces ministers?|(?:secretar(?:y|ies)|ministers?) (?:of|for) (?:national )?{_DEF}|{_DEF} (?:secretar(?:y|ies)|ministers?|chiefs?|heads?)|heads? of (?:the )?(?:[A-Z]\w+ )?(?:and (?:the )?[A-Z]\w+ )?{_DEF} ministr(?:y|ies)|(?:pentagon|{_DEF} ministry) (?:chief|head|boss)|heads? of (?:the )?{_DEF}(?: ministry)?|secdef"),
    ("minister of foreign affairs", r"secretar(?:y|ies) of state|(?:secretar(?:y|ies)|ministers?) (?:of|for) foreign affairs|foreign (?:affairs )?(?:ministers?|secretar(?:y|ies))|(?:top|chief) diplomats?|ministers? of external relations|ministers? for europe and foreign affairs"),
    ("national security adviser", r"(?:national )?security advis[eo]rs?|(?:security council secretary|secretar(?:y|ies) of the (?:national )?security council)"),
    ("minister of the interior", r"interior ministers?|ministers? of (?:the )?interior|home secretary"),
    ("head of government", r"prime ministers?|chairman of the government|premiers?|chancellors?|heads? of government"),
    ("head of state", r"(?<!vice )(?<!vice-)presidents?|heads? of state"),
    ("commander of the navy", r"(?:commanders?|chiefs?|heads?) of (?:the )?(?:naval forces|naval staff|navy)|(?:navy|naval) (?:chiefs?|commanders?)"),
    ("commander of the air force", r"(?:commanders?|chiefs?|heads?) of (?:the )?air (?:force|staff)|air force (?:chiefs?|commanders?)"),
    ("commander of the coast guard", r"(?:commandants?|commanders?|chiefs?|heads?|directors?)(?: general)? of the coast ?guard|coast ?guard (?:commandants?|commanders?|chiefs?|heads?|directors?)"),
)  # fmt: skip
_COMPILED = tuple((level, re.compile(rf"(?:{pattern})", re.IGNORECASE)) for level, pattern in _LEVELS)


def level_of(office: str) -> str:
    """Return the level of an office as printed; its own words, folded, where no table knows it."""
    words = " ".join(office.split())
    if re.match(r"(?i)(?:head|director) of the (?:office|president|administration|staff)", words):
        return words.lower()
    for level, pattern in _COMPILED:
        if pattern.search(words):
            return f"deputy {level}" if re.match(r"(?i)(?:first )?(?:deputy|vice|assistant)\b", words) else level
    return words.lower()


class Who(NamedTuple):
    """Somebody a report speaks of: the roster's key, or words of the report; office and level; state."""

    key: str
    name: str | None
    office: str | None
    level: str | None
    state: str | None


class Lexicon:
    """Words of states and offices for one report or one folder; learns states as it reads.

    Args:
        states: The table.
        roster: Whose offices and states are to be found, or None.
    """

    def __init__(self, states: Iterable[State], roster: Roster | None) -> None:
        self.nouns: dict[str, str] = {}
        self.adjectives: dict[str, str] = {}
        self.seats: dict[str, str] = {}
        listed = tuple(states)
        for state in listed:
            self.nouns.update(dict.fromkeys(state.names, state.code))
            self.adjectives.update(dict.fromkeys(state.adjectives, state.code))
            self.seats.update(dict.fromkeys(state.seats, state.code))
        known = {state.code for state in listed}
        self.roster = roster
        terms = () if roster is None else roster.terms
        self.unlisted = frozenset(term.state for term in terms) - known
        literal = {term.office for term in terms} | {term.level for term in terms}
        own = {text for text in literal if level_of(text) == " ".join(text.split()).lower()}
        own_pattern = "|".join(
            re.escape(text).replace(r"\ ", r"\s+") + "s?" for text in sorted(own, key=lambda text: (-len(text), text))
        )
        everything = "|".join([*((own_pattern,) if own_pattern else ()), *(pattern for _, pattern in _LEVELS)])
        self.office = rf"(?:(?:first )?(?:deputy|vice|assistant)[ -])?(?:{everything})"
        self.role = re.compile(rf"(?<![\w-])(?P<role>{self.office})(?![\w])", re.IGNORECASE)
        self._words: re.Pattern[str] | None = None
        self._known: dict[str, str | None] = {}

    def fresh(self) -> Lexicon:
        """Return a copy that learns for itself."""
        copy = Lexicon.__new__(Lexicon)
        copy.__dict__.update(self.__dict__)
        copy.nouns, copy.adjectives, copy._known = dict(self.nouns), dict(self.adjectives), {}  # noqa: SLF001
        return copy

    def learnt(self) -> dict[str, str]:
        """Return the words that reports taught, with their state."""
        return {
            word: code
            for table in (self.nouns, self.adjectives)
            for word, code in table.items()
            if code in self.unlisted
        }

    def state_words(self) -> re.Pattern[str]:
        """Return the pattern of every word that stands for a state, longest first."""
        if self._words is None:
            words = sorted({*self.nouns, *self.adjectives, *self.seats}, key=lambda word: (-len(word), word))
            self._words = (
                re.compile(r"(?<![\w.])(?:" + "|".join(_flexible(word) for word in words) + r")(?!\w)")
                if words
                else re.compile(r"(?!)")
            )
        return self._words

    def state(self, word: str) -> str | None:
        """Return the code of a state for a word as printed, or None."""
        if word not in self._known:
            self._known[word] = self._state(word)
        return self._known[word]

    def _state(self, word: str) -> str | None:
        word = " ".join(word.split()).removeprefix("the ").removeprefix("The ")
        if word.endswith("'s"):
            word = word[:-2]
        elif word.endswith("s'"):
            word = word[:-1]
        for table in (self.nouns, self.adjectives, self.seats):
            if word in table:
                return table[word]
        low = word.lower()
        for table in (self.adjectives, self.nouns):
            for known, code in table.items():
                if not known.isascii() and len(low) >= 4 and low.startswith(_stem(known)):
                    return code
        return None

    def learn(self, word: str, code: str) -> None:
        """Take a word of a report for a state that no table lists."""
        word = word.removesuffix("'s")
        if code in self.unlisted and self.state(word) is None and word not in _COMMON:
            self.nouns[word] = code
            self._words, self._known = None, {}

    def learn_kin(self, words: Iterable[str]) -> None:
        """Take capitalised words that share their stem with a learnt one: Vostra, Vostran, Vostra's."""
        learnt = [(word, code) for word, code in self.nouns.items() if code in self.unlisted]
        for word in words:
            if self.state(word) is not None or word in _COMMON:
                continue
            for known, code in learnt:
                stem = max(4, min(len(word), len(known)) - 2)
                if len(known) >= 4 and word[:stem] == known[:stem] and abs(len(word) - len(known)) <= 4:
                    self.adjectives[word] = code
                    self._words, self._known = None, {}
                    break

    def same_level(self, first: str | None, second: str | None) -> bool:
        """Whether two offices are of one level."""
        return first is not None and second is not None and level_of(first) == level_of(second)


_COMMON = frozenset(
    ["The", "A", "An", "On", "In", "At", "He", "She", "They", "It", "Its", "His", "Her", "Their", "After", "Before", "When", "While", "But", "And", "Then", "Both", "Two", "Former", "Acting", "Deputy", "New", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December", "Gen", "General", "Admiral", "Minister", "Defence", "Defense", "Foreign", "Chief", "Secretary", "Prime", "President", "Mr", "Mrs", "Ms", "Later", "Earlier", "Outgoing", "Then-"]
)  # fmt: skip


def _stem(word: str) -> str:
    low = word.lower()
    return low[:-1] if low[-1] in "аяийьы" and len(low) > 4 else low


def _flexible(word: str) -> str:
    if word.isascii() or not "\u0400" <= word[0] <= "\u04ff":
        return re.escape(word).replace(r"\ ", r"\s+")
    return "(?i:" + re.escape(_stem(word)).replace(r"\ ", r"\s+") + r")\w{0,6}"


def folded_levels(offices: Mapping[str, str]) -> dict[str, str]:
    """Return the level of each office of a map, for tests and tables."""
    return {name: level_of(office) for name, office in offices.items()}

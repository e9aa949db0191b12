"""What a sentence tells of a contact besides its having been held, by grammar alone: wished for, judged, talked of, to come."""

from __future__ import annotations

import re

from watchline.press.clauses import Clauses, word_at
from watchline.press.grammar_words import ADVERBS, AUXILIARIES
from watchline.press.outcome_lexicon import BID, JUDGED, JUDGES, PRESENT, WANTS
from watchline.press.tokens import Token, describing, is_verb


class Framing:
    """Asks the clauses of one sentence."""

    clauses: Clauses
    row: list[Token]

    def asked_by_others(self, subject: tuple[int, int]) -> bool:
        """Whether people without an office ask two to do it: "twelve laureates asked X and Y to meet"."""
        before = next((at for at in range(subject[0] - 1, max(-1, subject[0] - 5), -1) if is_verb(self.row, at)), None)
        if before is None or not self.controlled(subject[1]) or self.row[before].low not in BID:
            return False
        return not any(self.row[at].mention is not None or self.row[at].low in {"he", "she", "they", "i", "we", "'s"} for at in range(before))  # fmt: skip

    def subjunctive(self, subject: tuple[int, int], first: int) -> bool:
        """Whether somebody else only wants it so: "a retired general proposed that X and Y meet"."""
        if subject[1] != first or word_at(self.row, subject[0] - 1) != "that" or word_at(self.row, first) not in {"meet", "talk", "speak", "confer", "call", "see", "sit", "hold"}:  # fmt: skip
            return False
        words = {token.low for token in self.row[max(0, subject[0] - 6) : subject[0] - 1]}
        return bool(words & WANTS) and not any(self.row[at].mention is not None for at in range(subject[0]))

    def judged(self, begin: int, first: int, end: int, limit: int) -> bool:
        """Whether a contact is only judged, as a thing that may be: "a meeting with X made no sense"."""
        if any(is_verb(self.row, at) and self.row[at].low not in {"is", "was", "there"} for at in range(begin, first)):
            return False
        verb = next((at for at in range(end, limit) if is_verb(self.row, at)), None)
        if verb is None:
            return False
        place = verb + 1
        while word_at(self.row, place) in ADVERBS | {"long", "very", "so", "too", "highly", "neither", "both"}:
            place += 1
        behind = word_at(self.row, place)
        if self.row[verb].low in AUXILIARIES:
            return behind in JUDGED or (
                behind in {"be", "been", "not", "always"} and word_at(self.row, verb + 2) in JUDGED
            )
        return self.row[verb].low in JUDGES and (
            not self.row[verb].low.startswith("ma")
            or behind in {"sense", "no", "little", "much", "matters", "things", "it"}
        )

    def topic(self, first: int) -> bool:
        """Whether a contact is only what was talked of: "talked about a meeting of X and Y"."""
        at = first
        while at and describing(self.row[at - 1]) and self.row[at - 1].low not in {"a", "an", "another", "any"}:
            at -= 1
        return word_at(self.row, at - 1) in {"a", "an", "another", "any"} and word_at(self.row, at - 2) in {"about", "regarding", "concerning"}  # fmt: skip

    def on_condition(self, at: int) -> bool:
        """Whether a contact to come hangs on something: "would talk to X the moment there is something to say"."""
        rest = self.row[at:]
        lows = [token.low for token in rest]
        hangs = any(low in {"if", "unless", "provided"} for low in lows) or any(low in {"when", "once", "until"} and "#" not in lows[index : index + 4] for index, low in enumerate(lows[:6])) or "the moment" in " ".join(lows[:6]) or "as soon as" in " ".join(lows[:6])  # fmt: skip
        return hangs and "#" not in lows[:3]

    def travels(self, subject: tuple[int, int] | None, first: int, limit: int) -> bool:
        """Whether the present tense and a weekday look ahead: "travels to Hantei on Tuesday for talks with"."""
        if subject is None or (subject[0] == 0 and "." not in [token.low for token in self.row]):
            return False
        if any(token.low == "," for token in self.row[subject[1] : first]) or word_at(self.row, first) in {"spoke", "met", "talked", "held", "saw"}:  # fmt: skip
            return False
        verb = next((token.low for token in self.row[subject[1] : first + 1] if token.low in PRESENT), None)
        words = self.clauses.text[self.row[subject[0]].start : self.row[limit - 1].end]
        return verb is not None and bool(re.search(r"\b(?:[A-Z]\w+day|tomorrow|next (?:week|month)|later (?:this|today)|on the \d{1,2}(?:st|nd|rd|th))\b", words)) and not re.search(r"^\W*(?:\d|[A-Z]\w+day\b)", self.clauses.text)  # fmt: skip

    def whenever(self, subject: tuple[int, int] | None, first: int) -> bool:
        """Whether "when" and the present tense tell of no day: "when X calls Y"."""
        if subject is None or word_at(self.row, subject[0] - 1) not in {"when", "whenever", "if"}:
            return False
        low = word_at(self.row, first)
        return (subject[1] == first and low.endswith("s")) or low in {"call", "speak", "talk", "meet"}

    def to_come(self, first: int, subject: tuple[int, int] | None) -> bool:
        """Whether a headline looks ahead: "Sorell to meet Osharin"."""
        return (
            subject is not None
            and word_at(self.row, subject[1]) == "to"
            and subject[0] <= 3
            and not any(token.low in AUXILIARIES for token in self.row[subject[1] : first])
        )

    def takes_place(self, at: int, limit: int) -> bool:
        """Whether what is said to be to come is that a contact takes place: not "talks would be pointless"."""
        words = [token.low for token in self.row[at:limit]]
        words = words[: words.index(",")] if "," in words else words
        return "#" in words or bool(
            set(words)
            & {"take", "held", "happen", "begin", "start", "resume", "continue", "follow", "come", "go", "open"}
        )

    def ended(self, at: int) -> bool:
        """Whether rumours are only told to be over: "after a day of rumours, the ministry confirmed"."""
        return any(token.low in {"after", "ended", "despite"} for token in self.row[max(0, at - 4) : at])

    def controlled(self, at: int) -> bool:
        """Whether a subject is that of a "to" only, and the verb before it governs: "urged X to call Y"."""
        return word_at(self.row, at) == "to" and word_at(self.row, at + 1) not in {"the", "a", "his", "her"}

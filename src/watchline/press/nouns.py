"""Nouns that tell of a contact: "a call between X and Y", "X's letter to Y", "held talks with Y"."""

from __future__ import annotations

from watchline.press.clauses import OWNER, SUBJECT, word_at
from watchline.press.contact_lexicon import APPROACH_NOUNS, CALLS, LETTERS, TALKS, TO_NOUNS
from watchline.press.grammar_words import AUXILIARIES, PREPOSITIONS
from watchline.press.lexicon import Who
from watchline.press.pairing import fitting, states_of
from watchline.press.tokens import Found, is_verb, skipped
from watchline.press.verbs import Verbs
from watchline.press.words import BIDS, HOLDING, SPEAKS, WITH_TO

_GATHERINGS = frozenset(["summit", "summits", "session", "sessions", "reception", "dinner", "round", "rounds"])
"""Where many are: to be at one is not to speak with each other."""


class Nouns(Verbs):
    """One method for each way in which a noun has its people."""

    def noun(self, item: Found) -> bool:
        """Read "a call between X and Y", "X's call with Y", "a letter from X to Y", "X held talks with Y"."""
        word = self.row[item.first].low
        asks = word in APPROACH_NOUNS
        if word in BIDS and not any(token.low in SPEAKS for token in self.row[max(0, item.first - 4) : item.first + 9]):
            return False
        for group in self.behind(item.stop, ("between", "among", "of", "involving", "including"), 14)[:1]:
            people = self.clauses.who(group)
            if self._of_another(item, group[0]):
                break
            if len(states_of(people)) > 1 and not asks:
                if self._broker(item, people):
                    return False
                return self.keep(people, item, None, end=group[-1] + 1, subject=self._subject_before(item), noun=True, calls=word in CALLS)  # fmt: skip
        if self.with_others(item.stop):
            return False
        names = ("to",) if asks else WITH_TO if word in TO_NOUNS else ("with",)
        kept = False
        for group in self.behind(item.stop, names, 20):
            others = self.clauses.who(group)
            ours, subject, aide = self._first_side(item, group, others)
            to = self.clauses.role[group[0]] == "to"
            if ours:
                kept = self.together(ours, group, item, begun="ours" if to else "", subject=subject, noun=True, calls=word in CALLS | LETTERS, aide=aide) or kept  # fmt: skip
        if kept:
            return True
        preposition = skipped(self.row, item.stop)
        if word_at(self.row, preposition) in names and (others := self._him(preposition + 1)):
            ours, subject, aide = self.ours(item.first, others)
            return self.together(ours, others, item, subject=subject, noun=True, aide=aide)
        for group in self.behind(item.stop, ("from", "by"), 8)[:1]:
            if any(is_verb(self.row, at) for at in range(item.stop, group[0])):
                break
            others = self.clauses.who(group)
            ours, subject, aide = self.ours(item.first, others)
            if not ours or states_of(ours) == states_of(others):
                ours = self._after(group[-1], others)
                subject = None
            return self.together(ours, group, item, begun="theirs", subject=subject, noun=True, calls=word in CALLS | LETTERS, aide=aide)  # fmt: skip
        return self._owned(item) or self._relative(item) or self._fronted(item) or self._held_by(item)

    def _of_another(self, item: Found, at: int) -> bool:
        """Whether a "between" belongs to a noun behind this one: "in a call with X, Y welcomed the talk between"."""
        nearer = any(other.first > item.first and other.name == "noun" and other.first < at for other in self.words)
        return nearer and any(self.clauses.role[place] == "with" for place in self.clauses.people if item.stop <= place < at)  # fmt: skip

    def _broker(self, item: Found, people: tuple[Who, ...]) -> bool:
        """Whether a third person only offers to bring two together: "offered to host a meeting between"."""
        group, _, end = self.clauses.subject(item.first)
        others = self.clauses.who(group)
        if not others or states_of(others) & states_of(people):
            return False
        return bool({"asks", "urges"} & {one.name for one in self.outcomes.within(end, item.first)})

    def _first_side(
        self, item: Found, group: list[int], others: tuple[Who, ...]
    ) -> tuple[tuple[Who, ...], tuple[int, int] | None, bool]:
        """Return the other side of "a call with Y": "by X", "of X", its owner, the subject of its verb, whoever follows."""
        for place in self.clauses.people:
            if item.stop <= place < group[0] and self.clauses.role[place] in {"by", "of", "between", "from"}:
                return self.clauses.who(self.clauses.group[place]), self._subject_before(item), False
        made = [at for at in self.clauses.people if item.stop <= at < group[0] and self.clauses.role[at] == SUBJECT]
        if made and states_of(self.clauses.who(made[:1])) != states_of(others):
            return self.clauses.who(self.clauses.group[made[0]]), None, False
        owner = self._owner(item.first)
        if owner and states_of(self.clauses.who(owner)) != states_of(others):
            return self.clauses.who(owner), self._subject_before_at(owner[0]), False
        ours, subject, aide = self.ours(item.first, others)
        fronted = subject is None or not ours
        if (fronted or states_of(ours) == states_of(others)) and (after := self._after_comma(item, others, group)):
            return after, None, False
        if not ours or states_of(ours) == states_of(others):
            return self._after(group[-1], others) or fitting(self.topic[:1], others), None, False
        return ours, subject, aide

    def _owner(self, at: int) -> list[int]:
        """Return whose a noun is: "Sorell's first call", "Sorell's and Osharin's talks"."""
        for place in range(at - 1, max(-1, at - 7), -1):
            token = self.row[place]
            if token.mention is not None:
                return self.clauses.group[place] if self.clauses.role[place] == OWNER else []
            if is_verb(self.row, place) or token.low in PREPOSITIONS or token.low == ",":
                return []
        return []

    def _owned(self, item: Found) -> bool:
        """Read "X and Y's meeting", "the X-Y call", "took Y's call", "declined Y's invitation"."""
        word = self.row[item.first].low
        owner = self._owner(item.first)
        if owner:
            people = self.clauses.who(owner)
            if len(states_of(people)) > 1:
                return self.keep(
                    people, item, None, end=item.stop, subject=self._subject_before_at(owner[0]), noun=True
                )
            group, how, end = self.clauses.subject(owner[0])
            ours = self.clauses.who(group)
            if how in {"he", "they"}:
                ours = fitting(self.topic, people)[:1]
            if not ours or states_of(ours) == states_of(people):
                ours = self._passive_agent(item, people)
                group, end, how = [], 0, ""
            said = next((at for at in range(owner[0] - 1, end - 1, -1) if self.row[at].low == "that"), end)
            governed = any(
                self.row[at].low in HOLDING or self.outcomes.within(at, at + 1) for at in range(said, owner[0])
            )
            if ours and (governed or (not group and how != "he")):
                return self.together(ours, people, item, begun="theirs", subject=(group[0], end) if group else None, noun=True, calls=True, aide=how == "aide")  # fmt: skip
            return False
        before = [at for at in self.clauses.people if at < item.first and at >= item.first - 5]
        if before and all(
            not is_verb(self.row, at) and self.row[at].low not in PREPOSITIONS | {","}
            for at in range(before[-1] + 1, item.first)
        ):
            group = self.clauses.group[before[-1]]
            people = self.clauses.who(group)
            if len(states_of(people)) == 1 and before[-1] + 1 == item.first and word_at(self.row, group[0] - 1) == "the" and word in CALLS | {"talks", "meeting", "conversation"}:  # fmt: skip
                return self.together(fitting(self.topic, people)[:1], people, item, noun=True)
            hyphen = any(word_at(self.row, at) in {"-", "–", "/"} for at in range(group[0], group[-1]))
            if len(states_of(people)) > 1 and (hyphen or word in CALLS | TALKS) and before[-1] + 3 >= item.first:
                return self.keep(people, item, None, end=item.stop, subject=None, noun=True)
        return False

    def _passive_agent(self, item: Found, people: tuple[Who, ...]) -> tuple[Who, ...]:
        for place in self.clauses.people:
            if place > item.first and self.clauses.role[place] in {"by", "to"} and states_of(self.clauses.who([place])) != states_of(people) and (place - item.first <= 4 or self.outcomes.within(item.stop, place)):  # fmt: skip
                return self.clauses.who([place])
        return ()

    def _relative(self, item: Found) -> bool:
        """Read "a conversation in which X and Y took part", "a call X had made to Y"."""
        words = [token.low for token in self.row[item.stop : item.stop + 8]]
        if not words or not ({"which", "that"} & set(words) or words[0] in {"@", "to", "the"}):
            return False
        for place in self.clauses.people:
            if item.stop <= place <= item.stop + 10 and self.clauses.role[place] in {SUBJECT, "in", "at", "to"}:
                people = self.clauses.who(self.clauses.group[place])
                if len(states_of(people)) > 1:
                    return self.keep(people, item, None, end=self.clauses.group[place][-1] + 1, subject=None, noun=True)
        return False

    def _fronted(self, item: Found) -> bool:
        """Read "with X no talks are planned"."""
        both = next(
            (at for at in self.clauses.people if at < item.first and self.clauses.role[at] in {"between", "among"}),
            None,
        )
        if (
            both is not None
            and len(states_of(self.clauses.who(self.clauses.group[both]))) > 1
            and not self._taken(both)
        ):
            return self.keep(
                self.clauses.who(self.clauses.group[both]), item, None, end=item.stop, subject=None, noun=True
            )
        ahead = [
            at
            for at in self.clauses.people
            if at < item.first and self.clauses.role[at] == "with" and at not in self.used
        ]
        if not ahead or any(is_verb(self.row, at) and self.row[at].low not in AUXILIARIES for at in range(ahead[-1], item.first) if self.row[at].low not in HOLDING):  # fmt: skip
            return False
        if any(ahead[-1] < word.first < item.first and word.first in self.used for word in self.words) or self._taken(
            ahead[-1]
        ):
            return False
        others = self.clauses.who(self.clauses.group[ahead[-1]])
        ours, subject, aide = self.ours(item.first, others)
        if not ours or states_of(ours) == states_of(others):
            ours = self._after(item.stop, others) or fitting(self.topic, others)[:1]
        return self.together(ours, others, item, subject=subject, noun=True, aide=aide)

    def _held_by(self, item: Found) -> bool:
        """Read "X and Y held talks": a noun that all of its people have."""
        group, how, end = self.clauses.subject(item.first)
        if how == "they" and len(self.pair) >= 2:
            if any(self.row[at].low in HOLDING for at in range(end, item.first)):
                return self.keep(self.pair, item, None, end=item.stop, subject=(end - 1, end), noun=True)
            return False
        if not group or item.first - end > 14:
            return False
        if (theirs := self._pressed(item)) and states_of(self.clauses.who(theirs)) != states_of(
            self.clauses.who(group)
        ):
            return self.together(self.clauses.who(group), theirs, item, subject=(group[0], end), noun=True)
        if word_at(self.row, item.first - 1) in {"after", "before"}:
            return False
        light = [
            at
            for at in range(end, item.first)
            if self.row[at].low in HOLDING or self.row[at].low in {"at", "in", "during", "after", "for"}
        ]
        if self.row[item.first].low in _GATHERINGS and all(self.row[at].low.startswith(("attend", "join", "go", "come", "leave", "at", "in", "for")) for at in light if self.row[at].low not in {"had", "have", "has"}) and (len(light) != 1 or self.row[light[0]].low not in {"had", "have", "has"}):  # fmt: skip
            return False
        return bool(light) and self.each_other(item, noun=True)

    def _pressed(self, item: Found) -> list[int]:
        """Return whom somebody used a contact to tell something: "used a call to press Y", "in a call, urging Y"."""
        for at in self.clauses.people:
            if item.stop <= at <= item.stop + 9 and self.clauses.role[at] == "object":
                between = [token.low for token in self.row[item.stop : at]]
                verb = next((place for place in range(at - 1, item.stop - 1, -1) if is_verb(self.row, place)), None)
                if verb is not None and (word_at(self.row, verb - 1) == "to" or self.row[verb].low.endswith("ing")) and not {"that", "who", "which"} & set(between):  # fmt: skip
                    return self.clauses.group[at]
        return []

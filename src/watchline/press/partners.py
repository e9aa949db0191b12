"""Whose contact a word tells of: its subject, whoever stands behind it, whom a pronoun stands for."""

from __future__ import annotations

import itertools

from watchline.press.claim import REQUESTS, Status
from watchline.press.clauses import OWNER, SUBJECT, word_at
from watchline.press.contact_lexicon import APPROACH_NOUNS, OTHERS
from watchline.press.frame import Frame
from watchline.press.grammar_words import ADVERBS, AUXILIARIES, PREPOSITIONS
from watchline.press.lexicon import Who
from watchline.press.pairing import fitting, pairs, states_of
from watchline.press.tokens import Found, Token, describing, is_verb
from watchline.press.words import OBJECTS, TO_MANY, Words

_LISTED = frozenset(["calls", "talks", "meetings", "conversations", "letters", "contacts", "visits"])
"""Behind these a colon opens the list of with whom they were."""


def skipped_back(row: list[Token], at: int) -> int:
    """Return the place before adverbs."""
    while at >= 0 and (row[at].low in ADVERBS or row[at].low.endswith("ly")):
        at -= 1
    return at


class Partners(Words):
    """Finds the people of words for contacts, and keeps the contacts."""

    def keep(
        self,
        people: tuple[Who, ...],
        item: Found,
        begun: str | None,
        *,
        end: int,
        subject: tuple[int, int] | None,
        noun: bool = False,
        calls: bool = False,
        aide: bool = False,
        status: Status | None = None,
        loose: bool = False,
    ) -> bool:
        """Keep a contact of these people; whether they are of two states."""
        unique = tuple(dict.fromkeys(people))
        states = states_of(unique)
        if len(unique) < 2 or len(states) < 2 or None in states:
            return False
        if all(who.name is None and (who.office or "").startswith("deputy") for who in unique):
            return False
        first = self.row[item.first]
        found = status or self.outcomes.status(item.first, item.stop, subject, end, noun=noun, calls=calls)
        if found is Status.HELD and status is None and self._none_of_it(item):
            found = None
        for other in self.found:
            if (
                set(unique) <= set(other.people)
                and abs(other.at - first.start) < 90
                and not self._another(other, found, item, noun=noun)
            ):
                return True
        if found is Status.HELD and noun and word_at(self.row, item.first) in APPROACH_NOUNS:
            found = Status.SOUGHT
        aide = aide and not (noun and self._confirmed(item))
        if aide and found not in REQUESTS | {Status.SCHEDULED, Status.NOT_SCHEDULED, Status.CANCELLED}:
            return False
        begin, stop = self.clauses.starts(item.first), self.clauses.stops(max(end, item.stop))
        last = self.row[min(end, len(self.row)) - 1]
        self.found.append(
            Frame(
                unique,
                found,
                first.start,
                begun,
                self.clauses.text[first.start : self.row[item.stop - 1].end],
                max(last.end, self.row[item.stop - 1].end),
                (self.row[begin].start, self.row[stop - 1].end),
                loose,
            )
        )
        self.used.add(item.first)
        return True

    def _confirmed(self, item: Found) -> bool:
        """Whether an aide only told of a contact: "his office confirmed the call with X"."""
        before = next(
            (
                token.low
                for token in reversed(self.row[max(0, item.first - 6) : item.first])
                if is_verb(self.row, self.row.index(token))
            ),
            "",
        )
        return before in {"confirmed", "announced", "described", "reported", "disclosed"}

    def _none_of_it(self, item: Found) -> bool:
        """Whether the words themselves say that there was none, or that it was for all to read: "had no letter from", "wrote an open letter to"."""
        lows = [token.low for token in self.row[item.first : item.stop] if token.mention is None]
        return bool({"no", "not", "never"} & set(lows)) or any(
            pair == ("open", "letter") for pair in itertools.pairwise(lows)
        )

    def _another(self, other: Frame, status: Status | None, item: Found, *, noun: bool) -> bool:
        """Whether a second word for a contact of the same people tells of another one: another status or a verb behind "and", and a day of its own."""
        at = self.row[item.first].start
        if status is None or at < other.at:
            return False
        if other.status is None:
            return any(
                token.low in {"though", "although", "but", "whereas"} and other.at < token.start < at
                for token in self.row
            )
        parted = [token.low for token in self.row if other.at < token.start < at]
        if status is other.status and not (";" in parted and "#" in parted[parted.index(";") :]) and (noun or word_at(self.row, skipped_back(self.row, item.first - 1)) not in {"and", "then"}):  # fmt: skip
            return False
        between = [token.low for token in self.row if other.at < token.start < at]
        behind = [token.low for token in self.row if at < token.start]
        return "#" in between and "#" in behind

    def together(
        self,
        ours: tuple[Who, ...],
        theirs: list[int] | tuple[Who, ...],
        item: Found,
        *,
        begun: str = "",
        subject: tuple[int, int] | None = None,
        noun: bool = False,
        calls: bool = False,
        aide: bool = False,
        status: Status | None = None,
    ) -> bool:
        """Keep the contacts of a subject with its objects; ``begun`` says which of them began it."""
        kept = False
        others = self.clauses.who(theirs) if isinstance(theirs, list) else theirs
        for some in pairs(self.clauses, ours, theirs, item):
            state = {"ours": ours[0].state, "theirs": others[0].state if others else None}.get(begun)
            if begun == "theirs":
                state = next((who.state for who in some if who in others), state)
            end = item.stop
            if isinstance(theirs, list):
                end = max((at + 1 for at in theirs if set(self.clauses.who([at])) & set(some)), default=item.stop)
            kept = self.keep(some, item, state, end=max(end, item.stop), subject=subject, noun=noun, calls=calls, aide=aide, status=status) or kept  # fmt: skip
        return kept

    def ours(self, at: int, theirs: tuple[Who, ...]) -> tuple[tuple[Who, ...], tuple[int, int] | None, bool]:
        """Return the subject of a word at a place: who, where, and whether an aide stands for it."""
        group, how, end = self.clauses.subject(at)
        if how == "other":
            return (), None, False
        if how == "i":
            return fitting(self.voice, theirs)[:1], (end - 1, end), False
        if how in {"he", "they"} or not group:
            if how == "they" and len(self.pair) >= 2:
                left = tuple(who for who in self.pair if who not in theirs)
                return left, (end - 1, end), False
            inside = self._earlier(at, theirs)
            if how == "he" and self.he and not states_of(self.he) & states_of(theirs):
                inside = self.he
            people = inside or self._meant(theirs) or (fitting(self._elsewhere(at), theirs)[:1] if how == "he" else ())
            if how == "he":
                self.he = people
            if how == "" and not inside and not self._left_open(at):
                return (), None, False
            return people, (end - 1, end) if end else None, False
        people = self.clauses.who(group)
        if set(people) <= set(theirs) or (theirs and states_of(people) == states_of(theirs)):
            earlier = self._earlier(group[0], theirs)
            return earlier or people, (group[0], end), how == "aide"
        return people, (group[0], end), how == "aide"

    def _meant(self, theirs: tuple[Who, ...]) -> tuple[Who, ...]:
        """Return who "he" is beside others: whom the sentence before was about; nobody, where he is of their state."""
        first = tuple(who for who in self.topic if who not in theirs)[:1]
        return fitting(first, theirs)

    def _elsewhere(self, at: int) -> tuple[Who, ...]:
        """Return who else is named in a sentence: in "He called me," X said of Y, "he" is Y."""
        return tuple(who for place in self.clauses.people for who in self.clauses.who([place]) if who not in self.voice)

    def _earlier(self, at: int, theirs: tuple[Who, ...]) -> tuple[Who, ...]:
        """Return somebody named earlier in the sentence who is of another state than the others: whom "he" may stand for."""
        found = [
            who
            for place in self.clauses.people
            if place < at and self.clauses.role[place] in {SUBJECT, OWNER, "for", "of", "to", "by", "from"}
            for who in self.clauses.who([place])
        ]
        return fitting(tuple(reversed(found)), theirs)[:1]

    def _left_open(self, at: int) -> bool:
        """Whether a word may take its subject from the text: nothing but adverbs before it, or an office."""
        words = [token.low for token in self.row[max(0, self.clauses.starts(at)) : at]]
        return all(
            word in ADVERBS | AUXILIARIES | PREPOSITIONS | {"#", ",", "-", "•", "and", "to", "the", '"', "that"}
            or not word[0].isalpha()
            for word in words
        ) or any(
            word
            in {
                "his",
                "her",
                "him",
                "himself",
                "herself",
                "minister",
                "secretary",
                "general",
                "president",
                "chief",
                "leader",
                "admiral",
                "chairman",
                "premier",
                "chancellor",
                "marshal",
            }
            for word in words
        )

    def _him(self, at: int) -> tuple[Who, ...]:
        """Return whom "him", "her", "them" right behind a place stand for: somebody spoken of before, not the subject."""
        low = word_at(self.row, at)
        if low not in OBJECTS:
            return ()
        group, how, _ = self.clauses.subject(at - 1)
        own = self.clauses.who(group)
        if how in {"he", "i"} and not own:
            own = self.voice if how == "i" else self.he or self.topic[:1]
        if low in {"me", "us"}:
            return self.voice
        if low == "them":
            return tuple(who for who in self.pair if who not in own)
        inside = tuple(
            who for place in reversed(self.clauses.people) if place < at for who in self.clauses.who([place])
        )
        if own and not fitting(inside, own):
            return self._meant(own)
        return (fitting(inside, own) if own else (*inside, *self.topic))[:1]

    def behind(self, at: int, wanted: tuple[str, ...], reach: int = 26) -> list[list[int]]:
        """Return the people behind a place who stand behind one of some prepositions, group by group, up to the next word for a contact."""
        groups: list[list[int]] = []
        limit = self.clauses.stops(at)
        if word_at(self.row, limit) == ":" and word_at(self.row, at - 1) in _LISTED:
            limit = self.clauses.stops(limit + 1)
        for place in range(at, min(limit, at + reach)):
            token = self.row[place]
            if token.mention is None:
                if groups and (token.low == "that" or (is_verb(self.row, place) and token.low not in AUXILIARIES)):
                    break
                if not groups and token.low == "that" and is_verb(self.row, place - 1):
                    break
                continue
            if any(place in group for group in groups):
                continue
            if not groups and self._other_word(at, place):
                break
            if self.clauses.role[place] in wanted and not self._aide_before(place):
                group = [one for one in self.clauses.group[place] if one >= place]
                if groups and not any(word_at(self.row, step) in {"and", ",", "then", "plus", "before"} for step in range(groups[-1][-1] + 1, place)):  # fmt: skip
                    break
                groups.append(group)
            elif groups:
                break
        return groups

    def with_others(self, at: int) -> bool:
        """Whether people whom no roster knows stand right behind the "with" of a word: "a conversation with the crew"."""
        for place in range(at, min(at + 6, self.clauses.stops(at))):
            low = self.row[place].low
            if self.row[place].mention is not None or (is_verb(self.row, place) and place > at):
                return False
            if low == "with":
                words = list(itertools.takewhile(describing, self.row[place + 1 : place + 8]))
                behind = place + 1 + len(words)
                joined = {word_at(self.row, behind), word_at(self.row, behind + 1)}
                return (
                    bool(words)
                    and words[-1].low in OTHERS
                    and not joined & {"@", "and", "of", "including", "led", "headed"}
                )
        return False

    def _other_word(self, at: int, place: int) -> bool:
        """Whether another verb for a contact stands between a word and somebody: then he is that one's."""
        return any(
            at <= item.first < place
            and item.first not in self.used
            and (
                item.name not in {"noun", "tells"}
                or (
                    at < item.first
                    and word_at(self.row, at - 1).startswith("speak")
                    and word_at(self.row, item.stop) == "with"
                )
            )
            for item in self.words
        )

    def _aide_before(self, place: int) -> bool:
        """Whether somebody is only whose aide, ship or ministry is meant: "with an aide to Sorell"."""
        if self.clauses.owner(place):
            behind = [token.low for token in self.row[place + 2 : place + 6]]
            return not any(word in {"counterpart", "opposite", "colleague"} for word in behind)
        return self.clauses.aide_before(place)

    def slot(self, item: Found) -> tuple[list[int], tuple[Who, ...]]:
        """Return the person in a phrase's place for one, and those listed with it."""
        if item.slot is None:
            return [], ()
        if self.row[item.slot].mention is None:
            return [], self._him(item.slot)
        group = [one for one in self.clauses.group[item.slot] if one >= item.slot]
        return group, self.clauses.who(group)

    def _passive(self, item: Found) -> bool:
        before = skipped_back(self.row, item.first - 1)
        return before >= 0 and self.row[before].low in {"was", "were", "is", "are", "been", "being"} and not self.row[item.first].low.endswith("ing")  # fmt: skip

    def _whom(self, item: Found) -> tuple[Who, ...]:
        """Return who "whom" stands for, where it is the object of a verb."""
        for place in range(item.first - 1, max(-1, item.first - 12), -1):
            if self.row[place].low == "whom" and word_at(self.row, place - 1) not in {"with", "to", "from", "by"}:
                head = [at for at in self.clauses.people if at < place]
                return self.clauses.who(head[-1:])
        return ()

    def _with_many(self, item: Found) -> bool:
        return any(token.low in TO_MANY for token in self.row[item.first : item.stop + 4])

    def _after_comma(self, item: Found, others: tuple[Who, ...], group: list[int]) -> tuple[Who, ...]:
        """Return the subject that stands behind: "After speaking with X on Monday, Y called Z"."""
        if not self.row[item.first].low.endswith("ing") and word_at(self.row, item.first - 1) not in {"in", "after", "during", "at", "on", "over", "the", "a", "his", "her"}:  # fmt: skip
            pass
        comma = next((at for at in range(group[-1], len(self.row)) if self.row[at].low == ","), None)
        if comma is None:
            return ()
        for at in self.clauses.people:
            if (
                at > comma
                and self.clauses.role[at] in {SUBJECT, OWNER}
                and states_of(self.clauses.who([at])) != states_of(others)
            ):
                return self.clauses.who(self.clauses.group[at])
        if any(token.low in {"he", "she"} for token in self.row[comma : comma + 4]):
            return fitting(self.topic, others)[:1]
        return ()

    def _with_whom(self, item: Found, wanted: tuple[str, ...]) -> tuple[Who, ...]:
        for place in range(item.first - 1, max(-1, item.first - 12), -1):
            if self.row[place].low == "whom" and word_at(self.row, place - 1) in wanted:
                head = [at for at in self.clauses.people if at < place]
                return self.clauses.who(head[-1:])
        return ()

    def _subject_before(self, item: Found) -> tuple[int, int] | None:
        """Return the subject of the verb that governs a noun which has its own people: "Osharin confirmed the call between"."""
        group, _, end = self.clauses.subject(item.first)
        return (group[0], end) if group else None

    def _subject_before_at(self, at: int) -> tuple[int, int] | None:
        group, _, end = self.clauses.subject(at)
        return (group[0], end) if group else None

    def _after(self, at: int, others: tuple[Who, ...]) -> tuple[Who, ...]:
        """Return who follows as a subject or object, of another state."""
        limit = self.clauses.stops(at)
        for place in self.clauses.people:
            if at < place < limit and states_of(self.clauses.who([place])) != states_of(others) and self.clauses.role[place] in {SUBJECT, "object", "to", OWNER, "by"}:  # fmt: skip
                return self.clauses.who([place])
        return ()

    def _taken(self, at: int) -> bool:
        token = self.row[at]
        return any(frame.at < token.start <= frame.end and token.mention is not None and set(token.mention.people) <= set(frame.people) for frame in self.found)  # fmt: skip

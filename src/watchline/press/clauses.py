"""A sentence as clauses: who is subject, who stands behind which preposition, who is listed with whom, where a clause ends."""

from __future__ import annotations

import itertools

from watchline.press.contact_lexicon import CALLS, TALKS
from watchline.press.grammar_words import ADVERBS, AUXILIARIES, BREAKS, DETERMINERS, PREPOSITIONS, TITLES
from watchline.press.inflect import forms
from watchline.press.lexicon import Who
from watchline.press.naming import Mention
from watchline.press.printed import Printed
from watchline.press.tokens import Token, is_verb, skipped, tokens

SUBJECT, OBJECT, OWNER = "", "object", "owner"
"""Roles of people besides the prepositions that they stand behind."""
_JOINS = frozenset(["and", "&", "or", "plus", "then", "nor", "/", "-", "–"])
_BETWEEN = DETERMINERS | TITLES | ADVERBS | {"of", "for", "#", "on", "in", "with", "to", "from", "his", "her", "well", "as", "separately", "between", "at", "along", "together", "by", "phone", "telephone"}  # fmt: skip
_APPOSED = frozenset(
    "counterpart number colleague homologue host guest neighbour neighbor friend ally rival equivalent peer minister secretary president chief ambassador visitor successor boss".split()
)
SUBORDINATE = frozenset(
    "while whereas although though because if unless when where whether that since until as after before once".split()
)
SPEECH = frozenset(
    form
    for verb in "say announce report confirm claim believe add note state disclose reveal insist understand hear think know declare recall maintain".split()
    for form in forms(verb)
)
"""Verbs behind which a clause may begin without "that"."""
_RELATIVE = frozenset(["who", "whom", "whose", "which", "that"])
AIDES = frozenset(
    "staff office offices aide aides team people secretariat secretary spokesman spokeswoman spokesperson ministry adviser advisers advisor advisors"
    " cabinet chancery secretary's side envoy envoys headquarters men government camp entourage".split()
)
"""Who asks and answers in somebody's name."""


class Clauses:
    """One sentence with its people in their places.

    Args:
        sentence: The sentence.
        mentions: Its people, places counted in the sentence.
        dates: Its dates, likewise.
    """

    def __init__(self, sentence: str, mentions: list[Mention], dates: list[Printed]) -> None:
        self.text = sentence
        self.row = tokens(sentence, mentions, dates)
        self.people = [at for at, token in enumerate(self.row) if token.mention is not None]
        self.role: dict[int, str] = {at: self._role(at) for at in self.people}
        self.group: dict[int, list[int]] = {}
        self._groups()

    # Who stands where.

    def _role(self, at: int) -> str:
        """Return what somebody is: behind which preposition, whose object, whose owner; empty: a subject."""
        row = self.row
        if self.owner(at):
            return OWNER
        place = at - 1
        for _ in range(8):
            if place < 0:
                return SUBJECT
            low = row[place].low
            if low == "#":
                place -= 1
                while place >= 0 and row[place].low in {"on", "in", "at", "late", "early", "since", "of", "by", "from", "until", "during", "for", "after", "before", "the", "mid"}:  # fmt: skip
                    place -= 1
                continue
            if low in {"before", "after", "since", "until", "as", "than", "like"} and self._acts(at):
                return SUBJECT
            if low in PREPOSITIONS or low == "to":
                if low == "of" and place and row[place - 1].low in {"minister", "ministers", "chief", "head", "secretary", "chairman", "president"}:  # fmt: skip
                    place -= 1
                    continue
                if low in {"as", "than", "like"} and place and row[place - 1].low in {"well", "together"}:
                    return "and"
                return low
            if low == "'s":
                place -= 2
                continue
            if low in {"that", "which", "what"}:
                return SUBJECT
            if low == "," and place and row[place - 1].low in _APPOSED:
                place -= 1
                continue
            if low in DETERMINERS or low in TITLES or low in {"(", '"', "e.", "h.e", "#"}:
                place -= 1
                continue
            if low in {"on", "in"} and row[place + 1].low == "#":
                place -= 1
                continue
            if is_verb(row, place):
                if low in AUXILIARIES:
                    before = row[place - 1] if place else None
                    return OBJECT if before is not None and (before.mention is not None or before.low in {"he", "she", "they", "i", "we", "who"}) else SUBJECT  # fmt: skip
                return SUBJECT if self._acts(at) or low in SPEECH else OBJECT
            if row[place].mention is None and place and row[place - 1].low in DETERMINERS and low.isalpha():
                place -= 1
                continue
            if row[place].upper and low.isalpha() and place and low not in _JOINS:
                place -= 1
                continue
            return SUBJECT
        return SUBJECT

    def _acts(self, at: int) -> bool:
        """Whether a finite verb follows somebody: "said X telephoned"; then he is its subject."""
        place = skipped(self.row, at + 1)
        while (
            place + 1 < len(self.row)
            and self.row[place].low in {"and", ","}
            and self.row[place + 1].mention is not None
        ):
            place = skipped(self.row, place + 2)
        return place < len(self.row) and is_verb(self.row, place) and not self.row[place].low.endswith("ing") and self.row[place].low not in {"be", "been"}  # fmt: skip

    def owner(self, at: int) -> bool:
        """Whether somebody is only the owner of what follows: "Sorell's office"."""
        if at + 1 >= len(self.row) or self.row[at + 1].low not in {"'s", "'"}:
            return False
        return at + 2 < len(self.row) and self.row[at + 2].low not in {
            "and",
            ",",
            ".",
            "counterpart",
            "opposite",
            "colleague",
        }

    def _groups(self) -> None:
        """Find who is listed with whom: "X, Y and Z", "X on Tuesday and Y on Wednesday"."""
        self.group = {at: [at] for at in self.people}
        for first, second in zip(self.people, self.people[1:], strict=False):
            mine = self.group[first]
            if self._again(first, second):
                self.group[second], self.role[second] = mine, self.role[first]
                continue
            joined = self._joined(first, second)
            if joined:
                mine.append(second)
                self.group[second] = mine
                if self.role[second] in {SUBJECT, OBJECT, "and"} or self.role[first] == OWNER:
                    self.role[second] = self.role[first] if self.role[second] != OWNER else OWNER
                if self.role[second] == OWNER and self.role[first] in {SUBJECT, OBJECT}:
                    for one in mine:
                        self.role[one] = OWNER
        for first in self.people:
            if self.group[first][0] == first:
                self._cut(self.group[first])

    def _again(self, first: int, second: int) -> bool:
        """Whether the second only says again who the first is: "Vershkova, her Krasovian counterpart"."""
        between = [token.low for token in self.row[first + 1 : second]]
        mention, before = self.row[second].mention, self.row[first].mention
        return between[:1] == [","] and len(between) <= 2 and mention is not None and before is not None and set(mention.people) <= set(before.people)  # fmt: skip

    def _joined(self, first: int, second: int) -> bool:
        between = self.row[first + 1 : second]
        lows = [token.low for token in between if token.low not in {"(", ")", '"'}]
        if any(token.mention is not None for token in between) or len(lows) > 14:
            return False
        if not lows:
            return False
        joins = [low for low in lows if low in _JOINS or low == ","] + (
            ["as"] if {"well", "together", "along"} & set(lows) else []
        )
        if lows == [","] and first <= 1:
            place = skipped(self.row, second + 1)
            if place < len(self.row) and (
                is_verb(self.row, place) or self.row[place].low in {"hold", "meet", "speak", "talk"}
            ):
                return True
        if not joins or ("," in joins and len(joins) == 1 and not self._list_goes_on(second)):
            return False
        return all(
            (low.isalpha() and index and lows[index - 1] in {"'s", "the", "his", "her", "its"})
            or low in _BETWEEN
            or low in _JOINS
            or low in {",", "'s"}
            or (token.upper and low.isalpha())
            or low == "'"
            for index, (token, low) in enumerate(
                (token, token.low) for token in between if token.low not in {"(", ")", '"'}
            )
        )

    def _list_goes_on(self, at: int) -> bool:
        """Whether an "and" follows with one more person: a comma before it is one of a list."""
        later = [other for other in self.people if other > at]
        if not later:
            return False
        lows = [token.low for token in self.row[at + 1 : later[0]]]
        return len(lows) <= 10 and bool(set(lows) & {"and", "&", ",", "or"}) and not any(is_verb(self.row, at + 1 + index) for index in range(len(lows)))  # fmt: skip

    def _cut(self, group: list[int]) -> None:
        """Take the last of a list away that is not governed as the first is, where it is the subject of a verb of its own."""
        while len(group) > 1 and self.role[group[0]] != SUBJECT:
            last = group[-1]
            place = skipped(self.row, last + 1)
            if place + 1 < len(self.row) and self.row[place].low == "," and is_verb(self.row, skipped(self.row, place + 1) if skipped(self.row, place + 1) < len(self.row) else place):  # fmt: skip
                place = skipped(self.row, place + 1)
            if (
                place < len(self.row)
                and is_verb(self.row, place)
                and not self._participle(place)
                and not self._parted(group)
            ):
                group.pop()
                self.group[last] = [last]
                self.role[last] = SUBJECT
                return
            return

    def _parted(self, group: list[int]) -> bool:
        head = [token.low for token in self.row[max(0, group[0] - 4) : group[0]]]
        return any(low in {"between", "among"} for low in head) or any(
            one in CALLS | TALKS and two == "of" for one, two in itertools.pairwise(head)
        )

    def _participle(self, at: int) -> bool:
        return self.row[at].low.endswith("ing")

    def who(self, group: list[int]) -> tuple[Who, ...]:
        """Return the people of some tokens."""
        return tuple(
            dict.fromkeys(
                who for at in group if (mention := self.row[at].mention) is not None for who in mention.people
            )
        )

    # Where clauses end.

    def stops(self, at: int) -> int:
        """Return where the clause around a place ends: a semicolon, "but", or a comma with a new subject and its verb."""
        for place in range(at, len(self.row)):
            token = self.row[place]
            if token.low in BREAKS or token.low in {"but", "while", "whereas", "although", "though", "because", "yet"}:
                return place
            if token.low == "-" and self.row[place - 1].end < token.start:
                return place
            if token.low in {"and", "as"} and self._new_subject(place + 1) and place > at:
                return place
        return len(self.row)

    def starts(self, at: int) -> int:
        """Return where the clause around a place begins."""
        for place in range(at - 1, -1, -1):
            token = self.row[place]
            if token.low in BREAKS or token.low in {"but", "while", "whereas", "although", "though", "because"}:
                return place + 1
            if token.low == "and" and self._new_subject(place + 1):
                return place + 1
        return 0

    def _new_subject(self, at: int) -> bool:
        place = skipped(self.row, at)
        while place < len(self.row) and (self.row[place].low in DETERMINERS or self.row[place].low in TITLES):
            place += 1
        if place >= len(self.row):
            return False
        token = self.row[place]
        if token.mention is not None and self.group[place][0] < at:
            return False
        if token.mention is None and token.low not in {"he", "she", "they", "it", "we"}:
            return (
                place + 1 < len(self.row)
                and place > at
                and self.row[place + 1].low in AUXILIARIES - {"being", "having"}
            )
        behind = skipped(self.row, place + 1)
        return behind < len(self.row) and is_verb(self.row, behind)

    def subject(self, at: int, *, deep: bool = True) -> tuple[list[int], str, int]:
        """Return the subject of a verb: its people, what else stands for it (a pronoun, ``aide``, nothing), and where it ends.

        The nearest people before it who are neither behind a preposition nor an object, outside of clauses in commas; what a
        relative clause tells is told of whom it stands behind.
        """
        row = self.row
        place = at - 1
        depth = 0
        while place >= 0:
            token = row[place]
            low = token.low
            if low == ")":
                depth += 1
            elif low == "(":
                depth = max(0, depth - 1)
            if depth:
                place -= 1
                continue
            if token.mention is not None and token.quoted == row[at].quoted:
                role = self.role[place]
                if role == OWNER:
                    behind = next((row[step].low for step in range(place + 2, min(place + 6, at)) if row[step].low in AIDES), None)  # fmt: skip
                    if behind:
                        return self.group[place], "aide", place + 1
                elif role == SUBJECT:
                    if not self._relative_closed(place, at):
                        group = self.group[place]
                        return group, "", group[-1] + 1
                elif role in {"for", "of", "from", "to", "in"} and self.aide_before(place):
                    return self.group[place], "aide", place + 1
            elif low in {"he", "she"} and token.quoted == row[at].quoted:
                return [], "he", place + 1
            elif low in {"i", "we"}:
                return [], "i", place + 1
            elif low == "they":
                return [], "they", place + 1
            elif low in {"who", "whom"}:
                head = next((other for other in reversed(self.people) if other < place), None)
                between = row[(head or 0) + 1 : place]
                if (
                    low == "who"
                    and (
                        head is None
                        or place - head > 4
                        or any(one.low.isalpha() and one.low not in {"and", "the"} for one in between)
                    )
                    and row[place - 1].low.isalpha()
                ):
                    return [], "other", place + 1
                if head is not None and place - head <= 4:
                    return (
                        self.group[head] if row[place - 1].low != "," or len(self.group[head]) == 1 else [head],
                        "",
                        place + 1,
                    )
            elif low in BREAKS and place < at - 1 and not deep:
                return [], "", place + 1
            place -= 1
        return [], "", 0

    def aide_before(self, person: int) -> bool:
        """Whether an aide stands right before somebody's preposition: "a spokesman for Sorell"."""
        role = self.role[person]
        if role not in {"of", "for", "to", "from"}:
            return False
        place = person - 1
        while place > 0 and self.row[place].low != role:
            place -= 1
        return place > 0 and self.row[place - 1].low in AIDES

    def _relative_closed(self, person: int, at: int) -> bool:
        """Whether somebody stands in a clause in commas that ends before a place: "X, whom Y appointed, spoke"."""
        row = self.row
        begin = next(
            (
                place
                for place in range(person - 1, -1, -1)
                if row[place].low in {"whom", "which", "whose", "where", "when", "who"} or row[place].low in BREAKS
            ),
            None,
        )
        if begin is None or row[begin].low in BREAKS or begin == 0 or row[begin - 1].low != ",":
            return False
        return any(row[place].low == "," for place in range(person + 1, at))

    def describes_subject(self, first: int, stop: int) -> bool:
        """Whether nothing but words of a verb group stands between two places."""
        return all(
            token.low in AUXILIARIES or token.low in ADVERBS or token.low == "to" for token in self.row[first:stop]
        )


def word_at(row: list[Token], at: int) -> str:
    """Return the word at a place, or nothing."""
    return row[at].low if 0 <= at < len(row) else ""

"""Who is said to have spoken with whom: every word for a contact in a sentence is asked for its people.

One sentence in, frames out: a frame is a set of people of two states at least, what became of the contact, and who began it,
at one place. The grammar is that of the word: whoever one speaks *with*, calls, takes a call *from*, is called *by*, or a call
*between* whom. Nothing here knows other sentences; what "the two" and "his counterpart" mean comes in with the mentions.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from watchline.press.arguments import (
    calls_somebody,
    governor,
    group_after,
    group_before,
    he,
    object_of,
    pairs,
    passive,
    states_of,
    subject_behind,
)
from watchline.press.asking import asker
from watchline.press.claim import Status
from watchline.press.contact_shapes import (
    AND_ON,
    ENDS,
    NOT_CALLS,
    OWNS,
    PERSONAL,
    SPOKEN_OF,
    STANDS_IN,
    TALK_TO,
    TO_MANY,
    Word,
    words_of,
)
from watchline.press.contact_words import (
    BY_CALL,
    GIVEN,
    LIGHT,
    NOUN,
    WRITTEN_NOUN,
)
from watchline.press.lexicon import Who
from watchline.press.naming import Mention
from watchline.press.outcome import NO_FACT, family, seeks, status_of

__all__ = ["Frame", "frames"]


class Frame(NamedTuple):
    """A contact as one sentence tells it.

    Attributes:
        people: Who; of two states at least.
        status: What became of it; None: nothing is told (denied, or only imagined).
        at: Place of the words that tell it, in the sentence.
        initiative: State that began it, if the verb says so.
        words: The verb or noun.
        end: Where the last of its people stands.
    """

    people: tuple[Who, ...]
    status: Status | None
    at: int
    initiative: str | None
    words: str
    end: int


class _Sentence:
    """One sentence while its words are asked for their people."""

    def __init__(self, sentence: str, mentions: list[Mention], topic: tuple[Who, ...]) -> None:
        self.text, self.topic = sentence, topic
        self.mentions = [
            item
            for item in mentions
            if not re.match(r"'s (?:\w+ ){0,2}(?:counterpart|opposite number)", sentence[item.end :])
        ]
        self.people = [item for item in self.mentions if item.how != "pronoun" or item.group]
        self.words = words_of(sentence) if self.people else []
        self.verbs = [word for word in self.words if word.kind in {"with", "direct", "by", "takes", "sends"}]
        self.found: list[Frame] = []
        self.subjects: dict[int, list[Mention]] = {}
        """Whose object a mention was: the subject of a verb that follows it without one."""
        self.done: list[tuple[int, int]] = []

    def add(self, people: tuple[Who, ...], word: Word, begun: str | None, end: int) -> bool:
        """Keep a contact of these people; whether they are of two states."""
        unique = tuple(dict.fromkeys(people))
        if len(unique) < 2 or len(states_of(unique)) < 2 or None in states_of(unique):
            return False
        if any(set(unique) <= set(other.people) and abs(other.at - word.start) < 80 for other in self.found):
            return True
        status = status_of(self.text, word.start, max(end, word.end))
        self.found.append(Frame(unique, status, word.start, begun, word.text, end))
        return True

    def pair_up(
        self, ours: list[Mention], theirs: list[Mention], word: Word, *, begun: str = "", at: int | None = None
    ) -> bool:
        """Keep the contacts of a subject with its objects; ``begun`` says which of them began it."""
        kept = False
        for some in pairs(ours, theirs, self.text, word.start if at is None else at):
            who = {"ours": some[0].state, "theirs": theirs[0].people[0].state if theirs else None}.get(begun)
            end = max((item.end for item in theirs if set(item.people) & set(some)), default=word.end)
            kept = self.add(some, word, who, end) or kept
        if kept:
            for item in theirs:
                self.subjects.setdefault(item.start, ours)
            self.done.append((word.start, max([word.end, *(item.start for item in theirs)])))
        return kept

    def subject(self, at: int, other: list[Mention], *, noun: bool = False) -> list[Mention]:
        """Return the subject of a word: whoever is listed before it, else of whom the text speaks.

        A verb has a subject of its own, and only a pronoun or an office leaves it to the text; of a noun anybody may be one.
        """
        before = group_before(self.text, self.mentions, at)
        before = [item for item in before if item not in other]
        if before and before[-1].start in self.subjects:
            between = self.text[before[-1].end : at]
            if not re.match(r",? (?:who|whose|which)\b", between) and not re.search(r"\b(?:he|she|they)\b", between):
                shared = [item for item in self.subjects[before[-1].start] if item not in other]
                before = shared or before
        if before and other and states_of(_all(before)) == states_of(_all(other)):
            earlier = [item for item in self.people if item.end <= before[0].start]
            fitting = [item for item in earlier if states_of(item.people) != states_of(_all(other))]
            before = fitting[-1:] or before
        if (
            before
            and not noun
            and (
                STANDS_IN.search(self.text[: before[-1].start])
                or re.match(r"'s? (?!counterpart)[\w-]+(?: [\w-]+)? $", self.text[before[-1].end : at])
            )
        ):
            return []
        if noun and not before and other:
            behind = [item for item in self.people if 0 <= item.start - other[-1].end <= 60]
            before = [item for item in behind if states_of(item.people) != states_of(_all(other))][:1]
        spoken_of = (
            noun or SPOKEN_OF.search(self.text[max(0, at - 90) : at]) or not re.search(r"[a-z]{3}", self.text[:at])
        )
        return before or (he(self.topic, other[0]) if other and spoken_of else [])

    def limit(self, word: Word) -> int:
        """Return where the clause of a word ends."""
        if re.match(r"\W*$", self.text[: word.start]) and word.text.endswith("ing") and "," in self.text[word.end :]:
            return self.text.index(",", word.end)
        stop = re.search(r"[;:]\s|,? (?:but|while|although|whereas|because)\s", self.text[word.end :])
        return word.end + stop.start() if stop else len(self.text)

    def behind(self, word: Word, prepositions: tuple[str, ...]) -> list[list[Mention]]:
        """Return the people behind a word after one of some prepositions, group by group."""
        groups: list[list[Mention]] = []
        limit, seen = self.limit(word), word.end
        for item in self.people:
            if item.start < seen or item.end > limit or item.start - word.end > 150:
                continue
            if groups and (
                not re.search(r"\b(?:and|then|before|plus)\b|,", self.text[seen : item.start])
                or any(seen <= other.start < item.start for other in self.verbs)
            ):
                break
            if OWNS.match(self.text[item.end :]) or STANDS_IN.search(self.text[: item.start]):
                continue
            if governor(self.text[word.end if not groups else seen : item.start]) in prepositions:
                group = group_after(self.text, self.people, item.start)
                groups.append(group)
                seen = group[-1].end
        return groups

    # One method for each shape.

    def takes(self, word: Word) -> bool:
        """Read "took a call from X"."""
        groups = self.behind(word, ("from",))
        return bool(groups) and self.pair_up(self.subject(word.start, groups[0]), groups[0], word, begun="theirs")

    def by(self, word: Word) -> bool:
        """Read "was telephoned by X"."""
        groups = self.behind(word, ("by",)) or self.himself(word, r" by (?:him|her)\b")
        begun = "" if re.search(r"(?i)(?:received|hosted|welcomed|greeted|met|seen)$", word.text) else "theirs"
        return bool(groups) and self.pair_up(self.subject(word.start, groups[0]), groups[0], word, begun=begun)

    def sends(self, word: Word) -> bool:
        """Read "placed a call to X", "handed a letter to X"."""
        groups = self.behind(word, ("to", "for") if word.text.lower().startswith(("le", "made")) else ("to",))
        return bool(groups) and self.pair_up(self.subject(word.start, groups[0]), groups[0], word, begun="ours")

    def gives(self, word: Word) -> bool:
        """Read "gave X a ring", "sent X a letter"."""
        theirs = object_of(self.text, self.people, word.end)
        if not theirs or not GIVEN.match(self.text[theirs[-1].end :]):
            return False
        return self.pair_up(self.subject(word.start, theirs), theirs, word, begun="ours")

    def asks(self, word: Word) -> bool:
        """Read "reached out to X", "has been asking for a conversation with X"."""
        theirs = group_after(self.text, self.people, word.end, reach=70)
        if not theirs or theirs[0].end > self.limit(word):
            return False
        return self.pair_up(self.subject(word.start, theirs, noun=True), theirs, word, begun="ours")

    def direct(self, word: Word) -> bool:
        """Read "telephoned X", "X, whom Y telephoned"."""
        head = self.text[: word.start]
        if passive(head) or NOT_CALLS.match(self.text[word.start :]):
            return False
        theirs = object_of(self.text, self.people, word.end)
        if theirs and calls_somebody(self.text, theirs, word.text.lower()):
            ours, begun = self.subject(word.start, theirs), "" if PERSONAL.match(word.text) else "ours"
            kept = self.pair_up(ours, theirs, word, begun=begun)
            more = [item for item in self.people if item.start >= theirs[-1].end][:1]
            if kept and more and AND_ON.fullmatch(self.text[theirs[-1].end : more[0].start]):
                self.pair_up(ours, more, word, begun=begun)
            return kept
        if not theirs:
            for group in self.himself(word, rf" (?:him|her)\b(?={ENDS})"):
                ours = self.subject(word.start, group)
                return self.pair_up(ours, group, word, begun="" if PERSONAL.match(word.text) else "ours")
        whom = re.search(r",? whom (?P<who>[^,;]{0,60})$", head)
        if whom:
            theirs = [item for item in self.people if item.end <= whom.start() + 1][-1:]
            ours = [item for item in self.people if whom.start() < item.start] or (
                he(self.topic, theirs[0]) if theirs else []
            )
            return bool(theirs) and self.pair_up(ours, theirs, word, begun="" if PERSONAL.match(word.text) else "ours")
        return False

    def with_(self, word: Word) -> bool:
        """Read "spoke with X", "X and Y spoke", "with whom Y spoke"."""
        names = ("with", "to") if TALK_TO.match(word.text) else ("with",)
        groups = self.behind(word, names) or self.himself(word, r" (?:with|to) (?:him|her)\b")
        kept = False
        for group in groups:
            ours = self.inside(word, group) or self.subject(word.start, group)
            if not [item for item in self.people if item.end <= word.start]:
                ours = subject_behind(self.text, self.people, group, word.text) or ours
            kept = self.pair_up(ours, group, word) or kept
        whom = re.search(r",? (?:with|to) whom (?P<who>[^,;]{0,60})$", self.text[: word.start])
        if whom and not kept:
            theirs = [item for item in self.people if item.end <= whom.start() + 1][-1:]
            ours = [item for item in self.people if whom.start() < item.start]
            return bool(theirs) and self.pair_up(ours or he(self.topic, theirs[0]), theirs, word)
        return kept or self.each_other(word)

    def himself(self, word: Word, pattern: str) -> list[list[Mention]]:
        """Return whom "by her" and "with him" stand for, right behind a word: of whom the text speaks."""
        before = group_before(self.text, self.people, word.start)
        if re.search(r"(?i)\b(?:it|which|that|letter|call|note|message|news) $", self.text[: word.start]):
            return []
        if not before or not re.match(pattern, self.text[word.end :]):
            return []
        who = he(self.topic, before[-1])
        return [[item._replace(start=word.end, end=word.end) for item in who]] if who else []

    def inside(self, word: Word, group: list[Mention]) -> list[Mention]:
        """Return the first side of "the call of X with Y", "a call by X to Y"."""
        return [
            item
            for item in self.people
            if word.end <= item.start < group[0].start
            and governor(self.text[word.end : item.start]) in {"of", "by", "between", "from"}
        ]

    def each_other(self, word: Word) -> bool:
        """Read "X and Y spoke", "the two held talks"."""
        group = group_before(self.text, self.people, word.start)
        if not group or len(states_of(_all(group))) < 2 or STANDS_IN.search(self.text[: group[0].start]):
            return False
        if passive(self.text[: word.start]) and not re.match(r"(?i)on|off|in|closeted", word.text):
            return False
        between = self.text[group[-1].end : word.start]
        if TO_MANY.match(self.text[word.end :]) and re.match(r"(?i)sp[eo]|talk", word.text):
            return False
        if len(between) > 75 or re.search(r"(?i)\b(?:said|says|told|that|who|which|whom)\b|;", between):
            return False
        if word.kind == "noun" and not LIGHT.search(between):
            return False
        return self.pair_up(group[:1], group[1:], word) or self.add(_all(group), word, None, group[-1].end)

    def noun(self, word: Word) -> bool:
        """Read "a call between X and Y", "X's call with Y", "a letter from X to Y", "with X no talks are planned"."""
        for group in self.behind(word, ("between", "among", "of"))[:1]:
            if len(states_of(_all(group))) > 1:
                done = self.add(_all(group), word, None, group[-1].end)
                self.done.append((word.start, group[-1].start))
                return done
        if word.text.lower() == "line":
            return False
        names = ("with", "to") if TALK_TO.match(word.text) else ("with",)
        names = ("to",) if re.match(r"(?i)offer|approach|overture", word.text) else names
        kept = False
        for group in self.behind(word, names):
            ours = self.inside(word, group) or self.subject(word.start, group, noun=True)
            to = governor(self.text[word.end : group[0].start]) == "to"
            kept = self.pair_up(ours, group, word, begun="ours" if to else "") or kept
        if kept:
            return True
        for group in self.behind(word, ("from", "by"))[:1]:
            if "," in self.text[word.end : group[0].start] or group[0].start - word.end > 40:
                break
            other = (
                group_before(self.text, self.people, word.start)
                or [
                    item
                    for item in self.people
                    if item.start >= group[-1].end and states_of(item.people) != states_of(_all(group))
                ][:1]
            )
            return self.pair_up(other or he(self.topic, group[0]), group, word, begun="theirs")
        owner = [
            item
            for item in self.people
            if re.match(r"'s? (?:(?!to\b|of\b|for\b|that\b|and\b)[\w-]+ ){0,3}$", self.text[item.end : word.start])
        ]
        if owner and not re.match(r"(?i)offer|approach|overture|word|line", word.text):
            before = [
                item
                for item in self.people
                if item.end <= owner[-1].start
                and word.start - item.end < 70
                and states_of(item.people) != states_of(owner[-1].people)
            ]
            if before:
                return self.pair_up(before[-1:], owner[-1:], word, begun="theirs")
        ahead = [
            item
            for item in self.people
            if item.end <= word.start and re.search(r"(?i)\bwith (?:[\w.-]+ ){0,2}$", self.text[: item.start])
        ]
        if ahead and not any(item.start in self.subjects for item in ahead):
            between = [item for item in self.people if ahead[-1].end <= item.start and item.end <= word.start]
            ours = (
                between
                or [
                    item
                    for item in self.people
                    if item.start >= word.end and states_of(item.people) != states_of(ahead[-1].people)
                ][:1]
            )
            return self.pair_up(ours or he(self.topic, ahead[-1]), ahead[-1:], word)
        relative = group_after(self.text, self.people, word.end, reach=70)
        if (
            relative
            and len(states_of(_all(relative))) > 1
            and re.search(r"\b(?:in|at|to|during|on) which (?:the |both )*$", self.text[word.end : relative[0].start])
        ):
            return self.add(_all(relative), word, None, relative[-1].end)
        if (
            relative
            and len(states_of(_all(relative))) > 1
            and re.fullmatch(r",? (?:that |which )?(?:the |both )*", self.text[word.end : relative[0].start])
        ):
            return self.add(_all(relative), word, None, relative[-1].end)
        return bool(NOUN.fullmatch(word.text)) and self.each_other(word)

    def by_call(self) -> None:
        """Read "X assured Y by telephone that": two people, and a call in which one told the other something."""
        word = BY_CALL.search(self.text)
        single = [item for item in self.people if not item.group and not STANDS_IN.search(self.text[: item.start])]
        everybody = tuple(dict.fromkeys(_all(single)))
        if (
            word
            and not re.match(r" (?:with|to|from|by|between)\b", self.text[word.end() :])
            and "open letter" not in self.text.lower()
            and 2 <= len(everybody) <= 3
            and len(states_of(everybody)) == len(everybody)
            and not any(set(everybody) & set(frame.people) for frame in self.found)
        ):
            self.pair_up(single[:1], single[1:], Word(min(single[0].start, word.start()), word.end(), "by_call", word["verb"]))  # fmt: skip

    def loosely(self) -> None:
        """Read two people and a word for a contact, where no shape joins them; only what the whole sentence allows."""
        if self.found:
            return
        text = self.text
        single = [item for item in self.people if not item.group and not STANDS_IN.search(text[: item.start])]
        everybody = tuple(dict.fromkeys(_all(single)))
        several = next((item for item in self.mentions if item.group and len(states_of(item.people)) > 1), None)
        if not everybody and several is not None:
            status = status_of(text, several.start, several.end)
            if status in {Status.AVOIDED, Status.CANCELLED} or (status is Status.NOT_SCHEDULED and NOUN.search(text)):
                self.add(several.people, Word(several.start, several.end, "", ""), several.people[0].key, several.end)
        if len(everybody) != 2 or len(states_of(everybody)) != 2:
            return
        last = max(item.end for item in self.people)
        at = (
            NOUN.search(text)
            or re.search(rf"(?i)\b(?:{WRITTEN_NOUN}|speak|talk|meet)\b", text)
            or seeks(text)
            or family(text, Status.AVOIDED)
        )
        if at is not None and len(group_after(text, self.people, 0, reach=len(text))) < 2:
            status = status_of(text, min(at.start(), last), max(at.end(), last))
            if status not in {None, Status.HELD, Status.SCHEDULED}:
                self.found.append(Frame(everybody, status, at.start(), asker(text, self.mentions), at[0], last))


def frames(sentence: str, mentions: list[Mention], topic: tuple[Who, ...]) -> list[Frame]:
    """Return every contact that a sentence tells.

    Args:
        sentence: The sentence.
        mentions: Its people; places counted in the sentence.
        topic: Who "he" and "she" is: the people of the sentence before, the subject first.
    """
    here = _Sentence(sentence, mentions, topic)
    if not here.people or NO_FACT.search(sentence):
        return []
    shapes = {"takes": here.takes, "by": here.by, "sends": here.sends, "noun": here.noun, "with": here.with_, "direct": here.direct, "asks": here.asks, "gives": here.gives}  # fmt: skip
    for word in here.words:
        if not any(start < word.end and word.start < max(stop, start + 1) for start, stop in here.done):
            shapes[word.kind](word)
    here.by_call()
    here.loosely()
    return sorted(here.found, key=lambda frame: frame.at)


def _all(some: list[Mention]) -> tuple[Who, ...]:
    """Return everybody of some mentions."""
    return tuple(who for item in some for who in item.people)

"""Who is said to have spoken with whom: every word for a contact in a sentence is asked for its people.

One sentence in, frames out: a frame is a set of people of two states at least, what became of the contact, and who began it,
at one place. The grammar is that of the word: whoever one speaks *with*, calls, takes a call *from*, is called *by*, or a call
*between* whom. Nothing here knows other sentences; what "the two" and "his counterpart" mean comes in with the mentions.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from watchline.press.claim import REQUESTS, Status
from watchline.press.clauses import AIDES, OWNER, SUBJECT, Clauses, word_at
from watchline.press.contact_lexicon import (
    APPROACH_NOUNS,
    CALLS,
    CONTACTS,
    HOLDS,
    LETTERS,
    MANNER,
    TALKS,
    TO_NOUNS,
)
from watchline.press.inflect import forms
from watchline.press.lexicon import Who
from watchline.press.naming import Mention
from watchline.press.outcome import NO_FACT, Outcomes
from watchline.press.pairing import JOINT, fitting, pairs, states_of
from watchline.press.printed import Printed, printed_dates
from watchline.press.tokens import (
    person_at,
    ADVERBS,
    AUXILIARIES,
    BREAKS,
    NOUN_OR_VERB,
    PREPOSITIONS,
    Found,
    find,
    is_noun,
    is_verb,
    skipped,
)

__all__ = ["Frame", "frames"]

_HOLDING = frozenset(form for verb in HOLDS for form in forms(verb))
_NOUNS = CALLS | TALKS | LETTERS | APPROACH_NOUNS
_WITH_TO = ("with", "to")
_PARTNERS = {"with_to": _WITH_TO, "with": ("with",), "with_only": ("with",)}
_NO_LETTER = frozenset(["open", "threatening", "anonymous", "chain", "love", "cover", "news", "capital", "french", "red"])
_NO_CALL = frozenset(["roll", "curtain", "wake-up", "close", "distress", "judgement", "judgment", "bird", "trunk", "clarion", "battle", "prank", "hoax"])
_TO_MANY = frozenset(
    "reporters journalists students parliament press nation delegates cadets troops crowd cameras media lawmakers deputies senators newspaper newspapers radio television conference"
    " assembly ceremony rally audience editors listeners viewers supporters voters soldiers sailors officers committee correspondents newsmen public".split()
)
_SPEAKS = frozenset("speak talk meet call reach contact phone telephone word connected touch line converse confer see ring".split()) | CALLS | TALKS
_BIDS = APPROACH_NOUNS - {"invitation", "invitations", "approach", "approaches", "overture", "overtures", "feeler", "feelers"}
"""Nouns for asking anything: of a contact only where a word for one stands near."""
_OBJECTS = {"him", "her", "them", "me", "us"}


class Frame(NamedTuple):
    """A contact as one sentence tells it.

    Attributes:
        people: Who; of two states at least.
        status: What became of it; None: nothing is told (denied, or only imagined).
        at: Place of the words that tell it, in the sentence.
        initiative: State that began it, if the verb says so.
        words: The verb or noun.
        end: Where the last of its people stands.
        clause: First and last code point of its clause.
        loose: No grammar joins its people; they only stand in one clause with a word for a contact.
    """

    people: tuple[Who, ...]
    status: Status | None
    at: int
    initiative: str | None
    words: str
    end: int
    clause: tuple[int, int] = (0, 0)
    loose: bool = False


class _Sentence:
    """One sentence while its words are asked for their people."""

    def __init__(
        self, clauses: Clauses, topic: tuple[Who, ...], pair: tuple[Who, ...], voice: tuple[Who, ...] = ()
    ) -> None:
        self.clauses, self.topic, self.pair, self.voice = clauses, topic, pair, voice
        self.row = clauses.row
        self.outcomes = Outcomes(clauses)
        self.manner = find(self.row, MANNER)
        self.found: list[Frame] = []
        self.used: set[int] = set()
        self.he: tuple[Who, ...] = ()
        self.words = self._words()

    def _words(self) -> list[Found]:
        """Return the words for a contact: the longest phrase of each place, then nouns that no phrase took."""
        phrases = [item for item in find(self.row, CONTACTS) if self._verb(item)]
        phrases.sort(key=lambda item: (item.name == "tells", -(item.stop - item.first), item.first))
        kept: list[Found] = []
        for item in phrases:
            if not any(item.first < other.stop and other.first < item.stop for other in kept):
                kept.append(item)
            elif all(item.slot is not None and item.first >= other.slot for other in kept if other.slot is not None and item.first < other.stop and other.first < item.stop):  # fmt: skip
                kept.append(item)
        manner = {place for item in self.manner for place in range(item.first, item.stop)}
        for at, token in enumerate(self.row):
            pictured = token.low in {"conference", "conferences", "link", "meeting"} and word_at(self.row, at - 1) in {"video", "telephone", "phone", "conference", "videoconference", "virtual", "online"}  # fmt: skip
            if (token.low not in _NOUNS and not pictured) or any(item.first <= at < item.stop for item in kept):
                continue
            if at in manner and self._bare_manner(at):
                continue
            if token.low in NOUN_OR_VERB and not is_noun(self.row, at):
                continue
            before = word_at(self.row, at - 1)
            if (token.low in LETTERS and before in _NO_LETTER) or (token.low in CALLS and before in _NO_CALL):
                continue
            if word_at(self.row, at - 1) == "-" and at > 1 and self.row[at - 2].mention is None:
                pass
            kept.append(Found(at, at + 1, "noun", None))
        return sorted(kept)

    def _bare_manner(self, at: int) -> bool:
        """Whether "in a call" only says how: no person of its own stands behind it."""
        behind = word_at(self.row, skipped(self.row, at + 1))
        if behind == "to" and person_at(self.row, skipped(self.row, at + 1) + 1) is None:
            behind = ""
        return behind not in {"with", "between", "to", "from", "among"} and not any(
            word_at(self.row, step) in {"with", "between"} for step in range(at + 1, min(at + 7, len(self.row)))
        )

    def _verb(self, item: Found) -> bool:
        """Whether the first word of a phrase is a verb here, and means a contact."""
        row = self.row
        low = row[item.first].low
        before = word_at(row, item.first - 1)
        if low in NOUN_OR_VERB and item.name not in {"with_to", "with"} and is_noun(row, item.first):
            return False
        if low in NOUN_OR_VERB and item.name in {"with_to", "with"} and item.stop == item.first + 1 and is_noun(row, item.first):
            return False
        if before in {"so-called", "-"} and item.stop == item.first + 1:
            return False
        behind = word_at(row, item.stop)
        if item.slot is not None and item.slot == item.stop - 1 and item.name != "tells":
            slot = row[item.slot]
            if behind in {"'s", "'"} and word_at(row, item.stop + 1) not in {"counterpart", "and", "opposite", ","}:
                return False
            if slot.mention is not None and item.stop == item.first + 2 and self.clauses.role[item.slot] in {"about", "of"}:
                return False
            if low.startswith("call") and word_at(row, item.first + 1) == "on":
                return behind in {"at", "in", ".", "", ",", "#", "on", "again", "and", "this", "late", "to pay"}
            if low.startswith("call") and item.stop - item.first <= 5 and item.name == "calls":
                return self._rung(item.stop)
            if low in {"see", "saw", "seen", "sees", "seeing"}:
                return behind != "as" and before not in {"could", "cannot", "can", "#"}
            if low.startswith("join"):
                return behind not in {"in"} or word_at(row, item.stop + 1)[-3:] != "ing"
            if low.startswith(("find", "found", "welcom", "greet")):
                return behind not in {"as", "guilty"}
        if item.name == "with" and low.startswith("consult") and behind in {"the", "its"}:
            return any(self.clauses.role[at] == "with" for at in self.clauses.people)
        return True

    def _rung(self, at: int) -> bool:
        """Whether "called X" is a telephone call: not "called X a liar"."""
        if at >= len(self.row):
            return True
        token = self.row[at]
        low = token.low
        if token.quoted or low == '"':
            return False
        return (
            low in PREPOSITIONS | ADVERBS | {",", ".", "and", "#", "to", "or", "but", ";", ")", "who", "-", "–", "—", "after", "(", "then", "that", "early", "late", "this"}
            and low not in {"out", "as", "into"}
        ) or (low.endswith("ing") and low != "nothing")

    # What becomes of people and word.

    def keep(  # noqa: PLR0913
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
        first = self.row[item.first]
        found = status or self.outcomes.status(item.first, item.stop, subject, end, noun=noun, calls=calls)
        for other in self.found:
            if set(unique) <= set(other.people) and abs(other.at - first.start) < 90 and not self._another(other, found, first.start):
                return True
        if found is Status.HELD and noun and word_at(self.row, item.first) in APPROACH_NOUNS:
            found = Status.SOUGHT
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

    def _another(self, other: Frame, status: Status | None, at: int) -> bool:
        """Whether a second word for a contact of the same people tells of another one: another status, and a day of its own."""
        if status is None or status is other.status or other.status is None or at < other.at:
            return False
        between = [token.low for token in self.row if other.at < token.start < at]
        behind = [token.low for token in self.row if at < token.start]
        return "#" in between and "#" in behind

    def together(  # noqa: PLR0913
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
            return fitting(self.voice or self.topic, theirs)[:1], (end - 1, end), False
        if how in {"he", "they"} or not group:
            if how == "they" and len(self.pair) >= 2:
                left = tuple(who for who in self.pair if who not in theirs)
                return left, (end - 1, end), False
            inside = self._earlier(at, theirs)
            if how == "he" and self.he and not states_of(self.he) & states_of(theirs):
                inside = self.he
            people = inside or fitting(self.topic, theirs)[:1] or (fitting(self._elsewhere(at), theirs)[:1] if how == "he" else ())
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
        return all(word in ADVERBS | AUXILIARIES | PREPOSITIONS | {"#", ",", "-", "•", "and", "to", "the", '"', "that"} or not word[0].isalpha() for word in words) or any(  # fmt: skip
            word in {"his", "her", "him", "himself", "herself", "minister", "secretary", "general", "president", "chief", "leader", "admiral", "chairman", "premier", "chancellor", "marshal"} for word in words  # fmt: skip
        )

    def _him(self, at: int) -> tuple[Who, ...]:
        """Return whom "him", "her", "them" right behind a place stand for: somebody spoken of before, not the subject."""
        low = word_at(self.row, at)
        if low not in _OBJECTS:
            return ()
        group, how, _ = self.clauses.subject(at - 1)
        own = self.clauses.who(group)
        if how in {"he", "i"} and not own:
            own = self.voice if how == "i" else self.he or self.topic[:1]
        if low in {"me", "us"}:
            return self.voice
        if low == "them":
            return tuple(who for who in self.pair if who not in own)
        inside = tuple(who for place in reversed(self.clauses.people) if place < at for who in self.clauses.who([place]))
        found = fitting((*inside, *self.topic), own) if own else (*inside, *self.topic)
        return found[:1]

    # One method for each way of taking a partner.

    def behind(self, at: int, wanted: tuple[str, ...], reach: int = 26) -> list[list[int]]:
        """Return the people behind a place who stand behind one of some prepositions, group by group, up to the next word for a contact."""
        groups: list[list[int]] = []
        limit = self.clauses.stops(at)
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

    def _other_word(self, at: int, place: int) -> bool:
        """Whether another verb for a contact stands between a word and somebody: then he is that one's."""
        return any(
            at <= item.first < place and item.name not in {"noun", "tells"} and item.first not in self.used
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

    def read(self, item: Found) -> bool:
        """Ask one word for its people."""
        match item.name:
            case "with_to" | "with" | "with_only":
                return self.with_(item)
            case "calls" | "sees" | "approaches" | "rebuffs" | "ignores" | "avoids" | "takes":
                return self.direct(item)
            case "gathers":
                return self.gathers(item)
            case "by_caller" | "by_host":
                return self.by(item)
            case "told_by":
                return self._means(item) and self.by(item)
            case "expects":
                return self.expects(item)
            case "tells":
                return self.tells(item)
            case _:
                return self.noun(item)

    def direct(self, item: Found) -> bool:
        """Read "telephoned X", "took a call from X", "avoided X"."""
        group, others = self.slot(item)
        if not others:
            return False
        if group and self._aide_before(group[0]) and not (group[0] + 1 < item.stop and word_at(self.row, group[0] + 1) == "'s"):
            return False
        if len(states_of(others)) > 1 and item.slot is not None and (self.row[item.slot].mention or _NOBODY).how == "pronoun":
            return self.keep(others, item, None, end=item.stop, subject=self._subject_before(item), status=Status.AVOIDED if item.name == "avoids" else None)
        if self.row[item.first].low.startswith("repl") and "open letter" in self.clauses.text.lower():
            return False
        passive = self._passive(item)
        if passive:
            return False
        ours, subject, aide = self.ours(item.first, others)
        if self.row[item.first].low.endswith("ing") and group and (subject is None or not ours or states_of(ours) == states_of(others)):
            ours, subject = self._after_comma(item, others, group) or ours, None
        whom = self._whom(item)
        if whom:
            ours, others, group = others, whom, []
        status = None
        begun = {"calls": "ours", "approaches": "ours", "takes": "theirs", "rebuffs": "theirs", "ignores": "ours", "avoids": ""}.get(item.name, "")
        if item.name in {"approaches", "rebuffs", "ignores", "avoids"}:
            base = {"approaches": Status.SOUGHT, "rebuffs": Status.DECLINED, "ignores": Status.UNANSWERED, "avoids": Status.AVOIDED}[item.name]
            status = self._of_approach(item, base, subject, group[-1] + 1 if group else item.stop)
            if status is None:
                return False
        if item.name == "ignores" and not self.outcomes.within(item.first, item.first + 1) and word_at(self.row, item.first).startswith("ignor"):
            begun = "theirs"
        if item.name in {"rebuffs", "ignores"} and not self._talked_of(item):
            return False
        return self.together(ours, group or others, item, begun=begun, subject=subject, calls=item.name in {"calls"} or word_at(self.row, item.first).startswith("reach"), aide=aide, status=status)  # fmt: skip

    def gathers(self, item: Found) -> bool:
        """Read "brought X and Y together": one contact of the host and his guests."""
        _, others = self.slot(item)
        ours, subject, _ = self.ours(item.first, others)
        if len(others) < 2 or not ours:
            return bool(others) and self.together(ours, others, item, subject=subject)
        return self.keep((*ours, *others), item, None, end=item.stop, subject=subject)

    def _talked_of(self, item: Found) -> bool:
        """Whether a sentence speaks of a contact at all: a snub alone may be of anything."""
        return any(token.low in _NOUNS or token.low in {"phone", "telephone", "called", "rang", "answer", "reply", "reach", "raise", "through", "hold"} for token in self.row)  # fmt: skip

    def _of_approach(self, item: Found, base: Status, subject: tuple[int, int] | None, end: int) -> Status | None:
        """Return the status of a word that is one of asking or refusing itself: the sentence may say more, or take it back."""
        told = self.outcomes.status(item.first, item.stop, subject, end, noun=False, calls=True)
        if told is None:
            return None
        if base is Status.SOUGHT and told is Status.SCHEDULED:
            rest = self.outcomes.names(item.stop, len(self.row))
            return Status.NOT_SCHEDULED if {"no_plan", "unreal"} & set(rest) else None
        if base is Status.SOUGHT:
            rest = self.outcomes.names(item.stop, len(self.row))
            if "refuses" in rest:
                return Status.DECLINED
            if "no_answer" in rest:
                return Status.UNANSWERED
            return told if told in REQUESTS else Status.SOUGHT if told is Status.HELD else None
        return base if told in {Status.HELD, *REQUESTS, Status.AVOIDED} else None

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

    def by(self, item: Found) -> bool:
        """Read "was telephoned by X"."""
        group, others = self.slot(item)
        if not others:
            return False
        ours, subject, aide = self.ours(item.first, others)
        return self.together(ours, group or others, item, begun="theirs" if item.name == "by_caller" else "", subject=subject, aide=aide)

    def _means(self, item: Found) -> bool:
        return any(self.clauses.starts(item.first) <= one.first < self.clauses.stops(item.stop) for one in self.manner)

    def expects(self, item: Found) -> bool:
        """Read "expects X in Hantei on Monday", "waits for X for lunch": a visit to come; not "expects X to resign"."""
        group, others = self.slot(item)
        behind = word_at(self.row, item.stop)
        if not others or behind not in {"in", "at", "for", "#", "on", "there", "here", "this", "next"} or self._passive(item):
            return False
        ours, subject, _ = self.ours(item.first, others)
        return self.together(ours, group or others, item, subject=subject, status=Status.SCHEDULED)

    def tells(self, item: Found) -> bool:
        """Read "X assured Y by telephone that": somebody told another something, and by what means."""
        group, others = self.slot(item)
        means = [one for one in self.manner if self.clauses.starts(item.first) <= one.first < self.clauses.stops(item.stop)]
        if not others or not means or self._passive(item):
            return False
        if any(self._with_many(one) for one in means):
            return False
        ours, subject, aide = self.ours(item.first, others)
        return self.together(ours, group or others, item, subject=subject, aide=aide)

    def _with_many(self, item: Found) -> bool:
        return any(token.low in _TO_MANY for token in self.row[item.first : item.stop + 4])

    def with_(self, item: Found) -> bool:
        """Read "spoke with X", "X and Y spoke", "with whom Y spoke"."""
        wanted = _PARTNERS[item.name]
        if self._to_many(item):
            return False
        kept = False
        for group in self.behind(item.stop, wanted):
            others = self.clauses.who(group)
            ours, subject, aide = self.ours(item.first, others)
            if not ours or states_of(ours) == states_of(others):
                ours = self._after_comma(item, others, group) or ours
            kept = self.together(ours, group, item, subject=subject, aide=aide) or kept
        if kept:
            return True
        preposition = skipped(self.row, item.stop)
        if word_at(self.row, preposition) in wanted and (others := self._him(preposition + 1)):
            ours, subject, aide = self.ours(item.first, others)
            return self.together(ours, others, item, subject=subject, aide=aide)
        whom = self._with_whom(item, wanted) or (self._whom(item) if self.row[item.first].low.startswith(("met", "meet")) else ())
        if whom:
            ours, subject, aide = self.ours(item.first, whom)
            return self.together(ours, whom, item, subject=subject, aide=aide)
        fronted = [at for at in self.clauses.people if at < item.first and self.clauses.role[at] == "with" and at <= self.clauses.starts(item.first) + 6]
        if fronted:
            others = self.clauses.who(self.clauses.group[fronted[0]])
            ours, subject, aide = self.ours(item.first, others)
            if ours and self.together(ours, others, item, subject=subject, aide=aide):
                return True
        return item.name != "with_only" and self.each_other(item)

    def _to_many(self, item: Found) -> bool:
        """Whether one speaks to many, or of somebody: "spoke to reporters", "spoke about"."""
        row = self.row
        if item.stop > item.first + 1 and item.name == "with_to":
            return False
        if not row[item.first].low.startswith(("sp", "talk", "chat")):
            return False
        place = skipped(row, item.stop)
        low = word_at(row, place)
        if low == "to" or low in {"with", "at", "in", "before", "on"}:
            return any(token.low in _TO_MANY for token in row[place + 1 : place + 6] if token.mention is None) and not any(
                self.clauses.role[at] in _WITH_TO for at in self.clauses.people if place < at < place + 8
            )
        return low in {"out", "against", "highly", "warmly", "well", "volumes", "up", "english", "french"}

    def _after_comma(self, item: Found, others: tuple[Who, ...], group: list[int]) -> tuple[Who, ...]:
        """Return the subject that stands behind: "After speaking with X on Monday, Y called Z"."""
        if not self.row[item.first].low.endswith("ing") and word_at(self.row, item.first - 1) not in {"in", "after", "during", "at", "on", "over", "the", "a", "his", "her"}:  # fmt: skip
            pass
        comma = next((at for at in range(group[-1], len(self.row)) if self.row[at].low == ","), None)
        if comma is None:
            return ()
        for at in self.clauses.people:
            if at > comma and self.clauses.role[at] in {SUBJECT, OWNER} and states_of(self.clauses.who([at])) != states_of(others):
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

    def each_other(self, item: Found, *, noun: bool = False) -> bool:
        """Read "X and Y spoke", "the two held talks"."""
        group, how, end = self.clauses.subject(item.first)
        if how == "i" and not noun and word_at(self.row, end - 1) == "we" and self.voice:
            other = fitting((*self._elsewhere(end), *self.topic), self.voice)[:1]
            return bool(other) and self.keep((*self.voice[:1], *other), item, None, end=item.stop, subject=(end - 1, end))
        if how == "they" and not noun:
            return len(self.pair) >= 2 and self.keep(self.pair, item, None, end=item.stop, subject=(end - 1, end), noun=noun)
        people = self.clauses.who(group)
        if not how and group and len(states_of(people)) == 1 and word_at(self.row, group[0] - 1) == "and" and word_at(self.row, group[0] - 2) in {"he", "she", "i"}:  # fmt: skip
            other = fitting((self.voice or self.topic) if word_at(self.row, group[0] - 2) == "i" else self.topic, people)[:1]
            return bool(other) and self.together(people, other, item, subject=(group[0], end), noun=noun)
        if not how and not group:
            before = [at for at in self.clauses.people if at < item.first and item.first - at <= 3]
            group, end = (self.clauses.group[before[-1]], before[-1] + 1) if before and self.clauses.role[before[-1]] == "object" else ([], 0)  # fmt: skip
            people = self.clauses.who(group)
        if how or len(states_of(people)) < 2:
            return False
        if not noun and self._passive(item) and item.stop == item.first + 1 and self.row[item.first].low not in {"closeted", "joined"}:
            return False
        between = self.row[end : item.first]
        if any(token.low in {"said", "says", "that", "told", ";", "whose"} for token in between):
            return False
        joint = all(len(self.clauses.who([at])) == 1 for at in group)
        if joint and len(people) > 1:
            return self.together(self.clauses.who(group[:1]), self.clauses.who(group[1:]), item, subject=(group[0], end), noun=noun)
        return self.keep(people, item, None, end=max(item.stop, end), subject=(group[0], end), noun=noun)

    def noun(self, item: Found) -> bool:
        """Read "a call between X and Y", "X's call with Y", "a letter from X to Y", "X held talks with Y"."""
        word = self.row[item.first].low
        asks = word in APPROACH_NOUNS
        if word in _BIDS and not any(token.low in _SPEAKS for token in self.row[max(0, item.first - 4) : item.first + 9]):
            return False
        for group in self.behind(item.stop, ("between", "among", "of", "involving", "including"), 14)[:1]:
            people = self.clauses.who(group)
            if len(states_of(people)) > 1 and not asks:
                return self.keep(people, item, None, end=group[-1] + 1, subject=self._subject_before(item), noun=True, calls=word in CALLS)  # fmt: skip
        names = ("to",) if asks else _WITH_TO if word in TO_NOUNS else ("with",)
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
                ours = self._after(group[-1], others) or fitting(self.topic[:1], others)
                subject = None
            return self.together(ours, group, item, begun="theirs", subject=subject, noun=True, calls=word in CALLS | LETTERS, aide=aide)  # fmt: skip
        return self._owned(item) or self._relative(item) or self._fronted(item) or self._held_by(item)

    def _subject_before(self, item: Found) -> tuple[int, int] | None:
        """Return the subject of the verb that governs a noun which has its own people: "Osharin confirmed the call between"."""
        group, _, end = self.clauses.subject(item.first)
        return (group[0], end) if group else None

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

    def _subject_before_at(self, at: int) -> tuple[int, int] | None:
        group, _, end = self.clauses.subject(at)
        return (group[0], end) if group else None

    def _owner(self, at: int) -> list[int]:
        """Return whose a noun is: "Sorell's first call", "Sorell's and Osharin's talks"."""
        for place in range(at - 1, max(-1, at - 7), -1):
            token = self.row[place]
            if token.mention is not None:
                return self.clauses.group[place] if self.clauses.role[place] == OWNER else []
            if is_verb(self.row, place) or token.low in PREPOSITIONS or token.low == ",":
                return []
        return []

    def _after(self, at: int, others: tuple[Who, ...]) -> tuple[Who, ...]:
        """Return who follows as a subject or object, of another state."""
        for place in self.clauses.people:
            if place > at and states_of(self.clauses.who([place])) != states_of(others) and self.clauses.role[place] in {SUBJECT, "object", "to", OWNER, "by"}:  # fmt: skip
                return self.clauses.who([place])
        return ()

    def _owned(self, item: Found) -> bool:
        """Read "X and Y's meeting", "the X-Y call", "took Y's call", "declined Y's invitation"."""
        word = self.row[item.first].low
        owner = self._owner(item.first)
        if owner:
            people = self.clauses.who(owner)
            if len(states_of(people)) > 1:
                return self.keep(people, item, None, end=item.stop, subject=self._subject_before_at(owner[0]), noun=True)
            group, how, end = self.clauses.subject(owner[0])
            ours = self.clauses.who(group)
            if how in {"he", "they"}:
                ours = fitting(self.topic, people)[:1]
            if not ours or states_of(ours) == states_of(people):
                ours = self._passive_agent(item, people)
                group, end = [], 0
            governed = any(self.row[at].low in _HOLDING or self.outcomes.within(at, at + 1) for at in range(end, owner[0]))
            if ours and (governed or not group):
                return self.together(ours, people, item, begun="theirs", subject=(group[0], end) if group else None, noun=True, calls=True, aide=how == "aide")  # fmt: skip
            return False
        before = [at for at in self.clauses.people if at < item.first and at >= item.first - 5]
        if before and all(not is_verb(self.row, at) and self.row[at].low not in PREPOSITIONS | {","} for at in range(before[-1] + 1, item.first)):
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
            if place > item.first and self.clauses.role[place] in {"by", "to"} and states_of(self.clauses.who([place])) != states_of(people):  # fmt: skip
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
        both = next((at for at in self.clauses.people if at < item.first and self.clauses.role[at] in {"between", "among"}), None)
        if both is not None and len(states_of(self.clauses.who(self.clauses.group[both]))) > 1 and not self._taken(both):
            return self.keep(self.clauses.who(self.clauses.group[both]), item, None, end=item.stop, subject=None, noun=True)
        ahead = [at for at in self.clauses.people if at < item.first and self.clauses.role[at] == "with" and at not in self.used]
        if not ahead or any(is_verb(self.row, at) and self.row[at].low not in AUXILIARIES for at in range(ahead[-1], item.first) if self.row[at].low not in _HOLDING):  # fmt: skip
            return False
        if any(ahead[-1] < word.first < item.first and word.first in self.used for word in self.words) or self._taken(ahead[-1]):
            return False
        others = self.clauses.who(self.clauses.group[ahead[-1]])
        ours, subject, aide = self.ours(item.first, others)
        if not ours or states_of(ours) == states_of(others):
            ours = self._after(item.stop, others) or fitting(self.topic, others)[:1]
        return self.together(ours, others, item, subject=subject, noun=True, aide=aide)

    def _taken(self, at: int) -> bool:
        token = self.row[at]
        return any(frame.at < token.start <= frame.end and token.mention is not None and set(token.mention.people) <= set(frame.people) for frame in self.found)  # fmt: skip

    def _held_by(self, item: Found) -> bool:
        """Read "X and Y held talks": a noun that all of its people have."""
        group, how, end = self.clauses.subject(item.first)
        if how == "they" and len(self.pair) >= 2:
            if any(self.row[at].low in _HOLDING for at in range(end, item.first)):
                return self.keep(self.pair, item, None, end=item.stop, subject=(end - 1, end), noun=True)
            return False
        if not group or item.first - end > 14:
            return False
        if (theirs := self._pressed(item)) and states_of(self.clauses.who(theirs)) != states_of(self.clauses.who(group)):
            return self.together(self.clauses.who(group), theirs, item, subject=(group[0], end), noun=True)
        light = [at for at in range(end, item.first) if self.row[at].low in _HOLDING or self.row[at].low in {"at", "in", "during", "after", "for"}]
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

    def by_means(self) -> None:
        """Read "X and Y cleared the air by telephone": two people and a means of contact say that they were in contact."""
        for means in self.manner:
            clause = self.clauses.starts(means.first), self.clauses.stops(means.stop)
            if any(self.row[clause[0]].start <= frame.at < self.row[clause[1] - 1].end for frame in self.found) or self._with_many(means):
                continue
            group = next(
                (
                    self.clauses.group[at]
                    for at in self.clauses.people
                    if clause[0] <= at < clause[1] and self.clauses.role[at] == SUBJECT and len(states_of(self.clauses.who(self.clauses.group[at]))) > 1
                ),
                None,
            )
            if group is None or not any(is_verb(self.row, at) for at in range(group[-1] + 1, clause[1])):
                continue
            ops = self.outcomes.names(clause[0], clause[1])
            if {"unreal", "denies", "cancels", "no_plan", "future", "asks", "avoids", "rumour", "urges"} & set(ops) or self.outcomes.negated(group[-1], means.first):
                continue
            self.keep(self.clauses.who(group), means, None, end=means.stop, subject=(group[0], group[-1] + 1), status=Status.HELD)

    def loosely(self) -> None:
        """Read two people and a word for a contact, where no shape joins them; only what the whole sentence allows."""
        if self.found:
            return
        clauses = self.clauses
        single = [at for at in clauses.people if not (self.row[at].mention or _NOBODY).group and not self._aide_before(at)]
        everybody = clauses.who(single)
        several = next((at for at in clauses.people if len(states_of(clauses.who([at]))) > 1), None)
        if several is not None and not everybody:
            everybody, single = clauses.who([several]), [several]
        if not 2 <= len(everybody) <= 2 or len(states_of(everybody)) != 2:
            return
        if self._fragment(everybody, single):
            return
        word = next((item for item in self.words if item.name in {"noun", "with", "with_to"}), None)
        speaks = any(token.low in _SPEAKS for token in self.row) or any(item.name in {"refuses", "no_answer"} for item in self.outcomes.found)
        asks = [item for item in self.outcomes.found if item.name in {"avoids", "no_plan"} or (item.name == "asks" and speaks)]
        at = word or (asks[0] if asks else None)
        if at is None:
            return
        status = self.outcomes.status(at.first, at.stop, None, max(at.stop, single[-1] + 1), noun=True, calls=True)
        if word is None and status is Status.HELD:
            status = {"asks": Status.SOUGHT, "avoids": Status.AVOIDED, "no_plan": Status.NOT_SCHEDULED}[at.name]
        if status not in {None, Status.HELD, Status.SCHEDULED}:
            group, how, _ = clauses.subject(at.first)
            ours = clauses.who(group)
            self.keep(everybody, at, ours[0].state if ours and status in REQUESTS else None, end=max(at.stop, single[-1] + 1), subject=None, noun=True, status=status, loose=True)  # fmt: skip


    def _fragment(self, everybody: tuple[Who, ...], single: list[int]) -> bool:
        """Read a line without a verb: "28 October: Quillan (Arvenia) - Kovzhina (Belmark), telephone, 20 minutes"."""
        if any(is_verb(self.row, at) for at in range(len(self.row))) or len(self.row) > 24:
            return False
        word = next((at for at, token in enumerate(self.row) if token.low in _NOUNS - APPROACH_NOUNS or token.low in {"telephone", "phone", "video"}), None)
        if word is None:
            return False
        item = Found(word, word + 1, "noun", None)
        return self.keep(everybody, item, None, end=max(word + 1, single[-1] + 1), subject=None, noun=True)


_NOBODY = Mention(0, 0, ())


def skipped_back(row: list, at: int) -> int:  # type: ignore[type-arg]
    """Return the place before adverbs."""
    while at >= 0 and (row[at].low in ADVERBS or row[at].low.endswith("ly")):
        at -= 1
    return at


def frames(
    sentence: str,
    mentions: list[Mention],
    topic: tuple[Who, ...],
    pair: tuple[Who, ...] = (),
    dates: list[Printed] | None = None,
    voice: tuple[Who, ...] = (),
) -> list[Frame]:
    """Return every contact that a sentence tells.

    Args:
        sentence: The sentence.
        mentions: Its people; places counted in the sentence.
        topic: Who "he" and "she" is: the people of the sentence before, the subject first.
        pair: Who "they" are.
        dates: Its dates; looked for where None.
        voice: Who "I" is.
    """
    if not (mentions or voice) or NO_FACT.search(sentence):
        return []
    clauses = Clauses(sentence, mentions, printed_dates(sentence) if dates is None else dates)
    here = _Sentence(clauses, topic, pair, voice)
    for item in here.words:
        here.read(item)
    here.by_means()
    here.loosely()
    return sorted(here.found, key=lambda frame: frame.at)

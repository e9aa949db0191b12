"""Verbs that tell of a contact: "telephoned X", "was received by X", "spoke with X", "X and Y spoke"."""

from __future__ import annotations

from watchline.press.claim import REQUESTS, Status
from watchline.press.clauses import word_at
from watchline.press.pairing import fitting, states_of
from watchline.press.partners import Partners
from watchline.press.tokens import Found, skipped
from watchline.press.words import NOBODY, NOUNS, PARTNERS, TO_MANY, WITH_TO


class Verbs(Partners):
    """One method for each way in which a verb takes its partner."""

    def direct(self, item: Found) -> bool:
        """Read "telephoned X", "took a call from X", "avoided X"."""
        group, others = self.slot(item)
        if not others:
            return False
        if (
            group
            and self._aide_before(group[0])
            and not (group[0] + 1 < item.stop and word_at(self.row, group[0] + 1) == "'s")
        ):
            return False
        if (
            len(states_of(others)) > 1
            and item.slot is not None
            and (self.row[item.slot].mention or NOBODY).how == "pronoun"
        ):
            return self.keep(
                others,
                item,
                None,
                end=item.stop,
                subject=self._subject_before(item),
                status=Status.AVOIDED if item.name == "avoids" else None,
            )
        if self.row[item.first].low.startswith("repl") and "open letter" in self.clauses.text.lower():
            return False
        passive = self._passive(item)
        if passive:
            return False
        ours, subject, aide = self.ours(item.first, others)
        if (
            self.row[item.first].low.endswith("ing")
            and group
            and (subject is None or not ours or states_of(ours) == states_of(others))
        ):
            ours, subject = self._after_comma(item, others, group) or ours, None
        whom = self._whom(item)
        if whom:
            ours, others, group = others, whom, []
        status = None
        begun = {
            "calls": "ours",
            "approaches": "ours",
            "takes": "theirs",
            "rebuffs": "theirs",
            "ignores": "ours",
            "avoids": "",
        }.get(item.name, "")
        if item.name in {"approaches", "rebuffs", "ignores", "avoids"}:
            base = {
                "approaches": Status.SOUGHT,
                "rebuffs": Status.DECLINED,
                "ignores": Status.UNANSWERED,
                "avoids": Status.AVOIDED,
            }[item.name]
            status = self._of_approach(item, base, subject, group[-1] + 1 if group else item.stop)
            if status is None:
                return False
        if (
            item.name == "ignores"
            and not self.outcomes.within(item.first, item.first + 1)
            and word_at(self.row, item.first).startswith("ignor")
        ):
            begun = "theirs"
        if item.name in {"rebuffs", "ignores"} and not self._talked_of(item):
            return False
        return self.together(ours, group or others, item, begun=begun, subject=subject, calls=item.name == "calls" or word_at(self.row, item.first).startswith("reach"), aide=aide, status=status)  # fmt: skip

    def gathers(self, item: Found) -> bool:
        """Read "brought X and Y together": one contact of the host and his guests."""
        _, others = self.slot(item)
        ours, subject, _ = self.ours(item.first, others)
        if len(others) < 2 or not ours:
            return bool(others) and self.together(ours, others, item, subject=subject)
        return self.keep((*ours, *others), item, None, end=item.stop, subject=subject)

    def _talked_of(self, item: Found) -> bool:
        """Whether a sentence speaks of a contact at all: a snub alone may be of anything."""
        return any(token.low in NOUNS or token.low in {"phone", "telephone", "called", "rang", "answer", "reply", "reach", "raise", "through", "hold"} for token in self.row)  # fmt: skip

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

    def by(self, item: Found) -> bool:
        """Read "was telephoned by X"."""
        group, others = self.slot(item)
        if not others:
            return False
        ours, subject, aide = self.ours(item.first, others)
        return self.together(
            ours, group or others, item, begun="theirs" if item.name == "by_caller" else "", subject=subject, aide=aide
        )

    def _means(self, item: Found) -> bool:
        return any(self.clauses.starts(item.first) <= one.first < self.clauses.stops(item.stop) for one in self.manner)

    def expects(self, item: Found) -> bool:
        """Read "expects X in Hantei on Monday", "waits for X for lunch": a visit to come; not "expects X to resign"."""
        group, others = self.slot(item)
        behind = word_at(self.row, item.stop)
        if (
            not others
            or behind not in {"in", "at", "for", "#", "on", "there", "here", "this", "next"}
            or self._passive(item)
        ):
            return False
        ours, subject, _ = self.ours(item.first, others)
        return self.together(ours, group or others, item, subject=subject, status=Status.SCHEDULED)

    def tells(self, item: Found) -> bool:
        """Read "X assured Y by telephone that": somebody told another something, and by what means."""
        group, others = self.slot(item)
        means = [
            one for one in self.manner if self.clauses.starts(item.first) <= one.first < self.clauses.stops(item.stop)
        ]
        if not others or not means or self._passive(item):
            return False
        if any(self._with_many(one) for one in means):
            return False
        ours, subject, aide = self.ours(item.first, others)
        return self.together(ours, group or others, item, subject=subject, aide=aide)

    def with_(self, item: Found) -> bool:
        """Read "spoke with X", "X and Y spoke", "with whom Y spoke"."""
        wanted = PARTNERS[item.name]
        if self._to_many(item) or self.with_others(item.stop):
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
        whom = self._with_whom(item, wanted) or (
            self._whom(item) if self.row[item.first].low.startswith(("met", "meet")) else ()
        )
        if whom:
            ours, subject, aide = self.ours(item.first, whom)
            return self.together(ours, whom, item, subject=subject, aide=aide)
        fronted = [
            at
            for at in self.clauses.people
            if at < item.first and self.clauses.role[at] == "with" and at <= self.clauses.starts(item.first) + 6
        ]
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
        if not row[item.first].low.startswith(("sp", "talk", "ch")):
            return False
        place = skipped(row, item.stop)
        low = word_at(row, place)
        if low == "to" or low in {"with", "at", "in", "before", "on"}:
            return any(
                token.low in TO_MANY for token in row[place + 1 : place + 6] if token.mention is None
            ) and not any(self.clauses.role[at] in WITH_TO for at in self.clauses.people if place < at < place + 8)
        return low in {"out", "against", "highly", "warmly", "well", "volumes", "up", "english", "french"}

    def _by_turns(self, item: Found) -> bool:
        """Whether those who speak do so one after another, or to a hall: "X and Y spoke, in that order, to a half-empty chamber"."""
        behind = [token.low for token in self.row[item.stop : self.clauses.stops(item.stop)]]
        if self.row[item.first].low in {"spoke", "speak", "spoken", "speaking", "speaks", "talked", "talk"}:
            for at, low in enumerate(behind):
                if low in {"to", "before", "from"} and set(behind[at + 1 : at + 5]) & TO_MANY:
                    return True
        return " in that order" in self.clauses.text or " in alphabetical order" in self.clauses.text

    def each_other(self, item: Found, *, noun: bool = False) -> bool:
        """Read "X and Y spoke", "the two held talks"."""
        group, how, end = self.clauses.subject(item.first)
        if how == "i" and not noun and word_at(self.row, end - 1) == "we" and self.voice:
            other = fitting((*self._elsewhere(end), *self.topic), self.voice)[:1]
            return bool(other) and self.keep(
                (*self.voice[:1], *other), item, None, end=item.stop, subject=(end - 1, end)
            )
        if how == "they" and not noun:
            return len(self.pair) >= 2 and self.keep(
                self.pair, item, None, end=item.stop, subject=(end - 1, end), noun=noun
            )
        people = self.clauses.who(group)
        if not how and group and len(states_of(people)) == 1 and word_at(self.row, group[0] - 1) == "and" and word_at(self.row, group[0] - 2) in {"he", "she", "i"}:  # fmt: skip
            other = fitting(
                (self.voice or self.topic) if word_at(self.row, group[0] - 2) == "i" else self.topic, people
            )[:1]
            return bool(other) and self.together(people, other, item, subject=(group[0], end), noun=noun)
        if not how and not group:
            before = [at for at in self.clauses.people if at < item.first and item.first - at <= 3]
            group, end = (self.clauses.group[before[-1]], before[-1] + 1) if before and self.clauses.role[before[-1]] == "object" else ([], 0)  # fmt: skip
            people = self.clauses.who(group)
        if how or len(states_of(people)) < 2:
            return False
        if (
            not noun
            and self._passive(item)
            and item.stop == item.first + 1
            and self.row[item.first].low not in {"closeted", "joined"}
        ):
            return False
        between = self.row[end : item.first]
        if not noun and self._by_turns(item):
            return False
        if any(token.low in {"said", "says", "that", "told", ";", "whose"} for token in between):
            return False
        joint = all(len(self.clauses.who([at])) == 1 for at in group)
        if joint and len(people) > 1:
            return self.together(
                self.clauses.who(group[:1]), self.clauses.who(group[1:]), item, subject=(group[0], end), noun=noun
            )
        return self.keep(people, item, None, end=max(item.stop, end), subject=(group[0], end), noun=noun)

"""What became of a contact that a sentence tells of: held, sought, declined, unanswered, to come, cancelled, avoided, or nothing.

Every phrase that can change it is found once (``outcome_lexicon.py``); which of them bear on a contact is a matter of place: what
stands between its subject and its verb governs it ("had agreed to speak"), what follows it in its clause is said of it ("the
call was put off"), and what stands before its subject frames it ("denied that", "if").
"""

from __future__ import annotations

import re

from watchline.press.claim import Status
from watchline.press.clauses import SPEECH, SUBJECT, Clauses, word_at
from watchline.press.framing import Framing
from watchline.press.grammar_words import ADVERBS, AUXILIARIES, DETERMINERS
from watchline.press.outcome_lexicon import (
    ASKING,
    NOT_OF_A_CONTACT,
    OUTCOMES,
    REPORTS,
)
from watchline.press.tokens import Found, find, is_verb

MOVED = re.compile(
    r"(?i)\b(?:moved|postponed|rescheduled|put (?:back|off)|brought forward|delayed|pushed back|deferred|shifted)\b[^.;]{0,40} (?:to|until|till|for) (?:the )?(?:\d|[A-Z][a-z]+ \d|[A-Z]\w+day|next)"
)
STRONG = (("cancels", Status.CANCELLED), ("avoids", Status.AVOIDED), ("no_plan", Status.NOT_SCHEDULED))
ANSWERS = (("no_answer", Status.UNANSWERED), ("refuses", Status.DECLINED))


class Outcomes(Framing):
    """The outcome phrases of one sentence."""

    def __init__(self, clauses: Clauses) -> None:
        self.clauses = clauses
        self.row = clauses.row
        found = [item for item in find(self.row, OUTCOMES) if self._bears(item)]
        self.found = [item for item in found if not self._inside(item, found)]

    def _bears(self, item: Found) -> bool:
        """Whether a phrase is one of a contact: not "declined to comment", not a noun taken for a verb."""
        low = self.row[item.first].low
        if item.name == "asks" and low in ASKING and self._initiative(item.first):
            return False
        if item.name == "manages" and low == "used" and word_at(self.row, item.first + 1) == "to":
            return False
        if item.name == "asks" and low in {"hope", "hopes"} and not is_verb(self.row, item.first):
            return False
        if low == "may" and self.row[item.first].upper and item.first:
            return False
        if item.name in {"refuses", "fails"}:
            words = [token.low for token in self.row[item.first : item.stop + 3]]
            if "to" in words:
                behind = words[words.index("to") + 1 : words.index("to") + 3]
                if any(word in NOT_OF_A_CONTACT for word in behind[:1]) or (behind[:1] == ["be"] and behind[1:] in (["named"], ["drawn"], ["quoted"], ["identified"])):  # fmt: skip
                    return False
            elif word_at(self.row, item.stop) == "comment":
                return False
        if item.name in {"asks", "agrees", "cancels", "urges"} and item.stop == item.first + 1:
            if low in {"plan", "plans", "request", "requests", "offer", "offers", "attempt", "attempts", "approach", "bid", "delay", "try", "book", "fix", "hope", "hopes", "order", "demand", "demands"}:  # fmt: skip
                return True
            return is_verb(self.row, item.first) or low in {"upcoming", "forthcoming", "awaited"}
        return True

    def _initiative(self, at: int) -> bool:
        """Whether "at the request of" only says who began it."""
        for place in range(at - 1, max(-1, at - 6), -1):
            token = self.row[place]
            if token.low in {"at", "on", "upon", "following", "by"}:
                return True
            if not (token.low in DETERMINERS or token.low == "'s" or token.mention is not None or token.upper):
                return False
        return False

    @staticmethod
    def _inside(item: Found, found: list[Found]) -> bool:
        return any(
            other is not item
            and other.first <= item.first
            and item.stop <= other.stop
            and (other.stop - other.first) > (item.stop - item.first)
            and other.name != "never"
            for other in found
        )

    def within(self, first: int, stop: int) -> list[Found]:
        """Return the phrases that begin in a part of the sentence."""
        return [item for item in self.found if first <= item.first < stop]

    def names(self, first: int, stop: int, *, quoted: bool = False) -> dict[str, int]:
        """Return the classes of phrases in a part, and where each stands last; words of speech count only for a contact told in speech."""
        return {
            item.name: item.first
            for item in self.within(first, stop)
            if quoted or not self.row[item.first].quoted or item.name in {"refuses", "no_plan"}
        }

    def negated(self, first: int, stop: int) -> bool:
        """Whether "not" or its like stands in a part."""
        return any(
            token.low in {"not", "never", "nor", "neither", "no", "without", "cannot", "none", "nobody"}
            or token.low.endswith("n't")
            for token in self.row[first:stop]
        )

    def chain(self, subject_end: int, at: int) -> int:
        """Return where the words begin that govern a verb: behind its subject, and behind the last finite verb that "and" parts from it."""
        row = self.row
        begin = subject_end
        for place in range(at - 1, subject_end - 1, -1):
            low = row[place].low
            if low in {"and", "but", "then", "or", ";", ":"} or (low == "," and not self._remark(place, at)):
                nxt = place + 1
                while nxt < at and (row[nxt].low in ADVERBS or row[nxt].low in {"#", "on", "in", "then", ","}):
                    nxt += 1
                if nxt <= at and (nxt == at or is_verb(row, nxt)) and not self._bare(nxt, subject_end):
                    begin = nxt
                    break
        return begin

    def _remark(self, comma: int, at: int) -> bool:
        """Whether a comma closes or opens a remark of time or place inside a verb group: "will, on Tuesday, speak"."""
        behind = self.row[comma + 1 : at]
        return bool(behind) and behind[0].low in {"on", "in", "at"} and all(not is_verb(self.row, comma + 1 + index) for index in range(len(behind)))  # fmt: skip

    def _bare(self, at: int, begin: int) -> bool:
        """Whether a verb stands in its first form behind a "to" or a modal that another verb had: "agreed to meet and talk"."""
        low = self.row[at].low
        if low in AUXILIARIES or low.endswith(("ed", "s")) or low in {"spoke", "met", "held", "rang", "saw", "wrote", "had", "took", "sent", "gave", "got", "made", "sat", "came", "went", "heard"}:  # fmt: skip
            return False
        return any(token.low in {"to", "will", "would", "shall"} for token in self.row[begin:at])

    def status(
        self, first: int, stop: int, subject: tuple[int, int] | None, end: int, *, noun: bool, calls: bool
    ) -> Status | None:
        """Return what became of a contact; None where nothing is told.

        Args:
            first: First token of its words.
            stop: The one behind the last of them.
            subject: First token of its subject and the one behind it, if it has one before it.
            end: The token behind the last of its people.
            noun: Its word is a noun: what follows is said of it.
            calls: Its word is one of trying: a call may have gone unanswered.
        """
        quoted = self.row[first].quoted
        clause = self.clauses.starts(first)
        begin = self.chain(max(subject[1], clause) if subject else clause, first)
        begin = max(begin, self._reported_from(begin, first))
        if subject and first >= subject[1] and self.controlled(subject[1]):
            begin = self._before_subject(subject[0])
        inner = self.names(begin, first, quoted=quoted)
        limit = self.clauses.stops(max(end, stop))
        behind = self.names(stop, limit, quoted=quoted)
        rest = self.names(stop, len(self.row), quoted=quoted)
        whole = self.clauses.text[self.row[begin].start :] if begin < len(self.row) else ""
        outer = self.names(clause, begin if subject is None else subject[0], quoted=quoted)
        if subject is not None and subject[0] >= first:
            outer = self.names(clause, first, quoted=quoted)
        if word_at(self.row, 0) in {"had", "were", "should"} and len(self.row) > 1 and self.row[1].mention is not None:
            return None
        opening = self.names(0, min(4, first), quoted=quoted)
        if "denies" in opening and word_at(self.row, 1) in {":", "-", "—"}:
            return None
        if subject is not None and not noun and self.subjunctive(subject, first):
            return None
        if subject is not None and self.asked_by_others(subject):
            return None
        requested = "asks" in inner or ("asks" in outer and noun)
        if requested and "denies" in behind and word_at(self.row, behind["denies"] - 1) in AUXILIARIES:
            return Status.DECLINED
        if (
            "denies" in outer
            or ("rumour" in outer and not self.ended(outer["rumour"]))
            or "rumour" in inner
            or self._false(rest, limit)
        ):
            return None
        if MOVED.search(whole) and (noun or "agrees" in behind):
            return Status.SCHEDULED
        for name, status in STRONG:
            if name in inner:
                return status
        if noun and ("asks" not in inner):
            for name, status in STRONG:
                if name in behind:
                    return status
        for name, status in ANSWERS:
            if name in inner:
                return None if self._twice_negated(begin, inner[name]) else status
        asked = ("asks" in inner or ("asks" in outer and noun)) and inner.get("unreal", -1) < inner.get("asks", 0)
        if asked or calls:
            for name, status in ANSWERS:
                if name in rest and (asked or name == "no_answer"):
                    return status
        if noun or asked:
            for name, status in ANSWERS:
                if name in behind and (asked or name == "no_answer" or self._passive(behind[name])):
                    return status
        if "denies" in inner:
            return None
        if "urges" in inner and inner["urges"] >= inner.get("asks", -1):
            return None
        if asked and "unreal" in outer and self._framed(outer["unreal"], subject[0] if subject else first):
            return None
        if asked:
            if "manages" in inner and inner["manages"] > inner.get("asks", -1):
                return Status.HELD
            if "accepts" in rest and not self.negated(stop, rest["accepts"]):
                return Status.SCHEDULED if "#" in [token.low for token in self.row[first:]] else None
            return None if self.negated(begin, max(begin, inner.get("asks", begin))) else Status.SOUGHT
        negated = self.negated(begin, first)
        if negated and not noun and subject is not None and word_at(self.row, subject[0] - 2) == "so" and word_at(self.row, subject[0] - 1) in {"that", "as"}:  # fmt: skip
            return Status.AVOIDED
        if noun and self.topic(first):
            return None
        if noun and self.judged(begin, first, max(end, stop), limit):
            return None
        if ("unreal" in inner or "unreal" in outer) and "no_plan" in rest:
            return Status.NOT_SCHEDULED
        if "unreal" in inner or "urges" in inner:
            return None
        if "unreal" in outer and self._framed(outer["unreal"], subject[0] if subject else first):
            return None
        if "urges" in outer and not noun and self._framed(outer["urges"], subject[0] if subject else first):
            return None
        if "no_plan" in outer and word_at(self.row, (subject[0] if subject else first) - 1) in {"for", "to", "of"}:
            return Status.NOT_SCHEDULED
        if "cancels" in outer and noun:
            return Status.CANCELLED
        if "manages" in inner:
            return Status.UNANSWERED if negated and calls else None if negated else Status.HELD
        if "fails" in inner:
            return Status.UNANSWERED if calls else None
        if "agrees" in inner:
            return Status.NOT_SCHEDULED if negated else Status.SCHEDULED
        if "future" in inner and word_at(self.row, inner["future"]) == "would" and not self._reported(inner["future"]):
            return None
        if "future" in inner and self.on_condition(max(end, stop)):
            return None
        if "future" in inner and noun and any(token.low == "no" for token in self.row[inner["future"] : first]):
            return Status.NOT_SCHEDULED
        if "future" in inner and noun and not any(is_verb(self.row, at) and self.row[at].low not in AUXILIARIES | {"call", "describe", "make"} for at in range(inner["future"] + 1, first)):  # fmt: skip
            return None
        if "future" in inner:
            return Status.NOT_SCHEDULED if negated else Status.SCHEDULED
        if negated:
            return Status.NOT_SCHEDULED if noun and ("agrees" in behind or "no_plan" in rest) else None
        if (
            noun
            and ("agrees" in behind or ("future" in behind and self.takes_place(behind["future"], limit)))
            and self._said_of_it(stop, end, limit)
        ):
            return Status.NOT_SCHEDULED if self.negated(end, limit) else Status.SCHEDULED
        if (
            noun
            and "future" in behind
            and self._said_of_it(stop, end, limit)
            and not self.takes_place(behind["future"], limit)
        ):
            return None
        if noun and self.negated(end, limit) and self._not_held(end, limit):
            return None
        if (
            noun
            and "unreal" in behind
            and self._said_of_it(stop, end, limit)
            and behind["unreal"] <= max(end, stop) + 4
        ):
            return None
        if self.to_come(first, subject) or self.travels(subject, first, limit):
            return Status.SCHEDULED
        if self.whenever(subject, first):
            return None
        if "habit" in inner or "habit" in behind or "habit" in outer:
            return None
        return Status.HELD

    def _reported_from(self, begin: int, first: int) -> int:
        """Return where what somebody says begins, behind "said" or "that": what governs the saying does not govern what is said."""
        for place in range(first - 1, begin - 1, -1):
            low = self.row[place].low
            if ((low in SPEECH and is_verb(self.row, place)) or low == "that") and not any(item.first <= place < item.stop for item in self.found) and (low == "that" or place + 1 < first) and not self.row[place].quoted:  # fmt: skip
                return place + 1
        return begin

    def _reported(self, at: int) -> bool:
        """Whether "would" is the future of a report: somebody said so before it, or a day is named."""
        words = [token.low for token in self.row]
        return "#" in words or any(word in REPORTS for word in words)

    def _before_subject(self, at: int) -> int:
        for place in range(at - 1, max(-1, at - 6), -1):
            if is_verb(self.row, place) or word_at(self.row, place) in {"for", "plans", "plan"}:
                return max(0, place - 4) if word_at(self.row, place) == "for" else place
        return at

    def _false(self, rest: dict[str, int], limit: int) -> bool:
        """Whether what follows says that it is not so: "Reports that … are false"."""
        return "denies" in rest and (
            rest["denies"] <= limit or word_at(self.row, 0) in {"reports", "claims", "rumours", "a", "the"}
        )

    def _framed(self, at: int, subject: int) -> bool:
        """Whether a word like "if" or "should" frames the clause whose subject stands at a place: no comma closes its own."""
        return not any(token.low in {",", ";"} for token in self.row[at:subject])

    def _twice_negated(self, begin: int, at: int) -> bool:
        return any(self.row[place].low in {"not", "never"} or self.row[place].low.endswith("n't") for place in range(begin, at)) and self.row[at].low not in {"not", "never"}  # fmt: skip

    def _said_of_it(self, stop: int, end: int, limit: int) -> bool:
        """Whether the first verb behind a noun has it for its subject: "the call is planned for", not "the call, which X will"."""
        for place in range(max(stop, min(end, limit)), limit):
            if is_verb(self.row, place):
                before = [at for at in self.clauses.people if end <= at < place and self.clauses.role[at] == SUBJECT]
                return not before and not any(token.low in {"that", "who", "where", "he", "she"} for token in self.row[max(end, stop):place])  # fmt: skip
        return True

    def _not_held(self, first: int, stop: int) -> bool:
        words = [token.low for token in self.row[first:stop]]
        return any(word in {"take", "taken", "happen", "happened", "held", "occur", "exist"} for word in words)

    def _passive(self, at: int) -> bool:
        return word_at(self.row, at) in AUXILIARIES | {"went", "go", "goes"} or word_at(self.row, at - 1) in AUXILIARIES or ((self.row[at - 1].low in ADVERBS or self.row[at - 1].low.endswith("ly")) and word_at(self.row, at - 2) in AUXILIARIES)  # fmt: skip

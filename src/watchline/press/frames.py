"""Who is said to have spoken with whom: every word for a contact in a sentence is asked for its people.

One sentence in, frames out: a frame is a set of people of two states at least, what became of the contact, and who began it,
at one place. The grammar is that of the word: whoever one speaks *with*, calls, takes a call *from*, is called *by*, or a call
*between* whom. Nothing here knows other sentences; what "the two" and "his counterpart" mean comes in with the mentions.
"""

from __future__ import annotations

from watchline.press.claim import REQUESTS, Status
from watchline.press.clauses import SUBJECT, Clauses
from watchline.press.contact_lexicon import APPROACH_NOUNS
from watchline.press.frame import Frame
from watchline.press.lexicon import Who
from watchline.press.naming import Mention
from watchline.press.nouns import Nouns
from watchline.press.outcome_lexicon import NO_FACT
from watchline.press.pairing import states_of
from watchline.press.printed import Printed, printed_dates
from watchline.press.tokens import Found, is_verb
from watchline.press.words import NOBODY, NOUNS, SPEAKS

__all__ = ["Frame", "frames"]


class _Sentence(Nouns):
    """One sentence while its words are asked for their people."""

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

    def by_means(self) -> None:
        """Read "X and Y cleared the air by telephone": two people and a means of contact say that they were in contact."""
        for means in self.manner:
            clause = self.clauses.starts(means.first), self.clauses.stops(means.stop)
            if any(
                self.row[clause[0]].start <= frame.at < self.row[clause[1] - 1].end for frame in self.found
            ) or self._with_many(means):
                continue
            group = next(
                (
                    self.clauses.group[at]
                    for at in self.clauses.people
                    if clause[0] <= at < clause[1]
                    and self.clauses.role[at] == SUBJECT
                    and len(states_of(self.clauses.who(self.clauses.group[at]))) > 1
                ),
                None,
            )
            if group is None or not any(is_verb(self.row, at) for at in range(group[-1] + 1, clause[1])):
                continue
            ops = self.outcomes.names(clause[0], clause[1])
            if {"unreal", "denies", "cancels", "no_plan", "future", "asks", "avoids", "rumour", "urges"} & set(
                ops
            ) or self.outcomes.negated(group[-1], means.first):
                continue
            self.keep(
                self.clauses.who(group),
                means,
                None,
                end=means.stop,
                subject=(group[0], group[-1] + 1),
                status=Status.HELD,
            )

    def loosely(self) -> None:
        """Read two people and a word for a contact, where no shape joins them; only what the whole sentence allows."""
        if self.found:
            return
        clauses = self.clauses
        single = [
            at for at in clauses.people if not (self.row[at].mention or NOBODY).group and not self._aide_before(at)
        ]
        everybody = clauses.who(single)
        several = next((at for at in clauses.people if len(states_of(clauses.who([at]))) > 1), None)
        if several is not None and not everybody:
            everybody, single = clauses.who([several]), [several]
        if not 2 <= len(everybody) <= 2 or len(states_of(everybody)) != 2:
            return
        if self._fragment(everybody, single):
            return
        word = next((item for item in self.words if item.name in {"noun", "with", "with_to"}), None)
        speaks = any(token.low in SPEAKS for token in self.row) or any(
            item.name in {"refuses", "no_answer"} for item in self.outcomes.found
        )
        asks = [
            item
            for item in self.outcomes.found
            if item.name in {"avoids", "no_plan"} or (item.name == "asks" and speaks)
        ]
        at = word or (asks[0] if asks else None)
        if at is None:
            return
        status = self.outcomes.status(at.first, at.stop, None, max(at.stop, single[-1] + 1), noun=True, calls=True)
        if word is None and status is Status.HELD:
            status = {"asks": Status.SOUGHT, "avoids": Status.AVOIDED, "no_plan": Status.NOT_SCHEDULED}[at.name]
        if status not in {None, Status.HELD, Status.SCHEDULED}:
            group, _how, _ = clauses.subject(at.first)
            ours = clauses.who(group)
            self.keep(everybody, at, ours[0].state if ours and status in REQUESTS else None, end=max(at.stop, single[-1] + 1), subject=None, noun=True, status=status, loose=True)  # fmt: skip

    def _fragment(self, everybody: tuple[Who, ...], single: list[int]) -> bool:
        """Read a line without a verb: "28 October: Quillan (Arvenia) - Kovzhina (Belmark), telephone, 20 minutes"."""
        if any(is_verb(self.row, at) for at in range(len(self.row))) or len(self.row) > 24:
            return False
        word = next(
            (
                at
                for at, token in enumerate(self.row)
                if token.low in NOUNS - APPROACH_NOUNS or token.low in {"telephone", "phone", "video"}
            ),
            None,
        )
        if word is None:
            return False
        first, last = min(single), max(single)
        if any(token.low.isalpha() and not token.upper and token.low not in {"and", "with", "to", "of", "the", "by"} for token in self.row[first + 1 : last] if token.mention is None) or ("#" not in [token.low for token in self.row] and len(self.row) > 14):  # fmt: skip
            return False
        item = Found(word, word + 1, "noun", None)
        return self.keep(everybody, item, None, end=max(word + 1, single[-1] + 1), subject=None, noun=True)


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

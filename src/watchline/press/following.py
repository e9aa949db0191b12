"""What a sentence adds to a contact told before it: its fields, its new day, its answer, a further one, the next line of a list."""

from __future__ import annotations

import re

from watchline.press.again import again
from watchline.press.claim import (
    Status,
)
from watchline.press.dates import UNDATED, Resolved
from watchline.press.draft import WEAK, Draft
from watchline.press.edtf import UNKNOWN, edtf
from watchline.press.frames import Frame
from watchline.press.listed import BULLET, listed_initiative, listed_status
from watchline.press.naming import Mention
from watchline.press.outcome import MOVED
from watchline.press.previous import Earlier
from watchline.press.printed import Printed
from watchline.press.said import channel, confidential, duration, initiative
from watchline.press.saying import SAYING
from watchline.press.telling import Telling
from watchline.press.told import refusal, told
from watchline.press.wires import LINE

_COREF = re.compile(
    r"(?i)\b(?:(?:the|their|this|that|both|his|her) (?:[\w-]+ ){0,3}?(?:calls?|conversations?|talks?|meetings?|discussions?|contacts?|letters?|video ?conferences?|exchange)|(?:call|conversation|talks) (?:lasted|took place|was|came)|it lasted|lasted|they (?:spoke|talked|met)|the two (?:spoke|talked|met))\b"
)

_HELD_ON = re.compile(
    r"(?i)\b(?:took place|was held|came (?:on|a|the)|happened|occurred|call on|conversation on|meeting on|held on)\b"
)


_OF_IT = re.compile(
    r"(?i)^\W*(?:the|their|this|that|it|both) ?(?:[\w-]+ ){0,3}?(?:calls?|conversations?|talks?|meetings?|discussions?|exchange|letter|lunch|dinner|was|came|happened)\b"
)


_DAYS_CALL = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[Yy]esterday|[Tt]oday)'s (?:[\w-]+ ){0,3}?(?:calls?|conversations?|talks?|meetings?|discussions?|exchange|letter|encounter|session)\b"
)


_ITS_DAY = re.compile(
    r"(?i)\b(?:call|conversation|talks?|meeting|discussion|exchange|it) (?:had )?(?:was |been )?(?:held |taken place |took place |came )?(?:late |early )?(?:on |of )?$"
)


_ASKED_ON = re.compile(
    r"(?i)\b(?:latest|last|most recent|the) (?:request|attempt|approach|bid|offer) (?:was|came|had been) (?:made |sent |put )?(?:late |early )?(?:on |in )?"
)


class Following(Telling):
    """Reads sentences that tell no contact of their own."""

    def of_before(self) -> tuple[Resolved, str] | None:
        """Return the day of the contact told before, where it is of the days just past."""
        current = self.current
        if current is None or current.background or current.status is not Status.HELD or self.age > 6:
            return None
        return (current.resolved, current.printed or "") if current.resolved.date != UNKNOWN else None

    def again(
        self, sentence: str, start: int, end: int, mentions: list[Mention], dates: list[Printed], before: list[Earlier]
    ) -> bool:
        """Take a further contact of those spoken of: "another is planned for 4 May"."""
        further = again(sentence)
        keys = {who.key for item in mentions for who in item.people}
        if (
            further is None
            or self.current is None
            or self.age > 4
            or not keys <= self.current.who
            or LINE.search(sentence)
        ):
            return False
        at, stop, status = further
        frame = Frame(self.current.people, status, at, None, sentence[at:stop], stop)
        resolved, printed = self.date_of(sentence, frame, before, mentions, dates)
        if status in {Status.SCHEDULED, Status.HELD} and resolved.date == UNKNOWN:
            return False
        self.merge(Draft(frame.people, status, resolved, printed, [(start, end)]))
        return True

    def tell_more(
        self, sentence: str, start: int, end: int, named: list[Mention], dates: list[Printed], before: list[Earlier]
    ) -> None:
        """Take fields of the contact spoken of from a sentence that tells no new one."""
        current = self.current
        if current is None:
            return
        low = sentence
        if self._moved(sentence, start, end, named, dates) or self._single(sentence, start, end, named, dates):
            return
        if self.asked and self.age <= 3 and _ASKED_ON.search(sentence) and dates and edtf(self.asked[-1].resolved.date).exact is None:  # fmt: skip
            self.asked[-1].resolved, self.asked[-1].printed = self.combined(dates[0], dates, sentence, ahead=False), dates[0].text  # fmt: skip
            self.asked[-1].spans.append((start, end))
            return
        if self.asked and self.age <= 3:
            status = refusal(sentence)
            if status is not None and self.asked[-1].status is Status.SOUGHT and not LINE.search(sentence):
                at = self.age
                group = [item for item in self.asked if item.spans[-1] == self.asked[-1].spans[-1]]
                for item in group:
                    item.status = status
                    item.spans.append((start, end))
                self.age = at
                return
        if (
            current.status is Status.HELD
            and not current.background
            and self.age <= 2
            and current.channel in {"phone", None}
            and current.initiatives
            and not named
            and not LINE.search(sentence)
            and refusal(sentence) is Status.UNANSWERED
            and len(sentence) < 120
        ):
            current.status = Status.UNANSWERED
            current.spans.append((start, end))
            return
        begun = initiative(sentence, named, self.lexicon)
        refers = bool(_COREF.search(low) or _DAYS_CALL.search(low)) or begun is not None
        if not refers or self.age > 12:
            return
        target = self._target(named) or current
        if begun and (begun == "both" or begun in {who.state for who in target.people}):
            target.initiatives.append(begun)
            target.spans.append((start, end))
        length = duration(sentence)
        if length is not None and target.duration is None:
            target.duration = length
            target.spans.append((start, end))
        if target.channel is None and target.status is Status.HELD:
            target.channel = (
                channel(sentence)
                if re.search(
                    r"(?i)\b(?:phone|telephone|video|call|in person|face to face|sidelines|line|met|meeting)", sentence
                )
                else None
            )
        target.confidential = target.confidential or confidential(sentence)
        undated = target.resolved.date == UNKNOWN or (target.resolved.words or "").startswith(WEAK)
        if (
            undated
            and dates
            and not before
            and (_HELD_ON.search(sentence) or _OF_IT.search(sentence) or _DAYS_CALL.search(sentence))
        ):
            for printed in dates:
                head = sentence[: printed.start]
                if (
                    printed.kind == "year"
                    or (SAYING.search(head) and not _ITS_DAY.search(head))
                    or re.search(r"(?i)\b(?:since|until|before|after|from)\s*(?:the )?$", head[-12:])
                ):
                    continue
                resolved = self.combined(printed, dates, sentence, ahead=target.status is Status.SCHEDULED)
                if resolved.date != UNKNOWN or resolved.weekday:
                    target.resolved, target.printed = resolved, printed.text
                    target.spans.append((start, end))
                    break
        if target.status is Status.SCHEDULED and re.search(
            r"(?i)\b(?:did not|never) (?:take place|happen|come (?:off|about)|go ahead|materiali[sz]e)", sentence
        ):
            target.status = Status.CANCELLED
            target.spans.append((start, end))
        if target.status is Status.SCHEDULED and re.search(r"(?i)\b(?:cancel|called off|postponed|scrapped)", sentence):
            target.status = Status.CANCELLED
            target.spans.append((start, end))
        if (start, end) not in target.spans and re.search(
            r"(?i)\bconfirmed the (?:call|conversation|meeting)|the call on\b", sentence
        ):
            target.spans.append((start, end))
            if target.resolved.date == UNKNOWN and target.resolved.weekday is None and dates:
                target.resolved, target.printed = self.combined(dates[0], dates, sentence, ahead=False), dates[0].text

    def line_of_list(self, sentence: str, start: int, end: int, named: list[Mention], dates: list[Printed]) -> bool:
        """Take a line of a list of calls: its owner with whom the line names."""
        people = tuple(dict.fromkeys(who for item in named for who in item.people))
        if (
            not self.list_owner
            or len(people) != 1
            or people[0].state == self.list_owner[0].state
            or LINE.search(sentence)
        ):
            return False
        if not BULLET.match(sentence) and sentence.endswith((".", "!", "?")):
            return False
        status = listed_status(sentence)
        if status is None:
            return False
        plain = self.plain_dates(sentence, dates, [])
        resolved, printed = plain[0] if plain else self.list_date or (UNDATED, None)
        draft = Draft((self.list_owner[0], people[0]), status, resolved, printed, [(start, end)])
        begun = listed_initiative(sentence, self.list_owner[0].state, people[0].state)
        draft.initiatives = [begun] if begun else []
        draft.duration = duration(sentence)
        draft.channel = "phone"
        self.merge(draft)
        return True

    def _moved(self, sentence: str, start: int, end: int, named: list[Mention], dates: list[Printed]) -> bool:
        """Take the new day of a contact to come: "the visit has been put back to 19 June"."""
        found = MOVED.search(sentence)
        target = self.current
        if found is None or named or target is None or target.status not in {Status.SCHEDULED, Status.CANCELLED}:
            return False
        day = next((item for item in dates if item.start >= found.start()), None)
        if day is None:
            return False
        target.resolved, target.printed = self.combined(day, dates, sentence, ahead=True), day.text
        target.status = Status.SCHEDULED
        target.spans.append((start, end))
        return True

    def _single(self, sentence: str, start: int, end: int, named: list[Mention], dates: list[Printed]) -> bool:
        """Take a request told of one side alone: "X, approached on the same day, was unable to talk"; the other is whom the report is about."""
        people = tuple(dict.fromkeys(who for item in named for who in item.people))
        if len(people) != 1 or LINE.search(sentence):
            return False
        status = told(sentence)
        if (
            status not in {Status.DECLINED, Status.UNANSWERED}
            or not re.search(
                r"(?i)\b(?:approach\w*|request\w*|sought|asked|attempts?|tried|invitation|calls?|dial\w*|rang)\b",
                sentence,
            )
            or any(people[0] in draft.people for draft in self.asked)
        ):
            return False
        other = next(
            (
                who
                for who in (*self.topic, *(self.current.people if self.current else ()))
                if who.state != people[0].state and who.level == people[0].level
            ),
            None,
        )
        if other is None:
            return False
        resolved, printed = (
            (self.combined(dates[0], dates, sentence, ahead=False), dates[0].text)
            if dates and dates[0].kind in {"md", "iso", "weekday", "today"}
            else (self.current.resolved if self.current and "same day" in sentence else UNDATED, None)
        )
        draft = Draft((other, people[0]), status, resolved, printed, [(start, end)])
        draft.initiatives = [other.state] if other.state else []
        self.merge(draft)
        return True

    def _target(self, named: list[Mention]) -> Draft | None:
        """Return the contact that a sentence with these people speaks of: the last one that they all belong to."""
        keys = {who.key for item in named for who in item.people}
        for draft in reversed(self.drafts):
            if not draft.comment and len(keys & draft.who) >= 2:
                return draft
        return None

"""English reports: each sentence is asked for contacts, and every later one for what it adds to them."""

from __future__ import annotations

import re

from watchline.press.claim import (
    REQUESTS,
    Claim,
    Form,
    Status,
)
from watchline.press.dating import HEADS
from watchline.press.draft import WEAK, Draft, moved
from watchline.press.edtf import UNKNOWN, edtf
from watchline.press.frames import Frame, frames
from watchline.press.listed import BULLET, opens_list
from watchline.press.naming import Mention
from watchline.press.previous import Earlier, earlier
from watchline.press.printed import Printed, printed_dates
from watchline.press.said import attribution, channel, confidential, duration, initiative, speaker
from watchline.press.saying import SAYING
from watchline.press.sentences import Paragraph, Part, fiction, invented, sentences
from watchline.press.speaking import Speaking
from watchline.press.tense import is_past
from watchline.press.wires import LINE, wires

_AGAIN_ON = re.compile(r"(?i)\b(?:and|then),? (?:once )?again(?:, [^,;.]{2,30})?,? (?:on |in |at )?")

_THE_CALL = re.compile(r"(?i)\b(?:asked for|requested|sought|proposed|initiated|wanted|suggested) (?:the|this|that|their|\w+day's) (?:[\w-]+ )?(?:call|conversation|talk|meeting|exchange|contact)\b")  # fmt: skip
_WHEN_THEY = re.compile(
    r"(?i), (?:when|in which|at which|during which) (?:they|the two|both|the pair)(?: (?:had|also|ministers?|men|women|sides))* $"
)
"""What an earlier contact was about is no further one: "last spoke on 18 December, when they discussed"."""
_REPORTED = re.compile(
    r"(?i)\b(?:reported|announced|said|confirmed|disclosed) (?:this|so|it|the (?:call|news|conversation|meeting))\b"
)
_TIMES = re.compile(
    r"(?i)\b(?:have|has) (?:spoken|talked|met|conferred)\b[^.;]{0,40}?\b(?:\w+ times|twice|often|regularly|repeatedly)\b[^.;,]*?(?:this|in the|since|over|over the) \w+"
)
"""So many contacts without their days."""
_RELATED = re.compile(r"'s? (?:[a-z-]+ )?(?:predecessor|successor|deputy|boss|superior|subordinate),? ")
_UNKNOWN = re.compile(r"\b(?:met|with|called|rang|saw|and|telephoned|visited) (?:Mr|Mrs|Ms|Miss|Dr|Sir|Lady|Professor|Captain|Colonel|Major|Ambassador)\.? [A-Z][\w-]+|(?<=\bmet )[A-Z][a-z]+ [A-Z][a-z]+|(?<=\bwith )[A-Z][a-z]+ [A-Z][a-z]+")  # fmt: skip
"""Somebody named with a title, or with whom somebody was."""


class Reading(Speaking):
    """One English report while it is read, sentence after sentence."""

    def claims(self) -> list[Claim]:
        """Return what the report says, in the order of the text."""
        self.finder.home = self.home()
        first_body = next((item for item in self.paragraphs if item.part is Part.BODY), None)
        for paragraph in self.paragraphs:
            self._heading(paragraph)
            if paragraph.part is Part.NOISE:
                continue
            comment = paragraph.part is Part.COMMENT
            lead = paragraph.part is Part.HEADLINE or paragraph is first_body
            self.before_date = self.paragraph_date = None
            self.year_age += 1
            for start, end in sentences(self.text.clean, paragraph.start, paragraph.end):
                if comment:
                    self._comment(start, end)
                else:
                    self._sentence(start, end, lead=lead)
        if invented(self.text.clean):
            self.drafts = [draft for draft in self.drafts if self._real(draft)]
        return self.gathered()

    def _real(self, draft: Draft) -> bool:
        """Whether a contact told in a text about a play or an exercise is one of the world: it has a day, and its paragraph speaks of neither."""
        return edtf(draft.resolved.date).exact is not None and not any(
            fiction(self.text.clean[item.start : item.end])
            for item in self.paragraphs
            for start, _ in draft.spans
            if item.start <= start < item.end
        )

    def _heading(self, paragraph: Paragraph) -> None:
        """Take the day of a heading: "TUESDAY", "Day two: Wednesday 5 June"; what stands below it is of that day."""
        line = self.text.clean[paragraph.start : paragraph.end]
        if paragraph.part is Part.COMMENT or len(line.split()) > 8:
            return
        dates = printed_dates(line.title() if line.isupper() else line)
        plain = self.plain_dates(line, dates, [])
        if len(plain) == 1 and not frames(line, self.finder.find(paragraph.start, paragraph.end), ()):
            self.section_date = plain[0]

    def _comment(self, start: int, end: int) -> None:
        """Read a sentence of a reader: whatever contact it tells is marked, and joins nothing."""
        sentence = self.text.clean[start:end]
        kept = list(self.finder.last)
        mentions = [moved(item, -start) for item in self.finder.find(start, end)]
        self.finder.last = kept
        if re.match(r"^[A-Z][\w .'-]{1,30}:\s", sentence) or sentence.count('"') >= 4:
            return
        for frame in frames(sentence, mentions, ()):
            if frame.status is not None:
                self.drafts.append(
                    Draft(
                        frame.people,
                        frame.status,
                        spans=[(start, end)],
                        comment=True,
                        resolved=self.date_of(sentence, frame, [], mentions)[0],
                    )
                )

    def _begun(self, frame: Frame, sentence: str) -> Draft | None:
        """Return the contact that was told before, of which this only says who asked for it: "X had asked for the call"."""
        if not _THE_CALL.search(sentence):
            return None
        keys = {who.key for who in frame.people}
        return next((draft for draft in reversed(self.drafts) if draft.status is Status.HELD and not draft.background and not draft.comment and draft.who == keys), None)  # fmt: skip

    def _sentence(self, start: int, end: int, *, lead: bool) -> None:
        clean_text = self.text.clean
        sentence = clean_text[start:end]
        self.age += 1
        self.pair_age += 1
        if self.pair_age > 8 and not self.pair_told:
            self.pair = ()
        mentions = [moved(item, -start) for item in self.finder.find(start, end)]
        mentions = [item for item in mentions if not _so_called(sentence, item)]
        mentions = [item for item in mentions if not _whose(sentence, item, mentions)]
        named = list(mentions)
        mentions += self._pronouns(sentence, named)
        mentions.sort()
        dates = [
            item
            for item in printed_dates(sentence)
            if self.dateline is None
            or not start <= self.dateline.start < end
            or item.start + start != self.dateline.start
        ]
        dates = [
            item
            for item in dates
            if not _dateline_words(sentence, item)
            and not any(one.start < item.end and item.start < one.end for one in named)
        ]
        before = earlier(sentence, dates)
        titled = re.match(
            r"(?:The|His|Her) (?P<office>[Mm]inister|[Ss]ecretary|[Pp]resident|[Gg]eneral|[Aa]dmiral)(?= [a-z])",
            sentence,
        )
        topic = (self.main, *self.topic) if titled and self.main is not None else self.topic
        if (
            sentence.startswith('"')
            and re.search(r"\b(?:I|[Ww]e)\b", sentence)
            and (who := speaker(sentence, named)) is not None
        ):
            topic = (who, *topic)
        if self.main is None and named and not lead:
            self.main = next((item.people[0] for item in named if not item.group), None)
        dates = self.with_years(dates)
        voice = self._spoken(sentence, named)
        told = [
            frame
            for frame in frames(sentence, mentions, topic, self.pair, dates, voice)
            if not _of_silence(frame, before, sentence) and not _counted_from(frame, sentence)
        ]
        drafts: list[Draft] = []
        facts = wires(sentence, self.lexicon, spoken_of=self.line_age <= 3)
        self.line_age = 0 if facts or LINE.search(sentence) else self.line_age + 1
        for found in self.lexicon.state_words().finditer(sentence):
            if code := self.lexicon.state(found[0]):
                self.states_seen = [*(one for one in self.states_seen if one != code), code]
        for frame in told:
            if frame.status is None:
                continue
            if facts and not any(item.how == "name" for item in named):
                continue
            if frame.status is Status.SOUGHT and (held := self._begun(frame, sentence)) is not None:
                held.initiatives += [frame.initiative] if frame.initiative else []
                held.spans.append((start, end))
                continue
            resolved, printed = self.date_of(sentence, frame, before, mentions, dates)
            begun = initiative(sentence, named, self.lexicon)
            begun = begun if len([one for one in told if one.status]) == 1 else None
            draft = Draft(frame.people, frame.status, resolved, printed, [(start, end)], lead=lead)
            draft.initiatives = [
                code
                for code in ((begun or frame.initiative),)
                if code and (code == "both" or code in {who.state for who in frame.people})
            ]
            if frame.status in REQUESTS:
                states = {who.state for who in frame.people}
                draft.initiatives = [code for code in (frame.initiative, begun) if code and code in states][:1]
            draft.channel = channel(
                frame.words + " " + sentence[frame.at : frame.end + 40]
                if len(told) > 1
                else sentence
                if len(told) == 1 and not before
                else frame.words
            )
            draft.duration = duration(sentence) if len(told) == 1 else duration(sentence[frame.at :])
            draft.confidential = confidential(sentence)
            draft.attribution = attribution(sentence)
            draft.background = bool(
                re.search(
                    r"(?i)\b(?:last (?:spoke|met|talked)|previous(?:ly)?|earlier (?:this|in)|last (?:month|year|week)|in the past|a (?:month|week|year) (?:ago|earlier|before))\b",
                    sentence[max(0, frame.at - 30) : frame.end + 60],
                )
            ) or (
                resolved.date != UNKNOWN
                and not SAYING.search(sentence[: frame.at])
                and bool(
                    re.search(
                        r"(?i)\bhad (?:spoken|met|talked|held|already|called|telephoned)\b",
                        sentence[max(0, frame.at - 30) : frame.end + 20],
                    )
                )
            )
            if (
                self.current is not None
                and resolved.date == UNKNOWN
                and resolved.weekday is None
                and re.search(
                    r"(?i)\b(?:also|additionally|in addition|then|later|as well|earlier in the day)\b", sentence
                )
                and {who.key for who in frame.people} & self.current.who
            ):
                draft.beside = self.current
            if draft.status is Status.HELD and self.is_ahead(resolved) and not is_past(frame, sentence):
                draft.status = Status.SCHEDULED
            drafts.append(draft)
        if len(drafts) == 1 and drafts[0].status is Status.HELD and drafts[0].printed:
            for listed in _listed_days(sentence, dates, drafts[0].printed):
                resolved = self.combined(listed, dates, sentence, ahead=False)
                drafts.append(Draft(drafts[0].people, Status.HELD, resolved, listed.text, [(start, end)], channel=drafts[0].channel))  # fmt: skip
        if len(drafts) == 1 and (twice := _AGAIN_ON.search(sentence)):
            day = next((item for item in dates if 0 <= item.start - twice.end() <= 3), None)
            if day is not None and day.text != drafts[0].printed:
                resolved = self.combined(day, dates, sentence, ahead=drafts[0].status is Status.SCHEDULED)
                drafts.append(Draft(drafts[0].people, drafts[0].status, resolved, day.text, [(start, end)]))
        for draft in drafts:
            if draft.resolved.date == UNKNOWN and draft.resolved.weekday is None and not draft.background:
                draft.nearby = self.before_date or self.paragraph_date or self.section_date or self.of_before() or self.text_date or self.said_date  # fmt: skip
            if (
                draft.status is Status.SCHEDULED
                and draft.resolved.date == UNKNOWN
                and self.coming is not None
                and self.age <= 2
            ):
                draft.resolved, draft.printed = self.coming
        plain = self.plain_dates(sentence, dates, before)
        self.before_date = plain[0] if len(plain) == 1 else None
        if plain:
            self.text_date = plain[-1]
        said = [
            item
            for item in dates
            if item.kind in {"md", "iso", "weekday", "today"} and SAYING.search(sentence[: item.start])
        ]
        if said and not drafts:
            resolved = self.combined(said[-1], dates, sentence, ahead=False)
            self.said_date = (resolved, said[-1].text)
            if self.current is not None and self.age <= 1 and _REPORTED.search(sentence) and self.current.resolved.date == UNKNOWN and self.current.status is Status.HELD and not self.current.background:  # fmt: skip
                self.current.resolved, self.current.printed = resolved._replace(words=f"{WEAK}: {said[-1].text!r}"), said[-1].text  # fmt: skip
        coming = [
            item
            for item in dates
            if item.kind in {"md", "iso", "weekday", "today", "dom"} and not SAYING.search(sentence[: item.start])
        ]
        self.coming = None
        if coming:
            resolved = self.combined(coming[-1], dates, sentence, ahead=True)
            self.coming = (resolved, coming[-1].text) if self.is_ahead(resolved) else None
        if plain and not (before and drafts):
            self.paragraph_date = plain[0] if HEADS.match(sentence) else plain[-1]
        if lead:
            self.lead_dates += plain
        for index, draft in enumerate(drafts):
            drafts[index] = merged = self.merge(draft)
            self.pair, self.pair_age, self.pair_told = draft.people, 0, True
            if not draft.background or self.current is None or self.current.who != merged.who:
                self.current = merged
            if merged.status in {Status.SOUGHT, Status.DECLINED, Status.UNANSWERED}:
                self.asked.append(merged)
        if not drafts and self.line_of_list(sentence, start, end, named, dates):
            return
        if opens_list(sentence):
            self.list_owner = (named[0].people if named else self.topic)[:1]
            self.list_date = self.paragraph_date or self.section_date or self.of_before()
        elif not BULLET.match(sentence):
            self.list_owner = ()
        if drafts:
            self.age = 0
        self.tell_earlier(sentence, start, before, named, drafts, told)
        if not drafts:
            self.keep_lead(sentence, start, dates)
            if not self.again(sentence, start, end, mentions, dates, before):
                self.tell_more(sentence, start, end, named, dates, before)
        self.tell_lines(facts, sentence, start, dates)
        self.tell_statements(sentence, start, end, named, drafts, told)
        if not drafts and len(named) < 2 and _somebody_else(sentence, named):
            self.pair = ()
        if named:
            subject = [who for item in named if item.how != "counterpart" for who in item.people]
            he = re.search(r"(?i)\b(?:he|she)\b", sentence)
            if self.topic and ((he and he.start() < named[0].start) or not _leads(sentence, named[0])):
                subject.insert(0, self.topic[0])
            self.topic = tuple(dict.fromkeys(subject)) or self.topic
            pair = tuple(dict.fromkeys(who for item in named for who in item.people))
            if (
                not drafts
                and len(pair) == 1
                and len(self.topic) > 1
                and re.search(r"(?i)\b(?:he|she|his|her|him)\b", sentence)
            ):
                pair = (*pair, *(who for who in self.topic if who.state != pair[0].state))[:2]
            if not drafts and len(pair) == 2 and len({who.state for who in pair}) == 2:
                self.pair_told = self.pair_told and set(self.pair) == set(pair)
                self.pair, self.pair_age = pair, 0


def _listed_days(sentence: str, dates: list[Printed], first: str) -> list[Printed]:
    """Return the days listed behind a first one: "on 8 September, 3 October and 2 November"."""
    found: list[Printed] = []
    begin = next((item for item in dates if item.text == first and item.kind in {"md", "iso", "month", "dom"}), None)
    if begin is None:
        return []
    last = begin
    for item in dates:
        if item.start <= last.start or item.kind not in {"md", "iso", "month", "dom"}:
            continue
        between = sentence[last.end : item.start]
        if re.fullmatch(r",? (?:and |and then |then )?(?:again |once more )?(?:on |in )?", between) or re.fullmatch(r", (?:one|another|a [\w -]{3,40}) (?:in|on) ", between) or re.fullmatch(r", (?:one|another|a) [^,;]{0,60}? ?(?:in|on) ", between) or re.fullmatch(r"(?: by [^,;]{3,50})?, (?:one|another|a [\w-]+) (?:on|in) ", between):  # fmt: skip
            found.append(item)
            last = item
        else:
            break
    return found


def _so_called(sentence: str, item: Mention) -> bool:
    """Whether a name stands in quotation marks of its own: somebody who plays him, or a ship."""
    return sentence[item.start - 1 : item.start] == '"' and sentence[item.end : item.end + 1] == '"'


def _whose(sentence: str, item: Mention, mentions: list[Mention]) -> bool:
    """Whether somebody stands there only to say who the next is: "Sorell's predecessor, Otto Brandel"."""
    found = _RELATED.match(sentence, item.end)
    return found is not None and any(other.start == found.end() for other in mentions)


def _somebody_else(sentence: str, named: list[Mention]) -> bool:
    """Whether a sentence brings in a person whom no roster knows: "the two" behind it are not those spoken of before."""
    return any(
        not any(item.start < found.end() and found.start() < item.end for item in named)
        for found in _UNKNOWN.finditer(sentence)
    )


def _leads(sentence: str, item: Mention) -> bool:
    """Whether somebody named may be whom a sentence is about: no preposition stands before the name."""
    return not re.search(
        r"(?i)\b(?:with|to|from|by|of|for|about|at|against|between|on|than|told|met|meet|saw|called|rang|telephoned)(?: (?:the|a|his|her|its|their|[A-Z][\w'-]+|host|guest|visiting|[\w-]+ minister|president|general))* $",
        sentence[: item.start],
    )


def _of_silence(frame: Frame, before: list[Earlier], sentence: str) -> bool:
    """Whether a frame only repeats an earlier-contact statement: "have not spoken since", "last spoke on"."""
    for item in before:
        if item.form in {Form.LAST_ON, Form.NONE_UNTIL, Form.FIRST_EVER} and item.start - 30 <= frame.at <= item.end:
            return True
    times = _TIMES.search(sentence)
    if times is not None and times.start() <= frame.at < times.end() and not printed_dates(sentence[times.end() :]):
        return True
    if before and _WHEN_THEY.search(sentence[: frame.at]):
        return True
    return bool(
        re.search(
            r"(?i)\b(?:not|never) (?:yet )?(?:spoken|talked|met)\b", sentence[max(0, frame.at - 12) : frame.at + 30]
        )
    )


def _counted_from(frame: Frame, sentence: str) -> bool:
    """Whether a frame is only what days are counted from: "a week before the last call between X and Y"."""
    return bool(
        re.search(
            r"(?i)\b(?:days?|weeks?|months?) (?:before|after) (?:the|their|a) (?:[\w'-]+ ){0,3}$",
            sentence[: frame.at],
        )
    )


def _dateline_words(sentence: str, item: Printed) -> bool:
    """Whether a date is a dateline: "TOLLVIK, 3 March - "."""
    return bool(
        re.match(r"^[A-Z][A-Z' .-]{2,30},? (?:\w+, )?$", sentence[: item.start])
        and re.match(r"\s*(?:\([^)]*\))?\s*(?:[-–—]|:|\n|$)", sentence[item.end :])
    )

"""From a report to claims, by rules: no model, no network, the same text gives the same claims.

The rules read sentence by sentence and gather: one contact of the real world is one claim, however many sentences speak of it.
They suggest and never decide: nothing here is counted before a person has confirmed it. What stands in a reader's comment is
marked and kept apart. The text is data: no words in it change what the rules do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from watchline.measure import parse_day
from watchline.people import Roster
from watchline.press.claim import CLAIMS_MAX, REQUESTS, Basis, Claim, Duration, Form, Kind, LineFact, Principal, Report, Span, Status
from watchline.press.dates import Calendar, Printed, Resolved, UNDATED, add_days, dateline, printed_dates
from watchline.press.edtf import OPEN, UNKNOWN, Days, compatible, date_words, edtf, of_days, weekday
from watchline.press.frames import TELLS, Frame, asker, frames, status_of
from watchline.press.lexicon import Lexicon, Who
from watchline.press.mentions import PRONOUN, Cast, Finder, Mention
from watchline.press.previous import Earlier, earlier
from watchline.press.reading import Text, clean, quote_hash
from watchline.press.said import attribution, channel, confidential, duration, initiative, is_readout, quote, speaker
from watchline.press.sentences import Part, paragraphs, sentences
from watchline.press.tables import ReferenceDay, State, shipped_days, shipped_states
from watchline.press.wires import LINE, Wire, wires

HELD_CLASS = {Status.HELD}
_COREF = re.compile(r"(?i)\b(?:(?:the|their|this|that|both|his|her) (?:[\w-]+ ){0,3}?(?:calls?|conversations?|talks?|meetings?|discussions?|contacts?|letters?|video ?conferences?|exchange)|(?:call|conversation|talks) (?:lasted|took place|was|came)|it lasted|lasted|they (?:spoke|talked|met)|the two (?:spoke|talked|met))\b")
_DURING = re.compile(r"(?i)\b(?:said|says|told|stated|announced|reported|added|confirmed|briefing|post|posted|statement|interview|speaking|wrote|reporters)\b[^,.;]{0,45}$")


@dataclass
class Draft:
    """A contact while it is gathered."""

    people: tuple[Who, ...]
    status: Status
    resolved: Resolved = UNDATED
    printed: str | None = None
    spans: list[tuple[int, int]] = field(default_factory=list)
    initiatives: list[str] = field(default_factory=list)
    duration: Duration | None = None
    channel: str | None = None
    confidential: bool = False
    attribution: tuple[str, ...] = ()
    background: bool = False
    comment: bool = False
    lead: bool = False
    ahead_of: str | None = None
    beside: Draft | None = None
    nearby: tuple[Resolved, str] | None = None

    @property
    def who(self) -> frozenset[str]:
        """Keys of its people."""
        return frozenset(who.key for who in self.people)


@dataclass(frozen=True)
class Reader:
    """What reports are read with: states, reference days, the roster.

    Attributes:
        roster: Persons and offices; None: only offices and names that the text itself explains.
        states, days: The tables.
    """

    roster: Roster | None = None
    states: tuple[State, ...] = ()
    days: tuple[ReferenceDay, ...] = ()
    learnt: tuple[tuple[str, str], ...] = ()

    @staticmethod
    def shipped(roster: Roster | None = None) -> Reader:
        """Return a reader with the tables that come with this program."""
        return Reader(roster, shipped_states(), shipped_days())

    def taught(self, texts: Iterable[str]) -> Reader:
        """Return this reader with the words for states that no table lists, learnt from all these reports together."""
        lexicon = Lexicon(self.states, self.roster)
        cast = Cast(self.roster, lexicon)
        for raw in texts:
            Finder(cast, OPEN, clean(raw).clean)
        return replace(self, learnt=tuple(sorted(lexicon.learnt().items())))

    @property
    def unlisted(self) -> frozenset[str]:
        """States of the roster for which no table has words."""
        return self.cast.lexicon.unlisted

    @cached_property
    def cast(self) -> Cast:
        """Everybody the roster knows, indexed once."""
        return Cast(self.roster, Lexicon(self.states, self.roster))

    def read(self, raw: str, *, name: str, sha256: str, published: str = UNKNOWN, outlet: str | None = None) -> Report:
        """Return what a report says.

        Args:
            raw: Its text, decoded.
            name: How it is called here.
            sha256: Of its bytes, hexadecimal.
            published: EDTF, or ``unknown``: then the report's own dateline counts, if it has one.
            outlet: Who published it.

        Cost: about linear in the text; some milliseconds for a report.
        """
        from watchline.press.russian import is_russian, read_russian

        text = clean(raw)
        russian = is_russian(text.clean)
        reading = Reading(self, text, published)
        claims = read_russian(reading) if russian else reading.claims()
        body = tuple((item.part.value, *text.place(item.start, item.end)) for item in reading.paragraphs)
        return Report(name=name, sha256=sha256, outlet=outlet, published=reading.published, language="ru" if russian else "en", claims=tuple(claims[:CLAIMS_MAX]), body=body)


class Reading:
    """One report while it is read.

    Args:
        reader: Tables and roster.
        text: The report.
        published: EDTF of its publication, or ``unknown``.
    """

    def __init__(self, reader: Reader, text: Text, published: str) -> None:
        self.reader, self.text = reader, text
        self.dateline: Printed | None = None
        if published == UNKNOWN:
            line = dateline(text.clean)
            if line is not None:
                published, self.dateline = line
        self.published = published
        self.anchors = self._anchors()
        self.calendar = Calendar(edtf(published), tuple(item.day for item, _, _ in self.anchors))
        self.paragraphs = paragraphs(text.clean)
        self.lexicon = reader.cast.lexicon.fresh()
        for word, code in reader.learnt:
            self.lexicon.learn(word, code)
        self.cast = reader.cast.speaking(self.lexicon)
        self.days = edtf(published) if published != UNKNOWN else self._around()
        if published == UNKNOWN:
            self._look_ahead()
        self.finder = Finder(self.cast, self.days, text.clean)
        self.drafts: list[Draft] = []
        self.found: list[Claim] = []
        self.topic: tuple[Who, ...] = ()
        self.pair: tuple[Who, ...] = ()
        self.current: Draft | None = None
        self.line_states: tuple[str, ...] = ()
        self.asked: list[Draft] = []
        self.gaps: list[tuple[Earlier, Draft | None, tuple[int, int], tuple[Who, ...]]] = []
        self.age = 0
        self.lead_dates: list[tuple[Resolved, str]] = []
        self.before_date: tuple[Resolved, str] | None = None
        self.line_age = 99
        self.states_seen: list[str] = []
        self.main: Who | None = None
        self.spoke: str | None = None
        self.leads: list[tuple[set[str], Resolved, str, tuple[int, int]]] = []

    def _anchors(self) -> list[tuple[ReferenceDay, int, int]]:
        """Return the reference days that the report names, in order of their place."""
        found: list[tuple[ReferenceDay, int, int]] = []
        for day in self.reader.days:
            for words in day.printed:
                at = self.text.clean.find(words)
                if at >= 0:
                    found.append((day, at, at + len(words)))
        return sorted({item[0].day: item for item in sorted(found, key=lambda item: -item[1])}.values(), key=lambda item: -item[0].day)

    def _around(self) -> Days:
        """Return about when a report without a date of its own speaks: from the latest day it counts from on."""
        latest = max((item.day for item, _, _ in self.anchors), default=None)
        return OPEN if latest is None else Days(latest, latest + 270)

    def _look_ahead(self) -> None:
        """Narrow the day of publication by "next month's summit", where the summit is a reference day."""
        for day, start, _ in self.anchors:
            before = self.text.clean[max(0, start - 40) : start]
            found = re.search(r"(?i)\b(?P<mod>next|last|this) month(?:'s)?[^.;]{0,24}$", before)
            if found:
                month = edtf(_month_of(day.day))
                assert month.first is not None
                assert month.last is not None
                shift = {"next": Days(edtf(_month_of(month.first - 1)).first, month.first - 1), "this": month, "last": edtf(_month_of(month.last + 1))}[found["mod"].lower()]
                self.published = of_days(shift)
                self.calendar = Calendar(shift, self.calendar.anchors)
                self.days = shift
                return

    def claims(self) -> list[Claim]:
        """Return what the report says, in the order of the text."""
        first_body = next((item for item in self.paragraphs if item.part is Part.BODY), None)
        for paragraph in self.paragraphs:
            if paragraph.part is Part.NOISE:
                continue
            comment = paragraph.part is Part.COMMENT
            lead = paragraph.part is Part.HEADLINE or paragraph is first_body
            self.before_date = None
            for start, end in sentences(self.text.clean, paragraph.start, paragraph.end):
                if comment:
                    self._comment(start, end)
                else:
                    self._sentence(start, end, lead=lead)
        return self.gathered()

    # --- one sentence -------------------------------------------------------------------------------------------------

    def _comment(self, start: int, end: int) -> None:
        """Read a sentence of a reader: whatever contact it tells is marked, and joins nothing."""
        sentence = self.text.clean[start:end]
        if not TELLS.search(sentence):
            return
        kept = list(self.finder.last)
        mentions = [_moved(item, -start) for item in self.finder.find(start, end)]
        self.finder.last = kept
        if re.match(r"^[A-Z][\w .'-]{1,30}:\s", sentence) or sentence.count('"') >= 4:
            return
        for frame in frames(sentence, mentions, ()):
            if frame.status is not None:
                self.drafts.append(Draft(frame.people, frame.status, spans=[(start, end)], comment=True, resolved=self._date(sentence, frame, [], mentions)[0]))

    def _sentence(self, start: int, end: int, *, lead: bool) -> None:
        clean_text = self.text.clean
        sentence = clean_text[start:end]
        self.age += 1
        mentions = [_moved(item, -start) for item in self.finder.find(start, end)]
        named = list(mentions)
        mentions += self._pronouns(sentence, named)
        mentions.sort()
        dates = [item for item in printed_dates(sentence) if self.dateline is None or not start <= self.dateline.start < end or item.start + start != self.dateline.start]
        dates = [item for item in dates if not _dateline_words(sentence, item)]
        before = earlier(sentence, dates)
        titled = re.match(r"(?:The|His|Her) (?P<office>[Mm]inister|[Ss]ecretary|[Pp]resident|[Gg]eneral|[Aa]dmiral)(?= [a-z])", sentence)
        topic = (self.main, *self.topic) if titled and self.main is not None else self.topic
        if self.main is None and named and not lead:
            self.main = next((item.people[0] for item in named if not item.group), None)
        told = [frame for frame in frames(sentence, mentions, topic) if not _of_silence(frame, before, sentence) and not _counted_from(frame, sentence)]
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
            resolved, printed = self._date(sentence, frame, before, mentions, dates)
            begun = initiative(sentence, named, self.lexicon)
            begun = begun if len([one for one in told if one.status]) == 1 else None
            draft = Draft(frame.people, frame.status, resolved, printed, [(start, end)], lead=lead)
            draft.initiatives = [code for code in ((begun or frame.initiative),) if code and (code == "both" or code in {who.state for who in frame.people})]
            if frame.status in REQUESTS and not draft.initiatives:
                asker = self._asker(sentence, frame, named)
                draft.initiatives = [asker] if asker else []
            draft.channel = channel(frame.words + " " + sentence[frame.at : frame.end + 40] if len(told) > 1 else sentence if len(told) == 1 and not before else frame.words)
            draft.duration = duration(sentence) if len(told) == 1 else duration(sentence[frame.at :])
            draft.confidential = confidential(sentence)
            draft.attribution = attribution(sentence)
            draft.background = bool(re.search(r"(?i)\b(?:last (?:spoke|met|talked)|previous(?:ly)?|earlier (?:this|in)|last (?:month|year|week)|in the past|a (?:month|week|year) (?:ago|earlier|before))\b", sentence[max(0, frame.at - 30) : frame.end + 60])) or (resolved.date != UNKNOWN and bool(re.search(r"(?i)\bhad (?:spoken|met|talked|held|already|called|telephoned)\b", sentence[max(0, frame.at - 30) : frame.end + 20])))
            if self.current is not None and resolved.date == UNKNOWN and resolved.weekday is None and re.search(r"(?i)\b(?:also|additionally|in addition|then|later|as well|earlier in the day)\b", sentence) and {who.key for who in frame.people} & self.current.who:
                draft.beside = self.current
            drafts.append(draft)
        for draft in drafts:
            if draft.resolved.date == UNKNOWN and draft.resolved.weekday is None and not draft.background:
                draft.nearby = self.before_date
        plain = self._plain_dates(sentence, dates, before)
        self.before_date = plain[0] if len(plain) == 1 else None
        if lead:
            self.lead_dates += plain
        for index, draft in enumerate(drafts):
            drafts[index] = merged = self.merge(draft)
            self.pair = draft.people
            if not draft.background or self.current is None or self.current.who != merged.who:
                self.current = merged
            if merged.status in {Status.SOUGHT, Status.DECLINED, Status.UNANSWERED}:
                self.asked.append(merged)
        if drafts:
            self.age = 0
        self._earlier(sentence, start, before, named, drafts, told)
        if not drafts:
            self._lead(sentence, start, dates)
            self._more(sentence, start, end, named, dates, before)
        self._lines(facts, sentence, start, dates)
        self._statements(sentence, start, end, named, drafts, told)
        if named:
            subject = [who for item in named if item.how != "counterpart" for who in item.people]
            self.topic = tuple(dict.fromkeys(subject)) or self.topic
            pair = tuple(dict.fromkeys(who for item in named for who in item.people))
            if not drafts and len(pair) == 2 and len({who.state for who in pair}) == 2:
                self.pair = pair

    def _plain_dates(self, sentence: str, dates: list[Printed], before: list[Earlier]) -> list[tuple[Resolved, str]]:
        """Return the past days that a sentence names as its own: not of a saying, an earlier contact, or a plan."""
        found = []
        for item in dates:
            head = sentence[: item.start]
            if item.kind not in {"md", "iso", "weekday", "today"} or any(one.dated == item or one.start <= item.start < one.end for one in before):
                continue
            if re.search(r"(?i)\b(?:since|until|till|before|after|from|by)\s+(?:the )?$", head[-16:]) or _DURING.search(head) or re.search(r"(?i)\b(?:will|next|set for|due|to be|planned)\b[^.;]{0,40}$", head) or re.match(r"(?i)[^,.;]{0,3},? (?:said|told|announced|reported)", sentence[item.end :]):
                continue
            found.append((self._combined(item, dates, sentence, ahead=False), item.text))
        return found

    def _pronouns(self, sentence: str, named: list[Mention]) -> list[Mention]:
        """Return what "the two" and "they" stand for: the pair spoken of last."""
        found: list[Mention] = []
        for item in PRONOUN.finditer(sentence):
            if any(other.start < item.end() and item.start() < other.end for other in named):
                continue
            if not item["two"]:
                continue
            low = item[0].lower()
            inside = tuple(dict.fromkeys(who for other in named if other.end <= item.start() for who in other.people))
            people = self.pair
            if len(inside) >= 2 and len({who.state for who in inside}) >= 2:
                people = inside[-2:] if "three" not in low else inside[-3:]
            if "sides" in low or ("three" in low and len(people) != 3):
                continue
            if len(people) >= 2:
                found.append(Mention(item.start(), item.end(), people, group=True, how="pronoun"))
        return found

    def _asker(self, sentence: str, frame: Frame, named: list[Mention]) -> str | None:
        """Return who asked, in a sentence that tells of a request: the subject of the asking, else the other of who declined."""
        asked = asker(sentence, [item for item in named if item.people])
        states = {who.state for who in frame.people}
        if asked in states:
            return asked
        if frame.status in {Status.DECLINED, Status.UNANSWERED}:
            refuser = frame.people[0].state
            others = sorted(state for state in states if state and state != refuser)
            return others[0] if len(others) == 1 else None
        return next((item.people[0].state for item in named if item.people[0].state in states), None)

    def _date(self, sentence: str, frame: Frame, before: list[Earlier], mentions: list[Mention], dates: list[Printed] | None = None) -> tuple[Resolved, str | None]:
        """Return the day of a contact as one sentence gives it: the nearest date that dates neither the saying nor something earlier."""
        every = printed_dates(sentence) if dates is None else dates
        ahead = frame.status is Status.SCHEDULED or (frame.status in {Status.NOT_SCHEDULED, Status.AVOIDED} and not re.search(r"(?i)\blast\b", sentence)) or (frame.status is Status.CANCELLED and bool(re.search(r"(?i)\b(?:will|was to|is to|were to|next|due|tomorrow)\b", sentence)) and not re.search(r"(?i)had been", sentence))
        usable: list[tuple[int, Printed]] = []
        saying: list[Printed] = []
        others = [item.start for item in mentions if not frame.at - 5 <= item.start <= frame.end]
        for item in every:
            if any(one.dated == item or (one.start <= item.start < one.end and one.form in {Form.FIRST_SINCE, Form.LAST_ON, Form.GAP_DAYS}) for one in before):
                continue
            head = sentence[: item.start]
            if re.search(r"(?i)\b(?:since|until|till|before|after|from|by|until|prior to|following)\s+(?:the )?(?:war|invasion|[a-z]+)?\s*$", head[-24:]) and item.kind != "span":
                continue
            if item.kind == "year" or (item.kind == "span" and item.parts.get("dir") in {"before", "after"}):
                continue
            if item.kind == "span" and item.parts["unit"].startswith(("month", "year")) and item.parts["dir"] != "ago":
                continue
            span_start = min(frame.at, *(one.start for one in mentions if set(one.people) <= set(frame.people)), frame.at) if mentions else frame.at
            if (_DURING.search(head) and not _told_between(head, frame, item) and not _told_person(head, mentions, frame)) or re.match(r"(?i)[^,.;]{0,3},? (?:said|told|announced|reported|a spokes)", sentence[item.end :]):
                saying.append(item)
                continue
            if frame.status in REQUESTS and re.match(r"(?i)\s*On\s*$", head) and re.match(r",? [^.]{0,90}\b(?:said|told)\b", sentence[item.end :]):
                saying.append(item)
                continue
            distance = item.start - frame.end if item.start >= frame.end else frame.at - item.end if item.end <= frame.at else 0
            distance += 60 * any(min(item.start, frame.at) < at < max(item.start, frame.at) and not span_start <= at <= frame.end for at in others)
            distance += 40 * bool(re.search(r"[;]|, (?:while|and then|before|then)\b", sentence[min(item.end, frame.end) : max(item.start, frame.at)])) if item.start > frame.end or item.end < frame.at else 0
            usable.append((abs(distance), item))
        moved = [pair for pair in usable if re.search(r"(?i)\b(?:moved|postponed|rescheduled|put (?:back|off)|brought forward|delayed|pushed back)\b[^.;]{0,20} (?:to|until|till) $", sentence[: pair[1].start])]
        usable = moved or usable
        if len(usable) > 1:
            usable = [pair for pair in usable if not (pair[1].kind == "unit" and pair[1].parts["mod"].lower().startswith(("this", "the same", "earlier", "later")))] or usable
        specific = sorted(usable, key=lambda pair: (pair[0] + (30 if pair[1].kind in {"unit", "month", "ago"} and len(usable) > 1 else 0), pair[1].start))
        for _, item in specific:
            if item.kind in {"md", "iso"} and (edtf(self.calendar.resolve(item).date).exact in self.calendar.anchors or re.search(r"(?i)\b(?:began|beginning|started|starting|launched) (?:on )?$", sentence[: item.start])):
                continue
            resolved = self._combined(item, every, sentence, ahead=ahead)
            if frame.status in REQUESTS and resolved.date != UNKNOWN and re.search(r"(?i)\bso far\b", sentence):
                return replace_date(resolved, f"../{resolved.date}"), item.text
            return resolved, item.text
        if saying:
            resolved = self._combined(saying[0], every, sentence, ahead=False)
            if frame.status in REQUESTS and len(resolved.date) == 10 and resolved.date[0] != "X":
                return replace_date(resolved, f"../{resolved.date}"), saying[0].text
            if frame.status is Status.HELD:
                return resolved._replace(basis=resolved.basis), saying[0].text
        return UNDATED, None

    def _combined(self, item: Printed, every: list[Printed], sentence: str, *, ahead: bool) -> Resolved:
        """Return a date, with the weekday that stands beside it: "Friday, 13 May"."""
        base = None
        if item.kind in {"span", "dayrel"}:
            base = self._base(item, every, sentence)
        resolved = self.calendar.resolve(item, ahead=ahead, base=base)
        beside = next((other for other in every if other.kind == "weekday" and other is not item and abs(other.start - item.end) <= 3 or other.kind == "weekday" and other is not item and 0 <= item.start - other.end <= 3), None)
        if item.kind == "weekday":
            dated = next((other for other in every if other.kind in {"md", "iso"} and (0 <= other.start - item.end <= 3 or 0 <= item.start - other.end <= 3)), None)
            if dated is not None:
                return self._combined(dated, every, sentence, ahead=ahead)
        if beside is not None and item.kind in {"md", "iso"}:
            name = self.calendar.resolve(beside).weekday
            return resolved._replace(weekday=name)
        return resolved

    def _base(self, item: Printed, every: list[Printed], sentence: str) -> Days | None:
        """Return what "a week before" counts from: a date right behind it, a reference day, or the contact spoken of."""
        behind = next((other for other in every if 0 < other.start - item.end <= 40 and other.kind in {"md", "iso"}), None)
        if behind is not None:
            return edtf(self.calendar.resolve(behind).date)
        for day, _, _ in self.anchors:
            if any(words in sentence[item.end :] for words in day.printed):
                return Days(day.day, day.day)
        if item.parts.get("dir") in {"earlier", "later", "before", "after", "previously"} and self.current is not None and item.parts.get("dir") != "ago":
            dated = edtf(self.current.resolved.date)
            if dated.exact is not None:
                return dated
        return None

    # --- gathering ----------------------------------------------------------------------------------------------------

    def merge(self, draft: Draft) -> Draft:
        """Join a contact to the one it speaks of again, or keep it as a new one."""
        for other in reversed(self.drafts):
            if other.comment or not _same_people(other, draft) or not _same_class(other.status, draft.status):
                continue
            known = other.resolved.date != UNKNOWN
            new = draft.resolved.date != UNKNOWN
            if known and new and not compatible(other.resolved.date, draft.resolved.date):
                continue
            if other.resolved.weekday and draft.resolved.weekday and not known and not new and other.resolved.weekday != draft.resolved.weekday:
                continue
            if draft.background != other.background and not (known and new) and draft.status not in REQUESTS:
                continue
            _join(other, draft)
            return other
        self.drafts.append(draft)
        return draft

    def _more(self, sentence: str, start: int, end: int, named: list[Mention], dates: list[Printed], before: list[Earlier]) -> None:
        """Take fields of the contact spoken of from a sentence that tells no new one."""
        current = self.current
        if current is None:
            return
        low = sentence
        if self._single(sentence, start, end, named, dates):
            return
        if self.asked and self.age <= 3:
            status = next((status for status in (Status.UNANSWERED, Status.DECLINED) if status_of(sentence, 0, len(sentence)) is status), None)
            if status is None and re.search(r"(?i)\b(?:declin|refus|rebuff|turned (?:it|them|her|him) down|uninterested)", sentence) and not re.search(r"(?i)to comment", sentence):
                status = Status.DECLINED
            if status is not None and self.asked[-1].status is Status.SOUGHT and not LINE.search(sentence):
                at = self.age
                group = [item for item in self.asked if item.spans[-1] == self.asked[-1].spans[-1]]
                for item in group:
                    item.status = status
                    item.spans.append((start, end))
                self.age = at
                return
        begun = initiative(sentence, named, self.lexicon)
        refers = bool(_COREF.search(low)) or begun is not None
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
            target.channel = channel(sentence) if re.search(r"(?i)\b(?:phone|telephone|video|call|in person|face to face|sidelines|line|met|meeting)", sentence) else None
        target.confidential = target.confidential or confidential(sentence)
        if target.resolved.date == UNKNOWN and dates and not before:
            for item in dates:
                if item.kind == "year" or _DURING.search(sentence[: item.start]) or re.search(r"(?i)\b(?:since|until|before|after|from)\s*(?:the )?$", sentence[: item.start][-12:]):
                    continue
                if not re.search(r"(?i)\b(?:took place|was held|came|happened|on|call|conversation|meeting)\b", sentence):
                    continue
                if re.search(r"(?i)\b(?:took place|was held|came (?:on|a|the)|happened|occurred|call on|conversation on|meeting on|held on)\b", sentence):
                    resolved = self._combined(item, dates, sentence, ahead=target.status is Status.SCHEDULED)
                    if resolved.date != UNKNOWN or resolved.weekday:
                        target.resolved, target.printed = resolved, item.text
                        target.spans.append((start, end))
                        break
        if target.status is Status.SCHEDULED and re.search(r"(?i)\b(?:cancel|called off|postponed|scrapped)", sentence):
            target.status = Status.CANCELLED
            target.spans.append((start, end))
        if (start, end) not in target.spans and re.search(r"(?i)\bconfirmed the (?:call|conversation|meeting)|the call on\b", sentence):
            target.spans.append((start, end))
            if target.resolved.date == UNKNOWN and target.resolved.weekday is None and dates:
                target.resolved, target.printed = self._combined(dates[0], dates, sentence, ahead=False), dates[0].text

    def _single(self, sentence: str, start: int, end: int, named: list[Mention], dates: list[Printed]) -> bool:
        """Take a request told of one side alone: "X, approached on the same day, was unable to talk"; the other is whom the report is about."""
        people = tuple(dict.fromkeys(who for item in named for who in item.people))
        if len(people) != 1 or LINE.search(sentence):
            return False
        status = status_of(sentence, 0, len(sentence))
        if status not in {Status.DECLINED, Status.UNANSWERED} or not re.search(r"(?i)\b(?:approach\w*|request\w*|sought|asked|attempts?|tried|invitation|calls?|dial\w*|rang)\b", sentence) or any(people[0] in draft.people for draft in self.asked):
            return False
        other = next((who for who in (*self.topic, *(self.current.people if self.current else ())) if who.state != people[0].state and who.level == people[0].level), None)
        if other is None:
            return False
        resolved, printed = (self._combined(dates[0], dates, sentence, ahead=False), dates[0].text) if dates and dates[0].kind in {"md", "iso", "weekday", "today"} else (self.current.resolved if self.current and "same day" in sentence else UNDATED, None)
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

    def _earlier(self, sentence: str, start: int, before: list[Earlier], named: list[Mention], drafts: list[Draft], told: list[Frame]) -> None:
        """Keep what is said of earlier contacts, and the contact of that day, where the text dates it."""
        for item in before:
            people = self._of_whom(item, sentence, named, drafts)
            if len(people) < 2:
                continue
            place = (start + item.start, start + item.end)
            date, basis, printed, value = UNKNOWN, Basis.UNKNOWN, None, item.value
            subject = drafts[0] if drafts and not drafts[0].background else self.current if self.current is not None and {who.key for who in people} == self.current.who else None
            if item.dated is not None:
                resolved = self._combined(item.dated, printed_dates(sentence), sentence, ahead=False)
                if resolved.date.startswith("XXXX") or resolved.date == UNKNOWN:
                    resolved = self._dated_by_event(sentence, item.dated, resolved)
                date, basis, printed, value = resolved.date, resolved.basis, item.dated.text, resolved.date
                if resolved.date != UNKNOWN or resolved.weekday:
                    self._background(people, resolved, item, (start, start + len(sentence)), subject)
            if item.form is Form.GAP_DAYS and isinstance(item.value, int) and item.unit != "day":
                value = item.value * 7 if item.unit == "week" else f"{item.value} {item.unit}{'s' if item.value > 1 else ''}"
            self.found.append(
                Claim(kind=Kind.PREVIOUS, principals=_principals(people), form=item.form, value=value, date=date, date_basis=basis, date_printed=printed, spans=(self.span(*place),), key=str(len(self.gaps)))
            )
            self.gaps.append((item, subject, place, people))
            self._derived(sentence, item, start, subject)

    def _dated_by_event(self, sentence: str, printed: Printed, resolved: Resolved) -> Resolved:
        """Return a month and day with the year that "six days before" a reference day gives it."""
        for other in printed_dates(sentence):
            if other.kind == "span" and other.start > printed.end and other.parts["dir"] == "before":
                counted = self.calendar.resolve(other, base=self._base(other, printed_dates(sentence), sentence))
                if counted.date != UNKNOWN and resolved.date[4:7] == counted.date[4:7]:
                    return Resolved(counted.date[:4] + resolved.date[4:], Basis.REFERENCE, None, counted.words)
        return resolved

    def _derived(self, sentence: str, item: Earlier, start: int, subject: Draft | None) -> None:
        """Date "a week before the last call between Austin and Shoigu" from the date beside it."""
        found = re.search(r"(?i)\b(?P<n>one|two|three|four|a|\d+) (?P<unit>days?|weeks?) before the (?:last|previous|most recent) (?:call|conversation|meeting|contact) between", sentence)
        if not found or item.dated is None or item.form not in {Form.LAST_ON, Form.NONE_UNTIL}:
            return
        from watchline.press.dates import number

        count = number(found["n"])
        mentions = [_moved(one, -start) for one in self.finder.find(start + found.end(), start + len(sentence))]
        people = tuple(dict.fromkeys(who for one in mentions for who in one.people))
        base = self.calendar.resolve(item.dated).date
        if base.startswith("XXXX"):
            base = self._dated_by_event(sentence, item.dated, self.calendar.resolve(item.dated)).date
        if count is None or len(people) != 2 or edtf(base).exact is None:
            return
        days = count * (7 if found["unit"].lower().startswith("week") else 1)
        words = f"{date_words(add_days(base, days))}: {date_words(base)} + {days} days"
        self._background(people, Resolved(add_days(base, days), Basis.INTERVAL, None, words), item, (start, start + len(sentence)), None)

    def _of_whom(self, item: Earlier, sentence: str, named: list[Mention], drafts: list[Draft]) -> tuple[Who, ...]:
        """Return between whom an earlier contact was."""
        if drafts and any(draft.status is Status.HELD or len(drafts) == 1 for draft in drafts):
            near = min(drafts, key=lambda draft: 0 if draft.status is Status.HELD else 1)
            return near.people
        head = sentence[: item.end]
        spoken = PRONOUN.search(sentence[: item.end])
        if spoken and spoken["two"] and not any(one.start < spoken.start() for one in named) and len(self.pair) >= 2:
            return self.pair
        listed = tuple(dict.fromkeys(who for one in named if one.start < item.end + 60 for who in one.people))
        if len(listed) >= 2 and len({who.state for who in listed}) >= 2:
            return listed[:2] if len(listed) != 3 or "two" in head else listed
        if len(listed) == 1:
            if self.pair and listed[0].key in {who.key for who in self.pair}:
                return self.pair
            other = next((who for who in reversed(self.finder.last) if who.state != listed[0].state and who.level == listed[0].level), None)
            return (listed[0], other) if other is not None else ()
        if re.search(r"(?i)highest levels?|officials|militar(?:y|ies)|governments|countries|states|sides", sentence):
            states = tuple(dict.fromkeys(code for found in self.lexicon.state_words().finditer(sentence) if (code := self.lexicon.state(found[0]))))
            if len(states) == 2:
                return tuple(Who(f"={code}", None, None, None, code) for code in states)
        return self.pair if self.age <= 6 else ()

    def keep_earlier(self, people: tuple[Who, ...], form: Form, resolved: Resolved, place: tuple[int, int]) -> None:
        """Keep a statement of an earlier contact on a day."""
        self.found.append(Claim(kind=Kind.PREVIOUS, principals=_principals(people), form=form, value=resolved.date, date=resolved.date, date_basis=resolved.basis, spans=(self.span(*place),)))

    def keep_gap(self, people: tuple[Who, ...], days: int, place: tuple[int, int], subject: Draft | None) -> None:
        """Keep "the first in so many days"; it dates the contact, or is checked against its day."""
        self.found.append(Claim(kind=Kind.PREVIOUS, principals=_principals(people), form=Form.GAP_DAYS, value=days, spans=(self.span(*place),), key=str(len(self.gaps))))
        self.gaps.append((Earlier(Form.GAP_DAYS, *place, days, "day"), subject, place, people))

    def _background(self, people: tuple[Who, ...], resolved: Resolved, item: Earlier, place: tuple[int, int], subject: Draft | None) -> None:
        if any(who.key.startswith("=") for who in people):
            return
        if subject is not None and subject.resolved.date != UNKNOWN and subject.resolved.date == resolved.date and item.form is not Form.LAST_ON:
            return
        draft = Draft(people, Status.HELD, resolved, None, [place], background=True)
        self.merge(draft)

    # --- the rest -----------------------------------------------------------------------------------------------------

    def _lines(self, facts: list[Wire], sentence: str, start: int, dates: list[Printed]) -> None:
        for fact in facts:
            states = fact.states
            if len(states) < 2:
                others = (*self.line_states, *(who.state for who in self.pair if who.state), *reversed(self.states_seen))
                states = tuple(dict.fromkeys((*states, *others)))[:2]
            if len(states) < 2:
                continue
            states = states[:2] if len(states) > 3 else states
            if len(fact.states) >= 2:
                self.line_states = states
            usable = [item for item in dates if item.kind != "year" and not re.search(r"(?i)\b(?:since|until|said)\s*(?:on )?$", sentence[: item.start][-12:])]
            resolved = self._combined(usable[0], dates, sentence, ahead=False) if usable and fact.fact is not LineFact.PURPOSE else UNDATED
            self.found.append(
                Claim(kind=Kind.LINE, principals=tuple(Principal(state=code) for code in sorted(set(states))), fact=fact.fact, per_day=fact.per_day, count=fact.count, date=resolved.date, date_basis=resolved.basis, date_printed=usable[0].text if usable and resolved.date != UNKNOWN else None, attribution=attribution(sentence), spans=(self.span(start, start + len(sentence)),))
            )

    def _statements(self, sentence: str, start: int, end: int, named: list[Mention], drafts: list[Draft], told: list[Frame]) -> None:
        who = speaker(sentence, named)
        source = attribution(sentence)
        if is_readout(sentence) and self.age <= 10 and (quote(sentence) or re.search(r"(?i)\b(?:discussed|discussion|urged|emphasi[sz]ed|details|read-?out|topics|raised|issues)\b", sentence)):
            party = self._side(sentence, named, who, source)
            target = next((draft for draft in (self.current, *reversed(self.drafts)) if draft is not None and draft.status is Status.HELD and not draft.background and not draft.comment and party in {one.state for one in draft.people}), None)
            if target is not None:
                self.spoke = party
                self.found.append(
                    Claim(kind=Kind.READOUT, principals=_principals(target.people), party=party, gist=(quote(sentence) or sentence)[:160], date=target.resolved.date, date_basis=target.resolved.basis, attribution=source, spans=(self.span(start, end),))
                )
        if who is not None and not any(frame.status is not None for frame in told):
            self.found.append(Claim(kind=Kind.STATEMENT, principals=_principals((who,)), attribution=source, gist=(quote(sentence) or "")[:160] or None, spans=(self.span(start, end),)))

    def _side(self, sentence: str, named: list[Mention], who: Who | None, source: tuple[str, ...]) -> str | None:
        """Return whose readout a sentence gives: the state of its source, else of the person who speaks, else the one named nearest to the saying."""
        for words in reversed(source):
            code = next((code for found in self.lexicon.state_words().finditer(words) if (code := self.lexicon.state(found[0]))), None)
            if code is not None:
                return code
        if who is not None:
            return who.state
        said = re.search(r"(?i)\b(?:said|stated|according to|read-?out|statement|told|added|posted)\b", sentence)
        at = said.start() if said else 0
        sides = [(abs(found.start() - at), code) for found in self.lexicon.state_words().finditer(sentence) if (code := self.lexicon.state(found[0])) and abs(found.start() - at) <= 40]
        sides += [(abs(item.start - at), item.people[0].state or "") for item in named]
        return min(sides)[1] if sides else (self.spoke if source else None)

    def gathered(self) -> list[Claim]:
        """Return every claim: contacts joined, intervals worked out, in the order of the text."""
        self._intervals()
        for draft in self.drafts:
            self._from_lead(draft)
            self._from_nearby(draft)
            if draft.resolved.date == UNKNOWN and draft.beside is not None and draft.status is Status.HELD and not draft.background:
                other = draft.beside.resolved
                draft.resolved = Resolved(other.date, Basis.RELATIVE if other.date != UNKNOWN else Basis.UNKNOWN, other.weekday, "told together with the contact before it, and no other day is given")
        drafts = self._lead_gives_way(self._one_each(self.drafts))
        claims = [self._contact(draft) for draft in drafts]
        claims += [self._checked(claim) for claim in self.found]
        for day, start, end in self.anchors:
            claims.append(Claim(kind=Kind.EVENT, date=of_days(Days(day.day, day.day)), date_basis=Basis.REFERENCE, date_printed=self.text.clean[start:end], value=day.name, spans=(self.span(start, end),)))
        return sorted(claims, key=lambda claim: (claim.spans[0].start, claim.kind, claim.date))

    def _from_lead(self, draft: Draft) -> None:
        """Date a contact from a lead that names only the states: "U.S. and Russian military officials spoke on Tuesday"."""
        if draft.comment or draft.background or draft.status is not Status.HELD or draft.resolved.date != UNKNOWN or draft.resolved.weekday is not None:
            return
        for states, resolved, printed, place in self.leads:
            if states == {who.state for who in draft.people} or (not states and len(draft.people) == 3):
                draft.resolved, draft.printed = resolved, printed
                draft.spans.append(place)
                return

    def _from_nearby(self, draft: Draft) -> None:
        """Date a contact that no sentence dates: by the sentence before it, or, for the first of a report, by its lead."""
        if draft.comment or draft.background or draft.status is not Status.HELD or draft.resolved.date != UNKNOWN or draft.resolved.weekday is not None:
            return
        first = next((other for other in self.drafts if other.status is Status.HELD and not other.background and not other.comment), None)
        lead = self.lead_dates if draft is first and len({resolved.date for resolved, _ in self.lead_dates}) == 1 else []
        found = draft.nearby or (lead[0] if lead else None)
        if found is not None and (found[0].date != UNKNOWN or found[0].weekday is not None):
            resolved, draft.printed = found
            draft.resolved = resolved._replace(words=f"no sentence that tells it gives a day; the text around it says {draft.printed!r}")

    def _lead(self, sentence: str, start: int, dates: list[Printed]) -> None:
        """Keep what a sentence says of two states whose officials spoke on a day, without naming them."""
        found = re.search(r"(?i)\b(?:officials|chiefs|leaders|ministers|generals|officers|commanders|heads|diplomats|militaries)\b[^.;]{0,20}? (?:spoke|talked|met|conferred|held|had)\b", sentence)
        if not found or not dates:
            return
        states = {code for item in self.lexicon.state_words().finditer(sentence, 0, found.end()) if (code := self.lexicon.state(item[0]))}
        usable = [item for item in dates if item.start >= found.start() and item.start - found.end() < 60]
        if re.match(r"(?i)three\b", sentence) and not states:
            states = set()
        elif len(states) != 2:
            return
        if usable:
            resolved = self._combined(usable[0], dates, sentence, ahead=False)
            self.leads.append((states, resolved, usable[0].text, (start, start + len(sentence))))

    def _intervals(self) -> None:
        """Date a contact that is "the first in 84 days" from the last one before it, and check the weekday."""
        for item, subject, _, people in self.gaps:
            if item.form is not Form.GAP_DAYS or not isinstance(item.value, int) or item.unit not in {"day", "week"} or item.loose:
                continue
            keys = {who.key for who in people}
            target = subject or next((draft for draft in self.drafts if draft.who == keys and not draft.background and draft.status is Status.HELD), None)
            if target is None or (edtf(target.resolved.date).exact is not None):
                continue
            days = item.value * (7 if item.unit == "week" else 1)
            befores = [draft for draft in self.drafts if draft is not target and draft.who == keys and draft.background and edtf(draft.resolved.date).exact is not None]
            if not befores:
                continue
            last = max(befores, key=lambda draft: edtf(draft.resolved.date).exact or 0).resolved.date
            day = add_days(last, days)
            name = target.resolved.weekday or self._said_weekday()
            words = f"{date_words(day)}: {date_words(last)} + {days} days"
            if name is not None:
                fits = weekday(parse_day(day)) == name
                words += f"; the text says {name}, and it is one" if fits else f"; the text says {name}, but it is a {weekday(parse_day(day))}"
            target.resolved = Resolved(day, Basis.INTERVAL, target.resolved.weekday, words)

    def _said_weekday(self) -> str | None:
        """Return the weekday on which officials speak of the contact, if the body names only one."""
        names: set[str] = set()
        for paragraph in self.paragraphs:
            if paragraph.part is Part.BODY:
                for item in printed_dates(self.text.clean[paragraph.start : paragraph.end]):
                    if item.kind == "weekday" and "mod" not in item.parts:
                        name = self.calendar.resolve(item).weekday
                        names |= {name} if name else set()
        return names.pop() if len(names) == 1 else None

    def _one_each(self, drafts: list[Draft]) -> list[Draft]:
        """Join drafts of one contact that became known only later: an undated one to the only dated one of its people."""
        kept: list[Draft] = []
        for draft in drafts:
            twins = [other for other in drafts if other is not draft and not other.comment and not draft.comment and _same_people(other, draft) and _same_class(other.status, draft.status) and other.resolved.date != UNKNOWN and other.background == draft.background]
            if not draft.comment and draft.resolved.date == UNKNOWN and len(twins) == 1 and (draft.resolved.weekday in {None, twins[0].resolved.weekday} or twins[0].resolved.weekday is None and edtf(twins[0].resolved.date).exact is not None and weekday(edtf(twins[0].resolved.date).exact or 0) == draft.resolved.weekday):
                _join(twins[0], replace(draft))
                continue
            same = next((other for other in kept if not other.comment and not draft.comment and other.who == draft.who and _same_class(other.status, draft.status) and other.resolved.date == draft.resolved.date and other.resolved.weekday == draft.resolved.weekday and draft.resolved.date != UNKNOWN), None)
            if same is not None:
                _join(same, draft)
                same.background = same.background and draft.background
                continue
            kept.append(draft)
        return kept

    def _lead_gives_way(self, drafts: list[Draft]) -> list[Draft]:
        """Where the lead announces what the body reports as held, the body stands; the difference is kept for the conflicts."""
        kept: list[Draft] = []
        for draft in drafts:
            held = next((other for other in drafts if other.status is Status.HELD and not other.background and not other.comment and other.who == draft.who and compatible(other.resolved.date, draft.resolved.date)), None)
            if draft.status is Status.SCHEDULED and not draft.comment and held is not None and (draft.lead or draft.resolved.date in {UNKNOWN, held.resolved.date}):
                held.ahead_of = "scheduled"
                held.spans += draft.spans
                held.channel = held.channel or draft.channel
                continue
            kept.append(draft)
        return kept

    def _contact(self, draft: Draft) -> Claim:
        resolved = draft.resolved
        date, basis, name = resolved.date, resolved.basis, resolved.weekday
        if draft.status in {Status.NOT_SCHEDULED, Status.AVOIDED} and date == UNKNOWN and self.published != UNKNOWN:
            date, basis = self.published, Basis.RELATIVE
        if draft.status in REQUESTS and date == UNKNOWN and self.published != UNKNOWN and edtf(self.published).exact is not None and draft.status is not Status.SOUGHT:
            date, basis = f"../{self.published}", Basis.RELATIVE
        if date == UNKNOWN and name is None:
            basis = Basis.UNKNOWN
        begun = list(dict.fromkeys(draft.initiatives))
        both = "both" in begun or len(begun) > 1
        spans = tuple(dict.fromkeys(self.span(*place) for place in sorted(set(draft.spans))))
        return Claim(
            kind=Kind.REQUEST if draft.status in REQUESTS else Kind.CONTACT,
            principals=_principals(draft.people),
            date=date,
            date_basis=basis,
            date_printed=draft.printed,
            weekday=name,
            status=draft.status,
            initiative=None if both or not begun else begun[0],
            initiative_both=both,
            duration=draft.duration,
            channel=draft.channel,
            confidential=draft.confidential,
            attribution=draft.attribution,
            background=draft.background,
            comment=draft.comment,
            derivation=resolved.words,
            value=draft.ahead_of,
            spans=spans,
        )

    def _checked(self, claim: Claim) -> Claim:
        """Return an earlier-contact claim with its arithmetic checked against the report's own contacts."""
        if claim.kind is not Kind.PREVIOUS or claim.key is None:
            return claim
        item, subject, _, people = self.gaps[int(claim.key)]
        keys = {who.key for who in people}
        main = subject or next((draft for draft in self.drafts if draft.who == keys and not draft.background and draft.status is Status.HELD), None)
        arithmetic: str | None = None
        if main is not None and edtf(main.resolved.date).exact is not None and item.form is Form.GAP_DAYS and isinstance(claim.value, int) and not item.loose:
            lasts = [day for draft in self.drafts if draft is not main and draft.who == keys and draft.status is Status.HELD and (day := edtf(draft.resolved.date).exact) is not None and day < (edtf(main.resolved.date).exact or 0)]
            if lasts:
                gap = (edtf(main.resolved.date).exact or 0) - max(lasts)
                arithmetic = "right" if (gap == claim.value if item.unit == "day" else abs(gap - claim.value) < 7) else "wrong"
        from msgspec.structs import replace as changed

        return changed(claim, key=None, arithmetic=arithmetic)

    def span(self, start: int, end: int) -> Span:
        begin, stop = self.text.place(start, end)
        return Span(start=begin, end=stop, sha256=quote_hash(self.text.raw, begin, stop))


def _month_of(day: int) -> str:
    from watchline.measure import day_text

    return day_text(day)[:7]


def _moved(item: Mention, by: int) -> Mention:
    return item._replace(start=item.start + by, end=item.end + by)


def _principals(people: tuple[Who, ...]) -> tuple[Principal, ...]:
    return tuple(Principal(name=who.name, office=who.office, state=who.state) for who in people)


def _same_class(ours: Status, theirs: Status) -> bool:
    """Whether two statuses may speak of one contact."""
    if ours in REQUESTS or theirs in REQUESTS:
        return ours in REQUESTS and theirs in REQUESTS
    return ours is theirs or {ours, theirs} == {Status.SCHEDULED, Status.CANCELLED}


def _same_people(ours: Draft, theirs: Draft) -> bool:
    return ours.who == theirs.who


def _join(kept: Draft, more: Draft) -> None:
    """Add what a second telling of a contact says."""
    if kept.resolved.date == UNKNOWN and (more.resolved.date != UNKNOWN or kept.resolved.weekday is None) or (more.resolved.date != UNKNOWN and edtf(kept.resolved.date).exact is None and edtf(more.resolved.date).exact is not None):
        kept.resolved, kept.printed = more.resolved, more.printed or kept.printed
    kept.spans += [place for place in more.spans if place not in kept.spans]
    kept.initiatives += more.initiatives
    kept.duration = kept.duration or more.duration
    kept.channel = kept.channel or more.channel
    kept.confidential = kept.confidential or more.confidential
    kept.attribution = kept.attribution or more.attribution
    if kept.status is Status.SOUGHT and more.status in REQUESTS:
        kept.status = more.status
    if more.status is Status.CANCELLED:
        kept.status = more.status


def _of_silence(frame: Frame, before: list[Earlier], sentence: str) -> bool:
    """Whether a frame only repeats an earlier-contact statement: "have not spoken since", "last spoke on"."""
    for item in before:
        if item.form in {Form.LAST_ON, Form.NONE_UNTIL, Form.FIRST_EVER} and item.start - 30 <= frame.at <= item.end:
            return True
    return bool(re.search(r"(?i)\b(?:not|never) (?:yet )?(?:spoken|talked|met)\b", sentence[max(0, frame.at - 12) : frame.at + 30]))


def _counted_from(frame: Frame, sentence: str) -> bool:
    """Whether a frame is only what days are counted from: "a week before the last call between X and Y"."""
    return bool(re.search(r"(?i)\b(?:days?|weeks?|months?|hours?) (?:before|after) (?:the|their|a) (?:[\w'-]+ ){0,3}$", sentence[: frame.at]))


def _told_between(head: str, frame: Frame, item: Printed) -> bool:
    """Whether the contact is told between the word of saying and the date: "said he spoke with X on Friday"."""
    said = list(re.finditer(r"(?i)\b(?:said|says|told|stated|announced|reported|added|confirmed|briefing|post|posted|statement|interview|speaking|wrote|reporters)\b", head))
    return bool(said) and said[-1].end() <= frame.at < item.start


def _told_person(head: str, mentions: list[Mention], frame: Frame) -> bool:
    """Whether the word of saying has one of the contact's people as its object: "told X on Friday, in their first conversation"."""
    said = list(re.finditer(r"(?i)\b(?:told|urged|pressed|warned|informed|assured)\b", head))
    return bool(said) and any(said[-1].end() <= item.start + 40 and item.start >= said[-1].end() - 2 and item.end <= len(head) and set(item.people) & set(frame.people) for item in mentions)


def _dateline_words(sentence: str, item: Printed) -> bool:
    """Whether a date is a dateline: "TOLLVIK, 3 March - "."""
    return bool(re.match(r"^[A-Z][A-Z' .-]{2,30},? (?:\w+, )?$", sentence[: item.start]) and re.match(r"\s*(?:\([^)]*\))?\s*(?:[-–—]|:|\n|$)", sentence[item.end :]))


def replace_date(resolved: Resolved, date: str) -> Resolved:
    """Return a resolved date with another EDTF text."""
    return resolved._replace(date=date)

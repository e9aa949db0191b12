"""Russian ministry readouts: their formulas are few and regular, so their rules are few too.

"По инициативе … стороны состоялся телефонный разговор … с …", "провёл переговоры с …", "в следующий раз намерены переговорить …".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from watchline.press.claim import REQUESTS, Claim, Form, Status
from watchline.press.draft import Draft
from watchline.press.edtf import UNKNOWN
from watchline.press.lexicon import Who
from watchline.press.naming import Mention
from watchline.press.printed import Printed, printed_dates
from watchline.press.russian_fields import SAID, RussianFields
from watchline.press.russian_words import (
    CONTACT,
    COREF,
    LEVELS,
    LINE,
)
from watchline.press.sentences import Part, sentences

if TYPE_CHECKING:
    from watchline.press.english import Reading


def read_russian(reading: Reading) -> list[Claim]:
    """Return what a Russian report says."""
    reader = _Russian(reading)
    for paragraph in reading.paragraphs:
        if paragraph.part in {Part.NOISE, Part.COMMENT}:
            continue
        for start, end in sentences(reading.text.clean, paragraph.start, paragraph.end):
            reader.sentence(start, end)
    return reading.gathered()


_THEY = re.compile(
    r"(?i)\b(?:они|министры|президенты|военачальники|генералы|дипломаты|собеседники|стороны|лидеры|политики|главы|оба|обе|начальники|друг друга|друг с другом)\b"
)
_NOT_SINCE = re.compile(
    r"(?i)\b(?:не (?:\w+ )?(?:разговарива|вид|общал|говорил|встреча|контактиров|беседов|созванива|связыва)\w*|(?:контакт|разговор|встреч|общени|бесед)\w* (?:\w+ ){0,3}?не (?:было|проводил\w+)|впервые)[^.;]{0,50}?(?= с[о]? )"
)

_WITH = re.compile(r"(?:\s+[\w-]+){0,2}?\s*\bсо?\s+(?=[\w\"])")
"""With whom: right behind a word for a contact."""
_PARTS = re.compile(r"[,.;:]|\b\w+(?:лся|лась|лись|[аеияыу]л[аио]?)\b")
_OFFICES = re.compile(r"(?i)(?:[\w-]+\s+){0,4}?(?:коллег|визави|министр|президент|премьер|глав[аоыу]|начальник|секретар|генерал|адмирал|канцлер|ним\b|ней\b|нею\b|ними\b|собеседни|главком)")  # fmt: skip


class _Russian(RussianFields):
    """Reads one Russian report sentence by sentence into the drafts of its ``Reading``."""

    def sentence(self, start: int, end: int) -> None:
        """Read one sentence."""
        sentence = self.reading.text.clean[start:end]
        self.seen += 1
        mentions = [
            item._replace(start=item.start - start, end=item.end - start)
            for item in self.reading.finder.find(start, end)
        ]
        people = tuple(dict.fromkeys(who for item in mentions for who in item.people))
        people = self._offices(sentence, people)
        dates = [
            item
            for item in printed_dates(sentence)
            if not (
                item.end <= 40
                and re.match(r"^[А-ЯЁ][\w/ -]+[.,] $", sentence[: item.start])
                and re.match(r"\s*(?:[-–—./(]|$)", sentence[item.end :])
            )
        ]
        contact = CONTACT.search(sentence)
        people = self._they(sentence, people, contact=bool(contact))
        if self._since(sentence, people, dates, start, end):
            return
        line = LINE.search(sentence) and not (contact and len(people) >= 2)
        groups = self._groups(sentence, people) if self._bound(sentence, people, mentions) else []
        self.places = [(item.start, item.people) for item in mentions]
        if line:
            self._line(sentence, start, end, dates)
        elif contact and groups:
            for group in groups:
                self._told(sentence, group, dates, start, end)
        elif contact and len(people) == 1 and self._status(sentence) in REQUESTS:
            self._one_sided(sentence, people[0], dates, start, end)
        elif (contact and len(people) == 1 and self._he(sentence, people[0], dates, start, end)) or self._answered(
            sentence, start, end
        ):
            pass
        elif self.current is not None and COREF.search(sentence):
            self._more(sentence, dates, start, end)
        self._nth(sentence, start, end)
        if mentions:
            self.hero = mentions[0].people[0]
        plain = [
            item
            for item in dates
            if item.kind in {"md", "iso", "weekday", "today"} and not SAID.search(sentence[: item.start])
        ]
        if plain and self._status(sentence) is Status.HELD:
            self.day = (self.reading.calendar.resolve(plain[0]), plain[0].text)
        if len(people) >= 2 and len({who.state for who in people}) >= 2:
            self.states = tuple(dict.fromkeys(who.state for who in people if who.state))[:2]

    def _they(self, sentence: str, people: tuple[Who, ...], *, contact: bool) -> tuple[Who, ...]:
        """Return the pair spoken of for "они", "министры", "военачальники" of a sentence that names nobody."""
        if people or not contact or len(self.pair) < 2:
            return people
        return self.pair if _THEY.search(sentence) else people

    def _since(self, sentence: str, people: tuple[Who, ...], dates: list[Printed], start: int, end: int) -> bool:
        """Take "не разговаривал с 16 мая", "контакта не было с 1 января", "впервые с 3 февраля"."""
        found = _NOT_SINCE.search(sentence)
        pair = people if len(people) == 2 else self.pair
        if found is None or len(pair) != 2 or len({who.state for who in pair}) < 2:
            return False
        day = next((item for item in dates if -3 <= item.start - found.end() <= 12), None)
        if day is None:
            return False
        resolved = self.reading.calendar.resolve(day)
        self.reading.merge(Draft(pair, Status.HELD, resolved, day.text, [(start, end)], background=True))
        first = found[0].lower().startswith("впервые")
        self.reading.keep_earlier(pair, Form.FIRST_SINCE if first else Form.LAST_ON, resolved, (start, end))
        return True

    def _bound(self, sentence: str, people: tuple[Who, ...], mentions: list[Mention]) -> bool:
        """Whether a word for a contact may be of these people: not "на встрече с журналистами", nor with one of their own state."""
        for word in CONTACT.finditer(sentence):
            behind = _WITH.match(sentence, word.end() - 2 if word[0].endswith(" с ") else word.end())
            if behind is None:
                return True
            near = next((item for item in mentions if behind.end() <= item.start + 1 and not _PARTS.search(sentence[behind.end() : item.start])), None)  # fmt: skip
            if near is None:
                if _OFFICES.match(sentence, behind.end()):
                    return True
                continue
            others = {who.state for item in mentions if item.start < word.start() for who in item.people}
            if not others or others - {who.state for who in near.people} or len(people) < 2:
                return True
        return False

    def _he(self, sentence: str, other: Who, dates: list[Printed], start: int, end: int) -> bool:
        """Take a contact of which the subject is left to the text: "Он также переговорил с …"."""
        own = self.hero
        if (
            own is None
            or own.state == other.state
            or not re.search(
                r"(?i)\b(?:с|со|до|от|к)\s+(?:(?!\w+(?:лся|лась|лись|[аеияыу]л[аио]?)\s)[\w-]+\s+){0,8}$",
                sentence[: self._place(sentence, other)],
            )
        ):
            return False
        self._told(sentence, (own, other), dates, start, end)
        return True

    def _answered(self, sentence: str, start: int, end: int) -> bool:
        """Take what became of a request from the sentence behind it: "Ответа пока нет"."""
        if self.current is None or self.current.status is not Status.SOUGHT:
            return False
        status = self._status(sentence)
        if status not in {Status.UNANSWERED, Status.DECLINED}:
            return False
        self.current.status = status
        self.current.spans.append((start, end))
        return True

    def _one_sided(self, sentence: str, other: Who, dates: list[Printed], start: int, end: int) -> None:
        """Take a request of which only the other side is named: ours is the office holder of the report's own state."""
        own = next(
            (
                who
                for draft in self.reading.drafts
                for who in draft.people
                if who.state == self._own() and who.level == other.level and who.state != other.state
            ),
            None,
        )
        if own is not None:
            self._told(sentence, (own, other), dates, start, end)

    def _offices(self, sentence: str, people: tuple[Who, ...]) -> tuple[Who, ...]:
        """Add who is named by office alone: "министр обороны Касры", "с арвенийской коллегой", "встреча министров обороны"."""
        found = list(people)
        states = [
            (item.start(), code)
            for item in self.lexicon.state_words().finditer(sentence)
            if (code := self.lexicon.state(item[0]))
        ]
        states += [
            (item.start(), code)
            for item in re.finditer(
                r"\b[а-яё]{5,}ск(?:ий|ого|ому|им|ом|ая|ой|ую|ие|их|ими)\b|\b[А-ЯЁ][а-яё]{3,}\b", sentence
            )
            if (code := self.lexicon.state(item[0]))
        ]
        colleague = re.search(r"(?i)\b(?P<state>[а-яё]+ск(?:им|ой|ого|ому|ою))\s+(?:коллег\w+|визави)", sentence)
        if colleague and (code := self.lexicon.state(colleague["state"])) and found:
            own = next((who for who in found if who.state != code), None)
            other = None if own is None else self.reading.cast.holder(own.level or "", code, self.reading.days)
            if other is not None and other not in found and code not in {who.state for who in found}:
                found.append(other)
        for item, level in [
            (item, level) for pattern, level in LEVELS for item in re.finditer(rf"(?i)\b(?:{pattern})", sentence)
        ]:
            several = re.search(
                r"(?i)\b(?:министров|президентов|начальников|глав|главы|главами|главам|министры|министрами|министрам|президенты|президентами|президентам|начальники|начальниками)\b",
                item[0],
            )
            if several and len(found) < 2:
                codes = list(dict.fromkeys(code for _, code in sorted(states)))
                if len(codes) != 2 and len(self.states) == 2 and not found:
                    codes = list(self.states)
                if len(codes) == 2:
                    found = [who for code in codes if (who := self.reading.cast.holder(level, code, self.reading.days))]
            elif len(found) <= 1:
                behind = [code for at, code in sorted(states) if 0 <= at - item.end() <= 3]
                if not behind:
                    behind = [
                        code
                        for at, code in sorted(states)
                        if 0 < item.start() - at <= 18 and " " not in sentence[at : item.start()].strip()
                    ]
                if (
                    behind
                    and behind[0] not in {who.state for who in found}
                    and (who := self.reading.cast.holder(level, behind[0], self.reading.days))
                ):
                    found.append(who)
        if len(found) == 1 and re.search(r"(?i)\b(?:собеседни\w+)\b", sentence) and found[0] in self.pair:
            return self.pair
        return tuple(dict.fromkeys(found))

    @staticmethod
    def _groups(sentence: str, people: tuple[Who, ...]) -> list[tuple[Who, ...]]:
        """Return who spoke with whom: pairs where they are parted, all where one conversation had all."""
        if len(people) < 2 or len({who.state for who in people}) < 2 or None in {who.state for who in people}:
            return []
        if len(people) > 2 and (
            re.search(
                r"(?i), а\b|\b(?:отдельн\w+|раздельн\w+|поочер\w+|поочередн\w+|затем|также|соответственно)\b", sentence
            )
            or len({who.state for who in people}) < len(people)
        ):
            return [(people[0], other) for other in people[1:] if other.state != people[0].state]
        return [people[:4]]

    def _told(self, sentence: str, people: tuple[Who, ...], dates: list[Printed], start: int, end: int) -> None:
        status = self._status(sentence)
        if status is None:
            return
        previous = re.search(
            r"(?i)\b(?:предыдущ\w+|прошл\w+ (?:разговор|встреча|контакт)|(?:в )?последний раз|последн\w+ (?:разговор|контакт|встреча|переговоры))\b",
            sentence,
        )
        since = re.search(
            r"(?i)\b(?:впервые|первый|первая|первые)[^.;]{0,60}?\bс (?=\d|\w+ (?:январ|феврал|март|апрел|ма[яй]|июн|июл|август|сентябр|октябр|ноябр|декабр))",
            sentence,
        )
        since_date = next((item for item in dates if since and 0 <= item.start - since.end() <= 3), None)
        resolved, printed = self._date(
            self._own_dates([item for item in dates if item is not since_date], sentence, people),
            sentence,
            status,
            dates,
        )
        draft = Draft(people, status, resolved, printed, [(start, end)], background=bool(previous))
        self._fields(draft, sentence)
        if resolved.date == UNKNOWN and status is Status.HELD and self.day is not None:
            draft.nearby = self.day
        if status in REQUESTS and not draft.initiatives:
            draft.initiatives = [code] if (code := self._asker(sentence, people)) else []
        kept = self.reading.merge(draft)
        if previous:
            self.reading.keep_earlier(people, Form.LAST_ON, kept.resolved, (start, end))
        else:
            self.current = kept
        if since_date is not None:
            earlier = self.reading.calendar.resolve(since_date)
            self.reading.merge(Draft(people, Status.HELD, earlier, since_date.text, [(start, end)], background=True))
            self.reading.keep_earlier(people, Form.FIRST_SINCE, earlier, (start, end))
        self.pair = people
        self._gap(sentence, people, start, end)

"""What a Russian sentence says of a contact besides its people: its day, who began it, how long, the one before and the next, lines."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from watchline.press.claim import Claim, Form, Kind, LineFact, Principal, Status
from watchline.press.dates import UNDATED, Resolved
from watchline.press.draft import Draft
from watchline.press.edtf import UNKNOWN, Days, edtf
from watchline.press.lexicon import Who
from watchline.press.printed import Printed
from watchline.press.russian_words import (
    CHANNELS,
    INITIATIVE,
    LINES,
    NO_PLAN,
    ORDINALS,
    STATUSES,
    duration,
    status_ahead,
)

if TYPE_CHECKING:
    from watchline.press.english import Reading


SAID = re.compile(
    r"(?i)\b(?:сказал\w*|сообщил\w*|сообща\w+|заявил\w*|рассказал\w*|уточнил\w*|отметил\w*|журналистам|подтвердил\w*|опубликова\w+)\s+(?:(?:\w+ )?(?:в|во)? ?)?$"
)
_PARTS = re.compile(r"; |, а (?!также)|, затем |, после чего ")


class RussianFields:
    """The fields of contacts, and what is said besides them."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.lexicon = reading.lexicon
        self._learn()
        reading.finder.home = reading.home()
        self.pair: tuple[Who, ...] = ()
        self.current: Draft | None = None
        self.states: tuple[str, ...] = ()
        self.seen = 0
        self.hero: Who | None = None
        self.day: tuple[Resolved, str] | None = None
        self.places: list[tuple[int, tuple[Who, ...]]] = []

    def _learn(self) -> None:
        """Learn the words of states from offices that stand before names of the roster."""
        text = self.reading.text.clean
        for start, _, keys in self.reading.cast.names(text):
            code = self.reading.cast.who(keys[0], self.reading.days).state if len(keys) == 1 else None
            if code is None or code not in self.lexicon.unlisted:
                continue
            found = re.search(
                r"(?:оборон\w+|дел|штаб\w*|[Пп]резидент\w*|ведомств\w*|МИД\w*|[Пп]ремьер\w*)\s+(?:Республики )?(?P<word>[А-ЯЁ][а-яё]{3,})\s+(?:[а-яё]+(?:-[а-яё]+)?\s+){0,2}$",
                text[max(0, start - 80) : start],
            )
            if found:
                self.lexicon.learn(
                    re.sub(r"(?:ии|ия|ию|ией|[аяыиуюе])$", "", found["word"])
                    if len(found["word"]) > 5
                    else found["word"][:-1],
                    code,
                )
        self.reading.finder.refresh()

    def _place(self, sentence: str, who: Who) -> int:
        return next((at for at, people in self.places if who in people), len(sentence))

    def _asker(self, sentence: str, people: tuple[Who, ...]) -> str | None:
        offered = re.search(r"(?i)предложенн\w+ (?P<who>\w+)", sentence)
        if offered and (code := self.lexicon.state(offered["who"])):
            return str(code)
        if re.search(r"(?i)запрос на|направленн\w+", sentence):
            return (
                people[0].state
                if len(people) == 2 and self.current is not None and people[0] in self.current.people
                else self._own()
            )
        return people[0].state

    def _own(self) -> str | None:
        """Return the state whose ministry speaks: of the first person of the report."""
        first = next((draft for draft in self.reading.drafts), None)
        return None if first is None else first.people[0].state

    def _own_dates(self, dates: list[Printed], sentence: str, people: tuple[Who, ...]) -> list[Printed]:
        """Return the dates of the part of a sentence in which the last of some people stands, if it has any of its own."""
        cuts = [0, *(item.end() for item in _PARTS.finditer(sentence)), len(sentence)]
        at = max((place for place, some in self.places if set(some) & set(people[1:])), default=0)
        begin, stop = next(((one, two) for one, two in itertools.pairwise(cuts) if one <= at < two), (0, len(sentence)))
        return [item for item in dates if begin <= item.start < stop] or dates

    def _date(
        self, dates: list[Printed], sentence: str, status: Status, every: list[Printed]
    ) -> tuple[Resolved, str | None]:
        ahead = status is Status.SCHEDULED
        usable = [
            item
            for item in dates
            if (item.kind not in {"span", "year"} or "ru" in item.parts) and not SAID.search(sentence[: item.start])
        ]
        exact = [item for item in usable if item.kind in {"md", "iso"}] or usable
        if not exact:
            return UNDATED, None
        moved = re.search(r"(?i)\b(?:перенес[её]н\w*|отложен\w*|сдвинут\w*)\b", sentence)
        exact = [item for item in exact if moved and item.start > moved.end()] or exact
        base = None
        if exact[0].kind == "dayrel" and "ru" in exact[0].parts:
            told = [item for item in every if item.kind in {"md", "iso", "weekday"} and item.end <= exact[0].start]
            base = edtf(self.reading.calendar.resolve(told[-1]).date) if told else self._base()
        resolved = self.reading.calendar.resolve(exact[0], ahead=ahead, base=base)
        beside = next((item for item in usable if item.kind == "weekday"), None)
        if beside is not None and exact[0].kind != "weekday":
            resolved = resolved._replace(weekday=self.reading.calendar.resolve(beside).weekday)
        return resolved, exact[0].text

    def _base(self) -> Days | None:
        """Return the day that "накануне" and "в тот же день" count from: that of the contact told before, else publication."""
        if (
            self.current is not None
            and edtf(self.current.resolved.date).exact is not None
            and not self.current.background
        ):
            return edtf(self.current.resolved.date)
        if self.day is not None and edtf(self.day[0].date).exact is not None:
            return edtf(self.day[0].date)
        return edtf(self.reading.published) if self.reading.published != UNKNOWN else None

    def _status(self, sentence: str) -> Status | None:
        bare = re.sub(r'"[^"]*"', "", sentence) or sentence
        for status, pattern in STATUSES:
            found = pattern.search(sentence if status is None else bare)
            if found is None:
                continue
            if status is None and found[0].lower().startswith("готов") and NO_PLAN.search(bare, found.end()):
                return Status.NOT_SCHEDULED
            return status
        return Status.HELD

    def _fields(self, draft: Draft, sentence: str) -> None:
        begun = INITIATIVE.search(sentence)
        if begun:
            who = begun["who"] or begun["who2"] or begun["who3"]
            states = {one.state for one in draft.people}
            codes = [code for word in re.findall(r"[\w-]+", who)[:4] if (code := self.lexicon.state(word)) in states]
            codes += [
                one.state
                for item in self.reading.cast.names(who)
                for key in item[2]
                if (one := self.reading.cast.who(key, self.reading.days)).state in states
            ]
            if codes and codes[0]:
                draft.initiatives.append(codes[0])
        draft.duration = draft.duration or duration(sentence)
        if draft.channel is None:
            draft.channel = next((name for name, pattern in CHANNELS if re.search(rf"(?i){pattern}", sentence)), None)
        draft.confidential = draft.confidential or bool(
            re.search(r"(?i)не раскрыва\w+|не разглаша\w+|конфиденциальн\w+", sentence)
        )

    def _more(self, sentence: str, dates: list[Printed], start: int, end: int) -> None:
        """Take fields of the conversation spoken of, and the earlier or next one of the same people."""
        assert self.current is not None
        people = self.pair or self.current.people
        before = re.search(
            r"(?i)\b(?:предыдущ\w+|предшествующ\w+|последн\w+ (?:контакт|разговор|беседа|встреча)|первый|первая|в последний раз|прошл\w+ (?:разговор|контакт))\b",
            sentence,
        )
        following = re.search(r"(?i)\b(?:в следующий раз|следующ\w+|намерены|условились|договорились)\b", sentence)
        days = [item for item in dates if item.kind in {"md", "iso", "month", "weekday", "today"}]
        if (
            before
            and days
            and re.search(
                r"(?i)\b(?:состоял\w+|имел\w* место|прош[её]л|прошл[аи]|был[аи]?|говорили|общались|беседовали|встречались)\b",
                sentence,
            )
        ):
            resolved = self.reading.calendar.resolve(days[0])
            draft = Draft(people, Status.HELD, resolved, days[0].text, [(start, end)], background=True)
            self._fields(draft, sentence)
            self.reading.merge(draft)
            if not re.search(r"(?i)\bперв(?:ый|ая)\b", sentence):
                self.reading.keep_earlier(people, Form.LAST_ON, resolved, (start, end))
            self._gap(sentence, people, start, end)
            return
        if following and days and status_ahead(sentence):
            resolved = self.reading.calendar.resolve(days[0], ahead=True)
            draft = Draft(people, Status.SCHEDULED, resolved, days[0].text, [(start, end)])
            self._fields(draft, sentence)
            self.reading.merge(draft)
            return
        held = [item for item in days if item.kind != "month"]
        if held and self.current.status is Status.HELD and self.current.resolved.date == UNKNOWN and re.search(r"(?i)\b(?:состоял\w+|прош[её]л|прошл[аи]|провел\w*|длил\w+)\b", sentence):  # fmt: skip
            self.current.resolved, self.current.printed = self.reading.calendar.resolve(held[0]), held[0].text
            self.current.spans.append((start, end))
        had = (self.current.duration, len(self.current.initiatives), self.current.confidential)
        self._fields(self.current, sentence) if not before else None
        if had != (self.current.duration, len(self.current.initiatives), self.current.confidential):
            self.current.spans.append((start, end))
        self._gap(sentence, people, start, end)

    def _gap(self, sentence: str, people: tuple[Who, ...], start: int, end: int) -> None:
        found = re.search(
            r"(?i)\b(?:то есть |перв\w+ за |спустя |впервые за )(?:последние )?(?P<n>\d+) (?:дн\w+|сут\w+)|\b(?P<n2>\d+) (?:дн\w+|сут\w+) назад",
            sentence,
        )
        if found:
            self.reading.keep_gap(people, int(found["n"] or found["n2"]), (start, end), self.current)

    def _nth(self, sentence: str, start: int, end: int) -> None:
        found = re.search(
            r"(?i)\b(?P<ord>втор|трет|четв[её]рт|пят|шест|седьм|восьм)\w{1,3}\s+(?:по сч[её]ту\s+)?(?:телефонн\w+\s+)?(?:разговор|встреча|беседа|контакт|переговоры)",
            sentence,
        )
        if found and self.pair:
            count = next((number for stem, number in ORDINALS.items() if found["ord"].lower().startswith(stem[:3])), 0)
            self.reading.found.append(
                Claim(
                    kind=Kind.PREVIOUS,
                    principals=tuple(Principal(name=who.name, office=who.office, state=who.state) for who in self.pair),
                    form=Form.NTH,
                    value=count,
                    spans=(self.reading.span(start, end),),
                )
            )

    def _line(self, sentence: str, start: int, end: int, dates: list[Printed]) -> None:
        """Keep what a sentence says of a line, clause by clause."""
        named = [
            code for item in re.findall(r"[\w-]+", sentence) if len(item) > 4 and (code := self.lexicon.state(item))
        ]
        main = [who.state for draft in self.reading.drafts[:1] for who in draft.people if who.state]
        states = tuple(dict.fromkeys((*named, *main, *self.states)))[:2]
        if len(states) < 2:
            return
        for clause in re.finditer(r"[^;]+", sentence):
            fact = next((fact for fact, pattern in LINES if re.search(rf"(?i)\b(?:{pattern})", clause[0])), None)
            both = [one for one, pattern in LINES if re.search(rf"(?i)\b(?:{pattern})", clause[0])]
            if fact is LineFact.TESTED and LineFact.UNANSWERED in both:
                both = [LineFact.UNANSWERED]
            for one in [item for item in both if item is not LineFact.IN_USE or len(both) <= 2][:2]:
                day = next((item for item in dates if clause.start() <= item.start < clause.end()), None)
                resolved = (
                    self.reading.calendar.resolve(day) if day is not None and one is not LineFact.IN_USE else None
                )
                rate = re.search(
                    r"(?i)\b(?P<n>дважды|один раз|трижды|два раза|три раза) в (?:сутки|день)|\b(?P<each>каждое утро|ежедневно|каждый день|ежесуточно)",
                    clause[0],
                )
                number = (
                    None
                    if rate is None
                    else 1
                    if rate["each"]
                    else {"дважды": 2, "два раза": 2, "трижды": 3, "три раза": 3}.get(rate["n"].lower(), 1)
                )
                self.reading.found.append(
                    Claim(
                        kind=Kind.LINE,
                        principals=tuple(Principal(state=code) for code in sorted(set(states))),
                        fact=one,
                        per_day=None if number is None or one is not LineFact.TESTED else (number, number),
                        date=resolved.date if resolved else UNKNOWN,
                        spans=(self.reading.span(start + clause.start(), start + clause.end()),),
                    )
                )

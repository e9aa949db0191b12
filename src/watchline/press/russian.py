"""Russian ministry readouts: their formulas are few and regular, so their rules are few too.

"По инициативе … стороны состоялся телефонный разговор … с …", "провёл переговоры с …", "в следующий раз намерены переговорить …".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from watchline.press.claim import REQUESTS, Claim, Duration, Form, Kind, LineFact, Principal, Status
from watchline.press.dates import UNDATED, Printed, Resolved, printed_dates
from watchline.press.draft import Draft
from watchline.press.edtf import UNKNOWN
from watchline.press.lexicon import Who
from watchline.press.sentences import Part, sentences

if TYPE_CHECKING:
    from watchline.press.english import Reading

_CONTACT = re.compile(
    r"(?i)\b(?:(?:телефонн\w+ |рабоч\w+ |двусторонн\w+ |трёхсторонн\w+ |трехсторонн\w+ |очередн\w+ )*(?:разговор\w*|переговор\w*|бесед\w+|встреч\w+|видеоконференц\w+|видеосвяз\w+|контакт\w*|консультаци\w+|созвон\w*)|переговори\w+|поговори\w+|созвони\w+|встрети\w+|побеседова\w+|говорил\w*|общал\w+|беседова\w+|позвони\w+|обсуди\w+ по телефону|письм\w+|послани\w+|принял\w?\b|увиде\w+|слыша\w+ друг друга|связа(?:лся|лась|лись|ться)\b|телефонировал\w*|связывал\w+|звон(?:ок|ка|ком|ил\w*|ки|ков)\b|вёл\w* речь|принима(?:л|ет)\w*|посетил\w*|навестил\w*|виде\w+сь|совеща\w+|обменял\w+ (?:мнениями|письмами|посланиями)|на (?:том|другом) конце провода)"
)
_STATUSES = (
    (None, re.compile(r"(?i)\b(?:опроверг\w*|не соответству\w+ действительности|если бы|мог\w* бы|следовало бы|не было никак\w+|готов\w* (?:к|провести|обсудить|встретиться)|считает необходим\w+|не видим \w+|призвал\w*|вымысел|якобы)\b")),
    (Status.SCHEDULED, re.compile(r"(?i)\b(?:перенес[её]н\w*|отложен\w*|сдвинут\w*) (?:с [^.;]{3,20} )?на (?:\d|\w+ (?:январ|феврал|март|апрел|ма|июн|июл|август|сентябр|октябр|ноябр|декабр))")),
    (Status.CANCELLED, re.compile(r"(?i)\b(?:отмен(?:ён|ен|ена|ено|ены|или|ил|ила)|не состоял(?:ся|ась|ось|ись)|отложен\w*(?! на)|сорвал\w*|не состоится)\b")),
    (Status.NOT_SCHEDULED, re.compile(r"(?i)\bне (?:планиру\w+|запланирован\w*|намечен\w*|предусмотрен\w*|назначен\w*|предполагается|готовится)|планов[^.;]{0,30} нет\b|\bнет планов\b")),
    (Status.AVOIDED, re.compile(r"(?i)\b(?:избега\w+|уклоня\w+|во избежание (?:встречи|контакт\w+))\b")),
    (Status.UNANSWERED, re.compile(r"(?i)\b(?:без ответа|не ответил\w*|ответа не (?:последовало|поступило|получено)|не получил\w* ответа|ответа (?:пока |ещё |до сих пор |так и )*(?:нет|не)\b|не отреагировал\w*|хран\w+ молчание|реакции (?:пока )?не|трубку не (?:взял\w*|снял\w*)|не снял\w* трубку)\b")),
    (Status.DECLINED, re.compile(r"(?i)\b(?:отказал(?:ся|ась|ось|ись)|отклонил\w*|отверг\w*|ответил\w* отказом|отказ от|уклонил\w+|сосла\w+ на (?:занятость|график|болезнь)|не счёл\w* (?:нужн|возможн)\w+|не смог\w* (?:принять|переговорить|встретиться)|не нашёл\w* времени|не нашл\w+ времени)\b")),
    (Status.SOUGHT, re.compile(r"(?i)\b(?:запросил\w*|запрос на|просьб\w+ о (?:разговоре|встрече|переговорах|беседе)|попросил\w* о (?:разговоре|встрече|беседе)|предложил\w* (?:провести|организовать|встретиться|переговорить|созвониться)|направил\w* (?:запрос|приглашение)|добива\w+ (?:разговора|встречи)|предложил\w* (?:[\w-]+ ){1,5}?(?:увидеться|встретиться|переговорить|созвониться|поговорить|побеседовать|провести)|пыта\w+ (?:[\w-]+ ){0,4}?(?:связаться|дозвониться|переговорить|созвониться)|попыт\w+ (?:связаться|дозвониться)|обратил\w+ с просьбой|хоте\w+ (?:бы )?(?:встретиться|переговорить|увидеться))\b")),
    (Status.SCHEDULED, re.compile(r"(?i)\b(?:состоится|состоятся|намерен\w*|запланирован\w*|планиру\w+|намечен\w*|назначен\w* на|проведут|проведёт|проведет|встретятся|встретится|предстоит|будет проведен\w*|в следующий раз|условились (?:переговорить|встретиться|созвониться|провести)|договорились (?:переговорить|встретиться|созвониться|провести))\b")),
)  # fmt: skip
_INITIATIVE = re.compile(
    r"(?i)\bпо (?:\w+ )?(?:инициативе|предложению|просьбе|приглашению|запросу)(?: со)? (?P<who>[^.,;]{3,60})|инициатор\w* (?:\w+ )?(?:выступил\w*|стал\w*|была|был) (?P<who2>[^.,;]{3,60})|инициирован\w* (?P<who3>[^.,;]{3,60})"
)
_CARDINALS = {"од": 1, "дв": 2, "тр": 3, "четыр": 4, "пят": 5, "шест": 6, "сем": 7, "восьм": 8, "восем": 8, "девят": 9, "десят": 10, "одиннадцат": 11, "двенадцат": 12, "пятнадцат": 15, "двадцат": 20, "тридцат": 30, "сорок": 40, "пятьдесят": 50, "пятидесят": 50, "шестьдесят": 60, "девяност": 90}  # fmt: skip
_ORDINALS = {"втор": 2, "трет": 3, "четв": 4, "пят": 5, "шест": 6, "седьм": 7, "восьм": 8, "девят": 9, "десят": 10}
_COREF = re.compile(
    r"(?i)\b(?:разговор|беседа|переговоры|встреча|видеоконференция|министры|стороны|они|собеседники|главы|первый|предыдущ\w+|последн\w+|предшествующ\w+|контакт|в следующий раз|следующ\w+)\b"
)
_CHANNELS = (("line", r"по (?:линии|прямой линии|горячей линии)"), ("video", r"видео"), ("phone", r"телефон|созвон|позвон"), ("letter", r"письм|послани"), ("in_person", r"встреч|встретил|принял|прибы|визит"))  # fmt: skip
_LINES = (
    (LineFact.TESTED, r"проверк\w+|проверя\w+|проверочн\w+ (?:вызов|связ|сеанс)\w*|испытани\w+"), (LineFact.UNANSWERED, r"не ответил\w*|без ответа"), (LineFact.CUT, r"прерван\w*|оборван\w*|нарушен\w*|отключен\w*|вышла из строя|не работал\w*"),
    (LineFact.RESTORED, r"восстановлен\w*|возобновлен\w*|возобновил\w*"), (LineFact.SUSPENDED, r"приостановлен\w*|приостановил\w*"), (LineFact.ESTABLISHED, r"открыт\w*|установлен\w*|создан\w*|введен\w* в (?:действие|эксплуатацию)|учрежден\w*|запущен\w*"),
    (LineFact.IN_USE, r"работает|действует|функционирует|в штатном режиме"), (LineFact.USED, r"использ\w+|задействован\w*|передан\w* по"), (LineFact.CONNECTS, r"соединяет|связывает"), (LineFact.PURPOSE, r"предназначен\w*|(?:чтобы|во|для) (?:избеж\w+|предотвращени\w+)"),
)  # fmt: skip
_LINE = re.compile(
    r"(?i)\b(?:лини[яиюей]+(?! фронта| соприкосновения| разграничения| поведения)|горяч\w+ лини\w+|канал\w* связи|прям\w+ связ\w+)\b|\bпровер(?:ки|ка) (?:проводятся|проводится|линии|связи)|проверочн\w+ вызов"
)
_LEVELS = ((r"министр\w*(?: национальн\w+)? оборон\w+|глав\w* (?:оборонн\w+|военн\w+) ведомств\w*|глав\w* минобороны", "minister of defence"), (r"министр\w* иностранн\w+ дел|глав\w* (?:мид\w*|внешнеполитическ\w+ ведомств\w*|дипломати\w+)", "minister of foreign affairs"), (r"начальник\w* (?:генеральн\w+ штаб\w*|генштаб\w*|оборон\w+|штаба обороны)", "chief of staff"), (r"президент\w*|глав\w* государств\w*", "head of state"), (r"премьер\w*(?:-министр\w*)?|глав\w* правительств\w*", "head of government"))  # fmt: skip


def is_russian(text: str) -> bool:
    """Whether a text is mostly in Cyrillic letters."""
    letters = [letter for letter in text[:4000] if letter.isalpha()]
    return bool(letters) and sum("\u0400" <= letter <= "\u04ff" for letter in letters) * 2 > len(letters)


def read_russian(reading: Reading) -> list[Claim]:
    """Return what a Russian report says."""
    reader = _Russian(reading)
    for paragraph in reading.paragraphs:
        if paragraph.part in {Part.NOISE, Part.COMMENT}:
            continue
        for start, end in sentences(reading.text.clean, paragraph.start, paragraph.end):
            reader.sentence(start, end)
    return reading.gathered()


class _Russian:
    """Reads one Russian report sentence by sentence into the drafts of its ``Reading``."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.lexicon = reading.lexicon
        self._learn()
        self.pair: tuple[Who, ...] = ()
        self.current: Draft | None = None
        self.states: tuple[str, ...] = ()
        self.seen = 0

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
        contact = _CONTACT.search(sentence)
        line = _LINE.search(sentence) and not (contact and len(people) >= 2)
        groups = self._groups(sentence, people)
        if line:
            self._line(sentence, start, end, dates)
        elif contact and groups:
            for group in groups:
                self._told(sentence, group, dates, start, end)
        elif contact and len(people) == 1 and self._status(sentence) in REQUESTS:
            self._one_sided(sentence, people[0], dates, start, end)
        elif self._answered(sentence, start, end):
            pass
        elif self.current is not None and _COREF.search(sentence):
            self._more(sentence, dates, start, end)
        self._nth(sentence, start, end)
        if len(people) >= 2 and len({who.state for who in people}) >= 2:
            self.states = tuple(dict.fromkeys(who.state for who in people if who.state))[:2]

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
        for pattern, level in _LEVELS:
            item = re.search(rf"(?i)\b(?:{pattern})", sentence)
            if item is None:
                continue
            several = re.search(r"(?i)\b(?:министров|президентов|начальников|глав|министры|президенты)\b", item[0])
            if several and len(found) < 2:
                codes = list(dict.fromkeys(code for _, code in sorted(states)))
                if len(codes) == 2:
                    found = [who for code in codes if (who := self.reading.cast.holder(level, code, self.reading.days))]
            elif len(found) <= 1:
                behind = [code for at, code in sorted(states) if 0 <= at - item.end() <= 3]
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
            re.search(r"(?i)\b(?:отдельн\w+|раздельн\w+|поочер\w+|поочередн\w+|затем|также|соответственно)\b", sentence)
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
        resolved, printed = self._date([item for item in dates if item is not since_date], sentence, status)
        draft = Draft(people, status, resolved, printed, [(start, end)], background=bool(previous))
        self._fields(draft, sentence)
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

    def _date(self, dates: list[Printed], sentence: str, status: Status) -> tuple[Resolved, str | None]:
        ahead = status is Status.SCHEDULED
        usable = [
            item
            for item in dates
            if item.kind not in {"span", "year"}
            and not re.search(
                r"(?i)\b(?:сказал\w*|сообщил\w*|заявил\w*|журналистам)\s+(?:\w+ )?$", sentence[: item.start]
            )
        ]
        exact = [item for item in usable if item.kind in {"md", "iso"}] or usable
        if not exact:
            return UNDATED, None
        moved = re.search(r"(?i)\b(?:перенес[её]н\w*|отложен\w*|сдвинут\w*)\b", sentence)
        exact = [item for item in exact if moved and item.start > moved.end()] or exact
        resolved = self.reading.calendar.resolve(exact[0], ahead=ahead)
        beside = next((item for item in usable if item.kind == "weekday"), None)
        if beside is not None and exact[0].kind != "weekday":
            resolved = resolved._replace(weekday=self.reading.calendar.resolve(beside).weekday)
        return resolved, exact[0].text

    def _status(self, sentence: str) -> Status | None:
        bare = re.sub(r'"[^"]*"', "", sentence) or sentence
        for status, pattern in _STATUSES:
            if pattern.search(sentence if status is None else bare):
                return status
        return Status.HELD

    def _fields(self, draft: Draft, sentence: str) -> None:
        begun = _INITIATIVE.search(sentence)
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
        draft.duration = draft.duration or _duration(sentence)
        if draft.channel is None:
            draft.channel = next((name for name, pattern in _CHANNELS if re.search(rf"(?i){pattern}", sentence)), None)
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
        if following and days and _status_ahead(sentence):
            resolved = self.reading.calendar.resolve(days[0], ahead=True)
            draft = Draft(people, Status.SCHEDULED, resolved, days[0].text, [(start, end)])
            self._fields(draft, sentence)
            self.reading.merge(draft)
            return
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
            count = next((number for stem, number in _ORDINALS.items() if found["ord"].lower().startswith(stem[:3])), 0)
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
            fact = next((fact for fact, pattern in _LINES if re.search(rf"(?i)\b(?:{pattern})", clause[0])), None)
            both = [one for one, pattern in _LINES if re.search(rf"(?i)\b(?:{pattern})", clause[0])]
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


def _status_ahead(sentence: str) -> bool:
    return bool(
        re.search(
            r"(?i)\b(?:намерен\w*|состоится|переговорить|встретиться|созвониться|встретятся|провести|проведут)\b",
            sentence,
        )
    )


def _cardinal(words: str | None) -> int | None:
    if not words:
        return None
    low = words.strip().lower()
    if low.isdigit():
        return int(low)
    total = 0
    for word in low.split():
        stem = max((stem for stem in _CARDINALS if word.startswith(stem)), key=len, default=None)
        if stem is None:
            return None
        total += _CARDINALS[stem]
    return total or None


def _duration(sentence: str) -> Duration | None:
    """Return how long a conversation lasted: "около сорока минут", "один час двадцать минут", "более двух часов"."""
    lasted = re.search(r"(?i)(?:продолж\w+|длил\w*|длительност\w+|занял\w*)(?P<rest>[^.;]{3,70})", sentence)
    if not lasted:
        return None
    rest = lasted["rest"].lower()
    bound = (
        "about"
        if re.search(r"около|примерно|порядка|почти", rest)
        else "more than"
        if re.search(r"более|свыше|больше", rest)
        else "less than"
        if re.search(r"менее|меньше", rest)
        else "exactly"
    )
    rest = re.sub(
        r"\b(?:чуть|около|примерно|порядка|почти|более|свыше|больше|менее|меньше|чем|ровно|беседы|разговора|встречи|переговоров|она|он)\b",
        " ",
        rest,
    )
    if re.search(r"полутор\w+ час", rest):
        return Duration(minutes=90, bound=bound)
    if re.search(r"получас|полчаса", rest):
        return Duration(minutes=30, bound=bound)
    hours = re.search(r"(?P<n>[а-яё]+|\d+)?\s*\bчас\w{0,2}\b", rest)
    minutes = re.search(
        r"(?P<n>(?:(?:двадцати|тридцати|сорока|пятидесяти|двадцать|тридцать|сорок|пятьдесят) )?[а-яё]+|\d+)\s+минут",
        rest,
    )
    total = (60 * (_cardinal(hours["n"]) or 1) if hours else 0) + ((_cardinal(minutes["n"]) or 0) if minutes else 0)
    return Duration(minutes=total, bound=bound) if total else None

"""A charter as a page in words, in each language of the line: what every person reads before a root signs it.

Pure, and a function of the charter's bytes alone: every party reads the same page. The legal effect stands first, here and on
every export. Fixed words exist in English and French; in another language the parties' own texts are shown in it where the charter
has them, and the fixed words in English, which the page says.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from watchline.codec import decode
from watchline.measure import OBJECTIVE_S_DEFAULT, Precedence
from watchline.measure.position import Position
from watchline.party import fingerprint
from watchline.record.charter import Charter
from watchline.record.charter_articles import LADDER_DEFAULT
from watchline.record.charter_calendar import Slot
from watchline.record.charter_phrases import ENGLISH, PHRASES, TERMS
from watchline.record.charter_reading import Prose

PAGE_LANGUAGES = tuple(PHRASES)
"""Languages that have the fixed words."""


class Article(NamedTuple):
    """One article of a page: its heading and its lines."""

    heading: str
    lines: tuple[str, ...]


def page_languages(charter: Charter) -> tuple[str, ...]:
    """Return the languages of a charter's pages: English always, then the others of the line in its order."""
    return ("en", *(language for language in charter.languages if language != "en"))


def charter_page(charter: Charter, language: str = "en") -> str:
    """Return the whole charter as a page in words."""
    title = _one_line(charter.title)
    parts = [
        f"{number}. {article.heading}\n"
        + "\n".join(f"   {line}" for text in article.lines for line in text.split("\n"))
        for number, article in enumerate(charter_articles(charter, language), 1)
    ]
    return "\n\n".join([*([title] if title else []), *parts]) + "\n"


def legal_effect(charter: Charter, language: str = "en") -> str:
    """Return the clause on legal effect, which is shown on every export: the charter's own, else the usual one."""
    return said(charter, charter.legal_effect, language) or _phrases(language)["legal_effect_text"]


def suspension_rule(charter: Charter, language: str = "en") -> str:
    """Return the rule on suspension: the charter's own, else the usual one."""
    return said(charter, charter.suspension_rule, language) or _phrases(language)["suspension_text"]


def said(charter: Charter, prose: Prose, language: str) -> str:
    """Return an article's text in a language; where there is none, the first that there is, with its language before it."""
    if language in prose or "" in prose:
        return prose.get(language) or prose[""]
    for other in (*page_languages(charter), *sorted(prose)):
        if other in prose:
            return f"[{other}] {prose[other]}"
    return ""


def charter_articles(charter: Charter, language: str = "en") -> tuple[Article, ...]:
    """Return the articles of a charter in order, the legal effect first."""
    page = _Page(charter, language)
    made = [
        page.article("legal_effect", page.legal_effect()),
        page.article("charter", page.charter_itself()),
        page.article("parties", page.parties()),
        page.article("purpose", [page.own(charter.purpose, "nothing_agreed")]),
        page.article("area", [page.own(charter.area, "nothing_agreed")]),
        page.article("posts", page.posts()),
        page.article(
            "circuits",
            [
                page.say("circuit_spoken" if name in charter.spoken else "circuit", number=n, name=name)
                for n, name in enumerate(charter.circuits, 1)
            ],
        ),
        page.article("tests", page.tests()),
        page.article("precedence", page.precedence()),
        page.article("phones", page.phones()),
        page.article("languages", [page.say("languages_are", languages=", ".join(charter.languages))]),
        page.article("measures", page.measures()),
        page.article("separation", page.separation()),
        page.article("places", page.places()),
        page.article("relay", page.relay()),
        page.article("records", page.records()),
        page.article("phrasebook", page.phrasebook()),
        page.article("exercise", [page.own(charter.exercise_rule, "exercise_text")]),
        page.article("suspension", [page.own(charter.suspension_rule, "suspension_text")]),
        page.article("agreements", page.agreements()),
        page.article("amendment", [page.say("amendment_text")]),
    ]
    if charter.unknown:
        made.append(page.article("unknown", page.unknown()))
    return tuple(made)


def _one_line(text: str) -> str:
    return text.replace("\n", " / ")


def _phrases(language: str) -> dict[str, str]:
    return PHRASES.get(language, ENGLISH)


class _Page:
    """The articles of one charter in one language, one method each."""

    def __init__(self, charter: Charter, language: str) -> None:
        self.charter, self.language = charter, language
        self.phrases, self.terms = _phrases(language), TERMS.get(language, {})

    def say(self, phrase: str, /, **parts: Any) -> str:
        return self.phrases[phrase].format(**{name: _one_line(str(value)) for name, value in parts.items()})

    def own(self, prose: Prose, usual: str = "") -> str:
        """Return the parties' own text, each line marked, so that it cannot be taken for fixed words; else the usual ones."""
        text = said(self.charter, prose, self.language)
        return "\n".join(f"| {line}" for line in text.split("\n")) if text else self.phrases[usual]

    def article(self, heading: str, lines: list[str]) -> Article:
        return Article(self.phrases[heading], tuple(lines) or (self.phrases["nothing_agreed"],))

    def term(self, word: str) -> str:
        return self.terms.get(word, word)

    def time(self, seconds: int) -> str:
        whole = seconds % 60 == 0 and seconds > 0
        return f"{seconds // 60} {self.phrases['minute']}" if whole else f"{seconds} {self.phrases['second']}"

    def legal_effect(self) -> list[str]:
        made = [self.own(self.charter.legal_effect, "legal_effect_text")]
        if self.charter.demo:
            made.append(self.say("demonstration"))
        if self.language not in PHRASES:
            made.append(self.say("not_translated", language=self.language))
        return made

    def charter_itself(self) -> list[str]:
        charter = self.charter
        made = [self.say("line", line=charter.line.hex())]
        if charter.prev is None:
            made.append(self.say("founding"))
        else:
            made.append(self.say("later", hash=charter.hash.hex(), prev=charter.prev.hex()))
        if charter.after is not None:
            heads = "; ".join(f"{code}/{epoch} {size} {root.hex()}" for code, epoch, size, root in charter.after.heads)
            made.append(self.say("after", line=charter.after.line.hex(), heads=heads))
        if charter.generation:
            made.append(self.say("generation", number=charter.generation))
        date, review = charter.in_force_on, charter.review_on
        made.append(self.say("in_force_on", date=date.isoformat()) if date else self.say("in_force_signed"))
        made.append(self.say("review_on", date=review.isoformat()) if review else self.say("no_review"))
        return made

    def parties(self) -> list[str]:
        return [
            self.say(
                "party",
                code=party.code,
                names=" / ".join(party.names[key] for key in sorted(party.names)),
                fingerprint=fingerprint(party.root),
                number=party.roster[0],
                hash=party.roster[1].hex(),
            )
            for party in self.charter.parties
        ]

    def posts(self) -> list[str]:
        charter = self.charter
        usual = charter.ladder == LADDER_DEFAULT
        levels = [self.term(level.name) if usual else level.name for level in charter.ladder]
        made = [
            self.say(
                "post",
                post=post,
                desk=", ".join(self.term(desk) for desk in charter.desks_of(post)) or self.say("every_desk"),
                level=levels[charter.level_of(post)],
            )
            for post in charter.posts
        ]
        return [*made, self.say("ladder", levels=", ".join(levels)), self.say("posts_sign")]

    def tests(self) -> list[str]:
        charter = self.charter
        made = [
            self.say("test", at=hhmm(slot.minute), circuit=slot.circuit, days=self.days(slot))
            for slot in charter.calendar
        ]
        made = made or [self.say("no_tests")]
        for holiday in charter.holidays:
            tests = [self.say("holiday_test", at=hhmm(slot.minute), circuit=slot.circuit) for slot in holiday.calendar]
            title = f" ({holiday.title})" if holiday.title else ""
            made.append(
                self.say(
                    "holiday",
                    date=holiday.date.isoformat(),
                    title=title,
                    tests=", ".join(tests) or self.say("holiday_none"),
                )
            )
        windows = charter.windows
        return [
            *made,
            self.say("utc_days"),
            self.say(f"initiator_{charter.initiator_rule}", n=len(charter.codes), codes=", ".join(charter.codes)),
            self.say("answer", time=self.time(windows.answer_s)),
            self.say("initiative", time=self.time(windows.initiative_s)),
            self.say("held", time=self.time(windows.held_s)),
        ]

    def days(self, slot: Slot) -> str:
        names = self.phrases["weekdays"].split(",")
        return ", ".join(names[number - 1] for number in slot.weekdays) or self.say("every_day")

    def precedence(self) -> list[str]:
        objectives = self.charter.precedence
        return [
            f"{letter} {Precedence(letter).name}: {self.time(objectives[letter])}" for letter in OBJECTIVE_S_DEFAULT
        ]

    def phones(self) -> list[str]:
        return [
            self.say(
                "phone",
                code=phone.party,
                desk=self.term(phone.desk) if phone.desk else self.say("every_desk"),
                number=phone.number,
                words=f" ({phone.words})" if phone.words else "",
            )
            for phone in self.charter.phones
        ]

    def measures(self) -> list[str]:
        charter = self.charter
        reference = f"{charter.altitude_reference} ({self.phrases[charter.altitude_reference]})"
        units = charter.units
        clock = self.time(charter.clock_ms // 1000) if charter.clock_ms % 1000 == 0 else f"{charter.clock_ms} ms"
        return [
            self.say(
                "datum", datum=charter.datum, distance=units.distance, altitude=units.altitude, reference=reference
            ),
            self.say("clock", time=clock),
        ]

    def separation(self) -> list[str]:
        return [
            self.say(
                "separation_of",
                kind=kind,
                lateral=minima.lateral_m,
                vertical=minima.vertical_m,
                time=self.time(minima.time_s),
            )
            for kind, minima in self.charter.separation.items()
        ] or [self.say("no_separation")]

    def places(self) -> list[str]:
        charter = self.charter
        made = [
            self.say("reference_line", name=line.name, points="; ".join(degrees(point) for point in line.points))
            for line in charter.reference_lines
        ]
        for state in charter.third_states:
            made.append(
                self.say(
                    "third_state",
                    name=state.name,
                    metres=state.within_m,
                    codes=", ".join(state.told_by) or self.say("its_author"),
                )
            )
            if state.how:
                made.append(self.own(state.how))
            made.append(self.say("territory", points="; ".join(degrees(point) for point in state.area)))
        made += [self.say("place", name=name, point=degrees(point)) for name, point in charter.gazetteer.items()]
        return [*made, self.say("no_border")] if made else []

    def relay(self) -> list[str]:
        groups = self.charter.relay_groups
        return [self.say("relay_of", code=code, groups=", ".join(groups[code])) for code in groups]

    def records(self) -> list[str]:
        charter = self.charter
        names = {"confidential": self.say("confidential"), "on_record": self.say("on_record_class")}
        made = [self.say("on_record")]
        made += [self.say("class_of", kind=kind, name=names[name]) for kind, name in charter.record_class.items()]
        made.append(self.say("receipts", kinds=", ".join(charter.receipt_kinds)))
        made.append(self.say("readouts_confidential" if charter.readouts_confidential else "readouts_open"))
        return made

    def phrasebook(self) -> list[str]:
        found = self.charter.phrasebook
        return [self.say("no_phrasebook") if found is None else self.say("phrasebook_hash", hash=found.hex())]

    def agreements(self) -> list[str]:
        made = []
        for agreement in self.charter.agreements:
            suspension = self.say("suspendable" if agreement.suspendable else "with_the_line")
            title = said(self.charter, agreement.title, self.language)
            made.append(self.say("agreement", id=agreement.id, title=title, suspension=suspension))
            if agreement.hash is None:
                made.append(self.own(agreement.text))
            else:
                made.append(self.say("agreement_hash", hash=agreement.hash.hex()))
        return made

    def unknown(self) -> list[str]:
        fields = decode(self.charter.data)
        return [
            self.say("unknown_note"),
            *(
                self.say("unknown_article", name=name, value=shown(fields[name])) if name in fields else name
                for name in self.charter.unknown
            ),
        ]


def hhmm(minute: int) -> str:
    """Return a minute of the day as people write it, ``0600Z``."""
    return f"{minute // 60:02d}{minute % 60:02d}Z"


def degrees(point: Position) -> str:
    """Return a position as people read it, ``48.3700000 N 012.5000000 W``: no digit is rounded away."""
    lat, lon = abs(point.lat_e7), abs(point.lon_e7)
    north, east = "N" if point.lat_e7 >= 0 else "S", "E" if point.lon_e7 >= 0 else "W"
    return f"{lat // 10**7:02d}.{lat % 10**7:07d} {north} {lon // 10**7:03d}.{lon % 10**7:07d} {east}"


def shown(value: Any) -> str:
    """Return any value of a charter on one line: whole, since it is signed."""
    match value:
        case bytes():
            return f"h'{value.hex()}'"
        case dict():
            return "{" + ", ".join(f"{key}: {shown(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(shown(item) for item in value) + "]"
        case str():
            return repr(value)
        case _:
            return str(value)

"""Where confirmed reports and our own record cannot both stand: date, status, length, initiative, who took part, who told it.

A contact of which both tell is one contact, and stays on the rung that our record gives it. A difference is named with both sides and
decides nothing. Looser words that fit are none: each rule here asks whether both *can* be true, and where it cannot tell, they can.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from watchline.measure import Edtf, day_of, edtf_of_day
from watchline.people import fold, likeness, spelled
from watchline.press import Duration
from watchline.press.claim import Kind
from watchline.press.conflicts import ABOUT, lasted, same_words, words_of
from watchline.press.lexicon import level_of
from watchline.view.contact_record import Next, Pair, Sought, Spoke
from watchline.view.contacts import MINUTE_MS, NOT_STATED, Office, office_words
from watchline.view.press_record import Read, Source, Told

BOTH = "both"
NEAR_DAYS = 10
"""A report whose day of a contact is no further from ours than this, and fits no contact of ours, is taken to tell of the same one."""
_HOUR_MS: Final = 3_600_000
ZONES_HOURS: Final = (-12, 14)
"""A report dates by the clock of a place that it does not name: UTC-12 to UTC+14."""
ROUND_MINUTES: Final = (30, 15, 10, 5)
"""A number of minutes is read as rounded to the coarsest of these that divides it, else to the minute."""
SAME_WORD_MIN: Final = 75
"""Likeness from which two words may be spellings of one name, shoigu and shoygu, valerii and valery: no identification, only no difference."""
_NO_CALL: Final = frozenset({"in_person", "letter"})
NOT_DECLINED: Final = frozenset({"unanswered", "lapsed", "standing", "requested", "read"})
"""States of a request of ours that no refusal is in. Not answered is not declined."""


class Differs(NamedTuple):
    """Where our own record and confirmed reports cannot both stand.

    Attributes:
        field: ``date``, ``status``, ``duration``, ``initiative``, ``participants`` or ``attribution``.
        ours, theirs: What each says, in words.
        our_ref: The entry that ours rests on.
        refs: Claims of the press, in our annex.
        sources: Who says so.
        credited: To whom those credit it, if they do.
    """

    field: str
    ours: str
    theirs: str
    our_ref: str
    refs: tuple[str, ...]
    sources: tuple[Source, ...]
    credited: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The same in a sentence."""
        who = " and ".join(source.words() for source in self.sources)
        credit = f", crediting {' and '.join(self.credited)}" if self.credited else ""
        return f"{self.field}: our record has {self.ours} ({self.our_ref}), the press {self.theirs} ({who}{credit})"


class Published(NamedTuple):
    """A readout that a party published over the line: of which call, between whom, by whom, in which entry, and its words."""

    call: str
    between: Pair
    code: str
    ref: str
    text: str


def fitting(told: Told, ours: Sequence[Spoke]) -> Spoke | None:
    """Return the contact of ours that a report may be of: of those whose days meet, the last; of an unknown day none."""
    if told.date.last is None:
        return None
    met = [one for one in ours if one.date.last is not None and one.date.overlaps(told.date)]
    met = met or [one for one in ours if may_be_dated(one, told.date)]
    return met[-1] if met else None


def may_be_dated(one: Spoke, date: Edtf) -> bool:
    """Tell whether a report may give this date to a contact of ours, by the clock of whatever place."""
    return may_be_on(one.date, one.starts, date)


def may_be_on(ours: Edtf, starts: Iterable[int], date: Edtf) -> bool:
    """Tell whether a report may give this date to what is of our day, or began at these instants (ms), by the clock of whatever place."""
    if ours.overlaps(date):
        return True
    days = {day_of(at + hours * _HOUR_MS) for at in starts for hours in range(ZONES_HOURS[0], ZONES_HOURS[1] + 1)}
    return any(edtf_of_day(day).overlaps(date) for day in days)


def near(told: Told, ours: Sequence[Spoke]) -> Spoke | None:
    """Return the contact of ours whose day is nearest to the report's, if it is within ``NEAR_DAYS`` and both are days."""
    day = told.date.day
    days = [(abs(one.date.day - day), one.refs, one) for one in ours if day is not None and one.date.day is not None]
    least = min(days, key=lambda item: item[:2], default=None)
    return least[2] if least is not None and least[0] <= NEAR_DAYS else None


def differences(told: Told, one: Spoke) -> list[Differs]:
    """Return in what a report of the same contact cannot stand beside our record of it."""

    def differs(field: str, ours: str, theirs: str, by: Told = told) -> Differs:
        return Differs(field, ours, theirs, one.refs[0], by.refs, by.sources, by.credited)

    found = []
    if not may_be_dated(one, told.date):
        found.append(differs("date", one.date.words(), told.date.words()))
    asked = sorted({item.claim.initiative for item in told.row.attests if item.claim.initiative})
    if one.initiative not in {NOT_STATED, BOTH}:
        found += [
            differs("initiative", one.initiative, code, told.saying("initiative", code))
            for code in asked
            if code != one.initiative
        ]
    mine = _lengths(one)
    lengths = sorted({item.claim.duration for item in told.row.attests if item.claim.duration}, key=lasted)
    found += [
        differs("duration", _lasted(one), lasted(theirs), told.saying("duration", theirs))
        for theirs in lengths
        if mine and not any(_meet(length, minutes_of(theirs)) for length in mine)
    ]
    found += [differs("participants", ours, theirs) for ours, theirs in _others(told, one)]
    return found


def next_differs(told: Told, own: Sequence[Next]) -> Differs | None:
    """Return the difference between a contact that reports tell as to come and the next one of our own record, if they cannot be of one day.

    A meeting in person or a letter is no call, and a day further off than ``NEAR_DAYS`` is that of another contact: none of these is a difference.
    """
    day = told.date.day
    if day is None or told.means in _NO_CALL:
        return None
    near = min(
        own,
        key=lambda item: (NEAR_DAYS + 1 if item.date.day is None else abs(item.date.day - day), item.ref),
        default=None,
    )
    if near is None or near.date.day is None or abs(near.date.day - day) > NEAR_DAYS:
        return None
    ours, theirs = f"the next contact {near.date.words()}", f"one to come {told.date.words()}"
    return Differs("date", ours, theirs, near.ref, told.refs, told.sources, told.credited)


def status_differs(told: Told, date: Edtf, status: str, ours: Sought) -> Differs | None:
    """Return the difference between a request as reports tell it and ours of the same time; *unanswered* is not *declined*."""
    declined = status == "declined" and ours.status in NOT_DECLINED and not ours.declined
    if not declined and not (status == "unanswered" and ours.status == "declined"):
        return None
    mine = f"{ours.status}, asked for {ours.since.words()}"
    return Differs("status", mine, f"{status}, {date.words()}", ours.ref, told.refs, told.sources, told.credited)


def minutes_of(duration: Duration) -> tuple[float, float]:
    """Return the minutes that words may mean: a round number its rounding, *about* a fifth either way, *more than* no end."""
    least, most = _rounded(duration.minutes)
    match duration.bound:
        case "about":
            return min(least, duration.minutes * (1 - ABOUT)), max(most, duration.minutes * (1 + ABOUT))
        case "more than":
            return duration.minutes, float("inf")
        case "less than":
            return 0, duration.minutes
        case _:
            return least, most


def _rounded(minutes: int) -> tuple[float, float]:
    unit = next((unit for unit in ROUND_MINUTES if minutes and minutes % unit == 0), 2)
    return max(minutes - unit / 2, 0), minutes + unit / 2


def _lengths(one: Spoke) -> list[tuple[float, float]]:
    """Return how many minutes our record allows: of a call of the line from the shortest account to the longest, else as noted."""
    if one.lengths:
        return [(min(one.lengths) / MINUTE_MS, max(one.lengths) / MINUTE_MS)]
    if one.minutes is None:
        return []
    return [minutes_of(Duration(minutes=one.minutes, bound=one.bound.replace("_", " ")))]


def _lasted(one: Spoke) -> str:
    if not one.lengths:
        return lasted(Duration(minutes=one.minutes or 0, bound=one.bound.replace("_", " ")))
    told = sorted({round(length / MINUTE_MS) for length in one.lengths})
    return f"{' or '.join(map(str, told))} minutes"


def _meet(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return max(one[0], other[0]) <= min(one[1], other[1])


def _others(told: Told, one: Spoke) -> list[tuple[str, str]]:
    """Return who is said to have taken part that our record does not have: a state that is not in it, or another person in one office."""
    states = {state for (state, _), _ in one.principals}
    strange = [office for office, _ in told.sides if office[0] not in states]
    found = []
    if states and strange:
        ours = ", ".join(office_words(office) for office, _ in one.principals)
        found.append((ours, f"also {', '.join(office_words(office) for office in strange)}"))
    for (state, office), name in told.sides:
        known = [
            mine
            for (code, post), mine in one.principals
            if (code, level_of(post)) == (state, level_of(office)) and mine
        ]
        noted = [mine for code, mine in one.names if code == state]
        if name and known and not any(same_person(name, mine) for mine in (*known, *noted)):
            found.append((", ".join(known), name))
    return found


def same_person(one: str, other: str) -> bool:
    """Tell whether two names may be one person's: in any order, shortened to surname or initials, in other spelling or script."""
    return any(_same_name(first, second) for first in _spellings(one) for second in _spellings(other))


def _spellings(name: str) -> tuple[str, ...]:
    return (fold(name), *map(fold, spelled(name)), *map(fold, spelled(name, ukrainian=True)))


def _same_name(one: str, other: str) -> bool:
    short, long = sorted((one.split(), other.split()), key=len)
    rest = list(long)
    for word in short:
        match = next((item for item in rest if _same_word(word, item)), None)
        if match is None:
            return False
        rest.remove(match)
    return any(len(word) > 1 for word in short)


def _same_word(one: str, other: str) -> bool:
    if min(len(one), len(other)) == 1:
        return one[0] == other[0]
    return likeness(one, other) >= SAME_WORD_MIN


def authors(read: Read, published: Iterable[Published]) -> list[tuple[Pair, Differs]]:
    """Return where reports credit to one side the words that the other published over the line.

    Compared by words, so only where a claim has its words here and the readout is in their language. Words that both sides published
    are those of either.
    """
    texts = [(item, words_of(item.text)) for item in published]
    found = []
    for report in read.reports:
        for claim in report.claims:
            words = words_of(claim.gist or "")
            if claim.kind is not Kind.READOUT or claim.party is None or len(words) < 4:
                continue
            same = [item for item, own in texts if same_words(words, own)]
            if not same or any(item.code == claim.party for item in same):
                continue
            ref = read.places[report.name, claim].stood.place.text()
            source = Source(report.outlet or report.name, report.published)
            for item in same:
                if _takes_part(claim.party, item.between):
                    ours, theirs = f"these words in the readout of {item.code}", f"words of {claim.party}"
                    found.append(
                        (
                            item.between,
                            Differs("attribution", ours, theirs, item.ref, (ref,), (source,), claim.attribution),
                        )
                    )
    return found


def _takes_part(state: str, between: tuple[Office, Office]) -> bool:
    return any(code == state for code, _ in between)

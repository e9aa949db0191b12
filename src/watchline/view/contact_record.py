"""One contact record of two sources: calls in the common record, and what we alone noted of contacts by any means.

Each contact says on which rung it stands: *ours only*, *held* (by whom, by name), *established*. What only we noted stays ours only for
ever, whatever is founded later; both are counted, and counted apart too. A date that is not known to the day is never made sharper: where
a figure would need the day there is none, or a span.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from watchline.annex import Owed, Place, Request, Standing, Stood, parse_place, press_of
from watchline.annex.requests import OPEN, RequestState
from watchline.measure import Edtf, count_of_days, day_of, edtf_of_day, first_in, parse_edtf
from watchline.record.claims import (
    Act,
    ContactClaim,
    ContactRequest,
    Participant,
    RequestAct,
    Status,
    date_of,
    principals,
)
from watchline.sentence import worded
from watchline.view.contacts import (
    MINUTE_MS,
    NOT_STATED,
    Contact,
    HeldCall,
    Office,
    Rung,
    last_words,
    only_one,
    sentence,
)

if TYPE_CHECKING:
    from watchline.view.press_compare import Differs, Published
    from watchline.view.press_record import Source

Pair = tuple[Office, Office]
OWN_SOURCE, LINE_SOURCE = "annex", "line"
OURS = "us"
_LINE_STANDING = frozenset(
    {"requested", "read", "proposed_by_asked", "proposed_by_asker", "postponed", "declined", "tried"}
)
STATE = ""
"""The office of a row that is of whole states."""


class Spoke(NamedTuple):
    """One contact of two offices.

    Attributes:
        date: When, as sharp as it is known.
        at: Its instant (ms), if it is known.
        between: Both offices.
        means: By which means; calls over the line: ``line``.
        initiative: A code, ``both``, ``third`` or ``not_stated``.
        rung, held_by: What can be shown of it, and which parties hold somebody else's account of it.
        source: ``line``, ``annex`` or ``press``.
        refs: The entries it rests on.
        names: Persons, by code, where they were noted.
        minutes, bound: How long, where it is stated.
        told_by: Reports that an officer confirmed and that tell of it too, or alone.
        principals: Who spoke for themselves, each office with the name where it was noted.
        starts, lengths: When it began (ms) and how long it lasted (ms), by each account that says so.
    """

    date: Edtf
    at: int | None
    between: Pair
    means: str
    initiative: str
    rung: Rung
    held_by: tuple[str, ...]
    source: str
    refs: tuple[str, ...]
    names: tuple[tuple[str, str], ...] = ()
    minutes: int | None = None
    bound: str = "exactly"
    told_by: tuple[Source, ...] = ()
    principals: tuple[tuple[Office, str | None], ...] = ()
    starts: tuple[int, ...] = ()
    lengths: tuple[int, ...] = ()


class Sought(NamedTuple):
    """A contact asked for and not held: where it is noted, what became of it, since when, how often asked, days to each answer.

    ``declined``: it was declined, or may have been before it was asked for again.
    """

    ref: str
    source: str
    status: str
    since: Edtf
    since_at: int | None
    attempts: int
    answer_days: tuple[int, ...]
    standing: bool
    declined: bool = False


class Next(NamedTuple):
    """The next contact: its date, its instant if known, where it is stated and by whom."""

    date: Edtf
    at: int | None
    ref: str
    stated_by: tuple[str, ...]


class Row(NamedTuple):
    """What two offices (or states) had with each other, as of a day.

    Attributes:
        between: Both offices; of a row of states the office is empty.
        contacts: Every contact that counts, oldest first.
        days_since: Whole UTC days since the last one; None if there is none, or its day is not known.
        days_span: (at least, at most) where the day is not known; at most None: without bound.
        gap_days: Days between the last two, where both are known to the day.
        sought: Contacts asked for and not held.
        answer_days: Of calls of the line and of our notes of requests, met ones too: whole days from each asking to its answer.
        told: Intended, avoided, cancelled and not scheduled contacts: (status, date, ref). They are no contacts.
        next: The next contact; ``next_none``: it is noted that none was agreed.
        sentence: The same in words.
        differs: Where our own record and confirmed reports cannot both stand.
    """

    between: Pair
    contacts: tuple[Spoke, ...]
    days_since: int | None
    days_span: tuple[int, int | None] | None
    gap_days: int | None
    sought: tuple[Sought, ...]
    answer_days: tuple[int, ...]
    told: tuple[tuple[str, Edtf, str], ...]
    next: Next | None
    next_none: bool
    sentence: str
    differs: tuple[Differs, ...] = ()

    @property
    def last(self) -> Spoke | None:
        """The last contact."""
        return self.contacts[-1] if self.contacts else None

    @property
    def initiative(self) -> dict[str, int]:
        """How many at whose initiative."""
        return dict(sorted(Counter(item.initiative for item in self.contacts).items()))

    @property
    def by_rung(self) -> dict[str, int]:
        """How many on each rung."""
        found = Counter(item.rung.value for item in self.contacts)
        return {rung.value: found[rung.value] for rung in Rung}

    @property
    def if_today(self) -> str:
        """What a contact on the day asked would be."""
        if self.last is None:
            return worded("If it were held today it would be the first in this record.")
        if self.days_since is None:
            assert self.days_span is not None, "a last contact has a day or a span of days"
            least, most = self.days_span
            if most is None:
                return worded("If it were held today it would be the first in {least} days or more.", least=least)
            return worded(
                "If it were held today it would be the first in {least} to {days}.",
                least=least,
                days=count_of_days(most),
            )
        if not self.days_since:
            return worded("If another were held today it would be another on the same day.")
        return worded("If it were held today it would be {first}.", first=first_in(self.days_since))


def contact_record(
    held: Iterable[HeldCall],
    rows: Iterable[Contact],
    annex: Standing | None,
    on: int,
    *,
    states: bool = False,
    published: Iterable[Published] = (),
) -> list[Row]:
    """Return the contact record by pairs, ordered by codes and offices.

    Args:
        held: Calls held over the line, as of the day.
        rows: The contacts of the line as ``contacts`` gives them: their requests and next calls are taken over.
        annex: What stands in our annex; None: there is none.
        on: The UTC day asked.
        states: One row for each pair of states instead of offices.
        published: Readouts of those calls, to be compared with what reports credit to a side.
    """
    found: dict[Pair, Found] = {}

    def of(pair: Pair) -> Found:
        named = ordered((pair[0][0], STATE), (pair[1][0], STATE)) if states else pair
        return found.setdefault(named, Found(named))

    for call in held:
        of(call.between).contacts.append(_from_line(call))
    for row in rows:
        of(row.between).take_line(row)
    for stood in () if annex is None else annex.contacts:
        for pair in _pairs(stood.record, states=states):
            of(pair).take_claim(stood, pair, on)
    for request in () if annex is None else annex.requests:
        for pair in _pairs(request.request, states=states):
            of(pair).take_request(request)
    if annex is not None and annex.press:
        from watchline.view.press_join import join_press  # the rules of reading are heavy: only where there is press

        join_press(press_of(annex), found, of, on, states=states, published=published)
    return [found[pair].row(on) for pair in sorted(found) if found[pair].tells()]


def pairs_of(participants: list[Participant]) -> list[Pair]:
    """Return every two offices among the principals of a contact."""
    offices = list(dict.fromkeys((item.state, item.office) for item in principals(participants)))
    return [ordered(first, second) for first, second in combinations(offices, 2)]


def sequence(rows: Iterable[Row], day: int) -> list[Spoke]:
    """Return who was in contact with whom on a UTC day, in order, each contact once for each pair.

    Those without a time come last: ours as we noted them, then those of the press alone, as their reports tell them.
    """
    found = {item: None for row in rows for item in row.contacts if item.date.day == day}
    return sorted(
        found, key=lambda item: (item.at is None, item.at or 0, item.rung is Rung.PRESS, _noted_at(item), item.between)
    )


def _noted_at(item: Spoke) -> tuple[Place, ...]:
    return tuple(place for ref in item.refs if (place := parse_place(ref)) is not None)


def owed_words(owed: Owed) -> str:
    """Return an undertaking in words."""
    said = owed.undertaking
    fields = {"who": said.who, "what": said.what, "ref": owed.claim.place.text()}
    if said.by is None:
        return worded("{who}: {what} (noted in {ref})", **fields)
    return worded("{who}: {what}, by {day} (noted in {ref})", **fields, day=parse_edtf(said.by).words())


def ordered(first: Office, second: Office) -> Pair:
    """Return a pair in its one order."""
    return (first, second) if first <= second else (second, first)


def _from_line(call: HeldCall) -> Spoke:
    date = edtf_of_day(day_of(call.at))
    return Spoke(
        date, call.at, call.between, "line", call.initiative, call.rung, call.held_by, LINE_SOURCE, (call.name, call.account),
        minutes=round(call.lengths[0] / MINUTE_MS) if call.lengths else None,
        principals=tuple((office, None) for office in call.between), starts=call.starts, lengths=call.lengths,
    )  # fmt: skip


class Found:
    """What was found of one pair, before it is put in order."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.contacts: list[Spoke] = []
        self.sought: list[Sought] = []
        self.answer_days: list[int] = []
        self.told: list[tuple[str, Edtf, str]] = []
        self.coming: list[Next] = []
        self.none_agreed = False
        self.differs: list[Differs] = []
        self.press_told: list[tuple[str, Edtf, str]] = []

    def tells(self) -> bool:
        """Tell whether there is anything to show."""
        return bool(self.contacts or self.sought or self.told or self.press_told or self.coming)

    def take_line(self, row: Contact) -> None:
        """Take what the line has of calls asked for, answered and coming."""
        self.answer_days += row.answer_days
        for asked in row.requests:
            since = edtf_of_day(day_of(asked.since))
            standing = asked.status in _LINE_STANDING
            self.sought.append(
                Sought(
                    asked.name, LINE_SOURCE, asked.status, since, asked.since, asked.attempts, asked.answer_days, standing,
                    declined=asked.status == "declined" or asked.attempts > 1,
                )
            )  # fmt: skip
        if row.next is not None:
            day = edtf_of_day(day_of(row.next.at))
            self.coming.append(Next(day, row.next.at, row.next.name, row.next.stated_by))

    def take_claim(self, stood: Stood, pair: Pair, on: int) -> None:
        """Take one claim of ours."""
        record, ref = stood.record, stood.place.text()
        assert isinstance(record, ContactClaim)
        date = date_of(record)
        if record.status != Status.HELD:
            self.told.append((record.status, date, ref))
            if record.status == Status.SCHEDULED and may_come(date, on):
                self.coming.append(Next(date, record.started, ref, (OURS,)))
            return
        names = tuple((item.state, item.name) for item in record.participants if item.name)
        initiative = record.initiative or NOT_STATED
        self.contacts.append(
            Spoke(
                date, record.started, pair, record.means, initiative, Rung.OURS_ONLY, (), OWN_SOURCE, (ref,), names,
                record.minutes, record.bound, principals=tuple(((one.state, one.office), one.name) for one in principals(record.participants)),
                starts=() if record.started is None else (record.started,),
            )
        )  # fmt: skip
        self.none_agreed = record.next == "none"
        if record.next not in {None, "none"} and may_come(parse_edtf(str(record.next)), on):
            self.coming.append(Next(parse_edtf(str(record.next)), None, ref, (OURS,)))

    def take_request(self, request: Request) -> None:
        """Take one request that we noted; one that was met is a contact."""
        self.answer_days += request.answer_days
        if request.state is RequestState.MET:
            return
        ref, since = request.stood.place.text(), request.asked[0]
        standing = request.state in OPEN
        self.sought.append(
            Sought(
                ref, OWN_SOURCE, request.state.value, since, None, len(request.asked), request.answer_days, standing,
                declined=any(isinstance(said.record, RequestAct) and said.record.act == Act.DECLINED for said, _ in request.acts),
            )
        )  # fmt: skip

    def row(self, on: int) -> Row:
        """Return it in order, with what is counted."""
        spoken = sorted(self.contacts, key=lambda item: (item.date.sorts_at, item.at or 0))
        days = [item.date.day for item in spoken[-2:]]
        since = on - days[-1] if days and days[-1] is not None else None
        gap = days[1] - days[0] if len(days) == 2 and days[0] is not None and days[1] is not None else None
        coming = min(self.coming, key=lambda item: (item.date.first or 0, item.at or 0, item.ref), default=None)
        return Row(
            between=self.pair,
            contacts=tuple(spoken),
            days_since=since,
            days_span=_span(spoken[-1].date, on) if spoken and since is None else None,
            gap_days=gap,
            sought=tuple(sorted(self.sought, key=lambda item: (item.since.sorts_at, item.ref))),
            answer_days=tuple(self.answer_days),
            told=(*self.told, *self.press_told),
            next=coming,
            next_none=self.none_agreed and coming is None,
            sentence=_sentence(self.pair, spoken, len(self.sought), on),
            differs=tuple(self.differs),
        )


def _span(date: Edtf, on: int) -> tuple[int, int | None]:
    least = 0 if date.last is None else max(on - date.last, 0)
    return least, None if date.first is None else on - date.first


def may_come(date: Edtf, on: int) -> bool:
    """Tell whether a date may be a UTC day or a later one."""
    return date.last is None or date.last >= on


def _pairs(record: object, *, states: bool) -> list[Pair]:
    """Return the pairs that a claim is about; by states each pair of states once, and none within one state."""
    assert isinstance(record, (ContactClaim, ContactRequest))
    pairs = pairs_of(record.participants)
    if not states:
        return pairs
    return list(dict.fromkeys(((a, STATE), (b, STATE)) for (a, _), (b, _) in pairs if a != b))


def _sentence(pair: Pair, spoken: list[Spoke], requests: int, on: int) -> str:
    """Return what is to be said of a pair: the line's own sentence where every day is known, else one that names what is not."""
    word = "call" if all(item.source == LINE_SOURCE for item in spoken) and spoken else "contact"
    days = [item.date.day for item in spoken]
    known = [day for day in days if day is not None]
    if len(known) == len(days):
        return sentence(pair, known, requests, on, word)
    last = last_words(pair, spoken[-1].date.words(), word)
    if len(spoken) == 1:
        return only_one(last)
    return worded(
        "{last}; the one before it: {before}; {number} in all. Not every day is known, so no gap is counted.",
        last=last,
        before=spoken[-2].date.words(),
        number=len(spoken),
    )

"""What of an annex stands: corrections put in place of what they correct, what was withdrawn left out, requests and debts followed.

Pure, from entries alone and one day; nothing is ever removed: what is replaced or withdrawn is there with what replaced it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from watchline.annex.name import Place
from watchline.annex.reading import Said
from watchline.annex.requests import ANSWERS, ASKS, RUNS_OUT, RequestState, after
from watchline.measure import Edtf, day_of, parse_edtf
from watchline.record.body import Body
from watchline.record.claims import (
    Act,
    ClaimWithdrawn,
    ContactClaim,
    ContactNote,
    ContactRequest,
    FactsReleased,
    PhoneTest,
    RequestAct,
    Status,
    Undertaking,
    UndertakingEnded,
    date_of,
)
from watchline.record.press_notes import PressClaim, PressConfirmed, PressRejected, PressReport

_TO_COME = frozenset({Status.SCHEDULED, Status.NOT_SCHEDULED, Status.INTENDED, Status.AVOIDED, Status.CANCELLED})
_THREADS = (ContactClaim, PhoneTest, ContactRequest, ContactNote, FactsReleased, PressReport, PressClaim)
_ANSWERED: Final[dict[type[Body], type[Body]]] = {ContactClaim: ContactRequest, PressClaim: PressReport}
"""Notes that belong to another: a contact to the request that it meets, a claim to its report."""


class Stood(NamedTuple):
    """A note and what became of it.

    Attributes:
        place: Where it was first noted; by this it is named.
        said: Every version, oldest first; the last one counts.
        withdrawn: The reason, if it was withdrawn.
        of: Which request it answers, or which report it is of, if it says so.
    """

    place: Place
    said: tuple[Said, ...]
    withdrawn: str | None = None
    of: Place | None = None

    @property
    def record(self) -> Body:
        """What counts of it."""
        record = self.said[-1].record
        assert record is not None, "only what can be read opens a thread"
        return record

    @property
    def noted_at(self) -> int:
        """When the version that counts was noted, ms by our clock."""
        return self.said[-1].header.t


class Request(NamedTuple):
    """A request as of a day.

    Attributes:
        stood: The note.
        state: See ``requests.py``; ``lapsed`` also by its own time.
        asked: When it was asked for, first and again.
        acts: Every act with its date, and whether it had an effect.
        answer_days: Whole days from the newest asking before it to each answer, where both are known to the day.
        valid_until: After that day it has lapsed.
    """

    stood: Stood
    state: RequestState
    asked: tuple[Edtf, ...]
    acts: tuple[tuple[Said, bool], ...]
    answer_days: tuple[int, ...]
    valid_until: Edtf | None

    @property
    def request(self) -> ContactRequest:
        """What is asked for."""
        record = self.stood.record
        assert isinstance(record, ContactRequest)
        return record


class Owed(NamedTuple):
    """An undertaking that nothing ended: of which claim, its number from 1, and what it says."""

    claim: Stood
    number: int
    undertaking: Undertaking

    def overdue(self, on: int) -> bool:
        """Tell whether its time has passed on a UTC day, however its date is read."""
        by = None if self.undertaking.by is None else parse_edtf(self.undertaking.by)
        return by is not None and by.last is not None and by.last < on


class Standing(NamedTuple):
    """An annex as of a day: what was noted later does not count."""

    contacts: tuple[Stood, ...]
    tests: tuple[Stood, ...]
    requests: tuple[Request, ...]
    owed: tuple[Owed, ...]
    notes: tuple[Stood, ...]
    released: tuple[Stood, ...]
    withdrawn: tuple[Stood, ...]
    unread: tuple[Said, ...]
    press: tuple[Stood, ...] = ()
    decided: tuple[tuple[Place, Said], ...] = ()
    """Of claims of the press: which version of which entry was confirmed or rejected, oldest first (annex/press.py)."""


class _Threads:
    """The notes of an annex in the making: which entry belongs to which."""

    def __init__(self) -> None:
        self.found: dict[Place, Stood] = {}
        self.root: dict[Place, Place] = {}

    def of(self, item: Said) -> Stood | None:
        """Return the note that an entry names first among its refs."""
        return next(iter(self.named(item)[:1]), None)

    def named(self, item: Said) -> list[Stood | None]:
        """Return the notes that an entry names, in order; None for a reference that fits none."""
        found: list[Stood | None] = []
        for ref in item.header.refs:
            root = self.root.get(Place(ref.epoch, ref.index))
            stood = None if root is None else self.found[root]
            fits = stood is not None and any(said.leaf_hash == ref.leaf_hash for said in stood.said)
            found.append(stood if fits else None)
        return found

    def take(self, item: Said) -> None:
        """Take one entry that opens a note or replaces one."""
        record, named = item.record, self.of(item)
        answered = None if record is None else _ANSWERED.get(type(record))
        belongs = (
            []
            if answered is None
            else [one.place for one in self.named(item) if one is not None and isinstance(one.record, answered)]
        )
        of = belongs[0] if belongs else None
        if getattr(record, "corrects", None) == 1 and named is not None and type(named.record) is type(record):
            self.found[named.place] = named._replace(said=(*named.said, item), of=of or named.of)
            self.root[item.place] = named.place
            return
        self.found[item.place] = Stood(item.place, (item,), of=of)
        self.root[item.place] = item.place


def standing(entries: Iterable[Said], on: int) -> Standing:
    """Return what stands as of the end of a UTC day.

    Args:
        entries: Every entry of the annex, oldest first.
        on: The day; of requests and debts it also says what time made of them.
    """
    threads = _Threads()
    acts: dict[Place, list[Said]] = {}
    ended: set[tuple[Place, int]] = set()
    unread = []
    decided: list[tuple[Place, Said]] = []
    for item in entries:
        match item.record:
            case RequestAct() | UndertakingEnded() | ClaimWithdrawn():
                named = threads.of(item)
                if named is None:
                    unread.append(item)
                elif isinstance(item.record, ClaimWithdrawn):
                    threads.found[named.place] = named._replace(withdrawn=item.record.reason)
                elif isinstance(item.record, RequestAct):
                    acts.setdefault(named.place, []).append(item)
                elif _has_begun(item.record, on):
                    ended.add((named.place, item.record.number))
            case PressConfirmed() | PressRejected():
                named_claims = [
                    stood for stood in threads.named(item) if stood and isinstance(stood.record, PressClaim)
                ]
                if not named_claims:
                    unread.append(item)
                decided += [(Place(ref.epoch, ref.index), item) for ref in item.header.refs]
            case record if isinstance(record, _THREADS):
                threads.take(item)
            case None:
                unread.append(item)
            case _:
                pass  # the opening of an epoch
    alive = [stood for stood in threads.found.values() if stood.withdrawn is None]
    contacts = _of(alive, ContactClaim, on)
    for stood in contacts:
        record = stood.record
        if stood.of is not None and isinstance(record, ContactClaim) and record.status == Status.HELD:
            acts.setdefault(stood.of, []).append(stood.said[-1])
    return Standing(
        contacts,
        _of(alive, PhoneTest, on),
        tuple(_request(stood, acts.get(stood.place, []), on) for stood in _of(alive, ContactRequest, on)),
        tuple(
            Owed(stood, number, said)
            for stood in contacts
            if isinstance(stood.record, ContactClaim)
            for number, said in enumerate(stood.record.undertakings, 1)
            if (stood.place, number) not in ended
        ),
        tuple(stood for stood in alive if isinstance(stood.record, ContactNote)),
        tuple(stood for stood in alive if isinstance(stood.record, FactsReleased)),
        tuple(stood for stood in threads.found.values() if stood.withdrawn is not None),
        tuple(unread),
        tuple(stood for stood in alive if isinstance(stood.record, (PressReport, PressClaim))),
        tuple(decided),
    )


def _of(alive: list[Stood], kind: type[Body], on: int) -> tuple[Stood, ...]:
    """Return the notes of a kind that may be of this day or earlier, in the order of their dates, then as noted."""
    found = [stood for stood in alive if isinstance(stood.record, kind) and _counts(stood, on)]
    return tuple(sorted(found, key=lambda stood: (date_of(stood.record).sorts_at, stood.place)))


def _counts(stood: Stood, on: int) -> bool:
    """Tell whether a note counts as of a day: by its date; what is to come, from the day on which it was noted."""
    record = stood.record
    to_come = isinstance(record, ContactClaim) and record.status in _TO_COME
    return _has_begun(record, on) or (to_come and day_of(stood.said[0].header.t) <= on)


def _has_begun(record: Body, on: int) -> bool:
    """Tell whether the date of a note may be the day asked or an earlier one."""
    first = date_of(record).first
    return first is None or first <= on


def _request(stood: Stood, acts: list[Said], on: int) -> Request:
    record = stood.record
    assert isinstance(record, ContactRequest)
    state, asked = RequestState.STANDING, [date_of(record)]
    until = None if record.valid_until is None else parse_edtf(record.valid_until)
    shown: list[tuple[Said, bool]] = []
    days: list[int] = []
    for item in sorted(acts, key=lambda said: (date_of(said.record).sorts_at, said.place)):
        said = item.record
        when = date_of(said)
        if said is None or not _has_begun(said, on):
            continue
        act = Act(said.act) if isinstance(said, RequestAct) else Act.MET
        new = after(state, act)
        shown.append((item, new is not None))
        if new is None:
            continue
        state = new
        if act in ASKS:
            asked.append(when)
        if isinstance(said, RequestAct) and said.valid_until is not None:
            until = parse_edtf(said.valid_until)
        if act in ANSWERS and when.day is not None and asked[-1].day is not None:
            days.append(when.day - asked[-1].day)
    if state in RUNS_OUT and until is not None and until.last is not None and until.last < on:
        state = RequestState.LAPSED
    return Request(stood, state, tuple(asked), tuple(shown), tuple(days), until)

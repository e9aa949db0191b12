"""How confirmed reports come into the contact record: second to ours, joined to the contact that they tell of, or alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Final

from watchline.annex import Belief, Press
from watchline.record.claims import Status
from watchline.view.contact_record import STATE, Found, Next, Pair, Sought, Spoke, may_come, ordered
from watchline.view.contacts import Rung
from watchline.view.press_compare import (
    Differs,
    Published,
    authors,
    differences,
    fitting,
    may_be_on,
    near,
    next_differs,
    status_differs,
)
from watchline.view.press_record import PRESS_SOURCE, Offices, Told, read_press, told_of

NOT_HELD: Final = frozenset({Status.DECLINED, Status.UNANSWERED, Status.CANCELLED, Status.AVOIDED})
"""Of a day on which a contact was held none of these can be said of that contact."""


def join_press(
    press: Press,
    found: Mapping[Pair, Found],
    of: Callable[[Pair], Found],
    on: int,
    *,
    states: bool,
    published: Iterable[Published] = (),
) -> None:
    """Take what confirmed reports say, after our own record is in.

    Args:
        press: What stands of the press.
        found: What our own record has, by pairs.
        of: Returns what is found of a pair, and begins it if there is nothing yet.
        on: The UTC day asked.
        states: By pairs of states instead of offices.
        published: Readouts of calls of the line.
    """
    offices = Offices(office for pair in sorted(found) for office in pair)
    read = read_press(press, Belief.CONFIRMED)
    for between, differs in authors(read, published):
        row = of(between)
        row.differs += [differs] if differs not in row.differs else []
    own = {pair: tuple(row.coming) for pair, row in found.items()}
    every = told_of(read, on)
    for told in sorted(every, key=lambda told: told.date.last is None):
        sides = list(dict.fromkeys(offices.of(*office) for office, _ in told.sides))
        pairs = [ordered(first, second) for first, second in combinations(sides, 2)]
        if states:
            pairs = list(dict.fromkeys(ordered((a, STATE), (b, STATE)) for (a, _), (b, _) in pairs if a != b))
        for pair in pairs:
            if told.held:
                _held(of(pair), told, pair)
            else:
                _not_held(of(pair), told, on, own.get(pair, ()))


def _held(pair: Found, told: Told, between: Pair) -> None:
    """Take a contact that is said to have been held: of one that our record has it is a second source, else it stands alone."""
    if told.date.day is not None:
        words = f"held on {told.date.words()}"
        pair.differs += [
            Differs("status", status.replace("_", " "), words, ref, told.refs, told.sources, told.credited)
            for status, date, ref in pair.told
            if date.day == told.date.day and status in NOT_HELD
        ]
    known = [item for item in pair.contacts if item.source != PRESS_SOURCE]
    ours = sorted(known, key=lambda item: item.date.sorts_at)
    same = fitting(told, ours) or near(told, ours)
    if same is not None:
        pair.differs += [item for item in differences(told, same) if item not in pair.differs]
        at = next(index for index, item in enumerate(pair.contacts) if item.refs == same.refs)
        pair.contacts[at] = pair.contacts[at]._replace(told_by=pair.contacts[at].told_by + told.sources)
    elif told.date.last is None and pair.contacts:
        # A contact of an unknown day may be any of these, or another: it is named, and counts as none.
        pair.press_told.append((told.row.status.value, told.date, told.refs[0]))
    else:
        names = tuple((office[0], name) for office, name in told.sides if name)
        pair.contacts.append(
            Spoke(
                told.date, None, between, told.means, told.initiative, Rung.PRESS, (), PRESS_SOURCE, told.refs, names,
                told_by=told.sources, principals=told.sides,
            )
        )  # fmt: skip


def _to_come(pair: Found, told: Told, own: Sequence[Next]) -> None:
    """Take a contact that is said to be to come: one that may be ours adds nothing, one that cannot be is named, any other is one more."""
    if any(may_be_on(item.date, () if item.at is None else (item.at,), told.date) for item in own):
        return
    differs = next_differs(told, own)
    if differs is not None:
        pair.differs += [differs] if differs not in pair.differs else []
        return
    pair.coming.append(Next(told.date, None, told.refs[0], tuple(source.outlet for source in told.sources)))


def _not_held(pair: Found, told: Told, on: int, own: Sequence[Next]) -> None:
    """Take what is said to have been asked for, to be to come, or not: a request only where ours has none of that time."""
    status, ref, day = told.row.status.value, told.refs[0], told.date.day
    if status in NOT_HELD and day is not None:
        pair.differs += [
            Differs(
                "status",
                f"held on {item.date.words()}",
                status.replace("_", " "),
                item.refs[0],
                told.refs,
                told.sources,
                told.credited,
            )
            for item in pair.contacts
            if item.date.day == day and item.source != PRESS_SOURCE
        ]
    if told.row.group != "request":
        pair.press_told.append((status, told.date, ref))
        if status == Status.SCHEDULED and may_come(told.date, on):
            _to_come(pair, told, own)
        return
    ours = [item for item in pair.sought if item.source != PRESS_SOURCE and item.since.overlaps(told.date)]
    differ = [status_differs(told, told.date, status, item) for item in ours]
    if ours and all(differ):
        pair.differs += [item for item in differ[-1:] if item is not None and item not in pair.differs]
    if not ours:
        pair.sought.append(Sought(ref, PRESS_SOURCE, status, told.date, None, 1, (), status == Status.SOUGHT))

"""Who has suspended the line, or an agreement that hangs on it, by its own public word (docs/spec/suspension.md).

Theory: each party says it for itself, so what it stands by is told from its own log alone, in that log's order: nobody else's entry, no
clock and no order of arrival has a part in it. Whether a suspended line in fact answers is another fact, measured elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final, NamedTuple

from watchline.record.suspension import ACTS, AGREEMENT_SUSPENDED, SUSPENSION
from watchline.view.every import Look, Rows, every_thread
from watchline.view.keys import EntryRef
from watchline.view.thread import BESIDE, Thread, acts


class Use(StrEnum):
    """What a party states of its own use of the line, or of one agreement."""

    IN_USE = "in use"
    SUSPENDED = "suspended"


class Step(StrEnum):
    """What it writes: that it suspends; that it resumes, naming what it suspended last; or naming anything else."""

    SUSPENDS = "suspends"
    RESUMES = "resumes"
    RESUMES_OTHER = "resumes_other"


TABLE: Final[dict[tuple[Use, Step], Use]] = {
    (Use.IN_USE, Step.SUSPENDS): Use.SUSPENDED,
    (Use.SUSPENDED, Step.SUSPENDS): Use.SUSPENDED,
    (Use.SUSPENDED, Step.RESUMES): Use.IN_USE,
}
"""(state, step) -> the state after it; what is not here has no place: it changes nothing and is shown so."""


class Said(NamedTuple):
    """One entry of these kinds.

    Attributes:
        ref: Where it stands.
        kind: Such as ``suspension``.
        t: Its author's claim, ms.
        agreement: Id of the agreement; None: the line as a whole.
        names: What it resumes; None if it suspends.
        start: From when it suspends by its own word (ms); None: from the entry on.
        beside: It names what it resumes, but not first: then it is about something else.
    """

    ref: EntryRef
    kind: str
    t: int
    agreement: str | None
    names: EntryRef | None = None
    start: int | None = None
    beside: bool = False

    @property
    def since(self) -> int:
        """From when its author says that it holds, ms of its clock."""
        return self.t if self.start is None else self.start


class Spell(NamedTuple):
    """One time during which a party states that it is suspended: the entry that began it, those that said it again, what ended it."""

    code: str
    agreement: str | None
    began: Said
    again: tuple[Said, ...] = ()
    ended: Said | None = None

    @property
    def newest(self) -> Said:
        """The entry that says it last: a resumption may name this one or any before it in the spell."""
        return self.again[-1] if self.again else self.began


class Suspensions(NamedTuple):
    """What the record says of suspensions: every spell, in the order of each party's log, and the resumptions that have no effect."""

    spells: tuple[Spell, ...]
    without_effect: tuple[Said, ...]

    def standing(self, code: str, agreement: str | None = None) -> Spell | None:
        """Return the spell in which a party is, of the line or of an agreement; None: it states nothing of the kind."""
        for spell in self.spells:
            if spell.ended is None and (spell.code, spell.agreement) == (code, agreement):
                return spell
        return None

    def all_standing(self) -> tuple[Spell, ...]:
        """Return every spell that stands, the line as a whole first."""
        found = [item for item in self.spells if item.ended is None]
        return tuple(sorted(found, key=lambda item: item.agreement or ""))


def suspensions(line: bytes, look: Look, rows: Rows) -> Suspensions:
    """Return what the rows of a line say of suspensions. Cost: one read for each suspension ever written; there are few."""
    found: list[tuple[EntryRef, Thread]] = []
    for kind in (SUSPENSION, AGREEMENT_SUSPENDED):
        found += every_thread(line, kind, look, rows)
    return told(found)


def told(threads: Iterable[tuple[EntryRef, Thread]]) -> Suspensions:
    """Return what threads that were opened by a suspension say, with where each was opened; their order means nothing."""
    said: list[Said] = []
    for ref, thread in threads:
        if not thread.opener or thread.opener[0].kind not in ACTS.values():
            continue
        opener = thread.opener[0]
        agreement = str(opener.facts.get("agreement", "")) if opener.kind == AGREEMENT_SUSPENDED else None
        said.append(Said(ref, opener.kind, opener.t, agreement, None, opener.facts.get("from")))
        said += [
            Said(act.ref, act.kind, act.t, agreement, ref, None, act.how == BESIDE)
            for act in acts(thread)
            if ACTS.get(act.kind) == opener.kind
        ]
    standing: dict[tuple[str, str | None], Spell] = {}
    ended: list[Spell] = []
    left: list[Said] = []
    for item in sorted(said, key=lambda item: (item.ref, item.names or ())):
        about = (item.ref.code, item.agreement)
        spell = standing.get(about)
        after = TABLE.get((Use.IN_USE if spell is None else Use.SUSPENDED, _step(item, spell)))
        if after is None:
            left.append(item)
        elif spell is None:
            standing[about] = Spell(*about, item)
        elif after is Use.SUSPENDED:
            standing[about] = spell._replace(again=(*spell.again, item))
        else:
            ended.append(standing.pop(about)._replace(ended=item))
    spells = sorted([*ended, *standing.values()], key=lambda spell: spell.began.ref)
    return Suspensions(tuple(spells), tuple(left))


def _step(item: Said, spell: Spell | None) -> Step:
    if item.names is None:
        return Step.SUSPENDS
    named = [] if spell is None else [known.ref for known in (spell.began, *spell.again)]
    return Step.RESUMES if item.names in named and not item.beside else Step.RESUMES_OTHER

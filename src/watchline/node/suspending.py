"""What our officer states of suspensions, and what rings when another party states one (docs/spec/suspension.md).

Nothing else of this node asks whether a line is suspended: it goes on writing, mirroring, cosigning, testing and ringing (PROTOCOL 3.6, 4.2).
"""

from __future__ import annotations

from typing import Any, assert_never

from watchline.errors import OurMistake
from watchline.measure import dtg, utc_writes
from watchline.node.inputs import SaidOfSuspension, SayResumed, SaySuspended
from watchline.node.memory import Core
from watchline.node.readouts import checked
from watchline.record import Record
from watchline.record.suspension import AgreementResumed, AgreementSuspended, Resumption, Suspension
from watchline.sentence import worded
from watchline.view import EntryRef
from watchline.view.suspensions import Spell, Suspensions, suspensions
from watchline.watch import Level

SITUATION = "suspension"
BACK_MS = 60_000
"""How far back a suspension of ours may begin: a date-time group has whole minutes, and nothing is suspended for what is past."""


def suspension_entry(core: Core, said: SaidOfSuspension) -> tuple[Record, tuple[EntryRef, ...]]:
    """Return what states it, and what it refers to.

    Raises:
        OurMistake: it states nothing new, or the charter names no such agreement.
    """
    about = said.agreement or None
    standing = suspensions(core.line, core.fold.row, core.fold_rows).standing(core.code, about)
    words = {"text": said.text, "language": said.language} if said.text.strip() else {}
    match said:
        case SaySuspended():
            return _suspends(core, said, standing, words), ()
        case SayResumed():
            if standing is None:
                raise OurMistake(
                    worded(
                        "{code} has not suspended {about}, so there is nothing to resume. Each party resumes what it suspended itself;"
                        " `watchline line DIR` shows what each of them states.",
                        code=core.code,
                        about=_what(about),
                    )
                )
            body: type[Record] = Resumption if about is None else AgreementResumed
            return checked(body, words), (standing.newest.ref,)
        case _:
            assert_never(said)


def _suspends(core: Core, said: SaySuspended, standing: Spell | None, words: dict[str, Any]) -> Record:
    about = said.agreement or None
    if standing is not None:
        raise OurMistake(
            worded(
                "{code} states already that it suspends {about}: {ref}, since {since}. Resume first, if the words or the time"
                " are to change.",
                code=core.code,
                about=_what(about),
                ref=standing.began.ref.text(),
                since=dtg(standing.began.since),
            )
        )
    if said.start is not None and not (said.start >= core.now.wall - BACK_MS and utc_writes(said.start)):
        raise OurMistake(
            worded(
                "A suspension holds from when it is stated, {now}, or from a later time. Leave the time out, or name a later"
                " one.",
                now=dtg(core.now.wall),
            )
        )
    fields = words | ({} if said.start is None else {"from": said.start})
    if about is None:
        return checked(Suspension, fields)
    agreement = next((item for item in core.charter.agreements if item.id == about), None)
    if agreement is None:
        known = ", ".join(item.id for item in core.charter.agreements) or "none"
        raise OurMistake(
            worded(
                "{about} is no agreement that hangs on this line by its charter; they are: {known}. `watchline charter DIR"
                " show` shows them.",
                about=repr(about),
                known=known,
            )
        )
    if not agreement.suspendable:
        raise OurMistake(
            worded(
                "By the charter the agreement {about} is suspended with the line, not by itself. Suspend the line (`watchline"
                " line DIR suspend`), or amend the charter.",
                about=about,
            )
        )
    return checked(AgreementSuspended, fields | {"agreement": about})


def _what(agreement: str | None) -> str:
    return (
        worded("its use of the line") if agreement is None else worded("the agreement {agreement}", agreement=agreement)
    )


def watch_suspensions(core: Core) -> None:
    """Ring for what another party states, one alarm for each; end those that it has resumed."""
    if not core.suspensions_touched:
        return
    core.suspensions_touched = False
    found = suspensions(core.line, core.fold.row, core.fold_rows)
    rings = dict(_ring(core, found))
    for situation in [name for name in core.alarms.active if name.partition("/")[0] == SITUATION and name not in rings]:
        core.alarms.clear(situation, core.now.wall)
    for situation, (level, words) in rings.items():
        core.alarms.set(situation, level, words, core.now.wall)


def _ring(core: Core, found: Suspensions) -> list[tuple[str, tuple[Level, str]]]:
    rings: list[tuple[str, tuple[Level, str]]] = []
    for spell in found.all_standing():
        if spell.code == core.code:
            continue
        said, line = spell.newest, spell.agreement is None
        words = worded(
            "{code} states that it suspends {agreement} since {since} ({ref}). Entries, receipts, line tests and FLASH go"
            " on. What is stated and what in fact answers: `watchline line DIR`.",
            code=spell.code,
            agreement=_what(spell.agreement),
            since=dtg(said.since),
            ref=said.ref.text(),
        )
        situation = f"{SITUATION}/{spell.code}" if line else f"{SITUATION}/{spell.code}/{spell.agreement}"
        rings.append((situation, (Level.WARNING if line else Level.CAUTION, words)))
    return rings

"""Amendment of the charter by this node: what its officer may write, and by which charter it works (PROTOCOL 2.4, 6.3 to 6.5).

The rules are the line's (``line/amendment.py``). From the moment that our next leaf would name another charter the node works by it:
calendar, windows, objectives, posts, clock difference, circuits that stand. It never asks anybody before it does.
"""

from __future__ import annotations

from watchline.errors import InvalidFromPeer, OurMistake
from watchline.line import ActKind, Successor, next_moves, root_signatures_needed, why_no_successor, why_not
from watchline.log.held import every_row
from watchline.node.inputs import SayCharterAnswered, SayCharterProposed, SayLeft
from watchline.node.memory import Core
from watchline.node.parties import leave_line, seat_peers, take_parties
from watchline.node.writing import charter_of_next
from watchline.record import (
    Charter,
    CharterInForce,
    CharterProposed,
    CharterRefused,
    CharterSigned,
    CharterWithdrawn,
    Leave,
    Record,
    left_by_root,
    read_charter,
    roots_of,
    roster_named,
    unsigned_roots,
)
from watchline.sentence import worded
from watchline.view import AMENDMENT, STOOD, Amended, EntryRef, read_ref_key, read_stood, read_told
from watchline.watch import Level

_CODE_BYTES = 8
HOW = {
    "sign": ActKind.SIGNED,
    "refuse": ActKind.REFUSED,
    "enforce": ActKind.IN_FORCE,
    "withdraw": ActKind.WITHDRAWN,
}


def load_amendments(core: Core) -> None:
    """Read the entries of amendments that are held, at a start, and work by the charter they put in force."""
    for key, row in every_row(core.held, STOOD, core.line):
        core.logs_closed(read_stood(key, row))
    for key, row in every_row(core.held, AMENDMENT, core.line):
        core.was_told(read_ref_key(key), read_told(row))
    work_by_charter(core, at_start=True)
    core.rota_from = core.now.wall - 1000 * core.charter.windows.answer_s


def work_by_charter(core: Core, *, at_start: bool = False) -> None:
    """Take the charter that our next leaf names, if it is another one than until now. ``at_start``: the node is being loaded."""
    if core.amended_now:
        take_parties(core)
        _tell_watch(core)
    held = charter_of_next(core)
    if held == core.charter.hash or core.ended:
        return
    charter = charter_by_hash(core, held)
    if core.code not in charter.codes:
        leave_line(core, charter)
        return
    core.charter = charter
    seat_peers(core, at_start=at_start)
    terms = core.amended.terms(core.founding, core.charter_of)
    core.terms = tuple(terms[: 1 + [term.charter.hash for term in terms].index(held)])
    core.clock.allow(core.charter.clock_ms)
    for peer in core.peers.values():
        peer.list_circuits(core.charter.carried)
    core.rota_idle_until, core.overdue_at, core.due_after = 0, 0, {}
    core.pins[f"charter/{core.line.hex()}"] = held
    core.tell("charter", held.hex(), "From now on this node works by this charter.")


def _tell_watch(core: Core) -> None:
    """Ring for a proposal that waits for our answer, end what was answered, and say who signed two successors."""
    core.amended_now = False
    amended = core.amended
    waiting = {}
    for move in next_moves(amended.model, core.code):
        if move.successor is not None and move.kind in {ActKind.REFUSED, ActKind.IN_FORCE}:
            proposal = amended.places[move.successor.signed[move.successor.proposer]].text()
            if move.kind is ActKind.REFUSED and core.code not in move.successor.signed:
                waiting[f"charter/{proposal}"] = worded(
                    "{proposer} proposes another charter, {proposal}. Read it: `watchline charter DIR show {proposal}`. Then sign"
                    " or refuse it; until all have signed and its proposer puts it in force the old one holds.",
                    proposer=move.successor.proposer,
                    proposal=proposal,
                )
            elif move.kind is ActKind.IN_FORCE:
                waiting[f"charter/{proposal}"] = worded(
                    "Every party has signed {proposal}. Put it in force: `watchline charter DIR enforce {proposal}`, or withdraw it.",
                    proposal=proposal,
                )
    for situation in [name for name in core.alarms.active if name.startswith("charter/") and name not in waiting]:
        core.alarms.clear(situation, core.now.wall)
    for situation, words in waiting.items():
        core.alarms.set(situation, Level.CAUTION, words, core.now.wall)
    _tell_doubles(core, amended)


def _tell_doubles(core: Core, amended: Amended) -> None:
    """Ring for who signed two successors; softly, and after a while, for one who had before it, as it states, entries that are not here.

    What a third party had before it excuses nobody, and what is never delivered silences nothing for ever.
    """
    accused: dict[str, tuple[Level, str]] = {}
    doubted, core.doubted = core.doubted, {}
    patience_ms = 1000 * core.charter.windows.held_s
    for double in amended.model.doubles:
        earlier, later = amended.places[double.earlier], amended.places[double.later]
        log = core.log_of(later)
        words: str = worded(
            "{author} signed two successors of one charter, {places} and {places2}, before the first was decided. The"
            " second does not count; the two are evidence.",
            author=double.author,
            places=earlier.text(),
            places2=later.text(),
        )
        level = Level.ALARM
        if log is not None and 0 <= log.unresolved <= later.index:
            core.amended_now = True  # until more is here it is looked at in every step
            since = core.doubted.setdefault(later, doubted.get(later, core.now.mono))
            if core.now.mono - since < patience_ms:
                continue  # what it had before it may be on its way
            level = Level.CAUTION
            words = worded(
                "{author} signed two successors of one charter, {places} and {places2}. It states that it had entries before it"
                " that are not here; unless they decide the first, the second does not count. Ask it for them.",
                author=double.author,
                places=earlier.text(),
                places2=later.text(),
            )
        if double.author not in accused or level > accused[double.author][0]:
            accused[double.author] = level, words
    for code in {name.removeprefix("double/") for name in core.alarms.active if name.startswith("double/")} - set(
        accused
    ):
        core.alarms.clear(f"double/{code}", core.now.wall)
    for code, (level, words) in accused.items():
        core.alarms.set(f"double/{code}", level, words, core.now.wall)


def charter_by_hash(core: Core, charter: bytes) -> Charter:
    """Return the founding charter or one that was proposed, by its hash."""
    found = core.charter_of(charter)
    assert found is not None, "a proposal that counts is kept with its charter"
    return found


def propose(core: Core, said: SayCharterProposed) -> tuple[Record, tuple[EntryRef, ...]]:
    """Return what proposes a charter to replace the one in force.

    Raises:
        OurMistake: why it cannot be proposed now.
    """
    charter = _successor(core, said.charter)
    _may(core, ActKind.PROPOSED, charter.hash, core.code)
    _pin(core, charter.hash, core.code)
    return CharterProposed(charter=said.charter), ()


def answer(core: Core, said: SayCharterAnswered) -> tuple[Record, tuple[EntryRef, ...], bytes]:
    """Return what signs, refuses, withdraws or puts in force a proposal: record, references, the charter that the leaf names.

    Raises:
        OurMistake: why it may not be said now.
    """
    kind = HOW.get(said.how)
    if kind is None:
        raise OurMistake(
            worded("A proposal is answered with one of {how}, not {said}.", how=", ".join(HOW), said=repr(said.how))
        )
    ref = core.find(said.ref)
    told = core.told.get(ref)
    if told is None or told.kind != ActKind.PROPOSED:
        raise OurMistake(
            worded("{ref} proposes no charter. `watchline charter DIR list` names what is proposed.", ref=said.ref)
        )
    model = core.amended.model
    _may(core, kind, told.successor, ref.code)
    there = model.of(told.successor, ref.code)
    assert there is not None, "why_not has seen it"
    match kind:
        case ActKind.SIGNED:
            _successor(core, charter_by_hash(core, told.successor).data)
            _pin(core, told.successor, ref.code)
            return CharterSigned(), (ref,), b""
        case ActKind.REFUSED:
            return CharterRefused(text=said.text or None), (ref,), b""
        case ActKind.WITHDRAWN:
            _unpin(core)
            return CharterWithdrawn(text=said.text or None), (ref,), b""
        case _:
            _successor(core, charter_by_hash(core, told.successor).data)
            record = _with_roots(core, there, said)
            _unpin(core)
            return record, (ref, *_signatures(core, there)), told.successor


def _signatures(core: Core, successor: Successor) -> tuple[EntryRef, ...]:
    return tuple(core.amended.places[leaf] for leaf in successor.signatures())


def _successor(core: Core, data: bytes) -> Charter:
    """Return a charter that may replace the one in force."""
    try:
        charter = read_charter(data)
    except InvalidFromPeer as why:
        raise OurMistake(worded("This is no charter: {words}.", words=why.words)) from why
    words = why_no_successor(core.charter, charter, core.ids)
    if words:
        raise OurMistake(words)
    return charter


def _with_roots(core: Core, there: Successor, said: SayCharterAnswered) -> CharterInForce:
    """Return what puts a proposal in force, with the root signatures that its change needs (PROTOCOL 6.5)."""
    old, new = core.charter, charter_by_hash(core, there.hash)
    changed = root_signatures_needed(old, new)
    if not changed:
        return CharterInForce()
    excused = set(core.amended.model.left) - set(new.codes)
    signatures = dict(said.signatures)
    missing = [code for code in unsigned_roots(old, new, signatures) if code not in excused]
    if missing:
        raise OurMistake(
            worded(
                "It changes {changed}, for which every root of the old and the new charter signs too; that of {missing} has"
                " not, or its signature is of another charter. Gather them: `watchline charter DIR root-sign FILE` on the"
                " machine that holds each root, then `watchline charter DIR enforce REF --roots FILE`. Nothing was written;"
                " the old charter holds.",
                changed=" and ".join(changed),
                missing=", ".join(missing),
            )
        )
    joining = [code for code in new.codes if code not in old.codes]
    rosters = {code: roster for code in joining for roster in said.rosters if _is_roster_of(new, code, roster)}
    if lacking := [code for code in joining if code not in rosters]:
        raise OurMistake(
            worded(
                "The roster of {lacking} is not here, or is not the one that the charter names. Nothing was written.",
                lacking=", ".join(lacking),
            )
        )
    return CharterInForce(
        signatures=[(code, signatures[code]) for code in roots_of(old, new) if code in signatures],
        rosters=[rosters[code] for code in joining],
    )


def _is_roster_of(charter: Charter, code: str, signed: bytes) -> bool:
    try:
        roster_named(charter, code, signed)
    except InvalidFromPeer:
        return False
    return True


def record_leave(core: Core, said: SayLeft) -> Leave:
    """Return what records that a party leaves.

    Raises:
        OurMistake: its root did not sign that, or it left already.
    """
    made = Leave(code=said.code, charter=said.charter, signature=said.signature)
    charter = core.charter_of(said.charter)
    if charter is None or said.charter not in {term.charter.hash for term in core.terms}:
        raise OurMistake("The statement names a charter that is not in force on this line; its root signs it anew.")
    if said.code not in core.charter.codes or not left_by_root(charter, made):
        raise OurMistake(
            worded(
                "The statement does not bear the signature of the root of {code}. Nothing was written.", code=said.code
            )
        )
    if said.code in core.amended.model.left:
        raise OurMistake(worded("That {code} leaves is on record already.", code=said.code))
    return made


def _may(core: Core, kind: ActKind, successor: bytes, proposer: str) -> None:
    words = why_not(core.amended.model, core.code, kind, successor, proposer)
    if words:
        raise OurMistake(words)
    if kind in {ActKind.PROPOSED, ActKind.SIGNED}:
        _check_pin(core, successor, proposer)


def _pin_name(core: Core) -> str:
    return f"signed/{core.line.hex()}"


def _pin(core: Core, successor: bytes, proposer: str) -> None:
    """Let the anchor store know what we sign, before anything of it leaves (PROTOCOL 6.4)."""
    core.pins[_pin_name(core)] = successor + core.charter.hash + proposer.encode()
    core.pinned = {**core.pinned, **core.pins}


def _unpin(core: Core) -> None:
    core.pins[_pin_name(core)] = b""
    core.pinned = {**core.pinned, **core.pins}


def _check_pin(core: Core, successor: bytes, proposer: str) -> None:
    """Refuse to sign while the anchor store knows of a signature of ours on another successor that this record does not show."""
    pinned = core.pinned.get(_pin_name(core), b"")
    known, prev, by = pinned[:32], pinned[32:64], pinned[64:].decode()
    if not known or (known, by) == (successor, proposer) or prev != core.charter.hash:
        return
    there = core.amended.model.of(known, by)
    if there is None or not there.dead:
        raise OurMistake(
            worded(
                "The anchor store knows that we signed another successor of this charter, {known} of {by}, and nothing here"
                " shows that it is decided. A second signature would be evidence against us. Wait until the record of the"
                " others is here again.",
                known=known.hex()[:16],
                by=by,
            )
        )

"""What a person says: checked against the rules of the line, then one entry. The command line, the socket and the desk share it."""

from __future__ import annotations

from typing import assert_never

from watchline.errors import OurMistake
from watchline.measure import Precedence
from watchline.node.acts import SAYABLE, record_of
from watchline.node.amending import answer, propose, record_leave, work_by_charter
from watchline.node.inputs import (
    Said,
    SaidOfCharter,
    SaidOfReadout,
    SaidOfSuspension,
    SayAcknowledged,
    SayCharterAnswered,
    SayCharterProposed,
    SayConfidentiality,
    SayCorrection,
    SayEntry,
    SayLeft,
    SayMessage,
    SayRead,
    SayReadout,
    SayReadoutPublished,
    SayReadoutShared,
    SayResumed,
    SayService,
    SaySuspended,
    SayTest,
    SayTestAnswered,
)
from watchline.node.memory import Core
from watchline.node.outcome import Reply
from watchline.node.phrases import uses_of
from watchline.node.readouts import readout_entry
from watchline.node.released import check_released
from watchline.node.spoken import typed_answer, typed_test
from watchline.node.suspending import suspension_entry
from watchline.node.writing import own_log, ref_to, write_entry
from watchline.record import (
    BEFORE_OPEN,
    DRAFT_BYTES,
    KIND_OF,
    OPENS_THREAD,
    REFS_MAX,
    Correction,
    Kind,
    LineTest,
    Message,
    MessageAcknowledged,
    MessageRead,
    Record,
    Ref,
    ServiceMessage,
)
from watchline.record.agreement import PROPOSED
from watchline.record.readouts import READOUT
from watchline.record.suspension import SUSPENSION
from watchline.sentence import worded
from watchline.view import (
    DRAFT,
    THREAD,
    EntryRef,
    Thread,
    code_key,
    line_open,
    message_state,
    read_thread,
    recipients,
    ref_key,
    test_state,
)

TEXT_MAX = 30_000
QUALITY_MAX = 5
_PRECEDENCES = frozenset(item.value for item in Precedence)
WRITTEN_MAX = 64
"""Messages of ours whose way to the other parties is timed at once."""


def say(core: Core, said: Said) -> Reply:
    """Write what a person says, or say why not.

    Raises:
        OurMistake: nothing was written; the words say what to do.
    """
    _known_post(core, said.post)
    if said.draft and len(said.draft) != DRAFT_BYTES:
        raise OurMistake(worded("A draft id has {n} bytes.", n=DRAFT_BYTES))
    standing = _standing(core, said.draft)
    if standing is not None:
        return Reply(_text(core, standing), written=False)
    match said:
        case SayMessage():
            return _message(core, said)
        case SayRead():
            return _read(core, said)
        case SayAcknowledged():
            return _acknowledged(core, said)
        case SayTest():
            return _test(core, said)
        case SayTestAnswered():
            return _test_answered(core, said)
        case SayCorrection():
            return _correction(core, said)
        case SayService():
            return _write(core, said, ServiceMessage(text=_sane(said.text), language=said.language), ())
        case SayEntry():
            return _entry(core, said)
        case SayReadout() | SayReadoutShared() | SayReadoutPublished() | SayConfidentiality():
            return _of_readout(core, said)
        case SaySuspended() | SayResumed():
            return _of_suspension(core, said)
        case SayCharterProposed() | SayCharterAnswered() | SayLeft():
            return _of_charter(core, said)
        case _:
            assert_never(said)


def accept_clock(core: Core, post: str) -> Reply:
    """Take our wall clock as right after a step: an officer's act on our own side, no entry (PROTOCOL 4.3)."""
    _known_post(core, post)
    core.clock.accept(core.now)
    core.alarms.clear("clock", core.now.wall)
    return Reply()


def _known_post(core: Core, post: str) -> None:
    if post not in core.charter.posts:
        known = ", ".join(core.charter.posts)
        raise OurMistake(
            worded("{post} is not a post of this line; the charter names {known}.", post=repr(post), known=known)
        )


def _write(core: Core, said: Said, record: Record, refs: tuple[Ref, ...]) -> Reply:
    ref = write_entry(core, record, post=said.post, refs=refs, draft=said.draft)
    serial = own_log(core).serial if KIND_OF[type(record)] in OPENS_THREAD else None
    return Reply(core.reference(ref, serial), written=True)


def _text(core: Core, ref: EntryRef) -> str:
    log = core.log_of(ref)
    entry = None if log is None else log.entry(ref.index, core.held)
    header = None if entry is None else core.header(entry.leaf)
    return core.reference(ref, header.serial if header else None)


def _standing(core: Core, draft: bytes) -> EntryRef | None:
    """Return our entry that bears this draft id already: saying it twice says it once."""
    row = core.fold.row(DRAFT, code_key(core.line, core.code) + draft) if draft else None
    if row is None:
        return None
    return EntryRef(core.code, int.from_bytes(row[:4], "big"), int.from_bytes(row[4:], "big"))


def _must_be_open(core: Core, kind: str) -> None:
    if kind in BEFORE_OPEN:
        return
    _must_be_compared(core)
    if core.line_is_open:
        return
    core.line_is_open = line_open(core.charter, core.fold.row, core.opening_codes())
    if not core.line_is_open:
        raise OurMistake(
            "The line is not open yet: every party must have seen every other's log, and one line test must have been answered "
            "each way. Until then only line tests and service messages are written. `watchline status DIR` shows what is missing."
        )


def _must_be_compared(core: Core) -> None:
    """An unverified line carries only what may precede its opening (PROTOCOL 6.2)."""
    if not core.rules.compare_first:
        return
    rest = [code for code in core.charter.codes if code != core.code and code not in core.rules.means]
    if rest:
        raise OurMistake(
            worded(
                "The root of {rest} came by files only; nobody compared it here. Until that is done only line tests and"
                " service messages are written: `watchline pair DIR CARD` with the card file, then start this node again.",
                rest=" and of ".join(rest),
            )
        )


def _sane(text: str) -> str:
    if not text.strip():
        raise OurMistake("There is no text.")
    if len(text.encode()) > TEXT_MAX:
        raise OurMistake(
            worded(
                "The text is too long: {n} bytes; {most} are taken. Send it in parts.",
                n=len(text.encode()),
                most=TEXT_MAX,
            )
        )
    return text


def _message(core: Core, said: SayMessage) -> Reply:
    _must_be_open(core, Kind.MESSAGE)
    if said.precedence not in _PRECEDENCES:
        raise OurMistake(
            worded(
                "Precedence is Z (FLASH), O (IMMEDIATE), P (PRIORITY) or R (ROUTINE), not {precedence}.",
                precedence=repr(said.precedence),
            )
        )
    for code in said.to:
        if code not in core.peers:
            raise OurMistake(
                worded(
                    "{code} is not another party of this line; they are {peers}.",
                    code=repr(code),
                    peers=", ".join(core.peers),
                )
            )
    refs = [ref_to(core, core.find(text)) for text in said.refs]
    uses, targets = uses_of(core, said.phrases, said.precedence)
    refs += [ref for ref in dict.fromkeys(targets) if ref not in refs]
    if len(refs) > REFS_MAX:
        raise OurMistake(
            worded("A message refers to at most {most} entries; these are {n}.", most=REFS_MAX, n=len(refs))
        )
    record = Message(
        precedence=said.precedence,
        to=list(said.to),
        dtg=core.now.wall if said.release is None else said.release.dtg,
        text=_sane(said.text) if said.text.strip() or not uses else "",
        language=said.language,
        phrases=uses,
    )
    if said.release is not None:
        check_released(core, said, said.release, record, refs)
    reply = _write(core, said, record, tuple(refs))
    while len(core.written_at) >= WRITTEN_MAX:
        core.written_at.pop(next(iter(core.written_at)))
    core.written_at[own_log(core).size - 1] = (core.now.mono, reply.ref)
    return reply


def _their_thread(core: Core, text: str, kind: str) -> tuple[EntryRef, Thread]:
    ref = core.find(text)
    thread = read_thread(core.fold.row(THREAD, ref_key(core.line, ref)))
    if not thread.opener or thread.opener[0].kind != kind:
        raise OurMistake(worded("{text} is not a {kind} held here.", text=text, kind=kind.replace("_", " ")))
    if ref.code == core.code:
        raise OurMistake(worded("{text} is our own; only another party can answer it.", text=text))
    return ref, thread


def _read(core: Core, said: SayRead) -> Reply:
    _must_be_open(core, Kind.MESSAGE_READ)
    ref, thread = _their_thread(core, said.ref, Kind.MESSAGE)
    _for_us(core, ref, thread, said.ref)
    act = message_state(thread, ref.code).read.get(core.code)
    if act is not None:
        return Reply(_text(core, act.ref), written=False)
    return _write(core, said, MessageRead(), (ref_to(core, ref),))


def _for_us(core: Core, ref: EntryRef, thread: Thread, text: str) -> None:
    if core.code not in recipients(thread.opener[0], ref.code, core.codes_at(ref)):
        raise OurMistake(
            worded("{text} is for {to}, not for {code}.", text=text, to=", ".join(thread.opener[0].to), code=core.code)
        )


def _acknowledged(core: Core, said: SayAcknowledged) -> Reply:
    _must_be_open(core, Kind.MESSAGE_ACKNOWLEDGED)
    if said.how not in {"understood", "read_back"}:
        raise OurMistake("A message is acknowledged as understood or read_back.")
    ref, thread = _their_thread(core, said.ref, Kind.MESSAGE)
    _for_us(core, ref, thread, said.ref)
    state = message_state(thread, ref.code)
    act = state.acknowledged.get(core.code)
    if act is not None:
        return Reply(_text(core, act.ref), written=False)
    if core.code not in state.read:
        raise OurMistake(
            worded(
                "{ref} has not been read here yet: `watchline read DIR {ref}` first, then acknowledge it.", ref=said.ref
            )
        )
    record = MessageAcknowledged(how=said.how, text=said.text or None)
    return _write(core, said, record, (ref_to(core, ref),))


def _test(core: Core, said: SayTest) -> Reply:
    known = list(dict.fromkeys((*core.charter.circuits, *core.charter.spoken)))
    spoken = core.charter.spoken if said.answered is not None else ()
    alive = (name for peer in core.peers.values() for name in peer.alive())
    circuit = said.circuit or next(iter(spoken or alive), known[0])
    if circuit not in known:
        raise OurMistake(
            worded(
                "{circuit} is not a circuit of this line; they are {known}.",
                circuit=repr(circuit),
                known=", ".join(known),
            )
        )
    _quality(said.quality)
    if circuit in core.charter.spoken:
        return _write(core, said, typed_test(core, said, circuit), ())
    if said != SayTest(circuit=said.circuit, post=said.post, draft=said.draft):
        raise OurMistake(
            worded(
                "{circuit} is no circuit on which people speak: what became of its test the record says. They are: {spoken}.",
                circuit=circuit,
                spoken=", ".join(core.charter.spoken) or "none",
            )
        )
    return Reply(_text(core, start_test(core, circuit, said.post, said.draft)), written=True)


def start_test(
    core: Core, circuit: str, post: str, draft: bytes = b"", *, due: int | None = None, reverse: bool = False
) -> EntryRef:
    """Write a line test; it goes out by the circuit it tests first, if that one stands."""
    record = LineTest(circuit=circuit, due=due, reverse=1 if reverse else None)
    ref = write_entry(core, record, post=post, draft=draft)
    core.test_circuits[ref.index] = circuit
    return ref


def _test_answered(core: Core, said: SayTestAnswered) -> Reply:
    _quality(said.quality)
    ref, thread = _their_thread(core, said.ref, Kind.LINE_TEST)
    state = test_state(thread, ref.code)
    if state.watch is not None and state.watch.code == core.code:
        return Reply(_text(core, state.watch.ref), written=False)
    return _write(core, said, typed_answer(core, said, ref, thread), (ref_to(core, ref),))


def _quality(quality: int) -> None:
    if not 0 <= quality <= QUALITY_MAX:
        raise OurMistake("Quality is 1 (poor) to 5 (good), or left out.")


def _entry(core: Core, said: SayEntry) -> Reply:
    record, rules = record_of(said.kind, said.fields), SAYABLE[said.kind]
    _must_be_open(core, said.kind)
    refs = [core.find(text) for text in said.refs]
    words = "" if rules.may_open is None else rules.may_open(core.charter, core.code, record)
    if rules.may_act is not None:
        ref = core.find(said.on)
        thread = read_thread(core.fold.row(THREAD, ref_key(core.line, ref)))
        words = rules.may_act(thread, ref, said.kind, core.code)
        if not words and rules.may_say is not None:
            words = rules.may_say(core.charter, thread, ref, record)
        refs.insert(0, ref)
    if words:
        raise OurMistake(words)
    return _write(core, said, record, tuple(ref_to(core, ref) for ref in refs))


def _of_readout(core: Core, said: SaidOfReadout) -> Reply:
    _must_be_open(core, READOUT)
    made = readout_entry(core, said)
    if made.standing is not None:
        return Reply(_text(core, made.standing), written=False)
    ref = write_entry(core, made.record, post=said.post, refs=made.refs, draft=said.draft)
    core.rows += made.rows(core.line, ref)
    return Reply(_text(core, ref), written=True)


def _of_suspension(core: Core, said: SaidOfSuspension) -> Reply:
    _must_be_open(core, SUSPENSION)
    record, refs = suspension_entry(core, said)
    return _write(core, said, record, tuple(ref_to(core, ref) for ref in refs))


def _of_charter(core: Core, said: SaidOfCharter) -> Reply:
    _must_be_open(core, PROPOSED)
    record: Record
    refs: tuple[EntryRef, ...] = ()
    charter = b""
    match said:
        case SayCharterProposed():
            record, refs = propose(core, said)
        case SayCharterAnswered():
            record, refs, charter = answer(core, said)
        case _:
            record = record_leave(core, said)
    ref = write_entry(
        core, record, post=said.post, refs=tuple(ref_to(core, ref) for ref in refs), draft=said.draft, charter=charter
    )
    work_by_charter(core)
    return Reply(_text(core, ref), written=True)


def _correction(core: Core, said: SayCorrection) -> Reply:
    _must_be_open(core, Kind.CORRECTION)
    ref = core.find(said.ref)
    if ref.code != core.code:
        raise OurMistake(
            worded(
                "{ref} is an entry of {code}; only its author corrects it. Send a message instead.",
                ref=said.ref,
                code=ref.code,
            )
        )
    return _write(core, said, Correction(text=_sane(said.text), language=said.language), (ref_to(core, ref),))

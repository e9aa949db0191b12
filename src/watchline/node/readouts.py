"""What our officer says of readouts: the rules of docs/spec/readouts.md for our own side, and the text kept until it is public.

The text of a commitment is kept in an own row (own annex: never sent, no common view), stored in the transaction that stores the
commitment's entry: neither is there without the other.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple, TypeVar, assert_never

import msgspec

from watchline.errors import InvalidFromPeer, OurMistake
from watchline.measure import dtg
from watchline.node.doors import Held, RowChange
from watchline.node.inputs import SaidOfReadout, SayConfidentiality, SayReadout, SayReadoutPublished, SayReadoutShared
from watchline.node.memory import Core
from watchline.node.writing import ref_to
from watchline.record import BODY_BYTES_MAX, SALT_BYTES, Header, Record, Ref, read_body, write_body
from watchline.record.readouts import (
    READOUT,
    ConfidentialityAgreed,
    ConfidentialityNotAgreed,
    ConfidentialityProposed,
    Readout,
    ReadoutPublished,
    ReadoutShared,
    commitment,
)
from watchline.sentence import worded
from watchline.view import EntryRef, ref_key
from watchline.view.confidentiality import Confidential, Read
from watchline.view.readouts import CallReadouts, ReadoutView, call_readouts

OWN_READOUT: Final = "own.readout"
"""(line, ref) -> ``Kept``: the text of a commitment of ours that is not published. No export, no frame, no other node has it."""
WHERE_BYTES_MAX = 1100
"""Room in a body for ``where``: 256 characters and their head, so that what was committed to can also be published."""
B = TypeVar("B", bound=Record)


class Kept(msgspec.Struct, frozen=True, array_like=True):
    """What is committed to and not public."""

    text: str
    salt: bytes
    points: tuple[tuple[str, str], ...] = ()


_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(Kept).decode


class Made(NamedTuple):
    """What is to be written, or what stands already.

    Attributes:
        record, refs: The entry.
        keep: The text that is kept beside a commitment.
        published: The commitment whose text is public with this entry, and kept no longer.
        standing: Our entry that says the same already; nothing is written then.
    """

    record: Record
    refs: tuple[Ref, ...] = ()
    keep: Kept | None = None
    published: EntryRef | None = None
    standing: EntryRef | None = None

    def rows(self, line: bytes, ref: EntryRef) -> list[RowChange]:
        """Return the own rows that change with the entry, which stands at ``ref``."""
        if self.keep is not None:
            return [RowChange(OWN_READOUT, ref_key(line, ref), _pack(self.keep))]
        return [] if self.published is None else [RowChange(OWN_READOUT, ref_key(line, self.published), None)]


def readout_entry(core: Core, said: SaidOfReadout) -> Made:
    """Return the entry of what our officer says of readouts.

    Raises:
        OurMistake: it may not be said now; the words say why and what to do.
    """
    match said:
        case SayReadout():
            return _committed(core, said)
        case SayReadoutShared():
            return _shared(core, said)
        case SayReadoutPublished():
            return _published(core, said)
        case SayConfidentiality():
            return _confidential(core, said)
        case _:
            assert_never(said)


def _committed(core: Core, said: SayReadout) -> Made:
    found = _call(core, said.call)
    if not said.text.strip():
        raise OurMistake("There is no text: a commitment is to a readout that is written.")
    before = found.open_of(core.code, said.language)
    named = core.find(said.replaces) if said.replaces else None
    if before is not None and named != before.ref:
        ours = reference(core, before)
        raise OurMistake(
            worded(
                "{ours} is our open readout of this call in {language}; a further one names the one that it replaces:"
                " --replaces {ours}.",
                ours=ours,
                language=said.language,
            )
        )
    if named is not None and before is None:
        raise OurMistake(
            worded(
                "{replaces} is not our open readout of this call in {language}; leave it out.",
                replaces=said.replaces,
                language=said.language,
            )
        )
    salt, call = core.entropy(SALT_BYTES), ref_to(core, found.call)
    fields: dict[str, Any] = {"text": said.text, "salt": salt, "points": [list(point) for point in said.points]}
    public = checked(ReadoutPublished, fields)
    if len(write_body(public)) + WHERE_BYTES_MAX > BODY_BYTES_MAX:
        raise OurMistake(
            worded(
                "Text and points are too long: {n} bytes; {most} are taken. Commit to a shorter readout.",
                n=len(write_body(public)),
                most=BODY_BYTES_MAX - WHERE_BYTES_MAX,
            )
        )
    fields = {
        "language": said.language,
        "commitment": commitment(core.line, core.ids[core.code], call, said.language, salt, said.text),
        **({"scope": said.scope} if said.scope else {}),
        **({} if said.not_before is None else {"not_before": said.not_before}),
    }
    refs = (call,) if before is None else (call, ref_to(core, before.ref))
    return Made(checked(Readout, fields), refs, keep=Kept(said.text, salt, said.points))


def _shared(core: Core, said: SayReadoutShared) -> Made:
    view = _ours(core, said.ref)
    if view.shared or view.published:
        return Made(ReadoutShared(text="", salt=bytes(SALT_BYTES)), standing=(*view.shared, *view.published)[0].act.ref)
    _not_replaced(core, view)
    kept = _kept(core, view)
    return Made(ReadoutShared(text=kept.text, salt=kept.salt), (ref_to(core, view.ref),))


def _published(core: Core, said: SayReadoutPublished) -> Made:
    view = _ours(core, said.ref)
    if view.published:
        return Made(ReadoutShared(text="", salt=bytes(SALT_BYTES)), standing=view.published[0].act.ref)
    _not_replaced(core, view)
    not_before = view.act.facts.get("not_before", core.now.wall)
    if core.now.wall < not_before:
        raise OurMistake(
            worded(
                "{ref} was committed to be published not before {until}; it is {now}. Publish it then, or commit to one"
                " that replaces it and names another time.",
                ref=reference(core, view),
                until=dtg(not_before),
                now=dtg(core.now.wall),
            )
        )
    kept = _kept(core, view)
    fields: dict[str, Any] = {"text": kept.text, "salt": kept.salt, "points": [list(point) for point in kept.points]}
    record = checked(ReadoutPublished, fields | ({"where": said.where} if said.where else {}))
    return Made(record, (ref_to(core, view.ref),), published=view.ref)


def _confidential(core: Core, said: SayConfidentiality) -> Made:
    found = _call(core, said.call)
    now, call = found.confidentiality, ref_to(core, found.call)
    words = {"text": said.text} if said.text.strip() else {}
    open_of = {act.code: act.ref for act in now.open}
    if said.how == "propose":
        if now.state == Confidential.AGREED:
            raise OurMistake(worded("That the readouts of {call} are confidential is agreed already.", call=said.call))
        made = checked(ConfidentialityProposed, words)
        return Made(made, (call,), standing=open_of.get(core.code))
    kinds: dict[str, type[Record]] = {"agree": ConfidentialityAgreed, "refuse": ConfidentialityNotAgreed}
    if said.how not in kinds:
        raise OurMistake(
            worded(
                "Confidentiality is proposed, agreed to or refused (propose, agree, refuse), not {how}.",
                how=repr(said.how),
            )
        )
    theirs = next((ref for code, ref in open_of.items() if code != core.code), None)
    if theirs is None:
        raise OurMistake(
            worded(
                "No proposal of the other party about {call} waits for an answer; `watchline readout DIR list {call}` shows"
                " what was proposed and answered.",
                call=said.call,
            )
        )
    return Made(checked(kinds[said.how], words), (call, ref_to(core, theirs)))


def _call(core: Core, text: str) -> CallReadouts:
    """Return the readouts of a call that we are a party of."""
    call = core.find(text)
    found = call_readouts(core.charter_at(call), core.fold.row, reader(core), call)
    if found is None:
        raise OurMistake(worded("{text} is not a call held here.", text=text))
    if core.code not in found.parties:
        raise OurMistake(
            worded(
                "{text} is a call between {parties}; {code} writes no readout of it.",
                text=text,
                parties=" and ".join(found.parties),
                code=core.code,
            )
        )
    return found


def _ours(core: Core, text: str) -> ReadoutView:
    """Return a readout of ours."""
    ref = core.find(text)
    header, _ = reader(core)(ref)
    if header is None or header.kind != READOUT:
        raise OurMistake(
            worded(
                "{text} is not a readout. A text is shared or published by the reference of its commitment: commit to it"
                " first, `watchline readout DIR commit CALL`.",
                text=text,
            )
        )
    if ref.code != core.code:
        raise OurMistake(
            worded("{text} is a readout of {code}; only its author shares or publishes it.", text=text, code=ref.code)
        )
    call = header.refs[0] if header.refs else None
    found = None
    if call is not None:
        at = EntryRef(call.code, call.epoch, call.index)
        found = call_readouts(core.charter_at(at), core.fold.row, reader(core), at)
    view = None if found is None else next((item for item in found.readouts if item.ref == ref), None)
    if view is None:
        raise OurMistake(worded("The call of {text} is not held here.", text=text))
    return view


def _not_replaced(core: Core, view: ReadoutView) -> None:
    if view.replaced_by is not None:
        raise OurMistake(
            worded(
                "{ref} was replaced by {other}; share or publish that one.",
                ref=reference(core, view),
                other=view.replaced_by.text(),
            )
        )


def _kept(core: Core, view: ReadoutView) -> Kept:
    """Return the text of a commitment of ours: kept here, or shown to the other side already."""
    key = ref_key(core.line, view.ref)
    fresh = [row.value for row in core.rows if (row.view, row.key) == (OWN_READOUT, key)]
    row = fresh[-1] if fresh else core.held.row(OWN_READOUT, key)
    if row is not None:
        return read_kept(row)
    for shown in view.shared:
        if shown.matches:
            return Kept(shown.record.text, shown.record.salt)
    raise OurMistake(
        worded(
            "The text of {ref} is not kept here any more: this record was restored, and what is committed to and not yet"
            " shown stands in no other one. The commitment stands and stays visible; commit to the text anew, as one that"
            " replaces it.",
            ref=reference(core, view),
        )
    )


def own_kept(held: Held, line: bytes, ref: EntryRef) -> Kept | None:
    """Return what our own node keeps of a commitment of ours that is not published; None if nothing."""
    row = held.row(OWN_READOUT, ref_key(line, ref))
    return None if row is None else read_kept(row)


def read_kept(row: bytes) -> Kept:
    """Return what a row keeps."""
    return _unpack(row)


def reference(core: Core, view: ReadoutView) -> str:
    """Return how people write a readout."""
    header, _ = reader(core)(view.ref)
    return core.reference(view.ref, header.serial if header else None)


def reader(core: Core) -> Read:
    """Return what reads an entry of this node, those of this step included: (header, record)."""

    def read(ref: EntryRef) -> tuple[Header | None, Any]:
        log = core.log_of(ref) if ref.code in core.ids else None
        entry = None if log is None else log.entry(ref.index, core.held)
        header = None if entry is None else core.header(entry.leaf)
        if entry is None or header is None or entry.body is None:
            return header, None
        try:
            return header, read_body(header.kind, entry.body)
        except InvalidFromPeer:
            return header, None

    return read


def checked(body: type[B], fields: dict[str, Any]) -> B:
    """Return the record of fields.

    Raises:
        OurMistake: one is too long or of the wrong form.
    """
    try:
        return msgspec.convert(fields, body, builtin_types=(bytes,))
    except (msgspec.ValidationError, ValueError) as why:
        raise OurMistake(worded("This cannot be written: {why}.", why=why)) from why

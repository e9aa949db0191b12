"""The readouts of a call, from what both sides wrote (docs/spec/readouts.md). A difference between two readouts is normal.

Every fact is a function of the entries held: acts are taken in the common order, one that has no place changes nothing and is
listed. A text that does not match its commitment, or that is public while both agreed that it is confidential, is shown beside the
entries that say so, for both sides alike. Nothing here knows now.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final, NamedTuple

from watchline.record import Charter, Header, Record, Ref
from watchline.record.readouts import CORRECTED, PUBLISHED, READOUT, SHARED, SUPPLEMENTED, commitment
from watchline.sentence import worded
from watchline.view.confidentiality import Confidentiality, Read, confidentiality, lists, named
from watchline.view.fold import Look
from watchline.view.keys import THREAD, EntryRef, ref_key
from watchline.view.thread import BESIDE, Act, Thread, acts, read_thread


class ReadoutState(StrEnum):
    """How far a readout has come. That a later commitment replaced it is a fact of its own, beside its state."""

    COMMITTED = "committed"
    SHARED = "shared"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    SUPPLEMENTED = "supplemented"


_S = ReadoutState
TABLE: Final[dict[tuple[ReadoutState, str], ReadoutState]] = {
    (_S.COMMITTED, SHARED): _S.SHARED,
    (_S.COMMITTED, PUBLISHED): _S.PUBLISHED,
    (_S.SHARED, PUBLISHED): _S.PUBLISHED,
    (_S.PUBLISHED, CORRECTED): _S.CORRECTED,
    (_S.PUBLISHED, SUPPLEMENTED): _S.SUPPLEMENTED,
    (_S.CORRECTED, CORRECTED): _S.CORRECTED,
    (_S.CORRECTED, SUPPLEMENTED): _S.CORRECTED,
    (_S.SUPPLEMENTED, CORRECTED): _S.CORRECTED,
    (_S.SUPPLEMENTED, SUPPLEMENTED): _S.SUPPLEMENTED,
}
"""(state, kind by the readout's author) -> the state after it; what is not here, and whatever another party says, has no effect."""


class Disclosed(NamedTuple):
    """A text that its author showed or published, with or without effect on the state.

    Attributes:
        act: The entry.
        record: Its body; None if it was erased.
        matches: Whether text and salt give the commitment; None if they cannot be known, or there is no commitment.
        held_before: Whether the record shows that the other party of the call held the commitment before this entry was written.
        early: Published before the instant that its author named with the commitment, by his own clock.
        agreed: The entry by which confidentiality was agreed, if this one is published and stands after it in the common order.
        agreed_listed: Whether this entry's author held that one by its own word when it wrote this one.
    """

    act: Act
    record: Any
    matches: bool | None
    held_before: bool
    early: bool
    agreed: EntryRef | None
    agreed_listed: bool


class Amended(NamedTuple):
    """A correction of a published readout, or a supplement to it."""

    act: Act
    record: Any


class ReadoutView(NamedTuple):
    """One readout: a commitment and what became of it.

    Attributes:
        act: The commitment's entry; ``facts`` has its language, commitment, scope, not_before.
        state: How far it has come.
        replaces, replaced_by: The readouts of the same author, call and language before and after it.
        beside: An open readout of the same author, call and language that it does not name, though it must.
        shared, published: Every text its author showed or published for it.
        corrected, supplemented: What he said about it afterwards.
        without_effect: What changed nothing: said by another party, or where it has no place.
    """

    act: Act
    state: ReadoutState
    replaces: EntryRef | None
    replaced_by: EntryRef | None
    beside: EntryRef | None
    shared: tuple[Disclosed, ...]
    published: tuple[Disclosed, ...]
    corrected: tuple[Amended, ...]
    supplemented: tuple[Amended, ...]
    without_effect: tuple[Act, ...]

    @property
    def ref(self) -> EntryRef:
        """Where it stands."""
        return self.act.ref

    @property
    def language(self) -> str:
        """Language tag."""
        return str(self.act.facts["language"])


class CallReadouts(NamedTuple):
    """All readouts of one call.

    Attributes:
        call: The call.
        parties: Who asked for it, and who was asked.
        readouts: In the common order.
        confidentiality: Proposed, agreed, not agreed.
        without_commitment: Texts shown or published that name the call and no commitment.
        of_others: Readouts of parties that are not on the call; they are listed and nothing acts on them.
    """

    call: EntryRef
    parties: tuple[str, str]
    readouts: tuple[ReadoutView, ...]
    confidentiality: Confidentiality
    without_commitment: tuple[Disclosed, ...]
    of_others: tuple[Act, ...]

    def open_of(self, code: str, language: str) -> ReadoutView | None:
        """Return a party's readout in a language that no later one replaced."""
        found = [
            item for item in self.readouts if (item.act.code, item.language) == (code, language) and item.beside is None
        ]
        return next((item for item in found if item.replaced_by is None), None)


def call_readouts(charter: Charter, look: Look, read: Read, call: EntryRef) -> CallReadouts | None:
    """Return the readouts of a call; None if no such call is held here.

    Args:
        charter: The line's charter.
        look: Reads a row.
        read: Reads an entry.
        call: Where the call stands.
    """
    thread = read_thread(look(THREAD, ref_key(charter.line, call)))
    if not thread.opener or thread.opener[0].kind != "call":
        return None
    parties = (call.code, str(thread.opener[0].facts.get("to", "")))
    about = _About(
        charter,
        read,
        Ref(*call, thread.opener[0].leaf_hash),
        parties,
        confidentiality(thread, parties, read),
    )
    found: dict[EntryRef, ReadoutView] = {}
    without: list[Disclosed] = []
    others: list[Act] = []
    for act in acts(thread):
        if act.kind not in {READOUT, SHARED, PUBLISHED} or act.how == BESIDE:
            continue
        if act.code not in parties:
            others.append(act)
        elif act.kind == READOUT:
            row = read_thread(look(THREAD, ref_key(charter.line, act.ref)))
            _place(found, _one(about, act, row), named(read, act.ref))
        else:
            without.append(about.disclosed(act, None))
    return CallReadouts(call, parties, tuple(found.values()), about.confidentiality, tuple(without), tuple(others))


def _place(found: dict[EntryRef, ReadoutView], new: ReadoutView, refs: list[EntryRef]) -> None:
    """Put a readout behind those before it: it replaces the open one that it names, or stands beside it."""
    key = (new.act.code, new.language)
    chain = [item for item in found.values() if (item.act.code, item.language) == key and item.beside is None]
    before = chain[-1] if chain else None
    if before is not None and refs[1:2] == [before.ref]:
        found[before.ref] = before._replace(replaced_by=new.ref)
        new = new._replace(replaces=before.ref)
    elif before is not None:
        new = new._replace(beside=before.ref)
    found[new.ref] = new


def _one(about: _About, act: Act, thread: Thread) -> ReadoutView:
    """Return one readout by its own thread."""
    state, left = _S.COMMITTED, []
    shown: dict[str, list[Disclosed]] = {SHARED: [], PUBLISHED: []}
    amended: dict[str, list[Amended]] = {CORRECTED: [], SUPPLEMENTED: []}
    for item in acts(thread):
        if item.kind not in {SHARED, PUBLISHED, CORRECTED, SUPPLEMENTED} or item.how == BESIDE:
            continue
        after = TABLE.get((state, item.kind)) if item.code == act.code else None
        if after is None:
            left.append(item)
        if item.code == act.code and item.kind in shown:
            shown[item.kind].append(about.disclosed(item, act))
        elif after is not None:
            amended[item.kind].append(Amended(item, about.read(item.ref)[1]))
        state = after or state
    return ReadoutView(
        act,
        state,
        None,
        None,
        None,
        tuple(shown[SHARED]),
        tuple(shown[PUBLISHED]),
        tuple(amended[CORRECTED]),
        tuple(amended[SUPPLEMENTED]),
        tuple(left),
    )


class _About(NamedTuple):
    """What every readout of a call is judged by."""

    charter: Charter
    read: Read
    call: Ref
    parties: tuple[str, str]
    confidentiality: Confidentiality

    def disclosed(self, act: Act, committed: Act | None) -> Disclosed:
        """Return what there is to say of a text that was shown or published, for a commitment or for none."""
        header, record = self.read(act.ref)
        matches, held, early = None, False, False
        if committed is not None:
            if record is not None:
                party = self.charter.ids[act.code]
                made = commitment(
                    self.charter.line, party, self.call, committed.facts["language"], record.salt, record.text
                )
                matches = made == committed.facts["commitment"]
            held = header is not None and self._held_before(header, committed.ref)
            early = act.kind == PUBLISHED and act.t < committed.facts.get("not_before", act.t)
        agreed = self.confidentiality.agreed
        late = act.kind == PUBLISHED and agreed is not None and agreed.place < act.place
        return Disclosed(
            act=act,
            record=record,
            matches=matches,
            held_before=held,
            early=early,
            agreed=agreed.ref if late and agreed is not None else None,
            agreed_listed=late and agreed is not None and header is not None and lists(header, agreed.ref),
        )

    def _held_before(self, header: Header, committed: EntryRef) -> bool:
        """Tell whether the newest entry of the other party that this one's author held lists the commitment."""
        other = self.parties[1] if header.author == self.parties[0] else self.parties[0]
        head = next((item for item in header.seen if item.code == other), None)
        last = None if head is None else self.read(EntryRef(other, head.epoch, head.size - 1))[0]
        return last is not None and lists(last, committed)


def refuse_amendment(thread: Thread, ref: EntryRef, kind: str, code: str) -> str:
    """Return why a party may not correct or supplement a readout now, in words; empty if it may."""
    if not thread.opener or thread.opener[0].kind != READOUT:
        return worded("{ref} is not a readout.", ref=ref.text())
    if ref.code != code:
        return worded(
            "{ref} is a readout of {code}; only its author says more about it. Publish a readout of ours beside it.",
            ref=ref.text(),
            code=ref.code,
        )
    if not any(act.kind == PUBLISHED and act.code == code for act in acts(thread)):
        what = "correct" if kind == CORRECTED else "supplement"
        return worded(
            "{ref} is not published, so there is nothing to {what}: commit to another text that replaces it.",
            ref=ref.text(),
            what=what,
        )
    return ""


def refuse_blank(_charter: Charter, _thread: Thread, _ref: EntryRef, record: Record) -> str:
    """Return why a correction or a supplement may not be written: it says nothing; empty if it may."""
    return "" if str(getattr(record, "text", "")).strip() else worded("There is no text.")

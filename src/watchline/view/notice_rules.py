"""What an officer of ours may write of a notice, and in which words it is refused. The record itself keeps what a peer writes anyway."""

from __future__ import annotations

from typing import Final

from watchline.measure import utc
from watchline.record import Charter, Record
from watchline.record.activities import ACTIVITIES
from watchline.record.notices import (
    ACTIVE,
    AMENDED,
    CANCELLED,
    ENDED,
    NOTED,
    OBJECTED,
    READ,
    TOLD,
    ActivityNotice,
    NoticeAmended,
    NoticeNoted,
    NoticeObjected,
    NoticeRead,
    NoticeTold,
    volumes_of,
)
from watchline.sentence import worded
from watchline.view.keys import EntryRef
from watchline.view.notice_table import OVER, READER_WORDS, STATE_WORDS, Reader
from watchline.view.notices import NoticeView, notice_view
from watchline.view.thread import Thread

VERBS: Final[dict[str, str]] = {
    AMENDED: "amend",
    ACTIVE: "activate",
    ENDED: "end",
    CANCELLED: "withdraw",
    READ: "read",
    OBJECTED: "object",
    NOTED: "note",
    TOLD: "told",
}
"""The word of the command line for each act."""


def refuse_notice(charter: Charter, code: str, record: Record) -> str:
    """Return why a party may not announce this, in words; empty if it may."""
    assert isinstance(record, ActivityNotice | NoticeAmended)
    known = list(dict.fromkeys((*ACTIVITIES, *charter.separation)))
    if record.activity not in known:
        return worded(
            "{activity} is no kind of activity on this line; {code} announces one of {known}.",
            activity=repr(record.activity),
            code=code,
            known=", ".join(known),
        )
    if (record.text or "").strip() and not record.language:
        return worded("The text has no language. Name its language tag, such as en.")
    return _measurable(record)


def _measurable(record: ActivityNotice | NoticeAmended) -> str:
    """Refuse what the other side could show but not assess: a ring that crosses itself, an edge that nobody means."""
    if not record.volumes:
        return ""
    from watchline.conflict import Activity, place  # geometry is loaded where it is needed, and only there

    try:
        place(Activity("draft", record.activity, volumes_of(record.volumes)))
    except ValueError as why:
        return worded("This area cannot be measured: {why}.", why=why)
    return ""


def refuse_act(thread: Thread, ref: EntryRef, kind: str, code: str) -> str:
    """Return why a party may not write this act upon a notice now, in words; empty if it may."""
    notice = notice_view(thread, ref)
    if notice is None:
        return worded(
            "{ref} is not a notice, so {act} means nothing there. `watchline notice DIR list` shows the notices.",
            ref=ref.text(),
            act=repr(VERBS[kind]),
        )
    allowed = notice.places(code)
    ours = code == ref.code
    if (
        kind == TOLD
        or kind in allowed
        or (kind == READ and not ours and notice.of(code).read_version < notice.now.number)
    ):
        return ""
    if ours and kind in {READ, OBJECTED, NOTED}:
        return worded(
            "This notice is our own; the other parties say what they read, object to or note. What {code} can write now:"
            " {allowed}.",
            code=code,
            allowed=_verbs(allowed),
        )
    if not ours and kind in {AMENDED, ACTIVE, ENDED, CANCELLED}:
        return worded(
            "This notice is {party}'s; only its author amends, activates, ends or withdraws it. What {code} can write now:"
            " {allowed}.",
            party=ref.code,
            code=code,
            allowed=_verbs(allowed),
        )
    if kind == OBJECTED and notice.humanitarian:
        return worded(
            "A humanitarian notice asks nobody for leave and knows no objection. Say by a message what has to be said."
        )
    stands = worded("This notice {state}", state=STATE_WORDS[notice.state])
    if not ours and notice.state not in OVER:
        state = notice.of(code).state
        said = READER_WORDS[state]
        stands = (
            worded("{party} {said}: read it first", party=code, said=said)
            if state is Reader.WAITING
            else worded("{party} {said}", party=code, said=said)
        )
    return worded(
        "{stands}, so {act} by {party} has no place now and nothing was written. What {party} can write now: {acts}.",
        stands=stands,
        act=repr(VERBS[kind]),
        party=code,
        acts=_verbs(allowed),
    )


def refuse_body(charter: Charter, thread: Thread, ref: EntryRef, record: Record) -> str:
    """Return why an act upon a notice may not say what it says, in words; empty if it may."""
    notice = notice_view(thread, ref)
    assert notice is not None, "the act was allowed"
    match record:
        case NoticeAmended():
            return refuse_notice(charter, ref.code, record) or _same(notice, record)
        case NoticeTold():
            return _told(charter, notice, record)
        case NoticeRead() | NoticeObjected() | NoticeNoted() if record.version > notice.now.number:
            return worded(
                "There is no version {version}; the newest here is {number}.",
                version=record.version,
                number=notice.now.number,
            )
        case NoticeObjected() | NoticeNoted() if record.version < notice.must_read.number:
            return worded(
                "Version {number} says more than version {version}, and it is what stands. Read it, then say what you have to"
                " say of it.",
                number=notice.must_read.number,
                version=record.version,
            )
        case NoticeObjected():
            return (
                ""
                if (record.text or "").strip()
                else worded("An objection says to what. Give a text; it stands in the record.")
            )
        case _:
            return ""


def _told(charter: Charter, notice: NoticeView, record: NoticeTold) -> str:
    if record.version > notice.now.number:
        return f"There is no version {record.version}; the newest here is {notice.now.number}."
    known = [state.name for state in charter.third_states]
    if record.state not in known:
        return f"The charter names no third state {record.state!r}; it names {', '.join(known) or 'none'}."
    return ""


def _same(notice: NoticeView, record: NoticeAmended) -> str:
    if record.review_by is not None and record.review_by < notice.now.t:
        return worded(
            "The review date {date} lies before what stands was said. Name a later one.",
            date=utc(record.review_by),
        )
    return ""


def _verbs(kinds: tuple[str, ...]) -> str:
    return ", ".join(VERBS[kind] for kind in kinds) or worded("nothing")

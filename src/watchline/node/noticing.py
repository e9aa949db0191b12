"""Notices and what our watch is told of them, from the record and an instant: unread, objected to, stale, in conflict; and what our node finds.

Geometry is not done here: the host measures beside the node and hands in what it found (``Assessed``); what rings is told from the entries
of both sides alone. An alarm names what was announced and by whom, never a cause.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from watchline.errors import OurMistake
from watchline.measure import DAY_MS, dtg
from watchline.node.acts import thread_kind
from watchline.node.inputs import Assessed
from watchline.node.memory import Core
from watchline.node.outcome import Reply
from watchline.node.writing import ref_to, write_entry
from watchline.record import NODE_POST
from watchline.record.activities import activity_kind
from watchline.record.agreement import IN_FORCE
from watchline.record.notices import AMENDED, ASSESSMENT, CANCELLED, ENDED, NOTICE
from watchline.sentence import joined, worded
from watchline.view import KIND, THREAD, EntryRef, kind_key, read_ref_key, read_thread, ref_key
from watchline.view.meetings import Meeting, differences, meeting_of, statements_of
from watchline.view.notice_table import Reader
from watchline.view.notices import NoticeView, notice_view
from watchline.watch import Level, receipt_of
from watchline.watch.notices import (
    APART_MS,
    Lead,
    MeetingState,
    apart_since,
    coming,
    expired,
    goes_on,
    lead_time,
    meeting_state,
    next_change,
    review_by,
    stale,
)

AT_ONCE = 16
"""Assessments worked out before they are written; a status need not wait for more."""
ROUSES = frozenset({NOTICE, AMENDED, ENDED, CANCELLED, IN_FORCE})
"""After these entries something may be to be assessed: a notice, a version, another table of separation."""
AGAIN_MS = 30_000
"""After a full disk, or a refusal while the next epoch of our log is not open yet, what is due is looked at again."""
_PAGE = 256
_OF_ONE = ("notice", "objection", "expired", "stale")
_LEVELS = {Lead.NONE: Level.CAUTION, Lead.IN_TIME: Level.CAUTION, Lead.AMBER: Level.WARNING, Lead.RED: Level.ALARM}


def load_notices(core: Core) -> None:
    """Note every notice of the record, at a start: what asks something of our watch rings in the first step."""
    prefix, after = kind_key(core.line, NOTICE), None
    while page := core.held.rows(KIND, prefix, after, _PAGE):
        core.noticed.touched.update(dict.fromkeys(read_ref_key(key) for key, _ in page))
        after = page[-1][0]


def take_assessment(core: Core, item: Assessed) -> Reply:
    """Write what our node found of a notice: once for each version of it and each table of separation.

    Raises:
        OurMistake: it is no notice, or the version does not stand any more; nothing was written.
    """
    assert thread_kind(ASSESSMENT) == NOTICE
    ref = core.find(item.ref)
    notice = _notice(core, ref)
    if notice is None or notice.over or notice.now.number != item.assessment.version:
        raise OurMistake(
            worded("{ref}: version {version} does not stand any more.", ref=item.ref, version=item.assessment.version)
        )
    last = notice.assessed(core.code)
    if last is not None and (last.facts["version"], last.facts["table"]) == (
        item.assessment.version,
        item.assessment.table,
    ):
        return Reply(last.ref.text(), written=False)
    written = write_entry(core, item.assessment, post=NODE_POST, refs=(ref_to(core, ref),))
    return Reply(written.text(), written=True)


def look_again(replies: Sequence[Reply]) -> int | None:
    """Return after how many ms to look once more at what is to be assessed, by the replies to what was found; None: when an entry asks for it."""
    if any(reply.written for reply in replies):
        return 0
    return AGAIN_MS if replies else None


def watch_notices(core: Core) -> int | None:
    """Set and end the alarms of notices that something was written about, or whose time has come; return when to look again (wall ms)."""
    if core.noticed.touched or any(at <= core.now.wall for at in core.noticed.due.values()):
        due = [ref for ref, at in core.noticed.due.items() if at <= core.now.wall]
        for ref in sorted({*core.noticed.touched, *due}):
            _watch(core, ref)
        core.noticed.touched.clear()
    # A time that a peer wrote may lie ages ahead; looking once a day costs nothing.
    return min((*core.noticed.due.values(), core.now.wall + DAY_MS)) if core.noticed.due else None


def _notice(core: Core, ref: EntryRef) -> NoticeView | None:
    return notice_view(read_thread(core.fold.row(THREAD, ref_key(core.line, ref))), ref)


def _watch(core: Core, ref: EntryRef) -> None:
    core.noticed.due.pop(ref, None)
    notice = _notice(core, ref)
    if notice is None:
        return
    text, now = core.reference(ref, notice.opener.serial), core.now.wall
    rings = dict(_rings(core, notice, text))
    for word in _OF_ONE:
        situation = f"{word}/{text}"
        if situation in rings:
            core.alarms.set(situation, *rings[situation], now)
        else:
            core.alarms.clear(situation, now)
    times = [*_times(notice), *_watch_pairs(core, notice)]
    following = min((at for at in times if at > now), default=None)
    if following is not None:
        core.noticed.due[ref] = following


def _times(notice: NoticeView) -> Iterator[int]:
    """Yield the instants at which what rings of a notice changes by itself."""
    if notice.over:
        return
    window, review = notice.now.window, review_by(notice)
    if window.start is not None:
        yield window.start
    if window.end is not None:
        yield window.end + 1
    if review is not None:
        yield review + 1


def _rings(core: Core, notice: NoticeView, text: str) -> Iterator[tuple[str, tuple[Level, str]]]:
    """Yield what rings of one notice: situation, level and words."""
    if notice.over:
        return
    now, ref = core.now.wall, notice.ref
    what = activity_kind(notice.now.activity).words
    gone = expired(notice, now)
    if ref.code != core.code:
        if notice.of(core.code).state is Reader.WAITING and not gone and core.code in core.codes_at(ref):
            yield f"notice/{text}", _unread(core, notice, text, what)
        return
    if gone:
        words = worded(
            "The time of our notice {ref} ({activity}) has passed. Say what became of it: `watchline notice DIR end {ref}`, or amend it.",
            ref=text,
            activity=what,
        )
        yield f"expired/{text}", (Level.CAUTION, words)
    if stale(notice, now):
        words = worded(
            "Our notice {ref} ({activity}) was to be reviewed by now and is shown as STALE. Amend it with a new review date, or withdraw it.",
            ref=text,
            activity=what,
        )
        yield f"stale/{text}", (Level.CAUTION, words)
    against = sorted(code for code, heard in notice.heard.items() if heard.state is Reader.OBJECTED)
    if against:
        words = worded(
            "{party} objects to our notice {ref} ({activity}). It stops nothing: `watchline notice DIR show {ref}`, then speak.",
            party=" and ".join(against),
            ref=text,
            activity=what,
        )
        yield f"objection/{text}", (Level.WARNING, words)


def _unread(core: Core, notice: NoticeView, text: str, what: str) -> tuple[Level, str]:
    now, version = core.now.wall, notice.must_read
    receipt = receipt_of(core.charter, core.fold_rows, version.ref, core.code)
    lead = lead_time(version, now if receipt is None else receipt.at)
    level = Level.CAUTION if lead is None else _LEVELS[lead.lead]
    start = notice.now.window.start
    begun = bool(notice.now.volumes) and (start is None or start <= now)
    if begun and not activity_kind(notice.now.activity).fixed:
        level = max(level, Level.ALARM)
    said = [
        worded(
            "{party} announces {activity}, {ref}, version {version}: it says more than what was read.",
            party=notice.ref.code,
            activity=what,
            ref=text,
            version=notice.now.number,
        )
        if notice.of(core.code).read
        else worded("{party} announces {activity}, {ref}.", party=notice.ref.code, activity=what, ref=text)
    ]
    if start is not None:
        at = dtg(start)
        said.append(worded("It began {at}.", at=at) if begun else worded("It begins {at}.", at=at))
    if lead is not None and lead.lead not in {Lead.NONE, Lead.IN_TIME}:
        said.append(worded("The notice is short."))
    said.append(worded("Read it: `watchline notice DIR read {ref}`.", ref=text))
    return level, joined(said)


def _watch_pairs(core: Core, notice: NoticeView) -> Iterator[int]:
    """Set and end what rings of the pairs that a notice is in; yield when that changes by itself."""
    for act in notice.assessments:
        for refs, _ in statements_of(notice.ref, act):
            for one, other in (refs, refs[::-1]):
                core.noticed.neighbours.setdefault(one, set()).add(other)
    for other in sorted(core.noticed.neighbours.get(notice.ref, ())):
        found = meeting_of(core.line, core.fold.row, notice.ref, other)
        if found is None:
            continue
        _ring_pair(core, found)
        following = next_change(found, core.now.wall)
        if following is not None:
            yield following


def _when(first: str, second: str, start: int | None, *, active: bool) -> str:
    if active:
        return worded(
            "{first} and {second} are closer than was agreed, in area, altitude and time; that goes on now.",
            first=first,
            second=second,
        )
    if start is None:
        return worded(
            "{first} and {second} are closer than was agreed, in area, altitude and time; that begins at a time not given.",
            first=first,
            second=second,
        )
    return worded(
        "{first} and {second} are closer than was agreed, in area, altitude and time; that begins {at}.",
        first=first,
        second=second,
        at=dtg(start),
    )


def _ring_pair(core: Core, found: Meeting) -> None:
    now = core.now.wall
    first, second = (core.reference(item.ref, item.opener.serial) for item in (found.first, found.second))
    pair, ours = f"{first}~{second}", core.code in {ref.code for ref in found.refs}
    state, start = meeting_state(found, now), found.gravest.start
    lasts = ours and state is MeetingState.CONFLICT
    if lasts:
        words = joined(
            (
                _when(first, second, start, active=goes_on(found, now)),
                worded(
                    "Numbers, and what would separate them: `watchline conflict DIR show {first} {second}`.",
                    first=first,
                    second=second,
                ),
            )
        )
        core.alarms.set(f"conflict/{pair}", _LEVELS[coming(found, now)], words, now)
    else:
        core.alarms.clear(f"conflict/{pair}", now)
    apart = apart_since(found)
    if apart is not None:
        differ = ours and apart + APART_MS <= now
        words = worded(
            "Our node and the other side's measured {first} and {second} by different separations: {limits}. Both statements are in the record: `watchline conflict DIR show {first} {second}`. Compare the charters in force on both sides: `watchline charter DIR`.",
            first=first,
            second=second,
            limits=_separations(found),
        )
    else:
        differ = ours and bool(differences(found))
        words = worded(
            "Our node and the other side's find different numbers for {first} and {second}. Both are in the record: `watchline conflict DIR show {first} {second}`. Compare versions of the program.",
            first=first,
            second=second,
        )
    core.alarms.when(f"assessed/{pair}", Level.CAUTION, words, now, lasts=differ)


def _separations(found: Meeting) -> str:
    """Return in words what each side's node measured by."""
    told: list[str] = []
    for code, one in sorted(found.current.items()):
        lateral, vertical, time = one.limits or (0, 0, 0)
        limits = f"{lateral / 100:g} m, {vertical / 100:g} m, {time / 1000:g} s"
        told.append(f"{code} {limits}" if one.limits else worded("{code} nothing agreed", code=code))
    return joined(told, "; ")

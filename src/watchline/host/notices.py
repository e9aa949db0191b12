"""What is shown of notices, as the JSON of docs/reference/json.md. Pure functions of committed rows and an instant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from watchline.errors import OurMistake
from watchline.host.answers import said_by
from watchline.host.here import Here, held_by, instant, labels_of, reference
from watchline.host.pages import page_from, page_of
from watchline.measure import dtg
from watchline.record.activities import ACTIVITIES, REVIEWED, activity_kind, lead_limits
from watchline.sentence import joined, worded
from watchline.view import THREAD, Act, EntryRef, read_thread, ref_key
from watchline.view.meetings import Meeting, meetings
from watchline.view.notice_rules import VERBS
from watchline.view.notice_table import READER_WORDS, STATE_WORDS, Reader
from watchline.view.notices import NoticeView, Version, every_notice, notice_view
from watchline.watch import receipt_of
from watchline.watch.notices import Lead, LeadTime, expired, in_force, lead_time, meeting_state, review_by, stale

NOT_PERMISSION = worded(
    "A notice asks for no permission and gives none: read is not agreement, noted is not recognition, and silence"
    " is neither."
)
EXPIRED_WORDS = worded("was to be over by now; its author has not said so")
LEAD_WORDS = {
    Lead.NONE: worded("no lead time is asked of this kind"),
    Lead.IN_TIME: worded("in time"),
    Lead.AMBER: worded("short notice"),
    Lead.RED: worded("very short notice"),
}


def notices(
    here: Here, now: int, asked: Mapping[str, Any], every: Iterable[NoticeView] | None = None
) -> dict[str, Any]:
    """Return notices in the common order: the newest, or those after or before a reference.

    Args:
        here: What this node can show.
        now: Wall clock, ms.
        asked: ``limit``, ``after``, ``before``; ``party``, ``activity`` (empty: all); ``open``: leave out what is over or expired.
        every: All notices, where they were read already; None: they are read.
    """
    found = [item for item in (in_order(here) if every is None else ordered(every)) if _wanted(item, now, asked)]
    page = page_of(
        here, found, "notice", limit=int(asked["limit"]), after=str(asked["after"]), before=str(asked["before"])
    )
    near = pairs_of(here)
    return {
        **head(here),
        "more": page.more,
        "next": page.next,
        "notices": [notice_shown(here, item, now, near.get(item.ref, [])) for item in page.shown],
        "not_permission": NOT_PERMISSION,
    }


def notice(here: Here, ref: EntryRef, now: int) -> dict[str, Any]:
    """Return one notice with all its versions and everything that was written about it.

    Raises:
        OurMistake: the entry is no notice.
    """
    found = find_notice(here, ref)
    return {
        **head(here),
        **notice_shown(here, found, now, pairs_of(here).get(ref, [])),
        "versions": [_version(here, found, version) for version in found.versions],
        "course": [act_shown(here, act) for act in found.course],
        "said": [act_shown(here, act) for act in _said(found)],
        "without_effect": [act_shown(here, act) for act in found.without_effect],
        "corrections": [act_shown(here, act) for act in found.corrections],
        "not_permission": NOT_PERMISSION,
    }


def planned(here: Here, now: int, until: int, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return a page of the calendar of activities between two instants, the first to begin before the others.

    Args:
        here: What this node can show.
        now: From when on, ms.
        until: To when, ms.
        asked: ``limit``, ``offset``.
    """
    shown, others = page_from([item for item in planned_between(here, now, until) if not item.over], asked)
    return {
        **head(here),
        **others,
        **instant("since", now),
        **instant("until", until),
        "activities": [
            {
                "ref": reference(here, item.ref),
                "from": item.ref.code,
                "activity": item.now.activity,
                "activity_words": activity_kind(item.now.activity).words,
                "name": item.now.facts.get("name"),
                **instant("start", item.now.window.start),
                **instant("end", item.now.window.end),
                "dtg": None if item.now.window.start is None else dtg(item.now.window.start),
                "in_force": in_force(item, now),
            }
            for item in shown
        ],
    }


def planned_between(here: Here, now: int, until: int) -> list[NoticeView]:
    """Return the notices with a window between two instants, the first to begin before the others; what is over too."""
    found = []
    for item in in_order(here):
        window = item.now.window
        if not item.now.volumes or (window.end is not None and window.end < now):
            continue
        if window.start is None or window.start <= until:
            found.append(item)
    return sorted(found, key=lambda item: (item.now.window.start or 0, item.ref))


def kinds(here: Here) -> list[dict[str, Any]]:
    """Return the kinds of activity of this line: their words, lead times and agreed separation."""
    made = []
    for name in dict.fromkeys((*ACTIVITIES, *here.charter.separation)):
        kind, minima, limits = activity_kind(name), here.charter.separation.get(name), lead_limits(name)
        made.append(
            {
                "activity": name,
                "words": kind.words,
                "fixed": kind.fixed,
                "humanitarian": kind.humanitarian,
                "reviewed": name in REVIEWED,
                "amber_s": None if limits is None else limits[0],
                "red_s": None if limits is None else limits[1],
                "lateral_m": None if minima is None else minima.lateral_m,
                "vertical_m": None if minima is None else minima.vertical_m,
                "time_s": None if minima is None else minima.time_s,
            }
        )
    return made


def in_order(here: Here) -> list[NoticeView]:
    """Return every notice in the common order. Cost: one read for each."""
    return ordered(every_notice(here.charter.line, here.held.row, here.held.rows))


def ordered(found: Iterable[NoticeView]) -> list[NoticeView]:
    """Return notices in the common order."""
    return sorted(found, key=lambda item: (item.opener.depth, item.opener.order, item.opener.leaf_hash))


def pairs_of(here: Here) -> dict[EntryRef, list[Meeting]]:
    """Return by notice the pairs that it is in."""
    made: dict[EntryRef, list[Meeting]] = {}
    for found in meetings(here.charter.line, here.held.row, here.held.rows):
        for ref in found.refs:
            made.setdefault(ref, []).append(found)
    return made


def find_notice(here: Here, ref: EntryRef) -> NoticeView:
    """Return the notice of a reference.

    Raises:
        OurMistake: the entry is none.
    """
    found = notice_view(read_thread(here.held.row(THREAD, ref_key(here.charter.line, ref))), ref)
    if found is None:
        raise OurMistake(
            worded("{ref} is not a notice. `watchline notice DIR list` shows the notices.", ref=reference(here, ref))
        )
    return found


def head(here: Here) -> dict[str, Any]:
    """Return whose record it is."""
    return {"line": here.charter.line.hex(), "party": here.code, "demo": here.charter.demo}


def act_shown(here: Here, act: Act) -> dict[str, Any]:
    """Return an act with what it says; what it does not say is null."""
    _header, record = said_by(here, act.ref)
    return {
        "ref": act.ref.text(),
        "kind": act.kind,
        "verb": VERBS.get(act.kind),
        "from": act.code,
        **instant("t", act.t),
        "version": act.facts.get("version"),
        "text": getattr(record, "text", None),
    }


def notice_shown(here: Here, item: NoticeView, now: int, near: list[Meeting]) -> dict[str, Any]:
    """Return a notice as lists show it."""
    version, ref = item.now, item.ref
    kind = activity_kind(version.activity)
    _header, record = said_by(here, version.ref)
    gone = expired(item, now)
    others = [code for code in here.codes_at(ref) if code != ref.code]
    return {
        "ref": reference(here, ref),
        "place": ref.text(),
        "from": ref.code,
        "ours": ref.code == here.code,
        "post": item.opener.post,
        **instant("t", item.opener.t),
        "version": version.number,
        "must_read_version": item.must_read.number,
        "activity": version.activity,
        "activity_words": kind.words,
        "fixed": kind.fixed,
        "humanitarian": kind.humanitarian,
        **{name: version.facts.get(name) for name in ("name", "language", "contact", "markings", "coarse_m")},
        "text": getattr(record, "text", None),
        "emergency": version.facts.get("emergency") == 1,
        "checked": version.facts.get("checked") == 1,
        **instant("area_by", version.facts.get("area_by")),
        **instant("review_by", review_by(item)),
        "stale": stale(item, now),
        "volumes": list(version.facts.get("volumes", ())),
        **instant("start", version.window.start),
        **instant("end", version.window.end),
        "state": item.state.value,
        "state_words": EXPIRED_WORDS if gone else STATE_WORDS[item.state],
        "expired": gone,
        "in_force": in_force(item, now),
        "recipients": {code: _recipient(here, item, code) for code in others},
        "conflicts": [_beside(here, ref, found, now) for found in near],
        "can_write": [VERBS[kind] for kind in item.places(here.code)] if here.code in here.codes_at(ref) else [],
        "labels": labels_of(here, ref),
    }


def _wanted(item: NoticeView, now: int, asked: Mapping[str, Any]) -> bool:
    if asked["party"] and item.ref.code != asked["party"]:
        return False
    if asked["activity"] and item.now.activity != asked["activity"]:
        return False
    return not asked["open"] or not (item.over or expired(item, now))


def _said(item: NoticeView) -> list[Act]:
    found = [act for heard in item.heard.values() for act in (heard.read, heard.answer) if act is not None]
    return sorted([*found, *item.told], key=lambda act: act.place)


def _version(here: Here, item: NoticeView, version: Version) -> dict[str, Any]:
    header, record = said_by(here, version.ref)
    return {
        "version": version.number,
        "ref": version.ref.text(),
        **instant("t", version.t),
        "activity": version.activity,
        "name": version.facts.get("name"),
        "text": getattr(record, "text", None),
        "volumes": list(version.facts.get("volumes", ())),
        "must_read": version.must_read,
        "author_had_seen": [
            {"party": seen.code, "epoch": seen.epoch, "size": seen.size} for seen in (header.seen if header else ())
        ],
        "received": {code: _lead(here, version, code) for code in here.codes_at(item.ref) if code != item.ref.code},
    }


def _lead(here: Here, version: Version, code: str) -> dict[str, Any]:
    """Return when a party's node stored a version, by its clock, and how long before its start that was."""
    receipt = receipt_of(here.charter, here.held.rows, version.ref, code)
    received = None if receipt is None else receipt.at
    found = lead_time(version, received)
    return {
        "held": code in held_by(here, version.ref),
        **instant("received_at", received),
        "lead_s": None if found is None else found.ms // 1000,
        "lead": None if found is None else found.lead.value,
        "lead_words": "" if found is None else _lead_words(found),
    }


def _lead_words(found: LeadTime) -> str:
    minutes = abs(found.ms) // 60_000
    hours, left, lead = minutes // 60, f"{minutes % 60:02d}", LEAD_WORDS[found.lead]
    words = (
        worded("{hours} h {minutes} min before its start: {lead}", hours=hours, minutes=left, lead=lead)
        if found.ms >= 0
        else worded("{hours} h {minutes} min after its start: {lead}", hours=hours, minutes=left, lead=lead)
    )
    flash = found.flash and found.lead is not Lead.NONE
    return joined((words, worded("say it by FLASH and by voice as well")), "; ") if flash else words


def _recipient(here: Here, item: NoticeView, code: str) -> dict[str, Any]:
    heard = item.of(code)
    return {
        **_lead(here, item.now, code),
        "state": heard.state.value,
        "state_words": READER_WORDS[heard.state],
        "must_read": heard.state is Reader.WAITING,
        "read": None if heard.read is None else act_shown(here, heard.read),
        "read_version": heard.read_version or None,
        "answer": None if heard.answer is None else act_shown(here, heard.answer),
    }


def _beside(here: Here, ref: EntryRef, found: Meeting, now: int) -> dict[str, Any]:
    other = next(one for one in found.refs if one != ref)
    return {
        "with": reference(here, other),
        "from": other.code,
        "verdict": found.gravest.verdict,
        "state": meeting_state(found, now).value,
        **instant("start", found.gravest.start),
        **instant("end", found.gravest.end),
    }

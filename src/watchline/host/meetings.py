"""What is shown of pairs of notices, as the JSON of docs/reference/json.md: what each side's node states, the numbers, and the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from watchline.errors import OurMistake
from watchline.host.here import Here, instant, reference
from watchline.host.notices import head
from watchline.host.pages import page_from
from watchline.host.separation import gap_words
from watchline.record.activities import activity_kind
from watchline.record.notices import PAIRS_MAX
from watchline.sentence import worded
from watchline.view import EntryRef
from watchline.view.meetings import Meeting, Statement, by_different_separations, differences, meetings
from watchline.view.notices import NoticeView
from watchline.watch.notices import MeetingState, coming, goes_on, meeting_state

STATE_WORDS = {
    MeetingState.CONFLICT: worded("closer than was agreed, in area, altitude and time"),
    MeetingState.NEAR: worded("not closer than was agreed, but by less than a tenth of it"),
    MeetingState.PROXIMITY: worded("near each other; nothing is agreed for these kinds, so nothing is judged"),
    MeetingState.SEPARATED: "separated",
    MeetingState.UNRESOLVED: worded("not separated before its time came"),
}
_GRAVE = (
    MeetingState.CONFLICT,
    MeetingState.UNRESOLVED,
    MeetingState.NEAR,
    MeetingState.PROXIMITY,
    MeetingState.SEPARATED,
)


def conflicts(here: Here, now: int, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return the pairs of notices that some node found near each other, the gravest and first to begin before the others.

    Args:
        here: What this node can show.
        now: Wall clock, ms.
        asked: ``limit``, ``offset``; ``state`` (empty: all that are not separated; ``all``), ``ref`` (empty: of all notices).
    """
    every = meetings(here.charter.line, here.held.row, here.held.rows)
    counts = dict.fromkeys((state.value for state in MeetingState), 0)
    for found in every:
        counts[meeting_state(found, now).value] += 1
    wanted = [found for found in every if _wanted(here, found, now, asked)]
    wanted.sort(key=lambda found: (_GRAVE.index(meeting_state(found, now)), found.gravest.start or 0, found.refs))
    shown, others = page_from(wanted, asked)
    return {
        **head(here),
        "counts": counts,
        "unlisted": _unlisted(here, every),
        **others,
        "conflicts": [conflict_shown(here, found, now) for found in shown],
    }


def conflict(here: Here, first: str, second: str, now: int) -> dict[str, Any]:
    """Return one pair with everything that was stated of it.

    Raises:
        OurMistake: no node states anything of this pair.
    """
    refs = tuple(sorted((here.find(first), here.find(second))))
    for found in meetings(here.charter.line, here.held.row, here.held.rows):
        if found.refs == refs:
            return {
                **head(here),
                **conflict_shown(here, found, now),
                "history": [statement_shown(found, one) for one in found.all],
            }
    raise OurMistake(
        worded(
            "No node found {first} and {second} near each other. `watchline conflict DIR list --all` shows the pairs.",
            first=first,
            second=second,
        )
    )


def conflict_shown(here: Here, found: Meeting, now: int) -> dict[str, Any]:
    """Return a pair as lists show it."""
    state, gravest = meeting_state(found, now), found.gravest
    by = found.separated_by
    return {
        "pair": "~".join(reference(here, ref) for ref in found.refs),
        "first": _side(here, found.first),
        "second": _side(here, found.second),
        "state": state.value,
        "state_words": worded("{state} by {parties}", state=STATE_WORDS[state], parties=" and ".join(by))
        if by
        else STATE_WORDS[state],
        "separated_by": list(by),
        "verdict": gravest.verdict,
        "ever": found.ever,
        "goes_on": goes_on(found, now),
        "coming": coming(found, now).value if state is MeetingState.CONFLICT else None,
        **instant("start", gravest.start),
        **instant("end", gravest.end),
        "begins_in_s": None if gravest.start is None else (gravest.start - now) // 1000,
        "words": gap_words(gravest),
        "statements": {code: statement_shown(found, one) for code, one in sorted(found.newest.items())},
        "pending": list(found.pending),
        "different_separations": by_different_separations(found),
        "differences": [
            {
                "field": item["field"],
                "stated": [{"from": code, "value": _plain(value)} for code, value in item["by_party"].items()],
            }
            for item in differences(found)
        ],
    }


def statement_shown(found: Meeting, one: Statement) -> dict[str, Any]:
    """Return what one party's node states."""
    margins = one.margins
    return {
        "ref": one.act.ref.text(),
        "from": one.act.code,
        **instant("t", one.act.t),
        "versions": list(one.versions),
        "of_what_stands": one.versions == found.versions,
        "table": one.table.hex(),
        "verdict": one.verdict,
        "parts": list(one.parts),
        "lateral_mm": one.lateral_mm,
        "vertical_cm": one.vertical_cm,
        "time_ms": one.time_ms,
        "limits": None if one.limits is None else list(one.limits),
        "margins": None if margins is None else list(margins),
        "nearest": [list(one.nearest[:2]), list(one.nearest[2:])],
        **instant("start", one.start),
        **instant("end", one.end),
        "altitude_usable": one.altitude_usable,
        "words": gap_words(one),
    }


def _unlisted(here: Here, every: Sequence[Meeting]) -> list[dict[str, Any]]:
    """Return our notices of which our node found more pairs than are stated: an assessment lists so many, and says how many there are."""
    listed: dict[EntryRef, int] = {}
    full: dict[EntryRef, int] = {}
    for found in every:
        ours = found.newest.get(here.code)
        for notice in (found.first, found.second):
            last = notice.assessed(here.code)
            if notice.ref.code != here.code or notice.over or last is None:
                continue
            listed[notice.ref] = listed.get(notice.ref, 0) + (ours is not None and ours.verdict != "CLEAR")
            if len(last.facts.get("pairs", ())) == PAIRS_MAX:
                full[notice.ref] = sum(last.facts.get("counts", ()))
    return [
        {
            "ref": reference(here, ref),
            "found": count,
            "listed": listed[ref],
            "words": f"{count} pairs were found of {reference(here, ref)}, {listed[ref]} of them are stated; all: `watchline conflict DIR what-if --of {reference(here, ref)}`",
        }
        for ref, count in sorted(full.items())
        if count > listed[ref]
    ]


def _wanted(here: Here, found: Meeting, now: int, asked: Mapping[str, Any]) -> bool:
    if asked["ref"] and here.find(asked["ref"]) not in found.refs:
        return False
    state = meeting_state(found, now)
    if asked["state"] == "all":
        return True
    return state is not MeetingState.SEPARATED if not asked["state"] else state.value == asked["state"]


def _side(here: Here, item: NoticeView) -> dict[str, Any]:
    return {
        "ref": reference(here, item.ref),
        "from": item.ref.code,
        "version": item.now.number,
        "activity": item.now.activity,
        "activity_words": activity_kind(item.now.activity).words,
        "name": item.now.facts.get("name"),
    }


def _plain(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)

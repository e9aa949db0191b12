"""What time makes of notices and of pairs of them: every state at every moment that matters; lead times by kind."""

from __future__ import annotations

import msgspec
import pytest

from tests.view.calls import place_hash
from tests.view.notices import AUTHOR, HOUR, OTHER, REF, WIDE, act, tell, thread
from watchline.record.activities import ACTIVITIES, lead_limits
from watchline.view import EntryRef
from watchline.view.meetings import differences, meeting, statements_of
from watchline.view.notices import notice_view
from watchline.watch.notices import (
    APART_MS,
    WARN_MS,
    Lead,
    MeetingState,
    apart_since,
    coming,
    expired,
    goes_on,
    in_force,
    lead_time,
    meeting_state,
    next_change,
    review_by,
    stale,
)

START, END = WIDE["start"], WIDE["end"]
THEIRS = EntryRef(OTHER, 1, 9)


@pytest.mark.parametrize(
    ("now", "steps", "expected"),
    [
        (START - 1, (), (False, False)),
        (START, (), (True, False)),
        (END, (), (True, False)),
        (END + 1, (), (False, True)),
        (START, ("notice_active",), (True, False)),
        (START, ("notice_active", "notice_ended"), (False, False)),
        (END + 1, ("notice_active", "notice_ended"), (False, False)),
        (END + 1, ("notice_cancelled",), (False, False)),
    ],
)
def test_in_force_and_expired(now, steps, expected):
    notice = tell(*((step, AUTHOR) for step in steps))
    assert (in_force(notice, now), expired(notice, now)) == expected


def test_what_has_no_end_never_expires_and_what_has_no_area_is_not_in_force():
    open_ended = tell(volumes=[{"area": WIDE["area"]}])
    assert in_force(open_ended, -(10**12))
    assert not expired(open_ended, 10**15)
    later = tell(volumes=[], area_by=5)
    assert not in_force(later, 9)
    assert not expired(later, 10**15)


def test_a_site_is_stale_behind_its_review_date_and_reviewed_by_an_amendment():
    site = {"activity": "protected_site", "volumes": [{"area": WIDE["area"]}]}
    notice = tell(**site, review_by=100)
    assert [stale(notice, now) for now in (100, 101)] == [False, True]
    again = tell(("notice_amended", AUTHOR, {**site, "review_by": 200}), **site, review_by=100)
    assert not stale(again, 101)
    assert not again.now.must_read
    unsaid = tell(**site)
    assert review_by(unsaid) == 90 * 24 * HOUR
    assert stale(unsaid, 90 * 24 * HOUR + 1)
    assert review_by(tell()) is None
    assert not stale(tell(("notice_cancelled", AUTHOR), **site, review_by=100), 101)


@pytest.mark.parametrize("name", sorted(ACTIVITIES))
def test_a_lead_time_is_short_below_its_limits(name):
    version = tell(activity=name).now
    limits = lead_limits(name)
    assert lead_time(version, None) is None
    if limits is None:
        assert lead_time(version, START - 1).lead is Lead.NONE
        return
    amber, red = (1000 * limit for limit in limits)
    assert amber > red > 0
    for left, lead in (
        (amber, Lead.IN_TIME), (amber - 1, Lead.AMBER), (red, Lead.AMBER), (red - 1, Lead.RED), (-5, Lead.RED)
    ):  # fmt: skip
        found = lead_time(version, START - left)
        assert (found.lead, found.ms, found.flash) == (lead, left, left < 300_000)


def test_in_an_emergency_a_humanitarian_movement_has_shorter_limits():
    day = 24 * HOUR
    usual, emergency = (tell(activity="humanitarian", emergency=flag).now for flag in (None, 1))
    assert lead_time(usual, START - day).lead is Lead.AMBER
    assert lead_time(emergency, START - day).lead is Lead.IN_TIME
    assert lead_time(tell(volumes=[{"area": WIDE["area"]}]).now, 5) is None


def pair(verdict, code=THEIRS.code, version=1, **more):
    limits = {} if verdict == "PROXIMITY" else {"limits": [500_000, 30_000, 900_000]}
    numbers = {"lateral": 4_000_000, "vertical": 0, "time": 0, "at": [1, 2, 3, 4]}
    if verdict == "CLEAR":
        numbers["time"] = 900_001
    times = {"from": START, "to": END} if verdict == "CONFLICT" else {}
    return (
        {"code": code, "epoch": 1, "index": THEIRS.index, "version": version, "verdict": verdict}
        | numbers
        | limits
        | times
        | more
    )


def near(*verdicts, ours=(), theirs=()):
    """A pair of which these (party, verdict) were stated, and what its authors wrote since."""
    given, said_by = [], {AUTHOR: 0, OTHER: 0}
    for depth, (code, verdict) in enumerate(
        verdicts, 2
    ):  # each further one of a party by another table, so that it has a place
        table = bytes([said_by[code]]) * 32
        said_by[code] += 1
        given.append(act("assessment", code, depth, version=1, table=table, pairs=[pair(verdict)]))
    given += [act(kind, AUTHOR, 50 + n, t=t) for n, (kind, t) in enumerate(ours)]
    first = notice_view(thread(*given), REF)
    acts = [act(kind, OTHER, 60 + n, t=t, on=THEIRS) for n, (kind, t) in enumerate(theirs)]
    second = notice_view(thread(*acts, ref=THEIRS), THEIRS)
    said = [one for item in first.assessments for refs, one in statements_of(REF, item) if refs == (REF, THEIRS)]
    return meeting(first, second, said)


BOTH = ((AUTHOR, "CONFLICT"), (OTHER, "CONFLICT"))


@pytest.mark.parametrize(
    ("found", "now", "state"),
    [
        (near(*BOTH), START - 1, MeetingState.CONFLICT),
        (near(*BOTH), END, MeetingState.CONFLICT),
        (near(*BOTH), END + 1, MeetingState.UNRESOLVED),
        (near((AUTHOR, "CONFLICT"), (OTHER, "CLEAR")), START, MeetingState.CONFLICT),
        (near(*BOTH, (AUTHOR, "CLEAR"), (OTHER, "CLEAR")), START, MeetingState.SEPARATED),
        (near((AUTHOR, "NEAR"), (OTHER, "NEAR")), START, MeetingState.NEAR),
        (near((AUTHOR, "PROXIMITY")), START, MeetingState.PROXIMITY),
        (near(*BOTH, ours=[("notice_cancelled", START - 1)]), START, MeetingState.SEPARATED),
        (near(*BOTH, theirs=[("notice_cancelled", START - 1)]), START, MeetingState.SEPARATED),
        (near(*BOTH, ours=[("notice_active", 1), ("notice_ended", START)]), START, MeetingState.UNRESOLVED),
        (near((AUTHOR, "NEAR"), ours=[("notice_cancelled", 5)]), START, MeetingState.SEPARATED),
    ],
)
def test_where_a_pair_stands(found, now, state):
    assert meeting_state(found, now) is state


def test_a_conflict_is_coming_then_goes_on_then_is_over():
    found = near(*BOTH)
    assert [goes_on(found, now) for now in (START - 1, START, END, END + 1)] == [False, True, True, False]
    amber, red = (1000 * limit for limit in lead_limits("live_fire"))
    assert changes(found, START - 2 * amber) == [START - amber, START - red, START, END + 1]
    told = [coming(found, START - left) for left in (amber + 1, amber, red + 1, red, 0)]
    assert told == [Lead.IN_TIME, Lead.AMBER, Lead.AMBER, Lead.RED, Lead.RED]


def changes(found, now):
    """Every instant at which what rings of a pair changes by itself."""
    made = []
    while (now := next_change(found, now)) is not None:
        made.append(now)
    return made


def test_a_conflict_is_amber_and_red_by_the_longer_lead_time_of_the_two_kinds():
    def of(activity):
        found = near(*BOTH)
        (version,) = found.first.versions
        as_kind = msgspec.structs.replace(version, facts=version.facts | {"activity": activity})
        # The other of the two asks for no lead time.
        other = msgspec.structs.replace(
            found.second.now, facts=found.second.now.facts | {"activity": "search_and_rescue"}
        )
        return found._replace(
            first=found.first._replace(versions=(as_kind,)), second=found.second._replace(versions=(other,))
        )

    assert coming(of("air"), START - HOUR) is Lead.AMBER
    assert coming(of("air"), START - HOUR - 1) is Lead.IN_TIME
    assert coming(of("exercise"), START - 3 * 24 * HOUR) is Lead.RED
    nothing = of("search_and_rescue")
    assert [coming(nothing, START - left) for left in (WARN_MS + 1, WARN_MS, 1, 0)] == [
        Lead.IN_TIME, Lead.AMBER, Lead.AMBER, Lead.RED
    ]  # fmt: skip


def test_statements_by_different_separations_are_told_from_different_numbers():
    same = near(*BOTH)
    assert apart_since(same) is None
    ours, theirs = same.newest[AUTHOR], same.newest[OTHER]
    by_another = theirs._replace(table=bytes([9]) * 32, limits=(400_000, 30_000, 900_000), verdict="NEAR")
    apart = same._replace(newest={AUTHOR: ours, OTHER: by_another})
    assert apart_since(apart) == max(ours.act.t, theirs.act.t)
    assert {item["field"] for item in differences(apart)} == {"limits", "verdict"}
    assert apart_since(apart) + APART_MS in changes(apart, apart_since(apart))
    # By another table with the same limits for this pair the numbers must be the same, and are compared.
    agreeing = same._replace(newest={AUTHOR: ours, OTHER: theirs._replace(table=bytes([9]) * 32, lateral_mm=1)})
    assert apart_since(agreeing) is None
    assert [item["field"] for item in differences(agreeing)] == ["lateral_mm"]
    # Of another version nothing is compared.
    earlier = same._replace(newest={AUTHOR: ours, OTHER: by_another._replace(versions=(1, 7))})
    assert (apart_since(earlier), differences(earlier)) == (None, [])


def test_of_one_side_the_newest_counts_and_differences_are_shown():
    found = near(*BOTH, (AUTHOR, "CLEAR"), (OTHER, "CONFLICT"))
    assert found.newest[AUTHOR].verdict == "CLEAR"
    assert (found.gravest.verdict, found.ever, found.pending) == ("CONFLICT", "CONFLICT", ())
    assert {item["field"] for item in differences(found)} == {"verdict", "time_ms", "start", "end"}
    assert differences(near(*BOTH)) == []
    assert differences(near((AUTHOR, "CONFLICT"))) == []
    assert near((AUTHOR, "CONFLICT")).pending == (OTHER,)


def test_what_was_stated_of_an_earlier_version_waits_for_a_new_word():
    found = near(*BOTH, ours=[("notice_amended", 5)])
    assert found.versions == (2, 1)
    assert found.current == {}
    assert found.pending == (AUTHOR, OTHER)
    assert found.gravest.verdict == "CONFLICT"  # what was stated last stands until then


@pytest.mark.parametrize(
    ("more", "by"),
    [
        ({"time": 900_001}, ("time",)),
        ({"time": 0, "vertical": 30_001}, ("altitude",)),
        ({"time": 900_001, "lateral": 5_000_001}, ("time", "area")),
    ],
)
def test_a_pair_is_separated_by_what_lies_beyond_the_limits(more, by):
    given = act("assessment", AUTHOR, 2, version=1, table=bytes(32), pairs=[pair("CLEAR", **more)])
    first, second = notice_view(thread(given), REF), notice_view(thread(ref=THEIRS), THEIRS)
    said = [one for _, one in statements_of(REF, first.assessments[0])]
    assert meeting(first, second, said).separated_by == by


def test_a_statement_is_turned_so_that_the_lesser_reference_comes_first():
    ours = act(
        "assessment",
        OTHER,
        2,
        on=THEIRS,
        version=1,
        table=bytes(32),
        pairs=[pair("NEAR", AUTHOR, 2, index=5, part=6, other=7)],
    )
    second = notice_view(thread(ours, ref=THEIRS), THEIRS)
    ((refs, one),) = statements_of(THEIRS, second.assessments[0])
    assert refs == (REF, THEIRS)
    assert (one.versions, one.parts, one.nearest) == ((2, 1), (7, 6), (3, 4, 1, 2))
    assert one.margins == (-1_000_000, -30_000, -900_000)
    assert one.act.leaf_hash == place_hash(EntryRef(OTHER, 1, 102))


def test_a_notice_is_never_beside_itself():
    given = act("assessment", AUTHOR, 2, version=1, table=bytes(32), pairs=[pair("NEAR", AUTHOR, index=REF.index)])
    assert statements_of(REF, notice_view(thread(given), REF).assessments[0]) == []

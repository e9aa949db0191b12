"""A notice: every kind from every party in every state; what must be read again; any order of arrival; the words of a refusal."""

from __future__ import annotations

from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pair import Line
from tests.view.notices import AUTHOR, FAR, FIELDS, NARROW, OTHER, REF, THIRD, WIDE, act, tell, thread
from tools.tree import ROOT
from watchline.record.notices import (
    ACTS,
    ASSESSMENT,
    SAID,
    TOLD,
    ActivityNotice,
    NoticeAmended,
    NoticeObjected,
    NoticeRead,
    NoticeTold,
)
from watchline.view import EntryRef, Thread
from watchline.view.notice_rules import VERBS, refuse_act, refuse_body, refuse_notice
from watchline.view.notice_table import COURSE, READER_WORDS, STATE_WORDS, NoticeState, Reader, places
from watchline.view.notices import notice_view
from watchline.view.thread import BESIDE

WAY = {
    "planned": [],
    "amended": ["notice_amended"],
    "active": ["notice_active"],
    "ended": ["notice_active", "notice_ended"],
    "cancelled": ["notice_cancelled"],
}
HEARD_WAY = {
    "waiting": [],
    "read": ["notice_read"],
    "objected": ["notice_read", "notice_objected"],
    "noted": ["notice_read", "notice_noted"],
}


def tables():
    """The two tables of the page: (state, kind) -> the state after it, ``-`` where there is none."""
    text = (ROOT / "docs/spec/notices.md").read_text(encoding="utf-8")
    made = []
    for title in ("## Course", "## What others say"):
        lines = [line for line in text.split(title)[1].split("\n## ")[0].splitlines() if line.startswith("|")]
        states = [cell.strip() for cell in lines[0].split("|")[2:-1]]
        rows = {}
        for line in lines[2:]:
            kind, *after = (cell.strip() for cell in line.split("|")[1:-1])
            rows |= {(state, kind.split("`")[1]): to for state, to in zip(states, after, strict=True)}
        made.append(rows)
    return made


COURSE_PAGE, HEARD_PAGE = tables()


@pytest.mark.parametrize("state", NoticeState)
@pytest.mark.parametrize("kind", sorted(SAID))
def test_every_kind_of_the_author_in_every_state(state, kind):
    way = [(step, AUTHOR) for step in WAY[state.value]]
    notice = tell(*way, (kind, AUTHOR))
    if kind == TOLD:  # any party, at any time
        assert (notice.state, notice.without_effect, len(notice.told)) == (state, (), 1)
        return
    expected = COURSE_PAGE.get((state.value, kind), "-")
    assert notice.state.value == (state.value if expected == "-" else expected)
    assert bool(notice.without_effect) == (expected == "-")
    assert tell(*way).state is state


@pytest.mark.parametrize("heard", Reader)
@pytest.mark.parametrize("state", NoticeState)
@pytest.mark.parametrize("kind", sorted(SAID))
@pytest.mark.parametrize("activity", ["live_fire", "humanitarian"])
def test_every_kind_of_another_party_in_every_state(heard, state, kind, activity):
    if activity == "humanitarian" and heard is Reader.OBJECTED:
        return  # nobody can have come there
    way = [(step, AUTHOR, {"activity": activity}) if "amended" in step else (step, AUTHOR) for step in WAY[state.value]]
    said = [(step, OTHER) for step in HEARD_WAY[heard.value]]
    notice = tell(*said, *way, (kind, OTHER), activity=activity)
    if kind == TOLD:  # any party, at any time
        assert (notice.state, notice.of(OTHER).state, len(notice.told)) == (
            state,
            tell(*said, *way, activity=activity).of(OTHER).state,
            1,
        )
        return
    over, expected = state.value in {"ended", "cancelled"}, HEARD_PAGE.get((heard.value, kind), "-")
    if kind == "notice_read" and heard is not Reader.WAITING:
        expected = "-"  # version 1 was read already: a read counts once for each version
    elif (over and kind != "notice_read") or (activity == "humanitarian" and kind == "notice_objected"):
        expected = "-"
    assert notice.state is state
    assert notice.of(OTHER).state.value == (heard.value if expected == "-" else expected)
    assert bool(notice.without_effect) == (expected == "-")
    before = tell(*said, *way, activity=activity)
    assert (kind in before.places(OTHER)) == (expected != "-")


def test_the_tables_and_their_words_are_whole():
    assert {(state.value, kind): to.value for (state, kind), to in COURSE.items()} == {
        at: to for at, to in COURSE_PAGE.items() if to != "-"
    }
    assert set(STATE_WORDS) == set(NoticeState)
    assert set(READER_WORDS) == set(Reader)
    assert set(VERBS) == SAID == ACTS - {ASSESSMENT}
    for state in NoticeState:
        assert set(places(state, None, humanitarian=False)) == {kind for at, kind in COURSE if at is state}


def test_an_amendment_that_shrinks_is_known_to_who_read_what_was_there():
    notice = tell(("notice_read", OTHER), ("notice_amended", AUTHOR))
    assert [version.must_read for version in notice.versions] == [True, False]
    assert (notice.now.number, notice.must_read.number) == (2, 1)
    assert notice.of(OTHER).state is Reader.READ
    later = tell(("notice_read", OTHER), ("notice_amended", AUTHOR), ("notice_read", OTHER, {"version": 2}))
    assert (later.of(OTHER).read_version, later.of(OTHER).state) == (2, Reader.READ)
    assert later.without_effect == ()


@pytest.mark.parametrize(
    "wider",
    [
        {"volumes": [FAR]},
        {"volumes": [WIDE, FAR]},
        {"volumes": [WIDE | {"end": WIDE["end"] + 1}]},
        {"volumes": [{name: value for name, value in WIDE.items() if name != "end"}]},
        {"volumes": [NARROW], "activity": "air"},
        {"volumes": [WIDE | {"area": {"circle": [500_001, 500_000_000, 200_000_000]}}]},
    ],
)
def test_an_amendment_that_widens_is_read_again_and_an_objection_stays_shown(wider):
    said = (("notice_read", OTHER), ("notice_objected", OTHER), ("notice_amended", AUTHOR, wider))
    notice = tell(*said)
    assert notice.now.must_read
    heard = notice.of(OTHER)
    assert (heard.state, heard.read_version) == (Reader.WAITING, 1)
    assert heard.answer.kind == "notice_objected"
    assert notice.places(OTHER) == ("notice_read",)
    assert tell(*said, ("notice_read", OTHER)).of(OTHER).state is Reader.WAITING  # version 1 is not what stands
    assert tell(*said, ("notice_read", OTHER, {"version": 2})).of(OTHER).state is Reader.READ
    assert notice.of(THIRD).state is Reader.WAITING


def test_an_area_that_is_given_later_is_read_then():
    notice = tell(("notice_read", OTHER), ("notice_amended", AUTHOR, {"volumes": [WIDE]}), volumes=[], area_by=9)
    assert notice.versions[0].volumes == ()
    assert notice.versions[0].window == (None, None)
    assert notice.of(OTHER).state is Reader.WAITING


def circle(n):
    return {"area": {"circle": [1000 + n, 500_000_000 + 1_000_000 * n, 0]}}


def test_an_amendment_that_takes_long_to_compare_is_read_again():
    many = [circle(n) for n in range(256)]
    shrunk = [{"area": {"circle": [990 + n, *circle(n)["area"]["circle"][1:]]}} for n in range(256)]
    few = tell(("notice_amended", AUTHOR, {"volumes": shrunk[:8]}), volumes=many[:8])
    assert not few.now.must_read
    assert tell(("notice_amended", AUTHOR, {"volumes": shrunk}), volumes=many).now.must_read
    assert not tell(("notice_amended", AUTHOR, {"volumes": many[::-1]}), volumes=many).now.must_read


def test_of_one_party_an_assessment_counts_once_for_a_version_and_a_table():
    other = {"table": bytes(31) + b"1"}
    said = [
        ("assessment", OTHER),
        ("assessment", OTHER),
        ("assessment", THIRD),
        ("assessment", OTHER, other),
        ("assessment", OTHER),
    ]
    notice = tell(*said, ("assessment", OTHER, {"version": 2}))
    assert [act.depth for act in notice.assessments] == [2, 4, 5, 6]
    assert notice.assessed(OTHER).depth == 6
    assert notice.assessed(AUTHOR) is None
    assert len(notice.without_effect) == 2


def test_words_alone_or_a_new_review_date_need_no_reading():
    notice = tell(("notice_read", OTHER), ("notice_amended", AUTHOR, {"volumes": [WIDE], "review_by": 99, "text": "x"}))
    assert notice.of(OTHER).state is Reader.READ
    assert notice.now.facts["review_by"] == 99
    assert "text" not in notice.now.facts


def test_what_only_refers_to_a_notice_or_names_no_version_has_no_effect():
    notice = tell(("notice_read", OTHER, {"version": 2}), ("notice_active", AUTHOR, {"how": BESIDE}))
    assert (notice.state, notice.of(OTHER).state) == (NoticeState.PLANNED, Reader.WAITING)
    assert len(notice.without_effect) == 2
    assert notice_view(Thread((), ()), REF) is None


def test_until_an_instant_only_what_was_said_by_then_counts():
    row = thread(act("notice_active", AUTHOR, 2, t=50), act("notice_ended", AUTHOR, 3, t=90), t=10)
    assert notice_view(row, REF, 9) is None
    states = [notice_view(row, REF, at).state.value for at in (10, 50, 89, 90)]
    assert states == ["planned", "active", "active", "ended"]


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from([AUTHOR, OTHER, THIRD]), st.sampled_from([1, 2, 3])),
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)
def test_any_order_of_arrival_tells_the_same(said, random: Random):
    given = []
    for depth, (kind, code, version) in enumerate(said, 2):
        fields = (
            {"version": version}
            if kind in {"notice_read", "notice_objected", "notice_noted", "notice_told", "assessment"}
            else {}
        )
        given.append(act(kind, code, depth, **fields))
    shuffled = given.copy()
    random.shuffle(shuffled)
    found, again = (notice_view(thread(*items), REF) for items in (given, shuffled))
    assert found == again
    acts = len(found.course) + len(found.without_effect) + len(found.assessments) + len(found.told)
    heard = sum(kind != ASSESSMENT and code != AUTHOR for kind, code, _ in said)
    assert acts + heard >= len(said)
    assert found.versions[0].must_read
    assert set(found.heard) <= {OTHER, THIRD}


CHARTER = Line(separation=[{"kind": "flight", "lateral_m": 1, "vertical_m": 1, "time_s": 1}]).charter


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"activity": "flight"}, ""),
        ({"activity": "air"}, ""),
        ({"activity": "parade"}, "'parade' is no kind of activity"),
        ({"text": "Words."}, "no language"),
        ({"text": "Words.", "language": "en"}, ""),
        (
            {"volumes": [{"area": {"polygon": [[0, 0, 10_000_000, 10_000_000, 0, 10_000_000, 10_000_000, 0]]}}]},
            "cannot be measured",
        ),
        ({"volumes": [], "area_by": 1}, ""),
    ],
)
def test_what_an_officer_may_announce(fields, words):
    record = msgspec.convert(FIELDS | fields, ActivityNotice)
    found = refuse_notice(CHARTER, AUTHOR, record)
    assert words in found
    assert bool(found) == bool(words)


@pytest.mark.parametrize(
    ("steps", "kind", "code", "words"),
    [
        ((), "notice_read", AUTHOR, "our own"),
        ((), "notice_ended", OTHER, "only its author"),
        ((), "notice_ended", AUTHOR, "is planned"),
        ((), "notice_objected", OTHER, "read it first"),
        ((("notice_read", OTHER),), "notice_read", OTHER, "read it"),
        ((("notice_read", OTHER), ("notice_amended", AUTHOR)), "notice_read", OTHER, ""),
        ((("notice_cancelled", AUTHOR),), "notice_amended", AUTHOR, "is withdrawn"),
        ((("notice_cancelled", AUTHOR),), "notice_read", OTHER, ""),
    ],
)
def test_an_act_without_a_place_is_refused_in_words(steps, kind, code, words):
    given = [act(step, by, depth) for depth, (step, by) in enumerate(steps, 2)]
    found = refuse_act(thread(*given), REF, kind, code)
    assert words in found
    assert bool(found) == bool(words)


def test_a_humanitarian_notice_knows_no_objection_and_another_thread_no_notice():
    row = thread(act("notice_read", OTHER, 2), activity="humanitarian")
    assert "humanitarian" in refuse_act(row, REF, "notice_objected", OTHER)
    assert refuse_act(row, REF, "notice_noted", OTHER) == ""
    assert "is not a notice" in refuse_act(Thread((), ()), EntryRef("XAA", 1, 1), "notice_read", OTHER)


def test_a_partys_word_that_it_told_a_third_state_counts_once_for_each_version():
    amended = [("notice_read", OTHER), ("notice_amended", AUTHOR)]
    found = tell(
        ("notice_told", OTHER), *amended, ("notice_told", AUTHOR), ("notice_told", OTHER, {"version": 2}.items())
    )
    assert [(act.code, act.facts["version"]) for act in found.told] == [(OTHER, 1), (AUTHOR, 1), (OTHER, 2)]
    assert found.told_of(OTHER, "State C").facts["version"] == 2
    assert found.told_of(OTHER, "State D") is None
    for steps in (
        [("notice_told", OTHER, {"version": 2}.items())],  # there is no such version
        [*amended, ("notice_told", OTHER, {"version": 2}.items()), ("notice_told", OTHER)],
        [("notice_told", OTHER), ("notice_told", OTHER)],
    ):
        assert len(tell(*steps).without_effect) == 1
    other = tell(("notice_told", OTHER), ("notice_told", OTHER, {"state": "State D"}.items()))
    assert len(other.told) == 2
    for way in (["notice_cancelled"], ["notice_active", "notice_ended"]):
        assert tell(*((step, AUTHOR) for step in way), ("notice_told", AUTHOR)).told, (
            "what is withdrawn is told as well"
        )


THIRD_STATE = {"name": "State C", "area": [[0, 0], [0, 10], [10, 0]]}


def test_an_officer_states_a_third_state_of_the_charter_and_no_other():
    row = thread()
    charter = Line(third_states=[THIRD_STATE]).charter
    assert refuse_act(row, REF, "notice_told", OTHER) == refuse_act(row, REF, "notice_told", AUTHOR) == ""
    assert refuse_body(charter, row, REF, NoticeTold(version=1, state="State C")) == ""
    assert "it names State C" in refuse_body(charter, row, REF, NoticeTold(version=1, state="State D"))
    assert "it names none" in refuse_body(CHARTER, row, REF, NoticeTold(version=1, state="State C"))
    assert "no version 2" in refuse_body(charter, row, REF, NoticeTold(version=2, state="State C"))


def test_what_an_act_may_say():
    row = thread(act("notice_amended", AUTHOR, 2, volumes=[FAR]))
    assert "no version 3" in refuse_body(CHARTER, row, REF, NoticeRead(version=3))
    assert "says more" in refuse_body(CHARTER, row, REF, NoticeObjected(version=1, text="No."))
    assert "to what" in refuse_body(CHARTER, row, REF, NoticeObjected(version=2))
    assert refuse_body(CHARTER, row, REF, NoticeObjected(version=2, text="No.")) == ""
    early = msgspec.convert(FIELDS | {"review_by": 1}, NoticeAmended)
    assert "review date" in refuse_body(CHARTER, row, REF, early)

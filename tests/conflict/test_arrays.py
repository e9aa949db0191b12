"""Arrays of volumes give the verdicts and numbers of pair by pair; what does not fit is refused by name."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conflict.areas import MINIMA, PLACES, areas, at, band, star
from watchline.conflict import Activity, Verdict, arrays, compare, joined, meet, place, positions_of, volumes_of
from watchline.measure.altitude import Band, Ground, Level, Reference
from watchline.measure.area import Circle, Corridor, Polygon
from watchline.measure.volume import Volume
from watchline.measure.window import Window

bands = st.one_of(
    st.just(Band()),
    st.builds(band, st.integers(0, 500), st.integers(500, 900)),
    st.builds(
        Band,
        st.just(Level(1_000, Reference.AGL)),
        st.just(Level(100, Reference.FL)),
        st.just(Ground(0, 0)),
        st.integers(0, 10),
    ),
)
windows = st.one_of(
    st.just(Window(None, None)), st.builds(lambda a, b: Window(a, a + b), st.integers(0, 10**7), st.integers(0, 10**7))
)


@st.composite
def crowds(draw):
    centre = PLACES[draw(st.sampled_from(sorted(PLACES)))]
    return draw(st.lists(st.builds(Volume, areas(centre), bands, windows), min_size=1, max_size=6))


@given(crowds())
def test_volumes_come_back_from_arrays(volumes):
    made = volumes_of(volumes)
    assert len(made) == len(volumes)
    assert [made.volume(n) for n in range(len(made))] == volumes


@given(crowds(), crowds())
def test_sets_are_joined_in_their_order(one, other):
    made = joined([volumes_of(one), volumes_of(other)])
    whole = volumes_of([*one, *other])
    assert all(np.array_equal(getattr(made, field.name), getattr(whole, field.name)) for field in fields(made))


def pairwise_answers(notices, queries):
    """Return what ``meet`` says of every pair."""
    ours, theirs = ([place(Activity("", "", (one,)))[0] for one in volumes] for volumes in (queries, notices))
    met = {(q, n): meet(one, other, MINIMA) for q, one in enumerate(ours) for n, other in enumerate(theirs)}
    return {key: found for key, found in met.items() if found.verdict in {Verdict.CONFLICT, Verdict.NEAR}}


@settings(max_examples=12)
@given(crowds(), crowds())
def test_arrays_answer_as_pair_by_pair(notices, queries):
    found = compare(volumes_of(notices), volumes_of(queries), MINIMA)
    wanted = pairwise_answers(notices, queries)
    assert list(zip(found.query.tolist(), found.notice.tolist(), strict=True)) == sorted(wanted)
    for n, key in enumerate(sorted(wanted)):
        encounter = wanted[key]
        assert found.verdict[n] == encounter.verdict
        assert (found.lateral_mm[n], found.vertical_cm[n], found.time_ms[n]) == encounter[3:6]
        assert tuple(found.nearest[n]) == (*encounter.nearest[0], *encounter.nearest[1])


def test_blocks_change_nothing(monkeypatch):
    volumes = [Volume(Circle(at(50, 10 + n / 20), 100_000), Band(), Window(None, None)) for n in range(23)]
    whole = compare(volumes_of(volumes), volumes_of(volumes[:9]), MINIMA)
    monkeypatch.setattr(arrays, "BLOCK", 4)
    parts = compare(volumes_of(volumes), volumes_of(volumes[:9]), MINIMA)
    assert len(whole.query) > 20
    assert all(np.array_equal(one, other) for one, other in zip(whole, parts, strict=True))


def test_none_against_none():
    nothing = volumes_of([])
    some = volumes_of([Volume(Circle(at(0, 0), 1), Band(), Window(None, None))])
    for notices, queries in ((nothing, some), (some, nothing), (nothing, nothing)):
        assert all(len(column) == 0 for column in compare(notices, queries, MINIMA))


SOUND = volumes_of(
    [
        Volume(Circle(at(0, 0), 1), Band(), Window(None, None)),
        Volume(star((10, 10), 500.0, [1, 1, 1, 1]), Band(), Window(0, 1)),
        Volume(Corridor((at(1, 1), at(1, 2)), 5), Band(), Window(0, None)),
    ]
)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"reach_cm": SOUND.reach_cm.astype(float)}, "reach_cm is an array of whole numbers"),
        ({"start": [1, 2, 3]}, "start is an array"),
        ({"floor": SOUND.floor[:2]}, "floor has the shape"),
        ({"positions": SOUND.positions[:, 0]}, "positions has the shape"),
        ({"lines": np.array([0, 1, 1, 3])}, "lines begin at 0"),
        ({"points": SOUND.points[::-1]}, "points begin at 0"),
        ({"form": np.array([0, 2, 9])}, "form is 0"),
        ({"form": np.array([0, 0, 1])}, "query 1: a circle has one position"),
        ({"floor_reference": np.array([0, 0, 7])}, "floor_reference is 0 to 4"),
        ({"positions": SOUND.positions * 10}, "not on the earth"),
        ({"end": np.array([0, -5, 0])}, "query 1: .*exchange the two times"),
        ({"reach_cm": np.array([-1, 0, 5])}, "query 0: .*radius"),
        ({"ground": np.array([[1, 0], [1, 0], [5, 10_000_000]])}, "query 2: .*ground"),
        ({"doubt_cm": np.array([0, 0, -1])}, "query 2: .*uncertainty"),
        ({"positions": np.where(np.arange(len(SOUND.positions))[:, None] == 1, SOUND.positions[2], SOUND.positions)}, "query 1: .*twice"),
    ],
)  # fmt: skip
def test_what_is_not_sound_is_named(changed, words):
    with pytest.raises(ValueError, match=words):
        compare(SOUND, replace(SOUND, **changed), MINIMA)
    named = words.replace("query", "notice")
    with pytest.raises(ValueError, match=named):
        compare(replace(SOUND, **changed), SOUND, MINIMA)


def test_every_array_is_checked():
    for field in fields(SOUND):
        with pytest.raises(ValueError, match=field.name):
            compare(SOUND, replace(SOUND, **{field.name: "x"}), MINIMA)


def test_a_ring_that_crosses_itself_is_named():
    bow = Polygon(
        (at(0, 0), at(0, 1), at(1, 0), at(1, 1)),
    )
    bad = volumes_of([Volume(Polygon((bow.rings,)), Band(), Window(None, None))] * 2)
    with pytest.raises(ValueError, match="notice 0: a ring crosses"):
        compare(bad, SOUND, MINIMA)


def test_degrees_become_positions():
    assert positions_of([90, -1.00000004], [180, 190]).tolist() == [[900_000_000, -1_800_000_000], [-10_000_000, -1_700_000_000]]  # fmt: skip
    for lat, lon in ((float("nan"), 0), (0, float("inf")), (90.1, 0), (0, 361), (1e308, 0)):
        with pytest.raises(ValueError, match=r"position 1, .*not on the earth"):
            positions_of([0, lat], [0, lon])

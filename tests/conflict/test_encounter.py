"""Verdicts: one axis at a time, closed bounds, NEAR, and against the slow second opinion."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conflict import truth
from tests.conflict.areas import MINIMA, MINUTE, PLACES, TABLE, areas, at, away, band, flight, placed
from watchline.conflict import Activity, Minima, Table, Verdict, assess, judged, meet, of_charter, place
from watchline.measure.altitude import Band, Ground, Level, Reference, usable, vertical_gap
from watchline.measure.area import Circle
from watchline.measure.volume import Volume
from watchline.measure.window import Window, common, window_gap
from watchline.record import Separation

HERE = Circle(at(50, 20), 100_000)


def verdict(ours, theirs, table=TABLE):
    return assess(ours, theirs, table).verdict


def beside(metres, table=TABLE, **more):
    """Return the verdict on two circles of 1 km with so many metres between them, by Karney to the centimetre."""
    there = at(*away(50, 20, 73, 2_000 + metres))
    radius = round((truth.metres(HERE.centre, there) - metres) * 100) - 100_000
    return verdict(placed(HERE), placed(Circle(there, radius), ref="B", **more), table)


# One axis at a time: touch, 1 cm or 1 ms less, as much more, and the tenth that is NEAR.


@pytest.mark.parametrize(
    ("metres", "wanted"),
    [
        (0.0, "CONFLICT"),
        (4_999.98, "CONFLICT"),
        (4_999.995, "CONFLICT"),
        (5_000.02, "NEAR"),
        (5_499.98, "NEAR"),
        (5_500.02, "CLEAR"),
    ],
)
def test_the_lateral_axis_alone(metres, wanted):
    assert beside(metres) == wanted


@pytest.mark.parametrize(("metres", "wanted"), [(0.0, "CONFLICT"), (0.02, "CLEAR"), (-0.02, "CONFLICT")])
def test_where_nothing_but_touching_is_a_conflict_two_centimetres_are_none(metres, wanted):
    assert beside(metres, Table({"air": Minima(0, 0, 0)})) == wanted


@pytest.mark.parametrize(
    ("floor", "wanted"),
    [(1_300, "CONFLICT"), (1_300.01, "NEAR"), (1_330, "NEAR"), (1_330.01, "CLEAR"), (500, "CONFLICT")],
)
def test_the_vertical_axis_alone(floor, wanted):
    assert verdict(placed(HERE, band(200, 1_000)), placed(HERE, band(floor, 2_000), ref="B")) == wanted


@pytest.mark.parametrize(
    ("after_ms", "wanted"),
    [(0, "CONFLICT"), (15 * MINUTE, "CONFLICT"), (15 * MINUTE + 1, "NEAR"), (990_000, "NEAR"), (990_001, "CLEAR")],
)
def test_the_time_axis_alone(after_ms, wanted):
    start = 60 * MINUTE + after_ms
    assert verdict(placed(HERE), placed(HERE, window=(start, start + 1), ref="B")) == wanted


def test_near_in_one_measure_and_far_in_another_is_clear():
    later = (60 * MINUTE + 16 * MINUTE, 90 * MINUTE)
    assert beside(5_100) == "NEAR"
    assert beside(5_100, window=later) == "NEAR"
    assert beside(5_100, window=(80 * MINUTE, 90 * MINUTE)) == "CLEAR"


def test_what_was_moved_into_a_conflict_is_one_and_what_was_moved_out_is_none():
    ours = Activity("A", "air", (Volume(HERE, band(0, 300), Window(0, MINUTE)),))
    theirs = Activity("B", "air", (Volume(HERE, band(0, 300), Window(60 * MINUTE, 61 * MINUTE)),))
    amended = Activity("B", "air", (Volume(HERE, band(0, 300), Window(10 * MINUTE, 61 * MINUTE)),))
    assert [verdict(place(ours), place(other)) for other in (theirs, amended, theirs)] == ["CLEAR", "CONFLICT", "CLEAR"]


def test_a_route_is_in_conflict_only_where_and_when_it_is():
    legs = [(Circle(at(50, 20 + leg), 100_000), Window(leg * 60 * MINUTE, (leg + 1) * 60 * MINUTE)) for leg in range(4)]
    route = place(Activity("R", "air", tuple(Volume(area, Band(), window) for area, window in legs)))
    there_then, there_later = (
        placed(Circle(at(50, 22), 0), window=(at_, at_ + 1), ref="B") for at_ in (150 * MINUTE, 300 * MINUTE)
    )
    found = assess(route, there_then, TABLE)
    assert (found.verdict, found.ours.part) == ("CONFLICT", 2)
    assert verdict(route, there_later) == "CLEAR"


# -- open ends, references, what is not known -----------------------------------------------------------------------------


@pytest.mark.parametrize("window", [(None, None), (None, 0), (60 * MINUTE, None), (-1, None)])
def test_an_open_end_is_no_end(window):
    assert verdict(placed(HERE), placed(HERE, window=window, ref="B")) == "CONFLICT"


def test_surface_to_unlimited_meets_every_height():
    assert verdict(placed(HERE, Band()), placed(HERE, flight(400, 450), ref="B")) == "CONFLICT"


def test_flight_levels_are_compared_exactly_and_with_other_heights_by_450_metres():
    low, high = placed(HERE, flight(100, 110)), placed(HERE, flight(120, 130), ref="B")
    assert assess(low, high, TABLE).vertical_cm == 10 * 3_048
    above = placed(HERE, band(3_352.8 + 450 + 330.01, 9_000), ref="B")
    assert verdict(low, above) == "CLEAR"
    assert verdict(low, placed(HERE, band(3_352.8 + 450 + 300, 9_000), ref="B")) == "CONFLICT"


def test_sea_level_and_the_ellipsoid_are_never_taken_as_one():
    """Near Munich the geoid is 45 m up: 1,000 m above the sea may be 1,057 m above the ellipsoid, surely not 1,000."""
    here = Circle(at(48, 11.5), 1_000)
    sea, ellipsoid = placed(here, band(0, 1_000)), placed(here, band(1_320, 2_000, Reference.W84), ref="B")
    assert assess(sea, ellipsoid, TABLE).vertical_cm < 30_000
    assert verdict(sea, ellipsoid) == "CONFLICT"
    assert verdict(sea, placed(here, band(1_320, 2_000), ref="B")) == "NEAR"


def test_height_above_ground_needs_the_ground():
    above = placed(HERE, band(5_000, 6_000), ref="B")
    undeclared, declared = (
        placed(HERE, band(0, 300, Reference.AGL, ground=ground)) for ground in (None, Ground(20_000, 90_000))
    )
    assert not assess(undeclared, above, TABLE).altitude_usable
    assert verdict(undeclared, above) == "CONFLICT"
    assert assess(declared, above, TABLE).altitude_usable
    assert assess(declared, above, TABLE).vertical_cm == 500_000 - 120_000


def test_a_doubt_widens_a_band_at_both_ends():
    certain, doubtful = (placed(HERE, band(1_000, 1_100, uncertainty_cm=doubt)) for doubt in (0, 10_000))
    above = placed(HERE, band(1_450, 2_000), ref="B")
    assert (verdict(certain, above), verdict(doubtful, above)) == ("CLEAR", "CONFLICT")


# -- the agreed separation -------------------------------------------------------------------------------------------------


def test_a_pair_of_kinds_gets_the_greater_of_the_two_and_a_pair_that_is_named_its_own():
    table = Table({"air": Minima(1, 9, 5), "fire": Minima(4, 2, 5)}, {("fire", "ship"): Minima(7, 7, 7)}, clock_ms=10)
    assert table.of("air", "fire") == table.of("fire", "air") == Minima(4, 9, 15)
    assert table.of("ship", "fire") == table.of("fire", "ship") == Minima(7, 7, 17)
    assert table.of("air", "ship") == Minima(1, 9, 15)
    assert table.of("ship", "boat") is None


def test_without_agreed_minima_only_proximity_is_reported():
    found = assess(placed(HERE), placed(HERE, ref="B"), Table())
    assert (found.verdict, found.margins) == (Verdict.PROXIMITY, None)


def test_the_table_of_a_charter():
    assert of_charter({"air": Separation(5_000, 300, 900)}, 10_000).of("air", "other") == Minima(
        500_000, 30_000, 910_000
    )


def test_margins_are_what_is_left():
    found = assess(
        placed(HERE, band(0, 1_000)), placed(HERE, band(1_400, 2_000), window=(120 * MINUTE, None), ref="B"), TABLE
    )
    assert found.margins == (-5_000_000, 10_000, 45 * MINUTE)


def test_the_period_of_a_conflict_is_when_one_goes_on_and_the_other_is_near_in_time():
    apart = assess(placed(HERE), placed(HERE, window=(70 * MINUTE, 90 * MINUTE), ref="B"), TABLE)
    assert apart.shared is None
    assert apart.period == Window(55 * MINUTE, 75 * MINUTE)
    within = assess(placed(HERE), placed(HERE, window=(20 * MINUTE, None), ref="B"), TABLE)
    assert within.shared == Window(20 * MINUTE, 60 * MINUTE)
    assert within.period == Window(5 * MINUTE, 75 * MINUTE)


# -- properties --------------------------------------------------------------------------------------------------------------

windows = st.tuples(st.integers(0, 40) | st.none(), st.integers(40, 90) | st.none()).map(
    lambda pair: tuple(None if value is None else value * MINUTE for value in pair)
)
levels = st.builds(Level, st.integers(0, 400_000), st.sampled_from([Reference.AMSL, Reference.W84])) | st.builds(
    Level, st.integers(0, 130), st.just(Reference.FL)
)
bands = st.builds(Band, levels | st.none(), st.none()) | st.builds(Band, st.none(), levels | st.none())


@settings(max_examples=30)
@given(st.sampled_from(sorted(PLACES)), st.data())
def test_a_verdict_is_that_of_the_words_of_the_rule(name, data):
    kinds = [data.draw(st.sampled_from(["air", "fire"])) for _ in "AB"]
    ours, theirs = (
        placed(data.draw(areas(PLACES[name])), data.draw(bands), data.draw(windows), ref, kind)
        for ref, kind in zip("AB", kinds, strict=True)
    )
    minima = TABLE.of(*kinds)
    found = assess(ours, theirs, TABLE)
    far = truth.lateral_metres(ours[0].volume.area, theirs[0].volume.area)
    wanted = {truth.verdict(Fraction(far + off), found.vertical_cm, found.time_ms, minima) for off in (-0.004, 0.004)}
    assert found.verdict in wanted
    assert found._replace(ours=found.theirs, theirs=found.ours, nearest=found.nearest[::-1]) == assess(
        theirs, ours, TABLE
    )


@given(bands, bands, st.integers(-100, 90), st.integers(0, 30))
def test_a_vertical_gap_is_proven_by_every_sea_level_that_is_possible(one, other, geoid_m, spread_m):
    """Wherever the geoid and the pressure surface may be, no two heights of the bands are nearer than the gap."""
    from watchline.measure.altitude import heights

    geoid = (geoid_m * 100, (geoid_m + spread_m) * 100)
    gap = vertical_gap(heights(one, geoid), heights(other, geoid))
    for sea in geoid:
        for pressure in (-45_000, 45_000):
            spans = [_span(these, sea, pressure) for these in (one, other)]
            true = max(0, spans[0][0] - spans[1][1], spans[1][0] - spans[0][1])
            assert gap <= true
    if one.floor is None is other.floor or usable(one):
        assert gap >= 0


def _span(band, sea, pressure):
    def height(level, open_end):
        match level:
            case None:
                return open_end
            case Level(value, Reference.W84):
                return value
            case Level(value, Reference.AMSL):
                return value + sea
        return level.value * 3_048 + pressure + sea

    return height(band.floor, float("-inf")), height(band.ceiling, float("inf"))


@given(windows, windows)
def test_two_windows_share_a_time_exactly_if_nothing_lies_between_them(one, other):
    one, other = Window(*one), Window(*other)
    assert (common(one, other) is not None) == (window_gap(one, other) == 0)
    assert window_gap(one, other) == window_gap(other, one)


@given(st.integers(0, 10_000_000), st.integers(0, 40_000), st.integers(0, 2_000_000))
def test_a_verdict_on_gaps_gets_no_worse_when_a_gap_grows(lateral, vertical, time):
    ranks = ["CONFLICT", "NEAR", "CLEAR"]
    here = ranks.index(judged((lateral, vertical, time), MINIMA))
    for more in ((1, 0, 0), (0, 1, 0), (0, 0, 1)):
        grown = tuple(gap + add for gap, add in zip((lateral, vertical, time), more, strict=True))
        assert ranks.index(judged(grown, MINIMA)) >= here


def test_meet_says_what_assess_says_of_one_pair():
    (ours,), (theirs,) = placed(HERE), placed(HERE, ref="B")
    assert meet(ours, theirs, MINIMA) == assess((ours,), (theirs,), TABLE)

"""Strategies of shapes for the round trips."""

from hypothesis import strategies as st

from tests.conflict.areas import PLACES, areas
from watchline.interchange import Shape
from watchline.measure.altitude import FLIGHT_LEVEL_MAX, Band, Ground, Level, Reference
from watchline.measure.volume import Volume
from watchline.measure.window import Window


@st.composite
def levels(draw):
    reference = draw(st.sampled_from([*Reference]))
    if reference is Reference.FL:
        return draw(st.integers(0, FLIGHT_LEVEL_MAX - 1)), draw(st.just(FLIGHT_LEVEL_MAX)), reference
    low = draw(st.integers(-40_000, 5_000_000))
    return low, low + draw(st.integers(0, 5_000_000)), reference


@st.composite
def bands(draw, *, plain=False):
    low, high, reference = draw(levels())
    floor = draw(st.sampled_from([None, Level(low, reference)]))
    ceiling = draw(st.sampled_from([None, Level(high, reference)]))
    if plain:
        return Band(floor, ceiling)
    ground = draw(st.one_of(st.none(), st.integers(-40_000, 800_000).map(lambda cm: Ground(cm, cm + 7_013))))
    return Band(floor, ceiling, ground, draw(st.sampled_from([0, 1, 123_456])))


moments = st.integers(-2_000_000_000_000, 4_000_000_000_000)
windows = st.one_of(
    st.just(Window(None, None)),
    st.builds(lambda a, b: Window(a, a + b), moments, st.integers(0, 10**10)),
    st.builds(lambda a: Window(None, a), moments),
    st.builds(lambda a: Window(a, None), moments),
)
names = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="#"), min_size=1, max_size=20)  # fmt: skip


@st.composite
def shapes(draw, *, plain=False):
    """Return some activities of different names at awkward places."""
    made = []
    for name in draw(st.lists(names, min_size=1, max_size=2, unique=True)):
        centre = PLACES[draw(st.sampled_from(sorted(PLACES)))]
        volumes = draw(st.lists(st.builds(Volume, areas(centre), bands(plain=plain), windows), min_size=1, max_size=2))
        made.append(Shape(name, draw(st.sampled_from(["", "air", "live_fire"])), tuple(volumes)))
    return made

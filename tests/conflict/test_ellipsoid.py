"""Arithmetic and geodesics against the C library and Karney's."""

import ast
import math
import re

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from hypothesis import given
from hypothesis import strategies as st

from tests.conflict.areas import PLACES, at, away
from tests.conflict.truth import metres
from tools.tree import ROOT
from watchline.conflict import ellipsoid
from watchline.conflict.arithmetic import arctangent, sin_cos, sin_cos_e7

SOURCES = sorted((ROOT / "src" / "watchline" / "conflict").glob("*.py"))
# Correctly rounded everywhere, exact, or about whole numbers and flags. Nothing else of NumPy is used.
REPEATABLE = set(
    re.findall(
        r"\w+",
        """
abs all any arange argmin argsort array asarray astype bincount bool_ ceil clip concatenate count_nonzero cumsum diff
dtype empty errstate flatnonzero float32 float64 floor fmin fmax full full_like inf int32 int64 int8 intp isnan
logical_and logical_or frombuffer generic max maximum min minimum nan ndarray nextafter nonzero ones ones_like repeat rint
searchsorted sign sqrt stack str_ tile uint64 uint8 unique where zeros zeros_like
""",
    )
)


@given(st.floats(-10, 10))
def test_sine_and_cosine_are_those_of_mathematics(angle):
    sine, cosine = sin_cos(np.array([angle]))
    assert abs(sine[0] - math.sin(angle)) <= 3e-16
    assert abs(cosine[0] - math.cos(angle)) <= 3e-16


@given(st.floats(-1e7, 1e7), st.floats(-1e7, 1e7))
def test_the_arc_tangent_is_that_of_mathematics(y, x):
    wanted = 0.0 if x == y == 0 else math.atan2(y, x)
    found = arctangent(np.array([y]), np.array([x]))[0]
    assert abs(found - wanted) <= 1e-15 or abs(abs(found) - math.pi) < 1e-15


@pytest.mark.parametrize(
    ("e7", "sine", "cosine"),
    [(0, 0, 1), (900_000_000, 1, 0), (-900_000_000, -1, 0), (1_800_000_000, 0, -1), (-1_800_000_000, 0, -1)],
)
def test_right_angles_are_exact(e7, sine, cosine):
    found = sin_cos_e7(np.array([e7]))
    assert (found[0][0], found[1][0]) == (sine, cosine)


@given(st.sampled_from(sorted(PLACES)), st.floats(0, 360), st.floats(-2, 6.39))
def test_a_length_is_karneys_within_a_hundredth_of_a_millimetre(name, azimuth, digits):
    start = at(*PLACES[name])
    end = at(*away(start[0] / 1e7, start[1] / 1e7, azimuth, 10**digits))
    points = ellipsoid.surface(*np.array([start, end], np.int64).T)
    found = ellipsoid.geodesic(points[:1], points[1:]).metres[0]
    assert abs(found - metres(start, end)) < 1e-5


@given(st.sampled_from(sorted(PLACES)), st.floats(0, 360), st.floats(2, 6.3), st.floats(0, 1))
def test_a_point_of_an_edge_lies_on_karneys_line(name, azimuth, digits, share):
    start = at(*PLACES[name])
    end = at(*away(start[0] / 1e7, start[1] / 1e7, azimuth, 10**digits))
    points = ellipsoid.surface(*np.array([start, end], np.int64).T)
    line = ellipsoid.geodesic(points[:1], points[1:])
    found = ellipsoid.along(points[:1], points[1:], line, np.array([share]))
    whole = Geodesic.WGS84.Inverse(start[0] / 1e7, start[1] / 1e7, end[0] / 1e7, end[1] / 1e7)
    first = ellipsoid.geodesic(points[:1], found).metres[0]
    second = ellipsoid.geodesic(found, points[1:]).metres[0]
    assert abs(first + second - whole["s12"]) < 2e-5
    wanted = away(start[0] / 1e7, start[1] / 1e7, whole["azi1"], first)
    lat, lon = ellipsoid.positions(found)
    assert metres((int(lat[0]), int(lon[0])), at(*wanted)) < 0.025, "each of the two is rounded to 1.1 cm"


@given(st.integers(-900_000_000, 900_000_000), st.integers(-1_800_000_000, 1_799_999_999))
def test_a_position_survives_the_way_to_its_point_and_back(lat, lon):
    found = ellipsoid.positions(ellipsoid.surface(np.array([lat]), np.array([lon])))
    assert found[0][0] == lat
    assert found[1][0] == lon or abs(lat) > 899_000_000


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_the_engine_uses_no_function_whose_last_bit_differs_between_machines(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert not imported & {"math", "cmath", "statistics", "decimal"}
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow)]
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult)]
    used = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "np"
    }
    assert used <= REPEATABLE
    called = {
        node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert not called & {"sum", "mean", "dot", "prod", "std", "var"}

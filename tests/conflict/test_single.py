"""Geodesics of single pairs are those of the arrays, to the last bit: else the same pair had two verdicts."""

import random

import numpy as np
import pytest

from watchline.conflict import ellipsoid, single


def places(seed, count):
    draw = random.Random(seed)
    lats = (lambda: draw.randint(-900_000_000, 900_000_000), lambda: 900_000_000, lambda: -900_000_000, lambda: 0,
            lambda: draw.randint(-5, 5), lambda: draw.randint(899_999_990, 900_000_000))  # fmt: skip
    lons = (
        lambda: draw.randint(-1_800_000_000, 1_799_999_999),
        lambda: 0,
        lambda: -1_800_000_000,
        lambda: draw.randint(-9, 9),
    )
    return ellipsoid.surface(
        np.array([draw.choice(lats)() for _ in range(count)]), np.array([draw.choice(lons)() for _ in range(count)])
    )


@pytest.mark.parametrize("near", [True, False])
def test_the_bits_are_those_of_the_arrays(near):
    start = places(7, 400)
    # Neighbours a metre to some kilometres away, and any two places of the earth.
    end = ellipsoid.onto(start + np.random.default_rng(7).normal(0, 3_000, start.shape)) if near else places(8, 400)
    line = ellipsoid.geodesic(start, end)
    fraction = np.linspace(0.0, 1.3, len(start))
    there = ellipsoid.along(start, end, line, fraction)
    for at in range(len(start)):
        begin, to = tuple(start[at].tolist()), tuple(end[at].tolist())
        found = single.geodesic(begin, to)
        assert np.array(found).tobytes() == np.array([column[at] for column in line]).tobytes()
        assert np.array(single.along(begin, to, found, float(fraction[at]))).tobytes() == there[at].tobytes()
    same = tuple(start[0].tolist())
    assert single.geodesic(same, same).metres == 0.0

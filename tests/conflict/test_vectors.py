"""The golden verdicts against the second opinion: what every machine must find is also true."""

import pytest

from tests.conflict.truth import lateral_metres
from tests.vectors.make import shapes
from tests.vectors.make.plain import cbor
from watchline.record.volumes import read_volume


@pytest.mark.parametrize("name", sorted(shapes.PAIRS))
def test_a_golden_gap_is_the_true_one(name):
    ours, theirs = (read_volume(cbor({"area": area})).area for area in shapes.PAIRS[name][1])
    assert shapes.FOUND[name][1] == pytest.approx(lateral_metres(ours, theirs) * 1000, abs=1)

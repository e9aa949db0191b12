"""The bytes of a volume: one form, bounds, and every other form refused as malformed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conflict.areas import PLACES, areas
from tests.refusal import outcome
from tests.strategies import mangled
from watchline.codec import encode
from watchline.errors import InvalidFromPeer
from watchline.measure.altitude import Band, Ground, Level, Reference
from watchline.measure.area import Circle
from watchline.measure.position import Position
from watchline.measure.volume import Volume
from watchline.measure.window import Window
from watchline.record.volumes import VOLUME_BYTES_MAX, read_volume, write_volume

levels = st.builds(Level, st.integers(0, 1_000), st.sampled_from(list(Reference))) | st.none()
bands = st.builds(
    Band, levels, st.none(), st.builds(Ground, st.just(-5), st.integers(0, 900)) | st.none(), st.integers(0, 9)
)
windows = st.builds(Window, st.integers(-(2**53), 0) | st.none(), st.integers(0, 2**53) | st.none())
volumes = st.builds(Volume, st.sampled_from(sorted(PLACES)).flatmap(lambda name: areas(PLACES[name])), bands, windows)


@given(volumes)
def test_a_volume_comes_back_from_its_bytes(volume):
    assert read_volume(write_volume(volume)) == volume


@given(volumes.map(write_volume).flatmap(mangled))
def test_garbage_is_a_volume_with_these_bytes_or_refused(data):
    volume, _ = outcome(read_volume, data)
    if volume is not None:
        assert write_volume(volume) == data


SOUND = {"area": {"circle": [5, 1, 2]}, "floor": [7, "AGL"], "ground": [0, 9], "start": 1}


@pytest.mark.parametrize(
    "changed",
    [
        {"area": {"circle": [5, 1]}},
        {"area": {"circle": [5, 1, 2, 3]}},
        {"area": {"circle": [5, 900_000_001, 2]}},
        {"area": {"circle": [5, 0, 1_800_000_000]}},
        {"area": {"circle": [-5, 1, 2]}},
        {"area": {"circle": [5, 1, 2], "corridor": [5, 0, 0, 1, 1]}},
        {"area": {"square": [5, 1, 2]}},
        {"area": {"corridor": [5, 0, 0, 1]}},
        {"area": {"corridor": [5, 0, 0]}},
        {"area": {"corridor": []}},
        {"area": {"polygon": [[0, 0, 0, 1, 1, 1, 0, 0]]}},
        {"area": {"polygon": 5}},
        {"area": {"polygon": []}},
        {"area": [5, 1, 2]},
        {"area": {"circle": [5, 1, "2"]}},
        {"floor": [7, "MSL"]},
        {"floor": [7]},
        {"floor": 7},
        {"floor": [1_001, "FL"]},
        {"ceiling": [6, "AGL"]},
        {"ground": [9, 0]},
        {"ground": [9]},
        {"doubt": 0},
        {"doubt": -1},
        {"end": 0},
        {"end": "later"},
        {"start": 2**53 + 1},
        {"colour": 1},
    ],
    ids=str,
)
def test_a_volume_out_of_form_is_malformed(changed):
    assert read_volume(encode(SOUND))
    with pytest.raises(InvalidFromPeer) as refused:
        read_volume(encode(SOUND | changed))
    assert refused.value.code == "malformed"


def test_what_is_no_map_or_too_long_is_refused():
    assert outcome(read_volume, encode([1]))[1] == "malformed"
    assert outcome(read_volume, bytes(VOLUME_BYTES_MAX + 1))[1] == "limit"


def test_what_is_out_of_bounds_is_not_written():
    with pytest.raises(ValueError, match="500 km"):
        write_volume(Volume(Circle(Position(0, 0), -1), Band(), Window(None, None)))

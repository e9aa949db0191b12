import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchline.carrier.framing import Deframer, framed
from watchline.errors import CarrierDown

frames = st.lists(st.binary(max_size=400), max_size=12)


@given(frames, st.lists(st.integers(1, 60), min_size=1, max_size=40))
def test_a_stream_gives_the_same_frames_however_it_is_cut(sent, cuts):
    stream = b"".join(framed(frame) for frame in sent)
    deframer, got, at = Deframer(), [], 0
    while at < len(stream):
        step = cuts[at % len(cuts)]
        got += deframer.feed(stream[at : at + step])
        at += step
    assert got == sent
    assert not deframer.unfinished()


@given(frames, st.integers(65_537, 2**32 - 1), st.binary(max_size=50))
def test_the_frames_before_a_frame_too_long_are_kept_and_nothing_after_it(sent, length, rest):
    coming = Deframer().feed(b"".join(framed(each) for each in sent) + length.to_bytes(4, "big") + rest)
    got = [next(coming) for _ in sent]
    with pytest.raises(CarrierDown, match=f"{length:,} bytes"):
        next(coming)
    assert got == sent


def test_the_largest_frame_passes():
    assert list(Deframer().feed(framed(bytes(65_536)))) == [bytes(65_536)]


@pytest.mark.parametrize(
    ("stream", "words"),
    [
        (b"", ""),
        (framed(b"whole"), ""),
        (b"\0", "inside the length"),
        (framed(b"whole") + b"\0\0\0", "inside the length"),
        (b"\0\0\0\x07", "0 of 7 bytes"),
        (framed(b"whole") + b"\0\0\x04\x00abc", "3 of 1,024 bytes"),
    ],
)
def test_a_cut_frame_is_told_in_words(stream, words):
    deframer = Deframer()
    list(deframer.feed(stream))
    told = deframer.unfinished()
    assert words in told
    assert bool(words) == bool(told)

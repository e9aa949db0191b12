"""What is kept of comparisons: it reads back, the newest that was one counts, and nothing damaged is taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.refusal import CODES, outcome, refusal
from tests.strategies import codes, digests, mangled
from watchline.codec import decode, encode
from watchline.party import Means, Verification, fingerprint, newest, read_verifications, write_verifications
from watchline.party.verification import PLACE_MAX, POST_MAX, VERIFICATIONS_MAX


def one(code="XBB", means=Means.VOICE, at=1, root=bytes(32)):
    return Verification(
        code=code, root=root, card=bytes(32), means=means, place="Geneva", ours="watch", theirs="air", at=at
    )


posts = st.text(max_size=POST_MAX)
drawn = st.builds(
    Verification,
    code=codes,
    root=digests,
    card=digests,
    means=st.sampled_from(Means),
    place=st.text(max_size=PLACE_MAX),
    ours=posts,
    theirs=posts,
    at=st.integers(0, 2**53),
    mistyped=st.integers(0, 1000),
)


@given(st.lists(drawn, max_size=5))
def test_they_read_back(records):
    assert list(read_verifications(write_verifications(records))) == records


@given(mangled(write_verifications([one(), one("XHH", Means.FILES)])))
def test_mangled_bytes_are_refused_or_are_other_records(data):
    records, code = outcome(read_verifications, data)
    assert code in CODES or write_verifications(records)


@pytest.mark.parametrize(
    "more",
    [
        {"means": "telephone"},
        {"place": "x" * (PLACE_MAX + 1)},
        {"ours": "x" * (POST_MAX + 1)},
        {"root": bytes(31)},
        {"at": -1},
        {"mistyped": 1_001},
        {"person": "somebody"},
    ],
)
def test_a_field_that_cannot_be_is_refused(more):
    fields = decode(write_verifications([one()]))
    fields["verifications"][0] |= more
    assert refusal(read_verifications, encode(fields)) == "malformed"


def test_limits_and_versions():
    assert refusal(read_verifications, write_verifications([one()] * (VERIFICATIONS_MAX + 1))) == "malformed"
    assert refusal(read_verifications, encode({"v": 2, "verifications": []})) == "version"


def test_the_newest_comparison_counts_and_files_are_none():
    files, voice, treaty = one(means=Means.FILES, at=1), one(at=2), one(means=Means.INSTRUMENT, at=3)
    assert newest([files, voice, treaty], "XBB") == treaty
    assert newest([voice, one(means=Means.FILES, at=9)], "XBB") == voice
    assert newest([files], "XBB") == files
    assert newest([voice], "XHH") is None
    assert one(root=b"1" * 32).fingerprint == fingerprint(b"1" * 32)

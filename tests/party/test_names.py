"""Party codes, origins, mirror names, fingerprints."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.refusal import outcome, refusal
from tests.strategies import codes, digests, log_names
from tests.vectors.make import plain
from watchline.party import LogName, checked_code, fingerprint, parse_fingerprint, parse_origin, party_id
from watchline.party.names import EPOCH_MAX

LINE = bytes(range(32))


@given(codes)
def test_a_code_of_capitals_and_digits_is_a_code(code):
    assert checked_code(code) == code


@given(st.text("ABCXYZ019abcz-_/. \n\u0660\u00c4", max_size=10) | st.text(max_size=10) | st.binary() | st.none())
def test_anything_else_is_refused(code):
    sound = isinstance(code, str) and 2 <= len(code) <= 8 and set(code) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    assert refusal(checked_code, code) == (None if sound else "malformed")


@given(log_names)
def test_an_origin_and_a_mirror_name_read_back_as_their_log(name):
    assert parse_origin(name.origin()) == name
    assert parse_origin(name.mirror()) == name


def test_the_names_are_those_of_the_page():
    name = LogName(LINE, False, "XAA", 1)
    assert name.origin() == f"{LINE.hex()}.watchline/XAA/1"
    assert name.mirror() == f"{LINE.hex()}.watchline/XAA/1/mirror"
    assert name._replace(demo=True, epoch=12).origin() == f"{LINE.hex()}.watchline-demo/XAA/12"


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"{LINE.hex()}.watchline/XAA/0",
        f"{LINE.hex()}.watchline/XAA/01",
        f"{LINE.hex()}.watchline/XAA/{EPOCH_MAX + 1}",
        f"{LINE.hex()}.watchline/XAA/\u0661",
        f"{LINE.hex()}.watchline/XAA/1/",
        f"{LINE.hex()}.watchline/XAA/1/x1",
        f"{LINE.hex()}.watchline/XAA/1/mirror/mirror",
        f"{LINE.hex()}.watchline/XAA/1\n",
        f" {LINE.hex()}.watchline/XAA/1",
        f"{LINE.hex()}.watchline/xaa/1",
        f"{LINE.hex()}.watchline/own/1",
        f"{LINE.hex()}.watchline/X/1",
        f"{LINE.hex()}.watchline-test/XAA/1",
        f"{LINE.hex()}/XAA/1",
        f"{LINE.hex().upper()}.watchline/XAA/1",
        f"{LINE.hex()[:-1]}.watchline/XAA/1",
        f"{LINE.hex()}0.watchline/XAA/1",
    ],
)
def test_what_is_no_name_of_a_log_is_refused(text):
    assert refusal(parse_origin, text) == "origin"


@given(
    st.text(max_size=100)
    | log_names.map(LogName.origin).flatmap(lambda text: st.sampled_from(text).map(lambda out: text.replace(out, "")))
)
def test_any_text_is_a_name_in_its_one_form_or_refused(text):
    name, code = outcome(parse_origin, text)
    assert code in {None, "origin"}
    if name:
        assert text in {name.origin(), name.mirror()}


@given(digests)
def test_a_fingerprint_is_thirty_digits_of_the_party_id_in_six_groups(root):
    shown = fingerprint(root)
    assert shown == plain.fingerprint(root)
    groups = shown.split(" ")
    assert [len(group) for group in groups] == [5] * 6
    assert int("".join(groups)) == int.from_bytes(party_id(root), "big") % 10**30


@given(digests, st.text(" \t\n\u00a0", max_size=4))
def test_a_fingerprint_is_read_with_any_spaces_or_none(root, space):
    shown = fingerprint(root)
    assert parse_fingerprint(space + shown.replace(" ", space) + space) == shown


@pytest.mark.parametrize(
    "text", ["", "1" * 29, "1" * 31, "1" * 29 + "x", "\u0661" * 30, "1" * 29 + "\u00b2", "-" + "1" * 29, "1" * 29 + "."]
)
def test_what_is_no_fingerprint_is_refused(text):
    with pytest.raises(ValueError, match="30 digits"):
        parse_fingerprint(text)

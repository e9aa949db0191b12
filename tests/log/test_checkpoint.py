"""Notes, checkpoints, cosignatures. One failure each: tests/vectors/log/checkpoint-*, tests/vectors/cosignature."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.refusal import outcome, refusal
from tests.strategies import checkpoints, digests, heads, log_names, mangled, note_names, private_keys, unknown_lines
from tests.vectors.make import plain
from watchline.codec import b64, parse_b64
from watchline.keys import PrivateKey, verified
from watchline.log import (
    Head,
    SignatureLine,
    checkpoint_text,
    cosign,
    log_line,
    parse_checkpoint,
    parse_line,
    read_cosignature,
    sign_checkpoint,
    signed_by_log,
)
from watchline.log.checkpoint import LINES_MAX, NOTE_BYTES_MAX, _key_id

ORIGIN = f"{bytes(32).hex()}.watchline/XAA/1"
MIRROR = f"{bytes(32).hex()}.watchline/XBB/1/mirror"
KEY, MIRROR_KEY, OTHER = (PrivateKey(plain.seed(name)) for name in ("XAA 1 log", "XBB 1 mirror", "XHH 1 mirror"))
HEAD = Head(7, plain.sha(b"root"))
SIGNED = sign_checkpoint(ORIGIN, HEAD, KEY)
LINE = SIGNED.lines[0]


# -- notes ----------------------------------------------------------------------------------------------------------------


@given(checkpoints())
def test_a_note_reads_back_byte_for_byte(drawn):
    _, _, _, checkpoint = drawn
    found = parse_checkpoint(checkpoint.note())
    assert found == checkpoint
    assert found.note() == checkpoint.note()


@given(checkpoints(), digests)
def test_lines_of_names_that_nobody_knows_are_ignored(drawn, other):
    log_key, mirror, mirror_key, checkpoint = drawn
    found = parse_checkpoint(checkpoint.note())
    assert signed_by_log(found, log_key.public)
    assert signed_by_log(found, other) == (other == log_key.public)
    read = [read_cosignature(line, found.origin, found.head, mirror_key.public) for line in found.lines]
    assert [item.name for item in read if item] == [mirror]


@given(log_names, heads)
def test_a_second_reading_of_the_page_makes_the_same_note(name, head):
    made = sign_checkpoint(name.origin(), head, KEY)
    text = plain.text(name.origin(), *head)
    assert made.text == checkpoint_text(name.origin(), head) == text
    assert made.note().decode() == f"{text}\n{plain.log_line(name.origin(), *head, 'XAA 1 log')}"


@given(mangled(SIGNED.note()))
def test_mangled_notes_are_refused_or_not_signed(data):
    found, code = outcome(parse_checkpoint, data)
    if code is None:
        assert found.note() == data
        assert not signed_by_log(found, KEY.public) or data == SIGNED.note()
    else:
        assert code == "malformed"


@given(st.binary(max_size=200) | st.text("\n—+ 017abc=", max_size=60).map(str.encode))
def test_any_bytes_are_a_checkpoint_or_refused(data):
    found, code = outcome(parse_checkpoint, data)
    assert code in {None, "malformed"}
    if found:
        assert found.note() == data


def test_every_changed_byte_of_text_and_signature_is_refused_or_not_signed():
    note = SIGNED.note()
    for at in range(len(note)):
        for change in (1, 0x20, 0x80):
            found, code = outcome(parse_checkpoint, note[:at] + bytes([note[at] ^ change]) + note[at + 1 :])
            assert code == "malformed" or not signed_by_log(found, KEY.public)
    for at in range(len(note)):
        assert refusal(parse_checkpoint, note[:at]) == "malformed"


def test_a_sound_line_counts_beside_any_number_of_unsound_ones():
    forged = LINE._replace(rest=bytes(64))
    assert signed_by_log(SIGNED.with_lines((forged, LINE)), KEY.public)
    assert not signed_by_log(SIGNED.with_lines((forged, LINE._replace(name=MIRROR))), KEY.public)
    assert not signed_by_log(SIGNED.with_lines(()), KEY.public)


def test_of_a_note_with_planted_lines_only_the_log_s_own_is_kept():
    forged, other = LINE._replace(rest=bytes(64)), LINE._replace(key_id=b"abcd")
    assert log_line(SIGNED.with_lines((forged, other, LINE, LINE, LINE._replace(name=MIRROR))), KEY.public) == SIGNED
    assert log_line(SIGNED.with_lines((forged, other)), KEY.public) is None


def test_limits():
    def lines(count, size=64):
        return SIGNED.with_lines((LINE,) + (SignatureLine("x", b"abcd", bytes(size)),) * (count - 1)).note()

    assert len(parse_checkpoint(lines(LINES_MAX)).lines) == LINES_MAX
    assert refusal(parse_checkpoint, lines(LINES_MAX + 1)) == "limit"
    room = NOTE_BYTES_MAX - len(lines(2, 2)) + 4
    longest = next(
        data for data in (lines(2, size) for size in range(room * 3 // 4, 0, -1)) if len(data) <= NOTE_BYTES_MAX
    )
    assert refusal(parse_checkpoint, longest) is None
    assert refusal(parse_checkpoint, lines(2, NOTE_BYTES_MAX)) == "limit"


def test_sixteen_signatures_are_taken_at_least():
    """C2SP signed-note asks for it, and a line of twelve parties has thirteen."""
    assert LINES_MAX >= 16
    assert len(SIGNED.text) + 16 * 300 <= NOTE_BYTES_MAX


# -- signature lines --------------------------------------------------------------------------------------------------------


@given(note_names, st.binary(min_size=4, max_size=4), st.binary(min_size=1, max_size=100))
def test_a_line_reads_back_with_or_without_its_end(name, key_id, rest):
    line = SignatureLine(name, key_id, rest)
    assert line.text() == f"— {name} {b64(key_id + rest)}\n"
    assert parse_line(line.text()) == parse_line(line.text().removesuffix("\n")) == line


@given(st.text("—- +\n\t=aA4\u00a0\u2003\u200b", max_size=20) | st.text(max_size=20))
def test_any_text_is_a_line_in_its_one_form_or_refused(text):
    line, code = outcome(parse_line, text)
    assert code in {None, "malformed"}
    if line:
        assert line.text() == text.removesuffix("\n") + "\n"


@given(unknown_lines, st.data())
def test_a_mangled_line_is_another_line_or_refused(line, data):
    text = data.draw(mangled(line.text().encode())).decode("utf-8", "replace")
    found, code = outcome(parse_line, text)
    assert code in {None, "malformed"}
    if text.removesuffix("\n") + "\n" != line.text():
        assert found != line


@pytest.mark.parametrize(
    "line",
    [
        "",
        "\n",
        "— ",
        "— name",
        "— name ",
        "—  AAAAAAA=",
        "— name  AAAAAAA=",
        "—name AAAAAAA=",
        "- name AAAAAAA=",
        "\u2013 name AAAAAAA=",
        " — name AAAAAAA=",
        "— na+me AAAAAAA=",
        "— na\u00a0me AAAAAAA=",
        "— na\u2028me AAAAAAA=",
        "— na\tme AAAAAAA=",
        "— na\rme AAAAAAA=",
        "— name AAAAAAA",
        "— name AAAAAA==",
        "— name AAAAAAB=",
        "— name AAAAAAA= ",
        "— name AAAAAAA=\r\n",
        "— name AAAAAAA=\n\n",
        "— name AAAAAAA= x",
    ],
)
def test_what_is_no_signature_line_is_refused(line):
    assert refusal(parse_line, line) == "malformed"


# -- others' vectors ----------------------------------------------------------------------------------------------------------


def test_the_key_and_note_of_the_go_documentation_agree():
    """The example of golang.org/x/mod/sumdb/note, whose format C2SP signed-note became."""
    name, ident, encoded = "PeterNeumann", "c74f20a3", "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    signed = (
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    )
    kind, public = parse_b64(encoded)[:1], parse_b64(encoded)[1:]
    assert _key_id(name, kind, public).hex() == ident
    line = parse_line(signed)
    assert (line.name, line.key_id.hex()) == (name, ident)
    assert verified(public, text.encode(), line.rest)
    private = parse_b64("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")
    assert PrivateKey(private[1:]).sign(text.encode()) == line.rest


def test_the_cosigned_checkpoint_of_the_c2sp_page_reads():
    """The example of C2SP tlog-cosignature; the page does not print its keys."""
    note = (
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
        "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
    )
    found = parse_checkpoint(note.encode())
    assert found.note() == note.encode()
    assert (found.origin, found.head.size) == ("example.com/behind-the-sofa", 20852163)
    assert [line.name for line in found.lines] == ["example.com/behind-the-sofa", "witness.example.com/w1"]
    assert int.from_bytes(found.lines[1].rest[:8], "big") == 1679315147, "the time that the page prints"
    assert [len(line.rest) for line in found.lines] == [64, 72]


# -- cosignatures -------------------------------------------------------------------------------------------------------------


def read(line, head=HEAD, key=MIRROR_KEY, origin=ORIGIN):
    return read_cosignature(line, origin, head, key.public)


@given(log_names, log_names, heads, st.integers(0, 2**63 - 1), private_keys)
def test_a_cosignature_reads_back_and_is_its_mirror_s_over_its_head(log, mirror, head, time_s, key):
    made = cosign(mirror.mirror(), log.origin(), head, time_s, key)
    assert parse_line(made.line.text()) == made.line
    assert read_cosignature(made.line, log.origin(), head, key.public) == made
    assert (made.name, made.head, made.time_s) == (mirror.mirror(), head, time_s)


def test_a_second_reading_of_the_page_makes_the_same_line():
    made = cosign(MIRROR, ORIGIN, HEAD, 1_795_361_400, MIRROR_KEY)
    assert made.line.text() == plain.mirror_line(MIRROR, ORIGIN, *HEAD, 1_795_361_400, "XBB 1 mirror")


def test_a_cosignature_of_another_key_head_origin_or_time_is_none():
    line = cosign(MIRROR, ORIGIN, HEAD, 1_795_361_400, MIRROR_KEY).line
    assert read(line)
    assert read(line, key=OTHER) is None
    assert read(line, key=KEY) is None
    assert read(line, head=HEAD._replace(size=8)) is None
    assert read(line, head=HEAD._replace(root=plain.sha(b"other"))) is None
    assert read(line, origin=ORIGIN.replace("XAA", "XBB")) is None
    assert read(line._replace(rest=(1_795_361_401).to_bytes(8, "big") + line.rest[8:])) is None
    assert read(cosign(MIRROR, ORIGIN, HEAD, 1_795_361_400, OTHER).line) is None
    assert read(line._replace(key_id=LINE.key_id)) is None
    assert read(line._replace(name=MIRROR.replace("XBB", "XHH"))) is None, "the key id holds the name"


def test_every_changed_byte_of_a_cosignature_is_none():
    line = cosign(MIRROR, ORIGIN, HEAD, 1_795_361_400, MIRROR_KEY).line
    for at in range(len(line.rest)):
        assert read(line._replace(rest=line.rest[:at] + bytes([line.rest[at] ^ 1]) + line.rest[at + 1 :])) is None
        assert read(line._replace(rest=line.rest[:at])) is None
    for at in range(4):
        assert (
            read(line._replace(key_id=line.key_id[:at] + bytes([line.key_id[at] ^ 1]) + line.key_id[at + 1 :])) is None
        )


def test_a_renamed_cosignature_bears_its_new_name_so_a_caller_must_compare_it():
    """Ed25519 cosignatures do not sign the cosigner's name (C2SP); whoever asks for a key must look at the name too."""
    line = cosign(MIRROR, ORIGIN, HEAD, 1_795_361_400, MIRROR_KEY).line
    name = MIRROR.replace("XBB", "XHH")
    renamed = SignatureLine(name, _key_id(name, b"\x04", MIRROR_KEY.public), line.rest)
    found = read(renamed)
    assert found is None or found.name == name != MIRROR


def test_a_log_s_signature_is_no_cosignature_nor_the_reverse():
    """One key for two uses would be refused in a roster; even so each use has its own first bytes."""
    at = (1_795_361_400).to_bytes(8, "big")
    as_log = SignatureLine(MIRROR, _key_id(MIRROR, b"\x04", KEY.public), at + LINE.rest)
    assert read(as_log, key=KEY) is None
    made = cosign(MIRROR, ORIGIN, HEAD, 1_795_361_400, KEY)
    assert not signed_by_log(SIGNED.with_lines((LINE._replace(rest=made.line.rest[8:]),)), KEY.public)


def test_a_time_beyond_63_bits_is_none():
    for time_s in (2**63, 2**64 - 1):
        signature = MIRROR_KEY.sign(f"cosignature/v1\ntime {time_s}\n{SIGNED.text}".encode())
        line = SignatureLine(MIRROR, _key_id(MIRROR, b"\x04", MIRROR_KEY.public), time_s.to_bytes(8, "big") + signature)
        assert read(line) is None

"""What a node's folder keeps of pairing: 0600, whole, strict; what a charter's roots are compared with."""

import stat

import pytest

from tests.party.parties import PARTIES, key, keys, made
from watchline.errors import Misconfigured, OurMistake
from watchline.host.pairing import (
    BYTES_MAX,
    PAIRING,
    VERIFIED,
    check_root,
    compared,
    keep_verifications,
    load_book,
    load_verifications,
    note_files,
    pairing_turn,
    save_book,
    verification,
)
from watchline.party import Book, Means, card_hash, make_card
from watchline.party.pairing import start
from watchline.party.verification import VERIFICATIONS_MAX

CARDS = {roster.code: make_card(root, roster, []) for root, _, roster in PARTIES}
XBB = CARDS["XBB"].roster


def voice(card=CARDS["XBB"], means=Means.VOICE):
    return verification(card.roster, card_hash(card), means, place="Geneva", ours="watch", theirs="watch")


def test_what_is_kept_reads_back_and_is_its_owners_only(tmp_path):
    assert (load_verifications(tmp_path), load_book(tmp_path)) == ((), Book())
    record, book = voice(), Book().with_one(start(CARDS["XAA"], CARDS["XBB"], bytes))
    keep_verifications(tmp_path, [record])
    keep_verifications(tmp_path, [record])
    save_book(tmp_path, book)
    assert load_verifications(tmp_path) == (record, record)
    assert load_book(tmp_path) == book
    for name in (VERIFIED, PAIRING):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


@pytest.mark.parametrize("name", [VERIFIED, PAIRING])
@pytest.mark.parametrize("data", [b"", b"\xff", b"\xa0", bytes(BYTES_MAX + 1)])
def test_a_damaged_file_is_named_and_not_taken_in_part(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Misconfigured, match=f"{name} is"):
        load_verifications(tmp_path) if name == VERIFIED else load_book(tmp_path)


def test_a_full_file_takes_no_more(tmp_path):
    keep_verifications(tmp_path, [voice()] * VERIFICATIONS_MAX)
    with pytest.raises(OurMistake, match="as many as it may"):
        keep_verifications(tmp_path, [voice()])


def test_a_code_with_another_root_and_a_root_with_another_code_are_asked_about(tmp_path):
    keep_verifications(tmp_path, [voice()])
    check_root(tmp_path, "XBB", XBB.root)
    check_root(tmp_path, "XHH", CARDS["XHH"].roster.root)
    other = made(keys("9"), root=key("another root of XBB"), code="XBB")
    for code, root in (("XBB", other.root), ("XHH", XBB.root)):
        with pytest.raises(OurMistake, match="by another means"):
            check_root(tmp_path, code, root)


def test_parties_that_nobody_compared_are_noted_as_files_once(tmp_path):
    keep_verifications(tmp_path, [voice()])
    for _ in range(2):
        note_files(tmp_path, CARDS.values(), "XAA", 5)
    assert [(item.code, item.means) for item in load_verifications(tmp_path)] == [
        ("XBB", Means.VOICE),
        ("XHH", Means.FILES),
        ("XQQ", Means.FILES),
    ]


def test_how_a_root_was_compared_is_said_of_that_root_only(tmp_path):
    keep_verifications(tmp_path, [voice()])
    known, unknown = compared(tmp_path, [("XBB", XBB.root), ("XBB", bytes(32))])
    assert (known["means"], known["place"], known["post"]) == ("voice", "Geneva", "watch")
    assert "by voice" in known["words"]
    assert (unknown["means"], unknown["at"]) == ("files", None)
    assert "nobody compared it" in unknown["words"]


def test_two_programs_take_turns(tmp_path):
    with pairing_turn(tmp_path):
        pass
    with pairing_turn(tmp_path):
        keep_verifications(tmp_path, [voice()])

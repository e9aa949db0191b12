"""Which phrasebook a line is read in: the charter's, this party's own edition of it, the shipped one; bad files harm only themselves."""

from tests.phrase.books import HASH, SHIPPED, added, changed, own, reworded
from watchline.phrase import BOOKS_MAX, Shelf, read_phrasebook, read_shelf

OTHER = changed("PR09", en="Yes, confirmed.")
OTHER_HASH = read_phrasebook(OTHER).hash


def test_without_files_the_shipped_one_serves_every_charter():
    assert {Shelf().for_charter(named).hash for named in (None, SHIPPED.hash, OTHER_HASH, bytes(32))} == {SHIPPED.hash}


def test_the_charter_chooses_among_the_files():
    shelf = read_shelf({"a.csv": OTHER})
    assert shelf.for_charter(OTHER_HASH).phrases["PR09"].texts["en"] == "Yes, confirmed."
    assert shelf.for_charter(SHIPPED.hash).hash == SHIPPED.hash
    assert shelf.for_charter(None).hash == SHIPPED.hash


def test_an_own_edition_serves_the_charter_that_names_its_base_whatever_the_order_of_the_files():
    edition = own(reworded("PR09", en="Yes."), base=OTHER_HASH.hex())
    for files in ({"a.csv": edition, "b.csv": OTHER}, {"a.csv": OTHER, "b.csv": edition}):
        shelf = read_shelf(files)
        assert not shelf.faults
        assert shelf.for_charter(OTHER_HASH).phrases["PR09"].texts["en"] == "Yes."
        assert shelf.for_charter(SHIPPED.hash).hash == SHIPPED.hash
    ours = read_shelf({"own.csv": own(added())})
    assert "XA01" in ours.for_charter(SHIPPED.hash).phrases
    assert "XA01" in ours.for_charter(None).phrases


def test_a_file_that_cannot_be_used_is_named_and_the_others_are_used():
    shelf = read_shelf(
        {
            "bad.csv": b"\xff",
            "lone.csv": own(added(), base=OTHER_HASH.hex()),
            "one.csv": own(added()),
            "two.csv": own(added("XB01")),
        }
    )
    assert set(shelf.faults) == {"bad.csv", "lone.csv", "two.csv"}
    assert OTHER_HASH.hex() in shelf.faults["lone.csv"]
    assert "a second own edition" in shelf.faults["two.csv"]
    assert "XA01" in shelf.for_charter(None).phrases


def test_a_base_that_is_no_hash_is_a_fault():
    for base in ("", HASH.upper(), HASH[:-1]):
        assert "64 hex digits" in read_shelf({"own.csv": own(added(), base=base)}).faults["own.csv"]


def test_more_files_than_a_shelf_holds_are_named():
    files = {f"{number:02}.csv": b"" for number in range(BOOKS_MAX + 1)}
    assert "at most" in read_shelf(files).faults[f"{BOOKS_MAX:02}.csv"]

"""The file of voice ceremonies: it reads back, keeps one for each party and the marks of what came before, and takes nothing damaged."""

import msgspec
import pytest
from hypothesis import given

from tests.party.test_pairing import A, B, drawn, up_to_reveal, whole
from tests.refusal import CODES, outcome, refusal
from tests.strategies import mangled
from watchline.codec import decode, encode
from watchline.party import Book, read_book, write_book
from watchline.party.pairing import State, marks, start, string_of, take
from watchline.party.pairing_book import USED_MAX

OURS, THEIRS = whole()
BOOK = Book().with_one(OURS).with_one(msgspec.structs.replace(THEIRS, begun=7))


def test_it_reads_back_and_goes_on_after_a_restart():
    ours, theirs = up_to_reveal()
    for book in (Book(), BOOK, Book().with_one(ours)):
        assert read_book(write_book(book)) == book
    again = read_book(write_book(Book().with_one(ours))).of("XBB")
    assert take(again, A, B, string_of(theirs, B)) == take(ours, A, B, string_of(theirs, B))


def test_one_ceremony_is_kept_for_each_party_and_the_marks_of_all():
    book = Book().with_one(OURS).with_one(start(A, B, drawn("later"), number=2))
    assert [item.number for item in book.ceremonies] == [2]
    assert book.number("XBB") == 3
    assert book.number("XHH") == 1
    assert set(marks(OURS)) <= set(book.used)
    assert not set(marks(OURS)) & Book().with_one(OURS).used_before(OURS)


def test_the_oldest_marks_are_forgotten_when_there_are_too_many():
    book = Book(used=tuple(n.to_bytes(32, "big") for n in range(USED_MAX))).with_one(OURS)
    assert len(book.used) == USED_MAX
    assert set(marks(OURS)) <= set(book.used)


@given(mangled(write_book(BOOK)))
def test_mangled_bytes_are_refused_or_are_another_book(data):
    book, code = outcome(read_book, data)
    assert code in CODES or write_book(book)


@pytest.mark.parametrize(
    "more",
    [
        {"state": "open"},
        {"state": State.COMMITTED.value},
        {"answer": b""},
        {"answer": bytes(31)},
        {"nonce": bytes(31)},
        {"number": 0},
        {"code": "xaa"},
    ],
)
def test_a_ceremony_that_cannot_be_is_refused(more):
    fields = decode(write_book(Book().with_one(OURS)))
    fields["ceremonies"][0] |= more
    assert refusal(read_book, encode(fields)) == "malformed"


def test_a_book_of_another_version_is_refused():
    assert refusal(read_book, encode(decode(write_book(BOOK)) | {"v": 2})) == "version"

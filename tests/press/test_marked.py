"""A text cut at its places: put together it is the text, and each claim has exactly the code points that it rests on."""

from hypothesis import given
from hypothesis import strategies as st

from watchline.press.marked import SHOWN_MAX, Place, marked

TEXTS = st.text(alphabet="ab \n\u202e\U0001f4deж", max_size=40)
SPANS = st.tuples(st.integers(0, 45), st.integers(0, 45)).filter(lambda span: span[0] < span[1])


@given(TEXTS, st.lists(SPANS, max_size=6), st.lists(SPANS, max_size=4))
def test_the_pieces_are_the_text_and_each_claim_has_its_code_points(text, spans, parts):
    places = [Place(start, end, f"c{number}") for number, (start, end) in enumerate(spans)]
    pieces = marked(text, [("body", *span) for span in parts], places)
    assert "".join(piece.text for piece in pieces) == text
    at = 0
    for piece in pieces:
        assert (piece.start, bool(piece.text)) == (at, True)
        at += len(piece.text)
        assert bool(piece.part) == any(start < at and piece.start < end for start, end in parts)
    for start, end, claim in places:
        assert "".join(piece.text for piece in pieces if claim in piece.claims) == text[start:end]


def test_a_very_long_text_is_cut_where_the_rules_stop():
    pieces = marked("x" * (SHOWN_MAX + 10), [], [Place(SHOWN_MAX - 5, SHOWN_MAX + 5, "c")])
    assert sum(len(piece.text) for piece in pieces) == SHOWN_MAX
    assert [len(piece.text) for piece in pieces if piece.claims] == [5]

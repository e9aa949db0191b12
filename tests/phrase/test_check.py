"""The check character: one slip of tongue or finger is always noticed."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.phrase.books import SHIPPED
from watchline.errors import OurMistake
from watchline.phrase import check_character, read_code, with_check
from watchline.phrase.check import ALPHABET

LETTERS, DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
CODES = st.from_regex(r"[A-Z]{2}[0-9]{2}", fullmatch=True)


def substitutions(code):
    for place, sign in enumerate(code):
        for other in LETTERS if place < 2 else DIGITS:
            if other != sign:
                yield code[:place] + other + code[place + 1 :]


def swaps(code):
    for place in (0, 2):
        if code[place] != code[place + 1]:
            yield code[:place] + code[place + 1] + code[place] + code[place + 2 :]


def test_the_alphabet_has_31_signs_and_none_that_is_easily_mistaken():
    assert len(set(ALPHABET)) == len(ALPHABET) == 31
    assert not set(ALPHABET) & set("IOUYZ")


@pytest.mark.parametrize(
    ("code", "check"), [("LN01", "H"), ("LN02", "9"), ("AC14", "L"), ("WN03", "P"), ("EX05", "M"), ("CL09", "J")]
)
def test_check_characters_worked_out_by_hand(code, check):
    assert check_character(code) == check
    assert read_code(f"{code}-{check}") == read_code(f" {code} {check} ".lower()) == code


def test_all_slips_of_the_shipped_codes_are_noticed():
    heard = [slip for code in SHIPPED.phrases for slip in substitutions(code)]
    swapped = [slip for code in SHIPPED.phrases for slip in swaps(code)]
    assert (len(heard), len(swapped)) == (8_500, 245)
    of = [code for code in SHIPPED.phrases for _ in substitutions(code)]
    assert not [slip for slip, code in zip(heard, of, strict=True) if check_character(slip) == check_character(code)]
    of = [code for code in SHIPPED.phrases for _ in swaps(code)]
    assert not [slip for slip, code in zip(swapped, of, strict=True) if check_character(slip) == check_character(code)]


@given(CODES)
def test_a_slip_of_any_code_is_noticed(code):
    for slip in (*substitutions(code), *swaps(code)):
        assert check_character(slip) != check_character(code)


@given(CODES)
def test_a_letter_in_the_place_of_a_digit_is_no_code(code):
    full = with_check(code).replace("-", "")
    for place, sign in product(range(4), LETTERS + DIGITS):
        slip = full[:place] + sign + full[place + 1 :]
        if slip != full:
            with pytest.raises(OurMistake):
                read_code(slip)
    with pytest.raises(OurMistake):
        read_code(full[0] + full[2] + full[1] + full[3:])


def test_the_words_say_what_to_do():
    with pytest.raises(OurMistake, match="ask again"):
        read_code("WN02-P")
    with pytest.raises(OurMistake, match="write it like WN03-P"):
        read_code("WN03")
    with pytest.raises(ValueError, match="two letters"):
        check_character("W3")

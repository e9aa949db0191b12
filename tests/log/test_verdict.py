"""The words of a verdict: short, bounded, in an order that a reader can rely on."""

import pytest

from watchline.log.verdict import NOT_SHOWN, Findings, Places, Result, plain


def _found(**sentences):
    findings = Findings("bundle")
    for name, count in sentences.items():
        for number in range(count):
            if name == "reject":
                findings.reject("here", number)
            else:
                getattr(findings, name)(f"{name} {number}")
    return findings.verdict()


@pytest.mark.parametrize(
    ("sentences", "result", "exit_code"),
    [
        ({}, Result.VERIFIED, 0),
        ({"found": 3}, Result.VERIFIED, 0),
        ({"not_checked": 1}, Result.NOT_CHECKED, 3),
        ({"missing": 1, "not_checked": 1}, Result.INCOMPLETE, 3),
        ({"reject": 1, "missing": 1, "not_checked": 1, "found": 1}, Result.REJECTED, 3),
    ],
)
def test_a_reason_outweighs_what_is_missing_and_that_what_was_not_checked(sentences, result, exit_code):
    verdict = _found(**sentences)
    assert (verdict.result, verdict.exit_code) == (result, exit_code)


def test_words_begin_with_the_result_and_end_with_what_is_not_shown():
    lines = _found(reject=1, missing=1, not_checked=1, found=1).words().splitlines()
    assert lines[0] == "bundle: REJECTED"
    assert lines[1:5] == ["Because: here: 0", "Missing: missing 0", "Not checked: not_checked 0", "Found: found 0"]
    assert lines[5].startswith(f"It shows {NOT_SHOWN[0]}; ")
    assert lines[5].endswith("no absolute time.")


def test_long_lists_are_cut_and_say_by_how_much():
    missing = _found(missing=1000).missing
    assert (len(missing), missing[-1]) == (51, "and 950 more")


def test_a_sentence_is_shown_in_one_line_whatever_is_in_it():
    assert plain("a\nb\x1b[0m\u202e\x00é") == r"a\nb\x1b[0m\u202e\x00é"
    assert len(plain("x" * 10_000)) < 700


def test_places_name_the_first_ranges_and_count_them_all():
    places = Places()
    assert not places
    for index in (3, 4, 5, 9):
        places.add(index)
    assert (places.text(), places.count) == ("3-5, 9", 4)
    for index in range(20, 2_000_000, 2):
        places.add(index)
    assert places.text() == "3-5, 9, 20, 22, 24, 26, 28, 30 … (999994 in all)"
    assert len(places._ranges) < 10

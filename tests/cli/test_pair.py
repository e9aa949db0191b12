"""Pairing by the verbs: the QR, the thirty digits, the ceremony by voice; what a wrong one leads to, and what a line does without."""

from __future__ import annotations

import json
import re
import stat

import pytest

from tests.cli.nodes import CODES, Pair, answer, run
from tests.cli.test_two_nodes import undocumented

AT = ("--place", "Geneva", "--their-post", "watch")


@pytest.fixture
def pair(tmp_path):
    made = Pair(tmp_path)
    for code in CODES:
        made.init(code)
    yield made
    made.close()


def card(pair, code):
    return pair.dir(code) / "card"


def by(pair, code, *more, **fields):
    """Run `pair` at one party with the other's card."""
    other = CODES[code == "XAA"]
    return run("pair", pair.dir(code), card(pair, other), *more, **fields)


def voice(pair, code, *more, exit_code=0):
    return json.loads(by(pair, code, "--voice", *more, "--json", exit_code=exit_code).stdout)


def strings(pair):
    """Go up to the reveal; return (what XAA reads, what XBB is asked)."""
    first = voice(pair, "XAA", "start")["string"]
    second = voice(pair, "XBB", "answer", first)["string"]
    ours = voice(pair, "XAA", "finish", second, *AT)
    theirs = voice(pair, "XBB", "finish", ours["string"], *AT)
    assert (ours["state"], theirs["state"], theirs["read"]) == ("revealed", "listening", "")
    return ours["read"]


def typed(pair, code, digits, exit_code=0):
    return voice(pair, code, "finish", "--typed", digits, *AT, exit_code=exit_code)


def other_than(digits):
    return f"{(int(digits) + 1) % 10 ** len(digits):0{len(digits)}d}"


def shows(pair, output, digits):
    """Tell whether an output has these digits, beside the names of folders."""
    return (
        re.search(rf"\b{digits}\b", output.replace(str(pair.folder.resolve()), "").replace(str(pair.folder), ""))
        is not None
    )


def comparisons(pair, code):
    return answer("pair", pair.dir(code))["comparisons"]


def test_by_voice_both_compare_and_what_was_done_is_kept(pair):
    first = strings(pair)
    last = typed(pair, "XBB", first)
    assert (last["state"], last["verified"]) == ("reading", False)
    closing = typed(pair, "XAA", last["read"])
    assert (closing["state"], closing["verified"]) == ("closing", True)
    done = typed(pair, "XBB", closing["read"])
    assert (done["state"], done["verified"], done["read"]) == ("compared", True, "")
    for code, other in (CODES, CODES[::-1]):
        (kept,) = comparisons(pair, code)
        assert (kept["party"], kept["means"], kept["place"], kept["post"]) == (other, "voice", "Geneva", "watch")
        assert kept["fingerprint"] == pair.fingerprint(other)
        for name in ("verified", "pairing"):
            assert stat.S_IMODE((pair.dir(code) / name).stat().st_mode) == 0o600
    for shown in (last, closing, done, answer("pair", pair.dir("XAA"))):
        assert undocumented("pair", shown, ("init", "card")) == []
    again = voice(pair, "XBB", "finish", *AT)
    assert again["verified"]
    assert len(comparisons(pair, "XBB")) == 1


def test_on_a_terminal_each_step_says_what_to_read_and_what_to_type(pair):
    """What XAA reads aloud is XBB's to type; the words come on stderr, the third string on stdout."""
    first = re.search(r"WLC1/\S+", by(pair, "XAA", "--voice", "start").stdout)[0]
    second = re.search(r"WLA1/\S+", by(pair, "XBB", "--voice", "answer", "-", input=f"  {first.lower()}\n").stdout)[0]
    begun = by(pair, "XAA", "--voice", "finish", second, *AT, input="", exit_code=1)
    third = re.search(r"WLR1/\S+", begun.stdout)[0]
    read = re.search(r"Read these four digits to XBB: (\d{4})", begun.stderr)[1]
    assert "by a number that you knew before" in begun.stderr
    assert "what was done so far is kept" in begun.stderr
    heard = by(pair, "XBB", "--voice", "finish", third, *AT, input=f"{read}\n", exit_code=1)
    last = re.search(r"Read these four digits to XAA: (\d{4})", heard.stderr)[1]
    assert not shows(pair, heard.stderr.partition("Type")[0], read)
    done = by(pair, "XAA", "--voice", "finish", *AT, input=f"{last}\n")
    closing = re.search(r"Read these closing four digits to XBB: (\d{4})", done.stderr)[1]
    assert "compared by voice" in done.stdout
    assert "compared by voice" in by(pair, "XBB", "--voice", "finish", *AT, input=f"{closing}\n").stdout


def test_no_digits_that_an_operator_types_are_shown_to_it_before(pair):
    """Of a whole ceremony: no output of a side before its entry has the digits that it must type."""
    first = voice(pair, "XAA", "start")["string"]
    second = voice(pair, "XBB", "answer", first)["string"]
    ours = by(pair, "XAA", "--voice", "finish", second, *AT, "--json").output
    third = json.loads(ours.splitlines()[-1])["string"]
    theirs = by(pair, "XBB", "--voice", "finish", third, *AT, "--json").output
    read = json.loads(ours.splitlines()[-1])["read"]
    assert shows(pair, ours, read)
    assert not shows(pair, theirs, read)
    last = typed(pair, "XBB", read)["read"]
    assert last == read or not shows(pair, ours, last)


@pytest.mark.parametrize("who", ["XBB first", "XAA", "XBB closing"])
def test_one_wrong_digit_ends_it_for_ever_and_says_what_comes_next(pair, who):
    right = strings(pair)
    if who != "XBB first":
        right = typed(pair, "XBB", right)["read"]
    if who == "XBB closing":
        right = typed(pair, "XAA", right)["read"]
    code = who[:3]
    wrong = by(pair, code, "--voice", "finish", "--typed", other_than(right), *AT, exit_code=3)
    for words in ("ended for ever", "by another number", "--voice start", "must not go on"):
        assert words in wrong.stderr
    assert not shows(pair, wrong.output, right)
    assert comparisons(pair, code) == []
    for _ in range(2):
        late = typed(pair, code, right, exit_code=3)
        assert (late["state"], late["verified"], late["read"]) == ("ended", False, "")
    assert comparisons(pair, code) == []
    assert voice(pair, "XAA", "start")["number"] == 2


def test_a_slip_that_is_not_four_digits_is_no_try(pair):
    read = strings(pair)
    assert "Nothing was compared" in by(pair, "XBB", "--voice", "finish", "--typed", "12", *AT, exit_code=1).stderr
    assert typed(pair, "XBB", read)["state"] == "reading"


def test_strings_are_for_one_ceremony_and_one_side(pair):
    first = voice(pair, "XAA", "start")["string"]
    assert "of our own" in by(pair, "XAA", "--voice", "answer", first, exit_code=1).stderr
    second = voice(pair, "XBB", "answer", first)["string"]
    assert "earlier ceremony" in by(pair, "XBB", "--voice", "answer", first, exit_code=1).stderr
    assert voice(pair, "XBB", "finish", *AT)["string"] == second
    assert "does not fit" in by(pair, "XAA", "--voice", "finish", second[:-1], *AT, exit_code=1).stderr
    assert "begins with WLA1/" in by(pair, "XAA", "--voice", "finish", first, *AT, exit_code=1).stderr
    third = voice(pair, "XAA", "finish", second, *AT)["string"]
    voice(pair, "XAA", "start")
    later = voice(pair, "XAA", "finish", second, *AT, exit_code=3)
    assert later["state"] == "ended"
    assert voice(pair, "XBB", "finish", third, *AT)["state"] == "listening"


def test_a_reveal_of_another_ceremony_ends_it(pair):
    first = voice(pair, "XAA", "start")["string"]
    voice(pair, "XBB", "answer", first)
    again = voice(pair, "XAA", "start")["string"]
    second = voice(pair, "XBB", "answer", again)["string"]
    third = voice(pair, "XAA", "finish", second, *AT)["string"]
    begun = voice(pair, "XAA", "start")["string"]
    voice(pair, "XBB", "answer", begun)
    wrong = by(pair, "XBB", "--voice", "finish", third, *AT, exit_code=3)
    assert "not what it committed to" in wrong.stderr


def test_without_a_ceremony_the_words_say_how_to_begin(pair):
    assert "--voice start" in by(pair, "XAA", "--voice", "finish", *AT, exit_code=1).stderr


def test_thirty_digits_typed_from_the_instrument(pair):
    page = run("card", pair.dir("XBB"), "--print").stdout
    groups = re.findall(r"\b\d{5}\b", page)
    assert " ".join(groups) == pair.fingerprint("XBB")
    for words in ("XBB", "Side B", "Date", "--instrument"):
        assert words in page
    slip = "1" * 30
    done = by(pair, "XAA", "--instrument", *AT, input=f"{slip}\nyes\n{''.join(groups)}\n")
    assert "typed 1 time." in done.stderr
    assert "typed 2 times." in done.stderr
    assert pair.fingerprint("XBB") not in done.stderr
    (kept,) = comparisons(pair, "XAA")
    assert (kept["means"], kept["mistyped"]) == ("instrument", 2)
    assert "other digits 2 times" in kept["words"]


def test_wrong_digits_to_the_end_keep_nothing(pair):
    wrong = by(pair, "XAA", "--instrument", *AT, input=f"{'1' * 30}\n" * 5, exit_code=3)
    assert "typed 5 times" in wrong.stderr
    assert "Nothing was kept" in wrong.stderr
    own = by(pair, "XAA", "--in-person", "--typed", pair.fingerprint("XAA"), *AT, exit_code=3)
    assert "our own digits" in own.stderr
    shown = json.loads(by(pair, "XAA", "--instrument", "--typed", "1" * 30, *AT, "--json", exit_code=3).stdout)
    assert not shown["verified"]
    assert comparisons(pair, "XAA") == []


def test_in_person_the_qr_is_scanned_or_the_digits_read(pair):
    drawn = run("card", pair.dir("XBB"), "--qr").stdout
    text = drawn.splitlines()[-1]
    assert text == answer("card", pair.dir("XBB"))["qr"]
    assert len(text) <= 150
    rows = drawn.splitlines()[:-1]
    assert {len(row) for row in rows} == {2 * len(rows) - (len(rows[0]) % 2)}
    assert set("".join(rows)) == set(" ▄▀█")
    done = by(pair, "XAA", "--in-person", *AT, input=f"{text}\n")
    assert pair.fingerprint("XAA") in done.stderr
    assert pair.fingerprint("XBB") not in done.stderr
    by(pair, "XBB", "--in-person", *AT, "--typed", pair.fingerprint("XAA").replace(" ", ""))
    for code in CODES:
        assert [item["means"] for item in comparisons(pair, code)] == ["in_person"]


def test_a_qr_of_another_card_is_told_apart(pair):
    own, theirs = (answer("card", pair.dir(code))["qr"] for code in CODES)
    cases = {own: "our own QR", theirs[:-1]: "misread"}
    stranger = Pair(pair.folder / "x") if not (pair.folder / "x").mkdir() else None
    stranger.init("XBB")
    cases[answer("card", stranger.dir("XBB"))["qr"]] = "another root"
    for text, words in cases.items():
        assert words in by(pair, "XAA", "--in-person", "--typed", text, *AT, exit_code=3).stderr


def test_a_card_altered_in_one_byte_is_refused(pair, tmp_path):
    data = bytearray(card(pair, "XBB").read_bytes())
    for at in (0, 5, len(data) // 2, len(data) - 1):
        bent = bytearray(data)
        bent[at] ^= 1
        (tmp_path / "bent").write_bytes(bent)
        run("pair", pair.dir("XAA"), tmp_path / "bent", "--voice", "start", exit_code=1)
        run("pair", pair.dir("XAA"), tmp_path / "bent", "--instrument", *AT, exit_code=1)
    assert comparisons(pair, "XAA") == []


def test_a_party_does_not_pair_with_itself(pair):
    for more in (("--voice", "start"), ("--instrument", *AT)):
        words = run("pair", pair.dir("XAA"), card(pair, "XAA"), *more, exit_code=1).stderr
        assert "does not pair with itself" in words


def test_a_code_that_is_paired_under_another_root_is_asked_about(pair):
    by(pair, "XAA", "--instrument", "--typed", pair.fingerprint("XBB"), *AT)
    (pair.folder / "x").mkdir()
    stranger = Pair(pair.folder / "x")
    stranger.init("XBB")
    for more in (("--voice", "start"), ("--instrument", "--typed", stranger.fingerprint("XBB"), *AT)):
        words = run("pair", pair.dir("XAA"), card(stranger, "XBB"), *more, exit_code=1).stderr
        assert "by another means" in words
        assert "another root" in words
    words = run(
        "found", pair.dir("XAA"), "--propose", card(stranger, "XBB"), "--out", pair.founding, exit_code=1
    ).stderr
    assert "another root" in words
    assert len(comparisons(pair, "XAA")) == 1


@pytest.mark.parametrize(
    "more",
    [
        (),
        ("--voice", "answer"),
        ("--instrument",),
        ("--instrument", "--place", "x"),
        ("--instrument", "--in-person", *AT),
        ("STRING", "--instrument", *AT),
        ("--voice", "later"),
        ("--instrument", "--json", *AT),
        ("--instrument", "--place", "x" * 300, "--their-post", "watch"),
    ],
)
def test_arguments_that_do_not_fit_are_wrong_usage(pair, more):
    by(pair, "XAA", *more, exit_code=2)
    run("pair", pair.dir("XAA"), "--instrument", *AT, exit_code=2)
    run("card", pair.dir("XAA"), "--qr", "--print", exit_code=2)


def test_a_card_shows_its_fingerprint_only_after_it_was_typed(pair):
    words = run("card", pair.dir("XAA"), "--read", card(pair, "XBB")).stdout
    assert pair.fingerprint("XBB") not in words
    assert "watchline pair" in words
    by(pair, "XAA", "--instrument", "--typed", pair.fingerprint("XBB"), *AT)
    words = run("card", pair.dir("XAA"), "--read", card(pair, "XBB")).stdout
    assert pair.fingerprint("XBB") in words
    assert "with a signed instrument" in words
    assert "with a signed instrument" in run("pair", pair.dir("XAA")).stdout


def test_a_line_whose_roots_nobody_compared_carries_only_tests_and_service_messages(pair):
    """XAA compared XBB's root, XBB did not compare XAA's; the line is no demonstration."""
    by(pair, "XAA", "--instrument", "--typed", pair.fingerprint("XBB"), *AT)
    run("found", pair.dir("XAA"), "--propose", card(pair, "XBB"), "--out", pair.founding)
    for code in CODES:
        pair.sign(code)
    assert "came by files only" not in pair.open("XAA").stdout
    assert "came by files only" in pair.open("XBB").stdout
    for code in CODES:
        pair.up(code)
    pair.until(lambda: all(pair.alive(code) for code in CODES), "circuits do not come alive")
    pair.open_by_tests()
    for code, means in (("XAA", "instrument"), ("XBB", "files")):
        entries = answer("log", "list", pair.dir(code), "--party", code)["entries"]
        (seen,) = [item["body"] for item in entries if item["kind"] == "epoch_seen"]
        assert seen["means"] == means
        (how,) = pair.status(code)["roots_compared"]
        assert how["means"] == means
        assert how["words"] in run("status", pair.dir(code)).stdout
    assert answer("send", pair.dir("XAA"), "A message")["written"]
    refused = run("send", pair.dir("XBB"), "A message", exit_code=1).stderr
    assert "The root of XAA came by files only" in refused
    by(pair, "XBB", "--instrument", "--typed", pair.fingerprint("XAA"), *AT)
    pair.down("XBB")
    pair.up("XBB")
    assert answer("send", pair.dir("XBB"), "A message", exit_code=None)["written"]

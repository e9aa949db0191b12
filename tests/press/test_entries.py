"""Claims as entries of an annex: the same facts either way, of noted facts and of whatever the rules suggest."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tools.tree import ROOT
from watchline.people import sample_roster
from watchline.press import Reader, Report, file_hash
from watchline.press.edtf import edtf
from watchline.press.entries import broken, claim_entry, claim_of, report_entry, report_of, without_words
from watchline.record import write_body
from watchline.record.claims import read_annex_body
from watchline.record.press_notes import check_press_date

NOTED = msgspec.json.decode(Path(__file__).with_name("noted_facts.json").read_bytes(), type=list[Report])
OPEN = sorted((ROOT / "examples" / "reports" / "open").glob("*.txt"))
READER = Reader.shipped(sample_roster())


def there_and_back(claim):
    return claim_of(read_annex_body("press_claim", write_body(claim_entry(claim, "person"))))


def test_every_noted_fact_is_the_same_after_its_entry():
    claims = [claim for report in NOTED for claim in report.claims]
    assert [there_and_back(claim) for claim in claims] == claims
    for report in NOTED:
        entry = report_entry(report, None, keep=False, text_hash=None)
        read = read_annex_body("press_report", write_body(entry))
        assert report_of(read, report.claims) == report


@pytest.mark.parametrize("path", OPEN, ids=lambda path: path.stem)
def test_what_the_rules_suggest_is_the_same_after_its_entry_and_its_places_hold(path):
    text = path.read_text(encoding="utf-8")
    report = READER.read(text, name=path.stem, sha256=file_hash(path.read_bytes()))
    for claim in report.claims:
        assert there_and_back(claim) == claim
        entry = claim_entry(claim, "rules")
        assert broken(entry, text) == ()
        assert broken(entry, "x" + text) == tuple((span.start, span.end) for span in claim.spans)
        bare = without_words(entry)
        assert (bare.gist, bare.date_printed) == (None, None)
    assert report_of(report_entry(report, text, keep=True, text_hash=bytes(32)), report.claims) == report


def test_words_that_are_too_long_are_cut_and_the_claim_stays_one():
    base = NOTED[0].claims[0]
    claim = msgspec.structs.replace(base, attribution=("x" * 1_000,) * 40, topics=("y",) * 100, date_printed="z" * 999, spans=base.spans * 200)  # fmt: skip
    read = there_and_back(claim)
    assert (len(read.attribution), len(read.attribution[0]), len(read.topics), len(read.spans)) == (16, 256, 64, 256)


DATES = st.from_regex(r"(\.\.|[0-9]{4}|XXXX)(-[0-9X]{2}){0,2}~?(/(\.\.|20[0-9]{2}(-[01][0-9])?))?", fullmatch=True)


@settings(max_examples=1_000)
@given(DATES | st.text(max_size=12))
@example("XXXX/..")
@example("2022-05-13/2022-05")
@example("unknown/..")
def test_a_date_of_an_entry_is_a_date_of_a_claim_and_no_other(text):
    def refuses(check):
        try:
            check(text)
        except ValueError:
            return True
        return False

    assert refuses(check_press_date) == refuses(edtf)

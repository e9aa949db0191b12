"""Facts that a person noted of five real reports: entered, kept without any text, and put together again.

``noted_facts.json`` holds kinds, names, days, places and hashes, and no sentence of any report (``bench/press_facts.py`` makes it).
"""

from pathlib import Path

import msgspec
import pytest

from watchline.errors import InvalidFromPeer
from watchline.press import (
    Kind,
    Report,
    conflicts,
    facts_only,
    held_days,
    read_report,
    shipped_days,
    timeline,
    write_report,
)

DATA = Path(__file__).with_name("noted_facts.json").read_bytes()
REPORTS = msgspec.json.decode(DATA, type=list[Report])
ROWS = timeline(REPORTS, shipped_days())
KEYS = [row.attests[0].claim.key for row in ROWS]


def test_all_fifty_eight_facts_are_entered():
    assert sum(1 + len(report.claims) for report in REPORTS) == 58


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_a_report_is_read_back_to_the_same_facts(report):
    assert read_report(write_report(report)) == report


def test_the_timeline_is_thirteen_rows_each_of_one_contact():
    assert len(ROWS) == 13
    assert len(set(KEYS)) == 13
    for row in ROWS:
        assert len({item.claim.key for item in row.attests}) == 1
        assert not row.doubts


def test_every_contact_is_attested_by_the_reports_that_tell_it():
    by_key = {row.attests[0].claim.key: row.reports for row in ROWS}
    assert set(by_key["c-2022-05-13-austin-shoigu"]) == {"000", "001", "002", "003"}
    assert set(by_key["c-2022-02-18-austin-shoigu"]) == {"000", "001", "002"}
    assert set(by_key["s-2022-03-24-milley-gerasimov"]) == {"000", "001"}
    assert by_key["c-undated-milley-cn"] == ("004",)


def test_the_differences_are_found_and_no_other():
    found = conflicts(ROWS, REPORTS)
    assert sorted((item.field, tuple(sorted(side.report for side in item.sides))) for item in found) == [
        ("attribution", ("001", "003")),
        ("status", ("001", "001")),
    ]


def test_the_days_of_the_ministers():
    days = {
        frozenset(one.name for one in people): [row.date for _, row in found]
        for people, found in held_days(ROWS).items()
    }
    assert days[frozenset({"Lloyd Austin", "Sergei Shoigu"})] == ["2022-02-18", "2022-05-13", "2022-10-21"]


def test_facts_only_hold_no_words_and_give_the_same_timeline():
    bare = [facts_only(report) for report in REPORTS]
    assert all(claim.gist is None and claim.date_printed is None for report in bare for claim in report.claims)
    assert [(row.date, row.people, row.status, row.reports) for row in timeline(bare, shipped_days())] == [
        (row.date, row.people, row.status, row.reports) for row in ROWS
    ]


def test_the_trap_is_kept_apart():
    (trap,) = [claim for report in REPORTS for claim in report.claims if claim.comment]
    assert trap.kind is Kind.STATEMENT
    assert len(trap.spans) == 2


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b'{"name": 1}',
        DATA[:200],
        b'{"name":"x","sha256":"","claims":[{"kind":"contact","spans":[]}]}',
        b'{"name":"x","sha256":"","claims":[{"kind":"contact","date":"May","spans":[{"start":0,"end":1}]}]}',
        b'{"name":"x","sha256":"","claims":[{"kind":"contact","spans":[{"start":5,"end":1}]}]}',
    ],
)
def test_what_is_no_report_is_refused(data):
    with pytest.raises(InvalidFromPeer) as caught:
        read_report(data)
    assert caught.value.code == "malformed"

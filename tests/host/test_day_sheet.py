"""The day sheet: what happened in one UTC day and nothing else, the same words for both parties, no cause that nobody gave."""

import json
import re
from html.parser import HTMLParser

import pytest
from click.testing import CliRunner

from watchline.cli.main import cli
from watchline.demo.stage import set_up
from watchline.host.day_page import day_page
from watchline.host.day_sheet import day_sheet
from watchline.host.reading import open_reading
from watchline.measure import DAY_MS, day_of, parse_day

SAID = "<script>alert(1)</script> \u202e321 & so"


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    return set_up(tmp_path_factory.mktemp("day") / "line", lambda words: None, days=12)


def sheets(stage, back):
    """Return both parties' sheets of a day so many days before the newest test."""
    found = {}
    for code, node in stage.nodes.items():
        with open_reading(node.folder) as reading:
            last = max(at for at in (reading.here.held.feed_last() and [found_at(reading.here)]))
            found[code] = day_sheet(reading.here, last, day_of(last) - back)
    return found


def found_at(here):
    from watchline.host.answers import inbox

    return max(item["t"] for item in inbox(here, 0, 500)["messages"])


@pytest.mark.parametrize("back", [0, 1, 5])
def test_everything_on_it_is_of_the_day_and_both_parties_say_the_same(stage, back):
    one, two = sheets(stage, back).values()
    for sheet in (one, two):
        start, end = sheet["from"], sheet["until"]
        assert end - start == DAY_MS
        assert all(start <= item["due"] < end for item in sheet["tests"])
        assert all(start <= item["t"] < end for item in sheet["messages"])
    shared = ("day", "figures", "heads", "tests_words", "words")
    assert {name: one[name] for name in shared} == {name: two[name] for name in shared}
    for name, keys in (("tests", ("due", "outcome", "ref", "initiator")), ("messages", ("ref", "from", "text", "t"))):
        mine, theirs = ([tuple(item[key] for key in keys) for item in sheet[name]] for sheet in (one, two))
        assert mine == theirs
    if back == 5:
        assert len(one["tests"]) == 2
        assert one["over"]


def test_no_message_of_the_day_is_left_out(stage):
    from watchline.host.answers import inbox

    node = stage.nodes["XAA"]
    with open_reading(node.folder) as reading:
        every = inbox(reading.here, 0, 500)["messages"]
        days = {day_of(item["t"]) for item in every}
        on_sheets = [
            item["ref"] for day in sorted(days) for item in day_sheet(reading.here, every[-1]["t"], day)["messages"]
        ]
    assert sorted(on_sheets) == sorted(item["ref"] for item in every)


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.links = set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name in {"src", "href", "srcset", "action"}]


def test_the_page_is_whole_in_itself_and_a_text_on_it_is_data(stage):
    sheet = sheets(stage, 1)["XAA"]
    message = {**sheet["messages"][0], "text": SAID} if sheet["messages"] else None
    alarm = {"situation": "x", "level": "alarm", "since": sheet["from"], "ended": None, "words": SAID}
    page = day_page({**sheet, "title": SAID, "messages": [message] if message else [], "alarms": [alarm]})
    tags = Tags()
    tags.feed(page)
    assert "script" not in tags.tags
    assert not tags.links, "nothing is fetched"
    assert "\u202e" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &lt;U+202E&gt;321 &amp; so" in page
    assert not re.search(r"\b(because|failed to|refused to|did not bother)\b", page)


def test_the_verb_writes_the_page_or_the_facts_and_overwrites_nothing(stage, tmp_path):
    folder, out = str(stage.nodes["XBB"].folder), tmp_path / "day.html"
    day = sheets(stage, 1)["XBB"]["day"]
    found = CliRunner().invoke(cli, ["day", folder, "--on", day, "--json"])
    assert found.exit_code == 0, found.output
    facts = json.loads(found.stdout)
    assert (facts["day"], facts["from"]) == (day, parse_day(day) * DAY_MS)
    assert CliRunner().invoke(cli, ["day", folder, "--on", day, "--out", str(out)]).exit_code == 0
    assert f"Day sheet {day} · XBB" in out.read_text(encoding="utf-8")
    before = out.read_bytes()
    assert CliRunner().invoke(cli, ["day", folder, "--out", str(out)]).exit_code == 1
    assert out.read_bytes() == before
    for wrong in ([], ["--json", "--out", str(out)], ["--json", "--on", "2026-02-30"]):
        assert CliRunner().invoke(cli, ["day", folder, *wrong]).exit_code == 2

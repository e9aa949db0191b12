"""Every story in this folder is played on real nodes in memory, and what it expects is so at each of them."""

import re
from pathlib import Path

import pytest

from watchline.demo.script import read_story
from watchline.demo.sentences import PAIR, SENTENCES
from watchline.demo.story import Telling, play, shipped_story
from watchline.errors import OurMistake
from watchline.measure import DAY_MS, day_of
from watchline.sim.setting import invented
from watchline.sim.world import World, drive

FOLDER = Path(__file__).parent
STORIES = sorted(FOLDER.glob("*.story"))
HEAD = 'story x\nparties XAA XBB\nthe chiefs are XAA "chief" and XBB "chief", level "minister"\n'
ASKS = 'day 0 0200Z XAA asks for call C1 between the chiefs about "y"\n'


def told(path):
    return read_story(path.read_text(encoding="utf-8"), path.name)


def played(text):
    return drive(play(read_story(text, "x.story")))


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_a_story_plays_and_what_it_expects_is_so(path):
    telling = drive(play(told(path)))
    assert telling.unmet == []
    assert telling.whole


def test_the_story_of_eighty_four_days_is_the_one_that_the_demonstration_tells():
    assert shipped_story("eighty-four-days") == told(FOLDER / "eighty-four-days.story")
    steps = shipped_story("eighty-four-days").steps
    assert sorted({step.at // DAY_MS for step in steps}) == [0, 7, 91, 252]
    assert steps[-1].at % DAY_MS < 5 * 3_600_000, "the demonstration may end at 055945Z of day 252"


def test_what_does_not_hold_is_told_with_its_line_and_node():
    wrong = 'as of day 0 expect the chiefs "the first in 84 days"\nday 0 0201Z expect C1 is scheduled; asked 2 times\n'
    unmet = played(HEAD + ASKS + wrong + "day 0 0202Z expect the line is DARK\n").unmet
    assert unmet[:4] == [
        "x.story, line 6: at XAA C1 is requested, asked 1 times, confirmed: False",
        "x.story, line 6: at XBB C1 is requested, asked 1 times, confirmed: False",
        "x.story, line 7: at XAA the line is NORMAL",
        "x.story, line 7: at XBB the line is NORMAL",
    ]
    assert [words.partition(" says ")[0] for words in unmet[4:]] == [
        "x.story, line 5: as of day 0 XAA",
        "x.story, line 5: as of day 0 XBB",
    ]


def test_a_number_of_days_that_is_wrong_by_one_is_seen():
    text = (FOLDER / "eighty-four-days.story").read_text(encoding="utf-8")
    unmet = played(text.replace("the first in 84 days", "the first in 85 days")).unmet
    assert len(unmet) == 4, unmet  # of days 91 and 251, at both nodes
    assert all("the first in 84 days (before it:" in words for words in unmet)


OTHERWISE = [
    ("XAA is to read it; not in force", "XAA is to read it; in force", "force False"),
    ("CONFLICT by both", "NEAR by both", "stated: CONFLICT, CONFLICT"),
    ("by time; CLEAR", "by area; CLEAR", "the two are separated by time"),
    ("version 2; XBB is to read it", "version 3; XBB is to read it", "number 2"),
    ("N2 is amended; XBB notes it", "N2 is amended; XBB has read it", "reader noted"),
    ("N2 is expired; not in force", "N2 is active; not in force", "notice_state expired"),
    ("N1 is active; in force", "N1 is active; STALE", "staleness False"),
]


def test_what_a_story_expects_of_notices_can_be_unmet():
    text = (FOLDER / "live-fire-and-a-flight.story").read_text(encoding="utf-8")
    for so, otherwise, _ in OTHERWISE:
        assert text.count(so) == 1
        text = text.replace(so, otherwise)
    unmet = played(text).unmet
    assert len(unmet) == 2 * len(OTHERWISE), unmet  # at both nodes
    for at, (_, _, words) in enumerate(OTHERWISE):
        assert all(words in line for line in unmet[2 * at : 2 * at + 2]), words


def test_what_the_node_refuses_ends_the_story_with_its_line():
    with pytest.raises(OurMistake, match=r"line 5: XAA: .*"):
        played(HEAD + ASKS + "day 0 0210Z XAA accepts C1 for 0300Z\n")


def test_what_began_before_the_telling_is_left_out_with_all_that_belongs_to_it():
    story = told(FOLDER / "eighty-four-days.story")
    world = World(invented("x", 2), "x")
    day = day_of(world.start_wall)
    late = Telling(world, story, day, since=world.start_wall + 91 * DAY_MS + 8_000_000)
    assert (late.whole, late.calls) == (False, 1)
    assert late.unmet_contacts() == []
    assert Telling(world, story, day, since=world.start_wall + 7_200_000).whole


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "line 0: a story begins with two lines; write"),
        (HEAD, "line 3: nothing happens"),
        ("story\n", "line 1: not understood: story; write\n  story TITLE"),
        (HEAD + "on day 0\n", "line 4: a line begins with"),
        (HEAD + "day 0 0200 XAA reads C1\n", "line 4: a line begins with"),
        (HEAD + "day 0 0260Z XAA reads C1\n", "line 4: there is no time 0260Z"),
        (HEAD + "day 0 0200Z XAA reads C1\n", "line 4: nothing is called C1 yet; write\n  XAA asks for call C1"),
        (HEAD + ASKS + "day 0 0159Z XBB reads C1\n", "line 5: this is earlier"),
        (HEAD + ASKS + "day 0 0201Z XCC reads C1\n", "line 5: XCC is no party"),
        (HEAD + ASKS + "day 0 0201Z XBB refuses C1\n", "line 5: not understood: XBB refuses C1; write\n"),
        (
            HEAD + ASKS + "day 0 0201Z XBB declines\n",
            "line 5: not understood: XBB declines; write\n  XAA declines C1\n",
        ),
        (
            HEAD + ASKS + "day 0 0201Z XBB declines C1; for no reason\n",
            "line 5: not understood after `;`: for no reason",
        ),
        (HEAD + ASKS + 'day 0 0201Z XBB accepts C1 for 0300Z; saying "a"; saying "b"\n', "line 5: said twice"),
        (HEAD + ASKS + ASKS, "line 5: C1 is the name of something else"),
        (HEAD + ASKS + "day 0 0201Z expect C1 is good\n", "line 5: not understood: expect C1 is good; write\n"),
        (HEAD + ASKS.replace("chiefs", "kings"), "line 4: who the kings are"),
        (HEAD + 'as of day 0 expect the kings "a"\n', "line 4: who the kings are"),
        (HEAD + "as of today\n", "line 4: not understood: as of today; write\n  as of day N expect the PAIR"),
        ("story x\nparties XAA XBB\nthe chiefs are XAA\n", "line 3: not understood"),
        (HEAD.replace('XBB "chief"', 'XAA "chief"'), "line 3: two offices of two parties"),
        (HEAD.replace("minister", "king") + ASKS, "'king' is no party, level or circuit"),
        (
            HEAD + 'day 0 0200Z XAA announces air N1 "x"; within 5 km\n',
            "line 4: not understood after `;`: within 5 km; write\n",
        ),
        (HEAD + "day 0 0200Z XAA reads N1\n", "line 4: nothing is called N1 yet; write\n  XAA announces live fire N1"),
        ("separation of air is 5 km\n", "line 1: not understood: separation of air is 5 km; write\n"),
        (HEAD + "day 0 0200Z circuit nine is cut\n", "'nine' is no party, level or circuit"),
    ],
)
def test_a_line_that_is_not_understood_is_told_with_its_number_and_what_to_write(text, words):
    with pytest.raises(OurMistake) as why:
        played(text)
    assert words in str(why.value)


def test_every_shape_of_a_sentence_stands_on_the_page_of_stories():
    page = (FOLDER.parents[1] / "docs" / "reference" / "stories.md").read_text(encoding="utf-8")
    for shape in (*SENTENCES, PAIR):
        plain = [part.strip() for part in re.split(r"\{\w+\}", shape.words) if part.strip()]
        assert any(all(part in row for part in plain) for row in page.splitlines()), shape.words

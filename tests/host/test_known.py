"""What is kept beside the record: followed change by change it says what a walk of the whole line says."""

from __future__ import annotations

import random

import pytest

from tests.pair import Line, run
from watchline.host import messages_known
from watchline.host.answers import Here, line_tests
from watchline.host.followed import Followed
from watchline.host.messages_known import MessagesKnown, opened
from watchline.host.tests_known import TestsKnown as Known  # pytest would take it for tests
from watchline.host.tests_known import tests_apart as apart
from watchline.node import SayAcknowledged, SayMessage, SayRead, SayTest, SayTestAnswered


def here(member):
    return Here(member.line.charter, member.code, member.store.held)


class Fed:
    """The feed of a store in memory."""

    def __init__(self, store, kept=1_000_000):
        self._store, self._kept = store, kept

    def feed_last(self):
        return self._store._feed_last

    def feed(self, after, limit):
        return run(self._store.feed(max(after, self.feed_last() - self._kept), limit))


def acts(line, seed, count):
    """Let both sides say things by chance; after each one both hold all of it."""
    chance, texts, tests = random.Random(seed), [], []
    for number in range(count):
        one, other = chance.sample(("XAA", "XBB"), 2)
        match chance.randrange(5):
            case 0 | 1:
                texts.append(
                    (line[one].say(SayMessage(text=f"text {number}", precedence=chance.choice("RPOZ"))), other)
                )
            case 2:
                tests.append((line[one].say(SayTest()), other))
            case 3 if tests:
                ref, who = tests.pop(chance.randrange(len(tests)))
                line[who].say(SayTestAnswered(ref=ref, quality=4))
            case 4 if texts:
                ref, who = texts.pop(chance.randrange(len(texts)))
                line[who].say(SayRead(ref=ref))
                line[who].say(SayAcknowledged(ref=ref, how="understood"))
        line.settle()
        line.wait(1)
        yield


@pytest.mark.parametrize("seed", range(2))
def test_what_is_followed_is_what_a_walk_finds(seed):
    line = Line().open()
    sides = [(line[code], Known(), MessagesKnown(), Fed(line[code].store)) for code in ("XAA", "XBB")]
    most = 0
    for _ in acts(line, seed, 40):
        for member, tests, messages, feed in sides:
            at = here(member)
            found = tests.newest(at, feed)
            assert found == list(apart(at))
            assert line_tests(at, line.wall + 1, apart=found) == line_tests(at, line.wall + 1)
            assert messages.opened(at, feed) == opened(at)
            most = max(most, opened(at).unread + opened(at).ours)
    assert most > 3
    assert len(found) > 2


def test_beyond_what_is_counted_the_next_ones_come_in_as_others_are_read(monkeypatch):
    monkeypatch.setattr(messages_known, "OPEN_MAX", 3)
    line = Line().open()
    a, b = line["XAA"], line["XBB"]
    refs = [a.say(SayMessage(text=f"text {number}")) for number in range(6)]
    line.settle()
    known, feed = MessagesKnown(), Fed(b.store)
    seen = [known.opened(here(b), feed)]
    for ref in refs:
        b.say(SayRead(ref=ref))
        line.settle()
        seen.append(known.opened(here(b), feed))
    assert [one.unread for one in seen] == [3, 3, 3, 3, 2, 1, 0]
    assert [one.whole for one in seen] == [False, False, False, False, True, True, True], (
        "three at least, while there are more"
    )


def test_one_whom_the_feed_has_left_behind_reads_everything_anew():
    line = Line().open()
    a = line["XAA"]
    known, messages, feed = Known(), MessagesKnown(), Fed(a.store, kept=2)
    assert known.newest(here(a), feed) == list(apart(here(a)))
    assert messages.opened(here(a), feed) == opened(here(a))
    for _ in range(3):
        a.say(SayTest())
        a.say(SayMessage(text="more than the feed keeps"))
    assert Followed().changed(feed) is None
    assert known.newest(here(a), feed) == list(apart(here(a)))
    assert messages.opened(here(a), feed) == opened(here(a))
    assert opened(here(a)).ours == 3

"""Diagnostics: one JSON object a line, never in the node's way."""

import json
import threading

from tests.process.nodes import until
from watchline.host.diagnostics import Diagnostics
from watchline.node import News

AT = 1_790_000_000_000


def read(lines):
    return [json.loads(line) for line in b"".join(lines).splitlines()]


def test_a_line_says_level_instant_and_what(tmp_path):
    lines = []
    said = Diagnostics(lambda: AT, lines.append)
    said.say("warning", "alarm", "dark/XBB", "The line is DARK. הקו")
    said.say("info", "up")
    said.close()
    assert read(lines) == [
        {
            "level": "warning",
            "at": "2026-09-21T14:13:20.000Z",
            "what": "alarm",
            "ref": "dark/XBB",
            "words": "The line is DARK. הקו",
        },
        {"level": "info", "at": "2026-09-21T14:13:20.000Z", "what": "up"},
    ]


def test_the_same_again_is_counted_and_written_once_in_ten_minutes(monkeypatch):
    now = [100.0]
    monkeypatch.setattr("watchline.host.diagnostics.monotonic", lambda: now[0])
    lines = []
    said = Diagnostics(lambda: AT, lines.append)
    for _ in range(50):
        said.say("info", "dial_failed", "one", "127.0.0.1:7001: cannot be reached")
    now[0] += 601
    said.say("info", "dial_failed", "one", "127.0.0.1:7001: cannot be reached")
    said.close()
    found = read(lines)
    assert [item.get("repeated") for item in found] == [None, 49]


def test_the_texts_of_messages_are_left_out():
    lines = []
    said = Diagnostics(lambda: AT, lines.append)
    said.news([News("early", "D-XAA-0001", "the text itself")])
    said.news([News("alarm", "message/D-XAA-0001", "D-XAA-0001 from XAA: the text itself")])
    said.news([News("alarm", "dark/XBB", "No circuit is alive.")])
    said.close()
    assert b"the text itself" not in b"".join(lines)
    assert [item["what"] for item in read(lines)] == ["early", "alarm", "alarm"]
    assert read(lines)[2]["words"] == "No circuit is alive."


def test_of_a_burst_the_first_and_the_last_are_written_with_their_number_and_what_else_came_stays_whole():
    lines = []
    said = Diagnostics(lambda: AT, lines.append)
    burst = [News("message", f"D-XAA-{number:04d}", "") for number in range(1, 301)]
    said.news([*burst, News("alarm", "dark/XBB", "No circuit is alive."), News("fork", "one", "two heads")])
    said.news(burst[:2])
    said.close()
    found = [(item["level"], item["what"], item["ref"], item.get("words")) for item in read(lines)]
    assert found == [
        ("info", "message", "D-XAA-0001 to D-XAA-0300", "300 in one step"),
        ("warning", "alarm", "dark/XBB", "No circuit is alive."),
        ("warning", "fork", "one", "two heads"),
        ("info", "message", "D-XAA-0001", None),
        ("info", "message", "D-XAA-0002", None),
    ]


def test_a_reader_that_does_not_read_stops_nobody_and_what_is_lost_is_counted():
    reading, lines = threading.Event(), []

    def slow(data):
        reading.wait(20)
        lines.append(data)

    said = Diagnostics(lambda: AT, slow)
    for number in range(10_000):
        said.say("info", "message", f"D-XAA-{number:04d}")
    reading.set()
    until(said._waiting.empty)
    said.say("info", "last")
    said.close()
    found = read(lines)
    assert found[-1]["what"] == "last"
    assert found[-1]["lost"] + len(found) == 10_001


def test_a_stderr_that_is_gone_is_no_reason_to_stop(monkeypatch):
    def gone(_number, _data):
        raise BrokenPipeError(32, "nobody reads")

    monkeypatch.setattr("os.write", gone)
    said = Diagnostics(lambda: AT)
    said.say("info", "up")
    said.close()

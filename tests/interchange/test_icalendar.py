"""iCalendar as RFC 5545 wants it: whole seconds, UTC, escaped and folded."""

import re

import pytest

from watchline.interchange import Planned, write_icalendar
from watchline.measure.altitude import Band
from watchline.measure.area import Circle, Corridor
from watchline.measure.position import Position
from watchline.measure.volume import Volume
from watchline.measure.window import Window

NOW = 1_795_348_800_000


def volume(start, end):
    return Volume(Circle(Position(-483_000_001, 125_000_000), 100), Band(), Window(start, end))


def written(*volumes, **more):
    text = write_icalendar([Planned("XAA-0412", "live fire; range 3, south", volumes, **more)], NOW, "f00d").decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.endswith("END:VCALENDAR\r\n")
    return text.replace("\r\n ", "").split("\r\n")


def test_an_event_for_each_volume():
    lines = written(volume(NOW, NOW + 3_600_000), volume(NOW + 1, NOW + 3_600_001), version=3)
    assert [line for line in lines if line.startswith("UID")] == ["UID:XAA-0412/0@f00d", "UID:XAA-0412/1@f00d"]
    assert [line for line in lines if line.startswith("DT")][:3] == ["DTSTAMP:20261122T120000Z", "DTSTART:20261122T120000Z", "DTEND:20261122T130000Z"]  # fmt: skip
    assert "DTEND:20261122T130001Z" in lines, "an end is rounded up to whole seconds"
    assert "SEQUENCE:2" in lines
    assert "GEO:-48.3000001;12.5000000" in lines
    assert "SUMMARY:live fire\\; range 3\\, south" in lines
    assert "STATUS:CONFIRMED" in lines


def test_open_ends_are_said():
    lines = written(volume(None, None), withdrawn=True)
    assert "DTSTART:20261122T120000Z" in lines
    assert not any(line.startswith("DTEND") for line in lines)
    description = next(line for line in lines if line.startswith("DESCRIPTION"))
    assert "no end" in description
    assert "already" in description
    assert "STATUS:CANCELLED" in lines


def test_an_event_of_no_length_lasts_a_second():
    assert "DTEND:20261122T120001Z" in written(volume(NOW, NOW))
    assert "DTEND:20261122T120001Z" in written(volume(None, NOW - 9))


def test_words_of_others_stay_words():
    lines = written(volume(NOW, None), words="a\nEND:VCALENDAR\r\nBEGIN:X\x07\\ ü" + "é" * 80)
    assert lines.count("END:VCALENDAR") == 1
    assert not any(line.startswith("BEGIN:X") for line in lines)
    assert re.search(
        r"a\\nEND:VCALENDAR\\nBEGIN:X\\\\ üé+$", next(line for line in lines if line.startswith("DESCRIPTION"))
    )


def test_a_corridor_begins_at_its_first_position():
    corridor = Volume(Corridor((Position(1, 2), Position(3, 4)), 5), Band(), Window(NOW, None))
    assert "GEO:0.0000001;0.0000002" in written(corridor)


def test_a_time_beyond_the_calendar_is_refused():
    with pytest.raises(ValueError, match="beyond the years"):
        written(volume(2**52, None))

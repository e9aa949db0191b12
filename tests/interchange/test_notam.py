"""NOTAMs: what a text pins down is read, everything else is asked; nothing is guessed in silence."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchline.errors import InvalidFromPeer
from watchline.interchange import read_notams, settled
from watchline.measure import utc
from watchline.measure.altitude import Band, Level, Reference
from watchline.measure.area import Circle, Corridor, Polygon
from watchline.measure.position import Position
from watchline.measure.window import Window

CENTRE = Position(483_333_333, 125_666_667)
B = 1_795_348_800_000
"""2026-11-22T12:00Z."""
HOUR = 3_600_000


def notam(e="GUN FIRING WILL TAKE PLACE.", *, q="EDMM/QWMLW/IV/BO/W/000/100/4820N01234E005", b="2611221200", c="2611221800", d="", f="SFC", g="FL100", head="A1234/26 NOTAMN"):  # fmt: skip
    lines = [head, f"Q) {q}", f"A) EDMM B) {b}" + (f" C) {c}" if c else ""), f"D) {d}" if d else "", f"E) {e}"]
    lines += [f"F) {f} G) {g}"] if f or g else []
    return "\n".join(line for line in lines if line)


def read(text, **answers):
    (shape,) = read_notams(text.encode(), {name.replace("_", "-"): value for name, value in answers.items()})
    return shape


def codes(shape):
    return [question.code for question in shape.asks]


def refused(text, *words):
    with pytest.raises(InvalidFromPeer) as why:
        read_notams(text if isinstance(text, bytes) else text.encode())
    for word in words:
        assert word in str(why.value)


def test_the_circle_of_the_q_line_the_band_and_the_times():
    shape = read(notam())
    assert (shape.name, shape.kind, shape.asks) == ("A1234/26", "live_fire", ())
    (volume,) = shape.volumes
    assert volume.area == Circle(CENTRE, 926_000)
    assert volume.band == Band(None, Level(100, Reference.FL))
    assert volume.window == Window(B, B + 6 * HOUR)
    assert any("circle of the Q line, rounded out to minutes and 5 NM" in words for words in shape.understood)


@pytest.mark.parametrize(
    ("e", "area"),
    [
        ("GUN FIRING WI 2.5NM RADIUS OF 482000N0123400E.", Circle(CENTRE, 463_000)),
        ("GUN FIRING WITHIN 3 KM OF PSN 4820N01234E", Circle(CENTRE, 300_000)),
        ("FIRING RADIUS 500 M CENTRED ON N482000 E0123400", Circle(CENTRE, 50_000)),
        ("AREA BOUNDED BY 482100N0123300E - 482100N0123500E - 481900N0123400E - 482100N0123300E", Polygon(((Position(483_500_000, 125_500_000), Position(483_500_000, 125_833_333), Position(483_166_667, 125_666_667)),))),
        ("WI LATERAL LIMITS 482100.00N 0123300.00E, 482100.00N 0123500.00E, 481900.00N 0123400.00E", Polygon(((Position(483_500_000, 125_500_000), Position(483_500_000, 125_833_333), Position(483_166_667, 125_666_667)),))),
        ("1NM EITHER SIDE OF LINE 482100N0123300E - 482100N0123500E", Corridor((Position(483_500_000, 125_500_000), Position(483_500_000, 125_833_333)), 185_200)),
    ],
)  # fmt: skip
def test_item_e_draws_one_area(e, area):
    shape = read(notam(e))
    assert shape.asks == ()
    assert shape.volumes[0].area == area
    assert any("Item E) draws it" in words for words in shape.understood)


@pytest.mark.parametrize(
    "e",
    [
        "WI 5NM RADIUS OF ARP EDMM",
        "AREA BOUNDED BY 482100N0123300E - 482100N0123500E THEN ALONG THE BORDER TO 481900N0123400E",
        "AREA 482100N0123300E CLOCKWISE ARC RADIUS 5NM CENTRED ON 4820N01234E TO 482100N0123500E",
        "CIRCLES RADIUS 1NM OF 4820N01234E AND RADIUS 2NM OF 4821N01234E",
        "CRANE ERECTED AT 482000N0123400E",
        "BTN 482000N0123400E AND 482100N0123400E",
        "AREA 1: 482100N0123300E - 482100N0123500E - 481900N0123400E - 482100N0123300E AREA 2: 4820N01234E",
        "AREA 4821N 01233E - 48.35N 12.58E - 481900N0123400E",
        "AREA 482160N0123300E - 482100N0123500E - 481900N0123400E",
        "AREA BOUNDED BY 482100N0123300E - 482100N0123500E - 481900N0123400E EXC CTR EDMM",
    ],
)
def test_what_is_not_one_plain_area_goes_to_a_person(e):
    text = notam(e)
    if "482160" in e:
        refused(text, "below 60")
        return
    shape = read(text)
    assert codes(shape) == ["area"]
    with pytest.raises(InvalidFromPeer, match="area=q-line"):
        settled([shape])
    assert read(text, area="q-line").volumes[0].area == Circle(CENTRE, 926_000)


def test_an_area_beyond_its_q_line_is_asked():
    text = notam("WI 2NM RADIUS OF 492000N0123400E")
    shape = read(text)
    assert codes(shape) == ["area"]
    assert "km beyond the circle of the Q line" in shape.asks[0].words
    assert read(text, area="item-e").volumes[0].area.centre.lat_e7 == 493_333_333
    assert read(text, area="q-line").volumes[0].area == Circle(CENTRE, 926_000)


def test_a_region_is_no_area():
    for q in ("EDMM/QWMLW/IV/BO/W/000/100/4820N01234E999", "EDMM/QWMLW/IV/BO/W/000/100"):
        refused(notam(q=q), "by hand")
        assert read(notam("WI 1NM RADIUS OF 4820N01234E", q=q)).volumes[0].area == Circle(CENTRE, 185_200)
        refused(notam("WI 1NM RADIUS OF ARP", q=q), "says nowhere either")


@pytest.mark.parametrize(
    ("f", "g", "band"),
    [
        ("SFC", "UNL", Band()),
        ("GND", "2500FT AMSL", Band(None, Level(76_200, Reference.AMSL))),
        ("1000FT AGL", "FL085", Band(Level(30_480, Reference.AGL), Level(85, Reference.FL))),
        ("300M AMSL", "1001 FT MSL", Band(Level(30_000, Reference.AMSL), Level(30_511, Reference.AMSL))),
        ("", "", Band(None, Level(100, Reference.FL))),
    ],
)
def test_heights(f, g, band):
    assert read(notam(f=f, g=g)).volumes[0].band == band


def test_a_height_above_nothing_is_asked():
    text = notam(g="2500FT")
    shape = read(text)
    assert codes(shape) == ["item-G"]
    assert shape.volumes[0].band.ceiling is None, "shown without limit while it is open"
    assert read(text, item_G="AGL").volumes[0].band.ceiling == Level(76_200, Reference.AGL)
    refused(notam(f="FL100", g="FL050"), "exchange")
    refused(notam(f="HIGH"), "item F)", "FL085")
    refused(notam(g=""), "item G) is missing")


def test_ends():
    assert read(notam(c="PERM")).volumes[0].window == Window(B, None)
    estimated = read(notam(c="2611221800EST"))
    assert codes(estimated) == ["end"]
    assert read(notam(c="2611221800 EST"), end="as-estimated").volumes[0].window == Window(B, B + 6 * HOUR)
    assert read(notam(c="2611221800EST"), end="open").volumes[0].window == Window(B, None)
    refused(notam(c=""), "item C) is missing")
    refused(notam(c="2611221100"), "before item B)")
    refused(notam(b="2613221100"), "item B)")
    refused(notam(c="NEXT WEEK"), "item C)")


def windows(d, c="2611251800", **answers):
    return [(utc(v.window.start)[8:16], utc(v.window.end)[8:16]) for v in read(notam(d=d, c=c), **answers).volumes]


@pytest.mark.parametrize(
    ("d", "expected"),
    [
        ("H24", [("22T12:00", "25T18:00")]),
        ("DAILY 0800-1300", [("22T12:00", "22T13:00"), ("23T08:00", "23T13:00"), ("24T08:00", "24T13:00"), ("25T08:00", "25T13:00")]),
        ("0800-0900 1400-1500", [("22T14:00", "22T15:00"), ("23T08:00", "23T09:00"), ("23T14:00", "23T15:00"), ("24T08:00", "24T09:00"), ("24T14:00", "24T15:00"), ("25T08:00", "25T09:00"), ("25T14:00", "25T15:00")]),
        ("2200-0400", [("22T22:00", "23T04:00"), ("23T22:00", "24T04:00"), ("24T22:00", "25T04:00")]),
        ("MON-TUE 0800-0900", [("23T08:00", "23T09:00"), ("24T08:00", "24T09:00")]),
        ("SUN 1300-1400, WED 1000-1100", [("22T13:00", "22T14:00"), ("25T10:00", "25T11:00")]),
        ("NOV 23-24 0800-0900", [("23T08:00", "23T09:00"), ("24T08:00", "24T09:00")]),
        ("23 25 0800-0900 AND 24 1000-1100", [("23T08:00", "23T09:00"), ("24T10:00", "24T11:00"), ("25T08:00", "25T09:00")]),
        ("DAILY 0000-2400", [("22T12:00", "25T18:00")]),
    ],
)  # fmt: skip
def test_schedules(d, expected):
    assert windows(d) == expected


@pytest.mark.parametrize("d", ["SR-SS", "0800-SS", "DAILY EXC SAT 0800-0900", "0861-0900", "2500-2600", "NOV 22", "EVERY SECOND DAY", "32 0800-0900", "FRI-0900"])  # fmt: skip
def test_a_schedule_that_is_not_plain_is_asked(d):
    shape = read(notam(d=d))
    assert codes(shape) == ["schedule"]
    assert read(notam(d=d), schedule="whole").volumes[0].window == Window(B, B + 6 * HOUR)


def test_a_schedule_of_too_many_windows_or_without_an_end_is_asked():
    assert codes(read(notam(d="DAILY 0800-0900 1000-1100", c="2711221800"))) == ["schedule"]
    assert codes(read(notam(d="DAILY 0800-0900", c="3011221800"))) == ["schedule"]
    assert codes(read(notam(d="DAILY 0800-0900", c="PERM"))) == ["schedule"]
    assert codes(read(notam(d="22-24 0800-0900", c="2612251800"))) == ["schedule"], "of which month?"
    refused(notam(d="SAT 0800-0900"), "names no moment")


def test_several_below_each_other_and_texts_within_e():
    text = "\n\n".join(
        [
            f"({notam()})",
            notam("F) IS TEXT HERE, AND A) TOO", head="A1235/26 NOTAMR A1234/26"),
            notam(head="A1236/26 NOTAMN", q="EDMM/QXXXX/IV/BO/W/000/999/4820N01234E005", f="", g=""),
        ]
    )
    shapes = read_notams(text.encode())
    assert [shape.name for shape in shapes] == ["A1234/26", "A1235/26", "A1236/26"]
    assert shapes[1].volumes == shapes[0].volumes
    assert "It replaces A1234/26." in shapes[1].notes
    assert (shapes[2].kind, shapes[2].volumes[0].band) == ("", Band())
    refused(f"{notam()}\n{notam()}", "stands twice")


def test_what_is_no_notam_is_refused():
    refused("", "item Q) is missing")
    refused("hello", "item Q) is missing")
    refused(b"\xff\xff", "not text")
    refused("x" * 300_000, "bytes")
    refused(notam(head="A1235/26 NOTAMC A1234/26"), "cancels A1234/26")
    refused(notam(q="EDMM"), "Q line")
    refused("\n".join(notam(head=f"A{n:04d}/26 NOTAMN") for n in range(201)), "at most 200")


def test_small_letters_and_a_mark_at_the_beginning_change_nothing():
    assert read_notams(b"\xef\xbb\xbf" + notam().lower().encode()) == read_notams(notam().encode())


@given(st.text(st.sampled_from("QABCDEFG)(/ \n0123456789NSEWRADIUSMFT.-"), max_size=300))
def test_garbage_in_item_e_is_read_asked_or_refused(text):
    with contextlib.suppress(InvalidFromPeer):
        read(notam(text))


@given(st.binary(max_size=200), st.integers(0, 400), st.sampled_from([notam(), notam(d="MON-FRI 0800-1200")]))
def test_a_damaged_notam_is_read_asked_or_refused(noise, at, text):
    damaged = text.encode()[:at] + noise + text.encode()[at + len(noise) :]
    with contextlib.suppress(InvalidFromPeer):
        read_notams(damaged)

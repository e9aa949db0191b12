"""Exact numbers with their unit, as they are typed: what each becomes, and what is refused."""

from __future__ import annotations

import click
import pytest

from watchline.cli.shape_types import CEILING, DISTANCE, DURATION, FLOOR, PLACE, Shape


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (DISTANCE, "5km", 500_000),
        (DISTANCE, "3nm", 555_600),
        (DISTANCE, "0.005m", 1),
        (DURATION, "20min", 1_200_000),
        (DURATION, "-1.5h", -5_400_000),
        (FLOOR, "3000mAMSL", [300_000, "AMSL"]),
        (FLOOR, "1ftAGL", [30, "AGL"]),
        (CEILING, "1ftAGL", [31, "AGL"]),
        (CEILING, "-1 ft W84", [-30, "W84"]),
        (FLOOR, "-1 ft W84", [-31, "W84"]),
        (FLOOR, "FL240", [240, "FL"]),
        (PLACE, "48.37N,12.5E", [483_700_000, 125_000_000]),
        (PLACE, "-48.37,12.5W", [-483_700_000, -125_000_000]),
        (PLACE, "0,180", [0, -1_800_000_000]),
        (Shape("circle"), "48,12 5km", {"circle": [500_000, 480_000_000, 120_000_000]}),
        (Shape("corridor"), "48,12 49,12 1m", {"corridor": [100, 480_000_000, 120_000_000, 490_000_000, 120_000_000]}),
        (Shape("polygon"), "1,2 3,4 5,6", {"polygon": [[10_000_000, 20_000_000, 30_000_000, 40_000_000, 50_000_000, 60_000_000]]}),
    ],
)  # fmt: skip
def test_what_is_typed_becomes_exact_integers(kind, text, expected):
    assert kind.convert(text, None, None) == expected


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        (DISTANCE, ["5", "km", "5 miles", "1e3m", "nan m", "∞m", "\u0665km"]),
        (DURATION, ["20", "min", "1y"]),
        (FLOOR, ["3000", "3000m", "3000AMSL", "FL", "FL12345", "3000mQNH"]),
        (PLACE, ["48.37", "91,0", "0,181", "12E,48N", "-48S,1", "1,2,3", "N48,E12", "4\uff18,1"]),
        (Shape("circle"), ["", "5km", "48,12", "48,12 49,12 5km"]),
        (Shape("corridor"), ["48,12 5km"]),
        (Shape("polygon"), ["1,2 3,4", "1,2 3,4 5km"]),
    ],
)
def test_what_has_no_unit_or_is_turned_round_is_refused(kind, texts):
    for text in texts:
        with pytest.raises(click.BadParameter, match="write"):
            kind.convert(text, None, None)

"""Vectors of docs/spec/shapes.md: the bytes of volumes, and verdicts on pairs of them with every number.

The numbers are written down, not computed: they are what every machine must find. ``tests/conflict/test_vectors.py`` holds the
lateral ones against Karney's geodesics.
"""

from tests.vectors.make.form import Vector
from tests.vectors.make.plain import cbor

E7 = 10_000_000
NIGHT = {"start": 1_795_000_000_000, "end": 1_795_003_600_000}


def vectors():
    yield from _volumes()
    yield from _encounters()


def _ring(*degrees):
    return [round(number * E7) for corner in degrees for number in corner]


def circle(radius, lat, lon):
    return {"circle": [radius, *_ring((lat, lon))]}


SQUARE = _ring((50, 20), (50, 21), (51, 21), (51, 20))
HOLE = _ring((50.4, 20.4), (50.4, 20.6), (50.6, 20.6), (50.6, 20.4))


def _volumes():
    sound = {
        "circle": (
            "A circle of 5 km, from the surface, unlimited, for an hour.",
            {"area": circle(500_000, 50, 20)} | NIGHT,
        ),
        "corridor": (
            "A corridor in flight levels, until further notice.",
            {
                "area": {"corridor": [370_400, *_ring((50, 20), (51, 23))]},
                "floor": [290, "FL"],
                "ceiling": [310, "FL"],
                "start": NIGHT["start"],
            },
        ),
        "polygon-hole": (
            "A polygon with a hole, heights above declared ground.",
            {"area": {"polygon": [SQUARE, HOLE]}, "ceiling": [30_000, "AGL"], "ground": [10_000, 45_000], "doubt": 500},
        ),
        "pole": (
            "A ring around the north pole, now and before and until further notice.",
            {"area": {"polygon": [_ring((85, 0), (85, 120), (85, -120))]}},
        ),
        "largest-circle": ("500 km.", {"area": circle(50_000_000, 0, -180)}),
    }
    for name, (comment, fields) in sound.items():
        yield Vector(
            f"shapes/volume-{name}", "volume", "ok", comment, cbor(fields), gives={"form": next(iter(fields["area"]))}
        )
    malformed = {
        "radius": ("A radius above 500 km.", {"area": circle(50_000_001, 0, 0)}),
        "longitude-180": ("180 degrees east is written as west.", {"area": circle(5, 0, 180)}),
        "latitude": ("Beyond the pole: latitude and longitude exchanged.", {"area": circle(5, 120, 50)}),
        "closed-ring": ("The ring repeats its first position.", {"area": {"polygon": [[*SQUARE, *SQUARE[:2]]]}}),
        "half-position": ("A latitude without its longitude.", {"area": {"polygon": [SQUARE[:-1]]}}),
        "two-forms": ("Circle and polygon at once.", {"area": circle(5, 0, 0) | {"polygon": [SQUARE]}}),
        "turned-band": ("The ceiling is below the floor.", {"area": circle(5, 0, 0), "floor": [9, "AMSL"], "ceiling": [8, "AMSL"]}),
        "reference": ("A reference that is none.", {"area": circle(5, 0, 0), "floor": [9, "MSL"]}),
        "flight-level": ("Flight level 1001.", {"area": circle(5, 0, 0), "floor": [1_001, "FL"]}),
        "turned-window": ("It ends before it starts.", {"area": circle(5, 0, 0), "start": 1, "end": 0}),
        "no-doubt": ("A doubt of 0 is left out.", {"area": circle(5, 0, 0), "doubt": 0}),
        "unknown-field": ("A field that could make the volume larger is not passed over.", {"area": circle(5, 0, 0), "margin": 9}),
    }  # fmt: skip
    for name, (comment, fields) in malformed.items():
        yield Vector(f"shapes/volume-{name}", "volume", "refused malformed", comment, cbor(fields))
    long = {"area": {"polygon": [_ring(*((n / 1000, n % 2) for n in range(4_500)))]}}
    yield Vector("shapes/volume-long", "volume", "refused limit", "More bytes than a volume may have.", cbor(long))


FIVE = (500_000, 30_000, 900_000)
TOUCH = (0, 0, 0)
TWO = (circle(100_000, 50, 20), circle(100_000, 50, 20.0979))
PAIRS = {
    "apart": ("Two circles about 5 km apart.", TWO, FIVE),
    "just-within": ("The gap is 6 mm less than what was agreed.", TWO, (501_902, 0, 0)),
    "just-beyond": ("The gap is 4 mm more than what was agreed.", TWO, (501_901, 0, 0)),
    "antimeridian": ("A polygon across the antimeridian, and a position beyond it.", ({"polygon": [_ring((-1, 179), (-1, -179), (1, -179), (1, 179))]}, circle(0, 0, -178.5)), FIVE),
    "pole": ("Two positions on either side of the north pole.", (circle(0, 89.99, 20), circle(0, 89.99, -160)), FIVE),
    "hole": ("A position in the hole of a polygon is outside.", ({"polygon": [SQUARE, HOLE]}, circle(0, 50.5, 20.5)), FIVE),
    "inside": ("One area within the other.", ({"polygon": [SQUARE]}, circle(5, 50.2, 20.2)), TOUCH),
    "shared-edge": ("Two areas with an edge in common touch.", ({"polygon": [SQUARE]}, {"polygon": [_ring((50, 20), (51, 20), (50.5, 19))]}), TOUCH),
    "long-edges": ("Edges of 150 km: chords would be off by metres.", ({"corridor": [0, *_ring((70, 10), (70, 14))]}, {"corridor": [0, *_ring((70.1, 10), (70.1, 14))]}), FIVE),
    "far": ("More than a thousand kilometres.", (circle(0, 10, 10), {"corridor": [100, *_ring((20, 10), (20, 12))]}), FIVE),
}  # fmt: skip
FOUND = {
    "apart": ("NEAR", 5019014, "500000050, 200139478", "500000050, 200839522"),
    "just-within": ("CONFLICT", 5019014, "500000050, 200139478", "500000050, 200839522"),
    "just-beyond": ("NEAR", 5019014, "500000050, 200139478", "500000050, 200839522"),
    "antimeridian": ("CLEAR", 55659745, "0, -1790000000", "0, -1785000000"),
    "pole": ("CONFLICT", 2233880, "899900000, 200000000", "899900000, -1600000000"),
    "hole": ("CLEAR", 7094942, "505000430, 204000000", "505000000, 205000000"),
    "inside": ("CONFLICT", 0, "502000000, 202000000", "502000000, 202000000"),
    "shared-edge": ("CONFLICT", 0, "500000000, 200000000", "500000000, 200000000"),
    "long-edges": ("CLEAR", 11150264, "700001073, 100095766", "701000000, 100000000"),
    "far": ("CLEAR", 1106510421, "100000000, 100000000", "199999910, 100000000"),
}


def _encounters():
    for name, (comment, areas, minima) in PAIRS.items():
        body = tuple(cbor({"area": area} | NIGHT) for area in areas)
        given = dict(zip(("lateral_cm", "vertical_cm", "time_ms"), minima, strict=True))
        names = ("verdict", "lateral_mm", "ours", "theirs")
        gives = dict(zip(names, FOUND[name], strict=True))
        yield Vector(f"shapes/encounter-{name}", "encounter", "ok", comment, body, given, gives)

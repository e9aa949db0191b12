"""Hypothesis strategies: a value of each parameter type, and a phrase with its parameters."""

from hypothesis import strategies as st

from watchline.phrase import TYPES, say, shipped

BOOK = shipped()
MINUTE_MS = 60_000
DTGS = st.integers(946_684_800_000 // MINUTE_MS, 4_102_444_800_000 // MINUTE_MS - 1).map(lambda n: n * MINUTE_MS)
COLUMNS = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")


@st.composite
def grids(draw):
    zone = draw(st.integers(1, 60))
    band = draw(st.sampled_from("CDEFGHJKLMNPQRSTUVW"))
    square = draw(st.sampled_from(COLUMNS[zone % 3])) + draw(st.sampled_from("ABCDEFGHJKLMNPQRSTUV"))
    digits = draw(st.integers(2, 5))
    east, north = (draw(st.integers(0, 10**digits - 1)) for _ in range(2))
    return f"{zone:02d}{band} {square} {east:0{digits}d} {north:0{digits}d}"


@st.composite
def degrees(draw):
    places = draw(st.integers(1, 7))
    scale = 10**places
    lat, lon = draw(st.integers(-90 * scale, 90 * scale)), draw(st.integers(-180 * scale + 1, 180 * scale))
    return (
        f"{abs(lat) // scale:02d}.{abs(lat) % scale:0{places}d}{'S' if lat < 0 else 'N'} "
        f"{abs(lon) // scale:03d}.{abs(lon) % scale:0{places}d}{'W' if lon < 0 else 'E'}"
    )


def _plain(text):
    try:
        return TYPES["text"].show(text) == text
    except ValueError:
        return False


POSITIONS = grids() | degrees()
WORDS = st.text(min_size=1, max_size=40).filter(_plain)
NAMES = WORDS.filter(lambda text: "," not in text and not text[0].isdigit())
ALTITUDES = st.tuples(st.integers(-999, 99_999), st.sampled_from(["m", "ft"]), st.sampled_from(["AMSL", "AGL", "W84"]))
REFS = st.tuples(
    st.sampled_from(["", "D-", "X-", "D-X-"]),
    st.from_regex(r"[A-Z0-9]{2,8}", fullmatch=True),
    st.integers(0, 99_999),
    st.sampled_from(["", "/2", "/17"]),
).map(lambda item: f"{item[0]}{item[1]}-{item[2]:04d}{item[3]}")
PAIRS = st.tuples(st.integers(-999, 99_999), st.integers(-999, 99_999)).filter(lambda pair: pair[0] < pair[1])

VALUES = {
    "altitude": ALTITUDES.map(lambda item: f"{item[0]} {item[1]} {item[2]}")
    | st.integers(0, 999).map(lambda level: f"FL{level:03d}"),
    "area": st.lists(POSITIONS, min_size=3, max_size=16)
    | st.tuples(POSITIONS, st.integers(1, 9_999_999)).map(lambda item: f"{item[0]} r {item[1]} m")
    | NAMES,
    "band": PAIRS.map(lambda pair: [f"{height} ft AMSL" for height in pair]),
    "circuit": st.from_regex(r"[a-z0-9-]{1,16}", fullmatch=True),
    "count": st.integers(0, 999_999),
    "course": st.integers(0, 359),
    "dtg": DTGS,
    "frequency": st.integers(0, 999_999).map(lambda n: f"{n} kHz") | st.integers(0, 999).map(lambda n: f"121.{n} MHz"),
    "km": st.integers(1, 1_000),
    "language": st.from_regex(r"[a-z]{2,3}", fullmatch=True),
    "level": st.integers(1, 9),
    "minutes": st.integers(1, 10_080),
    "path": st.lists(POSITIONS, min_size=2, max_size=16) | NAMES,
    "position": POSITIONS,
    "quality": st.integers(1, 5),
    "ref": REFS,
    "refs": st.lists(REFS, min_size=1, max_size=16),
    "seconds": st.integers(-86_400, 86_400),
    "text": WORDS,
    "window": st.lists(DTGS, min_size=2, max_size=2, unique=True).map(sorted),
}
TYPED = st.sampled_from(sorted(TYPES)).flatmap(lambda kind: st.tuples(st.just(kind), VALUES[kind]))


@st.composite
def uses(draw, codes=tuple(BOOK.phrases)):
    """A phrase of the shipped book, right in every parameter, with or without an operator."""
    phrase = BOOK.phrases[draw(st.sampled_from(codes))]
    params = {name: draw(VALUES[kind]) for name, kind in phrase.params}
    operator = draw(st.sampled_from([None, "QUERY", "CANCEL", "REPEAT"]))
    ref = draw(REFS) if operator in {"CANCEL", "REPEAT"} else None
    agreed = draw(st.sampled_from([BOOK.hash, None]))
    return say(BOOK, phrase.code, params, agreed=agreed, operator=operator, ref=ref)


assert VALUES.keys() == TYPES.keys()

"""A charter that uses every article, its fields one by one, and hypothesis strategies for each."""

from hypothesis import strategies as st

from tests.vectors.make import plain

PROSE = {"en": "In English.", "fr": "En français."}
FULL = {
    "title": "A line",
    "purpose": PROSE,
    "area": "Everywhere between the two.",
    "legal_effect": {"en": "None whatsoever.", "fr": "Aucun."},
    "in_force_on": "2026-12-01",
    "review_on": "2027-12-01",
    "ladder": [{"name": "floor"}, {"name": "colonel"}, {"name": "general", "posts": ["chief"]}],
    "posts": ["watch", "air", "chief"],
    "desks": {"air": ["air"]},
    "phones": [
        {"party": "XAA", "number": "+00 000 0000001"},
        {"party": "XBB", "desk": "air", "number": "+00-000-0000002 x12", "words": "duty room"},
    ],
    "calendar": [
        {"minute": 360, "circuit": "main", "weekdays": [1, 2, 3, 4, 5]},
        {"minute": 1080, "circuit": "sat"},
    ],
    "holidays": [
        {"date": "2026-12-25"},
        {"date": "2027-01-01", "calendar": [{"minute": 720, "circuit": "main"}], "title": "New Year"},
    ],
    "initiator_rule": "slot",
    "languages": ["en", "fr"],
    "datum": "WGS84",
    "units": {"distance": "nm", "altitude": "ft"},
    "altitude_reference": "FL",
    "separation": [{"kind": "flight", "lateral_m": 9260, "vertical_m": 300, "time_s": 900}],
    "reference_lines": [{"name": "Blue", "points": [[483_794_000, 311_656_000], [-1, -1_800_000_000]]}],
    "third_states": [
        {
            "name": "State C",
            "area": [[0, 0], [0, 10], [10, 0]],
            "within_m": 5000,
            "told_by": ["XBB", "XAA"],
            "how": PROSE,
        },
        {"name": "State D", "area": [[1, 0], [1, 10], [11, 0]]},
    ],
    "gazetteer": [{"name": "Hill", "at": [900_000_000, 0]}],
    "relay_groups": {"XAA": ["north", "south"], "XBB": ["fleet"]},
    "record_class": {"confidential": ["message"], "on_record": ["line_test"]},
    "readouts_confidential": 1,
    "phrasebook": bytes(range(32)),
    "exercise_rule": "Announced a week before.",
    "suspension_rule": PROSE,
    "agreements": [
        {"id": "launches", "title": "Notice of launches", "hash": bytes(32), "suspendable": 1},
        {"id": "aid", "title": PROSE, "text": PROSE},
    ],
}


def full(**changes):
    """Return the bytes of a founding charter with every article; None takes one away."""
    return plain.cbor(plain.charter_fields(**{**FULL, **changes}))


texts = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=20).filter(str.strip)
prose = texts | st.dictionaries(st.sampled_from(["en", "fr", "ru", "uk", "zh-Hant", "ar"]), texts, min_size=1)
positions = st.tuples(st.integers(-900_000_000, 900_000_000), st.integers(-1_800_000_000, 1_800_000_000)).map(list)
kinds = st.from_regex(r"[a-z][a-z0-9_]{0,10}", fullmatch=True)
ARTICLES = {
    "purpose": prose,
    "area": prose,
    "legal_effect": prose,
    "in_force_on": st.just("2026-01-01"),
    "review_on": st.just("2026-01-02"),
    "ladder": st.lists(
        st.fixed_dictionaries({"name": texts}), min_size=1, max_size=8, unique_by=lambda level: level["name"]
    ),
    "desks": st.dictionaries(st.sampled_from(["air", "ground", "maritime", "humanitarian"]), st.just(["watch"])),
    "phones": st.lists(
        st.fixed_dictionaries(
            {"party": st.sampled_from(["XAA", "XBB"]), "number": st.integers(10**7, 10**14).map(lambda n: f"+{n}")},
            optional={"desk": st.sampled_from(["air", "ground"]), "words": texts},
        ),
        max_size=3,
        unique_by=lambda phone: phone["number"],
    ),
    "languages": st.lists(st.sampled_from(["en", "fr", "ru", "uk", "zh", "ar"]), min_size=1, unique=True),
    "units": st.fixed_dictionaries(
        {}, optional={"distance": st.sampled_from(["m", "km", "nm"]), "altitude": st.sampled_from(["m", "ft"])}
    ),
    "altitude_reference": st.sampled_from(["AMSL", "W84", "AGL", "FL"]),
    "separation": st.lists(
        st.fixed_dictionaries(
            {
                "kind": kinds,
                "lateral_m": st.integers(0, 10**6),
                "vertical_m": st.integers(0, 10**5),
                "time_s": st.integers(0, 604_800),
            }
        ),
        max_size=3,
        unique_by=lambda minima: minima["kind"],
    ),
    "reference_lines": st.lists(
        st.fixed_dictionaries({"name": texts, "points": st.lists(positions, min_size=2, max_size=4)}),
        max_size=2,
        unique_by=lambda line: line["name"],
    ),
    "third_states": st.lists(
        st.fixed_dictionaries(
            {"name": texts, "area": st.lists(positions, min_size=3, max_size=5)},
            optional={
                "within_m": st.integers(0, 10**6),
                "told_by": st.lists(st.sampled_from(["XAA", "XBB"]), unique=True),
                "how": prose,
            },
        ),
        max_size=2,
        unique_by=lambda state: state["name"],
    ),
    "gazetteer": st.lists(
        st.fixed_dictionaries({"name": texts, "at": positions}), max_size=3, unique_by=lambda place: place["name"]
    ),
    "relay_groups": st.dictionaries(
        st.sampled_from(["XAA", "XBB"]), st.lists(texts, min_size=1, max_size=3, unique=True)
    ),
    "record_class": st.lists(kinds, min_size=1, max_size=3, unique=True).map(lambda names: {"confidential": names}),
    "readouts_confidential": st.just(1),
    "phrasebook": st.binary(min_size=32, max_size=32),
    "exercise_rule": prose,
    "suspension_rule": prose,
    "initiator_rule": st.sampled_from(["day", "week", "slot"]),
}
articles = st.fixed_dictionaries({}, optional=ARTICLES)
"""Any of the articles, each sound by itself and with any other."""

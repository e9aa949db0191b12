"""Articles of a charter beyond founding and calendar: desks, telephones, positions, classes, agreements.

Each reader returns a typed article or raises ``malformed`` with the field's name and what to write (docs/spec/charter.md).
"""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec

from watchline.measure.position import Position
from watchline.record import charter_limits as limits
from watchline.record.charter_reading import (
    Prose,
    Unknown,
    a_named,
    count,
    digest,
    flag,
    label,
    language,
    many,
    once,
    one_of,
    prose,
    words,
    wrong,
)

DESKS: Final = ("air", "ground", "maritime", "humanitarian")
DATUMS: Final = ("WGS84",)
DISTANCE_UNITS: Final = ("m", "km", "nm")
ALTITUDE_UNITS: Final = ("m", "ft")
ALTITUDE_REFERENCES: Final = ("AMSL", "W84", "AGL", "FL")
ON_RECORD: Final = "on_record"
RECORD_CLASSES: Final = (ON_RECORD, "confidential")
"""``off_record`` comes with calls that leave no content; this version could not keep its word."""
_PHONE = re.compile(r"\+[0-9](?:[ -]?[0-9]){6,14}(?: x[0-9]{1,6})?")
_AGREEMENT_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?")


class Level(msgspec.Struct, frozen=True):
    """One level of the ladder: its name and the posts on it."""

    name: str
    posts: tuple[str, ...] = ()


LADDER_DEFAULT: Final = (Level("watch"), Level("general officer"), Level("chief of staff"), Level("minister"))
"""Levels from the floor upwards; a charter may name its own."""


class Phone(msgspec.Struct, frozen=True):
    """A fallback telephone number of a party; ``desk`` empty: for every desk. ``words``: whom one reaches there."""

    party: str
    desk: str
    number: str
    words: str


class Units(msgspec.Struct, frozen=True):
    """Units in which distances and altitudes are shown; records hold whole metres whatever these say."""

    distance: str = "km"
    altitude: str = "m"


class Separation(msgspec.Struct, frozen=True):
    """Two activities closer than all three are in conflict: metres along the ground, metres of height, seconds."""

    lateral_m: int
    vertical_m: int
    time_s: int


class ReferenceLine(msgspec.Struct, frozen=True):
    """An agreed line to which texts may refer: a name and two or more positions. It recognises no border."""

    name: str
    points: tuple[Position, ...]


class Agreement(msgspec.Struct, frozen=True):
    """An agreement that hangs on this line, by its hash or with its text; ``suspendable`` apart from the line."""

    id: str
    title: Prose
    hash: bytes | None
    text: Prose
    suspendable: bool


class After(msgspec.Struct, frozen=True):
    """The line that this one follows, and the last heads of it that its founders held: (code, epoch, size, root)."""

    line: bytes
    heads: tuple[tuple[str, int, int, bytes], ...]


def read_after(value: Any, unknown: Unknown) -> After:
    """Return which line this one follows (PROTOCOL 6.6)."""
    fields = unknown.table(value, "after", ("line", "heads"))
    made = []
    for item in many(fields.get("heads"), "after.heads", limits.HEADS_MAX, 1):
        head = many(item, "after.heads", 4, 4)
        code = words(head[0], "after.heads", 8)
        epoch, size = (count(part, "after.heads", 1, 1 << 53) for part in head[1:3])
        made.append((code, epoch, size, digest(head[3], "after.heads")))
    once(made, "after.heads", lambda head: head[:2])
    return After(digest(fields.get("line"), "after.line"), tuple(made))


def read_ladder(value: Any, posts: tuple[str, ...], unknown: Unknown) -> tuple[Level, ...]:
    """Return the levels, lowest first, with the posts on each; a post named on none stands on the lowest."""
    made = []
    for item in many(value, "ladder", limits.LADDER_MAX, 1):
        fields = unknown.table(item, "ladder", ("name", "posts"))
        on_it = many(fields.get("posts", []), "ladder.posts", limits.POSTS_MAX)
        made.append(
            Level(
                words(fields.get("name"), "ladder.name", limits.NAME_TEXT_MAX),
                tuple(one_of(post, "ladder.posts", posts) for post in on_it),
            )
        )
    once(made, "ladder.name", lambda level: level.name)
    once([post for level in made for post in level.posts], "ladder.posts")
    return tuple(made)


def read_desks(value: Any, posts: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the posts of each desk; a post named under none serves every desk."""
    made = {}
    for desk, named in a_named(value, "desks").items():
        field = f"desks.{one_of(desk, 'desks', DESKS)}"
        made[desk] = tuple(one_of(post, field, posts) for post in many(named, field, limits.POSTS_MAX, 1))
        once(made[desk], field)
    return {desk: made[desk] for desk in DESKS if desk in made}


def read_phones(value: Any, codes: tuple[str, ...], unknown: Unknown) -> tuple[Phone, ...]:
    """Return the fallback telephone numbers, in the charter's order."""
    made = []
    for item in many(value, "phones", limits.PHONES_MAX):
        fields = unknown.table(item, "phones", ("party", "desk", "number", "words"))
        number = fields.get("number")
        if not isinstance(number, str) or not _PHONE.fullmatch(number):
            raise wrong(
                "phones.number",
                f"{number!r} is no international number; write + and 7 to 15 digits, like '+00 000 0000000' (an extension: ' x12')",
            )
        made.append(
            Phone(
                one_of(fields.get("party"), "phones.party", codes),
                one_of(fields["desk"], "phones.desk", DESKS) if "desk" in fields else "",
                number,
                words(fields["words"], "phones.words", limits.NAME_TEXT_MAX) if "words" in fields else "",
            )
        )
    once(made, "phones", lambda phone: (phone.party, phone.desk, re.sub("[ -]", "", phone.number)))
    return tuple(made)


def read_languages(value: Any) -> tuple[str, ...]:
    """Return the languages of the line."""
    made = tuple(language(item, "languages") for item in many(value, "languages", limits.LANGUAGES_MAX, 1))
    once(made, "languages")
    return made


def read_units(value: Any, unknown: Unknown) -> Units:
    """Return the units in which distances and altitudes are shown."""
    fields, usual = unknown.table(value, "units", ("distance", "altitude")), Units()
    return Units(
        one_of(fields.get("distance", usual.distance), "units.distance", DISTANCE_UNITS),
        one_of(fields.get("altitude", usual.altitude), "units.altitude", ALTITUDE_UNITS),
    )


def read_separation(value: Any, unknown: Unknown) -> dict[str, Separation]:
    """Return the minima by kind of activity."""
    made = {}
    for item in many(value, "separation", limits.KINDS_MAX):
        fields = unknown.table(item, "separation", ("kind", "lateral_m", "vertical_m", "time_s"))
        kind = label(fields.get("kind"), "separation.kind")
        if kind in made:
            raise wrong("separation.kind", f"{kind} stands twice; leave one out")
        made[kind] = Separation(
            count(fields.get("lateral_m"), "separation.lateral_m", 0, limits.SEPARATION_M_MAX),
            count(fields.get("vertical_m"), "separation.vertical_m", 0, limits.SEPARATION_VERTICAL_M_MAX),
            count(fields.get("time_s"), "separation.time_s", 0, limits.SEPARATION_S_MAX),
        )
    return made


def read_reference_lines(value: Any, unknown: Unknown) -> tuple[ReferenceLine, ...]:
    """Return the agreed reference lines."""
    made = []
    for item in many(value, "reference_lines", limits.LINES_MAX):
        fields = unknown.table(item, "reference_lines", ("name", "points"))
        points = many(fields.get("points"), "reference_lines.points", limits.POINTS_MAX, 2)
        made.append(
            ReferenceLine(
                words(fields.get("name"), "reference_lines.name", limits.NAME_TEXT_MAX),
                tuple(read_position(point, "reference_lines.points") for point in points),
            )
        )
    once(made, "reference_lines.name", lambda line: line.name)
    return tuple(made)


def read_gazetteer(value: Any, unknown: Unknown) -> dict[str, Position]:
    """Return agreed names with their positions."""
    made = []
    for item in many(value, "gazetteer", limits.NAMES_MAX):
        fields = unknown.table(item, "gazetteer", ("name", "at"))
        name = words(fields.get("name"), "gazetteer.name", limits.NAME_TEXT_MAX)
        made.append((name, read_position(fields.get("at"), "gazetteer.at")))
    once(made, "gazetteer.name", lambda place: place[0])
    return dict(made)


def read_position(value: Any, field: str) -> Position:
    """Return a position of an array [latitude, longitude] in 1e-7 degree."""
    if not isinstance(value, list) or len(value) != 2:
        raise wrong(field, "write a position as [latitude, longitude] in 1e-7 degree ('48.37, -12.5' in a draft)")
    return Position(
        count(value[0], field, -limits.LAT_E7_MAX, limits.LAT_E7_MAX, "write a latitude in 1e-7 degree"),
        count(value[1], field, -limits.LON_E7_MAX, limits.LON_E7_MAX, "write a longitude in 1e-7 degree"),
    )


def read_relay_groups(value: Any, codes: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return each party's relay groups: coarse labels, to be counted k of n."""
    made = {}
    for code, labels in a_named(value, "relay_groups").items():
        field = f"relay_groups.{one_of(code, 'relay_groups', codes)}"
        groups = [words(item, field, limits.NAME_TEXT_MAX) for item in many(labels, field, limits.GROUPS_MAX, 1)]
        once(groups, field)
        made[code] = tuple(groups)
    return {code: made[code] for code in codes if code in made}


def read_record_class(value: Any) -> dict[str, str]:
    """Return the record class by kind; a kind that is not named is on record."""
    made: list[tuple[str, str]] = []
    for name, kinds in a_named(value, "record_class").items():
        field = f"record_class.{one_of(name, 'record_class', RECORD_CLASSES)}"
        made += [(label(kind, field), name) for kind in many(kinds, field, limits.KINDS_MAX, 1)]
    once(made, "record_class", lambda pair: pair[0])
    return dict(made)


def read_agreements(value: Any, unknown: Unknown) -> tuple[Agreement, ...]:
    """Return the agreements that hang on the line."""
    made = []
    for item in many(value, "agreements", limits.AGREEMENTS_MAX):
        fields = unknown.table(item, "agreements", ("id", "title", "hash", "text", "suspendable"))
        name = fields.get("id")
        if not isinstance(name, str) or not _AGREEMENT_ID.fullmatch(name):
            raise wrong("agreements.id", "write 1 to 32 small letters, digits and hyphens")
        if ("hash" in fields) == ("text" in fields):
            raise wrong("agreements", f"agreement {name} needs either its hash or its text, and not both")
        made.append(
            Agreement(
                name,
                prose(fields.get("title"), "agreements.title", limits.TITLE_TEXT_MAX),
                digest(fields["hash"], "agreements.hash") if "hash" in fields else None,
                prose(fields["text"], "agreements.text") if "text" in fields else {},
                flag(fields, "suspendable", "agreements.suspendable"),
            )
        )
    once(made, "agreements.id", lambda agreement: agreement.id)
    return tuple(made)

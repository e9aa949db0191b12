"""The charter: the line's founding document, signed by all roots (docs/spec/charter.md).

Every field of the page is read here or in the files beside (``charter_calendar``, ``charter_articles``); every other field is
kept in ``data`` and shown as unknown. What a charter means is the line's; how it reads in words is ``charter_words``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date
from functools import cached_property
from typing import Any

import msgspec

from watchline.codec import decode, encode
from watchline.errors import InvalidFromPeer
from watchline.keys import enrolled, labelled_digest
from watchline.measure import OBJECTIVE_S_DEFAULT
from watchline.measure.position import Position
from watchline.party import LogName, Roster, checked_code, party_id
from watchline.party.shape import a_count, a_list, a_map, a_text, some_bytes
from watchline.record import charter_articles as articles
from watchline.record import charter_limits as limits
from watchline.record.charter_calendar import (
    INITIATOR_RULES,
    WEEKDAYS,
    Holiday,
    Slot,
    read_calendar,
    read_holidays,
    weekday,
)
from watchline.record.charter_draft import fields_of
from watchline.record.charter_limits import PARTIES_MAX, PARTIES_MIN
from watchline.record.charter_reading import Prose, Unknown, count, day, digest, flag, once, one_of, prose, wrong
from watchline.record.charter_third_states import ThirdState, read_third_states

NODE_POST = "node"
RECEIPT_KINDS_DEFAULT = ("line_test", "message", "call", "activity_notice", "incident")
CLOCK_MS_DEFAULT = 10_000
SPOKEN_CARRIERS = ("voice", "phone")
"""Carriers that no entry travels by: two persons speak, and each side's officer writes what became of it."""
FALLBACK = "phone"
"""Name under which the charter's telephones are tested where no circuit bears it."""
_CIRCUIT = re.compile(r"[a-z0-9-]{1,16}")
_WINDOWS = ("answer_s", "initiative_s", "held_s")


class Windows(msgspec.Struct, frozen=True):
    """Seconds: an answer in time; initiator silent, so the other may; not held by then is shown as unanswered."""

    answer_s: int = 900
    initiative_s: int = 300
    held_s: int = 60


class CharterParty(msgspec.Struct, frozen=True):
    """A party as the charter names it: its roster at founding is (number, hash)."""

    code: str
    root: bytes
    names: dict[str, str]
    roster: tuple[int, bytes]

    @property
    def id(self) -> bytes:
        """Party id: SHA-256 of the root key."""
        return party_id(self.root)


class Charter(msgspec.Struct, frozen=True, dict=True):
    """A charter as its parties signed it. ``data`` is its bytes as received, ``hash`` names it, ``line`` the line."""

    data: bytes
    hash: bytes
    line: bytes
    prev: bytes | None
    demo: bool
    parties: tuple[CharterParty, ...]
    posts: tuple[str, ...]
    circuits: tuple[str, ...]
    carriers: dict[str, str]
    calendar: tuple[Slot, ...]
    windows: Windows
    precedence: dict[str, int]
    receipt_kinds: tuple[str, ...]
    clock_ms: int
    title: str
    unknown: tuple[str, ...]
    holidays: tuple[Holiday, ...] = ()
    initiator_rule: str = INITIATOR_RULES[0]
    purpose: Prose = {}
    area: Prose = {}
    legal_effect: Prose = {}
    in_force_on: date | None = None
    review_on: date | None = None
    ladder: tuple[articles.Level, ...] = articles.LADDER_DEFAULT
    desks: dict[str, tuple[str, ...]] = {}
    phones: tuple[articles.Phone, ...] = ()
    languages: tuple[str, ...] = ("en",)
    datum: str = articles.DATUMS[0]
    units: articles.Units = articles.Units()
    altitude_reference: str = articles.ALTITUDE_REFERENCES[0]
    separation: dict[str, articles.Separation] = {}
    reference_lines: tuple[articles.ReferenceLine, ...] = ()
    third_states: tuple[ThirdState, ...] = ()
    gazetteer: dict[str, Position] = {}
    relay_groups: dict[str, tuple[str, ...]] = {}
    record_class: dict[str, str] = {}
    readouts_confidential: bool = False
    phrasebook: bytes | None = None
    exercise_rule: Prose = {}
    suspension_rule: Prose = {}
    agreements: tuple[articles.Agreement, ...] = ()
    generation: int = 0
    after: articles.After | None = None

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Party codes in charter order; a party's number is its place."""
        return tuple(party.code for party in self.parties)

    @cached_property
    def ids(self) -> dict[str, bytes]:
        """Party id by code."""
        return {party.code: party.id for party in self.parties}

    @cached_property
    def carried(self) -> tuple[str, ...]:
        """Circuits by which entries travel: all but those on which people speak, in charter order."""
        return tuple(name for name in self.circuits if self.carriers[name] not in SPOKEN_CARRIERS)

    @cached_property
    def spoken(self) -> tuple[str, ...]:
        """Circuits on which people speak; with telephone numbers for the line when it is DARK also ``phone``, if no circuit has that name."""
        found = tuple(name for name in self.circuits if self.carriers[name] in SPOKEN_CARRIERS)
        return (*found, FALLBACK) if self.phones and FALLBACK not in self.circuits else found

    def party(self, code: str) -> CharterParty:
        """Return a party; raises InvalidFromPeer ``sender`` for a code that is not on this line."""
        for party in self.parties:
            if party.code == code:
                return party
        raise InvalidFromPeer("sender", f"{code!r} is not a party of this line")

    def log(self, code: str, epoch: int) -> LogName:
        """Return the name of a party's log on this line."""
        return LogName(self.line, self.demo, code, epoch)

    @cached_property
    def weekly(self) -> tuple[tuple[Slot, ...], ...]:
        """The tests of each weekday, Monday first, holidays apart."""
        return tuple(
            tuple(slot for slot in self.calendar if not slot.weekdays or number in slot.weekdays) for number in WEEKDAYS
        )

    @cached_property
    def holiday_slots(self) -> dict[int, tuple[Slot, ...]]:
        """The tests of each holiday by its day (since 1970-01-01), in order of date."""
        return {holiday.day: holiday.calendar for holiday in self.holidays}

    def slots_of_day(self, day_number: int) -> tuple[Slot, ...]:
        """Return the tests of a UTC day (days since 1970-01-01), in order of time: a holiday's own, else its weekday's."""
        found = self.holiday_slots.get(day_number)
        return self.weekly[weekday(day_number) - 1] if found is None else found

    def class_of(self, kind: str) -> str:
        """Return the record class of a kind: ``on_record`` unless the charter says otherwise."""
        return self.record_class.get(kind, articles.ON_RECORD)

    def desks_of(self, post: str) -> tuple[str, ...]:
        """Return the desks that a post serves; none named: every desk."""
        return tuple(desk for desk, posts in self.desks.items() if post in posts)

    def level_of(self, post: str) -> int:
        """Return the level of a post on the ladder, from 0; a post without one stands on the lowest."""
        return next((number for number, level in enumerate(self.ladder) if post in level.posts), 0)

    def reference(self, code: str, serial: int) -> str:
        """Return how people write a thread's number: ``XAA-0412``, on a demonstration line ``D-XAA-0412``."""
        return f"{'D-' if self.demo else ''}{code}-{serial:04d}"


_FOUNDING = frozenset(
    {"v", "nonce", "generation", "after", "line", "prev", "demo", "parties", "posts", "circuits", "title"}
)
_TESTS_AND_CLOCKS = frozenset({"calendar", "windows", "precedence", "receipt_kinds", "clock_ms"})
_ARTICLES = frozenset(
    {"purpose", "area", "legal_effect", "exercise_rule", "suspension_rule", "agreements", "in_force_on", "review_on"}
    | {"ladder", "desks", "phones", "relay_groups", "holidays", "initiator_rule", "languages", "phrasebook"}
    | {"datum", "units", "altitude_reference", "separation", "reference_lines", "gazetteer", "record_class"}
    | {"readouts_confidential", "third_states"}
)
KNOWN = _FOUNDING | _TESTS_AND_CLOCKS | _ARTICLES
"""Fields that this version reads; all others are kept and shown as unknown."""


def write_charter(fields: dict[str, Any], rosters: list[Roster], nonce: bytes) -> Charter:
    """Return the founding charter of these parties.

    Args:
        fields: Anything of docs/spec/charter.md but ``v``, ``nonce``, ``parties``; defaults fill what is absent. Forms that people
            write (``fields_of``: times, dates, hex digits, degrees) are taken too.
        rosters: Roster of each party, in party order.
        nonce: 32 random bytes.
    """
    whole: dict[str, Any] = {
        "v": 1,
        "nonce": nonce,
        "parties": [_named(item) for item in rosters],
        "posts": ["watch"],
        "windows": msgspec.to_builtins(Windows()),
        "precedence": dict(OBJECTIVE_S_DEFAULT),
        "receipt_kinds": list(RECEIPT_KINDS_DEFAULT),
        "clock_ms": CLOCK_MS_DEFAULT,
    }
    return read_charter(encode(whole | fields_of(fields)))


def write_successor(
    before: Charter, fields: dict[str, Any], *, join: Sequence[Roster] = (), leave: Collection[str] = ()
) -> Charter:
    """Return a charter to replace another: its parties as they are but for those that join or leave, every other field as given.

    Args:
        before: The charter in force.
        fields: As for ``write_charter``, but whole: an article that is not among them is left out.
        join: Rosters of the parties that join; they come last in party order.
        leave: Codes of the parties that it does not name any more.
    """
    parties = [item for item in decode(before.data)["parties"] if item["code"] not in leave]
    parties += [_named(roster) for roster in join]
    whole: dict[str, Any] = {"v": 1, "line": before.line, "prev": before.hash, "parties": parties} | fields_of(fields)
    generation = before.generation + bool(join or leave)
    if generation:
        whole["generation"] = generation
    return read_charter(encode(whole))


def _named(roster: Roster) -> dict[str, Any]:
    return {"code": roster.code, "root": roster.root, "names": roster.names, "roster": [roster.number, roster.hash()]}


def read_charter(data: bytes) -> Charter:
    """Return the charter of its bytes; signatures are checked apart (``charter_signed_by_all``).

    Raises:
        InvalidFromPeer: which field is wrong.
    """
    if len(data) > limits.CHARTER_BYTES_MAX:
        raise InvalidFromPeer(
            "limit",
            f"a charter above {limits.CHARTER_BYTES_MAX:,} bytes fits no entry; shorten its texts or name an agreement by its hash",
        )
    fields = a_map(decode(data), "charter")
    if fields.get("v") != 1:
        raise InvalidFromPeer("version", "a charter of another version; update this program")
    charter_hash = labelled_digest("charter", data)
    founding = "nonce" in fields
    if founding:
        some_bytes(fields["nonce"], "nonce")
        if "generation" in fields:
            raise InvalidFromPeer("malformed", "a founding charter has no generation: it counts changes of parties")
    elif "after" in fields:
        raise InvalidFromPeer("malformed", "only a founding charter names the line that it follows")
    if not founding == ("line" not in fields) == ("prev" not in fields):
        raise InvalidFromPeer("malformed", "a charter has either a nonce, or line and prev")
    if fields.get("demo", 1) != 1:
        raise InvalidFromPeer("malformed", "the field demo is 1 or absent: every origin of the line depends on it")
    unknown = Unknown()
    parties = _parties(fields.get("parties"), unknown)
    listed = [_circuit(item, unknown) for item in a_list(fields.get("circuits"), "circuits", limits.CIRCUITS_MAX)]
    circuits = tuple(name for name, _ in listed)
    posts = tuple(
        a_text(item, "posts", limits.POST_TEXT_MAX) for item in a_list(fields.get("posts"), "posts", limits.POSTS_MAX)
    )
    if not circuits or len(set(circuits)) != len(circuits) or not posts or NODE_POST in posts:
        raise InvalidFromPeer("malformed", "a charter needs circuits and posts, each once; the post 'node' is reserved")
    once(posts, "posts")
    return Charter(
        data=data,
        hash=charter_hash,
        line=charter_hash if founding else some_bytes(fields["line"], "line"),
        prev=None if founding else some_bytes(fields["prev"], "prev"),
        demo="demo" in fields,
        parties=parties,
        posts=posts,
        circuits=circuits,
        carriers=dict(listed),
        calendar=read_calendar(fields.get("calendar", []), "calendar", circuits, unknown, weekly=True),
        windows=_windows(fields.get("windows", {}), unknown),
        precedence=_precedence(fields.get("precedence", {}), unknown),
        receipt_kinds=tuple(
            a_text(item, "receipt_kinds", 64)
            for item in a_list(
                fields.get("receipt_kinds", list(RECEIPT_KINDS_DEFAULT)), "receipt_kinds", limits.KINDS_MAX
            )
        ),
        clock_ms=count(fields.get("clock_ms", CLOCK_MS_DEFAULT), "clock_ms", 0, limits.CLOCK_MS_MAX),
        title=a_text(fields.get("title", ""), "title"),
        **_articles(fields, parties, posts, circuits, unknown),
        unknown=tuple(sorted(unknown.names | (set(fields) - KNOWN))),
    )


def _articles(
    fields: dict[str, Any],
    parties: tuple[CharterParty, ...],
    posts: tuple[str, ...],
    circuits: tuple[str, ...],
    unknown: Unknown,
) -> dict[str, Any]:
    """Return the articles that are there: each may be left out, and then has the default of ``Charter``."""
    codes = tuple(party.code for party in parties)
    readers: dict[str, Any] = {
        "holidays": lambda value: read_holidays(value, circuits, unknown),
        "initiator_rule": lambda value: one_of(value, "initiator_rule", INITIATOR_RULES),
        "purpose": lambda value: prose(value, "purpose", least=0),
        "area": lambda value: prose(value, "area"),
        "legal_effect": lambda value: prose(value, "legal_effect", least=0),
        "in_force_on": lambda value: day(value, "in_force_on"),
        "review_on": lambda value: day(value, "review_on"),
        "desks": lambda value: articles.read_desks(value, posts),
        "ladder": lambda value: articles.read_ladder(value, posts, unknown),
        "phones": lambda value: articles.read_phones(value, codes, unknown),
        "languages": articles.read_languages,
        "datum": lambda value: one_of(value, "datum", articles.DATUMS),
        "units": lambda value: articles.read_units(value, unknown),
        "altitude_reference": lambda value: one_of(value, "altitude_reference", articles.ALTITUDE_REFERENCES),
        "separation": lambda value: articles.read_separation(value, unknown),
        "reference_lines": lambda value: articles.read_reference_lines(value, unknown),
        "third_states": lambda value: read_third_states(value, codes, unknown),
        "gazetteer": lambda value: articles.read_gazetteer(value, unknown),
        "relay_groups": lambda value: articles.read_relay_groups(value, codes),
        "record_class": articles.read_record_class,
        "phrasebook": lambda value: digest(value, "phrasebook"),
        "exercise_rule": lambda value: prose(value, "exercise_rule"),
        "suspension_rule": lambda value: prose(value, "suspension_rule"),
        "agreements": lambda value: articles.read_agreements(value, unknown),
        "after": lambda value: articles.read_after(value, unknown),
    }
    made = {name: read(fields[name]) for name, read in readers.items() if name in fields}
    made["generation"] = count(fields.get("generation", 0), "generation", 0, limits.GENERATION_MAX)
    made["readouts_confidential"] = flag(fields, "readouts_confidential", "readouts_confidential")
    if "in_force_on" in made and "review_on" in made and made["review_on"] <= made["in_force_on"]:
        raise wrong("review_on", f"{made['review_on']} is not after the date in force, {made['in_force_on']}")
    return made


def _parties(value: Any, unknown: Unknown) -> tuple[CharterParty, ...]:
    made = []
    for item in a_list(value, "parties", PARTIES_MAX):
        fields = unknown.table(item, "parties", ("code", "root", "names", "roster"))
        roster = a_list(fields.get("roster"), "roster", 2)
        if len(roster) != 2:
            raise InvalidFromPeer("malformed", "a party's roster is number and hash")
        names = {lang: a_text(name, "names") for lang, name in a_map(fields.get("names"), "names").items()}
        number = (a_count(roster[0], "roster", 1, 2**31), some_bytes(roster[1], "roster"))
        made.append(CharterParty(checked_code(fields.get("code")), enrolled(fields.get("root")), names, number))
    if not len(made) >= PARTIES_MIN or len({party.code for party in made} | {party.root for party in made}) != 2 * len(
        made
    ):
        raise InvalidFromPeer("malformed", "a charter names 2 to 12 parties, each code and each root once")
    return tuple(made)


def _circuit(value: Any, unknown: Unknown) -> tuple[str, str]:
    fields = unknown.table(value, "circuits", ("name", "carrier"))
    name, carrier = a_text(fields.get("name"), "circuit", 16), a_text(fields.get("carrier"), "carrier", 16)
    if not _CIRCUIT.fullmatch(name) or not carrier:
        raise InvalidFromPeer("malformed", f"not a circuit name: {name!r}; use a-z 0-9 and -")
    return name, carrier


def _windows(value: Any, unknown: Unknown) -> Windows:
    fields, usual = unknown.table(value, "windows", _WINDOWS), Windows()
    return Windows(
        *(
            count(fields.get(name, getattr(usual, name)), f"windows.{name}", 1, limits.WINDOW_S_MAX, "write seconds")
            for name in _WINDOWS
        )
    )


def _precedence(value: Any, unknown: Unknown) -> dict[str, int]:
    fields = unknown.table(value, "precedence", tuple(OBJECTIVE_S_DEFAULT))
    return {
        letter: a_count(fields.get(letter, usual), f"precedence.{letter}", 1)
        for letter, usual in OBJECTIVE_S_DEFAULT.items()
    }

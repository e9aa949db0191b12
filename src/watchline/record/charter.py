"""The charter: the line's founding document, signed by all roots (docs/spec/charter.md).

This issue reads the fields below; every other field is kept in ``data`` and shown as unknown.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

import msgspec

from watchline.codec import decode, encode
from watchline.errors import InvalidFromPeer
from watchline.keys import Signer, enrolled, labelled, labelled_digest, verified
from watchline.measure import OBJECTIVE_S_DEFAULT
from watchline.party import LogName, Roster, checked_code, party_id
from watchline.party.shape import a_count, a_list, a_map, a_text, some_bytes

PARTIES_MIN, PARTIES_MAX = 2, 12
POSTS_MAX, CIRCUITS_MAX, SLOTS_MAX, KINDS_MAX = 64, 16, 96, 64
NODE_POST = "node"
RECEIPT_KINDS_DEFAULT = ("line_test", "message", "call", "activity_notice", "incident")
_CIRCUIT = re.compile(r"[a-z0-9-]{1,16}")
_DAY_MINUTES = 1440


class Windows(msgspec.Struct, frozen=True):
    """Seconds: an answer in time; initiator silent, so the other may; not held by then is shown as unanswered."""

    answer_s: int = 900
    initiative_s: int = 300
    held_s: int = 60


class Slot(msgspec.Struct, frozen=True):
    """One line test due each day, at ``minute`` of the UTC day, on one circuit."""

    minute: int
    circuit: str


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
    calendar: tuple[Slot, ...]
    windows: Windows
    precedence: dict[str, int]
    receipt_kinds: tuple[str, ...]
    clock_ms: int
    title: str
    unknown: tuple[str, ...]

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Party codes in charter order; a party's number is its place."""
        return tuple(party.code for party in self.parties)

    @cached_property
    def ids(self) -> dict[str, bytes]:
        """Party id by code."""
        return {party.code: party.id for party in self.parties}

    def party(self, code: str) -> CharterParty:
        """Return a party; raises InvalidFromPeer ``sender`` for a code that is not on this line."""
        for party in self.parties:
            if party.code == code:
                return party
        raise InvalidFromPeer("sender", f"{code!r} is not a party of this line")

    def log(self, code: str, epoch: int) -> LogName:
        """Return the name of a party's log on this line."""
        return LogName(self.line, self.demo, code, epoch)

    def reference(self, code: str, serial: int) -> str:
        """Return how people write a thread's number: ``XAA-0412``, on a demonstration line ``D-XAA-0412``."""
        return f"{'D-' if self.demo else ''}{code}-{serial:04d}"


KNOWN = frozenset(
    [
        "v",
        "nonce",
        "line",
        "prev",
        "demo",
        "parties",
        "posts",
        "circuits",
        "calendar",
        "windows",
        "precedence",
        "receipt_kinds",
        "clock_ms",
        "title",
        "purpose",
        "legal_effect",
    ]
)


def write_charter(fields: dict[str, Any], rosters: list[Roster], nonce: bytes) -> Charter:
    """Return the founding charter of these parties.

    Args:
        fields: Anything of docs/spec/charter.md but ``v``, ``nonce``, ``parties``; defaults fill what is absent.
        rosters: Roster of each party, in party order.
        nonce: 32 random bytes.
    """
    whole: dict[str, Any] = {
        "v": 1,
        "nonce": nonce,
        "parties": [
            {"code": item.code, "root": item.root, "names": item.names, "roster": [item.number, item.hash()]}
            for item in rosters
        ],
        "posts": ["watch"],
        "windows": msgspec.to_builtins(Windows()),
        "precedence": dict(OBJECTIVE_S_DEFAULT),
        "receipt_kinds": list(RECEIPT_KINDS_DEFAULT),
        "clock_ms": 10_000,
    }
    return read_charter(encode(whole | fields))


def read_charter(data: bytes) -> Charter:
    """Return the charter of its bytes; signatures are checked apart (``charter_signed_by_all``).

    Raises:
        InvalidFromPeer: which field is wrong.
    """
    fields = a_map(decode(data), "charter")
    if fields.get("v") != 1:
        raise InvalidFromPeer("version", "a charter of another version; update this program")
    charter_hash = labelled_digest("charter", data)
    founding = "nonce" in fields
    if founding:
        some_bytes(fields["nonce"], "nonce")
    if not founding == ("line" not in fields) == ("prev" not in fields):
        raise InvalidFromPeer("malformed", "a charter has either a nonce, or line and prev")
    if fields.get("demo", 1) != 1:
        raise InvalidFromPeer("malformed", "the field demo is 1 or absent: every origin of the line depends on it")
    circuits = tuple(_circuit(item) for item in a_list(fields.get("circuits"), "circuits", CIRCUITS_MAX))
    posts = tuple(a_text(item, "posts", 64) for item in a_list(fields.get("posts"), "posts", POSTS_MAX))
    if not circuits or len(set(circuits)) != len(circuits) or not posts or NODE_POST in posts:
        raise InvalidFromPeer("malformed", "a charter needs circuits and posts, each once; the post 'node' is reserved")
    return Charter(
        data=data,
        hash=charter_hash,
        line=charter_hash if founding else some_bytes(fields["line"], "line"),
        prev=None if founding else some_bytes(fields["prev"], "prev"),
        demo="demo" in fields,
        parties=_parties(fields.get("parties")),
        posts=posts,
        circuits=circuits,
        calendar=_calendar(fields.get("calendar", []), circuits),
        windows=_windows(fields.get("windows", {})),
        precedence=_precedence(fields.get("precedence", {})),
        receipt_kinds=tuple(
            a_text(item, "receipt_kinds", 64)
            for item in a_list(fields.get("receipt_kinds", list(RECEIPT_KINDS_DEFAULT)), "receipt_kinds", KINDS_MAX)
        ),
        clock_ms=a_count(fields.get("clock_ms", 10_000), "clock_ms", 0, 3_600_000),
        title=a_text(fields.get("title", ""), "title"),
        unknown=tuple(sorted(set(fields) - KNOWN)),
    )


def sign_charter(charter: Charter, root: Signer) -> bytes:
    """Return a root's signature of a charter."""
    return root.sign(labelled("charter", charter.hash))


def signed_charter(charter: Charter, signatures: dict[str, bytes]) -> bytes:
    """Return the signed charter array, signatures in party order."""
    return encode([charter.data, [[code, signatures[code]] for code in charter.codes if code in signatures]])


def read_signed_charter(data: bytes) -> tuple[Charter, dict[str, bytes]]:
    """Return charter and signatures of a signed charter array, checking that every root signed.

    Raises:
        InvalidFromPeer: ``signature`` names who has not signed.
    """
    parts = a_list(decode(data), "signed charter", 2)
    if len(parts) != 2:
        raise InvalidFromPeer("malformed", "a signed charter has two parts")
    charter = read_charter(some_bytes(parts[0], "charter", None))
    signatures = read_signatures(parts[1])
    check_signatures(charter, signatures)
    return charter, signatures


def read_signatures(value: Any) -> dict[str, bytes]:
    """Return signatures by party code of an array of pairs."""
    found: dict[str, bytes] = {}
    for item in a_list(value, "signatures", PARTIES_MAX):
        pair = a_list(item, "signature", 2)
        if len(pair) != 2 or checked_code(pair[0]) in found:
            raise InvalidFromPeer("malformed", "a signature is a pair of code and signature, once for each party")
        found[pair[0]] = some_bytes(pair[1], "signature", 64)
    return found


def check_signatures(charter: Charter, signatures: dict[str, bytes]) -> None:
    """Check that every party's root signed, and nobody else did.

    Raises:
        InvalidFromPeer: ``signature``.
    """
    for party in charter.parties:
        if not verified(party.root, labelled("charter", charter.hash), signatures.get(party.code, b"")):
            raise InvalidFromPeer("signature", f"the charter is not signed by the root key of {party.code}")
    if len(signatures) != len(charter.parties):
        raise InvalidFromPeer("signature", "the charter bears the signature of somebody who is not a party")


def _parties(value: Any) -> tuple[CharterParty, ...]:
    made = []
    for item in a_list(value, "parties", PARTIES_MAX):
        fields = a_map(item, "party")
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


def _circuit(value: Any) -> str:
    fields = a_map(value, "circuit")
    name = a_text(fields.get("name"), "circuit", 16)
    if not _CIRCUIT.fullmatch(name) or not a_text(fields.get("carrier"), "carrier", 16):
        raise InvalidFromPeer("malformed", f"not a circuit name: {name!r}; use a-z 0-9 and -")
    return name


def _calendar(value: Any, circuits: tuple[str, ...]) -> tuple[Slot, ...]:
    made = []
    for item in a_list(value, "calendar", SLOTS_MAX):
        fields = a_map(item, "calendar")
        circuit = a_text(fields.get("circuit"), "circuit", 16)
        if circuit not in circuits:
            raise InvalidFromPeer(
                "malformed", f"the calendar tests a circuit that the charter does not list: {circuit}"
            )
        made.append(Slot(a_count(fields.get("minute"), "minute", 0, _DAY_MINUTES - 1), circuit))
    if made != sorted(made, key=lambda slot: slot.minute) or len(set(made)) != len(made):
        raise InvalidFromPeer(
            "malformed", "the calendar is not in ascending order, or tests a circuit twice in a minute"
        )
    return tuple(made)


def _windows(value: Any) -> Windows:
    fields = a_map(value, "windows")
    default = Windows()
    return Windows(
        a_count(fields.get("answer_s", default.answer_s), "answer_s", 1, 43_200),
        a_count(fields.get("initiative_s", default.initiative_s), "initiative_s", 1, 43_200),
        a_count(fields.get("held_s", default.held_s), "held_s", 1, 43_200),
    )


def _precedence(value: Any) -> dict[str, int]:
    fields = a_map(value, "precedence")
    return {
        letter: a_count(fields.get(letter, usual), "precedence", 1) for letter, usual in OBJECTIVE_S_DEFAULT.items()
    }

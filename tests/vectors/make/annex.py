"""Vectors of docs/spec/annex.md: a body of each kind, bodies that say nothing, and a whole annex of three entries."""

from tests.vectors.make.form import Vector
from tests.vectors.make.plain import cbor, first_roster, key_set, label, leaf_hash, log_line, public, root, sha, text

AT = 1795361400000
PARTY = sha(public("XAA root"))
ORIGIN = f"{PARTY.hex()}.watchline/own/1"
ROSTER = sha(label("roster"), first_roster("XAA")[0])
SIDES = [{"office": "minister of defence", "state": "XAA"}, {"office": "minister of defence", "state": "XBB"}]
CLAIM = {"status": "held", "date": "2022-05-13", "participants": SIDES}
PRESS = {"kind": "contact", "found_by": "rules", "spans": [[41, 96, sha(b"a quote")]]}
SOUND = {
    "epoch_open": {"reason": "annex", "key_set": key_set("XAA 1"), "rosters": [["XAA", 1, ROSTER]]},
    "contact_claim": CLAIM
    | {
        "means": "video",
        "minutes": 60,
        "bound": "about",
        "initiative": "XAA",
        "topics": ["a ceasefire"],
        "next": "none",
        "undertakings": [{"who": "XBB", "what": "send the list", "by": "2022-06-01"}],
    },
    "phone_test": {"state": "XBB", "date": "2022-05-13", "answered": 0},
    "contact_request": {"participants": SIDES, "initiative": "XAA", "date": "../2022-03-24"},
    "request_act": {"act": "declined", "date": "2022-03-24", "reason": "private"},
    "undertaking_ended": {"number": 1, "how": "done", "date": "2022-06"},
    "contact_note": {"line": sha(b"a line"), "entry": ["XAA", 1, 7, sha(b"an entry")], "called": "XAA-0412"},
    "press_report": {
        "name": "first",
        "sha256": sha(b"a report"),
        "text_sha256": sha(b"its text"),
        "kept": "text",
        "outlet": "A paper",
        "published": "2022-05-13/2022-05-14",
        "grade": "B2",
        "parts": [["headline", 0, 40], ["comment", 900, 950]],
    },
    "press_claim": PRESS
    | {
        "principals": [{"office": "minister of defence", "state": "XAA"}, {"name": "A. Name", "state": "XBB"}],
        "date": "2022-05-13",
        "date_basis": "interval",
        "status": "held",
        "minutes": 60,
        "bound": "about",
        "attribution": ["the ministry"],
    },
    "press_confirmed": {"remark": "Read by the watch."},
    "press_rejected": {"reason": "It is of another year."},
    "claim_withdrawn": {"reason": "It was another day."},
    "facts_released": {"date": "2022-05-13", "facts": [["The first in 84 days.", "13 May - 18 February = 84 days"]]},
}


def _kind(name, kind, expect, comment, body):
    return Vector(f"annex/{name}", "annex-kind", expect, comment, cbor(body), {"kind": kind})


def vectors():
    for kind, body in SOUND.items():
        yield _kind(kind.replace("_", "-"), kind, "ok", f"A sound body of {kind}.", body)
    for name, comment, change in (
        ("no-such-day", "February has no day 30.", {"date": "2022-02-30"}),
        ("date-in-words", "A date is written in one form.", {"date": "13 May 2022"}),
        ("one-principal", "A contact is between two at least.", {"participants": [SIDES[0], SIDES[1] | {"role": "interpreter"}]}),
        ("status-other", "No such status.", {"status": "refused"}),
        ("bound-other", "No such bound.", {"minutes": 60, "bound": "roughly"}),
        ("state-small", "A code is in capitals.", {"participants": [SIDES[0], SIDES[1] | {"state": "xbb"}]}),
        ("next-word", "A date, or none.", {"next": "soon"}),
    ):  # fmt: skip
        yield _kind(f"claim-{name}", "contact_claim", "refused malformed", comment, CLAIM | change)
    for name, comment, change in (
        ("no-place", "A claim stands somewhere in a text.", {"spans": []}),
        ("place-backwards", "A place ends behind its start.", {"spans": [[96, 41, sha(b"a quote")]]}),
        ("interval-backwards", "An interval ends behind its start.", {"date": "2022-05-15/2022-05-13"}),
        ("year-unknown-month-13", "There is no such month.", {"date": "XXXX-13-01"}),
        ("found-by-nobody", "Who found it is said.", {"found_by": 7}),
    ):
        yield _kind(f"press-claim-{name}", "press_claim", "refused malformed", comment, PRESS | change)
    yield from _logs()


def _entry(index, kind, body):
    """Return (leaf, salt, body) of an entry of the annex."""
    data, salt = cbor(body), sha(b"a salt", bytes([index]))
    fields = {
        "v": 1,
        "line": PARTY,
        "charter": bytes(32),
        "author": "XAA",
        "epoch": 1,
        "index": index,
        "t": AT + index,
        "kind": kind,
        "post": "watch",
        "draft": sha(b"a draft", bytes([index]))[:16],
        "seen": [],
        "refs": [],
        "body_hash": sha(label("body"), PARTY, PARTY, salt, data),
        "body_class": 1 << (len(data) - 1).bit_length(),
    }
    return cbor(fields), salt, data


def _logs():
    kinds = ("epoch_open", "contact_claim", "phone_test")
    entries = [_entry(index, kind, SOUND[kind]) for index, kind in enumerate(kinds)]
    lines = tuple(part for entry in entries for part in entry)
    tree = root([leaf_hash(leaf) for leaf, _, _ in entries])
    note = f"{text(ORIGIN, 3, tree)}\n{log_line(ORIGIN, 3, tree, 'XAA 1 log')}".encode()
    given = {"roster": first_roster("XAA")[1].hex(), "note": note.hex()}

    def log(name, expect, comment, body, **more):
        return Vector(f"annex/{name}", "annex-log", expect, comment, body, given | more)

    yield log("log", "result verified", "Three entries under one head: leaf, salt and body of each.", lines)
    swapped = lines[:3] + lines[6:] + lines[3:6]
    yield log("log-swapped", "result rejected", "The same entries in another order.", swapped)
    yield log("log-left-out", "result rejected", "The last entry is left out.", lines[:6] + lines[:3])
    yield log("log-other-body", "result rejected", "A body that the leaf does not commit to.", (*lines[:5], lines[8], *lines[6:]))  # fmt: skip
    other = f"{PARTY.hex()}.watchline/XAA/1"
    moved = f"{text(other, 3, tree)}\n{log_line(other, 3, tree, 'XAA 1 log')}".encode()
    yield log("log-of-a-line", "result rejected", "The head of a log of a line is no head of an annex.", lines, note=moved.hex())  # fmt: skip

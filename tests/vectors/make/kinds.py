"""Vectors of docs/spec/kinds.md: one sound body of each kind, and bodies that no view may act on."""

from tests.vectors.make.form import Vector
from tests.vectors.make.leaf import LINE, ORIGIN
from tests.vectors.make.plain import (
    cbor,
    charter_fields,
    charter_signatures,
    first_roster,
    key_set,
    key_set_hash,
    label,
    roster_fields,
    sha,
    signed_roster,
)

AT = 1795361400000
CHARTER = cbor(charter_fields())
ROSTER = sha(label("roster"), first_roster("XBB")[0])
NEXT_ROSTER = signed_roster(
    roster_fields("XAA", 2, ("1", "2"), prev=first_roster("XAA")[0]), ["XAA 2 log", "XAA 2 mirror"]
)[1]
PREV = sha(label("charter"), CHARTER)
SUCCESSOR = cbor(
    {name: value for name, value in charter_fields(title="Amended").items() if name != "nonce"}
    | {"line": PREV, "prev": PREV}
)
CIRCLE = {
    "area": {"circle": [500_000, 500_000_000, 200_000_000]},
    "ceiling": [300_000, "AMSL"],
    "start": AT,
    "end": AT + 3_600_000,
}
NOTICE = {
    "activity": "live_fire",
    "volumes": [CIRCLE],
    "name": "Range 5",
    "text": "Howitzers, southward.",
    "language": "en",
    "contact": "watch",
    "markings": "red flags",
    "emergency": 1,
    "coarse_m": 1000,
    "area_by": AT,
    "review_by": AT + 86_400_000,
    "checked": 1,
}
_NOTICE_OPTIONAL = set(NOTICE) - {"activity"}
PAIR = {
    "code": "XBB",
    "epoch": 1,
    "index": 7,
    "version": 1,
    "verdict": "CONFLICT",
    "lateral": 4_242_752,
    "vertical": 0,
    "time": 0,
    "limits": [500_000, 30_000, 910_000],
    "at": [500_449_521, 200_000_000, 500_830_960, 200_000_000],
    "from": AT,
    "to": AT + 3_600_000,
}
SOUND = {
    "epoch_open": (
        2,
        {"reason": "founding", "key_set": key_set("XAA 1"), "rosters": [["XAA", 1, ROSTER], ["XBB", 1, ROSTER]]},
    ),
    "epoch_adopt": (0, {"origin": ORIGIN, "size": 11, "root": ROSTER}),
    "epoch_close": (0, {"roster": NEXT_ROSTER, "key_set": key_set("XAA 2")}),
    "charter": (1, {"charter": CHARTER, "signatures": charter_signatures(CHARTER, "XAA", "XBB")}),
    "epoch_seen": (
        3,
        {"code": "XBB", "epoch": 1, "key_set": key_set_hash(key_set("XBB 1")), "roster": [1, ROSTER], "means": "files"},
    ),
    "roster_seen": (3, {"code": "XBB", "number": 1, "hash": ROSTER}),
    "receipt": (4, {"origin": ORIGIN, "from": 7, "to": 9, "at": AT, "circuit": "main"}),
    "line_test": (0, {"circuit": "main", "due": AT}),
    "line_test_answered": (0, {"answered_by": "watch", "quality": 5, "remark": "Loud and clear."}),
    "message": (0, {"precedence": "R", "to": [], "dtg": AT, "text": "Radio check.", "language": "en"}),
    "message_read": (0, {}),
    "message_acknowledged": (0, {"how": "read_back", "text": "Radio check."}),
    "correction": (0, {"text": "Read 1530Z.", "language": "en"}),
    "service_message": (0, {"text": "Satellite down for an hour.", "language": "en"}),
    "call": (
        0,
        {
            "to": "XBB",
            "level": "chief of staff",
            "office": "chief of the general staff",
            "with_office": "chief of the defence staff",
            "purpose": "The exercise of next week.",
            "language": "en",
            "windows": [[AT, AT + 3_600_000]],
            "valid_until": AT + 86_400_000,
            "initiative": "XAA",
            "circuit": "main",
            "interpreter": "XBB",
        },
    ),
    "call_read": (0, {}),
    "call_attempt": (0, {"text": "We ask again.", "valid_until": AT}),
    "call_accepted": (0, {"at": AT, "circuit": "main", "text": "Agreed."}),
    "call_declined": (0, {"reason": "public", "text": "Another duty."}),
    "call_proposed": (0, {"windows": [[AT, AT]], "text": "Rather then."}),
    "call_postponed": (0, {"windows": [[AT, AT]], "reason": "private", "text": "Later."}),
    "call_cancelled": (0, {"reason": "private", "text": "No more needed."}),
    "call_account": (
        0,
        {
            "outcome": "held",
            "office": "chief of the general staff",
            "with_office": "chief of the defence staff",
            "started": AT,
            "ended": AT + 900_000,
            "verified": 1,
            "next": AT + 86_400_000,
            "text": "Both described the exercise.",
            "language": "en",
        },
    ),
    "readout": (
        0,
        {"language": "en", "commitment": sha(b"a commitment"), "scope": "full", "not_before": AT + 3_600_000},
    ),
    "readout_shared": (0, {"text": "The two described the exercise.", "salt": sha(b"a salt")}),
    "readout_published": (
        0,
        {
            "text": "The two described the exercise.",
            "salt": sha(b"a salt"),
            "where": "the ministry's page",
            "points": [["exercise", "It was described."], ["next call", "Agreed for Friday."]],
        },
    ),
    "readout_corrected": (0, {"text": "Read: next Friday.", "language": "en"}),
    "readout_supplemented": (0, {"text": "The call lasted a quarter of an hour.", "language": "en"}),
    "confidentiality_proposed": (0, {"text": "We propose to say nothing of it."}),
    "confidentiality_agreed": (0, {"text": "Agreed."}),
    "confidentiality_not_agreed": (0, {"text": "Not this time."}),
    "charter_proposed": (0, {"charter": SUCCESSOR}),
    "charter_signed": (0, {}),
    "charter_refused": (0, {"text": "Not with one test a day."}),
    "charter_in_force": (1, {}),
    "charter_withdrawn": (0, {"text": "We propose another."}),
    "leave": (0, {"code": "XBB", "charter": PREV, "signature": charter_signatures(CHARTER, "XBB")[0][1]}),
    "suspension": (0, {"from": AT + 3_600_000, "text": "Until the inquiry ends.", "language": "en"}),
    "resumption": (0, {"text": "The inquiry ended.", "language": "en"}),
    "agreement_suspended": (
        0,
        {"agreement": "launch-notices", "from": AT + 3_600_000, "text": "Until the inquiry ends.", "language": "en"},
    ),
    "agreement_resumed": (0, {"text": "The inquiry ended.", "language": "en"}),
    "activity_notice": (0, NOTICE),
    "notice_amended": (0, NOTICE | {"activity": "air"}),
    "notice_active": (0, {"text": "First round at 1530Z."}),
    "notice_ended": (0, {"text": "All clear."}),
    "notice_cancelled": (0, {"text": "Weather."}),
    "notice_read": (0, {"version": 2}),
    "notice_objected": (0, {"version": 1, "text": "It crosses our lane."}),
    "notice_noted": (0, {"version": 1, "text": "Without recognition."}),
    "notice_told": (0, {"version": 1, "state": "State C", "at": 1_795_348_800_000, "text": "By its attaché."}),
    "assessment": (4, {"version": 1, "table": ROSTER, "pairs": [PAIR], "counts": [1, 0, 0], "without": "no numbers"}),
}
OPTIONAL = {
    "receipt": {"circuit"},
    "line_test": {"due"},
    "line_test_answered": {"quality", "remark"},
    "message_acknowledged": {"text"},
    "call": {"windows", "valid_until", "initiative", "circuit", "interpreter"},
    "call_attempt": {"text", "valid_until"},
    "call_accepted": {"circuit", "text"},
    "call_declined": {"text"},
    "call_proposed": {"text"},
    "call_postponed": {"windows", "reason", "text"},
    "call_cancelled": {"reason", "text"},
    "call_account": {"started", "ended", "verified", "next", "text", "language"},
    "readout": {"scope", "not_before"},
    "readout_published": {"where", "points"},
    "confidentiality_proposed": {"text"},
    "confidentiality_agreed": {"text"},
    "confidentiality_not_agreed": {"text"},
    "charter_refused": {"text"},
    "charter_withdrawn": {"text"},
    "suspension": {"from", "text", "language"},
    "resumption": {"text", "language"},
    "agreement_suspended": {"from", "text", "language"},
    "agreement_resumed": {"text", "language"},
    "activity_notice": _NOTICE_OPTIONAL,
    "notice_amended": _NOTICE_OPTIONAL,
    "notice_active": {"text"},
    "notice_ended": {"text"},
    "notice_cancelled": {"text"},
    "notice_objected": {"text"},
    "notice_noted": {"text"},
    "notice_told": {"at", "text"},
    "assessment": {"pairs", "counts", "without"},
}

_SPOKEN = (
    (
        "line-test-spoken",
        "line_test",
        {"outcome": "answered", "to": "XBB", "at": AT, "quality": 4, "by": "duty officer", "remark": "Some noise."},
    ),
    ("line-test-spoken-no-answer", "line_test", {"outcome": "no_answer", "to": "XBB"}),
    ("line-test-answered-spoken", "line_test_answered", {"outcome": "answered", "at": AT, "by": "duty officer"}),
)
CEASE = {"code": "WN03", "params": {"position": "36S WC 1234 5678", "dtg": AT}}
_PHRASES_SOUND = (
    ("one", "A phrase beside the text.", [CEASE]),
    ("eight", "At most 8 phrases.", [{"code": "AK04"}] * 8),
    ("none", "An empty array is as good as none.", []),
    ("query", "An operator without a reference.", [CEASE | {"op": "QUERY"}]),
    ("cancel", "An operator with the reference it needs.", [CEASE | {"op": "CANCEL", "ref": "D-XAA-0007"}]),
    ("other-book", "Of another phrasebook than the charter's.", [CEASE | {"book": ROSTER}]),
    (
        "unknown-code",
        "No phrasebook here has it: code and parameters are shown.",
        [{"code": "ZZ99", "params": {"n": 1}}],
    ),
    ("unknown-parameter", "Parameters that the phrase does not have.", [{"code": "WN03", "params": {"colour": "red"}}]),
    ("list-value", "A value that is a list.", [{"code": "AC01", "params": {"area": ["33.5N 036.2E", "33.6N 036.3E"]}}]),
    (
        "unknown-field",
        "A field of a phrase that this version does not know is kept and ignored.",
        [CEASE | {"tone": "calm"}],
    ),
)
_PHRASES_BAD = (
    ("nine", "At most 8 phrases.", [{"code": "AK04"}] * 9),
    ("map", "One phrase where a list belongs.", CEASE),
    ("text", "A phrase in words.", ["WN03-P"]),
    ("without-code", "A phrase without a code.", [{"params": {}}]),
    ("check-character", "The check character does not travel.", [{"code": "WN03-P"}]),
    ("code-small", "A code has capitals.", [{"code": "wn03"}]),
    ("code-newline", "A code and a newline are no code.", [{"code": "WN03\n"}]),
    ("cancel-without-ref", "CANCEL without the message it was said in.", [CEASE | {"op": "CANCEL"}]),
    ("query-with-ref", "QUERY names no message.", [CEASE | {"op": "QUERY", "ref": "D-XAA-0007"}]),
    ("ref-form", "A reference of another form.", [CEASE | {"op": "REPEAT", "ref": "the last one"}]),
    ("op-other", "No such operator.", [CEASE | {"op": "DENY"}]),
    ("book-short", "A hash of 31 bytes.", [CEASE | {"book": ROSTER[:31]}]),
    ("parameters-9", "At most 8 parameters.", [{"code": "WN03", "params": {"abcdefghi"[at]: at for at in range(9)}}]),
    ("parameter-bytes", "A value as bytes.", [{"code": "WN03", "params": {"dtg": b"1530"}}]),
    ("parameter-name", "A parameter name in capitals.", [{"code": "WN03", "params": {"DTG": AT}}]),
    ("parameter-nested", "A list in a list.", [{"code": "WN03", "params": {"area": [["33.5N 036.2E"]]}}]),
    ("value-long", "Text of 257 characters.", [{"code": "WN03", "params": {"position": "x" * 257}}]),
)


def vectors():
    yield from _sound()
    yield from _bad()
    yield from _bad_notices()


def _kind(name, kind, expect, comment, body, **gives):
    return Vector(f"kinds/{name}", "kind", expect, comment, body, {"kind": kind}, gives)


def _sound():
    for kind, (rank, body) in SOUND.items():
        name = kind.replace("_", "-")
        yield _kind(name, kind, "ok", f"A sound body of {kind}.", cbor(body), rank=rank)
        for field in sorted(OPTIONAL.get(kind, ())):
            spare = {key: value for key, value in body.items() if key != field}
            yield _kind(
                f"{name}-without-{field}", kind, "ok", f"The field {field} may be absent.", cbor(spare), rank=rank
            )
    later = SOUND["epoch_open"][1] | {"reason": "restore", "prev": [ORIGIN, 9, ROSTER]}
    yield _kind(
        "epoch-open-restore", "epoch_open", "ok", "A later epoch names the head before it.", cbor(later), rank=2
    )
    yield _kind(
        "epoch-open-missing",
        "epoch_open",
        "ok",
        "Two leaves below that head nobody could deliver.",
        cbor(later | {"missing": [[7, 9, ROSTER]]}),
        rank=2,
    )
    signatures = charter_signatures(SUCCESSOR, "XAA", "XBB")
    yield _kind(
        "charter-in-force-roots",
        "charter_in_force",
        "ok",
        "A change that needs every root: their signatures, and the roster of who joins.",
        cbor({"signatures": signatures, "rosters": [first_roster("XBB")[0]]}),
        rank=1,
    )
    yield _kind("message-read-empty", "message_read", "ok", "A body of zero bytes has no fields.", b"", rank=0)
    by_node = {"answered_by": "node"}
    yield _kind(
        "line-test-answered-node",
        "line_test_answered",
        "ok",
        "Answered by configuration: rank 4, never counted as an officer's.",
        cbor(by_node),
        rank=4,
    )
    reverse = SOUND["line_test"][1] | {"reverse": 1}
    yield _kind("line-test-reverse", "line_test", "ok", "The other party did not initiate.", cbor(reverse), rank=0)
    for name, kind, account in _SPOKEN:
        body = cbor(SOUND[kind][1] | account)
        yield _kind(name, kind, "ok", "By voice: one side's account of a call.", body, rank=0)
    for name, comment, phrases in _PHRASES_SOUND:
        body = cbor(SOUND["message"][1] | {"phrases": phrases})
        yield _kind(f"message-phrases-{name}", "message", "ok", comment, body, rank=0)
    instead = cbor(SOUND["message"][1] | {"text": "", "phrases": [CEASE]})
    yield _kind("message-phrases-instead", "message", "ok", "A phrase instead of a text.", instead, rank=0)
    route = [
        {"area": {"corridor": [200_000, 500_000_000, 195_000_000, 501_000_000, 199_000_000]}, "floor": [240, "FL"]},
        {
            "area": {"polygon": [[0, 0, 0, 10_000_000, 10_000_000, 10_000_000]]},
            "ground": [0, 30_000],
            "ceiling": [9_000, "AGL"],
        },
    ]
    body = cbor({"activity": "air", "volumes": route})
    yield _kind("activity-notice-route", "activity_notice", "ok", "A route: an element for each leg.", body, rank=0)
    body = cbor({"activity": "weather_balloon", "volumes": [CIRCLE]})
    yield _kind(
        "activity-notice-other-activity",
        "activity_notice",
        "ok",
        "A kind of activity that is in no table.",
        body,
        rank=0,
    )
    more = SOUND["message"][1] | {"colour": "red"}
    yield _kind(
        "message-unknown-field",
        "message",
        "ok",
        "A field that this version does not know is kept and ignored.",
        cbor(more),
        rank=0,
    )
    yield _kind(
        "weather",
        "weather",
        "label unknown_kind",
        "A kind that this version does not know: its body is not looked into.",
        b"\xff",
    )


def bad(name, kind, comment, body):
    return _kind(name, kind, "label bad_body", comment, body)


def changed(name, kind, comment, **fields):
    return bad(name, kind, comment, cbor(SOUND[kind][1] | fields))


def _bad_notices():
    yield bad("activity-notice-nowhere", "activity_notice", "No area, and no word of when.", cbor({"activity": "air"}))
    yield changed("activity-notice-kind-capital", "activity_notice", "A kind has small letters.", activity="Air")
    yield changed("activity-notice-kind-newline", "activity_notice", "A kind and a newline.", activity="air\n")
    yield changed("activity-notice-volume-map", "activity_notice", "One volume where a list belongs.", volumes=CIRCLE)
    yield changed(
        "activity-notice-volume-field",
        "activity_notice",
        "A part of a volume that is not understood could make it larger.",
        volumes=[CIRCLE | {"colour": 1}],
    )
    yield changed(
        "activity-notice-volume-early",
        "activity_notice",
        "It ends before it starts.",
        volumes=[CIRCLE | {"end": AT - 1}],
    )
    yield changed(
        "activity-notice-volumes-257",
        "activity_notice",
        "At most 256 volumes.",
        volumes=[{"area": {"circle": [0, 0, 0]}}] * 257,
    )
    yield changed("activity-notice-coarse-0", "activity_notice", "Coarse by nothing is left out.", coarse_m=0)
    yield changed("activity-notice-emergency-2", "activity_notice", "A flag is 1 or absent.", emergency=2)
    yield changed("notice-read-version-0", "notice_read", "Versions count from 1.", version=0)
    yield changed("assessment-verdict-other", "assessment", "No such verdict.", pairs=[PAIR | {"verdict": "SAFE"}])
    for name, field in (
        ("code-long", {"code": "XBBXBBXBB"}),
        ("code-zero", {"code": "XBB\0"}),
        ("epoch-0", {"epoch": 0}),
        ("epoch-wide", {"epoch": 1 << 32}),
        ("at-wide", {"at": [1 << 40, 0, 0, 0]}),
        ("lateral-negative", {"lateral": -1}),
    ):
        yield changed(f"assessment-pair-{name}", "assessment", "A pair out of bounds.", pairs=[PAIR | field])
    yield changed("assessment-pairs-65", "assessment", "At most 64 pairs.", pairs=[PAIR] * 65)
    yield changed("assessment-table-short", "assessment", "A hash of 31 bytes.", table=ROSTER[:31])


def _bad():
    for kind, (_, body) in SOUND.items():
        for field in sorted(set(body) - OPTIONAL.get(kind, set())):
            spare = {key: value for key, value in body.items() if key != field}
            name = f"{kind}-without-{field}".replace("_", "-")
            yield bad(name, kind, f"The field {field} is missing.", cbor(spare))
    short = [["XAA", charter_signatures(SUCCESSOR, "XAA")[0][1][:63]]]
    yield changed("charter-in-force-short-signature", "charter_in_force", "A signature of 63 bytes.", signatures=short)
    yield changed("leave-short-signature", "leave", "A signature of 63 bytes.", signature=bytes(63))
    yield bad("message-empty", "message", "A body of zero bytes lacks every field.", b"")
    yield bad("message-not-cbor", "message", "No CBOR.", b"\xff")
    yield bad("message-trailing", "message", "A byte after the map.", cbor(SOUND["message"][1]) + b"\0")
    yield bad("message-array", "message", "An array.", cbor([SOUND["message"][1]]))
    yield changed("message-precedence-x", "message", "No such precedence.", precedence="X")
    yield changed("message-precedence-small", "message", "The letter is a capital.", precedence="z")
    yield changed("message-precedence-newline", "message", "A letter and a newline are no letter.", precedence="Z\n")
    yield changed("message-precedence-empty", "message", "No letter.", precedence="")
    yield changed("message-text-bytes", "message", "The text as bytes.", text=b"Radio check.")
    yield changed(
        "message-dtg-text",
        "message",
        "The date-time group in words: in the record it is milliseconds.",
        dtg="221530Z NOV 26",
    )
    yield changed("message-to-text", "message", "One code where a list belongs.", to="XBB")
    for name, comment, phrases in _PHRASES_BAD:
        yield changed(f"message-phrases-{name}", "message", comment, phrases=phrases)
    yield changed(
        "answered-by-newline",
        "line_test_answered",
        "A word and a newline are neither watch nor node.",
        answered_by="node\n",
    )
    yield changed("answered-by-other", "line_test_answered", "Neither watch nor node.", answered_by="officer")
    yield changed("quality-0", "line_test_answered", "Quality is 1 to 5.", quality=0)
    yield changed("quality-6", "line_test_answered", "Quality is 1 to 5.", quality=6)
    yield changed("line-test-outcome-other", "line_test", "Neither answered nor no_answer.", outcome="busy")
    yield changed("line-test-outcome-newline", "line_test", "A word and a newline.", outcome="answered\n")
    yield changed("line-test-quality-6", "line_test", "Quality is 1 to 5.", outcome="answered", quality=6)
    yield changed("line-test-answered-outcome-other", "line_test_answered", "Neither of the two.", outcome="busy")
    yield changed("reverse-2", "line_test", "A flag is 1 or absent.", reverse=2)
    yield changed("reverse-0", "line_test", "A flag is 1 or absent.", reverse=0)
    yield changed("acknowledged-how-other", "message_acknowledged", "Neither understood nor read back.", how="agreed")
    yield changed("acknowledged-how-newline", "message_acknowledged", "A word and a newline.", how="understood\n")
    yield changed("readout-scope-other", "readout", "No such scope.", scope="part")
    yield changed("readout-commitment-short", "readout", "A commitment of 31 bytes.", commitment=ROSTER[:31])
    yield changed("readout-salt-short", "readout_published", "A salt of 31 bytes.", salt=ROSTER[:31])
    yield changed("readout-points-map", "readout_published", "Points in another form.", points={"a": "b"})
    yield changed(
        "readout-points-three", "readout_published", "A point is key and statement.", points=[["a", "b", "c"]]
    )
    yield changed("readout-point-without-key", "readout_published", "A point without a key.", points=[["", "b"]])
    yield changed("readout-points-65", "readout_published", "At most 64 points.", points=[["a", "b"]] * 65)
    yield changed("receipt-from-negative", "receipt", "Indexes count from 0.", **{"from": -1})
    yield changed("roster-seen-short-hash", "roster_seen", "A hash of 31 bytes.", hash=ROSTER[:31])
    yield changed("roster-seen-text-hash", "roster_seen", "A hash in hexadecimal.", hash=ROSTER.hex())
    yield changed("epoch-seen-roster-3", "epoch_seen", "A roster is number and hash, no more.", roster=[1, ROSTER, 0])
    yield changed("epoch-open-prev-two", "epoch_open", "A head is origin, size and root.", prev=[ORIGIN, 9])
    yield changed("epoch-open-missing-pair", "epoch_open", "A gap is from, to and root.", missing=[[7, 9]])
    yield changed("epoch-adopt-short-root", "epoch_adopt", "A root of 31 bytes.", root=ROSTER[:31])
    yield changed("epoch-open-rosters-map", "epoch_open", "Rosters in another form.", rosters={"XAA": LINE})

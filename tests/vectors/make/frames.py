"""Vectors of docs/spec/frames.md: one sound frame of each kind, and frames that are refused whoever sends them."""

from tests.vectors.make.charter import BOTH, CHARTER
from tests.vectors.make.cosignature import AT, NAME
from tests.vectors.make.cosignature import KEY as MIRROR_KEY
from tests.vectors.make.form import Vector
from tests.vectors.make.leaf import BODY, LINE, SALT, fields
from tests.vectors.make.log import ORIGIN, ROOT, SIGNED, SIZE, TEXT
from tests.vectors.make.plain import cbor, charter_hash, first_roster, frame, label, mirror_line, sha

NOTE = f"{TEXT}\n{SIGNED}".encode()
COSIGNED = mirror_line(NAME, ORIGIN, SIZE, ROOT, AT, MIRROR_KEY)
ROSTER = sha(label("roster"), first_roster("XAA")[0])
SOUND = {
    "HAVE": {
        "logs": [[ORIGIN, SIZE, ROOT, SIZE, b"\x05"]],
        "rosters": [["XAA", 1, ROSTER]],
        "charter": charter_hash(CHARTER),
    },
    "WANT": {"ranges": [[ORIGIN, SIZE, 0, "leaves"]], "credit": 4 << 20},
    "APPEND": {
        "origin": ORIGIN,
        "start": 6,
        "leaves": [cbor(fields(index=6))],
        "bodies": [[6, SALT, BODY]],
        "checkpoint": NOTE,
        "cosignatures": [COSIGNED],
    },
    "COSIGN": {"origin": ORIGIN, "size": SIZE, "root": ROOT, "lines": [COSIGNED]},
    "BEAT": {
        "nonce": sha(b"a nonce")[:16],
        "echo": b"",
        "now": 1795361400000,
        "heads": [[NOTE, [COSIGNED]]],
        "rosters": [["XAA", 1]],
    },
    "REFUSED": {"code": "size", "origin": ORIGIN, "words": "smaller than what is held", "head": NOTE},
    "EVIDENCE": {"evidence": cbor({"v": 1})},
    "KEYS": {"rosters": [first_roster("XAA")[1]]},
    "CHARTER": {"charter": cbor([CHARTER, BOTH])},
}
OPTIONAL = {"APPEND": {"cosignatures"}, "REFUSED": {"origin", "words", "head"}}


def _frame(name, expect, comment, data, **gives):
    return Vector(f"frames/{name}", "frame", expect, comment, data, {"receiver": "XBB"}, gives)


def _ok(name, comment, kind, more):
    return _frame(name, "ok", comment, cbor(frame(kind, LINE, **more)), frame=kind, line=LINE, sender="XAA")


def vectors():
    for kind, more in SOUND.items():
        yield _ok(kind.lower(), f"A sound {kind}.", kind, more)
        for field in sorted(more):
            spare = {key: value for key, value in more.items() if key != field}
            name = f"{kind.lower()}-without-{field}"
            if field in OPTIONAL.get(kind, ()):
                yield _ok(name, f"The field {field} may be absent.", kind, spare)
            else:
                yield _frame(
                    name, "refused malformed", f"The field {field} is missing.", cbor(frame(kind, LINE, **spare))
                )
    proof = SOUND["APPEND"] | {"proof": [sha(b"a hash")]}
    yield _ok(
        "append-early",
        "An early bell: a leaf ahead of a gap, with the proof that it is in the signed tree.",
        "APPEND",
        proof,
    )
    late = SOUND["APPEND"] | {"leaves": [], "bodies": [[3, SALT, BODY]]}
    yield _ok("append-bodies", "Bodies that come after their leaves.", "APPEND", late)
    echo = SOUND["BEAT"] | {"echo": sha(b"an echo")[:16]}
    yield _ok("beat-echo", "A BEAT that echoes the receiver's nonce.", "BEAT", echo)
    unknown = SOUND["WANT"] | {"hurry": 1}
    yield _ok("want-unknown-field", "A field that this version does not know is ignored.", "WANT", unknown)
    yield from _refused()


def _refused():
    def bad(name, comment, refusal="malformed", kind="BEAT", **more):
        return _frame(name, f"refused {refusal}", comment, cbor(frame(kind, LINE, **(SOUND.get(kind, {}) | more))))

    whole = cbor(frame("BEAT", LINE, **SOUND["BEAT"]))
    yield _frame("nothing", "refused malformed", "No bytes.", b"")
    yield _frame("trailing", "refused malformed", "A byte after the map.", whole + b"\0")
    yield _frame("truncated", "refused malformed", "The last byte is missing.", whole[:-1])
    yield _frame("array", "refused malformed", "An array.", cbor([1, 2]))
    yield bad("version-2", "Another version.", "version", v=2)
    yield bad("without-version", "No version.", "version", v=None)
    yield bad("unknown-kind", "A kind of frame that nobody knows.", kind="SHOUT")
    yield bad("small-letters", "Kinds of frames have capitals.", frame="beat")
    yield bad("kind-number", "The kind as a number.", frame=1)
    yield bad("without-kind", "No kind.", frame=None)
    yield bad("without-line", "No line.", line=None)
    yield bad("line-text", "The line id in hexadecimal.", line=LINE.hex())
    yield bad("without-sender", "No sender.", **{"from": None})
    yield bad("other-receiver", "It is for somebody else.", "sender", to="XHH")
    yield bad("without-receiver", "It is for nobody.", "sender", to=None)
    yield bad("long-nonce", "A nonce of 17 bytes.", nonce=bytes(17))
    yield bad("now-text", "The time in words.", now="now")
    yield bad("short-root", "A root of 31 bytes.", kind="COSIGN", root=ROOT[:31])
    yield bad("negative-size", "Sizes are not negative.", kind="COSIGN", size=-1)
    yield bad("line-bytes", "A signature line as bytes.", kind="COSIGN", lines=[COSIGNED.encode()])
    yield bad("17-lines", "More cosignature lines than a frame holds: 16.", kind="COSIGN", lines=[COSIGNED] * 17)
    yield bad("short-salt", "A salt of 31 bytes.", kind="APPEND", bodies=[[6, SALT[:31], BODY]])
    yield bad("range-of-three", "A range without what is wanted.", kind="WANT", ranges=[[ORIGIN, 0, 0]])
    yield bad("long", "More than 65,536 bytes.", "limit", kind="EVIDENCE", evidence=bytes(65_536))

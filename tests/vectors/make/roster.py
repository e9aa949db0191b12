"""Vectors of docs/spec/roster.md: fingerprints, key sets, rosters and their chain, cards, certificates."""

from tests.vectors.make.curve import SMALL, key_with, scalar
from tests.vectors.make.form import Vector
from tests.vectors.make.plain import (
    both,
    cbor,
    certificate,
    fingerprint,
    first_roster,
    key_set,
    key_set_hash,
    label,
    public,
    roster_fields,
    sha,
    sign,
    signed_roster,
)

FIRST, SIGNED = first_roster("XAA")
ROOT = "XAA root"


def vectors():
    yield from _names()
    yield from _rosters()
    yield from _forms()
    yield from _keys()
    yield from _chains()
    yield from _third()
    yield from _revocations()
    yield from _certificates()
    yield from _cards()


def _names():
    def shown(name, comment, key):
        gives = {"party": sha(key), "fingerprint": fingerprint(key)}
        return Vector(f"roster/fingerprint-{name}", "fingerprint", "ok", comment, key, gives=gives)

    yield shown("xaa", "The root of XAA.", public(ROOT))
    yield shown("xbb", "The root of XBB.", public("XBB root"))
    zero = next(key for key in map(public, map("zero {}".format, range(1000))) if fingerprint(key).startswith("0"))
    yield shown("zero", "A fingerprint that begins with a zero: it has thirty digits all the same.", zero)
    keys = key_set("XAA 1")
    alike = {"log": keys["log"], "mirror": keys["log"]}
    yield Vector("roster/key-set-one-key", "key-set", "refused key", "One key for both uses.", cbor(alike))
    gives = {"key_set_hash": key_set_hash(keys)}
    yield Vector(
        "roster/key-set", "key-set", "ok", "The hash by which a roster names a spare.", cbor(keys), gives=gives
    )


def _roster(name, expect, comment, signed, document=None, before=None):
    given = {} if before is None else {"before": before}
    gives = {} if document is None else {"roster_hash": sha(label("roster"), document)}
    return Vector(f"roster/roster-{name}", "roster", expect, comment, signed, given, gives)


def changed(**fields):
    """Return the fields of a sound roster, some replaced; None takes one away."""
    return {key: value for key, value in (roster_fields("XAA") | fields).items() if value is not None}


def signed_by_all(document, enrolled=("XAA 1 log", "XAA 1 mirror"), root=ROOT):
    """Return the signed roster of document bytes, whatever they are."""
    proofs = sorted([public(name), sign(name, label("possession") + document)] for name in enrolled)
    return cbor([document, sign(root, label("roster") + document), proofs])


def _rosters():
    def ok(name, comment, fields, enrolled):
        document, signed = signed_roster(fields, enrolled)
        return _roster(name, "ok", comment, signed, document)

    one = both("XAA 1")
    yield _roster("first", "ok", "A sound roster 1: one key set, one spare, one certificate.", SIGNED, FIRST)
    yield ok(
        "unknown-field", "A field that this version does not know is kept and ignored.", changed(note="read me"), one
    )
    two = roster_fields("XAA", sets=("1", "2"))
    yield ok("two-sets", "Two key sets in use; four keys prove possession, sorted by key.", two, one + both("XAA 2"))
    yield ok("no-circuits", "A party without circuits yet.", roster_fields("XAA", tls=()), one)


def _forms():
    def bad(name, comment, signed, code="malformed"):
        return _roster(name, f"refused {code}", comment, signed)

    def fields(name, comment, refusal="malformed", **more):
        return bad(name, comment, signed_by_all(cbor(changed(**more))), refusal)

    root = sign(ROOT, label("roster") + FIRST)
    proofs = sorted([public(name), sign(name, label("possession") + FIRST)] for name in both("XAA 1"))
    yield bad("not-cbor", "No CBOR.", b"\xff")
    yield bad("two-parts", "The array lacks the proofs.", cbor([FIRST, root]))
    yield bad("four-parts", "The array has a part too many.", cbor([FIRST, root, proofs, 0]))
    yield bad("proofs-unsorted", "The proofs of possession are not sorted by key.", cbor([FIRST, root, proofs[::-1]]))
    yield bad("proof-twice", "One proof twice.", cbor([FIRST, root, [proofs[0], *proofs]]))
    yield bad(
        "proof-of-another",
        "A proof by a key that is not in it: no signature covers the proofs, so anybody could add one.",
        signed_by_all(FIRST, [*both("XAA 1"), "XBB 1 log"]),
    )
    yield bad("proof-of-three", "A proof with a part too many.", cbor([FIRST, root, [[*proofs[0], 0], proofs[1]]]))
    loose = FIRST.replace(b"\x66number\x01", b"\x66number\x18\x01")
    yield bad("not-canonical", "The document is not deterministic CBOR, though soundly signed.", signed_by_all(loose))
    yield fields("version-2", "Another version.", "version", v=2)
    for field in ("code", "number", "names", "key_sets", "spares", "tls"):
        yield fields(f"without-{field.replace('_', '-')}", f"The field {field} is missing.", **{field: None})
    yield fields("without-root", "The root key is missing.", "key", root=None)
    yield fields("code-lower", "A party code has capitals and digits only.", code="xaa")
    yield fields("code-one", "A party code has at least two characters.", code="X")
    yield fields("code-nine", "A party code has at most eight characters.", code="XAAXAAXAA")
    yield fields("number-0", "Rosters count from 1.", number=0)
    yield fields("prev-in-first", "Roster 1 names a predecessor.", prev=sha())
    yield fields("number-2-without-prev", "Roster 2 names no predecessor.", number=2)
    yield fields("spare-short", "The hash of a spare has 31 bytes.", spares=[bytes(31)])
    yield fields("name-bytes", "A name that is not text.", names={"en": b"Side A"})
    yield fields("no-key-set", "No key set in use.", "key", key_sets=[])


def _keys():
    def bad(name, comment, signed, code="signature"):
        return _roster(name, f"refused {code}", comment, signed)

    def fields(name, comment, **more):
        return bad(name, comment, signed_by_all(cbor(changed(**more))), "key")

    one = {"log": public("XAA 1 log"), "mirror": public("XAA 1 mirror")}
    yield bad("other-root", "Signed by another root.", signed_by_all(FIRST, root="XBB root"))
    yield bad("changed", "A letter of a name was changed after it was signed.", SIGNED.replace(b"Side A", b"Side B"))
    yield bad("missing-possession", "The mirror key does not sign for itself.", signed_by_all(FIRST, ["XAA 1 log"]))
    yield bad("no-possession", "No key signs for itself.", signed_by_all(FIRST, []))
    root = sign(ROOT, label("roster") + FIRST)
    crossed = sorted([public(name), sign("XAA root", label("possession") + FIRST)] for name in both("XAA 1"))
    yield bad("possession-by-root", "The root signs in place of the keys.", cbor([FIRST, root, crossed]))
    wrong_use = sorted([public(name), sign(name, label("roster") + FIRST)] for name in both("XAA 1"))
    yield bad("possession-wrong-use", "The keys sign with the first bytes of a roster.", cbor([FIRST, root, wrong_use]))
    yield bad(
        "root-wrong-use",
        "The root signs with the first bytes of a card.",
        cbor([FIRST, sign(ROOT, label("card") + FIRST), crossed]),
    )
    yield fields(
        "log-is-mirror", "One key for both uses of a key set.", key_sets=[{"log": one["log"], "mirror": one["log"]}]
    )
    two = [one, {"log": one["mirror"], "mirror": public("XAA 2 mirror")}]
    yield fields("key-in-two-sets", "The mirror key of one set is the log key of another.", key_sets=two)
    yield fields("set-twice", "One key set twice.", key_sets=[one, one])
    yield fields("root-is-log", "The root is a log key too.", key_sets=[{"log": public(ROOT), "mirror": one["mirror"]}])
    yield fields("circuit-is-log", "The key of a certificate is a log key too.", tls=[certificate("XAA 1 log")])
    yield fields("circuit-is-root", "The key of a certificate is the root.", tls=[certificate(ROOT)])
    small = "A log key of small order: anybody can sign for it."
    yield fields("small-order", small, key_sets=[{"log": SMALL[1], "mirror": one["mirror"]}])
    mixed = "A mirror key with a component of order 8."
    yield fields("mixed-order", mixed, key_sets=[{"log": one["log"], "mirror": key_with(1, scalar("vector"))}])
    yield fields("small-root", "A root of small order.", root=SMALL[4])
    yield fields("short-key", "A log key of 31 bytes.", key_sets=[{"log": one["log"][:31], "mirror": one["mirror"]}])
    yield fields("ca", "A CA certificate.", tls=[certificate("XAA tls", ca=True)])


def _chains():
    def ok(name, comment, fields, enrolled):
        document, signed = signed_roster(fields, enrolled)
        return _roster(name, "ok", comment, signed, document, SIGNED)

    def bad(name, comment, fields, enrolled, root=None, code="key"):
        return _roster(name, f"refused {code}", comment, signed_roster(fields, enrolled, root)[1], before=SIGNED)

    def second(**more):
        return roster_fields("XAA", number=2, prev=FIRST, **more)

    two = both("XAA 2")
    yield ok(
        "second-same",
        "Roster 2 keeps the key set of roster 1: nothing is enrolled, nobody proves possession.",
        second(),
        [],
    )
    yield ok("second-added", "Roster 2 adds a key set, which proves possession.", second(sets=("1", "2")), two)
    yield ok("second-replaced", "Roster 2 replaces the key set.", second(sets=("2",)), two)
    comment = "The keys of roster 1 prove possession again: only new keys do."
    yield bad("second-proved-again", comment, second(), both("XAA 1"), code="malformed")
    yield bad(
        "second-added-unproved", "Roster 2 adds a key set that does not.", second(sets=("1", "2")), [], code="signature"
    )
    other = second() | {"prev": sha(b"another roster")}
    yield bad("second-other-prev", "Roster 2 names another predecessor.", other, [])
    yield bad("second-skips", "Roster 3 after roster 1.", second() | {"number": 3}, [])
    yield bad(
        "second-of-number-1",
        "A second roster 1, with another key set: both together are evidence E6.",
        roster_fields("XAA", sets=("2",)),
        two,
    )
    moved = second() | {"root": public("XAA root 2")}
    yield bad("second-other-root", "The root changes: that needs all parties, not a roster.", moved, [], "XAA root 2")
    renamed = second() | {"code": "XAB"}
    yield bad("second-other-code", "The party code changes.", renamed, [], "XAA root")
    swapped = {"log": public("XAA 1 mirror"), "mirror": public("XAA 1 log")}
    comment = "Log key and mirror key of roster 1 change places: a key signs for one use only."
    yield bad("second-swapped", comment, second() | {"key_sets": [swapped]}, both("XAA 1"))
    mixed = {"log": public("XAA 1 log"), "mirror": public("XAA 2 mirror")}
    comment = "The log key of roster 1 in another key set."
    yield bad("second-split", comment, second() | {"key_sets": [mixed]}, ["XAA 2 mirror"])
    comment = "A log key of roster 1 becomes the key of a circuit."
    circuit = second(sets=("2",)) | {"tls": [certificate("XAA 1 log")]}
    yield bad("second-log-to-circuit", comment, circuit, two)


def _third():
    """Roster 1 lists key set 1, roster 2 key set 2, roster 3 comes back to the keys of roster 1."""
    second, signed = signed_roster(roster_fields("XAA", number=2, sets=("2",), prev=FIRST), both("XAA 2"))
    before = f"{SIGNED.hex()} {signed.hex()}"
    again = roster_fields("XAA", number=3, sets=("1", "2"), prev=second)
    document, third = signed_roster(again, [])
    comment = "A key set of roster 1, not listed in roster 2, comes back: it proved possession in roster 1 and does not again."
    yield _roster("third-returns", "ok", comment, third, document, before)
    comment = "The same, with proofs: only keys that no earlier roster lists have one."
    yield _roster(
        "third-proved-again", "refused malformed", comment, signed_roster(again, both("XAA 1"))[1], before=before
    )
    swapped = again | {"key_sets": [{"log": public("XAA 1 mirror"), "mirror": public("XAA 1 log")}]}
    comment = "Log key and mirror key of roster 1 change places two rosters later."
    yield _roster("third-swapped", "refused key", comment, signed_roster(swapped, [])[1], before=before)


def _revocations():
    """A roster that takes key set 1 back and lists key set 2, and the one after it."""
    origin = sha().hex() + ".watchline/XAA/1"
    entry = {
        "key_set": key_set("XAA 1"),
        "heads": [[origin, 9, sha(b"root")]],
        "cosigned": [[origin[:-5] + "XBB/1", 12]],
    }

    def second(**changes):
        revoked = [entry | {name: value for name, value in changes.items() if value is not None}]
        return roster_fields("XAA", 2, ("2",), prev=FIRST, revoked=revoked)

    def bad(name, comment, code="malformed", **changes):
        signed = signed_roster(second(**changes), both("XAA 2"))[1]
        return _roster(f"revoked-{name}", f"refused {code}", comment, signed, before=SIGNED)

    document, signed = signed_roster(second(), both("XAA 2"))
    comment = "Key set 1 is taken back: nine entries of one log stand, and its cosignatures of another up to size 12."
    yield _roster("revoked", "ok", comment, signed, document, before=SIGNED)
    nothing = second(heads=[], cosigned=[])
    made = signed_roster(nothing, both("XAA 2"))
    yield _roster(
        "revoked-nothing-stands", "ok", "Nothing made with the key set stands.", made[1], made[0], before=SIGNED
    )
    yield bad("size-0", "A head of no entries is left out.", heads=[[origin, 0, sha()]])
    yield bad("two-parts", "A head is origin, size and root.", heads=[[origin, 9]])
    yield bad("log-twice", "A log is named twice.", heads=[[origin, 9, sha()], [origin, 8, sha()]])
    yield bad(
        "one-key", "One key for both uses.", "key", key_set={"log": public("XAA 1 log"), "mirror": public("XAA 1 log")}
    )
    twice = roster_fields("XAA", 2, ("2",), prev=FIRST, revoked=[entry, entry])
    comment = "A key set is taken back twice."
    yield _roster("revoked-twice", "refused malformed", comment, signed_roster(twice, both("XAA 2"))[1], before=SIGNED)
    listed = roster_fields("XAA", 2, ("1", "2"), prev=FIRST, revoked=[entry])
    comment = "The key set that it takes back is listed, too."
    yield _roster("revoked-and-listed", "refused key", comment, signed_roster(listed, both("XAA 2"))[1], before=SIGNED)
    again = roster_fields("XAA", 3, ("1", "2"), prev=document)
    comment = "A key set that the roster before took back is listed again."
    yield _roster(
        "revoked-listed-later",
        "refused key",
        comment,
        signed_roster(again, [])[1],
        before=f"{SIGNED.hex()} {signed.hex()}",
    )


def _certificates():
    def der(name, expect, comment, data, **gives):
        return Vector(f"roster/certificate-{name}", "certificate", expect, comment, data, gives=gives)

    def bad(name, comment, data):
        return der(name, "refused key", comment, data)

    sound = certificate("XAA tls")
    yield der("sound", "ok", "Ed25519, signed by itself, not a CA.", sound, key=public("XAA tls"))
    yield bad("ca", "A CA certificate.", certificate("XAA tls", ca=True))
    yield bad("no-constraints", "It does not say whether it is a CA.", certificate("XAA tls", constraints=False))
    yield bad("other-signer", "Signed by another key.", certificate("XAA tls", signer="XBB tls"))
    yield bad("other-issuer", "Signed by itself, but in the name of another.", certificate("XAA tls", issuer="XBB tls"))
    yield bad("p256", "Another kind of key.", certificate("XAA tls", curve="p256"))
    yield bad("flipped", "The last byte of the signature was changed.", sound[:-1] + bytes([sound[-1] ^ 1]))
    oid = sound.rfind(b"\x06\x03\x2b\x65\x70")
    yield bad(
        "outer-algorithm",
        "The name of the algorithm, which is not signed, was changed.",
        sound[:oid] + b"\x06\x03\x2b\x65\x71" + sound[oid + 5 :],
    )
    yield bad(
        "unused-bits", "The bit string of the signature says that a bit is unused.", sound[:-65] + b"\1" + sound[-64:]
    )
    yield bad("trailing", "A byte after the certificate.", sound + b"\0")
    yield bad("not-der", "Not a certificate.", b"certificate")
    yield bad("long", "Longer than 2,048 bytes.", certificate("XAA tls", comment=2048))


def _cards():
    def card(name, expect, comment, data, **gives):
        return Vector(f"roster/card-{name}", "card", expect, comment, data, gives=gives)

    def document(roster=SIGNED, points=(["main", "198.51.100.7", 7412],), **more):
        return cbor({"v": 1, "roster": roster, "endpoints": list(points)} | more)

    def signed(data, root=ROOT, use="card"):
        return cbor([data, sign(root, label(use) + data)])

    def bad(name, comment, data, code="malformed"):
        return card(name, f"refused {code}", comment, data)

    shown = {"code": "XAA", "fingerprint": fingerprint(public(ROOT))}
    yield card("sound", "ok", "A sound card with one endpoint.", signed(document()), **shown)
    yield card("no-endpoints", "ok", "A card that says nowhere to dial.", signed(document(points=())), **shown)
    yield card(
        "unknown-field", "ok", "A field that this version does not know.", signed(document(note="by hand")), **shown
    )
    yield bad("other-root", "Signed by another root than the roster's.", signed(document(), "XBB root"), "signature")
    yield bad("wrong-use", "Signed with the first bytes of a roster.", signed(document(), use="roster"), "signature")
    yield bad(
        "changed",
        "A digit of the endpoint was changed after it was signed.",
        signed(document()).replace(b"100.7", b"100.8"),
        "signature",
    )
    unproved = signed_by_all(FIRST, ["XAA 1 log"])
    yield bad("bad-roster", "The roster in it lacks a proof of possession.", signed(document(unproved)), "signature")
    second = signed_roster(roster_fields("XAA", number=2, sets=("2",), prev=FIRST), [])[1]
    comment = "Roster 2 in it, whose keys prove nothing: a card holds roster 1, the others follow by KEYS."
    yield bad("second-roster", comment, signed(document(second)))
    yield bad("version-2", "Another version.", signed(document(v=2)), "version")
    yield bad("one-part", "The array lacks the signature.", cbor([document()]))
    yield bad("not-cbor", "No CBOR.", b"\xff")
    yield bad("endpoint-of-two", "An endpoint without a port.", signed(document(points=(["main", "198.51.100.7"],))))
    yield bad("port-0", "No such port.", signed(document(points=(["main", "198.51.100.7", 0],))))
    yield bad("port-65536", "No such port.", signed(document(points=(["main", "198.51.100.7", 65536],))))

"""Vectors of docs/spec/bundle.md: one-entry proofs and evidence. A small line of XAA and XBB, whose keys anybody has."""

from tests.vectors.make.form import Vector
from tests.vectors.make.plain import (
    base64,
    cbor,
    cover,
    fingerprint,
    inclusion,
    leaf_hash,
    mirror_line,
    note_of,
    public,
    root,
    roster_fields,
    sha,
    signed_roster,
    small_line,
)
from tests.vectors.make.plain import both as two_keys

SMALL = small_line()
LINE, ROSTERS, CHARTER = SMALL["line"], SMALL["rosters"], SMALL["charter"]
LEAVES = {code: [leaf for leaf, _, _ in entries] for code, entries in SMALL["logs"].items()}
CORRECTED = [leaf for leaf, _, _ in small_line(corrected=True)["logs"]["XBB"]]
HASHES = {code: [leaf_hash(leaf) for leaf in leaves] for code, leaves in LEAVES.items()}
GIVEN = {"roots": "; ".join(fingerprint(public(f"{code} root")) for code in ("XAA", "XBB"))}
REJECTED = "result rejected"


def vectors():
    yield from _proofs()
    yield from _rejected_proofs()
    yield from _standing()
    yield from _evidence()
    yield from _no_evidence()


def note(code, hashes=None, mirrors=("XBB",), key=None):
    hashes = HASHES[code] if hashes is None else hashes
    return note_of(LINE, code, len(hashes), root(hashes), mirrors, key)


def extra(**more):
    """Return the fields of a proof of XAA's message, some replaced; None takes one away."""
    leaf, salt, body = SMALL["logs"]["XAA"][3]
    fields = {"v": 1, "leaf": leaf, "salt": salt, "body": body, "rosters": ROSTERS, "charters": [CHARTER]} | more
    return {key: value for key, value in fields.items() if value is not None}


def proof_text(fields, index=3, path=None, signed=None):
    path = inclusion(3, HASHES["XAA"]) if path is None else path
    lines = ["c2sp.org/tlog-proof@v1", f"extra {base64(cbor(fields))}", f"index {index}", *map(base64, path)]
    return "\n".join(lines) + "\n\n" + (note("XAA") if signed is None else signed).decode()


def _proof(name, expect, comment, text):
    return Vector(f"bundle/proof-{name}", "file", expect, comment, text, GIVEN)


def _proofs():
    yield _proof(
        "included",
        "result verified",
        "XAA's message: in its log, cosigned by XBB. It says nothing of later entries.",
        proof_text(extra()),
    )
    hidden = extra(salt=None, body=None)
    yield _proof("without-body", "result incomplete", "The body is not disclosed.", proof_text(hidden))
    alone = note("XAA", mirrors=())
    yield _proof("without-cosignature", "result incomplete", "XBB has not cosigned.", proof_text(extra(), signed=alone))
    some = extra(rosters=ROSTERS[:1])
    yield _proof("without-roster", "result incomplete", "XBB's roster is missing.", proof_text(some))
    yield _proof(
        "without-charter", "result incomplete", "The founding charter is missing.", proof_text(extra(charters=[]))
    )


def _rejected_proofs():
    def bad(name, comment, text):
        return _proof(name, REJECTED, comment, text)

    path = inclusion(3, HASHES["XAA"])
    leaf, salt, body = SMALL["logs"]["XAA"][3]
    yield bad(
        "other-leaf", "A letter of the leaf was changed.", proof_text(extra(leaf=leaf.replace(b"watch", b"wotch")))
    )
    yield bad(
        "other-body", "A letter of the body was changed.", proof_text(extra(body=body.replace(b"Radio", b"radio")))
    )
    yield bad("other-salt", "Another salt.", proof_text(extra(salt=sha(salt))))
    yield bad("body-without-salt", "A body without its salt.", proof_text(extra(salt=None)))
    yield bad("other-index", "The path of entry 3, said to be entry 2's.", proof_text(extra(), index=2))
    yield bad("short-path", "A hash of the path is missing.", proof_text(extra(), path=path[:-1]))
    yield bad("long-path", "A hash too many.", proof_text(extra(), path=[*path, path[0]]))
    stranger = note("XAA", key="XBB 1 log")
    yield bad("other-key", "XBB's log key signed the checkpoint in XAA's place.", proof_text(extra(), signed=stranger))
    forged = (
        note("XAA", mirrors=())
        + mirror_line(
            f"{LINE.hex()}.watchline/XBB/1/mirror", f"{LINE.hex()}.watchline/XAA/1", 5, sha(), 1, "XBB 1 mirror"
        ).encode()
    )
    yield bad("wrong-cosignature", "XBB's line is a cosignature of another head.", proof_text(extra(), signed=forged))
    small = signed_roster(roster_fields("XBB"), two_keys("XBB 1"))[1]
    yield bad(
        "other-roster",
        "A roster 1 of XBB that is not the one in the charter.",
        proof_text(extra(rosters=[ROSTERS[0], small])),
    )
    yield bad("version-2", "Another version.", proof_text(extra(v=2)))
    yield bad(
        "no-first-line",
        "Not the form of tlog-proof@v1: a file that begins otherwise is taken for evidence.",
        proof_text(extra()).removeprefix("c2sp.org/"),
    )
    yield bad("index-zeroes", "An index with a leading zero.", proof_text(extra(), index="03"))
    yield bad("loose-base64", "The last hash has no padding.", proof_text(extra()).replace("=\n\n", "\n\n"))


def after(code, start, leaves=None, signed=None, hashes=None):
    """Return an item of ``after``: the leaves of a log from ``start`` to its newest head."""
    hashes = HASHES[code] if hashes is None else hashes
    nodes = [root(hashes[index << level : (index + 1) << level]) for level, index in cover(0, start)]
    other = {"XAA": "XBB", "XBB": "XAA"}[code]
    signed = note(code, hashes, (other,)) if signed is None else signed
    return [start, nodes, LEAVES[code][start:] if leaves is None else leaves, signed]


def _standing():
    """XAA's last entry is its message, to which XBB's last one refers; XBB's last entry is referred to by none."""
    leaf, salt, body = SMALL["logs"]["XBB"][3]
    read = {"leaf": leaf, "salt": salt, "body": body}
    path = inclusion(3, HASHES["XBB"])

    def standing(name, expect, comment, *items, **more):
        text = proof_text(extra(**(read | more), after=list(items)), path=path, signed=note("XBB", mirrors=("XAA",)))
        return _proof(name, expect, comment, text)

    own, theirs = after("XBB", 4, []), after("XAA", 4, [])
    yield standing(
        "stands", "result verified", "XBB's reading: no later entry up to these heads refers to it.", theirs, own
    )
    yield standing("stands-one-log", "result incomplete", "The later entries of XAA are not there.", own)
    comment = "XAA's leaves from 2 on: more than are needed, and none refers to it."
    yield standing("stands-from-2", "result verified", comment, after("XAA", 2), own)
    comment = "XAA's leaves begin behind the head that the entry has seen."
    longer = after("XAA", 4, [])
    longer[0] = 5
    yield standing("stands-gap", REJECTED, comment, longer, own)
    yield standing("stands-twice", REJECTED, "The later entries of XBB come twice.", own, own)
    text = proof_text(extra(after=[after("XAA", 4, []), after("XBB", 3)]))
    comment = "XAA's message, and among the later entries XBB's reading of it, which corrects nothing."
    yield _proof("stands-though-read", "result verified", comment, text)
    hashes = [leaf_hash(leaf) for leaf in CORRECTED]
    text = proof_text(extra(after=[after("XAA", 4, []), after("XBB", 3, CORRECTED[3:], hashes=hashes)]))
    comment = "XAA's message, and among the later entries XBB's correction that refers to it."
    yield _proof("does-not-stand", REJECTED, comment, text)
    text = proof_text(extra(after=[after("XAA", 4, []), after("XBB", 3, [])]))
    yield _proof("stands-left-out", REJECTED, "The entry that refers to it was left out.", text)


OTHER = [*HASHES["XAA"][:3], sha(b"another entry")]
BOTH_KEYS = two_keys("XAA 1")


def evidence(kind, objects, **more):
    return cbor(
        {"v": 1, "class": kind, "line": LINE, "rosters": ROSTERS, "charter": CHARTER, "objects": objects} | more
    )


def nodes(hashes, start, end):
    return [root(hashes[index << level : (index + 1) << level]) for level, index in cover(start, end)]


def two_sizes(old, new):
    """Return the objects of E2 for two lists of leaf hashes."""
    m, n = len(old), len(new)
    return [note("XAA", old), note("XAA", new), nodes(new, 0, m), nodes(new, m, n)]


LARGE = cbor({"filling": bytes(4096)})
WITH_LARGE = [*HASHES["XAA"], leaf_hash(LARGE)]
LARGE_OBJECTS = [note("XAA", WITH_LARGE), inclusion(4, WITH_LARGE), 4, LARGE]
RIVAL = signed_roster(roster_fields("XAA", sets=("1",), spares=("3",)), BOTH_KEYS)[1]


def _file(name, expect, comment, data):
    return Vector(f"bundle/evidence-{name}", "file", expect, comment, data, GIVEN)


def _evidence():
    def shown(name, comment, data):
        return _file(name, "result verified", comment, data)

    yield shown("e1", "Two heads of four entries by XAA's log key.", evidence("E1", [note("XAA"), note("XAA", OTHER)]))
    yield shown(
        "e2",
        "A head of four entries, and one of six whose first four are others.",
        evidence("E2", two_sizes(HASHES["XAA"], [*OTHER, sha(b"5"), sha(b"6")])),
    )
    yield shown(
        "e2-3-7",
        "Sizes of which neither is a power of two.",
        evidence("E2", two_sizes(HASHES["XAA"][:3], [sha(bytes([n])) for n in range(7)])),
    )
    yield shown("e3", "A leaf above 4,096 bytes under a head that XAA's log key signed.", evidence("E3", LARGE_OBJECTS))
    yield shown(
        "e4", "XBB's mirror key cosigned two heads of one size.", evidence("E4", [note("XAA"), note("XAA", OTHER)])
    )
    longer = two_sizes(HASHES["XAA"], [*OTHER, sha(b"5")])
    yield shown("e4-two-sizes", "XBB's mirror key cosigned two heads of two sizes.", evidence("E4", longer))
    yield shown("e6", "Two rosters of number 1 by XAA's root.", evidence("E6", [ROSTERS[0], RIVAL]))


def _no_evidence():
    def nothing(name, comment, data):
        return _file(name, REJECTED, comment, data)

    sound = two_sizes(HASHES["XAA"][:3], HASHES["XAA"])
    yield nothing("e1-equal", "The same head twice.", evidence("E1", [note("XAA"), note("XAA")]))
    yield nothing(
        "e1-two-sizes", "Two heads of one history.", evidence("E1", [note("XAA", HASHES["XAA"][:3]), note("XAA")])
    )
    yield nothing("e1-two-logs", "Heads of two logs.", evidence("E1", [note("XAA"), note("XBB", OTHER, ("XAA",))]))
    yield nothing(
        "e1-other-key",
        "The second head was signed by a key that is not XAA's.",
        evidence("E1", [note("XAA", mirrors=()), note("XAA", OTHER, (), "XHH 1 log")]),
    )
    yield nothing(
        "e2-consistent", "The tree of four continues the tree of three: nothing is shown.", evidence("E2", sound)
    )
    wrong = [*sound[:2], [sha(b"x"), *sound[2][1:]], sound[3]]
    yield nothing("e2-wrong-nodes", "Nodes that do not hash to the larger root.", evidence("E2", wrong))
    yield nothing("e2-without-nodes", "Two sizes without nodes.", evidence("E2", sound[:2]))
    turned = [sound[1], sound[0], *sound[2:]]
    yield nothing("e2-turned", "The larger head first.", evidence("E2", turned))
    yield nothing(
        "e3-small",
        "A leaf within the limit.",
        evidence("E3", [note("XAA"), inclusion(3, HASHES["XAA"]), 3, LEAVES["XAA"][3]]),
    )
    yield nothing(
        "e3-other-index", "A path that does not lead from this leaf.", evidence("E3", [*LARGE_OBJECTS[:2], 3, LARGE])
    )
    yield nothing(
        "e4-no-cosignature",
        "Two heads, which no mirror cosigned.",
        evidence("E4", [note("XAA", mirrors=()), note("XAA", OTHER, ())]),
    )
    yield nothing(
        "e4-one-cosignature", "XBB cosigned only one of them.", evidence("E4", [note("XAA"), note("XAA", OTHER, ())])
    )
    yield nothing("e6-same", "One roster twice.", evidence("E6", [ROSTERS[0], ROSTERS[0]]))
    yield nothing(
        "other-line",
        "The line it names is not its charter's.",
        evidence("E1", [note("XAA"), note("XAA", OTHER)], line=sha(b"another line")),
    )
    yield nothing(
        "no-rosters",
        "Without rosters no key is anybody's.",
        evidence("E1", [note("XAA"), note("XAA", OTHER)], rosters=[]),
    )
    yield nothing("version-2", "Another version.", evidence("E1", [note("XAA"), note("XAA", OTHER)], v=2))
    yield nothing("not-cbor", "No CBOR.", b"\xff")

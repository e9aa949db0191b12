"""Vectors of docs/spec/leaf.md: leaves, bodies, the common order."""

from tests.vectors.make.form import Vector
from tests.vectors.make.plain import Raw, cbor, label, leaf_hash, public, sha

LINE, CHARTER = sha(b"a line"), sha(b"a charter")
ORIGIN = f"{LINE.hex()}.watchline/XAA/1"
SALT, BODY = (
    sha(b"a salt"),
    cbor({"text": "Radio check.", "to": [], "dtg": 1795361400000, "language": "en", "precedence": "R"}),
)


def fields(**more):
    """Return the fields of a sound leaf, some replaced; None takes one away."""
    base = {
        "v": 1,
        "line": LINE,
        "charter": CHARTER,
        "author": "XAA",
        "epoch": 1,
        "index": 7,
        "t": 1795361400000,
        "kind": "message",
        "post": "watch",
        "draft": sha(b"a draft")[:16],
        "seen": [["XBB", 1, 5, sha(b"a root")]],
        "refs": [],
        "body_hash": body_hash(SALT, BODY),
        "body_class": 128,
    }
    return {key: value for key, value in (base | more).items() if value is not None}


def body_hash(salt, body, line=LINE, root="XAA root"):
    return sha(label("body"), line, sha(public(root)), salt, body)


def ref(n):
    return ["XBB", 1, n, sha(b"an entry", bytes([n]))]


def padded(size):
    """Return a leaf of exactly ``size`` bytes, filled by a field that nobody knows."""
    filled = fields(padding=bytes(size))
    return cbor(fields(padding=bytes(2 * size - len(cbor(filled)))))


def _leaf(name, expect, comment, data, **given):
    shown = {} if expect.startswith("refused") else {"leaf_hash": leaf_hash(data)}
    given = {"origin": ORIGIN, "index": 7} | given
    return Vector(f"leaf/leaf-{name}", "leaf", expect, comment, data, given, shown)


def vectors():
    yield from _sound()
    yield from _labelled()
    yield from _bodies()
    yield from _order()


def _sound():
    yield _leaf(
        "message", "ok", "A message from the watch of XAA that has cosigned five entries of XBB.", cbor(fields())
    )
    opening = fields(index=0, kind="epoch_open", post="node", seen=[])
    yield _leaf("first", "ok", "The first leaf of a log: nothing was seen yet.", cbor(opening), index=0)
    yield _leaf("serial", "ok", "It opens thread 412, which people write XAA-0412.", cbor(fields(serial=412)))
    whole = fields(serial=412, auth=sha(b"a release"), refs=[ref(n) for n in range(16)])
    comment = "Every field, and as many references as may be: 16."
    yield _leaf("whole", "ok", comment, cbor(whole))
    yield _leaf(
        "before-1970",
        "ok",
        "A clock that is wrong: times are claims, and integers may be negative.",
        cbor(fields(t=-1)),
    )
    yield _leaf(
        "unknown-field",
        "ok",
        "A field that this version does not know is kept and ignored.",
        cbor(fields(x=[{"y": b"z"}])),
    )
    yield _leaf("4096", "ok", "As long as a leaf may be: 4,096 bytes.", padded(4096))
    yield _leaf(
        "4097",
        "refused limit",
        "One byte longer than a leaf may be. Under a signed head it is evidence E3.",
        padded(4097),
    )


def _labelled():
    def unreadable(name, why, comment, data, **given):
        return _leaf(name, f"label {why}", comment, data, **given)

    bad = "not_canonical"
    whole = cbor(fields())
    yield unreadable(
        "not-cbor", bad, "Bytes that are no CBOR. They are stored, cosigned and shown as unreadable.", b"\xffwatchline"
    )
    yield unreadable("empty", bad, "No bytes at all are a leaf that cannot be read.", b"")
    yield unreadable("trailing", bad, "A byte after the map.", whole + b"\0")
    yield unreadable(
        "long-integer", bad, "epoch 1 in two bytes.", whole.replace(b"\x65epoch\x01", b"\x65epoch\x18\x01")
    )
    yield unreadable("not-a-map", bad, "An array.", cbor([fields()]))
    for name in (
        "line",
        "charter",
        "author",
        "epoch",
        "index",
        "t",
        "kind",
        "post",
        "draft",
        "seen",
        "refs",
        "body_hash",
        "body_class",
    ):
        yield unreadable(
            f"without-{name.replace('_', '-')}", bad, f"The field {name} is missing.", cbor(fields(**{name: None}))
        )
    yield unreadable("version-2", bad, "Another version.", cbor(fields(v=2)))
    yield unreadable("without-v", bad, "No version.", cbor(fields(v=None)))
    yield unreadable("short-line", bad, "A line id of 31 bytes.", cbor(fields(line=LINE[:31])))
    yield unreadable("long-draft", bad, "A draft id of 17 bytes.", cbor(fields(draft=bytes(17))))
    yield unreadable("epoch-0", bad, "Epochs count from 1.", cbor(fields(epoch=0)))
    yield unreadable("negative-index", bad, "Indexes count from 0.", cbor(fields(index=-1)))
    yield unreadable("serial-0", bad, "Serials count from 1.", cbor(fields(serial=0)))
    yield unreadable("author-bytes", bad, "The author's code as bytes.", cbor(fields(author=b"XAA")))
    yield unreadable("author-lower", bad, "A party code has capitals and digits only.", cbor(fields(author="xaa")))
    yield unreadable("seen-three", bad, "A head without its root.", cbor(fields(seen=[["XBB", 1, 5]])))
    yield unreadable(
        "seen-size-0", bad, "An empty head is left out, never written.", cbor(fields(seen=[["XBB", 1, 0, sha()]]))
    )
    yield unreadable(
        "seen-12",
        bad,
        "Twelve heads of other parties: a line has at most twelve parties, the author among them.",
        cbor(fields(seen=[[f"X{n:02d}", 1, 5, sha()] for n in range(12)])),
    )
    yield unreadable(
        "ref-short", bad, "A reference without the hash of the leaf it names.", cbor(fields(refs=[["XBB", 1, 0]]))
    )
    yield unreadable("null-serial", bad, "An absent field is absent, not null.", cbor(fields(serial=Raw(b"\xf6"))))
    yield unreadable(
        "17-refs", "bad_refs", "One reference more than may be.", cbor(fields(refs=[ref(n) for n in range(17)]))
    )
    place = "misplaced"
    yield unreadable("other-index", place, "It says index 7 and stands at index 8.", whole, index=8)
    yield unreadable("other-author", place, "XBB's leaf in XAA's log.", cbor(fields(author="XBB")))
    yield unreadable("other-epoch", place, "A leaf of epoch 2 in the log of epoch 1.", cbor(fields(epoch=2)))
    yield unreadable("other-line", place, "A leaf of another line.", cbor(fields(line=sha(b"another line"))))
    yield unreadable(
        "unknown-kind", "unknown_kind", "A kind that this version does not know.", cbor(fields(kind="weather"))
    )


def _bodies():
    def body(name, comment, data):
        given = {"line": LINE, "root": public("XAA root"), "salt": SALT}
        power = 1
        while power < len(data):
            power *= 2
        gives = {"party": sha(public("XAA root")), "body_hash": body_hash(SALT, data), "body_class": power}
        return Vector(f"leaf/body-{name}", "body", "ok", comment, data, given, gives)

    yield body("message", "The body of leaf-message.", BODY)
    yield body("empty", "Zero bytes: class 1.", b"")
    yield body("one", "One byte (an empty map): class 1.", cbor({}))
    yield body("64", "Exactly a power of two: its own class.", bytes(64))
    yield body("65", "One byte more: the next class.", bytes(65))


def _order():
    def order(name, comment, depth, party):
        gives = {"order_hash": sha(label("order"), LINE, depth.to_bytes(8, "big"), party)}
        return Vector(
            f"leaf/order-{name}", "order", "ok", comment, b"", {"line": LINE, "depth": depth, "party": party}, gives
        )

    for code in ("XAA", "XBB"):
        party = sha(public(f"{code} root"))
        for depth in (1, 2, 256):
            yield order(
                f"{code.lower()}-{depth}",
                f"The place of {code} among entries of depth {depth}: the smaller hash comes first.",
                depth,
                party,
            )

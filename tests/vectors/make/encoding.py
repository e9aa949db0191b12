"""Vectors of docs/spec/encoding.md: CBOR, base64, public keys, signatures."""

from tests.vectors.make.curve import OFF_CURVE, SECOND_ENCODINGS, SMALL, L, key_with, scalar, signature
from tests.vectors.make.form import Vector
from tests.vectors.make.plain import cbor, cbor_head, public, sign

NOT_CBOR = "refused malformed"


def vectors():
    yield from _sound()
    yield from _refused()
    yield from _base64()
    yield from _keys()
    yield from _signatures()


def _cbor(name, expect, comment, data, **gives):
    return Vector(f"encoding/{name}", "cbor", expect, comment, data, gives=gives)


def _sound():
    def ok(name, value, diagnostic, comment):
        return _cbor(f"cbor-{name}", "ok", comment, cbor(value), diagnostic=diagnostic)

    yield ok("zero", 0, "0", "The smallest head.")
    yield ok("23", 23, "23", "The largest integer in the head itself.")
    yield ok("24", 24, "24", "The smallest integer in one more byte.")
    yield ok("max", 2**63 - 1, "9223372036854775807", "The largest integer.")
    yield ok("min", -(2**63), "-9223372036854775808", "The smallest integer.")
    yield ok("empty-map", {}, "{}", "A body of a message that was read is this byte.")
    yield ok("empty-text", "", '""', "Text may be empty; a map key may not.")
    yield ok("text", "Ü — 木", '"Ü — 木"', "Text is UTF-8; its head counts bytes, not characters.")
    order = {"b": 1, "a": 2, 10: 3, "aa": 4, 9: 5}
    yield ok("order", order, '{9: 5, 10: 3, "a": 2, "b": 1, "aa": 4}', "Keys ascend by their encoded bytes.")
    yield ok("key-23", {"k" * 23: 0}, '{"kkkkkkkkkkkkkkkkkkkkkkk": 0}', "The longest key: 23 bytes.")
    deep, words = 0, "0"
    for _ in range(16):
        deep, words = [deep], f"[{words}]"
    yield ok("depth-16", deep, words, "Sixteen arrays, one inside the other: as deep as it may be.")


def _refused():
    def bad(name, data, comment):
        return _cbor(f"cbor-{name}", NOT_CBOR, comment, data)

    a, zero = cbor("a"), cbor(0)
    yield bad("nothing", b"", "No value at all. (A body of zero bytes is no CBOR and never decoded.)")
    yield bad("trailing", cbor(0) + b"\0", "A byte after the value.")
    yield bad("truncated-text", cbor("abc")[:-1], "The head promises more than there is.")
    yield bad("truncated-map", cbor({"a": 0})[:-1], "A key without a value.")
    yield bad("array-too-long", b"\x9b" + b"\xff" * 8, "An array of 2^64-1 items: refuse it before making room for it.")
    yield bad(
        "duplicate-key", b"\xa2" + a + zero + a + cbor(1), "One key twice: one reader takes the first, one the last."
    )
    yield bad("unsorted", b"\xa2" + cbor("b") + zero + a + zero, 'Key "b" before key "a".')
    yield bad(
        "unsorted-length",
        b"\xa2" + cbor("aa") + zero + cbor("b") + zero,
        'A shorter key ("b") comes first, whatever its letters.',
    )
    yield bad("unsorted-integer", b"\xa2" + a + zero + cbor(1) + zero, "Integer keys come before text.")
    yield bad("long-integer", b"\x18\x17", "23 in two bytes.")
    yield bad("long-length", b"\x78\x01a", "The length of a text in two bytes where one holds it.")
    yield bad("long-array", b"\x98\x00", "The length of an array in two bytes where one holds it.")
    yield bad("indefinite-array", b"\x9f\xff", "An array of indefinite length.")
    yield bad("indefinite-map", b"\xbf\xff", "A map of indefinite length.")
    yield bad("indefinite-text", b"\x7f\x61a\xff", "Text in chunks.")
    yield bad("indefinite-bytes", b"\x5f\x41a\xff", "Bytes in chunks.")
    yield bad("break", b"\xff", "A break that ends nothing.")
    yield bad("bad-utf8", b"\x61\xff", "Text that is not UTF-8.")
    yield bad("surrogate", b"\x63\xed\xa0\x80", "Text with a surrogate (U+D800) in UTF-8's manner.")
    yield bad("long-utf8", b"\x62\xc1\x81", "The letter A in two bytes where one holds it.")
    yield bad("false", b"\xf4", "No false: a flag is the integer 1, or absent.")
    yield bad("true", b"\xf5", "No true.")
    yield bad("null", b"\xf6", "No null: an absent field is absent.")
    yield bad("undefined", b"\xf7", "No undefined.")
    yield bad("simple", b"\xe0", "No other simple value.")
    yield bad("float", b"\xf9\x3c\x00", "The float 1.0 (16 bits).")
    yield bad("float-64", b"\xfb\x3f\xf0" + bytes(6), "The float 1.0 (64 bits).")
    yield bad("nan", b"\xf9\x7e\x00", "Not a number.")
    yield bad("tag-time", b"\xc1\x00", "A tag (1: time).")
    yield bad("tag-bignum", b"\xc2\x41\x01", "A tag (2: large integer), though the value is small.")
    yield bad(
        "tag-self", b"\xd9\xd9\xf7\x00", "A tag (55799: this is CBOR), which means nothing and is still another form."
    )
    yield bad("tag-unknown", b"\xda\x7f\xff\xff\xff\x00", "A tag that nobody registered.")
    yield bad("tag-regex", b"\xd8\x23\x61a", "A tag (35: regular expression): nothing may be compiled.")
    shared = [b"\xd8\x1c\x80", *(b"\xd8\x1c" + cbor_head(4, 10) + (b"\xd8\x1d" + cbor(n)) * 10 for n in range(12))]
    comment = (
        "Tags 28 and 29 (shared values): arrays that name each other and unfold to 10^12 items. Refuse the first tag."
    )
    yield bad("tag-shared", cbor_head(4, len(shared)) + b"".join(shared), comment)
    yield bad("tag-cycle", b"\xd8\x1c\x81\xd8\x1d\x00", "Tags 28 and 29: an array that holds itself.")
    yield bad("over-max", b"\x1b\x80" + bytes(7), "2^63: one more than the largest integer.")
    yield bad("under-min", b"\x3b\x80" + bytes(7), "-2^63 - 1: one less than the smallest.")
    yield bad("key-24-bytes", b"\xa1" + cbor("k" * 24) + zero, "A key of 24 bytes.")
    yield bad("key-24", b"\xa1" + cbor(24) + zero, "An integer key above 23.")
    yield bad("key-negative", b"\xa1" + cbor(-1) + zero, "A negative key.")
    yield bad("key-empty", b"\xa1" + cbor("") + zero, "An empty key.")
    yield bad("key-bytes", b"\xa1" + cbor(b"a") + zero, "A key of bytes.")
    yield bad("key-array", b"\xa1\x80" + zero, "A key that is an array.")
    yield bad("depth-17", b"\x81" * 17 + zero, "Seventeen arrays, one inside the other.")
    yield bad("depth-map", b"\x81" * 16 + b"\xa0", "A map inside sixteen arrays.")
    yield bad("depth-3000", b"\x81" * 3000 + zero, "Three thousand arrays: no reader may run out of stack.")


def _base64():
    def text(name, expect, comment, body, **gives):
        return Vector(f"encoding/base64-{name}", "base64", expect, comment, body + "\n", gives=gives)

    yield text("empty", "ok", "Nothing encodes to nothing.", "", bytes="")
    yield text("one", "ok", "One byte, two signs of padding.", "/w==", bytes="ff")
    yield text("two", "ok", "Two bytes, one sign of padding.", "+/8=", bytes="fbff")
    yield text("three", "ok", "Three bytes, no padding.", "AAEC", bytes="000102")
    yield text("trailing-bits", NOT_CBOR, "The same byte as base64-one, with bits set that carry nothing.", "/x==")
    yield text("trailing-bits-two", NOT_CBOR, "Two bytes, with bits set that carry nothing.", "+/9=")
    yield text("no-padding", NOT_CBOR, "Padding left out.", "/w")
    yield text("more-padding", NOT_CBOR, "More padding than is needed.", "AAEC====")
    yield text("inner-padding", NOT_CBOR, "Two encodings, one after the other.", "/w==/w==")
    yield text("url", NOT_CBOR, "The alphabet of RFC 4648 section 5.", "-_8=")
    yield text("space", NOT_CBOR, "A space inside.", "AA EC")
    yield text("space-before", NOT_CBOR, "A space before.", " AAEC")


def _keys():
    def key(name, expect, comment, data):
        return Vector(f"encoding/key-{name}", "public-key", expect, comment, data)

    secret = scalar("vector")
    yield key("sound", "ok", "The key of the seed named XAA root.", public("XAA root"))
    yield key("sound-point", "ok", "A multiple of the base point.", key_with(0, secret))
    for n, point in enumerate(SMALL):
        order = {0: 1, 4: 2, 2: 4, 6: 4}.get(n, 8)
        yield key(
            f"small-order-{n}",
            "refused key",
            f"A point of order {order}: signatures under it can be made by anybody.",
            point,
        )
    for n in (1, 2, 4):
        comment = (
            f"A sound key plus a point of order {8 // n}: one library takes signatures under it that another refuses."
        )
        yield key(f"mixed-order-{8 // n}", "refused key", comment, key_with(n, secret))
    for n, (what, point) in enumerate(SECOND_ENCODINGS.items()):
        yield key(f"second-encoding-{n}", "refused key", f"Not the one encoding of a point ({what}).", point)
    yield key("off-curve", "refused key", "No point of the curve has this y.", OFF_CURVE)
    yield key("31-bytes", "refused key", "A byte is missing.", public("XAA root")[:31])
    yield key("33-bytes", "refused key", "A byte too many.", public("XAA root") + b"\0")


# RFC 8032 section 7.1: TEST 1, TEST 2, TEST 3.
RFC_8032 = (
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
)


def _signatures():
    def signed(name, expect, comment, key, message, data):
        return Vector(
            f"encoding/signature-{name}", "signature", expect, comment, data, {"key": key, "message": message}
        )

    for n, (key, message, data) in enumerate(RFC_8032, 1):
        yield signed(f"rfc8032-{n}", "ok", f"RFC 8032 section 7.1, TEST {n}.", key, message, bytes.fromhex(data))
    secret = scalar("vector")
    key, message = key_with(0, secret), b"watchline"
    good = signature(secret, key, message)
    refused = "refused signature"
    yield signed("sound", "ok", "A sound signature, to compare the next ones with.", key, message, good)
    comment = "R has a component of order 8. An equation multiplied by 8 would take it; compare R by its bytes, without a cofactor."
    yield signed("mixed-r", refused, comment, key, message, signature(secret, key, message, 1))
    comment = "R has a component of order 2."
    yield signed("mixed-r-2", refused, comment, key, message, signature(secret, key, message, 4))
    s_plus_l = int.from_bytes(good[32:], "little") + L
    yield signed(
        "large-s",
        refused,
        "S + L: the same number modulo the order, in other bytes.",
        key,
        message,
        good[:32] + s_plus_l.to_bytes(32, "little"),
    )
    comment = "The key and R are the neutral element, S is 0: the equation holds for every message. The key is never enrolled."
    yield signed("small-order", refused, comment, SMALL[0], message, SMALL[0] + bytes(32))
    yield signed("other-message", refused, "A signature of another message.", key, b"Watchline", good)
    yield signed("other-key", refused, "A signature of another key.", public("XAA root"), message, good)
    yield signed("63-bytes", refused, "A byte is missing.", key, message, good[:63])
    comment = (
        "The first letter of the message stands behind the signature: joined, the bytes are those of signature-sound."
    )
    yield signed("moved", refused, comment, key, message[1:], good + message[:1])
    yield signed("65-bytes", refused, "A byte too many.", key, message, good + b"\0")
    yield signed(
        "two-uses",
        refused,
        "A possession signature shown as a roster signature: each use has its own first bytes.",
        public("XAA 1 log"),
        b"watchline/roster/v1\0x",
        sign("XAA 1 log", b"watchline/possession/v1\0x"),
    )

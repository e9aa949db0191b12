"""Vectors of docs/spec/pairing.md: a card's QR, the strings of a voice ceremony, what is revealed, the digits."""

from base64 import b32encode

from tests.vectors.make.form import Vector
from tests.vectors.make.plain import card, label, public, sha

A, B = card("XAA"), card("XBB")
NONCES = {code: sha(f"watchline test nonce {code}".encode()) for code in ("XAA", "XBB")}


def base32(data):
    return b32encode(data).decode().rstrip("=")


def card_hash(data):
    return sha(label("pairing-card"), data)


def text(*fields, check=None):
    """Return fields and check, a slash between."""
    front = "/".join(fields)
    return f"{front}/{base32(sha(label('pairing-text'), front.encode())[:4]) if check is None else check}"


def commitment(data, nonce):
    return sha(label("pairing-commit"), card_hash(data), nonce)


def decimal(use, count, *parts):
    return f"{int.from_bytes(sha(label(use), *parts), 'big') % 10**count:0{count}d}"


def vectors():
    yield from _qr()
    yield from _strings()
    yield from _reveals()
    yield from _digits()


BODY = public("XAA root") + card_hash(A)
HINT = "198.51.100.7:7412"


def _qr():
    def qr(name, expect, comment, payload, hint=HINT):
        gives = (
            {"code": "XAA", "root": public("XAA root"), "card": card_hash(A), "hint": hint} if expect == "ok" else {}
        )
        return Vector(f"pairing/qr-{name}", "pairing-qr", expect, comment, payload, gives=gives)

    def bad(name, comment, payload):
        return qr(name, "refused malformed", comment, payload)

    sound = text("WLQ1", "XAA", base32(BODY), HINT)
    yield qr("sound", "ok", "XAA's card, and where it may be fetched.", sound)
    yield qr("no-hint", "ok", "Without an address; its field is empty.", text("WLQ1", "XAA", base32(BODY), ""), "-")
    yield qr("typed", "ok", "Small letters, spaces and ends of lines mean nothing.", sound.lower().replace("/", " /\n"))
    yield bad(
        "misread", "One letter of the root was misread.", sound[:9] + ("A" if sound[9] != "A" else "B") + sound[10:]
    )
    yield bad("cut", "The end was cut off.", sound[:-3])
    yield bad("code-changed", "Another code, the same check.", sound.replace("XAA", "XAB", 1))
    yield bad("hint-changed", "Another address, the same check.", sound.replace("7412", "7413"))
    yield bad("code-long", "A code of nine characters.", text("WLQ1", "XAAXAAXAA", base32(BODY), HINT))
    yield bad("short", "A hash of 31 bytes.", text("WLQ1", "XAA", base32(BODY[:-1]), HINT))
    yield bad(
        "loose",
        "The last character of the base32 has a bit that carries nothing.",
        text("WLQ1", "XAA", loose(BODY), HINT),
    )
    yield bad("other-version", "Another first field.", text("WLQ2", "XAA", base32(BODY), HINT))
    yield bad("string", "A string of a voice ceremony.", text("WLA1", "XAA", base32(BODY)))
    yield bad("without-hint", "The field of the address is missing.", text("WLQ1", "XAA", base32(BODY)))
    yield bad("hint-slash", "A field too many.", text("WLQ1", "XAA", base32(BODY), HINT, ""))
    yield bad("hint-other", "An address with a character that none has.", text("WLQ1", "XAA", base32(BODY), "A_B:1"))
    yield bad("long", "More than 150 characters.", text("WLQ1", "XAA", base32(BODY), "A" * 40))


def loose(data):
    """Return base32 of the same bytes with a bit set that carries nothing."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    plain = base32(data)
    return plain[:-1] + alphabet[alphabet.index(plain[-1]) + 1]


def _strings():
    def string(name, expect, comment, what, payload, **gives):
        return Vector(f"pairing/{name}", "pairing-string", expect, comment, payload, {"what": what}, gives)

    committed = commitment(A, NONCES["XAA"])
    first = text("WLC1", "XAA", base32(committed))
    second = text("WLA1", "XBB", base32(card_hash(B) + NONCES["XBB"]))
    third = text("WLR1", "XAA", base32(card_hash(A) + NONCES["XAA"]))
    yield string("commit", "ok", "XAA begins.", "commit", first, sender="XAA", commitment=committed)
    yield string("answer", "ok", "XBB answers.", "answer", second, sender="XBB", card=card_hash(B), nonce=NONCES["XBB"])
    yield string("reveal", "ok", "XAA reveals.", "reveal", third, sender="XAA", card=card_hash(A), nonce=NONCES["XAA"])
    yield string("reveal-for-answer", "refused malformed", "The third string in place of the second.", "answer", third)
    yield string("commit-misread", "refused malformed", "The check does not fit.", "commit", first[:-1] + "7")
    short = text("WLC1", "XAA", base32(committed[:-1]))
    yield string("commit-short", "refused malformed", "A commitment of 31 bytes.", "commit", short)
    more = text("WLC1", "XAA", base32(committed), "")
    yield string("commit-field-more", "refused malformed", "A field too many.", "commit", more)


def _reveals():
    def reveal(name, expect, comment, data, nonce):
        string = text("WLR1", "XAA", base32(card_hash(data) + nonce))
        given = {"commitment": commitment(A, NONCES["XAA"]), "card": card_hash(A)}
        return Vector(f"pairing/{name}", "pairing-reveal", expect, comment, string, given)

    yield reveal("reveal-fits", "ok", "What XAA reveals is what it committed to.", A, NONCES["XAA"])
    yield reveal("reveal-other-nonce", "refused root", "Another nonce than the committed one.", A, NONCES["XBB"])
    altered = A[:-1] + bytes([A[-1] ^ 1])
    yield reveal(
        "reveal-other-card", "refused root", "The hash of a card of which one bit differs.", altered, NONCES["XAA"]
    )


def _digits():
    def shown(name, comment, *parts):
        hashed = (card_hash(parts[0]), card_hash(parts[1]), *parts[2:])
        eight = decimal("pairing-digits", 8, *hashed)
        gives = {
            "card_a": hashed[0],
            "card_b": hashed[1],
            "commitment": commitment(parts[0], parts[2]),
            "first": eight[:4],
            "last": eight[4:],
            "closing": decimal("pairing-closing", 4, *hashed),
        }
        return Vector(f"pairing/digits-{name}", "pairing-digits", "ok", comment, parts, gives=gives)

    a, b = NONCES["XAA"], NONCES["XBB"]
    yield shown("sound", "XAA begins: card of XAA, card of XBB, nonce of XAA, nonce of XBB.", A, B, a, b)
    yield shown("turned", "XBB begins with the same nonces: other digits.", B, A, b, a)
    altered = B[:-1] + bytes([B[-1] ^ 1])
    yield shown("other-card", "One bit of XBB's card differs: other digits.", A, altered, a, b)

    def eight(nonce):
        return decimal("pairing-digits", 8, card_hash(A), card_hash(B), a, nonce)

    zero = next(nonce for nonce in (sha(b"zero %d" % n) for n in range(1000)) if eight(nonce).startswith("0"))
    yield shown("zero", "Digits that begin with a zero: there are four all the same.", A, B, a, zero)

"""Points of edwards25519 that no honest key is: of small order, of mixed order, in a second encoding. Tests only."""

from hashlib import sha256, sha512

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ZERO = (0, 1)


def on_curve(y, sign):
    """Return the point with this y and sign of x, or None."""
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P:
        return None
    return (P - x if x & 1 != sign and x else x, y)


def add(one, two):
    (x1, y1), (x2, y2) = one, two
    k = D * x1 * x2 * y1 * y2 % P
    return ((x1 * y2 + x2 * y1) * pow(1 + k, -1, P) % P, (y1 * y2 + x1 * x2) * pow(1 - k, -1, P) % P)


def times(count, point):
    found = ZERO
    while count:
        if count & 1:
            found = add(found, point)
        point, count = add(point, point), count >> 1
    return found


def encode(point):
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


BASE = on_curve(4 * pow(5, P - 2, P) % P, 0)


def _of_order_eight():
    for y in range(2, 1000):
        point = on_curve(y, 0)
        if point is not None and times(4, times(L, point)) != ZERO:
            return times(L, point)
    raise AssertionError


EIGHT = _of_order_eight()
SMALL = [encode(times(n, EIGHT)) for n in range(8)]
"""The eight points of small order, by multiples of one of order 8; the first is the neutral element."""

SECOND_ENCODINGS = {
    "y not below p, neutral element": (P + 1).to_bytes(32, "little"),
    "y not below p, order 4": P.to_bytes(32, "little"),
    "x zero with a sign, neutral element": (1 | 1 << 255).to_bytes(32, "little"),
    "x zero with a sign, order 2": (P - 1 | 1 << 255).to_bytes(32, "little"),
}
"""What the one encoding of RFC 8032 refuses."""

_y_off = next(y for y in range(2, 100) if on_curve(y, 0) is None)
OFF_CURVE = _y_off.to_bytes(32, "little")


def scalar(name):
    return int.from_bytes(sha512(name.encode()).digest(), "little") % L


def challenge(r, key, message):
    return int.from_bytes(sha512(r + key + message).digest(), "little") % L


def key_with(torsion, secret):
    """Return a public key: ``secret`` times the base point, plus ``torsion`` times the point of order 8."""
    return encode(add(times(secret, BASE), times(torsion, EIGHT)))


def signature(secret, key, message, torsion=0):
    """Return a signature whose R has a component of small order if ``torsion`` is not 0."""
    nonce = int.from_bytes(sha256(b"nonce" + message).digest(), "little") % L
    r = encode(add(times(nonce, BASE), times(torsion, EIGHT)))
    return r + ((nonce + challenge(r, key, message) * secret) % L).to_bytes(32, "little")

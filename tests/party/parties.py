"""A party with fixed keys (those of tests/vectors), for tests that need one and do not draw it."""

from tests.vectors.make import plain
from watchline.keys import PrivateKey
from watchline.party import PrivateKeySet, make_roster


def key(name):
    return PrivateKey(plain.seed(name))


def keys(name):
    return PrivateKeySet(key(f"{name} log"), key(f"{name} mirror"))


ROOT = key("XAA root")


def made(*sets, root=ROOT, prev=None, code="XAA", tls=(), spares=()):
    names = {"en": "Side A"}
    return make_roster(root, code=code, names=names, key_sets=list(sets), spares=list(spares), tls=list(tls), prev=prev)


FIRST = made(keys("1"))

PARTIES = [
    (key(f"{code} root"), keys(f"{code} 1"), made(keys(f"{code} 1"), root=key(f"{code} root"), code=code))
    for code in ("XAA", "XBB", "XHH", "XQQ")
]
"""(root, private key set, roster 1) of each party."""

"""Vectors of docs/spec/cosignature.md: what a mirror states, and lines that state something else."""

from tests.vectors.make.form import Vector
from tests.vectors.make.log import ORIGIN, ROOT, SIZE, TEXT
from tests.vectors.make.plain import key_id, line, loosened, mirror_line, public, sha, sign

KEY = "XBB 1 mirror"
NAME = ORIGIN.replace("/XAA/1", "/XBB/1") + "/mirror"
AT = 1795361400


def vectors():
    def cosigned(name, expect, comment, body, at=None):
        given = {"mirror": NAME, "mirror_key": public(KEY), "origin": ORIGIN, "size": SIZE, "root": ROOT}
        return Vector(
            f"cosignature/{name}", "cosignature", expect, comment, body, given, {} if at is None else {"time": at}
        )

    def ok(name, comment, at):
        return cosigned(name, "ok", comment, mirror_line(NAME, ORIGIN, SIZE, ROOT, at, KEY), at)

    def bad(name, comment, body, code="signature"):
        return cosigned(name, f"refused {code}", comment, body)

    def with_data(data, name=NAME):
        return line(name, data)

    sound = mirror_line(NAME, ORIGIN, SIZE, ROOT, AT, KEY)
    ident = key_id(NAME, 4, public(KEY))
    signature = sign(KEY, f"cosignature/v1\ntime {AT}\n{TEXT}".encode())
    time = AT.to_bytes(8, "big")
    yield ok("sound", "XBB's mirror states that it holds 7 entries of XAA.", AT)
    yield ok("time-0", "A mirror whose clock stands at 1970.", 0)
    yield ok("time-max", "The largest time: 2^63 - 1.", 2**63 - 1)
    late = (2**63).to_bytes(8, "big") + sign(KEY, f"cosignature/v1\ntime {2**63}\n{TEXT}".encode())
    yield bad("time-too-large", "A time of 2^63, soundly signed.", with_data(ident + late))
    yield bad(
        "other-time",
        "The time was changed by a second after it was signed.",
        with_data(ident + (AT + 1).to_bytes(8, "big") + signature),
    )
    yield bad("other-size", "A cosignature of the head of size 8.", mirror_line(NAME, ORIGIN, 8, ROOT, AT, KEY))
    yield bad("other-root", "A cosignature of another root.", mirror_line(NAME, ORIGIN, SIZE, sha(), AT, KEY))
    other = ORIGIN.replace("/XAA/1", "/XAA/2")
    yield bad("other-origin", "A cosignature of another log.", mirror_line(NAME, other, SIZE, ROOT, AT, KEY))
    yield bad("other-key", "XHH's key under XBB's name.", mirror_line(NAME, ORIGIN, SIZE, ROOT, AT, "XHH 1 mirror"))
    forged = ident + time + sign("XHH 1 mirror", f"cosignature/v1\ntime {AT}\n{TEXT}".encode())
    yield bad("other-key-same-id", "XHH's signature with XBB's key id.", with_data(forged))
    renamed = NAME.replace("/XBB/", "/XHH/")
    comment = "XBB's cosignature under XHH's name, with a key id to match: what is signed does not hold the name, so compare it."
    yield bad("renamed", comment, with_data(key_id(renamed, 4, public(KEY)) + time + signature, renamed))
    later = NAME.replace("/XBB/1/", "/XBB/2/")
    comment = "The name of another epoch of the same party, with a key id to match."
    yield bad("renamed-epoch", comment, with_data(key_id(later, 4, public(KEY)) + time + signature, later))
    yield bad("name-only", "Another name with the key id of the first.", with_data(ident + time + signature, renamed))
    yield bad(
        "log-type", "The key id of a log key (type 01).", with_data(key_id(NAME, 1, public(KEY)) + time + signature)
    )
    yield bad(
        "as-a-log",
        "A signature of the checkpoint alone, as a log makes it, behind a time.",
        with_data(ident + time + sign(KEY, TEXT.encode())),
    )
    yield bad("without-time", "No time before the signature.", with_data(ident + signature))
    yield bad("time-only", "A time and no signature.", with_data(ident + time))
    yield bad("long", "A byte after the signature.", with_data(ident + time + signature + b"\0"))
    yield bad("little-endian", "The time's bytes the other way round.", with_data(ident + time[::-1] + signature))
    loose = loosened(sound.removesuffix("\n")) + "\n"
    yield bad("trailing-bits", "Base64 with a bit set that carries nothing.", loose, "malformed")
    yield bad("no-dash", "A line without its dash.", sound.removeprefix("— "), "malformed")
    yield bad("no-name", "A line without a name.", sound.replace(NAME, ""), "malformed")

"""Vectors of docs/spec/readouts.md: the commitment to a readout."""

from tests.vectors.make.form import Vector
from tests.vectors.make.leaf import LINE
from tests.vectors.make.plain import cbor, label, public, sha

TEXT = "The two described the exercise of next week."
SALT, CALL = sha(b"a salt"), ["XBB", 1, 7, sha(b"a call")]


def commitment(text, *, line=LINE, root="XAA root", call=CALL, language="en", salt=SALT):
    return sha(label("readout"), cbor([line, sha(public(root)), call, language, salt, text]))


def vectors():
    yield _one("sound", "A readout in English.", TEXT)
    yield _one("one-byte", "The same, and a full stop more: nothing of the commitment stays.", TEXT + ".")
    yield _one("empty", "No text.", "")
    yield _one("other-line", "The same text on another line.", TEXT, line=sha(b"another line"))
    yield _one("other-author", "The same text by the other party.", TEXT, root="XBB root")
    yield _one("other-call", "The same text about another call.", TEXT, call=["XBB", 1, 8, sha(b"another call")])
    yield _one("other-language", "The same text said to be in another language.", TEXT, language="fr")
    yield _one("other-salt", "The same text under another salt.", TEXT, salt=sha(b"another salt"))
    comment = "A letter moved from the text to the language: joined without lengths they would be the same bytes."
    yield _one("moved", comment, TEXT[1:], language="en" + TEXT[:1])
    yield _one("long", "A text whose head takes three bytes.", "Ü" * 300)


def _one(name, comment, text, **changed):
    given = {"line": LINE, "root": "XAA root", "call": CALL, "language": "en", "salt": SALT} | changed
    shown = given | {
        "root": public(given["root"]),
        "call": f"{given['call'][0]}/{given['call'][1]}/{given['call'][2]}",
        "leaf_hash": given["call"][3],
    }
    gives = {"commitment": commitment(text, **changed)}
    return Vector(f"readouts/{name}", "readout", "ok", comment, text.encode(), shown, gives)

"""The text format of a vector file (tests/vectors/README.md), written and read."""

import textwrap
from dataclasses import dataclass, field

WIDTH = 110
LINE_BYTES = 32


@dataclass(frozen=True)
class Vector:
    """One vector: bytes or text, what to do with them, what must come out.

    ``body`` is bytes (written as hex), text (written as it is) or a tuple of byte strings (one hex line each, ``-`` if empty).
    """

    name: str
    check: str
    expect: str
    comment: str
    body: bytes | str | tuple = b""
    given: dict = field(default_factory=dict)
    gives: dict = field(default_factory=dict)


def _value(value):
    return value.hex() if isinstance(value, bytes) else str(value)


def write(vector):
    """Return the bytes of a vector file."""
    head = [f"name: {vector.name}", f"check: {vector.check}", f"expect: {vector.expect}"]
    head += [f"comment: {line}" for line in textwrap.wrap(vector.comment, WIDTH)]
    head += [f"given {key}: {_value(value)}" for key, value in vector.given.items()]
    head += [f"gives {key}: {_value(value)}" for key, value in vector.gives.items()]
    if isinstance(vector.body, str):
        head.append("body: text")
        body = vector.body
    elif isinstance(vector.body, tuple):
        head.append("body: lines")
        body = "".join(f"{item.hex() or '-'}\n" for item in vector.body)
    else:
        head.append("body: hex")
        rows = range(0, len(vector.body), LINE_BYTES)
        body = "".join(f"{vector.body[at : at + LINE_BYTES].hex()}\n" for at in rows)
    assert all("\n" not in line for line in head), vector.name
    return ("\n".join(head) + "\n\n" + body).encode()


def read(data):
    """Return the vector of a file; ``given`` and ``gives`` keep the text of their values."""
    head, _, body = data.decode().partition("\n\n")
    pairs = [line.partition(": ")[::2] for line in head.split("\n")]
    once = {key: value for key, value in pairs if key != "comment"}
    form = once["body"]
    lines = body.split()
    return Vector(
        name=once["name"],
        check=once["check"],
        expect=once["expect"],
        comment=" ".join(value for key, value in pairs if key == "comment"),
        body={
            "text": lambda: body,
            "lines": lambda: tuple(bytes.fromhex(line.removeprefix("-")) for line in lines),
            "hex": lambda: bytes.fromhex(body),
        }[form](),
        given={key.removeprefix("given "): value for key, value in once.items() if key.startswith("given ")},
        gives={key.removeprefix("gives "): value for key, value in once.items() if key.startswith("gives ")},
    )

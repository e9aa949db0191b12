"""How a reader of foreign bytes ends: with a value, or with a refusal code. Any other exception goes through and fails."""

from watchline.errors import InvalidFromPeer

CODES = {
    *(
        "limit",
        "version",
        "malformed",
        "line",
        "sender",
        "origin",
        "key",
        "signature",
        "root",
        "size",
        "fork",
        "closed",
    ),
    "busy",
}
"""The refusal codes of docs/spec/frames.md."""


def outcome(read, *args, **more):
    """Return (value, None), or (None, code)."""
    try:
        return read(*args, **more), None
    except InvalidFromPeer as why:
        return None, why.code


def refusal(read, *args, **more):
    """Return the code with which something is refused; None if it is taken."""
    return outcome(read, *args, **more)[1]

"""What goes between a node and a hash-only witness (docs/spec/witness.md): one head with its proof, one answer.

The fields are all that a witness is ever sent: no leaf, no body, no text. Frames are unsigned; what counts in them is signed.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

import msgspec

from watchline.codec import decode, encode
from watchline.errors import InvalidFromPeer
from watchline.peer.frames import Digest, Line, Name, Size

PROOF_MAX = 64
NOTE_BYTES_MAX = 16_384
APART_MAX = 4
FRAME_BYTES_MAX = 65_536
Note = Annotated[bytes, msgspec.Meta(max_length=NOTE_BYTES_MAX)]


class Submit(msgspec.Struct, frozen=True, kw_only=True):
    """A head of one log.

    Attributes:
        origin: Of the log.
        old: The size that the sender believes the witness to hold; 0: none.
        checkpoint: The note with the log's signature, and no other line.
        proof: Consistency proof from ``old`` to it.
        now: The sender's wall clock, ms.
        kept: (size, root, line) of the witness's newest cosignature that the sender keeps: a witness whose folder was set back learns it.
    """

    origin: Name
    old: Size
    checkpoint: Note
    proof: Annotated[list[Digest], msgspec.Meta(max_length=PROOF_MAX)]
    now: Size
    kept: tuple[Size, Digest, Line] | None = None


class Witnessed(msgspec.Struct, frozen=True, kw_only=True):
    """The answer.

    Attributes:
        code: ``ok``, else why nothing was cosigned: ``old`` (the witness holds another size), ``fork``, ``proof``, ``signature``,
            ``unknown``, ``malformed``, ``limit``, ``closed``.
        origin: Of the log.
        size: What the witness holds of it now.
        words: For a person.
        checkpoint: The note of that size, where the witness has it.
        lines: Its cosignature lines over that head.
        apart: Notes of this log, signed by its log key, that did not go together with what the witness held when they came.
    """

    code: Name
    origin: Name
    size: Size
    words: Annotated[str, msgspec.Meta(max_length=512)] = ""
    checkpoint: Note | None = None
    lines: Annotated[list[Line], msgspec.Meta(max_length=4)] = []
    apart: Annotated[list[Note], msgspec.Meta(max_length=APART_MAX)] = []


T = TypeVar("T", Submit, Witnessed)
_NAMES: dict[type, str] = {Submit: "SUBMIT", Witnessed: "WITNESSED"}


def write_witness(frame: Submit | Witnessed) -> bytes:
    """Return the bytes of a frame."""
    fields: dict[str, Any] = msgspec.to_builtins(frame, builtin_types=(bytes,))
    fields = {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items()}
    plain = {name: value for name, value in fields.items() if value is not None}
    return encode(plain | {"v": 1, "frame": _NAMES[type(frame)]})


def read_witness(data: bytes, kind: type[T]) -> T:
    """Return the frame of its bytes.

    Raises:
        InvalidFromPeer: ``limit``, ``malformed`` or ``version``; whoever sent it is at fault.
    """
    if len(data) > FRAME_BYTES_MAX:
        raise InvalidFromPeer("limit", f"a frame of {len(data)} bytes; the limit is {FRAME_BYTES_MAX}")
    fields = decode(data)
    if not isinstance(fields, dict) or fields.get("frame") != _NAMES[kind]:
        raise InvalidFromPeer("malformed", f"not a frame {_NAMES[kind]}")
    if fields.pop("v", None) != 1:
        raise InvalidFromPeer("version", "a frame of another version; one of the two programs needs an update")
    try:
        return msgspec.convert(
            {name: value for name, value in fields.items() if name != "frame"}, kind, builtin_types=(bytes,)
        )
    except (msgspec.ValidationError, ValueError, TypeError) as why:
        raise InvalidFromPeer("malformed", f"frame {_NAMES[kind]}: {why}") from None

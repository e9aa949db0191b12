"""Signed notes, checkpoints and cosignatures: C2SP signed-note, tlog-checkpoint, tlog-cosignature (Ed25519)."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from watchline.codec import b64, parse_b64
from watchline.errors import InvalidFromPeer
from watchline.keys import Signer, verified
from watchline.log.tree import Head

NOTE_BYTES_MAX = 16_384
LINES_MAX = 32
_LOG_TYPE, _COSIGNATURE_TYPE = b"\x01", b"\x04"
_DASH = "— "
_SIZE = re.compile(r"[1-9][0-9]{0,15}")
_KEY_ID_BYTES, _TIME_BYTES = 4, 8


# The same few names, heads and lines are rendered again and again: for the store, for each frame, for each signature.
@lru_cache(maxsize=256)
def _key_id(name: str, kind: bytes, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + kind + public).digest()[:_KEY_ID_BYTES]


class SignatureLine(NamedTuple):
    """One line of a note: (name, key id, rest), the rest being the signature, with the time before it in a cosignature."""

    name: str
    key_id: bytes
    rest: bytes

    def text(self) -> str:
        """Return the line, with its line end."""
        return _line_text(self)


@lru_cache(maxsize=256)
def _line_text(line: SignatureLine) -> str:
    return f"{_DASH}{line.name} {b64(line.key_id + line.rest)}\n"


class Checkpoint(NamedTuple):
    """A head in words: (origin, head, text, lines). ``text`` is what is signed; ``lines`` are not verified yet."""

    origin: str
    head: Head
    text: str
    lines: tuple[SignatureLine, ...]

    def note(self) -> bytes:
        """Return the whole note."""
        return _note(self.text, self.lines)

    def with_lines(self, lines: tuple[SignatureLine, ...]) -> Checkpoint:
        """Return this checkpoint with other signature lines."""
        return self._replace(lines=lines)


@lru_cache(maxsize=256)
def _note(text: str, lines: tuple[SignatureLine, ...]) -> bytes:
    return (text + "\n" + "".join([line.text() for line in lines])).encode()


@lru_cache(maxsize=256)
def checkpoint_text(origin: str, head: Head) -> str:
    """Return the text of a checkpoint: what the log signs and mirrors cosign."""
    return f"{origin}\n{head.size}\n{b64(head.root)}\n"


def sign_checkpoint(origin: str, head: Head, log_key: Signer) -> Checkpoint:
    """Return the checkpoint of a head, signed by the log key. Ed25519: the same head gives the same bytes."""
    text = checkpoint_text(origin, head)
    signature = log_key.sign(text.encode())
    return Checkpoint(
        origin, head, text, (SignatureLine(origin, _key_id(origin, _LOG_TYPE, log_key.public), signature),)
    )


def parse_line(line: str) -> SignatureLine:
    """Return a signature line (with or without its line end); raises InvalidFromPeer ``malformed``."""
    line = line.removesuffix("\n")
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not name or not space or "+" in name or not name.isprintable():
        raise InvalidFromPeer("malformed", "not a signature line of a note")
    data = parse_b64(encoded)
    if len(data) <= _KEY_ID_BYTES:
        raise InvalidFromPeer("malformed", "a signature line without a signature")
    return SignatureLine(name, data[:_KEY_ID_BYTES], data[_KEY_ID_BYTES:])


def parse_checkpoint(note: bytes) -> Checkpoint:
    """Return the checkpoint of a note; signatures are parsed, not verified.

    Raises:
        InvalidFromPeer: ``malformed`` or ``limit``.
    """
    if len(note) > NOTE_BYTES_MAX:
        raise InvalidFromPeer("limit", "a checkpoint note above 16 KiB")
    try:
        whole = note.decode()
    except UnicodeDecodeError:
        raise InvalidFromPeer("malformed", "a note that is not UTF-8") from None
    text, blank, signed = whole.partition("\n\n")
    text += "\n"
    parts = text.split("\n")
    if not blank or not signed.endswith("\n") or len(parts) != 4 or not parts[0].isprintable() or not parts[0]:
        raise InvalidFromPeer("malformed", "not a checkpoint note")
    if not _SIZE.fullmatch(parts[1]):
        raise InvalidFromPeer("malformed", "a checkpoint whose size is not a decimal number above 0")
    root = parse_b64(parts[2])
    lines = signed[:-1].split("\n")
    if len(root) != 32:
        raise InvalidFromPeer("malformed", "a checkpoint whose root is not 32 bytes")
    if len(lines) > LINES_MAX:
        raise InvalidFromPeer("limit", "a checkpoint with more than 32 signature lines")
    return Checkpoint(parts[0], Head(int(parts[1]), root), text, tuple(parse_line(line) for line in lines))


def signed_by_log(checkpoint: Checkpoint, log_public: bytes) -> bool:
    """Tell whether the checkpoint bears a valid signature of its log's key."""
    return log_line(checkpoint, log_public) is not None


def log_line(checkpoint: Checkpoint, log_public: bytes) -> Checkpoint | None:
    """Return the checkpoint with one line, a valid signature of its log's key; None if it bears none.

    This is what a node keeps: other lines under the log's name, which anybody can add, go no further.
    """
    wanted, text = _key_id(checkpoint.origin, _LOG_TYPE, log_public), checkpoint.text.encode()
    for line in checkpoint.lines:
        if line.name == checkpoint.origin and line.key_id == wanted and verified(log_public, text, line.rest):
            return checkpoint.with_lines((line,))
    return None


class Cosignature(NamedTuple):
    """A mirror's statement about a head: (mirror name, head, time in whole seconds by its clock, line)."""

    name: str
    head: Head
    time_s: int
    line: SignatureLine


def _cosigned_message(text: str, time_s: int) -> bytes:
    return f"cosignature/v1\ntime {time_s}\n{text}".encode()


def cosign(mirror: str, origin: str, head: Head, time_s: int, mirror_key: Signer) -> Cosignature:
    """Return the cosignature of a head (docs/spec/cosignature.md says when it may be made)."""
    signature = mirror_key.sign(_cosigned_message(checkpoint_text(origin, head), time_s))
    key_id = _key_id(mirror, _COSIGNATURE_TYPE, mirror_key.public)
    line = SignatureLine(mirror, key_id, time_s.to_bytes(_TIME_BYTES, "big") + signature)
    return Cosignature(mirror, head, time_s, line)


def read_cosignature(line: SignatureLine, origin: str, head: Head, mirror_public: bytes) -> Cosignature | None:
    """Return the cosignature of a line over a head, or None if it is not that key's or not valid."""
    if line.key_id != _key_id(line.name, _COSIGNATURE_TYPE, mirror_public) or len(line.rest) <= _TIME_BYTES:
        return None
    time_s = int.from_bytes(line.rest[:_TIME_BYTES], "big")
    message = _cosigned_message(checkpoint_text(origin, head), time_s)
    if time_s >= 1 << 63 or not verified(mirror_public, message, line.rest[_TIME_BYTES:]):
        return None
    return Cosignature(line.name, head, time_s, line)

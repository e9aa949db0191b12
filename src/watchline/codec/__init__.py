"""Bytes that have one form only: deterministic CBOR, and C2SP text.

Pure. It judges form, never meaning, and never re-encodes what it received in order to keep it.
"""

from watchline.codec.cbor import Cbor, decode, encode, is_canonical
from watchline.codec.text import b64, parse_b64

__all__ = ["Cbor", "b64", "decode", "encode", "is_canonical", "parse_b64"]

"""Checkpoints of a bundle or a proof: whose key signed them, and who cosigned (checks 3 and 7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from watchline.errors import InvalidFromPeer
from watchline.keys import digest
from watchline.log.check_papers import Papers
from watchline.log.checkpoint import Checkpoint, parse_checkpoint, read_cosignature, signed_by_log
from watchline.log.verdict import Findings
from watchline.party import KeySet, LogName, parse_origin
from watchline.party.witness import parse_witness, witness_fingerprint

_LOG, _MIRROR = b"\x01", b"\x04"
_TIME_S_MAX = 253_402_300_799  # the last second of the year 9999


class CheckedHead(NamedTuple):
    """A checkpoint under its log's key: (name, key set, checkpoint)."""

    name: LogName
    keys: KeySet
    checkpoint: Checkpoint


class Cosigner(NamedTuple):
    """A valid cosignature: (code, epoch of the mirror, time in seconds by its clock)."""

    code: str
    epoch: int
    time_s: int

    def text(self) -> str:
        """Return ``XBB at 2026-03-01T06:00:00Z``."""
        when = datetime.fromtimestamp(min(self.time_s, _TIME_S_MAX), UTC)
        return f"{self.code} at {when:%Y-%m-%dT%H:%M:%SZ}"


class Stating(NamedTuple):
    """A valid statement of a hash-only witness: (its key, time in seconds by its clock). It says *consistent*, never *held*."""

    key: bytes
    time_s: int

    def text(self) -> str:
        """Return ``consistent, stated by witness 12345 … at 2026-03-01T06:00:00Z (its clock)``."""
        when = datetime.fromtimestamp(min(self.time_s, _TIME_S_MAX), UTC)
        return f"consistent, stated by witness {witness_fingerprint(self.key).replace(' ', '')} at {when:%Y-%m-%dT%H:%M:%SZ} (its clock)"


class Stated(NamedTuple):
    """What others stated about a head: the parties that hold it, and the witnesses, which count among nobody."""

    by: list[Cosigner]
    witnesses: list[Stating]


def check_head(note: bytes, papers: Papers, shown: KeySet | None = None) -> CheckedHead:
    """Return the checkpoint of a note after checking its name, its key set and its log's signature.

    Args:
        note: As it came.
        papers: Rosters and charter.
        shown: The key set that leaf 0 of the log shows, where a roster lists it as a spare only.

    Raises:
        InvalidFromPeer: what does not fit.
    """
    checkpoint = parse_checkpoint(note)
    name = parse_origin(checkpoint.origin)
    if checkpoint.origin != papers.charter.log(name.code, name.epoch).origin():
        raise InvalidFromPeer("origin", f"{checkpoint.origin} is no log of this line")
    papers.charter.party(name.code)
    keys = papers.key_set(name.code, checkpoint)
    if keys is None and shown is not None and signed_by_log(checkpoint, shown.log):
        keys = shown
    if keys is None:
        raise InvalidFromPeer("signature", f"no key of a roster of {name.code} signed this checkpoint")
    return CheckedHead(name, keys, checkpoint)


class ValidLine(NamedTuple):
    """A signature line that verifies: (name, public key, time of a cosignature in seconds or -1)."""

    name: str
    key: bytes
    time_s: int


def valid_lines(
    checkpoint: Checkpoint, keys_of: Callable[[str], Sequence[bytes]], findings: Findings, where: str
) -> list[ValidLine]:
    """Return the signature lines of a checkpoint that verify.

    A line in the name and key id of a known key whose signature is wrong is rejected (C2SP signed-note). A line of no key known
    for its name counts for nothing, and is named as not checked: every byte of a bundle is signed, recomputed or named.

    Args:
        checkpoint: As parsed.
        keys_of: Name of a line → the public keys that may have made it: log keys for the origin, else mirror keys.
        findings: See above.
        where: What is being checked, for the words.
    """
    found = []
    for line in checkpoint.lines:
        own = line.name == checkpoint.origin
        keys = [key for key in keys_of(line.name) if line.key_id == _key_id(line.name, _LOG if own else _MIRROR, key)]
        for key in keys:
            if own:
                time_s = -1 if signed_by_log(checkpoint.with_lines((line,)), key) else None
            else:
                made = read_cosignature(line, checkpoint.origin, checkpoint.head, key)
                time_s = None if made is None else made.time_s
            if time_s is not None:
                found.append(ValidLine(line.name, key, time_s))
                break
        else:
            if keys:
                findings.reject(where, f"the signature in the name of {line.name} is not valid")
            else:
                findings.not_checked(f"{where}: a signature line of {line.name}, of no key that a roster lists for it")
    return found


def check_cosigners(
    head: CheckedHead, papers: Papers, mirrors: dict[str, bytes], findings: Findings, where: str
) -> Stated:
    """Return the valid cosignatures of a checkpoint, by party in charter order, the newest of each; and those of witnesses.

    Args:
        head: The checkpoint.
        papers: Rosters and charter.
        mirrors: Public mirror key of a party's epoch, by mirror name, where its log is known.
        findings: As in ``valid_lines``.
        where: What is being checked, for the words.
    """

    def keys_of(name: str) -> Sequence[bytes]:
        if name == head.checkpoint.origin:
            return (head.keys.log,)
        if (key := _witness(name, head, papers)) is not None:
            return (key,)
        mirror = _cosigner(name, head, papers)
        if mirror is None:
            return ()
        if name in mirrors:
            return (mirrors[name],)
        of_others = set(mirrors.values())
        return [keys.mirror for keys in papers.key_sets(mirror.code) if keys.mirror not in of_others]

    found: dict[str, Cosigner] = {}
    witnesses: dict[bytes, Stating] = {}
    for line in valid_lines(head.checkpoint, keys_of, findings, where):
        mirror = _cosigner(line.name, head, papers)
        if mirror is not None and (mirror.code not in found or line.time_s > found[mirror.code].time_s):
            found[mirror.code] = Cosigner(mirror.code, mirror.epoch, line.time_s)
        if _witness(line.name, head, papers) is not None:
            witnesses[line.key] = max(witnesses.get(line.key, Stating(line.key, -1)), Stating(line.key, line.time_s))
    return Stated([found[code] for code in papers.charter.codes if code in found], list(witnesses.values()))


def _witness(name: str, head: CheckedHead, papers: Papers) -> bytes | None:
    """Return the key in the name of a witness of this line; None if it is none, or if a roster lists that key for something else."""
    found = parse_witness(name)
    if found is None or (found.line, found.demo) != (head.name.line, head.name.demo):
        return None
    listed = any(found.key in roster.uses for roster in papers.newest.values())
    return None if listed else found.key


def _cosigner(name: str, head: CheckedHead, papers: Papers) -> LogName | None:
    """Return whose mirror a line is of, or None if it is not the mirror of another party of this line."""
    try:
        found = parse_origin(name.removesuffix("/mirror"))
    except InvalidFromPeer:
        return None
    fits = found.code in papers.charter.codes and found.code != head.name.code
    return found if fits and papers.charter.log(found.code, found.epoch).mirror() == name else None


def _key_id(name: str, kind: bytes, key: bytes) -> bytes:
    return digest(name.encode(), b"\n", kind, key)[:4]

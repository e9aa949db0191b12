"""Checkpoints of a bundle or a proof: whose key signed them, and who cosigned (checks 3 and 7)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from watchline.errors import InvalidFromPeer
from watchline.keys import digest
from watchline.log.check_papers import Papers
from watchline.log.checkpoint import Checkpoint, parse_checkpoint, read_cosignature
from watchline.log.verdict import Findings
from watchline.party import KeySet, LogName, parse_origin

_TIME_S_MAX = 253_402_300_799  # the last second of the year 9999


class CheckedHead(NamedTuple):
    """A checkpoint under its log's key: (name, key set, checkpoint, replaced).

    ``replaced`` tells that only an older roster of its party lists the key set.
    """

    name: LogName
    keys: KeySet
    checkpoint: Checkpoint
    replaced: bool


class Cosigner(NamedTuple):
    """A valid cosignature: (code, epoch of the mirror, time in seconds by its clock)."""

    code: str
    epoch: int
    time_s: int

    def text(self) -> str:
        """Return ``XBB at 2026-03-01T06:00:00Z``."""
        when = datetime.fromtimestamp(min(self.time_s, _TIME_S_MAX), UTC)
        return f"{self.code} at {when:%Y-%m-%dT%H:%M:%SZ}"


def check_head(note: bytes, papers: Papers) -> CheckedHead:
    """Return the checkpoint of a note after checking its name, its key set and its log's signature.

    Raises:
        InvalidFromPeer: what does not fit.
    """
    checkpoint = parse_checkpoint(note)
    name = parse_origin(checkpoint.origin)
    if checkpoint.origin != papers.charter.log(name.code, name.epoch).origin():
        raise InvalidFromPeer("origin", f"{checkpoint.origin} is no log of this line")
    papers.charter.party(name.code)
    keys = papers.key_set(name.code, checkpoint)
    if keys is not None:
        return CheckedHead(name, keys, checkpoint, replaced=False)
    keys = papers.replaced_key_set(name.code, checkpoint)
    if keys is None:
        raise InvalidFromPeer("signature", f"no key of a roster of {name.code} signed this checkpoint")
    return CheckedHead(name, keys, checkpoint, replaced=True)


def check_cosigners(
    head: CheckedHead, papers: Papers, mirrors: dict[str, bytes], findings: Findings, where: str
) -> list[Cosigner]:
    """Return the valid cosignatures of a checkpoint, by party in charter order, the newest of each.

    Args:
        head: The checkpoint.
        papers: Rosters and charter.
        mirrors: Public mirror key of a party's epoch, by mirror name, where its log is known.
        findings: A line in a mirror's name and key id whose signature is wrong is rejected; other lines are ignored.
        where: What is being checked, for the words.
    """
    found: dict[str, Cosigner] = {}
    for line in head.checkpoint.lines:
        try:
            name = parse_origin(line.name.removesuffix("/mirror"))
        except InvalidFromPeer:
            continue
        if line.name != papers.charter.log(name.code, name.epoch).mirror() or name.code == head.name.code:
            continue
        keys = [mirrors[line.name]] if line.name in mirrors else _mirror_keys(papers, name.code)
        for key in keys:
            if line.key_id != digest(line.name.encode(), b"\n\x04", key)[: len(line.key_id)]:
                continue
            made = read_cosignature(line, head.checkpoint.origin, head.checkpoint.head, key)
            if made is None:
                findings.reject(where, f"the cosignature in the name of {name.code} is not valid")
                continue
            known = found.get(name.code)
            if known is None or made.time_s > known.time_s:
                found[name.code] = Cosigner(name.code, name.epoch, made.time_s)
    return [found[code] for code in papers.charter.codes if code in found]


def _mirror_keys(papers: Papers, code: str) -> list[bytes]:
    roster = papers.newest.get(code)
    return [] if roster is None else [keys.mirror for keys in roster.key_sets]

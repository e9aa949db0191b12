"""The checks of an export bundle, in the order of docs/spec/bundle.md; then what is not there.

From outside come the root fingerprints, nothing else. The bundle is read once, log by log; what one log says about another is kept
(``Claims``) and compared when all leaves are known. Memory grows with about 100 bytes an entry, never with the size of a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from watchline.errors import InvalidFromPeer
from watchline.log.check_claims import CheckedLog
from watchline.log.check_epochs import (
    check_key_set,
    check_late,
    check_revoked,
    counts_until,
    revoked_by,
    shown_key_set,
)
from watchline.log.check_evidence import check_in_bundle
from watchline.log.check_heads import CheckedHead, Cosigner, check_cosigners, check_head
from watchline.log.check_log import Files, LogReader
from watchline.log.check_names import OLDER, Names, belongs
from watchline.log.check_papers import DOCUMENT_BYTES_MAX, Papers, check_papers
from watchline.log.check_tree import Growing, check_refs, check_tree
from watchline.log.checkpoint import NOTE_BYTES_MAX, parse_checkpoint
from watchline.log.fork import EVIDENCE_BYTES_MAX
from watchline.log.verdict import Findings, Places, Verdict
from watchline.party import parse_origin

Progress = Callable[[int, int], None]
"""(entries done, entries in all); each entry counts twice, once read, once hashed into its tree."""

_BESIDES_NAMED = 20
EPOCHS_MAX = 4096
"""Epochs of a party that are looked for by number; names of more are named with the others."""


def check_bundle(files: Files, roots: frozenset[str], progress: Progress | None = None) -> Verdict:
    """Return the verdict on an export bundle; any bytes give one."""
    findings = Findings("bundle")
    check = _Check(files, roots, findings, progress)
    try:
        check.run()
    except InvalidFromPeer as why:
        findings.reject("bundle", why.words)
    return findings.verdict()


class _Check:
    def __init__(self, files: Files, roots: frozenset[str], findings: Findings, progress: Progress | None) -> None:
        self.files, self.roots, self.findings, self._progress = files, roots, findings, progress
        self.names = Names(files)
        self.logs: dict[tuple[str, int], CheckedLog] = {}
        self._done = self._all = 0

    def run(self) -> None:
        papers = self._papers()
        if papers is None:
            return
        heads = self._heads(papers)
        self._all = 2 * sum(log.size for log in self.logs.values())
        steps: tuple[Callable[[], None], ...] = (
            lambda: self._evidence(papers),
            lambda: self._leaves(papers),
            self._claims,
            lambda: self._cosigned(heads, papers),
            lambda: self._named_beyond(papers),
            lambda: self._besides(papers),
        )
        for step in steps:
            # The first reason ends it: what follows from it would only repeat it in other words.
            if not self.findings.rejected:
                step()

    def _leaves(self, papers: Papers) -> None:
        for log in self.logs.values():
            log.open(self.logs)
            if not self.findings.rejected:
                LogReader(self.files, papers, log, self.findings).read(self._step)

    def _step(self, entries: int) -> None:
        self._done += entries
        if self._progress is not None:
            self._progress(self._done, self._all)

    # ---- 1 and 2: rosters and charter ----

    def _read(self, path: str, most: int) -> bytes:
        data = self.files.read(path, most)
        if data is None:
            raise InvalidFromPeer("malformed", f"{path} is missing or is no file")
        return data

    def _papers(self) -> Papers | None:
        if 1 not in self.names.charters:
            self.findings.missing("the founding charter (charters/1): nothing can be checked without it")
            return None
        for number in self.names.charters[1:]:
            self.findings.not_checked(f"charters/{number}: amendments")
        signed = self._read("charters/1", DOCUMENT_BYTES_MAX)
        return check_papers(signed, self.roots, self._rosters(), self.findings)

    def _rosters(self) -> Iterator[tuple[str, tuple[str, int], bytes]]:
        for code, numbers in sorted(self.names.rosters.items()):
            for number in numbers:
                path = f"rosters/{code}-{number}"
                yield path, (code, number), self._read(path, DOCUMENT_BYTES_MAX)

    # ---- 3: origins and their checkpoints ----

    def _heads(self, papers: Papers) -> list[CheckedHead]:
        found = []
        for code in papers.charter.codes:
            newest = max((epoch for whose, epoch in self.names.logs if whose == code), default=1)
            absent = Places()
            for epoch in sorted(
                set(range(1, min(newest, EPOCHS_MAX) + 1)) - {at for whose, at in self.names.logs if whose == code}
            ):
                absent.add(epoch)
            if absent:
                self.findings.missing(f"the log of {code} (epoch {absent.text()})")
        for code, epoch in sorted(self.names.logs):
            if code not in papers.charter.codes:
                continue
            if "checkpoint" not in self.names.logs[code, epoch]:
                self.findings.missing(f"the checkpoint of {code}-{epoch}: nothing of this log is checked")
            elif code not in papers.newest:
                self.findings.missing(f"the rosters of {code}: nothing of its log is checked")
            elif (head := self._head(code, epoch, "checkpoint", papers)) is not None:
                found.append(head)
                self.logs[code, epoch] = CheckedLog(head.name, head.keys, head.checkpoint)
        return found

    def _head(self, code: str, epoch: int, file: str, papers: Papers) -> CheckedHead | None:
        path = f"logs/{code}-{epoch}/{file}"
        log = self.logs.get((code, epoch))
        used = {other.keys: at for (whose, at), other in self.logs.items() if whose == code and at < epoch}
        try:
            note = self._read(path, NOTE_BYTES_MAX)
            name = papers.charter.log(code, epoch)
            shown = log.keys if log is not None else None
            if shown is None and epoch > 1 and papers.key_set(code, parse_checkpoint(note)) is None:
                shown = shown_key_set(self.files, papers, name, note)
                if shown is None:
                    self.findings.missing(
                        f"entry 0 of {code}-{epoch} with its body, which shows its key set: nothing of this log is checked"
                    )
                    return None
            head = check_head(note, papers, shown)
            if head.name != name:
                raise InvalidFromPeer("origin", f"a checkpoint of another log, {head.checkpoint.origin}")
            if log is not None and head.keys != log.keys:
                raise InvalidFromPeer("key", f"another key set than that of {log.text} signed it")
            check_key_set(papers, name, head.keys, used)
        except InvalidFromPeer as why:
            self.findings.reject(path, why.words)
            return None
        return head

    # ---- 8, 10: what logs say of each other ----

    def _claims(self) -> None:
        findings = self.findings
        for key, log in self.logs.items():
            said = [(other, other.seen[key]) for other in self.logs.values()]
            if log.whole:
                check_tree(self.files, log, said, findings, self._step)
        for author in self.logs.values():
            for key, claims in author.refs.items():
                if self.logs[key].whole and not findings.rejected:
                    check_refs(author, self.logs[key], claims, findings)

    def _named_beyond(self, papers: Papers) -> None:
        """Name what entries speak of and the bundle does not hold."""
        for author in self.logs.values():
            for what, table, least in (("seen", author.seen, 0), ("refs", author.refs, 1)):
                for (code, epoch), claims in sorted(table.items()):
                    if claims.numbers:
                        most = max(claims.numbers)
                        self._beyond(author, code, epoch, most + least, claims.by[claims.numbers.index(most)], what)
            for (code, epoch), (size, by) in sorted(author.elsewhere.items()):
                self._beyond(author, code, epoch, size, by, "seen or refs")
            for origin, (end, by) in sorted(author.receipts.items()):
                try:
                    name = parse_origin(origin)
                except InvalidFromPeer:
                    name = None
                if name is None or origin != papers.charter.log(name.code, name.epoch).origin():
                    self.findings.missing(
                        f"{origin}, no log of this line; logs/{author.text} entry {by} is a receipt of it"
                    )
                else:
                    self._beyond(author, name.code, name.epoch, end, by, "a receipt")
            for (code, epoch), by in sorted(author.epochs_seen.items()):
                self._beyond(author, code, epoch, 1, by, "epoch_seen")
            for (code, number, named), by in sorted(author.rosters_named.items()):
                roster = papers.rosters.get((code, number))
                if roster is None:
                    self.findings.missing(f"roster {number} of {code}, which logs/{author.text} entry {by} names")
                elif roster.hash() != named:
                    words = f"roster {number} of {code} that logs/{author.text} entry {by} names; here is another"
                    self.findings.missing(words)

    def _beyond(self, author: CheckedLog, code: str, epoch: int, size: int, by: int, what: str) -> None:
        log = self.logs.get((code, epoch))
        if log is None or not 0 < size <= log.size:
            held = "none of it" if log is None else str(log.size)
            words = f"entries of {code}-{epoch} up to size {size}"
            self.findings.missing(f"{words}, named by logs/{author.text} entry {by} ({what}); here: {held}")

    # ---- 7: cosignatures ----

    def _cosigned(self, heads: list[CheckedHead], papers: Papers) -> None:
        mirrors = {head.name.mirror(): head.keys.mirror for head in heads}
        for head in heads:
            self._by_whom(head, papers, mirrors)

    def _by_whom(self, head: CheckedHead, papers: Papers, mirrors: dict[str, bytes]) -> None:
        code, size, root = head.name.code, head.checkpoint.head.size, head.checkpoint.head.root.hex()
        log = self.logs[code, head.name.epoch]
        until = counts_until(papers, log, self.logs)
        needed = size if until < 0 else min(size, until)
        stated, witnesses = check_cosigners(head, papers, mirrors, self.findings, f"logs/{log.text}/checkpoint")
        by = self._stood_by(head, papers, stated)
        older = self._older(log, papers, mirrors)
        named = ", ".join(one.text() for one in by) or "nobody"
        self.findings.found(f"{log.text}: size {size}, root {root}; stated as held whole by {named}")
        for one in witnesses:
            self.findings.found(f"{log.text}: size {size}; {one.text()}")
        for other in papers.charter.codes:
            if other != code and other not in {one.code for one in by} and older.get(other, 0) < needed:
                held = f"; it cosigned size {older[other]}" if other in older else ""
                self.findings.missing(f"cosignature of {other} over {log.text} at size {needed}{held}")
        check_revoked(papers, log, self.logs, self.findings)
        if revoked_by(papers, log) is None:
            check_late(log, until, size if by else max(older.values(), default=0), self.findings)

    def _stood_by(self, head: CheckedHead, papers: Papers, by: list[Cosigner]) -> list[Cosigner]:
        """Leave out the cosignatures beyond the last by which a party stands that took its mirror key back (PROTOCOL 7.6)."""
        left = []
        for one in by:
            mirror, size = self.logs.get((one.code, one.epoch)), head.checkpoint.head.size
            found = None if mirror is None else revoked_by(papers, mirror)
            if found is None or size <= found.cosigned_until(head.checkpoint.origin):
                left.append(one)
            else:
                name = f"{head.name.code}-{head.name.epoch}"
                self.findings.found(
                    f"{one.code} disowned its cosignature over {name} at size {size}: it took that key back"
                )
        return left

    def _older(self, log: CheckedLog, papers: Papers, mirrors: dict[str, bytes]) -> dict[str, int]:
        """Check ``checkpoint-<size>`` files; return the largest size that each party cosigned by them."""
        found: dict[str, int] = {}
        sizes = sorted(
            int(name[1]) for file in self.names.logs[log.name.code, log.name.epoch] if (name := OLDER.fullmatch(file))
        )
        tree = Growing(log.hashes)
        for size in sizes:
            file = f"checkpoint-{size}"
            where = f"logs/{log.text}/{file}"
            head = self._head(log.name.code, log.name.epoch, file, papers)
            if head is None:
                return found
            if head.checkpoint.head.size != size:
                self.findings.reject(where, f"a checkpoint of size {head.checkpoint.head.size}")
                return found
            stated, witnesses = check_cosigners(head, papers, mirrors, self.findings, where)
            by = self._stood_by(head, papers, stated)
            for one in witnesses:
                self.findings.found(f"{log.text}: size {size}; {one.text()}")
            if size > log.size:
                self.findings.missing(f"entries of {log.text} up to size {size}, named by {where}; here: {log.size}")
            elif log.whole:
                tree.grow(size)
                if tree.root() != head.checkpoint.head.root:
                    self.findings.reject(where, "the log signed another root than its leaves have: a second history")
            if not by and not witnesses:
                self.findings.missing(f"a cosignature in {where}")
            found |= {mirror.code: size for mirror in by}
        return found

    # ---- 11 and the rest ----

    def _evidence(self, papers: Papers) -> None:
        for number in self.names.evidence:
            path = f"evidence/{number}"
            try:
                check_in_bundle(self._read(path, EVIDENCE_BYTES_MAX), papers, self.findings, path)
            except InvalidFromPeer as why:
                self.findings.reject(path, why.words)
                return

    def _besides(self, papers: Papers) -> None:
        besides = sorted(self.names.besides)
        for code, numbers in sorted(self.names.rosters.items()):
            if code not in papers.charter.codes:
                besides += [f"rosters/{code}-{number}" for number in numbers]
        for (code, epoch), files in sorted(self.names.logs.items()):
            log = self.logs.get((code, epoch))
            if code not in papers.charter.codes:
                besides += [f"logs/{code}-{epoch}/{file}" for file in sorted(files)]
            elif log is not None:
                besides += [f"logs/{code}-{epoch}/{file}" for file in sorted(files) if not belongs(file, log.size)]
        if besides:
            more = f" and {len(besides) - _BESIDES_NAMED} more" if len(besides) > _BESIDES_NAMED else ""
            named = ", ".join(besides[:_BESIDES_NAMED])
            self.findings.not_checked(f"files that belong to no bundle: {named}{more}")

"""Bundles for the tests of export and check: exported from nodes in memory, changed by hand, judged by both verifiers."""

from tests.forger import Forger
from tests.pair import Line
from tests.verify.flips import load
from watchline.errors import InvalidFromPeer
from watchline.host.check import check_path
from watchline.log import EMPTY_FRONTIER, cosign, leaf_hash, parse_checkpoint, sign_checkpoint
from watchline.log.bundle import bundle_files, everything
from watchline.log.check import check_folder
from watchline.log.tiles import read_entry_bundle, tile_path, write_entry_bundle
from watchline.log.verdict import Result
from watchline.node import OpenEpoch, SayMessage, SayRead, Tick
from watchline.peer import Cosign

verify = load()
RESULTS = {
    "verified and complete": Result.VERIFIED,
    "confirmed": Result.VERIFIED,
    "incomplete": Result.INCOMPLETE,
    "not checked": Result.NOT_CHECKED,
    "REJECTED": Result.REJECTED,
}


LATER_CLASSES = ("E3", "E4", "E6")
"""Evidence that no node of this issue makes: this package judges it, verify.py names it *not checked*."""


class Given:
    """A bundle as a dict, for the pure checks."""

    def __init__(self, files):
        self.files = files

    def names(self):
        return iter(self.files)

    def read(self, path, most):
        data = self.files.get(path)
        if data is not None and len(data) > most:
            raise InvalidFromPeer("limit", "too large")
        return data


def roots(line):
    return [party.roster.fingerprint for party in line.parties]


def exported(member, disclosed=everything):
    """Return the bundle that a member's node exports."""
    return dict(bundle_files(member.store.held, member.line.charter.line, disclosed))


def talked(codes="XAA XBB", entries=8):
    """Return an open line whose logs have at least so many entries each, everything cosigned and known to all."""
    line = Line(codes).open()
    turn = 0
    while min(len(log.entries) for log in line["XAA"].store.held._logs.values()) < entries:
        code = codes.split()[turn % len(codes.split())]
        ref = line[code].say(SayMessage(text=f"Our vessel turns, {turn}."))
        line.settle()
        for other in codes.split():
            if other != code:
                line[other].say(SayRead(ref=ref))
                line.settle()
        turn += 1
    line.wait(70)
    return line


def write(files, folder):
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def checked(files, given):
    """Return this package's verdict on a bundle."""
    return check_folder(Given(files), given)


def theirs(path, given):
    """Return (result, report) of verify.py."""
    report = verify.examine(str(path), {"".join(root.split()) for root in given})
    return RESULTS[report["result"]], report


def both(files, given, folder):
    """Return this package's verdict on a bundle on disk, after making sure that verify.py comes to the same result."""
    write(files, folder)
    verdict = check_path(folder, given)
    result, report = theirs(folder, given)
    assert verdict.result is result, (verdict.words(), report)
    return verdict


def both_files(data, given, folder):
    """As ``both``, for a proof or an evidence file. Of evidence of the later classes verify.py says that it does not check it."""
    path = folder / "file"
    path.write_bytes(data)
    verdict = check_path(path, given)
    result, report = theirs(path, given)
    if any(f"evidence of class '{kind}'" in words for kind in LATER_CLASSES for words in report["not_checked"]):
        assert (result, report["reasons"], report["missing"]) == (Result.NOT_CHECKED, [], [])
        return verdict
    assert verdict.result is result, (verdict.words(), report)
    return verdict


class Hand(Forger):
    """A forger whose log and whose receiver's log are both held whole by the other in the end."""

    def end(self):
        """Send everything, let the receiver answer, cosign what it wrote; return the bundle that it exports."""
        start = self.held()
        if start < len(self.leaves):
            self.send(self.append(start))
        self.cosign_theirs()
        return exported(self.receiver)

    def cosign_theirs(self):
        self.receiver.handle(Tick())
        log = self.receiver.node.core.own
        if log is None:
            return
        mirror = self.line.charter.log(self.code, 1).mirror()
        made = cosign(mirror, log.origin, log.head, self.line.wall // 1000, self.party.keys.mirror)
        self.send(Cosign(origin=log.origin, size=log.head.size, root=log.head.root, lines=[made.line.text()]))


def hand(*, opened=True):
    """Return a line, and XAA played by hand before XBB's node, which has opened its log."""
    line = Line()
    line["XBB"].say(OpenEpoch())
    return line, Hand(line).open() if opened else Hand(line)


def extended(line, files, code, *leaves):
    """Return a bundle whose log of one party (fewer than 256 leaves) goes on with these leaves, cosigned by all others."""
    folder = f"logs/{code}-1"
    path = next(name for name in files if name.startswith(f"{folder}/tile/entries/"))
    leaves = [*read_entry_bundle(files[path], int(path.rpartition("/")[2])), *leaves]
    hashes = [leaf_hash(leaf) for leaf in leaves]
    head = EMPTY_FRONTIER.extended(hashes)[0].head()
    name, keys = line.charter.log(code, 1), {party.code: party.keys for party in line.parties}
    checkpoint = sign_checkpoint(name.origin(), head, keys[code].log)
    by = tuple(
        cosign(line.charter.log(other, 1).mirror(), name.origin(), head, 7, keys[other].mirror).line
        for other in keys
        if other != code
    )
    kept = {
        name: data for name, data in files.items() if not name.startswith((f"{folder}/tile/", f"{folder}/checkpoint"))
    }
    return kept | {
        f"{folder}/checkpoint": checkpoint.with_lines(checkpoint.lines + by).note(),
        f"{folder}/{tile_path('entries', 0, head.size)}": write_entry_bundle(leaves),
        f"{folder}/{tile_path(0, 0, head.size)}": b"".join(hashes),
    }


def with_lines(note, keep):
    """Return a note with those of its signature lines that ``keep`` names."""
    checkpoint = parse_checkpoint(note)
    return checkpoint.with_lines(tuple(line for line in checkpoint.lines if keep(line))).note()

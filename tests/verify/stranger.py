"""A stranger's writer of a line's record: rosters, charter, logs, bundles, proofs and evidence from docs/spec alone.

It imports nothing of ours: PyNaCl, cbor2 and hashlib. It keeps no rule that a test may wish to break: what it is told to
write, it writes and signs.
"""

import base64
import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import cbor2
from nacl.signing import SigningKey

FOUNDED_AT = 1_795_000_000_000  # ms


def encode(value):
    return cbor2.dumps(value, canonical=True)


def digest(data):
    return hashlib.sha256(data).digest()


def base64_of(data):
    return base64.b64encode(data).decode()


def fingerprint(root):
    return f"{int.from_bytes(digest(root), 'big') % 10**30:030}"


# ---- trees: RFC 6962, by its recursive definition ----
def leaf_hash(leaf):
    return digest(b"\x00" + leaf)


def split(size):
    """The largest power of two below a size."""
    return 1 << ((size - 1).bit_length() - 1)


def tree_root(hashes):
    if len(hashes) == 1:
        return hashes[0]
    at = split(len(hashes))
    return digest(b"\x01" + tree_root(hashes[:at]) + tree_root(hashes[at:]))


def inclusion(index, hashes):
    if len(hashes) == 1:
        return []
    at = split(len(hashes))
    if index < at:
        return [*inclusion(index, hashes[:at]), tree_root(hashes[at:])]
    return [*inclusion(index - at, hashes[at:]), tree_root(hashes[:at])]


def cover(hashes, start, end):
    """The roots of the maximal complete subtrees of [start, end), left to right."""
    nodes = []
    while start < end:
        width = 1
        while start % (2 * width) == 0 and start + 2 * width <= end:
            width *= 2
        nodes.append(tree_root(hashes[start : start + width]))
        start += width
    return nodes


def tile_path(number, width=256):
    digits = f"{number:03}" if number < 1000 else f"x{number // 1000:03}/{number % 1000:03}"
    return digits + (f".p/{width}" if width < 256 else "")


# ---- parties and their documents ----
@dataclass
class Party:
    code: str
    seed: str = "stranger"
    changed: dict = field(default_factory=dict)  # number of a roster: what differs from the one before
    enrolled: dict = field(default_factory=dict)  # number of a roster: names of the key sets that are new in it

    def key(self, use):
        return SigningKey(digest(f"{self.seed}/{self.code}/{use}".encode()))

    def public(self, use):
        return bytes(self.key(use).verify_key)

    @property
    def root(self):
        return self.public("root")

    @property
    def fingerprint(self):
        return fingerprint(self.root)

    @property
    def id(self):
        return digest(self.root)

    @property
    def key_set(self):
        return self.named("")

    def named(self, name):
        return {"log": self.public("log" + name), "mirror": self.public("mirror" + name)}

    @property
    def newest(self):
        return max(self.changed, default=1)

    def key_sets(self):
        return cbor2.loads(self.roster_document(self.newest))["key_sets"]

    def roster_document(self, number=1, /, **changes):
        document = {
            "v": 1,
            "code": self.code,
            "root": self.root,
            "number": number,
            "names": {"en": f"Party {self.code}"},
            "key_sets": [self.key_set],
            "spares": [digest(b"watchline/key-set/v1\0" + encode(self.named(name))) for name in ("spare", "spare2")],
            "tls": [],
        }
        if number > 1:
            document["prev"] = self.roster_hash(number - 1)
        for at in sorted(self.changed):
            document.update(self.changed[at] if at <= number else {})
        document.update(changes)
        return encode(document)

    def roster_hash(self, number=1):
        return digest(b"watchline/roster/v1\0" + self.roster_document(number))

    def roster(self, number=1, /, **changes):
        document = self.roster_document(number, **changes)
        new = self.enrolled.get(number, [""] if number == 1 else [])
        possession = [self.possession(use + name, document) for name in new for use in ("log", "mirror")]
        return encode(
            [document, self.key("root").sign(b"watchline/roster/v1\0" + document).signature, sorted(possession)]
        )

    def possession(self, use, document):
        return [self.public(use), self.key(use).sign(b"watchline/possession/v1\0" + document).signature]


def charter_document(parties, /, **changes):
    document = {
        "v": 1,
        "nonce": digest(b"nonce"),
        "parties": [
            {"code": p.code, "root": p.root, "names": {"en": p.code}, "roster": [1, p.roster_hash(1)]} for p in parties
        ],
        "posts": ["watch"],
        "circuits": [{"name": "first", "carrier": "direct"}],
        "calendar": [{"minute": 360, "circuit": "first"}],
        "windows": {"answer_s": 900, "initiative_s": 300, "held_s": 60},
        "precedence": {"Z": 120, "O": 600, "P": 3600, "R": 21600},
        "receipt_kinds": ["line_test", "message"],
        "clock_ms": 10_000,
    }
    document.update(changes)
    return encode({name: value for name, value in document.items() if value is not None})


@dataclass
class Log:
    """One party's log of an epoch, under the keys of a name; hostile on request, since every field of a leaf can be overridden."""

    party: Party
    line: "Line"
    leaves: list = field(default_factory=list)
    bodies: list = field(default_factory=list)
    epoch: int = 1
    keys: str = ""

    @property
    def origin(self):
        return f"{self.line.prefix}{self.party.code}/{self.epoch}"

    @property
    def hashes(self):
        return [leaf_hash(leaf) for leaf in self.leaves]

    def head(self, size=None):
        size = len(self.leaves) if size is None else size
        return size, tree_root(self.hashes[:size])

    def say(self, kind, body, /, *, refs=(), **changes):
        body = encode(body) if isinstance(body, dict) else body
        salt = digest(f"salt {self.origin} {len(self.leaves)}".encode())
        committed = b"watchline/body/v1\0" + self.line.id + self.party.id + salt + body
        leaf = {
            "v": 1,
            "line": self.line.id,
            "charter": self.line.id,
            "author": self.party.code,
            "epoch": self.epoch,
            "index": len(self.leaves),
            "t": FOUNDED_AT + 1000 * len(self.leaves),
            "kind": kind,
            "post": "watch",
            "draft": digest(salt)[:16],
            "seen": self.line.seen_by(self.party.code),
            "refs": [list(ref) for ref in refs],
            "body_hash": digest(committed),
            "body_class": 1 << max(len(body) - 1, 0).bit_length(),
        }
        leaf.update(changes)
        self.add(encode(leaf), salt, body)
        return self.ref(len(self.leaves) - 1)

    def add(self, leaf, salt=bytes(32), body=b""):
        self.leaves.append(leaf)
        self.bodies.append((salt, body))

    def ref(self, index):
        return [self.party.code, self.epoch, index, leaf_hash(self.leaves[index])]

    def text(self, size=None, root=None):
        size, own = self.head(size)
        return f"{self.origin}\n{size}\n{base64_of(root or own)}\n"

    def note(self, size=None, root=None, mirrors=None, at=1_795_000_100, signer=None, witnesses=()):
        """The signed checkpoint, with the cosignature line of every other party (or of `mirrors`), and of witnesses."""
        text = self.text(size, root)
        mirrors = [p for p in self.line.parties if p.code != self.party.code] if mirrors is None else mirrors
        signature = (signer or self.party.key("log" + self.keys)).sign(text.encode()).signature
        lines = [signature_line(self.origin, 1, self.party.public("log" + self.keys), signature)]
        lines += [cosignature_line(self.line, mirror, text, at) for mirror in mirrors]
        lines += [witness_line(self.line, key, text, at) for key in witnesses]
        return (text + "\n" + "".join(lines)).encode()


def signature_line(name, kind, public, signature):
    key_id = digest(name.encode() + b"\n" + bytes([kind]) + public)[:4]
    return f"\u2014 {name} {base64_of(key_id + signature)}\n"


def cosignature_line(line, mirror, text, at, epoch=None, keys=None):
    own = line.logs[mirror.code]
    name = f"{line.prefix}{mirror.code}/{epoch or own.epoch}/mirror"
    use = "mirror" + (own.keys if keys is None else keys)
    signature = mirror.key(use).sign(f"cosignature/v1\ntime {at}\n{text}".encode()).signature
    return signature_line(name, 4, mirror.public(use), at.to_bytes(8, "big") + signature)


def witness_line(line, key, text, at, name=None, signer=None):
    """A hash-only witness's statement: its name holds its key; no roster lists it."""
    public = bytes(key.verify_key)
    signature = (signer or key).sign(f"cosignature/v1\ntime {at}\n{text}".encode()).signature
    return signature_line(name or f"{line.prefix}witness/{public.hex()}", 4, public, at.to_bytes(8, "big") + signature)


@dataclass
class Line:
    codes: tuple = ("XAA", "XBB")
    demo: bool = False

    def __post_init__(self):
        self.parties = [Party(code) for code in self.codes]
        self.charter = charter_document(self.parties, demo=1 if self.demo else None)
        self.id = digest(b"watchline/charter/v1\0" + self.charter)
        self.prefix = f"{self.id.hex()}.watchline{'-demo' if self.demo else ''}/"
        self.signatures = [
            [p.code, p.key("root").sign(b"watchline/charter/v1\0" + self.id).signature] for p in self.parties
        ]
        self.signed_charter = encode([self.charter, self.signatures])
        self.logs = {p.code: Log(p, self) for p in self.parties}
        self.former = []  # logs of earlier epochs
        self.held = {}  # (by, code): size cosigned, of which log

    @property
    def roots(self):
        return {p.fingerprint for p in self.parties}

    def seen_by(self, code):
        heads = [(p.code, *self.held.get((code, p.code), (0, None))) for p in self.parties if p.code != code]
        return [[other, log.epoch, size, log.head(size)[1]] for other, size, log in heads if size]

    def mirror(self):
        """Every party cosigns every other log as it is."""
        for by in self.codes:
            for code in self.codes:
                if by != code and self.logs[code].leaves:
                    self.held[by, code] = len(self.logs[code].leaves), self.logs[code]

    def found(self):
        for party in self.parties:
            log = self.logs[party.code]
            rosters = [[p.code, 1, p.roster_hash(1)] for p in self.parties]
            log.say("epoch_open", {"reason": "founding", "key_set": party.key_set, "rosters": rosters})
            log.say("charter", {"charter": self.charter, "signatures": self.signatures})
        self.mirror()
        for party in self.parties:
            for other in self.parties:
                if other is not party:
                    body = {"code": other.code, "epoch": 1, "key_set": digest(encode(other.key_set)), "means": "files"}
                    body["roster"] = [1, other.roster_hash(1)]
                    self.logs[party.code].say("epoch_seen", body, refs=[self.logs[other.code].ref(0)])
        self.mirror()
        return self

    def rotate(self, code, name="2", /, *, after=(), **opening):
        """End a party's log and open the next; `after` is said after the end, `opening` changes what leaf 0 of the next says."""
        log, party = self.logs[code], self.logs[code].party
        party.enrolled[party.newest + 1] = [name]
        party.changed[party.newest + 1] = {"key_sets": [*party.key_sets(), party.named(name)]}
        log.say("epoch_close", {"roster": party.roster(party.newest), "key_set": party.named(name)})
        prev = [log.origin, *log.head()]
        self.mirror()
        for said in after:
            log.say("service_message", {"text": said, "language": "en"})
        return self.next_epoch(code, name, **{"reason": "rotation", "prev": prev} | opening)

    def restore(self, code, name="spare", **opening):
        """Open a party's next epoch under a spare."""
        self.mirror()
        log = self.logs[code]
        return self.next_epoch(code, name, **{"reason": "restore", "prev": [log.origin, *log.head()]} | opening)

    def revoke(self, code, stood, /, *, name="new", root=None, cosigned=None, word=True, of=None, **opening):
        """Take back a party's key set, standing by so many entries, and open the next epoch; the others say that they know."""
        log, party = of or self.logs[code], self.logs[code].party
        number, taken = party.newest + 1, party.named(log.keys)
        mirrored = {other: size for (by, other), (size, _) in self.held.items() if by == code}
        entry = {
            "key_set": taken,
            "heads": [[log.origin, stood, root or log.head(stood)[1]]] if stood else [],
            "cosigned": [[self.logs[other].origin, size] for other, size in mirrored.items()]
            if cosigned is None
            else cosigned,
        }
        party.enrolled[number] = [name]
        left = [key_set for key_set in party.key_sets() if key_set != taken]
        party.changed[number] = {"key_sets": [*left, party.named(name)], "revoked": [entry]}
        seen = {"code": code, "number": number, "hash": party.roster_hash(number)}
        for other in self.parties:
            if other.code != code and word:
                self.logs[other.code].say("roster_seen", seen)
        if of is not None:
            return self
        prev = [log.origin, stood, log.head(stood)[1]] if stood else None
        return self.next_epoch(code, name, **{"reason": "revocation", "prev": prev} | opening)

    def next_epoch(self, code, name, /, **opening):
        old = self.logs[code]
        self.former.append(old)
        self.logs[code] = new = Log(old.party, self, epoch=old.epoch + 1, keys=name)
        rosters = [[p.code, p.newest, p.roster_hash(p.newest)] for p in self.parties]
        body = {"key_set": old.party.named(name), "rosters": rosters} | opening
        new.say("epoch_open", {name: value for name, value in body.items() if value is not None})
        self.mirror()
        for party in self.parties:
            if party.code != code:
                seen = {"code": code, "epoch": new.epoch, "key_set": digest(b""), "means": "files"}
                seen["roster"] = rosters[self.codes.index(code)][1:]
                self.logs[party.code].say("epoch_seen", seen, refs=[new.ref(0)])
        self.mirror()
        return self

    def talk(self, entries):
        """Go on by turns until every log has so many entries: tests, answers, receipts, messages."""
        first = self.logs[self.codes[0]]
        while any(len(log.leaves) < entries for log in self.logs.values()):
            for code, log in self.logs.items():
                if len(log.leaves) >= entries:
                    continue
                turn = len(log.leaves) % 4
                other = first if log is not first else self.logs[self.codes[1]]
                newest = len(other.leaves) - 1
                if turn == 0:
                    log.say("line_test", {"circuit": "first"}, serial=len(log.leaves))
                elif turn == 1:
                    span = {"origin": other.origin, "from": newest, "to": newest + 1, "at": FOUNDED_AT}
                    log.say("receipt", span, post="node")
                elif turn == 2:
                    log.say("line_test_answered", {"answered_by": "watch", "quality": 5}, refs=[other.ref(newest)])
                else:
                    text = f"{code} says {len(log.leaves)}"
                    body = {"precedence": "R", "to": [], "dtg": FOUNDED_AT, "text": text, "language": "en"}
                    log.say("message", body, serial=len(log.leaves))
                self.mirror()
        return self

    # ---- what leaves the house ----
    def files(self):
        """The export bundle as {name: bytes}."""
        files = {"charters/1": self.signed_charter}
        for party in self.parties:
            for number in range(1, party.newest + 1):
                files[f"rosters/{party.code}-{number}"] = party.roster(number)
        for log in (*self.former, *self.logs.values()):
            files.update(log_files(log))
        return files

    def evidence(self, kind, *objects):
        rosters = [p.roster(1) for p in self.parties]
        item = {"v": 1, "class": kind, "line": self.id, "rosters": rosters, "charter": self.signed_charter}
        return encode({**item, "objects": list(objects)})

    def proof(self, code, index, *, body=True, after=None, **changes):
        log = self.logs[code]
        extra = {"v": 1, "leaf": log.leaves[index], "rosters": [p.roster(1) for p in self.parties]}
        extra["charters"] = [self.signed_charter]
        if body:
            extra["salt"], extra["body"] = log.bodies[index]
        if after:
            extra["after"] = after
        extra.update(changes)
        lines = ["c2sp.org/tlog-proof@v1", f"extra {base64_of(encode(extra))}", f"index {index}"]
        lines += [base64_of(node) for node in inclusion(index, log.hashes)]
        return ("\n".join(lines) + "\n\n").encode() + log.note()

    def after(self, code, index):
        seen = {head[0]: head[2] for head in cbor2.loads(self.logs[code].leaves[index])["seen"]}
        starts = [(log, index + 1 if other == code else seen.get(other, 0)) for other, log in self.logs.items()]
        return [[at, cover(log.hashes, 0, at), log.leaves[at:], log.note()] for log, at in starts]


def log_files(log):
    folder, size = f"logs/{log.party.code}-{log.epoch}/", len(log.leaves)
    files = {folder + "checkpoint": log.note()}
    row, level = log.hashes, 0
    while row:
        for first in range(0, len(row), 256):
            tile = row[first : first + 256]
            files[f"{folder}tile/{level}/{tile_path(first // 256, len(tile))}"] = b"".join(tile)
        row, level = [tree_root(row[at : at + 256]) for at in range(0, len(row) - 255, 256)], level + 1
    for first in range(0, size, 256):
        leaves = log.leaves[first : first + 256]
        name = f"{folder}tile/entries/{tile_path(first // 256, len(leaves))}"
        files[name] = b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves)
        bodies = [[first + at, *log.bodies[first + at]] for at in range(len(leaves))]
        files[f"{folder}bodies/{tile_path(first // 256)}"] = encode(bodies)
    return files


def write(files, folder):
    for name, data in files.items():
        path = Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return Path(folder)


def small():
    """Two parties, eight entries each: the export on which every byte is flipped."""
    return Line().found().talk(8)

"""Check a Watchline record without Watchline: one file, Python's standard library, nothing else.

    python3 verify.py PATH --root FINGERPRINT [--root FINGERPRINT ...] [--json]

PATH: an export bundle (a folder), a one-entry proof or an evidence file. FINGERPRINT: a party's root fingerprint, 30
digits, spaces optional, one for each party; it must have reached you by another way than PATH did. Exit 0: verified
and complete (evidence: confirmed); 3: rejected, incomplete or not checked; 2: usage; 1: own failure. Formats and order
of checks: docs/spec. Amendments, proofs of entries of later epochs and evidence of other classes than E1 and E2 are
named as not checked. Every file has a limit; every text from outside is printed with its escapes.
"""

# fmt: off
# ruff: noqa: E401, E701, I001, FBT001, FBT002, FURB161 (laid out by hand)
from __future__ import annotations
import argparse, base64, functools, hashlib, json, re, sys, time
from pathlib import Path
from types import SimpleNamespace as Note  # a checkpoint: see Check.read_note
from typing import Any

LEAF_MAX, BODY_MAX, NOTE_MAX, DOCUMENT_MAX, EVIDENCE_MAX, FILE_MAX = 4096, 32768, 16384, 65536, 1 << 20, 1 << 26
ITEMS_MAX, NESTING_MAX, LINES_MAX, WORDS_MAX = 1 << 21, 16, 32, 50  # CBOR items, depth; lines of a note, of a report
NUMBER, HASH, LINE = "([1-9][0-9]{0,15})", "([^ \n]{43}=)", "\u2014 ([^ +\n]+) ([^ \n]+)\n"
PROOF_HEAD = "c2sp.org/tlog-proof@v1\nextra (.+)\nindex (0|[1-9][0-9]{0,15})((?:\n.+){0,64})"
NOT_SHOWN = ["nothing beyond the heads named",
             "not that a second branch, a later entry elsewhere or a receipt does not exist",
             "not who sat at the post; not that anyone understood; not that what was said is true", "no absolute time"]
OPENING = ("epoch_open", "charter")  # the first two entries of an epoch 1, and of no other place
ONLY_ANSWER = ("message_read", "message_acknowledged", "line_test_answered")  # what they refer to stands all the same
Map = dict[str, Any]
# Shapes of CBOR values. A number n: n bytes; a range: an integer in it; a pattern: text that fits it; [x, n]: at most n
# times x; (x, y): just these two; {...}: a map with at least these fields ("?": may be absent; others are ignored).
COUNT, FROM_1, EPOCH, ONE, ANY = range(2**53 + 1), range(1, 2**53 + 1), range(1, 10**9), range(1, 2), 1 << 24
CODE, SHORT, WORD = re.compile("[A-Z0-9]{2,8}"), re.compile("(?s).{0,256}"), re.compile("(?s).{0,64}")
EPOCHS_MAX, ANY_VALUE, KEY_SET_LABEL, NUMBERED = 4096, object, b"watchline/key-set/v1\0", range(2**63)
KEY_SET: Map = {"log": 32, "mirror": 32}
REVOKED: Map = {"key_set": KEY_SET, "heads": [(SHORT, FROM_1, 32), 64], "cosigned": [(SHORT, FROM_1), 64]}
SIGNED_ROSTER, SIGNED_CHARTER = (bytes, 64, [(32, 64), 32]), (bytes, [(CODE, 64), 12])
ROSTER: Map = {"v": ONE, "code": CODE, "root": 32, "number": range(1, 2**31 + 1), "prev?": 32, "names": {},
               "key_sets": [KEY_SET, 16], "spares": [32, 64], "tls": [bytes, 16], "revoked?": [REVOKED, 16]}
PARTY: Map = {"code": CODE, "root": 32, "roster": (FROM_1, 32)}
CHARTER: Map = {"v": ONE, "nonce": 32, "demo?": ONE, "parties": [PARTY, 12]}
LEAF: Map = {"v": ONE, "line": 32, "charter": 32, "author": CODE, "epoch": EPOCH, "index": COUNT,
             "t": range(-2**53, 2**53 + 1), "kind": WORD, "post": WORD, "serial?": FROM_1, "draft": 16, "body_hash": 32,
             "seen": [(CODE, EPOCH, FROM_1, 32), 11], "refs": [(CODE, EPOCH, COUNT, 32), 16], "body_class": FROM_1,
             "auth?": 32}
KINDS: dict[str, Map] = {  # whose bodies the checks rest on; the form of the others is for those who read them
    "epoch_open": {"reason": SHORT, "key_set": {}, "rosters": [(SHORT, NUMBERED, 32), ANY],
                   "prev?": (SHORT, NUMBERED, 32), "missing?": [(NUMBERED, NUMBERED, 32), ANY]},
    "epoch_adopt": {"origin": SHORT, "size": NUMBERED, "root": 32}, "epoch_close": {"roster": bytes, "key_set": {}},
    "charter": {"charter": bytes, "signatures": [(SHORT, bytes), ANY]},
    "epoch_seen": {"code": SHORT, "epoch": NUMBERED, "key_set": 32, "roster": (NUMBERED, 32), "means": SHORT},
    "roster_seen": {"code": SHORT, "number": NUMBERED, "hash": 32},
    "receipt": {"origin": SHORT, "from": NUMBERED, "to": NUMBERED, "at": int, "circuit?": SHORT}}
OTHER_KINDS = {*"""line_test line_test_answered message message_read message_acknowledged correction call
    service_message call_read call_attempt call_accepted call_declined call_proposed call_postponed call_cancelled
    call_account readout readout_shared readout_published readout_corrected readout_supplemented
    confidentiality_proposed confidentiality_agreed confidentiality_not_agreed suspension resumption agreement_suspended
    agreement_resumed activity_notice notice_amended notice_active notice_ended notice_cancelled notice_read
    notice_objected notice_noted notice_told assessment""".split()}  # noqa: SIM905 - as a list it has two lines more
PROOF: Map = {"v": ONE, "leaf": bytes, "salt?": 32, "body?": bytes, "rosters": [bytes, 1024], "charters": [bytes, 1024],
              "after?": [(COUNT, [32, 64], [bytes, 1 << 20], bytes), 1024]}
EVIDENCE: Map = {"v": ONE, "class": str, "line": 32, "rosters": [bytes, 256], "charter": bytes, "objects": list}
OBJECTS: Map = {"E1": (bytes, bytes), "E2": (bytes, bytes, [32, 128], [32, 128])}

class EndedError(ValueError):
    """The checks end here: (reason, result)."""

def want(condition: object, reason: str, result: str = "REJECTED") -> None:
    """End the checks with this reason unless the condition holds."""
    if not condition: raise EndedError(reason, result)

def sha256(data: bytes) -> bytes:
    """Return the SHA-256 digest."""
    return hashlib.sha256(data).digest()

# ---- Ed25519 with the rules of docs/spec/encoding.md ----
PRIME, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
CURVE_D = -121665 * pow(121666, -1, PRIME) % PRIME
Point = tuple[int, int, int, int]  # X, Y, Z, T: the extended coordinates of RFC 8032
NEUTRAL: Point = (0, 1, 1, 0)

def add(p: Point, q: Point) -> Point:
    """Return p + q; the formula is complete, so it doubles as well (RFC 8032 5.1.4)."""
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % PRIME, (p[1] + p[0]) * (q[1] + q[0]) % PRIME
    c, d = 2 * CURVE_D * p[3] * q[3] % PRIME, 2 * p[2] * q[2] % PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME

def weighted_sum(a: int, p: Point, b: int = 0, q: Point = NEUTRAL) -> Point:
    """Return a*p + b*q, both scalars bit by bit from the top."""
    table, total = (NEUTRAL, p, q, add(p, q)), NEUTRAL
    for bit in range(max(a.bit_length(), b.bit_length()) - 1, -1, -1):
        total = add(add(total, total), table[(a >> bit & 1) + 2 * (b >> bit & 1)])
    return total

@functools.lru_cache(maxsize=256)
def key_point(key: bytes) -> Point | None:
    """Return the point of a key that may be enrolled: canonical, on the curve, of prime order. None for any other."""
    y = int.from_bytes(key, "little") & ((1 << 255) - 1)
    u, v = (y * y - 1) % PRIME, (CURVE_D * y * y + 1) % PRIME  # x squared is u / v
    x = u * pow(v, 3, PRIME) * pow(u * pow(v, 7, PRIME), (PRIME - 5) // 8, PRIME) % PRIME
    if (v * x * x - u) % PRIME: x = x * pow(2, (PRIME - 1) // 4, PRIME) % PRIME
    if y >= PRIME or (v * x * x - u) % PRIME or x == 0: return None  # x is 0 at two points, both of small order
    if x & 1 != key[31] >> 7: x = PRIME - x
    whole = weighted_sum(ORDER, (x, y, 1, x * y % PRIME))
    return (x, y, 1, x * y % PRIME) if whole[0] == 0 and whole[1] == whole[2] else None

BASE = key_point((4 * pow(5, -1, PRIME) % PRIME).to_bytes(32, "little")) or NEUTRAL

@functools.lru_cache(maxsize=256)
def signed(key: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether a valid key signed: S below the order, R compared by bytes, which must not be of small order."""
    point, s = key_point(key), int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= ORDER or point is None: return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    x, y, z, _ = weighted_sum(s, BASE, ORDER - h, point)  # in the prime-order group, as BASE and the key are
    x, y = x * pow(z, -1, PRIME) % PRIME, y * pow(z, -1, PRIME) % PRIME
    return x != 0 and (y | (x & 1) << 255).to_bytes(32, "little") == signature[:32]

# ---- Encoding and trees ----
def fits(value: Any, shape: Any) -> bool:
    """Tell whether a decoded value has a shape (see above)."""
    if isinstance(shape, type): return isinstance(value, shape)
    if isinstance(shape, int): return isinstance(value, bytes) and len(value) == shape
    if isinstance(shape, range): return isinstance(value, int) and value in shape
    if isinstance(shape, re.Pattern): return isinstance(value, str) and shape.fullmatch(value) is not None
    if isinstance(shape, dict):
        return isinstance(value, dict) and all(isinstance(name, str) for name in value) and all(
            fits(value[name.rstrip("?")], inner) if name.rstrip("?") in value else name[-1] == "?"
            for name, inner in shape.items())
    if not isinstance(value, list): return False
    if isinstance(shape, list): return len(value) <= shape[1] and all(fits(item, shape[0]) for item in value)
    return len(value) == len(shape) and all(map(fits, value, shape))

def form(where: str, data: bytes, shape: Any, required: bool = True) -> Any:
    """Return the value of deterministic CBOR (docs/spec/encoding.md) of a shape; else reject (not required: None)."""
    position = items = 0

    def item(depth: int) -> Any:
        nonlocal position, items
        items += 1
        want(position < len(data) and items <= ITEMS_MAX, "cut off, or too many items")
        major, number, position = data[position] >> 5, data[position] & 31, position + 1
        if number >= 24:
            width = 1 << (number - 24)
            number, position = int.from_bytes(data[position:position + width], "big"), position + width
            want(width <= 8 and number >= (24 if width == 1 else 1 << 4 * width), "indefinite, or not the shortest")
        if major < 2 and number < 1 << 63: return -1 - number if major else number
        if major in (2, 3) and position + number <= len(data):
            raw, position = data[position:position + number], position + number
            return raw if major == 2 else raw.decode("utf-8")
        want(major in (4, 5) and depth < NESTING_MAX, "cut off, beyond 64 bits, too deep or of a type not allowed")
        if major == 4: return [item(depth + 1) for _ in range(number)]
        fields, last = dict[Any, Any](), b""
        for _ in range(number):
            start, key = position, item(depth + 1)
            raw = data[start:position]
            want(raw > last and (raw[0] < 24 or 0x61 <= raw[0] <= 0x77), "keys repeated, out of order or not allowed")
            fields[key], last = item(depth + 1), raw
        return fields

    try: value = item(0)
    except ValueError: value = None
    good = value is not None and position == len(data) and fits(value, shape)
    want(good or not required, f"{where}: not deterministic CBOR, or a field is missing or of another form")
    return value if good else None

def base64_bytes(where: str, text: str) -> bytes:
    """Return the bytes of strict base64; anything else is rejected."""
    try: raw = base64.b64decode(text, validate=True)
    except ValueError: raw = b""
    want(raw and base64.b64encode(raw).decode() == text, f"{where}: not strict base64")
    return raw

def encoded_key_set(key_set: dict[str, bytes]) -> bytes:
    """Return the CBOR of a key set, whose hash lists it as a spare."""
    return b"\xa2\x63log\x58\x20" + key_set["log"] + b"\x66mirror\x58\x20" + key_set["mirror"]

class Tree:
    """An RFC 6962 tree that only grows: its complete subtrees, the rows of its tiles, its root at each size so far."""

    def __init__(self) -> None:
        self.nodes, self.size, self.rows, self.roots = list[bytes](), 0, [bytearray() for _ in range(9)], {0: b""}

    def push(self, node: bytes, height: int = 0) -> None:
        """Append a leaf hash, or the root of a complete subtree at a place where one can stand."""
        size, self.size = self.size >> height, self.size + (1 << height)
        while True:
            if height % 8 == 0: self.rows[height // 8] += node
            if not size & 1: break
            node, size, height = sha256(b"\1" + self.nodes.pop() + node), size >> 1, height + 1
        self.nodes.append(node)
        self.roots[self.size] = functools.reduce(lambda right, left: sha256(b"\1" + left + right), reversed(self.nodes))

    def extend(self, nodes: list[bytes], size: int) -> None:
        """Append the maximal complete subtrees up to a size, left to right."""
        for node in nodes:
            height = min((self.size & -self.size).bit_length() or 99, (size - self.size).bit_length()) - 1
            want(height >= 0 and size > self.size, f"more nodes than cover {size} leaves")
            self.push(node, height)
        want(self.size == size, f"nodes that do not cover {size} leaves")

def root_by_path(index: int, size: int, node: bytes, path: list[bytes]) -> bytes:
    """Return the root that an inclusion proof leads to (RFC 9162 2.1.3.2)."""
    inner = (index ^ (size - 1)).bit_length()
    want(0 <= index < size and len(path) == inner + bin(index >> inner).count("1"), "a path not of this index and size")
    for height, sibling in enumerate(path):
        node = sha256(b"\1" + (sibling + node if height >= inner or index >> height & 1 else node + sibling))
    return node

def tile_name(number: int, width: int = 256, mark: str = "") -> str:
    """Return the last part of a tile's name as in C2SP tlog-tiles: 007, x001/234, with .p/W if not full."""
    above = tile_name(number // 1000, 256, "x") + "/" if number >= 1000 else ""
    return f"{above}{mark}{number % 1000:03}" + (f".p/{width}" if width < 256 else "")

# ---- The checks ----
class Check:
    """One line: what is known of it, what is missing, and what is not checked."""

    def __init__(self, roots: set[str], top: Path, *files: str) -> None:
        self.roots, self.top, self.files, self.unread = roots, top, set(files), set[str]()
        self.missing, self.not_checked, self.documents = list[str](), list[str](), ""  # the last: rosters, in hex
        self.rosters: dict[str, list[Map]] = {}  # by code, number 1 first
        self.key_sets: dict[str, list[Map]] = {}  # by code: all that its rosters list
        self.sets: dict[tuple[str, int], Map] = {}  # by code and epoch: those that signed the logs here
        self.trees: dict[tuple[str, int], Tree] = {}  # by code and epoch: the logs that are here in full
        self.ended = dict[tuple[str, int], int]()  # size up to which a log counts, by its own last entry
        self.taken = dict[bytes, tuple[int, Map]]()  # by key: the roster's number and entry that revokes it
        self.listed = dict[str, dict[tuple[str, int], int]]()  # by code: the size last seen of each log
        self.words = dict[tuple[str, str, int], tuple[int, int, dict[tuple[str, int], int]]]()  # before roster_seen
        self.stands = dict[tuple[str, int], int]()  # by prev and epoch_adopt in a later log of its party
        self.claims: dict[Any, str] = {}  # (what, code, epoch, number, hash or None), by which entry it is named
        self.found: Map = {"parties": [], "line": None, "demo": False, "heads": []}

    def read(self, name: str, limit: int = DOCUMENT_MAX) -> bytes | None:
        """Return the bytes of a file, None if it is not in the bundle; one larger than its kind may be is rejected."""
        self.unread.discard(name)
        if name not in self.files: return None
        with (self.top / name).open("rb") as file: data = file.read(limit + 1)
        want(len(data) <= limit, f"{name!a}: larger than {limit} bytes")
        return data

    def pick(self, pattern: str, limit: int = DOCUMENT_MAX) -> list[tuple[str, bytes]]:
        """Return the files whose names fit a pattern, shorter names first."""
        names = sorted((name for name in self.files if re.fullmatch(pattern, name)), key=lambda name: (len(name), name))
        return [(name, self.read(name, limit) or b"") for name in names]

    def take_charter(self, charters: list[bytes]) -> None:
        """Check the founding charter: its roots are those given, each signed it."""
        want(charters, "the founding charter", "incomplete")
        self.charter, self.signatures = form("founding charter", charters[0], SIGNED_CHARTER)
        charter = form("founding charter", self.charter, CHARTER)
        self.parties = {party["code"]: party["root"] for party in charter["parties"]}
        self.named_rosters = [(party["code"], *party["roster"]) for party in charter["parties"]]
        here = {f"{int.from_bytes(sha256(root), 'big') % 10**30:030}": code for code, root in self.parties.items()}
        absent = [f"a root fingerprint for {here[n]!a}, whose root has {n}" for n in here if n not in self.roots]
        strange = [f"the root fingerprint {given} is of no party here" for given in sorted(self.roots - set(here))]
        want(not strange, "; not given: ".join(strange + absent))
        self.missing += absent
        self.line = sha256(b"watchline/charter/v1\0" + self.charter)
        good = 2 <= len(charter["parties"]) == len(self.parties) == len(here) and not {"line", "prev"} & set(charter)
        want(good, "founding charter: not one, or not 2 to 12 different parties")
        good = [code for code, _ in self.signatures] == [*self.parties] and all(
            signed(self.parties[code], b"watchline/charter/v1\0" + self.line, by) for code, by in self.signatures)
        want(good, "founding charter: not signed by each party, in their order")
        self.prefix = re.escape(f"{self.line.hex()}.watchline{'-demo' if 'demo' in charter else ''}/")  # of all names
        self.found.update(parties=[*self.parties], line=self.line.hex(), demo="demo" in charter)
        self.not_checked += ["amendments of the charter"] * (len(charters) > 1)

    def take_rosters(self, files: list[tuple[str, bytes]], alone: bool = False) -> None:
        """Check signed rosters: number, chain (of evidence: each alone), root signature, possession of new keys."""
        for where, data in files:
            document, by_root, possession = form(where, data, SIGNED_ROSTER)
            roster = form(where, document, ROSTER)
            code, number, chain = roster["code"], roster["number"], self.rosters.setdefault(roster["code"], [])
            gap = not alone and number > len(chain) + 1
            before = [] if alone or gap else chain
            old = [key_set for earlier in before for key_set in earlier["key_sets"]]
            known = [roster["root"], *{key_set[use] for key_set in old for use in KEY_SET}]
            keys = sorted(key_set[use] for key_set in roster["key_sets"] if key_set not in old for use in KEY_SET)
            proved = [key for key, _ in possession]
            good = where in ("a roster", f"rosters/{code}-{number}")
            good = good and all(fits(text, SHORT) for text in roster["names"].values())
            want(good, f"{where}: this is roster {number} of {code}, or a name in it is no text")
            good = roster["root"] == self.parties.get(code)
            good = good and signed(roster["root"], b"watchline/roster/v1\0" + document, by_root)
            want(good, f"{where}: not signed by the root of a party of the charter")
            good = (number > 1) == ("prev" in roster) and (alone or gap or number == len(chain) + 1)
            good = good and (not before or roster["prev"] == before[-1]["hash"])
            want(good, f"{where}: not the successor of the one before")
            circuits = [certificate for each in (*before, roster) for certificate in each["tls"]]
            good = roster["key_sets"] and len({*known, *keys}) == len(known) + len(keys)
            good = good and not any(key in certificate for key in (*known, *keys) for certificate in circuits)
            want(good, f"{where}: no keys, or a key for two uses")
            good = proved == (keys if before or number == 1 else sorted({*proved} & {*keys}))
            good = good and all(signed(key, b"watchline/possession/v1\0" + document, by) for key, by in possession)
            want(good, f"{where}: possession, by just its new keys")
            taken = [item for each in (*before, roster) for item in each.get("revoked", [])]
            used = {key_set["log"] for key_set in roster["key_sets"]}
            good = not used & {item["key_set"]["log"] for item in taken}
            for item in roster.get("revoked", []):
                names, pair = [[name for name, *_ in item[at]] for at in ("heads", "cosigned")], item["key_set"]
                good = good and all(map(key_point, (pair["log"], pair["mirror"]))) and pair["log"] != pair["mirror"]
                good = good and all(len({*each}) == len(each) for each in names)
            logs = [item["key_set"]["log"] for item in roster.get("revoked", [])]
            want(good and len({*logs}) == len(logs), f"{where}: it lists what was revoked, or revokes twice")
            self.documents += document.hex()
            if gap: self.missing.append(f"the roster before roster {number} of {code}, which is not used without it")
            else: chain.append({**roster, "hash": sha256(b"watchline/roster/v1\0" + document)})
        for code, chain in self.rosters.items():
            self.key_sets[code] = [key_set for roster in chain for key_set in roster["key_sets"]]
            for number, item in [(each["number"], item) for each in chain for item in each.get("revoked", [])]:
                for use in KEY_SET: self.taken.setdefault(item["key_set"][use], (number, item))
        for code, number, digest in self.named_rosters * (not alone):
            here = self.here("roster", code, 0, number)
            want(here in (None, digest), f"roster {number} of {code}: the charter names another of this number")
            self.missing += [f"roster {number} of {code}, named by the charter"] * (here is None)

    def here(self, what: str, code: str, epoch: int, number: int) -> bytes | None:
        """Return the hash of a roster, of the entry at an index, or of a log at a size; None if it is not here."""
        chain, tree = self.rosters.get(code, []), self.trees.get((code, epoch))
        if what == "roster": return chain[number - 1]["hash"] if 0 < number <= len(chain) else None
        if tree is None: return None
        found = tree.roots.get(number) if what == "size" else bytes(tree.rows[0][32 * number:32 * number + 32])
        return found or None

    def read_note(self, where: str, data: bytes) -> Note:
        """Return the parts of a checkpoint of this line; its signature lines are checked apart."""
        text = data.decode("utf-8", "replace")
        origin = f"({self.prefix}([A-Z0-9]+)/([1-9][0-9]{{0,8}}))"
        match: Any = re.fullmatch(f"{origin}\n{NUMBER}\n{HASH}\n\n(?:{LINE})+", text)
        want(match and match[2] in self.parties and len(data) <= NOTE_MAX and text.count("\n") <= 4 + LINES_MAX,
             f"{where}: not a head of this line")
        lines = [(name, base64_bytes(where, encoded)) for name, encoded in re.findall(LINE, text)]
        want(all(name.isprintable() and len(raw) > 4 for name, raw in lines), f"{where}: not a signature line")
        return Note(where=where, text=data[:data.index(b"\n\n") + 1], lines=lines, origin=match[1], code=match[2],
                    epoch=int(match[3]), size=int(match[4]), root=base64_bytes(where, match[5]), key_set=None)

    def signers(self, note: Note) -> list[tuple[str, str, bytes, int]]:
        """Check each signature line by the keys known for its name; return (use, code, key, seconds) of the valid."""
        found = []
        for name, raw in note.lines:
            other = re.fullmatch(self.prefix + "(?:([A-Z0-9]+)/([1-9][0-9]{0,8})/mirror|witness/([0-9a-f]{64}))", name)
            use, code, start = ("mirror", other[1] or other[3], 12) if other else ("log", note.code, 4)
            log = (code, int(other[2] or 0) if other else note.epoch)
            seconds = int.from_bytes(raw[4:start], "big")
            message = (b"cosignature/v1\ntime %d\n" % seconds if other else b"") + note.text
            sets = [known for known in self.key_sets.get(code, []) if known not in self.sets.values()]
            sets = [self.sets[log]] if log in self.sets else sets
            sets = sets if (code != note.code if other else name == note.origin) else []
            if other and other[3]: use, sets = "key", [{"key": bytes.fromhex(code)}] * (code not in self.documents)
            tag = name.encode() + (b"\n\4" if other else b"\n\1")
            keys = [key_set[use] for key_set in sets if sha256(tag + key_set[use])[:4] == raw[:4]]
            good = [key for key in keys if signed(key, message, raw[start:]) and seconds < 1 << 63]
            want(good or not keys, f"{note.where}: the signature of {name!a} does not verify")
            if good: found.append((use, code, good[0], seconds))
            else: self.not_checked.append(f"{note.where}: a signature line of {name!a}, of no key listed here for it")
        return found

    def read_head(self, where: str, data: bytes, folder: str = "", size: int = 0) -> Any:
        """Return a checkpoint with the key set that signed it: of its log, listed, or a spare that leaf 0 shows."""
        note = self.read_note(where, data)
        log, here, spare = (note.code, note.epoch), f"logs/{note.code}-{note.epoch}", None
        want(folder in ("", here) and size in (0, note.size), f"{where}: the head of {note.origin} at {note.size}")
        for key_set in [self.sets[log]] if log in self.sets else self.key_sets[note.code]:
            if self.signed_by(note, key_set): note.key_set = key_set
        used = [key_set for (code, epoch), key_set in self.sets.items() if code == note.code and epoch != note.epoch]
        if folder and note.epoch > 1 and log not in self.sets and not note.key_set:
            spare = self.shown_key_set(note, here)
            if not spare:
                self.missing.append(f"entry 0 of {here} with its body, which shows its key set")
                return None
            spent = [sha256(KEY_SET_LABEL + encoded_key_set(key_set)) for key_set in used]
            for spares in [roster["spares"] for roster in self.rosters[note.code]]:
                left = spares[1 + max((at for at, one in enumerate(spares) if one in spent), default=-1):]
                listed = sha256(KEY_SET_LABEL + encoded_key_set(spare)) in left
                if listed and self.signed_by(note, spare): note.key_set = spare
        want(note.key_set and note.key_set not in used, f"{where}: no key that may speak for this log signed it")
        self.sets[log] = note.key_set
        return note

    def signed_by(self, note: Note, key_set: Map) -> bool:
        """Tell whether the log key of a key set signed a checkpoint."""
        start = sha256(note.origin.encode() + b"\n\1" + key_set["log"])[:4]
        return any(name == note.origin and raw[:4] == start and signed(key_set["log"], note.text, raw[4:])
                   for name, raw in note.lines)

    def shown_key_set(self, note: Note, folder: str) -> Map | None:
        """Return the key set that leaf 0 of a log shows."""
        data = self.read(f"{folder}/tile/entries/{tile_name(0, min(note.size, 256))}", 256 * (LEAF_MAX + 2)) or b""
        bodies = self.read(f"{folder}/bodies/000", 256 * (BODY_MAX + 64)) or b"\x80"
        first = form(folder, bodies, [(int, 32, bytes), 256])[:1]
        leaf = form("", data[2:2 + int.from_bytes(data[:2], "big")], LEAF, required=False)
        if not leaf or not first or first[0][0] or leaf["kind"] != "epoch_open": return None
        opened = form("", first[0][2], {**KINDS["epoch_open"], "key_set": KEY_SET}, required=False)
        if not opened or self.commitment(note.code, first[0][1:]) != leaf["body_hash"]: return None
        keys = {use: opened["key_set"][use] for use in KEY_SET}
        return keys if all(map(key_point, keys.values())) and keys["log"] != keys["mirror"] else None

    def commitment(self, code: str, body: list[bytes]) -> bytes:
        """Return the hash that a leaf of a party names for a body with its salt."""
        return sha256(b"watchline/body/v1\0" + self.line + sha256(self.parties[code]) + b"".join(body))

    def check_holders(self, newest: Note, *older: Note) -> None:
        """Check who cosigned heads of a log: all that counts by every other party, each older one by somebody."""
        log, most, until = (newest.code, newest.epoch), dict[str, int](), self.check_revoked(newest)
        closed = log in self.ended or any(code == log[0] and epoch > log[1] for code, epoch in self.sets)
        if until is None: until = self.ended.get(log, self.stands.get(log, 0)) if closed else newest.size
        until = min(newest.size, until)
        for note in (newest, *older):
            by = {(use, code): seconds for use, code, key, seconds in sorted(self.signers(note)) if use != "log"
                  and (key not in self.taken or note.size <= dict(self.taken[key][1]["cosigned"]).get(note.origin, 0))}
            words = f"up to size {note.size} of {note.origin}, root {base64.b64encode(note.root).decode()}"
            for (use, code), seconds in by.items():
                when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(min(seconds, 253402300799)))
                number = int.from_bytes(sha256(bytes.fromhex(code * (use == "key"))), "big") % 10**30
                if use == "mirror": words += f"; {code} stated at {when} ({code}'s clock) that it held no larger one"
                else: words += f"; consistent, stated by witness {number:030} at {when} (its clock)"
            self.found["heads"].append(words)
            most.update({code: max(note.size, most.get(code, 0)) for use, code in by if use == "mirror"})
            if not by and note is not newest: self.missing.append(f"a cosignature in {note.where}")
        absent = [code for code in self.parties if code != newest.code and most.get(code, 0) < until]
        self.missing += [f"the cosignature of {code} over {newest.code} at {until}" for code in absent]
        if newest.size > (end := until if log in self.ended else max(until, *most.values(), 0)):
            self.found["heads"].append(f"late from a closed epoch: entries from {end} on of {newest.origin}")

    def check_revoked(self, note: Note) -> int | None:
        """Say what became of the entries of a log whose key set was taken back; return how many of them stand."""
        number, taken = self.taken.get(note.key_set["log"], (0, {}))
        if not taken: return None
        _, size, root = next((head for head in taken["heads"] if head[0] == note.origin), ("", 0, b""))
        if size: self.claims.setdefault(("size", note.code, note.epoch, size, root), f"roster {number} of {note.code}")
        covered = [size]
        for code in [code for code in self.parties if code != note.code]:
            words = [word for key, word in self.words.items() if key[:2] == (code, note.code) and key[2] >= number]
            listed = min(words, key=lambda word: word[:2])[2] if words else self.listed.get(code, {})
            covered.append(listed.get((note.code, note.epoch), 0))
        self.found["heads"].append(f"{note.origin}: its key set was taken back; entries below {size} stand, then those"
                                   f" below {max(covered)} are disowned, all after them void")
        return int(size)

    def check_entry(self, note: Note, index: int, raw: bytes, body: list[bytes]) -> Map:
        """Check a leaf and its body ([salt, body], if disclosed); note labels and what it names. Return its fields."""
        log, fields = (note.code, note.epoch), None
        where = f"entry {index} of {note.code}" + f"-{note.epoch}" * (note.epoch > 1)
        leaf: Map = form("", raw, LEAF, required=False) or {}
        kind = leaf.get("kind")
        if not leaf:
            want(not body, f"{where}: a body that its leaf does not name")
            refs = (form("", raw, {"refs": list}, required=False) or {"refs": []})["refs"]
            self.not_checked.append(f"{where}: {'bad_refs' if len(refs) > 16 else 'not_canonical'}")
            return {}
        placed = [leaf[name] for name in ("line", "author", "epoch", "index")] == [self.line, *log, index]
        labels = {"misplaced": not placed, "foreign_charter": leaf["charter"] != self.line,
                  f"unknown_kind {kind!a}": kind not in {*KINDS, *OTHER_KINDS},
                  "bad_opening": kind == "epoch_adopt" or (*OPENING, kind).index(kind) != min(index, 2)}
        if note.epoch > 1: labels["bad_opening"] = kind == "charter" or (kind == "epoch_open") != (index == 0)
        if body:
            good = self.commitment(note.code, body) == leaf["body_hash"] and len(body[1]) <= BODY_MAX
            want(good, f"{where}: not the body that its leaf names")
            labels["bad_class"] = leaf["body_class"] != 1 << max(len(body[1]) - 1, 0).bit_length()
            if placed and kind in KINDS:
                fields = form("", body[1] or b"\xa0", KINDS[kind], required=False)
                labels["bad_body"] = fields is None
        else: self.missing.append(f"the body of {where}")
        if fields and kind in OPENING:
            named = [fields.get("key_set"), [code for code, *_ in fields.get("rosters", [])], leaf["seen"]]
            named = named if kind == "epoch_open" else [fields["charter"], fields["signatures"]]
            wanted = [note.key_set, [*self.parties], []] if kind == "epoch_open" else [self.charter, self.signatures]
            if note.epoch > 1: named, wanted = named[:2], wanted[:2]
            labels["bad_opening"] |= named != wanted or (note.epoch == 1 and ("prev" in fields or "missing" in fields))
        stood, epoch = list[Any](), 0  # the head of an earlier log of its party by which it stands
        if fields and kind in ("epoch_open", "epoch_adopt"):
            names = ("origin", "size", "root")
            stood = fields.get("prev", []) if kind == "epoch_open" else [fields[name] for name in names]
            own = re.fullmatch(f"{self.prefix}{note.code}/([1-9][0-9]{{0,8}})", stood[0]) if stood else None
            epoch = int(own[1]) if own and int(own[1]) < note.epoch else 0
            labels["bad_opening"] |= bool(stood) and not epoch
        if fields and kind == "epoch_close" and placed and log not in self.ended:
            self.ended[log] = index + 1
            outer = form("", fields["roster"], [ANY_VALUE, 3], required=False)
            good = outer and isinstance(outer[0], bytes)
            labels["bad_closing"] = not good
            listed = [roster["hash"] for roster in self.rosters[note.code]]
            if good and sha256(b"watchline/roster/v1\0" + outer[0]) not in listed:
                self.missing.append(f"the roster with which {where} ends its log")
        self.not_checked += [f"{where}: {label}" for label in labels if labels[label]]
        if not placed: return {}
        if fields and kind == "roster_seen":
            word = (note.epoch, index, self.listed.get(note.code, {}).copy())
            self.words.setdefault((note.code, fields["code"], fields["number"]), word)
        self.listed.setdefault(note.code, {}).update({(code, ep): size for code, ep, size, _ in leaf["seen"]})
        claims = [("size", *seen) for seen in leaf["seen"]] + [("entry", *ref) for ref in leaf["refs"]]
        if fields and not labels["bad_opening"]:
            claims += [("roster", code, 0, *rest) for code, *rest in fields.get("rosters", [])]
            if epoch:
                claims.append(("size", note.code, epoch, *stood[1:]))
                self.stands[note.code, epoch] = max(stood[1], self.stands.get((note.code, epoch), 0))
            if kind == "roster_seen": claims.append(("roster", fields["code"], 0, fields["number"], fields["hash"]))
            if kind == "epoch_seen": claims += [("roster", fields["code"], 0, *fields["roster"]),
                                                ("size", fields["code"], fields["epoch"], 1, None)]
            if kind == "receipt":
                origin = re.fullmatch(f"{self.prefix}([A-Z0-9]+)/{NUMBER}", fields["origin"])
                code, epoch = (origin[1], int(origin[2])) if origin else (fields["origin"], 0)
                claims.append(("size", code, epoch, fields["to"], None))
        for claim in claims: self.claims.setdefault(tuple(claim), where)
        return leaf

    def check_log(self, newest: Note, *older: Note) -> None:
        """Check the entries and bodies of a log; recompute the roots and the hash tiles from them."""
        size, folder, tree = newest.size, f"logs/{newest.code}-{newest.epoch}", Tree()
        for first in range(0, size, 256):
            end, name = min(first + 256, size), f"{folder}/bodies/{tile_name(first // 256)}"
            entries, at = f"{folder}/tile/entries/{tile_name(first // 256, end - first)}", 0
            data = self.read(entries, 256 * (LEAF_MAX + 2))
            if data is None:
                self.missing.append(f"{entries}: the entries of {newest.code} from {first} on")
                return
            listed = form(name, self.read(name, 256 * (BODY_MAX + 64)) or b"\x80", [(int, 32, bytes), 256])
            bodies = {index: rest for index, *rest in listed if first <= index < end}
            want([item[0] for item in listed] == sorted(bodies), f"{name}: out of order, or of other entries")
            for index in range(first, end):
                start, at = at + 2, at + 2 + int.from_bytes(data[at:at + 2], "big")
                want(start <= at <= len(data) and at - start <= LEAF_MAX, f"entry {index}: cut off, or above the limit")
                tree.push(sha256(b"\0" + data[start:at]))
                self.check_entry(newest, index, data[start:at], bodies.get(index, []))
            want(at == len(data), f"{entries}: bytes after its last leaf")
        for note in (newest, *older):
            good = note.size > size or tree.roots[note.size] == note.root
            want(good, f"{note.where}: the entries do not have the root that is signed")
            self.claims[("size", note.code, note.epoch, note.size, note.root)] = note.where
        for level, row in enumerate(tree.rows):
            for first in range(0, len(row), 8192):
                tile = row[first:first + 8192]
                name = f"{folder}/tile/{level}/{tile_name(first // 8192, len(tile) // 32)}"
                want((data := self.read(name)) in (None, tile), f"{name}: not the hashes of the entries")
                self.missing += [name] * (data is None)
        self.trees[newest.code, newest.epoch] = tree

    def check_bundle(self) -> None:
        """Check an export bundle, in the order of docs/spec/bundle.md."""
        for path in sorted(self.top.rglob("*")):
            name = path.relative_to(self.top).as_posix()
            if path.is_symlink() or not (path.is_file() or path.is_dir()): self.not_checked.append(f"{name!a}: no file")
            elif path.is_file(): self.files.add(name)
        self.unread = set(self.files)
        self.take_charter([data for _, data in self.pick("charters/1")])
        self.take_rosters(self.pick(f"rosters/({'|'.join(self.parties)})-{NUMBER}"))
        heads = list[list[Note]]()
        for code in self.parties:
            named = {int(found[1]) for name in self.files if (found := re.match(f"logs/{code}-{NUMBER}/.", name))}
            for epoch in sorted({*range(1, min(max(named, default=1), EPOCHS_MAX) + 1), *named}):
                folder = f"logs/{code}-{epoch}"
                files, name = self.pick(f"{folder}/checkpoint(-{NUMBER})?"), f"{folder}/checkpoint"
                if name in self.files and self.rosters.get(code):
                    notes = [self.read_head(at, data, folder, int(at[len(name) + 1:] or 0)) for at, data in files]
                    heads += [[note for note in notes if note]] if all(notes) else []
                else: self.missing.append(f"{name}, or the rosters of {code}: nothing of this log is checked")
        for notes in heads: self.check_log(*notes)
        for notes in heads: self.check_holders(*notes)
        for claim, where in self.claims.items():
            here = self.here(*claim[:4])
            if here is None or claim[4] not in (None, here):
                self.missing.append(f"{' '.join(ascii(part) for part in claim[:4])}, named by {where}"
                                    + "; here is another" * (here is not None))
        for name, _ in self.pick(f"evidence/{NUMBER}", EVIDENCE_MAX):
            shown = examine(str(self.top / name), self.roots)
            good = not shown["reasons"] and shown["found"]["line"] == self.line.hex()
            want(good, f"{name}: {'; '.join(shown['reasons']) or 'of another line'}")
            self.missing.append(f"what else the key of {name} signed: {shown['found'].get('shows', 'not checked')}")
        self.not_checked += [f"{name!a}: no file of a bundle, or of a part not checked" for name in sorted(self.unread)]

    def check_proof(self, data: bytes) -> None:
        """Check a one-entry proof: included, or shown to stand."""
        top, _, checkpoint = data.partition(b"\n\n")
        match: Any = re.fullmatch(PROOF_HEAD, top.decode("utf-8", "replace"))
        want(match, "not a one-entry proof")
        extra, index = form("extra", base64_bytes("extra", match[1]), PROOF), int(match[2])
        path = [base64_bytes("the path", line) for line in match[3].split()]
        body = [extra[name] for name in ("salt", "body") if name in extra]
        want(len(body) != 1, "extra: both salt and body, or neither")
        self.take_charter(extra["charters"])
        self.take_rosters([("a roster", roster) for roster in extra["rosters"]])
        want(all(self.rosters.get(code) for code in self.parties), "the rosters of every party", "incomplete")
        after, leaf = extra.get("after", []), extra["leaf"]
        notes = [self.read_note("a checkpoint", each) for each in (checkpoint, *(item[3] for item in after))]
        for each in notes: want(each.epoch == 1, f"epoch {each.epoch} of {each.code}", "not checked")
        note, *heads = [self.read_head("a checkpoint", each) for each in (checkpoint, *(item[3] for item in after))]
        for head in (note, *heads): self.check_holders(head)
        where, target = f"entry {index} of {note.code}", [note.code, 1, index, sha256(b"\0" + leaf)]
        want(len(leaf) <= LEAF_MAX, f"{where}: above the limit")
        good = root_by_path(index, note.size, target[3], path) == note.root
        want(good, f"{where}: not under the root of the checkpoint")
        fields = self.check_entry(note, index, leaf, body)
        # By log: the first entry that counts as later, and a size of which the root is known.
        starts = {code: (size, size, root) for code, epoch, size, root in fields.get("seen", []) if epoch == 1}
        starts[note.code], standing = (index + 1, note.size, note.root), set[str]()
        for (start, nodes, leaves, _), head in zip(after, heads, strict=True):
            first, size, root = starts.get(head.code, (0, 0, b""))
            tree = Tree()
            tree.extend(nodes, start)
            for at, raw in enumerate(leaves, start):
                want(len(raw) <= LEAF_MAX, f"entry {at} of {head.code}: above the limit")
                tree.push(sha256(b"\0" + raw))
                later = form("a later entry", raw, LEAF, required=False)
                refutes = later and at >= first and target in later["refs"] and later["kind"] not in ONLY_ANSWER
                want(not refutes, f"entry {at} of {head.code} refers to {where}: it is not shown to stand")
            good = start <= first and (tree.size, tree.roots[tree.size]) == (head.size, head.root)
            good = good and head.code not in standing and tree.roots.get(size) == root
            want(good, f"after: not all entries of {head.code} from {first} on, or twice")
            standing.add(head.code)
        self.missing += [f"after: {code}" for code in self.parties if "after" in extra and code not in standing]
        self.found["grade"] = "shown to stand" if standing == set(self.parties) else "included"

    def check_evidence(self, data: bytes) -> None:
        """Check evidence: two signed heads of one log that do not go together (E1 of one size, E2 of two)."""
        want(len(data) <= EVIDENCE_MAX, "evidence above the limit")
        evidence = form("evidence", data, EVIDENCE)
        self.take_charter([evidence["charter"]])
        want(evidence["line"] == self.line, "evidence: its line is not its charter's")
        self.take_rosters([("a roster", roster) for roster in evidence["rosters"]], alone=True)
        want(evidence["class"] in OBJECTS, f"evidence of class {evidence['class']!a}", "not checked")
        want(fits(evidence["objects"], OBJECTS[evidence["class"]]), "evidence: its objects are not those of its class")
        one, two = (self.read_note("evidence", note) for note in evidence["objects"][:2])
        keys = [{key for use, _, key, _ in self.signers(note) if use == "log"} for note in (one, two)]
        good = one.origin == two.origin and keys[0] & keys[1]
        if evidence["class"] == "E1": good = good and one.size == two.size and one.root != two.root
        else:
            tree = Tree()
            tree.extend(evidence["objects"][2], one.size)
            tree.extend(evidence["objects"][3], two.size)
            good = good and one.size < two.size and tree.roots[two.size] == two.root
            good = good and tree.roots[one.size] != one.root
        shows = "two histories by one key, never an intent"
        want(good, f"evidence: its objects do not show {shows}")
        self.found["shows"] = f"{evidence['class']}: {shows}"

# ---- The words ----
def examine(path: str, roots: set[str]) -> Map:
    """Return the report on a bundle, a proof or evidence, as --json prints it."""
    check, reasons = Check(roots, Path(path), *[""] * (not Path(path).is_dir())), list[str]()
    try:
        data = check.read("", FILE_MAX)
        if data is None: check.check_bundle()
        elif data.startswith(b"c2sp.org/tlog-proof@v1\n"): check.check_proof(data)
        else: check.check_evidence(data)
    except EndedError as ended:
        {"REJECTED": reasons, "incomplete": check.missing}.get(ended.args[1], check.not_checked).append(ended.args[0])
    missing, not_checked = (list(dict.fromkeys(words)) for words in (check.missing, check.not_checked))
    whole = "confirmed" if "shows" in check.found else "verified and complete"
    for words in (missing, not_checked):
        if len(words) > WORDS_MAX: words[WORDS_MAX:] = [f"and {len(words) - WORDS_MAX} more"]
    return {"result": "REJECTED" if reasons else "incomplete" if missing else "not checked" if not_checked else whole,
            "reasons": reasons, "missing": missing, "not_checked": not_checked, "found": check.found,
            "not_shown": NOT_SHOWN + ["a demonstration record: it says nothing about any state"] * check.found["demo"]}

def main() -> int:
    """Read the command line, print the report, return the exit code."""
    parser = argparse.ArgumentParser(description="Check a Watchline record without Watchline.")
    parser.add_argument("path", help="an export bundle (folder), a one-entry proof or an evidence file")
    parser.add_argument("--root", action="append", required=True, help="root fingerprint of a party: 30 digits")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    options = parser.parse_args()
    roots = {"".join(text.split()) for text in options.root}
    if not all(re.fullmatch("[0-9]{30}", root) for root in roots): parser.error("a root fingerprint has 30 digits")
    try: report = examine(options.path, roots)
    except (OSError, MemoryError, ValueError) as error:
        print(f"this program could not do its work: {str(error)!a}", file=sys.stderr)
        return 1
    found, result = report["found"], report["result"]
    if options.json: print(json.dumps(report, indent=2))
    else:
        print(": ".join([result, *report["reasons"]]), found.get("shows", ""), found.get("grade", ""))
        print(f"line {found['line']} of {' and '.join(found['parties'])}", *found["heads"], sep="\n")
        for title in ("missing", "not_checked", "not_shown"):
            for words in report[title]: print(f"{title.replace('_', ' ')}: {words}")
    return 0 if result in ("verified and complete", "confirmed") else 3

if __name__ == "__main__":
    sys.exit(main())

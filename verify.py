"""Check a Watchline record without Watchline: one file, Python's standard library, nothing else.

    python3 verify.py PATH --root FINGERPRINT [--root FINGERPRINT ...] [--json]

PATH: an export bundle (a folder), a one-entry proof or an evidence file. FINGERPRINT: a party's root fingerprint, 30
digits, spaces optional, one for each party; it must have reached you by another way than PATH did. Exit 0: verified
and complete (evidence: confirmed); 3: rejected, incomplete or not checked; 2: usage; 1: own failure. Formats and order
of checks: docs/spec. Every file has a limit; every text from outside is printed with its escapes.
"""

# fmt: off
# ruff: noqa: E401, E701, I001, FBT001, FBT002, FURB161, PTH112, PTH118, PTH123 (laid out by hand, os and not pathlib)
from __future__ import annotations
import argparse, base64, functools, hashlib, json, os, re, sys, time
from types import SimpleNamespace as Note  # a checkpoint: see Check.read_note
from typing import Any, Iterator

LEAF_MAX, BODY_MAX, DOCUMENT_MAX, FILE_MAX = 4096, 32768, 65536, 1 << 25  # bytes
ITEMS_MAX, NESTING_MAX, LINES_MAX, WORDS_MAX = 1 << 17, 16, 100, 50  # CBOR items, depth; lines of a note, of a report
CODE, NUMBER, HASH, LINE = "([A-Z0-9]{2,8})", "([1-9][0-9]{0,18})", "([^ \n]{43}=)", "\u2014 ([^ \n]+) ([^ \n]+)\n"
PROOF_HEAD = "c2sp.org/tlog-proof@v1\nextra (.+)\nindex (0|[1-9][0-9]{0,18})((?:\n.+)*)"
NOT_SHOWN = ["nothing beyond the heads named",
             "not that a second branch, a later entry elsewhere or a receipt does not exist",
             "not who sat at the post; not that anyone understood; not that what was said is true", "no absolute time"]
Map = dict[str, Any]
# Shapes of CBOR values. A number n: n bytes; [x]: an array of x; (x, y): an array of exactly these; {...}: a map with
# at least these fields ("?": may be absent; others are kept and ignored).
KEY_SET: Map = {"log": 32, "mirror": 32}
HEADS = [(str, int, int, 32)]  # code, epoch, size (in seen) or index (in refs), hash
SIGNED_ROSTER, SIGNED_CHARTER = (bytes, 64, [(32, 64)]), (bytes, [(str, 64)])
ROSTER: Map = {"v": int, "code": str, "root": 32, "number": int, "prev?": 32, "names": {}, "key_sets": [KEY_SET],
               "spares": [32], "tls": [bytes]}
CHARTER: Map = {"v": int, "nonce": 32, "demo?": int, "parties": [{"code": str, "root": 32, "roster": (int, 32)}]}
LEAF: Map = {"v": int, "line": 32, "charter": 32, "author": str, "epoch": int, "index": int, "t": int, "kind": str,
             "post": str, "serial?": int, "draft": 16, "seen": HEADS, "refs": HEADS, "body_hash": 32,
             "body_class": int, "auth?": 32}
KINDS: dict[str, Map] = {  # of the bodies, only what is checked here
    "epoch_open": {"reason": str, "key_set": KEY_SET, "rosters": [(str, int, 32)]},
    "charter": {"charter": bytes, "signatures": [(str, 64)]}, "receipt": {"origin": str, "from": int, "to": int},
    "epoch_seen": {"code": str, "epoch": int, "key_set": 32, "roster": (int, 32)},
    "roster_seen": {"code": str, "number": int, "hash": 32}, "line_test": {}, "line_test_answered": {}, "message": {},
    "message_read": {}, "message_acknowledged": {}, "correction": {}, "service_message": {}}
PROOF: Map = {"v": int, "leaf": bytes, "salt?": 32, "body?": bytes, "rosters": [bytes], "charters": [bytes],
              "after?": [(int, [32], [bytes], bytes)]}
EVIDENCE: Map = {"v": int, "class": str, "line": 32, "rosters": [bytes], "charter": bytes, "objects": list}
PAIR, TWO_SIZES, LARGE_LEAF = (bytes, bytes), (bytes, bytes, [32], [32]), (bytes, [32], int, bytes)
OBJECTS: Map = {"E1": [PAIR], "E2": [TWO_SIZES], "E3": [LARGE_LEAF], "E4": [PAIR, TWO_SIZES], "E6": [PAIR]}

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
    """Tell whether a decoded value has a shape (see KEY_SET)."""
    if isinstance(shape, type): return isinstance(value, shape)
    if isinstance(shape, int): return isinstance(value, bytes) and len(value) == shape
    if isinstance(shape, dict):
        return isinstance(value, dict) and all(fits(value[name.rstrip("?")], inner) if name.rstrip("?") in value
                                               else name[-1] == "?" for name, inner in shape.items())
    shapes = shape if isinstance(shape, tuple) or not isinstance(value, list) else shape * len(value)
    return isinstance(value, list) and len(value) == len(shapes) and all(map(fits, value, shapes))

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
    want(good or not required, f"{where}: not deterministic CBOR, or a field is missing or of another type")
    return value if good else None

def base64_bytes(where: str, text: str) -> bytes:
    """Return the bytes of strict base64; anything else is rejected."""
    try: raw = base64.b64decode(text, validate=True)
    except ValueError: raw = b""
    want(raw and base64.b64encode(raw).decode() == text, f"{where}: not strict base64")
    return raw

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

    def __init__(self, roots: set[str], top: str = "", *files: str) -> None:
        self.roots, self.top, self.files, self.unread = roots, top, set(files), set[str]()
        self.missing, self.not_checked = list[str](), list[str]()
        self.rosters: dict[str, list[Map]] = {}  # by code, number 1 first
        self.trees: dict[str, Tree] = {}  # by code: the logs that are here in full
        self.found: Map = {"parties": [], "line": None, "demo": False, "logs": [], "entries": 0, "kinds": {}}

    def read(self, name: str, limit: int = DOCUMENT_MAX) -> bytes | None:
        """Return the bytes of a file, None if it is not in the bundle; one larger than its kind may be is rejected."""
        self.unread.discard(name)
        if name not in self.files: return None
        with open(os.path.join(self.top, name), "rb") as file: data = file.read(limit + 1)
        want(len(data) <= limit, f"{name!a}: larger than {limit} bytes")
        return data

    def pick(self, pattern: str) -> dict[str, bytes]:
        """Return the files whose names fit a pattern, shorter names first."""
        names = sorted((name for name in self.files if re.fullmatch(pattern, name)), key=lambda name: (len(name), name))
        return {name: self.read(name) or b"" for name in names}

    def take_charter(self, charters: list[bytes]) -> list[Any]:
        """Check the founding charter: its roots are those given, each signed it. Return the rosters that it names."""
        want(charters, "the founding charter", "incomplete")
        self.charter, self.signatures = form("founding charter", charters[0], SIGNED_CHARTER)
        charter = form("founding charter", self.charter, CHARTER)
        parties = self.parties = {party["code"]: party["root"] for party in charter["parties"]}
        here = {f"{int.from_bytes(sha256(root), 'big') % 10**30:030}": code for code, root in parties.items()}
        absent = [f"a root fingerprint for {here[n]!a}, whose root has {n}" for n in here if n not in self.roots]
        strange = [f"the root fingerprint {given} is of no party here" for given in sorted(self.roots - set(here))]
        want(not strange, "; not given: ".join(strange + absent))
        self.missing += absent
        self.line = sha256(b"watchline/charter/v1\0" + self.charter)
        message = b"watchline/charter/v1\0" + self.line
        for good, reason in (
            (charter["v"] == 1 == charter.get("demo", 1) and not {"line", "prev"} & set(charter), "not founding"),
            (2 <= len(charter["parties"]) == len(parties) == len(here) <= 12, "parties not different, or not 2 to 12"),
            (all(re.fullmatch(CODE, code) for code in parties), "a party code"),
            ([code for code, _ in self.signatures] == list(parties), "not signed by each party, in their order"),
            *((signed(parties.get(code, bytes(32)), message, by), "a signature") for code, by in self.signatures),
        ): want(good, f"founding charter: {reason}")
        self.prefix = re.escape(f"{self.line.hex()}.watchline{'-demo' if 'demo' in charter else ''}/")  # of all names
        self.found.update(parties=list(parties), line=self.line.hex(), demo="demo" in charter)
        self.not_checked += ["amendments of the charter"] * (len(charters) > 1)
        return [(party["code"], *party["roster"]) for party in charter["parties"]]

    def take_rosters(self, files: list[bytes], named: list[Any]) -> None:
        """Check signed rosters: number, chain, root signature, possession of new keys; those that the charter names."""
        opened = [form("a roster", data, SIGNED_ROSTER) for data in files]
        parsed = [(form("a roster", document, ROSTER), document, *rest) for document, *rest in opened]
        for roster, document, by_root, possession in sorted(parsed, key=lambda item: item[0]["number"]):
            where = f"roster {roster['number']} of {roster['code']!a}"
            chain = self.rosters.setdefault(roster["code"], [])
            before = chain[-1] if chain else {"hash": None, "key_sets": []}
            old = [key_set for earlier in chain for key_set in earlier["key_sets"]]
            new = [key_set for key_set in roster["key_sets"] if key_set not in old]
            known = [roster["root"], *{key_set[use] for key_set in old for use in KEY_SET}]
            keys = sorted(key_set[use] for key_set in new for use in KEY_SET)
            texts = [text for pair in roster["names"].items() for text in pair]
            want(roster["number"] <= len(chain) + 1, f"the roster before {where}", "incomplete")
            for good, reason in (
                (roster["v"] == 1 and roster["number"] == len(chain) + 1, "not the next number"),
                (re.fullmatch(CODE, roster["code"]) and all(isinstance(text, str) for text in texts), "code or names"),
                (roster.get("prev") == before["hash"], "not the successor of the one before"),
                (roster["root"] == self.parties.get(roster["code"]), "not the root of a party of the charter"),
                (signed(roster["root"], b"watchline/roster/v1\0" + document, by_root), "root signature"),
                (roster["key_sets"] and len({*known, *keys}) == len(known) + len(keys), "a key for two uses"),
                (not [key for key in (*known, *keys) for cert in roster["tls"] if key in cert], "a key for two uses"),
                ([key for key, _ in possession] == keys, "possession, by just its new keys"),
                *((signed(key, b"watchline/possession/v1\0" + document, by), "possession") for key, by in possession),
            ): want(good, f"{where}: {reason}")
            kept = all(key_set in roster["key_sets"] for key_set in before["key_sets"])
            self.not_checked += [] if kept else [f"{where} drops a key set (revocation)"]
            chain.append({**roster, "hash": sha256(b"watchline/roster/v1\0" + document)})
        self.look_up("the founding charter", named)
        want(not named or self.rosters.keys() == self.parties.keys(), "the rosters of every party", "incomplete")

    def look_up(self, where: str, named: list[Any]) -> None:
        """Check rosters that something signed names by code, number and hash."""
        for code, number, digest in named:
            chain = self.rosters.get(code, [])
            if number > len(chain): self.missing.append(f"roster {number} of {code!a}, named in {where}")
            else: want(number > 0 and chain[number - 1]["hash"] == digest, f"{where} names another roster than is here")

    def read_note(self, where: str, data: bytes, rosters_from: int = -1) -> Note:
        """Check a checkpoint and each signature line by a key of the newest roster (0: of any)."""
        text, held = data.decode("utf-8", "replace"), dict[str, tuple[int, bytes]]()  # newest seconds, key; by cosigner
        match: Any = re.fullmatch(f"({self.prefix}{CODE}/{NUMBER})\n{NUMBER}\n{HASH}\n\n(?:{LINE})+", text)
        want(match and match[2] in self.parties and text.count("\n") < LINES_MAX, f"{where}: not a head of this line")
        note = Note(origin=match[1], code=match[2], epoch=int(match[3]), size=int(match[4]), log_key=None, held=held,
                    root=base64_bytes(where, match[5]))
        for name, encoded in re.findall(LINE, text):
            raw, mirror = base64_bytes(where, encoded), re.fullmatch(f"{self.prefix}{CODE}/{NUMBER}/mirror", name)
            code, use, tag, start = (mirror[1], "mirror", b"\n\4", 12) if mirror else (note.code, "log", b"\n\1", 4)
            seconds = int.from_bytes(raw[4:start], "big")
            message = (b"cosignature/v1\ntime %d\n" % seconds if mirror else b"") + data[:data.index(b"\n\n") + 1]
            rosters = self.rosters.get(code, [])[rosters_from:]
            keys = [key_set[use] for roster in rosters for key_set in roster["key_sets"]]
            keys = [key for key in keys if sha256(name.encode() + tag + key)[:4] == raw[:4]]
            good = [key for key in keys if signed(key, message, raw[start:])]
            want(good or not keys, f"{where}: the signature of {name!a} does not verify")
            if not good or (code == note.code if mirror else name != note.origin):
                self.not_checked.append(f"{where}: a signature line of {name!a}, of no key listed here for it")
            elif mirror and mirror[2] != "1" and rosters_from:
                self.not_checked.append(f"{where}: a cosignature of epoch {mirror[2]} of {code}")
            elif mirror: held[code] = max(held.get(code, (0, b"")), (seconds, good[0]))
            else: note.log_key = good[0]
        return note

    def take_heads(self, code: str, *heads: Note) -> None:
        """Check the newest signed head of a log, then older ones: by its log key; held by every other party."""
        held, newest = Map(), heads[0]
        for note in heads[::-1]:
            want(note.epoch == 1, f"epoch {note.epoch} of {note.code}", "not checked")
            want(note.code == code and note.log_key, f"{code} at {note.size}: no signature by a log key of its roster")
            held.update({by: {"size": note.size, "time": seconds} for by, (seconds, _) in note.held.items()})
        self.missing += [f"the cosignature of {by} over {code} at {newest.size}" for by in self.parties
                         if by not in (code, *newest.held)]
        self.found["logs"].append({"origin": newest.origin, "size": newest.size,
                                   "root": base64.b64encode(newest.root).decode(), "held_by": held})

    def read_entry(self, where: str, code: str, index: int, raw: bytes, body: list[bytes]) -> tuple[Map, Map]:
        """Return the fields of a leaf and of its body ([salt, body], if disclosed); the unreadable is labelled."""
        leaf, fields = form(where, raw, LEAF, required=False) or {}, None
        kind = leaf["kind"] if leaf.get("kind") in KINDS else "unknown"
        self.found["entries"] += 1
        self.found["kinds"][kind] = self.found["kinds"].get(kind, 0) + 1
        place = [leaf.get(name) for name in ("v", "line", "author", "epoch", "index")]
        labels = {"misplaced": place != [1, self.line, code, 1, index], "bad_refs": len(leaf.get("refs", [])) > 16,
                  "foreign_charter": leaf.get("charter") != self.line,
                  f"unknown_kind {leaf.get('kind')!a}": kind == "unknown"}
        if leaf and len(body) == 2:
            digest = sha256(b"watchline/body/v1\0" + self.line + sha256(self.parties[code]) + b"".join(body))
            want(digest == leaf["body_hash"] and len(body[1]) <= BODY_MAX, f"{where}: not the body that its leaf names")
            fields = form(where, body[1] or b"\xa0", KINDS.get(kind, {}), required=False)
            labels["bad_body"] = fields is None or leaf["body_class"] != 1 << max(len(body[1]) - 1, 0).bit_length()
        else: self.missing.append(f"the body of {where}")
        if not leaf: labels = {"not_canonical": True}
        self.not_checked += [f"{where}: {label}" for label in labels if labels[label]]
        return leaf, fields or {}

    def check_bundle(self) -> None:
        """Check an export bundle, in the order of docs/spec/bundle.md."""
        waiting, heads = [""], dict[str, list[Note]]()
        while waiting:
            folder = waiting.pop()
            for entry in os.scandir(os.path.join(self.top, folder)):
                if entry.is_dir(follow_symlinks=False): waiting.append(folder + entry.name + "/")
                elif entry.is_file(follow_symlinks=False): self.files.add(folder + entry.name)
                else: self.not_checked.append(f"{folder + entry.name!a}: neither a file nor a folder of a bundle")
        self.unread = set(self.files)
        named = self.take_charter([*self.pick("charters/1").values()])
        self.take_rosters([*self.pick(f"rosters/({'|'.join(self.parties)})-{NUMBER}").values()], named)
        for code in self.parties:
            name = f"logs/{code}-1/checkpoint"
            files = self.pick(name) | self.pick(f"{name}-{NUMBER}")
            if name in files:
                heads[code] = [self.read_note(at, data) for at, data in files.items()]
                self.take_heads(code, *heads[code])
                self.build(code, *heads[code])
            else: self.missing.append(name)
        for code in self.trees: self.check_entries(code, heads[code][0])
        for name in self.pick(f"evidence/{NUMBER}"):
            shown = examine(os.path.join(self.top, name), self.roots)
            good = not shown["reasons"] and shown["found"]["line"] == self.line.hex()
            want(good, f"{name}: {'; '.join(shown['reasons']) or 'of another line'}")
            self.missing.append(f"what else the key of {name} signed: {shown['found'].get('shows', 'not checked')}")
        self.not_checked += [f"{name!a}: no file of a bundle, or of a part not checked" for name in sorted(self.unread)]

    def leaves(self, code: str, size: int) -> Iterator[bytes]:
        """Yield the leaves of a log, as far as they are in the bundle."""
        for first in range(0, size, 256):
            name = f"logs/{code}-1/tile/entries/{tile_name(first // 256, min(256, size - first))}"
            data, at = self.read(name, 256 * (LEAF_MAX + 2)), 0
            if data is None: return
            for _ in range(first, min(first + 256, size)):
                start, at = at + 2, at + 2 + int.from_bytes(data[at:at + 2], "big")
                want(start <= at <= len(data) and at - start <= LEAF_MAX, f"{name}: cut off, or a leaf above the limit")
                yield data[start:at]
            want(at == len(data), f"{name}: bytes after its last leaf")

    def build(self, code: str, *heads: Note) -> None:
        """Recompute the roots and the hash tiles of a log from its leaves."""
        tree, size = Tree(), heads[0].size
        for leaf in self.leaves(code, size): tree.push(sha256(b"\0" + leaf))
        if tree.size < size:
            self.missing.append(f"the entries of {code} from {tree.size} to {size - 1}")
            return
        self.trees[code] = tree
        for note in heads:
            good = not self.reaches("a checkpoint", code, 1, note.size) or tree.roots[note.size] == note.root
            want(good, f"{code} at {note.size}: its entries do not have the root that is signed")
        for level, row in enumerate(tree.rows):
            for first in range(0, len(row), 8192):
                tile = row[first:first + 8192]
                name = f"logs/{code}-1/tile/{level}/{tile_name(first // 8192, len(tile) // 32)}"
                want((data := self.read(name)) in (None, tile), f"{name}: not the hashes of the entries")
                self.missing += [name] * (data is None)

    def reaches(self, where: str, code: str, epoch: int, size: int) -> Tree | None:
        """Return the tree of a log if it is here up to a size that is named somewhere; else name what is missing."""
        tree = self.trees.get(code) if epoch == 1 else None
        if tree and 0 < size <= tree.size: return tree
        self.missing.append(f"{code!a} epoch {epoch} up to size {size}, named in {where}")
        return None

    def check_entries(self, code: str, note: Note) -> None:
        """Check each entry of a log: its place, its body, and what it names in this and the other logs."""
        bodies = dict[int, list[bytes]]()
        for index, raw in enumerate(self.leaves(code, note.size)):
            where = f"entry {index} of {code}"
            if index % 256 == 0:
                name = f"logs/{code}-1/bodies/{tile_name(index // 256)}"
                listed = form(name, self.read(name, 256 * (BODY_MAX + 64)) or b"\x80", [(int, 32, bytes)])
                bodies = {at: rest for at, *rest in listed if index <= at < min(index + 256, note.size)}
                want([item[0] for item in listed] == sorted(bodies), f"{name}: out of order, or of other entries")
            leaf, fields = self.read_entry(where, code, index, raw, bodies.get(index, []))
            kind = leaf.get("kind")
            good = index > 1 or kind == ("epoch_open", "charter")[index]
            want(good, f"{where}: an epoch opens with epoch_open and charter")
            for other, epoch, size, root in leaf.get("seen", []):
                if tree := self.reaches(where, other, epoch, size):
                    want(tree.roots[size] == root, f"{where} saw another root of {other} at {size} than is here")
            for other, epoch, at, digest in leaf.get("refs", []):
                if tree := self.reaches(where, other, epoch, at + 1):
                    good = tree.rows[0][32 * at:32 * at + 32] == digest
                    want(good, f"{where} refers to another entry {at} of {other} than is here")
            if not fields: continue
            if kind == "epoch_open":
                good = index == 0 and fields["key_set"]["log"] == note.log_key and not leaf["seen"]
                good = good and [named[0] for named in fields["rosters"]] == list(self.parties)
                want(good, f"{where}: not the opening of this epoch by its key set")
                self.look_up(where, fields["rosters"])
            elif kind == "charter":
                good = (fields["charter"], fields["signatures"]) == (self.charter, self.signatures)
                want(good, f"{where}: another charter than the founding one")
            elif kind == "epoch_seen":
                self.reaches(where, fields["code"], fields["epoch"], 1)
                self.look_up(where, [(fields["code"], *fields["roster"])])
            elif kind == "roster_seen": self.look_up(where, [(fields["code"], fields["number"], fields["hash"])])
            elif kind == "receipt":
                origin = re.fullmatch(f"{self.prefix}{CODE}/{NUMBER}", fields["origin"]) or ["", fields["origin"], "0"]
                self.reaches(where, origin[1], int(origin[2]), fields["to"])

    def check_proof(self, data: bytes) -> None:
        """Check a one-entry proof: included, or shown to stand."""
        top, _, checkpoint = data.partition(b"\n\n")
        match: Any = re.fullmatch(PROOF_HEAD, top.decode("utf-8", "replace"))
        want(match, "not a one-entry proof")
        extra, index = form("extra", base64_bytes("extra", match[1]), PROOF), int(match[2])
        self.take_rosters(extra["rosters"], self.take_charter(extra["charters"]))
        note = self.read_note("the checkpoint", checkpoint)
        self.take_heads(note.code, note)
        where, target = f"entry {index} of {note.code}", [note.code, 1, index, sha256(b"\0" + extra["leaf"])]
        path = [base64_bytes("the path", line) for line in match[3].split()]
        good = extra["v"] == 1 and root_by_path(index, note.size, target[3], path) == note.root
        want(good, f"{where}: not under the root of the checkpoint")
        body = [extra[name] for name in ("salt", "body") if name in extra]
        want(len(body) != 1, "extra: both salt and body, or neither")
        leaf, _ = self.read_entry(where, note.code, index, extra["leaf"], body)
        # By log: the first entry that counts as later, and a size of which the root is known.
        starts = {code: (size, size, root) for code, _, size, root in leaf.get("seen", [])}
        starts[note.code], standing = (index + 1, note.size, note.root), set[str]()
        for start, nodes, leaves, later in extra.get("after", []):
            head, tree = self.read_note("a later checkpoint", later), Tree()
            tree.extend(nodes, start)
            self.take_heads(head.code, head)
            first, size, root = starts.get(head.code, (0, 0, b""))
            for at, raw in enumerate(leaves, start):
                tree.push(sha256(b"\0" + raw))
                refs = (form("a later entry", raw, LEAF, required=False) or {"refs": []})["refs"]
                good = at < first or target not in refs
                want(good, f"entry {at} of {head.code} refers to {where}: it is not shown to stand")
            good = start <= first and tree.size == head.size and tree.roots[head.size] == head.root
            good = good and head.code not in standing
            want(good and tree.roots.get(size) == root, f"after: not all entries of {head.code} from {first} on")
            standing.add(head.code)
        self.missing += [f"after: {code}" for code in self.parties if "after" in extra and code not in standing]
        self.found["grade"] = "shown to stand" if standing == set(self.parties) else "included"

    def check_evidence(self, data: bytes) -> None:
        """Check evidence: signed objects that do not go together, or a leaf above the limit under a signed head."""
        evidence = form("evidence", data, EVIDENCE)
        name, objects, shows = evidence["class"], evidence["objects"], "two histories by one key, never an intent"
        want(name in OBJECTS, f"evidence of class {name!a}", "not checked")
        self.take_charter([evidence["charter"]])
        self.take_rosters(evidence["rosters"], [])
        good = evidence["v"] == 1 and evidence["line"] == self.line
        want(good and any(fits(objects, shape) for shape in OBJECTS[name]), "evidence: its version, line or objects")
        if name == "E6":
            opened = [form("a roster", item, SIGNED_ROSTER) for item in objects]
            titles = [[form("a roster", item[0], ROSTER)[field] for field in ("code", "number")] for item in opened]
            root, shows = self.parties.get(titles[0][0], bytes(32)), f"two rosters of one number: {titles[0]}"
            good = titles[0] == titles[1] and opened[0][0] != opened[1][0]
            for document, by_root, possession in opened:
                good = good and signed(root, b"watchline/roster/v1\0" + document, by_root)
                good = good and all(signed(key, b"watchline/possession/v1\0" + document, by) for key, by in possession)
        elif name == "E3":
            data, path, index, leaf = objects
            note, shows = self.read_note("evidence", data, 0), f"a leaf above {LEAF_MAX} bytes under a signed head"
            good = note.log_key and len(leaf) > LEAF_MAX
            good = good and root_by_path(index, note.size, sha256(b"\0" + leaf), path) == note.root
        else:
            one, two = (self.read_note("evidence", item, 0) for item in objects[:2])
            keys = [{key for _, key in note.held.values()} if name == "E4" else {note.log_key} for note in (one, two)]
            good = one.origin == two.origin and keys[0] & keys[1] - {None}
            if len(objects) == 2: good = good and one.size == two.size and one.root != two.root
            else:
                tree = Tree()
                tree.extend(objects[2], one.size)
                tree.extend(objects[3], two.size)
                good = good and one.size < two.size and tree.roots[two.size] == two.root
                good = good and tree.roots[one.size] != one.root
        want(good, f"evidence: its objects do not show {shows}")
        self.found["shows"] = f"{name}: {shows}"

# ---- The words ----
def examine(path: str, roots: set[str]) -> Map:
    """Return the report on a bundle, a proof or evidence, as --json prints it."""
    check, reasons = Check(roots, path) if os.path.isdir(path) else Check(roots, "", path), list[str]()
    try:
        data = check.read(path, FILE_MAX)
        if data is None: check.check_bundle()
        elif data.startswith(b"c2sp.org/tlog-proof@"): check.check_proof(data)
        else: check.check_evidence(data)
    except EndedError as ended:
        {"REJECTED": reasons, "incomplete": check.missing}.get(ended.args[1], check.not_checked).append(ended.args[0])
    missing, not_checked = (list(dict.fromkeys(words)) for words in (check.missing, check.not_checked))
    for words in (missing, not_checked):
        if len(words) > WORDS_MAX: words[WORDS_MAX:] = [f"and {len(words) - WORDS_MAX} more"]
    whole = "evidence confirmed" if "shows" in check.found else "verified and complete"
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
        print(f"line {found['line']} of {' and '.join(found['parties'])}, {found['entries']} entries: "
              + ", ".join(f"{count} {kind}" for kind, count in found["kinds"].items()))
        for log in found["logs"]:
            print(f"up to size {log['size']} of {log['origin']}, root {log['root']}")
            for code, held in log["held_by"].items():
                when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(min(held["time"], 253402300799)))
                print(f"    {code} stated at {when} ({code}'s clock) that it held no larger one than {held['size']}")
        for title in ("missing", "not_checked", "not_shown"):
            for words in report[title]: print(f"{title.replace('_', ' ')}: {words}")
    return 0 if result in ("verified and complete", "evidence confirmed") else 3

if __name__ == "__main__":
    sys.exit(main())

"""One table of odd records, written by the stranger: verify.py and `watchline verify` give the same word and the same exit code."""

import subprocess
import sys

import cbor2
import pytest

from tests.verify import stranger
from tests.verify.flips import VERIFY, load
from watchline.host.check import check_path

verify = load()
WHOLE, INCOMPLETE, NOT_CHECKED, REJECTED = "verified and complete", "incomplete", "not checked", "REJECTED"
TEXT = {"text": "x", "language": "en"}
BODIES = "logs/XAA-1/bodies/000"


def saying(kind="service_message", body=None, /, *, code="XAA", unread=False, **changes):
    """A record in which one party says one thing more, properly signed and cosigned; `unread`: nobody keeps its body."""
    line = stranger.small()
    line.logs[code].say(kind, TEXT if body is None else body, **changes)
    line.mirror()
    files = line.files()
    if unread:
        files[BODIES] = stranger.encode(cbor2.loads(files[BODIES])[:-1])
    return line, files


def raw(leaf):
    line = stranger.small()
    line.logs["XAA"].add(leaf)
    line.mirror()
    files = line.files()
    files[BODIES] = stranger.encode(cbor2.loads(files[BODIES])[:-1])
    return line, files


def opening(first, second, **changes):
    """A record in which XAA's log opens otherwise."""
    line = stranger.Line()
    for party in line.parties:
        log, rosters = line.logs[party.code], [[p.code, 1, p.roster_hash(1)] for p in line.parties]
        opened = {"reason": "founding", "key_set": party.key_set, "rosters": rosters}
        charter = {"charter": line.charter, "signatures": line.signatures}
        own = party.code == "XAA"
        log.say("epoch_open", first(opened) if own else opened, **(changes if own else {}))
        log.say("charter", second(charter) if own else charter)
    line.mirror()
    return line, line.files()


def same(body):
    return body


def without(body, name):
    return {key: value for key, value in body.items() if key != name}


def again(kind):
    line = stranger.small()
    place = ("epoch_open", "charter").index(kind)
    return saying(kind, cbor2.loads(line.logs["XAA"].bodies[place][1]))


def another_roster(number, name, **changes):
    line = stranger.small()
    return line, line.files() | {name: line.parties[0].roster(number, **changes)}


def replaced():
    """XAA's newest roster lists other keys than those that sign its log."""
    line = stranger.small()
    party, new = line.parties[0], stranger.Party("XAA", "renewed")
    document = party.roster_document(2, key_sets=[new.key_set])
    message = b"watchline/possession/v1\0" + document
    proofs = sorted([new.public(use), new.key(use).sign(message).signature] for use in ("log", "mirror"))
    by_root = party.key("root").sign(b"watchline/roster/v1\0" + document).signature
    return line, line.files() | {"rosters/XAA-2": stranger.encode([document, by_root, proofs])}


def rotated(*codes, talk=6, **how):
    """A record in which parties rotate their keys, one after the other, and talk on."""
    line = stranger.small()
    for number, code in enumerate(codes or ("XAA",), 2):
        line.rotate(code, f"key {number}", **how)
        line.talk(talk)
    return line, line.files()


def restored(*names, cut=(), **opening):
    """A record in which XAA lost its head lock, once for each name of a key set."""
    line = stranger.small()
    prevs = {
        "below": lambda log: [log.origin, *log.head(5)],
        "beyond": lambda log: [log.origin, 90, bytes(32)],
        "beside": lambda log: [log.origin, 5, bytes(32)],
        "theirs": lambda log: [line.logs["XBB"].origin, *line.logs["XBB"].head()],
        "itself": lambda log: [f"{log.origin[:-1]}2", 1, bytes(32)],
    }
    if isinstance(opening.get("prev"), str):
        opening["prev"] = prevs[opening["prev"]](line.logs["XAA"])
    for name in names or ("spare",):
        line.restore("XAA", name, **opening).talk(6)
    files = {name: data for name, data in line.files().items() if not name.startswith(tuple(cut))}
    return line, files


def going_on(kind, body, /, *, rotate=True):
    """A second epoch of XAA in which it says one thing more; `body` may be made from its former log."""
    line = stranger.small()
    (line.rotate if rotate else line.restore)("XAA")
    line.logs["XAA"].say(kind, body(line.former[0]) if callable(body) else body)
    line.mirror()
    return line, line.files()


def head_of(log, size=0, root=None):
    found = log.head(size or None)
    return {"origin": log.origin, "size": found[0], "root": root or found[1]}


def without_leaf_0():
    line, files = restored()
    name = "logs/XAA-2/bodies/000"
    return line, files | {name: stranger.encode(cbor2.loads(files[name])[1:])}


def ended(mirrors=None, older=False, **how):
    """XAA goes on writing after the end of its first log; who cosigned what of it."""
    line, files = rotated(**how)
    log = line.former[0]
    files["logs/XAA-1/checkpoint"] = log.note(mirrors=mirrors)
    if older:
        size = next(at for at, leaf in enumerate(log.leaves, 1) if cbor2.loads(leaf)["kind"] == "epoch_close")
        files[f"logs/XAA-1/checkpoint-{size}"] = log.note(size)
    return line, files


def revoked(stood=9, *, spoken=True, first=False, **how):
    """A record in which XAA takes back the key set of its first log: it stands by nine entries, XBB had seen ten of eleven."""
    line = stranger.small()
    for number in range(3):
        line.logs["XAA"].say("service_message", TEXT | {"text": str(number)})
        if number == 1 and spoken:
            line.mirror()
            line.logs["XBB"].say("service_message", TEXT)
    if first:  # a spare before the root key is at hand; months later the roster takes the first key set back
        line.mirror()
        line.logs["XBB"].say("service_message", TEXT)
        line.restore("XAA").talk(5)
        taken = line.parties[0].named("")
        line.revoke("XAA", stood, of=line.former[0], **how)
        assert line.parties[0].changed[2]["revoked"][0]["key_set"] == taken
    else:
        line.revoke("XAA", stood, **how)
    line.talk(4)
    return line, line.files()


def listed_again():
    line = revoked()[0]
    party = line.parties[0]
    party.changed[3] = {"key_sets": [party.key_set, *party.key_sets()]}
    return line, line.files()


def revoked_roster(**changes):
    """The entry of the roster that takes a key set back, in another form."""
    line = revoked()[0]
    (entry,) = line.parties[0].changed[2]["revoked"]
    line.parties[0].changed[2]["revoked"] = [entry | changes]
    return line, line.files()


def revoked_mirror(size, *, newer=True):
    """XAA took its keys back and stands by its cosignatures of XBB's log up to a size; XBB wrote nothing since."""
    line, files = revoked(cosigned=[[stranger.small().logs["XBB"].origin, size]])
    log, mirror = line.logs["XBB"], line.parties[0]
    old = stranger.cosignature_line(line, mirror, log.text(), 1_795_000_100, epoch=1, keys="").encode()
    return line, files | {"logs/XBB-1/checkpoint": log.note(mirrors=[]) + old if not newer else log.note() + old}


def ends_with(roster):
    line = stranger.small()
    line.logs["XAA"].say("epoch_close", {"roster": roster, "key_set": line.parties[0].key_set})
    line.mirror()
    return line, line.files()


def second_mirror(keys):
    """XBB's mirror of a second epoch, whose log is here or not, cosigned under the keys of a name."""
    line = rotated("XBB")[0]
    log = line.logs["XAA"]
    added = stranger.cosignature_line(line, line.parties[1], log.text(), 1_795_000_100, epoch=2, keys=keys).encode()
    return line, line.files() | {"logs/XAA-1/checkpoint": log.note(mirrors=[]) + added}


def note(**changes):
    line = stranger.small()
    return line, line.files() | {"logs/XAA-1/checkpoint": line.logs["XAA"].note(**changes)}


def older(size, name):
    line = stranger.small()
    mirrors = [] if name.endswith("-4") else None
    return line, line.files() | {f"logs/XAA-1/{name}": line.logs["XAA"].note(size, mirrors=mirrors)}


def later_mirror():
    line = stranger.small()
    log = line.logs["XAA"]
    added = stranger.cosignature_line(line, line.parties[1], log.text(), 1_795_000_100, epoch=2).encode()
    return line, line.files() | {"logs/XAA-1/checkpoint": log.note() + added}


def forked():
    line, other = stranger.small(), stranger.small()
    other.logs["XAA"].leaves[7:], other.logs["XAA"].bodies[7:] = [], []
    other.logs["XAA"].say("service_message", TEXT)
    return line, other


def branch_seen():
    """XBB names the other history of XAA's log, and evidence of both lies beside it."""
    line, other = forked()
    line.logs["XBB"].say("service_message", TEXT, seen=[["XAA", 1, *other.logs["XAA"].head()]])
    line.mirror()
    evidence = line.evidence("E1", line.logs["XAA"].note(), other.logs["XAA"].note())
    return line, line.files() | {"evidence/1": evidence}


def evidence(kind="E1", **changes):
    line, other = forked()
    item = cbor2.loads(line.evidence(kind, line.logs["XAA"].note(mirrors=[]), other.logs["XAA"].note(mirrors=[])))
    return line, stranger.encode(item | changes)


def in_bundle(kind):
    line, data = evidence(kind)
    return line, line.files() | {"evidence/1": data}


def renamed(changes):
    line = stranger.small()
    files = line.files()
    return line, files | {new: files[old] for new, old in changes.items()}


def cut(*names):
    line = stranger.small()
    return line, {name: data for name, data in line.files().items() if name not in names}


def proof(index=3, /, **changes):
    line = stranger.small()
    return line, line.proof("XAA", index, **changes)


def proof_of(leaf=None, kind="service_message", body=None, /, **changes):
    line = stranger.small()
    log = line.logs["XAA"]
    if leaf is None:
        log.say(kind, TEXT if body is None else body, **changes)
    else:
        log.add(leaf)
    line.mirror()
    return line, line.proof("XAA", 8, body=leaf is None)


def standing(kind, body=None, /, *, large=False, **changes):
    """XAA's last entry, to which XBB then refers."""
    line = stranger.small()
    log = line.logs["XBB"]
    log.say(kind, TEXT if body is None else body, refs=[line.logs["XAA"].ref(7)], **changes)
    if large:
        log.add(bytes(4097))
    line.mirror()
    return line, line.proof("XAA", 7, after=line.after("XAA", 7))


WITNESS, OTHER = (stranger.SigningKey(bytes([number]) * 32) for number in (91, 92))


def witnessed(size=None, *, mirrors=True, key=WITNESS, **line_of):
    """A record with a witness's statement beside the head of XAA's log, or beside an older one."""
    line = stranger.small()
    log, files = line.logs["XAA"], line.files()
    text, path = log.text(size), "logs/XAA-1/checkpoint" + (f"-{size}" if size else "")
    note = log.note(size, mirrors=None if mirrors and not size else [])
    files[path] = note + stranger.witness_line(line, key, text, 1_795_000_100, **line_of).encode()
    return line, files


def mirror_as_witness():
    return witnessed(key=stranger.small().parties[1].key("mirror"))


def another_line_s():
    name = f"{'0' * 64}.watchline/witness/{bytes(WITNESS.verify_key).hex()}"
    return witnessed(name=name)


SEEN, REF = [["XBB", 1, 8, bytes(32)]], [["XBB", 1, 3, bytes(32)]]
ROSTER_SEEN = {"code": "XBB", "number": 1, "hash": bytes(32)}
ADOPTED = {"origin": "x", "size": 1, "root": bytes(32)}
EPOCH_SEEN_9 = {"code": "XBB", "epoch": 9, "key_set": bytes(32), "roster": [1, bytes(32)], "means": "files"}
EPOCH_SEEN = {"code": "XBB", "epoch": 1, "key_set": bytes(32), "roster": [1, bytes(32)], "means": "files"}
MESSAGE = {"precedence": "R", "to": [], "dtg": 1, **TEXT}
CASES = {
    "as it should be": (WHOLE, stranger.small, ()),
    # Hash-only witnesses: said, never counted among those who hold.
    "a witness": (WHOLE, witnessed, ()),
    "a witness of an older head": (WHOLE, witnessed, (5,)),
    "a witness and no mirror": (INCOMPLETE, witnessed, {"mirrors": False}),
    "a witness's line by another key": (REJECTED, witnessed, {"signer": OTHER}),
    "a witness under a mirror's key": (NOT_CHECKED, mirror_as_witness, ()),
    "a witness of another line": (NOT_CHECKED, another_line_s, ()),
    # What a party claims falsely, under its own valid signature.
    "false seen": (INCOMPLETE, saying, {"seen": SEEN}),
    "false refs": (INCOMPLETE, saying, {"refs": REF}),
    "false refs to its own log": (INCOMPLETE, saying, {"refs": [["XAA", 1, 3, bytes(32)]]}),
    "false roster_seen": (INCOMPLETE, saying, ("roster_seen", ROSTER_SEEN)),
    "roster_seen of number 0": (INCOMPLETE, saying, ("roster_seen", ROSTER_SEEN | {"number": 0})),
    "false epoch_seen": (INCOMPLETE, saying, ("epoch_seen", EPOCH_SEEN)),
    "receipt beyond": (INCOMPLETE, saying, ("receipt", {"origin": "x", "from": 0, "to": 1, "at": 1})),
    "branch seen beside evidence": (INCOMPLETE, branch_seen, ()),
    # Leaves that nobody can act on.
    "unreadable leaf": (NOT_CHECKED, raw, (b"\xff",)),
    "unreadable leaf with a body": (REJECTED, saying, {"draft": b""}),
    "seventeen refs": (NOT_CHECKED, saying, {"refs": REF * 17, "unread": True}),
    "seventeen refs with a body": (REJECTED, saying, {"refs": REF * 17}),
    "sixteen refs": (INCOMPLETE, saying, {"refs": REF * 16}),
    "misplaced": (NOT_CHECKED, saying, {"index": 9}),
    "misplaced, with false refs and seen": (NOT_CHECKED, saying, {"line": bytes(32), "refs": REF, "seen": SEEN}),
    "misplaced receipt": (NOT_CHECKED, saying, ("roster_seen", ROSTER_SEEN), {"index": 9}),
    "foreign charter": (NOT_CHECKED, saying, {"charter": bytes(32)}),
    "unknown kind": (NOT_CHECKED, saying, ("weather", b"\xff")),
    **{
        f"an amendment, {kind}": (NOT_CHECKED, saying, (kind, body))
        for kind, body in (("charter_proposed", {"charter": b""}), ("charter_signed", b""), ("charter_in_force", b""))
    },
    "unknown kind, false refs": (INCOMPLETE, saying, ("weather", b"\xff"), {"refs": REF}),
    "leaf of 4,096 bytes": (NOT_CHECKED, raw, (bytes(4096),)),
    "leaf above the limit": (REJECTED, raw, (bytes(4097),)),
    **{
        f"limit: {name} {len(str(value))}": (result, saying, {name: value, "unread": result == NOT_CHECKED})
        for name, value, result in (
            ("post", "x" * 64, WHOLE), ("post", "x" * 65, NOT_CHECKED), ("kind", "x" * 65, NOT_CHECKED), ("t", 2**53, WHOLE),
            ("t", -(2**53), WHOLE), ("t", 2**53 + 1, NOT_CHECKED), ("v", 2, NOT_CHECKED), ("serial", 0, NOT_CHECKED),
            ("serial", 2**53 + 1, NOT_CHECKED), ("seen", [["XBB", 1, 0, bytes(32)]], NOT_CHECKED),
            ("seen", [["XBB", 1, 1, bytes(32)]] * 12, NOT_CHECKED), ("seen", [["xbb", 1, 1, bytes(32)]], NOT_CHECKED),
            ("refs", [["XBB", 0, 1, bytes(32)]], NOT_CHECKED), ("author", "xaa", NOT_CHECKED), ("epoch", 10**9, NOT_CHECKED),
            ("body_class", 0, NOT_CHECKED), ("auth", bytes(31), NOT_CHECKED), ("auth", bytes(32), WHOLE),
        )
    },
    "integer key in a leaf": (NOT_CHECKED, raw, (stranger.encode({0: 1}),)),
    # Bodies.
    "false body_class": (NOT_CHECKED, saying, {"body_class": 64}),
    "false body_class of an unknown kind": (NOT_CHECKED, saying, ("weather", b""), {"body_class": 64}),
    "zero bytes": (WHOLE, saying, ("message_read", b"")),
    "body not canonical": (NOT_CHECKED, saying, ("roster_seen", b"\xbf\xff")),
    "integer key in a body": (NOT_CHECKED, saying, ("roster_seen", {0: 1})),
    "integer key deeper in a body": (INCOMPLETE, saying, ("roster_seen", ROSTER_SEEN | {"x": {0: 1}})),
    "body of another kind not canonical": (WHOLE, saying, ("message_read", b"\xbf\xff")),
    **{
        f"{kind} without {name}": (NOT_CHECKED if kind in verify.KINDS else WHOLE, saying, (kind, without(body, name)))
        for kind, body in (
            ("service_message", TEXT), ("message", MESSAGE), ("roster_seen", ROSTER_SEEN),
            ("epoch_seen", EPOCH_SEEN), ("receipt", {"origin": "x", "from": 0, "to": 1, "at": 1}),
        )
        for name in body
    },
    **{
        f"{kind} with {changes}": (result, saying, (kind, body | changes))
        for kind, body, changes, result in (
            ("message", MESSAGE, {"precedence": "X"}, WHOLE), ("message", MESSAGE, {"to": ["XZZ"]}, WHOLE),
            ("roster_seen", ROSTER_SEEN, {"number": -1}, NOT_CHECKED), ("roster_seen", ROSTER_SEEN, {"code": "x" * 257}, NOT_CHECKED),
            ("roster_seen", ROSTER_SEEN, {"hash": b"x"}, NOT_CHECKED), ("roster_seen", ROSTER_SEEN, {"code": 5}, NOT_CHECKED),
        )
    },
    # How a log opens.
    "another key set": (NOT_CHECKED, opening, (lambda body: body | {"key_set": stranger.Party("XZZ").key_set}, same)),
    "another mirror key": (NOT_CHECKED, opening, (lambda body: body | {"key_set": body["key_set"] | {"mirror": bytes(32)}}, same)),
    "one roster only": (NOT_CHECKED, opening, (lambda body: body | {"rosters": body["rosters"][:1]}, same)),
    "another roster": (INCOMPLETE, opening, (lambda body: body | {"rosters": [["XAA", 1, bytes(32)], body["rosters"][1]]}, same)),
    "a roster without its hash": (NOT_CHECKED, opening, (lambda body: body | {"rosters": [["XAA", 1]]}, same)),
    "another charter": (NOT_CHECKED, opening, (same, lambda body: body | {"charter": b"another"})),
    "no signatures": (NOT_CHECKED, opening, (same, lambda body: body | {"signatures": []})),
    "a short signature": (NOT_CHECKED, opening, (same, lambda body: body | {"signatures": [["XAA", b"short"]]})),
    "opened after seeing": (INCOMPLETE, opening, (same, same), {"seen": [["XBB", 1, 9, bytes(32)]]}),
    "opened with another kind": (NOT_CHECKED, opening, (same, same), {"kind": "message"}),
    "a first epoch after another": (NOT_CHECKED, opening, (lambda body: body | {"prev": ["x", 1, bytes(32)]}, same)),
    "a first epoch that misses entries": (NOT_CHECKED, opening, (lambda body: body | {"missing": [[0, 1, bytes(32)]]}, same)),
    "prev in another form": (NOT_CHECKED, opening, (lambda body: body | {"prev": ["x", 1]}, same)),
    "missing in another form": (NOT_CHECKED, opening, (lambda body: body | {"missing": [[0, 1]]}, same)),
    "a head adopted in a first epoch": (NOT_CHECKED, saying, ("epoch_adopt", ADOPTED)),
    "a head adopted, in another form": (NOT_CHECKED, saying, ("epoch_adopt", without(ADOPTED, "root"))),
    "a second epoch_open": (NOT_CHECKED, again, ("epoch_open",)),
    "a second charter": (NOT_CHECKED, again, ("charter",)),
    # Later epochs.
    "a rotation": (WHOLE, rotated, ()),
    "two rotations": (WHOLE, rotated, ("XAA", "XAA")),
    "a rotation of each": (WHOLE, rotated, ("XAA", "XBB", "XAA")),
    "a spare": (WHOLE, restored, ()),
    "both spares": (WHOLE, restored, ("spare", "spare2")),
    "the second spare": (WHOLE, restored, ("spare2",)),
    "a spare that was passed over": (REJECTED, restored, ("spare2", "spare")),
    "a key set that no roster lists": (REJECTED, restored, ("stolen",)),
    "the key set of the first epoch again": (REJECTED, restored, ("",)),
    "a spare without leaf 0": (INCOMPLETE, without_leaf_0, ()),
    "a spare without entries": (INCOMPLETE, restored, {"cut": ("logs/XAA-2/tile/entries",)}),
    "a gap in the epochs": (INCOMPLETE, restored, ("spare", "spare2"), {"cut": ("logs/XAA-2/",)}),
    "no first epoch": (INCOMPLETE, restored, {"cut": ("logs/XAA-1/",)}),
    "no second epoch": (INCOMPLETE, restored, {"cut": ("logs/XAA-2/",)}),
    "prev absent": (WHOLE, restored, {"prev": None}),
    "prev below": (WHOLE, restored, {"prev": "below"}),
    "prev beyond": (INCOMPLETE, restored, {"prev": "beyond"}),
    "prev beside": (INCOMPLETE, restored, {"prev": "beside"}),
    "prev of another party": (NOT_CHECKED, restored, {"prev": "theirs"}),
    "prev of itself": (NOT_CHECKED, restored, {"prev": "itself"}),
    "prev of another line": (NOT_CHECKED, restored, {"prev": ["x", 1, bytes(32)]}),
    "prev of two parts": (NOT_CHECKED, rotated, {"prev": ["x", 1]}),
    "missing of two parts": (NOT_CHECKED, rotated, {"missing": [[0, 1]]}),
    "missing": (WHOLE, restored, {"missing": [[0, 1, bytes(32)]]}),
    "one roster in a later opening": (NOT_CHECKED, restored, {"rosters": []}),
    "a later opening for another key set": (NOT_CHECKED, rotated, {"key_set": stranger.Party("XZZ").key_set}),
    "a later opening that has another key beside": (NOT_CHECKED, rotated, {"key_set": {**stranger.Party("XAA").named("key 2"), "x": b""}}),
    "a charter in a later epoch": (NOT_CHECKED, going_on, ("charter", {"charter": b"", "signatures": []})),
    "a second opening in a later epoch": (NOT_CHECKED, going_on, ("epoch_open", {"reason": "x", "key_set": {}, "rosters": []})),
    "a head adopted": (WHOLE, going_on, ("epoch_adopt", head_of), {"rotate": False}),
    "a head adopted after an end": (WHOLE, going_on, ("epoch_adopt", head_of)),
    "a head adopted that is not here": (INCOMPLETE, going_on, ("epoch_adopt", lambda log: head_of(log) | {"size": 90})),
    "a head adopted beside": (INCOMPLETE, going_on, ("epoch_adopt", lambda log: head_of(log, root=bytes(32)))),
    "a head of another party adopted": (NOT_CHECKED, going_on, ("epoch_adopt", lambda log: head_of(log.line.logs["XBB"]))),
    "a head adopted of its own log": (NOT_CHECKED, going_on, ("epoch_adopt", lambda log: head_of(log.line.logs["XAA"]))),
    "a receipt of a later epoch": (WHOLE, going_on, ("roster_seen", lambda log: {"code": "XAA", "number": 2, "hash": log.party.roster_hash(2)})),
    "an epoch seen that is not here": (INCOMPLETE, going_on, ("epoch_seen", EPOCH_SEEN_9)),
    "entries after the end": (WHOLE, ended, {"after": ("x",)}),
    "entries after the end, cosigned up to it": (WHOLE, ended, {"mirrors": [], "older": True, "after": ("x",)}),
    "an end that nobody cosigned": (INCOMPLETE, ended, {"mirrors": []}),
    "an end with a roster that is not here": (INCOMPLETE, ends_with, (stranger.Party("XAA").roster(2),)),
    "an end with no roster": (NOT_CHECKED, ends_with, (b"",)),
    "an end with an empty roster": (NOT_CHECKED, ends_with, (stranger.encode([]),)),
    "a mirror of the second epoch": (WHOLE, second_mirror, ("key 2",)),
    "a mirror of the second epoch under the first key": (INCOMPLETE, second_mirror, ("",)),
    # Key sets taken back.
    "a key set taken back": (WHOLE, revoked, ()),
    "taken back, standing by all": (WHOLE, revoked, (11,)),
    "taken back, standing by nothing": (WHOLE, revoked, (0,)),
    "taken back before anybody said so": (WHOLE, revoked, {"word": False}),
    "taken back, the head it stands by is another": (INCOMPLETE, revoked, {"root": bytes(32)}),
    "taken back, the head it stands by is beyond": (INCOMPLETE, revoked, (99,), {"root": bytes(32), "prev": None}),
    "a key set that was taken back listed again": (REJECTED, listed_again, ()),
    "taken back, a log named twice": (REJECTED, revoked_roster, {"cosigned": [["x", 1], ["x", 2]]}),
    "taken back, a head of two parts": (REJECTED, revoked_roster, {"heads": [["x", 1]]}),
    "taken back, a size of 0": (REJECTED, revoked_roster, {"cosigned": [["x", 0]]}),
    "taken back without cosignatures": (INCOMPLETE, revoked_roster, {"cosigned": []}),
    "taken back, one key for two uses": (REJECTED, revoked_roster, {"key_set": {"log": stranger.Party("XAA").root, "mirror": stranger.Party("XAA").root}}),
    "a cosignature of a mirror taken back, within": (WHOLE, revoked_mirror, (90,), {"newer": False}),
    "a cosignature of a mirror taken back, beyond": (INCOMPLETE, revoked_mirror, (9,), {"newer": False}),
    "a cosignature of a mirror taken back, beside a new one": (WHOLE, revoked_mirror, (9,)),
    # Rosters, names, heads.
    "roster 2": (WHOLE, another_roster, (2, "rosters/XAA-2")),
    "roster 2 as number 3": (REJECTED, another_roster, (2, "rosters/XAA-3")),
    "roster 3 without 2": (INCOMPLETE, another_roster, (3, "rosters/XAA-3")),
    "rosters turned": (REJECTED, renamed, ({"rosters/XAA-1": "rosters/XBB-1", "rosters/XBB-1": "rosters/XAA-1"},)),
    "roster of a non-party": (NOT_CHECKED, renamed, ({"rosters/XZZ-1": "rosters/XAA-1"},)),
    "replaced key set": (WHOLE, replaced, ()),
    "no roster of a party": (INCOMPLETE, cut, ("rosters/XBB-1",)),
    "no charter": (INCOMPLETE, cut, ("charters/1",)),
    "no leaves": (INCOMPLETE, cut, ("logs/XAA-1/tile/entries/000.p/8",)),
    "checkpoint of another log": (REJECTED, renamed, ({"logs/XAA-1/checkpoint": "logs/XBB-1/checkpoint"},)),
    "older checkpoint": (WHOLE, older, (5, "checkpoint-5")),
    "older checkpoint under another size": (REJECTED, older, (5, "checkpoint-6")),
    "older checkpoint without a cosignature": (INCOMPLETE, older, (4, "checkpoint-4")),
    "no cosignature": (INCOMPLETE, note, {"mirrors": []}),
    "another root": (REJECTED, note, {"root": bytes(32)}),
    "a mirror of epoch 2": (NOT_CHECKED, later_mirror, ()),
    "a strange file": (NOT_CHECKED, renamed, ({"README": "charters/1"},)),
    # Evidence.
    "evidence E1": ("confirmed", evidence, ()),
    "evidence with roster 2 alone": ("confirmed", evidence, {"rosters": [stranger.Party("XAA").roster(2)]}),
    "evidence with rosters 1 and 2": ("confirmed", evidence, {"rosters": [stranger.Party("XAA").roster(n) for n in (1, 2)]}),
    "evidence with the roster of a non-party": (REJECTED, evidence, {"rosters": [stranger.Party("XZZ").roster(1)]}),
    "evidence without rosters": (REJECTED, evidence, {"rosters": []}),
    "evidence of class E5": (NOT_CHECKED, evidence, ("E5",)),
    "evidence of class E5, wrong line": (REJECTED, evidence, ("E5",), {"line": bytes(32)}),
    "evidence in a bundle": (INCOMPLETE, in_bundle, ("E1",)),
    "evidence of class E5 in a bundle": (INCOMPLETE, in_bundle, ("E5",)),
    # One entry.
    "proof": (WHOLE, proof, ()),
    "proof without a body": (INCOMPLETE, proof, {"body": False}),
    "proof with rosters turned": (WHOLE, proof, {"rosters": [stranger.Party(code).roster(1) for code in ("XBB", "XAA")]}),
    "proof with roster 2 first": (INCOMPLETE, proof, {"rosters": [stranger.Party("XAA").roster(2)]}),
    "proof with the roster of a non-party": (REJECTED, proof, {"rosters": [stranger.Party("XZZ").roster(2)]}),
    "proof without charter": (INCOMPLETE, proof, {"charters": []}),
    "proof of a large leaf": (REJECTED, proof_of, (bytes(4097),)),
    "proof of a leaf that cannot be read": (NOT_CHECKED, proof_of, (b"\xff",)),
    "proof of a false body_class": (NOT_CHECKED, proof_of, {"body_class": 64}),
    "proof of a body above the limit": (REJECTED, proof_of, (None, "message_read", bytes(32_769))),
    "proof of a bad body": (NOT_CHECKED, proof_of, (None, "receipt", {})),
    "proof of a body of another form": (WHOLE, proof_of, (None, "correction", {})),
    "proof of a second charter": (NOT_CHECKED, proof_of, (None, "charter", {"charter": b"", "signatures": []})),
    "proof of a misplaced entry": (NOT_CHECKED, proof_of, {"index": 5, "seen": SEEN}),
    **{
        f"stands though there is a {kind}": (WHOLE, standing, (kind, body))
        for kind, body in (
            ("message_read", {}),
            ("message_acknowledged", {"how": "understood"}),
            ("line_test_answered", {"answered_by": "watch"}),
        )
    },
    **{
        f"does not stand for a {kind}": (REJECTED, standing, (kind, TEXT))
        for kind in ("correction", "message", "service_message", "receipt", "weather")
    },
    "stands, a leaf above the limit follows": (REJECTED, standing, ("message_read", {}), {"large": True}),
}  # fmt: skip


def made(case):
    """Return (line, what is checked: files or bytes)."""
    _, maker, *given = CASES[case]
    places = next((item for item in given if isinstance(item, tuple)), ())
    named = next((item for item in given if isinstance(item, dict)), {})
    found = maker(*places, **named)
    return (found, found.files()) if isinstance(found, stranger.Line) else found


@pytest.mark.parametrize("case", CASES)
def test_both_verifiers_give_the_same_word_and_exit_code(case, tmp_path):
    line, what = made(case)
    path = tmp_path / "it"
    if isinstance(what, bytes):
        path.write_bytes(what)
    else:
        stranger.write(what, path)
    theirs = check_path(path, sorted(line.roots))
    ours = verify.examine(str(path), line.roots)
    assert (ours["result"], theirs.headline()) == (CASES[case][0], CASES[case][0]), (ours, theirs.words())
    assert theirs.exit_code == (0 if CASES[case][0] in {WHOLE, "confirmed"} else 3)


@pytest.mark.parametrize(
    ("stood", "how", "words"),
    [
        (9, {}, ("standing 0-8, disowned 9, void 10", "below 9 stand, then those below 10 are")),
        (9, {"spoken": False}, ("standing 0-8, void 9-10", "below 9 stand, then those below 9 are")),
        (0, {}, ("disowned 0-9, void 10", "below 0 stand, then those below 10 are")),
        (9, {"word": False}, ("standing 0-8, disowned 9, void 10", "below 9 stand, then those below 10 are")),
        (9, {"first": True}, ("standing 0-8, disowned 9-10", "below 9 stand, then those below 11 are")),
    ],
)
def test_both_say_the_same_of_what_stands_of_a_key_set_that_was_taken_back(stood, how, words, tmp_path):
    line, files = revoked(stood, **how)
    path = stranger.write(files, tmp_path)
    assert any(words[0] in sentence for sentence in check_path(path, sorted(line.roots)).found)
    assert any(words[1] in sentence for sentence in verify.examine(str(path), line.roots)["found"]["heads"])


@pytest.mark.parametrize("case", ["as it should be", "false seen", "a second charter", "another root", "evidence E1"])
def test_the_exit_code_of_the_file_is_that_of_the_package(case, tmp_path):
    line, what = made(case)
    path = tmp_path / "it"
    if isinstance(what, bytes):
        path.write_bytes(what)
    else:
        stranger.write(what, path)
    roots = [argument for root in sorted(line.roots) for argument in ("--root", root)]
    done = subprocess.run([sys.executable, "-I", str(VERIFY), str(path), *roots], capture_output=True, check=False)
    assert done.returncode == check_path(path, sorted(line.roots)).exit_code

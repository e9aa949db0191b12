"""Vectors of docs/spec/log.md: trees, proofs, checkpoints. The first tree is the one of the Certificate Transparency tests."""

from tests.vectors.make.form import Vector
from tests.vectors.make.leaf import LINE
from tests.vectors.make.plain import (
    base64,
    consistency,
    cover,
    inclusion,
    key_id,
    leaf_hash,
    line,
    log_line,
    loosened,
    public,
    root,
    sha,
    sign,
    text,
)

# RFC 6962 as tested by Certificate Transparency (google/certificate-transparency, transparency-dev/merkle): eight leaves and the
# roots of the trees of the first 1 to 8 of them.
CT_LEAVES = tuple(
    bytes.fromhex(leaf)
    for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
)
CT_ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
CT = [leaf_hash(leaf) for leaf in CT_LEAVES]
ORIGIN = f"{LINE.hex()}.watchline/XAA/1"
KEY = "XAA 1 log"


def counted(size):
    """Return the leaf hashes of a tree whose leaf i is i in four bytes."""
    return [leaf_hash(n.to_bytes(4, "big")) for n in range(size)]


def vectors():
    yield from _trees()
    yield from _inclusion()
    yield from _consistency()
    yield from _checkpoints()
    yield from _refused_checkpoints()


def _trees():
    yield Vector("log/tree-0", "tree", "ok", "The empty tree: the hash of nothing.", (), gives={"root": sha()})
    for size, published in enumerate(CT_ROOTS, 1):
        comment = f"The first {size} of the eight leaves that Certificate Transparency tests with."
        yield Vector(f"log/tree-{size}", "tree", "ok", comment, CT_LEAVES[:size], gives={"root": published})
    for size in (255, 256, 257, 1000):
        comment = f"{size} leaves; leaf i is the number i in four bytes, big-endian."
        yield Vector(
            f"log/tree-{size}", "tree-counted", "ok", comment, given={"size": size}, gives={"root": root(counted(size))}
        )
    for start, end in ((0, 1), (0, 7), (3, 8), (5, 21), (256, 1000)):
        comment = (
            f"The largest complete subtrees that fill the leaves from {start} to {end} (not included): level, index."
        )
        places = " ".join(f"{level},{index}" for level, index in cover(start, end))
        yield Vector(
            f"log/cover-{start}-{end}",
            "cover",
            "ok",
            comment,
            given={"start": start, "end": end},
            gives={"places": places},
        )


def _inclusion():
    def proof(name, expect, comment, path, index=5, size=7, leaf=CT[5], tree_root=CT_ROOTS[6]):
        given = {"leaf_hash": leaf, "index": index, "size": size, "root": tree_root}
        return Vector(f"log/inclusion-{name}", "inclusion", expect, comment, tuple(path), given)

    no = "refused root"
    for index, size in ((0, 1), (0, 8), (5, 8), (2, 3), (1, 5), (6, 7)):
        comment = f"Leaf {index} in the tree of {size}."
        yield proof(
            f"{index}-of-{size}", "ok", comment, inclusion(index, CT[:size]), index, size, CT[index], CT_ROOTS[size - 1]
        )
    hashes = counted(1000)
    yield proof(
        "999-of-1000",
        "ok",
        "The last leaf of a tree that is not full.",
        inclusion(999, hashes),
        999,
        1000,
        hashes[999],
        root(hashes),
    )
    path = inclusion(5, CT[:7])
    yield proof("other-leaf", no, "The path of leaf 5 with the hash of leaf 4.", path, leaf=CT[4])
    yield proof("other-index", no, "The path of leaf 5, said to be leaf 4's.", path, index=4)
    yield proof("other-size", no, "The path in the tree of 7, said to be of 6.", path, size=6)
    yield proof("other-root", no, "Another root.", path, tree_root=CT_ROOTS[5])
    yield proof("index-is-size", no, "No tree of 7 has a leaf 7.", path, index=7)
    yield proof("empty-tree", no, "Nothing is in the empty tree.", (), index=0, size=0, tree_root=sha())
    yield proof("short", no, "A hash is missing.", path[:-1])
    yield proof("long", no, "A hash too many.", [*path, path[-1]])
    yield proof("swapped", no, "Two hashes change places.", [path[1], path[0], *path[2:]])
    yield proof("31-bytes", no, "A hash of 31 bytes.", [path[0][:31], *path[1:]])
    yield proof("empty-hash", no, "An empty hash in front.", [b"", *path])
    yield proof(
        "short-leaf",
        no,
        "One leaf; its hash and the root are empty and equal. All hashes are 32 bytes long.",
        (),
        0,
        1,
        b"",
        b"",
    )
    halves = "A path moved by half a hash: the bytes are the same, the hashes are not 32 bytes long."
    joined = b"".join(path)
    yield proof("moved", no, halves, [joined[:16], joined[16:48], joined[48:]])


def _consistency():
    def proof(name, expect, comment, path, old=3, new=7, old_root=CT_ROOTS[2], new_root=CT_ROOTS[6]):
        given = {"old_size": old, "old_root": old_root, "new_size": new, "new_root": new_root}
        return Vector(f"log/consistency-{name}", "consistency", expect, comment, tuple(path), given)

    no = "refused root"
    for old, new in ((1, 1), (8, 8), (1, 8), (6, 8), (2, 5), (6, 7), (4, 8), (4, 7)):
        comment = f"From {old} to {new}." if old < new else f"{old} and {new}: equal roots and no hashes."
        yield proof(
            f"{old}-{new}", "ok", comment, consistency(old, CT[:new]), old, new, CT_ROOTS[old - 1], CT_ROOTS[new - 1]
        )
    hashes = counted(1000)
    comment = "From 256, one full tile, to 1000."
    yield proof("256-1000", "ok", comment, consistency(256, hashes), 256, 1000, root(hashes[:256]), root(hashes))
    path = consistency(3, CT[:7])
    yield proof(
        "from-0",
        no,
        "From the empty tree, with its true root: the first head is treated by itself, never by a proof.",
        (),
        0,
        old_root=sha(),
    )
    yield proof("from-0-garbage", no, "From size 0 with a root of which nobody heard.", (), 0, old_root=sha(b"garbage"))
    yield proof(
        "0-0-garbage",
        no,
        "Twice size 0, equal roots that are not the empty tree's.",
        (),
        0,
        0,
        sha(b"garbage"),
        sha(b"garbage"),
    )
    yield proof("0-0", no, "Twice the empty tree: no proof is needed, and none is taken.", (), 0, 0, sha(), sha())
    yield proof(
        "short-roots", no, "Twice size 1, equal roots of no bytes. All hashes are 32 bytes long.", (), 1, 1, b"", b""
    )
    yield proof("equal-other-root", no, "One size, two roots: this is evidence E1.", (), 7, 7, CT_ROOTS[6], CT_ROOTS[5])
    yield proof(
        "equal-with-hashes",
        no,
        "One size, equal roots, and a hash for which there is no need.",
        [CT[0]],
        7,
        7,
        CT_ROOTS[6],
        CT_ROOTS[6],
    )
    yield proof("shrinks", no, "From 7 to 3.", path, 7, 3, CT_ROOTS[6], CT_ROOTS[2])
    yield proof("empty", no, "No hashes.", ())
    yield proof("short", no, "A hash is missing.", path[:-1])
    yield proof("long", no, "A hash too many.", [*path, path[-1]])
    yield proof("other-old-root", no, "Another old root.", path, old_root=CT_ROOTS[3])
    yield proof("other-new-root", no, "Another new root.", path, new_root=CT_ROOTS[7])
    yield proof("other-old-size", no, "The proof from 3, said to be from 4.", path, 4)
    yield proof("31-bytes", no, "A hash of 31 bytes.", [path[0][:31], *path[1:]])
    power = consistency(4, CT[:7])
    comment = "From a power of two the old root is not in the proof; here it stands in front."
    yield proof("old-root-in-front", no, comment, [bytes.fromhex(CT_ROOTS[3]), *power], 4, 7, CT_ROOTS[3])


SIZE, ROOT = 7, bytes.fromhex(CT_ROOTS[6])
TEXT = text(ORIGIN, SIZE, ROOT)
SIGNED = log_line(ORIGIN, SIZE, ROOT, KEY)


def _note(name, expect, comment, note, origin=ORIGIN, size=SIZE, tree_root=ROOT):
    gives = {"origin": origin, "size": size, "root": tree_root} if expect == "ok" else {}
    return Vector(f"log/checkpoint-{name}", "checkpoint", expect, comment, note, {"log_key": public(KEY)}, gives)


def _checkpoints():
    yield _note("sound", "ok", "A checkpoint of 7 leaves, signed by the log key of XAA.", f"{TEXT}\n{SIGNED}")
    demo = ORIGIN.replace(".watchline/", ".watchline-demo/")
    comment = "A demonstration line: its origin says so."
    yield _note("demo", "ok", comment, f"{text(demo, SIZE, ROOT)}\n{log_line(demo, SIZE, ROOT, KEY)}", demo)
    unknown = line("witness.example/w1", key_id("witness.example/w1", 6, b"k") + bytes(100))
    comment = "Lines of names and key types that nobody here knows, before and after: they are ignored."
    yield _note("unknown-lines", "ok", comment, f"{TEXT}\n{unknown}{SIGNED}{unknown}")
    other = line(ORIGIN, b"\0\0\0\0" + bytes(64))
    yield _note(
        "unknown-key-id", "ok", "A line of the origin's name and another key id is ignored.", f"{TEXT}\n{other}{SIGNED}"
    )
    big = 2**53
    yield _note(
        "large", "ok", "A large size.", f"{text(ORIGIN, big, ROOT)}\n{log_line(ORIGIN, big, ROOT, KEY)}", size=big
    )


def _refused_checkpoints():
    def bad(name, comment, note, code="malformed"):
        return _note(name, f"refused {code}", comment, note)

    def signed(changed):
        """Return a note of another text, soundly signed."""
        return f"{changed}\n{line(ORIGIN, key_id(ORIGIN, 1, public(KEY)) + sign(KEY, changed.encode()))}"

    yield bad(
        "other-size", "The size was changed after it was signed.", f"{text(ORIGIN, 8, ROOT)}\n{SIGNED}", "signature"
    )
    yield bad(
        "other-root", "The root was changed after it was signed.", f"{text(ORIGIN, SIZE, sha())}\n{SIGNED}", "signature"
    )
    other = ORIGIN.replace("/XAA/1", "/XAA/2")
    yield bad(
        "other-origin",
        "The origin was changed after it was signed.",
        f"{text(other, SIZE, ROOT)}\n{SIGNED}",
        "signature",
    )
    yield bad(
        "other-key", "Signed by the mirror key.", f"{TEXT}\n{log_line(ORIGIN, SIZE, ROOT, 'XAA 1 mirror')}", "signature"
    )
    name = line(f"{ORIGIN}/mirror", key_id(f"{ORIGIN}/mirror", 1, public(KEY)) + sign(KEY, TEXT.encode()))
    yield bad(
        "other-name", "Signed by the log key under another name: that line is ignored.", f"{TEXT}\n{name}", "signature"
    )
    kind = line(ORIGIN, key_id(ORIGIN, 4, public(KEY)) + sign(KEY, TEXT.encode()))
    yield bad(
        "other-type", "The key id of a cosignature (type 04): that line is ignored.", f"{TEXT}\n{kind}", "signature"
    )
    yield bad("no-lines", "No signature line.", f"{TEXT}\n")
    yield bad("no-blank-line", "No empty line between text and signature.", f"{TEXT}{SIGNED}")
    yield bad("no-last-newline", "The last line does not end.", f"{TEXT}\n{SIGNED}".removesuffix("\n"))
    yield bad("words-after", "Words after the signatures.", f"{TEXT}\n{SIGNED}And so on.\n")
    yield bad("crlf", "Line ends of another system.", f"{TEXT}\n{SIGNED}".replace("\n", "\r\n"))
    yield bad("size-0", "There is no checkpoint of size 0.", signed(text(ORIGIN, 0, sha())))
    yield bad("size-zeroes", "A size with a leading zero.", signed(text(ORIGIN, "07", ROOT)))
    yield bad("size-sign", "A size with a sign.", signed(text(ORIGIN, "+7", ROOT)))
    yield bad("size-arabic", "Digits of another script.", signed(text(ORIGIN, "\u0667", ROOT)))
    yield bad("size-words", "A word behind the size.", signed(text(ORIGIN, "7 leaves", ROOT)))
    yield bad("size-hex", "A size in hexadecimal.", signed(text(ORIGIN, "0x7", ROOT)))
    yield bad("extension", "A fourth line in the text: extension lines are not taken here.", signed(TEXT + "more\n"))
    yield bad("two-lines", "A text without a root.", signed(f"{ORIGIN}\n7\n"))
    yield bad("short-root", "A root of 31 bytes.", signed(text(ORIGIN, SIZE, ROOT[:31])))
    loose = TEXT.replace(base64(ROOT), loosened(base64(ROOT)))
    yield bad("root-trailing-bits", "A root whose base64 has a bit set that carries nothing.", signed(loose))
    yield bad("empty-origin", "No origin.", signed(text("", SIZE, ROOT)))
    yield bad("hyphen", "A hyphen where the dash (U+2014) belongs.", f"{TEXT}\n{SIGNED.replace('—', '-')}")
    yield bad("name-with-plus", "A plus in a key's name.", f"{TEXT}\n{SIGNED}{line('a+b', bytes(68))}")
    yield bad("name-with-space", "A space in a key's name.", f"{TEXT}\n{SIGNED}{line('a b', bytes(68))}")
    wide = line("a\u3000b", bytes(68))
    yield bad(
        "name-with-wide-space",
        "A space of another script (U+3000) in a key's name.",
        f"{TEXT}\n{SIGNED}{wide}",
    )
    yield bad("key-id-only", "A line without a signature.", f"{TEXT}\n{SIGNED}{line('a', bytes(4))}")
    yield bad(
        "33-lines", "More signature lines than are taken: 32.", f"{TEXT}\n{SIGNED}{line('a', bytes(68)) * 32}", "limit"
    )
    yield bad("long", "A note above 16 KiB.", f"{TEXT}\n{SIGNED}{line('a', bytes(12400))}", "limit")

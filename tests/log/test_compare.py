"""Another side's file beside the record held here: the same, more on one side, parted; signatures; what is no file of this line."""

import io
import tarfile
from types import MappingProxyType

import msgspec
import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from tests.log.bundles import exported, talked
from watchline.errors import InvalidFromPeer, OurMistake
from watchline.host.compare import compare_given, compare_path, tar_members
from watchline.log import EMPTY_FRONTIER, leaf_hash, parse_checkpoint, sign_checkpoint
from watchline.log.bundle import heads_text
from watchline.log.compare import read_heads
from watchline.log.tiles import read_entry_bundle, write_entry_bundle
from watchline.node import SayMessage


@pytest.fixture(scope="module")
def line():
    return talked()


@pytest.fixture(scope="module")
def later(line):
    """What XAA exports, XBB's copy of the same moment, then XAA alone goes on: (line, export and heads before, after)."""
    key = line.charter.line
    before = (exported(line["XBB"]), heads_text(line["XBB"].store.held, key))
    line["XAA"].say(SayMessage(text="One more, that nobody else holds yet."))
    after = (exported(line["XAA"]), heads_text(line["XAA"].store.held, key))
    return MappingProxyType({"before": before, "after": after})


def tar(files, top="XAA-XBB-12345678/", **fields):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", **fields) as file:
        for name, data in files.items():
            member = tarfile.TarInfo(f"{top}{name}")
            member.size = len(data)
            file.addfile(member, io.BytesIO(data))
    return out.getvalue()


def compared(member, *given):
    return compare_given(list(given), member.store.held, member.line.charter.line)


def relations(found):
    return {f"{log.party}/{log.epoch}": log.relation.value for log in found.logs}


def parted(line, files, index):
    """Return an export in which XAA's key signed another history from one entry on."""
    checkpoint = parse_checkpoint(files["logs/XAA-1/checkpoint"])
    size, path = checkpoint.head.size, next(name for name in files if name.startswith("logs/XAA-1/tile/entries/"))
    leaves = read_entry_bundle(files[path], size)
    leaves[index] = leaves[index][:-1] + bytes([leaves[index][-1] ^ 1])
    head = EMPTY_FRONTIER.extended([leaf_hash(leaf) for leaf in leaves])[0].head()
    key = next(party for party in line.parties if party.code == "XAA").keys.log
    note = sign_checkpoint(checkpoint.origin, head, key).note()
    return {**files, path: write_entry_bundle(leaves), "logs/XAA-1/checkpoint": note}, note


@pytest.mark.parametrize("form", ["tar", "folder", "files", "heads"])
def test_the_same_record_is_the_same_in_every_form(line, later, form, tmp_path):
    files, heads = later["before"]
    member = line["XBB"]
    if form == "folder":
        for name, data in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(data)
        found = compare_path(tmp_path, member.store.held, line.charter.line)
    else:
        forms = {
            "tar": [("theirs.tar", tar(files))],
            "files": [(f"OUT/{name}", data) for name, data in files.items()],
            "heads": [("heads.txt", heads)],
        }
        found = compared(member, *forms[form])
    assert (found.result, found.agrees) == ("same", True), found.words()
    assert found.what == ("heads" if form == "heads" else "export")
    assert relations(found) == {"XAA/1": "same", "XBB/1": "same"}
    assert all(log.signed and log.same == log.here == log.there for log in found.logs)
    assert [log.cosigned_by for log in found.logs] == [("XBB",), ("XAA",)]


def test_who_holds_more_is_named_from_both_sides(line, later):
    key = line.charter.line
    (old, old_heads), (new, new_heads) = later["before"], later["after"]
    more = (
        parse_checkpoint(new["logs/XAA-1/checkpoint"]).head.size
        - parse_checkpoint(old["logs/XAA-1/checkpoint"]).head.size
    )
    assert more > 0
    here = compared(line["XAA"], ("old.tar", tar(old)))
    assert (here.result, relations(here)["XAA/1"]) == ("one holds more", "more here")
    assert f"{more} more are here" in here.words()
    assert relations(compared(line["XAA"], ("heads", old_heads)))["XAA/1"] == "more here", (
        "the smaller root is computed"
    )
    there = compared(line["XBB"], ("new.tar", tar(new)))
    assert (there.result, relations(there)["XAA/1"]) == ("one holds more", "more in the file")
    assert f"{more} more are in the file" in there.words()
    heads = compared(line["XBB"], ("heads", new_heads))
    assert (heads.result, relations(heads)["XAA/1"]) == ("not told", "not told"), (
        "heads alone do not show what goes before"
    )
    assert "takes an export" in heads.words()
    assert compare_given([("h", heads_text(line["XBB"].store.held, key))], line["XBB"].store.held, key).agrees


@pytest.mark.parametrize("index", [2, 5])
def test_two_histories_part_at_an_entry_and_both_are_signed(line, later, index):
    files, note = parted(line, later["before"][0], index)
    found = compared(line["XBB"], ("other.tar", tar(files)))
    (log,) = (log for log in found.logs if log.party == "XAA")
    assert (found.result, log.relation.value, log.same, log.differs_at, log.signed) == (
        "parted",
        "parted",
        index,
        index,
        True,
    )
    assert f"entry {index} is another one in the file" in found.words()
    assert not found.agrees
    alone = compared(line["XBB"], ("checkpoint", note))
    (log,) = (log for log in alone.logs if log.party == "XAA")
    assert (alone.result, log.relation.value, log.differs_at, log.signed) == ("parted", "parted", None, True)
    assert relations(alone)["XBB/1"] == "only here"


def test_a_signature_that_is_no_key_s_is_named(line, later):
    heads = later["before"][1].decode().split("\n")
    at = next(number for number, text in enumerate(heads) if text.startswith("\u2014"))
    name, key = heads[at].rsplit(" ", 1)
    heads[at] = f"{name} {key[:-8]}AAAAAA=="
    found = compared(line["XBB"], ("heads", "\n".join(heads).encode()))
    assert found.result == "not verified"
    assert [log.signed for log in found.logs] == [False, True]
    assert found.verdict.reasons


def test_a_changed_body_does_not_verify_though_the_heads_are_the_same(line, later):
    files = dict(later["before"][0])
    path = next(name for name in files if name.startswith("logs/XBB-1/bodies/"))
    files[path] = files[path][:-1] + bytes([files[path][-1] ^ 1])
    found = compared(line["XBB"], ("x.tar", tar(files)))
    assert found.result == "not verified"
    assert not found.agrees
    assert relations(found)["XBB/1"] == "same"


def test_another_line_s_file_and_what_is_no_file_are_refused_in_words(line):
    other = talked("XAA XCC")
    with pytest.raises(OurMistake, match="of another line"):
        compared(line["XBB"], ("x.tar", tar(exported(other["XCC"]))))
    for data in (b"", b"words", b"\x00" * 2048, b"\n\n\n"):
        with pytest.raises(InvalidFromPeer):
            compared(line["XBB"], ("x", data))
    with pytest.raises(InvalidFromPeer, match="two files under one name"):
        compared(line["XBB"], ("a/logs/XAA-1/checkpoint", b"1"), ("b/logs/XAA-1/checkpoint", b"2"))


def test_who_joined_later_compares_heads_alone(line, later, monkeypatch):
    joined = msgspec.structs.replace(line.charter, prev=bytes(32))
    monkeypatch.setattr("watchline.log.compare._charter", lambda held, line: joined)
    with pytest.raises(OurMistake, match="compare with heads"):
        compared(line["XBB"], ("x.tar", tar(later["before"][0])))
    assert compared(line["XBB"], ("heads", later["before"][1])).result == "same"


def test_heads_that_name_one_log_twice_are_refused(line):
    heads = heads_text(line["XBB"].store.held, line.charter.line)
    assert len(read_heads(heads)) == 2
    with pytest.raises(InvalidFromPeer, match="twice"):
        read_heads(heads + b"\n" + heads)


@pytest.mark.parametrize("kind", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_a_tar_is_read_as_the_library_writes_it(kind):
    files = {"logs/XAA-1/checkpoint": b"one", "rosters/XAA-1": b"", "logs/XAA-1/tile/entries/x001/234.p/7": b"x" * 1025}
    assert {name: bytes(data) for name, data in tar_members(tar(files, "top/", format=kind))} == {
        f"top/{name}": data for name, data in files.items()
    }


def member_of(kind, size=0, link="", name="a"):
    member = tarfile.TarInfo(name)
    member.type, member.size, member.linkname = kind, size, link
    return member.tobuf(tarfile.USTAR_FORMAT)


def test_a_tar_of_links_devices_or_claims_is_refused(monkeypatch):
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.GNUTYPE_SPARSE, tarfile.GNUTYPE_LONGNAME):
        with pytest.raises(InvalidFromPeer, match="neither file nor folder"):
            list(tar_members(member_of(kind, link="/etc/passwd")))
    with pytest.raises(InvalidFromPeer, match="in the middle"):
        list(tar_members(member_of(tarfile.REGTYPE, 1 << 30)))
    monkeypatch.setattr("watchline.host.compare.MEMBERS_MAX", 2)
    with pytest.raises(InvalidFromPeer, match="more than 2 members"):
        list(tar_members(member_of(tarfile.REGTYPE) * 3))


@drawn(st.binary(max_size=1600), st.integers(0, 2047), st.integers(0, 255))
def test_any_bytes_are_read_or_refused(noise, at, value):
    good = bytearray(tar({"logs/XAA-1/checkpoint": b"one", "rosters/XAA-1": b"two"}))
    good[at] = value
    for data in (noise, b"\x00" * 257 + b"ustar" + noise, bytes(good)):
        try:
            taken = sum(len(content) for _, content in tar_members(data))
        except InvalidFromPeer:
            continue
        assert taken <= len(data)

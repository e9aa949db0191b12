"""Verdicts on export bundles; each is compared with verify.py's, which was written from the pages alone."""

import functools
import random

import pytest
from nacl import bindings

from tests.log.bundles import both, checked, exported, extended, hand, roots, talked, theirs, with_lines, write
from tests.pair import Line, Party
from watchline.codec import decode, encode
from watchline.errors import OurMistake
from watchline.keys import body_hash
from watchline.log import Head, cosign, leaf_hash, parse_checkpoint, sign_checkpoint
from watchline.log.tiles import bodies_path
from watchline.log.verdict import Findings, Result
from watchline.node import SayMessage
from watchline.record import CharterBody, EpochOpen, EpochSeen, Header, Receipt, RosterSeen, ServiceMessage, write_leaf


@pytest.fixture(scope="module")
def two():
    return talked()


@pytest.fixture(scope="module")
def three():
    return talked("XAA XBB XCC")


# ---- sound bundles ----
def test_what_two_nodes_export_is_verified_and_complete_and_names_heads_and_holders(two, tmp_path):
    for code in ("XAA", "XBB"):
        verdict = both(exported(two[code]), roots(two), tmp_path / code)
        assert (verdict.result, verdict.exit_code) == (Result.VERIFIED, 0)
        assert verdict.headline() == "verified and complete"
        assert "stated as held whole by XBB at 2026-" in verdict.found[0]
        assert "It shows nothing beyond the heads named" in verdict.words()
        assert "a demonstration record: it says nothing about any state" in verdict.words()


def test_what_three_nodes_export_is_verified_and_complete(three, tmp_path):
    for code in ("XAA", "XBB", "XCC"):
        assert both(exported(three[code]), roots(three), tmp_path / code).result is Result.VERIFIED


def test_a_line_that_is_no_demonstration_does_not_say_that_it_is_one():
    assert "demonstration" not in Findings("bundle").verdict().words()


def test_several_entry_bundles_with_tiles_of_two_levels_verify(tmp_path):
    line = Line().open()
    for number in range(270):
        line["XAA"].say(SayMessage(text=f"number {number}"))
    line.settle()
    line.wait(70)
    files = exported(line["XBB"])
    assert {"logs/XAA-1/tile/entries/000", "logs/XAA-1/tile/1/000.p/1"} < set(files)
    assert both(files, roots(line), tmp_path / "whole").result is Result.VERIFIED
    del files["logs/XAA-1/tile/entries/000"]
    verdict = both(files, roots(line), tmp_path / "cut")
    assert verdict.result is Result.INCOMPLETE
    assert any(sentence.startswith("leaves 0-") and "of XAA-1" in sentence for sentence in verdict.missing)


def test_progress_counts_every_entry_twice(two):
    from tests.log.bundles import Given
    from watchline.log.check import check_folder

    told = []
    check_folder(Given(exported(two["XAA"])), roots(two), lambda done, of: told.append((done, of)))
    entries = sum(row.head.size for row in two["XAA"].store.held.logs(two.charter.line))
    assert told[-1] == (2 * entries, 2 * entries)
    assert told == sorted(told)


# ---- roots, rosters, charter ----
def test_another_root_rejects_and_a_root_not_given_is_missing(two, tmp_path):
    files, (first, second) = exported(two["XAA"]), roots(two)
    stranger = Party("XCC", 77).roster.fingerprint
    verdict = both(files, [first, stranger], tmp_path)
    assert verdict.result is Result.REJECTED
    assert stranger in verdict.reasons[0]
    verdict = both(files, [first], tmp_path)
    assert verdict.result is Result.INCOMPLETE
    assert second in verdict.missing[0]


@pytest.mark.parametrize("given", [[], ["12345"], ["x" * 30]])
def test_no_root_or_none_at_all_is_a_mistake_of_the_user(two, given):
    with pytest.raises(OurMistake):
        checked(exported(two["XAA"]), given)


@pytest.mark.parametrize("name", ["charters/1", "rosters/XAA-1", "rosters/XBB-1"])
def test_a_document_that_is_not_there_is_missing(two, tmp_path, name):
    files = exported(two["XAA"])
    del files[name]
    assert both(files, roots(two), tmp_path).result is Result.INCOMPLETE


def test_an_empty_folder_is_incomplete(two, tmp_path):
    tmp_path.joinpath("empty").mkdir()
    assert both({}, roots(two), tmp_path / "empty").result is Result.INCOMPLETE


def test_rosters_under_each_others_names_are_rejected(two):
    files = exported(two["XAA"])
    files["rosters/XAA-1"], files["rosters/XBB-1"] = files["rosters/XBB-1"], files["rosters/XAA-1"]
    assert checked(files, roots(two)).result is Result.REJECTED


def test_a_second_roster_follows_the_first_and_without_it_is_not_used(two, tmp_path):
    from watchline.party import make_roster

    files, party = exported(two["XAA"]), two.parties[0]
    second = make_roster(
        party.root, code="XAA", names={}, key_sets=[party.keys], spares=[], tls=[party.certificate], prev=party.roster
    )
    assert both(files | {"rosters/XAA-2": second.signed}, roots(two), tmp_path / "two").result is Result.VERIFIED
    assert checked(files | {"rosters/XAA-3": second.signed}, roots(two)).result is Result.REJECTED
    third = make_roster(
        party.root, code="XAA", names={}, key_sets=[party.keys], spares=[], tls=[party.certificate], prev=second
    )
    assert both(files | {"rosters/XAA-3": third.signed}, roots(two), tmp_path / "gap").result is Result.INCOMPLETE


def test_a_second_roster_that_does_not_follow_or_lacks_a_possession_is_rejected(two, tmp_path):
    from watchline.party import make_roster

    files, party, new = exported(two["XAA"]), two.parties[0], Party("XAA", 55).keys
    sets, certificates = [party.keys, new], [party.certificate]

    def second(prev):
        return make_roster(party.root, code="XAA", names={}, key_sets=sets, spares=[], tls=certificates, prev=prev)

    sound = second(party.roster)
    assert both(files | {"rosters/XAA-2": sound.signed}, roots(two), tmp_path / "sound").result is Result.VERIFIED
    beside = second(_rival(party, party.root))
    verdict = both(files | {"rosters/XAA-2": beside.signed}, roots(two), tmp_path / "beside")
    assert verdict.reasons == ("rosters/XAA-2: roster 2 of XAA does not follow roster 1",)
    unproved = encode([*decode(sound.signed)[:2], []])
    verdict = both(files | {"rosters/XAA-2": unproved}, roots(two), tmp_path / "unproved")
    assert "lacks its own signature" in verdict.reasons[0]


def test_a_key_set_that_a_later_roster_no_longer_lists_speaks_for_its_log_still(two):
    from watchline.party import make_roster

    files, party = exported(two["XAA"]), two.parties[0]
    new = Party("XAA", 55).keys
    second = make_roster(
        party.root, code="XAA", names={}, key_sets=[new], spares=[], tls=[party.certificate], prev=party.roster
    )
    verdict = checked(files | {"rosters/XAA-2": second.signed}, roots(two))
    assert verdict.result is Result.VERIFIED, "to take it back its party has to name it as revoked"


def test_charter_signatures_stand_in_party_order(two, tmp_path):
    files = exported(two["XAA"])
    charter, signatures = decode(files["charters/1"])
    files["charters/1"] = encode([charter, signatures[::-1]])
    assert both(files, roots(two), tmp_path).result is Result.REJECTED


def test_a_later_charter_in_the_founding_ones_place_is_rejected(two, tmp_path):
    from watchline.record import read_charter, sign_charter, signed_charter

    files = exported(two["XAA"])
    fields = decode(two.charter.data)
    del fields["nonce"]
    later = read_charter(encode(fields | {"line": two.charter.line, "prev": two.charter.hash}))
    signatures = {party.code: sign_charter(later, party.root) for party in two.parties}
    files["charters/1"] = signed_charter(later, signatures)
    verdict = both(files, roots(two), tmp_path)
    assert verdict.reasons == ("the founding charter: not a founding charter",)


def _rival(party, root):
    from watchline.party import make_roster

    return make_roster(
        root, code=party.code, names={"en": "rival"}, key_sets=[party.keys], spares=[], tls=[party.certificate]
    )


def test_another_roster_1_than_the_charter_names_is_rejected(two, tmp_path):
    files, party = exported(two["XAA"]), two.parties[0]
    files["rosters/XAA-1"] = _rival(party, party.root).signed
    verdict = both(files, roots(two), tmp_path)
    assert verdict.reasons == ("roster 1 of XAA: the charter names another roster of this number",)


def test_a_roster_under_another_root_is_rejected(two, tmp_path):
    files, stranger = exported(two["XAA"]), Party("XAA", 66)
    files["rosters/XAA-1"] = stranger.roster.signed
    verdict = both(files, roots(two), tmp_path)
    assert "under another root key" in verdict.reasons[0]


def test_amendments_are_named_not_checked(two, tmp_path):
    verdict = both(exported(two["XAA"]) | {"charters/2": b"an amendment"}, roots(two), tmp_path)
    assert verdict.result is Result.NOT_CHECKED
    assert any("charters/2" in sentence for sentence in verdict.not_checked)


def test_a_later_epoch_that_nobody_signed_is_rejected(two, tmp_path):
    files = exported(two["XAA"])
    verdict = both(files | {"logs/XAA-2/checkpoint": b"a later epoch"}, roots(two), tmp_path)
    assert verdict.result is Result.REJECTED
    later = files["logs/XAA-1/checkpoint"].replace(b"/XAA/1", b"/XAA/2")
    verdict = both(files | {"logs/XAA-2/checkpoint": later}, roots(two), tmp_path)
    assert any("entry 0 of XAA-2" in sentence for sentence in verdict.missing), "no key that is known signed it"


# ---- what is not there ----
def test_bodies_that_were_withheld_are_named_and_the_rest_is_verified(two, tmp_path):
    files = exported(two["XAA"], lambda log, index: (log.code, index) not in {("XAA", 5), ("XAA", 6), ("XBB", 3)})
    verdict = both(files, roots(two), tmp_path)
    assert verdict.result is Result.INCOMPLETE
    assert verdict.missing == ("bodies of XAA-1, entries 5-6", "bodies of XBB-1, entries 3")


def test_a_log_of_which_no_body_is_disclosed_needs_no_bodies_file(two, tmp_path):
    files = exported(two["XAA"], lambda log, index: log.code != "XBB")
    assert f"logs/XBB-1/{bodies_path(0)}" not in files
    assert both(files, roots(two), tmp_path).result is Result.INCOMPLETE


def test_a_cosignature_that_is_not_there_is_missing(two, tmp_path):
    files = exported(two["XAA"])
    path = "logs/XAA-1/checkpoint"
    files[path] = with_lines(files[path], lambda line: line.name.endswith("/XAA/1"))
    verdict = both(files, roots(two), tmp_path)
    assert verdict.result is Result.INCOMPLETE
    assert "cosignature of XBB over XAA-1" in verdict.missing[0]
    assert "stated as held whole by nobody" in verdict.found[0]


def test_a_tail_that_nobody_cosigned_is_named_with_what_was(tmp_path):
    line = talked()
    line.up.clear()
    line["XAA"].say(SayMessage(text="nobody hears this"))
    files = exported(line["XAA"])
    size = parse_checkpoint(files["logs/XAA-1/checkpoint"]).head.size
    assert f"logs/XAA-1/checkpoint-{size - 1}" in files
    verdict = both(files, roots(line), tmp_path)
    assert verdict.result is Result.INCOMPLETE
    assert verdict.missing == (f"cosignature of XBB over XAA-1 at size {size}; it cosigned size {size - 1}",)


def test_a_party_whose_log_is_not_there_is_missing_with_all_that_names_it(three, tmp_path):
    files = {name: data for name, data in exported(three["XAA"]).items() if not name.startswith("logs/XCC-1/")}
    verdict = both(files, roots(three), tmp_path)
    assert verdict.result is Result.INCOMPLETE
    assert "the log of XCC (epoch 1)" in verdict.missing
    assert any("named by logs/XAA-1 entry" in sentence for sentence in verdict.missing)


def test_a_log_that_ends_earlier_than_others_name_it_is_incomplete(tmp_path):
    line = talked()
    early = exported(line["XAA"])
    line["XAA"].say(SayMessage(text="one more"))
    line.settle()
    line.wait(70)
    late = exported(line["XAA"])
    files = {name: data for name, data in late.items() if not name.startswith("logs/XAA-1/")}
    files |= {name: data for name, data in early.items() if name.startswith("logs/XAA-1/")}
    verdict = both(files, roots(line), tmp_path)
    assert verdict.result is Result.INCOMPLETE
    assert any("(seen)" in sentence for sentence in verdict.missing)
    assert any("(a receipt)" in sentence for sentence in verdict.missing)


def test_a_tile_that_is_not_there_is_missing(two, tmp_path):
    files = exported(two["XAA"])
    tile = next(name for name in files if "XBB-1/tile/0/" in name)
    del files[tile]
    verdict = both(files, roots(two), tmp_path)
    assert verdict.missing == (f"tile {tile}",)


def test_the_roster_of_somebody_who_is_no_party_is_named_and_not_read(two):
    verdict = checked(exported(two["XAA"]) | {"rosters/XZZ-1": b"x"}, roots(two))
    assert verdict.not_checked == ("files that belong to no bundle: rosters/XZZ-1",)


@pytest.mark.parametrize("size", [9 * 10**9, 10**15])
def test_a_signed_head_that_claims_more_than_could_ever_be_read_ends_at_once(two, size):
    files, party = exported(two["XAA"]), two.parties[0]
    claimed = sign_checkpoint(two.charter.log("XAA", 1).origin(), Head(size, bytes(32)), party.keys.log)
    files["logs/XAA-1/checkpoint"] = claimed.note()
    verdict = checked(files, roots(two))
    assert verdict.result is Result.INCOMPLETE
    assert f"leaves 0-{size - 1} of XAA-1" in verdict.missing[0]


def test_files_that_belong_to_no_bundle_are_named(two, tmp_path):
    files = exported(two["XAA"])
    strange = [
        "notes.txt",
        "rosters/XAA-01",
        "logs/XAA-1/tile/0/x001/000",
        "logs/XAA-1/bodies/001",
        "logs/XZZ-1/checkpoint",
        "logs/XAA-1/tile/00/000.p/9",
        "logs/XAA-1/tile/1/000.p/1",
        "logs/XAA-1/tile/0/000",
        "logs/XAA-1/tile/entries/x000/000.p/9",
        "logs/XAA-1/bodies/000.p/9",
        "logs/XAA-1/checkpoint-05",
    ]
    verdict = both(files | dict.fromkeys(strange, b"x"), roots(two), tmp_path)
    assert verdict.result is Result.NOT_CHECKED
    assert all(name in verdict.not_checked[0] for name in strange)


# ---- what entries say ----
def _reads(sentences, label, where):
    return any(sentence == f"{label}: entries {where}" for sentence in sentences)


def test_a_bundle_by_hand_is_verified_so_the_next_tests_fail_for_one_reason(tmp_path):
    line, forger = hand()
    forger.message()
    assert both(forger.end(), roots(line), tmp_path).result is Result.VERIFIED


def test_an_unknown_kind_is_not_checked(tmp_path):
    line, forger = hand()
    forger.message(kind="weather")
    verdict = both(forger.end(), roots(line), tmp_path)
    assert verdict.result is Result.NOT_CHECKED
    assert _reads(verdict.not_checked, "unknown_kind", "2 of XAA-1")


@pytest.mark.parametrize(
    "changes",
    [{"line": bytes(32)}, {"author": "XBB"}, {"epoch": 2}, {"index": 9}],
    ids=lambda changes: next(iter(changes)),
)
def test_a_leaf_out_of_its_place_is_named(tmp_path, changes):
    line, forger = hand()
    forger.message(**changes)
    verdict = both(forger.end(), roots(line), tmp_path)
    assert verdict.result is Result.NOT_CHECKED
    assert _reads(verdict.not_checked, "misplaced", "2 of XAA-1")


def test_what_a_leaf_out_of_its_place_names_is_not_looked_up():
    """It may be the leaf of another line: what it refers to stands there."""
    line, forger = hand()
    forger.message(line=bytes(32), refs=(("XBB", 1, 0, bytes(32)),), seen=(("XBB", 1, 1, bytes(32)),))
    assert checked(forger.end(), roots(line)).result is Result.NOT_CHECKED


@pytest.mark.parametrize("leaf", [b"", b"\x80", b"\xff", b"not CBOR", bytes(4096)], ids=len)
def test_a_leaf_that_nobody_can_read_is_named_and_has_no_body_to_miss(tmp_path, leaf):
    line, forger = hand()
    forger.raw(leaf)
    forger.message()
    verdict = checked(forger.end(), roots(line))
    assert verdict.result is Result.NOT_CHECKED
    assert _reads(verdict.not_checked, "not_canonical", "2 of XAA-1")


def test_a_leaf_in_another_encoding_is_not_canonical(tmp_path):
    line, forger = hand()
    leaf = forger.message()
    forger.leaves.pop()
    forger.bodies.pop()
    forger.frontier = type(forger.frontier)(0, ())
    leaves, forger.leaves = forger.leaves, []
    for item in leaves:
        forger.raw(item)
    forger.raw(leaf.replace(b"\x61v\x01", b"\x61v\x18\x01"))
    verdict = checked(forger.end(), roots(line))
    assert _reads(verdict.not_checked, "not_canonical", "2 of XAA-1")


def test_seventeen_references_are_named(tmp_path):
    line, forger = hand()
    forger.message(refs=tuple(("XAA", 1, 0, bytes(32)) for _ in range(17)))
    forger.bodies.pop()
    assert _reads(checked(forger.end(), roots(line)).not_checked, "bad_refs", "2 of XAA-1")


def test_a_leaf_under_another_charter_is_named(tmp_path):
    line, forger = hand()
    forger.message(charter=bytes(32))
    verdict = both(forger.end(), roots(line), tmp_path)
    assert verdict.result is Result.NOT_CHECKED
    assert _reads(verdict.not_checked, "foreign_charter", "2 of XAA-1")


@pytest.mark.parametrize(
    "body", [b"\xa1", encode({"text": "x"}), b"\xa1\x61a\xf6"], ids=["cut", "field missing", "null"]
)
def test_a_body_that_its_kind_cannot_have_is_named(tmp_path, body):
    line, forger = hand()
    forger.write(RosterSeen(code="XBB", number=1, hash=bytes(32)), body=body)
    verdict = checked(forger.end(), roots(line))
    assert verdict.result is Result.NOT_CHECKED
    assert _reads(verdict.not_checked, "bad_body", "2 of XAA-1")


def test_the_form_of_a_body_on_which_no_check_rests_is_the_business_of_those_who_read_it(tmp_path):
    line, forger = hand()
    forger.write(ServiceMessage(text="x", language="en"), body=encode({"text": "x"}))
    assert both(forger.end(), roots(line), tmp_path).result is Result.VERIFIED


def _seen_of(line):
    head = line["XBB"].node.core.own.head
    return ("XBB", 1, *head)


def test_a_seen_root_that_the_log_never_had_is_named_and_rejects_nothing(tmp_path):
    line, forger = hand()
    code, epoch, size, root = _seen_of(line)
    forger.message(seen=((code, epoch, size, root),))
    assert both(forger.end(), roots(line), tmp_path / "sound").result is Result.VERIFIED
    line, forger = hand()
    forger.message(seen=((code, epoch, size, bytes(32)),))
    verdict = both(forger.end(), roots(line), tmp_path / "false")
    assert verdict.result is Result.INCOMPLETE
    assert verdict.missing == ("the head of XBB-1 at size 2 that logs/XAA-1 entry 2 names; here is another",)


@pytest.mark.parametrize("place", [("XBB", 1, 0), ("XAA", 1, 0)], ids=lambda place: place[0])
def test_a_reference_to_another_leaf_is_named_and_rejects_nothing(tmp_path, place):
    line, forger = hand()
    forger.message(refs=((*place, bytes(32)),))
    verdict = both(forger.end(), roots(line), tmp_path)
    assert verdict.result is Result.INCOMPLETE
    assert verdict.missing == (f"entries of {place[0]}-1 that logs/XAA-1, entries 2, refers to; here are others",)


@pytest.mark.parametrize(
    "changes",
    [
        {"seen": (("XBB", 1, 900, bytes(32)),)},
        {"seen": (("XBB", 2, 1, bytes(32)),)},
        {"seen": (("XZZ", 1, 1, bytes(32)),)},
        {"refs": (("XBB", 1, 900, bytes(32)),)},
        {"refs": (("XAA", 3, 0, bytes(32)),)},
    ],
    ids=["size", "epoch", "party", "index", "own epoch"],
)
def test_what_names_more_than_there_is_makes_it_incomplete(tmp_path, changes):
    line, forger = hand()
    forger.message(**changes)
    assert both(forger.end(), roots(line), tmp_path).result is Result.INCOMPLETE


@pytest.mark.parametrize("to", [1, 900])
@pytest.mark.parametrize("origin", ["XBB", "XZZ", "nonsense", "another line"])
def test_a_receipt_for_more_than_there_is_makes_it_incomplete(tmp_path, origin, to):
    line, forger = hand()
    name = line.charter.log(origin, 1).origin() if origin.isalpha() and origin.isupper() else "nonsense"
    if origin == "another line":
        name = Line(title=origin).charter.log("XBB", 1).origin()
    forger.write(Receipt(origin=name, start=0, to=to, at=1))
    result = both(forger.end(), roots(line), tmp_path).result
    assert result is (Result.VERIFIED if (origin, to) == ("XBB", 1) else Result.INCOMPLETE)


def test_a_log_that_opens_with_something_else_is_named(tmp_path):
    line, forger = hand(opened=False)
    forger.message(serial=1)
    verdict = both(forger.end(), roots(line), tmp_path)
    assert verdict.result is Result.NOT_CHECKED
    assert _reads(verdict.not_checked, "bad_opening", "0 of XAA-1")


OPENINGS = {
    "sound": (lambda opened: opened, {}, lambda body: body, Result.VERIFIED),
    "other keys": (
        lambda opened: opened | {"key_set": Party("XAA", 9).keys.public.fields()},
        {},
        lambda body: body,
        Result.NOT_CHECKED,
    ),
    "no keys": (lambda opened: opened | {"key_set": {}}, {}, lambda body: body, Result.NOT_CHECKED),
    "has seen": (lambda opened: opened, {"seen": (("XBB", 1, 9, bytes(32)),)}, lambda body: body, Result.INCOMPLETE),
    "turned rosters": (
        lambda opened: opened | {"rosters": opened["rosters"][::-1]},
        {},
        lambda body: body,
        Result.NOT_CHECKED,
    ),
    "another roster": (
        lambda opened: opened | {"rosters": [("XAA", 1, bytes(32)), *opened["rosters"][1:]]},
        {},
        lambda body: body,
        Result.INCOMPLETE,
    ),
    "later roster": (
        lambda opened: opened | {"rosters": [("XAA", 9, bytes(32)), *opened["rosters"][1:]]},
        {},
        lambda body: body,
        Result.INCOMPLETE,
    ),
    "no rosters": (lambda opened: opened | {"rosters": []}, {}, lambda body: body, Result.NOT_CHECKED),
    "other charter": (lambda opened: opened, {}, lambda body: body | {"charter": b"another"}, Result.NOT_CHECKED),
    "fewer signatures": (
        lambda opened: opened,
        {},
        lambda body: body | {"signatures": body["signatures"][:1]},
        Result.NOT_CHECKED,
    ),
}


@pytest.mark.parametrize("case", OPENINGS)
def test_an_epoch_opens_for_its_keys_and_its_charter_or_is_named(tmp_path, case):
    change, header, charter, result = OPENINGS[case]
    line, forger = hand(opened=False)
    rosters = [(party.code, 1, party.roster.hash()) for party in line.parties]
    opened = {"reason": "founding", "key_set": forger.party.keys.public.fields(), "rosters": rosters}
    signatures = [tuple(item) for item in decode(line.signed)[1]]
    forger.write(EpochOpen(**change(opened)), post="node", **header)
    forger.write(CharterBody(**charter({"charter": line.charter.data, "signatures": signatures})), post="node")
    verdict = both(forger.end(), roots(line), tmp_path)
    assert verdict.result is result, verdict.words()
    sound = case in {"sound", "another roster", "later roster"}
    assert any("bad_opening" in words for words in verdict.not_checked) is not sound


def test_what_is_seen_never_goes_down_and_where_it_does_is_found(tmp_path):
    line, forger = hand()
    code, epoch, size, root = _seen_of(line)
    first = leaf_hash(line["XBB"].store.held.entry(line.charter.log("XBB", 1).origin(), 0).leaf)
    forger.message(seen=((code, epoch, size, root),))
    forger.message(seen=((code, epoch, 1, first),))
    verdict = both(forger.end(), roots(line), tmp_path)
    assert verdict.result is Result.VERIFIED
    assert verdict.found[0] == "seen goes down in XAA-1, entries 3"


NAMED = {
    "epoch of nobody": (
        EpochSeen(code="XZZ", epoch=1, key_set=bytes(32), roster=(1, bytes(32)), means="x"),
        Result.INCOMPLETE,
    ),
    "later epoch": (
        lambda known: EpochSeen(code="XBB", epoch=2, key_set=bytes(32), roster=known, means="x"),
        Result.INCOMPLETE,
    ),
    "known epoch": (
        lambda known: EpochSeen(code="XBB", epoch=1, key_set=bytes(32), roster=known, means="x"),
        Result.VERIFIED,
    ),
    "other roster": (
        EpochSeen(code="XBB", epoch=1, key_set=bytes(32), roster=(1, bytes(32)), means="x"),
        Result.INCOMPLETE,
    ),
    "roster 9": (RosterSeen(code="XBB", number=9, hash=bytes(32)), Result.INCOMPLETE),
    "roster 1, another": (RosterSeen(code="XBB", number=1, hash=bytes(32)), Result.INCOMPLETE),
    "roster 1": (lambda known: RosterSeen(code="XBB", number=1, hash=known[1]), Result.VERIFIED),
}


@pytest.mark.parametrize("case", NAMED)
def test_rosters_and_epochs_that_entries_name_are_looked_up(tmp_path, case):
    record, result = NAMED[case]
    line, forger = hand()
    forger.write(record((1, line.parties[1].roster.hash())) if callable(record) else record)
    assert both(forger.end(), roots(line), tmp_path).result is result


def test_a_leaf_above_the_limit_is_rejected(two, tmp_path):
    files = extended(two, exported(two["XAA"]), "XAA", bytes(4096))
    assert checked(files, roots(two)).result is Result.NOT_CHECKED
    files = extended(two, exported(two["XAA"]), "XAA", bytes(4097))
    verdict = both(files, roots(two), tmp_path)
    assert verdict.reasons == ("logs/XAA-1 entry 9: a leaf of 4097 bytes; the limit is 4096",)


BODIES = {
    "another body": lambda items: [*items[:-1], [*items[-1][:2], b"another"]],
    "another salt": lambda items: [*items[:-1], [items[-1][0], bytes(32), items[-1][2]]],
    "a short salt": lambda items: [*items[:-1], [items[-1][0], bytes(31), items[-1][2]]],
    "salt and body parted elsewhere": lambda items: [
        *items[:-1],
        [items[-1][0], items[-1][1][:31], items[-1][1][31:] + items[-1][2]],
    ],
    "beyond the log": lambda items: [*items, [200, bytes(32), b""]],
    "before the first": lambda items: [[-1, bytes(32), b""], *items],
    "twice": lambda items: [*items, items[-1]],
    "turned": lambda items: items[::-1],
    "above the limit": lambda items: [*items[:-1], [*items[-1][:2], bytes(32_769)]],
    "text": lambda items: [*items[:-1], [*items[-1][:2], "text"]],
    "four parts": lambda items: [[*item, 1] for item in items],
    "no array": lambda items: {"items": items},
    "a map of them": lambda items: dict(enumerate(items)),
}


@pytest.mark.parametrize("change", BODIES.values(), ids=BODIES)
def test_bodies_that_their_leaves_do_not_name_are_rejected(two, tmp_path, change):
    files, path = exported(two["XAA"]), "logs/XAA-1/bodies/000"
    files[path] = encode(change(decode(files[path])))
    assert both(files, roots(two), tmp_path).result is Result.REJECTED


def test_a_body_above_the_limit_is_rejected_even_if_its_leaf_names_it(two, tmp_path):
    for number, (length, result) in enumerate([(32_768, Result.VERIFIED), (32_769, Result.REJECTED)]):
        body = bytes(length)
        header = Header(
            line=two.charter.line,
            charter=two.charter.hash,
            author="XAA",
            epoch=1,
            index=9,
            t=1_790_000_000_000,
            kind="message",
            post="watch",
            draft=bytes(16),
            seen=(),
            refs=(),
            body_hash=body_hash(two.charter.line, two.parties[0].roster.party_id, bytes(32), body),
            body_class=1 << 15 if length == 32_768 else 1 << 16,
        )
        files, path = extended(two, exported(two["XAA"]), "XAA", write_leaf(header)), "logs/XAA-1/bodies/000"
        files[path] = encode([*decode(files[path]), [9, bytes(32), body]])
        assert both(files, roots(two), tmp_path / str(number)).result is result


def test_a_body_for_a_leaf_that_names_none_is_rejected(two):
    files, path = extended(two, exported(two["XAA"]), "XAA", b"\xff"), "logs/XAA-1/bodies/000"
    assert checked(files, roots(two)).result is Result.NOT_CHECKED
    files[path] = encode([*decode(files[path]), [9, bytes(32), b""]])
    assert checked(files, roots(two)).result is Result.REJECTED


# ---- heads ----
def test_a_second_history_inside_the_bundle_is_rejected(two, tmp_path):
    files, party = exported(two["XAA"]), two.parties[0]
    name = two.charter.log("XAA", 1)
    other = sign_checkpoint(name.origin(), Head(3, bytes(32)), party.keys.log)
    mirror = two.charter.log("XBB", 1).mirror()
    line = cosign(mirror, name.origin(), other.head, 5, two.parties[1].keys.mirror).line
    files["logs/XAA-1/checkpoint-3"] = other.with_lines((*other.lines, line)).note()
    assert both(files, roots(two), tmp_path).result is Result.REJECTED


def test_a_cosignature_beyond_the_bundle_makes_it_incomplete(two, tmp_path):
    files, party = exported(two["XAA"]), two.parties[0]
    name = two.charter.log("XAA", 1)
    beyond = sign_checkpoint(name.origin(), Head(900, bytes(32)), party.keys.log)
    line = cosign(two.charter.log("XBB", 1).mirror(), name.origin(), beyond.head, 5, two.parties[1].keys.mirror).line
    files["logs/XAA-1/checkpoint-900"] = beyond.with_lines((*beyond.lines, line)).note()
    verdict = both(files, roots(two), tmp_path)
    assert verdict.result is Result.INCOMPLETE
    assert "up to size 900" in verdict.missing[0]


def test_of_two_cosignatures_of_one_party_the_newest_time_is_named(two, tmp_path):
    files, path = exported(two["XAA"]), "logs/XAA-1/checkpoint"
    checkpoint, mirror = parse_checkpoint(files[path]), two.charter.log("XBB", 1).mirror()
    lines = [
        cosign(mirror, checkpoint.origin, checkpoint.head, at, two.parties[1].keys.mirror).line
        for at in (86_400, 60, 0)
    ]
    files[path] = checkpoint.with_lines((checkpoint.lines[0], lines[1], lines[0], lines[2])).note()
    verdict = both(files, roots(two), tmp_path)
    assert verdict.found[0].endswith("XBB at 1970-01-02T00:00:00Z")


@pytest.mark.parametrize("use", ["log", "mirror"])
def test_a_false_signature_in_a_known_name_rejects_and_one_of_an_unknown_key_is_named(two, tmp_path, use):
    files = exported(two["XAA"])
    path = "logs/XAA-1/checkpoint"
    checkpoint = parse_checkpoint(files[path])
    known = checkpoint.lines[use == "mirror"]
    false = known._replace(rest=known.rest[:-1] + bytes([known.rest[-1] ^ 1]))
    unknown = false._replace(key_id=b"abcd")
    files[path] = checkpoint.with_lines((*checkpoint.lines, false)).note()
    assert both(files, roots(two), tmp_path / "false").result is Result.REJECTED
    files[path] = checkpoint.with_lines((*checkpoint.lines, unknown)).note()
    assert both(files, roots(two), tmp_path / "unknown").result is Result.NOT_CHECKED


def test_a_head_that_its_log_key_did_not_sign_is_rejected(two, tmp_path):
    files, path = exported(two["XAA"]), "logs/XAA-1/checkpoint"
    checkpoint = parse_checkpoint(files[path])
    stranger = sign_checkpoint(checkpoint.origin, checkpoint.head, Party("XAA", 66).keys.log)
    for number, lines in enumerate((stranger.lines, checkpoint.lines[1:], stranger.lines + checkpoint.lines[1:])):
        files[path] = checkpoint.with_lines(lines).note()
        verdict = both(files, roots(two), tmp_path / str(number))
        assert verdict.reasons == (f"{path}: no key of a roster of XAA signed this checkpoint",)


def test_the_log_of_another_line_under_the_same_keys_is_rejected(two, tmp_path):
    """A key set may serve all lines of its node, so the signature is sound."""
    files, path, other = exported(two["XAA"]), "logs/XAA-1/checkpoint", Line(title="another line")
    head = parse_checkpoint(files[path]).head
    files[path] = sign_checkpoint(other.charter.log("XAA", 1).origin(), head, two.parties[0].keys.log).note()
    verdict = both(files, roots(two), tmp_path)
    assert "no log of this line" in verdict.reasons[0]


@pytest.mark.parametrize("whose", ["own mirror", "mirror of another line", "log of another party"])
def test_a_cosignature_under_a_name_that_may_not_cosign_counts_for_nothing(two, tmp_path, whose):
    files, path = exported(two["XAA"]), "logs/XAA-1/checkpoint"
    checkpoint = parse_checkpoint(files[path])
    name, party = {
        "own mirror": (two.charter.log("XAA", 1).mirror(), two.parties[0]),
        "mirror of another line": (Line(title="another line").charter.log("XBB", 1).mirror(), two.parties[1]),
        "log of another party": (two.charter.log("XBB", 1).origin(), two.parties[1]),
    }[whose]
    added = cosign(name, checkpoint.origin, checkpoint.head, 5, party.keys.mirror).line
    files[path] = checkpoint.with_lines((*checkpoint.lines[:1], added)).note()
    verdict = both(files, roots(two), tmp_path)
    assert verdict.result is Result.INCOMPLETE
    assert "cosignature of XBB over XAA-1" in verdict.missing[0]
    assert name in verdict.not_checked[0]


def test_the_checkpoint_of_another_log_is_rejected(two, tmp_path):
    files = exported(two["XAA"])
    files["logs/XAA-1/checkpoint"] = files["logs/XBB-1/checkpoint"]
    verdict = both(files, roots(two), tmp_path)
    assert "a checkpoint of another log" in verdict.reasons[0]


def test_a_changed_leaf_is_told_by_the_root_and_nothing_is_said_twice(two, tmp_path):
    files = exported(two["XAA"])
    path = next(name for name in files if "XBB-1/tile/entries" in name)
    at = files[path].rindex(b"draft") + 8
    files[path] = files[path][:at] + bytes([files[path][at] ^ 1]) + files[path][at + 1 :]
    verdict = both(files, roots(two), tmp_path)
    assert verdict.reasons == ("logs/XBB-1/checkpoint: the leaves do not hash to the signed root",)


def test_an_older_checkpoint_stands_under_its_size_and_bears_a_cosignature(tmp_path):
    line = talked()
    line.up.clear()
    line["XAA"].say(SayMessage(text="nobody hears this"))
    files = exported(line["XAA"])
    older = next(name for name in files if "checkpoint-" in name)
    renamed = {name: data for name, data in files.items() if name != older} | {"logs/XAA-1/checkpoint-2": files[older]}
    assert "a checkpoint of size" in checked(renamed, roots(line)).reasons[0]
    files[older] = with_lines(files[older], lambda line: line.name.endswith("/XAA/1"))
    verdict = both(files, roots(line), tmp_path)
    assert f"a cosignature in {older}" in verdict.missing


def test_every_word_from_outside_is_shown_with_its_escapes(two):
    strange = "\x1b[31m\u202ename\n.txt"
    words = checked(exported(two["XAA"]) | {strange: b""}, roots(two)).words()
    assert "\x1b" not in words
    assert "\u202e" not in words
    assert r"\x1b[31m\u202ename\n.txt" in words


# ---- damage ----
def test_files_cut_off_or_made_longer_are_never_verified(two):
    files = exported(two["XAA"])
    for name, data in files.items():
        for changed in (b"", data[:-1], data[: len(data) // 2], data + b"\0", data + data):
            assert checked(files | {name: changed}, roots(two)).exit_code == 3, name


@pytest.fixture
def remembered(monkeypatch):
    """Verified signatures and points are remembered: thousands of bundles differ in one byte only."""
    for name in ("crypto_sign_open", "crypto_core_ed25519_is_valid_point"):
        monkeypatch.setattr(bindings, name, functools.lru_cache(4096)(getattr(bindings, name)))


@pytest.mark.slow
@pytest.mark.usefixtures("remembered")
@pytest.mark.parametrize(
    "where", ["charters", "rosters", "/checkpoint", "XAA-1/b", "XBB-1/b", "tile/0", "XAA-1/tile/e", "XBB-1/tile/e"]
)
def test_no_flipped_byte_of_a_small_export_is_taken_by_either_verifier(where, two, tmp_path):
    """8 entries a log, every byte of every file, one bit each; verify.py sees every fifth (its own tests have every one)."""
    files, given = exported(two["XAA"]), roots(two)
    write(files, tmp_path)
    for name in files:
        if where in name:
            data = files[name]
            for at in range(len(data)):
                flipped = data[:at] + bytes([data[at] ^ (1 << at % 8)]) + data[at + 1 :]
                verdict = checked(files | {name: flipped}, given)
                assert verdict.exit_code == 3, (name, at)
                assert verdict.reasons or verdict.missing or verdict.not_checked
                if at % 5 == 0:
                    (tmp_path / name).write_bytes(flipped)
                    assert theirs(tmp_path, given)[0] is not Result.VERIFIED, (name, at)
            (tmp_path / name).write_bytes(data)


def test_the_parts_of_the_flip_test_cover_every_file(two):
    parts = test_no_flipped_byte_of_a_small_export_is_taken_by_either_verifier.pytestmark
    where = next(mark.args[1] for mark in parts if mark.name == "parametrize")
    assert all(any(part in name for part in where) for name in exported(two["XAA"]))


@pytest.mark.slow
@pytest.mark.usefixtures("remembered")
def test_five_hundred_seeded_flips_of_a_larger_export_are_refused():
    line = Line().open()
    for number in range(300):
        line["XAA"].say(SayMessage(text=f"number {number}"))
    line.settle()
    line.wait(70)
    files, given, chance = exported(line["XAA"]), roots(line), random.Random(11)
    assert checked(files, given).result is Result.VERIFIED
    names = sorted(files)
    for _ in range(500):
        name = chance.choice(names)
        at, bit = chance.randrange(len(files[name])), 1 << chance.randrange(8)
        data = files[name]
        flipped = data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :]
        assert checked(files | {name: flipped}, given).exit_code == 3, (name, at, bit)

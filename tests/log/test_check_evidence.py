"""Evidence files: what they show, and that nothing else passes for evidence."""

import functools

import pytest
from nacl import bindings

from tests.log.bundles import Hand, both, both_files, checked, hand, roots
from tests.pair import Line, Party
from watchline.codec import decode, encode
from watchline.log import EMPTY_FRONTIER, Head, cosign, inclusion_path, leaf_hash, sign_checkpoint
from watchline.log.check import check_file
from watchline.log.fork import same_size, two_sizes, write_evidence
from watchline.log.verdict import Result
from watchline.party import make_roster


@pytest.fixture
def line():
    return Line()


def _tree(leaves):
    """Return (head, hashes) of leaves, fewer than 256."""
    hashes = [leaf_hash(leaf) for leaf in leaves]
    return EMPTY_FRONTIER.extended(hashes)[0].head(), lambda _level, start, count: hashes[start : start + count]


def _note(line, leaves, code="XAA", mirror=None):
    party = next(party for party in line.parties if party.code == code)
    origin = line.charter.log(code, 1).origin()
    head, _ = _tree(leaves)
    checkpoint = sign_checkpoint(origin, head, party.keys.log)
    if mirror is None:
        return checkpoint
    made = cosign(line.charter.log(mirror.code, 1).mirror(), origin, head, 7, mirror.keys.mirror)
    return checkpoint.with_lines((*checkpoint.lines, made.line))


def _file(line, kind, objects):
    rosters = [party.roster.signed for party in line.parties]
    return write_evidence(kind, line.charter.line, rosters, line.signed, objects)


ONE, OTHER = [b"a", b"b", b"c", b"d", b"e"], [b"a", b"x", b"c"]


def _objects(line, kind):
    """Return sound objects of a class."""
    mirror = line.parties[1]
    if kind == "E1":
        return same_size(_note(line, ONE[:3]), _note(line, OTHER))
    if kind == "E2":
        return two_sizes(_note(line, OTHER), _note(line, ONE), _tree(ONE)[1])
    if kind == "E3":
        leaves = [b"a", bytes(4097)]
        return [_note(line, leaves).note(), inclusion_path(_tree(leaves)[1], 1, 2), 1, leaves[1]]
    if kind == "E4":
        return [_note(line, ONE[:3], mirror=mirror).note(), _note(line, OTHER, mirror=mirror).note()]
    party = line.parties[0]
    second = make_roster(
        party.root, code="XAA", names={"en": "other"}, key_sets=[party.keys], spares=[], tls=[party.certificate]
    )
    return [party.roster.signed, second.signed]


@pytest.mark.parametrize("kind", ["E1", "E2", "E3", "E4", "E6"])
def test_evidence_of_each_class_is_confirmed_and_says_what_it_shows(line, tmp_path, kind):
    verdict = both_files(_file(line, kind, _objects(line, kind)), roots(line), tmp_path)
    assert (verdict.result, verdict.headline()) == (Result.VERIFIED, "confirmed")
    assert "never an intent" in verdict.found[0]
    assert "a demonstration record" in verdict.words()


def test_two_cosigned_heads_of_two_sizes_are_confirmed(line, tmp_path):
    mirror = line.parties[1]
    small, large, left, right = _objects(line, "E2")
    notes = [_note(line, OTHER, mirror=mirror).note(), _note(line, ONE, mirror=mirror).note()]
    assert (small, large) != tuple(notes)
    assert both_files(_file(line, "E4", [*notes, left, right]), roots(line), tmp_path).result is Result.VERIFIED


def _honest(line, kind):
    """Return objects of the form of a class that an honest party may have signed."""
    mirror = line.parties[1]
    if kind == "E1":
        return [_note(line, ONE[:3]).note()] * 2
    if kind == "E2":
        return two_sizes(_note(line, ONE[:3]), _note(line, ONE), _tree(ONE)[1])
    if kind == "E3":
        return [_note(line, ONE).note(), inclusion_path(_tree(ONE)[1], 1, 5), 1, ONE[1]]
    if kind == "E4":
        return [_note(line, ONE[:3], mirror=mirror).note(), _note(line, ONE, mirror=mirror).note()]
    return [line.parties[0].roster.signed] * 2


@pytest.mark.parametrize("kind", ["E1", "E2", "E3", "E4", "E6"])
def test_what_an_honest_party_signs_is_never_evidence(line, tmp_path, kind):
    verdict = both_files(_file(line, kind, _honest(line, kind)), roots(line), tmp_path)
    assert verdict.result is Result.REJECTED


def test_heads_of_two_logs_and_heads_by_two_keys_are_no_evidence(line, tmp_path):
    two_logs = [_note(line, ONE[:3]).note(), _note(line, OTHER, code="XBB").note()]
    assert both_files(_file(line, "E1", two_logs), roots(line), tmp_path).result is Result.REJECTED
    other_line = Line(title="another")
    stranger = [_note(other_line, ONE[:3]).note(), _note(other_line, OTHER).note()]
    verdict = both_files(_file(line, "E1", stranger), roots(line), tmp_path)
    assert "is no log of this line" in verdict.reasons[0]


def test_a_large_leaf_under_a_head_that_its_log_did_not_sign_or_elsewhere_is_no_evidence(line, tmp_path):
    note, path, index, leaf = _objects(line, "E3")
    unsigned = _note(line, [b"a", leaf], mirror=line.parties[1])
    unsigned = unsigned.with_lines(unsigned.lines[1:]).note()
    for objects in (
        [unsigned, path, index, leaf],
        [note, [bytes(32)], index, leaf],
        [note, path, 0, leaf],
        [note, path, index, leaf + b"\0"],
    ):
        assert both_files(_file(line, "E3", objects), roots(line), tmp_path).result is Result.REJECTED


def test_rosters_of_two_parties_or_of_two_numbers_are_no_evidence(line, tmp_path):
    one, other = (party.roster.signed for party in line.parties)
    second = _second_roster(line.parties[0], [line.parties[0].keys]).signed
    for objects in ([one, other], [one, second], [second, one]):
        assert both_files(_file(line, "E6", objects), roots(line), tmp_path).result is Result.REJECTED


def test_nodes_that_do_not_hash_to_the_larger_head_are_no_evidence(line, tmp_path):
    """The smaller head's own tree is another, but so is what is said to be the larger's: nothing follows."""
    small, large, left, right = _objects(line, "E2")
    for objects in (
        [small, large, [bytes(32), *left[1:]], right],
        [small, large, left, right[:-1]],
        [small, large, left[:-1], right],
        [large, small, left, right],
        [small, large, left],
    ):
        assert check_file(_file(line, "E2", objects), roots(line)).result is Result.REJECTED


@pytest.mark.parametrize("objects", [[], [b""], [1, 2], [[], []], [b"", b""], [{}, {}, {}, {}]], ids=str)
@pytest.mark.parametrize("kind", ["E1", "E2", "E3", "E4", "E6"])
def test_objects_of_any_form_give_words(line, kind, objects):
    assert check_file(_file(line, kind, objects), roots(line)).result is Result.REJECTED


@pytest.mark.parametrize("kind", ["E5", "E9", ""])
def test_a_class_that_is_not_known_is_not_checked(line, tmp_path, kind):
    assert both_files(_file(line, kind, []), roots(line), tmp_path).result is Result.NOT_CHECKED


def test_evidence_under_roots_that_were_not_given_is_rejected(line, tmp_path):
    data = _file(line, "E1", _objects(line, "E1"))
    strangers = [Party(code, number).roster.fingerprint for code, number in (("XAA", 91), ("XBB", 92))]
    assert both_files(data, strangers, tmp_path).result is Result.REJECTED


@pytest.mark.parametrize("data", [b"", b"\xff", b"\xa0", encode({"v": 2}), encode([1]), b"c2sp.org/tlog-proof@v1"])
def test_bytes_that_are_no_evidence_give_words(line, data):
    verdict = check_file(data, roots(line))
    assert verdict.result is Result.REJECTED
    assert verdict.reasons


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["E1", "E2", "E3", "E4", "E6"])
def test_no_flipped_byte_of_evidence_is_confirmed(line, kind, monkeypatch):
    for name in ("crypto_sign_open", "crypto_core_ed25519_is_valid_point"):
        monkeypatch.setattr(bindings, name, functools.lru_cache(4096)(getattr(bindings, name)))
    data, given = _file(line, kind, _objects(line, kind)), roots(line)
    assert check_file(data, given).result is Result.VERIFIED
    for at in range(len(data)):
        flipped = data[:at] + bytes([data[at] ^ (1 << at % 8)]) + data[at + 1 :]
        assert check_file(flipped, given).exit_code == 3, at


def _second_roster(party, sets):
    return make_roster(
        party.root, code=party.code, names={}, key_sets=sets, spares=[], tls=[party.certificate], prev=party.roster
    )


def test_a_roster_may_come_without_the_one_before_it_and_its_possessions_hold(line):
    party, new = line.parties[0], Party("XAA", 55).keys
    fields = decode(_file(line, "E1", _objects(line, "E1")))
    second = _second_roster(party, [party.keys, new]).signed
    alone = encode(fields | {"rosters": [second]})
    assert check_file(alone, roots(line)).result is Result.VERIFIED
    document, signature, possession = decode(second)
    false = [[key, signed[:-1] + bytes([signed[-1] ^ 1])] for key, signed in possession]
    damaged = encode(fields | {"rosters": [encode([document, signature, false])]})
    assert "lacks its own signature" in check_file(damaged, roots(line)).reasons[0]


def test_a_roster_that_its_partys_root_did_not_sign_names_no_key(line, tmp_path):
    stranger = Party("XAA", 66)
    origin = line.charter.log("XAA", 1).origin()
    notes = [sign_checkpoint(origin, Head(3, bytes([number]) * 32), stranger.keys.log).note() for number in (1, 2)]
    rosters = [stranger.roster.signed, line.parties[1].roster.signed]
    data = write_evidence("E1", line.charter.line, rosters, line.signed, notes)
    assert both_files(data, roots(line), tmp_path).result is Result.REJECTED


def test_two_heads_by_two_keys_of_one_party_are_no_evidence(line):
    """One by each of its key sets: two epochs of a careless party, perhaps, but no key signed twice."""
    party, new = line.parties[0], Party("XAA", 55).keys
    origin = line.charter.log("XAA", 1).origin()
    notes = [
        sign_checkpoint(origin, Head(3, bytes([number]) * 32), keys.log).note()
        for number, keys in enumerate((party.keys, new))
    ]
    rosters = [_second_roster(party, [party.keys, new]).signed]
    data = write_evidence("E1", line.charter.line, rosters, line.signed, notes)
    assert check_file(data, roots(line)).result is Result.REJECTED
    data = write_evidence(
        "E1", line.charter.line, rosters, line.signed, [notes[0], notes[0].replace(b"\n3\n", b"\n3\n")]
    )
    assert check_file(data, roots(line)).result is Result.REJECTED


def test_log_and_mirror_keys_are_judged_under_their_own_class(line, tmp_path):
    mirror = line.parties[1]
    signed_twice, cosigned_twice = _objects(line, "E1"), []
    for leaves in (ONE[:3], OTHER):
        checkpoint = _note(line, leaves, mirror=mirror)
        cosigned_twice.append(checkpoint.with_lines(checkpoint.lines[1:]).note())
    assert both_files(_file(line, "E4", signed_twice), roots(line), tmp_path).result is Result.REJECTED
    assert both_files(_file(line, "E1", cosigned_twice), roots(line), tmp_path).result is Result.REJECTED
    assert both_files(_file(line, "E4", cosigned_twice), roots(line), tmp_path).result is Result.VERIFIED


# ---- in a bundle, as nodes make and export it ----
def _forked(tmp_path, larger):
    """Return a line and the bundle of XBB's node after XAA showed it two histories."""
    line, forger = hand()
    forger.message("one")
    forger.message("two")
    forger.end()
    forger.leaves.pop()
    forger.bodies.pop()
    if not larger:
        forger.leaves.pop()
        forger.bodies.pop()
    leaves, forger.leaves, forger.frontier = forger.leaves, [], EMPTY_FRONTIER
    for leaf in leaves:
        forger.raw(leaf)
    forger.message("another")
    forger.send(forger.append(len(forger.leaves) - 1))
    return line, forger, forger.end()


@pytest.mark.parametrize(("larger", "kind"), [(True, "E1"), (False, "E2")])
def test_a_fork_that_a_node_met_is_in_its_export_and_makes_it_incomplete(tmp_path, larger, kind):
    line, _forger, files = _forked(tmp_path, larger)
    assert "evidence/1" in files
    verdict = both(files, roots(line), tmp_path)
    assert verdict.result is Result.INCOMPLETE
    assert any(sentence.startswith(f"evidence/1 ({kind}): the log key of XAA-1") for sentence in verdict.found)
    assert any("evidence/1" in sentence for sentence in verdict.missing)
    assert check_file(files["evidence/1"], roots(line)).result is Result.VERIFIED


def test_evidence_that_shows_nothing_or_of_another_line_rejects_the_bundle(tmp_path):
    line, _forger, files = _forked(tmp_path, larger=True)
    honest = _file(line, "E1", _honest(line, "E1"))
    assert both(files | {"evidence/1": honest}, roots(line), tmp_path).result is Result.REJECTED
    other = Line(title="another line")
    foreign = _file(other, "E1", _objects(other, "E1"))
    assert both(files | {"evidence/1": foreign}, roots(line), tmp_path).result is Result.REJECTED
    without = encode(decode(files["evidence/1"]) | {"charter": b""})
    assert both(files | {"evidence/1": without}, roots(line), tmp_path).result is Result.REJECTED


def test_naming_the_other_history_of_a_log_in_dispute_is_held_against_nobody():
    """PROTOCOL 8.3: a `seen` that names a branch stays valid as a statement of its author."""
    line = Line()
    forger = Hand(line, "XBB", "XAA").open()
    head = sign_checkpoint(line.charter.log("XAA", 1).origin(), Head(2, bytes(32)), line.parties[0].keys.log)
    from watchline.node import OpenEpoch

    line["XAA"].say(OpenEpoch())
    forger.message(seen=(("XAA", 1, *head.head),))
    files = forger.end()
    assert checked(files, roots(line)).result is Result.INCOMPLETE
    objects = same_size(head, _checkpoint(line, files))
    evidence = _file(line, "E1", objects)
    verdict = checked(files | {"evidence/1": evidence}, roots(line))
    assert verdict.result is Result.INCOMPLETE
    assert any("the head of XAA-1 at size 2" in sentence for sentence in verdict.missing)


def _checkpoint(line, files):
    """Return XAA's checkpoint of size 2 over the leaves that a bundle holds."""
    from watchline.log.tiles import read_entry_bundle

    name = next(name for name in files if name.startswith("logs/XAA-1/tile/entries/"))
    leaves = read_entry_bundle(files[name], int(name.rpartition("/")[2]))
    return _note(line, leaves[:2])


def test_evidence_carries_the_signed_documents_that_it_stands_on(line):
    fields = decode(_file(line, "E1", _objects(line, "E1")))
    for name, value in (("rosters", []), ("rosters", fields["rosters"][1:]), ("charter", b""), ("line", bytes(32))):
        assert check_file(encode(fields | {name: value}), roots(line)).exit_code == 3

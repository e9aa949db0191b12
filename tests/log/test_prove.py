"""Proofs of one entry: made from a node's record, checked by both verifiers."""

import functools

import pytest
from nacl import bindings

from tests.log.bundles import both_files, roots, talked, theirs
from tests.pair import Line, Party
from watchline.codec import decode, encode
from watchline.errors import OurMistake
from watchline.log import parse_checkpoint
from watchline.log.check import check_file
from watchline.log.proof_text import read_proof, write_proof
from watchline.log.prove import prove
from watchline.log.verdict import Result
from watchline.node import SayCorrection, SayMessage, SayRead
from watchline.record import read_leaf


def _messages(line, member, code):
    """Return (code, epoch, index) of each message of a party."""
    origin = line.charter.log(code, 1).origin()
    entries = line[member].store.held.entries(origin, 0, 10_000)
    return [(code, 1, entry.index) for entry in entries if read_leaf(entry.leaf).kind == "message"]


def _proved(line, place, *, by="XAA", stand=False, disclose=True):
    return prove(line[by].store.held, line.charter.line, place, stand=stand, disclose=disclose)


@pytest.fixture(scope="module")
def two():
    """A line with a message of XAA that nobody answered, and entries of both after it."""
    line = talked(entries=12)
    line["XAA"].say(SayMessage(text="The one."))
    line.settle()
    for number in range(5):
        line["XBB"].say(SayMessage(text=f"after {number}"))
        line["XAA"].say(SayMessage(text=f"after {number}"))
        line.settle()
    line.wait(70)
    line.place = _messages(line, "XAA", "XAA")[-6]
    return line


@pytest.fixture(scope="module")
def three():
    line = talked("XAA XBB XCC")
    line["XBB"].say(SayMessage(text="The one."))
    line.settle()
    line["XCC"].say(SayMessage(text="after"))
    line.settle()
    line.wait(70)
    line.place = _messages(line, "XAA", "XBB")[-1]
    return line


def test_an_entry_is_proved_included_with_its_words(two, tmp_path):
    proof = _proved(two, two.place)
    assert proof.grade == "included"
    assert "held by XBB. It says nothing of later entries." in proof.words
    verdict = both_files(proof.data, roots(two), tmp_path)
    assert verdict.result is Result.VERIFIED
    assert any("'The one.'" in sentence for sentence in verdict.found)
    assert any(
        "XBB at 2026-" in sentence and "stated that it held no larger one" in sentence for sentence in verdict.found
    )
    assert "grade: included; it says nothing of later entries" in verdict.found


@pytest.mark.parametrize("by", ["XAA", "XBB"])
def test_an_entry_is_shown_to_stand(two, tmp_path, by):
    proof = _proved(two, two.place, by=by, stand=True)
    assert proof.grade == "shown to stand"
    verdict = both_files(proof.data, roots(two), tmp_path)
    assert verdict.result is Result.VERIFIED, verdict.words()
    assert any(sentence.startswith("grade: shown to stand up to these heads") for sentence in verdict.found)
    assert theirs(tmp_path / "file", roots(two))[1]["found"]["grade"] == "shown to stand"


def test_an_entry_among_three_parties_is_shown_to_stand(three, tmp_path):
    proof = _proved(three, three.place, stand=True)
    verdict = both_files(proof.data, roots(three), tmp_path)
    assert verdict.result is Result.VERIFIED, verdict.words()
    assert len(read_proof(proof.data).after) == 3


def test_every_entry_of_every_log_can_be_proved_included(three):
    for code in ("XAA", "XBB", "XCC"):
        size = three["XAA"].node.core.logs[three.charter.log(code, 1).origin()].head.size
        for index in range(size):
            verdict = check_file(_proved(three, (code, 1, index)).data, roots(three))
            assert verdict.result is Result.VERIFIED


def test_a_body_may_be_kept_back_and_is_then_named_missing(two, tmp_path):
    verdict = both_files(_proved(two, two.place, disclose=False).data, roots(two), tmp_path)
    assert verdict.result is Result.INCOMPLETE
    assert verdict.missing == ("the body",)


def test_a_later_entry_that_refers_to_it_is_named_and_nothing_is_shown():
    line = talked()
    place = _messages(line, "XAA", "XAA")[0]
    line["XAA"].say(SayMessage(text="The one."))
    ref = line["XAA"].node.core.reference
    line.settle()
    place = _messages(line, "XAA", "XAA")[-1]
    assert _proved(line, place, stand=True).grade == "shown to stand"
    text = f"D-XAA-{read_leaf(line['XAA'].store.held.entry(line.charter.log('XAA', 1).origin(), place[2]).leaf).serial:04d}"
    assert ref
    line["XAA"].say(SayCorrection(ref=text, text="It was another."))
    size = line["XAA"].node.core.own.head.size
    for by in ("XAA",):
        with pytest.raises(OurMistake, match=rf"XAA/1/{size - 1} \(correction\) refers to this entry"):
            _proved(line, place, by=by, stand=True)
    assert _proved(line, place).grade == "included"
    line.settle()
    line["XBB"].say(SayRead(ref=text))
    with pytest.raises(OurMistake, match="refers to this entry"):
        _proved(line, place, by="XBB", stand=True)


def test_a_reading_of_it_does_not_end_that_it_stands(tmp_path):
    line = talked()
    line["XAA"].say(SayMessage(text="The one."))
    line.settle()
    place = _messages(line, "XAA", "XAA")[-1]
    line["XBB"].say(SayRead(ref=_reference(line, place)))
    line.settle()
    line.wait(70)
    proof = _proved(line, place, stand=True)
    assert any(
        place[2] in [ref.index for ref in read_leaf(leaf).refs] for leaf in read_proof(proof.data).after[1].leaves
    )
    assert both_files(proof.data, roots(line), tmp_path).result is Result.VERIFIED


def _reference(line, place):
    entry = line["XAA"].store.held.entry(line.charter.log("XAA", 1).origin(), place[2])
    return f"D-XAA-{read_leaf(entry.leaf).serial:04d}"


def test_a_proof_that_leaves_the_refuting_entry_in_is_rejected(tmp_path):
    """A careless or lying prover: the leaves are all there, and one of them refers to the entry."""
    line = talked()
    line["XAA"].say(SayMessage(text="The one."))
    line.settle()
    place = _messages(line, "XAA", "XAA")[-1]
    line["XAA"].say(SayCorrection(ref=_reference(line, place), text="It was another."))
    line.settle()
    line.wait(70)
    import watchline.log.prove as module

    refuse, module._refuse_if_refers = module._refuse_if_refers, lambda *_: None
    try:
        proof = _proved(line, place, stand=True)
    finally:
        module._refuse_if_refers = refuse
    verdict = both_files(proof.data, roots(line), tmp_path)
    assert verdict.result is Result.REJECTED
    assert "(correction) refers to it: it does not stand" in verdict.reasons[0]


# ---- which head ----
def test_the_newest_head_that_all_cosigned_is_chosen_before_newer_ones():
    line = talked()
    place = _messages(line, "XAA", "XAA")[0]
    line.up.clear()
    line["XAA"].say(SayMessage(text="nobody hears this"))
    size = line["XAA"].node.core.own.head.size
    proof = _proved(line, place)
    assert f"Up to size {size - 1} of XAA-1, held by XBB" in proof.words
    assert check_file(proof.data, roots(line)).result is Result.VERIFIED


def test_an_entry_that_nobody_cosigned_is_proved_and_the_words_say_so(tmp_path):
    line = talked()
    line.up.clear()
    line["XAA"].say(SayMessage(text="nobody hears this"))
    place = _messages(line, "XAA", "XAA")[-1]
    proof = _proved(line, place)
    assert "cosigned by nobody yet" in proof.words
    verdict = both_files(proof.data, roots(line), tmp_path)
    assert verdict.result is Result.INCOMPLETE
    assert verdict.missing == (f"cosignature of XBB over XAA-1 at size {place[2] + 1}",)


def test_a_head_that_some_cosigned_is_chosen_and_the_others_are_named():
    line = talked("XAA XBB XCC")
    line.up = {key for key in line.up if key[1] == frozenset(("XAA", "XBB"))}
    line.silent = {("one", frozenset(("XAA", "XCC"))), ("two", frozenset(("XAA", "XCC")))}
    line["XAA"].say(SayMessage(text="XCC does not hear this"))
    line.settle()
    place = _messages(line, "XAA", "XAA")[-1]
    proof = _proved(line, place)
    assert "held by XBB; not cosigned by XCC" in proof.words
    assert check_file(proof.data, roots(line)).missing == (f"cosignature of XCC over XAA-1 at size {place[2] + 1}",)


# ---- refusals to prove ----
def test_what_is_not_held_is_not_proved(two):
    for place in (("XAA", 1, 10_000), ("XAA", 1, -1), ("XAA", 2, 0), ("XZZ", 1, 0)):
        with pytest.raises(OurMistake, match="is not held here"):
            _proved(two, place)
    with pytest.raises(OurMistake):
        prove(two["XAA"].store.held, bytes(32), ("XAA", 1, 0), stand=False)


def test_standing_is_not_shown_while_what_the_entry_has_seen_is_not_held():
    from tests.log.bundles import hand

    line, forger = hand()
    forger.message(seen=(("XBB", 1, 900, bytes(32)),))
    forger.end()
    assert _proved(line, ("XAA", 1, 2), by="XBB").grade == "included"
    with pytest.raises(OurMistake, match="names 900 entries of XBB, and not all of them are held"):
        _proved(line, ("XAA", 1, 2), by="XBB", stand=True)


def test_standing_is_not_shown_without_every_log():
    line = Line()
    from watchline.node import OpenEpoch

    line["XAA"].say(OpenEpoch())
    assert _proved(line, ("XAA", 1, 0)).grade == "included"
    with pytest.raises(OurMistake, match="is not held here: it cannot be shown"):
        _proved(line, ("XAA", 1, 0), stand=True)


def test_more_later_entries_than_a_file_takes_are_refused_in_words(two, monkeypatch):
    monkeypatch.setattr("watchline.log.prove._AFTER_BYTES_MAX", 1000)
    with pytest.raises(OurMistake, match="Export the line"):
        _proved(two, two.place, stand=True)


# ---- the file ----
def test_a_proof_reads_back_and_is_text_of_tlog_proof(two):
    data = _proved(two, two.place, stand=True).data
    assert write_proof(read_proof(data)) == data
    lines = data.decode().split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    assert lines[1].startswith("extra ")
    assert lines[2] == f"index {two.place[2]}"
    blank = lines.index("")
    assert all(len(line) == 44 for line in lines[3:blank])
    checkpoint = parse_checkpoint("\n".join(lines[blank + 1 :]).encode())
    assert checkpoint.origin == two.charter.log("XAA", 1).origin()


def _changed(data, change):
    """Return a proof whose parsed parts were changed."""
    proof = read_proof(data)
    return write_proof(proof._replace(**change(proof)))


def _after(proof, code, **changes):
    items = [
        item._replace(**{name: make(item) for name, make in changes.items()})
        if f"/{code}/1" in item.note.decode().split("\n", maxsplit=1)[0]
        else item
        for item in proof.after
    ]
    return {"after": tuple(items)}


CHANGES = {
    "another index": lambda proof: {"index": proof.index + 1},
    "another leaf": lambda proof: {"leaf": proof.leaf + b"\0"},
    "another body": lambda proof: {"body": (proof.body[0], proof.body[1] + b"\0")},
    "another salt": lambda proof: {"body": (bytes(32), proof.body[1])},
    "no path": lambda proof: {"path": ()},
    "another path": lambda proof: {"path": (bytes(32), *proof.path[1:])},
    "no charter": lambda proof: {"charters": ()},
    "charter signatures turned": lambda proof: {
        "charters": (encode([part[::-1] if type(part) is list else part for part in decode(proof.charters[0])]),)
    },
    "no rosters": lambda proof: {"rosters": ()},
    "one roster": lambda proof: {"rosters": proof.rosters[:1]},
    "a large leaf": lambda proof: {"leaf": bytes(5000)},
    "a later leaf left out": lambda proof: _after(proof, "XBB", leaves=lambda item: item.leaves[1:]),
    "a later leaf exchanged": lambda proof: _after(proof, "XBB", leaves=lambda item: (b"x", *item.leaves[1:])),
    "the last leaf left out": lambda proof: _after(proof, "XAA", leaves=lambda item: item.leaves[:-1]),
    "starts later": lambda proof: _after(
        proof, "XAA", start=lambda item: item.start + 1, leaves=lambda item: item.leaves[1:]
    ),
    "other nodes": lambda proof: _after(proof, "XBB", nodes=lambda item: (bytes(32),) * len(item.nodes)),
    "no nodes": lambda proof: _after(proof, "XBB", nodes=lambda _: ()),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_proof_that_was_changed_is_never_verified(two, tmp_path, change):
    data = _changed(_proved(two, two.place, stand=True).data, change)
    verdict = both_files(data, roots(two), tmp_path)
    assert verdict.exit_code == 3


def test_later_entries_that_begin_too_late_are_rejected(two, tmp_path):
    """The first entry after it is left out, with the nodes that a proof from there on would have."""
    from watchline.log import cover, subtree

    held = two["XAA"].store.held

    def late(code):
        def change(proof):
            origin = two.charter.log(code, 1).origin()
            item = next(item for item in proof.after if item.note.startswith(origin.encode()))
            start = item.start + 1
            nodes = [subtree(functools.partial(held.hashes, origin), *place) for place in cover(0, start)]
            return _after(
                proof, code, start=lambda _: start, nodes=lambda _: tuple(nodes), leaves=lambda item: item.leaves[1:]
            )

        return change

    for code in ("XAA", "XBB"):
        verdict = both_files(_changed(_proved(two, two.place, stand=True).data, late(code)), roots(two), tmp_path)
        assert verdict.result is Result.REJECTED, code


def test_later_entries_may_begin_earlier_than_they_must(two, tmp_path):
    def change(proof):
        origin = two.charter.log("XBB", 1).origin().encode()
        items = []
        for item in proof.after:
            entries = two["XAA"].store.held.entries(origin.decode(), 0, item.start)
            whole = item._replace(start=0, nodes=(), leaves=(*(entry.leaf for entry in entries), *item.leaves))
            items.append(whole if item.note.startswith(origin) else item)
        return {"after": tuple(items)}

    verdict = both_files(_changed(_proved(two, two.place, stand=True).data, change), roots(two), tmp_path)
    assert verdict.result is Result.VERIFIED


def test_a_cosignature_missing_over_the_later_entries_is_named(two, tmp_path):
    from tests.log.bundles import with_lines

    def change(proof):
        return _after(
            proof, "XBB", note=lambda item: with_lines(item.note, lambda line: not line.name.endswith("/mirror"))
        )

    verdict = both_files(_changed(_proved(two, two.place, stand=True).data, change), roots(two), tmp_path)
    assert verdict.result is Result.INCOMPLETE
    assert "cosignature of XAA over XBB-1" in verdict.missing[0]


# ---- proofs by hand, of leaves that no node writes ----
def _by_hand(line, leaf, *, epoch=1, keys=None, body=None, **changes):
    """Return the proof of the third and last leaf of a log."""
    from watchline.log import EMPTY_FRONTIER, cosign, leaf_hash, sign_checkpoint
    from watchline.log.proof_text import ProofText

    (first, second), name = line.parties, line.charter.log("XAA", epoch)
    first_two = EMPTY_FRONTIER.extended([leaf_hash(b"0"), leaf_hash(b"1")])[0]
    head = first_two.extended([leaf_hash(leaf)])[0].head()
    checkpoint = sign_checkpoint(name.origin(), head, (keys or first.keys).log)
    mirror = cosign(line.charter.log("XBB", 1).mirror(), name.origin(), head, 7, second.keys.mirror)
    parts = {
        "index": 2,
        "path": (first_two.root(),),
        "note": checkpoint.with_lines((*checkpoint.lines, mirror.line)).note(),
        "leaf": leaf,
        "body": body,
        "rosters": tuple(party.roster.signed for party in line.parties),
        "charters": (line.signed,),
        "after": None,
    }
    return write_proof(ProofText(**(parts | changes)))


def _leaf(line, body=b"\xa0", **changes):
    from watchline.keys import body_hash
    from watchline.record import Header, write_leaf

    fields = {
        "line": line.charter.line,
        "charter": line.charter.hash,
        "author": "XAA",
        "epoch": 1,
        "index": 2,
        "t": 1_790_000_000_000,
        "kind": "message_read",
        "post": "watch",
        "draft": bytes(16),
        "seen": (),
        "refs": (),
        "body_hash": body_hash(line.charter.line, line.parties[0].roster.party_id, bytes(32), body),
        "body_class": 1,
    }
    return write_leaf(Header(**(fields | changes)))


def test_a_proof_by_hand_is_verified_so_the_next_tests_fail_for_one_reason(two, tmp_path):
    data = _by_hand(two, _leaf(two), body=(bytes(32), b"\xa0"))
    assert both_files(data, roots(two), tmp_path).result is Result.VERIFIED


def test_a_leaf_above_the_limit_is_no_entry(two):
    assert check_file(_by_hand(two, bytes(4096)), roots(two)).not_checked == ("label: not_canonical",)
    verdict = check_file(_by_hand(two, bytes(4097)), roots(two))
    assert "a leaf of 4097 bytes" in verdict.reasons[0]


@pytest.mark.parametrize(
    ("changes", "label"),
    [({"index": 1}, "misplaced"), ({"kind": "strange"}, "unknown_kind"), ({"charter": bytes(32)}, "foreign_charter")],
)
def test_the_labels_of_an_entry_are_named(two, tmp_path, changes, label):
    data = _by_hand(two, _leaf(two, **changes), body=(bytes(32), b"\xa0"))
    verdict = both_files(data, roots(two), tmp_path)
    assert verdict.not_checked == (f"label: {label}",)


def test_a_body_that_its_kind_cannot_have_is_named(two, tmp_path):
    data = _by_hand(two, _leaf(two, body=b"\xff", kind="receipt"), body=(bytes(32), b"\xff"))
    verdict = both_files(data, roots(two), tmp_path)
    assert verdict.not_checked == ("label: bad_body",)


def test_a_body_on_which_no_check_rests_is_shown_to_have_another_form(two, tmp_path):
    data = _by_hand(two, _leaf(two, body=b"\xff"), body=(bytes(32), b"\xff"))
    verdict = both_files(data, roots(two), tmp_path)
    assert verdict.not_checked == ()
    assert any("does not have the form" in words for words in verdict.found)


def test_later_epochs_and_amendments_are_not_checked(two):
    given, body = roots(two), (bytes(32), b"\xa0")
    later = check_file(_by_hand(two, _leaf(two, epoch=2), epoch=2, body=body), given)
    assert any("epochs after the first" in sentence for sentence in later.not_checked)
    amended = check_file(_by_hand(two, _leaf(two), body=body, charters=(two.signed, b"another")), given)
    assert amended.not_checked == ("charters after the first: amendments",)


def test_without_the_later_entries_of_a_party_it_is_not_shown_to_stand(two, tmp_path):
    data = _changed(_proved(two, two.place, stand=True).data, lambda proof: {"after": proof.after[:1]})
    verdict = both_files(data, roots(two), tmp_path)
    assert verdict.result is Result.INCOMPLETE
    assert "grade: included" in verdict.found


def test_the_same_later_entries_twice_are_rejected(two):
    data = _changed(_proved(two, two.place, stand=True).data, lambda proof: {"after": (proof.after[0],) * 2})
    assert check_file(data, roots(two)).result is Result.REJECTED


def test_an_author_who_names_a_head_that_never_was_cannot_hide_the_entries_below_it(tmp_path):
    """The entry says that it has seen 900 entries of XBB: then none of XBB's later entries would have to be shown."""
    from tests.log.bundles import hand
    from watchline.log.prove import STANDS

    line, forger = hand()
    head = line["XBB"].node.core.own.head
    forger.message(seen=(("XBB", 1, head.size, bytes(32)),))
    forger.end()
    place = ("XAA", 1, 2)
    proof = _proved(line, place, by="XBB", stand=True)
    assert proof.grade == STANDS
    verdict = both_files(proof.data, roots(line), tmp_path)
    assert verdict.result is Result.REJECTED
    assert "not after those seen" in verdict.reasons[0]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(b"@v1", b"@v2", 1),
        lambda text: text.replace(b"extra ", b"extra  ", 1),
        lambda text: text.replace(b"index ", b"index 0", 1),
        lambda text: text.replace(b"index ", b"index +", 1),
        lambda text: text.replace(b"\nindex", b"\n\nindex", 1),
        lambda text: text.replace(b"=\n\n", b"=\n", 1),
        lambda text: text[:200],
        lambda text: text.replace(b"\nextra ", b"\n", 1),
        lambda text: b"c2sp.org/tlog-proof@v1\n\n",
        lambda text: text + b"\n",
        lambda text: b"\xff" + text,
    ],
)
def test_a_file_of_another_form_is_rejected(two, change):
    assert check_file(change(_proved(two, two.place).data), roots(two)).result is Result.REJECTED


def test_fields_of_another_form_are_rejected(two):
    import base64

    data = _proved(two, two.place).data
    first, extra, rest = data.split(b"\n", 2)
    fields = decode(base64.b64decode(extra[6:]))
    for change in (
        {"v": 2},
        {"leaf": 1},
        {"rosters": b""},
        {"charters": [1]},
        {"after": 1},
        {"after": [[1, 2]]},
        {"salt": b""},
    ):
        changed = b"extra " + base64.b64encode(encode(fields | change))
        assert check_file(b"\n".join([first, changed, rest]), roots(two)).result is Result.REJECTED, change
    del fields["salt"]
    changed = b"extra " + base64.b64encode(encode(fields))
    assert check_file(b"\n".join([first, changed, rest]), roots(two)).result is Result.REJECTED


def test_a_proof_under_other_roots_is_rejected(two, tmp_path):
    strangers = [Party(code, number).roster.fingerprint for code, number in (("XAA", 91), ("XBB", 92))]
    assert both_files(_proved(two, two.place).data, strangers, tmp_path).result is Result.REJECTED


@pytest.mark.slow
@pytest.mark.parametrize("stand", [False, True])
def test_no_flipped_byte_of_a_proof_is_verified(two, stand, monkeypatch):
    for name in ("crypto_sign_open", "crypto_core_ed25519_is_valid_point"):
        monkeypatch.setattr(bindings, name, functools.lru_cache(4096)(getattr(bindings, name)))
    data, given = _proved(two, two.place, stand=stand).data, roots(two)
    for at in range(0, len(data), 3 if stand else 1):
        flipped = data[:at] + bytes([data[at] ^ (1 << at % 8)]) + data[at + 1 :]
        assert check_file(flipped, given).exit_code == 3, at

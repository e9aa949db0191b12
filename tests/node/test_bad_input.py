"""What a hostile or broken peer may send: refused with a code, or stored and labelled, or changing nothing. Nothing is lost."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.forger import SALT, Forger, kinds
from tests.pair import Line
from watchline.codec import decode, encode
from watchline.keys import PrivateKey, make_certificate
from watchline.log import EMPTY_FRONTIER, Head, cosign, leaf_hash, sign_checkpoint
from watchline.log.held import DOC_EVIDENCE
from watchline.node import CircuitOpened, FrameArrived, OpenEpoch, SayMessage, SayService, Tick
from watchline.party import PrivateKeySet
from watchline.peer import Append, Beat, Cosign, Have, Keys, Want, write_frame
from watchline.record import EpochOpen, Seen, ServiceMessage, write_body, write_leaf
from watchline.view import LABEL, THREAD, EntryRef, read_thread, ref_key


@pytest.fixture
def forger() -> Forger:
    line = Line()
    line["XBB"].say(OpenEpoch())
    return Forger(line).open()


def refused(frames: list[dict[str, object]]) -> str:
    codes = [str(frame["code"]) for frame in frames if frame["frame"] == "REFUSED"]
    return codes[0] if codes else ""


def labels(forger: Forger, index: int) -> list[str]:
    row = forger.receiver.store.held.row(LABEL, ref_key(forger.line.charter.line, EntryRef(forger.code, 1, index)))
    return [] if row is None else msgspec.msgpack.decode(row)[0]


def cosigned(forger: Forger) -> int:
    log = forger.receiver.node.core.logs.get(forger.origin)
    return log.cosigned.size if log else 0


def test_an_honest_append_is_held_and_cosigned(forger: Forger) -> None:
    answer = forger.send(forger.append())
    assert kinds(answer)[0] == "COSIGN"
    assert cosigned(forger) == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "malformed"),
        (b"\xff" * 40, "malformed"),
        (encode([1, 2]), "malformed"),
        (b"\x00" * 65_537, "limit"),
    ],
)
def test_bytes_that_are_no_frame_are_refused(forger: Forger, data: bytes, code: str) -> None:
    assert refused(forger.send(data)) == code
    assert forger.held() == 0


def test_a_frame_of_another_version_line_sender_or_receiver_is_refused(forger: Forger) -> None:
    whole = decode(write_frame(forger.append(), forger.line.charter.line, "XAA", "XBB"))
    assert refused(forger.send(encode(whole | {"v": 2}))) == "version"
    assert refused(forger.send(encode(whole | {"line": bytes(32)}))) == "line"
    assert refused(forger.send(encode(whole | {"from": "XBB"}))) == "sender"
    assert refused(forger.send(encode(whole | {"to": "XAA"}))) == "sender"
    assert refused(forger.send(encode(whole | {"frame": "SHOUT"}))) == "malformed"
    assert forger.held() == 0


@given(cut=st.integers(0, 2000), flip=st.integers(0, 2000), bit=st.integers(0, 7))
@settings(max_examples=60)
def test_a_damaged_frame_never_moves_the_log_beyond_what_was_signed(cut: int, flip: int, bit: int) -> None:
    line = Line()
    line["XBB"].say(OpenEpoch())
    forger = Forger(line).open()
    whole = bytearray(write_frame(forger.append(), line.charter.line, "XAA", "XBB"))
    whole[flip % len(whole)] ^= 1 << bit
    forger.send(bytes(whole))
    forger.send(bytes(whole[: cut % len(whole)]))
    log = forger.receiver.node.core.logs.get(forger.origin)
    assert log is None or log.head in {Head(0, EMPTY_FRONTIER.root()), forger.frontier.head()}


def test_a_wrong_origin_is_refused(forger: Forger) -> None:
    other = forger.origin.replace("-demo", "")
    for origin in (
        other,
        "0" * 64 + forger.origin[64:],
        forger.origin.replace("XAA", "XZZ"),
        "x",
        forger.origin + "/mirror",
    ):
        assert (
            refused(forger.send(forger.append(origin=origin, checkpoint=forger.checkpoint(origin).note()))) == "origin"
        )
    assert forger.held() == 0


def test_a_key_set_that_no_roster_lists_is_refused(forger: Forger) -> None:
    stranger = PrivateKey(b"s" * 32)
    note = sign_checkpoint(forger.origin, forger.frontier.head(), stranger).note()
    assert refused(forger.send(forger.append(checkpoint=note))) == "key"
    forger.send(forger.append())
    forger.message()
    note = sign_checkpoint(forger.origin, forger.frontier.head(), stranger).note()
    assert refused(forger.send(forger.append(2, checkpoint=note))) == "signature"
    assert forger.held() == 2


def test_a_checkpoint_smaller_than_its_leaves_is_refused(forger: Forger) -> None:
    note = forger.checkpoint().note()
    forger.message()
    assert refused(forger.send(forger.append(checkpoint=note))) == "size"


def test_a_shrinking_head_is_neither_cosigned_nor_a_fork(forger: Forger) -> None:
    small = forger.append()
    forger.message()
    forger.send(forger.append())
    forger.send(small)
    assert (forger.held(), cosigned(forger)) == (3, 3)
    assert "fork" not in " ".join(forger.receiver.alarms())


def test_leaves_that_do_not_hash_to_the_signed_root_are_refused(forger: Forger) -> None:
    forger.send(forger.append())
    forger.message()
    frame = forger.append(2)
    other = forger.message("another")
    forger.leaves.pop()
    assert refused(forger.send(msgspec.structs.replace(frame, leaves=[other]))) in {"root", "malformed"}
    assert forger.held() == 2
    assert kinds(forger.send(frame))[0] == "COSIGN"
    assert forger.held() == 3


def test_a_leaf_or_body_above_its_limit_is_refused_whole(forger: Forger) -> None:
    forger.send(forger.append())
    forger.raw(b"\x00" * 4097, b"")
    assert refused(forger.send(forger.append(2))) == "limit"
    line = Line()
    line["XBB"].say(OpenEpoch())
    other = Forger(line).open()
    body = b"\x00" * 32_769
    other.raw(write_leaf(other.header(ServiceMessage(text="x", language="en"), body)), body)
    assert refused(other.send(other.append())) == "limit"
    assert (forger.held(), other.held()) == (2, 0)


def test_a_leaf_whose_body_is_withheld_is_never_cosigned_until_it_comes(forger: Forger) -> None:
    forger.send(forger.append())
    forger.message()
    answer = forger.send(forger.append(2, bodies=[]))
    assert "COSIGN" not in kinds(answer)
    assert "HAVE" in kinds(answer)
    assert (forger.held(), cosigned(forger)) == (2, 2)
    assert "COSIGN" in kinds(forger.send(forger.append(2, leaves=[])))
    assert cosigned(forger) == 3


def test_a_garbled_body_is_refused_and_the_right_one_still_taken(forger: Forger) -> None:
    forger.send(forger.append())
    forger.message()
    assert refused(forger.send(forger.append(2, bodies=[(2, SALT, b"\xa0")]))) == "malformed"
    assert cosigned(forger) == 2
    assert "COSIGN" in kinds(forger.send(forger.append(2)))


def test_a_leaf_that_is_not_canonical_is_stored_cosigned_labelled_and_alarmed(forger: Forger) -> None:
    good = write_leaf(forger.header(ServiceMessage(text="x", language="en"), b""))
    forger.raw(good + b"\x00")
    assert "COSIGN" in kinds(forger.send(forger.append()))
    assert labels(forger, 2) == ["not_canonical"]
    assert any(name.startswith("entry/") for name in forger.receiver.alarms())
    entry = forger.receiver.store.held.entry(forger.origin, 2)
    assert entry is not None
    assert (entry.leaf, entry.body) == (good + b"\x00", None)


@pytest.mark.parametrize("changes", [{"index": 7}, {"epoch": 3}, {"author": "XBB"}, {"line": bytes(32)}])
def test_a_misplaced_header_is_stored_cosigned_and_labelled(forger: Forger, changes: dict[str, object]) -> None:
    forger.write(ServiceMessage(text="x", language="en"), **changes)
    assert "COSIGN" in kinds(forger.send(forger.append()))
    assert labels(forger, 2) == ["misplaced"]
    row = forger.receiver.store.held.row(THREAD, ref_key(forger.line.charter.line, EntryRef("XAA", 1, 2)))
    assert row is None


def test_an_unknown_kind_is_kept_whole_and_shown_as_unknown(forger: Forger) -> None:
    body = encode({"text": "from a later version", "new": [1, 2]})
    forger.write(ServiceMessage(text="x", language="en"), kind="weather_report", body=body)
    assert "COSIGN" in kinds(forger.send(forger.append()))
    assert labels(forger, 2) == ["unknown_kind"]
    entry = forger.receiver.store.held.entry(forger.origin, 2)
    assert entry is not None
    assert entry.body == body


def test_unknown_fields_of_a_known_kind_change_nothing_and_survive(forger: Forger) -> None:
    record = ServiceMessage(text="x", language="en")
    body = encode(decode(write_body(record)) | {"later": 5})
    leaf = encode(decode(write_leaf(forger.header(record, body))) | {"more": b"1"})
    forger.raw(leaf, body)
    assert "COSIGN" in kinds(forger.send(forger.append()))
    assert labels(forger, 2) == []


def test_a_foreign_charter_and_an_unknown_seen_are_labelled(forger: Forger) -> None:
    forger.write(ServiceMessage(text="x", language="en"), charter=bytes(32))
    forger.write(ServiceMessage(text="y", language="en"), seen=(Seen("XBB", 1, 1, bytes(32)),))
    assert "COSIGN" in kinds(forger.send(forger.append()))
    assert labels(forger, 2) == ["foreign_charter"]
    assert labels(forger, 3) == ["unknown_seen"]


def test_duplicates_and_replays_change_nothing_and_ring_nothing_twice(forger: Forger) -> None:
    forger.message(precedence="Z")
    frame = forger.append()
    forger.send(frame)
    held = forger.receiver.store.held
    before = [list(held.rows(view, b"", None, 1000)) for view in (THREAD, LABEL, "own.alarm")]
    sizes = [log.head.size for log in forger.receiver.node.core.logs.values()]
    for _ in range(3):
        answer = forger.send(frame)
        assert kinds(answer) == ["COSIGN"]
    assert [list(held.rows(view, b"", None, 1000)) for view in (THREAD, LABEL, "own.alarm")] == before
    assert [log.head.size for log in forger.receiver.node.core.logs.values()] == sizes


def test_reordered_frames_are_parked_and_fill_their_gap(forger: Forger) -> None:
    first = forger.append()
    frames = []
    for number in range(5):
        forger.message(str(number))
        frames.append(forger.append(2 + number))
    forger.send(first)
    for frame in reversed(frames[1:]):
        assert "HAVE" in kinds(forger.send(frame))
    assert forger.held() == 2
    assert "COSIGN" in kinds(forger.send(frames[0]))
    assert (forger.held(), cosigned(forger)) == (7, 7)


def test_a_second_leaf_with_a_known_draft_changes_no_view(forger: Forger) -> None:
    forger.message("once", draft=b"d" * 16, serial=1)
    forger.message("twice", draft=b"d" * 16, serial=2)
    forger.send(forger.append())
    assert labels(forger, 3) == ["repeated_draft"]
    held = forger.receiver.store.held
    assert held.row(THREAD, ref_key(forger.line.charter.line, EntryRef("XAA", 1, 3))) is None
    assert read_thread(held.row(THREAD, ref_key(forger.line.charter.line, EntryRef("XAA", 1, 2)))).opener


def test_parked_leaves_are_bounded_and_what_waited_stays(forger: Forger) -> None:
    forger.send(forger.append())
    leaf = forger.message()
    codes = set()
    for start in range(3, 6000, 90):
        frontier = EMPTY_FRONTIER.extended([leaf_hash(leaf)] * (start + 90))[0]
        note = sign_checkpoint(forger.origin, frontier.head(), forger.party.keys.log).note()
        codes.add(
            refused(
                forger.send(Append(origin=forger.origin, start=start, leaves=[leaf] * 90, bodies=[], checkpoint=note))
            )
        )
    assert codes == {"", "limit"}
    assert len(forger.receiver.node.core.logs[forger.origin].parking) <= 4096


def test_two_histories_by_one_key_leave_evidence_and_stop_nothing_else(forger: Forger) -> None:
    forger.message("for you")
    forger.send(forger.append())
    other = Forger(Line(), "XAA", "XBB")
    other.line.charter, other.origin = forger.line.charter, forger.origin
    other.leaves, other.bodies = forger.leaves[:2], forger.bodies[:2]
    other.frontier = EMPTY_FRONTIER.extended([leaf_hash(leaf) for leaf in other.leaves])[0]
    other.message("for somebody else")
    for frame in (other.beat(), other.append(2)):
        forger.send(frame)
    held = forger.receiver.store.held
    rows = held.rows(DOC_EVIDENCE, forger.line.charter.line, None, 10)
    assert len(rows) == 1
    assert decode(rows[0][1])["class"] == "E1"
    assert f"fork/{forger.origin}" in forger.receiver.alarms()
    forger.message("goes on")
    answer = forger.send(forger.append(3))
    assert "COSIGN" not in kinds(answer)
    assert forger.held() == 4
    branch = held.rows("branch", forger.line.charter.line, None, 10)
    assert [value for _key, value in branch] == [other.leaves[2]]
    assert forger.receiver.say(SayService(text="we go on"))


def test_a_fork_seen_at_another_size_is_proved_by_tree_nodes(forger: Forger) -> None:
    for number in range(5):
        forger.message(str(number))
    forger.send(forger.append())
    frontier = EMPTY_FRONTIER.extended([leaf_hash(leaf) for leaf in [*forger.leaves[:3], b"else"]])[0]
    note = sign_checkpoint(forger.origin, frontier.head(), forger.party.keys.log).note()
    forger.send(Beat(nonce=bytes(16), echo=b"", now=0, heads=[(note, [])], rosters=[]))
    rows = forger.receiver.store.held.rows(DOC_EVIDENCE, forger.line.charter.line, None, 10)
    assert [decode(value)["class"] for _key, value in rows] == ["E2"]


def test_a_false_have_is_never_a_fork(forger: Forger) -> None:
    forger.send(forger.append())
    charter = forger.line.charter
    frame = Have(
        logs=[(forger.origin, 2, b"x" * 32, 0, b""), (charter.log("XBB", 1).origin(), 99, b"y" * 32, 99, b"")],
        rosters=[],
        charter=charter.hash,
    )
    forger.send(frame)
    assert not [name for name in forger.receiver.alarms() if "fork" in name or "closed" in name]
    assert "COSIGN" in kinds(forger.send(forger.append()))


def test_our_own_key_heard_from_outside_closes_this_key_set(forger: Forger) -> None:
    mine = forger.receiver
    origin = forger.line.charter.log("XBB", 1).origin()
    stolen = sign_checkpoint(origin, Head(9, b"z" * 32), mine.party.keys.log).note()
    forger.send(Beat(nonce=bytes(16), echo=b"", now=0, heads=[(stolen, [])], rosters=[]))
    assert "closed" in mine.alarms()
    reply = mine.handle(SayService(text="may I?"))[0]
    assert not reply.written
    assert "key set" in reply.error
    forger.send(forger.append())
    assert (forger.held(), cosigned(forger)) == (2, 0)


def test_a_cosignature_that_the_mirror_key_did_not_make_is_refused(forger: Forger) -> None:
    mine = forger.receiver
    log = mine.node.core.own
    assert log is not None
    thief = PrivateKey(b"t" * 32)
    name = forger.line.charter.log("XAA", 1).mirror()
    made = cosign(name, log.origin, log.head, 1, thief)
    forger.send(Cosign(origin=log.origin, size=log.head.size, root=log.head.root, lines=[made.line.text()]))
    assert log.cosignatures == {}
    right = cosign(name, log.origin, log.head, 1, forger.party.keys.mirror)
    forger.send(Cosign(origin=log.origin, size=log.head.size, root=log.head.root, lines=[right.line.text()]))
    assert log.cosignatures["XAA"].head == log.head


def test_a_roster_of_another_root_is_refused_and_an_older_one_ignored(forger: Forger) -> None:
    from tests.pair import Party

    stranger = Party("XAA", 99)
    forger.send(Keys(rosters=[stranger.roster.signed]))
    forger.send(Keys(rosters=[forger.party.roster.signed]))
    core = forger.receiver.node.core
    assert core.rosters["XAA"].hash() == forger.party.roster.hash()
    assert core.refused.get("key") == 1


def test_a_want_for_nonsense_is_refused_or_answered_with_nothing(forger: Forger) -> None:
    assert refused(forger.send(Want(ranges=[("x", 0, 0, "leaves")], credit=10))) == "origin"
    assert refused(forger.send(Want(ranges=[(forger.origin, 0, 0, "secrets")], credit=10))) == "malformed"
    own = forger.line.charter.log("XBB", 1).origin()
    assert kinds(forger.send(Want(ranges=[(own, 0, 0, "leaves")], credit=0))) == []
    assert "APPEND" in kinds(forger.send(Want(ranges=[(own, 0, 0, "leaves")], credit=100_000)))


def test_flash_ahead_of_a_gap_rings_early_and_is_neither_held_nor_cosigned() -> None:
    line = Line().open()
    line.disconnect("one", "XAA", "XBB")
    a = line["XAA"]
    for number in range(3):
        a.say(SayMessage(text=str(number)))
    line.flying.clear()
    a.say(SayMessage(text="cease", precedence="Z"))
    frames = [decode(frame) for sender, _, frame in line.sent if sender == "XAA"]
    flash = [frame for frame in frames if frame["frame"] == "APPEND"][-1]
    early = encode(flash | {"start": flash["start"]})
    line["XBB"].handle(FrameArrived(circuit="two", peer="XAA", frame=early))
    log = line["XBB"].node.core.logs[line.charter.log("XAA", 1).origin()]
    assert log.size < flash["start"]
    line.flying.clear()
    line.wait(40)
    assert log.origin in line["XBB"].node.core.logs
    assert line["XBB"].node.core.logs[log.origin].size == a.node.core.own.size  # type: ignore[union-attr]


def test_an_unused_certificate_and_key_set_helper_stay_deterministic() -> None:
    seed = b"k" * 32
    assert make_certificate(seed, "XAA") == make_certificate(seed, "XAA")
    keys = PrivateKeySet(PrivateKey(b"1" * 32), PrivateKey(b"2" * 32))
    assert EpochOpen(reason="founding", key_set=keys.public.fields(), rosters=[]).reason == "founding"
    assert CircuitOpened(circuit="one", peer="XAA") != Tick()

"""The judge: every kind of submission in every state of a witness; no rollback, no two roots for a size; crash-safe; its clock."""

import copy
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pair import Party, run
from watchline.codec import decode, encode
from watchline.errors import InvalidFromPeer
from watchline.keys import PrivateKey
from watchline.log import (
    EMPTY_FRONTIER,
    Head,
    consistency_path,
    leaf_hash,
    parse_checkpoint,
    parse_line,
    range_root,
    read_cosignature,
    sign_checkpoint,
)
from watchline.measure import Now
from watchline.node.doors import LockRow
from watchline.party import LogName
from watchline.party.witness import WitnessName
from watchline.peer.witness import Submit, Witnessed, read_witness, write_witness
from watchline.store import MemoryHeadLock, MemoryStore
from watchline.witness import Enrolment, Witness, make_enrolment, read_enrolment

LINE = bytes(range(32))
KEY = PrivateKey(bytes([9]) * 32)
PARTIES = [Party(code, number) for number, code in enumerate(("XAA", "XBB", "XCC"), 1)]
LOG = LogName(LINE, True, "XAA", 1)
ORIGIN = LOG.origin()
NAME = WitnessName(LINE, True, KEY.public).text()
NOW = Now(1_800_000_000_000, 50_000)
LEAVES = {branch: [b"%s %d" % (branch, at) for at in range(12)] for branch in (b"one", b"two")}
SHARED = 3
for at in range(SHARED):
    LEAVES[b"two"][at] = LEAVES[b"one"][at]


def hashes(branch):
    rows = [leaf_hash(leaf) for leaf in LEAVES[branch]]
    return lambda level, start, count: rows[start : start + count]


def head(size, branch=b"one"):
    return Head(size, range_root(hashes(branch), 0, size))


def note(size, branch=b"one", key=None, origin=ORIGIN):
    return sign_checkpoint(origin, head(size, branch), key or PARTIES[0].keys.log).note()


def submit(size, old, branch=b"one", **changes):
    proof = consistency_path(hashes(branch), old, size) if 0 < old <= size else []
    usual = {"origin": ORIGIN, "old": old, "checkpoint": note(size, branch), "proof": proof, "now": NOW.wall}
    return Submit(**(usual | changes))


def enrolled(*parties):
    found = {}
    for party in parties:
        log = LogName(LINE, True, party.code, 1)
        found[log.origin()] = Enrolment(log, party.keys.log.public, party.root.public, (), b"")
    return found


class Stand:
    """A witness with its store and lock in memory."""

    def __init__(self):
        self.store, self.lock = MemoryStore(), MemoryHeadLock()
        self.now = NOW
        self.emitted = []
        self.load()

    def load(self):
        self.tenure = run(self.store.acquire("witness", [LINE]))
        locks, pins = run(self.lock.load()), run(self.lock.pins())
        self.witness = Witness(KEY, enrolled(*PARTIES[:2]), locks, self.store.held.rows, pins, 10_000, self.now)

    def ask(self, frame, sender=PARTIES[0], steps=3):
        data = frame if isinstance(frame, bytes) else write_witness(frame)
        judged = self.witness.handle(sender.root.public, data, self.now)
        for number, step in enumerate(
            (
                lambda: run(self.store.append(self.tenure, judged.batch)),
                lambda: (run(self.lock.pin(judged.pins)), run(self.lock.swap(judged.locks))),
            )
        ):
            if number < steps:
                step()
        if steps < 3:
            return None
        self.witness.stored(judged)
        answer = read_witness(judged.answer, Witnessed)
        if answer.code == "ok":
            self.emitted.append((answer.size, answer.lines[0]))
        return answer


def stated(answer, size, branch=b"one"):
    return read_cosignature(parse_line(answer.lines[0]), ORIGIN, head(size, branch), KEY.public)


@pytest.fixture
def stand():
    return Stand()


def test_the_first_head_is_taken_as_it_is_and_the_next_with_a_proof(stand):
    first = stand.ask(submit(5, 0))
    assert (first.code, first.size) == ("ok", 5)
    assert stated(first, 5).name == NAME
    second = stand.ask(submit(8, 5), sender=PARTIES[1])
    assert (second.code, second.size) == ("ok", 8)
    again = stand.ask(submit(8, 8))
    assert (again.code, again.size) == ("ok", 8)


def test_the_statement_is_no_mirror_s_and_bears_no_party_s_name(stand):
    line = parse_line(stand.ask(submit(5, 0)).lines[0])
    assert line.name == f"{LINE.hex()}.watchline-demo/witness/{KEY.public.hex()}"
    assert not line.name.endswith("/mirror")


KINDS = {
    "smaller": lambda at: submit(max(1, at - 2), at),
    "same": lambda at: submit(max(1, at), at),
    "larger": lambda at: submit(at + 3, at),
    "other root, same size": lambda at: submit(max(1, at), at, b"two", proof=[]),
    "other history, larger": lambda at: submit(
        at + 3, at, b"two", proof=consistency_path(hashes(b"two"), at, at + 3) if at else []
    ),
    "old too small": lambda at: submit(at + 3, max(0, at - 1)),
    "old too large": lambda at: submit(at + 3, at + 1),
    "no proof": lambda at: submit(at + 3, at, proof=[]),
    "proof altered": lambda at: submit(at + 3, at, proof=[bytes(32)] * 3),
    "not signed by the log": lambda at: submit(at + 3, at, checkpoint=note(at + 3, key=PARTIES[1].keys.log)),
    "another origin's note": lambda at: submit(at + 3, at, checkpoint=note(at + 3, origin=ORIGIN + "0")),
    "an origin nobody enrolled": lambda at: submit(at + 3, at, origin=LogName(LINE, True, "XCC", 1).origin()),
    "bytes": lambda at: b"not a frame",
    "another frame": lambda at: encode({"v": 1, "frame": "HAVE"}),
    "a field more": lambda at: encode(decode(write_witness(submit(at + 3, at))) | {"v": 2}),
}
EXPECTED = {  # by kind: what follows where size 5 was cosigned
    "smaller": "malformed",
    "same": "ok",
    "larger": "ok",
    "other root, same size": "fork",
    "other history, larger": "proof",
    "old too small": "old",
    "old too large": "old",
    "no proof": "proof",
    "proof altered": "proof",
    "not signed by the log": "signature",
    "another origin's note": "signature",
    "an origin nobody enrolled": "unknown",
    "bytes": "malformed",
    "another frame": "malformed",
    "a field more": "version",
}
AT_NOTHING = {  # where nothing was cosigned, these differ: the first head is taken as it is
    "smaller": "ok",
    "other root, same size": "ok",
    "other history, larger": "ok",
    "old too small": "ok",
    "no proof": "ok",
    "proof altered": "malformed",
}
CLOSED_FIRST = {
    "an origin nobody enrolled": "unknown",
    "bytes": "malformed",
    "another frame": "malformed",
    "a field more": "version",
}


@pytest.mark.parametrize(("state", "kind"), list(product(("nothing", "five", "closed"), KINDS)))
def test_every_submission_in_every_state(stand, state, kind):
    if state != "nothing":
        stand.ask(submit(5, 0))
    if state == "closed":
        other = Stand()
        line = [other.ask(submit(5, 0)), other.ask(submit(9, 5))][1].lines[0]
        kept = (9, head(9).root, line)
        assert stand.ask(submit(9, 5, kept=kept)).code == "closed"
    before = run(stand.lock.load())
    answer = stand.ask(KINDS[kind](0 if state == "nothing" else 5))
    expected = {
        "nothing": EXPECTED | AT_NOTHING,
        "five": EXPECTED,
        "closed": dict.fromkeys(KINDS, "closed") | CLOSED_FIRST,
    }
    assert answer.code == expected[state][kind]
    if answer.code != "ok":
        assert run(stand.lock.load()) == before
    if state == "closed":
        assert answer.lines == []


def test_a_party_that_is_not_enrolled_on_the_line_gets_nothing(stand):
    answer = stand.ask(submit(5, 0), sender=PARTIES[2])
    assert (answer.code, answer.size, answer.lines) == ("unknown", 0, [])


def test_what_did_not_go_together_is_handed_to_whoever_asks_next_and_makes_evidence(stand):
    stand.ask(submit(5, 0))
    assert stand.ask(submit(5, 5, b"two")).code == "fork"
    answer = stand.ask(submit(5, 5), sender=PARTIES[1])
    assert [parse_checkpoint(item).head for item in answer.apart] == [head(5, b"two")]
    for _ in range(40):
        stand.ask(submit(5, 5, b"two"))
    assert len(stand.store.held.rows("witness.apart", b"", None, 100)) == 1, "the same note is kept once"


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_after_a_crash_at_any_step_it_goes_on_from_its_lock(stand, steps):
    stand.ask(submit(5, 0))
    assert stand.ask(submit(8, 5), steps=steps) is None
    stand.load()
    assert stand.witness.closed == ""
    answer = stand.ask(submit(9, 5))
    size = 8 if steps == 2 else 5
    if steps == 2:
        assert (answer.code, answer.size) == ("old", 8)
        assert parse_checkpoint(answer.checkpoint).head == head(8)
    else:
        assert (answer.code, answer.size) == ("ok", 9)
    assert stand.ask(submit(9, size if steps == 2 else 9)).code == "ok"


def test_a_lock_that_is_behind_the_record_closes_the_key(stand):
    stand.ask(submit(5, 0))
    old = copy.deepcopy(stand.lock)
    stand.ask(submit(8, 5))
    stand.ask(submit(9, 8))
    stand.lock = old
    stand.load()
    assert "older than the record" in stand.witness.closed
    assert stand.ask(submit(9, 5)).code == "closed"


def test_a_record_that_is_lost_lets_the_lock_go_on_alone(stand):
    stand.ask(submit(8, 0))
    stand.store = MemoryStore()
    stand.load()
    answer = stand.ask(submit(5, 0, b"two"))
    assert (answer.code, answer.size, answer.checkpoint) == ("old", 8, None)
    assert stand.ask(submit(9, 8)).code == "ok"


def test_without_a_head_lock_nothing_is_cosigned(stand):
    stand.witness = Witness(KEY, enrolled(*PARTIES[:2]), None, stand.store.held.rows, {}, 10_000, NOW)
    answer = stand.ask(submit(5, 0))
    assert (answer.code, answer.lines) == ("closed", [])


def test_a_folder_set_back_whole_learns_it_from_its_own_cosignature_and_stays_closed(stand):
    stand.ask(submit(5, 0))
    store, lock = copy.deepcopy(stand.store), copy.deepcopy(stand.lock)
    newest = stand.ask(submit(9, 5))
    stand.store, stand.lock = store, lock
    stand.load()
    assert stand.witness.closed == "", "the folder alone cannot tell"
    kept = (9, head(9).root, newest.lines[0])
    assert stand.ask(submit(9, 9, kept=kept)).code == "closed"
    stand.load()
    assert stand.ask(submit(9, 5)).code == "closed", "it is kept in the anchor store"


def test_a_cosignature_that_it_did_not_make_closes_nothing(stand):
    stand.ask(submit(5, 0))
    other = PrivateKey(bytes([8]) * 32)
    from watchline.log import cosign

    forged = cosign(NAME, ORIGIN, head(9), 1_800_000_000, other).line.text()
    renamed = cosign(WitnessName(LINE, True, other.public).text(), ORIGIN, head(9), 1_800_000_000, other).line.text()
    for line in (forged, renamed):
        assert stand.ask(submit(9, 5, kept=(9, head(9).root, line))).code in {"ok", "old"}
        assert stand.witness.closed == ""


def test_its_time_never_goes_back_and_never_jumps(stand):
    at = [stated(stand.ask(submit(5, 0)), 5).time_s]
    for wall, mono in ((-3_600_000, 1_000), (3_600_000, 2_000), (0, 3_000), (4_000, 4_000)):
        stand.now = Now(NOW.wall + wall, NOW.mono + mono)
        at.append(stated(stand.ask(submit(5, 5)), 5).time_s)
    base = NOW.wall // 1000
    assert at == [base, base, base + 12, base + 12, base + 12]


@given(
    st.lists(
        st.tuples(st.sampled_from([b"one", b"two"]), st.integers(1, 12), st.integers(0, 12), st.booleans()), max_size=25
    )
)
def test_no_two_statements_are_ever_inconsistent(steps):
    stand = Stand()
    for branch, size, old, again in steps:
        stand.ask(submit(size, old, branch))
        if again:
            stand.load()
    stated_heads = [
        (size, text, branch)
        for size, text in stand.emitted
        for branch in LEAVES
        if read_cosignature(parse_line(text), ORIGIN, head(size, branch), KEY.public)
    ]
    sizes = [size for size, _ in stand.emitted]
    assert sizes == sorted(sizes)
    beyond = {branch for size, _, branch in stated_heads if size > SHARED}
    assert len(beyond) <= 1


def test_an_enrolment_is_read_back_and_every_alteration_is_refused():
    party = PARTIES[0]
    data = make_enrolment([party.roster.signed], note(5), party.keys.public)
    made = read_enrolment(data)
    assert (made.log, made.key, made.root, made.fingerprint) == (
        LOG,
        party.keys.log.public,
        party.root.public,
        party.roster.fingerprint,
    )
    for at in range(len(data)):
        with pytest.raises(InvalidFromPeer):
            read_enrolment(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])


def test_what_an_enrolment_must_not_be():
    one, other = PARTIES[0], PARTIES[1]
    fields = decode(make_enrolment([one.roster.signed], note(5), one.keys.public))
    for changes in (
        {"rosters": []},
        {"rosters": [other.roster.signed]},
        {"key_set": other.keys.public.fields()},
        {"checkpoint": note(5, key=other.keys.log)},
        {"checkpoint": note(5, origin=LogName(LINE, True, "XBB", 1).origin())},
        {"checkpoint": note(5, origin=LOG.mirror())},
        {"v": 2},
    ):
        with pytest.raises(InvalidFromPeer):
            read_enrolment(encode(fields | changes))


def test_the_lock_row_is_the_truth_of_a_witness(stand):
    stand.ask(submit(5, 0))
    assert run(stand.lock.load()) == {ORIGIN: LockRow(head(5), NOW.wall)}
    assert EMPTY_FRONTIER.size == 0

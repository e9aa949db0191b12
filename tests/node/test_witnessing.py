"""A hash-only witness beside two real nodes: what it is sent, what is kept of it, what a lie, a silence or a set-back folder of it does."""

import copy

import pytest

from tests.forger import Forger
from tests.log.bundles import Given
from tests.pair import Line
from tests.witness_box import EVERY_MS, KEY, RULES, Box
from watchline.codec import decode, encode
from watchline.host.answers import Here, log_entries, status
from watchline.keys import PrivateKey
from watchline.log import Head, cosign, sign_checkpoint
from watchline.log.bundle import bundle_files
from watchline.log.check_bundle import check_bundle
from watchline.log.fork import read_evidence
from watchline.log.held import DOC_EVIDENCE
from watchline.node import SayMessage, Tick, live
from watchline.party.witness import WitnessName, witness_fingerprint
from watchline.peer.witness import Submit, Witnessed, read_witness, write_witness

SECRET = "Position of the convoy: grid 4471."
TURN = EVERY_MS // 1000


@pytest.fixture
def line():
    return Line(rules=RULES).open()


@pytest.fixture
def box(line):
    made = Box(line)
    made.wait(2)
    return made


def evidence(line, code):
    return [read_evidence(data) for _, data in line[code].store.held.rows(DOC_EVIDENCE, b"", None, 64)]


def shown(line, code):
    member = line[code]
    here = Here(line.charter, code, member.store.held)
    member.node.core.now = member.now
    return here, status(here, line.wall, live(member.node.core))


def bundle(line, code):
    return dict(bundle_files(line[code].store.held, line.charter.line))


def test_its_statements_are_kept_and_shown_as_consistent_and_never_counted_as_held(line, box):
    line["XAA"].say(SayMessage(text="one"))
    box.wait(2 * TURN)
    for code in ("XAA", "XBB"):
        for author in ("XAA", "XBB"):
            made = box.stated(code, author)
            assert made is not None
            assert (made.size, made.root) == box.row(code, author).head
        here, answer = shown(line, code)
        words = [item["words"] for item in answer["witnesses"][0]["stated"]]
        assert all("consistent, stated by witness w-one at 20" in item for item in words)
        assert answer["witnesses"][0]["fingerprint"] == witness_fingerprint(KEY.public)
        assert answer["witnesses"][0]["connected"]
        assert log_entries(here)["witnessed"][0]["words"] == words[0]
        assert set(answer["held"]["by"]) <= {"XAA", "XBB"}
        assert not any(name.startswith("witness") for name in line[code].alarms())
        core = line[code].node.core
        assert all(set(log.cosignatures) <= {"XAA", "XBB"} for log in core.logs.values())


def test_with_no_other_party_a_witness_makes_nothing_held(line, box):
    line.up.clear()
    line.silent |= {(name, frozenset(("XAA", "XBB"))) for name in line.charter.circuits}
    line["XAA"].say(SayMessage(text="one"))
    box.wait(2 * TURN)
    made = box.stated("XAA", "XAA")
    assert made.size == box.row("XAA", "XAA").head.size
    assert shown(line, "XAA")[1]["held"]["by"] == []


def test_nothing_that_a_party_said_ever_reaches_it(line, box):
    """All bytes that it receives: fields of one head each, and in them no leaf, no body, no salt, no text."""
    for code in ("XAA", "XBB"):
        line[code].say(SayMessage(text=SECRET))
        box.wait(2 * TURN)
    assert len(box.received) > 8
    everything = b"".join(box.received)
    names = b"".join(
        encode({"origin": name}) for name in line["XAA"].node.core.logs
    )  # which it is told, and receipts name
    for code in ("XAA", "XBB"):
        for author in ("XAA", "XBB"):
            row = box.row(code, author)
            for entry in line[code].store.held.entries(row.origin, 0, 1000):
                pieces = [entry.body[at : at + 24] for at in range(0, len(entry.body) - 24, 24)]
                parts = [
                    entry.leaf,
                    entry.leaf[:64],
                    entry.salt,
                    *([entry.body] if len(entry.body) > 8 else []),
                    *pieces,
                ]
                assert [part for part in parts if part in everything and part not in names] == []
    assert b"convoy" not in everything
    for data in box.received:
        fields = decode(data)
        assert set(fields) <= {"v", "frame", "origin", "old", "checkpoint", "proof", "now", "kept"}
        assert fields["checkpoint"].count(b"\n") == 5, "origin, size, root, blank, one signature line"
        read_witness(data, Submit)


def test_the_pace_is_the_same_whether_anything_is_said_or_not(line, box):
    def sizes():
        box.received.clear()
        box.wait(5 * TURN)
        return len(box.received)

    still = sizes()
    for _ in range(40):
        line["XAA"].say(SayMessage(text="busy"))
    line.settle()
    busy = sizes()
    assert still == 5 * 2 * 2, "each of two nodes, each of two logs, once a turn"
    assert still <= busy <= still + 8, "two parties may tell the witness of one head in the same turn"


def test_one_party_alone_may_take_it_in():
    line = Line(rules=RULES).open()
    box = Box(line, "XAA")
    box.wait(3 * TURN)
    assert box.stated("XAA", "XAA") is not None
    assert box.stated("XAA", "XBB") is None
    assert "witness/w-one/XBB" in line["XAA"].alarms()
    assert box.stated("XBB", "XAA") is None, "XBB has not enrolled, so it is told nothing"


def test_a_fork_that_two_parties_were_shown_meets_at_the_witness_and_becomes_evidence():
    """XAA shows XBB one history and the witness another of the same size: XBB learns it at its next turn (E1)."""
    line = Line(rules=RULES)
    one, two = Forger(line).open(), Forger(line).open()
    for forger, text in ((one, "as told to XBB"), (two, "as told to the witness")):
        forger.message(text)
    one.send(one.append())
    box = Box(line)
    first = Submit(origin=one.origin, old=0, checkpoint=two.checkpoint().note(), proof=[], now=line.wall)
    box.submit(line.parties[0].root.public, write_witness(first))
    box.wait(2 * TURN)
    found = evidence(line, "XBB")
    assert [kind for kind, _, _ in found] == ["E1"]
    assert {bytes(item) for item in found[0][2]} == {one.checkpoint().note(), two.checkpoint().note()}
    assert any(name.startswith("fork/") for name in line["XBB"].alarms())


@pytest.mark.parametrize("after", ["the witness knew first", "XBB told the witness first"])
def test_a_fork_of_unequal_sizes_becomes_e2_or_e1(after):
    line = Line(rules=RULES)
    one, two = Forger(line).open(), Forger(line).open()
    one.message("as told to XBB")
    two.message("as told to the witness")
    box = Box(line)

    def tell(old, proof=()):
        submitted = Submit(
            origin=two.origin, old=old, checkpoint=two.checkpoint().note(), proof=list(proof), now=line.wall
        )
        box.submit(line.parties[0].root.public, write_witness(submitted))

    if after == "the witness knew first":
        tell(0)
        one.message("and more")
        one.send(one.append())
    else:
        one.send(one.append())
        box.wait(2 * TURN)
        two.message("and more")
        tell(3, [bytes(32)])
        one.message("and more")
        one.message("and still more")
        one.send(one.append(3))
    box.wait(3 * TURN)
    assert [kind for kind, _, _ in evidence(line, "XBB")] in (["E2"], ["E1"])


def test_an_own_head_that_this_node_never_made_closes_the_key_set(line, box):
    """Somebody with a copy of XAA's log key tells the witness a head beyond ours: XAA learns it there."""
    log = line.charter.log("XAA", 1).origin()
    row = box.row("XAA", "XAA")
    foreign = sign_checkpoint(log, Head(row.head.size + 5, bytes(32)), line.parties[0].keys.log)
    submitted = Submit(
        origin=log, old=box.witness.locks[log].head.size, checkpoint=foreign.note(), proof=[bytes(32)], now=line.wall
    )
    box.submit(line.parties[0].root.public, write_witness(submitted))
    box.wait(2 * TURN)
    assert not line["XAA"].node.core.may_sign()


def lies():
    other = PrivateKey(bytes([5]) * 32)

    def with_fields(**changes):
        return lambda line, data: encode(decode(data) | changes)

    def other_key(line, data):
        return forged(line, data, other, WitnessName(line.charter.line, True, KEY.public).text())

    def other_name(line, data):
        return forged(line, data, other, WitnessName(line.charter.line, True, other.public).text())

    def as_a_mirror(line, data):
        return forged(line, data, KEY, line.charter.log("XBB", 1).mirror())

    def other_root(line, data):
        found = read_witness(data, Witnessed)
        name = WitnessName(line.charter.line, True, KEY.public).text()
        made = cosign(name, found.origin, Head(found.size, bytes(32)), line.wall // 1000, KEY).line.text()
        return encode(decode(data) | {"lines": [made]})

    def a_head_nobody_signed(line, data):
        found = read_witness(data, Witnessed)
        made = sign_checkpoint(found.origin, Head(3, bytes(32)), other).note()
        return encode(decode(data) | {"apart": [made]})

    return {
        "a cosignature by another key": other_key,
        "a cosignature in another name": other_name,
        "its key in the name of a mirror": as_a_mirror,
        "a cosignature over another root": other_root,
        "a head that no log key signed": a_head_nobody_signed,
        "not a frame": lambda line, data: b"\x00" * 40,
        "a size below what it stated": with_fields(size=1, lines=[], code="old"),
        "another log's name": with_fields(origin="x"),
        "words without end": with_fields(words="x" * 4_000),
        "too many lines": with_fields(lines=["x"] * 9),
    }


def forged(line, data, key, name):
    found = read_witness(data, Witnessed)
    log = next(log for log in line["XAA"].node.core.logs.values() if log.origin == found.origin)
    made = cosign(name, found.origin, Head(found.size, log.head.root), line.wall // 1000, key).line.text()
    return encode(decode(data) | {"lines": [made]})


@pytest.mark.parametrize("lie", lies())
def test_what_a_lying_witness_says_changes_nothing_but_an_alarm(line, box, lie):
    box.wait(TURN)
    before = {(code, author): box.stated(code, author) for code in ("XAA", "XBB") for author in ("XAA", "XBB")}
    alter = lies()[lie]
    box.answer = lambda data: alter(line, data)
    ref = line["XAA"].say(SayMessage(text="goes on"))
    box.wait(2 * TURN)
    assert {key: box.stated(*key) for key in before} == before
    assert line["XBB"].knows(ref)
    assert line["XAA"].node.core.may_sign()
    assert evidence(line, "XAA") == []
    assert all(log.status == "open" for log in line["XAA"].node.core.logs.values())
    if lie != "another log's name":
        assert "witness/w-one" in line["XAA"].alarms()
        assert "nothing of it was kept" in line["XAA"].alarms()["witness/w-one"].lower()
        box.answer = lambda data: data
        box.wait(2 * TURN)
        assert "witness/w-one" not in line["XAA"].alarms()


def test_a_silent_witness_is_named_and_holds_nothing_up(line, box):
    before = box.stated("XAA", "XAA")
    box.down = True
    ref = line["XAA"].say(SayMessage(text="goes on"))
    box.wait(5 * TURN)
    assert line["XBB"].knows(ref)
    assert "witness_silent/w-one" in line["XAA"].alarms()
    assert box.stated("XAA", "XAA") == before
    assert shown(line, "XAA")[1]["witnesses"][0]["silent_s"] > 3 * TURN
    box.down = False
    box.wait(2 * TURN)
    assert "witness_silent/w-one" not in line["XAA"].alarms()
    assert box.stated("XAA", "XAA").size > before.size


def test_a_witness_whose_folder_was_set_back_whole_closes_at_the_first_word_of_a_party(line, box):
    box.wait(TURN)
    store, lock = copy.deepcopy(box.store), copy.deepcopy(box.lock)
    line["XAA"].say(SayMessage(text="one more"))
    box.wait(2 * TURN)
    before = box.stated("XAA", "XAA")
    box.store, box.lock = store, lock
    box.load()
    assert box.witness.closed == ""
    box.judged.clear()
    box.wait(2 * TURN)
    assert "keeps a cosignature of this key" in box.witness.closed
    assert box.stated("XAA", "XAA") == before, "what it stated before stands"
    assert any(name.startswith("witness/w-one") for name in line["XAA"].alarms())
    assert {item.code for item in box.judged} <= {"closed", "old", "ok"}
    box.load()
    assert box.witness.closed, "it stays closed after a restart"


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_a_witness_that_ends_at_any_step_goes_on(line, box, steps):
    box.wait(TURN)
    line["XAA"].say(SayMessage(text="one more"))
    line.settle()
    box.crash = steps
    box.wait(TURN)
    box.crash = -1
    box.load()
    box.wait(3 * TURN)
    assert box.witness.closed == ""
    assert box.stated("XAA", "XAA").size == box.row("XAA", "XAA").head.size
    assert not any(name.startswith("witness") for name in line["XAA"].alarms())


def test_a_node_that_starts_anew_keeps_what_was_stated_and_asks_again(line, box):
    box.wait(TURN)
    before = box.stated("XAA", "XAA")
    line["XAA"].load()
    assert box.stated("XAA", "XAA") == before
    from watchline.node import WitnessOpened

    line["XAA"].handle(WitnessOpened(witness="w-one"))
    line["XAA"].handle(Tick())
    box.wait(2 * TURN)
    assert box.stated("XAA", "XAA").time_s > before.time_s


def test_a_closed_node_tells_the_witness_nothing_of_its_own_log(line, box):
    line["XAA"].node.core.closed = "for this test"
    box.received.clear()
    box.wait(2 * TURN)
    own = line.charter.log("XAA", 1).origin()
    heads = [read_witness(data, Submit).origin for data in box.received]
    assert heads.count(own) == heads.count(line.charter.log("XBB", 1).origin()) // 2


def test_the_export_holds_its_statements_and_the_verifier_names_them(line, box):
    line["XAA"].say(SayMessage(text="one"))
    box.wait(2 * TURN)
    files, roots = bundle(line, "XAA"), frozenset(party.roster.fingerprint for party in line.parties)
    verdict = check_bundle(Given(files), roots)
    assert verdict.headline() == "verified and complete", verdict.words()
    digits = witness_fingerprint(KEY.public).replace(" ", "")
    assert verdict.words().count(f"consistent, stated by witness {digits} at") == 2
    assert "held whole by witness" not in verdict.words()

"""Who joins and who leaves, on real nodes back to back: new epochs under the same keys, and no entry to whom it is not for."""

from __future__ import annotations

import pytest

from tests.log.bundles import Given
from tests.node.test_amendments import answer, headers, in_force, labels, propose, say, views
from tests.pair import Line, Party, run
from tests.successors import roots, successor
from watchline.codec import decode
from watchline.errors import OurMistake
from watchline.log.bundle import bundle_files, left_out
from watchline.log.check import check_folder
from watchline.log.verdict import Result
from watchline.node import FrameArrived, SayCharterAnswered, SayLeft, SayMessage, SayRead, SayTest, live
from watchline.peer import Want, write_frame
from watchline.record import EpochOpen, EpochSeen, read_body, read_charter, read_leaf, sign_leave, signed_charter

NEWCOMER = Party("XCC", 3)


def named(party):
    roster = party.roster
    return {"code": roster.code, "root": roster.root, "names": roster.names, "roster": [roster.number, roster.hash()]}


def widened(line, *parties, **changes):
    """The fields of a charter with more parties."""
    before = decode(line["XAA"].node.core.charter.data)
    generation = before.get("generation", 0) + 1
    return {"parties": [*before["parties"], *map(named, parties)], "generation": generation} | changes


def narrowed(line, *codes, **changes):
    before = decode(line["XAA"].node.core.charter.data)
    generation = before.get("generation", 0) + 1
    kept = [party for party in before["parties"] if party["code"] not in codes]
    return {"parties": kept, "generation": generation} | changes


def decide(line, fields, *, proposer="XAA", signers=None, extra=(), rosters=(), without=()):
    """Carry a change of parties through; return the successor."""
    charter = read_charter(successor(line[proposer].node.core.charter, **fields))
    ref = propose(line[proposer], **fields)
    line.settle()
    for code in signers if signers is not None else list(line.members):
        if code != proposer:
            say(line[code], ref, "sign")
    signatures = tuple(item for item in roots(line, charter, extra=extra) if item[0] not in without)
    reply = line[proposer].handle(
        SayCharterAnswered(ref=ref, how="enforce", signatures=signatures, rosters=tuple(rosters))
    )[0]
    assert not reply.error, reply.error
    line.settle()
    return charter


def signed_by_its_parties(line, charter, *extra):
    return signed_charter(charter, dict(roots(line, charter, *charter.codes, extra=extra)))


def joined(line, party=NEWCOMER, **changes):
    """Let a party join; return the charter by which it did."""
    charter = decide(line, widened(line, party, **changes), extra=(party,), rosters=(party.roster.signed,))
    line.join(party, charter, signed_by_its_parties(line, charter, party))
    line.wait(60)
    return charter


def epochs(member):
    return sorted((log.name.code, log.name.epoch) for log in member.node.core.logs.values())


def log_of(member, code, epoch):
    return member.node.core.logs[member.line.charter.log(code, epoch).origin()]


def entries(member, code, epoch):
    return list(member.store.held.entries(member.line.charter.log(code, epoch).origin(), 0, 1000))


def sent_to(line, code, since=0):
    """Every byte that went to a party."""
    return b"".join(frame for _, peer, frame in line.sent[since:] if peer == code)


def origin(line, code, epoch):
    return line.charter.log(code, epoch).origin().encode()


@pytest.fixture
def grown():
    """Two parties, one of whom wrote before the third joined."""
    line = Line(calendar=[]).open()
    line["XAA"].say(SayMessage(text="Before you came."))
    line.wait(5)
    joined(line)
    return line


def test_two_become_three_and_every_party_goes_on_in_a_new_epoch_under_its_key_set(grown):
    line = grown
    a, b, c = (line[code] for code in ("XAA", "XBB", "XCC"))
    new = in_force(a)
    assert new == in_force(b) == in_force(c) != line.charter.hash
    assert epochs(a) == epochs(b) == [("XAA", 1), ("XAA", 2), ("XBB", 1), ("XBB", 2), ("XCC", 1)]
    for member in (a, b):
        core = member.node.core
        assert core.own.name.epoch == 2
        assert core.own.keys == core.former().keys == member.party.keys.public
        opening = read_body("epoch_open", entries(a, member.code, 2)[0].body)
        assert isinstance(opening, EpochOpen)
        assert opening.reason == "parties"
        assert opening.prev == (core.former().origin, core.former().head.size, core.former().head.root)
        header = read_leaf(entries(a, member.code, 2)[0].leaf)
        assert (header.charter, header.seen) == (new, ())
        assert len(header.refs) == 1, "the entry that put the charter in force"
        assert run(member.lock.pins())[f"epoch/{core.line.hex()}"] == (2).to_bytes(4, "big")
        assert not any(name.startswith("epoch/") for name in member.alarms()), "no new key to be confirmed"
    for member in (a, b, c):
        assert not [key for key in member.alarms() if key.startswith(("entry/", "refused", "undelivered"))]
        assert {log.cosigned for log in member.node.core.logs.values() if not log.own and not log.former} == {
            log.head for log in member.node.core.logs.values() if not log.own and not log.former
        }
        assert {item.charter for code, epoch in (("XAA", 2), ("XBB", 2), ("XCC", 1)) for item in map(read_leaf, (entry.leaf for entry in entries(member, code, epoch)))} == {new}  # fmt: skip


def test_who_joins_is_sent_nothing_of_what_was_before(grown):
    line = grown
    c = line["XCC"]
    assert epochs(c) == [("XAA", 2), ("XBB", 2), ("XCC", 1)]
    assert b"Before you came." not in sent_to(line, "XCC")
    heads = [log.head.root for log in line["XAA"].node.core.logs.values() if log.name.code in {"XAA", "XBB"} and log.name.epoch == 1]  # fmt: skip
    allowed = sum(sent_to(line, "XCC").count(root) for root in heads)
    named_as_prev = 2  # leaf 0 of each new epoch names its predecessor's head; nothing else does
    assert len({root for root in heads if root in sent_to(line, "XCC")}) <= named_as_prev
    assert allowed
    since = len(line.sent)
    for code in ("XAA", "XBB"):
        for what in ("leaves", "bodies", "checkpoints", "cosignatures", "evidence"):
            want = Want(ranges=[(line.charter.log("XAA", 1).origin(), 0, 0, what)], credit=1 << 20)
            line[code].handle(FrameArrived(circuit="one", peer="XCC", frame=write_frame(want, line.charter.line, "XCC", code)))  # fmt: skip
    line.settle()
    assert origin(line, "XAA", 1) not in sent_to(line, "XCC", since)


def test_all_three_hold_and_show_the_same_of_what_comes_after(grown):
    line = grown
    assert "not open yet" in line["XCC"].handle(SayMessage(text="Already?"))[0].error
    assert not line["XAA"].handle(SayMessage(text="For the two of us it stays open."))[0].error
    line.open_tests()
    line.wait(30)
    ref = line["XAA"].say(SayMessage(text="To both."))
    line.wait(10)
    assert not line["XCC"].handle(SayRead(ref=ref))[0].error
    said = line["XCC"].say(SayMessage(text="From the third."))
    line.wait(10)
    for member in line.members.values():
        assert live(member.node.core).open
        assert member.knows(said)
        assert all(peer.held == member.node.core.own.size for peer in live(member.node.core).peers)
        assert not labels(member, member.node.core.find(said))
    line.wait(30)
    old, other, new = (views(line[code]) for code in ("XAA", "XBB", "XCC"))
    assert old == other
    for view, rows in new.items():
        mine = dict(rows)
        theirs = dict(old[view])
        assert {key: theirs.get(key) for key in mine if view in {"thread", "label", "_serial", "_slot"}} == {
            key: mine[key] for key in mine if view in {"thread", "label", "_serial", "_slot"}
        }


def test_the_order_goes_on_behind_everything_that_was_before(grown):
    line = grown
    core = line["XAA"].node.core
    before = max(log.depth for log in core.logs.values() if log.name.epoch == 1 and log.name.code != "XCC")
    first = entries(line["XAA"], "XBB", 2)[0].depth
    assert first > before
    assert first == entries(line["XCC"], "XBB", 2)[0].depth == (1 << 40) + 1


@pytest.mark.parametrize("restarted", ["XAA", "XBB", "XCC"])
def test_a_restart_changes_nothing(grown, restarted):
    line = grown
    member = line[restarted]
    before = (in_force(member), epochs(member), member.node.core.own.head, list(member.node.core.peers))
    member.load()
    assert (in_force(member), epochs(member), member.node.core.own.head, list(member.node.core.peers)) == before
    assert not member.node.core.closed
    line.up.clear()
    line.connect_all()
    line.settle()
    said = member.say(SayTest())
    line.wait(20)
    assert all(other.knows(said) for other in line.members.values())
    assert not [
        key for other in line.members.values() for key in other.alarms() if key.startswith(("refused", "entry/"))
    ]


def test_a_newcomer_whose_roster_was_altered_or_whose_root_did_not_sign_does_not_come_in():
    line = Line(calendar=[]).open()
    a = line["XAA"]
    fields = widened(line, NEWCOMER)
    charter = read_charter(successor(line.charter, **fields))
    ref = propose(a, **fields)
    line.settle()
    say(line["XBB"], ref, "sign")
    whole = roots(line, charter, extra=(NEWCOMER,))
    roster = NEWCOMER.roster.signed
    altered = bytearray(roster)
    altered[len(altered) // 2] ^= 1
    other = Party("XCC", 4).roster.signed
    for signatures, rosters, words in (
        (whole, (), "roster of XCC is not here"),
        (whole, (bytes(altered),), "roster of XCC is not here"),
        (whole, (other,), "roster of XCC is not here"),
        (whole[:2], (roster,), "that of XCC has not"),
        (whole[1:], (roster,), "that of XAA has not"),
    ):
        reply = a.handle(SayCharterAnswered(ref=ref, how="enforce", signatures=signatures, rosters=rosters))[0]
        assert words in reply.error
    assert in_force(a) == line.charter.hash
    assert epochs(a) == [("XAA", 1), ("XBB", 1)]


# -- leaving -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def three():
    return Line("XAA XBB XCC", calendar=[]).open()


def test_three_become_two_and_who_left_is_sent_none_of_the_new(three):
    line = three
    since = len(line.sent)
    decide(line, narrowed(line, "XCC"))
    line.wait(60)
    a, b, c = (line[code] for code in line.members)
    assert in_force(a) == in_force(b) != line.charter.hash
    assert in_force(c) == line.charter.hash
    assert [member.node.core.own.name.epoch for member in (a, b, c)] == [2, 2, 1]
    assert "left" in c.alarms()
    assert "no party of this line any more" in c.handle(SayMessage(text="Hello?"))[0].error
    a.say(SayMessage(text="Between the two of us."))
    line.wait(120)
    for code in ("XAA", "XBB"):
        frames = [
            decode(frame) for _, peer, frame in line.sent[since:] if peer == "XCC" and origin(line, code, 2) in frame
        ]
        assert {frame["frame"] for frame in frames} <= {"WANT"}, (
            "asked for before it was known whose epoch it is; never told"
        )
    assert b"Between the two of us." not in sent_to(line, "XCC")
    assert epochs(c) == [("XAA", 1), ("XBB", 1), ("XCC", 1)]
    assert c.node.core.logs[line.charter.log("XAA", 1).origin()].size == log_of(a, "XAA", 1).size, "all of the old"
    for member in (a, b):
        assert [peer.code for peer in live(member.node.core).peers] == [({"XAA", "XBB"} - {member.code}).pop()]
        assert not [key for key in member.alarms() if "XCC" in key]
        assert all(peer.held == member.node.core.own.size for peer in live(member.node.core).peers)
    line.up = {key for key in line.up if "XCC" not in key[1]}
    line.missing |= {frozenset(("XAA", "XCC")), frozenset(("XBB", "XCC"))}
    line.wait(120)
    assert not [key for member in (a, b) for key in member.alarms() if "XCC" in key], "nobody waits for who left"
    assert views(a) == views(b)


def test_who_left_and_goes_on_sending_is_kept_within_bounds_and_moves_nothing(three, monkeypatch):
    monkeypatch.setattr("watchline.node.parties.LATE_MAX", 3)
    line = three
    decide(line, narrowed(line, "XCC"))
    line.wait(30)
    a, c = line["XAA"], line["XCC"]
    limit = log_of(a, "XCC", 1).limit
    c.node.core.ended = ""
    for number in range(9):
        c.handle(SayMessage(text=f"I am still here, {number}."))
        line.settle()
    line.wait(60)
    log = log_of(a, "XCC", 1)
    assert limit < log.size <= limit + 4, "some is kept, as late from a closed log"
    assert log.cosigned.size <= limit
    assert not log_of(a, "XAA", 2).cosignatures.get("XCC")
    assert a.node.core.own.name.epoch == 2
    assert views(a) == views(line["XBB"])
    since = len(line.sent)
    line.wait(120)
    assert sum(peer == "XCC" for _, peer, _ in line.sent[since:]) < 400, "nobody asks without end"


def test_a_party_that_left_by_its_root_is_asked_no_more(three):
    line = three
    a, b, c = (line[code] for code in line.members)
    root = next(party.root for party in line.parties if party.code == "XCC")
    statement = sign_leave(line.charter, "XCC", root)
    c.running = False
    line.up = {key for key in line.up if "XCC" not in key[1]}
    line.missing |= {frozenset(("XAA", "XCC")), frozenset(("XBB", "XCC"))}
    fields = narrowed(line, "XCC")
    ref = propose(a, **fields)
    line.settle()
    say(b, ref, "sign")
    assert "Not signed yet by XCC" in answer(a, ref, "enforce").error
    forged = SayLeft(code="XCC", charter=statement.charter, signature=statement.signature[::-1])
    assert "signature of the root of XCC" in a.handle(forged)[0].error
    other = SayLeft(code="XBB", charter=statement.charter, signature=statement.signature)
    assert "signature of the root of XBB" in a.handle(other)[0].error
    said = SayLeft(code="XCC", charter=statement.charter, signature=statement.signature)
    assert not b.handle(said)[0].error
    line.settle()
    assert "on record already" in a.handle(said)[0].error
    charter = read_charter(successor(line.charter, **fields))
    assert "that of XBB has not" in answer(a, ref, "enforce").error.replace("XAA, XBB", "XBB")
    reply = a.handle(SayCharterAnswered(ref=ref, how="enforce", signatures=roots(line, charter, "XAA", "XBB")))[0]
    assert not reply.error, reply.error
    line.settle()
    assert in_force(a) == in_force(b) == charter.hash
    assert [member.node.core.own.name.epoch for member in (a, b)] == [2, 2]


def test_one_joins_and_another_leaves_and_the_rota_goes_round_those_who_are_there():
    line = Line(calendar=[{"minute": 360, "circuit": "one"}]).open()
    joined(line)
    line.open_tests()
    decide(line, narrowed(line, "XBB"))
    line.wait(30)
    a, c = line["XAA"], line["XCC"]
    assert [member.node.core.own.name.epoch for member in (a, line["XBB"], c)] == [3, 2, 2]
    assert in_force(a) == in_force(c)
    assert a.node.core.charter.codes == ("XAA", "XCC")
    turns = {live(member.node.core).next_test for member in (a, c)}
    assert len(turns) == 1
    assert turns.pop()[2] in {"XAA", "XCC"}
    line.wait(3 * 86_400, 600)
    tests = [header for code, epoch in (("XAA", 3), ("XCC", 2)) for entry in entries(a, code, epoch) if (header := read_leaf(entry.leaf)).kind == "line_test"]  # fmt: skip
    assert {header.author for header in tests} == {"XAA", "XCC"}
    said = a.say(SayMessage(text="The two that are left."))
    line.wait(60)
    assert c.knows(said)
    assert not line["XBB"].knows(said)
    seen = [read_body("epoch_seen", entry.body) for entry in entries(a, "XCC", 2) if read_leaf(entry.leaf).kind == "epoch_seen"]  # fmt: skip
    assert [(item.code, item.epoch) for item in seen if isinstance(item, EpochSeen)] == [("XAA", 3)]
    assert headers(a, "XAA"), "what was before is kept"


def test_an_export_holds_what_verifiers_judge_and_names_what_it_leaves_out(grown):
    line = grown
    line.open_tests()
    line.wait(60)
    held = line["XAA"].store.held
    assert {name.partition("/")[2] for name in left_out(held, line.charter)} == {"XAA/2", "XBB/2", "XCC/1"}
    files = dict(bundle_files(held, line.charter.line))
    verdict = check_folder(Given(files), [party.roster.fingerprint for party in line.parties[:2]])
    assert verdict.result is Result.NOT_CHECKED
    with pytest.raises(OurMistake, match="joined the line by a later charter"):
        list(bundle_files(line["XCC"].store.held, line.charter.line))

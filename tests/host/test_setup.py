"""How a node begins: what is made and where, who may sign and open, and what is refused in which words."""

import asyncio
import shutil

import msgspec
import pytest

from tests.host.founded import PASSPHRASE, ROOT_PASSPHRASE, configure, found, init, signed, two
from watchline.errors import InvalidFromPeer, Misconfigured, OurMistake, RolledBack
from watchline.host.config import CircuitConfig, load_config
from watchline.host.keyring import open_keys, open_root, open_spare, spare_path
from watchline.host.reading import open_reading
from watchline.host.setup import CircuitAddress, open_line, propose, read_own_card, sign_founding
from watchline.party import read_card
from watchline.record import read_founding
from watchline.store import DirectoryLock, FileHeadLock, SqliteStore
from watchline.store.incarnation import write_incarnation


def private_bytes(base, code, anchor=None):
    """Return the private seeds of a node, root and spares among them."""
    keys = open_keys((anchor or base / code / "anchor") / "keys", PASSPHRASE)
    return [keys.keys.log.seed, keys.keys.mirror.seed, keys.tls, open_root(base / "roots" / code, ROOT_PASSPHRASE).seed]


def test_a_node_is_made_whole_and_for_its_owner_only(tmp_path):
    card = init(tmp_path, "XAA", spares=2)
    folder = tmp_path / "XAA"
    assert folder.stat().st_mode & 0o777 == 0o700
    modes = {path.relative_to(folder).as_posix(): path.stat().st_mode & 0o777 for path in folder.rglob("*")}
    assert {name for name in modes if "/" not in name} == {"anchor", "annex", "card", "config.toml", "lock", "record"}
    assert {name: mode for name, mode in modes.items() if mode & 0o077} == {}
    assert read_own_card(folder) == card == read_card((folder / "card").read_bytes())
    assert [(point.circuit, point.host) for point in card.endpoints] == [("one", "127.0.0.1"), ("two", "127.0.0.1")]
    keys = open_keys(folder / "anchor" / "keys", PASSPHRASE)
    assert (keys.keys.public,) == card.roster.key_sets
    assert (keys.certificate,) == card.roster.tls
    root = tmp_path / "roots" / "XAA"
    assert open_root(root, ROOT_PASSPHRASE).public == card.roster.root
    spares = [open_spare(spare_path(root, number), ROOT_PASSPHRASE).public.hash() for number in (1, 2)]
    assert tuple(spares) == card.roster.spares
    assert {path.stat().st_mode & 0o077 for path in root.parent.iterdir()} == {0}


def test_the_root_and_the_spares_are_nowhere_under_the_folder(tmp_path):
    init(tmp_path, "XAA", spares=1)
    root = tmp_path / "roots" / "XAA"
    spare = open_spare(spare_path(root, 1), ROOT_PASSPHRASE)
    everything = b"".join(path.read_bytes() for path in (tmp_path / "XAA").rglob("*") if path.is_file())
    for seed in (*private_bytes(tmp_path, "XAA"), spare.log.seed, spare.mirror.seed):
        assert seed not in everything


def test_with_the_anchor_elsewhere_nothing_private_is_in_the_folder_at_all(tmp_path):
    anchor = tmp_path / "other volume" / "anchor"
    init(tmp_path, "XAA", anchor=anchor)
    folder = tmp_path / "XAA"
    assert sorted(path.name for path in folder.iterdir()) == ["annex", "card", "config.toml", "lock", "record"]
    assert load_config(folder).anchor_folder(folder) == anchor
    assert {path.name for path in anchor.iterdir()} == {"annex", "heads", "incarnation", "keys", "pins"}
    assert anchor.stat().st_mode & 0o777 == 0o700
    assert private_bytes(tmp_path, "XAA", anchor)


def test_paths_that_must_not_be_used_are_refused_before_anything_is_made(tmp_path):
    used = tmp_path / "used"
    used.write_bytes(b"something of somebody")
    full = tmp_path / "full"
    full.mkdir()
    (full / "file").touch()
    refused = {
        "The root key would lie under": {"root_key": tmp_path / "XAA" / "root"},
        "would lie under": {"root_key": tmp_path / "roots" / ".." / "XAA" / "deep" / "root"},
        "The root key would lie in the anchor store": {"anchor": tmp_path / "a", "root_key": tmp_path / "a" / "root"},
        "used exists already": {"root_key": used},
        "needs a folder of its own": {"anchor": tmp_path / "XAA"},
    }
    for words, more in refused.items():
        with pytest.raises(OurMistake, match=words):
            init(tmp_path, "XAA", **more)
        assert not (tmp_path / "XAA").exists()
    with pytest.raises(OurMistake, match="full exists and is not empty"):
        init(tmp_path, "XAA", folder=full, root_key=tmp_path / "r")
    assert used.read_bytes() == b"something of somebody"
    assert not (tmp_path / "r").exists()


def test_a_spare_that_lies_there_already_is_not_written_over(tmp_path):
    (tmp_path / "roots").mkdir()
    spare_path(tmp_path / "roots" / "XAA", 1).write_bytes(b"of an older life")
    with pytest.raises(OurMistake, match="spare-1 exists already"):
        init(tmp_path, "XAA", spares=1)
    assert not (tmp_path / "roots" / "XAA").exists()


def test_the_same_folder_is_not_made_twice(tmp_path):
    init(tmp_path, "XAA")
    before = (tmp_path / "XAA" / "card").read_bytes()
    with pytest.raises(OurMistake, match="keys of a node already"):
        init(tmp_path, "XAA", root_key=tmp_path / "another")
    assert (tmp_path / "XAA" / "card").read_bytes() == before


@pytest.mark.parametrize("code", ["x", "xaa", "XAA/1", "", "ABCDEFGHI"])
def test_a_code_that_is_none_is_refused(tmp_path, code):
    with pytest.raises(InvalidFromPeer, match="not a party code"):
        init(tmp_path, code, folder=tmp_path / "XAA")
    assert not (tmp_path / "XAA").exists()


def test_a_listening_address_that_others_reach_is_written_and_waits_for_leave(tmp_path):
    init(tmp_path, "XAA", circuits=[CircuitAddress("one", "192.0.2.1", 7001)])
    config = load_config(tmp_path / "XAA")
    assert (config.circuits[0].listen, config.allow_remote) == ("192.0.2.1:7001", False)


def test_the_proposer_puts_its_own_card_first_unless_the_order_is_given(tmp_path):
    ours, theirs = init(tmp_path, "XAA"), init(tmp_path, "XBB")
    assert propose(tmp_path / "XAA", [theirs.data], {}).charter.codes == ("XAA", "XBB")
    assert propose(tmp_path / "XAA", [theirs.data, ours.data], {}).charter.codes == ("XBB", "XAA")
    charter = propose(tmp_path / "XAA", [theirs.data], {}).charter
    assert charter.circuits == ("one", "two")
    assert [(slot.minute, slot.circuit) for slot in charter.calendar] == [(360, "one"), (1080, "two")]
    assert not charter.demo
    assert charter.hash != propose(tmp_path / "XAA", [theirs.data], {}).charter.hash, "the nonce is fresh"


def test_a_proposal_that_is_none_is_refused(tmp_path):
    ours, theirs = init(tmp_path, "XAA"), init(tmp_path, "XBB")
    folder = tmp_path / "XAA"
    with pytest.raises(OurMistake, match="at least one other party"):
        propose(folder, [], {})
    with pytest.raises(OurMistake, match="XBB, XBB"):
        propose(folder, [theirs.data, theirs.data], {})
    with pytest.raises(InvalidFromPeer, match="not signed"):
        propose(folder, [theirs.data[:-1] + bytes([theirs.data[-1] ^ 1])], {})
    with pytest.raises(InvalidFromPeer, match="circuit"):
        propose(folder, [theirs.data], {"circuits": [{"name": "ONE", "carrier": "direct"}]})
    with pytest.raises(Misconfigured, match="make a node with `watchline init`"):
        propose(tmp_path, [ours.data], {})
    (folder / "card").write_bytes(b"torn")
    with pytest.raises(Misconfigured, match="card is damaged"):
        propose(folder, [theirs.data], {})


def test_only_roots_that_the_charter_names_can_sign(tmp_path):
    founding = msgspec.structs.replace(read_founding(signed(tmp_path)), signatures={})
    init(tmp_path, "XCC")
    with pytest.raises(
        OurMistake, match=r"No party of this charter has the root key in .*XCC; the parties are XAA, XBB"
    ):
        sign_founding(founding.data(), tmp_path / "roots" / "XCC", ROOT_PASSPHRASE)
    with pytest.raises(Misconfigured, match="passphrase is wrong"):
        sign_founding(founding.data(), tmp_path / "roots" / "XAA", b"wrong")
    once = sign_founding(founding.data(), tmp_path / "roots" / "XAA", ROOT_PASSPHRASE)
    assert once.missing() == ["XBB"]
    assert sign_founding(once.data(), tmp_path / "roots" / "XAA", ROOT_PASSPHRASE).missing() == ["XBB"]
    with pytest.raises(OurMistake, match=r"not signed by XBB yet\. Nothing was written"):
        open_line(tmp_path / "XAA", once.data(), PASSPHRASE)


def test_opening_a_line_writes_the_first_entries_locks_them_and_notes_where_to_dial(tmp_path):
    data = found(tmp_path, title="Between two", demo=1)
    founding = read_founding(data)
    folder = tmp_path / "XAA"
    assert open_line(folder, data, PASSPHRASE) == founding.charter.line
    with open_reading(folder) as reading:
        assert (reading.line, reading.code) == (founding.charter.line, "XAA")
        assert reading.charter.title == "Between two"
        assert {code: roster.hash() for code, roster in reading.rosters.items()} == {
            card.roster.code: card.roster.hash() for card in founding.cards
        }
        (row,) = reading.held.logs(reading.line)
        assert (row.origin, row.head.size) == (founding.charter.log("XAA", 1).origin(), 2)
    lock = FileHeadLock(folder / "anchor")
    try:
        assert asyncio.run(lock.load())[row.origin].head == row.head
        assert set(asyncio.run(lock.pins())) == {
            f"epoch/{founding.charter.line.hex()}",
            f"charter/{founding.charter.line.hex()}",
            "roster/XAA",
            "roster/XBB",
        }
    finally:
        lock.close()
    theirs = {point.circuit: f"{point.host}:{point.port}" for point in founding.cards[1].endpoints}
    assert {item.name: item.dial for item in load_config(folder).circuits} == {
        name: {"XBB": address} for name, address in theirs.items()
    }


def test_an_address_that_the_operator_set_is_kept(tmp_path):
    data = signed(tmp_path)
    circuits = load_config(tmp_path / "XAA").circuits
    configure(
        tmp_path / "XAA", circuits=(CircuitConfig("one", circuits[0].listen, {"XBB": "127.0.0.1:9"}), circuits[1])
    )
    open_line(tmp_path / "XAA", data, PASSPHRASE)
    assert load_config(tmp_path / "XAA").circuit("one").dial == {"XBB": "127.0.0.1:9"}


def test_a_line_is_opened_once(tmp_path):
    xaa, _ = two(tmp_path)
    data = (tmp_path / "founding").read_bytes()
    with pytest.raises(OurMistake, match=r"open here already\. Nothing was written"):
        open_line(xaa, data, PASSPHRASE)
    other = signed(tmp_path / "again")
    with pytest.raises(OurMistake, match="The charter names another XAA"):
        open_line(xaa, other, PASSPHRASE)
    more = propose(xaa, [read_own_card(tmp_path / "XBB").data], {})
    for code in ("XAA", "XBB"):
        more = sign_founding(more.data(), tmp_path / "roots" / code, ROOT_PASSPHRASE)
    assert open_line(xaa, more.data(), PASSPHRASE) == more.charter.line, "a further line has a folder of its own"
    with pytest.raises(OurMistake, match=r"open here already\. Nothing was written"):
        open_line(xaa, more.data(), PASSPHRASE)


def test_a_line_of_others_is_not_opened(tmp_path):
    data = signed(tmp_path)
    init(tmp_path, "XCC")
    with pytest.raises(OurMistake, match="XCC is not a party of this charter; its parties are XAA, XBB"):
        open_line(tmp_path / "XCC", data, PASSPHRASE)


def test_keys_that_do_not_fit_or_open_write_nothing(tmp_path):
    data = signed(tmp_path)
    folder = tmp_path / "XAA"
    with pytest.raises(Misconfigured, match="passphrase is wrong"):
        open_line(folder, data, b"wrong")
    shutil.copy(tmp_path / "XBB" / "anchor" / "keys", folder / "anchor" / "keys")
    with pytest.raises(Misconfigured, match="holds keys of XBB that roster 1 of XAA does not certify"):
        open_line(folder, data, PASSPHRASE)
    with pytest.raises(OurMistake, match="No line is founded"), open_reading(folder):
        pass


def test_a_clock_offset_is_only_for_demonstrations(tmp_path):
    data = signed(tmp_path, demo=False)
    configure(tmp_path / "XAA", clock_offset_ms=3_600_000)
    with pytest.raises(Misconfigured, match=r"config.toml: clock_offset_ms is 3600000.*does not say demo"):
        open_line(tmp_path / "XAA", data, PASSPHRASE)


def test_a_running_node_is_not_opened_beside_it(tmp_path):
    data = signed(tmp_path)
    with DirectoryLock(tmp_path / "XAA"), pytest.raises(Misconfigured, match="is in use by process"):
        open_line(tmp_path / "XAA", data, PASSPHRASE)


def test_keys_that_began_a_log_never_begin_it_again(tmp_path):
    """The record is gone and the anchor is not: to begin again would sign a second history."""
    xaa, _ = two(tmp_path)
    for path in xaa.glob("record*"):
        path.unlink()
    SqliteStore.create(xaa / "record")
    with pytest.raises(RolledBack, match=r"has signed on line .* already.*Restore it"):
        open_line(xaa, (tmp_path / "founding").read_bytes(), PASSPHRASE)


def test_an_anchor_of_another_machine_opens_nothing(tmp_path, monkeypatch):
    data = signed(tmp_path)
    machine = tmp_path / "machine-id"
    machine.write_bytes(b"0123456789abcdef0123456789abcdef\n")
    monkeypatch.setattr("watchline.store.incarnation.MACHINE_ID", machine)
    write_incarnation(tmp_path / "XAA" / "anchor")
    machine.write_bytes(b"another machine\n")
    with pytest.raises(RolledBack, match="made on another machine"):
        open_line(tmp_path / "XAA", data, PASSPHRASE)

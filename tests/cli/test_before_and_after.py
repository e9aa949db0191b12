"""Before the line is founded, while no node runs, and while the line is DARK: what the verbs say then."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.cli.nodes import CODES, Pair, answer, run
from tests.cli.test_two_nodes import undocumented


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Two nodes with keys and cards, no line."""
    pair = Pair(tmp_path_factory.mktemp("made"))
    for code in CODES:
        pair.init(code)
    return pair


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    """A line on which every log is open and no node runs."""
    return Pair(tmp_path_factory.mktemp("founded")).found()


def test_init_says_what_to_send_to_whom_and_what_to_compare(tmp_path):
    pair = Pair(tmp_path)
    words = pair.init("XAA").stdout
    for part in ("root fingerprint", "Take", "Send", "by another means", "found"):
        assert part in words
    assert pair.fingerprint("XAA") in words
    card = json.loads(pair.init("XBB", "--json").stdout)
    assert undocumented("init", card) == []
    assert (pair.root("XBB").parent / f"{pair.root('XBB').name}.spare-3").exists()


def test_init_says_what_an_address_that_others_reach_needs(tmp_path):
    pair = Pair(tmp_path)
    assert "allow_remote" not in pair.init("XAA").stdout
    words = run(
        "init", tmp_path / "c", "--code", "XCC", "--circuit", "one=192.0.2.10:7001", "--root-key", tmp_path / "r", "--light",
        "--passphrase-file", pair.secret, "--root-passphrase-file", pair.secret,
    ).stdout  # fmt: skip
    assert "allow_remote = true" in words


def test_init_overwrites_nothing(made):
    before = sorted((path, path.read_bytes()) for path in made.dir("XAA").rglob("*") if path.is_file())
    result = run(
        "init", made.dir("XAA"), "--code", "XAA", "--circuit", "one=127.0.0.1:7001", "--root-key", made.folder / "other", "--light",
        "--passphrase-file", made.secret, "--root-passphrase-file", made.secret, exit_code=1,
    )  # fmt: skip
    assert "already" in result.stderr or "not empty" in result.stderr
    assert sorted((path, path.read_bytes()) for path in made.dir("XAA").rglob("*") if path.is_file()) == before


@pytest.mark.parametrize("circuit", ["one", "one=127.0.0.1", "one=:7001", "=127.0.0.1:7001", "one=127.0.0.1:port"])
def test_a_circuit_that_is_none_is_wrong_usage(tmp_path, circuit):
    run("init", tmp_path / "x", "--code", "XAA", "--circuit", circuit, "--root-key", tmp_path / "r", exit_code=2)


def test_passphrases_come_from_a_file_or_a_descriptor(tmp_path):
    read, write = os.pipe()
    os.write(write, b"a passphrase\n")
    os.close(write)
    secret = tmp_path / "secret"
    secret.write_text("a passphrase\n")
    secret.chmod(0o644)
    usual = (
        "init",
        tmp_path / "a",
        "--code",
        "XAA",
        "--circuit",
        "one=127.0.0.1:7001",
        "--root-key",
        tmp_path / "root",
        "--light",
    )
    open_to_others = run(*usual, "--passphrase-file", secret, "--root-passphrase-file", secret, exit_code=1)
    assert "chmod 600" in open_to_others.stderr
    secret.chmod(0o600)
    run(*usual, "--passphrase-fd", read, "--root-passphrase-file", secret)
    os.close(read)
    both = run(*usual, "--passphrase-fd", 0, "--passphrase-file", secret, "--root-passphrase-file", secret, exit_code=2)
    assert "not both" in both.stderr
    assert "no terminal" in run(*usual, exit_code=2).stderr


def test_a_card_is_looked_at_copied_and_a_changed_one_refused(made, tmp_path):
    shown = answer("card", made.dir("XAA"), "--read", made.dir("XBB") / "card")
    assert shown["party"] == "XBB"
    assert undocumented("card", shown, ("pair",)) == []
    words = run("card", made.dir("XAA"), "--read", made.dir("XBB") / "card").stdout
    assert "by another means" in words.replace("\n", " ")
    run("card", made.dir("XAA"), "--out", tmp_path / "copy")
    data = bytearray((tmp_path / "copy").read_bytes())
    data[-1] ^= 1
    (tmp_path / "copy").write_bytes(data)
    assert "not signed by its root key" in run("card", made.dir("XAA"), "--read", tmp_path / "copy", exit_code=1).stderr


def test_before_the_founding_the_status_says_what_comes_next(made):
    words = run("status", made.dir("XAA")).stdout
    assert "No line is founded" in words
    assert f"watchline found {made.dir('XAA')} --propose" in words


@pytest.mark.parametrize("verb", ["inbox", "clock"])
def test_before_the_founding_the_words_say_what_comes_next(made, verb):
    result = run(verb, made.dir("XAA"), exit_code=1)
    assert "No line is founded" in result.stderr
    assert "found" in result.stderr


def test_before_the_founding_nothing_is_run_and_nothing_sent(made):
    assert "No line is founded" in run("up", made.dir("XAA"), "--passphrase-file", made.secret, exit_code=1).output
    assert "No node runs" in run("send", made.dir("XAA"), "x", exit_code=1).stderr
    shown = answer("doctor", made.dir("XAA"))
    assert shown["ok"], shown


def test_a_folder_that_is_no_node_is_named(tmp_path):
    assert "is no node" in run("status", tmp_path, exit_code=1).stderr
    assert not answer("doctor", tmp_path, exit_code=1)["ok"]


def test_a_founding_goes_round_and_compares_fingerprints(tmp_path):
    pair = Pair(tmp_path)
    for code in CODES:
        pair.init(code)
    words = pair.propose().stdout
    for part in (
        "Compare",
        "XBB",
        "--sign",
        "--open",
        pair.fingerprint("XAA"),
        pair.fingerprint("XBB"),
        "0600Z on one",
        "1800Z on two",
    ):
        assert part in words
    assert "exists already" in pair.propose(exit_code=1).stderr
    before = pair.founding.read_bytes()
    wrong = pair.sign("XAA", "--root", "1" * 30, exit_code=1)
    assert "Nothing was written" in wrong.stderr
    own = pair.sign("XAA", "--root", pair.fingerprint("XAA"), exit_code=1)
    assert "XBB" in own.stderr
    assert pair.founding.read_bytes() == before
    signed = json.loads(pair.sign("XAA", "--root", pair.fingerprint("XBB"), "--json").stdout)
    assert (signed["signed_by"], signed["not_signed_by"], signed["compared"]) == (["XAA"], ["XBB"], True)
    assert undocumented("found", signed) == []
    early = pair.open("XAA", exit_code=1)
    assert "not signed by XBB" in early.stderr
    unchecked = pair.sign("XBB").stdout
    assert "No fingerprint was compared" in unchecked
    assert "Every root has signed" in unchecked
    opened = pair.open("XAA").stdout
    assert "watchline up" in opened
    assert "already" in pair.open("XAA", exit_code=1).stderr
    stranger = Pair(tmp_path / "c") if (tmp_path / "c").mkdir() is None else None
    assert stranger is not None
    stranger.init("XAA")
    assert "root key" in run(
        "found", pair.dir("XBB"), "--sign", pair.founding, "--root-key", stranger.root("XAA"),
        "--root-passphrase-file", stranger.secret, exit_code=1,
    ).stderr  # fmt: skip


def test_every_field_of_a_charter_can_be_given_in_a_file(made, tmp_path):
    page = tmp_path / "charter.toml"
    page.write_text(
        'title = "from the file"\npurpose = "a purpose"\ndemo = true\nposts = ["watch", "air"]\nposture = "unknown here"\n'
        "[windows]\nanswer_s = 600\n[precedence]\nZ = 60\n"
    )
    proposed = json.loads(
        run(
            "found", made.dir("XAA"), "--propose", made.dir("XBB") / "card", "--charter", page, "--title", "from the option",
            "--out", tmp_path / "f", "--test", "2359:two", "--test", "0001:one", "--json",
        ).stdout
    )  # fmt: skip
    assert (proposed["title"], proposed["demo"], proposed["posts"]) == ("from the option", True, ["watch", "air"])
    assert (proposed["answer_s"], proposed["precedence_s"]["Z"]) == (600, 60)
    assert proposed["unknown_fields"] == ["posture"]
    assert [slot["at"] for slot in proposed["calendar"]] == ["0001Z", "2359Z"]
    for wrong in (
        "nonce = 1",
        "x = 1.5",
        "=",
        "circuits = 3",
        "posts = 3",
        f"{'x' * 30} = 1",
        "x = 99999999999999999999",
    ):
        page.write_text(wrong)
        arguments = ("--propose", made.dir("XBB") / "card", "--charter", page, "--out", tmp_path / "g")
        result = run("found", made.dir("XAA"), *arguments, exit_code=1)
        assert result.stderr.strip()
        assert not (tmp_path / "g").exists()
    run("found", made.dir("XAA"), "--propose", made.dir("XBB") / "card", "--test", "2500:one", exit_code=2)


def test_without_a_node_status_shows_the_record_and_says_so(founded):
    shown = answer("status", founded.dir("XAA"))
    assert (shown["running"], shown["state"]) == (False, None)
    assert undocumented("status", shown, ("test --list", "pair", "contacts")) == []
    words = run("status", founded.dir("XAA")).stdout
    assert "No node runs" in words
    assert "not known" in words
    assert len(shown["missing"]) == 4


@pytest.mark.parametrize("verb", ["send", "test", "clock"])
def test_without_a_node_nothing_is_written(founded, verb):
    more = ("x",) if verb == "send" else ()
    result = run(verb, founded.dir("XAA"), *more, exit_code=1)
    assert "No node runs" in result.stderr
    assert "watchline up" in result.stderr


def test_the_doctor_warns_and_finds_what_must_be_mended(founded):
    shown = answer("doctor", founded.dir("XBB"))
    assert {item["check"] for item in shown["checks"] if item["result"] == "fail"} == set()
    keys = founded.dir("XBB") / "anchor" / "keys"
    keys.chmod(0o644)
    try:
        bad = answer("doctor", founded.dir("XBB"), exit_code=1)
    finally:
        keys.chmod(0o600)
    assert not bad["ok"]
    assert any("chmod 600" in item["words"] for item in bad["checks"])


def test_the_doctor_finds_a_port_that_is_taken(founded):
    import socket

    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", founded.ports[0]))
        taken.listen()
        bad = answer("doctor", founded.dir("XAA"), exit_code=1)
    assert [item["check"] for item in bad["checks"] if item["result"] == "fail"] == ["circuit one"]


@pytest.mark.slow
def test_a_line_that_is_dark_takes_what_is_said_and_exits_4(tmp_path):
    pair = Pair(tmp_path).found()
    try:
        pair.up("XAA")
        alone = run("test", pair.dir("XAA"), "--json", exit_code=4)
        said = json.loads(alone.stdout)
        assert said["written"]
        assert said["dark"] == ["XBB"]
        assert "What was written stands" in alone.stderr
        words = run("test", pair.dir("XAA"), exit_code=4)
        assert "is written" in words.stdout
        assert pair.status("XAA")["state"] == "DARK"
        refused = run("send", pair.dir("XAA"), "x", exit_code=1)
        assert "not open yet" in refused.stderr
        pair.up("XBB")
        pair.until(lambda: pair.alive("XAA") and pair.alive("XBB"), "circuits do not come alive")
        pair.open_by_tests()
        ref = answer("send", pair.dir("XBB"), "before the cut")["ref"]
        pair.until(lambda: pair.message("XAA", ref), "the message does not arrive")
        pair.down("XBB")
        pair.until(lambda: pair.status("XAA")["state"] == "DARK", "the line does not go dark")
        assert answer("send", pair.dir("XAA"), "into the dark", exit_code=4)["written"]
        assert answer("read", pair.dir("XAA"), ref, exit_code=4)["written"]
        assert answer("ack", pair.dir("XAA"), ref, exit_code=4)["written"]
        shown = run("read", pair.dir("XBB"), "D-XAA-0001", exit_code=1)
        assert "not a message" in shown.stderr
        message = answer("inbox", pair.dir("XBB"))["messages"][-1]["ref"]
        looked = run("read", pair.dir("XBB"), message, exit_code=1)
        assert "before the cut" in looked.stdout
        assert "nothing states that it was read" in looked.stderr
        assert run("up", pair.dir("XAA"), "--stop").stdout
        pair.processes.pop("XAA").wait(60)
    finally:
        pair.close()


def test_as_a_program_it_ends_with_the_same_codes(founded):
    def code(*arguments):
        command = [sys.executable, "-m", "watchline", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL).returncode

    assert code("--version") == 0
    assert code("status", founded.dir("XAA")) == 0
    assert code("send", founded.dir("XAA"), "x") == 1
    assert code("send") == 2
    assert code("verify", founded.founding, "--root", "0" * 30) == 3

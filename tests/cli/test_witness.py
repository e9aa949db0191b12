"""The hash-only witness by its verbs: made, enrolled, taken in by each party for itself, run, killed, and run again."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from tests.cli.nodes import CODES, Pair, answer, run
from watchline.demo.ports import free_ports
from watchline.host.witness_folder import load_settings, save_settings
from watchline.store import FileHeadLock
from watchline.witness import read_enrolment


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """Two founded nodes that do not run, and a witness made beside them."""
    made = Pair(tmp_path_factory.mktemp("witness")).found()
    made.witness = made.folder / "w"
    made.port = free_ports(1)[0]
    made.card = answer(
        "witness", "init", made.witness, "--name", "w-one", "--listen", f"127.0.0.1:{made.port}", "--light", "--passphrase-file", made.secret
    )  # fmt: skip
    for code in CODES:
        answer("witness", "apply", made.dir(code), "--out", made.folder / f"apply-{code}")
    yield made
    made.close()


def up(pair):
    with (pair.folder / "w.diagnostics").open("ab") as diagnostics:
        return subprocess.Popen(
            [sys.executable, "-m", "watchline", "witness", "up", pair.witness, "--passphrase-file", pair.secret],
            stdin=subprocess.DEVNULL,
            stdout=diagnostics,
            stderr=diagnostics,
        )


def stated(pair, code):
    found = pair.status(code)["witnesses"]
    return {item["party"]: item["size"] for item in found[0]["stated"]} if found else {}


def whole(pair):
    listed = {code: len(pair.refs(code, code)) for code in CODES}
    return all(stated(pair, code) == listed for code in CODES)


def test_nothing_is_taken_in_whose_digits_differ(pair):
    config = pair.dir("XAA") / "config.toml"
    before = answer("witness", "list", pair.witness), config.read_text()
    wrong = "0" * 30
    file = pair.folder / "apply-XAA"
    assert "not those of" in run("witness", "enrol", pair.witness, file, "--root", wrong, exit_code=1).output
    assert "30 digits" in run("witness", "enrol", pair.witness, file, "--root", "12", exit_code=1).output
    card = pair.witness / "card"
    assert "not those of" in run("witness", "use", pair.dir("XAA"), card, "--witness", wrong, exit_code=1).output
    run("witness", "enrol", pair.witness, card, "--root", wrong, exit_code=1)
    assert (answer("witness", "list", pair.witness), config.read_text()) == before


def test_a_party_code_is_no_name_of_a_witness_and_a_node_s_folder_is_no_witness_s(pair, tmp_path):
    for name in ("XAA", "9", "w", "-x", "w one"):
        options = ("--listen", "127.0.0.1:1", "--light", "--passphrase-file", pair.secret)
        run("witness", "init", tmp_path / "w", "--name", name, *options, exit_code=None)
        assert not (tmp_path / "w").exists()
    run("witness", "up", pair.dir("XAA"), "--passphrase-file", pair.secret, exit_code=1)


def test_what_a_party_applies_with_holds_no_text(pair):
    data = (pair.folder / "apply-XAA").read_bytes()
    made = read_enrolment(data)
    assert (made.log.code, made.log.epoch) == ("XAA", 1)
    assert b"A line" not in data, "the charter's title"


def test_it_runs_is_killed_and_runs_again_and_each_party_keeps_what_it_stated(pair):
    for code in CODES:
        digits = answer("card", pair.dir(code))["fingerprint"]
        assert (
            answer("witness", "enrol", pair.witness, pair.folder / f"apply-{code}", "--root", digits)["party"] == code
        )
        took = answer(
            "witness", "use", pair.dir(code), pair.witness / "card", "--witness", pair.card["fingerprint"], "--every", 1
        )
        assert took["witness"] == "w-one"
    process = up(pair)
    try:
        for code in CODES:
            pair.up(code)
        pair.until(lambda: whole(pair), "the witness states nothing")
        process.send_signal(signal.SIGKILL)
        process.wait(60)
        before = stated(pair, "XAA")
        run("test", pair.dir("XAA"), "--json")
        pair.until(
            lambda: pair.status("XAA")["witnesses"][0]["connected"] is False, "the end of the witness is not seen"
        )
        assert stated(pair, "XAA") == before
        process = up(pair)
        pair.until(lambda: whole(pair), "the witness does not go on")
        assert stated(pair, "XAA")["XAA"] > before["XAA"]
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        pair.close()
    listed = answer("witness", "list", pair.witness)
    assert {item["party"]: item["size"] for item in listed["logs"]} == stated(pair, "XAA")
    shown = run("status", pair.dir("XAA")).output
    assert "consistent, stated at" in shown
    assert "w-one" in shown
    assert "consistent, stated by witness w-one at" in run("log", "list", pair.dir("XAA")).output
    # Its folder holds heads and keys, and nothing that was said.
    kept = b"".join(path.read_bytes() for path in pair.witness.rglob("*") if path.is_file())
    assert b"line_test" not in kept
    assert b"A line" not in kept


def test_a_head_lock_that_is_gone_closes_it(pair, tmp_path):
    save_settings(pair.witness, load_settings(pair.witness))
    heads = pair.witness / "anchor" / "heads"
    kept = heads.read_bytes()
    heads.unlink()
    process = up(pair)
    try:
        pair.until(lambda: '"what": "closed"' in (pair.folder / "w.diagnostics").read_text(), "it does not say so")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        heads.write_bytes(kept)
    assert FileHeadLock(pair.witness / "anchor").incarnation_fits().fits


def test_reading_options_of_a_configuration_with_a_witness_name_what_is_wrong(pair):
    from watchline.errors import Misconfigured
    from watchline.host.config import load_config

    run("witness", "use", pair.dir("XBB"), pair.witness / "card", "--witness", pair.card["fingerprint"], "--every", 1)
    path = pair.dir("XBB") / "config.toml"
    text = path.read_text()
    assert '[[witnesses]]\nname = "w-one"' in text
    for found, instead, words in (
        ('name = "w-one"', 'name = "XAA"', "short name"),
        ("every_s = 1", "every_s = 0", "every_s"),
        (f'dial = "127.0.0.1:{pair.port}"', 'dial = "x"', "dial"),
        ('key = "', 'key = "00', "witness use"),
    ):
        path.write_text(text.replace(found, instead))
        with pytest.raises(Misconfigured, match=words):
            load_config(pair.dir("XBB"))
    path.write_text(text)

"""A third party joins and another leaves, by the verbs alone: cards, roots signed by hand, a new log, and one statement to leave."""

from __future__ import annotations

import msgspec
import pytest

from tests.cli.nodes import CODES, answer, open_pair, run
from tests.cli.test_two_nodes import undocumented
from watchline.demo.ports import free_ports
from watchline.host.config import load_config, save_config
from watchline.record import read_founding


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    with open_pair(tmp_path_factory.mktemp("three")) as made:
        yield made


def root_sign(pair, code, file, *more, exit_code=0):
    key = ("--root-key", pair.root(code), "--root-passphrase-file", pair.secret)
    return run("charter", pair.dir(code), "root-sign", file, *key, *more, exit_code=exit_code)


def dial(pair, code, other, ports):
    """Write into a node's configuration where another party is dialled, and start it again."""
    folder = pair.dir(code)
    config = load_config(folder)
    circuits = tuple(
        msgspec.structs.replace(item, dial={**item.dial, other: f"127.0.0.1:{port}"})
        for item, port in zip(config.circuits, ports, strict=True)
    )
    pair.down(code)
    save_config(folder, msgspec.structs.replace(config, circuits=circuits))
    pair.up(code)


def state(pair, code, ref):
    listed = answer("charter", pair.dir(code), "list")["proposals"]
    return next((item["state"] for item in listed if item["ref"] == ref), None)


def agree(pair, by, *more, codes):
    """Propose by one party, sign by every other; return the reference and the succession file."""
    folder = pair.dir(by)
    draft, file = pair.folder / f"draft-{by}.toml", pair.folder / f"succession-{codes[-1]}"
    draft.write_text(run("charter", folder, "draft").stdout)
    assert "name --out FILE" in run("charter", folder, "propose", draft, *more, exit_code=1).stderr
    found = answer("charter", folder, "propose", draft, *more, "--out", file, exit_code=None)
    assert undocumented("charter propose", found, ("send", "charter show")) == []
    assert "parties" in found["changes"]
    for code in codes:
        if code != by:
            pair.until(lambda at=code: state(pair, at, found["ref"]) == "proposed", "the proposal does not arrive")
            answer("charter", pair.dir(code), "sign", found["ref"], exit_code=None)
    pair.until(lambda: state(pair, by, found["ref"]) == "signed by all", "the signatures do not arrive")
    return found["ref"], file, found


def a_third_joins(pair):
    ports = free_ports(2)
    new = pair.dir("XCC")
    run(
        "init", new, "--code", "XCC", "--name", "Side C", "--circuit", f"one=127.0.0.1:{ports[0]}",
        "--circuit", f"two=127.0.0.1:{ports[1]}", "--root-key", pair.root("XCC"), "--light",
        "--passphrase-file", pair.secret, "--root-passphrase-file", pair.secret,
    )  # fmt: skip
    a = pair.dir("XAA")
    ref, file, found = agree(pair, "XAA", "--join", new / "card", codes=CODES)
    assert found["roots"] == ["XAA", "XBB", "XCC"]
    assert "needs the root of XAA, XBB, XCC" in run("charter", a, "list").stdout
    assert "not signed by the root of XAA, XBB, XCC" in run("charter", a, "enforce", ref, "--roots", file, exit_code=1).stderr  # fmt: skip
    assert "every root of the old and the new charter" in run("charter", a, "enforce", ref, exit_code=1).stderr
    assert "not signed by" in run("found", new, "--open", file, "--passphrase-file", pair.secret, exit_code=1).stderr
    for code in (*CODES, "XCC"):
        signed = root_sign(pair, code, file)
        assert "XCC joins. Nobody leaves." in signed.stdout
        assert f"{file} bears the signature of" in signed.stdout
    altered = pair.folder / "altered"
    data = bytearray(file.read_bytes())
    data[-300] ^= 1
    altered.write_bytes(data)
    assert run("charter", a, "enforce", ref, "--roots", altered, exit_code=None).exit_code != 0
    done = answer("charter", a, "enforce", ref, "--roots", file, exit_code=None)
    assert done["written"]
    for code in CODES:
        pair.until(lambda at=code: len(pair.status(at)["parties"]) == 3, "the charter is not in force")
        assert any(item["situation"] == "joined/XCC" for item in pair.status(code)["alarms"])
    opened = run("found", new, "--open", file, "--passphrase-file", pair.secret)
    assert "watchline up" in opened.stdout
    pair.up("XCC")
    for code in CODES:
        dial(pair, code, "XCC", ports)
    for code in (*CODES, "XCC"):
        pair.until(lambda at=code: pair.alive(at), f"the circuits of {code} do not stand")
    pair.until(lambda: {(log["party"], log["epoch"]) for log in pair.status("XCC")["logs"]} == {("XAA", 2), ("XBB", 2), ("XCC", 1)}, "the new epochs do not arrive")  # fmt: skip
    for code, other in (("XAA", "XCC"), ("XBB", "XCC"), ("XCC", "XAA")):
        ref = answer("test", pair.dir(code))["ref"]
        pair.until(lambda at=other, of=code, what=ref: what in pair.refs(at, of), f"{ref} does not arrive")
        answer("test", pair.dir(other), "--answer", ref, "--quality", 5)
    pair.until(lambda: pair.status("XCC")["open"], "the line does not open for who joined")
    said = answer("send", a, "For all three.", "--precedence", "R")["ref"]
    pair.until(lambda: pair.message("XCC", said) is not None, "the message does not arrive")
    pair.until(lambda: pair.message("XAA", said)["held"]["words"] == "held by 2 of 2: XBB, XCC", "it is not held by both")  # fmt: skip
    assert not any(item["situation"] == "joined/XCC" for item in pair.status("XAA")["alarms"])
    charter = answer("charter", new, "show")
    assert [item["party"] for item in charter["parties"]] == ["XAA", "XBB", "XCC"]


def the_second_leaves(pair):
    a, new = pair.dir("XAA"), pair.dir("XCC")
    statement = pair.folder / "leaves"
    key = ("--root-key", pair.root("XBB"), "--root-passphrase-file", pair.secret)
    left = answer("charter", pair.dir("XBB"), "leave", *key, "--out", statement)
    assert undocumented("charter leave", left, ()) == []
    assert left["party"] == "XBB"
    pair.down("XBB")
    recorded = answer("charter", a, "record-leave", statement, exit_code=None)
    assert recorded["written"]
    pair.until(lambda: answer("charter", new, "list")["left"] == ["XBB"], "the statement does not arrive")
    ref, file, found = agree(pair, "XAA", "--leave", "XBB", codes=("XAA", "XCC"))
    assert found["roots"] == ["XAA", "XCC"]
    for code in ("XAA", "XCC"):
        assert "Nobody joins. XBB leaves." in root_sign(pair, code, file).stdout
    assert answer("charter", a, "enforce", ref, "--roots", file, exit_code=None)["written"]
    for code in ("XAA", "XCC"):
        pair.until(lambda at=code: [item["party"] for item in pair.status(at)["parties"]] == ["XAA", "XCC"], "not in force")  # fmt: skip
    said = answer("send", a, "For the two of us.", "--precedence", "R")["ref"]
    pair.until(lambda: pair.message("XCC", said) is not None, "the message does not arrive")
    pair.until(lambda: pair.message("XAA", said)["held"]["words"] == "held by 1 of 1: XCC", "it is not held")


def test_a_third_joins_and_one_of_the_first_leaves(pair):
    a_third_joins(pair)
    the_second_leaves(pair)
    the_two_that_are_left_found_another_line(pair)


def the_two_that_are_left_found_another_line(pair):
    """The charter of a line that follows another names the last heads of it."""
    out = pair.folder / "again"
    found = answer(
        "found", pair.dir("XAA"), "--propose", pair.dir("XCC") / "card", "--after", pair.dir("XAA"), "--out", out
    )
    charter = read_founding(out.read_bytes()).charter
    assert charter.after is not None
    assert charter.after.line.hex() == answer("charter", pair.dir("XAA"), "show")["line"]
    assert {head[:2] for head in charter.after.heads} >= {("XAA", 1), ("XAA", 3), ("XBB", 2), ("XCC", 2)}
    assert f"It follows line {charter.after.line.hex()}." in found["pages"][0]["text"]

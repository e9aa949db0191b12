"""Readouts by the verbs alone, between two nodes: committed, shared, published, corrected; a crash between; the documented JSON."""

from __future__ import annotations

import signal

import pytest

from tests.cli.nodes import CODES, answer, open_pair, run
from tests.cli.test_two_nodes import LISTS, keys, section, undocumented

NORMAL = "A difference between two readouts is normal."
FIELDS = {"to": "XBB", "level": "watch", "office": "o", "with_office": "p", "purpose": "An exercise.", "language": "en"}


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    with open_pair(tmp_path_factory.mktemp("readouts")) as made:
        yield made


def a_call(pair):
    """Ask for a call over the socket, as any verb would."""
    from watchline.host.socket import call

    reply = call(pair.dir("XAA"), {"verb": "say", "kind": "entry", "entry": "call", "fields": FIELDS}, 30)
    assert not reply["error"], reply
    pair.until(lambda: reply["ref"] in pair.refs("XBB", "XAA"), "the call does not arrive")
    return reply["ref"]


def readout(pair, code, *arguments, exit_code=0):
    return answer("readout", pair.dir(code), *arguments, exit_code=exit_code)


def readouts(pair, code, call):
    (found,) = readout(pair, code, "list", call)["calls"]
    return {item["ref"]: item for item in found["readouts"]}


def until_state(pair, code, call, ref, state):
    pair.until(
        lambda: readouts(pair, code, call).get(ref, {"state": ""})["state"] == state, f"{ref} is not {state} at {code}"
    )


def test_the_day_of_two_readouts(pair, tmp_path):
    call = a_call(pair)
    written = tmp_path / "text"
    written.write_text("We spoke.\nFor long.\n", encoding="utf-8")
    ours = readout(
        pair, "XAA", "commit", call, "--file", written, "--scope", "full", "--point", "length=15 minutes",
        "--point", "next=Friday",
    )  # fmt: skip
    theirs = readout(pair, "XBB", "commit", call, "They spoke.", "--point", "length=15 minutes", "--point", "next=soon")
    for reply in (ours, theirs):
        assert reply["difference"] == NORMAL
        assert undocumented("readout commit", reply, ("send",)) == []
    ours, theirs = ours["ref"], theirs["ref"]
    until_state(pair, "XBB", call, ours, "committed")
    assert readouts(pair, "XBB", call)[ours]["kept"] is False
    assert readout(pair, "XAA", "show", ours)["kept_text"] == "We spoke.\nFor long.\n"
    words = run("readout", pair.dir("XBB"), "show", ours).stdout
    assert "We spoke" not in words
    assert "committed; not published" in words
    shared = run("readout", pair.dir("XAA"), "share", ours).stdout
    assert NORMAL in shared
    until_state(pair, "XBB", call, ours, "shared")
    assert "We spoke" in run("readout", pair.dir("XBB"), "show", ours).stdout
    assert "The text matches the commitment." in run("readout", pair.dir("XBB"), "show", ours).stdout
    readout(pair, "XAA", "publish", ours, "--where", "the ministry's page")
    readout(pair, "XBB", "publish", theirs)
    assert not readout(pair, "XAA", "publish", ours)["written"]
    readout(pair, "XAA", "correct", ours, "Read: Saturday.")
    until_state(pair, "XBB", call, ours, "corrected")
    readout(pair, "XBB", "supplement", theirs, "At noon.")
    until_state(pair, "XAA", call, theirs, "supplemented")
    compared = readout(pair, "XAA", "compare", call)
    (found,) = compared["pairs"]
    assert [item["key"] for item in found["both"]] == ["length"]
    assert found["differently"] == [{"key": "next", "by_party": {"XAA": ["Friday"], "XBB": ["soon"]}}]
    assert compared["difference"] == NORMAL
    for code in CODES:
        words = run("readout", pair.dir(code), "compare", call).stdout
        assert "length  both         15 minutes  15 minutes" in words
        assert words.rstrip().endswith(NORMAL)
        assert words == run("readout", pair.dir("XAA"), "compare", call).stdout
    assert NORMAL in run("readout", pair.dir("XAA"), "list").stdout


def test_every_key_of_the_reading_verbs_is_documented(pair):
    call = a_call(pair)
    readout(pair, "XAA", "confidential", call, "propose")
    ours = readout(pair, "XAA", "commit", call, "one", "--not-before", "2020-01-01T00:00:00Z", "--point", "a=b")["ref"]
    until_state(pair, "XBB", call, ours, "committed")
    agreed = readout(pair, "XBB", "confidential", call, "agree")
    theirs = readout(pair, "XBB", "commit", call, "two", "--point", "c=d")["ref"]
    until_state(pair, "XAA", call, theirs, "committed")
    shown = readout(pair, "XAA", "show", ours)
    noted = run("readout", pair.dir("XAA"), "publish", ours).stderr
    assert f"agreed that this call's readouts are confidential ({agreed['ref']})" in noted
    readout(pair, "XBB", "publish", theirs)
    until_state(pair, "XBB", call, ours, "published")
    listed = readout(pair, "XBB", "list", call)
    assert readout(pair, "XBB", "list")["calls"][-1] == listed["calls"][0]
    (fact, _) = listed["calls"][0]["confidentiality"]["published_while_agreed"]
    assert (fact["from"], fact["agreed"], fact["author_held_agreement"]) == ("XAA", agreed["ref"], True)
    words = run("readout", pair.dir("XAA"), "list", call).stdout
    assert (
        f"{fact['published']} of XAA is published while it is agreed that it is confidential ({agreed['ref']})."
        in words
    )
    also = ("readout list",)
    assert undocumented("readout list", _by_party(listed), LISTS) == []
    assert undocumented("readout show", shown, also) == []
    assert undocumented("readout compare", _by_party(readout(pair, "XBB", "compare", call)), also) == []
    assert keys(shown) >= {"kept_text", "labels"}
    assert section("readout list")


def _by_party(value):
    """Take out what has party codes for keys."""
    for pair in value.get("pairs", ()):
        for item in pair["differently"]:
            item["by_party"] = {}
    return value


def test_the_text_outlives_kill_9(pair):
    call = a_call(pair)
    ours = readout(pair, "XAA", "commit", call, "Kept through a crash.")["ref"]
    process = pair.processes.pop("XAA")
    process.send_signal(signal.SIGKILL)
    process.wait(60)
    assert readout(pair, "XAA", "show", ours)["kept_text"] == "Kept through a crash."
    pair.up("XAA")
    pair.until(lambda: pair.alive("XAA"), "circuits do not come alive")
    readout(pair, "XAA", "publish", ours)
    until_state(pair, "XBB", call, ours, "published")
    (shown,) = readouts(pair, "XBB", call)[ours]["published"]
    assert (shown["text"], shown["matches"]) == ("Kept through a crash.", True)


def test_the_text_is_in_no_export_before_it_is_shown(pair, tmp_path):
    call = a_call(pair)
    readout(pair, "XAA", "commit", call, "In no export.")
    run("log", "export", pair.dir("XAA"), tmp_path / "out")
    whole = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert b"An exercise." in whole
    assert b"In no export." not in whole


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("commit", "CALL"), 2, "TEXT or with --file"),
        (("commit", "CALL", "x", "--file", "/nowhere"), 2, "one of them"),
        (("commit", "CALL", "--file", "/nowhere"), 2, "/nowhere"),
        (("commit", "CALL", "  "), 2, "There is no text"),
        (("commit", "CALL", "x", "--point", "x"), 2, "KEY=STATEMENT"),
        (("commit", "CALL", "x", "--scope", "part"), 2, "part"),
        (("commit", "CALL", "x", "--not-before", "tomorrow"), 2, "date-time group"),
        (("commit", "CALL", "x", "--not-before", "2030-01-01T00:00:00"), 2, "zone"),
        (("confidential", "CALL", "maybe"), 2, "maybe"),
        (("confidential", "CALL", "agree"), 1, "No proposal"),
        (("commit", "D-XAA-9999", "x"), 1, "no entry D-XAA-9999"),
        (("publish", "CALL"), 1, "commit to it first"),
        (("show", "CALL"), 1, "is not a readout"),
        (("compare", "XAA/1/0"), 1, "is not a call"),
    ],
)
def test_what_does_not_fit_ends_in_words(pair, arguments, code, words):
    call = a_call(pair)
    done = run("readout", pair.dir("XBB"), *[call if item == "CALL" else item for item in arguments], exit_code=code)
    assert words in done.stderr

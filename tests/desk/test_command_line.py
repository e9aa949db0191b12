"""What an officer does at the desk he does at the command line, by the same operations: draft and release by two, acknowledge and shelve."""

import contextlib
import json
import os
import re
from types import SimpleNamespace

import msgspec
import pytest

from tests.cli.nodes import answer, run
from tests.cli.test_two_nodes import keys, section
from tests.desk.conftest import PASSWORD
from tests.desk.test_saying import two_persons
from tests.desk.test_shelving import lasting, sent
from watchline.cli.at_desk import Officer, at_desk
from watchline.desk.officers import Officers, Passkey, Role
from watchline.terminal.client import Client


@pytest.fixture
def folder(desks):
    return desks.stage.nodes["XAA"].folder


@pytest.fixture
def as_officer(desks, tmp_path, monkeypatch):
    """Return the options by which an officer signs in. He has a session at once: signing in has a pace, and a test of its own."""

    def signs_in(client, name, _password):
        (cookie, value), client._token = desks.session(name)
        client._cookie = f"{cookie}={value}"

    monkeypatch.setattr(Client, "sign_in", signs_in)

    def options(name):
        file = tmp_path / name
        file.write_text(desks.password("XAA", name))
        file.chmod(0o600)
        return ("--name", name, "--password-file", file)

    return options


def undocumented(verb, value):
    return sorted(keys(value) - set(re.findall(r"`([a-z_0-9]+)`", section(verb) + section("status") + section("send"))))


def test_a_phrase_of_two_officers_is_drafted_shown_and_released_by_the_verbs(desks, folder, as_officer, watch):
    phrase = two_persons()
    said = ("--phrase", phrase.code, "--precedence", phrase.precedence.value)
    before = watch.get("/heads").json()
    alone = run("send", folder, *said, exit_code=1)
    assert "two officers must agree to say it; one drafts, another releases" in alone.stderr
    assert "`watchline draft DIR propose`" in alone.stderr
    draft = answer("draft", folder, "propose", "Read [this] \u202efirst.", *said, *as_officer("watch"))
    assert undocumented("draft", draft) == []
    assert watch.get("/heads").json() == before, "nothing is written yet"
    ident, digits = draft["id"][:8], draft["digest"][:8]
    shown = run("draft", folder, "show", ident, "--language", "fr", *as_officer("second")).stdout
    for words in (draft["digest"], phrase.texts["fr"], "drafted by  watch", "Read [this] <U+202E>first."):
        assert words in shown, words
    for name, digest, words in (
        ("watch", digits, "takes the right to release"),
        ("second", "00" * 4, "is not how the SHA-256"),
        ("second", digits[:7], "is not how the SHA-256"),
    ):
        refused = run("draft", folder, "release", ident, "--digest", digest, *as_officer(name), exit_code=1)
        assert words in refused.stderr
    assert watch.get("/heads").json() == before
    released = answer("draft", folder, "release", ident, "--digest", digits, *as_officer("second"))
    assert released["written"]
    settled = watch.get(f"/drafts/{draft['id']}").json()
    assert (settled["ref"], settled["released_by"]) == (released["ref"], "second")
    listed = run("draft", folder, "list", *as_officer("watch")).stdout
    assert re.search(rf"{draft['id']} +released +watch", listed)


def test_a_draft_goes_back_and_one_that_is_not_there_is_not_guessed(folder, as_officer):
    draft = answer("draft", folder, "propose", "Not so.", *as_officer("watch"))
    back = answer("draft", folder, "return", draft["id"], "--text", "Say the unit.", *as_officer("second"))
    assert (back["state"], back["words"]) == ("returned", "Say the unit.")
    assert undocumented("draft", answer("draft", folder, "list", *as_officer("watch"))) == []
    for ident in (draft["id"][:7], "00" * 16):
        assert "0 drafts are named" in run("draft", folder, "show", ident, *as_officer("watch"), exit_code=1).stderr


def test_an_officer_with_a_passkey_does_not_release_by_password_at_a_terminal(desks, folder, as_officer):
    draft = answer("draft", folder, "propose", "By a key.", *as_officer("watch"))
    officers = Officers(desks.book["XAA"], os.urandom)
    keyed = officers.add("keyed", "Keyed", (Role.RELEASER,), (), PASSWORD, 0)
    officers.keep(msgspec.structs.replace(keyed, passkeys=(Passkey(b"an id", b"a key", 0, "label", 0),)))
    refused = run(
        "draft", folder, "release", draft["id"], "--digest", draft["digest"], *as_officer("keyed"), exit_code=1
    )
    assert "has a passkey; a release is signed with it" in refused.stderr


def test_an_alarm_is_acknowledged_and_shelved_by_name_and_a_grave_one_is_not(desks, folder, as_officer, watch):
    situation = lasting(desks, watch, sent(desks, "P"))["situation"]
    found = answer("alarms", folder, "list")
    assert undocumented("alarms", found) == []
    assert situation in {item["situation"] for item in found["alarms"]}
    shelved = answer("alarms", folder, "shelve", situation, "--reason", "Known.", "--minutes", 5, *as_officer("watch"))
    assert (shelved["shelved"]["officer"], shelved["shelved"]["reason"]) == ("watch", "Known.")
    assert shelved["shelved"]["until"] - shelved["shelved"]["at"] == 300_000
    assert "by watch: Known." in run("alarms", folder, "list").stdout
    assert lasting(desks, watch, situation)["shelved"]["officer"] == "watch", "the desks show the same"
    long = run(
        "alarms", folder, "shelve", situation, "--reason", "x", "--minutes", 481, *as_officer("watch"), exit_code=1
    )
    assert "minutes" in long.stderr
    assert answer("alarms", folder, "unshelve", situation, *as_officer("second"))["shelved"] is None
    refused = run("alarms", folder, "shelve", situation, "--reason", "x", *as_officer("observer"), exit_code=1)
    assert "takes the right to speak" in refused.stderr
    flash = lasting(desks, watch, sent(desks, "Z"))["situation"]
    grave = run("alarms", folder, "shelve", flash, "--reason", "x", *as_officer("watch"), exit_code=1)
    assert "Only a warning or a caution can be put aside" in grave.stderr
    for name in (situation, flash):
        said = run("alarms", folder, "acknowledge", name, *as_officer("second"))
        assert "the other side is told nothing" in said.stdout
        assert lasting(desks, watch, name)["alarm_acknowledged"]["officer"] == "second"
    assert "No alarm nothing/here lasts" in run("alarms", folder, "acknowledge", "nothing/here", *as_officer("watch"), exit_code=1).stderr  # fmt: skip


def test_a_wrong_password_opens_nothing_and_a_session_ends_with_its_verb(desks, folder, tmp_path, watch):
    file = tmp_path / "wrong"
    file.write_text("not the password")
    file.chmod(0o600)
    refused = run("draft", folder, "list", "--name", "third", "--password-file", file, exit_code=1)
    assert "do not belong together" in refused.stderr
    file.write_text(desks.password("XAA", "third"))
    kept = []
    ended = Client.sign_out

    def ends(client):
        kept.append(client._cookie)
        ended(client)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Client, "sign_out", ends)
        assert "drafts" in json.loads(run("draft", folder, "list", "--name", "third", "--password-file", file, "--json").stdout)  # fmt: skip
    assert watch.get("/status", headers={"cookie": kept[0]}).status_code == 401


def test_a_verb_on_another_line_of_the_node_asks_the_desk_about_that_line(tmp_path, monkeypatch, as_officer):
    of_line = tmp_path / "lines" / "second"
    of_line.mkdir(parents=True)
    (tmp_path / "config.toml").write_text('code = "XAA"\ndesk = "127.0.0.1:1"\n')
    found = SimpleNamespace(here=SimpleNamespace(charter=SimpleNamespace(line=bytes(range(32)))))
    monkeypatch.setattr("watchline.cli.look.look", lambda _: contextlib.nullcontext(found))
    monkeypatch.setattr("watchline.cli.at_desk.desk_of", lambda _: ("http://localhost:1", None))
    monkeypatch.setattr(Client, "sign_out", lambda _: None)
    asked = []
    monkeypatch.setattr(Client, "ask", lambda _self, path, *_more: asked.append(path) or {"drafts": []})
    for folder in (of_line, tmp_path):
        with at_desk(folder, Officer("watch", as_officer("watch")[3], None)) as desk:
            desk.ask("/drafts")
    assert asked == ["/lines/0001020304050607/drafts", "/drafts"]

"""Asking a desk over HTTP and over TLS: what is refused before a byte leaves, and what is said when it goes wrong."""

import contextlib
import threading

import pytest

from watchline.errors import Misconfigured
from watchline.terminal.client import Client, DeskSilent, Refusal
from watchline.terminal.shapes import Messages, Status, Written


@pytest.mark.parametrize(
    "origin",
    [
        "http://desk.example:8080",
        "http://192.0.2.1",
        "ftp://localhost",
        "localhost:8080",
        "https://desk.example/path",
        "https://u:p@desk.example",
        "http://[2001:db8::1]:80",
    ],
)
def test_no_password_leaves_for_another_machine_without_tls_nor_for_what_is_no_desk(origin):
    with pytest.raises(Misconfigured):
        Client(origin)


@pytest.mark.parametrize(
    "origin", ["http://localhost:1", "http://127.0.0.1:1/", "http://[::1]:1", "https://desk.example"]
)
def test_this_machine_and_tls_are_taken(origin):
    assert Client(origin).origin == origin.rstrip("/")


def test_a_certificate_that_is_none_is_named(tmp_path):
    (tmp_path / "x.pem").write_text("no certificate")
    for name in ("x.pem", "missing.pem"):
        with pytest.raises(Misconfigured, match=name):
            Client("https://localhost:1", tmp_path / name)


def test_nobody_there_is_said_as_such():
    with pytest.raises(DeskSilent, match="does not answer"):
        Client("http://127.0.0.1:9").session()


def test_a_session_reads_says_and_ends(desks):
    client = Client(desks.url())
    with pytest.raises(Refusal, match="Nobody is signed in") as why:
        client.ask("/status", Status)
    assert why.value.signed_out
    with pytest.raises(Refusal, match="do not belong together"):
        client.sign_in("watch", "wrong")
    found = client.sign_in("watch", desks.password("XAA", "watch"))
    assert found.officer.shown == "Watch officer of Side A"
    assert client.ask("/status", Status).party == "XAA"
    said = {"text": "by the terminal", "draft": "7" * 32}
    ref = client.ask("/messages", Written, said).ref
    assert client.ask("/messages", Written, said).ref == ref, "the same draft is said once"
    assert ref in [item.ref for item in client.ask("/messages", Messages, None, {"limit": 500}).messages]
    assert client.session().signed_in
    client.sign_out()
    with pytest.raises(Refusal):
        client.ask("/status", Status)


def test_a_stream_that_is_closed_ends_in_words_and_can_be_taken_up_where_it_was(desks):
    client = Client(desks.url())
    client.sign_in("watch", desks.password("XAA", "watch"))
    stream = client.events("")
    first = next(stream)
    assert first.name == "changes"
    waits = threading.Timer(0.2, client.close)
    waits.start()
    with pytest.raises(DeskSilent):
        list(stream)
    waits.join()
    ref = client.ask("/messages", Written, {"text": "while nobody listened"}).ref
    assert ref
    with contextlib.closing(client.events(first.identity)) as again:
        event = next(again)
        assert (event.name, event.data == "[]") == ("changes", False)
    with pytest.raises(Refusal) as why:
        next(Client(desks.url()).events(""))
    assert why.value.signed_out
    client.sign_out()

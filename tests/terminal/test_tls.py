"""A desk with TLS, by a real certificate: what signs in there, what does not, and what an administrator is told who mistook a file."""

import contextlib
import re
import socket
import ssl
import threading
from urllib.parse import urlsplit

import httpx
import msgspec
import pytest

from tests.terminal.certificates import make
from watchline.errors import Misconfigured
from watchline.host.config import load_config, save_config
from watchline.host.desk import NodeDesk
from watchline.terminal.client import Client, DeskSilent, Refusal
from watchline.terminal.shapes import Status


@pytest.fixture(scope="module")
def secured(desks):
    """Side B's desk with TLS for as long as these tests run: its origin and its certificate."""
    node = desks.stage.nodes["XBB"]
    before, plain = load_config(node.folder), desks.stage.desks["XBB"]
    certificate, _key = make(node.folder)
    origin = f"https://localhost:{urlsplit(plain.url).port}"
    changed = msgspec.structs.replace(before, desk_origin=origin, desk_certificate="desk.pem", desk_key="desk.key")

    def answers():
        with contextlib.suppress(DeskSilent, Refusal):  # while it starts, its line does not run yet
            return Client(origin, certificate).session().party == "XBB"
        return False

    try:
        desks.do(node.stop())
        save_config(node.folder, changed)
        desks.do(node.start())
        desks.until(answers)
        yield origin, certificate
    finally:
        desks.do(node.stop())
        save_config(node.folder, before)
        desks.do(node.start())
        desks.until_up("XBB")


def test_an_officer_signs_in_over_tls_and_the_session_is_a_host_cookie(desks, secured):
    origin, certificate = secured
    client = Client(origin, certificate)
    assert client.sign_in("watch", desks.password("XBB", "watch")).signed_in
    assert client._cookie.startswith("__Host-watchline-xbb-")
    assert client.ask("/status", Status).party == "XBB"
    stream = client.events("")
    assert next(stream).name == "changes"
    stream.close()
    client.sign_out()
    context = ssl.create_default_context(cafile=certificate)
    answer = httpx.get(f"{origin}/api/v1/session", verify=context, timeout=60)
    assert "strict-transport-security" in answer.headers


def test_a_certificate_that_is_not_the_desks_is_refused_before_anything_is_sent(secured, tmp_path):
    origin, _certificate = secured
    other, _key = make(tmp_path, "other")
    for given in (other, None):
        with pytest.raises(DeskSilent, match="not one that is trusted here"):
            Client(origin, given).sign_in("watch", "a password that must not leave")


def test_a_desk_under_a_name_that_its_certificate_does_not_hold_is_refused(tmp_path):
    elsewhere, key = make(tmp_path, "elsewhere", "desk.example")
    with served(elsewhere, key) as port, pytest.raises(DeskSilent, match="not valid for 'localhost'"):
        Client(f"https://localhost:{port}", elsewhere).session()


def test_old_tls_and_plain_words_are_not_answered(secured):
    origin, certificate = secured
    port = urlsplit(origin).port
    context = ssl.create_default_context(cafile=certificate)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with (
        socket.create_connection(("127.0.0.1", port), 5) as raw,
        context.wrap_socket(raw, server_hostname="localhost") as found,
    ):
        assert found.version() == "TLSv1.2"
    with socket.create_connection(("127.0.0.1", port), 5) as raw:
        raw.sendall(b"GET /api/v1/session HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert not re.search(rb"HTTP/1.1 200", raw.recv(1_000))


@contextlib.contextmanager
def served(certificate, key):
    """Somebody who answers one connection with a certificate; yields the port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer():
            with contextlib.suppress(OSError), context.wrap_socket(server.accept()[0], server_side=True) as found:
                found.recv(1)

        thread = threading.Thread(target=answer)
        thread.start()
        yield server.getsockname()[1]
        thread.join()


def test_a_certificate_that_is_over_is_refused(tmp_path):
    certificate, key = make(tmp_path, days=-1)
    with served(certificate, key) as port, pytest.raises(DeskSilent, match="expired"):
        Client(f"https://localhost:{port}", certificate).session()


@pytest.mark.parametrize(
    ("certificate", "key"), [("config.toml", "desk.key"), ("missing.pem", "desk.key"), ("desk.pem", "other.key")]
)
def test_a_file_that_is_no_certificate_or_another_ones_key_is_named_at_the_start(desks, secured, certificate, key):
    node = desks.stage.nodes["XBB"]
    make(node.folder, "other")
    config = msgspec.structs.replace(load_config(node.folder), desk_certificate=certificate, desk_key=key)

    with pytest.raises(Misconfigured, match="desk_certificate and desk_key"):
        NodeDesk(config, node.folder, "0" * 64, lambda: 0.0, lambda _words: None)

"""A model's endpoint that answers well, lies, refuses, says too much, hangs or drips: bounded in time and bytes, and only where it was named."""

from __future__ import annotations

import contextlib
import json
import socket
import threading

import msgspec
import pytest

from tests.cli.nodes import run
from watchline.errors import CarrierDown, OurMistake
from watchline.host.model import ask, checked_url
from watchline.press.model import ANSWER_BYTES_MAX

CALL = "Lloyd Austin spoke by phone with Sergei Shoigu on May 13, 2022."
GOOD = {
    "status": "held",
    "quotes": [CALL],
    "principals": ["Lloyd Austin", "Sergei Shoigu"],
    "date_printed": "May 13, 2022",
}
FALSE = {"status": "held", "quotes": ["Joe Biden met Vladimir Putin in Helsinki."], "principals": ["Joe Biden", "Vladimir Putin"]}  # fmt: skip


def completion(*claims):
    content = msgspec.json.encode({"claims": list(claims)}).decode()
    return msgspec.json.encode({"choices": [{"message": {"content": content}}]})


def http(body, status="200 OK", more=""):
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{more}Connection: close\r\n\r\n".encode() + body


@contextlib.contextmanager
def endpoint(pieces, *, then_wait=False):
    """A stub on this machine: reads one request, sends these pieces, and closes, or waits until the test is over."""
    over, asked = threading.Event(), []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            with contextlib.suppress(OSError):
                peer, _ = server.accept()
                with peer:
                    head = b""
                    while b"\r\n\r\n" not in head:
                        head += peer.recv(65_536)
                    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
                    while len(head.split(b"\r\n\r\n", 1)[1]) < length:
                        head += peer.recv(65_536)
                    asked.append(head)
                    for piece in pieces:
                        peer.sendall(piece)
                        if len(pieces) > 9 and over.wait(0.02):
                            break
                    if then_wait:
                        over.wait(30)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}", asked
        finally:
            over.set()
            thread.join(60)


def test_the_answer_is_the_bytes_that_came():
    with endpoint([http(b"an answer")]) as (url, asked):
        assert ask(url + "/v1", b"{}", seconds=60) == b"an answer"
    assert asked[0].startswith(b"POST /v1/chat/completions ")


@pytest.mark.parametrize(
    ("pieces", "then_wait", "words"),
    [
        ([], True, "no whole answer"),
        ([b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nan"], True, "no whole answer"),
        ([b"HTTP/1.1 200 OK\r\nX: "] + [b"x"] * 200, True, "no whole answer"),
        ([http(b"x" * (ANSWER_BYTES_MAX + 1))], False, "more than"),
        ([http(b"no", "500 Broken")], False, r"refuses \(500\)"),
        ([http(b"", "302 Found", "Location: http://192.0.2.1/\r\n")], False, r"refuses \(302\)"),
        ([b"garbage\r\n\r\n"], False, "cannot be asked"),
        ([], False, "cannot be asked"),
    ],
    ids=["hangs", "stops", "drips", "says too much", "refuses", "sends elsewhere", "no http", "closes"],
)
def test_an_endpoint_that_misbehaves_gives_nothing(pieces, then_wait, words):
    with endpoint(pieces, then_wait=then_wait) as (url, _), pytest.raises(CarrierDown, match=words):
        ask(url, b"{}", seconds=0.6 if words == "no whole answer" else 60)


def test_nobody_there_is_said():
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
    with pytest.raises(CarrierDown, match="cannot be asked"):
        ask(url, b"{}", seconds=60)


@pytest.mark.parametrize(
    "url",
    [
        "http://192.0.2.1:8000", "https://models.example/v1", "ftp://127.0.0.1", "127.0.0.1:8000", "http://", "http://u:p@127.0.0.1", "http://127.0.0.1.example",
        "http://0.0.0.0", "http://127.0.0.1:99999", "http://127.0.0.1/?x=1", "http://[::ffff:192.0.2.1]/", "file:///",
    ],
)  # fmt: skip
def test_a_report_goes_to_this_machine_or_to_a_host_that_was_named_and_nowhere_else(url):
    with pytest.raises(OurMistake):
        checked_url(url)


def test_a_host_that_was_named_may_be_asked():
    assert checked_url("https://box.example/v1/", frozenset({"box.example"})) == (True, "box.example", 443, "/v1/chat/completions")  # fmt: skip
    assert checked_url("http://localhost:1/v1/chat/completions")[1:] == ("127.0.0.1", 1, "/v1/chat/completions")
    assert checked_url("http://[::1]:8000")[1:3] == ("::1", 8000)


def test_the_verb_shows_what_the_report_supports_and_says_what_it_dropped(tmp_path, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://192.0.2.1:9")
    report = tmp_path / "r.txt"
    report.write_text(f"{CALL}\n", encoding="utf-8")
    with endpoint([http(completion(GOOD | {"minutes": 45}, FALSE))]) as (url, asked):
        result = run("press", "suggest", report, "--model", url, "--model-name", "quiet", "--json")
    (claim,) = json.loads(result.stdout)
    assert (claim["date"], claim["unsupported"]) == ("2022-05-13", ["duration: 45 minutes are not in the quote"])
    assert "Joe Biden met Vladimir Putin" in result.stderr
    assert CALL.encode() in asked[0]
    with endpoint([http(b"no json")]) as (url, _):
        assert "not of the form" in run("press", "suggest", report, "--model", url, exit_code=1).stderr
    assert "would leave it" in run("press", "suggest", report, "--model", "http://192.0.2.1", exit_code=1).stderr


def test_without_the_option_nothing_is_asked(tmp_path, monkeypatch):
    def refuse(*_given):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "create_connection", refuse)
    report = tmp_path / "r.txt"
    report.write_text(f"{CALL}\n", encoding="utf-8")
    assert "unsupported" not in run("press", "suggest", report, "--json").stdout

"""From where and how: another site, another name, another form, too much, too often."""

import asyncio
import socket
from urllib.parse import urlsplit

import httpx
import pytest
from starlette.requests import Request as HttpRequest

from tests.desk.conftest import PATIENCE_S, TOKEN
from watchline.desk import serving
from watchline.desk.doors import Refused
from watchline.desk.guard import POLICY, Bucket, Guard
from watchline.desk.limits import BODY_BYTES_MAX


def test_nothing_of_the_record_is_shown_to_somebody_who_did_not_sign_in(desks):
    for path in ("status", "messages", "entries", "events", "drafts", "officers", "acts", "keys"):
        answer = httpx.get(f"{desks.url()}/api/v1/{path}", timeout=PATIENCE_S)
        assert answer.status_code == 401, path
        assert set(answer.json()["error"]) == {"code", "what", "means", "then"}


@pytest.mark.parametrize("host", ["evil.example", "localhost", "localhost:1", "127.0.0.1.evil.example:80", ""])
def test_a_name_that_the_operator_did_not_set_is_refused(desks, host):
    assert httpx.get(f"{desks.url()}/api/v1/session", timeout=PATIENCE_S, headers={"host": host}).status_code == 421


def test_the_names_of_this_machine_are_its_own(desks):
    port = urlsplit(desks.url()).port
    assert httpx.get(f"http://127.0.0.1:{port}/api/v1/session", timeout=PATIENCE_S).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_site_neither_reads_nor_acts(watch, headers):
    assert watch.get("/status", headers=headers).status_code == 403
    assert watch.post("/tests", json={}, headers=headers).status_code == 403


def test_a_link_from_elsewhere_opens_the_desk_and_nothing_else(desks):
    followed = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert httpx.get(f"{desks.url()}/", timeout=PATIENCE_S, headers=followed).status_code != 403
    assert httpx.get(f"{desks.url()}/api/v1/session", timeout=PATIENCE_S, headers=followed).status_code == 403


def test_what_changes_something_carries_the_sessions_token(watch):
    before = watch.get("/heads").json()
    for token in ("", "0" * 64, "é"):
        answer = watch.post("/tests", json={}, headers={TOKEN: token.encode()})
        assert answer.status_code == 403
        assert answer.json()["error"]["code"] == "token"
    assert watch.get("/heads").json() == before


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_a_form_of_another_site_is_no_request(watch, kind):
    assert watch.post("/tests", content=b"{}", headers={"content-type": kind}).status_code == 415


@pytest.mark.parametrize("length", [BODY_BYTES_MAX + 1, 10**12])
def test_a_body_that_is_too_long_is_refused_before_it_is_read(watch, length):
    assert raw(watch, b'{"text":"', length).startswith(b"HTTP/1.1 413")


def test_a_body_without_a_length_is_cut_off_too(watch):
    def parts():
        for _ in range(40):
            yield b" " * 4096

    assert watch.post("/tests", content=parts(), headers={"content-type": "application/json"}).status_code == 413


def test_a_hung_upload_is_given_up(monkeypatch):
    monkeypatch.setattr(serving, "BODY_S_MAX", 0.05)

    async def hangs():
        await asyncio.Event().wait()

    async def upload():
        with pytest.raises(Refused) as why:
            await serving.read_body(HttpRequest({"type": "http", "headers": []}, hangs), BODY_BYTES_MAX, 60.0)
        return why.value.status

    assert asyncio.run(upload()) == 408


def raw(client, body, length):
    """Send a POST that says it is longer than what comes; return the answer."""
    place = urlsplit(str(client.base_url))
    cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    with socket.create_connection((place.hostname, place.port), 30) as wire:
        wire.sendall(
            f"POST /api/v1/messages HTTP/1.1\r\nHost: {place.netloc}\r\nCookie: {cookie}\r\n{TOKEN}: {client.headers[TOKEN]}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n".encode()
            + body
        )
        return wire.recv(4096)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"text": 1}',
        b'{"x": 1}',
        b'{"text": "\xff"}',
        b"[" * 30_000,
        b'{"precedence": "Q"}',
        b'{"draft": "00"}',
    ],
)
def test_what_cannot_be_read_is_refused_in_words(watch, body):
    answer = watch.post("/messages", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "malformed"


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=501", "limit=x", "limit=1&limit=2", "what=1", "after=a&before=b", "before=XAA-9999"]
)
def test_a_question_that_does_not_fit_is_refused_in_words(watch, query):
    answer = watch.get(f"/messages?{query}")
    assert answer.status_code in {400, 404}
    assert answer.json()["error"]["what"]


def test_a_question_beyond_all_measure_is_refused(watch):
    assert watch.get("/messages", params={"before": "x" * 4000}).status_code == 414


@pytest.mark.parametrize(
    "path", ["nothing", "messages/NOPE-1", "calls/D-XAA-0001/none", "../../etc/passwd", "phrases/ZZ99"]
)
def test_what_is_not_there_is_said_in_words(watch, path):
    answer = watch.get(f"/{path}")
    assert answer.status_code == 404, answer.text
    assert answer.json()["error"]["then"]


def test_every_answer_carries_the_policy(desks, watch):
    for answer in (
        watch.get("/session"),
        watch.get("/nothing"),
        httpx.get(f"{desks.url()}/", timeout=PATIENCE_S),
        watch.get("/status", headers={"host": "x"}),
    ):
        assert answer.headers["content-security-policy"] == POLICY
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "server" not in answer.headers
    assert "default-src 'none'" in POLICY
    assert "'unsafe" not in POLICY
    assert watch.get("/status").headers["cache-control"] == "no-store"


def test_a_bucket_gives_what_is_in_it_and_fills_again():
    bucket = Bucket(a_second=2, depth=3)
    assert [bucket.takes("one", 0) for _ in range(5)] == [True, True, True, False, False]
    assert bucket.takes("other", 0)
    assert [bucket.takes("one", 1) for _ in range(3)] == [True, True, False]
    assert bucket.takes("one", 100)


def test_a_bucket_forgets_addresses_beyond_its_limit():
    bucket = Bucket(1, 1)
    for number in range(5000):
        bucket.takes(str(number), 0)
    assert len(bucket._left) <= 1024


@pytest.mark.parametrize(
    ("method", "path", "all_pass"),
    [("GET", "/api/v1/status", True), ("POST", "/api/v1/tests", False), ("POST", "/api/v1/session/password", False)],
)
def test_the_pace_is_bounded_for_what_changes_something(method, path, all_pass):
    passed, refused = [], []

    async def behind(scope, receive, send):
        passed.append(scope["path"])

    async def send(message):
        refused.append(message.get("status"))

    guard = Guard(behind, ("http://localhost:1",), lambda: 0.0)
    scope = {
        "type": "http", "method": method, "path": path, "query_string": b"", "client": ("127.0.0.1", 1),
        "headers": [(b"host", b"localhost:1"), (b"content-type", b"application/json")],
    }  # fmt: skip

    async def many():
        for _ in range(500):
            await guard(scope, None, send)

    asyncio.run(many())
    assert (len(passed) == 500) == all_pass
    assert (429 in refused) != all_pass


@pytest.mark.parametrize("kind", ["websocket", "lifespan"])
def test_nothing_but_http_is_spoken(kind):
    async def behind(scope, receive, send):
        raise AssertionError(scope)

    asyncio.run(Guard(behind, ("http://localhost:1",), lambda: 0.0)({"type": kind}, None, None))

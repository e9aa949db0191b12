"""Who may sign in, as what, and for how long."""

import contextlib
import os

import httpx
import pytest

from tests.desk.conftest import PASSWORD, PATIENCE_S, TOKEN
from watchline.desk.limits import FAILURES_MAX, IDLE_MS, LOCK_MS, LOCK_MS_MAX, SESSION_MS, SESSIONS_MAX
from watchline.desk.officers import RIGHTS, Officers, Right, Role
from watchline.desk.sessions import Sessions
from watchline.errors import OurMistake, StoreFailed
from watchline.store import OwnBook


@pytest.fixture
def book(tmp_path):
    with contextlib.closing(OwnBook(tmp_path / "own")) as made:
        yield made


@pytest.fixture
def officers(book):
    made = Officers(book, os.urandom)
    made.add("kaya", "Lt Kaya", (Role.WATCH,), (), PASSWORD, 1)
    return made


def test_a_password_opens_and_another_does_not(officers):
    officer = officers.find("kaya")
    assert officers.check(officer, PASSWORD)
    assert not officers.check(officer, PASSWORD + " ")
    assert not officers.check(None, PASSWORD)
    assert PASSWORD.encode() not in repr(officer).encode()


@pytest.mark.parametrize(
    ("name", "shown", "roles", "password"),
    [
        ("kaya", "x", (Role.WATCH,), PASSWORD),
        ("Kaya", "x", (Role.WATCH,), PASSWORD),
        ("k y", "x", (Role.WATCH,), PASSWORD),
        ("", "x", (Role.WATCH,), PASSWORD),
        ("a" * 33, "x", (Role.WATCH,), PASSWORD),
        ("b", "", (Role.WATCH,), PASSWORD),
        ("b", "\u202e", (Role.WATCH,), PASSWORD),
        ("b", "x", (), PASSWORD),
        ("b", "x", (Role.WATCH,), "short"),
        ("b", "x", (Role.WATCH,), "x" * 257),
    ],
)
def test_an_officer_who_cannot_be_is_refused_in_words(officers, name, shown, roles, password):
    with pytest.raises(OurMistake):
        officers.add(name, shown, roles, (), password, 1)
    assert [item.name for item in officers.all()] == ["kaya"]


def test_wrong_passwords_in_a_row_lock_for_longer_and_longer(officers):
    locks = [officers.failed("kaya", 1000).locked_until for _ in range(FAILURES_MAX + 8)]
    assert locks[: FAILURES_MAX - 1] == [0] * (FAILURES_MAX - 1)
    assert locks[FAILURES_MAX - 1 : FAILURES_MAX + 2] == [1000 + LOCK_MS, 1000 + 2 * LOCK_MS, 1000 + 4 * LOCK_MS]
    assert locks[-1] == 1000 + LOCK_MS_MAX
    officers.succeeded(officers.find("kaya"))
    assert officers.find("kaya").failures == 0


def test_a_reset_forgets_passkeys_and_locks_and_a_disabled_officer_stays_in_the_book(officers):
    officers.disable(officers.find("kaya"))
    assert officers.find("kaya").disabled
    fresh = officers.reset(officers.find("kaya"), "another four words")
    assert not fresh.disabled
    assert officers.check(fresh, "another four words")


def test_a_session_ends_by_itself_when_idle_when_disabled_and_when_told(book, officers):
    sessions = Sessions(book, officers, os.urandom)
    kaya = officers.find("kaya")
    cookie, session = sessions.begin(kaya, "password", 0)
    assert cookie not in repr(book.rows("session"))
    assert sessions.find(cookie, IDLE_MS)[0] == session
    assert sessions.find(cookie, 2 * IDLE_MS + 1) is None
    cookie, _ = sessions.begin(kaya, "password", 0)
    for at in range(0, SESSION_MS, IDLE_MS):
        assert sessions.find(cookie, at)
    assert sessions.find(cookie, SESSION_MS) is None
    cookie, _ = sessions.begin(kaya, "password", 0)
    officers.disable(kaya)
    assert sessions.find(cookie, 1) is None
    assert not book.rows("session")


def test_sessions_left_open_keep_nobody_out(book, officers):
    sessions, kaya = Sessions(book, officers, os.urandom), officers.find("kaya")
    other = officers.add("osei", "Lt Osei", (Role.WATCH,), (), PASSWORD, 1)
    first, _ = sessions.begin(kaya, "password", 0)
    for at in range(1, SESSIONS_MAX):
        sessions.begin(kaya, "password", at)
    with pytest.raises(OurMistake, match="sign out"):
        sessions.begin(other, "password", SESSIONS_MAX)
    assert sessions.find(first, SESSIONS_MAX)
    newest, _ = sessions.begin(kaya, "password", SESSIONS_MAX)
    assert len(book.rows("session")) == SESSIONS_MAX, "the one that was used longest ago ended for it"
    assert sessions.find(first, SESSIONS_MAX)
    assert sessions.find(newest, SESSIONS_MAX)
    again, _ = sessions.begin(other, "password", SESSIONS_MAX + IDLE_MS + 1)
    assert sessions.find(again, SESSIONS_MAX + IDLE_MS + 1)
    assert len(book.rows("session")) == 1, "what nobody used for an hour is swept"


def test_a_session_outlives_a_restart_and_its_cookie_is_not_in_the_book(book, officers):
    cookie, session = Sessions(book, officers, os.urandom).begin(officers.find("kaya"), "passkey", 0)
    assert Sessions(book, officers, os.urandom).find(cookie, 5)[0] == session


def test_acts_are_only_appended(book):
    for number in range(1, 6):
        assert book.note(b"%d" % number) == number
    assert book.acts(4, 2) == [(2, b"2"), (3, b"3")]
    for statement in ("DELETE FROM acts", "UPDATE acts SET act = x'00'"):
        with pytest.raises(StoreFailed):
            book._do(statement, ())
    assert len(book.acts(None, 9)) == 5


def test_a_book_of_another_program_is_refused(tmp_path):
    import apsw

    connection = apsw.Connection(str(tmp_path / "own"))
    connection.execute("PRAGMA application_id = 7")
    connection.close()
    with pytest.raises(StoreFailed, match="another program"):
        OwnBook(tmp_path / "own")


def test_the_book_is_its_owners_alone(tmp_path):
    OwnBook(tmp_path / "own").close()
    assert (tmp_path / "own").stat().st_mode & 0o777 == 0o600


# Over the wire.


def sign_in(desks, name, password, code="XAA"):
    return httpx.post(
        f"{desks.url(code)}/api/v1/session/password", timeout=PATIENCE_S, json={"name": name, "password": password}
    )


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(desks):
    answer = sign_in(desks, "watch", desks.password("XAA", "watch"))
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert answer.json()["token"] not in cookie
    assert answer.json()["officer"]["rights"] == ["draft", "look", "note", "speak"]


def test_a_cookie_of_one_side_opens_nothing_at_the_other(desks, watch):
    answer = httpx.get(
        f"{desks.url('XBB')}/api/v1/status",
        timeout=PATIENCE_S,
        headers={"cookie": "; ".join(f"{n}={v}" for n, v in watch.cookies.items())},
    )
    assert answer.status_code == 401


def test_five_wrong_passwords_lock_and_the_words_tell_nobody_who_exists(desks):
    wrong = [sign_in(desks, "third", "not the password", "XBB") for _ in range(FAILURES_MAX)]
    nobody = sign_in(desks, "nobody", "not the password", "XBB")
    assert [item.status_code for item in wrong] == [401] * (FAILURES_MAX - 1) + [429]
    assert nobody.status_code == 401
    assert nobody.json() == wrong[0].json()
    locked = sign_in(desks, "third", PASSWORD, "XBB")
    assert locked.status_code == 429
    assert locked.json()["error"]["code"] == "locked"
    with desks.client("second", "XBB") as second:
        assert second.post("/officers/third/reset", json={"password": PASSWORD}).status_code == 200
        noted = [item["what"] for item in second.get("/acts").json()["acts"]]
    assert {"password_failed", "password_locked", "officer_reset"} <= set(noted)
    assert sign_in(desks, "third", PASSWORD, "XBB").status_code == 200


def test_signing_out_ends_the_session_for_whoever_kept_the_cookie(desks):
    with desks.client() as client:
        kept = dict(client.cookies)
        assert client.get("/status").status_code == 200
        out = client.post("/session/end", json={})
        assert out.json()["signed_in"] is False
    assert (
        httpx.get(
            f"{desks.url()}/api/v1/status",
            timeout=PATIENCE_S,
            headers={"cookie": "; ".join(f"{n}={v}" for n, v in kept.items())},
        ).status_code
        == 401
    )


def test_a_disabled_officer_is_out_at_once(desks):
    with desks.client("second") as second, desks.client("observer") as observer:
        assert observer.get("/status").status_code == 200
        assert second.post("/officers/observer/disable", json={}).status_code == 200
        assert observer.get("/status").status_code == 401
        assert sign_in(desks, "observer", PASSWORD).status_code == 401
        assert second.post("/officers/observer/reset", json={"password": PASSWORD}).status_code == 200


@pytest.mark.parametrize(
    ("name", "path", "body", "allowed"),
    [
        ("observer", "/tests", {}, False),
        ("observer", "/alarms/acknowledge", {"situation": "x", "since": 1}, False),
        ("observer", "/drafts", {"message": {"text": "x"}}, False),
        ("admin", "/messages", {"text": "x"}, False),
        ("watch", "/officers/watch/disable", {}, False),
        ("watch", "/officers", {"name": "x", "shown": "x", "roles": ["admin"], "password": PASSWORD}, False),
        ("admin", "/officers/nobody/disable", {}, True),
    ],
)
def test_a_role_allows_what_it_allows_and_nothing_else(desks, name, path, body, allowed):
    with desks.client(name) as client:
        answer = client.post(path, json=body)
    assert (answer.status_code == 403) != allowed


def test_every_role_may_look_and_only_releasers_release():
    assert all(Right.LOOK in rights for rights in RIGHTS.values())
    assert [role for role, rights in RIGHTS.items() if Right.RELEASE in rights] == [Role.RELEASER]
    assert not RIGHTS[Role.ADMIN] & {Right.SPEAK, Right.RELEASE}


def test_an_officer_speaks_only_for_his_posts(desks):
    with desks.client("second") as second:
        made = {"name": "clerk", "shown": "Clerk", "roles": ["watch"], "posts": ["air"], "password": PASSWORD}
        assert second.post("/officers", json=made).status_code == 200
    with desks.client("clerk") as clerk:
        answer = clerk.post("/tests", json={"post": "watch"})
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "post"


def test_a_session_that_is_told_twice_keeps_one_token(desks):
    with desks.client() as client:
        assert client.get("/session").json()["token"] == client.headers[TOKEN]

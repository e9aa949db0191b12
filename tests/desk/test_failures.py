"""What goes wrong at a desk: many tabs in one browser, a connection that is dead without saying so, a clock that is wrong."""

import contextlib
import socket
import threading

import httpx
import pytest

from tests.desk.test_screens import comes, signed_in

TABS = 8


def test_more_tabs_than_a_browser_has_connections_all_follow_and_one_that_goes_is_replaced(seen, desks):
    """HTTP/1.1 gives an origin six connections."""
    look = signed_in(seen, desks)
    pages = [look.page]
    for _ in range(TABS - 1):
        pages.append(look.context.new_page())
        pages[-1].goto(f"{look.url}/")
        pages[-1].wait_for_selector(".strip >> text=NORMAL")
    with desks.client("watch", "XBB") as other:
        for gone in (0, 1):
            ref = other.post("/messages", json={"text": "to all tabs", "precedence": "O"}).json()["ref"]
            for page in pages:
                page.wait_for_selector(f".alerts >> text={ref}")
            assert [page.query_selector(".is-stale") for page in pages] == [None] * len(pages)
            desks.quiet()
            for page in pages:
                page.wait_for_selector(f".alert.unacked:has-text('{ref}')", state="detached")
            if not gone:
                pages.pop(0).close()  # the one that followed for all
    pages[0].click("text=Sign out")
    for page in pages:
        page.wait_for_selector("#password")


class Cable:
    """Between a browser and a desk, at another port: what stands can be made dead without a word to either end."""

    def __init__(self, port):
        self.port, self._dead, self._ends = port, set(), []
        self._server = socket.create_server(("127.0.0.1", 0))
        self.own = self._server.getsockname()[1]
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self):
        with contextlib.suppress(OSError):
            while True:
                ends = (self._server.accept()[0], socket.create_connection(("127.0.0.1", self.port)))
                self._ends.append(ends)
                for one, two in (ends, ends[::-1]):
                    threading.Thread(target=self._carry, args=(one, two, ends), daemon=True).start()

    def _carry(self, one, two, ends):
        with contextlib.suppress(OSError):
            while data := one.recv(65_536):
                if ends not in self._dead:
                    # The desk knows itself by its own port; a browser that comes by another is sent on to it.
                    two.sendall(data.replace(f":{self.own}".encode(), f":{self.port}".encode()))
            if ends not in self._dead:
                two.shutdown(socket.SHUT_WR)

    def dies(self):
        self._dead.update(self._ends)

    def close(self):
        self._server.close()
        for ends in self._ends:
            for end in ends:
                end.close()


@pytest.fixture
def cable(desks):
    made = Cable(httpx.URL(desks.url("XBB")).port)
    yield made
    made.close()


def test_a_connection_that_is_dead_without_a_word_is_stale_and_then_followed_anew(chromium, desks, cable):
    """As a laptop that slept finds it."""
    url = f"http://localhost:{cable.own}"
    context = chromium.new_context()
    (cookie, value), _token = desks.session("watch", "XBB")
    context.add_cookies([{"name": cookie, "value": value, "url": url, "httpOnly": True, "sameSite": "Strict"}])
    page = context.new_page()
    page.goto(f"{url}/")
    page.wait_for_selector(".strip >> text=NORMAL")
    cable.dies()
    page.wait_for_selector(".strip >> text=STALE")
    with desks.client("watch", "XAA") as other:
        ref = other.post("/messages", json={"text": "while it was dead", "precedence": "O"}).json()["ref"]
    page.wait_for_selector(".strip >> text=STALE", state="detached")
    page.wait_for_selector(f".alerts >> text={ref}")
    context.close()


@pytest.mark.parametrize("wrong", ["2001-01-01T00:00:00Z", "2038-01-19T03:14:08Z"])
def test_a_desk_whose_own_clock_is_wrong_shows_the_nodes_time_and_counts_by_it(seen, desks, wrong):
    look = signed_in(seen, desks)
    page = look.page
    page.clock.install(time=wrong)
    page.reload()
    page.wait_for_selector(".strip >> text=NORMAL")
    with desks.client() as client:
        at = client.get("/status").json()["at_utc"]
    assert str(int(at[8:10])) in page.inner_text(".strip")
    comes(page, lambda: at[:4][2:] in page.inner_text(".strip"))
    assert wrong[:4] not in page.inner_text(".strip")
    assert f"{at[11:13]}:" in page.inner_text(".strip")
    ref = None
    with desks.client("watch", "XBB") as other:
        ref = other.post("/messages", json={"text": "by the node's clock", "precedence": "R"}).json()["ref"]
    page.goto(f"{look.url}/#/messages/{ref}")
    page.wait_for_selector(f"section h2:has-text('{ref}')")
    assert "20" + wrong[2:4] not in page.inner_text("main")

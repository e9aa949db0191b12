"""The administrator's and the auditor's part of the desk: officers added, given a new password and disabled; acts read; nobody else sees either."""

import httpx
import pytest

from tests.desk.conftest import PASSWORD
from tests.desk.test_screens import comes, findings, signed_in
from watchline.desk.officers import Officers, Role


@pytest.fixture
def auditor(desks):
    officers = Officers(desks.book["XBB"], bytes)
    if officers.find("auditor") is None:
        officers.add("auditor", "The auditor", (Role.AUDITOR,), (), PASSWORD, 0)
    return "auditor"


def at_admin(seen, desks, name):
    look = signed_in(seen, desks, name, "XBB")
    look.page.goto(f"{look.url}/#/admin")
    look.page.wait_for_selector(".page-admin .charter p")
    return look


def row(page, name):
    return page.inner_text(f".page-admin tr:has(th:has-text('{name}'))")


def opens(desks, name, password):
    said = {"name": name, "password": password}
    return httpx.post(f"{desks.url('XBB')}/api/v1/session/password", json=said).status_code == 200


def test_an_officer_is_added_given_a_new_password_and_disabled_by_the_page(seen, desks):
    look = at_admin(seen, desks, "admin")
    page = look.page
    page.click("text=Add an officer")
    page.fill("#officer-name", "lind")
    page.fill("#officer-shown", "Lind <b>\u202e")
    page.fill("#first-password", PASSWORD)
    page.click("form >> text=Add >> nth=-1")
    page.wait_for_selector("text=Choose a role.")
    assert not findings(look)
    page.check("[name=role-observer]")
    page.click("form >> text=Add >> nth=-1")
    page.wait_for_selector("text=The name shown is 1 to 80 printable characters.")
    shown = "Lind <b>"
    page.fill("#officer-shown", shown)
    page.click("form >> text=Add >> nth=-1")
    page.wait_for_selector(f"th:has-text('{shown}')")
    assert "observer" in row(page, shown)
    assert "every post" in row(page, shown)
    assert opens(desks, "lind", PASSWORD)
    page.click(f"text=Disable {shown}")
    page.wait_for_selector("text=signs in no more, and open sessions end.")
    assert opens(desks, "lind", PASSWORD), "asked once more before it is done"
    page.click(f".fault button:has-text('Disable {shown}')")
    comes(page, lambda: "disabled" in row(page, shown))
    assert not opens(desks, "lind", PASSWORD)
    page.click(f"text=New password {shown}")
    page.fill("#new-password", "another four words")
    page.keyboard.press("Enter")
    comes(page, lambda: "may sign in" in row(page, shown))
    assert opens(desks, "lind", "another four words")
    assert not page.query_selector("text=Disable The admin"), "nobody locks himself out"


def test_an_auditor_reads_the_acts_and_whoever_is_neither_sees_none_of_it(seen, desks, auditor):
    with desks.client("watch", "XBB") as client:
        ref = client.post("/messages", json={"text": "An act of the watch."}).json()["ref"]
    look = at_admin(seen, desks, auditor)
    page = look.page
    page.wait_for_selector(f"[aria-label='Acts of our officers'] tr:has-text('{ref}')")
    act = page.inner_text(f"[aria-label='Acts of our officers'] tr:has-text('{ref}')")
    assert "watch" in act
    assert "message" in act
    assert not page.query_selector("text=Add an officer")
    assert not findings(look)
    other = at_admin(seen, desks, "watch").page
    assert not other.query_selector("[aria-label='Acts of our officers']")
    assert not other.query_selector("text=Add an officer")

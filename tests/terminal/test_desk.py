"""The terminal desk on two real nodes, moved by its keys alone."""

import asyncio
import contextlib

import pytest
from textual.widgets import Input, OptionList, Static, TextArea

from watchline.demo.patience import until
from watchline.terminal.app import TerminalDesk
from watchline.terminal.client import Client
from watchline.terminal.forms import Compose, SignIn


def text(app, name):
    return str(app.screen_stack[0].query_one(f"#{name}", Static).render())


async def shows(app, name, words, seconds=60):
    async def so():
        return words in text(app, name)

    try:
        await until(f"{name} shows {words!r}", so, seconds)
    except TimeoutError as why:
        raise AssertionError(f"{why}; it shows {text(app, name)!r}") from why


async def listed(app, ref):
    async def so():
        with contextlib.suppress(Exception):
            app.screen_stack[0].query_one(OptionList).get_option(ref)
            return True
        return False

    await until(f"{ref} is listed", so, 60)


def at_the_desk(desks, steps, name="watch", code="XAA", size=(140, 50)):
    """Run steps with the pilot of a desk whose officer signed in."""

    async def run():
        desks.quiet()
        client = Client(desks.url(code))
        session = client.sign_in(name, desks.password(code, name))
        app = TerminalDesk(client, name, session)
        async with app.run_test(size=size) as pilot:
            await shows(app, "strip", f"{code} on Demonstration line")
            await steps(app, pilot)

    asyncio.run(run())


def test_a_flash_is_seen_its_alarm_acknowledged_and_it_is_read_and_understood_by_keys(desks):
    async def steps(app, pilot):
        with desks.client("watch", "XBB") as other:
            ref = other.post("/messages", json={"text": "Hold [bold]fire\u202e.", "precedence": "Z"}).json()["ref"]
            await shows(app, "alarms", ref)
            assert "EMERGENCY" in text(app, "alarms")
            while app.known.waiting():
                await pilot.press("space")
                await pilot.pause(0.2)
            await shows(app, "strip", " 0 alarms to acknowledge")
            assert not other.get(f"/messages/{ref}").json()["read"]["by"], "stopping a sound signs nothing"
            await listed(app, ref)
            await pilot.press("f8")
            await shows(app, "whole", "Hold [bold]fire<U+202E>.")
            await shows(app, "whole", "NOT READ HERE")
            await pilot.press("enter")
            await shows(app, "whole", "u signs: understood")
            await pilot.press("u")
            await shows(app, "whole", "acknowledged: acknowledged by 1 of 1")
            desks.until(lambda: other.get(f"/messages/{ref}").json()["acknowledged"]["by"] == ["XAA"])

    at_the_desk(desks, steps)


def test_a_message_is_checked_then_signed_and_sent_and_an_empty_one_is_not(desks):
    async def steps(app, pilot):
        await pilot.press("n")
        await pilot.press("ctrl+s")

        async def refused():
            return "cannot be sent" in str(app.screen.query_one("#found", Static).render())

        await until("an empty one is refused", refused, 60)
        await pilot.press(*"Hold fire")
        await pilot.press("f2", "f2", "f2")
        assert "Z FLASH" in str(app.screen.query_one("#head", Static).render())
        await pilot.press("escape", "n")
        assert app.screen.query_one(TextArea).text == "Hold fire", "the draft is kept"
        await pilot.press("ctrl+s")

        async def checked():
            return "SHA-256" in str(app.screen.query_one("#found", Static).render())

        await until("it is checked", checked, 60)
        await pilot.press("ctrl+s")
        await shows(app, "told", "Written as")
        ref = text(app, "told").split("Written as ")[1].split(".")[0]
        with desks.client("watch", "XBB") as other:
            found = desks.until(lambda: (a := other.get(f"/messages/{ref}")).status_code == 200 and a.json())
            assert (found["text"], found["precedence"]) == ("Hold fire", "Z")
        assert not app.draft.text

    at_the_desk(desks, steps)


def test_a_line_test_is_started_and_one_that_waits_is_answered(desks):
    async def steps(app, pilot):
        with desks.client("watch", "XBB") as other:
            await pilot.press("t")
            await shows(app, "told", "Line test started")
            ref = other.post("/tests", json={}).json()["ref"]
            await shows(app, "alarms", ref)
            while "No line test waits" not in text(app, "told"):
                await pilot.press("y")
                await pilot.pause(0.3)
            test = desks.until(lambda: other.get(f"/entries/{ref}").json())
            assert test["kind"] == "line_test"
            unscheduled = other.get("/tests").json()["unscheduled"]
            assert [item["outcome"] for item in unscheduled if item["ref"] == ref] != ["waiting"]

    at_the_desk(desks, steps)


def test_a_node_that_is_killed_makes_it_stale_within_twelve_seconds_and_nothing_is_missed_when_it_is_back(desks):
    async def steps(app, pilot):
        await shows(app, "strip", "NORMAL")
        last = int(app.known.last)
        await asyncio.to_thread(desks.do, desks.stage.nodes["XAA"].kill())
        await shows(app, "told", "does not answer")
        assert "STALE" not in text(app, "strip")
        app.known._heard -= 11  # eleven of the twelve seconds
        await shows(app, "strip", "STALE")
        with desks.client("watch", "XBB") as other:
            ref = other.post("/messages", json={"text": "meanwhile"}).json()["ref"]
        await asyncio.to_thread(desks.do, desks.stage.nodes["XAA"].start())
        await listed(app, ref)
        await shows(app, "strip", "NORMAL")
        assert "STALE" not in text(app, "strip")
        assert int(app.known.last) > last

    at_the_desk(desks, steps)


def test_a_session_that_ended_while_composing_asks_again_and_the_draft_is_kept(desks):
    async def steps(app, pilot):
        await pilot.press("n")
        await pilot.press(*"half a sentence")
        name, _, _value = app._client._cookie.partition("=")
        app._client._cookie = f"{name}={'0' * 64}"
        await pilot.press("ctrl+s")

        async def asked():
            return isinstance(app.screen, SignIn)

        await until("it asks to sign in", asked, 60)
        assert app.screen.query_one("#password", Input).has_focus
        await pilot.press(*"wrong", "enter")

        async def refused():
            return "do not belong together" in str(app.screen.query_one("#why", Static).render())

        await until("it is refused", refused, 60)
        await pilot.press(*desks.password("XAA", "watch"), "enter")

        async def back():
            return isinstance(app.screen, Compose)

        await until("the draft is before him", back, 60)
        assert app.screen.query_one(TextArea).text == "half a sentence"
        await pilot.press("escape")
        with desks.client("watch", "XBB") as other:
            ref = other.post("/messages", json={"text": "it follows again"}).json()["ref"]
        await listed(app, ref)

    at_the_desk(desks, steps)


def test_an_observer_looks_and_signs_nothing(desks):
    async def steps(app, pilot):
        with desks.client("watch", "XBB") as other:
            ref = other.post("/messages", json={"text": "for the watch"}).json()["ref"]
            await listed(app, ref)
            await pilot.press("enter", "u", "t", "y", "n", "space")
            await pilot.pause(0.5)
            assert not isinstance(app.screen, Compose)
            assert not other.get(f"/messages/{ref}").json()["read"]["by"]

    at_the_desk(desks, steps, "observer")


def test_the_bell_that_is_on_tells_the_node_that_this_desk_can_sound_and_off_does_not(desks):
    async def steps(app, pilot):
        rung, told = [], []
        asks = app._client.ask
        app.bell = lambda: rung.append(1)
        app._client.ask = lambda path, *more: (told.append((path, *more[1:2])), asks(path, *more))[1]
        await pilot.pause(0.5)
        assert not rung
        await pilot.press("f7")

        async def armed():
            return rung and ("/armed", {"armed": True}) in told

        await until("it rings, and the node is told", armed, 60)
        await pilot.press("f7")
        before = len(rung), [what for what in told if what[0] == "/armed"]
        await pilot.pause(0.8)
        assert (len(rung), [what for what in told if what[0] == "/armed"]) == before

    at_the_desk(desks, steps)


def test_what_is_heard_while_the_screen_goes_stands_nowhere_and_ends_nothing(desks):
    async def steps(app, pilot):
        await app.screen_stack[0].query("#strip, #told, #whole, #messages").remove()
        app._tick()
        app._tell("heard too late")
        app._show_whole()
        app._show()

    at_the_desk(desks, steps)


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
def test_the_palettes_and_a_small_terminal(desks, size):
    async def steps(app, pilot):
        for name in ("night", "day", "dusk"):
            await pilot.press("f9")
            assert app.theme == name
        assert app.screen.query_one("#messages").size.height >= 3

    at_the_desk(desks, steps, size=size)

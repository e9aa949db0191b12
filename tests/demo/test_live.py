"""The terminal view, by its keys: a call and two readouts between two real node processes."""

from __future__ import annotations

import asyncio

import pytest

from watchline.demo.calls import side
from watchline.demo.live import LiveView
from watchline.demo.patience import until
from watchline.demo.stage import CODES, set_up


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    return set_up(tmp_path_factory.mktemp("live") / "line", lambda words: None, days=2)


def seen(stage, code):
    return side(stage.nodes[code].folder, stage.told.story, 0)


async def comes(stage, what):
    """Wait until both sides show (state of the newest call, states of readouts) so."""

    async def so():
        found = [seen(stage, code) for code in CODES]
        return all((item.calls[-1]["state"], sorted(r["state"] for r in item.readouts)) == what for item in found)

    await until(f"both show {what}", so, 60)


async def press_through(stage):
    app = LiveView(stage)
    async with app.run_test(size=(200, 60)) as pilot:
        try:
            await until("both run", lambda: running(stage), 60)
            await until("both desks are followed", lambda: followed(app), 60)
            await pilot.press("3")
            await pilot.press("1")
            await comes(stage, ("requested", []))
            await pilot.press("tab", "2", "3", "tab")
            await comes(stage, ("declined", []))
            await pilot.press("4")
            await comes(stage, ("requested", []))
            await pilot.press("tab", "5")
            await comes(stage, ("scheduled", []))
            await pilot.press("6")
            await comes(stage, ("scheduled", ["committed"]))
            await pilot.press("tab", "6")
            await comes(stage, ("scheduled", ["committed", "committed"]))
            await pilot.press("7", "tab", "7")
            await comes(stage, ("scheduled", ["published", "published"]))
            await pilot.press("1", "tab", "o")  # the other side asks; a simulated officer declines what is asked once
            await comes(stage, ("declined", ["published", "published"]))
            await pilot.pause(1)
            shown = [str(desk.render()) for desk in app._desks]
            told = "\n".join(line.text for line in app._told.lines)
        finally:
            await stage.close()
    return shown, told


async def followed(app):
    return all(desk.known.status is not None for desk in app._desks)


async def running(stage):
    return all([(await node.status()).get("state") == "NORMAL" for node in stage.nodes.values()])


def test_a_call_and_two_readouts_are_made_by_keys_alone(stage):
    shown, told = asyncio.run(press_through(stage))
    assert "no request for a call waits for an answer" in told
    assert "call declined D-XAA" in told
    for words in shown:
        assert "scheduled asked 2x" in words
        assert "Last call between minister of defence (XAA) and minister of defence (XBB)" in words
        assert words.count("published readout of") == 2

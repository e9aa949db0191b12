"""The part of the unattended demonstration that is about offices: a call asked for, two readouts, and the contact record afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from watchline.demo.calls import Act, Side, side
from watchline.demo.history import Told
from watchline.demo.patience import until
from watchline.demo.stage import CODES, Node, Stage
from watchline.demo.story import unmet_contacts
from watchline.host.calls import call, contacts
from watchline.host.here import Here
from watchline.host.reading import open_reading
from watchline.host.readouts import compare, show_readout
from watchline.measure import day_text, utc

Say = Callable[[str], None]
_WITHIN_S = 60.0


class _Watch:
    """An officer at one side."""

    def __init__(self, stage: Stage, node: Node) -> None:
        self.node, self._story = node, stage.told.story

    async def sees(self) -> Side:
        """Return what his node shows him."""
        now = (await self.node.ask(verb="status"))["at"]
        return await asyncio.to_thread(side, self.node.folder, self._story, now)

    async def does(self, chosen: Callable[[Side], Act]) -> str:
        """Let him do something; return its reference."""
        act = chosen(await self.sees())
        return await self.node.say(act.kind, **act.fields)

    async def sees_call(self, ref: str, state: str) -> None:
        """Wait until his node shows a call in a state."""

        async def so() -> bool:
            return any((item["ref"], item["state"]) == (ref, state) for item in (await self.sees()).calls)

        await until(f"{self.node.code} sees {ref} {state}", so, _WITHIN_S)

    async def sees_readout(self, ref: str, state: str) -> None:
        """Wait until his node shows a readout in a state."""

        async def so() -> bool:
            return any((item["ref"], item["state"]) == (ref, state) for item in (await self.sees()).readouts)

        await until(f"{self.node.code} sees {ref} {state}", so, _WITHIN_S)


async def speak(stage: Stage, say: Say) -> tuple[str, dict[str, str]]:
    """Ask for a call, decline it, ask again, schedule it; commit to two readouts and publish them.

    Returns:
        The call, and each side's readout of the newest call of the story.
    """
    first, second = (_Watch(stage, stage.nodes[code]) for code in CODES)
    ref = await first.does(Side.ask)
    await second.sees_call(ref, "requested")
    await second.does(Side.read)
    await second.does(Side.decline)
    await first.sees_call(ref, "declined")
    await first.does(Side.ask_again)
    await second.sees_call(ref, "requested")
    await second.does(Side.accept)
    await first.sees_call(ref, "scheduled")
    say(
        f"Call {ref} was asked for, declined with a reason that is not for the record, asked for again, and accepted for a time."
        " An acceptance of a call is no agreement on its matter."
    )
    one = await first.does(Side.commit)
    await second.sees_readout(one, "committed")
    two = await second.does(Side.commit)
    await first.sees_readout(two, "committed")
    await first.does(Side.publish)
    await second.sees_readout(one, "published")
    await second.does(Side.publish)
    await first.sees_readout(two, "published")
    say(
        f"Both sides committed to a readout of {stage.told.newest}, {one} and {two}, before either was public; both are public now."
    )
    return ref, dict(zip(CODES, (one, two), strict=True))


def spoken(stage: Stage, ref: str, readouts: dict[str, str]) -> dict[str, Any]:
    """Return what both stopped nodes show of it, for the summary; ``ok`` of each part says whether it is as it must be."""
    shown = [_shown(stage, node, ref, readouts) for node in stage.nodes.values()]
    same = all(item == shown[0] for item in shown)
    found = {name: {**shown[0][name], "same_on_both": same} for name in shown[0]}
    for part in found.values():
        part["ok"] = part["ok"] and same
    return found


def _shown(stage: Stage, node: Node, ref: str, readouts: dict[str, str]) -> dict[str, Any]:
    with open_reading(node.folder) as reading:
        here = Here(reading.charter, reading.code, reading.held)
        return {
            "call": _call(here, ref),
            "readouts": _readouts(here, stage.told.newest, readouts),
            "contacts": _contacts(here, stage.told),
        }


def _call(here: Here, ref: str) -> dict[str, Any]:
    found = call(here, here.find(ref), 0)
    declined = [act for act in found["acts"] if act["kind"] == "call_declined"]
    reasons = [(act["from"], act["reason"], act["text"]) for act in declined]
    good = found["state"] == "scheduled" and found["attempts"] == 2 and reasons == [(found["to"], "private", None)]
    return {
        "ok": good,
        "ref": ref,
        "from": found["from"],
        "to": found["to"],
        "declined": [reason for _, reason, _ in reasons],
        "attempts": found["attempts"],
        "state": found["state"],
        "scheduled": found["scheduled"],
        "scheduled_utc": None if found["scheduled"] is None else utc(found["scheduled"]),
    }


def _readouts(here: Here, of: str, readouts: dict[str, str]) -> dict[str, Any]:
    sides = {}
    for code, ref in readouts.items():
        found = show_readout(here, ref)
        public = found["published"][0] if found["published"] else {}
        sides[code] = {"ref": ref, "state": found["state"], "matches": public.get("matches"), "held_before": public.get("held_before")}  # fmt: skip
    pairs = compare(here, of)["pairs"]
    counts = {name: sum(len(pair[name]) for pair in pairs) for name in ("both", "one", "differently")}
    good = all(item["state"] == "published" and item["matches"] and item["held_before"] for item in sides.values())
    return {"ok": good and len(pairs) == 1 and min(counts.values()) > 0, "call": of, **counts, "by_party": sides}


def _contacts(here: Here, told: Told) -> dict[str, Any]:
    """Return the sentences as of each day that the story looks at; of a part of it, as of its last day."""
    story = told.story
    days = sorted({item.day for item in story.contacts}) if told.whole else [story.last_day]
    unmet = unmet_contacts(story, told.day, here) if told.whole else []
    return {
        "ok": not unmet,
        "story": story.name,
        "whole": told.whole,
        "calls": told.calls,
        "as_of": [
            {
                "day": day,
                "on": day_text(told.day + day),
                "sentences": [item["sentence"] for item in contacts(here, told.day + day)["contacts"]],
            }
            for day in days
        ],
        "unmet": unmet,
    }


__all__ = ["speak", "spoken"]

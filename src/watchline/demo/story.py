"""Plays a story on simulated nodes, through the shipped ``handle`` and ``perform``, and says which of its expectations do not hold.

Expectations are answered by what the verbs show (``host.calls``, ``host.readouts``), on every node of the story alike. The same
player serves a test, where all of it runs in memory, and the history of the demonstration, where it plays beside the officers.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Any

from watchline.demo.script import Expected, Step, Story, read_story
from watchline.demo.sentences import CONFIRMED, NAMES
from watchline.demo.told_notices import drawn, moved, notice_unmet, pair_unmet
from watchline.errors import OurMistake
from watchline.host.calls import call, contacts
from watchline.host.here import Here
from watchline.host.notices import notice
from watchline.host.readouts import show_readout
from watchline.measure import DAY_MS, day_of
from watchline.node import (
    Said,
    SayAcknowledged,
    SayEntry,
    SayMessage,
    SayRead,
    SayReadout,
    SayReadoutPublished,
    SayReadoutShared,
    live,
)
from watchline.sim.clock import FakeClock
from watchline.sim.faults import cut, mend
from watchline.sim.network import Link
from watchline.sim.officer import Habits, Officer
from watchline.sim.setting import invented
from watchline.sim.speaker import HOUR
from watchline.sim.world import World

OPENING_MS = HOUR
"""A line is given so long after its founding to open, before the first sentence of a story."""
_QUIET = Habits(messages=0.0, late=0.0, never=0.0, twice=0.0)


def shipped_story(name: str) -> Story:
    """Return a story that comes with the program: ``stories/NAME.story`` beside this file."""
    file = f"{name}.story"
    return read_story(files("watchline.demo").joinpath("stories", file).read_text(encoding="utf-8"), file)


class Telling:
    """A story as it is told in a world.

    Args:
        world: Whose nodes say it. Its parties are those of the story.
        story: What is told.
        day: UTC day (since 1970-01-01) that is day 0.
        since: UTC ms: what began earlier is left out, with all that belongs to it. None: all is told.

    Attributes:
        refs: What each call, readout and message of the story is called in the record.
        whole: Nothing was left out.
        unmet: Expectations that did not hold when their time came, in words.
    """

    def __init__(self, world: World, story: Story, day: int, since: int | None = None) -> None:
        _fits(world, story)
        self._world, self.story, self.day = world, story, day
        self.refs: dict[str, str] = {}
        self._fields: dict[str, dict[str, Any]] = {}
        self.unmet: list[str] = []
        told = [step for step in story.steps if since is None or self._began(step) >= since]
        self.whole = len(told) == len(story.steps)
        self.calls = sum(step.verb == "call" for step in told)
        for step in told:
            world.post(self._at(step.at) - world.start_wall, self._play, step)

    def _at(self, at: int) -> int:
        """Return the UTC ms of a time of the story."""
        return self.day * DAY_MS + at

    def _began(self, step: Step) -> int:
        """Return when what a step is part of began (UTC ms)."""
        return self._at(
            next(item.at for item in self.story.steps if item is step or (step.thing and item.thing == step.thing))
        )

    def _wrong(self, line: int, words: str) -> str:
        return f"{self.story.name}, line {line}: {words}"

    async def _play(self, step: Step) -> None:
        if step.verb.startswith("expect_"):
            self._expect(step)
        elif step.verb == "cut":
            cut(self._world, self._links(step), loud=False)
        elif step.verb == "restored":
            mend(self._world, self._links(step))
        else:
            await self._say(step)

    def _links(self, step: Step) -> list[Link]:
        return [link for link in self._world.network.links if link.circuit == step.given["circuit"]]

    async def _say(self, step: Step) -> None:
        code = step.given["who"]
        replies = await self._world[code].act(self._said(step))
        error = replies[0].error if replies else "its node does not run"
        if error:
            raise OurMistake(self._wrong(step.line, f"{code}: {error}"))
        for kind in NAMES:
            if f"new_{kind}" in step.given:
                self.refs[step.given[f"new_{kind}"]] = replies[0].ref

    def _said(self, step: Step) -> Said:
        """Return what a step says to the node."""
        given = step.given
        match step.verb:
            case "message":
                return SayMessage(text=given["text"], precedence=given["precedence"])
            case "read":
                return SayRead(ref=self.refs[given["message"]])
            case "acknowledged":
                return SayAcknowledged(ref=self.refs[given["message"]])
            case "readout":
                points = tuple(given.get("points", ()))
                return SayReadout(call=self.refs[given["call"]], text=given["text"], points=points)
            case "readout_shared":
                return SayReadoutShared(ref=self.refs[given["readout"]])
            case "readout_published":
                return SayReadoutPublished(ref=self.refs[given["readout"]])
            case "call":
                return SayEntry(kind="call", fields=self._request(given))
            case "activity_notice" | "notice_amended" | "notice_moved":
                return self._drawn(step)
            case verb if verb.startswith("notice_"):
                fields = _some(given, "text")
                if verb in {"notice_read", "notice_objected", "notice_noted"}:
                    fields["version"] = self._shown(given["who"], step)["version"]
                return SayEntry(kind=verb, fields=fields, on=self.refs[given["notice"]])
            case _:
                return SayEntry(kind=step.verb, fields=self._act(step), on=self.refs[given["call"]])

    def _drawn(self, step: Step) -> Said:
        """Return what announces an activity or amends it; a story remembers what it said of it last."""
        name = step.given.get("new_notice") or step.given["notice"]
        before = self._fields.get(name, {})
        fields = moved(before, step.given) if step.verb == "notice_moved" else drawn(step.given, before, self._at)
        self._fields[name] = fields
        kind = "notice_amended" if before else "activity_notice"
        return SayEntry(kind=kind, fields=fields, on=self.refs.get(name, ""))

    def _shown(self, code: str, step: Step) -> dict[str, Any]:
        here = self._here(code)
        return notice(here, here.find(self.refs[step.given["notice"]]), self._at(step.at))

    def _request(self, given: dict[str, Any]) -> dict[str, Any]:
        pair, who = self.story.pairs[given["pair"]], given["who"]
        to = pair.other(who)
        fields = {"to": to, "level": pair.level, "office": pair.offices[who], "with_office": pair.offices[to]}
        return {
            **fields,
            "purpose": given["text"],
            "language": "en",
            **self._times(given),
            **_some(given, "initiative"),
        }

    def _act(self, step: Step) -> dict[str, Any]:
        """Return the fields of an act upon a call."""
        given, fields = step.given, {**self._times(step.given), **_some(step.given, "text")}
        if step.verb in {"call_declined", "call_postponed", "call_cancelled"}:
            fields["reason"] = "private" if "reason" in given else "public" if "text" in given else "none"
        if step.verb == "call_account":
            pair, who = self.story.pairs[self._pair_of(step)], given["who"]
            offices = {"office": pair.offices[who], "with_office": pair.offices[pair.other(who)]}
            fields |= {"outcome": given.get("outcome", "held"), **offices}
        return fields

    def _times(self, given: dict[str, Any]) -> dict[str, Any]:
        times: dict[str, Any] = {
            name: self._at(given[name]) for name in ("valid_until", "at", "started", "ended", "next") if name in given
        }
        windows = [[self._at(start), self._at(end)] for start, end in given.get("windows", ())]
        return {**times, **({"windows": windows} if windows else {})}

    def _pair_of(self, step: Step) -> str:
        opener = next(item for item in self.story.steps if item.verb == "call" and item.thing == step.thing)
        return str(opener.given["pair"])

    # -- what must be so ---------------------------------------------------------------------------------------------

    def _expect(self, step: Step) -> None:
        look: Callable[[str], str] = {
            "expect_call": self._call,
            "expect_readout": self._readout,
            "expect_line": self._line,
            "expect_notice": self._notice,
            "expect_pair": self._pair,
        }[step.verb](step)
        for code in self.story.codes:
            words = look(code)
            if words:
                self.unmet.append(self._wrong(step.line, f"at {code} {words}"))

    def _here(self, code: str) -> Here:
        return Here(self._world.charter, code, self._world[code].held)

    def _call(self, step: Step) -> Callable[[str], str]:
        name, wanted, attempts = step.given["call"], step.given["call_state"], step.given.get("attempts")

        def look(code: str) -> str:
            here = self._here(code)
            shown = call(here, here.find(self.refs[name]), self._at(step.at))
            good = shown["confirmed"] if wanted == CONFIRMED else shown["state"] == wanted
            if good and attempts in {None, shown["attempts"]}:
                return ""
            return f"{name} is {shown['state']}, asked {shown['attempts']} times, confirmed: {shown['confirmed']}"

        return look

    def _readout(self, step: Step) -> Callable[[str], str]:
        name, wanted = step.given["readout"], step.given["readout_state"]

        def look(code: str) -> str:
            found = show_readout(self._here(code), self.refs[name])["state"]
            return "" if found == wanted else f"{name} is {found}"

        return look

    def _notice(self, step: Step) -> Callable[[str], str]:
        ref, now = self.refs[step.given["notice"]], self._at(step.at)
        return lambda code: notice_unmet(self._here(code), ref, step.given, now)

    def _pair(self, step: Step) -> Callable[[str], str]:
        refs, now = (self.refs[step.given["notice"]], self.refs[step.given["with_notice"]]), self._at(step.at)
        return lambda code: pair_unmet(self._here(code), refs, step.given, now)

    def _line(self, step: Step) -> Callable[[str], str]:
        def look(code: str) -> str:
            found = live(self._world[code].node.core).state
            return "" if found.value == step.given["line_state"] else f"the line is {found.value}"

        return look

    def unmet_contacts(self) -> list[str]:
        """Return which expectations of the contact record do not hold, at any node; none are looked at if a part was left out."""
        if not self.whole:
            return []
        found = [unmet_contacts(self.story, self.day, self._here(code)) for code in self.story.codes]
        return [words for of_node in found for words in of_node]


def unmet_contacts(story: Story, day: int, here: Here) -> list[str]:
    """Return which of a story's expectations of the contact record do not hold at a node, in words.

    Args:
        story: Told in whole.
        day: UTC day that was its day 0.
        here: What the node can show.
    """
    unmet = []
    for expected in story.contacts:
        shown = contacts(here, day + expected.day)["contacts"]
        words = [item["sentence"] for item in shown if _between(item) == _offices(story, expected)]
        if not any(expected.words in sentence for sentence in words):
            says = words[0] if words else "nothing of them"
            where = f"{story.name}, line {expected.line}: as of day {expected.day} {here.code} says"
            unmet.append(f"{where} {says!r}, not {expected.words!r}")
    return unmet


def _between(item: dict[str, Any]) -> set[tuple[str, str]]:
    return {(office["party"], office["office"]) for office in item["between"]}


def _offices(story: Story, expected: Expected) -> set[tuple[str, str]]:
    return set(story.pairs[expected.pair].offices.items())


def _some(given: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: given[name] for name in names if name in given}


def _fits(world: World, story: Story) -> None:
    charter, levels = world.charter, {level.name for level in world.charter.ladder}
    wrong = [code for code in story.codes if code not in charter.codes]
    wrong += [pair.level for pair in story.pairs.values() if pair.level not in levels]
    wrong += [item["kind"] for item in story.articles.get("separation", ()) if item["kind"] not in charter.separation]
    named = [step.given["circuit"] for step in story.steps if "circuit" in step.given]
    wrong += [name for name in named if name not in charter.circuits]
    if wrong:
        raise OurMistake(
            f"{story.name}: {wrong[0]!r} is no party, level or circuit of this line's charter, and no kind of activity that it has minima for."
        )


async def play(story: Story, seed: str = "story") -> Telling:
    """Play a whole story in memory, on a line of invented parties whose watches answer every test; return how it went.

    Await it with ``sim.world.drive``: its doors never suspend.

    Raises:
        OurMistake: a node refused what a line says; its number and the node's words.
    """
    setting = invented(seed, len(story.codes), **story.articles)
    world = World(setting, seed)
    for member in world.members.values():
        member.clock = FakeClock(world.start_wall, 0, 0, 1_000_000)
    telling = Telling(world, story, day_of(world.start_wall))
    await world.begin()
    until = (story.last_day + 1) * DAY_MS
    for member in world.members.values():
        _Watch(world, member, _QUIET, until)
    await world.run(until)
    telling.unmet += telling.unmet_contacts()
    return telling


class _Watch(Officer):
    """Answers line tests; what is said of messages and calls, the story says."""

    def rings(self, situation: str) -> None:
        if not situation.startswith("message/"):
            super().rings(situation)


__all__ = ["Telling", "play", "shipped_story", "unmet_contacts"]

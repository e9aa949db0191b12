"""What a watch of the demonstration does about calls and readouts: the next act of a side, with what it says. Used by keys and unattended.

What a node shows is read as the verbs read it; nothing here knows more than they do.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from watchline.demo.script import Story
from watchline.host.calls import calls, contacts
from watchline.host.here import Here
from watchline.host.reading import open_reading
from watchline.host.readouts import list_readouts
from watchline.measure import day_of

HOUR_MS = 3_600_000
SHOWN = 8
"""How many of the newest calls a side looks at."""
PAIR = "chiefs"
"""Who is to speak in the live part: two offices of the story that did not for longest."""
PURPOSE = "The aircraft that crossed the agreed line."
AGAIN = "We ask again."
READOUTS: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "XAA": (
        "The minister of defence of Side A spoke with the minister of defence of Side B about the dates of both exercises.",
        (("subject", "the dates of both exercises"), ("asked for by", "XBB"), ("next call", "not agreed")),
    ),
    "XBB": (
        "The two ministers of defence spoke for half an hour about the dates of both exercises and about survey ships.",
        (("subject", "the dates of both exercises"), ("asked for by", "XBB"), ("next call", "open"), ("also", "survey ships")),
    ),
}  # fmt: skip
"""By party: text and points of its readout. They differ, which is normal."""
_OPEN_TO_ANSWER = ("requested", "read")


class Act(NamedTuple):
    """Something to say: kind of the saying, and its fields; ``words`` instead, if there is nothing to say."""

    kind: str = ""
    fields: dict[str, Any] = {}  # noqa: RUF012 - never written to
    words: str = ""


class Side:
    """What one side sees of calls at this moment.

    Args:
        code: The side's party.
        story: Whose offices speak.
        now: Wall clock of its node, ms.
        listed: Its newest calls (``calls`` of docs/reference/json.md), the newest last.
        readouts: Those of the call that ``newest_held`` names.
        sentences: What its contact record says.
    """

    def __init__(
        self,
        code: str,
        story: Story,
        now: int,
        listed: list[dict[str, Any]],
        readouts: list[dict[str, Any]],
        sentences: list[str],
    ) -> None:
        self.code, self._story, self._now = code, story, now
        self.calls, self.readouts, self.sentences = listed, readouts, sentences
        self.newest_held = newest_held(listed)

    def _newest(self, *, ours: bool, states: tuple[str, ...]) -> dict[str, Any] | None:
        found = [item for item in self.calls if item["ours"] == ours and item["state"] in states]
        return found[-1] if found else None

    def ask(self) -> Act:
        """Ask for a call, for a time some hours from now."""
        pair, hour = self._story.pairs[PAIR], self._now // HOUR_MS * HOUR_MS
        to = pair.other(self.code)
        fields = {
            "to": to,
            "level": pair.level,
            "office": pair.offices[self.code],
            "with_office": pair.offices[to],
            "purpose": PURPOSE,
            "language": "en",
            "initiative": self.code,
            "windows": [[hour + 2 * HOUR_MS, hour + 4 * HOUR_MS]],
            "valid_until": hour + 4 * HOUR_MS,
        }
        return Act("entry", {"entry": "call", "fields": fields})

    def read(self) -> Act:
        """State that the other side's newest request was read."""
        item = self._newest(ours=False, states=("requested",))
        return _on(item, "call_read", {}, "no request for a call waits to be read.")

    def decline(self) -> Act:
        """Decline the other side's newest request, with a reason that is not for the record."""
        item = self._newest(ours=False, states=_OPEN_TO_ANSWER)
        return _on(item, "call_declined", {"reason": "private"}, "no request for a call waits for an answer.")

    def ask_again(self) -> Act:
        """Ask again for our newest call that was declined or not answered."""
        item = self._newest(ours=True, states=("declined", *_OPEN_TO_ANSWER))
        return _on(item, "call_attempt", {"text": AGAIN}, "no call of ours was declined or waits for an answer.")

    def accept(self) -> Act:
        """Accept the other side's newest request, for a time that it proposed."""
        item = self._newest(ours=False, states=_OPEN_TO_ANSWER)
        at = item["times"][0]["from"] + HOUR_MS // 2 if item and item["times"] else self._now + HOUR_MS
        return _on(item, "call_accepted", {"at": at}, "no request for a call waits for an answer.")

    def commit(self) -> Act:
        """Commit to a readout of the newest call that was held."""
        if not self.newest_held:
            return Act(words="no call was held yet.")
        text, points = READOUTS[self.code]
        return Act("readout", {"call": self.newest_held, "text": text, "points": points})

    def publish(self) -> Act:
        """Publish our readout of that call."""
        ours = [item["ref"] for item in self.readouts if item["ours"] and item["state"] == "committed"]
        if not ours:
            return Act(words="no readout of ours is committed to and not published.")
        return Act("readout_published", {"ref": ours[-1]})

    def officer(self) -> Act:
        """What a simulated officer does: he declines what is asked once, asks again for what was declined, accepts what is asked again."""
        waits = self._newest(ours=False, states=_OPEN_TO_ANSWER)
        if waits is not None and waits["state"] == "requested":
            return self.read()
        if waits is not None:
            return self.decline() if waits["attempts"] == 1 else self.accept()
        return self.ask_again() if self._newest(ours=True, states=("declined",)) else Act()


def newest_held(listed: list[dict[str, Any]]) -> str:
    """Return the reference of the newest call that was held; empty: none was."""
    held = [str(item["ref"]) for item in listed if item["state"] == "accounted"]
    return held[-1] if held else ""


def _on(item: dict[str, Any] | None, kind: str, fields: dict[str, Any], nothing: str) -> Act:
    if item is None:
        return Act(words=nothing)
    return Act("entry", {"entry": kind, "on": item["ref"], "fields": fields})


def side(folder: Path, story: Story, now: int) -> Side:
    """Return what a side sees now, from its node's folder, running or not."""
    with open_reading(folder) as reading:
        here = Here(reading.charter, reading.code, reading.held)
        listed = calls(here, now, SHOWN)["calls"]
        held = newest_held(listed)
        found = list_readouts(here, held, 1)["calls"] if held else []
        sentences = [item["sentence"] for item in contacts(here, day_of(now))["contacts"]]
        return Side(here.code, story, now, listed, found[0]["readouts"] if found else [], sentences)


__all__ = ["SHOWN", "Act", "Side", "newest_held", "side"]

"""What was in force at a place, an altitude and a minute, and what each side had held and read of it by then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from watchline.assess import Areas
from watchline.conflict import Activity, Index, MemoryIndex, Minima, Placed, Table, place, rows_of, search
from watchline.errors import OurMistake
from watchline.host.here import Here, instant, reference
from watchline.host.notices import act_shown, head
from watchline.host.pages import page_from
from watchline.measure import Instant
from watchline.measure.altitude import Band, Level, Reference, usable
from watchline.measure.area import Circle
from watchline.measure.position import Position
from watchline.measure.volume import Volume
from watchline.measure.window import Window
from watchline.record.activities import activity_kind
from watchline.sentence import worded
from watchline.view import THREAD, EntryRef, read_thread, ref_key
from watchline.view.notice_table import READER_WORDS, STATE_WORDS
from watchline.view.notices import UNHEARD, NoticeView, Version, every_notice, notice_view
from watchline.watch import receipt_of

_TOUCHING = Minima(0, 0, 0)


class _Then(NamedTuple):
    """A notice as it stood at that minute; ``later``: nothing stood yet, and this is what was said first."""

    notice: NoticeView
    version: Version
    later: bool

    @property
    def name(self) -> str:
        """By which the search knows it: what was said only later has its version in it, and comes behind what stood."""
        return self.notice.ref.text() + (f"/{self.version.number:09d}" if self.later else "")


def in_force(here: Here, now: int, asked: Mapping[str, Any], areas: Areas | None = None) -> dict[str, Any]:
    """Return the notices whose volumes hold a place, by the versions that stood at that minute by their authors' clocks.

    Args:
        here: What this node can show.
        now: Wall clock, ms.
        asked: ``lat``, ``lon`` in 1e-7 degree; ``at`` ms (None: now); ``altitude`` with its ``reference`` (None: any); ``limit``,
            ``offset``.
        areas: The node's index; None: what stood is read and measured for this question alone, with the same answer.
    """
    at = Instant(now if asked["at"] is None else int(asked["at"]))
    spot = Position(int(asked["lat"]), int(asked["lon"]))
    level = None if asked["altitude"] is None else Level(int(asked["altitude"]), Reference(asked["reference"]))
    try:
        point = place(Activity("here", "here", (Volume(Circle(spot, 0), Band(level, level), Window(at, at)),)))
    except ValueError as why:
        raise OurMistake(f"This place, height or time cannot be looked up: {why}.") from why
    standing, indexed = _standing(here, at, areas)
    then = {item.name: item for item in standing}
    index, without = MemoryIndex(), []
    for ref, item in then.items():
        try:
            index.put(rows_of(place(Activity(ref, item.version.activity, item.version.volumes))))
        except ValueError:
            without.append(reference(here, item.notice.ref))
    found = _holding(index, point)
    if areas is not None:
        for name, parts in (_holding(areas.ours, point) | _holding(areas.others, point)).items():
            if name in indexed:
                then[name] = _as_of(here, indexed[name], at)
                found[name] = parts
        without += [reference(here, last.ref) for name, last in indexed.items() if areas.unmeasured(name)]
    first: dict[EntryRef, str] = {}
    for name in sorted(found):
        first.setdefault(then[name].notice.ref, name)
    shown, others = page_from(list(first.values()), asked)
    return {
        **head(here),
        "position": list(spot),
        "altitude": None if level is None else [level.value, level.reference.value],
        **instant("at", at),
        **others,
        "notices": [_shown(here, then[name], sorted(found[name]), at) for name in shown],
        "not_measured": sorted(without),
    }


def _holding(index: Index, point: Sequence[Placed]) -> dict[str, list[int]]:
    """Return by reference which volumes of an index hold a point."""
    found: dict[str, list[int]] = {}
    for answer in search(index, point, Table(), limit=1 << 62, proximity=_TOUCHING).found:
        found.setdefault(answer.theirs.ref, []).append(answer.theirs.part)
    return found


def _standing(here: Here, at: int, areas: Areas | None) -> tuple[list[_Then], dict[str, NoticeView]]:
    """Return what stood at an instant and covers its minute, and what only came to do so by a later word; and apart what an index has as it stood."""
    found, indexed = [], {}
    every = every_notice(here.charter.line, here.held.row, here.held.rows) if areas is None else areas.every(here)
    for last in every:
        if areas is not None and not last.over and len(last.versions) == 1 and last.now.t <= at:
            if _covers(last.now, at):
                indexed[last.ref.text()] = last
            continue
        before = _view_at(here, last.ref, at)
        if before is not None and before.over:
            continue
        if before is not None and _covers(before.now, at):
            found.append(_Then(before, before.now, later=False))
        found += [
            _Then(last, version, later=True) for version in last.versions if version.t > at and _covers(version, at)
        ]
    return found, indexed


def _as_of(here: Here, last: NoticeView, at: int) -> _Then:
    """Return a notice that has one version, as it stood at an instant at which it was announced."""
    before = _view_at(here, last.ref, at)
    assert before is not None, "it was announced by then"
    return _Then(before, before.now, later=False)


def _view_at(here: Here, ref: EntryRef, at: int) -> NoticeView | None:
    return notice_view(read_thread(here.held.row(THREAD, ref_key(here.charter.line, ref))), ref, at)


def _covers(version: Version, at: int) -> bool:
    return any(
        (one.window.start is None or one.window.start <= at) and (one.window.end is None or at <= one.window.end)
        for one in version.volumes
    )


def _shown(here: Here, item: _Then, parts: list[int], at: int) -> dict[str, Any]:
    notice, version = item.notice, item.version
    others = [code for code in here.codes_at(notice.ref) if code != notice.ref.code]
    return {
        "ref": reference(here, notice.ref),
        "place": notice.ref.text(),
        "from": notice.ref.code,
        "version": version.number,
        "activity": version.activity,
        "activity_words": activity_kind(version.activity).words,
        "name": version.facts.get("name"),
        "state": notice.state.value,
        "state_words": worded("was said only afterwards") if item.later else STATE_WORDS[notice.state],
        **instant("t", version.t),
        "parts": parts,
        "volumes": list(version.facts.get("volumes", ())),
        "altitude_usable": all(usable(version.volumes[part].band) for part in parts),
        "recipients": {code: _held(here, item, code, at) for code in others},
        "later": item.later,
    }


def _held(here: Here, item: _Then, code: str, at: int) -> dict[str, Any]:
    """Return what a party had by that minute: its node's receipt, by its clock; what its watch wrote, by its claim."""
    receipt = receipt_of(here.charter, here.held.rows, item.version.ref, code)
    heard = UNHEARD if item.later else item.notice.of(code)
    return {
        "held": receipt is not None and receipt.at <= at,
        **instant("received_at", None if receipt is None else receipt.at),
        "state": heard.state.value,
        "state_words": READER_WORDS[heard.state],
        "read": None if heard.read is None else act_shown(here, heard.read),
        "answer": None if heard.answer is None else act_shown(here, heard.answer),
    }

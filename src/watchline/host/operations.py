"""The reading operations by name, as the desk asks for them: the same functions that the verbs of the command line use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from watchline.errors import OurMistake
from watchline.host import answers, calls, charters, figures, meetings, notices, phrases, readouts
from watchline.host.call_page import call_page
from watchline.host.check_page import check_page
from watchline.host.contact_record import Both, both_of, contact_answer, rows_of
from watchline.host.contacts_page import contacts_page
from watchline.host.day_page import day_page
from watchline.host.day_sheet import day_sheet
from watchline.host.fact_sheet import facts_answer, facts_as_of
from watchline.host.here import Here, instant
from watchline.host.notice_page import notice_page
from watchline.host.pairing import compared_by_fingerprint
from watchline.host.press_answers import press_check
from watchline.host.preview import preview, release
from watchline.host.reading import Charters
from watchline.host.search import search
from watchline.host.status import demo_mark
from watchline.host.telephone_page import telephone_page
from watchline.line import due_in
from watchline.log.bundle import heads_text
from watchline.log.prove import prove
from watchline.measure import DAY_MS, day_of, dtg
from watchline.party import fingerprint
from watchline.record import charter_page
from watchline.record.notices import NOTICE
from watchline.view import KIND, kind_key
from watchline.view.contact_chart import chart_svg
from watchline.view.fact_sheet import Fact

if TYPE_CHECKING:
    from watchline.assess import Areas
    from watchline.host.order import ThreadSpot
    from watchline.view.notices import NoticeView

CALENDAR_DAYS = 3


class Looked(NamedTuple):
    """What an operation looks at: rows, charters, the node's clock (ms), its folder, the index of activities, the tests out of the calendar."""

    here: Here
    charters: Charters
    now: int
    folder: Path
    areas: Callable[[], AbstractContextManager[Areas]]
    tests: Callable[[], Sequence[ThreadSpot]]


Asked = Mapping[str, Any]


def read(what: str, at: Looked, asked: Asked) -> Any:
    """Return the answer of a reading operation.

    Raises:
        OurMistake: what was asked for is not there, in words.
    """
    return READS[what](at, asked)


def _page(asked: Asked) -> dict[str, Any]:
    return {name: asked[name] for name in ("limit", "after", "before")}


def _entry(at: Looked, asked: Asked) -> Any:
    return answers.entry(at.here, at.here.find(asked["ref"]))


def _message(at: Looked, asked: Asked) -> Any:
    ref = at.here.find(asked["ref"])
    if not answers.is_message(at.here, ref):
        raise OurMistake(f"{asked['ref']} is not a message.")
    return answers.message(at.here, ref, at.now, asked["language"])


def _calendar(at: Looked, asked: Asked) -> Any:
    charter = at.here.charter
    due = [item for _, item in due_in(at.here.terms, at.now, at.now + CALENDAR_DAYS * DAY_MS)]
    return {
        "due": [
            {
                **instant("due", item.due),
                "dtg": dtg(item.due),
                "circuit": item.circuit,
                "initiator": item.initiator,
                "ours": item.initiator == at.here.code,
            }
            for item in due
        ],
        "answer_s": charter.windows.answer_s,
        "initiative_s": charter.windows.initiative_s,
        "precedence_s": charter.precedence,
        "circuits": list(charter.circuits),
        "posts": list(charter.posts),
        "ladder": [step.name for step in charter.ladder],
    }


def _charter(at: Looked, asked: Asked) -> Any:
    return {
        **charters.list_charters(at.here, at.charters),
        "page": charter_page(at.charters.in_force, asked["language"]),
    }


def _keys(at: Looked, asked: Asked) -> Any:
    roots: list[dict[str, Any]] = [
        {
            "party": party.code,
            "names": party.names,
            "fingerprint": fingerprint(party.root),
            "ours": party.code == at.here.code,
        }
        for party in at.here.charter.parties
    ]
    others = [(item["party"], item["fingerprint"]) for item in roots if not item["ours"]]
    return {"roots": roots, "compared": compared_by_fingerprint(at.folder, others)}


def _on(at: Looked, asked: Asked) -> int:
    return day_of(at.now) if asked["on"] is None else int(asked["on"])


def _both(at: Looked, asked: Asked) -> Both:
    return both_of(at.here, at.folder, _on(at, asked))


def _facts(at: Looked, asked: Asked) -> list[Fact]:
    return facts_as_of(_both(at, asked), _on(at, asked), asked.get("ticked", ()))


def _press_check(at: Looked, asked: Asked) -> Any:
    both = _both(at, asked)
    if both.annex is None:
        raise OurMistake("This node has no private annex: it was made without one, or it was lost.")
    return press_check(at.folder, both, both.annex, _on(at, asked))


def _proof(at: Looked, asked: Asked) -> bytes:
    ref = at.here.find(asked["ref"])
    return prove(at.here.held, at.here.charter.line, ref, stand=False, disclose=not asked["without_body"]).data


def _persons(at: Looked, asked: Asked) -> Any:
    return phrases.persons_for([item["code"] for item in asked["said"]["phrases"]], at.here.book)


def _every_notice(at: Looked) -> Iterable[NoticeView]:
    """Return all notices as they were read before; where there is none yet, nothing of geometry is loaded."""
    if not at.here.held.rows(KIND, kind_key(at.here.charter.line, NOTICE), None, 1):
        return ()
    with at.areas() as areas:
        return areas.every(at.here)


def _notice(at: Looked, asked: Asked) -> Any:
    from watchline.host.lines import distances_of, third_states_of
    from watchline.host.zone_answers import zones_near

    ref = at.here.find(asked["ref"])
    near = {
        "reference_lines": distances_of(at.here, ref),
        "third_states": third_states_of(at.here, ref),
        "zones": zones_near(at.here, ref, at.folder),
    }
    return {**notices.notice(at.here, ref, at.now), **near}


def _notice_kinds(at: Looked, asked: Asked) -> Any:
    from watchline.host.lines import lines_shown

    return {"kinds": notices.kinds(at.here), **lines_shown(at.here)}


def _notice_calendar(at: Looked, asked: Asked) -> bytes:
    from watchline.host.notice_calendar import notice_calendar

    return notice_calendar(at.here, at.now, at.now + asked["days"] * DAY_MS)


def _zones(at: Looked, asked: Asked) -> Any:
    from watchline.host.zone_answers import zones_answer

    with at.areas() as areas:
        return zones_answer(at.here, areas, at.folder)


def _zone_note(at: Looked, asked: Asked) -> dict[str, Any]:
    from watchline.host.zones import put_zone, zone_shown

    return zone_shown(put_zone(at.folder, asked, at.now))


def _zone_drop(at: Looked, asked: Asked) -> dict[str, Any]:
    from watchline.host.zones import drop_zone

    drop_zone(at.folder, str(asked["name"]))
    return {}


def _conflict(at: Looked, asked: Asked) -> Any:
    first, _, second = asked["pair"].partition("~")
    return meetings.conflict(at.here, first, second, at.now)


def _what_if(at: Looked, asked: Asked) -> Any:
    from watchline.host.what_if import what_if
    from watchline.host.zones import zones_of

    with at.areas() as areas:
        return what_if(at.here, areas, at.now, asked, zones_of(at.folder))


def _in_force(at: Looked, asked: Asked) -> Any:
    from watchline.host.in_force import in_force

    with at.areas() as areas:
        return in_force(at.here, at.now, asked, areas)


def _shapes(at: Looked, asked: Asked) -> Any:
    from watchline.host.shape_answers import shapes_of

    return shapes_of(at.here, asked)


READS: dict[str, Callable[[Looked, Asked], Any]] = {
    "messages": lambda at, asked: answers.inbox(at.here, at.now, language=asked["language"], **_page(asked)),
    "message": _message,
    "entries": lambda at, asked: answers.log_entries(at.here, party=asked["party"], **_page(asked)),
    "entry": _entry,
    "search": lambda at, asked: search(at.here, **asked),
    "heads": lambda at, asked: {"heads": figures.heads(at.here)},
    "tests": lambda at, asked: figures.line_tests(
        at.here, at.now if asked["until"] is None else asked["until"], asked["days"], asked["limit"], at.tests()
    ),
    "calendar": _calendar,
    "calls": lambda at, asked: calls.calls(at.here, at.now, **_page(asked)),
    "call": lambda at, asked: calls.call(at.here, at.here.find(asked["ref"]), at.now),
    "contacts": lambda at, asked: contact_answer(_both(at, asked), _on(at, asked), states=asked["states"]),
    "contact_chart": lambda at, asked: chart_svg(
        rows_of(_both(at, asked), _on(at, asked), states=asked["states"]),
        _on(at, asked),
        at.here.code,
        demo_mark(at.here),
    ),
    "notices": lambda at, asked: notices.notices(at.here, at.now, asked, _every_notice(at)),
    "notice": _notice,
    "notice_kinds": _notice_kinds,
    "notices_planned": lambda at, asked: notices.planned(at.here, at.now, at.now + asked["days"] * DAY_MS, asked),
    "notice_calendar": _notice_calendar,
    "zones": _zones,
    "conflicts": lambda at, asked: meetings.conflicts(at.here, at.now, asked),
    "conflict": _conflict,
    "what_if": _what_if,
    "in_force": _in_force,
    "facts": lambda at, asked: facts_answer(at.here.code, _on(at, asked), _facts(at, asked)),
    "facts_chosen": _facts,
    "press_check": _press_check,
    "shapes": _shapes,
    "day_sheet": lambda at, asked: day_page(day_sheet(at.here, at.now, _on(at, asked))),
    "call_sheet": lambda at, asked: call_page(at.here, at.now, at.here.find(asked["ref"])),
    "notice_sheet": lambda at, asked: notice_page(at.here, at.now, at.here.find(asked["ref"])),
    "telephone_card": lambda at, asked: telephone_page(at.here, at.now),
    "contact_sheet": lambda at, asked: contacts_page(
        at.here, at.now, _both(at, asked), _on(at, asked), states=asked["states"]
    ),
    "check_sheet": lambda at, asked: check_page(at.here, at.now, asked["work"]),
    "proof": _proof,
    "heads_file": lambda at, asked: heads_text(at.here.held, at.here.charter.line),
    "readouts": lambda at, asked: readouts.list_readouts(at.here, asked["call"], asked["limit"]),
    "readout": lambda at, asked: readouts.show_readout(at.here, asked["ref"]),
    "comparison": lambda at, asked: readouts.compare(at.here, asked["ref"]),
    "charter": _charter,
    "phrases": lambda at, asked: phrases.listed(at.here.charter, at.here.shelf, asked["language"], asked["category"]),
    "phrase": lambda at, asked: phrases.one(asked["code"], asked["language"], at.here.charter, at.here.shelf),
    "keys": _keys,
    "persons": _persons,
    "release": lambda at, asked: release(at.here, asked["said"], asked["dtg"], asked["not_after"]),
    "preview": lambda at, asked: preview(at.here, asked["said"], at.now),
}
BOOKED: dict[str, Callable[[Looked, Asked], dict[str, Any]]] = {"zone_note": _zone_note, "zone_drop": _zone_drop}
"""What is noted in the own side's book: neither signed nor sent."""

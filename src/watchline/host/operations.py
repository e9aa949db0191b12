"""The reading operations by name, as the desk asks for them: the same functions that the verbs of the command line use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from watchline.errors import OurMistake
from watchline.host import answers, calls, charters, figures, phrases, readouts
from watchline.host.contact_record import Both, both_of, contact_answer, rows_of
from watchline.host.here import Here, instant
from watchline.host.pairing import compared_by_fingerprint
from watchline.host.preview import preview, release
from watchline.host.reading import Charters
from watchline.line import due_in
from watchline.log.prove import prove
from watchline.measure import DAY_MS, day_of, dtg
from watchline.party import fingerprint
from watchline.record import charter_page
from watchline.view.contact_chart import chart_svg

CALENDAR_DAYS = 3


class Looked(NamedTuple):
    """What an operation looks at: committed rows, the charters, the node's clock (ms), its folder."""

    here: Here
    charters: Charters
    now: int
    folder: Path


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


def _proof(at: Looked, asked: Asked) -> bytes:
    ref = at.here.find(asked["ref"])
    return prove(at.here.held, at.here.charter.line, ref, stand=False, disclose=not asked["without_body"]).data


def _persons(at: Looked, asked: Asked) -> Any:
    return phrases.persons_for([item["code"] for item in asked["said"]["phrases"]], at.here.book)


READS: dict[str, Callable[[Looked, Asked], Any]] = {
    "messages": lambda at, asked: answers.inbox(at.here, at.now, language=asked["language"], **_page(asked)),
    "message": _message,
    "entries": lambda at, asked: answers.log_entries(at.here, party=asked["party"], **_page(asked)),
    "entry": _entry,
    "heads": lambda at, asked: {"heads": figures.heads(at.here)},
    "tests": lambda at, asked: figures.line_tests(
        at.here, at.now if asked["until"] is None else asked["until"], asked["days"], asked["limit"]
    ),
    "calendar": _calendar,
    "calls": lambda at, asked: calls.calls(at.here, at.now, **_page(asked)),
    "call": lambda at, asked: calls.call(at.here, at.here.find(asked["ref"]), at.now),
    "contacts": lambda at, asked: contact_answer(_both(at, asked), _on(at, asked), states=asked["states"]),
    "contact_chart": lambda at, asked: chart_svg(
        rows_of(_both(at, asked), _on(at, asked), states=asked["states"]), _on(at, asked), at.here.code
    ),
    "proof": _proof,
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

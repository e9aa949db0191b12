"""``python bench/press_facts.py FOLDER``: facts that a person noted of reports, as the facts-only form of docs/spec/press.md.

FOLDER holds the reports and one ``gold.jsonl``. The answer holds no sentence of any report: kinds, names, days, places and hashes.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from watchline.people import sample_roster
from watchline.press import (
    Basis,
    Claim,
    Duration,
    Form,
    Kind,
    LineFact,
    Principal,
    Report,
    Span,
    Status,
    file_hash,
    quote_hash,
)

STATES = {"US": "USA", "RU": "RUS", "UA": "UKR", "CN": "CHN"}
KEYS = {"zaluzhny": "zaluzhnyi"}
FORMS = {"first_since_event": Form.FIRST_SINCE, "first_since": Form.FIRST_SINCE, "last_on": Form.LAST_ON, "gap_days": Form.GAP_DAYS, "none_until": Form.NONE_UNTIL}  # fmt: skip


def principal(key: str) -> Principal:
    """Return a person of the sample roster, or a state."""
    if key in STATES:
        return Principal(state=STATES[key])
    person = sample_roster().persons.get(KEYS.get(key, key))
    if person is None:
        return Principal(office="Chief of the Joint Staff Department", state="CHN")
    term = sample_roster().terms_of(person.key)[0]
    return Principal(name=person.name, office=term.office, state=term.state)


def attribution(words: str | None) -> tuple[str, ...]:
    """Return a chain of attribution, outermost first: "X via Y" is Y quoting X."""
    inner, _, outer = (words or "").partition(" via ")
    return tuple(one for one in (outer, re.sub(r"^the | \(other outlets.*", "", inner)) if one)


def claim(fact: dict[str, Any], text: str, contacts: dict[str, Claim]) -> Claim:
    """Return one fact as a claim."""
    spans = tuple(Span(start=one["start"], end=one["end"], sha256=quote_hash(text, one["start"], one["end"])) for one in fact["spans"])  # fmt: skip
    source = attribution(fact.get("attributed_to"))
    match fact["kind"]:
        case "contact":
            status = (
                Status.AVOIDED
                if "avoid" in fact["id"] or fact["id"].endswith("biden-putin")
                else Status(fact["status"])
            )
            basis = Basis.OTHER_REPORT if "date_text_only" in fact and fact["date"] else Basis.INTERVAL if fact.get("derived") or "84 days" in fact.get("date_basis", "") else Basis.WEEKDAY if "weekday" in fact.get("date_basis", "") else Basis.PRINTED if fact["date"] else Basis.UNKNOWN  # fmt: skip
            return Claim(
                kind=Kind.REQUEST if status is Status.DECLINED else Kind.CONTACT,
                principals=tuple(principal(one["key"]) for one in fact["principals"]),
                date=fact["date"] or "unknown",
                date_basis=basis,
                weekday={"a Tuesday": "Tuesday"}.get(fact.get("date_text_only") or "", "Friday" if "Friday" in (fact.get("date_text_only") or fact.get("date_basis") or "") else None),
                status=status,
                initiative=STATES.get((fact.get("initiative") or "")[:2]),
                duration=Duration(minutes=60, bound="about") if fact.get("duration") else None,
                channel=None if fact["channel"] == "unstated" else fact["channel"],
                confidential="confidentiality" in fact,
                topics=tuple(fact.get("topics", ())),
                attribution=source,
                background=fact.get("background", False),
                value="scheduled" if "is set to meet" in fact.get("note", "") else None,
                key=fact["id"],
                spans=spans,
            )  # fmt: skip
        case "previous":
            form = FORMS[fact["statement"]]
            return Claim(kind=Kind.PREVIOUS, principals=tuple(principal(key) for key in fact["pair"]), form=form, value=fact.get("days") or fact.get("date") or fact.get("event") or fact.get("as_of"), date=fact.get("date", "unknown"), date_basis=Basis.PRINTED if "date" in fact else Basis.UNKNOWN, spans=spans)  # fmt: skip
        case "line":
            per_day = fact.get("per_day")
            return Claim(kind=Kind.LINE, principals=tuple(Principal(state=STATES[code]) for code in fact.get("states", ["US", "RU"])), line=fact["line"], fact=LineFact(fact["fact"]), date=fact.get("date", "unknown"), date_basis=Basis.PRINTED if "date" in fact else Basis.UNKNOWN, per_day=tuple(per_day) if per_day else None, attribution=source, spans=spans)  # fmt: skip
        case "readout":
            of = contacts[fact["of"]]
            return Claim(kind=Kind.READOUT, principals=of.principals, date=of.date, date_basis=of.date_basis, party=STATES[fact["party"]], gist=fact["gist"], attribution=source, spans=spans)  # fmt: skip
        case _:
            return Claim(kind=Kind.STATEMENT, comment=True, spans=spans)


def reports(folder: Path) -> list[Report]:
    """Return every report of a folder with the facts noted of it."""
    facts = [json.loads(line) for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    contacts: dict[str, Claim] = {}
    texts = {fact["doc"]: (folder / fact["doc"]).read_bytes() for fact in facts}
    for fact in facts:
        if fact["kind"] == "contact":
            contacts[fact["id"]] = claim(fact, texts[fact["doc"]].decode(), contacts)
    made = []
    for doc in (fact for fact in facts if fact["kind"] == "doc"):
        text = texts[doc["doc"]].decode()
        claims = tuple(
            claim(fact, text, contacts) for fact in facts if fact["doc"] == doc["doc"] and fact["kind"] != "doc"
        )
        made.append(Report(name=doc["doc"][:3], sha256=file_hash(texts[doc["doc"]]), outlet=doc["outlet"], published=doc["published"], claims=claims))  # fmt: skip
    return made


if __name__ == "__main__":
    import msgspec

    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(reports(Path(sys.argv[1]))), indent=1) + b"\n")

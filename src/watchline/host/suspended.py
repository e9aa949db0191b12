"""Suspensions as shown: who states what, since when, and in the same sentence who in fact answers. Nobody is judged by it."""

from __future__ import annotations

from typing import Any

from watchline.host.answers import said_by
from watchline.host.heard import Heard
from watchline.host.here import Here, instant
from watchline.measure import dtg
from watchline.record.charter_words import suspension_rule
from watchline.sentence import joined, worded
from watchline.view.suspensions import Said, Spell, Suspensions, suspensions

HISTORY_MAX = 50
RULE_WORDS = worded(
    "This program states what the rule asks and what was done; whether the rule was kept it does not judge."
)


def suspensions_of(here: Here) -> Suspensions:
    """Return what the record says of suspensions."""
    return suspensions(here.charter.line, here.held.row, here.held.rows)


def standing(here: Here, found: Suspensions, heard: Heard, now: int) -> list[dict[str, Any]]:
    """Return every suspension that stands, those of the line as a whole first, each with who has in fact answered since."""
    return [_spell(here, spell, heard, now) for spell in found.all_standing()]


def history(here: Here, found: Suspensions) -> dict[str, Any]:
    """Return the suspensions that ended, the newest last, and the resumptions that have no effect."""
    ended = [spell for spell in found.spells if spell.ended is not None]
    return {
        "ended": [_ended(here, spell) for spell in ended[-HISTORY_MAX:]],
        "ended_more": max(0, len(ended) - HISTORY_MAX),
        "without_effect": [{"ref": said.ref.text(), "from": said.ref.code, "kind": said.kind, **instant("t", said.t)} for said in found.without_effect],
    }  # fmt: skip


def agreements(here: Here, found: Suspensions, stated: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the agreements that hang on the line by the charter in force, and any other that somebody has suspended.

    Args:
        here: What this node can show.
        found: What the record says.
        stated: The suspensions that stand, as ``standing`` returns them.
    """
    line_by = [spell.code for spell in found.all_standing() if spell.agreement is None]
    known = {item.id: item for item in here.charter.agreements}
    others = {item["agreement"] for item in stated if item["agreement"] is not None} - set(known)
    shown = []
    for name in (*known, *sorted(others)):
        item = known.get(name)
        by = [entry["party"] for entry in stated if entry["agreement"] == name]
        with_line = line_by if item is not None and not item.suspendable else []
        shown.append(
            {
                "id": name,
                "title": {} if item is None else dict(item.title),
                "in_charter": item is not None,
                "suspendable": item is not None and item.suspendable,
                "suspended_by": by,
                "suspended_with_the_line_by": with_line,
                "state": "SUSPENDED" if by or with_line else "in use",
            }
        )
    return shown


def rule(here: Here) -> dict[str, Any]:
    """Return what the charter asks of a suspension, in each language of the line, and that it is stated and not enforced."""
    charter = here.charter
    return {
        "agreed": bool(charter.suspension_rule),
        "text": {language: suspension_rule(charter, language) for language in charter.languages},
        "words": RULE_WORDS,
    }


def sentence(spell: dict[str, Any]) -> str:
    """Return the two facts of a suspension in one sentence."""
    party, agreement, since = spell["party"], spell["agreement"], dtg(spell["since"])
    if agreement is None:
        words = (
            worded("Suspended by {party} from {since}", party=party, since=since)
            if spell["announced"]
            else worded("Suspended by {party} since {since}", party=party, since=since)
        )
    else:
        words = (
            worded(
                "Agreement {agreement}: suspended by {party} from {since}",
                agreement=agreement,
                party=party,
                since=since,
            )
            if spell["announced"]
            else worded(
                "Agreement {agreement}: suspended by {party} since {since}",
                agreement=agreement,
                party=party,
                since=since,
            )
        )
    answers = [
        worded("{party} answered a test at {at}", party=item["party"], at=dtg(item["at"]))
        for item in spell["in_fact_answering"]
    ]
    told = joined(answers, ", ") if answers else worded("no test answered by a watch since is known here")
    return worded("{stated}; in fact answering: {told}.", stated=words, told=told)


def _spell(here: Here, spell: Spell, heard: Heard, now: int) -> dict[str, Any]:
    since = spell.newest.since
    answering = [(code, heard.newest(code)) for code in here.charter.codes]
    made: dict[str, Any] = {
        "party": spell.code,
        "ours": spell.code == here.code,
        "agreement": spell.agreement,
        **instant("since", since),
        "announced": since > now,
        **_said(here, spell.began),
        "again": [_said(here, said) for said in spell.again],
        "in_fact_answering": [
            {"party": code, "ref": answer.ref, "circuit": answer.circuit, **instant("at", answer.at)}
            for code, answer in answering
            if answer is not None and answer.at >= since
        ],
        "observed": _observed(here, spell),
    }
    return {**made, "words": sentence(made)}


def _ended(here: Here, spell: Spell) -> dict[str, Any]:
    assert spell.ended is not None
    return {
        "party": spell.code,
        "agreement": spell.agreement,
        **instant("since", spell.began.since),
        **_said(here, spell.began),
        "resumed": _said(here, spell.ended),
    }


def _said(here: Here, said: Said) -> dict[str, Any]:
    header, record = said_by(here, said.ref)
    return {
        "ref": said.ref.text(),
        **instant("stated", said.t),
        "post": header.post if header else None,
        "text": getattr(record, "text", None),
        "language": getattr(record, "language", None),
    }


def _observed(here: Here, spell: Spell) -> list[str]:
    """Return facts that a rule on suspension may ask for: they are stated, and nothing follows from them here."""
    ahead_s = (spell.began.since - spell.began.t) // 1000
    _header, record = said_by(here, spell.began.ref)
    found: list[str] = [
        worded("Stated {minutes} min before it was to begin.", minutes=ahead_s // 60)
        if ahead_s >= 0
        else worded("Stated {minutes} min after the time it names.", minutes=-ahead_s // 60),
        worded("Words are given with it.") if getattr(record, "text", None) else worded("No words are given with it."),
    ]  # fmt: skip
    if spell.agreement is not None:
        known = next((item for item in here.charter.agreements if item.id == spell.agreement), None)
        if known is None:
            found.append(worded("The charter in force names no agreement {agreement}.", agreement=spell.agreement))
        elif not known.suspendable:
            found.append(
                worded(
                    "By the charter the agreement {agreement} is suspended with the line, not by itself.",
                    agreement=spell.agreement,
                )
            )
    return found

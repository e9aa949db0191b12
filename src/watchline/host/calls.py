"""What is shown of calls and contacts, as the JSON of docs/reference/json.md. Pure functions of committed rows and an instant."""

from __future__ import annotations

from typing import Any, NamedTuple

from watchline.errors import OurMistake
from watchline.host.answers import said_by
from watchline.host.here import Here, held_by, instant, labels_of, reference
from watchline.host.pages import page_of
from watchline.measure import day_end, day_text, utc
from watchline.record.calls import CALL
from watchline.sentence import worded
from watchline.view import Act, EntryRef, Thread, acts
from watchline.view.call_rules import VERBS
from watchline.view.call_table import STATE_WORDS, places
from watchline.view.calls import Answer, CallView, call_view, crossing, differences, is_open, lapsed, side_of, waits_for
from watchline.view.contacts import Contact, KnownCall
from watchline.view.contacts import contacts as contacts_of
from watchline.view.every import every_thread
from watchline.watch import receipt_of

NOT_AGREEMENT = worded("An acceptance of a call is no agreement on its matter.")
LAPSED_WORDS = worded("has lapsed: its time passed without an answer, which is no refusal")
AFTER_LAPSE = worded("answered after it had lapsed")
_TIMES = frozenset({"started", "ended", "next"})


class _Found(NamedTuple):
    """A call and what is around it."""

    ref: EntryRef
    thread: Thread
    call: CallView


def calls(here: Here, now: int, limit: int = 50, after: str = "", before: str = "") -> dict[str, Any]:
    """Return the calls of the line in the common order: the newest, or those after or before a reference.

    Args:
        here: What this node can show.
        now: Wall clock, ms; only ``lapsed`` depends on it.
        limit: How many at most; ``more`` says whether there are others, ``next`` how to ask for them.
        after: A reference of a call: what follows it.
        before: A reference of a call: what precedes it; at most one of the two.
    """
    found = _calls(here)
    page = page_of(here, found, "call", limit=limit, after=after, before=before)
    crossed = _crossed(found)
    return {
        **_head(here),
        "more": page.more,
        "next": page.next,
        "calls": [_call(here, item, now, crossed.get(item.ref, [])) for item in page.shown],
        "not_agreement": NOT_AGREEMENT,
    }


def call(here: Here, ref: EntryRef, now: int) -> dict[str, Any]:
    """Return one call with everything that both sides wrote about it.

    Raises:
        OurMistake: the entry is no call.
    """
    found = _calls(here)
    for item in found:
        if item.ref == ref:
            return {
                **_head(here),
                **_call(here, item, now, _crossed(found).get(ref, [])),
                "not_agreement": NOT_AGREEMENT,
            }
    raise OurMistake(
        worded(
            "{ref} is not a call. `watchline call DIR list` shows the calls, `watchline log list DIR` every entry.",
            ref=reference(here, ref),
        )
    )


def waiting_for_us(here: Here, now: int) -> int:
    """Count the calls that wait for our answer and have not lapsed."""
    return sum(waits_for(item.call) == here.code and not lapsed(item.call, now) for item in _calls(here))


def contacts(here: Here, on: int) -> dict[str, Any]:
    """Return what every two offices had with each other over the line alone, as of the end of a UTC day.

    Args:
        here: What this node can show.
        on: The day, counted from 1970-01-01; entries later than its end do not count.
    """
    return {
        **_head(here),
        "on": day_text(on),
        **instant("until", day_end(on)),
        "contacts": [_contact(item) for item in contacts_of(known_calls(here), on)],
    }


def known_calls(here: Here) -> list[KnownCall]:
    """Return the calls of the line as the contact record takes them."""
    return [KnownCall(item.ref, reference(here, item.ref), item.thread, _held(here, item)) for item in _calls(here)]


def _head(here: Here) -> dict[str, Any]:
    return {"line": here.charter.line.hex(), "party": here.code, "demo": here.charter.demo}


def _calls(here: Here) -> list[_Found]:
    """Return every call of the line in the common order. Cost: one read for each call; there are few."""
    found = []
    for ref, thread in every_thread(here.charter.line, CALL, here.held.row, here.held.rows):
        view = call_view(thread, ref)
        if view is not None:
            found.append(_Found(ref, thread, view))
    return sorted(found, key=lambda item: (item.call.opener.depth, item.call.opener.order, item.call.opener.leaf_hash))


def _crossed(found: list[_Found]) -> dict[EntryRef, list[EntryRef]]:
    crossed: dict[EntryRef, list[EntryRef]] = {}
    for first, second in crossing(item.call for item in found):
        crossed.setdefault(first, []).append(second)
        crossed.setdefault(second, []).append(first)
    return crossed


def _held(here: Here, item: _Found) -> frozenset[EntryRef]:
    """Return the accounts of a call that its other side is known to hold; what we show, we hold."""
    found = set()
    for act in acts(item.thread):
        others = [code for code in item.call.codes if code != act.code]
        if act.kind == "call_account" and others and (others[0] == here.code or others[0] in held_by(here, act.ref)):
            found.add(act.ref)
    return frozenset(found)


def _call(here: Here, item: _Found, now: int, crossed: list[EntryRef]) -> dict[str, Any]:
    ref, view = item.ref, item.call
    header, record = said_by(here, ref)
    asker, asked = view.codes
    side = side_of(view.facts, ref, here.code)
    gone = lapsed(view, now)
    receipt = receipt_of(here.charter, here.held.rows, ref, asked) if asked in here.charter.codes else None
    return {
        "ref": reference(here, ref),
        "place": ref.text(),
        "from": asker,
        "to": asked,
        "ours": asker == here.code,
        "post": view.opener.post,
        **instant("t", view.opener.t),
        **{name: view.facts.get(name) for name in ("level", "office", "with_office", "language")},
        "purpose": getattr(record, "purpose", None),
        **{name: view.facts.get(name) for name in ("initiative", "circuit", "interpreter")},
        "windows": _windows(view.facts.get("windows", ())),
        **instant("valid_until", view.valid_until),
        "held": asked in held_by(here, ref),
        **instant("received_at", None if receipt is None else receipt.at),
        "side": None if side is None else side.value,
        "state": view.state.value,
        "state_words": LAPSED_WORDS if gone else STATE_WORDS[view.state],
        "lapsed": gone,
        "open": is_open(view),
        "attempts": view.attempts,
        "read": None if view.read is None else _act(here, view.read),
        "answers": [_answer(here, answer, asker) for answer in view.answers],
        "times": _windows(view.windows),
        "times_by": view.windows_by,
        **instant("scheduled", view.scheduled),
        "scheduled_outside": view.outside_windows,
        "postponed": [_act(here, act) for act in view.postponed],
        "declined": None if view.declined is None else _act(here, view.declined),
        "cancelled": None if view.cancelled is None else _act(here, view.cancelled),
        "accounts": [_account(here, view.accounts[code], view) for code in view.codes if code in view.accounts],
        "later_accounts": [_account(here, act, view) for act in view.later_accounts],
        "earlier_accounts": [_account(here, act, view) for act in view.earlier_accounts],
        "confirmed": view.confirmed,
        "differences": [_difference(found) for found in differences(view, here.charter.clock_ms)],
        "next_calls": [{"from": code, **instant("at", at)} for code, at in sorted(view.next.items())],
        "crossing": [reference(here, other) for other in crossed],
        "acts": [_act(here, act) for act in view.acts],
        "without_effect": [_act(here, act) for act in view.without_effect],
        "corrections": [_act(here, act) for act in view.corrections],
        "can_write": [] if side is None else [VERBS[kind] for kind in places(view.state, side)],
        "refs": [reference(here, EntryRef(to.code, to.epoch, to.index)) for to in header.refs] if header else [],
        "labels": labels_of(here, ref),
    }


def _windows(windows: Any) -> list[dict[str, Any]]:
    return [{**instant("from", start), **instant("to", end)} for start, end in windows]


def _act(here: Here, act: Act) -> dict[str, Any]:
    """Return an act with what it says; what it does not say is null."""
    _header, record = said_by(here, act.ref)
    windows = getattr(record, "windows", None)
    return {
        "ref": act.ref.text(),
        "kind": act.kind,
        "from": act.code,
        **instant("t", act.t),
        **{name: getattr(record, name, None) for name in ("reason", "text", "circuit", "outcome")},
        "windows": None if windows is None else _windows(windows),
        **instant("at", getattr(record, "at", None)),
        **instant("valid_until", getattr(record, "valid_until", None)),
    }


def _answer(here: Here, answer: Answer, asker: str) -> dict[str, Any]:
    """Return an answer, and by each side's clock whether the request had lapsed: by its own time, and by the asker's receipt."""
    receipt = receipt_of(here.charter, here.held.rows, answer.act.ref, asker)
    received = None if receipt is None else receipt.at
    late = [answer.after_lapse(), *([] if received is None else [answer.after_lapse(received)])]
    return {
        **_act(here, answer.act),
        **instant("stood_until", answer.valid_until),
        **instant("received_at", received),
        "after_lapse": late[0],
        "received_after_lapse": None if received is None else late[1],
        "words": AFTER_LAPSE if any(late) else "",
    }


def _account(here: Here, act: Act, view: CallView) -> dict[str, Any]:
    _header, record = said_by(here, act.ref)
    facts = act.facts
    started, ended = facts.get("started"), facts.get("ended")
    other = next((code for code in view.codes if code != act.code), "")
    return {
        "ref": act.ref.text(),
        "from": act.code,
        **instant("t", act.t),
        "outcome": facts.get("outcome"),
        "office": facts.get("office"),
        "with_office": facts.get("with_office"),
        **instant("started", started),
        **instant("ended", ended),
        "duration_s": None if started is None or ended is None else (ended - started) / 1000,
        "verified": facts.get("verified") == 1,
        **instant("next", facts.get("next")),
        "language": facts.get("language"),
        "text": getattr(record, "text", None),
        "held": other == here.code or other in held_by(here, act.ref),
    }


def _difference(found: dict[str, Any]) -> dict[str, Any]:
    """Return a difference; both statements beside each other."""
    stated = [
        {
            "from": code,
            "value": value,
            "value_utc": utc(value) if found["field"] in _TIMES and value is not None else None,
        }
        for code, value in found["by_party"].items()
    ]
    return {"field": found["field"], "stated": stated}


def _contact(item: Contact) -> dict[str, Any]:
    return {
        "between": [{"party": code, "office": office} for code, office in item.between],
        **instant("last", item.last),
        "days_since": item.days_since,
        "gap_days": item.gap_days,
        "count": item.calls,
        "initiative": item.initiative,
        "requests": [
            {"ref": asked.name, "status": asked.status, **instant("since", asked.since), "attempts": asked.attempts}
            for asked in item.requests
        ],
        "next": None
        if item.next is None
        else {"ref": item.next.name, **instant("at", item.next.at), "stated_by": list(item.next.stated_by)},
        "sentence": item.sentence,
        "derivation": list(item.derivation),
        "rung": None if item.rung is None else item.rung.value,
    }

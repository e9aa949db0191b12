"""What the reading verbs of `readout` answer, as the JSON of docs/reference/json.md. Facts with their references; nothing is judged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from watchline.errors import InvalidFromPeer, OurMistake
from watchline.host.here import Here, held_by, instant, labels_of, reference
from watchline.node.readouts import own_kept
from watchline.record import Header, legal_effect, read_body, read_leaf
from watchline.record.calls import CALL
from watchline.sentence import worded
from watchline.view import Act, EntryRef
from watchline.view.confidentiality import Read
from watchline.view.every import every_thread
from watchline.view.readouts import CallReadouts, Disclosed, ReadoutView, call_readouts
from watchline.view.side_by_side import side_by_side

NORMAL = worded("A difference between two readouts is normal.")
"""Said with every answer about readouts."""


def reader(here: Here) -> Read:
    """Return what reads an entry: (header, record)."""

    def read(ref: EntryRef) -> tuple[Header | None, Any]:
        if ref.code not in here.ids:
            return None, None
        entry = here.held.entry(here.charter.log(ref.code, ref.epoch).origin(), ref.index)
        if entry is None:
            return None, None
        header = None
        try:
            header = read_leaf(entry.leaf)
            return header, None if entry.body is None else read_body(header.kind, entry.body)
        except InvalidFromPeer:
            return header, None

    return read


def of_call(here: Here, call: EntryRef) -> CallReadouts:
    """Return the readouts of a call.

    Raises:
        OurMistake: the entry is no call.
    """
    found = call_readouts(here.charter_at(call), here.held.row, reader(here), call)
    if found is None:
        raise OurMistake(worded("{ref} is not a call.", ref=reference(here, call)))
    return found


def list_readouts(here: Here, call: str, limit: int) -> dict[str, Any]:
    """Return the calls that have readouts, or of which anything was said of confidentiality; or the one that is named.

    Args:
        here: What this node can show.
        call: Reference of a call; empty: all.
        limit: How many calls at most, the newest.
    """
    if call:
        found = [of_call(here, here.find(call))]
    else:
        calls = sorted(_calls(here), key=lambda item: item[0])
        found = [item for item in (of_call(here, ref) for _, ref in calls) if _anything(item)]
    shown = found[-limit:]
    head = {"line": here.charter.line.hex(), "party": here.code, "demo": here.charter.demo}
    return {
        **head,
        "more": len(shown) < len(found),
        "calls": [_of_call(here, item) for item in shown],
        "difference": NORMAL,
    }


def show_readout(here: Here, text: str) -> dict[str, Any]:
    """Return one readout in full; of our own with the text that is kept here until it is public."""
    ref = here.find(text)
    header, _ = reader(here)(ref)
    if header is None or header.kind != "readout" or not header.refs:
        raise OurMistake(
            worded("{text} is not a readout; `watchline readout DIR list` shows those that are.", text=text)
        )
    first = header.refs[0]
    found = of_call(here, EntryRef(first.code, first.epoch, first.index))
    view = next((item for item in found.readouts if item.ref == ref), None)
    if view is None:
        raise OurMistake(
            worded(
                "{text} is a readout of a party that is not on that call, or names another call than the one held here.",
                text=text,
            )
        )
    kept = own_kept(here.held, here.charter.line, ref)
    return {
        **_readout(here, found, view),
        "post": header.post,
        "parties": list(found.parties),
        "kept_text": None if kept is None else kept.text,
        "kept_points": [] if kept is None else _points(kept.points),
        "confidentiality": _confidentiality(here, found),
        "labels": labels_of(here, ref),
        "difference": NORMAL,
        "legal_effect": legal_effect(here.charter),
    }


def compare(here: Here, text: str) -> dict[str, Any]:
    """Return what both sides published about a call, side by side, for each language in which both did."""
    found = of_call(here, here.find(text))
    one, two = (_newest_published(found, code) for code in found.parties)
    both = [language for language in one if language in two]
    pairs = [(one[language], two[language]) for language in both]
    if one and two and not pairs:
        pairs = [(next(iter(one.values())), next(iter(two.values())))]
    shown = {item.ref for pair in pairs for item in pair}
    return {
        "call": reference(here, found.call),
        "parties": list(found.parties),
        "confidentiality": _confidentiality(here, found),
        "pairs": [_pair(here, found, first, second) for first, second in pairs],
        "not_compared": [_readout(here, found, item) for item in found.readouts if item.ref not in shown],
        "difference": NORMAL,
    }


def _calls(here: Here) -> Iterator[tuple[tuple[int, bytes, bytes], EntryRef]]:
    """Yield every call of the line, with its place in the common order."""
    for ref, thread in every_thread(here.charter.line, CALL, here.held.row, here.held.rows):
        if thread.opener:
            opener = thread.opener[0]
            yield (opener.depth, opener.order, opener.leaf_hash), ref


def _anything(found: CallReadouts) -> bool:
    said = found.confidentiality.proposals or found.confidentiality.without_effect
    return bool(found.readouts or found.without_commitment or found.of_others or said)


def _of_call(here: Here, found: CallReadouts) -> dict[str, Any]:
    return {
        "call": reference(here, found.call),
        "place": found.call.text(),
        "parties": list(found.parties),
        "confidentiality": _confidentiality(here, found),
        "readouts": [_readout(here, found, item) for item in found.readouts],
        "without_commitment": [_disclosed(here, item) for item in found.without_commitment],
        "of_others": [_act(here, item) for item in found.of_others],
    }


def _confidentiality(here: Here, found: CallReadouts) -> dict[str, Any]:
    now = found.confidentiality
    return {
        "state": now.state.value,
        "proposals": [
            {**_act(here, item.act), "answer": None if item.answer is None else _act(here, item.answer)}
            for item in now.proposals
        ],
        "agreed": None if now.agreed is None else _act(here, now.agreed),
        "published_while_agreed": [
            {
                "published": item.act.ref.text(),
                "from": item.act.code,
                "agreed": item.agreed.text(),
                "author_held_agreement": item.agreed_listed,
            }
            for item in _all_published(found)
            if item.agreed is not None
        ],
        "without_effect": [_act(here, item) for item in now.without_effect],
    }


def _all_published(found: CallReadouts) -> list[Disclosed]:
    shown = [item for view in found.readouts for item in view.published]
    return sorted((*shown, *found.without_commitment), key=lambda item: item.act.place)


def _readout(here: Here, found: CallReadouts, view: ReadoutView) -> dict[str, Any]:
    facts = view.act.facts
    others = {"replaces": view.replaces, "replaced_by": view.replaced_by, "beside": view.beside}
    return {
        "ref": reference(here, view.ref),
        "place": view.ref.text(),
        "from": view.act.code,
        "ours": view.act.code == here.code,
        "call": reference(here, found.call),
        **instant("t", view.act.t),
        "language": view.language,
        "scope": facts.get("scope"),
        **instant("not_before", facts.get("not_before")),
        "commitment": facts["commitment"].hex(),
        "state": view.state.value,
        **{name: None if ref is None else reference(here, ref) for name, ref in others.items()},
        "held_by": held_by(here, view.ref),
        "kept": own_kept(here.held, here.charter.line, view.ref) is not None,
        "shared": [_disclosed(here, item) for item in view.shared],
        "published": [_disclosed(here, item) for item in view.published],
        "corrected": [_amended(here, item.act, item.record) for item in view.corrected],
        "supplemented": [_amended(here, item.act, item.record) for item in view.supplemented],
        "without_effect": [_act(here, item) for item in view.without_effect],
    }


def _disclosed(here: Here, item: Disclosed) -> dict[str, Any]:
    record = item.record
    return {
        **_act(here, item.act),
        "text": None if record is None else record.text,
        "where": getattr(record, "where", None),
        "points": _points(getattr(record, "points", [])),
        "matches": item.matches,
        "held_before": item.held_before,
        "early": item.early,
        "agreed_confidential": None if item.agreed is None else item.agreed.text(),
        "author_held_agreement": item.agreed_listed,
    }


def _amended(here: Here, act: Act, record: Any) -> dict[str, Any]:
    return {
        **_act(here, act),
        "language": None if record is None else record.language,
        "text": None if record is None else record.text,
    }


def _act(here: Here, act: Act) -> dict[str, Any]:
    return {"ref": reference(here, act.ref), "from": act.code, "kind": act.kind, **instant("t", act.t)}


def _points(points: Any) -> list[dict[str, str]]:
    return [{"key": key, "statement": statement} for key, statement in points]


def _newest_published(found: CallReadouts, code: str) -> dict[str, ReadoutView]:
    """Return, by language, the newest readout of a party that is published."""
    return {item.language: item for item in found.readouts if item.act.code == code and item.published}


def _pair(here: Here, found: CallReadouts, first: ReadoutView, second: ReadoutView) -> dict[str, Any]:
    one, two = first.published[0], second.published[0]
    points = side_by_side(
        *([] if item.record is None else item.record.points for item in (one, two)),
    )
    erased = one.record is None or two.record is None
    codes = (one.act.code, two.act.code)
    single = [(key, codes[0], said) for key, said in points.only_first]
    single += [(key, codes[1], said) for key, said in points.only_second]
    return {
        "readouts": [_readout(here, found, item) for item in (first, second)],
        "same_language": first.language == second.language,
        "same_text": None if erased else one.record.text == two.record.text,
        "both": [{"key": key, "statements": list(said)} for key, said in points.both],
        "one": [{"key": key, "from": code, "statements": list(said)} for key, code, said in single],
        "differently": [
            {"key": key, "by_party": {codes[0]: list(said), codes[1]: list(other)}}
            for key, said, other in points.differently
        ],
    }

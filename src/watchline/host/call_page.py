"""The call sheet: one call with what each side wrote about it, its times, both accounts and the readouts, for paper."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from watchline.host.calls import call
from watchline.host.here import Here
from watchline.host.paper import Section, facts, paragraph, table
from watchline.host.readouts import list_readouts
from watchline.host.sheet import sheet
from watchline.measure import dtg, utc
from watchline.view import EntryRef

NONE_SAID = "Nothing was written about it."


def call_page(here: Here, now: int, ref: EntryRef) -> str:
    """Return the sheet of a call.

    Raises:
        OurMistake: the entry is no call.
    """
    found = call(here, ref, now)
    of_call = list_readouts(here, found["place"], 1)
    readouts = of_call["calls"][0]
    sections = (
        Section("Request", _request(found)),
        Section("What was written about it", _acts(found)),
        Section("Without effect where it stands", _without_effect(found)),
        *(Section(f"Account of {item['from']}{kind}", _account(item)) for kind, item in _accounts(found)),
        Section("Where the accounts differ", _differences(found)),
        Section("Readouts", _readouts(readouts)),
    )
    return sheet(here, now, f"Call {found['ref']}", sections, (found["not_agreement"], of_call["difference"]))


def _when(at: int | None) -> str:
    return "" if at is None else dtg(at)


def _times(windows: list[dict[str, Any]] | None) -> str:
    return "\n".join(f"{dtg(item['from'])} to {dtg(item['to'])}" for item in windows or ())


def _request(found: dict[str, Any]) -> str:
    lapsed = ", lapsed" if found["lapsed"] else ""
    outside = " (in none of the times that were proposed)" if found["scheduled_outside"] else ""
    return facts(
        [
            ("asks", f"{found['from']}: {found['office'] or '?'}, post {found['post']}, {dtg(found['t'])}"),
            ("is asked", f"{found['to']}: {found['with_office'] or '?'}"),
            ("level", found["level"]),
            ("initiative", found["initiative"]),
            ("about", "(erased by agreement)" if found["purpose"] is None else found["purpose"]),
            ("circuit", found["circuit"]),
            ("interpreter", f"of {found['interpreter']}" if found["interpreter"] else ""),
            ("asked for", _times(found["windows"])),
            ("stands until", _when(found["valid_until"]) or "it is answered"),
            ("attempts", found["attempts"]),
            ("held", f"by {found['to']}" if found["held"] else f"{found['to']} is not known to hold it yet"),
            ("read", "" if found["read"] is None else f"{dtg(found['read']['t'])}, {found['read']['ref']}"),
            ("state", f"it {found['state_words']}{lapsed}"),
            (
                "times that stand",
                f"{_times(found['times'])}\nproposed by {found['times_by']}" if found["times"] else "",
            ),
            ("scheduled", _when(found["scheduled"]) + outside if found["scheduled"] is not None else ""),
            ("crosses", ", ".join(found["crossing"])),
            ("labels", ", ".join(found["labels"])),
        ]
    )


def _acts(found: dict[str, Any]) -> str:
    said = {answer["ref"]: answer["words"] for answer in found["answers"]}
    rows = [[*_head(act), _act(act, said.get(act["ref"], ""))] for act in found["acts"]]
    return table(("Written", "By", "Reference", "What"), rows, NONE_SAID)


def _without_effect(found: dict[str, Any]) -> str:
    rows = [[*_head(act), _act(act, "")] for act in found["without_effect"]]
    return table(("Written", "By", "Reference", "What"), rows, NONE_SAID) if rows else ""


def _head(act: dict[str, Any]) -> list[str]:
    return [dtg(act["t"]), act["from"], act["ref"]]


def _act(act: dict[str, Any], words: str) -> str:
    parts = [
        act["kind"].removeprefix("call_").replace("_", " "),
        f"for {dtg(act['at'])}" if act["at"] is not None else "",
        act["outcome"].replace("_", " ") if act["outcome"] else "",
        f"reason: {act['reason']}" if act["reason"] else "",
        f"until {dtg(act['valid_until'])}" if act["valid_until"] is not None else "",
        words,
    ]
    return "\n".join(filter(None, [", ".join(filter(None, parts)), _times(act["windows"]), act["text"] or ""]))


def _accounts(found: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for kind, name in (("", "accounts"), (", later", "later_accounts"), (", of an earlier try", "earlier_accounts")):
        yield from ((kind, item) for item in found[name])


def _account(item: dict[str, Any]) -> str:
    minutes = "" if item["duration_s"] is None else f"{item['duration_s'] / 60:.1f} min"
    return facts(
        [
            ("entry", f"{item['ref']}, {dtg(item['t'])}"),
            ("outcome", item["outcome"].replace("_", " ")),
            ("between", f"{item['office'] or '?'} and {item['with_office'] or '?'}"),
            ("started, ended", " to ".join(utc(at) for at in (item["started"], item["ended"]) if at is not None)),
            ("lasted", minutes),
            ("words compared", "yes" if item["verified"] else "not stated"),
            ("next call", _when(item["next"]) or "none was agreed"),
            ("held", "by both" if item["held"] else "the other side is not known to hold it yet"),
            ("text", item["text"]),
        ]
    )


def _differences(found: dict[str, Any]) -> str:
    rows = [
        [item["field"].replace("_", " "), "; ".join(f"{one['from']}: {one['value_utc'] or one['value'] or 'none'}" for one in item["stated"])]
        for item in found["differences"]
    ]  # fmt: skip
    if rows:
        return table(("Field", "Stated"), rows, "")
    if not found["accounts"]:
        return ""
    return paragraph("Both accounts say that it was held." if found["confirmed"] else "Not confirmed by both accounts.")


def _readouts(readouts: dict[str, Any]) -> str:
    agreed = readouts["confidentiality"]
    rows = [
        [
            dtg(item["t"]),
            item["from"],
            item["ref"],
            item["language"],
            f"{item['state'].replace('_', ' ')}{_texts(item)}",
        ]
        for item in readouts["readouts"]
    ]
    rows += [
        [
            dtg(item["t"]),
            item["from"],
            item["ref"],
            "",
            f"published, nothing was committed before\n{item['text'] or ''}",
        ]
        for item in readouts["without_commitment"]
    ]
    said = "" if agreed["state"] == "none" else paragraph(f"Confidentiality: {agreed['state'].replace('_', ' ')}.")
    return said + table(
        ("Written", "By", "Reference", "Language", "State, and what is public"), rows, "No readout was committed to."
    )


def _texts(item: dict[str, Any]) -> str:
    """Return what each side may know of a readout by now: what is kept until it is public stands on no paper."""
    said = [("shared, not public", one) for one in item["shared"] if not item["published"]]
    said += [("published", one) for one in item["published"]]
    said += [("corrected", one) for one in item["corrected"]] + [("supplemented", one) for one in item["supplemented"]]
    return "".join(f"\n{kind} {dtg(one['t'])}: {one['text'] or '(erased by agreement)'}" for kind, one in said)

"""The notice sheet: one announced activity with its volumes, what each party had of it, and everything that was written about it, for paper."""

from __future__ import annotations

from typing import Any

from watchline.host.here import Here
from watchline.host.notices import notice
from watchline.host.paper import Section, facts, paragraph, table
from watchline.host.sheet import sheet
from watchline.host.volume_words import area_words, band_words, window_words
from watchline.measure import dtg
from watchline.view import EntryRef


def notice_page(here: Here, now: int, ref: EntryRef) -> str:
    """Return the sheet of a notice.

    Raises:
        OurMistake: the entry is no notice.
    """
    found = notice(here, ref, now)
    sections = (
        Section("What is announced", _head(found)),
        Section("Where, how high, when", _volumes(found)),
        Section("What each party had of it", _recipients(found)),
        Section("Too near to others", _conflicts(found)),
        Section("Versions", _versions(found)),
        Section("What was written about it", _acts(found)),
    )
    return sheet(here, now, f"Notice {found['ref']}", sections, (found["not_permission"],))


def _head(found: dict[str, Any]) -> str:
    stale = ", STALE: its review date has passed" if found["stale"] else ""
    return facts(
        [
            ("from", f"{found['from']}, post {found['post']}, {dtg(found['t'])}"),
            ("kind", found["activity_words"] + (" (emergency)" if found["emergency"] else "")),
            ("name", found["name"]),
            ("state", f"it {found['state_words']}{', and in force by its times' if found['in_force'] else ''}{stale}"),
            ("contact", found["contact"]),
            ("markings", found["markings"]),
            ("positions", "compared with a map by a second person" if found["checked"] else ""),
            ("coarse", f"by up to {found['coarse_m']} m, on purpose" if found["coarse_m"] else ""),
            ("area by", "" if found["area_by"] is None else dtg(found["area_by"])),
            ("review by", "" if found["review_by"] is None else dtg(found["review_by"])),
            ("labels", ", ".join(found["labels"])),
            ("text", found["text"]),
        ]
    )


def _volumes(found: dict[str, Any]) -> str:
    rows = [
        [str(number), window_words(item), band_words(item), area_words(item["area"])]
        for number, item in enumerate(found["volumes"], 1)
    ]
    return table(("Element", "Time", "Height", "Area (WGS84)"), rows, "No area is announced yet.")


def _recipients(found: dict[str, Any]) -> str:
    rows = [
        [
            code,
            "yes" if item["held"] else "not known",
            "" if item["received_at"] is None else dtg(item["received_at"]),
            "" if item["read"] is None else f"version {item['read_version']}, {dtg(item['read']['t'])}",
            "\n".join(filter(None, [item["state_words"], item["lead_words"], (item["answer"] or {}).get("text")])),
        ]
        for code, item in found["recipients"].items()
    ]
    return table(("Party", "Held", "Received", "Read", "In words"), rows, "No other party is on the line.")


def _conflicts(found: dict[str, Any]) -> str:
    rows = [
        [
            item["with"],
            item["from"],
            item["verdict"],
            item["state"],
            "" if item["start"] is None else window_words(item),
        ]
        for item in found["conflicts"]
    ]
    if not rows:
        return paragraph("None is stated by either side.")
    return table(("With", "Of", "Verdict", "State", "When"), rows, "")


def _versions(found: dict[str, Any]) -> str:
    rows = [
        [str(one["version"]), dtg(one["t"]), one["ref"], "says more than the one before" if one["must_read"] else ""]
        for one in found["versions"]
    ]
    return table(("Version", "Said", "Entry", ""), rows, "") if len(rows) > 1 else ""


def _acts(found: dict[str, Any]) -> str:
    acts = {act["ref"]: act for name in ("course", "said", "corrections") for act in found[name]}
    without = {act["ref"]: act for act in found["without_effect"]}
    rows = [
        [dtg(act["t"]), act["from"], act["ref"], _act(act, without)]
        for act in sorted((acts | without).values(), key=lambda act: int(act["t"]))
    ]
    return table(("Written", "By", "Reference", "What"), rows, "Nothing was written about it.")


def _act(act: dict[str, Any], without: dict[str, Any]) -> str:
    of = f", version {act['version']}" if act["version"] is not None else ""
    effect = ", without effect where it stands" if act["ref"] in without else ""
    kind = act["kind"].removeprefix("notice_").replace("_", " ")
    return "\n".join(filter(None, [f"{kind}{of}{effect}", act["text"]]))

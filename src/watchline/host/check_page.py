"""The verification report: what a check of the whole record found, below which heads, and what it does not show, for paper."""

from __future__ import annotations

from typing import Any

from watchline.host.here import Here
from watchline.host.paper import Section, paragraph, table
from watchline.host.sheet import sheet
from watchline.measure import dtg

BY_ITS_NODE = (
    "This node checked its own record. It convinces nobody who does not trust this node: give him the export, and the root fingerprints by"
    " another way; `verify.py` needs nothing else."
)


def check_page(here: Here, now: int, work: dict[str, Any]) -> str:
    """Return the report of a check.

    Args:
        here: What this node can show.
        now: Wall clock, ms.
        work: A check that was done (``GET /record``): its ``verdict`` is there.
    """
    verdict = work["verdict"]
    entries = sum(head["size"] for head in work["heads"])
    ended = dtg(work["ended"])
    sections = (
        Section("Result", paragraph(f"{verdict['headline']}: {entries} entries, checked {ended}.", "big")),
        *(
            Section(title, "".join(map(paragraph, verdict[name])))
            for title, name in (
                ("Because", "reasons"),
                ("Missing", "missing"),
                ("Not checked", "not_checked"),
                ("Found", "found"),
                ("Not shown by this", "not_shown"),
            )
        ),
        Section("Below these heads", table(
            ("Log", "Size", "Root"), [[f"{item['party']}/{item['epoch']}", item["size"], item["root"]] for item in work["heads"]], "None.",
        )),
        Section("Logs that no bundle holds", paragraph(f"{', '.join(work['left_out'])}: opened for a change of parties, which no verifier of this version judges.") if work["left_out"] else ""),
        Section("Roots by which it was checked", table(("Party", "Root fingerprint"), [[item["party"], item["fingerprint"]] for item in work["roots"]], "None.")),
    )  # fmt: skip
    legal = f"Legal effect, by the charter: {work['legal_effect']}"
    return sheet(here, now, f"Verification of the record, {ended}", sections, (BY_ITS_NODE, legal))

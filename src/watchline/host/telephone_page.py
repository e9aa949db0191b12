"""The telephone card: whom to ring, and what to say first, when nothing is heard from the other side. It is printed while the line is up."""

from __future__ import annotations

import re

from watchline.host.here import Here
from watchline.host.paper import Section, steps, table
from watchline.host.sheet import sheet
from watchline.line import due_in
from watchline.measure import DAY_MS, dtg
from watchline.phrase import with_check

STEPS = (
    "Say that the other side is silent, not why: silence has no cause until they give one.",
    "Ring a number of theirs below. Say your party and your post; ask for theirs.",
    "Read the reference of our last message to them. Say nothing that is secret: a telephone is heard by others.",
    "Agree when to ring again. Note the call: who, when, what (`watchline call note`, `watchline test DIR --circuit phone`).",
    "What we write goes on standing in our log, and is sent by itself when the line is back.",
)
SAID = ("ID01", "ID02", "LN11", "PR09", "PR10", "PR11")
"""Of the phrasebook: who speaks, whether the watch is there, yes, no, and that one asks one's command."""
BLANK = re.compile(r"\{[a-z_]+\}")
DAYS = 3
FOOT = (
    "Silence, refusal and a dead link look alike. A call is no agreement on its matter, and what is said in it is confirmed in writing when the line is back.",
    "Print it anew when the charter changes: numbers and times are those of the charter in force.",
)


def telephone_page(here: Here, now: int) -> str:
    """Return the telephone card of a line."""
    charter = here.charter
    phones = [[phone.party, phone.desk or "every desk", phone.number, phone.words] for phone in charter.phones]
    due = [
        [dtg(item.due), item.circuit, item.initiator, "we ask" if item.initiator == here.code else "they ask"]
        for _, item in due_in(here.terms, now, now + DAYS * DAY_MS)
    ]
    circuits = [[name, charter.carriers.get(name, "phone")] for name in charter.circuits]
    times = [[code, f"{seconds // 60} min"] for code, seconds in charter.precedence.items()]
    sections = (
        Section("When nothing is heard from the other side", steps(STEPS)),
        Section("Telephones of the charter", table(("Party", "Desk", "Number", "Whom one reaches"), phones, "The charter names none: write the numbers here by hand.")),
        Section("Words to say, in the languages of the line", _words(here)),
        Section("Line tests of the next days", table(("Due", "Circuit", "Asks", ""), due, "None is in the calendar.")),
        Section("Circuits, in their order", table(("Circuit", "Carrier"), circuits, "None.")),
        Section("Levels", table(("Level", "Posts"), [[step.name, ", ".join(step.posts)] for step in charter.ladder], "None.")),
        Section("To be read within", table(("Precedence", "Time"), times, "None.")),
    )  # fmt: skip
    return sheet(here, now, "Telephone card", sections, FOOT)


def _words(here: Here) -> str:
    found = here.book.phrases
    rows = [
        [with_check(code), language, BLANK.sub("______", found[code].texts[language])]
        for code in SAID
        if code in found
        for language in here.charter.languages
        if language in found[code].texts
    ]
    return (
        table(("Phrase", "Language", "Text (unreviewed where no linguist has signed for it)"), rows, "") if rows else ""
    )

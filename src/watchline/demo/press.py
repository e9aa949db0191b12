"""Two invented reports of the last call of the story, in each side's own annex: what the press says of a call, beside what the record says.

They do not agree with each other, and each differs from the record in one thing: a paper of one side in how long the call took, a paper
of the other in who asked for it. Nobody has confirmed what the rules found in them, so nothing of it is counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from watchline.annex import Note
from watchline.demo.history import Told
from watchline.host.annex import Written, note, open_annex
from watchline.host.keyring import NodeKeys
from watchline.host.press import add, keys_of, press_in
from watchline.host.press_add import Adding
from watchline.host.press_files import read_one, reader_of
from watchline.measure import day_of, day_text

STATES: Final = "code,names,adjectives,seats\nXAA,Arvenia,Arvenian,Tollvik\nXBB,Belmark,Belmark,Gradomir\n"
ROSTER: Final = (
    "person,name,surname,native,aliases,office,level,state,from,to\n"
    "ingrid-sorell,Ingrid Sorell,Sorell,,,minister of defence,defence minister,XAA,2020-01-01,\n"
    "aldo-ferrant,Aldo Ferrant,Ferrant,,,minister of defence,defence minister,XBB,2020-01-01,\n"
)
REPORTS: Final = {
    "tollvik-wire": (
        "Tollvik Wire",
        (
            "Ministers of Arvenia and Belmark speak, the first call in {gap} days\n\n"
            "TOLLVIK, {day} - Arvenian Defence Minister Ingrid Sorell spoke by telephone with Belmark Defence Minister Aldo Ferrant on {weekday}, "
            "the Arvenian Defence Ministry said. It was the first call between the two in {gap} days.\n\n"
            "The call was held at the initiative of the Belmark side and lasted about ten minutes, the ministry said.\n\n"
            "The ministers last spoke on {before}.\n"
        ),
    ),
    "gradomir-courier": (
        "Gradomir Courier",
        (
            "Ferrant and Sorell talk about exercises\n\n"
            "GRADOMIR, {day} - Belmark Defence Minister Aldo Ferrant held a telephone conversation with Arvenian Defence Minister Ingrid Sorell on "
            "{weekday}, the Belmark Defence Ministry said in a statement.\n\n"
            "The conversation, at the initiative of the Arvenian side, lasted about half an hour, the statement said.\n\n"
            "COMMENTS\n\nreader77: I heard that they met in person last Tuesday.\n"
        ),
    ),
}
"""By file name: the outlet and its words."""


def add_reports(
    folders: Mapping[str, Path], passphrases: Mapping[str, bytes], told: Told, scratch: Path, end: int
) -> None:
    """Put the reports into the annex of each side, as each found them.

    Args:
        folders: The node of each party, not running.
        passphrases: Of its keys.
        told: The story: its last call was held on the day of ``end``, or nothing was told.
        scratch: A folder for the files, which the nodes do not need afterwards.
        end: UTC milliseconds at which the history ends.
    """
    if not told.calls:
        return
    day, gap = day_of(end), 161
    scratch.mkdir()
    (scratch / "states.csv").write_text(STATES, encoding="utf-8")
    (scratch / "roster.csv").write_text(ROSTER, encoding="utf-8")
    words = {"day": _long(day), "before": _long(day - gap), "weekday": _weekday(day), "gap": gap}
    for name, (_outlet, text) in REPORTS.items():
        (scratch / f"{name}.txt").write_text(text.format(**words), encoding="utf-8")
    reader = reader_of(None, None, beside=scratch)
    for code, folder in folders.items():
        keys = keys_of(folder, passphrases[code])
        with open_annex(folder) as own:
            made = Adding(folder, press_in(own, end), keep=True, post="watch", grade=None)
        for name, (outlet, _text) in REPORTS.items():
            made.one(*read_one(scratch / f"{name}.txt", reader, day_text(day), outlet), "rules")
        list(add(made.notes, partial(_write, folder, keys, end)))


def _write(folder: Path, keys: NodeKeys, now: int, notes: Sequence[Note]) -> Written:
    return note(folder, notes, b"", now, keys=keys)


def _long(day: int) -> str:
    year, month, date = map(int, day_text(day).split("-"))
    return f"{date} {_MONTHS[month - 1]} {year}"


def _weekday(day: int) -> str:
    return _DAYS[(day + 3) % 7]


_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"
)  # fmt: skip
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

"""Offices and the persons who hold them: terms of office, spellings of a name, who was whose counterpart on a day.

Pure: bytes in, records out. It knows no party and no key (the roster of *keys* is ``party/roster.py``), guesses nobody from half a name,
and never turns what is near into an answer.
"""

from watchline.people.roster import Answer, Hint, Holding, Person, Roster, Term, spellings
from watchline.people.shipped import sample_bytes, sample_roster
from watchline.people.spellings import fold, likeness, mixes_scripts, spelled

__all__ = [
    "Answer",
    "Hint",
    "Holding",
    "Person",
    "Roster",
    "Term",
    "fold",
    "likeness",
    "mixes_scripts",
    "sample_bytes",
    "sample_roster",
    "spelled",
    "spellings",
]

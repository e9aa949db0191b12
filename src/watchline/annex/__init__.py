"""A party's private annex: what it notes for itself alone, in a log like any other that is never sent (PROTOCOL 1.3).

Pure. It knows no line, no peer and no frame: what stands here cannot leave by a carrier, because nothing that sends reads it.
"""

from watchline.annex.bundle import annex_files
from watchline.annex.check import check_annex, is_annex
from watchline.annex.name import AnnexName, Place, parse_annex_origin, parse_place
from watchline.annex.press import Belief, Filed, Judged, Press, press_of
from watchline.annex.reading import Log, Said, logs_of, said
from watchline.annex.requests import RequestState
from watchline.annex.standing import Owed, Request, Standing, Stood, standing
from watchline.annex.writing import Note, Tip, begun, opening, tip_of, written

__all__ = [
    "AnnexName",
    "Belief",
    "Filed",
    "Judged",
    "Log",
    "Note",
    "Owed",
    "Place",
    "Press",
    "Request",
    "RequestState",
    "Said",
    "Standing",
    "Stood",
    "Tip",
    "annex_files",
    "begun",
    "check_annex",
    "is_annex",
    "logs_of",
    "opening",
    "parse_annex_origin",
    "parse_place",
    "press_of",
    "said",
    "standing",
    "tip_of",
    "written",
]

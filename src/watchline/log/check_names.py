"""Which files belong to a bundle, by their names alone (docs/spec/bundle.md)."""

from __future__ import annotations

import re

from watchline.log.check_log import Files
from watchline.log.tiles import bodies_path, tile_path
from watchline.log.tree import TILE_HEIGHT, TILE_WIDTH

_NUMBER = "[1-9][0-9]{0,15}"
_ROSTER = re.compile(rf"rosters/([A-Z0-9]{{2,8}})-({_NUMBER})")
_CHARTER = re.compile(rf"charters/({_NUMBER})")
_EVIDENCE = re.compile(rf"evidence/({_NUMBER})")
_LOG = re.compile(rf"logs/([A-Z0-9]{{2,8}})-({_NUMBER})/(.+)")
OLDER = re.compile(rf"checkpoint-({_NUMBER})")
_TILE = re.compile(r"(bodies|tile/(?:entries|[0-9]{1,2}))/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/[0-9]{1,3})?")


class Names:
    """What a folder holds, by what its names say."""

    def __init__(self, files: Files) -> None:
        self.rosters: dict[str, list[int]] = {}
        self.charters: list[int] = []
        self.evidence: list[int] = []
        self.logs: dict[tuple[str, int], set[str]] = {}
        self.besides: list[str] = []
        for name in files.names():
            if found := _ROSTER.fullmatch(name):
                self.rosters.setdefault(found[1], []).append(int(found[2]))
            elif found := _LOG.fullmatch(name):
                self.logs.setdefault((found[1], int(found[2])), set()).add(found[3])
            elif found := _CHARTER.fullmatch(name):
                self.charters.append(int(found[1]))
            elif found := _EVIDENCE.fullmatch(name):
                self.evidence.append(int(found[1]))
            else:
                self.besides.append(name)
        for numbers in (*self.rosters.values(), self.charters, self.evidence):
            numbers.sort()


def belongs(file: str, size: int) -> bool:
    """Tell whether the folder of a log of this size may hold a file of this name."""
    if file == "checkpoint" or OLDER.fullmatch(file):
        return True
    found = _TILE.fullmatch(file)
    if found is None:
        return False
    level = "entries" if found[1] in {"bodies", "tile/entries"} else int(found[1].removeprefix("tile/"))
    number = int(re.sub("[x/]", "", found[2]))
    width = min(TILE_WIDTH, (size if level == "entries" else size >> TILE_HEIGHT * int(level)) - number * TILE_WIDTH)
    return width > 0 and file == (bodies_path(number) if found[1] == "bodies" else tile_path(level, number, width))

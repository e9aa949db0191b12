"""Bounds of everything in a charter, each with its unit and reason (docs/spec/charter.md)."""

from __future__ import annotations

from typing import Final

CHARTER_BYTES_MAX: Final = 31_000
"""Bytes: with twelve signatures it must fit into the body of one entry (32 KiB)."""
PARTIES_MIN: Final = 2
PARTIES_MAX: Final = 12
POSTS_MAX: Final = 64
POST_TEXT_MAX: Final = 64
"""Characters: what an entry's header has room for."""
CIRCUITS_MAX: Final = 16
SLOTS_MAX: Final = 96
"""Line tests of one day: one each quarter of an hour."""
HOLIDAYS_MAX: Final = 366
"""Dates: a whole year in advance."""
KINDS_MAX: Final = 64
HEADS_MAX: Final = 64
"""Heads of the line that another follows."""
GENERATION_MAX: Final = 1_000_000
"""Changes of parties on one line."""
LADDER_MAX: Final = 8
PHONES_MAX: Final = 96
"""Numbers: twelve parties, four desks, two each."""
LANGUAGES_MAX: Final = 8
LINES_MAX: Final = 64
POINTS_MAX: Final = 256
"""Positions of one reference line."""
THIRD_STATES_MAX: Final = 16
"""Third states that are told of activities near their territory; each outline has at most ``POINTS_MAX`` positions."""
NAMES_MAX: Final = 512
"""Places of the gazetteer."""
GROUPS_MAX: Final = 32
"""Relay groups of one party: k of n must be read aloud."""
AGREEMENTS_MAX: Final = 32
NAME_TEXT_MAX: Final = 64
TITLE_TEXT_MAX: Final = 256
PROSE_TEXT_MAX: Final = 4096
"""Characters of an article in one language: a page that can be read aloud in five minutes."""
SEPARATION_M_MAX: Final = 1_000_000
SEPARATION_VERTICAL_M_MAX: Final = 100_000
SEPARATION_S_MAX: Final = 604_800
WINDOW_S_MAX: Final = 43_200
CLOCK_MS_MAX: Final = 3_600_000
LAT_E7_MAX: Final = 900_000_000
LON_E7_MAX: Final = 1_800_000_000
YEAR_MIN: Final = 1970

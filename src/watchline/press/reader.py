"""From a report to claims, by rules: no model, no network, the same text gives the same claims.

The rules read sentence by sentence and gather: one contact of the real world is one claim, however many sentences speak of it.
They suggest and never decide: nothing here is counted before a person has confirmed it. What stands in a reader's comment is
marked and kept apart. The text is data: no words in it change what the rules do.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from watchline.people import Roster
from watchline.press.claim import (
    CLAIMS_MAX,
    Report,
)
from watchline.press.edtf import OPEN, UNKNOWN
from watchline.press.english import Reading
from watchline.press.lexicon import Lexicon
from watchline.press.mentions import Finder
from watchline.press.names import Cast
from watchline.press.reading import clean
from watchline.press.russian import read_russian
from watchline.press.russian_words import is_russian
from watchline.press.tables import ReferenceDay, State, shipped_days, shipped_states


@dataclass(frozen=True)
class Reader:
    """What reports are read with: states, reference days, the roster.

    Attributes:
        roster: Persons and offices; None: only offices and names that the text itself explains.
        states, days: The tables.
    """

    roster: Roster | None = None
    states: tuple[State, ...] = ()
    days: tuple[ReferenceDay, ...] = ()
    learnt: tuple[tuple[str, str], ...] = ()

    @staticmethod
    def shipped(roster: Roster | None = None) -> Reader:
        """Return a reader with the tables that come with this program."""
        return Reader(roster, shipped_states(), shipped_days())

    def taught(self, texts: Iterable[str]) -> Reader:
        """Return this reader with the words for states that no table lists, learnt from all these reports together."""
        lexicon = Lexicon(self.states, self.roster)
        cast = Cast(self.roster, lexicon)
        for raw in texts:
            Finder(cast, OPEN, clean(raw).clean)
        return replace(self, learnt=tuple(sorted(lexicon.learnt().items())))

    @property
    def unlisted(self) -> frozenset[str]:
        """States of the roster for which no table has words."""
        return self.cast.lexicon.unlisted

    @cached_property
    def cast(self) -> Cast:
        """Everybody the roster knows, indexed once."""
        return Cast(self.roster, Lexicon(self.states, self.roster))

    def read(self, raw: str, *, name: str, sha256: str, published: str = UNKNOWN, outlet: str | None = None) -> Report:
        """Return what a report says.

        Args:
            raw: Its text, decoded.
            name: How it is called here.
            sha256: Of its bytes, hexadecimal.
            published: EDTF, or ``unknown``: then the report's own dateline counts, if it has one.
            outlet: Who published it.

        Cost: about linear in the text; some milliseconds for a report.
        """
        text = clean(raw)
        russian = is_russian(text.clean)
        reading = Reading(self, text, published)
        reading.outlet = outlet
        claims = read_russian(reading) if russian else reading.claims()
        body = tuple((item.part.value, *text.place(item.start, item.end)) for item in reading.paragraphs)
        return Report(
            name=name,
            sha256=sha256,
            outlet=outlet,
            published=reading.published,
            language="ru" if russian else "en",
            claims=tuple(claims[:CLAIMS_MAX]),
            body=body,
        )

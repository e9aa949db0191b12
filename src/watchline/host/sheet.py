"""What every sheet of paper about a line has: of which line, between whom, made when and by whose node, and the mark of a demonstration."""

from __future__ import annotations

from collections.abc import Iterable

from watchline.host.here import Here
from watchline.host.paper import Section, made, page
from watchline.host.status import demo_mark


def sheet(here: Here, now: int, title: str, sections: Iterable[Section], foot: Iterable[str]) -> str:
    """Return a whole page about a line.

    Args:
        here: What this node can show.
        now: Wall clock of this node, ms.
        title: What the sheet is.
        sections: Its parts.
        foot: Sentences that belong to every copy.
    """
    charter = here.charter
    parties = ", ".join(f"{party.code} ({party.names.get('en', party.code)})" for party in charter.parties)
    about = made(charter.title or f"Line {charter.line.hex()[:8]}", parties, now, here.code)
    return page(f"{title} · {here.code}", about, sections, (*foot, f"Line {charter.line.hex()}"), demo_mark(here))

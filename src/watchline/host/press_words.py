"""A claim of a report in a line of words of ours: no quote of it."""

from __future__ import annotations

from watchline.record.press_notes import PressClaim


def claim_words(claim: PressClaim) -> str:
    """Return what a report is said to say."""
    from watchline.press.edtf import date_words  # the rules of reading are heavy: not for every list of an annex

    who = " and ".join(f"{one.name or one.office or '?'} ({one.state or '?'})" for one in claim.principals)
    said = [
        date_words(claim.date),
        (claim.status or "").replace("_", " "),
        (claim.form or "").replace("_", " "),
        "" if claim.value is None else str(claim.value),
        (claim.fact or "").replace("_", " "),
        f"at the initiative of {claim.initiative}" if claim.initiative else "",
        f"{claim.bound.replace('_', ' ')} {claim.minutes} minutes".removeprefix("exactly ")
        if claim.minutes is not None
        else "",
        "in passing" if claim.background else "",
        f"by {', '.join(claim.attribution)}" if claim.attribution else "",
    ]
    return f"{claim.kind.replace('_', ' ')}: {', '.join(part for part in [who, *said] if part)}"

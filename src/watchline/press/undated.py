"""The day of a contact that no sentence of its own tells: from the lead, from the text around it, from an interval."""

from __future__ import annotations

import re

from watchline.measure import parse_day
from watchline.press.claim import (
    Basis,
    Form,
    Status,
)
from watchline.press.dates import Resolved, add_days
from watchline.press.dating import Dating
from watchline.press.draft import Draft
from watchline.press.edtf import UNKNOWN, date_words, edtf, weekday
from watchline.press.printed import Printed, printed_dates
from watchline.press.sentences import Part


class Undated(Dating):
    """Gives days to contacts that were told without one."""

    def keep_lead(self, sentence: str, start: int, dates: list[Printed]) -> None:
        """Keep what a sentence says of two states whose officials spoke on a day, without naming them."""
        found = re.search(
            r"(?i)\b(?:officials|chiefs|leaders|ministers|generals|officers|commanders|heads|diplomats|militaries)\b[^.;]{0,20}? (?:spoke|talked|met|conferred|held|had)\b",
            sentence,
        )
        if not found or not dates:
            return
        states = {
            code
            for item in self.lexicon.state_words().finditer(sentence, 0, found.end())
            if (code := self.lexicon.state(item[0]))
        }
        usable = [item for item in dates if item.start >= found.start() and item.start - found.end() < 60]
        if re.match(r"(?i)three\b", sentence) and not states:
            states = set()
        elif len(states) != 2:
            return
        if usable:
            resolved = self.combined(usable[0], dates, sentence, ahead=False)
            self.leads.append((states, resolved, usable[0].text, (start, start + len(sentence))))

    def date_from_lead(self, draft: Draft) -> None:
        """Date a contact from a lead that names only the states: "U.S. and Russian military officials spoke on Tuesday"."""
        if (
            draft.comment
            or draft.no_day
            or draft.background
            or draft.status is not Status.HELD
            or draft.resolved.date != UNKNOWN
            or draft.resolved.weekday is not None
        ):
            return
        for states, resolved, printed, place in self.leads:
            if states == {who.state for who in draft.people} or (not states and len(draft.people) == 3):
                draft.resolved, draft.printed = resolved, printed
                draft.spans.append(place)
                return

    def date_from_nearby(self, draft: Draft) -> None:
        """Date a contact that no sentence dates: by the sentence before it, or, for the first of a report, by its lead."""
        if (
            draft.comment
            or draft.no_day
            or draft.background
            or draft.status is not Status.HELD
            or draft.resolved.date != UNKNOWN
            or draft.resolved.weekday is not None
        ):
            return
        lead = self.lead_dates if len({resolved.date for resolved, _ in self.lead_dates}) == 1 else []
        found = draft.nearby or (lead[0] if lead else None)
        if found is None and edtf(self.published).exact is not None and not draft.lead:
            draft.resolved = Resolved(
                self.published, Basis.RELATIVE, None, "no day is given; read as that of publication"
            )
            return
        if found is not None and (found[0].date != UNKNOWN or found[0].weekday is not None):
            resolved, draft.printed = found
            draft.resolved = resolved._replace(
                words=f"no sentence that tells it gives a day; the text around it says {draft.printed!r}"
            )

    def date_by_intervals(self) -> None:
        """Date a contact that is "the first in 84 days" from the last one before it, and check the weekday."""
        for item, subject, _, people in self.gaps:
            if (
                item.form is not Form.GAP_DAYS
                or not isinstance(item.value, int)
                or item.unit not in {"day", "week"}
                or item.loose
            ):
                continue
            keys = {who.key for who in people}
            target = subject or next(
                (
                    draft
                    for draft in self.drafts
                    if draft.who == keys and not draft.background and draft.status is Status.HELD
                ),
                None,
            )
            if target is None or target.no_day or edtf(target.resolved.date).exact is not None:
                continue
            days = item.value * (7 if item.unit == "week" else 1)
            lasts = [
                draft
                for draft in self.drafts
                if draft is not target
                and draft.who == keys
                and draft.background
                and edtf(draft.resolved.date).exact is not None
            ]
            if not lasts:
                continue
            last = max(lasts, key=lambda draft: edtf(draft.resolved.date).exact or 0).resolved.date
            day = add_days(last, days)
            name = target.resolved.weekday or self._said_weekday()
            words = f"{date_words(day)}: {date_words(last)} + {days} days"
            if name is not None:
                fits = weekday(parse_day(day)) == name
                words += (
                    f"; the text says {name}, and it is one"
                    if fits
                    else f"; the text says {name}, but it is a {weekday(parse_day(day))}"
                )
            target.resolved = Resolved(day, Basis.INTERVAL, target.resolved.weekday, words)

    def _said_weekday(self) -> str | None:
        """Return the weekday on which officials speak of the contact, if the body names only one."""
        names: set[str] = set()
        for paragraph in self.paragraphs:
            if paragraph.part is Part.BODY:
                for item in printed_dates(self.text.clean[paragraph.start : paragraph.end]):
                    if item.kind == "weekday" and "mod" not in item.parts:
                        name = self.calendar.resolve(item).weekday
                        names |= {name} if name else set()
        return names.pop() if len(names) == 1 else None

"""From drafts to claims: one contact of the world is one claim, whatever the number of sentences that tell it."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from watchline.measure import Idiom, Saying, judge
from watchline.press.claim import (
    REQUESTS,
    Basis,
    Claim,
    Form,
    Kind,
    Status,
)
from watchline.press.dates import Resolved
from watchline.press.draft import Draft, join, principals_of, same_class, same_people
from watchline.press.edtf import UNKNOWN, Days, compatible, edtf, of_days, weekday
from watchline.press.lexicon import Who
from watchline.press.previous import Earlier
from watchline.press.undated import Undated


class Gathering(Undated):
    """Makes claims of what was gathered."""

    def gathered(self) -> list[Claim]:
        """Return every claim: contacts joined, intervals worked out, in the order of the text."""
        self.date_by_intervals()
        for draft in self.drafts:
            self.date_from_lead(draft)
            self.date_from_nearby(draft)
            if (
                draft.resolved.date == UNKNOWN
                and not draft.no_day
                and draft.beside is not None
                and draft.status is Status.HELD
                and not draft.background
            ):
                other = draft.beside.resolved
                draft.resolved = Resolved(
                    other.date,
                    Basis.RELATIVE if other.date != UNKNOWN else Basis.UNKNOWN,
                    other.weekday,
                    "told together with the contact before it, and no other day is given",
                )
        drafts = self._lead_gives_way(self._one_each(self.drafts))
        claims = [self._contact(draft) for draft in drafts]
        claims += [self._checked(claim) for claim in self.found]
        for day, start, end in self.anchors:
            claims.append(
                Claim(
                    kind=Kind.EVENT,
                    date=of_days(Days(day.day, day.day)),
                    date_basis=Basis.REFERENCE,
                    date_printed=self.text.clean[start:end],
                    value=day.name,
                    spans=(self.span(start, end),),
                )
            )
        return sorted(claims, key=lambda claim: (claim.spans[0].start, claim.kind, claim.date))

    def _one_each(self, drafts: list[Draft]) -> list[Draft]:
        """Join drafts of one contact that became known only later: an undated one to the only dated one of its people."""
        kept: list[Draft] = []
        for draft in drafts:
            if draft.no_day:
                kept.append(draft)
                continue
            twins = [
                other
                for other in drafts
                if other is not draft
                and not other.comment
                and not draft.comment
                and same_people(other, draft)
                and same_class(other.status, draft.status)
                and other.resolved.date != UNKNOWN
                and (other.background == draft.background or self._recent(other))
            ]
            if (
                not draft.comment
                and draft.resolved.date == UNKNOWN
                and twins
                and draft.resolved.weekday is None
                and draft.status is Status.HELD
            ):
                near = min(twins, key=lambda other: _apart(other, draft))
                join(near, replace(draft))
                continue
            if (
                not draft.comment
                and draft.resolved.date == UNKNOWN
                and len(twins) == 1
                and (
                    draft.resolved.weekday in {None, twins[0].resolved.weekday}
                    or (
                        twins[0].resolved.weekday is None
                        and edtf(twins[0].resolved.date).exact is not None
                        and weekday(edtf(twins[0].resolved.date).exact or 0) == draft.resolved.weekday
                    )
                )
            ):
                join(twins[0], replace(draft))
                continue
            same = next(
                (
                    other
                    for other in kept
                    if not other.comment
                    and not draft.comment
                    and other.who == draft.who
                    and same_class(other.status, draft.status)
                    and other.resolved.date == draft.resolved.date
                    and other.resolved.weekday == draft.resolved.weekday
                    and draft.resolved.date != UNKNOWN
                ),
                None,
            )
            if same is not None:
                join(same, draft)
                same.background = same.background and draft.background
                continue
            kept.append(draft)
        return kept

    def _recent(self, draft: Draft) -> bool:
        """Whether a contact took place in the days before publication: then a report may be about it, in whatever tense."""
        day, last = edtf(draft.resolved.date).exact, edtf(self.published).last
        return day is not None and last is not None and 0 <= last - day <= 10

    def _lead_gives_way(self, drafts: list[Draft]) -> list[Draft]:
        """Where the lead announces what the body reports as held, the body stands; the difference is kept for the conflicts."""
        kept: list[Draft] = []
        for draft in drafts:
            held = next(
                (
                    other
                    for other in drafts
                    if other.status is Status.HELD
                    and not other.background
                    and not other.comment
                    and other.who == draft.who
                    and compatible(other.resolved.date, draft.resolved.date)
                ),
                None,
            )
            if (
                draft.status is Status.SCHEDULED
                and not draft.comment
                and held is not None
                and (draft.lead or draft.resolved.date in {UNKNOWN, held.resolved.date})
            ):
                held.ahead_of = "scheduled"
                if (
                    held.resolved.date == UNKNOWN
                    and draft.resolved.weekday is not None
                    and self.said_today(draft.resolved.weekday)
                ):
                    held.resolved = Resolved(self.published, Basis.WEEKDAY, draft.resolved.weekday)
                held.spans += draft.spans
                held.channel = held.channel or draft.channel
                continue
            kept.append(draft)
        return kept

    def said_today(self, name: str) -> bool:
        """Whether a weekday is that of publication."""
        day = edtf(self.published).exact
        return day is not None and weekday(day) == name

    def _contact(self, draft: Draft) -> Claim:
        resolved = draft.resolved
        date, basis, name = resolved.date, resolved.basis, resolved.weekday
        if draft.status in {Status.NOT_SCHEDULED, Status.AVOIDED} and date == UNKNOWN and self.published != UNKNOWN:
            date, basis = self.published, Basis.RELATIVE
        if (
            draft.status in REQUESTS
            and date == UNKNOWN
            and self.published != UNKNOWN
            and edtf(self.published).exact is not None
            and draft.status is not Status.SOUGHT
        ):
            date, basis = f"../{self.published}", Basis.RELATIVE
        if date == UNKNOWN and name is None:
            basis = Basis.UNKNOWN
        begun = list(dict.fromkeys(draft.initiatives))
        both = "both" in begun or len(begun) > 1
        spans = tuple(dict.fromkeys(self.span(*place) for place in sorted(set(draft.spans))))
        return Claim(
            kind=Kind.REQUEST if draft.status in REQUESTS else Kind.CONTACT,
            principals=principals_of(draft.people),
            date=date,
            date_basis=basis,
            date_printed=draft.printed,
            weekday=name,
            status=draft.status,
            initiative=None if both or not begun else begun[0],
            initiative_both=both,
            duration=draft.duration,
            channel=draft.channel,
            confidential=draft.confidential,
            attribution=draft.attribution,
            background=draft.background,
            comment=draft.comment,
            derivation=resolved.words,
            value=draft.ahead_of,
            spans=spans,
        )

    def _checked(self, claim: Claim) -> Claim:
        """Return an earlier-contact claim with its arithmetic checked against the report's own contacts."""
        if claim.kind is not Kind.PREVIOUS or claim.key is None:
            return claim
        item, subject, _, people = self.gaps[int(claim.key)]
        keys = {who.key for who in people}
        main = subject or next(
            (
                draft
                for draft in self.drafts
                if draft.who == keys and not draft.background and draft.status is Status.HELD
            ),
            None,
        )
        on = None if main is None else edtf(main.resolved.date).exact
        days = sorted(
            {
                day
                for draft in self.drafts
                if not draft.comment
                and draft.who == keys
                and draft.status is Status.HELD
                and (day := edtf(draft.resolved.date).exact) is not None
            }
        )
        dated = edtf(claim.date)
        saying = None
        match item.form:
            case Form.GAP_DAYS if isinstance(claim.value, int) and not item.loose and item.unit == "day":
                saying = Saying(Idiom.FIRST_IN, claim.value, 0)
            case Form.FIRST_SINCE if dated.last is not None:
                saying = Saying(Idiom.FIRST_SINCE, 0, dated.last)
            case Form.LAST_ON if dated.exact is not None:
                saying = Saying(Idiom.LAST_ON, 0, dated.exact)
            case _:
                pass
        agrees = None if on is None or saying is None else judge(saying, days, on).agrees
        arithmetic = None if agrees is None else "right" if agrees else "wrong"
        return msgspec.structs.replace(claim, key=None, arithmetic=arithmetic)

    def keep_earlier(self, people: tuple[Who, ...], form: Form, resolved: Resolved, place: tuple[int, int]) -> None:
        """Keep a statement of an earlier contact on a day."""
        self.found.append(
            Claim(
                kind=Kind.PREVIOUS,
                principals=principals_of(people),
                form=form,
                value=resolved.date,
                date=resolved.date,
                date_basis=resolved.basis,
                spans=(self.span(*place),),
            )
        )

    def keep_gap(self, people: tuple[Who, ...], days: int, place: tuple[int, int], subject: Draft | None) -> None:
        """Keep "the first in so many days"; it dates the contact, or is checked against its day."""
        self.found.append(
            Claim(
                kind=Kind.PREVIOUS,
                principals=principals_of(people),
                form=Form.GAP_DAYS,
                value=days,
                spans=(self.span(*place),),
                key=str(len(self.gaps)),
            )
        )
        self.gaps.append((Earlier(Form.GAP_DAYS, *place, days, "day"), subject, place, people))


def _apart(ours: Draft, theirs: Draft) -> int:
    """Return how far apart two drafts stand in the text; one told before counts as nearer than one told behind."""
    gap = theirs.spans[0][0] - ours.spans[0][0]
    return gap if gap >= 0 else -2 * gap

"""What a sentence says besides a contact: earlier contacts, lines, readouts, statements."""

from __future__ import annotations

import re

from watchline.press.claim import (
    Basis,
    Claim,
    Form,
    Kind,
    LineFact,
    Principal,
    Status,
)
from watchline.press.dates import UNDATED, Resolved, add_days
from watchline.press.draft import Draft, moved, principals_of
from watchline.press.edtf import UNKNOWN, date_words, edtf
from watchline.press.frames import Frame
from watchline.press.gathering import Gathering
from watchline.press.lexicon import Who
from watchline.press.mentions import PRONOUN
from watchline.press.naming import Mention
from watchline.press.previous import Earlier
from watchline.press.printed import Printed, number, printed_dates
from watchline.press.said import attribution, is_readout, quote, speaker
from watchline.press.wires import Wire


class Telling(Gathering):
    """Reads what is said besides the contacts themselves."""

    def tell_earlier(
        self,
        sentence: str,
        start: int,
        before: list[Earlier],
        named: list[Mention],
        drafts: list[Draft],
        told: list[Frame],
    ) -> None:
        """Keep what is said of earlier contacts, and the contact of that day, where the text dates it."""
        for item in before:
            people = self._of_whom(item, sentence, named, drafts)
            if len(people) < 2:
                continue
            place = (start + item.start, start + item.end)
            date, basis, printed, value = UNKNOWN, Basis.UNKNOWN, None, item.value
            subject = (
                drafts[0]
                if drafts and not drafts[0].background
                else self.current
                if self.current is not None and {who.key for who in people} == self.current.who
                else None
            )
            if item.dated is not None:
                resolved = self.combined(item.dated, printed_dates(sentence), sentence, ahead=False)
                if resolved.date.startswith("XXXX") or resolved.date == UNKNOWN:
                    resolved = self._dated_by_event(sentence, item.dated, resolved)
                date, basis, printed, value = resolved.date, resolved.basis, item.dated.text, resolved.date
                if resolved.date != UNKNOWN or resolved.weekday:
                    self.keep_background(people, resolved, item, (start, start + len(sentence)), subject)
            if item.form is Form.GAP_DAYS and isinstance(item.value, int) and item.unit != "day":
                value = (
                    item.value * 7
                    if item.unit == "week"
                    else f"{item.value} {item.unit}{'s' if item.value > 1 else ''}"
                )
            self.found.append(
                Claim(
                    kind=Kind.PREVIOUS,
                    principals=principals_of(people),
                    form=item.form,
                    value=value,
                    date=date,
                    date_basis=basis,
                    date_printed=printed,
                    spans=(self.span(*place),),
                    key=str(len(self.gaps)),
                )
            )
            self.gaps.append((item, subject, place, people))
            self._derived(sentence, item, start, subject)

    def _dated_by_event(self, sentence: str, printed: Printed, resolved: Resolved) -> Resolved:
        """Return a month and day with the year that "six days before" a reference day gives it."""
        for other in printed_dates(sentence):
            if other.kind == "span" and other.start > printed.end and other.parts["dir"] == "before":
                counted = self.calendar.resolve(other, base=self.base_of(other, printed_dates(sentence), sentence))
                if counted.date != UNKNOWN and resolved.date[4:7] == counted.date[4:7]:
                    return Resolved(counted.date[:4] + resolved.date[4:], Basis.REFERENCE, None, counted.words)
        return resolved

    def _derived(self, sentence: str, item: Earlier, start: int, subject: Draft | None) -> None:
        """Date "a week before the last call between Austin and Shoigu" from the date beside it."""
        found = re.search(
            r"(?i)\b(?P<n>one|two|three|four|a|\d+) (?P<unit>days?|weeks?) before the (?:last|previous|most recent) (?:call|conversation|meeting|contact) between",
            sentence,
        )
        if not found or item.dated is None or item.form not in {Form.LAST_ON, Form.NONE_UNTIL}:
            return
        count = number(found["n"])
        mentions = [moved(one, -start) for one in self.finder.find(start + found.end(), start + len(sentence))]
        people = tuple(dict.fromkeys(who for one in mentions for who in one.people))
        base = self.calendar.resolve(item.dated).date
        if base.startswith("XXXX"):
            base = self._dated_by_event(sentence, item.dated, self.calendar.resolve(item.dated)).date
        if count is None or len(people) != 2 or edtf(base).exact is None:
            return
        days = count * (7 if found["unit"].lower().startswith("week") else 1)
        words = f"{date_words(add_days(base, days))}: {date_words(base)} + {days} days"
        self.keep_background(
            people,
            Resolved(add_days(base, days), Basis.INTERVAL, None, words),
            item,
            (start, start + len(sentence)),
            None,
        )

    def _of_whom(self, item: Earlier, sentence: str, named: list[Mention], drafts: list[Draft]) -> tuple[Who, ...]:
        """Return between whom an earlier contact was."""
        if drafts and any(draft.status is Status.HELD or len(drafts) == 1 for draft in drafts):
            near = min(drafts, key=lambda draft: 0 if draft.status is Status.HELD else 1)
            return near.people
        head = sentence[: item.end]
        spoken = PRONOUN.search(sentence[: item.end])
        if spoken and spoken["two"] and not any(one.start < spoken.start() for one in named) and len(self.pair) >= 2:
            return self.pair
        listed = tuple(dict.fromkeys(who for one in named if one.start < item.end + 60 for who in one.people))
        if len(listed) >= 2 and len({who.state for who in listed}) >= 2:
            return listed[:2] if len(listed) != 3 or "two" in head else listed
        if len(listed) == 1:
            if self.pair and listed[0].key in {who.key for who in self.pair}:
                return self.pair
            other = next(
                (
                    who
                    for who in (*((self.main,) if self.main else ()), *reversed(self.finder.last))
                    if who.state != listed[0].state and who.level == listed[0].level
                ),
                None,
            )
            return (listed[0], other) if other is not None else ()
        if re.search(r"(?i)highest levels?|officials|militar(?:y|ies)|governments|countries|states|sides", sentence):
            states = tuple(
                dict.fromkeys(
                    code
                    for found in self.lexicon.state_words().finditer(sentence)
                    if (code := self.lexicon.state(found[0]))
                )
            )
            if len(states) == 2:
                return tuple(Who(f"={code}", None, None, None, code) for code in states)
        return self.pair if self.age <= 6 else ()

    def keep_background(
        self, people: tuple[Who, ...], resolved: Resolved, item: Earlier, place: tuple[int, int], subject: Draft | None
    ) -> None:
        """Keep the contact of an earlier day that a statement dates."""
        if any(who.key.startswith("=") for who in people):
            return
        if (
            subject is not None
            and subject.resolved.date != UNKNOWN
            and subject.resolved.date == resolved.date
            and item.form is not Form.LAST_ON
        ):
            return
        draft = Draft(people, Status.HELD, resolved, None, [place], background=True)
        self.merge(draft)

    def tell_lines(self, facts: list[Wire], sentence: str, start: int, dates: list[Printed]) -> None:
        """Keep what a sentence says of a line; states that it does not name are those spoken of before."""
        for fact in facts:
            states = fact.states
            if len(states) < 2:
                others = (
                    *self.line_states,
                    *(who.state for who in self.pair if who.state),
                    *reversed(self.states_seen),
                )
                states = tuple(dict.fromkeys((*states, *others)))[:2]
            if len(states) < 2:
                continue
            states = states[:2] if len(states) > 3 else states
            if len(fact.states) >= 2:
                self.line_states = states
            usable = [
                item
                for item in dates
                if item.kind != "year"
                and not re.search(r"(?i)\b(?:since|until|said)\s*(?:on )?$", sentence[: item.start][-12:])
            ]
            resolved = (
                self.combined(usable[0], dates, sentence, ahead=False)
                if usable and fact.fact is not LineFact.PURPOSE
                else UNDATED
            )
            self.found.append(
                Claim(
                    kind=Kind.LINE,
                    principals=tuple(Principal(state=code) for code in sorted(set(states))),
                    fact=fact.fact,
                    per_day=fact.per_day,
                    count=fact.times,
                    date=resolved.date,
                    date_basis=resolved.basis,
                    date_printed=usable[0].text if usable and resolved.date != UNKNOWN else None,
                    attribution=attribution(sentence),
                    spans=(self.span(start, start + len(sentence)),),
                )
            )

    def tell_statements(
        self, sentence: str, start: int, end: int, named: list[Mention], drafts: list[Draft], told: list[Frame]
    ) -> None:
        """Keep readouts and statements."""
        who = speaker(sentence, named)
        source = attribution(sentence)
        if (
            is_readout(sentence)
            and self.age <= 10
            and (
                quote(sentence)
                or re.search(
                    r"(?i)\b(?:discussed|discussion|urged|emphasi[sz]ed|details|read-?out|topics|raised|issues)\b",
                    sentence,
                )
            )
        ):
            party = self._side(sentence, named, who, source)
            target = next(
                (
                    draft
                    for draft in (self.current, *reversed(self.drafts))
                    if draft is not None
                    and draft.status is Status.HELD
                    and not draft.background
                    and not draft.comment
                    and party in {one.state for one in draft.people}
                ),
                None,
            )
            if target is not None:
                self.spoke = party
                self.found.append(
                    Claim(
                        kind=Kind.READOUT,
                        principals=principals_of(target.people),
                        party=party,
                        gist=(quote(sentence) or sentence)[:160],
                        date=target.resolved.date,
                        date_basis=target.resolved.basis,
                        attribution=source,
                        spans=(self.span(start, end),),
                    )
                )
        if who is not None and not any(frame.status is not None for frame in told):
            self.found.append(
                Claim(
                    kind=Kind.STATEMENT,
                    principals=principals_of((who,)),
                    attribution=source,
                    gist=(quote(sentence) or "")[:160] or None,
                    spans=(self.span(start, end),),
                )
            )

    def _side(self, sentence: str, named: list[Mention], who: Who | None, source: tuple[str, ...]) -> str | None:
        """Return whose readout a sentence gives: the state of its source, else of the person who speaks, else the one named nearest to the saying."""
        for words in reversed(source):
            code = next(
                (
                    code
                    for found in self.lexicon.state_words().finditer(words)
                    if (code := self.lexicon.state(found[0]))
                ),
                None,
            )
            if code is not None:
                return str(code)
        if who is not None:
            return who.state
        said = re.search(r"(?i)\b(?:said|stated|according to|read-?out|statement|told|added|posted)\b", sentence)
        at = said.start() if said else 0
        sides = [
            (abs(found.start() - at), code)
            for found in self.lexicon.state_words().finditer(sentence)
            if (code := self.lexicon.state(found[0])) and abs(found.start() - at) <= 40
        ]
        sides += [(abs(item.start - at), item.people[0].state or "") for item in named]
        return min(sides)[1] if sides else (self.spoke if source else None)

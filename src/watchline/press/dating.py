"""The day of a contact: which date of a sentence is its own, and what to do where none is."""

from __future__ import annotations

import re

from watchline.press.claim import (
    REQUESTS,
    Form,
    Status,
)
from watchline.press.counted import counted_from
from watchline.press.dates import UNDATED, Resolved, add_days
from watchline.press.draft import WEAK
from watchline.press.edtf import UNKNOWN, Days, edtf
from watchline.press.frames import Frame
from watchline.press.naming import Mention
from watchline.press.outcome import MOVED
from watchline.press.previous import Earlier
from watchline.press.printed import Printed, printed_dates
from watchline.press.saying import SAYING, said_again, says, told_between, told_person
from watchline.press.sheet import Sheet

_SAME_DAY = re.compile(
    r"(?i)(?:earlier|later) in the day|overnight|that (?:same )?(?:day|evening|afternoon|morning|night)|the same (?:day|evening)"
)
_BEEN = re.compile(
    r"(?i)\b(?:was|were|had been) (?:due|set|scheduled|supposed|planned|meant|arranged|expected|to have|booked)\b"
)
_TO_COME = re.compile(
    r"(?i)\b(?:will|shall|due|scheduled|planned|set for|to be held|upcoming|forthcoming)\b[^;]{0,60}$"
)
"""What follows a contact that was held and tells of something to come has a day of its own."""
_EVENT_DAY = re.compile(
    r"(?i)\b(?:since|until|till|before|after|prior to|following|ahead of) (?:the|a|an|its|his|her|their) (?!(?:[a-z-]+ ){0,2}(?:calls?|talks|meetings?|conversations?|visits?|exchanges?|contacts?|discussions?|letters?)\b)(?:[a-z-]+ ){1,3}(?:on |of |in )?$"
)
"""The day of an event from which or up to which something is told: "since the collision on 20 October"."""
_ON_TO = re.compile(r" (?:to|with|from|by) ")
"""A day right before somebody's preposition is that of the contact with him: "on Monday to X, on Tuesday to Y"."""
_AGAIN = re.compile(r"(?i)\b(?:again|another|further|follow-up|resume|next (?:call|round|meeting|conversation))\b")
"""A further contact is not of the day on which it is told of."""
HEADS = re.compile(r"^\W*(?:\d{1,2} [A-Z]|[A-Z][a-z]{2,8}\.? \d{1,2}\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)")
"""A paragraph that begins with a day tells what happened on it."""


class Dating(Sheet):
    """Gives contacts their days: from their own sentence, from the text around it, from an interval."""

    def date_of(
        self,
        sentence: str,
        frame: Frame,
        before: list[Earlier],
        mentions: list[Mention],
        dates: list[Printed] | None = None,
    ) -> tuple[Resolved, str | None]:
        """Return the day of a contact as one sentence gives it: the nearest date that dates neither the saying nor something earlier."""
        every = printed_dates(sentence) if dates is None else dates
        if any(item.kind in {"md", "iso", "weekday", "dom"} for item in every):
            every = [item for item in every if not _SAME_DAY.fullmatch(item.text)]
        if from_day := counted_from(sentence, frame, every):
            item, near = from_day
            day = edtf(self.combined(near, every, sentence, ahead=False).date)
            turned = {**item.parts, "dir": "before" if item.parts["dir"] == "after" else "after"}
            if day.exact is not None:
                return self.calendar.resolve(item._replace(parts=turned), base=day), item.text
        when = next((one.dated for one in before if one.dated and re.match(r",? when\b", sentence[one.dated.end :]) and one.dated.end < frame.at), None)  # fmt: skip
        if when is not None:
            return self.combined(when, every, sentence, ahead=False), when.text
        ahead = (
            (frame.status is Status.SCHEDULED and (not _BEEN.search(sentence) or MOVED.search(sentence) is not None))
            or (frame.status in {Status.NOT_SCHEDULED, Status.AVOIDED} and not re.search(r"(?i)\blast\b", sentence))
            or (
                frame.status is Status.CANCELLED
                and bool(
                    re.search(
                        r"(?i)\b(?:will|was to|is to|were to|next|tomorrow|has been|have been|is off|has|have)\b",
                        sentence,
                    )
                )
                and not re.search(r"(?i)\bhad been|\bwas\b|\bwere\b", sentence)
            )
            or (
                frame.status is Status.CANCELLED
                and bool(re.search(r"(?i)\b(?:planned|scheduled|upcoming|due|forthcoming)\b", sentence))
                and not re.search(r"(?i)\bhad been|\bwas\b|\bwere\b", sentence)
            )
        )
        usable: list[tuple[int, Printed]] = []
        saying: list[Printed] = []
        others = [item.start for item in mentions if not frame.at - 5 <= item.start <= frame.end]
        months: list[Printed] = []
        for item in every:
            if (
                item.kind == "unit"
                and item.parts["unit"].lower() == "month"
                and item.parts["mod"].lower() in {"this", "earlier this"}
            ):
                months.append(item)
            if any(
                one.dated == item
                or (one.start <= item.start < one.end and one.form in {Form.FIRST_SINCE, Form.LAST_ON, Form.GAP_DAYS})
                for one in before
            ):
                continue
            head = sentence[: item.start]
            if _EVENT_DAY.search(head):
                continue
            if frame.status is Status.HELD and _TO_COME.search(sentence[frame.end : item.start]):
                continue
            if (
                re.search(
                    r"(?i)\bsince\s+(?:the |their )?[a-z]*\s*$|\b(?:until|till|before|after|from|prior to|following)\s+(?:the )?(?:war|invasion)?\s*$|\bby\s+$",
                    head[-24:],
                )
                and item.kind != "span"
                and not sentence.startswith("'s ", item.end)
            ):
                continue
            if (
                item.kind == "unit"
                and item.parts["mod"].lower().startswith(("this", "the same", "earlier", "later"))
                and item.parts["unit"].lower() != "week"
            ):
                continue
            if item.kind == "year" or (
                item.kind == "span"
                and item.parts.get("dir") in {"before", "after"}
                and re.match(r"\s+[\w\d]", sentence[item.end :])
                and self._behind(item, every) is None
            ):
                continue
            if item.kind == "span" and item.parts["unit"].startswith(("month", "year")) and item.parts["dir"] != "ago":
                continue
            span_start = (
                min(frame.at, *(one.start for one in mentions if set(one.people) <= set(frame.people)), frame.at)
                if mentions
                else frame.at
            )
            if (
                says(head, frame) and not told_between(head, frame, item) and not told_person(head, mentions, frame)
            ) or re.match(r"(?i)[^,.;]{0,3},? (?:said|told|announced|reported|a spokes)", sentence[item.end :]):
                saying.append(item)
                continue
            if (
                frame.status in REQUESTS
                and re.match(r"(?i)\s*On\s*$", head)
                and re.match(r",? [^.]{0,90}\b(?:said|told)\b", sentence[item.end :])
            ):
                saying.append(item)
                continue
            distance = (
                item.start - frame.end
                if item.start >= frame.end
                else frame.at - item.end
                if item.end <= frame.at
                else max(0, frame.end - item.end) // 4
            )
            distance = 0 if 0 <= item.start - frame.end <= 4 and "," not in sentence[frame.end : item.start] else distance  # fmt: skip
            whose = next((one.start for one in mentions if one.end == frame.end), 0)
            distance = 0 if _ON_TO.fullmatch(sentence, item.end, whose) else distance
            clause = next(
                (
                    one.span()
                    for one in re.finditer(r",\s(?:who|whose|which|where|when|whom)\b[^,]*,", sentence)
                    if one.start() <= item.start < one.end()
                ),
                None,
            )
            distance += 80 * (clause is not None and not clause[0] <= frame.at < clause[1])
            distance += 60 * any(
                min(item.start, frame.at) < at < max(item.start, frame.at) and not span_start <= at <= frame.end
                for at in others
            )
            distance += (
                40
                * bool(
                    re.search(
                        r"[;]|, (?:while|and then|before|then|and (?:on|in|the|later|a))\b",
                        sentence[min(item.end, frame.end) : max(item.start, frame.at)],
                    )
                )
                if item.start > frame.end or item.end < frame.at
                else 0
            )
            distance += 50 * (frame.clause[1] > 0 and not frame.clause[0] <= item.start <= frame.clause[1])
            usable.append((abs(distance), item))
        counted = [self._behind(item, every) for _, item in usable if item.kind in {"span", "dayrel"}]
        usable = [pair for pair in usable if pair[1] not in counted]
        if frame.status is Status.SCHEDULED:
            usable = [pair for pair in usable if pair[1].start > frame.at] or usable
        moved = [
            pair
            for pair in usable
            if re.search(
                r"(?i)\b(?:moved|postponed|rescheduled|put (?:back|off)|brought forward|delayed|pushed back)\b[^.;]{0,20} (?:to|until|till) $",
                sentence[: pair[1].start],
            )
        ]
        usable = moved or usable
        if len(usable) > 1:
            usable = [
                pair
                for pair in usable
                if not (
                    pair[1].kind == "unit"
                    and pair[1].parts["mod"].lower().startswith(("this", "the same", "earlier", "later"))
                )
            ] or usable
        specific = sorted(
            usable,
            key=lambda pair: (
                pair[0]
                + (30 if pair[1].kind in {"unit", "month", "ago"} and len(usable) > 1 and pair[0] > 1 else 0)
                + (60 if pair[1].kind in {"dayrel", "span"} and said_again(pair[1], usable, sentence) else 0),
                pair[1].start,
            ),
        )
        for _, item in specific:
            if item.kind in {"md", "iso"} and (
                edtf(self.calendar.resolve(item).date).exact in self.calendar.anchors
                or re.search(r"(?i)\b(?:began|beginning|started|starting|launched) (?:on )?$", sentence[: item.start])
            ):
                continue
            resolved = self.combined(item, every, sentence, ahead=ahead)
            if ahead and item.kind == "weekday" and resolved.date == self.published and _AGAIN.search(sentence):
                resolved = resolved._replace(date=add_days(resolved.date, 7))
            if ahead and "y" not in item.parts and self._far(resolved):
                resolved = self.combined(item, every, sentence, ahead=False)
            if frame.status in REQUESTS and resolved.date != UNKNOWN and re.search(r"(?i)\bso far\b", sentence):
                return with_date(resolved, f"../{resolved.date}"), item.text
            return resolved, item.text
        if saying:
            resolved = self.combined(saying[0], every, sentence, ahead=False)
            if frame.status in REQUESTS and len(resolved.date) == 10 and resolved.date[0] != "X":
                return with_date(resolved, f"../{resolved.date}"), saying[0].text
            if frame.status is Status.HELD:
                return resolved._replace(words=f"{WEAK}: {saying[0].text!r}"), saying[0].text
        if months and frame.status is Status.HELD:
            return self.calendar.resolve(months[0]), months[0].text
        return UNDATED, None

    def with_years(self, dates: list[Printed]) -> list[Printed]:
        """Return dates with the year that a story told year by year has reached: "In May 2030 …. In July …"."""
        found: list[Printed] = []
        last = self.calendar.published.last
        for item in dates:
            if item.kind in {"md", "month", "iso"} and "y" in item.parts and "rel" not in item.parts:
                month = edtf(self.calendar.resolve(item).date).first
                if month is not None and last is not None and last - month > 250:
                    self.year, self.year_age = (int(item.parts["y"]), month), 0
            elif item.kind in {"md", "month"} and "y" not in item.parts and "rel" not in item.parts and self.year is not None and self.year_age <= 1 and last is not None:  # fmt: skip
                year, reached = self.year
                for guess in (year, year + 1):
                    dated = Printed(item.start, item.end, item.kind, item.text, {**item.parts, "y": str(guess)})
                    day = edtf(self.calendar.resolve(dated).date)
                    if day.last is not None and day.last >= reached and day.last <= last and not (guess == year + 1 and last - day.last < 200):  # fmt: skip
                        found.append(dated)
                        self.year, self.year_age = (guess, day.first or reached), 0
                        break
                else:
                    found.append(item)
                continue
            found.append(item)
        return found

    def is_ahead(self, resolved: Resolved) -> bool:
        """Whether a day lies behind publication."""
        day, last = edtf(resolved.date).exact, self.calendar.published.last
        return day is not None and last is not None and day > last

    def _far(self, resolved: Resolved) -> bool:
        """Whether a day to come is so far off that nobody would leave out its year: then the day just past is meant."""
        day, last = edtf(resolved.date).first, self.calendar.published.last
        return day is not None and last is not None and day - last > 240

    def combined(self, item: Printed, every: list[Printed], sentence: str, *, ahead: bool) -> Resolved:
        """Return a date, with the weekday that stands beside it: "Friday, 13 May"."""
        base = None
        if item.kind in {"span", "dayrel"}:
            base = self.base_of(item, every, sentence)
        resolved = self.calendar.resolve(item, ahead=ahead, base=base)
        if ahead and item.kind == "dom" and self.is_ahead(resolved):
            told = next((other for other in every if other.kind == "dom" and other.end < item.start), None)
            back = self.calendar.resolve(item)
            if told is not None and self.calendar.resolve(told).date < back.date:
                resolved = back
        beside = next(
            (
                other
                for other in every
                if (other.kind == "weekday" and other is not item and abs(other.start - item.end) <= 3)
                or (other.kind == "weekday" and other is not item and 0 <= item.start - other.end <= 3)
            ),
            None,
        )
        if item.kind == "weekday":
            dated = next(
                (
                    other
                    for other in every
                    if other.kind in {"md", "iso"}
                    and (0 <= other.start - item.end <= 3 or 0 <= item.start - other.end <= 3)
                ),
                None,
            )
            if dated is not None:
                return self.combined(dated, every, sentence, ahead=ahead)
        if beside is not None and item.kind in {"md", "iso"}:
            name = self.calendar.resolve(beside).weekday
            return resolved._replace(weekday=name)
        return resolved

    @staticmethod
    def _behind(item: Printed, every: list[Printed]) -> Printed | None:
        """Return the date that "three days after" counts from: "three days after the storm of 25 October"."""
        return next(
            (other for other in every if 0 < other.start - item.end <= 40 and other.kind in {"md", "iso"}), None
        )

    def base_of(self, item: Printed, every: list[Printed], sentence: str) -> Days | None:
        """Return what "a week before" counts from: a date right behind it, a reference day, or the contact spoken of."""
        behind = self._behind(item, every)
        if behind is not None:
            return edtf(self.calendar.resolve(behind).date)
        for day, _, _ in self.anchors:
            if any(words in sentence[item.end :] for words in day.printed):
                return Days(day.day, day.day)
        told = [other for other in every if other.end <= item.start and other.kind in {"md", "iso", "weekday"}]
        if told and item.parts.get("dir") in {
            "later",
            "next",
            "following",
            "earlier",
            *(("before", "previous") if item.kind == "dayrel" else ()),
        }:
            return edtf(self.calendar.resolve(told[-1]).date)
        if (
            (
                item.kind == "dayrel"
                or item.parts.get("dir") in {"earlier", "later", "before", "after", "previously", "on"}
            )
            and self.current is not None
            and item.parts.get("dir") != "ago"
        ):
            dated = edtf(self.current.resolved.date)
            if dated.exact is not None:
                return dated
        said = [other for other in every if other is not item and other.kind in {"md", "iso", "weekday"} and SAYING.search(sentence[: other.start])]  # fmt: skip
        if said and item.parts.get("dir") in {"before", "previous", "earlier"}:
            return edtf(self.calendar.resolve(said[-1]).date)
        near = self.before_date or self.paragraph_date
        if near is not None and item.parts.get("dir") in {"earlier", "later", "before", "after", "previous", "next", "following"}:  # fmt: skip
            return edtf(near[0].date)
        return None

    def plain_dates(self, sentence: str, dates: list[Printed], before: list[Earlier]) -> list[tuple[Resolved, str]]:
        """Return the past days that a sentence names as its own: not of a saying, an earlier contact, or a plan."""
        found = []
        for item in dates:
            head = sentence[: item.start]
            if item.kind not in {"md", "iso", "weekday", "today", "span", "dayrel", "dom"} or any(
                one.dated == item or one.start <= item.start < one.end for one in before
            ):
                continue
            if item.kind in {"span", "dayrel"} and (
                self.base_of(item, dates, sentence) is None
                or item.parts.get("dir") in {"before", "after", "ago", "previously"}
                or item.parts.get("unit", "day").rstrip("s") not in {"day", "week"}
            ):
                continue
            if (
                re.search(r"(?i)\b(?:since|until|till|before|after|from|by)\s+(?:the )?$", head[-16:])
                or SAYING.search(head)
                or re.search(r"(?i)\b(?:will|next|set for|due|to be|planned)\b[^.;]{0,40}$", head)
                or re.match(r"(?i)[^,.;]{0,3},? (?:said|told|announced|reported)", sentence[item.end :])
            ):
                continue
            resolved = self.combined(item, dates, sentence, ahead=False)
            if not self.is_ahead(resolved):
                found.append((resolved, item.text))
        return found


def with_date(resolved: Resolved, date: str) -> Resolved:
    """Return a resolved date with another EDTF text."""
    return resolved._replace(date=date)

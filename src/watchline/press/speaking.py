"""Who speaks in a report, and who is meant by an office alone or by "the two": from the house that the report comes from and what went before."""

from __future__ import annotations

import re

from watchline.press.following import Following
from watchline.press.lexicon import Who
from watchline.press.mentions import PRONOUN
from watchline.press.naming import Mention
from watchline.press.said import speaker

_PREFIX = re.compile(r"^(?:[A-Z][\w.'()-]*|of|for|the|and|\s){1,14}\s?(?:\([^)]{3,60}\))?\s?:\s")
_OFFICE = re.compile(
    r"\b[Tt]he (?P<office>[Pp]rime [Mm]inister|[Mm]inister|[Ss]ecretary-[Gg]eneral|[Ss]ecretary|[Pp]resident|[Gg]eneral|[Aa]dmiral|[Cc]hancellor|[Pp]remier|[Cc]hairman|[Aa]mbassador)\b(?! (?:of|for|[A-Z]|in charge))"
)
_HOUSES = (
    (
        "minister of defence",
        r"(?i)\bministry of (?:national )?defen[cs]e\b|\bdefen[cs]e (?:ministry|department)|\bdepartment of (?:\w+ )?defen[cs]e|\bMoD\b",
    ),
    (
        "minister of foreign affairs",
        r"(?i)\bministry (?:of|for) foreign affairs\b|\bforeign (?:ministry|office)|\bstate department|\bdepartment of state|\bMFA\b|\bexternal relations",
    ),
    ("head of state", r"(?i)\bpresiden(?:cy|tial|t's office)|office of the president"),
    ("head of government", r"(?i)\bprime minister's office|office of the prime minister|cabinet office"),
    ("chief of staff", r"(?i)\bgeneral staff|joint staff|armed forces headquarters|defen[cs]e staff"),
)


class Speaking(Following):
    """Knows whose voice a sentence has, and whom its pronouns and bare offices mean."""

    def home(self) -> str | None:
        """Return the state from which a report speaks: that of its outlet, its dateline or its first words."""
        head = self.text.clean[:400]
        outlet = self.outlet or ""
        for words in (outlet, head):
            for found in self.lexicon.state_words().finditer(words):
                if code := self.lexicon.state(found[0]):
                    return code
        return None

    def _spoken(self, sentence: str, named: list[Mention]) -> tuple[Who, ...]:
        """Return who "I" is: whoever a line of a record is headed by, whoever is quoted."""
        prefix = _PREFIX.match(sentence)
        if prefix:
            self.voice = next((item.people for item in named if item.end <= prefix.end()), ())
            return self.voice
        if '"' in sentence:
            who = speaker(re.sub(r'"[^"]*"', lambda found: " " * len(found[0]), sentence), named)
            return (who,) if who is not None else self.voice or self.topic[:1]
        return self.voice

    def _of_office(self, office: str, sentence: str, named: list[Mention]) -> Who | None:
        """Return who "the minister" is: whom the report is about, if the office fits, else the last spoken of whom it fits."""
        here = {who for item in named for who in item.people}
        known = [*((self.main,) if self.main else ()), *self.topic, *reversed(self.finder.last)]
        fit = [who for who in known if _fits(office, who) and who not in here]
        own = [who for who in fit if who.state == self.finder.home]
        if not own and not fit and (owner := _owner(sentence, named)) is not None and _fits(office, owner):
            return owner
        if not own and not fit and self.finder.home is not None:
            level = self.house()
            holder = self.cast.holder(level, self.finder.home, self.days) if level else None
            return holder if holder is not None and _fits(office, holder) else None
        found = own or fit
        return found[0] if found else None

    def house(self) -> str | None:
        """Return the level of whoever heads the house that a report comes from: that of its outlet, or of its first words."""
        for words in (self.outlet or "", self.text.clean[:300]):
            for level, pattern in _HOUSES:
                if re.search(pattern, words):
                    return level
        return None

    def _pronouns(self, sentence: str, named: list[Mention]) -> list[Mention]:
        """Return what "the two" and "they" stand for: the pair spoken of last; and who "the minister" is."""
        found: list[Mention] = []
        for item in _OFFICE.finditer(sentence):
            if any(other.start < item.end() and item.start() < other.end + 1 for other in named):
                continue
            who = self._of_office(item["office"].lower(), sentence, named)
            if who is not None:
                found.append(Mention(item.start(), item.end(), (who,), how="office"))
        for item in PRONOUN.finditer(sentence):
            if any(other.start < item.end() and item.start() < other.end for other in named):
                continue
            if not item["two"] or re.search(r"(?i)\b(?:were|are|was|had|have|been|will) $", sentence[: item.start()]):
                continue
            low = item[0].lower()
            inside = tuple(dict.fromkeys(who for other in named if other.end <= item.start() for who in other.people))
            people = self.pair
            if len(inside) >= 2 and len({who.state for who in inside}) >= 2:
                people = inside[-2:] if "three" not in low else inside[-3:]
            elif len(inside) == 1 and inside[0] not in people and re.search(r"(?i)\b(?:his|her|a|the) (?:[\w-]+ ){0,2}(?:call|conversation|meeting|talks?|lunch|dinner) with\b", sentence[: item.start()]):  # fmt: skip
                own = next((who for who in ((self.main,) if self.main else ()) + self.topic if who.state != inside[0].state), None)  # fmt: skip
                people = (own, *inside) if own is not None else ()
            if "sides" in low or ("three" in low and len(people) != 3):
                continue
            if len(people) >= 2:
                found.append(Mention(item.start(), item.end(), people, group=True, how="pronoun"))
        return found


def _owner(sentence: str, named: list[Mention]) -> Who | None:
    """Return whose aide a sentence begins with: in "X's spokesman said the admiral", he is the admiral."""
    first = named[0] if named else None
    return first.people[0] if first is not None and not first.group and sentence.startswith("'s ", first.end) else None


def _fits(office: str, who: Who) -> bool:
    """Whether somebody may be called by an office alone: "the minister", "the general"."""
    words = f"{who.office or ''} {who.level or ''}".lower()
    if office in {"general", "admiral"}:
        return "staff" in words or "commander" in words or "chief of" in words
    if office == "chairman":
        return "chair" in words or "staff" in words
    if office == "secretary":
        return "secretary" in words or ("minister" in words and "prime" not in words)
    if office == "minister":
        return "minister" in words and "prime" not in words
    if office == "president":
        return "head of state" in words or "president" in words
    if office in {"chancellor", "premier", "prime minister"}:
        return "government" in words or office in words
    return office in words

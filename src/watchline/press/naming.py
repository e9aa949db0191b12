"""A name in its sentence: whose it is where several bear it, and how far its title reaches."""

from __future__ import annotations

import re
from typing import NamedTuple

from watchline.press.edtf import Days
from watchline.press.lexicon import RANK, Lexicon, Who, level_of
from watchline.press.names import Cast, may_hold, term_level

NO_NAME = frozenset(["Chief", "Chairman", "Chairwoman", "Commander", "Gen", "General", "Lt", "Lieutenant", "Minister", "Secretary", "Defence", "Defense", "Foreign", "Prime", "President", "Admiral", "Marshal", "Staff", "Joint", "Press", "Deputy", "State", "Ministry", "Col", "Colonel", "Mr", "Ms", "Mrs", "Dr", "He", "She", "They", "His", "Her", "When", "While", "After", "In", "A", "An", "For", "To", "From", "With", "By", "Who", "That", "If", "It", "Its", "On", "In", "At", "The", "And", "But", "After", "Before", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"])  # fmt: skip


class Mention(NamedTuple):
    """Some people spoken of at one place.

    Attributes:
        start, end: Code points of the clean text.
        people: Who; more than one for a group.
        group: "the two", "they", "both ministers".
        how: ``name``, ``role``, ``counterpart``, ``pronoun``.
    """

    start: int
    end: int
    people: tuple[Who, ...]
    group: bool = False
    how: str = "name"


def _adjacent(near: str) -> bool:
    """Whether what stands before a name is its title."""
    return bool(re.search(rf"(?i)\w,?\s*(?:{RANK}\s*)*$", near))


class Naming:
    """Tells namesakes apart, and takes titles in."""

    cast: Cast
    lexicon: Lexicon
    days: Days
    named: dict[str, Who]
    last: list[Who]
    _before: re.Pattern[str]

    def namesake(self, part: str, begin: int, stop: int) -> bool:
        """Whether a surname is here that of somebody else, of a ship or of a street: "Agnes Sorell", "the Korvin", "Sorell Street"."""
        if " " in part[begin:stop] or not part[begin].isascii():
            return False
        if re.match(
            r" (?:Street|Road|Avenue|Bridge|Prize|House|Hall|Square|Park|Institute|Foundation|Airport|School|Ltd|Lines|Junior|Jr)\b",
            part[stop:],
        ):
            return True
        before = re.search(r"(?P<word>[\w'.-]+) $", part[:begin])
        if before is None:
            return False
        word = before["word"]
        if word == "the":
            return re.match(r"[-\u2013]|'s?\b| \w+", part[stop:]) is None or bool(
                re.match(r" (?:sailed|sank|is (?:bound|aground)|was (?:launched|built|stopped|boarded))", part[stop:])
            )
        if not re.fullmatch(r"[A-Z][a-z]{2,}", word) or word in NO_NAME or before.start() == 0:
            return False
        if self.lexicon.state(word) is not None or self.cast.given(word) or re.fullmatch(RANK, word):
            return False
        if self.lexicon.role.search(part[max(0, begin - 40) : begin]) or re.search(
            r"[.!?:;\"(-] ?$", part[: before.start()]
        ):
            return False
        return word not in {
            "Madam",
            "Madame",
            "Lady",
            "Lord",
            "Mister",
            "Comrade",
            "Minister",
            "Officer",
            "Ambassador",
            "Chancellor",
            "Premier",
            "Pentagon",
            "Kremlin",
            "Armed",
            "Forces",
            "Council",
            "Navy",
            "Army",
        }

    def titled(self, part: str, found: list[Mention]) -> list[Mention]:
        """Return the mentions with what stands around a name as its title or apposition taken in."""
        titles = [item.span() for item in self._before.finditer(part)]
        grown: list[Mention] = []
        for index, mention in enumerate(found):
            start, end = mention.start, mention.end
            least = grown[-1].end if grown else 0
            most = found[index + 1].start if index + 1 < len(found) else len(part)
            for begin, stop in reversed(titles):
                if (
                    least <= begin < start
                    and stop <= start
                    and re.fullmatch(
                        rf"(?:'s|,)?\s*(?:{RANK}\s*|of the (?:\w+ )?[Aa]rmed [Ff]orces\s*,?\s*|Mr\.?\s*)*",
                        part[stop:start],
                    )
                ):
                    start = begin
            rank = re.search(rf"(?<!\w)(?:the |a |an |then |his |her )?(?:{RANK}\s+)+$", part[least:start])
            if rank:
                start = least + rank.start()
            for begin, stop in titles:
                if (
                    end <= begin < most
                    and stop <= most
                    and re.fullmatch(
                        r",? ?(?:\(|who is |now |then |currently )?(?:the |its |their |a )?(?:new |acting |outgoing |long-serving )?",
                        part[end:begin],
                    )
                    and (part[end:begin].strip(" ") or part[end : end + 1] == " ")
                    and "," in part[end:begin] + "(" * 0 + ("," if "(" in part[end:begin] else "")
                ):
                    end = stop + len(re.match(r"\s*[,)]?", part[stop:])[0]) if stop < len(part) else stop  # type: ignore[index]
            owner = re.search(r"(?P<word>\S+(?: \S+)?)$", part[least:start].rstrip())
            if owner is not None:
                for word in (owner["word"], owner["word"].split()[-1]):
                    if self.lexicon.state(word) is not None and word[0].isupper():
                        start = least + len(part[least:start].rstrip()) - len(word)
                        break
            gloss = re.match(r" ?\([^)]{1,60}\)", part[end:])
            if gloss and end + gloss.end() <= most:
                end += gloss.end()
            of = re.match(r" of (?:the )?", part[end:])
            if of and (state := self.lexicon.state_words().match(part, end + of.end())):
                end = state.end()
            grown.append(mention._replace(start=start, end=end))
        return grown

    def one(self, part: str, begin: int, stop: int, keys: tuple[str, ...]) -> Who | None:
        """Return the person that a name means here; None if two fit."""
        if len(keys) > 1:
            spoken = [key for key in keys if key in self.named]
            near = self._title_of(part[max(0, begin - 70) : begin])
            by_state = [
                key for key in keys if (code := self._state_near(near)) and self.cast.who(key, self.days).state == code
            ]
            by_level = [
                key for key in keys if (role := self._role_near(near)) and self.cast.who(key, self.days).level == role
            ]
            both = [key for key in by_state if key in by_level]
            owner = re.match(r",? (?:of |the )?(?:the )?", part[stop:])
            behind = self.lexicon.state_words().match(part, stop + owner.end()) if owner and owner.end() else None
            of_state = [
                key for key in keys if behind and self.cast.who(key, self.days).state == self.lexicon.state(behind[0])
            ]
            peers = {who.level for who in (*self.named.values(), *self.last)}
            by_peer = [key for key in keys if self.cast.who(key, self.days).level in peers]
            roster = self.cast.roster
            in_office = [
                key
                for key in keys
                if roster is not None and any(may_hold(term, self.days) for term in roster.terms_of(key))
            ]
            recent = [who.key for who in self.last if who.key in keys][-1:]
            choice = next(
                (
                    some
                    for some in (both, of_state, by_state, by_level, spoken, in_office, by_peer, recent)
                    if len(some) == 1
                ),
                None,
            )
            if choice is None:
                return None
            keys = tuple(choice)
        if re.match(r" (?:ministry|university|street|prize|base|airport|newspaper)\b", part[stop:], re.IGNORECASE):
            return None
        who = self.cast.who(keys[0], self.days)
        near = part[max(0, begin - 70) : begin]
        role = self._role_near(near)
        if role is not None and role != who.level and self.cast.roster is not None and _adjacent(near):
            for term in self.cast.roster.terms_of(keys[0]):
                if term_level(term) == role:
                    who = Who(keys[0], who.name, term.office, role, term.state)
        self.named.setdefault(keys[0], who)
        return who

    def _title_of(self, near: str) -> str:
        """Return what stands before a name as its title: states, offices, ranks; what belongs to somebody else is left out."""
        found = re.search(
            rf"(?:(?:{self.lexicon.state_words().pattern}|(?i:{self.lexicon.office})|{RANK}|counterparts?|opposite numbers?|colleagues?|host|guest|new|acting|outgoing|own|visiting|the|his|her|its|of|for|in|'s?|[,\s(])+)$",
            near,
        )
        return found[0] if found else ""

    def _state_near(self, near: str) -> str | None:
        states = [code for found in self.lexicon.state_words().finditer(near) if (code := self.lexicon.state(found[0]))]
        return states[-1] if states else None

    def _role_near(self, near: str) -> str | None:
        roles = [found["role"] for found in self.lexicon.role.finditer(near)]
        return level_of(roles[-1]) if roles else None

"""Who is meant where: names by the roster, offices by state and day, "his counterpart", "the two", "they".

A name that two people bear is given to the one whose office, state or term of office fits, else to nobody: the roster says
what is known and guesses nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from watchline.press.edtf import Days
from watchline.press.lexicon import RANK, Who, level_of
from watchline.press.names import WORD, Cast
from watchline.press.naming import NO_NAME, Mention, Naming
from watchline.press.reading import fold

PRONOUN = re.compile(
    r"\b(?:(?P<two>the (?:two|pair)(?: (?:men|women|officials|leaders|ministers|generals|officers|chiefs|sides|of them|presidents|defen[cs]e \w+|foreign \w+|counterparts|heads|military chiefs)|(?! (?!was\b|has\b|does\b|discuss\b|always\b)\w+s\b| (?!ha[ds]\b|have\b|held\b|met\b|spoke\b|were\b|did\b|do\b|will\b|then\b|also\b|last\b|exchanged?\b|\w+ed\b|\w+ly\b)[a-z]+ [a-z]+s\b))|(?<!them )(?<!us )(?<!you )both(?: (?:men|leaders|ministers|generals|officers|chiefs|sides|presidents))?|they|the (?:(?:two|three|defen[cs]e|foreign|military) )*(?:ministers|generals|leaders|presidents|chiefs(?: of staff)?|admirals|secretaries|men|officers)|each other|the three(?: (?:men|women|officials|leaders|ministers|generals|officers|chiefs|presidents))?(?! \w+(?:ies|es|ns|ts)\b)|all three)|(?P<one>he|she|the (?:minister|secretary|general|president|admiral)))\b",
    re.IGNORECASE,
)
_REALM = r"(?:(?:the )?(?:\w+ ){0,2}(?:republic|kingdom|federation|commonwealth|sultanate|emirate|principality|confederation|state) of )?"
"""What a state is besides its name: "of the Republic of Arvenia"."""
_COUNTERPART = re.compile(r"(?:counterparts?|opposite numbers?)\b", re.IGNORECASE)
_NAME = r"[A-Z][\w'-]+(?: (?:al-|el-|van |von |de |bin )?[A-Z][\w'-]+){0,2}"


_DEMONYM = re.compile(
    r"\b[Tt]he (?P<word>[A-Z][\w-]+)(?=[,.;]|'s\b| (?:and|or|has|had|is|was|will|would|did|does|said|says|told|asked|replied|answered|declined|refused|accepted|agreed|called|rang|met|spoke|who|on|in|to|by|at|himself|herself|argued|wanted|in turn|then|later|also)\b|$)"
)


@lru_cache(maxsize=32)
def _compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern compiled: reports that know the same states share it."""
    return re.compile(pattern, re.IGNORECASE)


class Finder(Naming):
    """Finds mentions in one report, sentence after sentence, and remembers who was named.

    Args:
        cast: Who is known.
        days: When the report speaks: what "the minister" means depends on it.
        text: The clean text of the whole report.
    """

    def __init__(self, cast: Cast, days: Days, text: str) -> None:
        self.cast, self.lexicon, self.days, self.text = cast, cast.lexicon, days, text
        self.named: dict[str, Who] = {}
        self.local: dict[str, Who] = {}
        self.last: list[Who] = []
        self.home: str | None = None
        self._learn()
        self.refresh()

    def refresh(self) -> None:
        """Take newly learnt words into the patterns."""
        words = self.lexicon.state_words().pattern
        office = self.lexicon.office
        state = rf"(?:{words})(?:'s|')?"
        self._before = _compiled(
            rf"(?:(?P<state>{state})\s+(?:(?!the\b|a\b|an\b|his\b|her\b|and\b)\w+\s+)?)?(?<!\w)(?P<office>{office})(?!\w)(?P<after>,? (?:of|in|from|for) {_REALM}(?:the )?(?P<of>{words})(?P<also>(?:,? (?:and )?(?:the )?(?:{words}))*))?",
        )
        self._counter = _compiled(
            rf"(?<!\w)(?P<whose>\b(?:his|her|its|their|the|a|an)\b|(?-i:{_NAME})'s)?\s*(?P<state>{state}\s+)?(?:(?P<office>{office})\s+)?(?P<word>counterparts?|opposite numbers?|colleagues?|homologues?|equivalents?|peers?|vis-[aà]-vis)\b(?: (?:in|from|of) {_REALM}(?:the )?(?P<of>{words})(?P<also>(?:,? (?:and )?(?:the )?(?:{words}))*))?",
        )

    def _learn(self) -> None:
        """Learn words for states that no table lists, from what stands beside persons of the roster."""
        lexicon, text = self.lexicon, self.text
        if not lexicon.unlisted:
            return
        for start, end, keys in self.cast.names(text):
            if len(keys) != 1:
                continue
            code = self.cast.who(keys[0], self.days).state or ""
            if code not in lexicon.unlisted:
                continue
            before = text[max(0, start - 90) : start]
            found = re.search(
                rf"(?P<word>\b[A-Z][\w-]+)(?:'s?)?\s+(?:new |acting |outgoing )?(?i:{lexicon.office})\s*,?\s*(?:{RANK}\s+)*$",
                before,
            )
            found = found or re.search(
                rf"(?i:{lexicon.office}) of (?:the )?(?P<word>[A-Z][\w-]+),?\s*(?:{RANK}\s+)*$", before
            )
            found = found or re.search(rf"(?P<word>\b[A-Z][\w-]+)'s?\s+(?:{RANK}\s+)*$", before)
            if found:
                lexicon.learn(found["word"], code)
            after = text[end : end + 90]
            found = re.match(
                rf",? (?:the |its |who is )?(?i:{lexicon.office}) of (?:the )?(?P<word>[A-Z][\w-]+)", after
            )
            found = found or re.match(rf", (?:the )?(?P<word>[A-Z][\w-]+?)(?:'s?)? (?i:{lexicon.office})", after)
            found = found or re.match(r" of (?:the )?(?P<word>[A-Z][\w-]+)", after)
            if found:
                lexicon.learn(found["word"], code)
        lexicon.learn_kin(
            sorted({word for word in WORD.findall(text) if word[:1].isupper() for word in (word.removesuffix("'s"),)})
        )

    def find(self, start: int, end: int) -> list[Mention]:
        """Return who is spoken of in a part of the text, in order; and remember it."""
        part = self.text[start:end]
        found: list[Mention] = []
        names = list(self.cast.names(part))
        for begin, stop, keys in names:
            who = None if self.namesake(part, begin, stop) else self.one(part, begin, stop, keys)
            if who is not None:
                found.append(Mention(begin, stop, (who,)))
        found += self._local_names(part, found)
        found += self._given_names(part, found)
        found.sort()
        found = self.titled(part, found)
        found += self._roles(part, found, start)
        found.sort()
        found += self._counterparts(part, found, start)
        found += self._demonyms(part, found)
        found.sort()
        for mention in found:
            if mention.how != "pronoun":
                self.last = [*(who for who in self.last if who not in mention.people), *mention.people][-6:]
        return [Mention(start + item.start, start + item.end, item.people, item.group, item.how) for item in found]

    def _demonyms(self, part: str, found: list[Mention]) -> list[Mention]:
        """Find "the Kossian": whoever of that state was spoken of last, where no noun follows."""
        more: list[Mention] = []
        for item in _DEMONYM.finditer(part):
            code = self.lexicon.state(item["word"])
            who = next((one for one in reversed(self.last) if one.state == code), None) if code else None
            if who is None or any(other.start < item.end() and item.start() < other.end for other in found):
                continue
            more.append(Mention(item.start("word"), item.end("word"), (who,), how="role"))
        return more

    def _given_names(self, part: str, found: list[Mention]) -> list[Mention]:
        """Find those already named in full by their first name alone: surname first, or a chatty report."""
        more: list[Mention] = []
        firsts = {who.name.split()[0]: who for who in self.named.values() if who.name and " " in who.name}
        for word in WORD.finditer(part):
            bare = word[0].removesuffix("'s")
            who = firsts.get(bare)
            stop = word.start() + len(bare)
            if who is None or any(item.start < stop and word.start() < item.end for item in found):
                continue
            if re.match(r" [A-Z][a-z]", part[stop:]) or (re.search(r"(?:[A-Z][\w-]+|[A-Z]\.) $", part[: word.start()][-20:]) and not re.search(r"(?:Minister|President|Secretary|General|Mr|Ms|Mrs|[.!?]) $", part[: word.start()])):  # fmt: skip
                continue
            more.append(Mention(word.start(), stop, (who,)))
        return more

    def _local_names(self, part: str, found: list[Mention]) -> list[Mention]:
        """Find people whom no roster knows: an office with its state and a name behind it, and that surname later."""
        more: list[Mention] = []
        taken = [(item.start, item.end) for item in found]
        for role in self._before.finditer(part):
            after = re.match(rf"\s*,?\s*(?:{RANK}\s+)*(?P<name>{_NAME})", part[role.end() :])
            state = role["state"] or role["of"]
            code = self.lexicon.state(state) if state else None
            if not after or code is None or (role["office"][0].islower() and role["office"].lower().endswith("s")):
                continue
            begin = role.end() + after.start("name")
            name = after["name"].removesuffix("'s")
            if _meets(begin, begin + len(name), taken) or self.lexicon.state(name) or name.split()[0] in NO_NAME:
                continue
            level = level_of(role["office"])
            who = Who(f"~{fold(name.split()[-1])}", name, role["office"], level, code)
            self.local[fold(name.split()[-1])] = who
            more.append(Mention(begin, begin + len(name), (who,)))
            taken.append((begin, begin + len(name)))
        if self.local:
            for word in WORD.finditer(part):
                bare = word[0].removesuffix("'s")
                local = self.local.get(fold(bare))
                if local is not None and not _meets(word.start(), word.end(), taken):
                    more.append(Mention(word.start(), word.start() + len(bare), (local,)))
                    taken.append((word.start(), word.end()))
        return more

    def _roles(self, part: str, found: list[Mention], start: int) -> list[Mention]:
        """Find people who are named by their office alone."""
        more: list[Mention] = []
        for role in self._before.finditer(part):
            begin, stop = role.start(), role.end()
            before_name = re.match(rf"(?:\s*,?\s*(?:{RANK})?\s*)*", part[stop:])
            reach = stop + (before_name.end() if before_name else 0)
            if any(
                item.start <= begin < item.end
                or begin <= item.start <= reach + 1
                or (
                    item.end <= begin <= item.end + 6
                    and re.fullmatch(r"(?:,? ?(?:the|who is|now|then|its|a)? ?|'s )", part[item.end : begin])
                )
                for item in found
            ):
                continue
            if re.match(
                r"\s*(?:'s)? ?(?:ministry|spokes|deput|office|press|candidate)", part[stop:], re.IGNORECASE
            ) or re.search(
                r"(?:former|then|ex|deputy|vice|would-be|future|next|own)[ -]$",
                part[max(0, begin - 10) : begin],
                re.IGNORECASE,
            ):
                continue
            state = role["of"] or role["state"]
            code = self.lexicon.state(state) if state else None
            plural = role["office"].lower().rstrip(".").endswith("s") or bool(
                re.search(r"(?i)chiefs of|ministers of|secretaries|heads of", role["office"])
            )
            level = level_of(_singular(role["office"]) if plural else role["office"])
            if code is None:
                if "pentagon" in role["office"].lower():
                    code = self.lexicon.state("Pentagon")
                else:
                    inside = self._listed(role["office"])
                    if not plural and len(set(inside)) == 1 and (who := self.cast.holder(level, inside[0], self.days)):
                        more.append(Mention(begin, stop, (who,), how="role"))
                        continue
                    states = [*self._states_before(part, begin), *inside] if plural else []
                    if len(states) >= 2:
                        people = tuple(who for one in states if (who := self.cast.holder(level, one, self.days)))
                        more.append(Mention(begin, stop, people, group=True, how="role"))
                        continue
                    spoken = [who for who in self.last if who.level == level]
                    if not plural and re.search(r"(?i)\b(?:the|the country's|our|excellency|h\.e\.) $", part[:begin]):
                        here = {who for item in found for who in item.people}
                        other = [who for who in spoken if who not in here] or spoken
                        own = [who for who in other if who.state == self.home]
                        if "country" in part[max(0, begin - 14) : begin]:
                            near = [code for item in self.lexicon.state_words().finditer(self.text, max(0, start + begin - 400), start + begin) if (code := self.lexicon.state(item[0]))]  # fmt: skip
                            own, other = [who for who in spoken if near and who.state == near[-1]], []
                            if (
                                not own
                                and near
                                and (holder := self.cast.holder(level, near[-1], self.days)) is not None
                            ):
                                own = [holder]
                        known = own or other
                        one = (
                            known[-1] if known else self.cast.holder(level, self.home, self.days) if self.home else None
                        )
                        if one is not None:
                            more.append(Mention(begin, stop, (one,), how="role"))
                    elif plural and len({who.state for who in spoken}) == 2:
                        more.append(Mention(begin, stop, tuple(spoken[-2:]), group=True, how="role"))
                    continue
            if plural:
                states = [*self._states_before(part, begin), *([code] if code else []), *self._listed(role["also"])]
                listed = tuple(dict.fromkeys(states))
                if len(listed) >= 2:
                    people = tuple(who for one in listed if (who := self.cast.holder(level, one, self.days)))
                    more.append(Mention(begin, stop, people, group=True, how="role"))
                continue
            if code is None:
                continue
            who = next(
                (one for one in self.last if one.level == level and one.state == code), None
            ) or self.cast.holder(level, code, self.days)
            if who is not None:
                more.append(Mention(begin, stop, (who,), how="role"))
        return more

    def _listed(self, words: str | None) -> list[str]:
        """Return the states of a list: ", Corvan and Esmark"."""
        return [
            code for found in self.lexicon.state_words().finditer(words or "") if (code := self.lexicon.state(found[0]))
        ]

    def _states_before(self, part: str, begin: int) -> Iterator[str]:
        """Yield the states listed right before a plural office: "the Vostran and Belmarkian ministers"."""
        near = part[max(0, begin - 60) : begin]
        found = list(self.lexicon.state_words().finditer(near))
        seen: list[str] = []
        for index, item in enumerate(found):
            behind = near[item.end() : found[index + 1].start() if index + 1 < len(found) else len(near)]
            if re.fullmatch(r"(?:'s?)?,?\s*(?:and|with|,)?\s*(?:the\s*)?", behind) and (
                code := self.lexicon.state(item[0])
            ):
                seen.append(code)
        yield from seen

    def _counterparts(self, part: str, found: list[Mention], start: int) -> list[Mention]:
        """Find "his Russian counterpart": the holder of the same level in another state, on the day."""
        more: list[Mention] = []
        for item in self._counter.finditer(part):
            word_at = item.start("word")
            state = item["state"] or item["of"]
            code = self.lexicon.state(state.strip()) if state else None
            owner = re.match(rf"\s*(?P<name>{_NAME})'s", item[0])
            named = next(
                (
                    mention
                    for mention in found
                    if item.end() <= mention.start <= item.end() + 14
                    and re.fullmatch(rf",?\s*(?:{RANK}\s*)*", part[item.end() : mention.start])
                ),
                None,
            )
            if named is not None:
                continue
            before = [
                who for mention in found if mention.end <= word_at and not mention.group for who in mention.people
            ]
            if owner is not None:
                owned = [
                    who
                    for mention in found
                    if mention.end == item.start() + owner.end("name")
                    for who in mention.people
                ]
                before = owned or before
            own = next(
                (
                    who
                    for who in [*reversed(before), *reversed(self.last)]
                    if who.level is not None and who.state != code
                ),
                None,
            )
            if own is None or (code is None and item["word"].lower().startswith("colleague")):
                continue
            plural = item["word"].lower().endswith("s")
            if plural and code is None:
                listed = list(self._states_before(part, word_at))
                people = tuple(who for one in listed if (who := self.cast.holder(own.level or "", one, self.days)))
                if people:
                    more.append(Mention(word_at, item.end(), people, group=len(people) > 1, how="counterpart"))
                continue
            if code is None:
                others = [who for who in reversed(self.last) if who.state != own.state and who.level == own.level]
                if not others:
                    continue
                more.append(Mention(word_at, item.end(), (others[0],), how="counterpart"))
                continue
            states = list(
                dict.fromkeys(
                    [
                        *(self._states_before(part, word_at) if plural else ()),
                        code,
                        *(self._listed(item["also"]) if plural else ()),
                    ]
                )
            )
            people = tuple(who for one in states if (who := self._other(own, one)))
            if people:
                begin = item.start() + len(item[0]) - len(item[0].lstrip())
                more.append(Mention(begin, item.end(), people, how="counterpart"))
        return more

    def _other(self, own: Who, state: str) -> Who | None:
        spoken = next((who for who in reversed(self.last) if who.level == own.level and who.state == state), None)
        return spoken or self.cast.holder(own.level or "", state, self.days)


def _meets(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    return any(start < stop and begin < end for begin, stop in taken)


def _singular(office: str) -> str:
    return re.sub(
        r"(?i)\b(minister|chief|head|president|premier|commander|secretar|diplomat|general|adviser|advisor|chancellor|commandant)(s|ies)\b",
        lambda found: found[1] + ("y" if found[2] == "ies" else ""),
        office,
    )

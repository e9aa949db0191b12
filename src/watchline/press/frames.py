"""Who is said to have spoken with whom: the shapes of English in which reports tell of a contact.

One sentence in, frames out: a frame is a set of people, what became of the contact, and who began it, at one place. Nothing
here knows other sentences; what "the two" and "his counterpart" mean comes in with the mentions.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from watchline.press.claim import Status
from watchline.press.lexicon import Who
from watchline.press.mentions import Mention

_NOUN = r"(?:(?:tele)?phone calls?|video calls?|calls?|(?:telephone|phone|video) (?:conversations?|talks?|conferences?|links?|meetings?)|conversations?|talks|meetings?|discussions?|videoconferences?|video conferences?|teleconferences?|consultations?|contacts?|encounters?|exchanges?|hotline calls?|telephone|phone)"
NOUN = re.compile(rf"\b{_NOUN}\b", re.IGNORECASE)
_SYM = (
    r"(?:spoke|speaks?|speaking|spoken|talked|talks?|talking|conferred|confers?|confer|met|meets?|meeting|conversed|consulted|sat down|(?:had|have) (?:lunch|dinner|tea|breakfast|coffee|drinks|supper)|dined|lunched|been in (?:touch|contact)|in (?:touch|contact)|holding (?:\w+[ -]){0,4}?(?:call|conversation|talks|meeting|discussions)|(?:held|holds?|had|have|has|having|conducted|took part in|joined|completed|concluded|opened|chaired|hosted|hosts?) (?:[\w'-]+[ ,-]+){0,7}?"
    + _NOUN
    + r")"
)
WITH = re.compile(
    rf"\b(?P<verb>{_SYM}|{_NOUN})\b(?P<mid>[^.;:]{{0,130}}?)\b(?P<prep>with|to)\s+(?P<gap>[^.;]{{0,45}}?)$",
    re.IGNORECASE,
)
_TRANS = r"(?:was host to|played host to|is host to|welcomed|called on|saw|dined with|shook hands with|received|informed|briefed|got through to|consulted|greeted|telephoned|phoned|rang(?: up)?|rung|called(?: up)?|calls|contacted|reached|phones|telephones|rings|wrote (?:again )?to|met|meets|meet|visited|hosted|hosts|received|(?:sent|delivered|handed|posted|addressed) (?:a|another|his|her|the) (?:\w+ )?(?:letter|note|message) to|delivered (?:a|the|his|her) (?:\w+ )?letter to|handed (?:a|the) letter to|placed (?:a|the) (?:\w+ )?call to|made (?:a|the) (?:\w+ )?(?:phone )?call to|called (?:his|her))"
TRANS = re.compile(rf"\b(?P<verb>{_TRANS})\s+(?P<gap>[^.;]{{0,30}}?)$", re.IGNORECASE)
BETWEEN = re.compile(
    rf"\b(?P<verb>{_NOUN}|line|letters?|talk)\b[^.;]{{0,60}}?\b(?:between|among|of)\s+[^.;]{{0,25}}?$", re.IGNORECASE
)
RECIPROCAL = re.compile(
    rf"^[^.;:]{{0,60}}?\b(?P<verb>agreed on \d|agreed on [A-Z]\w+ \d|discussed|reviewed|spoke|speak|have spoken|had spoken|talked|talk|met|meet|conferred|have met|had met|exchanged|are in (?:touch|contact)|(?:held|had|hold|have|conducted) (?:[\w'-]+[ ,-]+){{0,7}}?{_NOUN})\b",
    re.IGNORECASE,
)
IN_CALL = re.compile(
    rf"\b(?:in|during|over|at|on|by|via|through)\s+(?:(?:a|an|the|their|that|this|his|her|what|it|was|first|second|third|rare|brief|short|long|separate|hour-long|\d+-minute|[\w-]+-minute|late-night|introductory|secure|tense|urgent|previously|unannounced|Friday|Monday|Tuesday|Wednesday|Thursday|Saturday|Sunday)\s+){{0,5}}(?P<verb>{_NOUN}|letters?)\b",
    re.IGNORECASE,
)

_LETTER = re.compile(
    r"\b(?:(?:sent|wrote|handed|delivered|gave)\b(?=[^.;]{3,60}\b(?:a|the|his|her|another) (?:\w+ )?letter\b)|letters? (?P<of>from|of|by) )",
    re.IGNORECASE,
)
TELLS = re.compile(
    rf"\b(?:{_NOUN}|spoke|spoken|talked|met|telephoned|phoned|rang|conferred|by (?:tele)?phone|shook hands|letter|saw)\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:call(?:s|ed|ing)? (?:on|for|upon)|accus\w+|criticis\w+|criticiz\w+|condemn\w*|blam\w+|praised|mocked|statement|interview|speech|reporters|op-ed|open letter|replied|retorted|parliament|deputies|so-called|succe\w+|replac\w+|predecessor|appointed|about)\b",
    re.IGNORECASE,
)

_GONE_BY = re.compile(
    r"(?i)\b(?:following|after|since|during|despite|ever since)\s+(?:the|their|a|that|this|his|her)?\s*(?:[\w-]+\s+){0,2}$"
)
"""A contact named in passing: what the sentence goes on to say is not said of it."""

_DENIED = re.compile(
    r"\b(?:(?:has|have|had|is|are) (?:still )?yet to|untrue|not true|invented|den(?:y|ies|ied)|dismiss(?:ed|es)|reject(?:ed|s) (?:reports|claims|suggestions)|no truth|did not (?:speak|talk|take place|meet|call)|had not (?:taken|spoken with|called)|has not (?:taken place|called)|never (?:spoke|took place|happened|called|met)|no such (?:call|conversation|meeting)|false report|there was no (?:call|conversation|meeting))\b",
    re.IGNORECASE,
)
_HYPOTHETICAL = re.compile(
    r"\b(?:if|whether|should|could|might|(?-i:may)|ought|must|were to|wants?|wanted|willing(?:ness)?|ready|readiness|open to|hopes?|hoped|urg(?:e|es|ed|ing)|call(?:s|ed|ing)? (?:on|for|upon)|possib(?:le|ly|ility)|consider(?:s|ed|ing)?|suggest(?:s|ed)?|needs? to|needed to|wish(?:es|ed)?|rather than|instead of|unlikely|prospects?|chances? of|demand(?:s|ed)?|appeal(?:s|ed)? (?:to|for)|would(?! (?:speak|talk|meet|hold)\b)|hesitat\w+|had .{1,20} been|refus(?:es|ed) to (?:say|comment)|declin(?:es|ed) to (?:say|comment)|imagin(?:e|ed)|supposed|fictional|mock|satir)\b",
    re.IGNORECASE,
)
_RUMOUR = re.compile(
    r"\b(?:untrue|invented|yet to (?:speak|talk|meet|call|be)|sooner|not true|believed to|rumou?red|rumou?rs?|unconfirmed|said to have|thought to have|may have|might have|could have|alleged(?:ly)?|speculat)\b",
    re.IGNORECASE,
)
_CANCELLED = re.compile(
    r"\b(?:cancel(?:s|led|ed|ling|lation)|call(?:ed|s|ing)? (?:it |them )?off|fell through|fallen through|(?:was|were|had been) (?:to have|due to|set to|supposed to)[^.;]{0,60}(?:did not|never) (?:happen|take place|come about)|calls it off|scrapped|postpon(?:e|es|ed|ement)|put off|will not (?:now )?(?:go ahead|take place)|abandoned|dropped from the (?:schedule|programme)|shelved)\b",
    re.IGNORECASE,
)
_AVOIDED = re.compile(
    r"\b(?:avoid(?:s|ed|ing)?|prevent(?:s|ed|ing)? any (?:contact|meeting|encounter)|steer(?:s|ed|ing)? clear|kept? (?:well )?apart|keeping (?:well )?apart|keep(?:s|ing)? (?:his|her|their) distance|stay(?:s|ed|ing)? away from|need not (?:meet|greet|speak|cross)|(?:not|never) to (?:meet|cross paths|run into|be seen)|so (?:as|that) .{0,40}(?:not|no) (?:meet|cross|contact)|take(?:s|n)? care not to|took care not to|sidestep\w*|shun(?:s|ned)?)\b",
    re.IGNORECASE,
)
_NOT_PLANNED = re.compile(
    r"\b(?:no (?:\w+ ){0,3}?(?:calls?|conversations?|meetings?|contacts?|talks)\b[^.;]{0,90}?\b(?:planned|scheduled|arranged|foreseen|envisaged|in the diary|on the (?:calendar|schedule|agenda))|no(?: \w+){0,4} (?:is|are|was|were|has been|have been)(?: currently| yet| now| being| so far)? (?:on the (?:schedule|calendar|books|agenda)|planned|scheduled|arranged|set|foreseen|in the (?:diary|calendar)|fixed|expected|in preparation|envisaged)|no (?:\w+ ){0,4}(?:currently )?on the (?:schedule|calendar|agenda)|no (?:immediate |current |further |new )?plans? (?:for|to)|(?:not|nothing|none|never)(?: \w+){0,3} (?:planned|scheduled|in the diary|on the schedule|arranged|on the calendar|foreseen)|not (?:in|on) the (?:schedule|diary|agenda)|has not been (?:scheduled|arranged|fixed|set)|do(?:es)? not plan|not planning|see if it(?:'s| is| was) possible to schedule)\b",
    re.IGNORECASE,
)
_UNANSWERED = re.compile(
    r"\b(?:unanswered|(?:no|without(?: an?)?|not received an?|never received an?|received no|got no|had no) (?:answer|reply|response)|r[aiu]ng out|(?:did|does|do|had|has|have) not (?:yet )?(?:answer(?:ed)?|repl(?:y|ied)|respond(?:ed)?|pick(?:ed)? up|return(?:ed)?|come to the phone)|didn't (?:answer|reply|respond|pick up)|(?:nobody|no one|no-one)(?: \w+){0,4} (?:answered|picked up|answers|came to the phone)|not (?:been )?(?:answered|returned)|never (?:answered|returned|replied|responded)|awaits? (?:a|an) (?:answer|reply)|waiting for (?:a|an) (?:answer|reply)|could not be reached|failed to (?:answer|reply|respond)|ignored)\b",
    re.IGNORECASE,
)
_DECLINED = re.compile(
    r"\b(?:unable to (?:talk|speak|take|come)|put (?:her|him|them|it) off|diary was full|not take (?:a|the|any|his|her) (?:\w+ )?calls?|not come to the (?:tele)?phone|(?:was|were|is) (?:travelling|traveling|not available|unavailable|busy|otherwise engaged)|turned (?:every|each|all|any) [\w ]{2,20} down|brushed (?:off|aside)|shown no interest|showed no interest|no interest in|not the (?:right )?time|declin(?:e|es|ed|ing)|refus(?:e|es|ed|ing|al)|rebuff(?:s|ed)?|turn(?:ed|s|ing)? (?:it |them |him |her )?down|reject(?:s|ed|ing)?|would not take|won't take|will not take|said no to|spurn(?:ed|s)?|snubbed|uninterested|not interested in)\b",
    re.IGNORECASE,
)
_SOUGHT = re.compile(
    r"\b(?:approaches (?:by|from|to)|approached|dial(?:led|s|ed)?|knocked|wanted (?:a|to) (?:call|talk|speak|meet|conversation)|s(?:ought|eeks?|eeking)|tr(?:y|ies|ied|ying)(?: \w+){0,5} to (?:reach|call|contact|communicate|speak|arrange|set up|phone|telephone|ring|talk|get through|arrange)|attempt(?:s|ed|ing)?(?: \w+){0,2} to (?:reach|call|contact|speak|arrange|phone|talk)|attempts? (?:at|by)|ask(?:s|ed|ing)? (?:[\w']+ ){0,6}?(?:for|to) (?:speak|talk|meet|(?:a|an|another|the|a second) (?:\w+[ -]){0,3}?(?:call|conversation|meeting|talk|talks))|(?:has|have|had)? ?request(?:s|ed|ing)? (?:a|an|another|the|to) (?:\w+[ -]){0,3}?(?:call|conversation|meeting|speak|talk)|requests? for (?:a|an|another|the) (?:\w+[ -]){0,3}?(?:call|conversation|meeting|talk)|request(?:ed|s)? to (?:speak|talk|meet)|reach(?:es|ed|ing)? out|propos(?:ed|es|ing|al) (?:a|an|of a|for a) (?:\w+[ -]){0,3}?(?:call|conversation|meeting|talk)|offer(?:ed|s)?(?: on \w+)? (?:a|to) (?:\w+[ -]){0,3}?(?:call|speak|talk|meet|conversation|meeting)|invit(?:ed|es|ation)|calls? placed|placed calls?)\b",
    re.IGNORECASE,
)
_SCHEDULED = re.compile(
    r"\b(?:on the (?:calendar|schedule|agenda|diary)|(?:is|are|remains?|was|were|been) (?:planned|arranged|fixed|scheduled|set|pencilled in|moved|put back|rescheduled) (?:for|to|on)|(?:has|have) been (?:moved|rescheduled|arranged|planned|scheduled|set|fixed|put back|brought forward)|prepares? to|preparing to|will|'ll|shall|(?:is|are|was|were) (?:set|due|scheduled|expected|planned|slated|to (?:speak|talk|meet|hold|call|have))|be held|plans? to|planning to|intends? to|agreed to (?:speak|talk|meet|hold|have|call)|(?:have|has|had) agreed (?:on|to)|schedul(?:ed|es) (?:a|for|to)|to (?:speak|talk|meet|hold (?:talks|a call)) (?:again |by phone |with [\w. ]{3,40} )*(?:on|next|tomorrow|later|in)|due to|set to|upcoming|forthcoming|would (?:speak|talk|meet|hold)|next (?:call|conversation|meeting|talks))\b",
    re.IGNORECASE,
)
_SEPARATE = re.compile(
    r"\b(?:separate(?:ly)?|in turn|respectively|and then|then|later|followed by|before (?:calling|speaking|ringing|phoning)|after which|each of|individually|one after|one by one|back-to-back|and,? \w+ (?:hours|minutes|days) later|afterwards|second(?:,)? with|as well as|also|another with)\b",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"\b(?:trilateral|three-way|tripartite|joint(?:ly)?|conference call|three-party|three-cornered|together|all three|the three|quadrilateral|four-way)\b",
    re.IGNORECASE,
)
_BY_RECEIVER = re.compile(
    r"\bwas (?:received|hosted|welcomed|greeted)(?: on \w+| yesterday| today)? by\s+[^.;]{0,25}?$|\b(?:received|took|got|accepted|answered) (?:a|an|the|another|his|her) (?:[\w-]+ ){0,3}?(?:call|phone call|telephone call|letter) from\s+[^.;]{0,25}?$|\bwas (?:telephoned|phoned|called|rung|contacted|invited) by\s+[^.;]{0,25}?$",
    re.IGNORECASE,
)
_STATUSES = ((Status.CANCELLED, _CANCELLED), (Status.AVOIDED, _AVOIDED), (Status.NOT_SCHEDULED, _NOT_PLANNED), (Status.UNANSWERED, _UNANSWERED), (Status.DECLINED, _DECLINED), (Status.SOUGHT, _SOUGHT))  # fmt: skip


class Frame(NamedTuple):
    """A contact as one sentence tells it.

    Attributes:
        people: Who; of two states at least.
        status: What became of it; None: nothing is told (denied, or only imagined).
        at: Place of the words that tell it, in the sentence.
        initiative: State that began it, if the verb says so.
        words: The verb or noun.
        end: Where the last of its people stands.
    """

    people: tuple[Who, ...]
    status: Status | None
    at: int
    initiative: str | None
    words: str
    end: int


def status_of(sentence: str, at: int, end: int) -> Status | None:
    """Return what a sentence says became of the contact told at ``at``; None for what is denied, imagined or rumoured.

    Args:
        sentence: The sentence.
        at: Where its words stand.
        end: Where the last of its people stands.
    """
    begin = max(
        (
            found.end()
            for found in re.finditer(
                r"[;:]\s|,? (?:but|while|although|though|whereas|as (?:he|she|they|it|the two))\s", sentence[:at]
            )
        ),
        default=0,
    )
    stop = min(
        (
            end + found.start()
            for found in re.finditer(r";\s|, (?:but|while|although|though|whereas)\s", sentence[end:])
        ),
        default=len(sentence),
    )
    before, clause, beyond = sentence[begin:at], sentence[begin:stop], sentence[stop:]
    full = clause
    clause = re.sub(r",\s(?:who|whom|whose|which)\b[^,.;]*(?=[,.;]|$)", lambda found: " " * len(found[0]), clause)
    bare = re.sub(
        r'"[^"]*"',
        lambda found: found[0] if _DECLINED.search(found[0]) or _SOUGHT.search(found[0]) else " " * len(found[0]),
        clause,
    )
    if re.search(
        r"(?i)\b(?:moved|postponed|rescheduled|put (?:back|off)|brought forward|delayed|pushed back)\b[^.;]{0,20} (?:to|until|till) (?:\d|[A-Z][a-z]+ \d|[A-Z]\w+day|next)",
        bare,
    ):
        return Status.SCHEDULED
    for status, pattern in _STATUSES[:2]:
        if pattern.search(bare):
            return status
    if _NOT_PLANNED.search(bare) or _NOT_PLANNED.search(beyond):
        return Status.NOT_SCHEDULED
    if _DENIED.search(bare):
        return None
    asked = bool(_SOUGHT.search(bare))
    for status, pattern in _STATUSES[3:5]:
        found = pattern.search(bare) or (pattern.search(full) if '"' not in full else None)
        if (
            found
            and not re.match(
                r"\w+ to (?:say|comment|discuss|elaborate|give|provide|confirm|disclose|be named|reveal|rule|accept (?:any|the) (?:terms|demand))",
                found.string[found.start() :],
                re.IGNORECASE,
            )
            and (asked or _about_contact(full, found.start()))
        ):
            return status
    if _RUMOUR.search(before) or _HYPOTHETICAL.search(before[-90:]):
        return None
    if asked and beyond:
        for status, pattern in _STATUSES[3:5]:
            if pattern.search(beyond):
                return status
    if asked and not re.search(r"(?i)\b(?:at the (?:request|invitation|initiative)|requested by)\b", bare):
        return Status.SOUGHT
    if _SCHEDULED.search(sentence[max(begin, at - 60) : min(stop, end + 40)]) and not re.search(
        r"(?i)\b(?:spoke|held|met|talked|called|telephoned|lasted)\b", sentence[at : at + 12]
    ):
        return Status.SCHEDULED
    return Status.HELD


def _about_contact(clause: str, at: int) -> bool:
    """Whether a refusal is one of a contact: a word for one stands near."""
    near = clause[max(0, at - 70) : at + 70]
    return bool(
        re.search(
            rf"(?i)\b(?:{_NOUN}|speak|talk|meet|engage\w*|invitation|approach(?:es)?|request|answer|reply|pick|phone|letter)\b",
            near,
        )
    )


def _states(people: tuple[Who, ...]) -> set[str | None]:
    return {who.state for who in people}


def _joined(sentence: str, first: Mention, second: Mention) -> bool:
    """Whether two mentions are listed together: "A and B", "A, B and C"."""
    between = sentence[first.end : second.start]
    return (
        len(between) <= 90
        and bool(
            re.fullmatch(
                r"(?:,? ?\([^)]*\))?(?:\s+(?:on|at|in|by|late on|early on|after|before|last|this)\s+[\w' ]{2,24}?)?,?\s*(?:and|&|as well as|then|plus|or|before|,)?,?\s*(?:also|then|later|with|separately|subsequently|afterwards)?,?\s*(?:with|to)?\s*(?:(?:the|his|her|its|their|a|an|[A-Z][\w.'-]*|of|for|[a-z]+-in-chief|chief|minister|general|staff|defen[cs]e|foreign|secretary|president|chairman|counterpart|joint|armed|forces|head|top|new|[a-z]{4,14})\s*){0,9}",
                between,
            )
        )
        and bool(re.search(r",|\band\b|&|as well as|then", between))
    )


_LISTS = re.compile(r"\band\b|&|as well as|\bthen\b|\bbefore\b|\bor\b|\bplus\b", re.IGNORECASE)


def group_after(sentence: str, mentions: list[Mention], at: int, reach: int = 45) -> list[Mention]:
    """Return the mentions listed from a place on: the first within reach, and those joined to it."""
    found: list[Mention] = []
    for mention in mentions:
        if mention.start < at:
            continue
        if not found:
            if mention.start - at > reach:
                break
            found.append(mention)
        elif _joined(sentence, found[-1], mention):
            found.append(mention)
        else:
            break
    return _listed(sentence, found)


def _listed(sentence: str, found: list[Mention]) -> list[Mention]:
    """Return a list of mentions up to its last "and": what a mere comma joins behind that is another clause."""
    for last in range(len(found) - 1, 0, -1):
        if _LISTS.search(sentence[found[last - 1].end : found[last].start]):
            return found[: last + 1]
    return found[:1]


def group_before(sentence: str, mentions: list[Mention], at: int) -> list[Mention]:
    """Return the subject of a verb at ``at``: the last mentions before it outside clauses in commas, and those joined to them."""
    before = [mention for mention in mentions if mention.end <= at]
    cut = [
        found.span()
        for found in re.finditer(
            r",\s(?:who|whose|which|where|after|when|whom|himself|herself|the first|a day|two days|as)\b[^,]*,",
            sentence[:at],
        )
    ]
    kept = [mention for mention in before if not any(start <= mention.start < stop for start, stop in cut)]
    kept = kept or before
    if not kept:
        return []
    found = [kept[-1]]
    for mention in reversed(kept[:-1]):
        if not _joined(sentence, mention, found[0]) or (
            len(found) == 1 and not _LISTS.search(sentence[mention.end : found[0].start])
        ):
            break
        found.insert(0, mention)
    return found


def pairs(ours: list[Mention], theirs: list[Mention], sentence: str, at: int) -> list[tuple[Who, ...]]:
    """Return who spoke with whom: all together, or one pair for each where the words part them."""
    subject = tuple(dict.fromkeys(who for mention in ours for who in mention.people))
    objects = tuple(dict.fromkeys(who for mention in theirs for who in mention.people if who not in subject))
    if not subject or not objects:
        return []
    span = sentence[at : theirs[-1].end]
    if len(subject) > 1 and len(objects) > 1:
        matched = [
            (one, other)
            for one in subject
            for other in objects
            if one.level == other.level and one.state != other.state
        ]
        if len(matched) == max(len(subject), len(objects)):
            return [tuple(pair) for pair in matched]
    if _JOINT.search(sentence) or re.match(r"(?i)(?:was|played|is) host to", sentence[at:]):
        return [(*subject, *objects)]
    parted = (
        _SEPARATE.search(sentence[max(0, at - 40) : theirs[-1].end + 24])
        or re.search(r"\band,? (?:\w+,? )?(?:with|to)\b", span)
        or re.search(r"(?i)\b(?:on|in) [A-Z]\w+day\b.*\band\b", span)
    )
    if len(objects) > 1 and parted:
        return [(*subject, other) for other in objects]
    if len(subject) > 1 and len(objects) == 1 and re.search(r"(?i)\b(?:separate(?:ly)?|each|both)\b", sentence):
        return [(one, *objects) for one in subject]
    if len(subject) > 1 and len(objects) == 1 and len(_states(subject)) == 1:
        level = [one for one in subject if one.level == objects[0].level]
        if len(level) == 1 and re.search(r"(?i)counterpart", span):
            return [(level[0], *objects)]
    return [(*subject, *objects)]


def frames(sentence: str, mentions: list[Mention], topic: tuple[Who, ...]) -> list[Frame]:
    """Return every contact that a sentence tells.

    Args:
        sentence: The sentence.
        mentions: Its people; places counted in the sentence.
        topic: Who "he" and "she" is: the people of the sentence before, the subject first.
    """
    found: list[Frame] = []
    used: set[int] = set()

    def add(people: tuple[Who, ...], at: int, words: str, initiative: str | None, end: int) -> None:
        unique = tuple(dict.fromkeys(people))
        if len(unique) < 2 or len(_states(unique)) < 2 or None in _states(unique):
            return
        if any(set(unique) == set(other.people) and abs(other.at - at) < 80 for other in found):
            return
        status = Status.HELD if _GONE_BY.search(sentence[max(0, at - 30) : at]) else status_of(sentence, at, end)
        found.append(Frame(unique, status, at, initiative, words, end))

    mentions = [
        mention
        for mention in mentions
        if not re.match(r"'s (?:\w+ ){0,2}(?:counterpart|opposite number)", sentence[mention.end :])
    ]
    people = [mention for mention in mentions if mention.how != "pronoun" or mention.group]
    for index, mention in enumerate(mentions):
        if mention.start in used or (mention.how == "pronoun" and not mention.group):
            continue
        head = sentence[: mention.start]
        received = _BY_RECEIVER.search(head)
        if received:
            ours = group_before(sentence, mentions, received.start()) or _pronoun(topic, mention)
            theirs = group_after(sentence, mentions, mention.start)
            for some in pairs(ours, theirs, sentence, received.start()):
                letter_or_call = (
                    None
                    if re.search(r"(?i)was (?:received|hosted|welcomed|greeted)", received[0])
                    else mention.people[0].state
                )
                add(some, received.start(), received[0], letter_or_call, _end(theirs, some))
            used.update(one.start for one in theirs)
            continue
        between = BETWEEN.search(head)
        since = max((item.end() for item in re.finditer(r"(?i)\b(?:between|among)\b", head)), default=0)
        if between and since > between.start() and not any(since <= other.start < mention.start for other in people):
            group = group_after(sentence, mentions, mention.start)
            everybody = tuple(who for one in group for who in one.people)
            add(everybody, between.start(), between["verb"], None, group[-1].end)
            used.update(one.start for one in group)
            continue
        trans = TRANS.search(head)
        plain = (
            trans is not None
            and _object_near(trans["gap"])
            and not re.search(r"(?i)\b(?:so-called|what (?:he|she|they) |to be )$", head[: trans.start()])
        )
        if trans and plain:
            theirs = group_after(sentence, mentions, mention.start)
            ours = group_before(sentence, mentions, trans.start()) or _pronoun(topic, mention)
            if _passive(head[: trans.start()]):
                ours = []
            verb = trans["verb"].lower()
            if _calls_somebody(sentence, theirs, verb):
                for some in pairs(ours, theirs, sentence, trans.start()):
                    begun = (
                        None if re.match(r"(?:met|meet|received|hosted|hosts|visited|reached)", verb) else some[0].state
                    )
                    add(some, trans.start(), trans["verb"], begun, _end(theirs, some))
                used.update(one.start for one in theirs)
                continue
        with_ = _last_match(WITH, head)
        if with_ and _object_near(with_["gap"]):
            verb = with_["verb"].lower()
            if with_["prep"].lower() == "to" and (
                any(with_.start() <= other.start < mention.start for other in people)
                or not re.match(
                    r"(?:spoke|speak|talk|wrote|call|phone call|telephone call|video call|reach|letter)", verb
                )
            ):
                with_ = None
        if with_ and _object_near(with_["gap"]):
            verb = with_["verb"].lower()
            theirs = group_after(sentence, mentions, mention.start)
            inside = [
                one
                for one in people
                if with_.start() <= one.start
                and one.end <= with_.start("prep")
                and re.search(r"(?i)\b(?:of|by|between)\b", sentence[with_.start() : one.start])
            ]
            ours = (
                inside
                or group_before(sentence, mentions, with_.start())
                or _after(sentence, people, theirs, with_)
                or _pronoun(topic, mention)
            )
            begun = (
                ours[0].people[0].state if with_["prep"].lower() == "to" and verb.endswith("call") and ours else None
            )
            for some in pairs(ours, theirs, sentence, with_.start()):
                add(some, with_.start(), with_["verb"], begun, _end(theirs, some))
            used.update(one.start for one in theirs)
            continue
        sought = list(_SOUGHT.finditer(head))
        if (
            sought
            and len(head) - sought[-1].end() <= 70
            and not any(other.start >= sought[-1].end() for other in people if other.end <= mention.start)
        ):
            theirs = group_after(sentence, mentions, mention.start)
            ours = group_before(sentence, mentions, sought[-1].start()) or _pronoun(topic, mention)
            for some in pairs(ours, theirs, sentence, sought[-1].start()):
                add(some, sought[-1].start(), sought[-1][0], some[0].state, _end(theirs, some))
            used.update(one.start for one in theirs)
            if ours:
                continue
        group = group_after(sentence, mentions, mention.start)
        everybody = tuple(who for one in group for who in one.people)
        if len(_states(everybody)) > 1 and index == mentions.index(group[0]):
            reciprocal = RECIPROCAL.match(sentence[group[-1].end :])
            behind = sentence[group[-1].end :]
            if (
                reciprocal
                and not any(
                    group[-1].end <= other.start < group[-1].end + reciprocal.end()
                    for other in people
                    if other not in group
                )
                and not re.search(
                    rf"(?i)^.{{0,80}}{re.escape(reciprocal['verb'])}\b[^.;]{{0,40}}\b(?:with|to) [A-Z]", behind
                )
            ):
                add(everybody, group[-1].end + reciprocal.start("verb"), reciprocal["verb"], None, group[-1].end)
                used.update(one.start for one in group)
    for letter in _LETTER.finditer(sentence):
        if any(abs(frame.at - letter.start()) < 60 for frame in found):
            continue
        sender = (
            [mention for mention in mentions if mention.start >= letter.start() and mention.start - letter.end() <= 6][
                :1
            ]
            if letter["of"]
            else group_before(sentence, mentions, letter.start())
        )
        receiver = [mention for mention in mentions if mention.start >= letter.start() and mention not in sender][:1]
        for some in pairs(sender, receiver, sentence, letter.start()):
            add(some, letter.start(), "letter", some[0].state, _end(receiver, some))
    in_call = IN_CALL.search(sentence)
    everybody = tuple(dict.fromkeys(who for mention in people for who in mention.people if not mention.group))
    if (
        in_call
        and 2 <= len(everybody) <= 3
        and len(_states(everybody)) == len(everybody)
        and not any(set(everybody) & set(frame.people) for frame in found)
    ):
        first = next(mention for mention in people if not mention.group)
        told = [mention for mention in people if not mention.group and mention is not first]
        for some in pairs([first], told, sentence, in_call.start()):
            add(some, min(first.start, in_call.start()), in_call["verb"], None, in_call.end())
    loose = TELLS.search(sentence)
    several = next((mention for mention in mentions if mention.group and len(_states(mention.people)) > 1), None)
    if not found and not everybody and several is not None:
        status = status_of(sentence, several.start, several.end)
        if status in {Status.AVOIDED, Status.CANCELLED} or (status is Status.NOT_SCHEDULED and NOUN.search(sentence)):
            add(several.people, several.start, several.people[0].key, None, several.end)
    if not found and loose and len(everybody) == 2 and len(_states(everybody)) == 2 and not _ABOUT.search(sentence):
        last = max(mention.end for mention in people)
        add(everybody, min(loose.start(), last), loose[0], None, max(last, loose.end()))
    if (
        not found
        and 2 <= len(everybody) <= 2
        and len(_states(everybody)) == 2
        and (
            NOUN.search(sentence)
            or re.search(r"(?i)\b(?:letter|speak|talk|meet)\b", sentence)
            or _SOUGHT.search(sentence)
            or _AVOIDED.search(sentence)
        )
    ):
        at = (
            NOUN.search(sentence)
            or re.search(r"(?i)\b(?:letter|speak|talk|meet)\b", sentence)
            or _SOUGHT.search(sentence)
            or _AVOIDED.search(sentence)
        )
        assert at is not None
        last = max(mention.end for mention in people)
        status = status_of(sentence, min(at.start(), last), max(at.end(), last))
        if status not in {None, Status.HELD, Status.SCHEDULED}:
            begun = asker(sentence, mentions)
            found.append(Frame(everybody, status, at.start(), begun, at[0], last))
    return sorted(found, key=lambda frame: frame.at)


def refuser(sentence: str, mentions: list[Mention], status: Status) -> str | None:
    """Return the state of whoever declined or did not answer, where it is the subject of that verb."""
    verb = (_DECLINED if status is Status.DECLINED else _UNANSWERED).search(sentence)
    if (
        verb is None
        or _passive(sentence[: verb.start()])
        or re.search(
            r"(?i)\b(?:calls?|requests?|approach\w*|attempts?|been|gone|went)\b[^,;]{0,20}$", sentence[: verb.start()]
        )
    ):
        return None
    subject = [mention for mention in mentions if mention.end <= verb.start() and verb.start() - mention.end <= 30]
    return subject[-1].people[0].state if subject and "," not in sentence[subject[-1].end : verb.start()] else None


def asker(sentence: str, mentions: list[Mention]) -> str | None:
    """Return the state of whoever asked, where a sentence tells of a request."""
    asked = re.search(
        r"(?i)'s? (?:\w+ ){0,3}?(?:requests?|calls?|approach\w*|attempts?|offer|invitation|proposal)\b", sentence
    )
    if asked:
        owner = [mention for mention in mentions if mention.end <= asked.start() + 1]
        if owner:
            return owner[-1].people[0].state
    for mention in mentions:
        if re.search(
            r"(?i)\b(?:requests?|calls?|approach\w*|attempts?|offer|invitation|proposal|letter)\b[^.;]{0,40}\b(?:from|by)\s+[^.;]{0,25}?$",
            sentence[: mention.start],
        ):
            return mention.people[0].state
    sought = _SOUGHT.search(sentence)
    if sought:
        before = [mention for mention in mentions if mention.end <= sought.start()]
        if before:
            return before[-1].people[0].state
    return None


def _last_match(pattern: re.Pattern[str], head: str) -> re.Match[str] | None:
    """Return the match that begins last: the verb nearest to its object."""
    found = pattern.search(head)
    while found is not None and (later := pattern.search(head, found.start() + 1)) is not None:
        found = later
    return found


def _after(sentence: str, people: list[Mention], theirs: list[Mention], verb: re.Match[str]) -> list[Mention]:
    """Return the subject that stands behind: "After speaking with X on Monday, Y called Z"."""
    if not re.match(r"(?i)speaking|talking|meeting|conferring", verb["verb"]):
        return []
    behind = [mention for mention in people if mention.start >= theirs[-1].end]
    return behind[:1] if behind and "," in sentence[theirs[-1].end : behind[0].start] else []


def _end(theirs: list[Mention], some: tuple[Who, ...]) -> int:
    """Return where the last of these people is named."""
    return max((mention.end for mention in theirs if set(mention.people) & set(some)), default=theirs[-1].end)


def _pronoun(topic: tuple[Who, ...], other: Mention) -> list[Mention]:
    """Return whom "he" stands for: the topic, unless it is of the other's own state."""
    fitting = [who for who in topic if who.state not in _states(other.people)]
    return [Mention(0, 0, (fitting[0],))] if fitting else []


def _object_near(gap: str) -> bool:
    """Whether nothing but titles stands between a verb and its object."""
    return bool(
        re.fullmatch(
            r"(?i)(?:(?:both|the|top|senior|long-serving|counterparts?|colleagues?|opposite number|defen[cs]e|foreign|his|her|its|their|a|an|then|visiting|new|acting|outgoing|gen\.?|general|admiral|adm\.?|lt\.?|col\.?|colonel|marshal|mr\.?|mrs\.?|ms\.?|dr\.?|sir|field|first|separately|either|(?-i:[A-Z])[a-z'-]{2,}(?:n|ish|ese|i|ian)|minister|president|secretary|prime|chancellor|premier|and|by telephone|by phone|again|once again),?\s*)*",
            gap.strip() + " " if gap.strip() else "",
        )
    )


def _calls_somebody(sentence: str, theirs: list[Mention], verb: str) -> bool:
    """Whether "called X" is a telephone call: not "called X a liar", "called X's decision", "called on X"."""
    if not theirs:
        return False
    behind = sentence[theirs[-1].end : theirs[-1].end + 30]
    if behind.startswith("'s"):
        return False
    if verb.startswith("called on"):
        return bool(
            re.match(
                r"\s+(?:at (?:his|her|the|their)|in [A-Z]|on [A-Z]\w+day\b(?! to)|for (?:talks|tea|lunch|dinner))",
                behind,
            )
        )
    if verb.startswith("call"):
        return not re.match(
            r"\s+(?:an?|the|to account|out|names|to resign|\"|as|into)\b", behind
        ) and not behind.lstrip().startswith('"')
    if verb.startswith(("received", "reached", "hosted")):
        return not behind.startswith("'s")
    return True


def _passive(head: str) -> bool:
    return bool(re.search(r"(?i)\b(?:was|were|is|are|been|being)\s+(?:\w+ly )?$", head))

"""What became of a contact that a sentence tells of: held, sought, declined, unanswered, to come, cancelled, avoided, or nothing.

Families of verbs, one for each status, and filters that hold for every shape of sentence: what is denied, imagined, demanded,
usual or rumoured is no contact. A verb of the one family before "to" decides what the verb behind it tells: "tried to reach"
is asked, "agreed to speak" is to come, "managed to reach" took place, "ought to speak" is nothing.
"""

from __future__ import annotations

import re

from watchline.press.claim import Status
from watchline.press.contact_words import SPOKEN_NOUN

_N = SPOKEN_NOUN
_SPEAK = r"(?:speak|talk|meet|call|phone|telephone|ring|reach|contact|communicate|confer|converse|see|get through|sit down|have|hold|arrange|set up|get hold|consult|come to the (?:tele)?phone)"
_GONE_BY = re.compile(
    r"(?i)\b(?:following|after|since|during|despite|ever since)\s+(?:the|their|a|that|this|his|her)?\s*(?:[\w-]+\s+){0,2}$"
)
"""A contact named in passing: what the sentence goes on to say is not said of it."""
_DENIED = re.compile(
    rf"\b(?:(?:has|have|had|is|are) (?:still )?yet to (?:{_SPEAK}|exchange|take place|be held|happen)|(?:is|are|was|were) (?:false|wrong|baseless|nonsense|a hoax|mistaken|without foundation|unfounded|an invention)|untrue|not true|invented|fabricat\w+|den(?:y|ies|ied|ying|ial)|dismiss(?:ed|es)|reject(?:ed|s) (?:reports|claims|suggestions)|no truth|(?:did|do|does|has|have|had|could|were|was|would)(?: not|n't)(?: \w+){{0,2}} (?:taken part|speak|talk|take place|meet|met|called|call|spoken|talked|happen|exchange\w*|telephone\w*|phoned?|contact(?:ed)?|taken place|seen|see|shake)|never (?:spoke|spoken|took place|taken place|happened|called|met|talked|saw)|no such (?:call|conversation|meeting|talks?|contact)|false report|(?:there )?(?:was|is|were|had been|has been) no (?:\w+ )?{_N}|no (?:\w+ )?{_N} (?:has |had |have )?(?:was|were|taken|took|been|happened)|neither\b[^.;]{{0,40}}\bnor|without (?:\w+ )?(?:speaking|talking|meeting|exchanging|calling)|not a (?:single )?word)\b",
    re.IGNORECASE,
)
_HYPOTHETICAL = re.compile(
    r"\b(?:if|whether|unless|should|could|might|(?-i:may)|ought|must|were to|wants?|wanted|willing(?:ness)?|ready|readiness|open to|hopes?|hoped|hoping|urg(?:e|es|ed|ing)|call(?:s|ed|ing)? (?:on|for|upon)|possib(?:le|ly|ility)|consider(?:s|ed|ing)?|suggest(?:s|ed)?|needs? to|needed to|wish(?:es|ed)?|rather than|instead of|unlikely|likelihood|prospects?|chances? of|demand(?:s|ed|ing)?|appeal(?:s|ed)? (?:to|for)|plead(?:s|ed)? for|prepared to|would(?! (?:speak|talk|meet|hold)\b)|hesitat\w+|had .{1,20} been|refus(?:es|ed) to (?:say|comment)|declin(?:es|ed) to (?:say|comment)|imagin(?:e|ed|ary)|pretend\w*|suppos(?:ed|edly)|fictional|mock|satir\w*|dreams?|joked?|as though|as if)\b",
    re.IGNORECASE,
)
_RUMOUR = re.compile(
    r"\b(?:untrue|invented|yet to (?:speak|talk|meet|call|be)|sooner|not true|believed to|rumou?red|rumou?rs?|gossip|unconfirmed|said to have|thought to have|reputed(?:ly)? to have|may have|might have|could have|must have|alleged(?:ly)?|purported(?:ly)?|speculat\w*)\b",
    re.IGNORECASE,
)
_HABIT = re.compile(
    r"\b(?:usually|normally|as a rule|habitually|routinely|customarily|traditionally|(?<!than )always|every (?:\w+day|week|month|year|spring|autumn|summer|winter)|each (?:\w+day|week|month|year|spring|autumn|summer|winter)|(?:once|twice) a (?:week|month|year)|used to|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days)\b",
    re.IGNORECASE,
)
_CANCELLED = re.compile(
    r"\b(?:cancel(?:s|led|ed|ling|lation|ing)?|call(?:ed|s|ing)? (?:it |them )?off|fell through|fallen through|(?:was|were|had been) (?:to have|due to|set to|supposed to)[^.;]{0,60}(?:did not|never|but) (?:happen|take place|come about)|calls it off|scrapped|scratched|struck (?:from|off|out)|(?:was|were) (?:due |set |supposed |meant |scheduled |expected )?to have (?:been )?(?:\w+ed|spoken|met|held|had|seen|sat|taken)|postpon(?:e|es|ed|ement)|put off|will not (?:now |after all )?(?:go ahead|take place|happen)|will no longer|(?:did|does|do)(?: not|n't) (?:after all )?(?:go ahead|come off|come about|come to pass)|abandoned|dropped from the (?:schedule|programme|agenda)|shelved|axed|(?:pull(?:ed|s)|back(?:ed|s)|bow(?:ed|s)) out|withdr(?:ew|awn|aws) from|did not come off|came to nothing|off the (?:agenda|table|calendar)|is off|was off)\b",
    re.IGNORECASE,
)
_AVOIDED = re.compile(
    r"\b(?:avoid(?:s|ed|ing)?|evad(?:es?|ed|ing)|dodg(?:es?|ed|ing)|prevent(?:s|ed|ing)? any (?:contact|meeting|encounter)|steer(?:s|ed|ing)? (?:well )?clear|kept? (?:well )?apart|keeping (?:well )?apart|(?:kept|keep|stay(?:ed)?|stays) out of (?:each other's|his|her|one another's) (?:way|sight)|wide berth|keep(?:s|ing)? (?:his|her|their) distance|kept (?:his|her|their) distance|stay(?:s|ed|ing)? away from|need not (?:meet|greet|speak|cross)|(?:not|never) to (?:meet|cross paths|run into|be seen)|so (?:as|that) .{0,40}(?:not|no) (?:meet|cross|contact)|take(?:s|n)? (?:\w+ )?care (?:not to|that)|took (?:\w+ )?care (?:not to|that)|made sure (?:not to|that \w+ (?:did|would) not)|sidestep\w*|shun(?:s|ned|ning)?)\b",
    re.IGNORECASE,
)
_BOOK = r"(?:diary|diaries|schedule|calendar|agenda|programme|program|books|timetable|cards|offing|works|pipeline)"
_NOT_PLANNED = re.compile(
    rf"\b(?:no (?:\w+ ){{0,4}}?{_N}\b[^.;]{{0,90}}?\b(?:planned|scheduled|arranged|foreseen|envisaged|anticipated|intended|in the works|in prospect|contemplated|(?:in|on) (?:the|his|her|either|their) {_BOOK})|no(?: \w+){{0,4}} (?:is|are|was|were|has been|have been)(?: currently| yet| now| being| so far)? (?:on the {_BOOK}|planned|scheduled|arranged|set|foreseen|in the {_BOOK}|fixed|expected|in preparation|envisaged)|no (?:\w+ ){{0,4}}(?:currently )?(?:on|in) the {_BOOK}|no (?:immediate |current |further |new |present )?(?:plans?|intention|intentions|arrangements?) (?:for|to|of)|(?:not|nothing|none|never)(?: \w+){{0,3}} (?:planned|scheduled|in the {_BOOK}|on the {_BOOK}|arranged|foreseen|pencilled in|envisaged|in prospect)|not (?:in|on) the {_BOOK}|has not been (?:scheduled|arranged|fixed|set)|do(?:es)? not (?:plan|intend|expect) to|not (?:planning|intending)|no (?:date|time|day) (?:has|had|have|is|was)(?: yet| so far)?(?: been)? (?:set|fixed|agreed|named|found)|see if it(?:'s| is| was) possible to schedule)\b",
    re.IGNORECASE,
)
_UNANSWERED = re.compile(
    r"\b(?:unanswered|unreturned|unacknowledged|(?:no|without(?: an?| any)?|not (?:yet )?(?:received|had) (?:an?|any)|never (?:received|had|got) an?|received no|got no|had no|still no|await\w*(?: an?)?|wait\w* for (?:an?|the|any)) (?:answer|reply|response)|(?:heard|has heard|had heard|hear) (?:nothing|no word)|nothing (?:has )?(?:came|come|was heard) (?:back|in return)|r[aiu]ng out|(?:did|does|do|had|has|have|would)(?: not|n't) (?:yet )?(?:answer(?:ed)?|repl(?:y|ied)|respond(?:ed)?|pick(?:ed)? up|return(?:ed)?|come (?:back|to the (?:tele)?phone)|react(?:ed)?|been (?:answered|returned|acknowledged))|(?:nobody|no one|no-one|none)(?: \w+){0,4} (?:answered|picked up|answers|came to the phone|lifted)|not (?:been )?(?:answered|returned|acknowledged)|never (?:answered|returned|replied|responded|called back|rang back)|yet to (?:reply|answer|respond|react|hear|receive|call back|ring back|return)|still (?:awaiting|waiting)|could not be reached|failed to (?:answer|reply|respond|return)|ignored|met with silence|no (?:\w+ )?(?:word|sign|reaction|echo|news)\b(?! of| to)|(?:only|by) silence)\b",
    re.IGNORECASE,
)
_DECLINED = re.compile(
    r"\b(?:unable to (?:talk|speak|take|come|receive|meet)|put (?:her|him|them|it) off|(?:diary|schedule|calendar) (?:was|is) (?:too )?full|not take (?:a|the|any|his|her) (?:\w+ )?calls?|not come to the (?:tele)?phone|(?:was|were|is) (?:travelling|traveling|not available|unavailable|busy|otherwise engaged|indisposed)|turn(?:ed|s|ing)? [\w ]{2,20} down|turned down|turn(?:ed|s) away|(?:turn|brush|wav|push|sweep|wav)(?:ed|es|s)? (?:[\w-]+ ){0,3}?(?:away|aside|off)|swept aside|passed (?:up|over)|(?:shown|showed|no) interest(?: in)?|not the (?:right )?time|declin(?:e|es|ed|ing)|demurred|begg?(?:ed|ing) off|beg(?:s|ged) to be excused|excus(?:ed|es) (?:him|her)self|sent (?:his|her|its|their) (?:regrets|apologies|excuses)|refus(?:e|es|ed|ing|al)|rebuff(?:s|ed)?|reject(?:s|ed|ing|ion)?|would not (?:take|come|speak|talk|meet|see|receive)|won't (?:take|come|speak|talk|meet)|will not (?:take|come to|receive)|said no(?: to)?|a (?:\w+ )?no(?=[.,;\"]|$)|answer(?:ed)? (?:was |with )?(?:a )?(?:polite |curt |firm )?no\b|spurn(?:ed|s)?|snubbed|uninterested|not interested in|saw no (?:point|need|reason|purpose|use)|see(?:s|ing)? no (?:point|need|reason|purpose|use)|(?:not|un)(?:\s)?(?:prepared|willing|ready|minded|inclined) to|did not wish to|had no (?:time|wish)|no time (?:for|to)|passed (?:it )?up|ruled (?:it )?out)\b",
    re.IGNORECASE,
)
_SOME = r"(?:[\w'-]+ ){0,5}?"
SOUGHT = rf"(?:approaches (?:by|from|to)|approached|dial(?:led|s|ed)?|knocked|(?:want(?:s|ed)?|wish(?:ed|es)|would (?:like|welcome|be glad of|appreciate)|(?:is|was) (?:anxious|impatient) (?:for|to)|is keen|was keen|eager|is seeking|hop(?:es|ed|ing)|angl(?:ed|ing) (?:for)?|press(?:ed|es|ing)? for|push(?:ed|es|ing)? for|pleaded for|beg(?:ged|s)?|bid|bidding) {_SOME}(?:to {_SPEAK}|(?:a|an|the|another|for a) {_SOME}(?:{_N}|word\b))|s(?:ought|eeks?|eeking)|tr(?:y|ies|ied|ying)(?: \w+){{0,5}} to {_SPEAK}|(?:attempt|effort|bid)(?:s|ed|ing)?(?: \w+){{0,3}} to {_SPEAK}|attempts? (?:at|by)|ask(?:s|ed|ing)? (?:[\w']+ ){{0,6}}?(?:for|to) (?:{_SPEAK}|(?:a|an|another|the|a second) {_SOME}(?:{_N}|word))|(?:has|have|had)? ?request(?:s|ed|ing)? (?:(?:a|an|another|the|to) {_SOME}(?:{_N}|speak|meet)|{_N})|(?:requests?|applications?|appl(?:y|ies|ied)|petition(?:ed|s)?|bids?|pleas?) (?:for|to) {_SOME}(?:{_N}|{_SPEAK})|reach(?:es|ed|ing)? out|(?:put|went|gone|sent|lodged|submitted|filed|made|forwarded) {_SOME}(?:a |an )?(?:\w+ )?request|requests? (?:has|have|had|was|were|went|to)|sounded out|(?:propos|suggest)(?:ed|es|s|ing|al|als|ion) (?:a|an|of a|for a|that they|holding) {_SOME}(?:{_N}|{_SPEAK})|offer(?:ed|s|ing)?(?: on \w+)? (?:a|an|to) {_SOME}(?:{_N}|{_SPEAK})|invit(?:ed|es|ation|ing)|calls? placed|placed calls?)"
_SOUGHT = re.compile(rf"\b{SOUGHT}\b", re.IGNORECASE)
_SCHEDULED = re.compile(
    rf"\b(?:(?:on|in) (?:the|his|her|their) {_BOOK}|(?:is|are|remains?|was|were|been) (?:now )?(?:planned|arranged|fixed|scheduled|set|booked|pencilled in|moved|put back|rescheduled|foreseen|down) (?:for|to|on)|(?:has|have) been (?:moved|rescheduled|arranged|planned|scheduled|set|fixed|put back|brought forward|booked|pencilled)|prepares? to|preparing to|will|'ll|shall|(?:is|are|was|were) (?:set|due|scheduled|expected|planned|slated|booked|preparing|to (?:be )?(?:speak|talk|meet|hold|held|call|have|see|receive|host|visit|telephone|confer|sit))|be held|plans? to|expects? (?:an?|to)|awaits? (?:an?|the)|hopes? to|means to|meaning to|planning to|intends? to|agreed to {_SPEAK}|(?:have|has|had) agreed (?:on|to)|schedul(?:ed|es) (?:a|for|to)|to (?:speak|talk|meet|hold (?:talks|a call)) (?:again |by phone |with [\w. ]{{3,40}} )*(?:on|next|tomorrow|later|in)|due to|set to|upcoming|forthcoming|would (?:speak|talk|meet|hold)|next (?:call|conversation|meeting|talks)|pencilled in|looks? forward to)\b",
    re.IGNORECASE,
)
NO_FACT = re.compile(
    r"(?i)\?[\"')\]]*\s*$|^\W*(?:let|may|imagine|suppose|picture)\b|\bwhen(?:ever)? \w+ (?:wants|wishes|calls|needs)\b|\b(?:hardly|scarcely) ever\b|\b(?:wrongly reported|did not happen|never happened|what if|suppose that|in the (?:play|film|novel|sketch|series))\b"
)
"""Sentences in which nothing is told of the world."""
_STATUSES = ((Status.CANCELLED, _CANCELLED), (Status.AVOIDED, _AVOIDED), (Status.NOT_SCHEDULED, _NOT_PLANNED), (Status.UNANSWERED, _UNANSWERED), (Status.DECLINED, _DECLINED), (Status.SOUGHT, _SOUGHT))  # fmt: skip
_NOT_OF_A_CONTACT = re.compile(
    r"[\w-]+ to (?:say|comment|discuss|elaborate|give|provide|confirm|disclose|be named|be drawn|reveal|rule|describe|name|answer questions|accept (?:any|the) (?:terms|demand))",
    re.IGNORECASE,
)
MOVED = re.compile(
    r"(?i)\b(?:moved|postponed|rescheduled|put (?:back|off)|brought forward|delayed|pushed back)\b[^.;]{0,20} (?:to|until|till) (?:\d|[A-Z][a-z]+ \d|[A-Z]\w+day|next)"
)
_BREAK = r"but|while|although|though|whereas|even as"
_CONTROLS = re.compile(
    r"\b(?P<verb>manag\w+|got|able|came|c[ao]me|flew|flown|travel\w+|went|stopped|paused|stepped\s\w+|rang|returned|stayed|arrived|met|used\s(?:the|a)\s\w+|crossed|broke\soff|"
    r"first|last|only)\s+(?:[\w-]+\s+){0,4}?to\s+(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
"""Verbs that say that what stands behind their "to" took place."""
_DONE = re.compile(
    r"(?i)\b(?:spoke|held|met|talked|called|telephoned|phoned|rang|saw|received|hosted|conferred|lasted|wrote)\b"
)


def status_of(sentence: str, at: int, end: int) -> Status | None:
    """Return what a sentence says became of the contact told at ``at``; None for what is denied, imagined or rumoured.

    Args:
        sentence: The sentence.
        at: Where its words stand.
        end: Where the last of its people stands.
    """
    if _GONE_BY.search(sentence[max(0, at - 30) : at]):
        return Status.HELD
    begin, stop = _clause(sentence, at, end)
    before, clause, beyond = sentence[begin:at], sentence[begin:stop], sentence[stop:]
    full = clause
    clause = re.sub(r",\s(?:who|whom|whose|which)\b[^,.;]*(?=[,.;]|$)", lambda found: " " * len(found[0]), clause)
    bare = re.sub(
        r'"[^"]*"',
        lambda found: found[0] if _DECLINED.search(found[0]) or _SOUGHT.search(found[0]) else " " * len(found[0]),
        clause,
    )
    if MOVED.search(bare):
        return Status.SCHEDULED
    for status, pattern in _STATUSES[:2]:
        if pattern.search(bare):
            return status
    if _NOT_PLANNED.search(bare) or _NOT_PLANNED.search(beyond):
        return Status.NOT_SCHEDULED
    asked = bool(_SOUGHT.search(bare))
    if not asked and _DENIED.search(bare):
        return None
    for status, pattern in _STATUSES[3:5]:
        found = pattern.search(bare) or (pattern.search(full) if '"' not in full else None)
        if (
            found
            and not _NOT_OF_A_CONTACT.match(found.string[found.start() :])
            and (asked or _about_contact(full, found.start()))
        ):
            return status
    if asked and _DENIED.search(bare):
        return None
    if _CONTROLS.search(before):
        return Status.HELD
    if _RUMOUR.search(before) or (not asked and _HYPOTHETICAL.search(before[-90:])):
        return None
    if asked and beyond:
        for status, pattern in _STATUSES[3:5]:
            if pattern.search(beyond):
                return status
    if asked and not re.search(
        r"(?i)\b(?:(?:at|on|upon|following|by) (?:the |an? |(?:his|her|its|their) (?:own )?)?(?:request|invitation|initiative)|requested by)\b",
        bare,
    ):
        return Status.SOUGHT
    if _to_come(sentence, max(begin, at - 60), min(stop, end + 40)) and not _DONE.search(sentence[at : at + 12]):
        return Status.SCHEDULED
    if _HABIT.search(bare):
        return None
    return Status.HELD


def _to_come(sentence: str, start: int, stop: int) -> bool:
    """Whether a part of a sentence looks ahead, in another clause than that of "who will escort what"."""
    return any(
        not re.search(r"(?i)\b(?:who|which|what|where|how|when|it|that|and then) $", sentence[: start + found.start()])
        for found in _SCHEDULED.finditer(sentence[start:stop])
    )


def refusal(sentence: str) -> Status | None:
    """Return the status of a sentence that only tells what became of a request: declined, or not answered."""
    status = status_of(sentence, 0, len(sentence))
    if status in {Status.UNANSWERED, Status.DECLINED}:
        return status
    if re.search(r"(?i)\b(?:to comment|to say)\b", sentence):
        return None
    return next((one for one, pattern in _STATUSES[3:5] if pattern.search(sentence)), None)


def seeks(sentence: str) -> re.Match[str] | None:
    """Return where a sentence tells of somebody who asks for a contact."""
    return _SOUGHT.search(sentence)


def family(sentence: str, status: Status) -> re.Match[str] | None:
    """Return the words by which a sentence gives a contact a status."""
    return next((pattern.search(sentence) for one, pattern in _STATUSES if one is status), None)


def _clause(sentence: str, at: int, end: int) -> tuple[int, int]:
    """Return the clause around a place: what "but" and "while" part from it, and what a semicolon does."""
    begin = max(
        (
            found.end()
            for found in re.finditer(
                rf"[;:]\s|,? (?:{_BREAK}|as (?:he|she|they|it|the two))\s|, and (?:will|is to|has|had|have) ",
                sentence[:at],
            )
        ),
        default=0,
    )
    stop = min((end + found.start() for found in re.finditer(rf";\s|, (?:{_BREAK})\s", sentence[end:])), default=len(sentence))  # fmt: skip
    return begin, stop


def _about_contact(clause: str, at: int) -> bool:
    """Whether a refusal is one of a contact: a word for one stands near."""
    near = clause[max(0, at - 70) : at + 70]
    return bool(
        re.search(
            rf"(?i)\b(?:{_N}|speak|talk|meet|engage\w*|invitation|approach(?:es)?|request|answer|reply|pick|phone|telephone|letter|overture|offer|message|rung|called back)\b",
            near,
        )
    )

"""Words in which English tells of a contact: nouns for one, verbs of speaking together, of calling somebody, of being called.

A lexicon and nothing else: a verb is given by its forms once, and every rule of grammar works on its whole family. What a
word is in one sentence (its people, what became of the contact) is for ``frames.py`` and ``outcome.py``.
"""

from __future__ import annotations

import re

_IRREGULAR = {
    "speak": "spoke spoken speaks speaking", "meet": "met meets meeting", "see": "saw seen sees", "ring": "rang rung rings ringing",
    "hold": "held holds holding", "have": "had has having", "take": "took taken takes taking", "get": "got gotten gets getting",
    "hear": "heard hears hearing", "write": "wrote written writes writing", "send": "sent sends sending", "sit": "sat sits sitting",
    "confer": "conferred confers conferring", "chat": "chatted chats chatting", "give": "gave given gives giving",
    "make": "made makes making", "find": "found finds finding", "leave": "left leaves leaving", "keep": "kept keeps keeping", "pay": "paid pays paying", "drop": "dropped drops dropping", "run": "ran runs running", "grant": "granted grants granting", "dial": "dialled dialed dials",
    "come": "came comes coming", "shake": "shook shaken shakes shaking", "go": "went gone goes going", "put": "puts putting",
    "parley": "parleyed parleys", "catch": "caught catches catching", "grab": "grabbed", "lead": "led leads leading",
    "begin": "began begun begins", "seek": "sought seeks seeking",
}  # fmt: skip


def forms(*lemmas: str) -> str:
    """Return a pattern of every form of some verbs; words behind the verb itself (``call up``) stay as they are."""
    found: list[str] = []
    for lemma in lemmas:
        verb, _, rest = lemma.partition(" ")
        tail = f" {rest}" if rest else ""
        if verb in _IRREGULAR:
            every = [verb, *_IRREGULAR[verb].split()]
        elif verb.endswith("e"):
            every = [verb, verb + "s", verb + "d", verb[:-1] + "ing"]
        elif verb.endswith("y") and verb[-2] not in "aeiou":
            every = [verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
        else:
            every = [verb, verb + ("es" if verb.endswith(("s", "ch", "sh", "x")) else "s"), verb + "ed", verb + "ing"]
        found += [one + tail for one in every]
    return "|".join(sorted(found, key=lambda one: (-len(one), one)))


CALL_NOUN = r"(?:(?:tele)?phone[ -]calls?|video[ -]?calls?|hotline calls?|(?:telephone|phone|video|virtual|online|direct) (?:conversations?|talks?|conferences?|links?|meetings?|contacts?|exchanges?|discussions?|chats?|consultations?)|video-?conferences?|video conferences?|teleconferences?|conference calls?|calls?)"
SPOKEN_NOUN = rf"(?:{CALL_NOUN}|conversations?|talks|meetings?|discussions?|consultations?|contacts?|encounters?|exchanges?|dialogues?|chats?|sessions?|tete-a-tetes?|t[eê]te-[aà]-t[eê]te|summit (?:meetings?|talks)|audiences?|handshakes?|parleys?|get-togethers?|heart-to-hearts?|one-to-ones?|one-on-ones?|face-to-faces?|sit-downs?|bilaterals?|trilaterals?|link-ups?|hook-ups?|confabs?|natters?|pow-?wows?|colloqu(?:y|ies)|visits?|negotiations?|rounds? of talks|working (?:lunch|dinner|breakfast)(?:es|s)?|interviews? with (?=\1))"
SPOKEN_NOUN = SPOKEN_NOUN.replace(r"|interviews? with (?=\1)", "")
WRITTEN_NOUN = r"(?:letters?|notes?|messages?|telegrams?|cables?|telexes?|written messages?)"
NOUN = re.compile(rf"\b{SPOKEN_NOUN}\b", re.IGNORECASE)
ANY_NOUN = rf"(?:{SPOKEN_NOUN}|{WRITTEN_NOUN}|telephone|phone|receiver|handset)"

TOGETHER = (
    "(?:"
    + forms(
        "speak",
        "talk",
        "confer",
        "meet",
        "converse",
        "consult",
        "communicate",
        "chat",
        "huddle",
        "sit down",
        "discuss",
        "see each other",
        "see one another",
        "meet each other",
        "parley",
        "dine",
        "lunch",
        "breakfast",
        "compare notes",
        "shake hands",
        "come face to face",
        "be closeted",
        "negotiate",
        "get together",
        "reconvene",
        "resume",
        "link up",
        "hook up",
        "go through",
        "bargain",
        "haggle",
        "natter",
        "break bread",
        "cross paths",
        "rub shoulders",
        "spar",
        "thrash it out",
        "have it out",
        "stroll",
        "come together",
        "exchange views",
        "exchange words",
        "exchange pleasantries",
        "exchange greetings",
        "catch up",
        "get on the phone",
        "get on the line",
        "go over",
        "deliberate",
    )
    + r"|(?:been |be |was |were |got |get |getting |keep |kept |stay(?:ed)? )?in (?:touch|contact)|closeted"
    + r"|(?:had|have|having|took|taken|shared) (?:lunch|dinner|tea|breakfast|coffee|supper|drinks|a word|words|a meal)"
    + r"|(?:exchang|trad|swapp|shar)(?:e|es|ed|ing) (?:[\w-]+ ){0,3}?(?:words?|views?|notes|greetings|courtesies|letters|messages|telegrams|calls|barbs|information|a table|a car|a platform|lunch|dinner|tea)"
    + r"|(?:took|taken|take|went for|gone for) a (?:walk|stroll|turn)"
    + r"|(?:on|off) the (?:phone|telephone|line|wire|blower|horn))"
)
"""Verbs whose partner stands behind "with" or "to", or who all stand before them."""
GIVES = "(?:" + forms("give", "have", "pay", "send", "write", "drop", "grant", "offer", "accord", "hand") + ")"
"""Verbs with two objects: "gave Y a ring", "sent Y a letter"."""
GIVEN = re.compile(
    rf"\s+(?:to|for) (?:tea|lunch|dinner|supper|breakfast|coffee|drinks)\b|\s+(?:an?|another|the|his|her|its|two|three|several)\s+(?:[\w-]+ ){{0,3}}?(?:{CALL_NOUN}|ring|buzz|bell|tinkle|line|visit|audience|hearing|{WRITTEN_NOUN}|meetings?|conversations?|talks)\b",
    re.IGNORECASE,
)
DIRECT = (
    "(?:"
    + forms(
        "call up",
        "ring up",
        "call on",
        "call",
        "telephone",
        "phone",
        "ring",
        "contact",
        "reach",
        "meet",
        "see",
        "visit",
        "host",
        "receive",
        "dial",
        "welcome",
        "greet",
        "consult",
        "brief",
        "buttonhole",
        "sound out",
        "entertain",
        "corner",
        "run into",
        "bump into",
        "drop in on",
        "look in on",
        "pay a call on",
        "pay a visit to",
        "sit opposite",
        "sit beside",
        "sit across from",
        "video-call",
        "text",
        "message",
        "e-mail",
        "email",
        "fax",
        "cable",
        "radio",
        "buzz",
        "face",
        "join",
        "pay court to",
        "write to",
        "write again to",
        "get through to",
        "get hold of",
        "get back to",
        "play host to",
        "be host to",
        "dine with",
        "shake hands with",
    )
    + r"|was host to|wrote (?:back|again) to|called back|rang back)"
)
"""Verbs whose partner is their object: "X telephoned Y"."""
SENDS = (
    "(?:"
    + forms(
        "send",
        "deliver",
        "hand",
        "address",
        "post",
        "make",
        "place",
        "put",
        "pass",
        "put through",
        "return",
        "leave",
        "pick up",
        "lift",
        "reach for",
        "pen",
        "write",
    )
    + r")"
)
RECEIVES = (
    "(?:(?:"
    + forms("take", "receive", "get", "accept", "answer", "have", "field", "pick up")
    + r") (?:[\w'-]+ ){0,6}?(?:"
    + CALL_NOUN
    + "|"
    + WRITTEN_NOUN
    + "|visit|word|handset|receiver)|(?:heard|hears|hear|hearing)(?: back| again)?)"
)
CALLED_BY = r"(?:was|were|is|been|being|be|got) (?:[\w-]+ ){0,2}?(?:received|hosted|welcomed|greeted|telephoned|phoned|called(?: up)?|rung(?: up)?|contacted|invited|visited|met|seen|reached|briefed)"
LIGHT = re.compile(
    rf"(?i)\b(?:{forms('hold', 'have', 'take part in', 'join', 'conduct', 'complete', 'conclude', 'begin', 'open', 'finish', 'end', 'share', 'enter', 'engage', 'resume', 'come', 'break off', 'use', 'continue', 'schedule', 'plan', 'arrange', 'agree', 'postpone', 'cancel', 'need', 'exchange', 'spend', 'go', 'lead', 'emerge')}|in|during|after|for|at|by|over|'s?)\b"
)
"""Verbs and prepositions that make a noun for a contact that of their subject: "X and Y held talks"."""
TELLS = re.compile(
    rf"\b(?:{SPOKEN_NOUN}|{TOGETHER}|telephoned|phoned|rang|by (?:tele)?phone|letter|saw)\b", re.IGNORECASE
)
BY_CALL = re.compile(
    rf"\b(?:in|during|over|at|on|by|via|through|with)\s+(?:(?:a|an|the|their|that|this|his|her|what|it|was|first|second|third|[\w-]+(?:-minute|-hour|-long|-night)|[a-z]+|\d+-minute|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:'s)?)\s+){{0,5}}?(?P<verb>{CALL_NOUN}|conversations?|talks|meetings?|discussions?|chat|letters?|(?:tele)?phone|video link|video|lunch|dinner|tea|coffee|breakfast|supper)\b",
    re.IGNORECASE,
)
"""What makes a telling a contact: "X assured Y by telephone that"."""

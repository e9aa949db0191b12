"""Paragraphs and sentences of a report, and what each paragraph is: body, headline, noise, or a reader's comment.

Plain text has lost the page's structure, so the division rests on words that pages use (a biography line, "Post a Comment",
"Sign up", "Related") and on how readers write. It is shown with the result; a claim from a comment is kept apart and never
counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple


class Part(StrEnum):
    """What a paragraph is."""

    HEADLINE = "headline"
    BODY = "body"
    NOISE = "noise"
    COMMENT = "comment"


class Paragraph(NamedTuple):
    """A line of the clean text and what it is."""

    start: int
    end: int
    part: Part


_COMMENTS = re.compile(
    r"^\W*(?:\d+\s*/?\s*)?(?:(?:post|leave|add|write) (?:a|your) (?:comment|reply)|(?:reader |readers' |your )?comments?(?: section)?(?: \(\d+\))?:?$|\d+ (?:comments?|responses|replies)\b|join the (?:conversation|discussion|debate)|(?:have your say|what readers say|readers write|letters from readers|your views|your say|your letters|you said|what you think|reader views|readers' letters|talkback|mailbag|from the forum|forum(?: replies)?|discussion|responses)\b.{0,40}$|comments? (?:below|are)|view (?:all )?comments|most (?:liked|recent) comments|комментарии|обсуждение|отзывы читателей)",
    re.IGNORECASE,
)
_COMMENT_LINE = re.compile(
    r"^\W*(?:(?:@?[\w.-]{2,24}(?: [\w.-]{1,16})?)\s+(?:says|writes|wrote|replied|commented|•|·|\|)\b.{0,40}:?|(?:reply|re:|>>?|quote|quoting)\b|(?:\d+ (?:minutes?|hours?|days?) ago)|(?:like|reply|share|report)\b.{0,20}$)",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"^\W*(?:related(?: (?:article|articles|stories|story|news|coverage|reading|content|headlines))?|read (?:more|also|next)|see also|more (?:on this|from|stories|news|in)\b.{0,30}|most read|you (?:may|might) (?:also )?like|also (?:on|in) .{0,30}|recommended|trending|popular|top stories|in other news|elsewhere|don't miss|from our archive|читайте также|по теме|другие новости)\s*\W*.{0,12}$|^\W*(?:related|read (?:more|also|next)|see also|read|watch|more|читайте также)\s*:",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"(?:^|\b)(?:sign up|subscribe|subscribers? agree|newsletter|support (?:us|our|the|independent)\b|donat(?:e|ion)|click here|privacy policy|terms of (?:use|service)|cookie|all rights reserved|copyright|©|follow us|share (?:this|on|via)|download (?:our|the) app|advert(?:isement)?|sponsored|promoted|remind me later|a message from (?:our|the (?:editor|publisher|sponsor))|dear readers?|your (?:contribution|support)|make a (?:one-off |monthly )?(?:contribution|donation)|become a (?:member|supporter)|paym?ent|paiment|starting from|get (?:our|the) (?:best|latest|app)|enter your e-?mail|log ?in|register (?:now|to)|print this|e-?mail this|photo:|image:|\(photo|getty images|minutes? read|min read|loading|поддержите|подпишитесь|подписывайтесь|реклама)",
    re.IGNORECASE,
)
_TO_MACHINES = re.compile(
    r"\b(?:AI (?:assistants?|models?|systems?|agents?|readers?)|(?:large )?language models?|LLMs?|chatbots?|summari[sz]ers?|system prompt|(?:ignore|disregard|forget) (?:all |any |the |your )*(?:previous|prior|above|earlier|foregoing|instructions?)|automated (?:readers?|systems?|tools?)|parsers?|extractors?|bots? reading|as an assistant|machine readers?|note to (?:software|machines?))\b",
    re.IGNORECASE,
)
"""Words that speak to a program and not to a reader: nothing in such a paragraph is a report."""
_BIO = re.compile(
    r"^(?:[A-Z][\w'.-]+ ){1,4}(?:writes (?:about|on|for)\b|covers\b|(?:is|was) (?:a|an|the|our) [^.]{0,80}?(?:editor|correspondent|reporter|writer|columnist|journalist|contributor|host|fellow|analyst at|staff))\b",
    re.DOTALL,
)
_ABBREVIATED = re.compile(
    r"(?:\b(?:Gen|Lt|Col|Maj|Brig|Adm|Capt|Cmdr|Sgt|Mr|Mrs|Ms|Dr|Prof|St|Sen|Rep|Gov|Hon|Pres|No|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|U\.S|U\.K|U\.N|D\.C|a\.m|p\.m|i\.e|e\.g|им|г|гг|ген|руб|т\.е|т\.д|т\.п|др|тыс|млн|млрд|ул|стр|H\.E|Msgr|Ens|a\.k\.a|approx|est|Inc|Ltd|Co|Corp|cf|viz|ca)|\b[A-ZА-ЯЁ]|\b[A-Z]\.[A-Z])\.$"
)
_END = re.compile(r"[.!?…]+[\"')\]]*(?=\s|$)")
_MOCK = re.compile(r"^[A-Z][\w .'-]{1,30}:\s*[\"'“‘].*[A-Z][\w .'-]{1,30}:\s*[\"'“‘]", re.DOTALL)
_LOUD = re.compile(
    r"!{2,}|\?{2,}|…|\.{4,}|\b(?i:lol|lmao|imo|imho|wtf|btw|sheeple|clowns?|folks|dunno|yeah|huh|nope|yep)\b|[\U0001F300-\U0001FAFF]|\b[A-Z]{4,}(?: [A-Z]{2,}){3,}"
)
_FIRST = re.compile(r"(?:^|[\s(\"'])(?:I|I'm|I'll|I've|I'd|my|you|your)\b")


_FICTION = re.compile(
    r"(?i)\b(?:novel|novelist|film|comedy|opera|puppets?|satir\w+|cartoon|thriller|screenplay|playwright|stage|theatre|fiction(?:al)?|episode|table-top|tabletop|war ?game|role-play\w*|simulat\w+|scenario|imaginary|make-believe|chapter|protagonists?|umpires?|comedians?|impersonat\w+|imitat\w+|prank\w*|hoax\w*|spoof|parody|rehearsal|tabletop game|April fools?)\b"
)


def invented(text: str) -> bool:
    """Whether a text tells of a play, a novel or an exercise: whoever speaks in it has not spoken."""
    words = {found[0].lower() for found in _FICTION.finditer(text[:6000])}
    return len(words) >= (2 if _FICTION.search(text[:300]) else 3)


def fiction(paragraph: str) -> bool:
    """Whether a paragraph speaks of a play, a novel or an exercise."""
    return _FICTION.search(paragraph) is not None


def lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines of a text that are not empty, without the space around them."""
    at = 0
    for line in text.split("\n"):
        bare = line.strip()
        if bare:
            begin = at + line.index(bare)
            yield begin, begin + len(bare)
        at += len(line) + 1


def paragraphs(text: str) -> list[Paragraph]:
    """Return the paragraphs of a report and what each is."""
    found: list[Paragraph] = []
    every = list(lines(text))
    state = Part.BODY
    seen_body = 0
    for index, (start, end) in enumerate(every):
        line = text[start:end]
        words = len(line.split())
        prose = words >= 12 and line.rstrip("\"')")[-1:] in ".!?…"
        if _TO_MACHINES.search(line):
            found.append(Paragraph(start, end, Part.NOISE))
            continue
        if _COMMENTS.match(line) and words <= 12:
            state, part = Part.COMMENT, Part.NOISE
        elif state is Part.COMMENT:
            part = Part.COMMENT
        elif _BIO.match(line) and seen_body >= 2 and words < 60:
            part = Part.NOISE
            state = Part.COMMENT if index + 1 < len(every) else state
        elif _RELATED.match(line) and words <= 25:
            part = Part.NOISE
            state = Part.NOISE if seen_body >= 2 and ":" not in line.rstrip(": ")[:-1] and words <= 6 else state
        elif state is Part.NOISE:
            part = Part.NOISE
            if prose and words >= 20 and not _NOISE.search(line):
                later = sum(
                    1
                    for begin, stop in every[index:]
                    if len(text[begin:stop].split()) >= 20 and text[begin:stop][-1] in '."'
                )
                if later >= 2:
                    part = state = Part.BODY
        elif _MOCK.match(line):
            part = Part.COMMENT
        elif (
            (words <= 30 or line.isupper())
            and _NOISE.search(line)
            and not re.search(
                r"(?i)\b(?:spoke|call|talk|minist|met\b|meet|president|secretar|general\b|admiral|conversation|letter)",
                line,
            )
        ):
            part = Part.NOISE
        elif _COMMENT_LINE.match(line) and seen_body >= 2 and words <= 12:
            state, part = Part.COMMENT, Part.COMMENT
        elif seen_body == 0 and words <= 30 and line[-1] not in ".!?:\"'":
            part = Part.HEADLINE
        else:
            part = Part.BODY
            seen_body += 1
        found.append(Paragraph(start, end, part))
    return _readers(text, found)


_TRANSCRIBED = re.compile(r"^(?:Q|A|[A-Z][A-Z. '-]{2,40}):\s")
_SPEAKER = re.compile(r"^(?:[A-Z][\w.'-]*|@?[\w-]{3,20})(?: [A-Z][\w.'-]*){0,3}(?:, [A-Z][\w-]+)?:\s")


def _readers(text: str, found: list[Paragraph]) -> list[Paragraph]:
    """Take the tail for comments from the place where readers begin to speak, even where no heading says so."""
    if any(item.part is Part.COMMENT for item in found):
        return found
    if sum(bool(_TRANSCRIBED.match(text[item.start : item.end])) for item in found) >= 3:
        return found
    said = [bool(_SPEAKER.match(text[item.start : item.end])) for item in found]
    for index, item in enumerate(found):
        if item.part is not Part.BODY or index < 3 or sum(said[:index]) > 2:
            continue
        line = text[item.start : item.end]
        if not _reader(line):
            continue
        rest = [text[other.start : other.end] for other in found[index:] if other.part is Part.BODY]
        loud = sum(bool(_LOUD.search(one) or _SPEAKER.match(one)) for one in rest)
        if sum(_reader(one) for one in rest) * 2 >= len(rest) and loud * 4 >= len(rest) and len(rest) >= 2:
            return [
                *found[:index],
                *(
                    other._replace(part=Part.COMMENT) if other.part in {Part.BODY, Part.HEADLINE} else other
                    for other in found[index:]
                ),
            ]
    return found


def _reader(line: str) -> bool:
    """Whether a line sounds like a reader and not like a report: first or second person, or loud, outside quotation marks."""
    spoken = re.sub(r'"[^"]*"', "", line)
    return bool(_LOUD.search(spoken) or _FIRST.search(spoken))


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a paragraph; an abbreviation, an initial or a decimal point ends none."""
    begin = start
    for stop in _END.finditer(text, start, end):
        if stop[0].startswith(".") and _ABBREVIATED.search(text, max(begin, stop.start() - 12), stop.start() + 1):
            continue
        following = text[stop.end() : stop.end() + 3].lstrip()
        if following and (following[0].islower() or following[0] in ",;"):
            continue
        if text[begin : stop.end()].strip():
            yield _trimmed(text, begin, stop.end())
        begin = stop.end()
    if text[begin:end].strip():
        yield _trimmed(text, begin, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    return start, end

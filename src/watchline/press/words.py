"""Every word for a contact in a sentence: the longest phrase of each place, then nouns that no phrase took."""

from __future__ import annotations

from watchline.press.clauses import Clauses, word_at
from watchline.press.contact_lexicon import APPROACH_NOUNS, CALLS, CONTACTS, HOLDS, LETTERS, MANNER, TALKS
from watchline.press.frame import Frame
from watchline.press.grammar_words import ADVERBS, DETERMINERS, NOUN_OR_VERB, PREPOSITIONS
from watchline.press.inflect import forms
from watchline.press.lexicon import Who
from watchline.press.naming import Mention
from watchline.press.outcome import Outcomes
from watchline.press.tokens import Found, find, is_noun, person_at, skipped

HOLDING = frozenset(form for verb in HOLDS for form in forms(verb))

NOUNS = CALLS | TALKS | LETTERS | APPROACH_NOUNS

WITH_TO = ("with", "to")

PARTNERS = {"with_to": WITH_TO, "with": ("with",), "with_only": ("with",)}

_NO_LETTER = frozenset(
    ["open", "threatening", "anonymous", "chain", "love", "cover", "news", "capital", "french", "red"]
)

_NO_CALL = frozenset(
    [
        "roll",
        "curtain",
        "wake-up",
        "close",
        "distress",
        "judgement",
        "judgment",
        "bird",
        "trunk",
        "clarion",
        "battle",
        "prank",
        "hoax",
    ]
)

TO_MANY = frozenset(
    "reporters journalists students parliament press nation delegates cadets troops crowd cameras media lawmakers deputies senators newspaper newspapers radio television conference"
    " assembly ceremony rally audience editors listeners viewers supporters voters soldiers sailors officers committee correspondents newsmen public hall house chamber assembly gathering congress council microphones rostrum podium".split()
)

SPEAKS = (
    frozenset(
        "speak talk meet call reach contact phone telephone word connected touch line converse confer see ring".split()
    )
    | CALLS
    | TALKS
)

BIDS = APPROACH_NOUNS - {
    "invitation",
    "invitations",
    "approach",
    "approaches",
    "overture",
    "overtures",
    "feeler",
    "feelers",
}

"""Nouns for asking anything: of a contact only where a word for one stands near."""
OBJECTS = {"him", "her", "them", "me", "us"}

_CALLER = frozenset("pay discuss talk say deliver hand present thank congratulate".split())
"""What somebody does who calls on another in person."""
NOBODY = Mention(0, 0, ())


class Words:
    """One sentence with its words for contacts.

    Args:
        clauses: The sentence.
        topic: Who "he" and "she" is.
        pair: Who "they" are.
        voice: Who "I" is.
    """

    def __init__(
        self, clauses: Clauses, topic: tuple[Who, ...], pair: tuple[Who, ...], voice: tuple[Who, ...] = ()
    ) -> None:
        self.clauses, self.topic, self.pair, self.voice = clauses, topic, pair, voice
        self.row = clauses.row
        self.outcomes = Outcomes(clauses)
        self.manner = find(self.row, MANNER)
        self.found: list[Frame] = []
        self.used: set[int] = set()
        self.he: tuple[Who, ...] = ()
        self.words = self._words()

    def _words(self) -> list[Found]:
        """Return the words for a contact: the longest phrase of each place, then nouns that no phrase took."""
        phrases = [item for item in find(self.row, CONTACTS) if self._verb(item)]
        phrases.sort(key=lambda item: (item.name == "tells", -(item.stop - item.first), item.first))
        kept: list[Found] = []
        for item in phrases:
            if not any(item.first < other.stop and other.first < item.stop for other in kept) or all(
                item.slot is not None and item.first >= other.slot
                for other in kept
                if other.slot is not None and item.first < other.stop and other.first < item.stop
            ):
                kept.append(item)
        manner = {place for item in self.manner for place in range(item.first, item.stop)}
        for at, token in enumerate(self.row):
            pictured = token.low in {"conference", "conferences", "link", "meeting"} and word_at(self.row, at - 1) in {"video", "telephone", "phone", "conference", "videoconference", "virtual", "online"}  # fmt: skip
            if (token.low not in NOUNS and not pictured) or any(item.first <= at < item.stop for item in kept):
                continue
            if at in manner and self._bare_manner(at):
                continue
            if token.low in NOUN_OR_VERB and not is_noun(self.row, at):
                continue
            before = word_at(self.row, at - 1)
            if (token.low in LETTERS and before in _NO_LETTER) or (token.low in CALLS and before in _NO_CALL):
                continue
            if token.low in {"call", "calls"} and word_at(self.row, at + 1) == "for" and word_at(self.row, at + 2) in DETERMINERS | NOUNS:  # fmt: skip
                continue
            kept.append(Found(at, at + 1, "noun", None))
        return sorted(kept)

    def _bare_manner(self, at: int) -> bool:
        """Whether "in a call" only says how: no person of its own stands behind it."""
        behind = word_at(self.row, skipped(self.row, at + 1))
        if behind == "to" and person_at(self.row, skipped(self.row, at + 1) + 1) is None:
            behind = ""
        return behind not in {"with", "between", "to", "from", "among"} and not any(
            word_at(self.row, step) in {"with", "between"} for step in range(at + 1, min(at + 7, len(self.row)))
        )

    def _verb(self, item: Found) -> bool:
        """Whether the first word of a phrase is a verb here, and means a contact."""
        row = self.row
        low = row[item.first].low
        before = word_at(row, item.first - 1)
        if low in NOUN_OR_VERB and item.name not in {"with_to", "with"} and is_noun(row, item.first):
            return False
        if (
            low in NOUN_OR_VERB
            and item.name in {"with_to", "with"}
            and item.stop == item.first + 1
            and is_noun(row, item.first)
        ):
            return False
        if before in {"so-called", "-"} and item.stop == item.first + 1:
            return False
        behind = word_at(row, item.stop)
        if item.slot is not None and item.slot == item.stop - 1 and item.name != "tells":
            slot = row[item.slot]
            if behind in {"'s", "'"} and word_at(row, item.stop + 1) not in {"counterpart", "and", "opposite", ","}:
                return False
            if (
                slot.mention is not None
                and item.stop == item.first + 2
                and self.clauses.role[item.slot] in {"about", "of"}
            ):
                return False
            if low.startswith("call") and word_at(row, item.first + 1) == "on":
                return not self._bidden(item.stop) and behind in {
                    "at",
                    "in",
                    ".",
                    "",
                    ",",
                    "#",
                    "on",
                    "again",
                    "and",
                    "this",
                    "late",
                    "to pay",
                }
            if low.startswith("call") and item.stop - item.first <= 5 and item.name == "calls":
                return self._rung(item.stop)
            if low in {"see", "saw", "seen", "sees", "seeing"}:
                return behind != "as" and before not in {"could", "cannot", "can", "#"}
            if low.startswith("join"):
                return behind != "in" or word_at(row, item.stop + 1)[-3:] != "ing"
            if low.startswith(("find", "found", "welcom", "greet")):
                return behind != "as"
        if item.name == "with" and low.startswith("consult") and behind in {"the", "its"}:
            return any(self.clauses.role[at] == "with" for at in self.clauses.people)
        return True

    def _bidden(self, at: int) -> bool:
        """Whether "called on X, the minister, to" asks him for something: then nobody was visited."""
        while at < len(self.row) and (self.row[at].low in {",", "and", "#"} or self.row[at].mention is not None or (self.row[at].low == "on" and word_at(self.row, at + 1) == "#")):  # fmt: skip
            at += 1
        return word_at(self.row, at) in {"to", "not"} and word_at(self.row, at + 1) not in _CALLER

    def _rung(self, at: int) -> bool:
        """Whether "called X" is a telephone call: not "called X a liar"."""
        if at >= len(self.row):
            return True
        token = self.row[at]
        low = token.low
        if token.quoted or low == '"':
            return False
        return (
            low
            in PREPOSITIONS
            | ADVERBS
            | {
                ",",
                ".",
                "and",
                "#",
                "to",
                "or",
                "but",
                ";",
                ")",
                "who",
                "-",
                "–",
                "—",
                "after",
                "(",
                "then",
                "that",
                "early",
                "late",
                "this",
            }
            and low not in {"out", "as", "into"}
        ) or (low.endswith("ing") and low != "nothing")

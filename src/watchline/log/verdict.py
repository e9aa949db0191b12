"""What a verifier says: one result, its reasons, and what it does not show (docs/spec/bundle.md).

Words go to people who may quote them, so each list is short and complete in meaning: places are counted, the first are named.
Text from outside is shown with its escapes.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

_LINES_MAX = 50
_LINE_CHARACTERS_MAX = 600
_RANGES_SHOWN = 8

NOT_SHOWN = (
    "nothing beyond the heads named",
    "not that a second branch, a later entry elsewhere or a receipt does not exist",
    "not who sat at the post; not that anyone understood; not that what was said is true",
    "no absolute time",
)
DEMONSTRATION = "a demonstration record: it says nothing about any state"


class Result(StrEnum):
    """How a check ended. Exit 0 is ``VERIFIED`` alone."""

    VERIFIED = "verified"
    INCOMPLETE = "incomplete"
    NOT_CHECKED = "not checked"
    REJECTED = "rejected"


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The result of a check, in lists of sentences.

    Attributes:
        what: ``bundle``, ``proof`` or ``evidence``.
        result: See ``Result``.
        reasons: Why it is rejected, the first one first.
        missing: What is not there.
        not_checked: What this program cannot check.
        found: Heads, labels, disputes: what the record shows.
        not_shown: What no verification shows.
    """

    what: str
    result: Result
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    not_checked: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    not_shown: tuple[str, ...] = NOT_SHOWN

    @property
    def exit_code(self) -> int:
        """0 for verified and complete (evidence: confirmed), else 3."""
        return 0 if self.result is Result.VERIFIED else 3

    def headline(self) -> str:
        """Return the result in a line."""
        match self.result:
            case Result.REJECTED:
                return "REJECTED"
            case Result.INCOMPLETE:
                return "incomplete"
            case Result.NOT_CHECKED:
                return "not checked"
            case Result.VERIFIED:
                return {"evidence": "confirmed"}.get(self.what, "verified and complete")

    def words(self) -> str:
        """Return all of it for people, line by line."""
        parts = (
            ("Because", self.reasons),
            ("Missing", self.missing),
            ("Not checked", self.not_checked),
            ("Found", self.found),
        )
        lines = [f"{self.what}: {self.headline()}"]
        for title, sentences in parts:
            lines += [f"{title}: {sentence}" for sentence in sentences]
        lines.append(f"It shows {'; '.join(words for words in self.not_shown if words != DEMONSTRATION)}.")
        if DEMONSTRATION in self.not_shown:
            lines.append(f"This is {DEMONSTRATION}.")
        return "\n".join(lines) + "\n"


class Findings:
    """A verdict in the making."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.demo = False
        self._lists: dict[str, list[str]] = {"reasons": [], "missing": [], "not_checked": [], "found": []}
        self._more = dict.fromkeys(self._lists, 0)

    @property
    def rejected(self) -> bool:
        """Tell whether a reason to reject was found."""
        return bool(self._lists["reasons"])

    def reject(self, where: str, why: object) -> None:
        """Note a reason to reject, and where it lies."""
        self._add("reasons", f"{where}: {why}")

    def missing(self, sentence: str) -> None:
        """Note what is not there."""
        self._add("missing", sentence)

    def not_checked(self, sentence: str) -> None:
        """Note what this program cannot check."""
        self._add("not_checked", sentence)

    def found(self, sentence: str) -> None:
        """Note what the record shows."""
        self._add("found", sentence)

    def _add(self, name: str, sentence: str) -> None:
        if len(self._lists[name]) >= _LINES_MAX:
            self._more[name] += 1
        else:
            self._lists[name].append(plain(sentence))

    def verdict(self) -> Verdict:
        """Return the verdict: any reason rejects; else anything missing is named before what could not be checked."""
        if self.rejected:
            result = Result.REJECTED
        elif self._lists["missing"]:
            result = Result.INCOMPLETE
        else:
            result = Result.NOT_CHECKED if self._lists["not_checked"] else Result.VERIFIED
        lists = {
            name: (*sentences, f"and {self._more[name]} more") if self._more[name] else tuple(sentences)
            for name, sentences in self._lists.items()
        }
        not_shown = (*NOT_SHOWN, DEMONSTRATION) if self.demo else NOT_SHOWN
        return Verdict(what=self.what, result=result, not_shown=not_shown, **lists)


def plain(text: str) -> str:
    """Return text with everything that is not printable shown as an escape, and cut if it is long."""
    shown = "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)
    return shown if len(shown) <= _LINE_CHARACTERS_MAX else shown[:_LINE_CHARACTERS_MAX] + " …"


class Places:
    """Indexes of one log, ascending: counted all, the first ranges named. Bounded memory, whatever comes."""

    __slots__ = ("_ranges", "count")

    def __init__(self) -> None:
        self.count = 0
        self._ranges: list[list[int]] = []

    def add(self, index: int, many: int = 1) -> None:
        """Add ``many`` indexes from ``index`` on."""
        self.count += many
        if self._ranges and self._ranges[-1][1] == index:
            self._ranges[-1][1] = index + many
        elif len(self._ranges) <= _RANGES_SHOWN:
            self._ranges.append([index, index + many])

    def __bool__(self) -> bool:
        return self.count > 0

    def text(self) -> str:
        """Return ``3, 7-9``; after eight ranges ``… (n in all)``."""
        shown = [
            str(start) if end == start + 1 else f"{start}-{end - 1}" for start, end in self._ranges[:_RANGES_SHOWN]
        ]
        more = f" … ({self.count} in all)" if len(self._ranges) > _RANGES_SHOWN else ""
        return ", ".join(shown) + more

"""What went wrong, on whose side, and can it be proved.

::

    WatchlineError
    ├─ OurMistake        this program or its operator asked for something the line does not allow
    ├─ InvalidFromPeer   bytes from outside break the protocol; carries the refusal code of docs/spec/frames.md
    │  └─ Inconsistency  provable to a third person: carries the evidence object
    ├─ CarrierDown       the way there failed; expected; says nothing about the other party
    ├─ StoreFailed       our disk or database; stop sending
    │  ├─ Superseded     another process writes this store now; stop signing
    │  ├─ OutcomeUnknown the commit may or may not have happened; acquire again and compare heads
    │  └─ StoreFull      no space; what was written stands
    ├─ RolledBack        head lock and store disagree; this key set signs nothing more
    └─ Misconfigured     found at start; names the file and the key

The message is for the person on watch: what happened, what it means, what to do next. Silence, lateness and
disagreement between records are states with alarms, not exceptions.
"""

from __future__ import annotations


class WatchlineError(Exception):
    """Base of everything this program raises on purpose."""


class OurMistake(WatchlineError):
    """This program or its operator asked for something the line does not allow."""


class InvalidFromPeer(WatchlineError):
    """Bytes from outside (peer, file, card) break the protocol.

    Args:
        code: One of the refusal codes of docs/spec/frames.md (``limit``, ``malformed``, ``signature`` ...).
        words: What happened and what it means, for the person on watch.
    """

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.words = words


class Inconsistency(InvalidFromPeer):
    """Two signed objects that cannot both be honest; ``evidence`` is the file a third person verifies offline."""

    def __init__(self, words: str, evidence: bytes) -> None:
        super().__init__("fork", words)
        self.evidence = evidence


class CarrierDown(WatchlineError):
    """The way to the peer failed. Expected; says nothing about the other party."""


class StoreFailed(WatchlineError):
    """Our disk or database failed; nothing that was not stored may be sent."""


class Superseded(StoreFailed):
    """Another process holds the store now; this one must stop signing."""


class OutcomeUnknown(StoreFailed):
    """The commit may or may not have happened; acquire again and compare heads before anything is sent."""


class StoreFull(StoreFailed):
    """No space left; what was written stands, nothing new is written until space is made."""


class RolledBack(WatchlineError):
    """Head lock and store disagree: this key set signs and cosigns nothing more (PROTOCOL 3.3)."""


class Misconfigured(WatchlineError):
    """Found at start: names the file and the key, says what to write there."""

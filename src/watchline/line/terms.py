"""Which charter held when: the calendar of a line whose charter was amended, for tests due before and after.

A term begins at the instant that its ``charter_in_force`` entry states, by its author's clock, and not before what that entry names
was signed: what is past is never due anew. Every node that holds the same entries has the same terms.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from watchline.line.rota import TestDue, next_test, tests_due
from watchline.record import Charter


class Term(NamedTuple):
    """A charter and the instant (ms) from which its calendar holds; it ends where the next one begins."""

    start: int
    charter: Charter


_ALWAYS = -(1 << 62)


def one_term(charter: Charter) -> tuple[Term, ...]:
    """Return the terms of a line whose charter was never amended."""
    return (Term(_ALWAYS, charter),)


def with_term(terms: Sequence[Term], start: int, charter: Charter) -> tuple[Term, ...]:
    """Return terms with a further one, which begins no earlier than the one before it."""
    return (*terms, Term(max(start, terms[-1].start), charter))


def term_at(terms: Sequence[Term], at: int) -> Charter:
    """Return the charter whose calendar holds at an instant."""
    return next(term.charter for term in reversed(terms) if term.start <= max(at, _ALWAYS))


def due_in(terms: Sequence[Term], start: int, end: int) -> Iterator[tuple[Charter, TestDue]]:
    """Yield the tests due at ``start`` ≤ instant < ``end``, each with the charter that asks for it, in order of time."""
    for number, term in enumerate(terms):
        until = min(end, terms[number + 1].start) if number + 1 < len(terms) else end
        if max(start, term.start) < until:
            for due in tests_due(term.charter, max(start, term.start), until):
                yield term.charter, due


def next_due(terms: Sequence[Term], after: int) -> TestDue | None:
    """Return the first test due at or after an instant; None if the calendar has no more."""
    for number, term in enumerate(terms):
        end = terms[number + 1].start if number + 1 < len(terms) else None
        if end is not None and end <= after:
            continue
        found = next_test(term.charter, max(after, term.start))
        if found is not None and (end is None or found.due < end):
            return found
    return None

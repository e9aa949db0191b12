"""What people type of a contact, as the fields of a claim: who took part, how long, what is owed, when."""

from __future__ import annotations

import re
from pathlib import Path

from watchline.errors import OurMistake
from watchline.host.config import node_of
from watchline.measure import Edtf, day_of, edtf_of_day, parse_edtf
from watchline.people import Answer, Holding, Person, Roster
from watchline.record.claims import Participant, Undertaking

PEOPLE = "people.csv"
"""The roster of offices of a node, beside its configuration."""
STATE = re.compile(r"[A-Z0-9]{2,8}")
COUNTERPART = "counterpart"


def when(date: Edtf | None, at: int | None, now: int) -> Edtf:
    """Return the date of a contact: as given, else that of its time, else today.

    Raises:
        OurMistake: date and time do not fit, or the date is yet to come.
    """
    if date is None:
        return edtf_of_day(day_of(now if at is None else at))
    if at is not None and not date.overlaps(edtf_of_day(day_of(at))):
        raise OurMistake(f"The time given is not on {date.words()}. Say one of them, or both alike.")
    return date


def past(date: Edtf, now: int) -> None:
    """Refuse a day that has not come yet for something that happened."""
    if date.first is not None and date.first > day_of(now):
        raise OurMistake(f"{date.words()} has not come yet. For what is to come use --status scheduled or intended.")


def roster_of(folder: Path) -> Roster:
    """Return the roster of offices of a node; an empty one if it has none.

    Raises:
        InvalidFromPeer: the file does not read; the words name row and column.
    """
    path = node_of(folder) / PEOPLE
    try:
        return Roster.read_csv(path.read_bytes())
    except FileNotFoundError:
        return Roster(())
    except OSError as why:
        raise OurMistake(f"{path} cannot be read ({why.strerror}).") from None


class Typed:
    """Turns what was typed into participants, with the roster and for a day.

    Args:
        roster: The node's roster of offices.
        date: When the contact was.
    """

    def __init__(self, roster: Roster, date: Edtf) -> None:
        self._roster, self._date = roster, date

    def participant(self, text: str, *, role: str | None = None, ours: Participant | None = None) -> Participant:
        """Return somebody: ``OFFICE, STATE``, ``NAME, OFFICE, STATE``, ``counterpart, STATE``, or a name of the roster.

        Raises:
            OurMistake: none of these, or the roster knows more than one, or none, of that name.
        """
        parts = [part.strip() for part in text.split(",")]
        if len(parts) == 1:
            return self._of_roster(parts[0], role)
        state = parts[-1]
        if len(parts) > 3 or not all(parts) or not STATE.fullmatch(state):
            raise OurMistake(
                f'{text!r}: write "OFFICE, STATE", "NAME, OFFICE, STATE" or a name of the roster; a state is a code like XBB.'
            )
        if parts[0].lower() == COUNTERPART and len(parts) == 2:
            return self._counterpart(state, role, ours)
        name = parts[0] if len(parts) == 3 else None
        return Participant(office=parts[-2], state=state, name=name, role=role)

    def ours(self, text: str, code: str) -> Participant:
        """Return somebody of our own side, where the state may be left out.

        Raises:
            OurMistake: as ``participant``, or of another state.
        """
        whole = text if text.endswith(f", {code}") or self._roster.find(text, state=code) else f"{text}, {code}"
        found = self.participant(whole)
        if found.state != code:
            raise OurMistake(
                f"{text!r} is of {found.state}; we are {code}. Who of ours took part? If nobody: --not-us."
            )
        return found

    def undertaking(self, text: str) -> Undertaking:
        """Return what is owed: ``WHO: WHAT``, ``WHO: WHAT by DATE``.

        Raises:
            OurMistake: another form.
        """
        who, colon, what = text.partition(":")
        if not colon or not who.strip() or not what.strip():
            raise OurMistake(f'{text!r}: write "WHO: WHAT" or "WHO: WHAT by 2026-12-01".')
        words, by, date = what.strip().rpartition(" by ")
        try:
            until = parse_edtf(date.strip()) if by else None
        except ValueError:
            until = None
        if until is None:
            return Undertaking(who=who.strip(), what=what.strip())
        return Undertaking(who=who.strip(), what=words.strip(), by=until.text)

    def _of_roster(self, name: str, role: str | None) -> Participant:
        day = self._date.day
        people = self._roster.find(name, day=day) or self._roster.find(name)
        if len(people) > 1:
            keys = ", ".join(f"{person.name} ({self._offices(person)})" for person in people)
            raise OurMistake(
                f"{name!r} is {len(people)} people in the roster: {keys}. Name the office and the state too."
            )
        if not people:
            near = ", ".join(hint.person.name for hint in self._roster.hints(name))
            hint = f" Is {near} meant? A name that is only near is never taken." if near else ""
            raise OurMistake(
                f'{name!r} is no name of the roster ({PEOPLE}).{hint} Write "OFFICE, STATE" or "NAME, OFFICE, STATE".'
            )
        person = people[0]
        terms = [term for term in self._roster.terms_of(person.key) if day is None or term.may_hold(day)]
        if len({(term.office, term.state) for term in terms}) != 1:
            held = self._offices(person)
            raise OurMistake(
                f"Which office of {person.name} is meant on {self._date.words()}? The roster has {held}. Name it."
            )
        return Participant(office=terms[0].office, state=terms[0].state, name=person.name, role=role)

    def _offices(self, person: Person) -> str:
        return ", ".join(f"{term.office}, {term.state}" for term in self._roster.terms_of(person.key))

    def _counterpart(self, state: str, role: str | None, ours: Participant | None) -> Participant:
        if ours is None or self._date.day is None:
            raise OurMistake(
                "A counterpart goes by our office and a day: give --our and a date that is known to the day."
            )
        found: Holding = self._roster.counterpart(ours.office, ours.state, state, self._date.day)
        if found.answer is not Answer.HELD:
            raise OurMistake(f"{found.words} Name the office.")
        term = found.terms[0]
        return Participant(office=term.office, state=term.state, name=term.person.name, role=role)


def initiative(text: str | None, ours: str, others: tuple[str, ...]) -> str | None:
    """Return at whose initiative, as a code, ``both`` or ``third``: ``us`` and ``them`` are put into codes.

    Raises:
        OurMistake: ``them`` of more than one, or none of these words.
    """
    if text is None or text in {"both", "third"}:
        return text
    if text == "us":
        return ours
    if text == "them":
        if len(others) != 1:
            raise OurMistake(f"'them' is {len(others)} of {', '.join(others) or 'nobody'}; name the code.")
        return others[0]
    if not STATE.fullmatch(text):
        raise OurMistake(f"{text!r}: at whose initiative: us, them, both, third, or a code like XBB.")
    return text

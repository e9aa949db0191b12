"""What an importer made of a file: shapes, what it understood in words, and what a person must decide before they are used.

An importer never guesses in silence. Where a file can be read in two ways it asks; the same file with the answer is then read anew,
so that file and answers together always give the same shapes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from watchline.errors import InvalidFromPeer
from watchline.interchange.words import volume_words
from watchline.measure.volume import VOLUMES_MAX, Volume, check_volume

Answers: TypeAlias = Mapping[str, str]
"""What a person decided: by the code of a question, or by ``name:code`` for one shape alone."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to read a file: the word that chooses it, and what it means."""

    answer: str
    words: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a person must decide.

    Attributes:
        code: By which it is answered, like ``order``.
        words: What is not certain, and why.
        choices: The ways to read it; none: a value is written, of the form that the words name.
    """

    code: str
    words: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """One activity as a file describes it.

    Attributes:
        name: By which the file calls it, or ``#3`` for the third.
        kind: The kind it says, or an empty text.
        volumes: In exact integers, as a notice has them. While there are questions they are for showing only, and there may be none.
        notes: How it was read where that does not go without saying, in sentences.
        asks: What a person must decide before the volumes are used.
    """

    name: str
    kind: str
    volumes: tuple[Volume, ...]
    notes: tuple[str, ...] = ()
    asks: tuple[Question, ...] = ()

    @property
    def understood(self) -> tuple[str, ...]:
        """Everything that was understood: each volume in words, and the notes."""
        return (*map(volume_words, self.volumes), *self.notes)


@dataclass(slots=True)
class Reading:
    """What is gathered while one shape is read.

    Attributes:
        name: Of the shape.
        answers: What was decided.
        notes: Sentences so far.
        asks: Questions so far.
    """

    name: str
    answers: Answers
    notes: list[str] = field(default_factory=list)
    asks: list[Question] = field(default_factory=list)

    def note(self, words: str) -> None:
        """Say how something was read; once."""
        if words not in self.notes:
            self.notes.append(words)

    def answered(self, code: str) -> str | None:
        """Return what a person decided of this shape, or of all; None: nothing."""
        return self.answers.get(f"{self.name}:{code}", self.answers.get(code))

    def ask(self, code: str, words: str, *choices: Choice) -> str | None:
        """Return what was decided, or None and keep the question.

        Raises:
            ValueError: the answer is none of the choices.
        """
        answer = self.answered(code)
        if answer is None:
            question = Question(code, words, choices)
            if question not in self.asks:
                self.asks.append(question)
            return None
        if choices and answer not in {choice.answer for choice in choices}:
            known = ", ".join(choice.answer for choice in choices)
            raise ValueError(f"the answer to {code!r} is one of {known}, not {answer!r}")
        self.note(f"Decided by a person: {code} = {answer}.")
        return answer

    def shape(self, kind: str, volumes: Iterable[Volume]) -> Shape:
        """Return the shape.

        Raises:
            ValueError: a volume is out of bounds, or there are too many.
        """
        made = tuple(volumes)
        if len(made) > VOLUMES_MAX:
            raise ValueError(f"{len(made)} volumes; an activity has at most {VOLUMES_MAX}, make several of it")
        for volume in made:
            check_volume(volume)
        return Shape(self.name, kind, made, tuple(self.notes), tuple(self.asks))


def refusal(where: str, why: object) -> InvalidFromPeer:
    """Return what is raised for a file that cannot be read: where in it, and why."""
    return InvalidFromPeer("malformed", f"{where}: {why}")


def settled(shapes: Iterable[Shape]) -> tuple[Shape, ...]:
    """Return shapes that may be used.

    Raises:
        InvalidFromPeer: ``malformed``; a person has still to decide something, in words with every choice.
    """
    made = tuple(shapes)
    open_ones = [shape for shape in made if shape.asks]
    if open_ones:
        raise InvalidFromPeer("malformed", "\n".join(line for shape in open_ones for line in question_lines(shape)))
    return made


def question_lines(shape: Shape) -> list[str]:
    """Return the questions about a shape, a line each, and each choice."""
    lines = []
    for question in shape.asks:
        lines.append(f"{shape.name}: {question.words}")
        if not question.choices:
            lines.append(f"    {question.code}=… (as the question says)")
        lines.extend(f"    {question.code}={choice.answer}: {choice.words}" for choice in question.choices)
    return lines

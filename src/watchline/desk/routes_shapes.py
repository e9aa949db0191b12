"""Files of shapes at the desk: what is understood of one, and what it asks. Nothing is written, nothing leaves this node."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

from watchline.desk.answers import Answer
from watchline.desk.answers_notices import Volume
from watchline.desk.asks import Ask, Short
from watchline.desk.desk import Desk
from watchline.desk.limits import BODY_BYTES_MAX
from watchline.desk.officers import Right
from watchline.desk.routes import Request, Route

ANSWERS_MAX = 64


class ShapesGiven(Ask, frozen=True, kw_only=True):
    """A file as text, and what a person decided of its questions, by ``code`` or ``name:code``."""

    format: Literal["geojson", "kml", "cot", "notam", "csv"]
    text: Annotated[str, msgspec.Meta(max_length=BODY_BYTES_MAX)]
    answers: Annotated[dict[Short, Short], msgspec.Meta(max_length=ANSWERS_MAX)] = msgspec.field(default_factory=dict)


class ShapeChoice(Answer, frozen=True, kw_only=True):
    """One way to read a file."""

    answer: str
    words: str


class ShapeQuestion(Answer, frozen=True, kw_only=True):
    """What a person must decide; without choices a value is written, as the words say."""

    code: str
    words: str
    choices: list[ShapeChoice]


class ShapeUnderstood(Answer, frozen=True, kw_only=True):
    """One activity of a file; while something is asked its volumes are for showing only."""

    name: str
    kind: str
    understood: list[str]
    unsound: str | None
    asks: list[ShapeQuestion]
    volumes: list[Volume]


class ShapesUnderstood(Answer, frozen=True, kw_only=True):
    """All activities of a file; ``geojson`` draws them, null if a time cannot be written."""

    shapes: list[ShapeUnderstood]
    geojson: str | None


async def _shapes(desk: Desk, request: Request) -> Any:
    return await desk.operations.read("shapes", msgspec.to_builtins(request.body))


SHAPES: tuple[Route, ...] = (
    Route("POST", "/shapes", "shapes", "What is understood of a file of shapes, and what it asks. Nothing is written, nobody else hears of it.", Right.LOOK, ShapesUnderstood, _shapes, body=ShapesGiven),
)  # fmt: skip

"""What is understood of a file of shapes, as the JSON of docs/reference/json.md. Writes nothing and tells nobody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from watchline.conflict import Activity, place
from watchline.errors import InvalidFromPeer, OurMistake
from watchline.host.here import Here
from watchline.host.whereabouts import expected_at
from watchline.interchange import READERS, Shape, format_of, write_geojson
from watchline.record.volumes import volume_fields


def shapes_of(here: Here, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is understood of a text.

    Args:
        here: The line, by which exchanged latitudes and longitudes are noticed.
        asked: ``format`` of the text, ``text``, and ``answers`` to its questions.

    Raises:
        OurMistake: it cannot be understood, in words.
    """
    form = format_of(f".{asked['format']}")
    assert form is not None, "the type of what is asked names the formats"
    try:
        return shapes_answer(READERS[form](str(asked["text"]).encode(), asked["answers"], expected_at(here)))
    except InvalidFromPeer as why:
        raise OurMistake(f"The file cannot be used: {why.words}. Mend it, or draw the area.") from None


def shapes_answer(shapes: Iterable[Shape]) -> dict[str, Any]:
    """Return shapes with what was understood and what is asked; ``geojson`` draws those that have volumes."""
    made = tuple(shapes)
    return {"shapes": [_shown(shape) for shape in made], "geojson": _drawn(made)}


def _shown(shape: Shape) -> dict[str, Any]:
    return {
        "name": shape.name,
        "kind": shape.kind,
        "understood": list(shape.understood),
        "unsound": _unsound(shape),
        "asks": [
            {
                "code": question.code,
                "words": question.words,
                "choices": [{"answer": choice.answer, "words": choice.words} for choice in question.choices],
            }
            for question in shape.asks
        ],
        "volumes": [volume_fields(volume) for volume in shape.volumes],
    }


def _drawn(shapes: tuple[Shape, ...]) -> str | None:
    try:
        return write_geojson(shapes).decode()
    except ValueError:
        return None


def _unsound(shape: Shape) -> str | None:
    """Return why a shape cannot be measured, or None."""
    if shape.volumes:
        try:
            place(Activity(shape.name, shape.kind, shape.volumes))
        except ValueError as why:
            return str(why)
    return None

"""Files of shapes: read by the importer of their format, with what was understood told on stderr."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from watchline.interchange import Shape
    from watchline.measure.position import Position

BYTES_MAX = 128 << 20
_NUMBERS = re.compile(r"[0-9]+")
answer_option = click.option(
    "--answer", "answered", multiple=True, metavar="[ID:]CODE=CHOICE", help="What a question about a file is answered."
)


def answers_of(texts: Iterable[str]) -> dict[str, str]:
    """Return the answers of options ``CODE=CHOICE`` and ``ID:CODE=CHOICE``."""
    made = {}
    for text in texts:
        code, equals, choice = text.rpartition("=")
        if not equals or not code or not choice:
            raise click.BadParameter(f"{text!r}: write it like order=exchanged", param_hint="--answer")
        made[code] = choice
    return made


def read_shapes(
    path: Path,
    answers: Mapping[str, str],
    near: Position | None = None,
    form: str = "",
    *,
    otherwise: str = "",
    only: str | None = None,
    asking: bool = False,
) -> tuple[Shape, ...]:
    """Return the shapes of a file.

    Args:
        path: The file.
        answers: What a person decided.
        near: Where shapes are expected, if that is known.
        form: The format; empty: by the ending of the name.
        otherwise: The format of a name that says none.
        only: The name of the one that is wanted; None: all.
        asking: Shapes with open questions are wanted too, and nobody is told of notes.

    Raises:
        Misconfigured: missing, not readable, or too large.
        InvalidFromPeer: it cannot be understood, or a person must decide something first.
    """
    from watchline.errors import InvalidFromPeer
    from watchline.interchange import READERS, settled

    read = READERS[_format(path, form, otherwise)]
    data = read_bytes(path)
    try:
        shapes = read(data, answers, near)
        if asking:
            return shapes
        shapes = tuple(shape for shape in shapes if only is None or shape.name == only) or shapes
        settled(shapes)
    except InvalidFromPeer as why:
        raise InvalidFromPeer(why.code, f"{path}: {why.words}") from None
    tell_notes(path, shapes)
    return shapes


def _format(path: Path, form: str, otherwise: str) -> Any:
    from watchline.errors import OurMistake
    from watchline.interchange import READERS, format_of

    found = format_of(f".{form}" if form else path.name) or format_of(f".{otherwise}")
    if found not in READERS:
        known = ", ".join(READERS)
        raise OurMistake(f"{path}: its name does not say which format it has; it is read as one of {known}.")
    return found


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        Misconfigured: missing, not readable, or above 128 MiB.
    """
    from watchline.errors import Misconfigured

    try:
        with path.open("rb") as file:
            data = file.read(BYTES_MAX + 1)
    except OSError as why:
        raise Misconfigured(f"{path} cannot be read: {why.strerror}.") from why
    if len(data) > BYTES_MAX:
        raise Misconfigured(f"{path} is larger than {BYTES_MAX >> 20} MiB; divide it.")
    return data


def tell_notes(path: Path, shapes: Iterable[Shape]) -> None:
    """Say how shapes were read; what is said of many is said once."""
    from watchline.cli.show import note

    told: dict[str, list[str]] = {}
    for shape in shapes:
        for words in shape.notes:
            told.setdefault(_NUMBERS.sub("", words), []).append(f"{shape.name}: {words}")
    for lines in told.values():
        more = f" (and of {len(lines) - 1} more)" if len(lines) > 1 else ""
        note(f"{path}: {lines[0]}{more}")

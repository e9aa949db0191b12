"""A CSV file in one form only: UTF-8, one line a row, quotes only where they must be (docs/spec/phrasebook.md).

One form, so that the bytes that are hashed say what every reader of CSV sees, whatever its habits with quotes and line ends.
"""

from __future__ import annotations

import csv
from typing import NamedTuple

from watchline.errors import InvalidFromPeer
from watchline.phrase.limits import COLUMNS_MAX, FILE_BYTES_MAX, ROW_CHARACTERS_MAX, ROWS_MAX


class Row(NamedTuple):
    """One row: its number in the file (the header is 1) and its cells by column."""

    number: int
    cells: dict[str, str]


def wrong(number: int, column: str, words: str) -> InvalidFromPeer:
    """Return the refusal of one cell."""
    return InvalidFromPeer("malformed", f"phrasebook, row {number}, column {column}: {words}")


def read_table(data: bytes) -> tuple[tuple[str, ...], list[Row]]:
    """Return the columns and the rows of a file.

    Raises:
        InvalidFromPeer: ``limit``, or ``malformed`` with the row: not UTF-8, no line end, a cell too many, not the one form.
    """
    if len(data) > FILE_BYTES_MAX:
        raise InvalidFromPeer("limit", f"phrasebook: {len(data)} bytes; at most {FILE_BYTES_MAX}")
    try:
        text = data.decode()
    except UnicodeDecodeError as why:
        row = data.count(b"\n", 0, why.start) + 1
        raise InvalidFromPeer("malformed", f"phrasebook, row {row}: not UTF-8") from None
    if not text.endswith("\n"):
        raise InvalidFromPeer("malformed", "phrasebook: the last row has no line end; was the file cut off?")
    lines = text[:-1].split("\n")
    if len(lines) > ROWS_MAX:
        raise InvalidFromPeer("limit", f"phrasebook: {len(lines)} rows; at most {ROWS_MAX}")
    header = tuple(_cells(1, lines[0]))
    if len(header) > COLUMNS_MAX:
        raise InvalidFromPeer("limit", f"phrasebook, row 1: {len(header)} columns; at most {COLUMNS_MAX}")
    if len(set(header)) != len(header):
        raise wrong(1, repr(next(name for name in header if header.count(name) > 1)[:20]), "named twice")
    rows = []
    for number, line in enumerate(lines[1:], 2):
        cells = _cells(number, line)
        if len(cells) != len(header):
            raise InvalidFromPeer("malformed", f"phrasebook, row {number}: {len(cells)} cells, not {len(header)}")
        rows.append(Row(number, dict(zip(header, cells, strict=True))))
    return header, rows


def _cells(number: int, line: str) -> list[str]:
    if len(line) > ROW_CHARACTERS_MAX:
        raise InvalidFromPeer(
            "limit", f"phrasebook, row {number}: {len(line)} characters; at most {ROW_CHARACTERS_MAX}"
        )
    try:
        cells = next(csv.reader([line], strict=True))
    except csv.Error as why:
        raise InvalidFromPeer("malformed", f"phrasebook, row {number}: not CSV: {why}") from None
    if ",".join(map(_cell, cells)) != line:
        raise InvalidFromPeer(
            "malformed", f"phrasebook, row {number}: CSV in another form; quotes only round a comma or a quote, no \\r"
        )
    return cells


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if "," in text or '"' in text else text

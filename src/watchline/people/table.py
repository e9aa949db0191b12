"""The roster as a CSV file: one row for each term of office, ten columns, UTF-8 (docs/spec/offices.md)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from watchline.errors import InvalidFromPeer
from watchline.measure.edtf import Edtf, parse_edtf
from watchline.people.roster import Person, Term

COLUMNS = ("person", "name", "surname", "native", "aliases", "office", "level", "state", "from", "to")
FILE_BYTES_MAX = 4_000_000
ROWS_MAX = 20_000
CELL_CHARACTERS_MAX = 1_000
_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_STATE = re.compile(r"[A-Z0-9]{2,8}")
_NEEDED = ("person", "name", "office", "level", "state")


def _wrong(row: int, column: str, words: str) -> InvalidFromPeer:
    return InvalidFromPeer("malformed", f"roster of offices, row {row}, column {column}: {words}")


def read_table(data: bytes) -> tuple[Term, ...]:
    """Return the terms of a file.

    A person with several terms has several rows; name, surname, native and aliases may stand in the first alone.

    Raises:
        InvalidFromPeer: ``limit``, or ``malformed`` with row and column: what is wrong and how it should be.
    """
    if len(data) > FILE_BYTES_MAX:
        raise InvalidFromPeer("limit", f"roster of offices: {len(data)} bytes; at most {FILE_BYTES_MAX}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        row = data.count(b"\n", 0, why.start) + 1
        raise InvalidFromPeer(
            "malformed", f"roster of offices, row {row}: not UTF-8; save the file as CSV in UTF-8"
        ) from None
    people: dict[str, Person] = {}
    terms: list[Term] = []
    for number, cells in _rows(text):
        term = _term(number, cells, people)
        if term in terms:
            raise _wrong(number, "office", f"the same term of {term.person.key!r} stands in a row before")
        terms.append(term)
    return tuple(terms)


def write_table(terms: Iterable[Term]) -> bytes:
    """Return the file of these terms; what ``read_table`` reads back."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for term in terms:
        who = term.person
        writer.writerow([
            who.key, who.name, who.surname, who.native, "; ".join(who.aliases), term.office, term.level, term.state,
            term.start.text if term.start else "", term.end.text if term.end else "",
        ])  # fmt: skip
    return out.getvalue().encode()


def _rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as why:
            raise InvalidFromPeer("malformed", f"roster of offices, row {reader.line_num}: not CSV: {why}") from None
        number = reader.line_num
        if number > ROWS_MAX:
            raise InvalidFromPeer("limit", f"roster of offices: more than {ROWS_MAX} rows")
        if header is None:
            header = _header(cells)
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raise InvalidFromPeer(
                "malformed",
                f"roster of offices, row {number}: {len(cells)} cells, but the first row names {len(header)} columns; a comma inside a cell"
                ' needs quotes: "Smith, John"',
            )
        long = next((name for name, cell in zip(header, cells, strict=True) if len(cell) > CELL_CHARACTERS_MAX), None)
        if long is not None:
            raise _wrong(number, long, f"more than {CELL_CHARACTERS_MAX} characters")
        yield number, {name: " ".join(cell.split()) for name, cell in zip(header, cells, strict=True)}
    if header is None:
        raise InvalidFromPeer(
            "malformed", f"roster of offices: the file is empty; its first row is {','.join(COLUMNS)}"
        )


def _header(cells: list[str]) -> list[str]:
    names = [cell.strip() for cell in cells]
    if sorted(names) != sorted(COLUMNS):
        missing = [name for name in COLUMNS if name not in names]
        strange = [name for name in names if name not in COLUMNS]
        said = [f"missing: {', '.join(missing)}"] * bool(missing) + [f"not known: {', '.join(strange)}"] * bool(strange)
        raise InvalidFromPeer(
            "malformed",
            f"roster of offices, row 1: {'; '.join(said) or 'a column stands twice'}. The columns are {','.join(COLUMNS)}",
        )
    return names


def _term(number: int, cells: dict[str, str], people: dict[str, Person]) -> Term:
    known = people.get(cells["person"])
    if known is not None and not cells["name"]:
        cells = cells | {"name": known.name}
    for column in _NEEDED:
        if not cells[column]:
            raise _wrong(number, column, "is empty")
    if not _KEY.fullmatch(cells["person"]):
        raise _wrong(number, "person", f"{cells['person']!r} is no key; small letters, digits, - and _, like shoigu")
    if not _STATE.fullmatch(cells["state"]):
        raise _wrong(number, "state", f"{cells['state']!r} is no code; three capitals of ISO 3166, like USA")
    start, end = _bound(number, "from", cells["from"]), _bound(number, "to", cells["to"])
    if start is not None and end is not None and (start.first or 0) > (end.last or 0):
        raise _wrong(number, "to", f"the term ends {end.text}, before it begins {start.text}")
    return Term(_person(number, cells, people), cells["office"], cells["level"], cells["state"], start, end)


def _person(number: int, cells: dict[str, str], people: dict[str, Person]) -> Person:
    aliases = tuple(dict.fromkeys(item.strip() for item in cells["aliases"].split(";") if item.strip()))
    known = people.get(cells["person"])
    if known is None:
        surname = cells["surname"] or cells["name"].split()[-1]
        made = Person(cells["person"], cells["name"], surname, cells["native"], aliases)
        people[made.key] = made
        return made
    for column, said, before in (
        ("name", cells["name"], known.name),
        ("surname", cells["surname"], known.surname),
        ("native", cells["native"], known.native),
        ("aliases", "; ".join(aliases), "; ".join(known.aliases)),
    ):
        if said and said != before:
            raise _wrong(
                number, column,
                f"{said!r}, but {before!r} in the first row of {known.key!r}: two people of one name need two keys",
            )  # fmt: skip
    return known


def _bound(number: int, column: str, text: str) -> Edtf | None:
    if not text:
        return None
    try:
        found = parse_edtf(text)
    except ValueError as why:
        raise _wrong(number, column, str(why)) from None
    if found.first is None or found.last is None:
        raise _wrong(number, column, f"{text!r} has no day, month or year; leave it empty if it is not known")
    return found

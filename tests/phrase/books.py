"""Phrasebooks for tests: the shipped file as a table in which one cell can be changed."""

import csv
import io

from watchline.phrase import check_character, shipped

SHIPPED = shipped()
HASH = SHIPPED.hash.hex()
LANGUAGES = ("en", "ru", "uk", "fr", "ar", "zh")


def table(data=SHIPPED.data):
    """Return {code: {column: cell}} of a file; the header is under its own name, ``code``."""
    rows = list(csv.reader(io.StringIO(data.decode())))
    return {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows}


def written(rows):
    """Return the file of a table."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(row.values() for row in rows.values())
    return out.getvalue().encode()


def changed(code, /, **cells):
    """Return the shipped file with some cells of one row changed."""
    rows = table()
    assert cells.keys() <= rows[code].keys()
    rows[code] |= cells
    return written(rows)


def row_number(code):
    return list(table()).index(code) + 1


def own(*rows, base=HASH, **review):
    """Return an own edition: header, BASE, REVIEW if asked for, and these rows."""
    header = table()["code"]
    blank = dict.fromkeys(header, "")
    made = {"code": header, "BASE": blank | {"code": "BASE", "category": "base", "params": base}}
    if review:
        made["REVIEW"] = blank | {"code": "REVIEW", "category": "review"} | review
    return written(made | {row["code"]: row for row in rows})


def reworded(code, /, **cells):
    return table()[code] | cells


def added(code="XA01", **cells):
    """Return a row of a phrase that the shipped file does not have."""
    texts = {
        "en": "Buoy {n} is adrift.",
        "ru": "Буй {n} дрейфует.",
        "uk": "Буй {n} дрейфує.",
        "fr": "La bouée {n} dérive.",
        "ar": "العوامة {n} تنجرف.",
        "zh": "浮标 {n} 正在漂流。",
    }
    rules = {"category": "sea", "precedence": "PRIORITY", "release": "1", "read_back": "0", "replies": "AK01 XA01"}
    check = check_character(code) if code[2:].isdigit() else ""
    blank = dict.fromkeys(table()["code"], "")
    return blank | rules | {"code": code, "check": check, "params": "n:count"} | texts | cells

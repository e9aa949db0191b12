"""The contact record over time as a drawing: one row for each pair, one mark for each contact, gaps in days. SVG, for print in black.

It says nothing by colour: an open mark is ours only, a half mark is held, a full mark is established; a small square is told by
confirmed reports of the press alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from watchline.measure import count_of_days, day_text, day_words
from watchline.view.contact_record import Row, Spoke
from watchline.view.contacts import Rung, office_words

_WIDTH, _LEFT, _RIGHT, _TOP, _ROW, _FOOT = 1120, 360, 40, 70, 46, 70
_TICKS = 6
_OF_ONE = "The record of one party: what is ours only is held by nobody else."
_MARK = 6
_KEY = (("press", Rung.PRESS), ("ours only", Rung.OURS_ONLY), ("held", Rung.HELD), ("established", Rung.ESTABLISHED))


def chart_svg(rows: Sequence[Row], on: int, code: str, mark: str = "") -> str:
    """Return the drawing as one SVG document without anything from elsewhere.

    Args:
        rows: The contact record.
        on: The UTC day asked: the right edge.
        code: Whose record it is.
        mark: Stands beneath the title: that it is a demonstration.
    """
    days = [day for row in rows for item in row.contacts for day in _span(item)]
    first = min([*days, on - 1])
    height = _TOP + max(len(rows), 1) * _ROW + _FOOT
    size = f'width="{_WIDTH}" height="{height}" viewBox="0 0 {_WIDTH} {height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12" fill="black" stroke="none">',
        f"<title>Contact record of {escape(code)}, as of {day_text(on)}</title>",
        f'<rect width="{_WIDTH}" height="{height}" fill="white"/>',
        f'<text x="16" y="26" font-size="16">Contact record of {escape(code)}, as of the end of {escape(day_words(on))} (UTC)</text>',
        f'<text x="16" y="46">{escape(f"{mark} {_OF_ONE}".strip())}</text>',
    ]
    parts += _axis(first, on, height)
    for number, row in enumerate(rows):
        parts += _row(row, _TOP + number * _ROW + _ROW // 2, first, on)
    parts += _key(height)
    return "\n".join([*parts, "</svg>", ""])


def _span(item: Spoke) -> list[int]:
    return [day for day in (item.date.first, item.date.last) if day is not None]


def _x(day: int, first: int, on: int) -> int:
    return _LEFT + (day - first) * (_WIDTH - _LEFT - _RIGHT) // max(on - first, 1)


def _axis(first: int, on: int, height: int) -> list[str]:
    parts = []
    for number in range(_TICKS + 1):
        day = first + (on - first) * number // _TICKS
        x = _x(day, first, on)
        parts.append(
            f'<line x1="{x}" y1="{_TOP - 4}" x2="{x}" y2="{height - _FOOT}" stroke="black" stroke-width="0.3" stroke-dasharray="2 4"/>'
        )
        parts.append(f'<text x="{x}" y="{height - _FOOT + 18}" text-anchor="middle">{day_text(day)}</text>')
    return parts


def _row(row: Row, y: int, first: int, on: int) -> list[str]:
    offices = [escape(office_words(office)) for office in row.between]
    parts = [f'<text x="16" y="{y - 3}">{offices[0]}</text>', f'<text x="16" y="{y + 12}">{offices[1]}</text>']
    parts.append(f'<line x1="{_LEFT}" y1="{y}" x2="{_WIDTH - _RIGHT}" y2="{y}" stroke="black" stroke-width="0.5"/>')
    before: int | None = None
    for item in row.contacts:
        day = item.date.day
        if day is None:
            parts += _unsharp(item, y, first, on)
            before = None
            continue
        x = _x(day, first, on)
        if before is not None and x - _x(before, first, on) > 60:
            middle = (x + _x(before, first, on)) // 2
            parts.append(f'<text x="{middle}" y="{y - 6}" text-anchor="middle">{count_of_days(day - before)}</text>')
        parts += _mark(x, y, item.rung, f"{item.date.words()}, {', '.join(item.refs)}")
        before = day
    if before is not None and _x(on, first, on) - _x(before, first, on) > 60:
        middle = (_x(on, first, on) + _x(before, first, on)) // 2
        words = f"{count_of_days(on - before)} since"
        parts.append(f'<text x="{middle}" y="{y - 6}" text-anchor="middle">{words}</text>')
    for asked in row.sought:
        if asked.since.day is not None and asked.since.day >= first:
            x = _x(asked.since.day, first, on)
            parts.append(
                f'<path d="M{x - 5} {y + 7}l10 10m0 -10l-10 10" stroke="black"><title>asked for: {escape(asked.status)}, {escape(asked.ref)}</title></path>'
            )
    return parts


def _unsharp(item: Spoke, y: int, first: int, on: int) -> list[str]:
    """Draw a contact whose day is not known as the span that it may lie in."""
    start = _x(first if item.date.first is None else item.date.first, first, on)
    end = _x(on if item.date.last is None else min(item.date.last, on), first, on)
    words = escape(f"{item.date.words()}, {', '.join(item.refs)}")
    box = f'x="{start}" y="{y - 4}" width="{max(end - start, 2)}" height="8"'
    return [f'<rect {box} fill="white" stroke="black" stroke-dasharray="3 2"><title>{words}</title></rect>']


def _mark(x: int, y: int, rung: Rung, words: str) -> list[str]:
    title = f"<title>{escape(words)}</title>"
    if rung is Rung.PRESS:
        return [f'<rect x="{x - 4}" y="{y - 4}" width="8" height="8" fill="white" stroke="black">{title}</rect>']
    fill = "black" if rung is Rung.ESTABLISHED else "white"
    parts = [f'<circle cx="{x}" cy="{y}" r="{_MARK}" fill="{fill}" stroke="black" stroke-width="1.5">{title}</circle>']
    if rung is Rung.HELD:
        parts.append(f'<path d="M{x} {y - _MARK}a{_MARK} {_MARK} 0 0 0 0 {2 * _MARK}z" fill="black"/>')
    return parts


def _key(height: int) -> list[str]:
    parts, x, y = [], 24, height - 24
    for words, rung in _KEY:
        parts += [*_mark(x, y, rung, words), f'<text x="{x + 12}" y="{y + 4}">{words}</text>']
        x += 120
    parts.append(f'<path d="M{x - 5} {y - 5}l10 10m0 -10l-10 10" stroke="black"/>')
    parts.append(f'<text x="{x + 12}" y="{y + 4}">asked for, not held</text>')
    parts.append(f'<text x="{x + 160}" y="{y + 4}">dashed box: the day is not known</text>')
    return parts

"""A page for paper, as a browser prints it: A4, black on white whatever the palette, whole in itself. No script, nothing fetched.

Every text on it is escaped, acting characters are visible, and each stands in a direction of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from watchline.codec.visible import visible
from watchline.measure import dtg

_STYLE = """
@page { size: A4; margin: 12mm; }
body { font: 10.5px/14px "DejaVu Sans", "Noto Sans", sans-serif; color: #000; background: #fff; max-width: 190mm; margin: 8mm auto; }
h1 { font-size: 17px; line-height: 22px; margin: 0 0 2px; } h2 { font-size: 12px; margin: 9px 0 2px; border-bottom: 1px solid #000; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: start; vertical-align: top; padding: 1px 8px 1px 0; border-bottom: 1px solid #bbb; }
th { font-weight: 600; } td.n, .n, th[scope="row"] { white-space: nowrap; } .say { white-space: pre-wrap; } p { margin: 2px 0; } .demo { border: 2px solid #000; padding: 2px 6px; font-weight: 600; }
.facts th { width: 34mm; } .big { font-size: 14px; line-height: 20px; } ol { margin: 2px 0; padding-inline-start: 6mm; }
tr, li { break-inside: avoid; } @media print { body { margin: 0; max-width: none; } }
"""


class Section(NamedTuple):
    """A part of a page: its title, and its body as HTML made by this file."""

    title: str
    body: str


def text(value: object) -> str:
    """Return a text as HTML."""
    return f'<bdi dir="auto">{escape(visible(str(value)))}</bdi>'


def paragraph(words: object, kind: str = "") -> str:
    """Return a paragraph; ``kind``: ``say`` keeps its lines, ``big`` is to be read from afar."""
    return f'<p class="{kind}">{text(words)}</p>' if kind else f"<p>{text(words)}</p>"


def table(head: Sequence[str], rows: Iterable[Sequence[object]], none: str) -> str:
    """Return a table whose last column has the words; ``none`` stands where there is no row."""
    body = [
        "<tr>"
        + "".join(
            f'<td class="{"say" if at == len(row) - 1 else "n"}">{text(cell)}</td>' for at, cell in enumerate(row)
        )
        + "</tr>"
        for row in rows
    ]
    if not body:
        return f"<p>{escape(none)}</p>"
    titles = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    return f"<table><thead><tr>{titles}</tr></thead><tbody>{''.join(body)}</tbody></table>"


def facts(rows: Iterable[tuple[str, object]]) -> str:
    """Return facts, one a line; an empty one is left out."""
    body = "".join(
        f'<tr><th scope="row">{text(name)}</th><td class="say">{text(value)}</td></tr>' for name, value in rows if value
    )
    return f'<table class="facts"><tbody>{body}</tbody></table>'


def steps(sentences: Iterable[str]) -> str:
    """Return what to do in this order."""
    return f'<ol class="big">{"".join(f"<li>{text(sentence)}</li>" for sentence in sentences)}</ol>'


def page(title: str, about: str, sections: Iterable[Section], foot: Iterable[str], demo_words: str) -> str:
    """Return a whole page.

    Args:
        title: What it is.
        about: Of which line, as of when, by whose node.
        sections: Its parts; one without a body is left out.
        foot: Sentences that belong to every copy.
        demo_words: What stands on whatever a demonstration line gives out; of another line nothing.
    """
    demo = f'<p class="demo">DEMONSTRATION: {text(demo_words)}</p>' if demo_words else ""
    parts = "".join(f"<section><h2>{escape(item.title)}</h2>{item.body}</section>" for item in sections if item.body)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">'
        f"<title>{escape(visible(title))}</title><style>{_STYLE}</style></head><body>{demo}<h1>{text(title)}</h1>{paragraph(about)}"
        f"{parts}{''.join(map(paragraph, foot))}</body></html>\n"
    )


def made(title: str, parties: str, now: int, party: str) -> str:
    """Return of which line a page is, between whom, as of when and by whose node."""
    return f"{title} between {parties}. UTC throughout. Made {dtg(now)} by the node of {party}."


__all__ = ["Section", "facts", "made", "page", "paragraph", "steps", "table", "text"]

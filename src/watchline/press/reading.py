"""From the bytes of a file to text that rules can read, with the way back to every code point of the original.

What does not show (soft hyphens, zero-width characters, direction marks) is left out, a no-break space becomes a space,
curly quotes become straight ones, and a Latin word with single Cyrillic or Greek letters in it is read as the Latin word
that it looks like. ``Text.at`` leads back, so a span always counts code points of the report as it came.
"""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser
from typing import NamedTuple

from watchline.errors import OurMistake
from watchline.keys import digest

BYTES_MAX = 5 * 1024 * 1024
"""A report is some kilobytes; five mebibytes is a paste of many, and still read in seconds."""
READ_MAX = 200_000
"""Code points that the rules look at; what lies behind is counted and said."""

_DROPPED = dict.fromkeys([0xAD, 0x61C, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)])
_LIKE = {
    0xA0: " ", 0x2007: " ", 0x2009: " ", 0x202F: " ", 0x2002: " ", 0x2003: " ", 0x200A: " ", 0x3000: " ", 0x9: " ", 0xD: " ",
    0x2018: "'", 0x2019: "'", 0x201A: "'", 0x2BC: "'", 0x201C: '"', 0x201D: '"', 0x201E: '"', 0xAB: '"', 0xBB: '"',
    0x2010: "-", 0x2011: "-", 0x2028: "\n", 0x2029: "\n",
}  # fmt: skip
_LOOKS = str.maketrans("АВЕЅІЈКМНОРСТУХаеіјорсухѕһΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABESIJKMHOPCTYXaeijopcyxshABEZHIKMNOPTYXo")
_HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?:script|style)\b.*?(?:</(?:script|style)\s*>|\Z)|</?[a-zA-Z][^<>]{0,200}>|< ?/ ?[a-z]{1,10} ?>",
    re.DOTALL | re.IGNORECASE,
)
"""What a page hides from its readers is no part of a report, and is blanked place for place."""
_WORD = re.compile(r"[^\W\d_]+")
_LOUD = re.compile(r"(?m)^[^a-zа-яё\n]{12,}$")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")


class Text(NamedTuple):
    """A report's text.

    Attributes:
        raw: As it came, decoded.
        clean: What the rules read.
        at: For each code point of ``clean`` its place in ``raw``, and one more for the end.
    """

    raw: str
    clean: str
    at: tuple[int, ...] | range

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return the code points of ``raw`` for a part of ``clean``."""
        return self.at[start], self.at[end - 1] + 1


def read_bytes(data: bytes, name: str) -> str:
    """Return the text of a report's file.

    Raises:
        OurMistake: empty, larger than ``BYTES_MAX``, or no text: binary, or in no encoding that this program reads.
    """
    if len(data) > BYTES_MAX:
        raise OurMistake(f"{name}: {len(data)} bytes; a report has at most {BYTES_MAX}. Cut it into single reports.")
    marks = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    encoding = next((name for mark, name in marks.items() if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if b"\x00" in data:
            raise OurMistake(f"{name}: a binary file, not text. Save the report as text.") from None
        raise OurMistake(f"{name}: not UTF-8 text. Save it as UTF-8; other encodings are not guessed.") from None
    if "\x00" in text:
        raise OurMistake(f"{name}: a binary file, not text. Save the report as text.")
    if not text.strip():
        raise OurMistake(f"{name}: empty; there is nothing to read.")
    return text


def clean(raw: str) -> Text:
    """Return a text as the rules read it."""
    raw_read = raw[:READ_MAX]
    plain = _HIDDEN.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), raw_read).translate(_LIKE)
    if any(ord(letter) in _DROPPED for letter in set(plain)):
        kept = [(index, letter) for index, letter in enumerate(plain) if ord(letter) not in _DROPPED]
        at: tuple[int, ...] | range = (*(index for index, _ in kept), len(raw_read))
        plain = "".join(letter for _, letter in kept)
    else:
        at = range(len(plain) + 1)
    if not plain.isascii():
        plain = _WORD.sub(_as_it_looks, plain)
    plain = _LOUD.sub(_as_said, plain)
    return Text(raw, plain, at)


def _as_it_looks(found: re.Match[str]) -> str:
    """Return a mixed word in Latin letters; a word of one script stays."""
    word = found[0]
    if word.isascii() or not _LATIN.search(word):
        return word
    return word.translate(_LOOKS)


def _as_said(found: re.Match[str]) -> str:
    """Return a line in capitals as it would be said: a name keeps its first capital letter."""
    line = found[0]
    letters = [letter for letter in line if letter.isalpha()]
    if len(line.split()) < 4 or sum(letter.isupper() for letter in letters) < 0.9 * len(letters):
        return line
    return re.sub(r"[^\W\d_]{3,}(?:'[^\W\d_]+)?", lambda word: word[0][0] + word[0][1:].lower(), line)


def fold(text: str) -> str:
    """Return a text without accents and in lower case, code point for code point."""
    if text.isascii():
        return text.lower()
    return "".join(_bare(letter) for letter in text)


def _bare(letter: str) -> str:
    bare = unicodedata.normalize("NFKD", letter)[0].lower()
    return bare if len(bare) == 1 else letter


def quote_hash(raw: str, start: int, end: int) -> str:
    """Return the SHA-256 of a quote's UTF-8, hexadecimal."""
    return digest(raw[start:end].encode("utf-8", "surrogatepass")).hex()


def file_hash(data: bytes) -> str:
    """Return the SHA-256 of a report's bytes, hexadecimal."""
    return digest(data).hex()


class _Page(HTMLParser):
    """The words of a page; scripts and styles are dropped unread, nothing is loaded and nothing is run."""

    _SILENT = frozenset(
        {"script", "style", "template", "noscript", "svg", "iframe", "object", "head", "nav", "form", "button"}
    )
    _BREAKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "article", "section", "blockquote", "header", "footer", "aside", "ul", "ol", "table"})  # fmt: skip

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._SILENT:
            self._silent.append(tag)
        elif tag in self._BREAKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            while self._silent and self._silent.pop() != tag:
                pass
        elif tag in self._BREAKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(re.sub(r"[ \t\r\n]+", " ", data))


def page_text(html: str) -> str:
    """Return the words of an HTML page, a paragraph a line. Spans then count code points of this text."""
    page = _Page()
    page.feed(html)
    page.close()
    lines = (line.strip() for line in "".join(page.words).split("\n"))
    return "\n".join(line for line in lines if line) + "\n"


def looks_like_html(text: str) -> bool:
    """Whether a text is a page rather than plain text with a stray tag."""
    begin = text[:2000].lstrip().lower()
    return begin.startswith(("<!doctype html", "<html", "<head", "<body", "<article", "<div", "<p>", "<script"))

"""Find dead links in the documents: files that are not there and headings that nobody wrote.

    python -m tools.check_links

Looks at every Markdown file of the repository. Links to other hosts are left alone: an isolated network has none, and a check that
needs the internet is a check that gets switched off.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from tools.tree import ROOT, texts

INLINE = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?(?P<target>[^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
DEFINITION = re.compile(r"^ {0,3}\[[^\]]+\]:\s+<?(?P<target>[^\s>]+)>?", re.MULTILINE)
FENCE = re.compile(r"^ {0,3}(?P<mark>```+|~~~+).*?^ {0,3}(?P=mark)\s*?$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
HEADING = re.compile(r"^ {0,3}#{1,6}\s+(?P<text>.+?)\s*#*$", re.MULTILINE)
ANCHOR = re.compile(r"<a\s+(?:id|name)=\"(?P<name>[^\"]+)\"")
ELSEWHERE = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def without_code(text: str) -> str:
    """Return the text with code blanked, line by line, so that line numbers stay."""
    for pattern in (FENCE, CODE):
        text = pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    return text


def slug(heading: str) -> str:
    """Return the anchor that the usual renderers give a heading."""
    plain = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").replace("*", "")
    return re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")


def anchors(text: str) -> set[str]:
    """Return every anchor of a document; a heading that comes twice gets -1, -2 as the renderers number them."""
    found: set[str] = {anchor["name"] for anchor in ANCHOR.finditer(text)}
    seen: dict[str, int] = {}
    for heading in HEADING.finditer(FENCE.sub("", text)):
        name = slug(heading["text"])
        found.add(f"{name}-{seen[name]}" if name in seen else name)
        seen[name] = seen.get(name, 0) + 1
    return found


def dead(page: Path, text: str) -> Iterator[str]:
    """Yield one line for each dead link of a page, as `page:line: target: why`."""
    bare = without_code(text)
    for link in (*INLINE.finditer(bare), *DEFINITION.finditer(bare)):
        target = link["target"]
        if ELSEWHERE.match(target):
            continue
        name, _, anchor = unquote(target).partition("#")
        there = (
            (ROOT / name.lstrip("/") if name.startswith("/") else (ROOT / page).parent / name) if name else ROOT / page
        )
        where = f"{page}:{bare.count(chr(10), 0, link.start()) + 1}: {target}"
        if not there.exists():
            yield f"{where}: no such file"
        elif not there.resolve().is_relative_to(ROOT):
            yield f"{where}: leaves the repository"
        elif anchor and there.suffix == ".md" and anchor not in anchors(there.read_text(encoding="utf-8")):
            yield f"{where}: no such heading"


def main() -> None:
    """Print the dead links and fail if there are any."""
    pages = list(texts(".md"))
    lines = [line for page, text in pages for line in dead(page, text)]
    print("\n".join([*lines, f"docs: {len(pages)} pages, {len(lines)} dead links"]))
    sys.exit(1 if lines else 0)


if __name__ == "__main__":
    main()

"""Find the sentences of the node, for the catalogue that it shares with the console (``tools.console_words`` writes the template).

They are what ``worded("…")`` is called with, and refusals without fields: the words of ``OurMistake("…")`` and the three parts of ``Refused``
at the desk. What only the command line, the demonstration, the simulator and the terminal say is English alone.

python -m tools.node_words                count what is translated, by language
python -m tools.node_words missing TAG    print what is not, as entries of a gettext file
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tools.catalogue import LOCALE, entry, read

SOURCES = Path(__file__).resolve().parent.parent / "src" / "watchline"
ENGLISH_ALONE = frozenset({"cli", "demo", "sim", "terminal"})
REFUSING = ("desk/", "host/", "node/", "phrase/", "view/")
"""Where a refusal without fields is collected: what an officer at the desk meets."""
_FIELD = re.compile(r"(?<!\{)\{(\w+)\}")


class Found(NamedTuple):
    """A sentence of the node.

    Attributes:
        many: Its English for other counts than 1; empty: it is not counted.
        places: The files that say it.
        made: It is said by ``worded``: shown somewhere as it is, not only where something was refused.
    """

    many: str
    places: tuple[str, ...]
    made: bool


def fields_of(text: str) -> set[str]:
    """Return the names of the fields of a sentence."""
    return set(_FIELD.findall(text))


def sentences() -> dict[str, Found]:
    """Return every sentence by its id.

    Raises:
        ValueError: an id is not a literal, or is counted in one place and not in another.
    """
    found: dict[str, Found] = {}
    for path in sorted(SOURCES.rglob("*.py")):
        place = path.relative_to(SOURCES).as_posix()
        if place.split("/", maxsplit=1)[0] in ENGLISH_ALONE or place in {"sentence.py", "verify.py"}:
            continue
        for ident, many, made in _said(ast.parse(path.read_text(encoding="utf-8")), place):
            before = found.get(ident, Found(many, (), made=False))
            places = before.places if place in before.places else (*before.places, place)
            if before.made and made and before.many != many:
                raise ValueError(f"{place}: {ident!r} is counted in one place and not in another")
            found[ident] = Found(many or before.many, places, before.made or made)
    return found


def _said(tree: ast.AST, place: str) -> Iterator[tuple[str, str, bool]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        literals = [item.value for item in node.args if isinstance(item, ast.Constant) and isinstance(item.value, str)]
        match node.func.id:
            case "worded":
                if len(literals) != len(node.args) or not literals:
                    raise ValueError(f"{place}:{node.lineno}: the id of a sentence is a literal")
                yield literals[0], (literals[1] if len(literals) > 1 else ""), True
            case "OurMistake" if place.startswith(REFUSING):
                yield from ((words, "", False) for words in literals)
            case "Refused" if place.startswith("desk/"):
                yield from ((words, "", False) for words in literals if " " in words)


def main() -> None:
    """Count, or print what is missing."""
    known = sentences()
    if len(sys.argv) > 2:
        said = read(LOCALE / f"{sys.argv[2]}.po")
        for ident, found in known.items():
            if ident not in said:
                print(entry(ident, found.many, ()))
        return
    made = {ident for ident, found in known.items() if found.made}
    plain = known.keys() - made
    for path in sorted(LOCALE.glob("*.po")):
        ids = read(path).keys()
        print(
            f"{path.stem}: {len(made & ids)} of {len(made)} sentences, {len(plain & ids)} of {len(plain)} further refusals"
        )


if __name__ == "__main__":
    main()

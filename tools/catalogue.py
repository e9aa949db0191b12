"""Read and write gettext files as far as this project uses them: ids, plural forms, one blank line between entries."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "console" / "locale"
_FIELDS = re.compile(r'^(msgid|msgid_plural|msgstr(?:\[\d\])?) ((?:"(?:[^"\\]|\\.)*"\s*)+)', re.MULTILINE)
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


def read(path: Path) -> dict[str, list[str]]:
    """Return the translations of a file by id, the forms of each; an entry without a translation is left out. The header has the id ``""``."""
    found = {}
    for part in re.split(r"\n\n+", path.read_text(encoding="utf-8")):
        said = [(name, "".join(map(json.loads, _STRING.findall(text)))) for name, text in _FIELDS.findall(part)]
        forms = [text for name, text in said if name.startswith("msgstr")]
        if said and all(forms):
            found[said[0][1]] = forms
    return found


def header(path: Path) -> list[str]:
    """Return the lines of the header of a file."""
    first = path.read_text(encoding="utf-8").split("\n\n", maxsplit=1)[0]
    return "".join(map(json.loads, _STRING.findall(first))).splitlines()


def entry(ident: str, many: str, forms: Sequence[str], places: Sequence[str] = ()) -> str:
    """Return an entry; without forms it waits for its translation."""
    lines = [f"#: {' '.join(places)}"] if places else []
    lines.append(f"msgid {_quoted(ident)}")
    if many:
        lines.append(f"msgid_plural {_quoted(many)}")
        lines += [f"msgstr[{at}] {_quoted(form)}" for at, form in enumerate(forms or ("", ""))]
    else:
        lines.append(f"msgstr {_quoted(forms[0] if forms else '')}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)

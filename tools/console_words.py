"""Collect the sentences of console and node into console/locale/watchline.pot, the template of their gettext files.

python -m tools.console_words           write it
python -m tools.console_words --check   say whether it is up to date (exit 1 if not)
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from tools import catalogue, node_words

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "console" / "src"
FILE = ROOT / "console" / "locale" / "watchline.pot"
_STRING = r"\"(?:[^\"\\\n]|\\.)*\""
# t("…"), and the fields and tables whose sentences are said through t() elsewhere.
_SAID = re.compile(rf"(?:\bt\(|\b(?:label|does|aside|send|what|means|then|title): )({_STRING})")
_TABLE = re.compile(r"\bt\(\{([^}]*)\}")
WORDS = (
    "NORMAL", "DEGRADED", "UNANSWERED", "DARK", "SUSPENDED", "STALE", "EMERGENCY", "ALARM", "WARNING", "CAUTION",
    "FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE",
    "line", "identity", "procedure", "acknowledgement", "call", "activity", "encounter", "warning", "deescalation", "incident", "humanitarian", "readout",
    "watch", "exercise",
    "proposed", "agreed", "not agreed", "proposed by asked", "proposed by asker", "postponed", "tried", "accounted",
    "good", "late", "missed", "waiting", "not initiated", "answered by node",
    "requested", "read", "accepted", "declined", "scheduled", "lapsed", "counter proposed", "cancelled",
    "contact", "request", "previous contact", "line fact", "statement", "event", "held", "sought", "unanswered", "not scheduled", "avoided",
    "printed", "weekday", "relative", "interval", "reference", "other report", "unknown", "exactly", "about", "more than", "less than",
    "phone", "video", "in person", "letter", "date", "status", "duration", "initiative", "attribution", "participants", "ordinal", "arithmetic",
    "last on", "first since", "gap days", "nth contact", "first ever", "none until",
    "is planned", "is planned, and was amended", "is active by its author's word", "is over by its author's word", "is withdrawn",
    "was to be over by now; its author has not said so", "was said only afterwards",
    "has not stated that it read what stands now", "read it", "objects", "notes it without recognition",
    "A notice asks for no permission and gives none: read is not agreement, noted is not recognition, and silence is neither.",
    "amend", "activate", "end", "withdraw", "object", "note", "told", "polygon", "circle", "corridor",
)  # fmt: skip
"""What a value of the API is called on screens."""


def sentences() -> dict[str, list[str]]:
    """Return every sentence of the console and the files that say it."""
    found: dict[str, list[str]] = {word: ["API"] for word in WORDS}
    for path in sorted(SOURCES.rglob("*.ts*")):
        text = path.read_text(encoding="utf-8")
        said = [json.loads(item) for item in _SAID.findall(text)]
        said += [json.loads(item) for table in _TABLE.findall(text) for item in re.findall(_STRING, table)]
        for sentence in filter(None, said):  # the empty msgid is the header of a catalogue
            places = found.setdefault(sentence, [])
            if path.name not in places:
                places.append(path.name)
    return found


def text() -> str:
    """Return the template: what the console says, and what the node says."""
    parts = ['msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n']
    said, known = sentences(), node_words.sentences()
    for ident in sorted(said.keys() | known.keys()):
        found = known.get(ident, node_words.Found("", (), made=False))
        parts.append(catalogue.entry(ident, found.many, (), (*said.get(ident, ()), *found.places)))
    return "\n".join(parts)


def main() -> None:
    """Write or check the template."""
    wanted = text()
    if "--check" not in sys.argv:
        FILE.write_text(wanted, encoding="utf-8")
    elif not FILE.exists() or FILE.read_text(encoding="utf-8") != wanted:
        sys.exit(f"{FILE.relative_to(ROOT)} is not what the console says now: run python -m tools.console_words")


if __name__ == "__main__":
    main()

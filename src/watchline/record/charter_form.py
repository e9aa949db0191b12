"""A charter article by article, as a person fills in a form: what each article is for, its bounds, and its text both ways.

Pure: texts in, fields out. Simple articles are written plainly (one post a line, ``0600 alpha mon tue``); what does not fit that, in
any article, is written as the value stands in a draft (TOML): a list in ``[]``, a table in ``{}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple, assert_never

from watchline.errors import OurMistake
from watchline.measure.precedence import OBJECTIVE_S_DEFAULT
from watchline.record import charter_limits as limits
from watchline.record.charter_articles import ALTITUDE_REFERENCES
from watchline.record.charter_calendar import INITIATOR_RULES
from watchline.record.charter_draft import draft_value, read_draft

TEXT_MAX: Final = limits.CHARTER_BYTES_MAX
_AS_DRAFTED: Final = '[{"'
"""What begins with one of these is read as in a draft, in any article; what is no draft after a quotation mark is plain text."""
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Form(StrEnum):
    """How an article is written in its field."""

    TEXT = "text"
    """One line."""
    WORDS = "words"
    """Several lines in the first language of the line."""
    NUMBER = "number"
    FLAG = "flag"
    """Ticked or not: ``1`` or empty."""
    CHOICE = "choice"
    LIST = "list"
    """One a line."""
    CIRCUITS = "circuits"
    """``alpha`` or ``desk-phone phone`` a line: name, and carrier where it is not ``direct``."""
    CALENDAR = "calendar"
    """``0600 alpha`` or ``1800 bravo mon tue`` a line."""
    DRAFT = "draft"
    """As in a draft."""


class Asked(NamedTuple):
    """One article of the form.

    Attributes:
        name: The field of docs/spec/charter.md.
        form: How it is written.
        title: What people call it.
        words: What it does, and what holds without it.
        limit: Its bounds.
        example: A text that fits.
        choices: For ``CHOICE``.
    """

    name: str
    form: Form
    title: str
    words: str
    limit: str
    example: str = ""
    choices: tuple[str, ...] = ()


_PROSE = f"At most {limits.PROSE_TEXT_MAX:,} characters"
_PRECEDENCE = ", ".join(f"{name} = {seconds}" for name, seconds in OBJECTIVE_S_DEFAULT.items())

ARTICLES: Final[tuple[Asked, ...]] = (
    Asked("title", Form.TEXT, "Title", "What the line is called on screens and in verbs. It decides nothing.", f"At most {limits.TITLE_TEXT_MAX} characters", "North sector line"),
    Asked("legal_effect", Form.WORDS, "Legal effect", "The clause shown first on every page. Left out: no recognition, no admission, no duty to act, no authority to negotiate.", _PROSE),
    Asked("purpose", Form.WORDS, "Purpose", "What the line is for.", _PROSE, "To avoid incidents between our forces."),
    Asked("area", Form.WORDS, "Area", "Where it applies.", _PROSE),
    Asked("in_force_on", Form.TEXT, "In force on", "A UTC day; never before every root has signed.", "A date from 1970 on", "2026-12-01"),
    Asked("review_on", Form.TEXT, "Review on", "A UTC day after the day in force.", "A date", "2027-12-01"),
    Asked("circuits", Form.CIRCUITS, "Circuits", "In order of preference. A name alone is carried by this program; with phone or voice people speak on it.", f"1 to {limits.CIRCUITS_MAX}; names a-z 0-9 -, 1 to 16 characters", "alpha\nbravo\nduty-desk phone"),
    Asked("calendar", Form.CALENDAR, "Line tests", "Time (UTC), circuit, and weekdays where it is not every day; the earliest first. Both watches answer by hand.", f"At most {limits.SLOTS_MAX} a day", "0600 alpha\n1800 bravo mon tue wed thu fri"),
    Asked("holidays", Form.DRAFT, "Holidays", "Dates with other tests than their weekday's, or none.", f"At most {limits.HOLIDAYS_MAX}", '[{ date = "2026-12-25", title = "Christmas" }]'),
    Asked("initiator_rule", Form.CHOICE, "Who begins a test", "The party whose turn the day is, the week, or each time of the day in turn. Left out: day.", "", "", INITIATOR_RULES),
    Asked("posts", Form.LIST, "Posts", "Who may speak, each once. The record names the post, never the person. Left out: watch.", f"1 to {limits.POSTS_MAX}, at most {limits.POST_TEXT_MAX} characters each", "watch\ngeneral officer"),
    Asked("ladder", Form.DRAFT, "Ladder", "Levels from the lowest, with the posts on each. Left out: watch, general officer, chief of staff, minister.", f"1 to {limits.LADDER_MAX}", '[{ name = "watch" }, { name = "minister", posts = ["minister"] }]'),
    Asked("desks", Form.DRAFT, "Desks", "Which posts serve air, ground, maritime and humanitarian matters. Left out: every post serves all.", "Posts of this charter", '{ air = ["watch"] }'),
    Asked("phones", Form.DRAFT, "Telephones", "Whom to ring when the line is dark.", f"At most {limits.PHONES_MAX}; + and 7 to 15 digits", '[{ party = "XBB", number = "+41 22 555 01 02", words = "duty officer" }]'),
    Asked("windows", Form.DRAFT, "Windows", "Seconds: answer_s, a test is answered in time; initiative_s, after that the other party may begin it; held_s, not held by then is shown as unanswered. Left out: 900, 300, 60.", f"Each at most {limits.WINDOW_S_MAX:,}", "{ answer_s = 900, initiative_s = 300, held_s = 60 }"),
    Asked("precedence", Form.DRAFT, "Precedence", f"Seconds until a person has read a message of Z, O, P, R. Left out: {_PRECEDENCE}.", "Whole seconds", f"{{ {_PRECEDENCE} }}"),
    Asked("clock_ms", Form.NUMBER, "Clock difference", "Milliseconds by which the two clocks may differ before both are told. Left out: 10,000.", f"0 to {limits.CLOCK_MS_MAX:,}", "10000"),
    Asked("receipt_kinds", Form.LIST, "Receipts", "Kinds whose arrival each node states by an entry. Left out: line_test, message, call, activity_notice, incident.", f"At most {limits.KINDS_MAX}"),
    Asked("languages", Form.LIST, "Languages", "Languages of the line. Left out: en.", f"1 to {limits.LANGUAGES_MAX} language tags", "en\nfr"),
    Asked("phrasebook", Form.TEXT, "Phrasebook", "The agreed phrasebook by its hash. Left out: phrases are shown as unreviewed.", "64 hexadecimal digits", ""),
    Asked("units", Form.DRAFT, "Units", "How lengths are shown. Left out: km and m.", "distance m, km or nm; altitude m or ft", '{ distance = "nm", altitude = "ft" }'),
    Asked("altitude_reference", Form.CHOICE, "Altitude reference", "Taken where a text names none. Left out: AMSL.", "", "", ALTITUDE_REFERENCES),
    Asked("separation", Form.DRAFT, "Minima", "Least distances between two activities of a kind. Left out: only proximity is reported.", "Metres and seconds", '[{ kind = "patrol", lateral_m = 5000, vertical_m = 300, time_s = 600 }]'),
    Asked("reference_lines", Form.DRAFT, "Reference lines", "Agreed lines that texts may name. They recognise no border.", f"At most {limits.LINES_MAX}, 2 to {limits.POINTS_MAX} points", '[{ name = "line of contact", points = ["48.37, 37.5", "48.40, 37.6"] }]'),
    Asked("third_states", Form.DRAFT, "Third states", "Territory behind a line whose state is told of what comes near it, and by whom; left out: by the party whose activity it is. It recognises no border.", f"At most {limits.THIRD_STATES_MAX}, 3 to {limits.POINTS_MAX} points; metres; codes of parties", '[{ name = "State C", area = ["48.9, 22.1", "49.6, 22.1", "49.3, 20.4"], within_m = 10000, told_by = ["XAA"] }]'),
    Asked("gazetteer", Form.DRAFT, "Places", "Agreed names of places.", f"At most {limits.NAMES_MAX}", '[{ name = "Bridge 4", at = "48.37, 37.5" }]'),
    Asked("relay_groups", Form.DRAFT, "Relay groups", "Whom each party passes messages on to, in coarse words; counted k of n.", f"1 to {limits.GROUPS_MAX} of each party", '{ XAA = ["north", "south"] }'),
    Asked("record_class", Form.DRAFT, "Record classes", "Kinds of entry that are confidential. Left out: all are on record.", "on_record, confidential", '{ confidential = ["readout"] }'),
    Asked("readouts_confidential", Form.FLAG, "Readouts confidential", "Readouts of calls stay confidential unless agreed otherwise.", ""),
    Asked("exercise_rule", Form.WORDS, "Exercises", "In place of the usual rule.", _PROSE),
    Asked("suspension_rule", Form.WORDS, "Suspension", "In place of the usual rule: a party states it, and it stops nothing technical.", _PROSE),
    Asked("agreements", Form.DRAFT, "Agreements", "That hang on the line, by hash or with their text.", f"At most {limits.AGREEMENTS_MAX}", '[{ id = "air", title = "Air safety", text = "…", suspendable = true }]'),
    Asked("demo", Form.FLAG, "Demonstration", "A demonstration line says nothing about any state; its roots need no comparison. It can never become another.", ""),
)  # fmt: skip
"""In the order of the page."""

BY_NAME: Final = {item.name: item for item in ARTICLES}


def read_form(texts: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the fields of a charter, and for each article that cannot be read why. Empty articles are left out.

    An article that this version does not know is read as in a draft: a line made like another keeps it.
    """
    fields: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for name, text in texts.items():
        if not text.strip():
            continue
        try:
            fields[name] = _read(name, BY_NAME[name].form if name in BY_NAME else Form.DRAFT, text)
        except OurMistake as why:
            faults[name] = str(why)
    return fields, faults


def write_form(fields: Mapping[str, Any]) -> dict[str, str]:
    """Return the texts of a form by article; what no text can hold (bytes that this version does not know) is left out."""
    found = {}
    for name, value in fields.items():
        text = _plain(BY_NAME[name].form, value) if name in BY_NAME else None
        try:
            found[name] = draft_value(name, value) if text is None else text
        except TypeError:
            continue
    return found


def _read(name: str, form: Form, text: str) -> Any:
    if len(text) > TEXT_MAX:
        raise OurMistake(f"More than {TEXT_MAX:,} characters fit no charter.")
    plain = text.strip()
    if form is Form.DRAFT or plain[0] in _AS_DRAFTED:
        try:
            return _drafted(name if name in BY_NAME else "article", plain)
        except OurMistake:
            if form is Form.DRAFT or plain[0] != '"':
                raise
    lines = [line.split() for line in plain.splitlines() if line.strip()]
    match form:
        case Form.TEXT | Form.WORDS | Form.CHOICE:
            return plain
        case Form.NUMBER:
            if not (plain.isascii() and plain.isdecimal() and len(plain) < 16):
                raise OurMistake("Write a whole number.")
            return int(plain)
        case Form.FLAG:
            return 1
        case Form.LIST:
            return [" ".join(words) for words in lines]
        case Form.CIRCUITS:
            return [_circuit(words) for words in lines]
        case Form.CALENDAR:
            return read_draft(f"calendar = [{', '.join(map(_slot, lines))}]\n")["calendar"]
    assert_never(form)


def _drafted(name: str, plain: str) -> Any:
    found = read_draft(f"{name} = {plain}\n")
    if set(found) != {name}:
        raise OurMistake("Write one value: a list in [ ] or a table in { }.")
    return found[name]


def _circuit(words: list[str]) -> dict[str, str]:
    if len(words) > 2:
        raise OurMistake(f"{' '.join(words)!r}: write a name, and its carrier where it is not direct.")
    return {"name": words[0], "carrier": words[1] if len(words) == 2 else "direct"}


def _slot(words: list[str]) -> str:
    if len(words) < 2:
        raise OurMistake(f"{' '.join(words)!r}: write a time and a circuit, like 0600 alpha.")
    quoted = [f'"{word}"' for word in words if word.isprintable() and '"' not in word and "\\" not in word]
    if len(quoted) != len(words):
        raise OurMistake(f"{' '.join(words)!r}: write a time and a circuit, like 0600 alpha.")
    days = f", weekdays = [{', '.join(quoted[2:])}]" if len(words) > 2 else ""
    return f"{{ at = {quoted[0]}, circuit = {quoted[1]}{days} }}"


def _plain(form: Form, value: Any) -> str | None:
    """Return a value as its form writes it plainly; None: it does not fit, or would be read as a draft."""
    text = _plainly(form, value)
    return None if not text or text[0] in _AS_DRAFTED else text


def _plainly(form: Form, value: Any) -> str | None:
    match form, value:
        case ((Form.TEXT | Form.WORDS | Form.CHOICE), str()) if value == value.strip():
            return value
        case ((Form.NUMBER | Form.FLAG), int()):
            return str(value)
        case Form.LIST, list() if all(
            isinstance(item, str) and item and item == " ".join(item.split()) for item in value
        ):
            return "\n".join(value)
        case Form.CIRCUITS, list() if all(set(item) == {"name", "carrier"} for item in value):
            return "\n".join(
                item["name"] if item["carrier"] == "direct" else f"{item['name']} {item['carrier']}" for item in value
            )
        case Form.CALENDAR, list() if all(set(item) <= {"minute", "circuit", "weekdays"} for item in value):
            return "\n".join(_slot_text(item) for item in value)
        case _:
            return None


def _slot_text(slot: Mapping[str, Any]) -> str:
    hours, minutes = divmod(slot["minute"], 60)
    days = [_WEEKDAYS[day - 1] for day in slot.get("weekdays", ())]
    return " ".join([f"{hours:02}{minutes:02}", slot["circuit"], *days])

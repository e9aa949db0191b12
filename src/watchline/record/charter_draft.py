"""A charter as a person drafts it: TOML with times, dates, weekdays and degrees, and a line made like another.

Pure: text in, fields out. What cannot be converted is left as it is, so that reading the charter names the field and what to
write (``read_charter``).
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from watchline.codec import decode
from watchline.errors import OurMistake

if TYPE_CHECKING:
    from watchline.record.charter import Charter

OF_ONE_LINE: Final = frozenset(
    {
        "v",
        "nonce",
        "line",
        "prev",
        "parties",
        "generation",
        "after",
        "in_force_on",
        "review_on",
        "phones",
        "relay_groups",
        "agreements",
    }
)
"""What belongs to one line alone: its identity, its parties and what is said of each of them, its dates, its agreements."""
BY_PROGRAM: Final = ("v", "nonce", "line", "prev", "parties", "generation", "after")
"""What a draft may not hold: the cards and the program say it."""

_FLAGS = ("demo", "readouts_confidential", "suspendable")
_HEX = re.compile(r"[0-9a-fA-F]{64}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):?([0-5][0-9])Z?")
_DEGREES = re.compile(r"\s*(-?[0-9]{1,3}(?:\.[0-9]{1,7})?)\s*,\s*(-?[0-9]{1,3}(?:\.[0-9]{1,7})?)\s*")
_WEEKDAYS = {name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), 1)}


def read_draft(text: str) -> dict[str, Any]:
    """Return the fields of a charter drafted in TOML.

    Raises:
        OurMistake: not TOML, a field that the program writes, or a value that no charter holds (a fraction, a time of day).
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as why:
        raise OurMistake(f"The draft is not TOML: {why}.") from why
    for name in BY_PROGRAM:
        if name in table:
            raise OurMistake(f"The draft's field {name} is written by this program; leave it out.")
    fields = fields_of(table)
    for name, value in fields.items():
        _only_plain(value, name)
    return fields


def fields_of(table: dict[str, Any]) -> dict[str, Any]:
    """Return fields with what people write turned into what a charter holds.

    Truth becomes 1 or is left out; dates become text; ``at = "0600Z"`` of a slot its ``minute``; weekdays ``mon`` … ``sun``
    numbers; 64 hex digits of a hash bytes; ``"48.37, -12.5"`` a position. What is in its form already is left alone.
    """
    made = {name: _plain(value) for name, value in table.items() if not _left_out(name, value)}
    for name, change in _CHANGES.items():
        if name in made:
            made[name] = change(made[name])
    return made


def write_draft(charter: Charter) -> str:
    """Return a charter as the TOML that ``read_draft`` reads, to be changed by a person: every field but what the program writes.

    What no draft can hold (bytes in a field that this version does not know) is named in a comment and would be left out.
    """
    lines, lost = [], []
    for name, value in decode(charter.data).items():
        if name in BY_PROGRAM:
            continue
        try:
            lines.append(f"{_toml_key(name)} = {draft_value(name, value)}")
        except TypeError:
            lost.append(f"# {name} holds bytes, which a draft cannot: it would be left out.".replace("\n", " "))
    return "\n".join([*lost, *lines]) + "\n"


_BARE = re.compile(r"[A-Za-z0-9_-]+")


def draft_value(name: str, value: Any) -> str:
    """Return one field of a charter as ``write_draft`` writes its value.

    Raises:
        TypeError: bytes in a field that this version does not know.
    """
    return _toml(_for_people(name, value))


def _toml_key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _toml(name)


def _toml(value: Any, indent: str = "") -> str:
    match value:
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case int():
            return str(value)
        case list() if any(isinstance(item, dict | list) for item in value):
            inner = "".join(f"{indent}  {_toml(item, indent + '  ')},\n" for item in value)
            return f"[\n{inner}{indent}]"
        case list():
            return f"[{', '.join(_toml(item) for item in value)}]"
        case dict():
            inner = ", ".join(f"{_toml_key(name)} = {_toml(item, indent)}" for name, item in value.items())
            return f"{{ {inner} }}" if inner else "{}"
        case _:
            raise TypeError(type(value))


def _for_people(name: str, value: Any) -> Any:
    """Return a field with hashes as hex digits: the one form of bytes that a draft has."""
    if name == "phrasebook" and isinstance(value, bytes):
        return value.hex()
    if name == "agreements" and isinstance(value, list):
        return [
            item | {"hash": item["hash"].hex()}
            if isinstance(item, dict) and isinstance(item.get("hash"), bytes)
            else item
            for item in value
        ]
    return value


def made_like(charter: Charter) -> dict[str, Any]:
    """Return the fields of another line's charter for a new line, without what belongs to that line alone.

    Articles that this version does not know go along; a demonstration's copy is a demonstration.
    """
    return {name: value for name, value in decode(charter.data).items() if name not in OF_ONE_LINE}


def _left_out(name: str, value: Any) -> bool:
    return name in _FLAGS and value is False


def _plain(value: Any) -> Any:
    match value:
        case bool():
            return int(value)
        case date():  # a datetime, too: its text is then refused as no date
            return value.isoformat()
        case dict():
            return {name: _plain(item) for name, item in value.items() if not _left_out(name, item)}
        case list():
            return [_plain(item) for item in value]
        case _:
            return value


def _only_plain(value: Any, field: str) -> None:
    match value:
        case dict():
            for name, item in value.items():
                _only_plain(item, f"{field}.{name}")
        case list():
            for item in value:
                _only_plain(item, field)
        case int() | str() | bytes():
            pass
        case _:
            raise OurMistake(
                f"The draft's field {field} holds {value!r}; a charter holds text, whole numbers, dates, lists and tables."
            )


def _hash(value: Any) -> Any:
    return bytes.fromhex(value) if isinstance(value, str) and _HEX.fullmatch(value) else value


def _position(value: Any) -> Any:
    found = _DEGREES.fullmatch(value) if isinstance(value, str) else None
    return [int(Decimal(part) * 10**7) for part in found.groups()] if found else value


def _slot(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    slot = dict(value)
    if "at" in slot and "minute" not in slot:
        at = slot.pop("at")
        found = _TIME.fullmatch(at.upper()) if isinstance(at, str) else None
        if found is None:
            raise OurMistake(
                f"The draft's calendar says at = {at!s}, which is no time of the day; write it in quotes, '0000Z' to '2359Z'."
            )
        slot["minute"] = 60 * int(found[1]) + int(found[2])
    if isinstance(slot.get("weekdays"), list):
        slot["weekdays"] = [
            _WEEKDAYS.get(item[:3].lower(), item) if isinstance(item, str) else item for item in slot["weekdays"]
        ]
    return slot


def _each(change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: [change(item) for item in value] if isinstance(value, list) else value


def _within(name: str, change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: value | {name: change(value[name])} if isinstance(value, dict) and name in value else value


_CHANGES: Final[dict[str, Callable[[Any], Any]]] = {
    "calendar": _each(_slot),
    "holidays": _each(_within("calendar", _each(_slot))),
    "phrasebook": _hash,
    "agreements": _each(_within("hash", _hash)),
    "gazetteer": _each(_within("at", _position)),
    "reference_lines": _each(_within("points", _each(_position))),
    "third_states": _each(_within("area", _each(_position))),
}

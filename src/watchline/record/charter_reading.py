"""How a charter's fields are read: each check names the field and says what to write; what nobody knows is collected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeAlias, TypeVar

from watchline.errors import InvalidFromPeer
from watchline.record import charter_limits as limits

Prose: TypeAlias = dict[str, str]
"""An article in words: language -> text; the language of a text without one is ``""``. Shown, never interpreted."""

T = TypeVar("T")
_ACTING = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
_LABEL = re.compile(r"[a-z][a-z0-9_]{0,63}")


def wrong(field: str, what: str) -> InvalidFromPeer:
    """Return the refusal of a field: its name, and what to write instead."""
    return InvalidFromPeer("malformed", f"the charter's field {field}: {what}")


class Unknown:
    """Names of fields that this version does not know, with the place where they stand: ``weather``, ``calendar.season``."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def table(self, value: Any, field: str, known: Iterable[str]) -> dict[str, Any]:
        """Return a map with text keys; keys beyond the known ones are kept in mind, never refused."""
        if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
            raise wrong(field, f"write a map with {', '.join(known)}")
        self.names |= {f"{field}.{key}" for key in value if key not in known}
        return value


def a_named(value: Any, field: str) -> dict[str, Any]:
    """Return a map from names to anything."""
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise wrong(field, "write a map from name to value")
    return value


def many(value: Any, field: str, most: int, least: int = 0) -> list[Any]:
    """Return an array of ``least`` to ``most`` items."""
    if not isinstance(value, list) or not least <= len(value) <= most:
        raise wrong(field, f"write a list of {least} to {most}, not {_size(value, list, 'items')}")
    return value


def once(values: list[T] | tuple[T, ...], field: str, name: Callable[[T], Any] = lambda item: item) -> None:
    """Refuse what stands twice in a list."""
    seen = set()
    for value in values:
        if name(value) in seen:
            raise wrong(field, f"{name(value)!r} stands twice; leave one out")
        seen.add(name(value))


def words(value: Any, field: str, most: int, least: int = 1, *, lines: bool = False) -> str:
    """Return text of ``least`` to ``most`` characters, on one line unless ``lines``, without any that act on a terminal."""
    if not isinstance(value, str) or not least <= len(value) <= most:
        raise wrong(field, f"write text of {least} to {most} characters, not {_size(value, str, 'characters')}")
    if _ACTING.search(value) or (least and not value.strip()) or ("\n" in value and not lines):
        raise wrong(field, "write visible characters; a line end is taken in longer texts only")
    return value


def prose(value: Any, field: str, most: int = limits.PROSE_TEXT_MAX, least: int = 1) -> Prose:
    """Return an article in words: one text, or a text for each language."""
    if isinstance(value, dict):
        if not 1 <= len(value) <= limits.LANGUAGES_MAX:
            raise wrong(field, f"write the text in 1 to {limits.LANGUAGES_MAX} languages")
        return {
            language(key, field): words(text, f"{field}.{key}", most, 1, lines=True)
            for key, text in sorted(a_named(value, field).items())
        }
    text = words(value, field, most, least, lines=True)
    return {"": text} if text else {}


def count(value: Any, field: str, least: int, most: int, what: str = "") -> int:
    """Return a whole number within bounds."""
    if type(value) is not int or not least <= value <= most:
        raise wrong(field, f"{what or 'write a whole number'} from {least} to {most}, not {_shown(value)}")
    return value


def flag(fields: dict[str, Any], name: str, field: str) -> bool:
    """Return whether a flag is there: it is 1 or absent."""
    if type(fields.get(name, 1)) is not int or fields.get(name, 1) != 1:
        raise wrong(field, f"it is 1 or left out, not {_shown(fields[name])}")
    return name in fields


def one_of(value: Any, field: str, known: Iterable[str]) -> str:
    """Return a word of a list of words."""
    if not isinstance(value, str) or value not in known:
        raise wrong(field, f"write one of {', '.join(known)}, not {_shown(value)}")
    return value


def digest(value: Any, field: str) -> bytes:
    """Return a hash: 32 bytes."""
    if not isinstance(value, bytes) or len(value) != 32:
        raise wrong(field, f"write a hash of 32 bytes (64 hex digits in a draft), not {_size(value, bytes, 'bytes')}")
    return value


def language(value: Any, field: str) -> str:
    """Return a language tag: ``en``, ``uk``, ``zh-Hant``, ``fr-CA``."""
    if not isinstance(value, str) or not _LANGUAGE.fullmatch(value):
        raise wrong(field, f"write a language such as en, fr, ru, uk, zh or ar, not {_shown(value)}")
    return value


def label(value: Any, field: str) -> str:
    """Return the name of a kind: small letters, digits and underscores."""
    if not isinstance(value, str) or not _LABEL.fullmatch(value):
        raise wrong(field, f"write a kind's name in small letters, digits and _, not {_shown(value)}")
    return value


def day(value: Any, field: str) -> date:
    """Return a UTC date written ``2026-11-22``."""
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            found = date.fromisoformat(value)
        except ValueError:
            raise wrong(field, f"{value} is no day of the calendar") from None
        if found.year >= limits.YEAR_MIN:
            return found
    raise wrong(
        field, f"write a date from {limits.YEAR_MIN} on as year-month-day, like 2026-11-22, not {_shown(value)}"
    )


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _size(value: Any, kind: type[str | bytes | list[Any]], unit: str) -> str:
    """Return how many there are, or, of another kind, what there is."""
    return f"{len(value)} {unit}" if isinstance(value, kind) else _shown(value)

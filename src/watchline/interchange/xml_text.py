"""XML of strangers: no document type, no entities but the five, nothing fetched; bounded in size, depth and number of elements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NoReturn
from xml.parsers import expat

from watchline.errors import InvalidFromPeer

DEPTH_MAX: Final = 32
ELEMENTS_MAX: Final = 200_000


@dataclass(slots=True)
class Element:
    """One element; names without their namespace.

    Attributes:
        name: Local name.
        attributes: By local name.
        inner: Elements in it.
        text: All text directly in it.
    """

    name: str
    attributes: dict[str, str]
    inner: list[Element] = field(default_factory=list)
    text: str = ""

    def first(self, *path: str) -> Element | None:
        """Return the first element along a path of names, or None."""
        found: Element | None = self
        for name in path:
            found = None if found is None else next((one for one in found.inner if one.name == name), None)
        return found

    def every(self, name: str) -> Iterator[Element]:
        """Yield all elements of a name in it, at any depth, in the order of the text."""
        for one in self.inner:
            if one.name == name:
                yield one
            yield from one.every(name)

    def said(self, *path: str) -> str:
        """Return the text of the first element along a path, without white space around it; empty if there is none."""
        found = self.first(*path)
        return "" if found is None else found.text.strip()


def read_xml(data: bytes, bytes_max: int) -> Element:
    """Return the root element of an XML text.

    Raises:
        InvalidFromPeer: ``limit`` or ``malformed``.
    """
    if len(data) > bytes_max:
        raise InvalidFromPeer("limit", f"{len(data):,} bytes; at most {bytes_max:,} are read")
    top = Element("", {})
    stack, texts, count = [top], [[""]], 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > ELEMENTS_MAX or len(stack) > DEPTH_MAX:
            raise ValueError(f"more than {ELEMENTS_MAX:,} elements, or nested deeper than {DEPTH_MAX}")
        made = Element(_local(name), {_local(key): value for key, value in attributes.items()})
        stack[-1].inner.append(made)
        stack.append(made)
        texts.append([])

    def end(_name: str) -> None:
        stack.pop().text = "".join(texts.pop())

    def characters(text: str) -> None:
        texts[-1].append(text)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, characters
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as why:
        raise InvalidFromPeer("malformed", f"not XML that can be read: {why}") from None
    return top.inner[0]


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _refuse(*_declared: object) -> NoReturn:
    raise ValueError("it declares a document type or an entity; take those lines out")

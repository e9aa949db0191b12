"""Server-sent events, line by line (WHATWG HTML 9.2.6): what the terminal desk needs of them, with bounds. No clock, no socket."""

from __future__ import annotations

from typing import NamedTuple

from watchline.errors import OurMistake

STALE_S = 12.0
"""A desk that hears nothing for so long shows STALE; the stream says something every 4 s."""
EVENT_BYTES_MAX = 4_000_000
"""A status with every alarm that a node keeps is far below."""


class Event(NamedTuple):
    """One event; ``identity`` empty where none was given."""

    name: str
    identity: str
    data: str


class Lines:
    """Puts events together from the lines of one stream."""

    def __init__(self) -> None:
        self._name, self._identity = "", ""
        self._data: list[str] = []
        self._bytes = 0

    def take(self, line: bytes) -> Event | None:
        """Take one line without its end; return the event that it ends.

        Raises:
            OurMistake: an event beyond the limit, or bytes that are no text.
        """
        if not line:
            return self._end()
        self._bytes += len(line)
        if self._bytes > EVENT_BYTES_MAX:
            raise OurMistake(
                f"The desk sent an event of more than {EVENT_BYTES_MAX} bytes; this terminal does not read it."
            )
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            raise OurMistake("The desk sent bytes that are no text; is this the address of a desk?") from None
        field, _, value = text.partition(":")
        value = value.removeprefix(" ")
        if field == "event":
            self._name = value
        elif field == "data":
            self._data.append(value)
        elif field == "id":
            self._identity = value
        return None  # a comment, the pace of retries, a field that is not known

    def _end(self) -> Event | None:
        found = Event(self._name, self._identity, "\n".join(self._data)) if self._data else None
        self._name, self._identity, self._data, self._bytes = "", "", [], 0
        return found

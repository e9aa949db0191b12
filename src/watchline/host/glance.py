"""The single glance: the status of a line, what is stated of it, who spoke when last. A pure function of committed rows, an instant and the own view."""

from __future__ import annotations

from typing import Any

from watchline.host.calls import contacts, waiting_for_us
from watchline.host.here import Here
from watchline.host.line import stated
from watchline.host.messages_known import Opened
from watchline.host.status import status
from watchline.line import shown
from watchline.measure import day_of
from watchline.node import Live


def glance(here: Here, now: int, live: Live | None, waiting: Opened | None = None) -> dict[str, Any]:
    """Return the status of a line (``status``) with its suspensions, the calls that wait, and the contacts as of today."""
    said = stated(here, now)
    by = [item["party"] for item in said["suspended"] if item["agreement"] is None]
    return {
        **status(here, now, live, waiting),
        **said,
        "shown": shown(None if live is None else live.state, by),
        "calls_waiting_for_us": waiting_for_us(here, now),
        "contacts": contacts(here, day_of(now))["contacts"],
    }

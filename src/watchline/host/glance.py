"""The single glance: the status of a line, and who spoke when last. A pure function of committed rows, an instant and the own view."""

from __future__ import annotations

from typing import Any

from watchline.host.calls import contacts
from watchline.host.here import Here
from watchline.host.status import status
from watchline.measure import day_of
from watchline.node import Live


def glance(here: Here, now: int, live: Live | None) -> dict[str, Any]:
    """Return the status of a line (``status``) with the contacts between every two offices as of today."""
    return {**status(here, now, live), "contacts": contacts(here, day_of(now))["contacts"]}

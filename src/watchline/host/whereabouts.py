"""About where the activities of a line are: what a position with exchanged numbers is held against."""

from __future__ import annotations

from watchline.host.here import Here
from watchline.host.notices import in_order
from watchline.interchange import first_of, middle
from watchline.measure.position import Position


def expected_at(here: Here) -> Position | None:
    """Return about the middle of the agreed lines and places and of the notices that stand; None if nothing says where."""
    charter = here.charter
    agreed = [at for line in charter.reference_lines for at in line.points] + list(charter.gazetteer.values())
    announced = [first_of(volume.area) for notice in in_order(here) for volume in notice.now.volumes[:1]]
    return middle([Position(*at) for at in (*agreed, *announced)])

"""The one index of announced activities of a line while its node runs: whoever measures something takes its turn at it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from watchline.errors import StoreFailed
from watchline.host.here import Here

if TYPE_CHECKING:
    from watchline.assess import Areas, Feed


class SharedAreas:
    """Opened with the first notice, because it brings geometry with it.

    Args:
        path: Where it is kept.
        code: Our party code.
        say: Told in words why a file was made anew.
    """

    def __init__(self, path: Path, code: str, say: Callable[[str], object]) -> None:
        self._path: Path | None = path
        self._code, self._say = code, say
        self._turn = threading.Lock()
        self._areas: Areas | None = None

    @contextmanager
    def use(self, here: Here, held: Feed) -> Iterator[Areas]:
        """Give the index as of what is committed, to one thread at a time.

        Raises:
            StoreFailed: its file, or the record. The next one who asks finds it made anew.
        """
        import apsw

        from watchline.assess import Areas
        from watchline.store.area_file import NotKept, open_area_file

        with self._turn:
            try:
                if self._areas is None:
                    file, why_anew = open_area_file(self._path)
                    self._areas = Areas(self._code, file)
                    if why_anew:
                        self._say(why_anew)
                self._areas.catch_up(here, held)
                yield self._areas
            except (apsw.Error, NotKept) as why:
                if isinstance(why, NotKept):
                    self._path = None  # until the next start it is kept nowhere
                self._drop()
                raise StoreFailed(
                    f"The index of announced activities failed ({why}). Nothing of the record is touched; it is made anew when it is asked next."
                ) from why

    def close(self) -> None:
        """Close it."""
        with self._turn:
            self._drop()

    def _drop(self) -> None:
        areas, self._areas = self._areas, None
        if areas is not None:
            areas.close()

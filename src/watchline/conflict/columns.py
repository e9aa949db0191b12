"""Columns that grow at their end: numbers, and short texts side by side, without an object of Python for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from watchline.conflict.records import runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from watchline.conflict.arithmetic import Flags, Integers

_RUNS: Final = 1 << 15


class Column:
    """An array that grows at its end.

    Args:
        kind: NumPy's type of one value.
        width: Values in a row; 0: single values.
    """

    def __init__(self, kind: Any, width: int = 0) -> None:
        self._data = np.empty((64, width) if width else 64, kind)
        self.size = 0

    def all(self) -> Any:
        """Return what is in it; not to be kept."""
        return self._data[: self.size]

    def add(self, values: Any) -> None:
        """Put values at the end."""
        end = self.size + len(values)
        if end > len(self._data):
            # Room that was never written to takes no memory, so there is enough of it.
            grown = np.empty((max(end, 2 * len(self._data)), *self._data.shape[1:]), self._data.dtype)
            grown[: self.size] = self.all()
            self._data = grown
        self._data[self.size : end] = values
        self.size = end

    def arrange(self, first: int, order: Integers) -> None:
        """Put the values from ``first`` on in another order."""
        self._data[first : self.size] = self._data[first : self.size][order]

    def arrange_runs(self, first: int, begins: Integers, counts: Integers) -> None:
        """Put runs of values, all those from ``first`` on, one behind the other in another order."""
        made, end = np.empty(self._data.shape, self._data.dtype), first
        made[:first] = self._data[:first]
        for some in range(
            0, len(begins), _RUNS
        ):  # some at once: an index for each value would take more than the values
            chosen = self._data[runs(begins[some : some + _RUNS], counts[some : some + _RUNS])]
            made[end : end + len(chosen)] = chosen
            end += len(chosen)
        self._data = made

    def keep(self, chosen: Any) -> None:
        """Keep the chosen values only, flags or numbers in ascending order."""
        kept = self.all()[chosen]
        self.size = len(kept)
        self._data[: self.size] = kept


class Texts:
    """Byte strings in one array."""

    def __init__(self) -> None:
        self._bytes = Column(np.uint8)
        self._ends = Column(np.int64)

    def add(self, values: Iterable[bytes]) -> None:
        """Put strings at the end."""
        these = list(values)
        self._ends.add(np.cumsum(np.array([len(one) for one in these], np.int64)) + self._bytes.size)
        self._bytes.add(np.frombuffer(b"".join(these), np.uint8))

    def get(self, row: int) -> bytes:
        """Return one string."""
        ends = self._ends.all()
        found: bytes = self._bytes.all()[int(ends[row - 1]) if row else 0 : int(ends[row])].tobytes()
        return found

    def words(self, rows: Sequence[int]) -> list[str]:
        """Return strings that are texts, by their rows."""
        ends = self._ends.all()
        these = np.array(rows, np.int64)
        until = ends[these]
        begins = np.where(these > 0, ends[these - 1], 0)
        data = self._bytes.all().data
        return [str(data[begin:end], "utf-8") for begin, end in zip(begins.tolist(), until.tolist(), strict=True)]

    def arrange(self, first: int, order: Integers) -> None:
        """Put the strings from ``first`` on in another order."""
        begin = int(self._ends.all()[first - 1]) if first else 0
        counts = np.diff(self._ends.all()[first:], prepend=begin)
        begins = self._ends.all()[first:] - counts
        self._bytes.arrange_runs(begin, begins[order], counts[order])
        self._ends.all()[first:] = begin + np.cumsum(counts[order])

    def keep(self, chosen: Flags) -> None:
        """Keep the chosen strings only."""
        ends = self._ends.all()
        sizes = np.diff(ends, prepend=0)
        self._bytes.keep(np.repeat(chosen, sizes))
        kept = np.cumsum(sizes[chosen])
        self._ends.size = 0
        self._ends.add(kept)

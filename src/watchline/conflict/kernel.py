"""The compiled kernel (``kernel.c``) beside NumPy: the same answers, a tenth of the time.

It is built where a C compiler is found at installation; without it everything works by NumPy alone. That both agree rests on two
things: what they decide is decided by more than the rounding of either (5 cm, where rounding is a millionth of a millimetre), and what
is closer to a limit both leave to ``encounter.meet``. Tests hold them against each other all the same.
"""

from __future__ import annotations

import ctypes
import os
import sys
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from watchline.conflict.arithmetic import Integers

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from watchline.conflict.records import Records
    from watchline.conflict.rows import Boxes
    from watchline.conflict.tree import Tree

FILE: Final = os.path.join(os.path.dirname(__file__), "libkernel.so")  # noqa: PTH118, PTH120 - this floor knows no paths
VERSION: Final = 1
_ROOM: Final = 4_096
_NEAR_ONE: Final = 1.0 + 1.0 / (1 << 30)


class _Volumes(ctypes.Structure):
    _fields_ = [
        ("words", ctypes.c_void_p),
        ("size", ctypes.c_int64),
        ("begins", ctypes.c_void_p),
        ("kinds", ctypes.c_void_p),
        ("count", ctypes.c_int64),
    ]


class _Tree(ctypes.Structure):
    _fields_ = [
        ("nodes", ctypes.c_void_p),
        ("begins", ctypes.c_void_p),
        ("levels", ctypes.c_int64),
        ("order", ctypes.c_void_p),
        ("first", ctypes.c_int64),
        ("packed", ctypes.c_int64),
    ]


class _Hits(ctypes.Structure):
    _fields_ = [
        ("asked", ctypes.c_void_p),
        ("found", ctypes.c_void_p),
        ("start", ctypes.c_void_p),
        ("verdict", ctypes.c_void_p),
        ("room", ctypes.c_int64),
        ("count", ctypes.c_int64),
    ]


class Seen(NamedTuple):
    """Pairs that are not surely clear: which of the asked volumes, which of the stored, when that one starts, and the verdict.

    A verdict is -1 where it is too close to tell.
    """

    asked: Integers
    found: Integers
    starts: Integers
    verdicts: Integers


class Stored:
    """Volumes, their boxes and the trees over the first of them, as the kernel reads them; of no use after any of these changes.

    Args:
        records: All volumes.
        boxes: Of each, infinite where one was dropped.
        trees: Each over the volumes behind those of the one before; what is behind the last is looked at one by one.
    """

    def __init__(self, records: Records, boxes: Boxes, trees: Sequence[Tree]) -> None:
        assert len(boxes) == len(records.begins), "a box for each"
        self._volumes, self._trees = _volumes(records), (_Tree * len(trees))()
        self._held = records, boxes, [(tree.order, tree.nodes, tree.begins) for tree in trees]
        loose = 0
        for place, tree in enumerate(trees):
            self._trees[place] = _Tree(
                _at(tree.nodes, np.float32),
                _at(tree.begins, np.int64),
                len(tree.begins) - 1,
                _at(tree.order, np.int32),
                loose,
                tree.size,
            )
            loose += tree.size
        where = ctypes.addressof(self._volumes), _at(boxes, np.float32), ctypes.addressof(self._trees)
        self.where = *where, len(trees), loose
        self.room(_ROOM)

    def room(self, count: int) -> None:
        """Make room for so many answers; what was there is overwritten by each search."""
        self.pairs, self.verdicts = np.empty((3, count), np.int64), np.empty(count, np.int8)
        self.hits = _Hits(*(_at(row, np.int64) for row in self.pairs), _at(self.verdicts, np.int8), count, 0)


class Kernel:
    """The functions of the compiled kernel.

    Args:
        library: What was loaded.
    """

    def __init__(self, library: ctypes.CDLL) -> None:
        self._judge, self._search = library.kernel_judge, library.kernel_search
        for function in (self._judge, self._search):
            function.restype = ctypes.c_int64
        many = ctypes.c_int64
        self._judge.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, many, ctypes.c_void_p]
        self._search.argtypes = [*[ctypes.c_void_p] * 6, many, many, ctypes.c_void_p, many, many, ctypes.c_void_p]

    def judge(self, one: Records, others: Records, limits: Integers) -> Integers:
        """Return the verdicts on one volume against each of others, as places in ``VERDICTS``; -1 where it is too close to tell.

        Args:
            one: The volume.
            others: The others.
            limits: (kinds, 7) by the kinds of the others: see ``judging.limits_by_kind``.
        """
        verdicts = np.empty(len(others.begins), np.int8)
        _checked(one, 1)
        _checked(others, len(limits))
        mine, yours = _volumes(one), _volumes(others)
        self._done(
            self._judge(
                ctypes.byref(mine), ctypes.byref(yours), _at(limits, np.int64), len(limits), _at(verdicts, np.int8)
            )
        )
        return verdicts.astype(np.int64)

    def search(self, asked: Records, boxes: Boxes, stored: Stored, limits: Integers, above: Integers) -> Seen:
        """Return which stored volumes are not surely clear of each of those asked.

        Args:
            asked: Volumes.
            boxes: Of each, ``rows.search_box``, (n, 10).
            stored: All volumes.
            limits: (kinds of asked, kinds of stored, 7).
            above: Of each asked, only rows beyond this one count; -1 for all.
        """
        assert len(boxes) == len(above) == len(asked.begins), "a box for each"
        mine, hits = _volumes(asked), stored.hits
        where = _at(boxes, np.float32), _at(above, np.int64), *stored.where, _at(limits, np.int64), *limits.shape[:2]
        count = self._done(self._search(ctypes.addressof(mine), *where, ctypes.addressof(hits)))
        if count > hits.room:
            stored.room(count)
            return self.search(asked, boxes, stored, limits, above)
        found = stored.pairs[:, :count].copy()
        return Seen(found[0], found[1], found[2], stored.verdicts[:count].astype(np.int64))

    @staticmethod
    def _done(said: int) -> int:
        if said == -2:
            raise MemoryError
        assert said >= 0, "a record in the index is not whole"
        return said


def _volumes(records: Records) -> _Volumes:
    assert len(records.begins) == len(records.kinds), "a kind for each"
    return _Volumes(
        _at(records.words, np.int32),
        len(records.words),
        _at(records.begins, np.int64),
        _at(records.kinds, np.int32),
        len(records.begins),
    )


def _checked(records: Records, kinds: int) -> None:
    assert not len(records.kinds) or int(records.kinds.max()) < kinds, "a kind without limits"


def _at(array: npt.NDArray[Any], kind: type[np.generic]) -> int:
    """Return where the numbers of an array are."""
    assert array.dtype == kind, "the numbers that the kernel reads"
    assert array.flags.c_contiguous, "without gaps"
    found: int = array.__array_interface__["data"][0]
    return found


class _Loaded(NamedTuple):
    kernel: Kernel | None
    words: str


def _load(file: str) -> _Loaded:
    """Return the kernel, and in words whether it is used."""
    if sys.byteorder != "little" or np.dtype(np.intp).itemsize != 8:
        return _Loaded(
            None, "not for this processor; areas are compared by NumPy, with the same answers, some ten times slower"
        )
    try:
        library = ctypes.CDLL(file)
        library.kernel_version.restype = library.kernel_sound.restype = ctypes.c_int64
        library.kernel_sound.argtypes = [ctypes.c_double]
        version, sound = library.kernel_version(), library.kernel_sound(_NEAR_ONE)
    except (OSError, AttributeError):
        return _Loaded(
            None,
            "not built (no C compiler was found at installation); areas are compared by NumPy, with the same answers, some ten times slower",
        )
    if version != VERSION or not sound:
        return _Loaded(None, "built for another version, or rounds otherwise than IEEE 754; it is not used, NumPy is")
    return _Loaded(Kernel(library), "compiled, sound, in use")


_LOADED = _load(FILE)
_in_use = _LOADED.kernel
"""Tests set this to None, to have the answers of NumPy."""


def kernel() -> Kernel | None:
    """Return the compiled kernel, or None where there is none."""
    return _in_use


def words() -> str:
    """Return whether the kernel is used, in words for the administrator."""
    return _LOADED.words

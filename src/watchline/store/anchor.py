"""The head lock in a folder: what this node last released and last cosigned, outside the store and outside every backup.

Theory of operation. ``load`` reads the file once; from then on this process knows what it holds, because the folder lock
admits no other. ``swap`` takes its turn, compares with what is known, writes each row into the slot that does not hold the
newest one, and makes all of them durable with one fdatasync, in a thread (``turns.py`` says why).
The folder also holds the pinned facts and the incarnation. The host keeps the sealed keys there.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from watchline.errors import OurMistake, RolledBack
from watchline.store import slots
from watchline.store.files import FILE_MODE, FOLDER_MODE, disk_in_words, sync_folder, write_all
from watchline.store.incarnation import Fit, compare, write_incarnation
from watchline.store.pins import read_pins, write_pins
from watchline.store.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from watchline.node.doors import LockChange, LockRow

_HEADS = "heads"
_PAIRS_AT_ONCE = 64


class _Place(NamedTuple):
    """Where an origin's newest row stands: the pair's number, the side within it, and the slot."""

    number: int
    side: int
    slot: slots.Slot


class FileHeadLock:
    """The ``HeadLock`` door over a folder.

    Args:
        folder: The anchor folder, made before by ``FileHeadLock.create``.
        sync: Wait for the disk. False only for benchmarks and for writing history.
        threaded: Wait for it in a thread; the default is ``sync``, since without it there is nothing to wait for.
    """

    def __init__(self, folder: Path, *, sync: bool = True, threaded: bool | None = None) -> None:
        self._folder = folder
        self._sync = sync
        self._turns = Turns("watchline-anchor", threaded=sync if threaded is None else threaded)
        self._file: int | None = None
        self._places: dict[str, _Place] = {}
        self._free: list[int] = []
        self._facts: dict[str, bytes] | None = None

    @staticmethod
    def create(folder: Path, facts: Mapping[str, bytes] | None = None) -> None:
        """Make an anchor folder with an empty head lock, these pinned facts and a new incarnation. Only at init and restore.

        Raises:
            OurMistake: there is a head lock already.
            StoreFailed: the disk.
        """
        path = folder / _HEADS
        if path.exists():
            raise OurMistake(f"{path} exists already and is left as it is; a head lock is never made over another one")
        try:
            folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
            folder.chmod(FOLDER_MODE)
            write_incarnation(folder)
            write_pins(folder, facts or {})
            file = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE)
            try:
                write_all(file, slots.HEADER + bytes(_PAIRS_AT_ONCE * slots.PAIR_BYTES), 0)
                os.fsync(file)
            finally:
                os.close(file)
            sync_folder(folder)
            sync_folder(folder.parent)
        except OSError as why:
            raise disk_in_words(why, path) from why

    def incarnation_fits(self) -> Fit:
        """Tell whether this anchor was made on this machine; if not, the words say why the origins are closed."""
        return compare(self._folder)

    async def load(self) -> Mapping[str, LockRow]:
        """Return every origin's row, by origin; see ``HeadLock.load``."""
        self._open()
        return {origin: place.slot.row for origin, place in sorted(self._places.items())}

    async def swap(self, changes: Sequence[LockChange]) -> None:
        """Move all these heads with one durable write.

        A head that stands at ``new`` already is taken as moved, so that a call whose end was not seen can be made again.

        Raises:
            RolledBack: a current head is neither ``old`` nor ``new``, or the file is missing or damaged.
            StoreFailed: the anchor's disk; nothing may leave the node.
        """
        if len({change.origin for change in changes}) != len(changes):
            raise OurMistake("one origin twice in one swap; a torn write could damage both its slots")
        await self._turns.take()
        try:
            file = self._open()
            moved = self._write(file, changes)
        except BaseException:
            self._turns.give()
            raise
        await self._turns.finish(lambda: self._make_durable(file, moved))

    async def pins(self) -> Mapping[str, bytes]:
        """Return pinned facts.

        Raises:
            RolledBack: the file is missing or damaged.
        """
        return dict(self._known_facts())

    async def pin(self, facts: Mapping[str, bytes]) -> None:
        """Add or replace pinned facts, durably and atomically.

        Raises:
            RolledBack: the file is missing or damaged.
            StoreFailed: the anchor's disk; what was pinned stands.
        """
        await self._turns.take()
        try:
            merged = {**self._known_facts(), **facts}
        except BaseException:
            self._turns.give()
            raise
        await self._turns.finish(lambda: self._replace_pins(merged))

    def close(self) -> None:
        """Close the file, after the write that was begun. Blocks; a second time does nothing."""
        self._turns.close()
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _open(self) -> int:
        """Return the open file, and read it the first time."""
        if self._file is not None:
            return self._file
        path = self._folder / _HEADS
        try:
            file = os.open(path, os.O_RDWR)
        except FileNotFoundError:
            raise RolledBack(
                f"head lock missing: {path} is not there, so nobody can say what this node signed last;"
                " its origins are closed, a new epoch must be opened"
            ) from None
        except OSError as why:
            raise disk_in_words(why, path) from why
        try:
            self._take_over(os.pread(file, os.fstat(file).st_size, 0), path)
        except BaseException:
            os.close(file)
            raise
        self._file = file
        return file

    def _take_over(self, data: bytes, path: Path) -> None:
        """Take over the rows of a file's bytes."""
        pairs, rest = divmod(len(data) - slots.HEADER_BYTES, slots.PAIR_BYTES)
        # What stands behind the last whole pair can only be zeros of a growth that was cut off.
        if not data.startswith(slots.HEADER) or pairs < _PAIRS_AT_ONCE or any(data[len(data) - rest :]):
            raise RolledBack(
                f"head lock damaged: {path} is not whole; its origins are closed, a new epoch must be opened"
            )
        places: dict[str, _Place] = {}
        free = []
        for number in range(pairs):
            at = slots.HEADER_BYTES + number * slots.PAIR_BYTES
            raw = data[at : at + slots.PAIR_BYTES]
            pair = slots.read_pair(raw)
            if pair.damaged or (pair.slot and pair.slot.origin in places):
                raise RolledBack(
                    f"head lock damaged: no slot of {slots.guess_origin(raw)} in {path} can be read;"
                    " its origins are closed, a new epoch must be opened"
                )
            if pair.slot:
                places[pair.slot.origin] = _Place(number, pair.side, pair.slot)
            else:
                free.append(number)
        self._places, self._free = places, free

    def _write(self, file: int, changes: Sequence[LockChange]) -> list[_Place]:
        """Compare everything, then hand every row to the system. Not durable, not known yet."""
        moved = self._moved(file, changes)
        try:
            for number, side, slot in moved:
                data, at = slots.pack(slot), slots.HEADER_BYTES + number * slots.PAIR_BYTES
                if slot.sequence == 1:
                    write_all(file, data + data, at)
                else:
                    write_all(file, data, at + side * slots.SLOT_BYTES)
        except OSError as why:
            raise disk_in_words(why, self._folder / _HEADS) from why
        return moved

    def _moved(self, file: int, changes: Sequence[LockChange]) -> list[_Place]:
        """Return where each row goes: the side that does not hold the newest one, or an unused pair."""
        moved = []
        fresh = iter(self._unused(file, sum(change.origin not in self._places for change in changes)))
        for origin, old, new in changes:
            place = self._places.get(origin)
            head = place.slot.row.head if place else None
            if head not in (old, new.head):
                raise RolledBack(
                    f"{origin}: the head lock holds another head than this node; it must sign nothing more"
                )
            if place is None:
                moved.append(_Place(next(fresh), 0, slots.Slot(origin, 1, new)))
            else:
                moved.append(_Place(place.number, 1 - place.side, slots.Slot(origin, place.slot.sequence + 1, new)))
        return moved

    def _unused(self, file: int, count: int) -> list[int]:
        """Return the numbers of so many unused pairs, adding some at the end of the file if need be."""
        try:
            while len(self._free) < count:
                first = (os.fstat(file).st_size - slots.HEADER_BYTES) // slots.PAIR_BYTES
                at = slots.HEADER_BYTES + first * slots.PAIR_BYTES
                write_all(file, bytes(_PAIRS_AT_ONCE * slots.PAIR_BYTES), at)
                if self._sync:
                    # Here and not in the thread: once in 64 origins, and a pair must not be used before it is there.
                    os.fdatasync(file)
                self._free += range(first, first + _PAIRS_AT_ONCE)
        except OSError as why:
            raise disk_in_words(why, self._folder / _HEADS) from why
        return self._free[:count]

    def _make_durable(self, file: int, moved: list[_Place]) -> None:
        """Wait for the disk once, and only then know the new rows."""
        if not moved:
            return
        try:
            if self._sync:
                os.fdatasync(file)
        except OSError as why:
            raise disk_in_words(why, self._folder / _HEADS) from why
        for place in moved:
            if place.slot.sequence == 1:
                self._free.remove(place.number)
            self._places[place.slot.origin] = place

    def _known_facts(self) -> dict[str, bytes]:
        """Return the pinned facts, and read them the first time."""
        if self._facts is None:
            self._facts = read_pins(self._folder)
        return self._facts

    def _replace_pins(self, facts: dict[str, bytes]) -> None:
        """Write the pinned facts, and only then know them."""
        try:
            write_pins(self._folder, facts, sync=self._sync)
        except OSError as why:
            raise disk_in_words(why, self._folder) from why
        self._facts = facts

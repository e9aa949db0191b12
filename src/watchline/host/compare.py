"""A file of another side, read within bounds and compared with the record: an export (folder, tar, or files one by one) or heads alone.

Nothing of it is written to disk or unpacked: a tar's members are slices of the bytes that came, so no size is claimed that is not there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from watchline.errors import InvalidFromPeer, OurMistake
from watchline.host.check import FolderFiles
from watchline.log.check_bundle import Progress
from watchline.log.compare import Comparison, compare_bundle, compare_heads, read_heads
from watchline.log.held import HeldLogs

FILE_BYTES_MAX = 256 << 20
"""A single file that the verb reads into memory; a longer export is given as a folder."""
MEMBERS_MAX = 20_000
_BLOCK = 512
_PARTS = frozenset({"rosters", "charters", "logs", "evidence"})
_FILE, _FOLDER, _ABOUT = frozenset("0\0"), "5", frozenset("xg")


class GivenFiles:
    """Files that are in memory already, by their path in the bundle."""

    def __init__(self, files: Mapping[str, memoryview]) -> None:
        self._files = files

    def names(self) -> Iterator[str]:
        """Yield every path."""
        yield from self._files

    def read(self, path: str, most: int) -> bytes | None:
        """Return a file's content, or None if it is not there."""
        data = self._files.get(path)
        if data is None:
            return None
        if len(data) > most:
            raise InvalidFromPeer("limit", f"{path} is larger than {most} bytes")
        return bytes(data)


def compare_path(path: Path, held: HeldLogs, line: bytes, progress: Progress | None = None) -> Comparison:
    """Compare a file or folder on disk; see ``compare_given``."""
    if path.is_dir():
        return compare_bundle(FolderFiles(path), held, line, progress)
    try:
        with path.open("rb") as file:
            data = file.read(FILE_BYTES_MAX + 1)
    except OSError as why:
        raise OurMistake(f"{path} cannot be read: {why.strerror or why}.") from None
    if len(data) > FILE_BYTES_MAX:
        raise OurMistake(f"{path} is larger than {FILE_BYTES_MAX} bytes. Unpack it and name the folder.")
    return compare_given([(path.name, data)], held, line, progress)


def compare_given(
    given: Sequence[tuple[str, bytes]], held: HeldLogs, line: bytes, progress: Progress | None = None
) -> Comparison:
    """Compare what was handed over: a tar of an export, the files of one with their paths, or checkpoints.

    Raises:
        OurMistake: nothing in it is of this line.
        InvalidFromPeer: it is nothing of these, or exceeds a bound.
    """
    if len(given) == 1 and given[0][1][257:262] == b"ustar":
        files = _by_place(tar_members(given[0][1]))
    else:
        files = _by_place((name, memoryview(data)) for name, data in given)
    if any(name.split("/")[0] in _PARTS for name in files):
        return compare_bundle(GivenFiles(files), held, line, progress)
    return compare_heads(read_heads(b"\n".join(bytes(data) for data in files.values())), held, line)


def tar_members(data: bytes) -> Iterator[tuple[str, memoryview]]:
    """Yield (path, content) of the files in a plain tar, as the desk writes it.

    What an extension says of a member is skipped, and a member that needs one (link, sparse file, long name) is refused: an export has none.

    Raises:
        InvalidFromPeer: ``malformed`` or ``limit``.
    """
    at, seen = 0, 0
    while at + _BLOCK <= len(data) and any(head := data[at : at + _BLOCK]):
        seen += 1
        if seen > MEMBERS_MAX:
            raise InvalidFromPeer("limit", f"a tar of more than {MEMBERS_MAX} members")
        size, kind = _octal(head[124:136]), chr(head[156])
        if _octal(head[148:156]) != sum(head) - sum(head[148:156]) + 8 * 0x20:
            raise InvalidFromPeer("malformed", "a tar with a damaged header")
        start, at = at + _BLOCK, at + _BLOCK + -(-size // _BLOCK) * _BLOCK
        if start + size > len(data):
            raise InvalidFromPeer("malformed", "a tar that ends in the middle of a member")
        if kind in _FILE:
            prefix = _text(head[345:500]) if head[257:263] == b"ustar\0" else ""
            name = _text(head[:100])
            yield (f"{prefix}/{name}" if prefix else name), memoryview(data)[start : start + size]
        elif kind != _FOLDER and kind not in _ABOUT:
            raise InvalidFromPeer("malformed", "a tar with a member that is neither file nor folder")


def _by_place(given: Iterator[tuple[str, memoryview]]) -> dict[str, memoryview]:
    """Return files by their path in the bundle: folders around it are left away."""
    found: dict[str, memoryview] = {}
    for name, data in given:
        parts = [part for part in name.split("/") if part not in {"", "."}]
        first = next((at for at, part in enumerate(parts[:-1]) if part in _PARTS), 0)
        place = "/".join(parts[first:])
        if place in found:
            raise InvalidFromPeer("malformed", "two files under one name: choose one export alone")
        found[place] = data
    return found


def _octal(field: bytes) -> int:
    digits = field.strip(b"\0 ")
    if digits.strip(b"01234567"):
        raise InvalidFromPeer("malformed", "a tar with a number that is none")
    return int(digits or b"0", 8)


def _text(field: bytes) -> str:
    return field.split(b"\0")[0].decode("utf-8", "replace")

"""The console's files, read once and served from memory, and whether they are those that the manifest names.

They are built from ``console/`` by ``tools/console_hook.py`` and are not in the repository; wheels and sdists carry them.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from watchline.sentence import worded

STATIC = Path(__file__).parent / "static"
MANIFEST = "manifest.json"
MISSING = (
    "The console's files are not here: this is a checkout that was installed without them. Install again with `make`, or"
    " `pip install .`; a node, its verbs and its API work without them."
)
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}


class File(NamedTuple):
    """One file as it is served."""

    data: bytes
    kind: str
    tag: str


class Listed(msgspec.Struct, frozen=True):
    """A file as the manifest names it."""

    path: str
    sha256: str
    bytes: int


class Manifest(msgspec.Struct, frozen=True):
    """What was built, from which sources (their digest), with which packages (name, version, licence)."""

    files: list[Listed]
    packages: list[dict[str, str]]
    source: str = ""


class Console:
    """The console's files.

    Args:
        folder: Where they lie.

    Attributes:
        hash: SHA-256 of the manifest; empty where there is none.
        wrong: Files that are not as the manifest says, and files that it does not name.
    """

    def __init__(self, folder: Path = STATIC) -> None:
        self.files: dict[str, File] = {}
        self.hash, self.wrong = "", []
        self._manifest = Manifest([], [])
        try:
            said = (folder / MANIFEST).read_bytes()
        except OSError:
            return
        self.hash = hashlib.sha256(said).hexdigest()
        try:
            self._manifest = msgspec.json.decode(said, type=Manifest)
        except msgspec.DecodeError:
            self.wrong.append(MANIFEST)
            return
        named = {item.path: item.sha256 for item in self._manifest.files}
        for path in sorted(item for item in folder.iterdir() if item.is_file() and item.name != MANIFEST):
            data = path.read_bytes()
            digest = hashlib.sha256(data).hexdigest()
            if named.pop(path.name, "") != digest or path.suffix not in TYPES:
                self.wrong.append(path.name)
                continue
            self.files[path.name] = File(data, TYPES[path.suffix], f'"{digest[:32]}"')
        self.wrong += sorted(named)

    @property
    def words(self) -> str:
        """Whether the files are whole, in words."""
        if not self.hash:
            return MISSING
        if self.wrong:
            return worded(
                "Not as the manifest says, and not served: {files}. Install again; do not sign in before.",
                files=", ".join(self.wrong),
            )
        return worded(
            "All {number} files are as the manifest says. Read its hash to the other side if both want to see the same desk.",
            number=len(self.files),
        )

    def shown(self) -> dict[str, Any]:
        """Return files, packages and hash, as JSON."""
        return {
            "hash": self.hash,
            "whole": bool(self.hash) and not self.wrong,
            "words": self.words,
            "source": self._manifest.source,
            "files": msgspec.to_builtins(self._manifest.files),
            "packages": self._manifest.packages,
        }

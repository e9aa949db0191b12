"""The files of this checkout: what git tracks or would track, and the same from an unpacked sdist without git."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What make and the tools leave behind; only needed where git cannot be asked.
LEFT_BEHIND = frozenset(
    {
        ".git",
        ".venv",
        ".hypothesis",
        ".import_linter_cache",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
        "__pycache__",
        "build",
        "dist",
        "node_modules",
    },
)


def files() -> list[Path]:
    """Return the absolute paths of all files of the repository, sorted, symbolic links included as links."""
    listed = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    found = (
        (ROOT / name for name in listed.stdout.decode().split("\0") if name) if not listed.returncode else _walk(ROOT)
    )
    return sorted({path for path in found if path.is_symlink() or path.is_file()})


def texts(*suffixes: str) -> Iterator[tuple[Path, str]]:
    """Yield (path from the root, text) of each UTF-8 file with one of these suffixes, or of all text files if none is given."""
    for path in files():
        if path.is_symlink() or (suffixes and path.suffix not in suffixes):
            continue
        try:
            yield path.relative_to(ROOT), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in LEFT_BEHIND:
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path)
        else:
            yield path

"""Write every vector again: ``python -m tests.vectors.make`` from the top of the checkout. No byte may change."""

from pathlib import Path

from tests.vectors.make import (
    annex,
    bundle,
    charter,
    cosignature,
    encoding,
    frames,
    kinds,
    leaf,
    log,
    pairing,
    readouts,
    roster,
    shapes,
    witness,
)
from tests.vectors.make.form import write

HERE = Path(__file__).resolve().parent.parent
PAGES = (
    encoding,
    leaf,
    kinds,
    readouts,
    shapes,
    log,
    cosignature,
    roster,
    pairing,
    charter,
    frames,
    bundle,
    annex,
    witness,
)


def files():
    """Return path below tests/vectors -> bytes, of every vector."""
    made = {}
    for page in PAGES:
        for vector in page.vectors():
            path = f"{vector.name}.txt"
            assert path not in made, f"two vectors named {vector.name}"
            made[path] = write(vector)
    return made


def main():
    made = files()
    for old in HERE.glob("*/*.txt"):
        if old.relative_to(HERE).as_posix() not in made:
            old.unlink()
    for path, data in made.items():
        target = HERE / path
        target.parent.mkdir(exist_ok=True)
        if not target.exists() or target.read_bytes() != data:
            target.write_bytes(data)


if __name__ == "__main__":
    main()

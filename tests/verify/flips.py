"""verify.py as a function, and seeded random flips of an export: for the stranger's bundle and for anybody else's."""

import importlib.util
import random
import sys
from pathlib import Path

VERIFY = Path(__file__).resolve().parents[2] / "verify.py"


def load():
    """verify.py as a module, by its path: it needs nothing of the package."""
    specification = importlib.util.spec_from_file_location("verify_by_path", VERIFY)
    module = importlib.util.module_from_spec(specification)
    sys.modules["verify_by_path"] = module
    specification.loader.exec_module(module)
    return module


def random_flips(folder, count, seed=7):
    """Flip one random bit of a random file, one after another; yield (name, position, mask) while it is flipped."""
    chance = random.Random(seed)
    files = sorted(path for path in Path(folder).rglob("*") if path.is_file())
    for _ in range(count):
        path = chance.choice(files)
        data = path.read_bytes()
        if not data:
            continue
        at, mask = chance.randrange(len(data)), 1 << chance.randrange(8)
        path.write_bytes(data[:at] + bytes([data[at] ^ mask]) + data[at + 1 :])
        try:
            yield path.relative_to(folder).as_posix(), at, mask
        finally:
            path.write_bytes(data)


def refuses_random_flips(folder, roots, count, seed=7):
    """Assert that verify.py takes an export as it is and refuses it with any of `count` seeded random flips.

    Args:
        folder: an export bundle; it is changed and put back, so let it be a copy.
        roots: root fingerprints, 30 digits, spaces optional.
    """
    verify = load()
    given = {"".join(root.split()) for root in roots}
    report = verify.examine(str(folder), given)
    assert report["result"] == "verified and complete", report
    for name, at, mask in random_flips(folder, count, seed):
        report = verify.examine(str(folder), given)
        assert report["result"] != "verified and complete", (
            f"byte {at} of {name} flipped by {mask:#x} (seed {seed}): accepted"
        )
        assert report["reasons"] or report["missing"] or report["not_checked"]

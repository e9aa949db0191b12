"""What hatchling asks when it makes the sdist: put the real verify.py where the checkout has a symbolic link.

A wheel reads through the link by itself. A tar would carry the link, and a link is lost on the way to some readers; so the sdist
holds the same bytes twice, at its root, where a stranger looks, and as watchline.verify.
"""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class SdistHook(BuildHookInterface[Any]):
    """Runs for the sdist alone (pyproject.toml names it there)."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Offer a copy from outside the checkout: hatchling would leave out the file that it takes the bytes from."""
        self.folder = Path(tempfile.mkdtemp())
        copy = shutil.copy(Path(self.root) / "verify.py", self.folder / "verify.py")
        build_data["force_include"][str(copy)] = "src/watchline/verify.py"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the copy."""
        shutil.rmtree(self.folder)

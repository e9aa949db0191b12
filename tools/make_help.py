"""Print what the Makefile can do: each target with the sentence that follows its `##`."""

import re
import sys
from pathlib import Path

TARGET = re.compile(r"^(?P<name>[a-z]+):[^#]*## (?P<what>.+)$", re.MULTILINE)


def main() -> None:
    """Read the Makefiles named on the command line and print one line for each target."""
    for makefile in sys.argv[1:]:
        for target in TARGET.finditer(Path(makefile).read_text(encoding="utf-8")):
            print(f"make {target['name']:<8} {target['what']}")


if __name__ == "__main__":
    main()

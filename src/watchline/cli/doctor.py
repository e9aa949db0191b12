"""``watchline doctor``: what this machine or this node lacks, in words."""

from __future__ import annotations

from pathlib import Path

import click

from watchline.cli.options import json_option


@click.command("doctor", short_help="What this machine or node lacks.")
@click.argument(
    "folder",
    metavar="[DIR]",
    required=False,
    type=click.Path(path_type=Path, file_okay=False, exists=True, resolve_path=True),
)
@json_option
def command(*, folder: Path | None, as_json: bool) -> None:
    """Check Python, libraries, TLS and clock of this machine; with DIR also that node's files, anchor store, head lock and ports.

    Nothing is changed. Exit 1 if something must be mended; a warning is something to know.
    """
    from watchline.cli.checks import FAIL, machine_checks, node_checks
    from watchline.cli.exits import FAILED
    from watchline.cli.show import emit, say, table

    found = machine_checks() + (node_checks(folder) if folder is not None else [])
    well = all(item.result != FAIL for item in found)
    if as_json:
        emit({"ok": well, "checks": [item._asdict() for item in found]})
    else:
        table(["CHECK", "RESULT", "WORDS"], [[item.check, item.result, item.words] for item in found])
        if folder is None:
            say()
            say("This was the machine only. With a node's folder, `watchline doctor DIR`, the node is looked at too.")
    if not well:
        click.get_current_context().exit(FAILED)

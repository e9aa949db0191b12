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
@click.option(
    "--assets", is_flag=True, help="The browser desk's files and hashes alone: what both sides read to each other."
)
@json_option
def command(*, folder: Path | None, assets: bool, as_json: bool) -> None:
    """Check Python, libraries, TLS and clock of this machine; with DIR also that node's files, anchor store, head lock and ports.

    Nothing is changed. Exit 1 if something must be mended; a warning is something to know.
    """
    from watchline.cli.checks import FAIL, machine_checks, node_checks
    from watchline.cli.exits import FAILED
    from watchline.cli.show import emit, say, table

    if assets:
        _assets(as_json=as_json)
        return
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


def _assets(*, as_json: bool) -> None:
    from watchline.cli.exits import FAILED
    from watchline.cli.show import emit, facts, say, table
    from watchline.desk.assets import Console

    found = Console().shown()
    if as_json:
        emit(found)
    else:
        facts([("desk hash", found["hash"] or "none"), ("made from", found["source"] or "not known")])
        say(found["words"])
        if found["files"]:
            say()
            table(
                ["FILE", "BYTES", "SHA-256"],
                [[item["path"], str(item["bytes"]), item["sha256"]] for item in found["files"]],
            )
            say()
            table(
                ["PACKAGE", "VERSION", "LICENCE"],
                [[item["name"], item["version"], item["licence"]] for item in found["packages"]],
            )
    if not found["whole"]:
        click.get_current_context().exit(FAILED)

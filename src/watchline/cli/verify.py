"""``watchline verify``: check a bundle, a one-entry proof or an evidence file that somebody hands over."""

from __future__ import annotations

from pathlib import Path

import click

from watchline.cli.options import json_option


def _roots(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    from watchline.party import parse_fingerprint

    try:
        return tuple(parse_fingerprint(text) for text in value)
    except ValueError as why:
        raise click.BadParameter(str(why), ctx, param) from None


@click.command("verify", short_help="Check a bundle, a proof or evidence.")
@click.argument("path", metavar="OUT", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--root",
    "roots",
    multiple=True,
    required=True,
    callback=_roots,
    metavar="FINGERPRINT",
    help="Root fingerprint of a party, 30 digits, come by another way than OUT; repeat it for each party.",
)
@json_option
def command(*, path: Path, roots: tuple[str, ...], as_json: bool) -> None:
    """Check OUT: an export bundle (a folder), a one-entry proof, or an evidence file. It needs no node and no network.

    Or a private annex: its export, or, where OUT is the folder of a node, the annex in it. Exit 0: verified and complete; 3: rejected,
    incomplete or not checked. The one file verify.py checks all but an annex without this software.
    """
    import msgspec

    from watchline.cli.exits import NOT_VERIFIED
    from watchline.cli.show import Progress, emit, say
    from watchline.errors import InvalidFromPeer
    from watchline.host.check import check_path
    from watchline.log.verdict import Findings

    progress = Progress("{done} of {of} checks …")
    try:
        verdict = check_path(path, roots, progress)
    except InvalidFromPeer as why:
        findings = Findings("file")
        findings.reject(path.name, why.words)
        verdict = findings.verdict()
    finally:
        progress.end()
    if as_json:
        emit({**msgspec.to_builtins(verdict), "result": verdict.headline()})
    else:
        say(verdict.words().rstrip())
    if verdict.exit_code:
        click.get_current_context().exit(NOT_VERIFIED)

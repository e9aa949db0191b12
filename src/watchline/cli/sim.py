"""``watchline sim``: rehearse a line on a simulated network, disk and clock."""

from __future__ import annotations

import click


@click.command(
    "sim",
    short_help="Rehearse a line, with faults, in seconds.",
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(*, arguments: tuple[str, ...]) -> None:
    """Run nodes for many simulated days with faults, and check what the line promises; `sim --help` lists its options.

    The same as `python -m watchline.sim`. It touches no node and takes no DIR.
    """
    from watchline.sim.__main__ import main

    click.get_current_context().exit(main(list(arguments)))

"""``watchline restore``: go on with a spare key set after the head lock was lost, or the record was put back from a backup."""

from __future__ import annotations

from pathlib import Path

import click

from watchline.cli.options import FILE, json_option, node_argument, passphrase, passphrase_options

WHAT = """\
What this does: the log of {code} that stands in this record is closed for ever, and its key set is destroyed. The spare key set takes its
place, with a new and empty head lock. When the node runs it gathers what the other parties hold of the closed log, opens the next epoch
of our log and goes on. Nothing that others hold is lost, and no entry is signed twice. It cannot be undone."""


@click.command("restore", short_help="Go on with a spare key set after the head lock was lost.")
@node_argument
@click.option("--spare", type=FILE, required=True, metavar="FILE", help="The spare key set, brought from the safe.")
@click.option("--yes", is_flag=True, help="Do not ask whether this is meant.")
@click.option("--light", is_flag=True, help="Seal cheaply: only where the passphrase is long and random.")
@passphrase_options("passphrase", "the passphrase of the node's keys")
@passphrase_options("root-passphrase", "the passphrase of the root key and the spares")
@json_option
def command(
    *,
    folder: Path,
    spare: Path,
    yes: bool,
    light: bool,
    passphrase_file: Path | None,
    passphrase_fd: int | None,
    root_passphrase_file: Path | None,
    root_passphrase_fd: int | None,
    as_json: bool,
) -> None:
    """Put a spare key set and a new head lock in the place of those that cannot be trusted. The node must not run.

    For a node that says that it signs nothing more: its head lock is missing or knows more than its record, or its keys are elsewhere.
    No root key is needed. Cut off half-way, give the same command again.
    """
    from watchline.cli.show import emit, facts, note, say
    from watchline.errors import OurMistake
    from watchline.host.config import load_config
    from watchline.host.restore import restore_node

    code = load_config(folder).code
    note(WHAT.format(code=code))
    if not yes and not click.confirm("Is this meant?", err=True):
        raise OurMistake("Nothing was changed.")
    secret = passphrase("Passphrase of the node's keys", passphrase_file, passphrase_fd)
    spare_secret = passphrase("Passphrase of the spare", root_passphrase_file, root_passphrase_fd)
    done = restore_node(folder, spare, spare_secret, secret, light=light)
    words = [
        f"Start the node: `watchline up {folder}`. It listens for half a minute, or as long as entries still arrive, and opens the next epoch.",
        f"Look: `watchline status {folder}`. It shows {done.code}/{done.former} closed and the new epoch, and what nobody could deliver.",
        (
            "Read the digits above to every other party by another means; they type them: `watchline key DIR confirm`. Until then our entries"
            " are kept and cosigned there as of a new key, not confirmed."
        ),
        f"Find out how the head lock was lost. Spares left: {done.spares_left}. The root key signs a roster with new ones.",
    ]
    if not done.removed:
        words.insert(
            0, f"Destroy {spare} and every copy of it: it could not be removed from here, and a spare is used once."
        )
    if as_json:
        emit({**done._asdict(), "next": words})
        return
    say(f"The spare key set of {done.code} is in place. The log {done.code}/{done.former} is closed for ever.")
    facts([("digits of the new key", done.digits), ("spares left", str(done.spares_left))])
    say()
    say("What to do next:")
    for number, sentence in enumerate(words, 1):
        say(f"{number}. {sentence}")

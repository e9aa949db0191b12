"""``watchline witness``: a hash-only witness: make it, let parties enrol, run it; and take one in at a party's node."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from watchline.cli.options import FILE, folder_argument, json_option, passphrase, passphrase_options

FOLDER = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False, resolve_path=True))
ADDRESS = "HOST:PORT"


@click.group("witness", short_help="A hash-only witness: init, enrol, up, list; at a node: apply, use.")
def command() -> None:
    """A hash-only witness is no party: it is told heads and proofs and states that each log only grew. It holds no entry.

    At the witness, DIR is its folder: init, enrol, up, list. At a party, DIR is its node: apply, use. Each party decides for itself.
    """


def _address(ctx: click.Context, param: click.Parameter, value: str) -> tuple[str, int]:
    from watchline.errors import Misconfigured
    from watchline.host.config import host_port

    try:
        return host_port(value, "--listen")
    except Misconfigured as why:
        raise click.BadParameter(str(why), ctx, param) from None


@command.command("init", short_help="Make a witness.")
@FOLDER
@click.option("--name", required=True, help="Its short name: 2 to 31 of a-z 0-9 -, a letter first.")
@click.option("--listen", required=True, metavar=ADDRESS, callback=_address, help="Where the parties dial it.")
@click.option(
    "--anchor",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of keys and head lock, outside every backup. Default: DIR/anchor.",
)
@click.option("--light", is_flag=True, help="Cheap sealing: only for passphrases that are random already.")
@passphrase_options("passphrase", "the passphrase that opens the witness's keys")
@json_option
def init(
    *,
    folder: Path,
    name: str,
    listen: tuple[str, int],
    anchor: Path | None,
    light: bool,
    passphrase_file: Path | None,
    passphrase_fd: int | None,
    as_json: bool,
) -> None:
    """Make a witness in DIR: a key of its own, a record, a head lock, and the card that parties take in."""
    from watchline.cli.show import emit, facts, say
    from watchline.host.config import CARD
    from watchline.host.witness_folder import init_witness

    secret = passphrase("Passphrase of the witness's keys", passphrase_file, passphrase_fd, twice=True)
    host, port = listen
    card = init_witness(folder, name=name, host=host, port=port, passphrase=secret, anchor=anchor, light=light)
    if as_json:
        emit({"witness": card.name, "fingerprint": card.fingerprint, "card": str(folder / CARD), "key": card.key.hex()})
        return
    say(f"Witness {card.name} is made in {folder}.")
    facts([("fingerprint", card.fingerprint), ("card", str(folder / CARD))])
    say()
    say("Give the card to a party by any way, and read the fingerprint to it by another. It holds nothing secret.")
    say(
        f"A party applies with a file (`watchline witness apply`): `watchline witness enrol {folder} FILE --root DIGITS`."
    )


@command.command("enrol", short_help="Take in the log of a party.")
@FOLDER
@click.argument("file", metavar="FILE", type=FILE)
@click.option(
    "--root",
    "digits",
    required=True,
    metavar="DIGITS",
    help="The party's root fingerprint, 30 digits, as it read them to you.",
)
@json_option
def enrol(*, folder: Path, file: Path, digits: str, as_json: bool) -> None:
    """Take in the log of a party whose root fingerprint was compared; it counts from the next `witness up`."""
    from watchline.cli.show import emit, say
    from watchline.host.witness_folder import enrol as take

    made = take(folder, file, digits)
    if as_json:
        emit(
            {
                "party": made.log.code,
                "epoch": made.log.epoch,
                "line": made.log.line.hex(),
                "fingerprint": made.fingerprint,
            }
        )
        return
    say(
        f"{made.log.code}/{made.log.epoch} on line {made.log.line.hex()[:16]} is enrolled. Start the witness anew if it runs."
    )


@command.command("up", short_help="Run the witness until it is stopped.")
@FOLDER
@passphrase_options("passphrase", "the passphrase of the witness's keys")
def up(*, folder: Path, passphrase_file: Path | None, passphrase_fd: int | None) -> None:
    """Run the witness of DIR. It ends with Ctrl-C or SIGTERM."""
    import asyncio

    from watchline.cli.show import note
    from watchline.host.witness import WitnessRuntime
    from watchline.host.witness_folder import load_settings

    load_settings(folder)
    secret = passphrase("Passphrase of the witness's keys", passphrase_file, passphrase_fd)
    asyncio.run(WitnessRuntime(folder, secret, ready=lambda: note("The witness is up. Ctrl-C ends it.")).run())


@command.command("list", short_help="What was cosigned of every enrolled log.")
@FOLDER
@json_option
def list_logs(*, folder: Path, as_json: bool) -> None:
    """List the enrolled logs and the newest head of each that this witness cosigned."""
    from watchline.cli.show import emit, facts, say, table
    from watchline.host.here import instant
    from watchline.host.witness_folder import read_card_of, witnessed

    card = read_card_of(folder)
    logs: list[dict[str, Any]] = [
        {
            "line": item.enrolment.log.line.hex(),
            "party": item.enrolment.log.code,
            "epoch": item.enrolment.log.epoch,
            "size": item.size,
            "root": item.root.hex(),
            **instant("at", 1000 * item.time_s or None),
        }
        for item in witnessed(folder)
    ]
    if as_json:
        emit({"witness": card.name, "fingerprint": card.fingerprint, "logs": logs})
        return
    facts([("witness", card.name), ("fingerprint", card.fingerprint)])
    rows = [
        [f"{item['party']}/{item['epoch']}", item["line"][:16], str(item["size"]), item["at_utc"] or ""]
        for item in logs
    ]
    table(["LOG", "LINE", "CONSISTENT TO SIZE", "STATED AT (its clock)"], rows)
    say("It holds no entry and says nothing of what they say.")


@command.command("apply", short_help="At a node: write the file that a witness needs.")
@folder_argument
@click.option("--out", required=True, type=FILE, help="Where it is written.")
@json_option
def apply(*, folder: Path, out: Path, as_json: bool) -> None:
    """Write what a witness needs of our log: our rosters and one signed head. No text, no entry. No other party need agree."""
    from watchline.cli.files import write_small
    from watchline.cli.look import look
    from watchline.cli.show import emit, say
    from watchline.host.witnesses import enrolment_of
    from watchline.party import fingerprint

    with look(folder) as found:
        reading = found.reading
        data, digits = enrolment_of(reading), fingerprint(reading.rosters[reading.code].root)
    write_small(out, data)
    if as_json:
        emit({"file": str(out), "fingerprint": digits})
        return
    say(f"{out} is written. Give it to the witness by any way, and read our root to it by another:")
    say(digits)


@command.command("use", short_help="At a node: take in a witness.")
@folder_argument
@click.argument("card", metavar="CARD", type=FILE)
@click.option(
    "--witness",
    "digits",
    required=True,
    metavar="DIGITS",
    help="The witness's fingerprint, 30 digits, as it read them to you.",
)
@click.option(
    "--every",
    "every_s",
    type=click.IntRange(1, 86_400),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="Pace at which heads go to it, whether anything changed or not.",
)
@json_option
def use(*, folder: Path, card: Path, digits: str, every_s: int, as_json: bool) -> None:
    """Take in a witness whose fingerprint was compared; it counts from the next `watchline up`. No other party need agree.

    Of a node that keeps several lines it is told of the one named with --line; repeat it for others.
    """
    from watchline.cli.show import emit, say
    from watchline.host.places import kept_lines
    from watchline.host.witnesses import take_in

    lines = kept_lines(folder)
    line = next((item.line or b"" for item in lines if item.folder == folder), b"") if len(lines) > 1 else b""
    found = take_in(folder, card, digits, every_s, line)
    if as_json:
        emit({"witness": found.name, "fingerprint": found.fingerprint, "every_s": every_s})
        return
    say(
        f"Witness {found.name} is taken in. Start the node anew; from then on it is told the head of every log, every {every_s} s."
    )

"""``watchline roster``: on the machine with the root key, sign the next roster of a party and make the key set that it lists."""

from __future__ import annotations

from pathlib import Path

import click

from watchline.cli.options import FILE, json_option, passphrase, passphrase_options


@click.command("roster", short_help="Sign our next roster on the machine that has the root key.")
@click.argument("request", metavar="REQUEST", type=FILE)
@click.option(
    "--root-key",
    type=FILE,
    required=True,
    metavar="FILE",
    help="The sealed root key. New spares are written beside it.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    required=True,
    metavar="FOLDER",
    help="Where the roster and the next key set are written.",
)
@click.option(
    "--spares", type=click.IntRange(0, 64), default=0, show_default=True, help="How many new spares are made."
)
@click.option("--light", is_flag=True, help="Seal cheaply: only where the passphrase is long and random.")
@passphrase_options("root-passphrase", "the passphrase of the root key, under which key set and spares are sealed")
@json_option
def command(
    *,
    request: Path,
    root_key: Path,
    out: Path,
    spares: int,
    light: bool,
    root_passphrase_file: Path | None,
    root_passphrase_fd: int | None,
    as_json: bool,
) -> None:
    """Sign the roster after the newest one in REQUEST, with a new key set and, if asked for, new spares. No network, no node.

    REQUEST is written by the node: `watchline key DIR roster --out REQUEST`. Nothing in it is secret.
    """
    from watchline.cli.files import read_small
    from watchline.cli.show import emit, facts, say
    from watchline.host.rosters import make_next_roster, requested_revocation
    from watchline.party.roster import read_revoked

    secret = passphrase("Passphrase of the root key", root_passphrase_file, root_passphrase_fd)
    data = read_small(request)
    made = make_next_roster(data, root_key, secret, out, spares=spares, light=light)
    taken_back = read_revoked(requested_revocation(data), made.number)
    verb = "revoke" if taken_back else "rotate"
    words = [
        f"Take {made.roster} and {made.keys} to the node. The roster is public; the key set is sealed under the passphrase of the root key.",
        f"There: `watchline key DIR {verb} --roster {made.roster.name} --keys {made.keys.name}`. It removes the key set's file; destroy other copies.",
        "Put the root key and the spares back into the safe.",
    ]
    if as_json:
        emit(
            {
                "party": made.code,
                "roster": made.number,
                "digits": made.digits,
                "files": [str(made.roster), str(made.keys)],
                "revoked": [
                    {"origin": origin, "size": size} for item in taken_back for origin, size, _root in item.heads
                ],
                "spares": [str(path) for path in made.spares],
                "next": words,
            }
        )
        return
    say(f"Roster {made.number} of {made.code} is signed.")
    for item in taken_back:
        for origin, size, _root in item.heads:
            say(f"It takes back the key set of {origin[65:]}; {made.code} stands by the first {size} entries of it.")
        if not item.heads:
            say("It takes back a key set and stands by nothing that was written with it.")
    facts([("digits of the new key", made.digits), *(("new spare", str(path)) for path in made.spares)])
    say()
    for number, sentence in enumerate(words, 1):
        say(f"{number}. {sentence}")

"""``watchline pair``: compare the root of another party, in person, by voice or with a signed instrument, and keep how it was done.

There is no yes-button: an operator types what the other side reads, and no digits that are to be typed are shown before.
"""

from __future__ import annotations

from pathlib import Path

import click

from watchline.cli.options import FILE, json_option, node_argument, post_option
from watchline.cli.pair_result import Act, ask, keep, not_compared
from watchline.cli.pair_voice import answer_voice, finish_voice, start_voice

STEPS = ("start", "answer", "finish")


@click.command("pair", short_help="Compare another party's root; keep how it was done.")
@node_argument
@click.argument("card", metavar="[CARD]", type=FILE, required=False)
@click.argument("string", metavar="[STRING]", required=False)
@click.option(
    "--in-person", is_flag=True, help="Type the 30 digits that they read from their screen, or scan their QR."
)
@click.option("--instrument", is_flag=True, help="Type the 30 digits that stand for them in the signed instrument.")
@click.option(
    "--voice",
    type=click.Choice(STEPS),
    help="By telephone: one side starts and gets a STRING; the other answers it; both finish, with what the other sent.",
)
@click.option("--place", metavar="TEXT", help="Where our post is. Kept; needed to compare.")
@post_option
@click.option("--their-post", metavar="TEXT", help="Their post, which reads. Kept; needed to compare.")
@click.option("--typed", metavar="TEXT", help="What they read, where nothing can be asked; one try each run.")
@json_option
def command(
    *,
    folder: Path,
    card: Path | None,
    string: str | None,
    in_person: bool,
    instrument: bool,
    voice: str | None,
    place: str | None,
    post: str,
    their_post: str | None,
    typed: str | None,
    as_json: bool,
) -> None:
    """Compare the root of the party whose CARD this is with what that party reads or signed. Without CARD: what was compared so far."""
    if card is None:
        if in_person or instrument or voice:
            raise click.UsageError("Name the card file of the other party.")
        _list(folder, as_json=as_json)
        return
    if in_person + instrument + (voice is not None) != 1:
        raise click.UsageError("Say one of --in-person, --instrument, --voice start|answer|finish.")
    if string is not None and voice not in {"answer", "finish"}:
        raise click.UsageError("A STRING is given to --voice answer and --voice finish only.")
    if voice in {None, "finish"} and not (place and their_post):
        raise click.UsageError(
            "Say where our post is (--place) and which post of theirs reads (--their-post); both are kept."
        )
    from watchline.cli.files import read_small
    from watchline.host.pairing import check_root
    from watchline.host.setup import read_own_card
    from watchline.party import read_card
    from watchline.party.pairing import two_parties
    from watchline.party.verification import PLACE_MAX, POST_MAX

    place, their_post = place or "", their_post or ""
    if len(place) > PLACE_MAX or max(len(post), len(their_post)) > POST_MAX:
        raise click.UsageError(f"A place has at most {PLACE_MAX} characters, a post {POST_MAX}.")
    own, other = read_own_card(folder), read_card(read_small(card))
    two_parties(own, other)
    check_root(folder, other.roster.code, other.roster.root)
    act = Act(folder, card, own, other, place, post, their_post, typed, as_json)
    if voice is None:
        _fingerprint(act, instrument=instrument)
    elif voice == "start":
        start_voice(act)
    elif voice == "answer":
        answer_voice(act, string)
    else:
        finish_voice(act, string)


def _list(folder: Path, *, as_json: bool) -> None:
    from watchline.cli.show import emit, say
    from watchline.host.pairing import compared_of, load_verifications
    from watchline.host.setup import read_own_card

    own = read_own_card(folder).roster.code
    records = load_verifications(folder)
    rows = [compared_of(item.code, item.root, item) | {"fingerprint": item.fingerprint} for item in records]
    if as_json:
        emit({"party": own, "comparisons": rows})
        return
    if not rows:
        say(
            "No root was compared here yet. `watchline pair DIR CARD` with --in-person, --instrument or --voice does it."
        )
    for row in rows:
        say(row["words"])


def _fingerprint(act: Act, *, instrument: bool) -> None:
    from watchline.cli.show import note
    from watchline.host.comparing import TRIES_MAX, differs
    from watchline.party import Means

    code = act.other.roster.code
    means = Means.INSTRUMENT if instrument else Means.IN_PERSON
    if act.as_json and act.typed is None:
        raise click.UsageError("With --json nothing is asked; give what they read with --typed.")
    if not instrument:
        note(f"Read this to {code}, from this screen: our root fingerprint {act.own.roster.fingerprint}")
        note(f"(or show our QR: `watchline card {act.folder} --qr`). Then let {code} read its own.")
    where = "stand for it in the instrument" if instrument else "it reads from its screen (or scan its QR)"
    for slips in range(TRIES_MAX):
        text = act.typed if act.typed is not None else ask(f"Type the 30 digits of {code} that {where}")
        words = differs(act.own, act.other, text, qr=not instrument)
        if not words:
            keep(act, means, slips)
            return
        note(f"{words} Other digits were typed {slips + 1} time{'s' if slips else ''}.")
        if act.typed is not None:
            break
    not_compared(
        act,
        [
            f"Nothing was kept: the root of {code} is not compared. Sign and open nothing with this card.",
            f"Ask {code} by another means to send its card again and look whether the digits are those of `watchline card DIR` on its machine.",
        ],
    )

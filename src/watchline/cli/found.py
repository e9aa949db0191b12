"""``watchline found``: propose a charter, sign it with a root, open our log on the line."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watchline.cli.options import FILE, json_option, node_argument, passphrase, passphrase_options

if TYPE_CHECKING:
    from watchline.record import Founding


def _calendar(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> list[dict[str, Any]]:
    found = []
    for text in value:
        time, colon, circuit = text.partition(":")
        time = time.upper().removesuffix("Z")
        if not (colon and len(time) == 4 and time.isdecimal() and int(time[:2]) < 24 and int(time[2:]) < 60):
            raise click.BadParameter(f"{text!r}; write it like 0600:one (UTC)", ctx, param)
        found.append({"minute": 60 * int(time[:2]) + int(time[2:]), "circuit": circuit})
    return sorted(found, key=lambda slot: slot["minute"])


def _fingerprints(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    from watchline.party import parse_fingerprint

    try:
        return tuple(parse_fingerprint(text) for text in value)
    except ValueError as why:
        raise click.BadParameter(str(why), ctx, param) from None


@click.command("found", short_help="Propose a charter, sign it, open the line.")
@node_argument
@click.argument("cards", metavar="[CARD]…", nargs=-1, type=FILE)
@click.option(
    "--propose", is_flag=True, help="Make a founding file from the cards of all other parties, in charter order."
)
@click.option("--sign", "sign_file", type=FILE, metavar="FILE", help="Sign this founding file with our root key.")
@click.option(
    "--open",
    "open_file",
    type=FILE,
    metavar="FILE",
    help="Open our log under this founding file, or under the succession file by which we join, signed by all.",
)
@click.option(
    "--out", type=FILE, help="Where the founding file is written; --sign writes into FILE itself if it is not given."
)
@click.option("--root-key", type=FILE, help="Our root key, for --sign.")
@click.option(
    "--root",
    "roots",
    multiple=True,
    callback=_fingerprints,
    metavar="FINGERPRINT",
    help="Root fingerprint that another party read to you by another means; repeat it for each. What differs is refused.",
)
@click.option(
    "--circuit", "circuits", multiple=True, metavar="NAME", help="A circuit of the line, in order of preference."
)
@click.option(
    "--test", "calendar", multiple=True, callback=_calendar, metavar="HHMM:CIRCUIT",
    help="A line test due each day (UTC). Default: 0600 on the first circuit, 1800 on the second or the first.",
)  # fmt: skip
@click.option(
    "--phrasebook", is_flag=True, help="The charter names the phrasebook that comes with this program, by its hash."
)
@click.option("--title", default="", help="The line's title.")
@click.option("--demo", is_flag=True, help="A demonstration line: it says nothing about any state.")
@click.option(
    "--charter",
    type=FILE,
    metavar="FILE.toml",
    help="Any field of docs/spec/charter.md; the options above stand over it.",
)
@click.option(
    "--after",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="The line of that node, which this one follows: the charter names the last heads of it that are held there.",
)
@click.option(
    "--like",
    type=click.Path(path_type=Path, exists=True),
    metavar="DIR|FILE",
    help="A line made like another: the charter in force of that node, or of that founding file; --charter and the options stand over it.",
)
@passphrase_options("passphrase", "the passphrase of the node's keys, for --open")
@passphrase_options("root-passphrase", "the passphrase of the root key, for --sign")
@json_option
def command(
    *, folder: Path, propose: bool, sign_file: Path | None, open_file: Path | None, as_json: bool, **given: Any
) -> None:
    """Found a line: --propose CARD… once, --sign FILE with each party's root, --open FILE on each party's node."""
    if propose + (sign_file is not None) + (open_file is not None) != 1:
        raise click.UsageError("Say one of --propose CARD…, --sign FILE, --open FILE.")
    if given["cards"] and not propose:
        raise click.UsageError("Cards are given with --propose only.")
    if propose:
        answer, words = _propose(folder, given)
    elif sign_file is not None:
        answer, words = _sign(folder, sign_file, given, as_json=as_json)
    else:
        assert open_file is not None
        answer, words = _open(folder, open_file, given)
    from watchline.cli.charter_words import founding_of, show_charter
    from watchline.cli.show import emit, say

    founding, file = answer
    if as_json:
        from watchline.host.pairing import compared, other_parties
        from watchline.host.setup import read_own_card

        how: dict[str, Any] = {}
        if sign_file is None:  # a root may sign on a machine that has no node
            others = other_parties(founding.charter, read_own_card(folder).roster.code)
            how = {"roots_compared": compared(folder, others)}
        emit({**founding_of(founding, str(file)), "compared": bool(given["roots"]), **how, "next": words})
        return
    if sign_file is None:
        show_charter(founding.charter)
    say(_done(founding, propose=propose, signed=sign_file is not None, file=file))
    say()
    say("What to do next:")
    for number, sentence in enumerate(words, 1):
        say(f"{number}. {sentence}")


def _done(founding: Founding, *, propose: bool, signed: bool, file: Path) -> str:
    if propose:
        return f"The proposal is in {file}; nobody has signed it yet."
    if signed:
        return f"{file} bears the signatures of {_and([code for code in founding.charter.codes if code in founding.signatures])}."
    return "Our log on this line is opened: its first two entries are written and signed."


Step = tuple[tuple["Founding", Path], list[str]]


def _propose(folder: Path, given: dict[str, Any]) -> Step:
    from watchline.cli.files import read_small, write_small
    from watchline.errors import Misconfigured, OurMistake
    from watchline.host.pairing import compared, other_parties
    from watchline.host.setup import propose, read_own_card

    if not given["cards"]:
        raise click.UsageError("--propose needs the card file of every other party.")
    out: Path = given["out"] or Path("founding")
    if out.exists():
        raise OurMistake(
            f"{out} exists already and is left as it is: a proposal made anew founds another line. Name another --out."
        )
    try:
        founding = propose(folder, [read_small(card) for card in given["cards"]], _fields(given))
    except (TypeError, KeyError, ValueError) as why:
        raise Misconfigured(
            f"A field of the charter has the wrong form ({why}); docs/spec/charter.md has the forms."
        ) from why
    own = read_own_card(folder).roster.code
    _compare(founding, given["roots"], own)
    write_small(out, founding.data())
    others = [code for code in founding.charter.codes if code != own]
    rest = [row["party"] for row in compared(folder, other_parties(founding.charter, own)) if row["means"] == "files"]
    compare = (
        f"Compare: have {_and(rest)} read {_its(rest)} root fingerprint to you by another means than the card came by, and read yours to"
        f" {_them(rest)}: `watchline pair {folder} CARD` keeps how it was done."
        if rest
        else ""
    )
    words = [
        *([compare] if compare else []),
        (
            f"Sign with our root: `watchline found {folder} --sign {out} --root-key PATH {_roots(rest)}`, with the fingerprints as they were"
            " read to you."
            if rest
            else f"Sign with our root: `watchline found {folder} --sign {out} --root-key PATH`."
        ),
        f"Send {out} to {_and(others)}; each looks at it and signs it in the same way, one after the other, and sends it on.",
        "When every root has signed, each party opens its log: `watchline found DIR --open FILE`.",
    ]
    return (founding, out), words


def _sign(folder: Path, file: Path, given: dict[str, Any], *, as_json: bool) -> Step:
    from watchline.cli.charter_words import show_charter
    from watchline.cli.files import read_small, write_small
    from watchline.host.pairing import check_founding, compared, other_parties
    from watchline.host.setup import sign_founding
    from watchline.record import read_founding

    if given["root_key"] is None:
        raise click.UsageError("--sign needs --root-key PATH, where `watchline init` wrote our root key.")
    data = read_small(file)
    before = read_founding(data)
    if not as_json:
        show_charter(before.charter)
    secret = passphrase("Passphrase of the root key", given["root_passphrase_file"], given["root_passphrase_fd"])
    founding = sign_founding(data, given["root_key"], secret)
    own = next(
        (code for code in founding.charter.codes if code in founding.signatures and code not in before.signatures), ""
    )
    _compare(founding, given["roots"], own)
    check_founding(folder, founding, own)
    out: Path = given["out"] or file
    write_small(out, founding.data())
    codes, missing = list(founding.charter.codes), founding.missing()
    words = []
    rows = compared(folder, other_parties(founding.charter, own))
    if not given["roots"] and any(row["means"] == "files" for row in rows):
        words.append(
            "No fingerprint was compared by this verb. Before anybody opens the line compare those in the table with what each party reads to you"
            " by another means, all thirty digits."
        )
    if missing:
        words.append(
            f"Send {out} to {_and(missing)}, whose {'root has' if len(missing) == 1 else 'roots have'} not signed yet."
        )
        words.append("When every root has signed, each party opens its log: `watchline found DIR --open FILE`.")
    else:
        words.append(f"Every root has signed. Send {out} to every party: {_and(codes)}.")
        words.append(
            f"Each opens its log on its own node: `watchline found DIR --open {out.name}` (here, if this is its node: DIR is {folder})."
        )
    words.append("Take the root key away again.")
    return (founding, out), words


def _open(folder: Path, file: Path, given: dict[str, Any]) -> Step:
    from watchline.cli.files import read_small
    from watchline.cli.show import note
    from watchline.host.pairing import check_founding, compared, other_parties
    from watchline.host.setup import open_line, read_own_card
    from watchline.host.succession import read_opening

    data = read_small(file)
    founding = read_opening(data).founding
    own = read_own_card(folder).roster.code
    _compare(founding, given["roots"], own)
    check_founding(folder, founding, own)
    secret = passphrase("Passphrase of the node's keys", given["passphrase_file"], given["passphrase_fd"])
    note("Opening our log …")
    open_line(folder, data, secret)
    others = [code for code in founding.charter.codes if code != own]
    words = [
        (
            f"Start the node, and let it run: `watchline up {folder}`. {_and(others)} {'does' if len(others) == 1 else 'do'} the same on"
            " the other end."
        ),
        f"In another terminal look: `watchline status {folder}`. It names what the line still lacks.",
        f"Start a line test: `watchline test {folder}`. Another party answers it: `watchline test DIR --answer REF`. Then the other way round.",
        "When one test was answered each way the line is open, and messages can be sent.",
    ]
    rows = compared(folder, other_parties(founding.charter, own))
    rest = [row["party"] for row in rows if row["means"] == "files"]
    if rest and not founding.charter.demo:
        words.insert(
            0,
            f"Before that compare the root of {_and(rest)}, which came by files only: `watchline pair {folder} CARD`. Until then this node"
            " writes line tests and service messages only.",
        )
    return (founding, file), words


def _fields(given: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of the charter: those of the file, the options over them."""
    from watchline.errors import Misconfigured

    path: Path | None = given["charter"]
    base: dict[str, Any] = {}
    if given["like"] is not None:
        from watchline.host.like import fields_like

        base = fields_like(given["like"])
    fields: dict[str, Any] = {}
    if path is not None:
        from watchline.cli.files import read_small

        try:
            fields = tomllib.loads(read_small(path).decode())
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as why:
            raise Misconfigured(f"{path} is not TOML: {why}.") from why
        for name in ("v", "nonce", "parties", "line", "prev", "generation", "after"):
            if name in fields:
                raise Misconfigured(f"{path}: {name} is written by this program; leave it out.")
        try:
            fields = {name: _integers(value) for name, value in fields.items()}
        except TypeError as why:
            raise Misconfigured(f"{path}: {why}") from None
    fields = base | fields
    if given["circuits"]:
        fields["circuits"] = [{"name": name, "carrier": "direct"} for name in given["circuits"]]
    if given["calendar"]:
        fields["calendar"] = given["calendar"]
    if given["phrasebook"]:
        from watchline.phrase import shipped

        fields["phrasebook"] = shipped().hash
    if given["title"]:
        fields["title"] = given["title"]
    if given["after"]:
        fields["after"] = _after(given["after"])
    if given["demo"] or fields.get("demo"):
        fields["demo"] = 1
    else:
        fields.pop("demo", None)
    return fields


def _after(path: Path) -> dict[str, Any]:
    """Return what names the line of a node, and the last head of each log of it that is held there."""
    from watchline.cli.look import look
    from watchline.party import parse_origin

    with look(path) as found:
        line = found.here.charter.line
        rows = [(parse_origin(row.origin), row.head) for row in found.here.held.logs(line) if row.head.size]
    heads = [[name.code, name.epoch, head.size, head.root] for name, head in rows]
    return {"line": line, "heads": sorted(heads)}


def _integers(value: Any) -> Any:
    """Return a TOML value as a charter has it: truth is 1 or 0, and there are no fractions and no dates."""
    match value:
        case bool():
            return int(value)
        case dict():
            return {name: _integers(item) for name, item in value.items()}
        case list():
            return [_integers(item) for item in value]
        case int() | str():
            return value
        case _:
            raise TypeError(f"{value!r} cannot stand in a charter; it holds text, whole numbers, lists and tables.")


def _compare(founding: Founding, roots: tuple[str, ...], own: str) -> None:
    """Compare what was read to us by another means with what the file names; what differs is refused."""
    from watchline.errors import OurMistake
    from watchline.party import fingerprint

    if not roots:
        return
    named = {fingerprint(party.root): party.code for party in founding.charter.parties}
    for text in sorted(set(roots) - set(named)):
        raise OurMistake(
            f"No party of this file has the root fingerprint {text}. Either it was misread, or the file or a card was changed on its way:"
            " sign and open nothing before that is clear. Nothing was written."
        )
    rest = [code for text, code in named.items() if text not in roots and code != own]
    if rest:
        raise OurMistake(f"No fingerprint was given for {_and(rest)}; give --root for each. Nothing was written.")


def _roots(codes: list[str]) -> str:
    return " ".join(f"--root '(30 digits of {code})'" for code in codes)


def _and(codes: list[str]) -> str:
    return codes[0] if len(codes) == 1 else f"{', '.join(codes[:-1])} and {codes[-1]}"


def _its(codes: list[str]) -> str:
    return "its" if len(codes) == 1 else "each its"


def _them(codes: list[str]) -> str:
    return "it" if len(codes) == 1 else "them"

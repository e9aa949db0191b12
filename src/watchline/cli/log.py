"""``watchline log``: list the entries of all logs, export the record of the line, compare it with another side's."""

from __future__ import annotations

from pathlib import Path

import click

from watchline.cli.options import folder_argument, json_option, paging_options


@click.group("log", short_help="List the signed entries, export or compare them.")
def command() -> None:
    """The signed logs of the line: list their entries, export them for a third person, compare them with another side's file."""


@command.command("list")
@folder_argument
@click.option("--party", default="", metavar="CODE", help="Entries of this party's logs only.")
@paging_options
@json_option
def list_entries(*, folder: Path, party: str, after: str, before: str, limit: int, as_json: bool) -> None:
    """List entries in the order that is the same on every node; the newest, unless --after or --before."""
    from watchline.cli.look import look
    from watchline.cli.paging import more_words
    from watchline.cli.show import emit, say, table
    from watchline.errors import OurMistake
    from watchline.host.answers import log_entries
    from watchline.host.here import tally
    from watchline.measure import dtg

    with look(folder) as found:
        codes = found.here.charter.codes
        if party and party not in codes:
            raise OurMistake(f"{party!r} is not a party of this line; they are {', '.join(codes)}.")
        answer = log_entries(found.here, limit, after, before, party)
    if as_json:
        emit(answer)
        return
    rows = []
    for item in answer["entries"]:
        kind = item["kind"] or "(cannot be read)"
        when = "" if item["t"] is None else dtg(item["t"])
        others = [*item["held_by"], *item["not_held_by"]]
        holders = tally("held", others, item["held_by"])["words"].removeprefix("held by ")
        shown = kind if item["known"] or item["kind"] is None else f"{kind} (unknown kind)"
        rows.append([item["place"], item["ref"], shown, item["post"] or "", when, holders, ", ".join(item["labels"])])
    if not rows:
        say("No entries.")
        return
    table(["PLACE", "REF", "KIND", "POST", "TIME (AUTHOR)", "HELD BY", "LABELS"], rows)
    for item in answer["witnessed"]:
        say(item["words"])
    only = f" --party {party}" if party else ""
    more_words(answer, f"watchline log list {folder}{only}")


@command.command("export")
@folder_argument
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path, file_okay=False))
@json_option
def export(*, folder: Path, out: Path, as_json: bool) -> None:
    """Write the export bundle into the new folder OUT: everything a third person needs but the root fingerprints.

    It holds every body: whoever has OUT can read all that was said. The node may go on running.
    """
    from watchline.cli.look import look
    from watchline.cli.show import Progress, emit, say
    from watchline.host.export import logs_left_out, roots_of, write_bundle
    from watchline.log.bundle import bundle_files
    from watchline.record import legal_effect

    progress = Progress("{done} files written …")
    with look(folder) as found:
        charter, held = found.here.charter, found.here.held
        without, roots = logs_left_out(found.reading), roots_of(found.reading)
        count = write_bundle(bundle_files(held, charter.line), out, progress)
    progress.end()
    if as_json:
        book = None if charter.phrasebook is None else charter.phrasebook.hex()
        emit(
            {
                "out": str(out),
                "files": count,
                "line": charter.line.hex(),
                "roots": roots,
                "left_out": without,
                "phrasebook": book,
                "legal_effect": legal_effect(charter),
            }
        )
        return
    say(f"{count} files are in {out}.")
    if without:
        say(
            f"Not in it: {', '.join(without)}. These logs were opened for a change of parties, which no verifier of this version judges; it says of the rest"
            " that the amendment is not checked."
        )
    say(f"Legal effect, by the charter: {legal_effect(charter)}")
    say()
    say("Whoever verifies it needs the root fingerprints by another way than this folder, and nothing else:")
    say(f"  watchline verify {out} {' '.join(f'--root {text!r}' for text in roots.values())}")
    if charter.phrasebook is not None:
        say(
            f"Phrases stand in it as code and parameters. Their words are in the phrasebook of hash {charter.phrasebook.hex()}."
        )
    say("or without this software, with Python alone: python3 verify.py and the same arguments.")


@command.command("heads")
@folder_argument
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path, dir_okay=False))
@json_option
def heads(*, folder: Path, out: Path, as_json: bool) -> None:
    """Write the newest head of every log, with its signatures, into the new file OUT: for the other side to compare with its own.

    It holds sizes and hashes and no entry. The node may go on running.
    """
    from watchline.cli.look import look
    from watchline.cli.show import emit, say
    from watchline.errors import OurMistake
    from watchline.log.bundle import heads_text

    with look(folder) as found:
        data = heads_text(found.here.held, found.here.charter.line)
    try:
        with out.open("xb") as file:
            file.write(data)
    except OSError as why:
        raise OurMistake(f"{out} cannot be written: {why.strerror or why}. Name a new file.") from None
    if as_json:
        emit({"out": str(out), "bytes": len(data)})
    else:
        say(f"The heads are in {out}. The other side compares them: watchline log compare DIR {out.name}")


@command.command("compare")
@folder_argument
@click.argument("theirs", metavar="FILE", type=click.Path(path_type=Path, exists=True))
@json_option
def compare(*, folder: Path, theirs: Path, as_json: bool) -> None:
    """Compare the record with FILE, come from another side: its export (folder, or the tar that a desk saves) or its heads.

    Says of each log whether both copies are the same, which holds more, and the first entry that is another. FILE is read here and goes
    nowhere. Exit 0: nothing differs and the file verifies as far as it goes; 3: it differs, does not verify, or holds too little to tell.
    """
    import msgspec

    from watchline.cli.exits import NOT_VERIFIED
    from watchline.cli.look import look
    from watchline.cli.show import Progress, emit, say
    from watchline.host.compare import compare_path

    progress = Progress("{done} of {of} checks …")
    with look(folder) as found:
        compared = compare_path(theirs, found.here.held, found.here.charter.line, progress)
    progress.end()
    if as_json:
        emit({**msgspec.to_builtins(compared), "words": compared.words()})
    else:
        say(compared.words().rstrip())
    if not compared.agrees:
        click.get_current_context().exit(NOT_VERIFIED)

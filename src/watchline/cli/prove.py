"""``watchline prove``: the proof of one entry, for a third person."""

from __future__ import annotations

from pathlib import Path

import click

from watchline.cli.options import FILE, folder_argument, json_option


@click.command("prove", short_help="Write the proof of one entry.")
@folder_argument
@click.argument("ref", metavar="REF")
@click.argument("out", metavar="OUT", type=FILE)
@click.option(
    "--stand", is_flag=True, help="Show it to stand: with every later leaf of all logs, none of which refers to it."
)
@click.option(
    "--without-body", is_flag=True, help="Leave its text out: then it proves that something was said, when and by whom."
)
@json_option
def command(*, folder: Path, ref: str, out: Path, stand: bool, without_body: bool, as_json: bool) -> None:
    """Write the proof of entry REF into the file OUT (C2SP tlog-proof): for a third person who has the root fingerprints.

    It discloses this entry and no other text. Grades: included; with --stand, shown to stand up to the heads named.
    """
    from watchline.cli.files import write_small
    from watchline.cli.look import look
    from watchline.cli.show import emit, note, say
    from watchline.host.export import roots_of
    from watchline.host.here import reference
    from watchline.log.prove import prove
    from watchline.record import legal_effect

    if stand:
        note("Looking at every later entry …")
    with look(folder) as found:
        at = found.here.find(ref)
        charter, held, roots = found.here.charter, found.here.held, roots_of(found.reading)
        proof = prove(held, charter.line, at, stand=stand, disclose=not without_body)
        name = reference(found.here, at)
    write_small(out, proof.data)
    if as_json:
        answer = {"ref": name, "place": at.text(), "out": str(out), "grade": proof.grade, "words": proof.words}
        emit({**answer, "body": not without_body, "roots": roots, "legal_effect": legal_effect(charter)})
        return
    say(f"The proof of {name} is in {out}. Grade: {proof.grade}.")
    say(proof.words)
    if without_body:
        say("The text is left out: a verifier calls the proof incomplete (exit 3) and names the body as missing.")
    say()
    say(f"Legal effect, by the charter: {legal_effect(charter)}")
    say()
    say("Whoever verifies it needs the root fingerprints by another way than this file, and nothing else:")
    say(f"  watchline verify {out} {' '.join(f'--root {text!r}' for text in roots.values())}")

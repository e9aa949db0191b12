"""``watchline press add``: reports and what the rules suggest of them come into our private annex. The passphrase is asked once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watchline.cli.options import folder_argument, json_option, passphrase_options
from watchline.cli.press import roster_option, states_option

if TYPE_CHECKING:
    from watchline.host.press_add import Adding

_PATH = click.Path(path_type=Path, exists=True)


@click.command("add", short_help="Put reports and suggested claims into our annex.")
@folder_argument
@click.argument("path", metavar="FILE|FOLDER", type=_PATH)
@click.option("--facts-only", is_flag=True, help="Keep hash, outlet, dates and typed claims; throw the words away.")
@click.option(
    "--published", multiple=True, metavar="[FILE=]DATE", help="When a report was published (EDTF); repeat it."
)
@click.option("--outlet", metavar="NAME", help="Who published it.")
@click.option(
    "--grade",
    metavar="GRADE",
    help="What our side thinks of the source, A to F, and of the information, 1 to 6: B2. Stays with us.",
)
@roster_option
@states_option
@click.option("--post", default="watch", show_default=True, help="The post that adds.")
@passphrase_options("passphrase", "the passphrase of the node's keys")
@json_option
def command(
    *, folder: Path, path: Path, facts_only: bool, published: tuple[str, ...], outlet: str | None, grade: str | None, roster: Path | None,
    states: Path | None, post: str, passphrase_file: Path | None, passphrase_fd: int | None, as_json: bool,
) -> None:  # fmt: skip
    """Add reports: texts, pages, or facts that `press read --facts --json` wrote elsewhere (.json). The rules suggest claims; nobody believes them.

    Nothing is counted before a person confirms it: watchline press confirm DIR REF.
    """
    from watchline.cli.both import look_at_both, needs_annex
    from watchline.cli.noting import ASKED
    from watchline.cli.options import passphrase
    from watchline.cli.show import emit
    from watchline.host.annex import note
    from watchline.host.press import add, keys_of, press_in
    from watchline.host.press_add import GRADE_WORDS, Adding, is_grade

    if grade is not None and not is_grade(grade):
        raise click.BadParameter(GRADE_WORDS, param_hint="--grade")
    with look_at_both(folder) as found:
        now = found.now
        made = Adding(folder, press_in(needs_annex(found, folder), now), keep=not facts_only, post=post, grade=grade)
    keys = keys_of(folder, passphrase(ASKED, passphrase_file, passphrase_fd))
    _take(made, folder, path, published, outlet, roster, states)
    places = [written.places for _, written in add(made.notes, lambda notes: note(folder, notes, b"", now, keys=keys))]
    answer = made.answer([place.text() for batch in places for place in batch])
    if as_json:
        emit(answer)
    else:
        _show(answer, folder)


def _take(
    made: Adding,
    folder: Path,
    path: Path,
    published: tuple[str, ...],
    outlet: str | None,
    roster: Path | None,
    states: Path | None,
) -> None:
    """Read a file or a folder of reports, or facts of reports."""
    from watchline.cli.press_files import dates_given, read_folder
    from watchline.errors import WatchlineError
    from watchline.host.claim_fields import roster_of
    from watchline.host.press_add import FACTS_MAX
    from watchline.host.press_files import read_one, reader_of

    if path.suffix.lower() == ".json" and path.is_file():
        with path.open("rb") as file:
            made.facts(file.read(FACTS_MAX + 1), path.name, outlet)
        return
    reader = reader_of(roster, states, beside=path if path.is_dir() else path.parent, known=roster_of(folder))
    dates = dates_given(published)
    if path.is_dir():
        found = read_folder(
            path, reader, dates, outlet=outlet, each=lambda report, text: made.one(report, text, "rules")
        )
        made.unreadable, made.left_out = found.unreadable, found.left_out
        return
    date = dates.get(path.name) or dates.get(path.stem) or dates.get("") or "unknown"
    try:
        made.one(*read_one(path, reader, date, outlet), "rules")
    except WatchlineError as why:
        made.unreadable = [(path.name, str(why))]


def _show(answer: dict[str, Any], folder: Path) -> None:
    from watchline.cli.show import say

    claims = sum(item["claims"] for item in answer["added"])
    say(f"{len(answer['added'])} reports and {claims} suggested claims stand in our annex. Nobody has confirmed them; nothing of them is counted.")  # fmt: skip
    for item in answer["added"][:50]:
        kept = "its words are kept" if item["kept"] == "text" else "facts only"
        apart = f", {item['comments']} of readers' comments kept apart" if item["comments"] else ""
        say(f"  {item['ref']}  {item['name']}: {item['claims']} claims{apart}; {kept}")
    for item in answer["already"]:
        say(f"there already: {item['name']} ({item['ref']})")
    for item in answer["unreadable"]:
        say(f"not read: {item['why']}")
    if answer["left_out"]:
        say(f"left out, no reports: {', '.join(answer['left_out'][:10])}{' …' if len(answer['left_out']) > 10 else ''}")
    say(f"Next: watchline press list {folder}, then watchline press confirm {folder} REF.")

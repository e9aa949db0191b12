"""``watchline press add``: reports and what the rules suggest of them come into our private annex. The passphrase is asked once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from watchline.cli.options import folder_argument, json_option, passphrase_options
from watchline.cli.press import roster_option, states_option

FACTS_MAX = 128 * 1024 * 1024
"""Facts of some ten thousand reports."""
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
    import re

    from watchline.cli.both import look_at_both, needs_annex
    from watchline.cli.noting import ASKED
    from watchline.cli.options import passphrase
    from watchline.cli.show import emit
    from watchline.host.press import add, keys_of, press_in

    if grade is not None and not re.fullmatch(r"[A-F][1-6]?", grade):
        raise click.BadParameter("a letter A to F, and a figure 1 to 6 if you like: B2", param_hint="--grade")
    with look_at_both(folder) as found:
        own, now = needs_annex(found, folder), found.now
        known = {filed.report.sha256.hex(): filed.stood.place.text() for filed in press_in(own, now).reports}
    keys = keys_of(folder, passphrase(ASKED, passphrase_file, passphrase_fd))
    made = _Adding(folder, known, keep=not facts_only, post=post, grade=grade)
    made.take(path, published, outlet, roster, states)
    places = [written.places for _, written in add(folder, made.notes, keys, now)]
    answer = made.answer([place.text() for batch in places for place in batch])
    if as_json:
        emit(answer)
    else:
        _show(answer, folder)


class _Adding:
    """What one `press add` puts together before anything is signed."""

    def __init__(self, folder: Path, known: dict[str, str], *, keep: bool, post: str, grade: str | None) -> None:
        self._folder, self._known, self._keep, self._post, self._grade = folder, known, keep, post, grade
        self.notes: list[Any] = []
        self._added: list[dict[str, Any]] = []
        self._already: list[dict[str, Any]] = []
        self._unreadable: list[tuple[str, str]] = []
        self._left_out: list[str] = []

    def take(
        self, path: Path, published: tuple[str, ...], outlet: str | None, roster: Path | None, states: Path | None
    ) -> None:
        """Read a file or a folder."""
        from watchline.cli.claim_fields import roster_of
        from watchline.cli.press_files import Found, dates_given, read_folder, read_one, reader_of
        from watchline.errors import WatchlineError

        if path.suffix.lower() == ".json" and path.is_file():
            self._facts(path, outlet)
            return
        reader = reader_of(roster, states, beside=path if path.is_dir() else path.parent, known=roster_of(self._folder))
        dates = dates_given(published)
        if path.is_dir():
            found = read_folder(
                path, reader, dates, outlet=outlet, each=lambda report, text: self._one(report, text, "rules")
            )
        else:
            found = Found()
            date = dates.get(path.name) or dates.get(path.stem) or dates.get("") or "unknown"
            try:
                self._one(*read_one(path, reader, date, outlet), "rules")
            except WatchlineError as why:
                found.unreadable.append((path.name, str(why)))
        self._unreadable, self._left_out = found.unreadable, found.left_out

    def _one(self, report: Any, text: str | None, found_by: str) -> None:
        from watchline.host.press import Text, keep_text, notes_of

        if report.sha256 in self._known:
            self._already.append({"name": report.name, "ref": self._known[report.sha256]})
            return
        words = None if text is None else Text.of(text)
        keep = self._keep and words is not None
        self.notes.append(
            notes_of(
                report, words, keep=keep, bare=not self._keep, found_by=found_by, post=self._post, grade=self._grade
            )
        )
        self._known[report.sha256] = report.name
        if keep and words is not None:
            keep_text(self._folder, words)
        comments = sum(claim.comment for claim in report.claims)
        self._added.append(
            {
                "name": report.name, "sha256": report.sha256, "outlet": report.outlet, "published": report.published,
                "kept": "text" if keep else "facts", "claims": len(report.claims) - comments, "comments": comments,
            }
        )  # fmt: skip

    def _facts(self, path: Path, outlet: str | None) -> None:
        """Take reports that were read elsewhere, without their words: what `press read --facts --json` printed, or an array of reports."""
        import msgspec

        from watchline.errors import OurMistake
        from watchline.press import Report

        if path.stat().st_size > FACTS_MAX:
            raise OurMistake(f"{path.name} has more than {FACTS_MAX} bytes; add it in parts. Nothing was added.")
        data = path.read_bytes()
        try:
            whole = msgspec.json.decode(data)
            reports = whole["reports"] if isinstance(whole, dict) and "reports" in whole else whole
            found = msgspec.convert(reports if isinstance(reports, list) else [reports], list[Report])
            for report in found:
                if len(bytes.fromhex(report.sha256)) != 32:
                    raise ValueError(f"{report.name} has no hash")
        except (msgspec.MsgspecError, ValueError, TypeError) as why:
            raise OurMistake(f"{path.name} holds no facts of reports ({why}). Nothing was added.") from None
        for report in found:
            self._one(report if outlet is None else msgspec.structs.replace(report, outlet=outlet), None, "facts file")

    def answer(self, places: list[str]) -> dict[str, Any]:
        """Return what was done, with the place of each report."""
        at = 0
        for notes, added in zip(self.notes, self._added, strict=True):
            added["ref"] = places[at]
            at += len(notes)
        return {
            "added": self._added,
            "already": self._already,
            "unreadable": [{"name": name, "why": why} for name, why in self._unreadable],
            "left_out": self._left_out,
            "entries": len(places),
            "written": True,
            "counted": False,
        }


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

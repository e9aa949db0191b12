"""Reports put together before anything is signed: what is new, what is there already, which words are kept. The verb and the desk add alike."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec

from watchline.annex import Note, Press
from watchline.errors import OurMistake
from watchline.host.press import Text, keep_text, notes_of
from watchline.press import Report

FACTS_MAX = 128 * 1024 * 1024
"""Facts of some ten thousand reports."""
_GRADE = re.compile(r"[A-F][1-6]?")
GRADE_WORDS = "a letter A to F, and a figure 1 to 6 if you like: B2"


def is_grade(text: str) -> bool:
    """Tell whether a text is a grade of a source, with or without one of the information."""
    return _GRADE.fullmatch(text) is not None


class Adding:
    """What one adding puts together.

    Args:
        folder: The node's folder.
        press: What stands of the press.
        keep: The words are kept beside the annex; else hash, outlet, dates and typed claims alone.
        post: The post that adds.
        grade: What our side thinks of the source.

    Attributes:
        notes: The entries of each new report.
        unreadable: Name and why, of what could not be read.
        left_out: Names of files of other kinds.
    """

    def __init__(self, folder: Path, press: Press, *, keep: bool, post: str, grade: str | None) -> None:
        self._folder, self._keep, self._post, self._grade = folder, keep, post, grade
        self._known = {filed.report.sha256.hex(): filed.stood.place.text() for filed in press.reports}
        self.notes: list[list[Note]] = []
        self._added: list[dict[str, Any]] = []
        self._already: list[dict[str, Any]] = []
        self.unreadable: list[tuple[str, str]] = []
        self.left_out: list[str] = []

    def one(self, report: Report, text: str | None, found_by: str) -> None:
        """Take one report; its words are on disk when this returns, if they are kept.

        Raises:
            OurMistake: it is no report.
            StoreFailed: the disk.
        """
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

    def facts(self, data: bytes, name: str, outlet: str | None) -> None:
        """Take reports that were read elsewhere, without their words: what `press read --facts --json` printed, or an array of reports.

        Raises:
            OurMistake: it holds none; nothing was added.
        """
        if len(data) > FACTS_MAX:
            raise OurMistake(f"{name} has more than {FACTS_MAX} bytes; add it in parts. Nothing was added.")
        try:
            whole = msgspec.json.decode(data)
            reports = whole["reports"] if isinstance(whole, dict) and "reports" in whole else whole
            found = msgspec.convert(reports if isinstance(reports, list) else [reports], list[Report])
            for report in found:
                if len(bytes.fromhex(report.sha256)) != 32:
                    raise ValueError(f"{report.name} has no hash")
        except (msgspec.MsgspecError, ValueError, TypeError, RecursionError) as why:
            raise OurMistake(f"{name} holds no facts of reports ({why}). Nothing was added.") from None
        for report in found:
            self.one(report if outlet is None else msgspec.structs.replace(report, outlet=outlet), None, "facts file")

    def answer(self, places: list[str]) -> dict[str, Any]:
        """Return what was done; ``places``: of every entry that was written, in order."""
        at = 0
        for notes, added in zip(self.notes, self._added, strict=True):
            added["ref"] = places[at]
            at += len(notes)
        return {
            "added": self._added,
            "already": self._already,
            "unreadable": [{"name": name, "why": why} for name, why in self.unreadable],
            "left_out": self.left_out,
            "entries": len(places),
            "written": True,
            "counted": False,
        }

"""Reports and claims on disk: a text in a file beside the annex's log, by its hash, so that it can be thrown away; facts in the log.

Order: the file durable, then the entries. A file that no entry names is harmless, and the same report added again uses it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from watchline.annex import Belief, Judged, Note, Press, parse_place, press_of, standing
from watchline.errors import InvalidFromPeer, OurMistake
from watchline.host.annex import ANNEX, Own, Written
from watchline.host.config import load_config
from watchline.host.keyring import KEYS, NodeKeys, open_keys
from watchline.host.noting import Write
from watchline.keys import digest
from watchline.measure import day_of
from watchline.press import Report, facts_only
from watchline.press.entries import broken, claim_entry, report_entry
from watchline.record import Ref, write_body
from watchline.record.claims import ANNEX_KIND_OF, read_annex_body
from watchline.record.header import REFS_MAX
from watchline.record.press_notes import PressConfirmed, PressRejected, PressReport
from watchline.store.files import FOLDER_MODE, disk_in_words

TEXTS = "texts"
BATCH = 1_000
"""About as many entries under one signature; a report is never cut in two."""
FILE_MODE = 0o600


class Text(NamedTuple):
    """The words of a report: its text, and the SHA-256 of its UTF-8."""

    text: str
    sha256: bytes

    @staticmethod
    def of(text: str) -> Text:
        """Return a text with its hash."""
        return Text(text, digest(text.encode("utf-8", "surrogatepass")))


def keys_of(folder: Path, passphrase: bytes) -> NodeKeys:
    """Return the node's keys: opened once for many reports.

    Raises:
        Misconfigured: the passphrase does not open them.
    """
    return open_keys(load_config(folder).anchor_folder(folder) / KEYS, passphrase)


def keep_text(folder: Path, text: Text) -> None:
    """Put a report's words beside the log, durably, readable by the node's user alone.

    Raises:
        StoreFailed: the disk.
    """
    place = folder / ANNEX / TEXTS
    path = place / text.sha256.hex()
    try:
        place.mkdir(mode=FOLDER_MODE, exist_ok=True)
        new = path.with_suffix(".new")
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE_MODE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.text.encode("utf-8", "surrogatepass"))
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError as why:
        raise disk_in_words(why, path) from why


def kept_text(folder: Path, report: PressReport) -> str | None:
    """Return a report's words as they stand beside the log now, changed or not; None: thrown away, or no longer readable."""
    if report.text_sha256 is None or report.kept != "text":
        return None
    with suppress(OSError, UnicodeDecodeError):
        return (folder / ANNEX / TEXTS / report.text_sha256.hex()).read_bytes().decode("utf-8", "surrogatepass")
    return None


def notes_of(
    report: Report, text: Text | None, *, keep: bool, bare: bool, found_by: str, post: str, grade: str | None = None
) -> list[Note]:
    """Return the entries of a report and its claims.

    Args:
        report: As read, or as somebody noted it.
        text: Its words, if they are at hand.
        keep: They are kept beside the log.
        bare: The claims are noted without any words of it either.
        found_by: ``person``, or what suggested the claims.
        post: The post that adds.
        grade: What our side thinks of the source.

    Raises:
        OurMistake: what was noted elsewhere is no report or no claim.
    """
    bare_or_not = facts_only(report) if bare else report
    entry = report_entry(
        bare_or_not,
        None if text is None else text.text,
        keep=keep,
        text_hash=None if text is None else text.sha256,
        grade=grade,
    )
    claims = [claim_entry(claim, found_by) for claim in bare_or_not.claims]
    try:
        for record in (entry, *claims):
            read_annex_body(ANNEX_KIND_OF[type(record)], write_body(record))  # what is written can be read back
    except (InvalidFromPeer, ValueError) as why:
        raise OurMistake(f"{report.name}: {why}. Nothing of it was added.") from None
    return [Note(entry, post), *(Note(claim, post, back=number) for number, claim in enumerate(claims, 1))]


def add(reports: Iterable[Sequence[Note]], write: Write) -> Iterator[tuple[int, Written]]:
    """Write reports with their claims, some hundred entries under one signature; yield how many reports each batch had.

    Cut off anywhere, what was yielded stands whole and the rest is not there.
    """
    batch: list[Note] = []
    count = 0
    for notes in reports:
        if batch and len(batch) + len(notes) > BATCH:
            yield count, write(batch)
            batch, count = [], 0
        batch += notes
        count += 1
    if batch:
        yield count, write(batch)


def press_in(own: Own, now: int) -> Press:
    """Return what stands of the press in an annex."""
    return press_of(standing(own.said(), day_of(now)))


def chosen(press: Press, refs: Sequence[str]) -> list[Judged]:
    """Return the claims that references name; a report stands for all its claims but those of its readers.

    Raises:
        OurMistake: a reference that names neither, or a claim of a reader.
    """
    found: list[Judged] = []
    for text in refs:
        place = parse_place(text)
        report, claims = (None, ()) if place is None else press.at(place)
        if report is None and not claims:
            raise OurMistake(
                f"{text!r} is no report and no claim of a report; `watchline press list DIR` shows what is. Nothing was noted."
            )
        if report is None and claims[0].belief is Belief.COMMENT:
            raise OurMistake(
                f"{text} stands in a reader's comment: it is kept apart and never counted. Nothing was noted."
            )
        found += [item for item in claims if item.belief is not Belief.COMMENT]
    return list({item.stood.place: item for item in found}.values())


def still_there(folder: Path, items: Sequence[Judged]) -> None:
    """Check that what is to be confirmed can be read in the texts that are kept.

    Raises:
        OurMistake: a quote is not in its text any more.
    """
    texts: dict[object, str | None] = {}
    for item in items:
        report = item.of.report
        if item.of.stood.place not in texts:
            texts[item.of.stood.place] = kept_text(folder, report)
        text = texts[item.of.stood.place]
        if text is not None and (places := broken(item.claim, text)):
            raise OurMistake(
                f"{item.stood.place.text()}: the text of {report.name} at {places[0][0]}-{places[0][1]} is not the one that the claim was"
                " made of: it was changed. Nothing was confirmed; add the report again."
            )


def judged(items: Sequence[Judged], record: PressConfirmed | PressRejected, code: str, post: str) -> list[Note]:
    """Return the entries that decide claims, each naming as many as an entry can."""
    refs = [
        Ref(code, item.stood.said[-1].place.epoch, item.stood.said[-1].place.index, item.stood.said[-1].leaf_hash)
        for item in items
    ]
    return [Note(record, post, tuple(refs[start : start + REFS_MAX])) for start in range(0, len(refs), REFS_MAX)]

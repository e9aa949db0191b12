"""Check what somebody hands over: a bundle, a one-entry proof or an evidence file. Pure: the host reads the files."""

from __future__ import annotations

from collections.abc import Sequence

from watchline.log.check_bundle import Progress, check_bundle
from watchline.log.check_evidence import check_evidence
from watchline.log.check_log import Files
from watchline.log.check_papers import given_roots
from watchline.log.check_proof import check_proof
from watchline.log.proof_text import FIRST_LINE
from watchline.log.verdict import Verdict


def check_folder(files: Files, roots: Sequence[str], progress: Progress | None = None) -> Verdict:
    """Return the verdict on an export bundle.

    Args:
        files: The folder.
        roots: Root fingerprints, one of each party: 30 digits, spaces optional.
        progress: Told (entries done, entries in all).

    Raises:
        OurMistake: ``roots`` are no fingerprints; nothing was checked.
    """
    return check_bundle(files, given_roots(roots), progress)


def check_file(data: bytes, roots: Sequence[str]) -> Verdict:
    """Return the verdict on a one-entry proof or an evidence file; which of them its first bytes say.

    Raises:
        OurMistake: as ``check_folder``.
    """
    given = given_roots(roots)
    return check_proof(data, given) if data.startswith(FIRST_LINE.encode()) else check_evidence(data, given)

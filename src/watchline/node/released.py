"""A text that a second officer released is written as he saw it, or not at all (PROTOCOL 10.3)."""

from __future__ import annotations

from collections.abc import Sequence

from watchline.errors import OurMistake
from watchline.keys import digest
from watchline.measure import dtg
from watchline.node.inputs import SayMessage
from watchline.node.memory import Core
from watchline.record import Kind, Message, Ref, Release, release_form, write_body
from watchline.record.release import RELEASE_MS_MAX
from watchline.sentence import worded


def check_released(core: Core, said: SayMessage, release: Release, record: Message, refs: Sequence[Ref]) -> None:
    """Check that a text is, byte for byte, the one that was released, and in time.

    Raises:
        OurMistake: it is not; the words say which.
    """
    if core.now.wall > release.not_after:
        raise OurMistake(
            worded(
                "This text was released to be written until {until}. Compose it anew.",
                until=dtg(release.not_after),
            )
        )
    if not release.not_after - RELEASE_MS_MAX <= release.dtg <= core.now.wall + core.charter.clock_ms:
        raise OurMistake(
            worded(
                "The time in the text, {dtg}, is not one at which it can have been put before a releaser.",
                dtg=dtg(release.dtg),
            )
        )
    form = release_form(
        line=core.line,
        charter=core.charter.hash,
        kind=Kind.MESSAGE,
        post=said.post,
        refs=refs,
        precedence=said.precedence,
        draft=said.draft,
        body=write_body(record),
        not_after=release.not_after,
    )
    if digest(form) != release.digest:
        raise OurMistake(
            "What would be written is not, byte for byte, what was released: the charter, an entry it refers to or the phrasebook"
            " is another one now. Compose it anew."
        )

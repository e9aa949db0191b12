"""One entry of the private annex, written for whoever asks: a verb with the passphrase, or the desk with the keys that its node holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from watchline.annex import Note, Place
from watchline.errors import OurMistake
from watchline.host.annex import Own, Written
from watchline.host.here import plain
from watchline.record.body import Body
from watchline.record.claims import ANNEX_KIND_OF, checked_claim

OURS_ONLY = "ours only: it stands in our private annex, is sent to nobody, and nobody else holds it"
Write = Callable[[Sequence[Note]], Written]
"""Signs and stores notes; asked for once everything that can be checked was checked."""


def write_one(own: Own, record: Body, refs: Sequence[Place], post: str, write: Write) -> dict[str, Any]:
    """Note one record and return what stands now.

    Args:
        own: The annex, open for reading.
        record: What is noted.
        refs: Entries of the annex that it names.
        post: The post that notes.
        write: Signs and stores.

    Raises:
        OurMistake: a field is not such, or an entry that is named is not there; nothing was noted.
    """
    try:
        checked_claim(record)
    except ValueError as why:
        raise OurMistake(f"{why}. Nothing was noted.") from None
    named = tuple(own.ref(place, own.config.code) for place in refs)
    done = write([Note(record, post, named)])
    return {
        "ref": done.places[0].text(),
        "kind": ANNEX_KIND_OF[type(record)],
        "written": True,
        "rung": "ours_only",
        "held_by": [],
        "rung_words": OURS_ONLY,
        "size": done.head.size,
        "body": plain(msgspec.to_builtins(record, builtin_types=(bytes,))),
    }

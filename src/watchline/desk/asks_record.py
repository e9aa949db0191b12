"""What a console may send about the record as a whole, as types; see ``asks.py``."""

from __future__ import annotations

from typing import Annotated

import msgspec

from watchline.desk.asks import Ask
from watchline.desk.limits import COMPARED_FILES_MAX, REPORT_BYTES_MAX


class GivenFile(Ask, frozen=True, kw_only=True):
    """A file as it was chosen: its path in the folder, or its name; its bytes in base64."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=400)]
    data: Annotated[bytes, msgspec.Meta(max_length=REPORT_BYTES_MAX)]


class RecordCompared(Ask, frozen=True, kw_only=True):
    """Another side's export, as the one file that a desk saves or as the files of its folder, or a file of its heads."""

    files: Annotated[list[GivenFile], msgspec.Meta(min_length=1, max_length=COMPARED_FILES_MAX)]

"""A file handed over to the browser: in parts, under a name, never shown as a page."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import NamedTuple

from watchline.desk.guard import Send

_PART = 1 << 18
_PART_S_MAX = 60.0
"""A reader that takes no part for so long is dropped."""


class Download(NamedTuple):
    """A file.

    Attributes:
        name: Under which the browser keeps it: letters, digits, dots and hyphens.
        kind: Its type.
        data: Its content, or where it lies.
        shown: It may be shown in a page (a drawing of ours); else it is kept alone.
    """

    name: str
    kind: str
    data: bytes | Path
    shown: bool = False


async def send_download(send: Send, file: Download) -> None:
    """Send a file in parts.

    Raises:
        OSError: it is gone, or the reader is.
    """
    size = len(file.data) if isinstance(file.data, bytes) else (await asyncio.to_thread(file.data.stat)).st_size
    how = "inline" if file.shown else "attachment"
    headers = [
        ("content-type", file.kind),
        ("content-length", str(size)),
        ("cache-control", "no-store"),
        ("content-disposition", f'{how}; filename="{file.name}"'),
    ]
    start = {"type": "http.response.start", "status": 200}
    if isinstance(file.data, bytes):
        await send({**start, "headers": [(n.encode(), v.encode()) for n, v in headers]})
        await send({"type": "http.response.body", "body": file.data})
        return
    # Opened before the first byte is promised; removed meanwhile, it is still read to its end.
    with await asyncio.to_thread(file.data.open, "rb") as source:
        await send({**start, "headers": [(n.encode(), v.encode()) for n, v in headers]})
        while part := await asyncio.to_thread(source.read, _PART):
            async with asyncio.timeout(_PART_S_MAX):
                await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body", "body": b""})

"""Pictures for the documents, small: the pixels of a screenshot with sixteen steps a channel, as a PNG with a palette (RFC 2083)."""

import base64
import struct
import zlib

import numpy as np

PIXELS = """async (data) => {
    const picture = await createImageBitmap(await (await fetch('data:image/png;base64,' + data)).blob());
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext('2d');
    context.drawImage(picture, 0, 0);
    const found = context.getImageData(0, 0, picture.width, picture.height).data;
    let text = '';
    for (let at = 0; at < found.length; at += 32768) text += String.fromCharCode(...found.subarray(at, at + 32768));
    return [picture.width, picture.height, btoa(text)];
}"""


def small(page, screenshot):
    """Return a screenshot as a small PNG; ``page`` is an empty page that reads its pixels."""
    width, height, text = page.evaluate(PIXELS, base64.b64encode(screenshot).decode())
    pixels = np.frombuffer(base64.b64decode(text), np.uint8).reshape(height * width, 4)[:, :3]
    steps = np.round(pixels / 17.0).astype(np.uint16)
    keys = steps[:, 0] << 8 | steps[:, 1] << 4 | steps[:, 2]
    colours, counts = np.unique(keys, return_counts=True)
    kept = np.sort(colours[np.argsort(-counts)][:256])
    # A colour that is rarer than 256 others takes its neighbour's place in the order.
    places = np.clip(np.searchsorted(kept, keys), 0, len(kept) - 1).astype(np.uint8).reshape(height, width)
    rows = np.hstack([np.zeros((height, 1), np.uint8), places]).tobytes()
    palette = np.stack([kept >> 8, kept >> 4 & 15, kept & 15], axis=1).astype(np.uint8) * 17
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", palette.tobytes()),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )

"""Screenshots as small PNG files: a page has few colours, so a palette of them takes half the bytes.

Chromium writes every picture with 24 bits a point; it also unpacks the points again, so that no imaging library is
needed here.
"""

from __future__ import annotations

import base64
import struct
import zlib
from pathlib import Path

import numpy as np
from playwright.sync_api import Page

COLOURS_MAX = 256
NEAR = 3
"""Colours that differ only in so many of the last bits of a channel are taken as one."""
POINTS = """async picture => {
    const image = await createImageBitmap(await (await fetch("data:image/png;base64," + picture)).blob());
    const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
    context.drawImage(image, 0, 0);
    const points = context.getImageData(0, 0, image.width, image.height).data;
    let text = "";
    for (let at = 0; at < points.length; at += 32768) text += String.fromCharCode(...points.subarray(at, at + 32768));
    return [image.width, image.height, btoa(text)];
}"""


def keep(page: Page, path: Path) -> None:
    """Write what is seen of a page as a PNG with a palette."""
    seen = base64.b64encode(page.screenshot()).decode()
    workshop = page.context.new_page()
    width, height, points = workshop.evaluate(POINTS, seen)
    workshop.close()
    rgb = np.frombuffer(base64.b64decode(points), np.uint8).reshape(-1, 4)[:, :3]
    path.write_bytes(_packed(width, height, *_palette_of(rgb)))


def _palette_of(rgb: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the colours of a picture, the most frequent first, and the number of the nearest one at each point."""
    packed = (rgb.astype(np.uint32) * (65536, 256, 1)).sum(axis=1)
    colours, which, met = np.unique(packed, return_inverse=True, return_counts=True)
    channels = np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1).astype(np.int32)
    order = np.argsort(-met)
    _, first = np.unique(channels[order] >> NEAR, axis=0, return_index=True)
    palette = channels[order][np.sort(first)[:COLOURS_MAX]]
    nearest = ((channels[:, None, :] - palette[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)
    return palette.astype(np.uint8), nearest[which].astype(np.uint8)


def _packed(width: int, height: int, palette: np.ndarray, points: np.ndarray) -> bytes:
    rows = np.zeros((height, width + 1), np.uint8)  # Each row begins with the number of its filter: none.
    rows[:, 1:] = points.reshape(height, width)
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = (
        (b"IHDR", header),
        (b"PLTE", palette.tobytes()),
        (b"IDAT", zlib.compress(rows.tobytes(), 9)),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)

"""Messages between the processes of the intake: a mapping as JSON, and long texts behind it as they are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any, Final

_LENGTH_BYTES: Final = 8


def write_frame(stream: IO[bytes], message: Mapping[str, Any]) -> None:
    """Send one message: a mapping as JSON, and the texts under ``blobs`` as they are behind it."""
    blobs = [text.encode("utf-8", "surrogatepass") for text in message.get("blobs", ())]
    head = json.dumps({**message, "blobs": [len(blob) for blob in blobs]}).encode("ascii")
    stream.write(len(head).to_bytes(_LENGTH_BYTES, "big") + head)
    for blob in blobs:
        stream.write(blob)
    stream.flush()


def read_frame(stream: IO[bytes]) -> dict[str, Any] | None:
    """Return the next message, or ``None`` at the end of the stream."""
    length = stream.read(_LENGTH_BYTES)
    head = stream.read(int.from_bytes(length, "big")) if len(length) == _LENGTH_BYTES else b""
    if not head or len(head) < int.from_bytes(length, "big"):
        return None
    message = json.loads(head)
    assert isinstance(message, dict), "frames hold one mapping"
    blobs = []
    for size in message["blobs"]:
        blob = stream.read(size)
        if len(blob) < size:
            return None
        blobs.append(blob.decode("utf-8", "surrogatepass"))
    message["blobs"] = blobs
    return message

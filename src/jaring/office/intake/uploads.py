"""Uploaded files on their way to the reader: written where nobody else reads, gone when the reading is over."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile

from jaring.office.intake.masking import plain_file_name

FILES_MAX: Final = 300
TOTAL_BYTES_MAX: Final = 200 * 1024 * 1024


@contextmanager
def kept_for_a_while(files: Sequence[UploadedFile[Any]]) -> Iterator[list[Path]]:
    """Write uploads to a folder of their own (mode 0700) under plain names; the folder never outlives the block.

    Two files of one name get a number behind it, as a desktop does.
    """
    with tempfile.TemporaryDirectory(prefix="jaring-", ignore_cleanup_errors=False) as folder:
        paths: list[Path] = []
        for file in files:
            path = _unused(Path(folder) / plain_file_name(file.name or ""))
            with path.open("xb") as target:
                for chunk in file.chunks():
                    target.write(chunk)
            paths.append(path)
        yield paths


def _unused(path: Path) -> Path:
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return free

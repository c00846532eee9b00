"""Write a file so that its name never stands for half a document."""

from __future__ import annotations

import glob
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from xlsxwriter.exceptions import FileCreateError

from jaring.documents.errors import DocumentNotWrittenError

_SUFFIX = ".part"
_LEFTOVER_AGE_S = 3600


@contextmanager
def replacing(target: Path, *, private: bool = False) -> Iterator[Path]:
    """Give a folder of our own beside ``target`` to write in; put the result in place at the end.

    The caller writes ``folder / target.name``. When it raises, the folder goes and ``target`` stays as it
    was. Only this user can enter the folder. What a killed process left of an earlier attempt at the same
    target is removed first, once it is an hour old and so cannot be at work any more.

    Args:
        target: File to make or replace; its folder must exist.
        private: Leave the finished file readable by its owner only.

    Raises:
        DocumentNotWrittenError: (JRG-807) no space, no right to write, no such folder.
    """
    try:
        _sweep(target)
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=_SUFFIX, dir=target.parent))
        try:
            yield folder
            finished = folder / target.name
            if private:
                finished.chmod(0o600)
            with finished.open("rb+") as file:
                os.fsync(file.fileno())
            finished.replace(target)
        finally:
            shutil.rmtree(folder)
    except (OSError, FileCreateError) as error:
        raise DocumentNotWrittenError from error


def keep_private(content: IO[bytes], target: Path) -> None:
    """Put what was written into a file that its owner alone can read.

    Raises:
        DocumentNotWrittenError: (JRG-807) no space, no right to write, no such folder.
    """
    with replacing(target, private=True) as folder, (folder / target.name).open("wb") as file:
        shutil.copyfileobj(content, file)


def _sweep(target: Path) -> None:
    for folder in target.parent.glob(f".{glob.escape(target.name)}.*{_SUFFIX}"):
        if time.time() - folder.stat().st_mtime > _LEFTOVER_AGE_S:
            shutil.rmtree(folder)

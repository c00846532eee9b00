"""What every child process that opens foreign files is made of: its loop, its limits, and how it takes a file in.

Nothing that a file makes a parser do reaches the caller: memory, time and files to write are limited where the
system can limit them, and the death of the child is only the refusal of one file.
"""

from __future__ import annotations

import gc
import hashlib
import os
import sys
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from jaring.core.intake.codes import FileCode
from jaring.core.intake.frames import read_frame, write_frame
from jaring.core.intake.guard import FILE_SIZE_BYTES_MAX, FileRefusedError, inspect
from jaring.core.intake.reading import Sheet, read_sheets

MEMORY_BYTES_MAX: Final = 1024 * 1024 * 1024
CPU_SECONDS_MAX: Final = 60
# Looking for cycles takes longer than reading a small file; only long ones may leave something worth finding.
_COLLECT_AFTER_BYTES: Final = 1024 * 1024
# What a small file may use, and how much more for every byte that is parsed. A list of 100,000 rows uses about four
# bytes for each of its own; a small file that asks for more is no list.
_MEMORY_BYTES_FREE: Final = 170 * 1024 * 1024
_MEMORY_PER_BYTE: Final = 6


class Reader(Protocol):
    """Answers for the sheets of one file after the other."""

    def answer(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is in one file; see ``answer_file``."""


def serve(make_reader: Callable[[Mapping[str, Any]], Reader]) -> None:
    """Answer requests until the caller closes the stream; the first frame is what the reader has to know."""
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # Whatever a library prints must not disturb the frames.
    _limit()
    gc.disable()  # One batch, then the process ends; cycles are collected between files.
    setup = read_frame(requests)
    if setup is None:
        return
    reader = make_reader(setup)
    while (request := read_frame(requests)) is not None:
        _allow_cpu()
        answer = reader.answer(request)
        write_frame(answers, answer)
        if answer["size"] > _COLLECT_AFTER_BYTES:
            gc.collect()


def answer_file(path: str, fill: Callable[[bytes, dict[str, Any]], None]) -> dict[str, Any]:
    """Return the size and hash of a file, with what ``fill`` puts beside them or the code of the refusal."""
    try:
        size = os.stat(path).st_size  # noqa: PTH116 - pathlib takes 10 ms to import.
        if size > FILE_SIZE_BYTES_MAX:
            return {"size": size, "sha256": "", "refused": FileCode.FILE_TOO_LARGE.value}
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib takes 10 ms to import.
            data = file.read()
    except OSError:
        return {"size": 0, "sha256": "", "refused": FileCode.FILE_UNREADABLE.value}
    answer: dict[str, Any] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    try:
        fill(data, answer)
    except FileRefusedError as refusal:
        answer["refused"] = refusal.file_code.value
    except (MemoryError, RecursionError):
        answer["refused"] = FileCode.FILE_UNREADABLE.value
    return answer


def sheets_of(data: bytes) -> list[Sheet]:
    """Return the sheets of a file that may be parsed, within the memory that its content can need.

    Raises:
        FileRefusedError: (JRG-451)
    """
    kind, unpacked = inspect(data)
    _allow_memory(unpacked)
    return read_sheets(data, kind)


def _limit() -> None:
    """Limit memory, core dumps and files; Windows has no such limits, there only the caller's clock counts."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _allow_memory(unpacked: int) -> None:
    """Allow so much memory for the next file as its content can need; Linux only, elsewhere the one limit holds."""
    if sys.platform != "linux":
        return
    import resource

    with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - once for every file, however small.
        pages = int(file.read().split()[0])
    allowed = pages * resource.getpagesize() + _MEMORY_BYTES_FREE + _MEMORY_PER_BYTE * unpacked
    resource.setrlimit(resource.RLIMIT_AS, (min(allowed, MEMORY_BYTES_MAX), MEMORY_BYTES_MAX))


def _allow_cpu() -> None:
    """Allow so much processor time for the next file, whatever earlier ones took."""
    try:
        import resource
    except ImportError:
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + CPU_SECONDS_MAX, hard))

"""A second pair of hands for one long table: part of the work is done in a copy of this process meanwhile."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

from jaring.core.intake.frames import read_frame, write_frame

Message = dict[str, Any]


def can_work_aside() -> bool:
    """Return whether the system copies a process cheaply and has a second processor for the copy."""
    return sys.platform == "linux" and (os.cpu_count() or 1) > 1


def work_aside(work: Callable[[], Message]) -> Callable[[], Message]:
    """Start the work in a copy of this process, which must have no other threads; return what fetches the result.

    The function that fetches it raises MemoryError where the copy died.
    """
    read_end, write_end = os.pipe()
    process = os.fork()
    if process == 0:  # The copy: it only ever leaves through os._exit.
        status = 1
        try:
            os.close(read_end)
            with os.fdopen(write_end, "wb") as answers:
                write_frame(answers, work())
            status = 0
        finally:
            os._exit(status)
    os.close(write_end)

    def fetch() -> Message:
        with os.fdopen(read_end, "rb") as answers:
            message = read_frame(answers)
        os.waitpid(process, 0)
        if message is None:
            raise MemoryError("the copy of the process died")
        return message

    return fetch

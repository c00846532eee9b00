"""Child processes that open foreign files: started once, used for many files, replaced when they die."""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from time import monotonic
from typing import Any, Final

from jaring.core.intake.codes import FileCode
from jaring.core.intake.frames import read_frame, write_frame

WORKERS_MAX: Final = 2
# A file that takes longer than this by the wall clock is given up, also where no processor limit exists.
WALL_SECONDS_MAX: Final = 120.0
_LOOK_EVERY_SECONDS: Final = 1.0

_DIED: Final = {"refused": FileCode.FILE_UNREADABLE.value}


def answer_all(
    make_setup: Callable[[], Mapping[str, Any]],
    requests: Sequence[Mapping[str, Any]],
    on_answer: Callable[[int, dict[str, Any]], None],
) -> None:
    """Have every request answered by child processes; ``on_answer(index, answer)`` is called in this thread.

    What the children have to know is made while they start.
    """
    count = min(WORKERS_MAX, os.cpu_count() or 1, len(requests))
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    for index in range(len(requests)):
        waiting.put(index)
    answers: queue.SimpleQueue[tuple[int, dict[str, Any]] | BaseException] = queue.SimpleQueue()
    children = [_Child() for _ in range(count)]
    threads = [
        threading.Thread(target=_serve, args=(child, requests, waiting, answers), daemon=True) for child in children
    ]
    try:
        setup = make_setup()
        for child in children:
            child.setup = setup
        for thread in threads:
            thread.start()
        for _ in requests:
            answer = _next(answers, children)
            if isinstance(answer, BaseException):
                raise answer
            on_answer(*answer)
    finally:
        for child in children:
            child.end()


def _next(
    answers: queue.SimpleQueue[tuple[int, dict[str, Any]] | BaseException], children: Sequence[_Child]
) -> tuple[int, dict[str, Any]] | BaseException:
    """Return the next answer; while it is awaited, a child that takes too long is ended."""
    while True:
        for child in children:
            child.end_if_late()
        with contextlib.suppress(queue.Empty):
            return answers.get(timeout=_LOOK_EVERY_SECONDS)


def _serve(
    child: _Child,
    requests: Sequence[Mapping[str, Any]],
    waiting: queue.SimpleQueue[int],
    answers: queue.SimpleQueue[tuple[int, dict[str, Any]] | BaseException],
) -> None:
    try:
        while True:
            index = waiting.get_nowait()
            answers.put((index, child.ask(requests[index])))
    except queue.Empty:
        return
    except BaseException as error:  # noqa: BLE001 - handed over to the caller's thread, which raises it.
        answers.put(error)


class _Child:
    """One child process. A question that kills it is answered by a refusal, and the next one finds a new child."""

    def __init__(self) -> None:
        self.setup: Mapping[str, Any] = {}
        self._is_ended = False
        self._is_told = False
        self._deadline = float("inf")
        self._process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        self._is_told = False
        return subprocess.Popen(
            [sys.executable, "-I", "-m", "jaring.core.intake.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def ask(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answer to one request, or a refusal where the child died of it."""
        self._deadline = monotonic() + WALL_SECONDS_MAX
        try:
            answer = self._exchange(request)
        except OSError:  # The pipe broke: the child is gone.
            answer = None
        finally:
            self._deadline = float("inf")
        if answer is not None:
            return answer
        self._stop()
        if not self._is_ended:
            self._process = self._start()
        return dict(_DIED)

    def _exchange(self, request: Mapping[str, Any]) -> dict[str, Any] | None:
        requests, answers = self._process.stdin, self._process.stdout
        assert requests is not None, "opened as a pipe"
        assert answers is not None, "opened as a pipe"
        if not self._is_told:
            write_frame(requests, self.setup)
            self._is_told = True
        write_frame(requests, request)
        return read_frame(answers)

    def end_if_late(self) -> None:
        """Kill the child where one request takes it too long."""
        if monotonic() > self._deadline:
            self._process.kill()

    def end(self) -> None:
        """Stop the child, whatever it is doing."""
        self._is_ended = True
        self._stop()

    def _stop(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

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

# Requests that a child has in hand: the one it works on, and the next.
_ASKED_AHEAD: Final = 2

_DIED: Final = {"refused": FileCode.FILE_UNREADABLE.value}


class Children:
    """The child processes of one reading of lists; leaving the context ends them, whatever they are doing.

    The first one is started at once, so that it comes up while the caller looks for the files. ``module`` is what a
    child runs.
    """

    def __init__(self, module: str = "jaring.core.intake.worker") -> None:
        self._module = module
        self._children = [_Child(module)]

    def __enter__(self) -> Children:
        return self

    def __exit__(self, *_: object) -> None:
        for child in self._children:
            child.end()

    def answer_all(
        self,
        make_setup: Callable[[], Mapping[str, Any]],
        requests: Sequence[Mapping[str, Any]],
        on_answer: Callable[[int, dict[str, Any]], None],
    ) -> None:
        """Have every request answered; ``on_answer(index, answer)`` is called in this thread.

        What the children have to know is made while they start.
        """
        for _ in range(min(WORKERS_MAX, os.cpu_count() or 1, len(requests)) - 1):
            self._children.append(_Child(self._module))
        setup = make_setup()
        waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
        for index in range(len(requests)):
            waiting.put(index)
        answers: queue.SimpleQueue[tuple[int, dict[str, Any]] | BaseException] = queue.SimpleQueue()
        for child in self._children:
            child.setup = setup
            threading.Thread(target=_serve, args=(child, requests, waiting, answers), daemon=True).start()
        for _ in requests:
            answer = self._next(answers)
            if isinstance(answer, BaseException):
                raise answer
            on_answer(*answer)

    def _next(
        self, answers: queue.SimpleQueue[tuple[int, dict[str, Any]] | BaseException]
    ) -> tuple[int, dict[str, Any]] | BaseException:
        """Return the next answer; while it is awaited, a child that takes too long is ended."""
        while True:
            for child in self._children:
                child.end_if_late()
            with contextlib.suppress(queue.Empty):
                return answers.get(timeout=_LOOK_EVERY_SECONDS)


def _serve(
    child: _Child,
    requests: Sequence[Mapping[str, Any]],
    waiting: queue.SimpleQueue[int],
    answers: queue.SimpleQueue[tuple[int, dict[str, Any]] | BaseException],
) -> None:
    """Keep one child busy: while it works on a request, the next one already lies in its pipe."""
    asked: list[int] = []
    try:
        while True:
            with contextlib.suppress(queue.Empty):
                while len(asked) < _ASKED_AHEAD:
                    asked.append(waiting.get_nowait())
                    child.ask(requests[asked[-1]])
            if not asked:
                return
            answer = child.answer()
            answers.put((asked.pop(0), answer if answer is not None else dict(_DIED)))
            if answer is None and child.replace():
                for index in asked:
                    child.ask(requests[index])
    except BaseException as error:  # noqa: BLE001 - handed over to the caller's thread, which raises it.
        answers.put(error)


class _Child:
    """One child process. It answers in the order in which it was asked; a question that kills it gets no answer."""

    def __init__(self, module: str) -> None:
        self._module = module
        self.setup: Mapping[str, Any] = {}
        self._is_ended = False
        self._is_told = False
        self._changing = threading.Lock()  # A child that is being replaced may be ended at the same moment.
        self._deadline = float("inf")
        self._process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        self._is_told = False
        return subprocess.Popen(  # noqa: S603 - the caller names one of our own modules.
            [sys.executable, "-I", "-m", self._module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def ask(self, request: Mapping[str, Any]) -> None:
        """Hand over a request. That the child is gone shows when its answer is awaited."""
        requests = self._process.stdin
        assert requests is not None, "opened as a pipe"
        with contextlib.suppress(OSError):
            if not self._is_told:
                self._is_told = True
                write_frame(requests, self.setup)
            write_frame(requests, request)

    def answer(self) -> dict[str, Any] | None:
        """Return the answer to the earliest request that has none, or ``None`` where the child died of it."""
        answers = self._process.stdout
        assert answers is not None, "opened as a pipe"
        self._deadline = monotonic() + WALL_SECONDS_MAX
        try:
            return read_frame(answers)
        except OSError:
            return None
        finally:
            self._deadline = float("inf")

    def replace(self) -> bool:
        """Start a new child in the place of a dead one, unless all are being ended."""
        with self._changing:
            if not self._is_ended:
                self._stop()
                self._process = self._start()
            return not self._is_ended

    def end_if_late(self) -> None:
        """Kill the child where one request takes it too long."""
        if monotonic() > self._deadline:
            self._process.kill()

    def end(self) -> None:
        """Stop the child, whatever it is doing."""
        with self._changing:
            self._is_ended = True
            self._stop()

    def _stop(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

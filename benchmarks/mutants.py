"""Try mutants of the rules many times as fast as one process for each: in forks of one pytest that has collected.

    python -m pip install mutmut==3.8.1
    CI=1 JARING_TEST_ZONE=UTC mutmut run     # stop it once it tries mutants: they are made, and the tests timed
    python benchmarks/mutants.py LOG [--seconds 5] [--tests 200] [--examples 10]
    python benchmarks/mutants.py LATER --lived LOG --seconds 300 --tests 2000 --examples 50
    python benchmarks/mutants.py AT_IMPORT --lived LATER --seconds 60 --tests 2000 --apart

Each mutant is given the quickest tests that meet its function, at most so many and so many seconds of them, until one
fails. The log gets a line for each: its name, 1 where it was killed and 0 where it lived (anything else: a limit of
processor time), seconds, tests given and tests that there are, and the test that killed it. What stands in the log is
not tried again. ``--lived`` asks those that lived in an earlier log, beginning with the tests that they were not given
there; ``--only`` asks those named in a file, one in a line.
``--apart`` tries each in a process of its own, switched on before the rules are imported: for functions that make
tables and sentences while their module is imported.
"""

from __future__ import annotations

import argparse
import functools
import gc
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

LIMIT_FACTOR, LIMIT_SECONDS = 8, 20
CACHE = type(functools.cache(int))
SELECTED = ("tests/law", "tests/coverage", "tests/benefit", "tests/core/test_wording.py")
PLAIN = (
    "-p",
    "no:randomly",
    "-p",
    "no:cacheprovider",
    "-q",
    "--no-header",
    "--tb=no",
    "--rootdir=.",
    "-o",
    "addopts=",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("log", type=Path)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--tests", type=int, default=200)
    parser.add_argument("--examples", type=int, default=10, help="examples of a property that names no number itself")
    parser.add_argument("--only", type=Path)
    parser.add_argument("--lived", type=Path)
    parser.add_argument("--apart", action="store_true")
    options = parser.parse_args()
    options.log = options.log.resolve()
    options.given = _given(options.only, options.lived)
    os.chdir("mutants")
    sys.path[:0] = ["src", "."]
    os.environ |= {"CI": "1", "JARING_TEST_ZONE": "UTC", "MUTANT_UNDER_TEST": ""}

    import pytest

    sys.exit(pytest.main([*PLAIN, *SELECTED], plugins=[Trial(options)]))


def _given(only: Path | None, lived: Path | None) -> dict[str, int] | None:
    """Return the mutants to try, each with how many of its quickest tests it was given before; None for all."""
    if lived:
        lines = [line.split() for line in lived.read_text().splitlines()]
        return {name: int(given) for name, ending, _seconds, given, *_ in lines if ending == "0"}
    return dict.fromkeys(only.read_text().split(), 0) if only else None


class Trial:
    """A plugin that tries mutants in place of running the tests that were collected."""

    def __init__(self, options: argparse.Namespace) -> None:
        statistics = json.loads(Path("mutmut-stats.json").read_text())
        self.options, self.log = options, options.log
        self.lasted: dict[str, float] = statistics["duration_by_test"]
        self.meeting: dict[str, list[str]] = statistics["tests_by_mangled_function_name"]

    def pytest_collection(self) -> None:
        """Let no property look for its smallest example: that there is one kills."""
        from hypothesis import Phase, settings

        phases = (Phase.explicit, Phase.generate)
        settings.register_profile("mutants", settings(), max_examples=self.options.examples, phases=phases)
        settings.load_profile("mutants")

    def pytest_runtestloop(self, session: Any) -> bool:
        items = {item.nodeid: item for item in session.items}
        forget = _caches()
        gc.freeze()
        with self.log.open("a", buffering=1) as log:
            for name in self._untried():
                met = sorted((test for test in self._meeting(name) if test in items), key=self._lasts)
                chosen = self._quickest(met, (self.options.given or {}).get(name, 0))
                started = time.monotonic()
                if self.options.apart:
                    ending, killer = _tried_apart(name, chosen, self._limit(chosen))
                else:
                    ending, killer = _tried(name, [items[test] for test in chosen], self._limit(chosen), forget)
                took = time.monotonic() - started
                print(name, ending, f"{took:.2f}", len(chosen), len(met), killer.replace(" ", "_") or "-", file=log)
        return True

    def _untried(self) -> Iterator[str]:
        tried = {line.split()[0] for line in self.log.read_text().splitlines()} if self.log.exists() else set()
        for found in sorted(Path("src").rglob("*.meta")):
            for name in json.loads(found.read_text())["exit_code_by_key"]:
                if name not in tried and (self.options.given is None or name in self.options.given):
                    yield name

    def _meeting(self, name: str) -> set[str]:
        """Return the tests that meet the function of a mutant; that meet its module, for what the import runs."""
        function = name.rpartition("__mutmut_")[0]
        if not self.options.apart:
            return set(self.meeting.get(function, ()))
        module = function.rpartition(".")[0]
        return {test for each, tests in self.meeting.items() if each.rpartition(".")[0] == module for test in tests}

    def _lasts(self, test: str) -> float:
        return self.lasted.get(test, 0.0)

    def _quickest(self, tests: list[str], given: int) -> list[str]:
        """Return the quickest tests that fit into the time, those given before at the end."""
        chosen: list[str] = []
        for test in tests[: self.options.tests]:
            if chosen and sum(map(self._lasts, [*chosen, test])) > self.options.seconds:
                break
            chosen.append(test)
        return chosen[given:] + chosen[:given]

    def _limit(self, tests: list[str]) -> int:
        return int(sum(map(self._lasts, tests)) * LIMIT_FACTOR) + LIMIT_SECONDS


def _caches() -> list[Callable[[], None]]:
    """Return what empties each cache of the project: collecting fills some, and a mutant behind them would not run."""
    found = (each for each in gc.get_objects() if isinstance(each, CACHE))
    return [each.cache_clear for each in found if (each.__module__ or "").startswith("jaring")]


def _tried(name: str, items: list[Any], limit: int, forget: list[Callable[[], None]]) -> tuple[int, str]:
    """Run tests on a mutant in a fork; return how it ended, 1 for killed, and the test that failed."""
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        ending, killer = 77, ""
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
            signal.alarm(3 * limit)
            os.environ["MUTANT_UNDER_TEST"] = name
            silence = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silence, 1)
            os.dup2(silence, 2)
            for empty in forget:
                empty()
            killer = _first_failing(items)
            ending = 1 if killer else 0
        finally:
            os.write(writing, killer.encode())
            os._exit(ending)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        killer = pipe.read().decode()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), killer


def _tried_apart(name: str, tests: list[str], limit: int) -> tuple[int, str]:
    """Run tests on a mutant that is switched on from the first import; return as ``_tried`` does."""
    environment = {**os.environ, "MUTANT_UNDER_TEST": name, "PYTHONPATH": "src:."}
    command = [sys.executable, "-m", "pytest", *PLAIN, "-x", "-rfE", *tests]
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=3 * limit, check=False)
    except subprocess.TimeoutExpired:
        return -signal.SIGALRM, ""
    failed = [line.split()[1] for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return int(done.returncode != 0), failed[0] if failed else "import" if done.returncode else ""


def _first_failing(items: list[Any]) -> str:
    from _pytest.runner import runtestprotocol

    for item, following in zip(items, [*items[1:], None], strict=False):
        if any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):
            return str(item.nodeid)
    return ""


if __name__ == "__main__":
    main()

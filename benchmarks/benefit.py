"""One benefit case in-process: reading it, computing it and writing the answer, beside ``json.loads`` of its file.

    python benchmarks/benefit.py [--rounds 2000] [FILE.json]

Prints microseconds of processor time a case: the median of many single runs after a warm-up, which parses the law,
and the slowest hundredth. Each step is timed on its own: the calculation is what other code calls; the rest is
what the command adds. Without FILE the longest of the sample cases is used.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jaring.core.benefit import entitlement
from jaring.core.benefit.document import as_document
from jaring.core.benefit.reading import read_case

SAMPLES = Path(__file__).parents[1] / "docs" / "examples" / "benefit"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=2_000)
    parser.add_argument("file", nargs="?", type=Path)
    options = parser.parse_args()
    path = options.file or max(SAMPLES.glob("*.json"), key=lambda sample: sample.stat().st_size)
    text = path.read_text(encoding="utf-8")
    document = json.loads(text)
    case = read_case(document)
    answer = entitlement(case)
    print(f"{path.name}: {answer.scheme.value}, cash {answer.cash_total}, {len(answer.items)} items")
    show("json.loads of the file", lambda: json.loads(text), options.rounds)
    show("read_case", lambda: read_case(document), options.rounds)
    show("entitlement", lambda: entitlement(case), options.rounds)
    show("as_document", lambda: as_document(answer), options.rounds)
    show(
        "all of it, to JSON text",
        lambda: json.dumps(as_document(entitlement(read_case(json.loads(text))))),
        options.rounds,
    )


def show(name: str, step: Callable[[], Any], rounds: int) -> None:
    for _ in range(rounds // 10):
        step()
    took = []
    for _ in range(rounds):
        start = time.thread_time_ns()
        step()
        took.append(time.thread_time_ns() - start)
    slowest = statistics.quantiles(took, n=100)[-1]
    print(f"{name:<26} {statistics.median(took) / 1_000:8.0f} µs  (99 %: {slowest / 1_000:.0f} µs)")


if __name__ == "__main__":
    main()

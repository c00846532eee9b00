"""Jaring's side of the comparison: the same facts, months and variables, in a process of its own.

python ours.py FACTS.npz ANSWER.json
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

import numpy as np

from jaring.core import law
from jaring.core.contribution import Payer, Sector
from jaring.core.coverage.columns import END_OF_TIME, UNKNOWN, Portfolio, month_number
from jaring.core.coverage.walking import first_days
from jaring.core.month import Month
from jaring.core.portfolio import People, Rules, amounts_by_month, payer_codes, sector_codes


def main(facts_path: str, answer_path: str) -> None:
    with np.load(facts_path) as file:
        facts = {name: file[name] for name in file.files}
    facts_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    months = [str(month) for month in facts["asked_months"]]
    assert list(law.all_parameters())  # Read before the clock starts, as the other side's parameters are.
    started = time.perf_counter()
    people = _people(facts)
    computing = time.perf_counter()
    rules = Rules.of(people, Month.parse(months[0]), len(months))
    totals = np.stack(amounts_by_month(people, rules).totals())
    ended = time.perf_counter()
    answer = {
        "totals": {
            month: dict(zip(("is_covered", "contribution", "death_benefit"), totals[:, i].tolist(), strict=True))
            for i, month in enumerate(months)
        },
        "given_s": computing - started,
        "computed_s": ended - computing,
        "facts_mib": facts_kib / 1024,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    Path(answer_path).write_text(json.dumps(answer), encoding="utf-8")


def _people(facts: dict[str, np.ndarray]) -> People:
    """Put the facts into Jaring's columns: one or two spans of paid months, split at the month left out."""
    count = len(facts["income_idr"])
    first = month_number(Month.parse(str(facts["first_month"])))
    start = facts["paid_from"] - facts["unbroken_before"] + np.int32(first)
    end = facts["paid_until"] + np.int32(first)
    gap = facts["unpaid"] + np.int32(first)
    split = (facts["unpaid"] >= 0) & (start < gap) & (gap < end - 1)
    start += gap == start  # A month left out at either end only makes the span shorter.
    end -= gap == end - 1
    span_offsets = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(1 + split, out=span_offsets[1:])
    span_start = np.empty(span_offsets[-1], dtype=np.int32)
    span_end = np.empty(span_offsets[-1], dtype=np.int32)
    span_start[span_offsets[:-1]] = start
    span_end[span_offsets[:-1]] = np.where(split, gap, end)
    second = span_offsets[1:][split] - 1
    span_start[second], span_end[second] = gap[split] + 1, end[split]
    cover = Portfolio(
        segments=np.zeros(count, dtype=np.int8),
        is_insured=np.ones(count, dtype=np.bool_),
        stay_offsets=np.arange(count + 1, dtype=np.int64),
        stay_start=first_days(start),
        stay_end=np.full(count, END_OF_TIME, dtype=np.int32),
        span_offsets=span_offsets,
        span_start=span_start,
        span_end=span_end,
        paid_on=np.full(len(span_start), UNKNOWN, dtype=np.int32),
    )
    payers = payer_codes([Payer.APBD, Payer.SELF, Payer.CSR, Payer.APBN])[facts["payer"]]
    sectors = sector_codes([Sector.OTHER, Sector.TRANSPORT])[facts["sector"]]
    return People(cover, facts["income_idr"], payers, sectors)


if __name__ == "__main__":
    main(*sys.argv[1:])

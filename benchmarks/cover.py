"""Cover of millions of memberships on one day, beside the rules called for one membership after another.

    python benchmarks/cover.py [--people 2700000]

Every membership has a history of its own, drawn by chance: once one span of paid months each, once three with gaps.
Prints seconds of processor time, the median of five runs, and what ``cover_on`` would take for as many by a sample of
them, whose answers have to agree.
"""

from __future__ import annotations

import argparse
import statistics
import time
from datetime import date

import numpy as np

from jaring.core.contribution import Payer, Segment
from jaring.core.coverage import cover_on
from jaring.core.coverage.columns import UNKNOWN, Portfolio, day_number, month_number, without_exits
from jaring.core.coverage.membership import Carrier, Membership, PaidMonth
from jaring.core.coverage.portfolio import PROTECTIONS, cover_of_all
from jaring.core.money import Rupiah
from jaring.core.month import Month

DAY = date(2026, 2, 10)
FIRST = Month(2024, 1)
MONTHS_OF_ENROLMENT, SAMPLE, RUNS = 20, 2_000, 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=2_700_000)
    people = parser.parse_args().people
    for spans in (1, 3):
        table = invented(people, spans)
        took = [seconds(table) for _ in range(RUNS)]
        print(
            f"{people:,} memberships, spans {spans}: {statistics.median(took):.2f} s, one by one {singly(table):.0f} s"
        )


def invented(people: int, spans: int) -> Portfolio:
    chance = np.random.default_rng(20_260_210)
    begun = chance.integers(0, MONTHS_OF_ENROLMENT, people)
    first_days = np.array([day_number((FIRST + k).first_day) for k in range(MONTHS_OF_ENROLMENT)], dtype=np.int32)
    paid, gaps = chance.integers(1, 30 // spans, (2, people, spans))
    gaps = np.minimum(gaps, 4)
    ends = begun[:, None] + np.cumsum(paid + gaps, axis=1) - gaps
    starts = (ends - paid + month_number(FIRST)).astype(np.int32).ravel()
    ends = (ends + month_number(FIRST)).astype(np.int32).ravel()
    plain = without_exits(np.zeros(people, dtype=np.int8), first_days[begun], starts[::spans], ends[::spans])
    offsets = np.arange(0, people * spans + 1, spans, dtype=np.int64)
    stays = (plain.segments, plain.is_insured, plain.stay_offsets, plain.stay_start, plain.stay_end)
    return Portfolio(*stays, offsets, starts, ends, np.full(people * spans, UNKNOWN, dtype=np.int32))


def seconds(table: Portfolio) -> float:
    start = time.process_time()
    cover_of_all(table, DAY)
    return time.process_time() - start


def singly(table: Portfolio) -> float:
    """Return the seconds that as many calls for one membership take, by those of the first ones."""
    some = [member(table, i) for i in range(min(SAMPLE, len(table)))]
    start = time.process_time()
    answers = [cover_on(each, DAY).jkm for each in some]
    took = time.process_time() - start
    together = cover_of_all(table.part(0, len(some)), DAY)
    assert answers == [PROTECTIONS[code] for code in together.jkm]
    return took / len(some) * len(table)


def member(table: Portfolio, i: int) -> Membership:
    first, last = table.span_offsets[i : i + 2]
    spans = zip(table.span_start[first:last], table.span_end[first:last], strict=True)
    zero = month_number(FIRST)
    months = [FIRST + (int(number) - zero) for start, end in spans for number in range(start, end)]
    enrolled_on = date.fromordinal(int(table.stay_start[i]) - day_number(DAY) + DAY.toordinal())
    paid = tuple(PaidMonth(month) for month in months)
    return Membership(Segment.BPU, Carrier.BPJS_TK, Rupiah(1_000_000), Payer.APBD, enrolled_on, paid)


if __name__ == "__main__":
    main()
